//! Which paragraph of its article a passage starts in, as it is said in lists and exports.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    annotation::Passage,
    corpus::{Article, ArticlePath},
    session::Session,
    text::{self, ByteOffset},
};

/// So many articles' paragraphs are kept.
const KEPT: usize = 400;

/// Where the paragraphs of the articles asked for start; counted once per article.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    articles: BTreeMap<ArticlePath, (Arc<Article>, Vec<ByteOffset>)>,
}

impl Paragraphs {
    /// The number (from 1, blank lines not counted) of the paragraph in which `passage` starts;
    /// `None` where it is not found in the article as it is now.
    pub(super) fn number(
        &mut self,
        session: &Session,
        path: &ArticlePath,
        passage: &Passage,
    ) -> Option<usize> {
        let article = session.corpus()?.article(path)?;
        let start = session.placed(passage)?.first()?.start();
        let start = article.text.byte_of(start)?;
        let known = self.articles.get(path).is_some_and(|(known, _)| Arc::ptr_eq(known, article));
        if !known {
            if self.articles.len() >= KEPT {
                self.articles.clear();
            }
            let starts = starts(article.text.as_str());
            self.articles.insert(path.clone(), (Arc::clone(article), starts));
        }
        let (_, starts) = self.articles.get(path)?;
        Some(number_at(starts, start))
    }
}

/// Where the paragraphs of `text` start that are not blank.
fn starts(text: &str) -> Vec<ByteOffset> {
    let is_blank = |span: &text::ByteSpan| {
        text.get(span.range()).is_none_or(|paragraph| paragraph.trim().is_empty())
    };
    text::paragraphs(text).filter(|span| !is_blank(span)).map(text::ByteSpan::start).collect()
}

/// A passage in the blank lines at the top belongs to the first paragraph.
fn number_at(starts: &[ByteOffset], at: ByteOffset) -> usize {
    starts.partition_point(|&start| start <= at).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_not_counted() {
        let text = "\n标题\n\n第一段。\n  \n第二段。";
        let starts = starts(text);
        let number = |what: &str| {
            let at = ByteOffset::from_usize(text.find(what).unwrap()).unwrap();
            number_at(&starts, at)
        };
        assert_eq!(number("标题"), 1);
        assert_eq!(number("第一段"), 2);
        assert_eq!(number("二段"), 3);
        assert_eq!(number_at(&starts, ByteOffset::ZERO), 1);
    }
}
