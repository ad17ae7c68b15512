//! All memos of the set, and the bookmarks, as one list.

use std::collections::BTreeMap;

use crate::{
    annotation::{Bookmark, Coder, PassageId, RecordId, ThemeId, Timestamp},
    corpus::ArticlePath,
    session::{Session, describe},
    text,
};

/// What a memo is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MemoKind {
    /// The set: an entry of the research journal.
    Journal,
    Theme,
    Article,
    Passage,
    /// A place in an article.
    Bookmark,
}

impl MemoKind {
    pub(super) const ALL: [Self; 5] =
        [Self::Journal, Self::Theme, Self::Article, Self::Passage, Self::Bookmark];
}

/// Where a memo stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum MemoPlace {
    Journal(Coder, RecordId),
    Theme(ThemeId),
    Article(ArticlePath, Coder),
    Passage(PassageId),
    Bookmark(Coder, RecordId),
}

/// One memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemoEntry {
    pub(super) place: MemoPlace,
    /// What it is about: a theme's name, an article's title, the words at a passage or a
    /// bookmark.
    pub(super) about: String,
    /// Where that is, and whose the memo is.
    pub(super) side: String,
    pub(super) text: String,
}

impl MemoEntry {
    pub(super) fn kind(&self) -> MemoKind {
        match self.place {
            MemoPlace::Journal(..) => MemoKind::Journal,
            MemoPlace::Theme(_) => MemoKind::Theme,
            MemoPlace::Article(..) => MemoKind::Article,
            MemoPlace::Passage(_) => MemoKind::Passage,
            MemoPlace::Bookmark(..) => MemoKind::Bookmark,
        }
    }

    /// Whether every word of `query` stands somewhere in it, whatever the width and case.
    pub(super) fn matches(&self, query: &str) -> bool {
        query.split_whitespace().all(|word| {
            [&self.text, &self.about, &self.side]
                .into_iter()
                .any(|field| text::contains_folded(field, word))
        })
    }
}

/// How a moment is written as the heading of an entry.
pub(super) fn dated(moment: Timestamp) -> String {
    describe::moment(moment)
}

/// All memos: the journal, the latest first; themes in the order of the codebook; articles,
/// passages and bookmarks in the order of the set.
pub(super) fn all(session: &Session) -> Vec<MemoEntry> {
    let mut entries = Vec::new();
    let mut journal: Vec<_> = session.journal().collect();
    journal.sort_by_key(|(_, entry)| std::cmp::Reverse((entry.created, entry.id)));
    for (coder, entry) in journal {
        entries.push(MemoEntry {
            place: MemoPlace::Journal(coder.clone(), entry.id),
            about: dated(entry.created),
            side: coder.to_string(),
            text: entry.text.clone(),
        });
    }
    let codebook = session.codebook();
    for theme in codebook.themes().iter().filter(|theme| !theme.memo.trim().is_empty()) {
        entries.push(MemoEntry {
            place: MemoPlace::Theme(theme.id),
            about: codebook.path_name(theme.id),
            side: String::new(),
            text: theme.memo.clone(),
        });
    }
    let annotations = session.annotations();
    let Some(corpus) = session.corpus() else { return entries };
    let title = |path: &ArticlePath| session.title_read(path);
    let listed = corpus.entries().iter().map(|entry| &entry.path);
    let gone = annotations.articles().filter(|path| corpus.position(path).is_none());
    let paths: Vec<&ArticlePath> = listed.chain(gone).collect();
    for &path in &paths {
        for (coder, layer) in annotations.layers(path) {
            if let Some(memo) = layer.memo.as_ref().filter(|memo| !memo.text.trim().is_empty()) {
                entries.push(MemoEntry {
                    place: MemoPlace::Article(path.clone(), coder.clone()),
                    about: title(path),
                    side: coder.to_string(),
                    text: memo.text.clone(),
                });
            }
        }
    }
    for &path in &paths {
        for (coder, passage) in annotations.passages_in(path) {
            if !passage.memo.trim().is_empty() {
                entries.push(MemoEntry {
                    place: MemoPlace::Passage(passage.id),
                    about: session.quoted_alone(passage),
                    side: format!("{} · {coder}", title(path)),
                    text: passage.memo.clone(),
                });
            }
        }
    }
    entries.extend(bookmarks(session));
    entries
}

/// Everyone's bookmarks in the order in which they are met in reading; last, those whose article is
/// gone.
fn bookmarks(session: &Session) -> Vec<MemoEntry> {
    let Some(corpus) = session.corpus() else { return Vec::new() };
    let mut by_article: BTreeMap<_, Vec<(&Coder, &Bookmark)>> = BTreeMap::new();
    for (coder, mark) in session.catalogue().bookmarks() {
        let place = corpus.position(&mark.article).unwrap_or(usize::MAX);
        by_article.entry((place, &mark.article)).or_default().push((coder, mark));
    }
    let mut entries = Vec::new();
    for ((_, path), mut marks) in by_article {
        let article = corpus.article(path);
        marks.sort_by_key(|(_, mark)| (article.map(|a| mark.place_in(&a.text)), mark.id));
        entries.extend(marks.into_iter().map(|(coder, mark)| MemoEntry {
            place: MemoPlace::Bookmark(coder.clone(), mark.id),
            about: session.name_read(&mark.quote),
            side: format!("{} · {coder}", session.title_read(path)),
            text: mark.note.clone(),
        }));
    }
    entries
}
