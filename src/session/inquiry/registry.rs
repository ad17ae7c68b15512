//! The list of all inquiries of a session: one of each kind of question that was asked.

use std::{
    any::{Any, TypeId},
    fmt, io,
    sync::Arc,
};

use super::{Ground, Inquiry, Question};
use crate::session::jobs::Job;

/// An inquiry of any kind.
trait AnyInquiry: Send {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn is_idle(&self) -> bool;
    fn running(&self) -> &[Job];
    fn poll(&mut self, ground: &Ground) -> io::Result<()>;
    fn take_panicked(&mut self) -> usize;
    fn stop(&mut self);
    fn forget(&mut self);
}

impl<Q: Question> AnyInquiry for Inquiry<Q> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn is_idle(&self) -> bool {
        Self::is_idle(self)
    }

    fn running(&self) -> &[Job] {
        Self::running(self)
    }

    fn poll(&mut self, ground: &Ground) -> io::Result<()> {
        Self::poll(self, ground)
    }

    fn take_panicked(&mut self) -> usize {
        Self::take_panicked(self)
    }

    fn stop(&mut self) {
        Self::stop(self);
    }

    fn forget(&mut self) {
        Self::forget(self);
    }
}

/// A question of any kind.
pub(super) trait AnyQuestion: fmt::Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is(&self, other: &dyn AnyQuestion) -> bool;
    fn ask(&self, inquiries: &mut Inquiries, ground: &Ground) -> io::Result<()>;
}

impl<Q: Question> AnyQuestion for Q {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is(&self, other: &dyn AnyQuestion) -> bool {
        other.as_any().downcast_ref::<Q>() == Some(self)
    }

    fn ask(&self, inquiries: &mut Inquiries, ground: &Ground) -> io::Result<()> {
        match inquiries.of_mut::<Q>() {
            Some(inquiry) => inquiry.ask(self.clone(), ground),
            None => Ok(()),
        }
    }
}

/// All inquiries, in the order in which their kinds were asked first.
pub(in crate::session) struct Inquiries {
    all: Vec<(TypeId, Box<dyn AnyInquiry>)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Inquiries {
    pub(in crate::session) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { all: Vec::new(), wake }
    }

    pub(super) fn of<Q: Question>(&self) -> Option<&Inquiry<Q>> {
        let (_, inquiry) = self.all.iter().find(|(kind, _)| *kind == TypeId::of::<Q>())?;
        inquiry.as_any().downcast_ref()
    }

    /// That of a kind, which is begun if there is none.
    fn of_mut<Q: Question>(&mut self) -> Option<&mut Inquiry<Q>> {
        let kind = TypeId::of::<Q>();
        let known = self.all.iter().position(|(other, _)| *other == kind);
        let at = known.unwrap_or_else(|| {
            self.all.push((kind, Box::new(Inquiry::<Q>::new(Arc::clone(&self.wake)))));
            self.all.len() - 1
        });
        self.all.get_mut(at)?.1.as_any_mut().downcast_mut()
    }

    /// Whether nothing is asked: then there is nothing to take in and nothing to ask again.
    pub(super) fn are_idle(&self) -> bool {
        self.all.iter().all(|(_, inquiry)| inquiry.is_idle())
    }

    pub(super) fn poll(&mut self, ground: &Ground) -> io::Result<()> {
        self.all.iter_mut().try_for_each(|(_, inquiry)| inquiry.poll(ground))
    }

    /// How many answers failed by a fault of the program's since the last call.
    pub(in crate::session) fn take_panicked(&mut self) -> usize {
        self.all.iter_mut().map(|(_, inquiry)| inquiry.take_panicked()).sum()
    }

    /// Stops whatever is being answered, by the user's wish.
    pub(in crate::session) fn stop(&mut self) {
        self.all.iter_mut().for_each(|(_, inquiry)| inquiry.stop());
    }

    /// Forgets all that was asked of a set that is not open any more.
    pub(in crate::session) fn forget(&mut self) {
        self.all.iter_mut().for_each(|(_, inquiry)| inquiry.forget());
    }

    /// What is being answered.
    pub(in crate::session) fn running(&self) -> impl Iterator<Item = &Job> {
        self.all.iter().flat_map(|(_, inquiry)| inquiry.running())
    }
}
