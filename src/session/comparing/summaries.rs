//! A summary grid in the user's words: what everyone says of its cells, and the whole as a document.

use std::collections::BTreeMap;

use rust_i18n::t;

use super::matrix_sheet::{counting_note, filter_note};
use crate::{
    analysis::SummaryGrid,
    annotation::{Catalogue, Coder, ThemeId},
    corpus::ArticlePath,
    exchange::{SummaryArticle, SummaryCell, SummaryDocument, SummaryHeads, SummaryTheme},
    session::{Session, describe},
};

/// What everyone says of articles on themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryTexts {
    said: BTreeMap<(ThemeId, ArticlePath), Vec<(Coder, String)>>,
}

impl SummaryTexts {
    /// What the catalogue of a set holds.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut said: BTreeMap<_, Vec<(Coder, String)>> = BTreeMap::new();
        for (coder, made) in catalogue.summaries() {
            let here = said.entry((made.theme, made.article.clone())).or_default();
            match here.last_mut().filter(|(last, _)| last == coder) {
                // Two of one coder, written in two windows.
                Some((_, text)) => *text = format!("{text}\n\n{}", made.text),
                None => here.push((coder.clone(), made.text.clone())),
            }
        }
        Self { said }
    }

    /// What each coder says of an article on a theme, by their names.
    #[must_use]
    pub fn said(&self, theme: ThemeId, article: &ArticlePath) -> &[(Coder, String)] {
        self.said.get(&(theme, article.clone())).map_or(&[], Vec::as_slice)
    }

    /// All of that as one text; with the coders' names where several wrote.
    #[must_use]
    pub fn joined(&self, theme: ThemeId, article: &ArticlePath) -> String {
        match self.said(theme, article) {
            [] => String::new(),
            [(_, text)] => text.clone(),
            several => {
                let named = several.iter().map(|(coder, text)| {
                    t!("summary.of_coder", coder = coder.as_str(), text = text).into_owned()
                });
                named.collect::<Vec<_>>().join("\n\n")
            }
        }
    }

    /// How many there are of cells that are not in `grid`.
    #[must_use]
    pub fn outside(&self, grid: &SummaryGrid) -> usize {
        let holds = |(theme, article): &(ThemeId, ArticlePath)| {
            grid.themes.iter().any(|item| item.theme == Some(*theme))
                && grid.articles.contains(article)
        };
        self.said.iter().filter(|(place, _)| !holds(place)).map(|(_, said)| said.len()).sum()
    }
}

/// The grid with what is said of its cells and what their passages say.
#[must_use]
pub fn summary_document(session: &Session, grid: &SummaryGrid) -> SummaryDocument {
    let texts = SummaryTexts::of(session.catalogue());
    let corpus = session.corpus();
    let article = |path: &ArticlePath| {
        let header = corpus.and_then(|c| c.article(path).map(|article| c.header(article)));
        let year = header.and_then(|header| header.year);
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        SummaryArticle { title: session.title_read(path), year }
    };
    let cell = |theme: Option<ThemeId>, row: usize, (at, path): (usize, &ArticlePath)| {
        let quoted = grid.passages(row, at).iter().filter_map(|id| {
            let (path, _, passage) = session.annotations().find(*id)?;
            Some(session.quoted(path, passage))
        });
        let passages: Vec<String> = quoted.collect();
        let summary = theme.map(|theme| texts.joined(theme, path)).unwrap_or_default();
        let holds = !passages.is_empty() || !summary.is_empty();
        holds.then_some((at, SummaryCell { summary, passages }))
    };
    let themes = grid.themes.iter().enumerate().map(|(row, theme)| SummaryTheme {
        path: theme.key.clone(),
        depth: theme.depth,
        cells: grid
            .articles
            .iter()
            .enumerate()
            .filter_map(|place| cell(theme.theme, row, place))
            .collect(),
    });
    let outside = texts.outside(grid);
    let left_out = || t!("summary.outside", count = outside).into_owned();
    let notes = filter_note(&grid.terms.filter)
        .into_iter()
        .chain([counting_note(grid.terms.counting)])
        .chain((outside > 0).then(left_out));
    let title = match corpus.map(|corpus| describe::shown(&corpus.name())) {
        Some(set) => t!("summary.title", set = set).into_owned(),
        None => t!("summary.name").into_owned(),
    };
    SummaryDocument {
        title,
        heads: SummaryHeads {
            theme: t!("summary.head.theme").into_owned(),
            article: t!("summary.head.article").into_owned(),
            year: t!("summary.head.year").into_owned(),
            count: t!("summary.head.count").into_owned(),
            summary: t!("summary.head.summary").into_owned(),
            passages: t!("summary.head.passages").into_owned(),
            notes: t!("export.sheet.notes").into_owned(),
        },
        articles: grid.articles.iter().map(article).collect(),
        themes: themes.collect(),
        notes: notes.collect(),
    }
}
