//! Finding the passages of a set of which a condition holds.

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use rayon::prelude::*;

use super::{
    Condition, Memo, OriginTest, Parsed, Relation, ReuseTest, ReviewState, Test, ThemeName, Years,
    reach::Reach,
};
use crate::{
    annotation::{AnchorStatus, Annotations, Coder, FoundBy, Passage, ThemeId},
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

/// A condition names a theme that there is none of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no theme: {name}")]
pub struct UnknownTheme {
    /// The name.
    pub name: String,
    /// Where its test stands in the line, in characters.
    pub at: Range<usize>,
}

/// A condition with every name looked up.
#[derive(Debug)]
pub struct Selector {
    node: Node,
    /// How many tests look at neighbours.
    relations: usize,
    /// Whether a test asks what stands in the set more than once.
    asks_reuse: bool,
}

#[derive(Debug)]
enum Node {
    All,
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Test(Check),
}

/// A test made ready. Texts are folded, as what they are looked for in is.
#[derive(Debug)]
enum Check {
    Theme(Themes),
    Article {
        name: String,
        folded: String,
        exact: bool,
    },
    Year(Years),
    Coder(String),
    Memo(Memo),
    MemoContains(Part),
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
    /// If a theme is not there.
    pub fn new(parsed: &Parsed, annotations: &Annotations) -> Result<Self, UnknownTheme> {
        let mut places = parsed.places.iter();
        let mut selector = Self { node: Node::All, relations: 0, asks_reuse: false };
        selector.node = selector.node(&parsed.condition, annotations, &mut places)?;
        Ok(selector)
    }

    fn node<'a>(
        &mut self,
        condition: &Condition,
        annotations: &Annotations,
        places: &mut impl Iterator<Item = &'a Range<usize>>,
    ) -> Result<Node, UnknownTheme> {
        Ok(match condition {
            Condition::All => Node::All,
            Condition::Not(inner) => Node::Not(Box::new(self.node(inner, annotations, places)?)),
            Condition::And(parts) => Node::And(
                parts
                    .iter()
                    .map(|part| self.node(part, annotations, places))
                    .collect::<Result<_, _>>()?,
            ),
            Condition::Or(parts) => Node::Or(
                parts
                    .iter()
                    .map(|part| self.node(part, annotations, places))
                    .collect::<Result<_, _>>()?,
            ),
            Condition::Test(test) => {
                let at = places.next().cloned().unwrap_or_default();
                Node::Test(self.check(test, annotations, at)?)
            }
        })
    }

    fn check(
        &mut self,
        test: &Test,
        annotations: &Annotations,
        at: Range<usize>,
    ) -> Result<Check, UnknownTheme> {
        let themes = |theme: &ThemeName| {
            let ids = themes_named(annotations, theme);
            let unknown = UnknownTheme { name: theme.name.clone(), at: at.clone() };
            if ids.is_empty() { Err(unknown) } else { Ok(Themes::new(ids)) }
        };
        Ok(match test {
            Test::Theme(theme) => Check::Theme(themes(theme)?),
            Test::Article { name, exact } => {
                Check::Article { name: name.clone(), folded: fold_query(name), exact: *exact }
            }
            Test::Year(years) => Check::Year(*years),
            Test::Coder(name) => Check::Coder(name.clone()),
            Test::Memo(Memo::Contains(part)) => Check::MemoContains(Part::new(part)),
            Test::Memo(memo) => Check::Memo(memo.clone()),
            Test::Text(part) => Check::Text(Part::new(part)),
            Test::Origin(origin) => Check::Origin(*origin),
            Test::State(state) => Check::State(*state),
            Test::Reuse(reuse) => {
                self.asks_reuse = true;
                let name = if let ReuseTest::With(name) = reuse { name.as_str() } else { "" };
                Check::Reuse(reuse.clone(), fold_query(name))
            }
            Test::Near(relation, theme) => {
                let themes = themes(theme)?;
                let slot = self.relations;
                self.relations += 1;
                Check::Near { relation: *relation, themes, slot }
            }
            Test::Word(word) => {
                let folded = fold_query(word);
                let all = annotations.codebook().themes().iter();
                let named = all.filter(|theme| fold_query(&theme.name).contains(&folded));
                let themes = Themes::new(named.map(|theme| theme.id).collect());
                Check::Word { folded, part: Part::new(word), themes }
            }
        })
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

    /// Whether a passage of that article could be one of which it holds, for all that the article
    /// itself says.
    #[must_use]
    pub fn may_hold_in(&self, scene: &Scene, article: &ArticlePath) -> bool {
        matches!(self.node, Node::All) || Here::new(scene, article, 0).possible(&self.node).holds
    }

    /// The passages of one article of which it holds, in reading order.
    #[must_use]
    pub fn found_in<'a>(
        &self,
        scene: &'a Scene,
        article: &'a ArticlePath,
    ) -> Vec<SelectedPassage<'a>> {
        let here = Here::new(scene, article, self.relations);
        let mut found = Vec::new();
        let mut coders = 0;
        for (coder, layer) in scene.annotations.layers(article) {
            coders += 1;
            for (index, passage) in layer.passages.iter().enumerate() {
                if here.holds(&self.node, coder, passage) {
                    found.push(SelectedPassage {
                        article,
                        title: Arc::clone(&here.title),
                        year: here.year,
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

/// The themes that `name` means: by path name, else by name, else whatever the width and case; with
/// those below unless it is exact. A theme that only the passages' files still name counts too.
fn themes_named(annotations: &Annotations, theme: &ThemeName) -> BTreeSet<ThemeId> {
    let codebook = annotations.codebook();
    let name = theme.name.trim();
    let by = |is: &dyn Fn(&crate::annotation::Theme) -> bool| -> BTreeSet<ThemeId> {
        codebook.themes().iter().filter(|theme| is(theme)).map(|theme| theme.id).collect()
    };
    let mut ids = by(&|theme| codebook.path_name(theme.id) == name);
    if ids.is_empty() {
        ids = by(&|theme| theme.name == name);
    }
    if ids.is_empty() {
        ids = by(&|theme| text::fold(&theme.name) == text::fold(name));
    }
    if ids.is_empty() {
        let layers = annotations.articles().flat_map(|article| annotations.layers(article));
        let legends = layers.flat_map(|(_, layer)| &layer.legend);
        let named = legends.filter(|(id, known)| *known == name && codebook.get(**id).is_none());
        return named.map(|(id, _)| *id).collect();
    }
    if !theme.exact {
        let mut above: Vec<ThemeId> = ids.iter().copied().collect();
        while let Some(id) = above.pop() {
            for child in codebook.children(Some(id)) {
                if ids.insert(child.id) {
                    above.push(child.id);
                }
            }
        }
    }
    ids
}

/// What the passages of one article share.
struct Here<'a> {
    scene: &'a Scene,
    article: &'a ArticlePath,
    title: Arc<str>,
    year: Option<i16>,
    folded_title: OnceCell<String>,
    folded_path: OnceCell<String>,
    /// Where the sentences start, in characters.
    sentences: OnceCell<Vec<u32>>,
    /// One for each test that looks at neighbours.
    reaches: Vec<OnceCell<Reach>>,
    /// What stands in the set more than once.
    reuse: OnceCell<Option<Arc<dyn TextReuse>>>,
}

impl<'a> Here<'a> {
    fn new(scene: &'a Scene, article: &'a ArticlePath, relations: usize) -> Self {
        let header = scene.corpus.article(article).map(|found| scene.corpus.header(found));
        let (title, year) = match header {
            Some(header) => (header.title.into(), header.year),
            None => (article.file_name().into(), None),
        };
        Self {
            scene,
            article,
            title,
            year,
            folded_title: OnceCell::new(),
            folded_path: OnceCell::new(),
            sentences: OnceCell::new(),
            reaches: (0..relations).map(|_| OnceCell::new()).collect(),
            reuse: OnceCell::new(),
        }
    }

    fn holds(&self, node: &Node, coder: &Coder, passage: &Passage) -> bool {
        match node {
            Node::All => true,
            Node::Not(inner) => !self.holds(inner, coder, passage),
            Node::And(parts) => parts.iter().all(|part| self.holds(part, coder, passage)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(part, coder, passage)),
            Node::Test(check) => self.passes(check, coder, passage),
        }
    }

    fn passes(&self, check: &Check, coder: &Coder, passage: &Passage) -> bool {
        match check {
            Check::Theme(themes) => themes.touch(passage),
            Check::Article { .. } | Check::Year(_) => self.of_article(check),
            Check::Coder(name) => coder.as_str() == name,
            Check::Memo(Memo::None) => passage.memo.trim().is_empty(),
            Check::Memo(_) => !passage.memo.trim().is_empty(),
            Check::MemoContains(part) => part.stands_in(&passage.memo),
            Check::Text(part) => part.stands_in_text_of(passage),
            Check::Origin(origin) => {
                let by = passage.origin.as_ref().map(|origin| &origin.by);
                match origin {
                    OriginTest::Hand => by.is_none(),
                    OriginTest::Query => matches!(by, Some(FoundBy::Query(_))),
                    OriginTest::Lexicon => matches!(by, Some(FoundBy::Lexicon(_))),
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
                    || self.title_has(folded)
                    || part.stands_in_text_of(passage)
                    || part.stands_in(&passage.memo)
            }
        }
    }

    /// What the article alone decides of `node`.
    fn possible(&self, node: &Node) -> Possible {
        let both = |each: &dyn Fn(Possible) -> bool, parts: &[Node], all: bool| {
            let mut parts = parts.iter().map(|part| each(self.possible(part)));
            if all { parts.all(|is| is) } else { parts.any(|is| is) }
        };
        match node {
            Node::All => Possible { holds: true, fails: false },
            Node::Not(inner) => {
                let Possible { holds, fails } = self.possible(inner);
                Possible { holds: fails, fails: holds }
            }
            Node::And(parts) => Possible {
                holds: both(&|part| part.holds, parts, true),
                fails: both(&|part| part.fails, parts, false),
            },
            Node::Or(parts) => Possible {
                holds: both(&|part| part.holds, parts, false),
                fails: both(&|part| part.fails, parts, true),
            },
            Node::Test(check @ (Check::Article { .. } | Check::Year(_))) => {
                let holds = self.of_article(check);
                Possible { holds, fails: !holds }
            }
            Node::Test(_) => Possible { holds: true, fails: true },
        }
    }

    /// Whether a test holds that asks for nothing but the article.
    fn of_article(&self, check: &Check) -> bool {
        match check {
            Check::Article { name, exact: true, .. } => {
                name == self.article.as_str() || **name == *self.title
            }
            Check::Article { folded, .. } => {
                let path = || fold_query(self.article.as_str());
                self.title_has(folded) || self.folded_path.get_or_init(path).contains(folded)
            }
            Check::Year(Years::None) => self.year.is_none(),
            Check::Year(Years::Range(from, to)) => self.year.is_some_and(|year| {
                from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
            }),
            _ => true,
        }
    }

    fn is_reused(&self, test: &ReuseTest, folded: &str, passage: &Passage) -> bool {
        let reuse = self.reuse.get_or_init(|| self.scene.text_reuse());
        let (Some(reuse), place) = (reuse, self.place(passage)) else { return false };
        match test {
            ReuseTest::Some => reuse.is_reused(self.article, place),
            ReuseTest::None => !reuse.is_reused(self.article, place),
            ReuseTest::First => reuse.is_first(self.article, place),
            ReuseTest::Again => reuse.is_repeated(self.article, place),
            ReuseTest::With(_) => reuse.articles(self.article, place).iter().any(|path| {
                let title =
                    self.scene.corpus.article(path).map(|a| self.scene.corpus.header(a).title);
                fold_query(path.as_str()).contains(folded)
                    || title.is_some_and(|title| fold_query(&title).contains(folded))
            }),
        }
    }

    fn title_has(&self, folded: &str) -> bool {
        self.folded_title.get_or_init(|| fold_query(&self.title)).contains(folded)
    }

    fn status(&self, passage: &Passage) -> &'a AnchorStatus {
        if self.scene.corpus.article(self.article).is_none() {
            return &AnchorStatus::Orphan;
        }
        self.scene.places.status(passage.id)
    }

    /// Where the passage stands now; nowhere if that is not sure.
    fn place<'p>(&self, passage: &'p Passage) -> &'p [CharSpan]
    where
        'a: 'p,
    {
        self.scene.place_of(passage).unwrap_or(&[])
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
        for (_, layer) in self.scene.annotations.layers(self.article) {
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
            let Some(article) = self.scene.corpus.article(self.article) else { return Vec::new() };
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
