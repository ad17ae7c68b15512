//! The files of imported articles go to the set's trash when the import is undone, and come back when
//! it is done again: on a thread of its own, and the rest of the step follows when they are there.

use std::{collections::BTreeMap, sync::Arc};

use rust_i18n::t;

use crate::{
    annotation::{Step, Way},
    corpus::{Article, ArticlePath},
    session::{
        Change, JobKind, Notice, Session,
        importing::{Moved, Unmoved, move_files},
        open_set::OpenSet,
    },
};

/// What became of the files of a step's articles.
#[derive(Default)]
pub(super) struct Moves {
    /// Those that have gone or come.
    pub(super) moved: BTreeMap<ArticlePath, Moved>,
    /// Those that have not, and why.
    pub(super) failed: Vec<Unmoved>,
}

impl Session {
    /// Whether articles are on their way: until then nothing else is undone.
    pub(in crate::session) fn is_moving(&self) -> bool {
        self.set.as_ref().is_some_and(|set| set.imported.is_moving)
    }

    pub(super) fn tell_moving(&mut self) {
        self.notices.push(Notice::note(t!("undo.moving")));
    }

    /// Begins to move the files of a step's articles; gives the step back where there are none to move.
    pub(super) fn start_moving(
        &mut self,
        way: Way,
        place: usize,
        step: Step<Change>,
    ) -> Option<Step<Change>> {
        let staying = self.staying_articles(&step.edits);
        let (mut articles, mut comes) = (Vec::new(), false);
        for change in &step.edits {
            if let Change::Articles { articles: some, come } = change {
                let moving = some.iter().filter(|article| self.is_there(article) != *come);
                articles.extend(moving.filter(|a| !staying.contains_key(&a.path)).cloned());
                comes = *come;
            }
        }
        if articles.is_empty() {
            return Some(step);
        }
        let revision = self.set_revision;
        let Some(OpenSet { imported, scene, .. }) = &mut self.set else { return Some(step) };
        imported.is_moving = true;
        let (root, trash) = (scene.corpus.root().to_path_buf(), imported.trash.clone());
        self.start_chore(JobKind::Caring, move |storage, _| {
            let (moved, failed) = move_files(storage, &root, &articles, comes, &trash);
            move |session: &mut Self| {
                if session.set_revision == revision
                    && let Some(set) = &mut session.set
                {
                    set.imported.is_moving = false;
                    session.finish_walk(way, place, step, Moves { moved, failed });
                }
            }
        });
        None
    }

    /// Whether an article stands in the set with that text.
    fn is_there(&self, article: &Article) -> bool {
        let there = self.corpus().and_then(|corpus| corpus.article(&article.path));
        there.is_some_and(|there| there.text == article.text)
    }

    /// Files that were moved although their articles stay, since something was done in them meanwhile.
    pub(super) fn move_back(&mut self, articles: Vec<Arc<Article>>, come: bool) {
        let Some(OpenSet { imported, scene, .. }) = &self.set else { return };
        if articles.is_empty() {
            return;
        }
        let (root, trash) = (scene.corpus.root().to_path_buf(), imported.trash.clone());
        self.start_chore(JobKind::Caring, move |storage, _| {
            // What cannot be moved back is seen as an article that has gone or come.
            let _ = move_files(storage, &root, &articles, come, &trash);
            |_: &mut Self| {}
        });
    }
}
