//! Coding blind (盲编): the window and its questions see what one coder alone marked.
//!
//! There is one place where that is done: what [`Session::scene`] hands out. What writes files, merges
//! and undoes goes on with the whole set, so that nothing of anybody is lost. It is honest, not secret:
//! the files of the others lie beside the articles and are plain. Whether a set is coded blind is kept
//! among the user's settings; when it began and ended is written in the coder's journal.

use std::path::Path;

use rust_i18n::t;

use super::{Change, CommandError, Session, Settings, own_sight::OwnSight};
use crate::annotation::{Coder, Example, JournalEntry, Theme, now};

impl Session {
    /// Whether only the marks of [`Session::coder`] are seen.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        let root = self.set.as_ref().map(|set| set.scene.corpus.root());
        root.is_some_and(|root| self.settings.is_blind(root))
    }

    /// The examples of a theme that are to be seen: of who codes blind the own ones. They stand in
    /// everybody's codebook, with what they quote.
    pub fn seen_examples<'a>(&'a self, theme: &'a Theme) -> impl Iterator<Item = &'a Example> {
        let is_seen = move |example: &&Example| {
            self.sees_only().is_none() || self.annotations().find(example.passage).is_some()
        };
        theme.examples.iter().filter(is_seen)
    }

    /// The coder whose marks alone are seen, if that is so.
    pub(super) fn sees_only(&self) -> Option<&Coder> {
        Some(self.set.as_ref()?.sight.as_ref()?.coder())
    }

    /// Begins or ends it, and says so in the coder's journal; no step to be undone: what was seen was
    /// seen.
    pub(super) fn set_blind(&mut self, blind: bool) -> Result<(), CommandError> {
        let root = self.corpus().ok_or(CommandError::NoSet)?.root().to_path_buf();
        if self.is_blind() == blind {
            return Ok(());
        }
        let text = if blind { t!("blind.journal.begun") } else { t!("blind.journal.ended") };
        let mut settings = self.settings.clone();
        settings.set_blind(&root, blind);
        self.note_in_journal(text.into_owned())?;
        self.settings = settings;
        self.store_settings();
        Ok(())
    }

    /// Another coder works on: what is seen is another, which is noted as well.
    pub(super) fn change_sight(&mut self, before: &Settings) -> Result<(), CommandError> {
        let (from, to) = (before.coder(), self.coder());
        if from == to || !self.is_blind() {
            return Ok(());
        }
        self.note_in_journal(t!("blind.journal.coder", from = from, to = to).into_owned())
    }

    fn note_in_journal(&mut self, text: String) -> Result<(), CommandError> {
        let entry = JournalEntry::new(text, now());
        let change = Change::Journal { coder: self.coder(), before: None, after: Some(entry) };
        self.apply_changes(&[change])
    }

    /// Makes what is seen fit what is there.
    pub(super) fn fit_sight(&mut self) {
        let coder = self.is_blind().then(|| self.coder());
        let Some(set) = &mut self.set else { return };
        let before = set.sight.take();
        let same = before.as_ref().map(OwnSight::coder) == coder.as_ref();
        if !same {
            // An answer about another sight is not shown for a moment, either.
            self.inquiries.forget();
            set.sights += 1;
            set.records.touch();
        }
        let before = before.filter(|_| same);
        set.sight = coder.map(|coder| OwnSight::of(coder, &set.scene, before, set.sights));
    }
}

impl Settings {
    /// Whether the set at `root` is coded blind.
    #[must_use]
    pub fn is_blind(&self, root: &Path) -> bool {
        self.blind.iter().any(|known| known == root)
    }

    fn set_blind(&mut self, root: &Path, blind: bool) {
        self.blind.retain(|known| known != root);
        if blind {
            self.blind.push(root.to_path_buf());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use proptest::prelude::*;

    use crate::{
        corpus::ArticlePath,
        session::{Command, Environment, Session, Settings},
        storage::Memory,
        text::{CharOffset, CharSpan},
    };

    const NAMES: [&str; 2] = ["林", "王"];

    fn session() -> Session {
        let storage = Arc::new(Memory::with_files([
            ("/set/甲.txt", "街道把粮站改成党群服务中心。"),
            ("/set/乙.txt", "居民推选楼栋长,每周议事。"),
        ]));
        let environment = Environment { storage, folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.open_now(Path::new("/set")).unwrap();
        session
    }

    fn be(session: &mut Session, coder: &str) {
        let settings = Settings { coder: Some(coder.to_owned()), ..session.settings().clone() };
        session.apply(Command::Configure(settings)).unwrap();
    }

    fn tag(session: &mut Session, article: &str, from: u32, theme: usize) {
        let span = CharSpan::between(CharOffset::new(from), CharOffset::new(from + 2));
        let command = Command::Tag {
            article: ArticlePath::new(article).unwrap(),
            fragments: vec![span],
            themes: vec![session.codebook().themes()[theme].id],
            memo: String::new(),
        };
        session.apply(command).unwrap();
    }

    proptest! {
        /// Whatever is done, what is seen is the own part of all that is there, counters and all.
        #[test]
        fn what_is_seen_is_the_own_part_of_what_is_there(
            steps in prop::collection::vec((0_u8..6, any::<bool>(), 0_u32..8, 0_usize..3), 1..30),
        ) {
            let mut session = session();
            be(&mut session, NAMES[0]);
            for (step, second, from, theme) in steps {
                match step {
                    0..=2 => tag(&mut session, if second { "乙.txt" } else { "甲.txt" }, from, theme),
                    3 => be(&mut session, NAMES[usize::from(second)]),
                    4 => session.apply(Command::CodeBlind(second)).map(drop).unwrap(),
                    _ => drop(session.apply(if second { Command::Undo } else { Command::Redo })),
                }
                let me = session.coder();
                let blind = session.is_blind();
                let all = session.all_annotations().passages();
                let own: Vec<_> = all.filter(|(_, coder, _)| !blind || **coder == me).collect();
                let seen: Vec<_> = session.annotations().passages().collect();
                prop_assert_eq!(&seen, &own);
                prop_assert_eq!(session.annotations().count(), own.len());
                for theme in session.codebook().themes() {
                    let bear = own.iter().filter(|(.., p)| p.themes.contains(&theme.id)).count();
                    prop_assert_eq!(session.annotations().count_of(theme.id), bear);
                }
            }
        }
    }

    #[test]
    fn no_two_sights_of_a_set_have_one_stamp_and_the_journal_says_when() {
        let mut session = session();
        be(&mut session, NAMES[1]);
        tag(&mut session, "甲.txt", 0, 0);
        be(&mut session, NAMES[0]);
        let mut stamps = vec![session.scene().unwrap().stamp()];
        for coder in [NAMES[0], NAMES[1], NAMES[0]] {
            be(&mut session, coder);
            session.apply(Command::CodeBlind(true)).unwrap();
            stamps.push(session.scene().unwrap().stamp());
        }
        for (at, stamp) in stamps.iter().enumerate() {
            assert!(!stamps[..at].contains(stamp), "{stamps:?}");
        }
        session.apply(Command::CodeBlind(false)).unwrap();
        assert_eq!(session.journal().count(), 4, "begun, two changes, ended");
        session.apply(Command::CodeBlind(false)).unwrap();
        assert_eq!(session.journal().count(), 4, "nothing ended");
    }
}
