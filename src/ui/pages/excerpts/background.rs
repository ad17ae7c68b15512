//! Working out the rows of a large set on a thread of its own, so that typing never waits for it.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::Context;

use super::{
    Key,
    query::{self, ExcerptAnswer},
};
use crate::{search::condition::Parsed, session::Session};

/// Up to so many passages are looked through between two frames.
const AT_ONCE: usize = 10_000;

/// What is being worked out.
#[derive(Debug, Default)]
pub(super) struct Background {
    running: Option<(Key, Receiver<ExcerptAnswer>)>,
}

impl Background {
    /// Whether the set is too large to be looked through at once.
    pub(super) fn is_needed(session: &Session) -> bool {
        session.annotations().count() > AT_ONCE
    }

    /// The answer for `key` if it is there; else it is on its way, and the window is woken for it.
    pub(super) fn answer(
        &mut self,
        session: &Session,
        key: &Key,
        asked: &Parsed,
        ctx: &Context,
    ) -> Option<ExcerptAnswer> {
        if let Some((running, receiver)) = &self.running
            && running == key
        {
            return match receiver.try_recv() {
                Ok(answer) => {
                    self.running = None;
                    Some(answer)
                }
                Err(TryRecvError::Empty) => None,
                // It ended without an answer: it is tried again.
                Err(TryRecvError::Disconnected) => {
                    self.running = None;
                    None
                }
            };
        }
        let scene = session.scene()?.clone();
        let (sender, receiver) = channel();
        let (wanted, sort, grouping) = (asked.clone(), key.sort, key.grouping);
        let ctx = ctx.clone();
        let started = std::thread::Builder::new().name("excerpts".to_owned()).spawn(move || {
            // Who asked for something else meanwhile does not wait for this.
            let _ = sender.send(query::answer(&scene, &wanted, sort, grouping));
            ctx.request_repaint();
        });
        match started {
            Ok(_) => {
                self.running = Some((key.clone(), receiver));
                None
            }
            // The system gives no thread: late is better than never.
            Err(_) => Some(query::answer(session.scene()?, asked, sort, grouping)),
        }
    }
}
