//! Coding what a search or a theme's lexicon finds: proposals first, then one step for all that the
//! user took.
//!
//! A proposal is a unit of text around one or more hits. What is made of it is a passage like any
//! other that says what found it, so that it can be told from those that someone read and marked.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use rust_i18n::t;

use super::{
    Answered, AutocodeError, CommandError, Ground, HitsIn, Notice, NoticeTopic, Question, Scope,
    Search, Session,
    searching::{Ready, look_through},
};
use crate::{
    analysis::suggest::{LikelyUnit, Suggesting, SuggestionOrder, SuggestionUnit},
    annotation::{self, Edit, FoundBy, Origin, Passage, PassageId, ThemeId, step_name},
    corpus::{Article, ArticlePath, LoadProgress},
    scene::{Heeds, Scene},
    search::SetQuery,
    text::{self, ByteOffset, ByteSpan, CharSpan},
};

/// How much of the text around a hit is coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CodeUnit {
    /// The hit alone.
    Hit,
    /// The clause.
    Clause,
    /// The sentence.
    #[default]
    Sentence,
    /// The paragraph.
    Paragraph,
}

impl CodeUnit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Hit, Self::Clause, Self::Sentence, Self::Paragraph];

    /// What of `text` is coded for `hits`, which are in order: none of it overlaps another; with the
    /// first hit in each.
    #[must_use]
    pub fn around_all(self, text: &str, hits: &[ByteSpan]) -> Vec<(ByteSpan, ByteSpan)> {
        let mut units: Vec<(ByteSpan, ByteSpan)> = Vec::new();
        for &hit in hits {
            // Most hits of a long unit lie in the one that is there already.
            if let Some((last, _)) = units.last().filter(|(last, _)| last.encloses(hit))
                && self != Self::Hit
                && last.end() > hit.end()
            {
                continue;
            }
            let span = self.around(text, hit);
            match units.last_mut() {
                Some((last, _)) if last.overlaps(span) => *last = last.cover(span),
                _ => units.push((span, hit)),
            }
        }
        units
    }

    /// What of `text` is coded for `hit`, without white space around it.
    #[must_use]
    pub fn around(self, text: &str, hit: ByteSpan) -> ByteSpan {
        let last = text.get(hit.range()).and_then(|hit| hit.char_indices().next_back());
        let last = last.map_or(0, |(at, _)| at) + hit.start().to_usize();
        let last = ByteOffset::from_usize(last).unwrap_or(hit.start());
        let unit = |at: ByteOffset| match self {
            Self::Hit => None,
            Self::Clause => text::clause_at(text, at),
            Self::Sentence => text::sentence_at(text, at),
            Self::Paragraph => Some(trimmed(text, text::paragraph_at(text, at))),
        };
        let mut whole = unit(hit.start()).unwrap_or(hit);
        if !whole.encloses(hit) {
            whole = unit(last).unwrap_or(hit).cover(whole).cover(hit);
        }
        without_mark(text, whole, hit)
    }
}

/// `span` without the `#` of a Markdown heading before `hit`.
fn without_mark(text: &str, span: ByteSpan, hit: ByteSpan) -> ByteSpan {
    let before = text.get(span.start().to_usize()..hit.start().to_usize()).unwrap_or_default();
    let starts_line = text
        .get(..span.start().to_usize())
        .is_some_and(|head| head.is_empty() || head.ends_with('\n'));
    let mark = before.len() - before.trim_start_matches('#').trim_start().len();
    if !starts_line || !before.starts_with('#') {
        return span;
    }
    let start = ByteOffset::from_usize(span.start().to_usize() + mark);
    ByteSpan::between(start.unwrap_or(span.start()), span.end())
}

fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let whole = text.get(span.range()).unwrap_or_default();
    let start = span.start().to_usize() + (whole.len() - whole.trim_start().len());
    let offset = |byte| ByteOffset::from_usize(byte).unwrap_or(span.start());
    ByteSpan::between(offset(start), offset(start + whole.trim().len()))
}

/// What finds the places that are to be coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// A search of the set.
    Search(Search),
    /// The words that hint at the theme, everywhere in the set.
    Lexicon,
    /// What was learned from the coder's tags: from this probability on, in percent.
    Suggestions(u8),
}

/// What is to be coded, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autocode {
    /// With this theme.
    pub theme: ThemeId,
    /// What is found by this.
    pub source: CodeSource,
    /// So much around each hit.
    pub unit: CodeUnit,
}

/// One unit that may be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which of [`Proposals::articles`].
    pub article: u32,
    /// What of its text.
    pub span: ByteSpan,
    /// The first hit in it.
    pub hit: ByteSpan,
    /// Which entry of the lexicon found it.
    pub entry: Option<u32>,
    /// How likely it was of the theme, in percent, where it is suggested.
    pub score: Option<u8>,
    /// Whether the coder has marked some of it with the theme already.
    pub already: bool,
}

/// Everything that may be coded at one request.
#[derive(Clone, Debug)]
pub struct Proposals {
    /// What was asked for.
    pub request: Autocode,
    /// The articles in which something was found.
    pub articles: Vec<HitsIn>,
    /// In the order of the set and of the text; none overlaps another.
    pub rows: Vec<Proposal>,
    /// The lexicon, if that was asked for.
    pub lexicon: Vec<String>,
}

impl Proposals {
    /// What a row becomes if it is taken.
    #[must_use]
    pub fn found(&self, row: &Proposal) -> Option<FoundPassage> {
        let article = &self.articles.get(row.article as usize)?.article;
        let by = match &self.request.source {
            CodeSource::Search(search) => FoundBy::Query(search.query.trim().to_owned()),
            CodeSource::Lexicon => {
                let entry = row.entry.and_then(|entry| self.lexicon.get(entry as usize));
                FoundBy::Lexicon(entry?.clone())
            }
            CodeSource::Suggestions(_) => {
                FoundBy::Suggestion(format!("{:.2}", f64::from(row.score?) / 100.0))
            }
        };
        Some(FoundPassage {
            article: article.path.clone(),
            span: article.text.char_span(row.span)?,
            by,
        })
    }
}

/// A passage that a search or a lexicon found and the user took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPassage {
    /// In which article.
    pub article: ArticlePath,
    /// What of it.
    pub span: CharSpan,
    /// What found it.
    pub by: FoundBy,
}

/// Everything that it takes to propose, on any thread.
struct Work<'a> {
    request: &'a Autocode,
    lexicon: Vec<String>,
    /// What the coder has marked with the theme.
    marked: BTreeMap<ArticlePath, Vec<CharSpan>>,
}

impl Question for Autocode {
    type Answer = Proposals;
    type Refusal = AutocodeError;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, _: &Self) -> bool {
        false
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Proposals, AutocodeError> {
        if let CodeSource::Suggestions(least) = self.source {
            return self.suggested(least, ground, progress);
        }
        Work::new(self, ground)?.run(&ground.scene, progress)
    }
}

impl Autocode {
    /// What is likely of the theme in what its coder has not read.
    fn suggested(
        &self,
        least: u8,
        ground: &Ground,
        progress: &LoadProgress,
    ) -> Result<Proposals, AutocodeError> {
        let suggesting = Suggesting {
            theme: self.theme,
            coder: ground.coder.clone(),
            unit: match self.unit {
                CodeUnit::Hit | CodeUnit::Clause => SuggestionUnit::Clause,
                CodeUnit::Sentence | CodeUnit::Paragraph => SuggestionUnit::Sentence,
            },
            order: SuggestionOrder::Sure,
            most: usize::MAX,
            article: None,
        };
        let scene = &ground.scene;
        let name = scene.codebook().get(self.theme).map(|theme| theme.name.clone());
        let likely = suggesting.likely(scene, f64::from(least) / 100.0, progress);
        let likely =
            likely.map_err(|error| AutocodeError::Suggestion(name.unwrap_or_default(), error))?;
        let (mut articles, mut rows): (Vec<HitsIn>, Vec<Proposal>) = (Vec::new(), Vec::new());
        for LikelyUnit { article, span, score } in likely {
            if articles.last().is_none_or(|last| !Arc::ptr_eq(&last.article, &article)) {
                // Counted here, where nobody waits for it: a passage keeps it.
                article.hash();
                let header = scene.corpus.header(&article);
                let (title, year) = (header.title, header.year);
                articles.push(HitsIn { article, title, year, hits: Vec::new() });
            }
            if let Some(last) = articles.last_mut() {
                last.hits.push(span);
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
            let score = Some((score * 100.0).round() as u8);
            let article = u32::try_from(articles.len() - 1).unwrap_or(u32::MAX);
            rows.push(Proposal { article, span, hit: span, entry: None, score, already: false });
        }
        Ok(Proposals { rows, articles, lexicon: Vec::new(), request: self.clone() })
    }
}

impl<'a> Work<'a> {
    fn new(request: &'a Autocode, ground: &Ground) -> Result<Self, AutocodeError> {
        let Scene { annotations, .. } = &ground.scene;
        let theme = annotations.codebook().get(request.theme);
        let theme = theme.ok_or(AutocodeError::NoTheme(request.theme))?;
        let lexicon = match &request.source {
            CodeSource::Search(_) | CodeSource::Suggestions(_) => Vec::new(),
            CodeSource::Lexicon => {
                let words = theme.lexicon.iter().filter(|word| !word.trim().is_empty());
                words.cloned().collect()
            }
        };
        let mut marked: BTreeMap<ArticlePath, Vec<CharSpan>> = BTreeMap::new();
        for (article, whose, passage) in annotations.passages() {
            if *whose == ground.coder && passage.themes.contains(&request.theme) {
                marked.entry(article.clone()).or_default().extend(&passage.fragments);
            }
        }
        Ok(Self { request, lexicon, marked })
    }

    fn run(self, scene: &Scene, progress: &LoadProgress) -> Result<Proposals, AutocodeError> {
        let query = match &self.request.source {
            CodeSource::Search(search) => SetQuery::new(&search.query, search.mode)?,
            _ if self.lexicon.is_empty() => return Err(AutocodeError::NoLexicon),
            _ => SetQuery::of_lexicon(&self.lexicon).map_err(|(at, error)| {
                let entry = self.lexicon.get(at).cloned().unwrap_or_default();
                AutocodeError::Entry { entry, error }
            })?,
        };
        let everywhere = Scope::default();
        let scope = match &self.request.source {
            CodeSource::Search(search) => &search.scope,
            _ => &everywhere,
        };
        let scope = (scope, &Ready::new(scope, scene));
        let found = look_through(&scene.corpus, &query, scope, progress);
        let in_each: Vec<Vec<Proposal>> = found
            .articles
            .par_iter()
            .zip(0_u32..u32::try_from(found.articles.len()).unwrap_or(u32::MAX))
            .map(|(found, article)| {
                // Counted here, where nobody waits for it: a passage keeps it.
                found.article.hash();
                self.propose(found, article, &query)
            })
            .collect();
        Ok(Proposals {
            rows: in_each.concat(),
            articles: found.articles,
            lexicon: self.lexicon,
            request: self.request.clone(),
        })
    }

    fn propose(&self, found: &HitsIn, article: u32, query: &SetQuery) -> Vec<Proposal> {
        let text = found.article.text.as_str();
        let marked = self.marked.get(&found.article.path);
        let units = self.request.unit.around_all(text, &found.hits).into_iter();
        let row =
            |(span, hit)| Proposal { article, span, hit, entry: None, score: None, already: false };
        let mut rows: Vec<Proposal> = units.map(row).collect();
        // Where nothing is marked yet no place has to be counted in characters.
        for row in rows.iter_mut().filter(|_| marked.is_some()) {
            let chars = found.article.text.char_span(row.span);
            let mut marked = marked.into_iter().flatten();
            row.already = marked.any(|marked| chars.is_some_and(|chars| chars.overlaps(*marked)));
        }
        if self.request.source == CodeSource::Lexicon {
            for row in &mut rows {
                row.entry = query.term_of(text, row.hit).and_then(|entry| entry.try_into().ok());
            }
        }
        rows
    }
}

impl Session {
    /// What can be coded at the last request; `None` while it is looked for.
    #[must_use]
    pub fn proposals(&self) -> Option<&Arc<Proposals>> {
        self.answer::<Autocode>()
    }

    /// Marks what was found and taken, in one step.
    pub(super) fn tag_found(
        &mut self,
        theme: ThemeId,
        found: Vec<FoundPassage>,
    ) -> Result<(), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let name = self.codebook().get(theme).ok_or(CommandError::NoTheme(theme))?.name.clone();
        let coder = self.coder();
        let (mut edits, mut left) = (Vec::with_capacity(found.len()), 0_usize);
        // A suggestion that is taken alone was looked at; many at once were looked over.
        let is_alone = found.len() == 1;
        for FoundPassage { article, span, by } in found {
            let layer = self.all_annotations().layer(&article, &coder);
            let source = corpus.article(&article);
            let Some(source) = source.filter(|_| layer.is_none_or(annotation::Layer::is_writable))
            else {
                left += 1;
                continue;
            };
            let reviewed = is_alone && matches!(by, FoundBy::Suggestion(_));
            let passage = found_passage(source, span, theme, Origin { by, reviewed })?;
            let (sha256, chars) = (source.hash().clone(), source.text.char_len().get());
            edits.push(Edit::add(article, coder.clone(), passage, sha256, chars));
        }
        if edits.is_empty() {
            return Err(CommandError::NothingToMark);
        }
        let count = edits.len();
        let step = step_name!("search.step.autocode", theme = name, count = count);
        self.take_snapshot(&step);
        self.commit(step, edits)?;
        self.notices.push(Notice::undoable(t!("search.note.coded", theme = name, count = count)));
        if left > 0 {
            self.notices.push(
                Notice::error(t!("search.note.left", count = left)).about(NoticeTopic::Autocoding),
            );
        }
        Ok(())
    }

    /// Says that someone has looked at these passages and keeps them.
    pub(super) fn keep_found(&mut self, ids: &[PassageId]) -> Result<(), CommandError> {
        let mut edits = Vec::with_capacity(ids.len());
        for &id in ids {
            let (article, coder, before) =
                self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
            let layer = self.all_annotations().layer(article, coder);
            let layer = layer.ok_or(CommandError::NoPassage(id))?;
            let Some(origin) = before.origin.clone().filter(|origin| !origin.reviewed) else {
                continue;
            };
            let origin = Some(Origin { reviewed: true, ..origin });
            let modified = annotation::now().max(before.modified);
            let after = Passage { origin, modified, ..before.clone() };
            let (sha256, chars) = (layer.sha256.clone(), layer.chars);
            let (article, coder) = (article.clone(), coder.clone());
            edits.push(Edit::change(article, coder, before.clone(), after, sha256, chars));
        }
        self.commit(step_name!("search.step.keep", count = edits.len()), edits)
    }
}

fn found_passage(
    article: &Article,
    span: CharSpan,
    theme: ThemeId,
    origin: Origin,
) -> Result<Passage, CommandError> {
    let chars = article.text.char_len().get();
    let beyond = || CommandError::OutOfText { article: article.path.clone(), chars };
    let passage = annotation::build_passage(&article.text, &[span], vec![theme], String::new());
    let origin = Some(origin);
    Ok(Passage { origin, ..passage.ok_or_else(beyond)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "开头。街道推进党建，居民说好；\n　　党建引领。结尾，完了。\n";

    fn around(unit: CodeUnit, from: &str) -> &'static str {
        let at = TEXT.find(from).expect("there");
        let offset = |byte| ByteOffset::from_usize(byte).expect("short");
        let hit = ByteSpan::between(offset(at), offset(at + from.len()));
        TEXT.get(unit.around(TEXT, hit).range()).expect("between characters")
    }

    #[test]
    fn a_unit_holds_the_whole_hit() {
        assert_eq!(around(CodeUnit::Hit, "党建"), "党建");
        assert_eq!(around(CodeUnit::Clause, "推进党建"), "街道推进党建，");
        assert_eq!(around(CodeUnit::Sentence, "党建引领"), "党建引领。");
        assert_eq!(around(CodeUnit::Paragraph, "引领"), "党建引领。结尾，完了。");
        // The mark of a heading is no part of it.
        let heading = "## 建在家门口的党建";
        let hit = ByteSpan::between(ByteOffset::new(21), ByteOffset::new(27));
        assert_eq!(&heading[CodeUnit::Sentence.around(heading, hit).range()], "建在家门口的党建");
        // Over the end of a line.
        let over = around(CodeUnit::Clause, "说好；\n　　党建");
        assert_eq!(over, "居民说好；\n　　党建引领。");
    }
}
