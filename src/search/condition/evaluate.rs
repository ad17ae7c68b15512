//! Finding the passages of a set of which a condition holds.

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use rayon::prelude::*;

use super::{
    Memo, OriginTest, Parsed, Relation, ReuseTest, ReviewState, Test,
    article::{ArticleCheck, ArticleFacts, ConditionNode},
    bookmarked::BookmarkedParagraphs,
    names::{Lookup, UnknownName},
    reach::Reach,
};
use crate::{
    annotation::{AnchorStatus, Coder, FoundBy, Passage, ThemeId},
    corpus::ArticlePath,
    scene::{Scene, TextReuse},
    search::{fold::fold_query, scan::Needle},
    text::{self, CharSpan},
};

/// A passage of which the condition holds.
#[derive(Clone, Debug)]
pub struct SelectedPassage<'a> {
    /// Its article.
    pub article: &'a ArticlePath,
    /// The article's title; the file's name where the article is gone.
    pub title: Arc<str>,
    /// The article's year.
    pub year: Option<i16>,
    /// Who marked it.
    pub coder: &'a Coder,
    /// The passage.
    pub passage: &'a Passage,
    /// Which of its layer.
    pub index: usize,
}

/// A condition with every name looked up.
#[derive(Debug)]
pub struct Selector {
    node: ConditionNode<Check>,
    /// How many tests look at neighbours.
    relations: usize,
    /// How many ask for nothing but the article.
    of_article: usize,
    /// Whether a test asks what stands in the set more than once.
    asks_reuse: bool,
}

/// A test made ready. Texts are folded, as what they are looked for in is.
#[derive(Debug)]
enum Check {
    Theme(Themes),
    Article {
        check: ArticleCheck,
        slot: usize,
    },
    Coder(String),
    Memo(Memo),
    MemoContains(Part),
    Bookmark(Memo),
    BookmarkNoted(Part),
    Text(Part),
    Origin(OriginTest),
    State(ReviewState),
    Near {
        relation: Relation,
        themes: Themes,
        slot: usize,
    },
    /// With the name folded, where there is one.
    Reuse(ReuseTest, String),
    Word {
        folded: String,
        part: Part,
        themes: Themes,
    },
    /// Of nothing at all.
    Nothing,
}

/// What has to stand in a text; `None` stands in every one that holds anything.
///
/// Passages are many and short: none is folded to be looked through.
#[derive(Debug)]
struct Part(Option<Needle>);

impl Part {
    fn new(query: &str) -> Self {
        Self(Needle::new(query))
    }

    fn stands_in(&self, text: &str) -> bool {
        !text.is_empty() && self.0.as_ref().is_none_or(|needle| needle.stands_in(text))
    }

    fn stands_in_text_of(&self, passage: &Passage) -> bool {
        passage.quotes.iter().any(|quote| self.stands_in(quote))
    }
}

/// Sorted, to be looked up.
#[derive(Debug, Default)]
struct Themes(Vec<ThemeId>);

impl Themes {
    fn new(ids: BTreeSet<ThemeId>) -> Self {
        Self(ids.into_iter().collect())
    }

    fn touch(&self, passage: &Passage) -> bool {
        passage.themes.iter().any(|id| self.0.binary_search(id).is_ok())
    }
}

impl Selector {
    /// Looks up the names in `parsed`.
    ///
    /// # Errors
    /// If one of them is not there.
    pub fn new(parsed: &Parsed, scene: &Scene) -> Result<Self, UnknownName> {
        let mut places = parsed.places.iter();
        let mut lookup = Lookup::new(scene);
        let (mut relations, mut of_article) = (0, 0);
        let node = ConditionNode::of(&parsed.condition, &mut |test: &Test| {
            let at = places.next().cloned().unwrap_or_default();
            if let Some(check) = lookup.article_check(test, &at)? {
                of_article += 1;
                return Ok(Check::Article { check, slot: of_article - 1 });
            }
            check(test, &lookup, &at, &mut relations)
        })?;
        let asks_reuse = parsed.condition.asks_reuse();
        Ok(Self { node, relations, of_article, asks_reuse })
    }

    /// The passages of which it holds: by article in the set's order, then in reading order. Those
    /// whose article is gone come last.
    ///
    /// Uses every core.
    #[must_use]
    pub fn found<'a>(&self, scene: &'a Scene) -> Vec<SelectedPassage<'a>> {
        let Scene { corpus, annotations, .. } = scene;
        if self.asks_reuse {
            // Once, before every core asks for it.
            let _ = scene.text_reuse();
        }
        let listed = corpus.entries().iter().map(|entry| &entry.path);
        let gone = annotations.articles().filter(|path| corpus.position(path).is_none());
        let articles: Vec<_> = listed
            .chain(gone)
            .filter(|path| annotations.layers(path).any(|(_, layer)| !layer.passages.is_empty()))
            .collect();
        let each = articles.into_par_iter().with_min_len(16);
        each.flat_map_iter(|article| self.found_in(scene, article)).collect()
    }

    /// Hands the passages of one article of which it holds to `each`, coder by coder: for counting,
    /// quicker than [`Self::found_in`].
    pub fn visit<'a>(
        &self,
        scene: &'a Scene,
        article: &'a ArticlePath,
        mut each: impl FnMut(&'a Coder, &'a Passage),
    ) {
        let mut layers = scene.annotations.layers(article).peekable();
        if layers.peek().is_none() {
            return;
        }
        let here = Here::new(scene, article, self);
        for (coder, layer) in layers {
            for passage in &layer.passages {
                if here.holds(&self.node, coder, passage) {
                    each(coder, passage);
                }
            }
        }
    }

    /// Whether it asks of nothing but articles, so that it means their whole text.
    #[must_use]
    pub fn is_about_articles(&self) -> bool {
        fn is_about(node: &ConditionNode<Check>) -> bool {
            match node {
                ConditionNode::All | ConditionNode::Test(Check::Article { .. }) => true,
                ConditionNode::Not(inner) => is_about(inner),
                ConditionNode::And(parts) | ConditionNode::Or(parts) => parts.iter().all(is_about),
                ConditionNode::Test(_) => false,
            }
        }
        is_about(&self.node)
    }

    /// Whether a passage of that article could be one of which it holds, for all that the article
    /// itself says.
    #[must_use]
    pub fn may_hold_in(&self, scene: &Scene, article: &ArticlePath) -> bool {
        matches!(self.node, ConditionNode::All)
            || Here::new(scene, article, self).possible(&self.node).holds
    }

    /// The passages of one article of which it holds, in reading order.
    #[must_use]
    pub fn found_in<'a>(
        &self,
        scene: &'a Scene,
        article: &'a ArticlePath,
    ) -> Vec<SelectedPassage<'a>> {
        let here = Here::new(scene, article, self);
        let title: OnceCell<Arc<str>> = OnceCell::new();
        let mut found = Vec::new();
        let mut coders = 0;
        for (coder, layer) in scene.annotations.layers(article) {
            coders += 1;
            for (index, passage) in layer.passages.iter().enumerate() {
                if here.holds(&self.node, coder, passage) {
                    found.push(SelectedPassage {
                        article,
                        title: Arc::clone(title.get_or_init(|| here.facts.title.into())),
                        year: here.facts.year,
                        coder,
                        passage,
                        index,
                    });
                }
            }
        }
        // Several coders' passages of one article are read together.
        if coders > 1 {
            found.sort_by_key(|found| found.passage.position());
        }
        found
    }
}

/// What can be said of a condition in an article, whatever is marked there.
#[derive(Clone, Copy)]
struct Possible {
    /// There may be a passage of which it holds.
    holds: bool,
    /// There may be one of which it does not.
    fails: bool,
}

/// A test of passages, made ready.
fn check(
    test: &Test,
    lookup: &Lookup<'_>,
    at: &Range<usize>,
    relations: &mut usize,
) -> Result<Check, UnknownName> {
    Ok(match test {
        Test::Theme(theme) => Check::Theme(Themes::new(lookup.themes(theme, at)?)),
        Test::Coder(name) => Check::Coder(name.clone()),
        Test::Memo(Memo::Contains(part)) => Check::MemoContains(Part::new(part)),
        Test::Memo(memo) => Check::Memo(memo.clone()),
        Test::Bookmark(Memo::Contains(part)) => Check::BookmarkNoted(Part::new(part)),
        Test::Bookmark(bookmark) => Check::Bookmark(bookmark.clone()),
        Test::Text(part) => Check::Text(Part::new(part)),
        Test::Origin(origin) => Check::Origin(*origin),
        Test::State(state) => Check::State(*state),
        Test::Reuse(reuse) => {
            let name = if let ReuseTest::With(name) = reuse { name.as_str() } else { "" };
            Check::Reuse(reuse.clone(), fold_query(name))
        }
        Test::Near(relation, theme) => {
            let themes = Themes::new(lookup.themes(theme, at)?);
            *relations += 1;
            Check::Near { relation: *relation, themes, slot: *relations - 1 }
        }
        Test::Word(word) => {
            let folded = fold_query(word);
            let themes = Themes::new(lookup.themes_with(&folded));
            Check::Word { folded, part: Part::new(word), themes }
        }
        // What asks for the article was made ready before.
        Test::Article { .. }
        | Test::Year(_)
        | Test::Attribute { .. }
        | Test::Done(_)
        | Test::Group(_) => Check::Nothing,
    })
}

/// What the passages of one article share.
struct Here<'a> {
    facts: ArticleFacts<'a>,
    /// One for each test that asks for nothing but the article.
    known: Vec<OnceCell<bool>>,
    /// Where the sentences start, in characters.
    sentences: OnceCell<Vec<u32>>,
    /// One for each test that looks at neighbours.
    reaches: Vec<OnceCell<Reach>>,
    bookmarks: OnceCell<BookmarkedParagraphs<'a>>,
    /// What stands in the set more than once.
    reuse: OnceCell<Option<Arc<dyn TextReuse>>>,
}

impl<'a> Here<'a> {
    fn new(scene: &'a Scene, article: &'a ArticlePath, selector: &Selector) -> Self {
        Self {
            facts: ArticleFacts::new(scene, article),
            known: (0..selector.of_article).map(|_| OnceCell::new()).collect(),
            sentences: OnceCell::new(),
            reaches: (0..selector.relations).map(|_| OnceCell::new()).collect(),
            bookmarks: OnceCell::new(),
            reuse: OnceCell::new(),
        }
    }

    fn holds(&self, node: &ConditionNode<Check>, coder: &Coder, passage: &Passage) -> bool {
        node.holds(&|check| self.passes(check, coder, passage))
    }

    fn passes(&self, check: &Check, coder: &Coder, passage: &Passage) -> bool {
        match check {
            Check::Theme(themes) => themes.touch(passage),
            Check::Article { check, slot } => self.of_article(check, *slot),
            Check::Nothing => false,
            Check::Coder(name) => coder.as_str() == name,
            Check::Memo(Memo::None) => passage.memo.trim().is_empty(),
            Check::Memo(_) => !passage.memo.trim().is_empty(),
            Check::MemoContains(part) => part.stands_in(&passage.memo),
            Check::Bookmark(asked) => {
                self.bookmark_notes(passage).next().is_none() == (*asked == Memo::None)
            }
            Check::BookmarkNoted(part) => {
                self.bookmark_notes(passage).any(|note| part.stands_in(note))
            }
            Check::Text(part) => part.stands_in_text_of(passage),
            Check::Origin(origin) => {
                let by = passage.origin.as_ref().map(|origin| &origin.by);
                match origin {
                    OriginTest::Hand => by.is_none(),
                    OriginTest::Query => matches!(by, Some(FoundBy::Query(_))),
                    OriginTest::Lexicon => matches!(by, Some(FoundBy::Lexicon(_))),
                    OriginTest::Suggestion => matches!(by, Some(FoundBy::Suggestion(_))),
                }
            }
            Check::State(state) => {
                let reviewed = passage.origin.as_ref().map(|origin| origin.reviewed);
                let status = self.status(passage);
                match state {
                    ReviewState::Reviewed => reviewed == Some(true),
                    ReviewState::Unreviewed => reviewed == Some(false),
                    ReviewState::Unsure => {
                        !matches!(status, AnchorStatus::Ok | AnchorStatus::Orphan)
                    }
                    ReviewState::Orphan => matches!(status, AnchorStatus::Orphan),
                }
            }
            Check::Reuse(test, folded) => self.is_reused(test, folded, passage),
            Check::Near { relation, themes, slot } => {
                self.is_near(*relation, themes, *slot, passage)
            }
            Check::Word { folded, part, themes } => {
                themes.touch(passage)
                    || self.facts.title_has(folded)
                    || part.stands_in_text_of(passage)
                    || part.stands_in(&passage.memo)
            }
        }
    }

    /// What the article alone decides of `node`.
    fn possible(&self, node: &ConditionNode<Check>) -> Possible {
        let both = |each: &dyn Fn(Possible) -> bool, parts: &[ConditionNode<Check>], all: bool| {
            let mut parts = parts.iter().map(|part| each(self.possible(part)));
            if all { parts.all(|is| is) } else { parts.any(|is| is) }
        };
        match node {
            ConditionNode::All => Possible { holds: true, fails: false },
            ConditionNode::Not(inner) => {
                let Possible { holds, fails } = self.possible(inner);
                Possible { holds: fails, fails: holds }
            }
            ConditionNode::And(parts) => Possible {
                holds: both(&|part| part.holds, parts, true),
                fails: both(&|part| part.fails, parts, false),
            },
            ConditionNode::Or(parts) => Possible {
                holds: both(&|part| part.holds, parts, false),
                fails: both(&|part| part.fails, parts, true),
            },
            ConditionNode::Test(Check::Article { check, slot }) => {
                let holds = self.of_article(check, *slot);
                Possible { holds, fails: !holds }
            }
            ConditionNode::Test(_) => Possible { holds: true, fails: true },
        }
    }

    /// Whether a test holds that asks for nothing but the article.
    fn of_article(&self, check: &ArticleCheck, slot: usize) -> bool {
        let passes = || self.facts.passes(check);
        self.known.get(slot).map_or_else(passes, |known| *known.get_or_init(passes))
    }

    fn is_reused(&self, test: &ReuseTest, folded: &str, passage: &Passage) -> bool {
        let ArticleFacts { scene, article, .. } = self.facts;
        let reuse = self.reuse.get_or_init(|| scene.text_reuse());
        let (Some(reuse), place) = (reuse, self.place(passage)) else { return false };
        match test {
            ReuseTest::Some => reuse.is_reused(article, place),
            ReuseTest::None => !reuse.is_reused(article, place),
            ReuseTest::First => reuse.is_first(article, place),
            ReuseTest::Again => reuse.is_repeated(article, place),
            ReuseTest::With(_) => reuse.articles(article, place).iter().any(|path| {
                let title = scene.corpus.article(path).map(|a| scene.corpus.header(a).title);
                fold_query(path.as_str()).contains(folded)
                    || title.is_some_and(|title| fold_query(&title).contains(folded))
            }),
        }
    }

    fn status(&self, passage: &Passage) -> &'a AnchorStatus {
        if self.facts.scene.corpus.article(self.facts.article).is_none() {
            return &AnchorStatus::Orphan;
        }
        self.facts.scene.places.status(passage.id)
    }

    /// Where the passage stands now; nowhere if that is not sure.
    fn place<'p>(&self, passage: &'p Passage) -> &'p [CharSpan]
    where
        'a: 'p,
    {
        self.facts.scene.place_of(passage).unwrap_or(&[])
    }

    /// The notes of the bookmarks in the passage's paragraphs.
    fn bookmark_notes<'p>(&'p self, passage: &'p Passage) -> impl Iterator<Item = &'p str>
    where
        'a: 'p,
    {
        let Here { facts: ArticleFacts { scene, article, .. }, bookmarks, .. } = self;
        let marks = bookmarks.get_or_init(|| BookmarkedParagraphs::of(scene, article));
        marks.notes_at(self.place(passage))
    }

    fn is_near(&self, relation: Relation, themes: &Themes, slot: usize, passage: &Passage) -> bool {
        let Some(cell) = self.reaches.get(slot) else { return false };
        let reach = cell.get_or_init(|| self.reach(relation, themes));
        let mut fragments = self.place(passage).iter();
        match relation {
            // Ours starts before theirs ends, and theirs starts before ours ends.
            Relation::Overlaps => fragments.any(|span| {
                let (start, end) = (span.start().get(), span.end().get());
                reach.covers(end.saturating_sub(1), start + 1, passage.id)
            }),
            Relation::Inside => {
                let mut some = false;
                let all = fragments.all(|span| {
                    some = true;
                    reach.covers(span.start().get(), span.end().get(), passage.id)
                });
                some && all
            }
            Relation::Near(by) => fragments.any(|&span| {
                let Some((first, last)) = self.sentences_of(span) else { return false };
                let by = u32::from(by);
                // Their ends are one past their last sentence.
                reach.covers(last + by, first.saturating_sub(by) + 1, passage.id)
            }),
        }
    }

    /// The places of all passages of the article that bear one of `themes`: in characters, or, of
    /// nearness, in sentences.
    fn reach(&self, relation: Relation, themes: &Themes) -> Reach {
        let mut spans = Vec::new();
        for (_, layer) in self.facts.scene.annotations.layers(self.facts.article) {
            for passage in layer.passages.iter().filter(|passage| themes.touch(passage)) {
                for &span in self.place(passage) {
                    let ends = match relation {
                        Relation::Near(_) => {
                            self.sentences_of(span).map(|(first, last)| (first, last + 1))
                        }
                        _ => Some((span.start().get(), span.end().get())),
                    };
                    spans.extend(ends.map(|(start, end)| (start, end, passage.id)));
                }
            }
        }
        Reach::new(spans)
    }

    /// The first and the last sentence of which `span` has a character.
    fn sentences_of(&self, span: CharSpan) -> Option<(u32, u32)> {
        let starts = self.sentences.get_or_init(|| {
            let Some(article) = self.facts.scene.corpus.article(self.facts.article) else {
                return Vec::new();
            };
            let sentences = text::sentences(article.text.as_str());
            let chars = sentences.filter_map(|span| article.text.char_of(span.start()));
            chars.map(text::CharOffset::get).collect()
        });
        if starts.is_empty() {
            return None;
        }
        let number = |at: u32| {
            let count = starts.partition_point(|&start| start <= at);
            u32::try_from(count.saturating_sub(1)).ok()
        };
        Some((number(span.start().get())?, number(span.end().get().saturating_sub(1))?))
    }
}
