//! Memos on articles: written by one coder, kept in that coder's sidecar, undone like all else.

use super::{Change, CommandError, Session};
use crate::{
    annotation::{Coder, EditError, Step, step_name},
    corpus::{Article, ArticlePath},
};

impl Session {
    /// What the current coder notes of `article`; empty where that is nothing.
    #[must_use]
    pub fn article_memo(&self, article: &ArticlePath) -> &str {
        self.all_annotations().article_memo(article, &self.coder())
    }

    pub(super) fn write_article_memo(
        &mut self,
        article: &ArticlePath,
        memo: String,
    ) -> Result<(), CommandError> {
        let before = self.article_memo(article).to_owned();
        if before == memo {
            return Ok(());
        }
        let name = step_name!("memos.step.article", article = self.title_of(article));
        let (article, coder) = (article.clone(), self.coder());
        let change = Change::ArticleMemo { article, coder, before, after: memo };
        self.commit_changes(Step { name, edits: vec![change] })
    }

    pub(super) fn set_article_memo(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        before: &str,
        after: &str,
    ) -> Result<(), CommandError> {
        let locked = || {
            let (article, coder) = (article.clone(), coder.clone());
            CommandError::Edit(EditError::LayerLocked { article, coder })
        };
        if self.all_annotations().article_memo(article, coder) != before {
            return Err(locked());
        }
        let source = self.corpus().and_then(|corpus| corpus.article(article));
        let source = source.ok_or_else(|| CommandError::NoArticle(article.clone()))?;
        let (hash, chars) = (source.hash().clone(), source.text.char_len().get());
        let memo = after.to_owned();
        let scene = self.scene_mut().ok_or(CommandError::NoSet)?;
        let done = scene.annotations.set_article_memo((article, coder), memo, (&hash, chars));
        done.then_some(()).ok_or_else(locked)
    }

    /// The title of an article as it is known; its file's name where it is gone.
    fn title_of(&self, path: &ArticlePath) -> String {
        let header = |article: &Article| self.corpus().map(|corpus| corpus.header(article).title);
        let article = self.corpus().and_then(|corpus| corpus.article(path));
        let title = article.and_then(|article| header(article));
        super::describe::shown(&title.unwrap_or_else(|| path.file_name().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::*;
    use crate::{
        session::{Command, Environment},
        storage::{Memory, Storage as _},
    };

    #[test]
    fn a_memo_on_an_article_is_kept_beside_it_and_can_be_undone() {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        let open = || {
            let environment = Environment {
                storage: Arc::new(storage.clone()),
                folders: None,
                wake: Arc::new(|| {}),
            };
            let mut session = Session::new(environment);
            session.settings.coder = Some("林".to_owned());
            session.open_now(Path::new("/set")).unwrap();
            session
        };
        let article = ArticlePath::new("甲.txt").unwrap();
        let mut session = open();
        let memo = "**粮站**\n- 与 2017 年对照".to_owned();
        let command = Command::SetArticleMemo { article: article.clone(), memo: memo.clone() };
        session.apply(command).unwrap();
        session.save_now().unwrap();
        assert!(storage.metadata(Path::new("/set/甲.txt.林.tags.ron")).is_ok());
        let mut session = open();
        assert_eq!(session.article_memo(&article), memo);
        let command = Command::SetArticleMemo { article: article.clone(), memo: String::new() };
        session.apply(command).unwrap();
        session.save_now().unwrap();
        assert_eq!(open().article_memo(&article), "");
        session.apply(Command::Undo).unwrap();
        session.save_now().unwrap();
        assert_eq!(open().article_memo(&article), memo);
    }
}
