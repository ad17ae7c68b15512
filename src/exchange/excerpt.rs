//! An excerpt: a passage with all that is needed to understand and to quote it elsewhere.

use std::collections::BTreeSet;

use crate::{
    annotation::{
        AnchorStatus, Annotations, Coder, Layer, Origin, Passage, PassageId, ThemeId, Timestamp,
    },
    corpus::{Article, ArticlePath, Corpus, ReadPlace},
    scene::Scene,
    text::{self, ByteOffset, CharOffset, CharSpan, ReadingStyle, Text},
};

/// Characters of the text that are shown before and after an excerpt.
const CONTEXT: usize = 32;
const CONTEXT_CHARS: u32 = 32;
/// Stands between two fragments of one passage.
const GAP: &str = " … ";

/// Whether a passage stands where it was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where it was marked.
    Kept,
    /// The article changed, and it was found elsewhere beyond doubt.
    Moved,
    /// The article changed, and with it the words of the passage itself.
    Changed,
    /// The article changed, and it may be at more than one place.
    Unsure,
    /// It is not in the article any more, or the article is gone.
    Lost,
}

impl Place {
    /// The word for it in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "ok",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Unsure => "review",
            Self::Lost => "orphan",
        }
    }
}

/// A passage as it is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Which passage.
    pub id: PassageId,
    /// Its article.
    pub article: ArticlePath,
    /// The article's title; the file's name without extension where the article is gone.
    pub title: String,
    /// The year in which the article appeared.
    pub year: Option<i16>,
    /// Who marked it.
    pub coder: Coder,
    /// Its themes' names with those of their parents (`党建/阵地建设`), in the order given.
    pub themes: Vec<String>,
    /// The same themes by identity.
    pub theme_ids: Vec<ThemeId>,
    /// The text as it was marked, fragments joined by ` … `.
    pub text: String,
    /// The text of each fragment.
    pub quotes: Vec<String>,
    /// Where it stands in the text as it is now, or stood when it was marked if it is not found.
    pub fragments: Vec<CharSpan>,
    /// The coder's note.
    pub memo: String,
    /// Up to 32 characters before it.
    pub before: String,
    /// Up to 32 characters after it.
    pub after: String,
    /// The paragraph it starts in, counted from 1 without blank lines; `None` if it is not found.
    pub paragraph: Option<usize>,
    /// How it came to be; `None` if a coder marked it by hand.
    pub origin: Option<Origin>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Whether it stands where it was marked.
    pub place: Place,
}

impl Excerpt {
    /// Where it starts.
    #[must_use]
    pub fn start(&self) -> CharOffset {
        self.fragments.first().map_or(CharOffset::ZERO, |span| span.start())
    }

    /// What is read of it and beside it: as in its article where that has its words, else as they
    /// were kept.
    pub(super) fn read(&self, corpus: &Corpus, style: ReadingStyle<'_>) -> ReadPlace {
        let place = (self.fragments.as_slice(), self.quotes.as_slice());
        corpus.read_quotes(&self.article, place, CONTEXT_CHARS, style).unwrap_or_else(|| {
            let pieces = [self.before.as_str(), &self.text, &self.after];
            let mut read = text::read_loose(&pieces, style).into_iter();
            let mut next = || read.next().unwrap_or_default();
            ReadPlace { before: next(), text: next(), after: next() }
        })
    }

    /// The position after its last character.
    #[must_use]
    pub fn end(&self) -> CharOffset {
        self.fragments.last().map_or(CharOffset::ZERO, |span| span.end())
    }
}

/// Which passages are meant: those that every list names or that is left empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Bearing any of these themes.
    pub themes: Vec<ThemeId>,
    /// In any of these articles.
    pub articles: Vec<ArticlePath>,
    /// Marked by any of these coders.
    pub coders: Vec<Coder>,
    /// Of these; `None` for whichever.
    pub passages: Option<BTreeSet<PassageId>>,
}

impl Filter {
    fn takes_article(&self, article: &ArticlePath) -> bool {
        self.articles.is_empty() || self.articles.contains(article)
    }

    fn takes(&self, coder: &Coder, passage: &Passage) -> bool {
        (self.coders.is_empty() || self.coders.contains(coder))
            && (self.themes.is_empty() || self.themes.iter().any(|t| passage.themes.contains(t)))
            && self.passages.as_ref().is_none_or(|wanted| wanted.contains(&passage.id))
    }
}

/// The passages that `filter` takes: by article in the set's order, then in reading order.
///
/// Those whose article is gone come last.
#[must_use]
pub fn excerpts(scene: &Scene, filter: &Filter) -> Vec<Excerpt> {
    let Scene { corpus, annotations, places, catalogue: _, reprints: _ } = scene;
    let mut excerpts = Vec::new();
    let listed = corpus.entries().iter().map(|entry| &entry.path);
    let gone = annotations.articles().filter(|path| corpus.position(path).is_none());
    for path in listed.chain(gone).filter(|path| filter.takes_article(path)) {
        let mut source: Option<Source<'_>> = None;
        let first = excerpts.len();
        for (coder, layer) in annotations.layers(path) {
            for passage in layer.passages.iter().filter(|passage| filter.takes(coder, passage)) {
                // Most articles of a large set have no passage: their texts are not looked at.
                let source = source.get_or_insert_with(|| Source::new(corpus, path));
                let themes = theme_names(annotations, layer, passage);
                let status = places.status(passage.id);
                excerpts.push(source.excerpt(path, coder, (passage, status), themes));
            }
        }
        // Several coders' passages of one article are read together.
        if let Some(of_article) = excerpts.get_mut(first..) {
            of_article.sort_by_key(|e| (e.fragments.first().copied().unwrap_or_default(), e.id));
        }
    }
    excerpts
}

/// The names of a passage's themes; the file's own names serve where the codebook lacks them.
fn theme_names(annotations: &Annotations, layer: &Layer, passage: &Passage) -> Vec<String> {
    let codebook = annotations.codebook();
    let name = |&id: &ThemeId| match (codebook.get(id), layer.legend.get(&id)) {
        (None, Some(name)) => name.clone(),
        _ => codebook.path_name(id),
    };
    passage.themes.iter().map(name).collect()
}

/// What the excerpts of one article share.
struct Source<'a> {
    article: Option<&'a Article>,
    title: String,
    year: Option<i16>,
    /// Where the paragraphs that are not blank start.
    paragraphs: Vec<ByteOffset>,
}

impl<'a> Source<'a> {
    fn new(corpus: &'a Corpus, path: &ArticlePath) -> Self {
        let Some(article) = corpus.article(path) else {
            let name = path.file_name();
            let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
            return Self { article: None, title, year: None, paragraphs: Vec::new() };
        };
        let header = corpus.header(article);
        let content = article.text.as_str();
        let is_blank =
            |span: &text::ByteSpan| content.get(span.range()).is_none_or(|s| s.trim().is_empty());
        let paragraphs = text::paragraphs(content)
            .filter(|span| !is_blank(span))
            .map(text::ByteSpan::start)
            .collect();
        Self { article: Some(article), title: header.title, year: header.year, paragraphs }
    }

    fn excerpt(
        &self,
        path: &ArticlePath,
        coder: &Coder,
        (passage, status): (&Passage, &AnchorStatus),
        themes: Vec<String>,
    ) -> Excerpt {
        let status = self.article.map_or(&AnchorStatus::Orphan, |_| status);
        let Passage {
            id,
            themes: theme_ids,
            fragments,
            quotes,
            before,
            after,
            memo,
            origin,
            created,
            modified,
        } = passage;
        let (place, now) = match status {
            AnchorStatus::Ok => (Place::Kept, Some(fragments.clone())),
            AnchorStatus::Moved(fragments) => (Place::Moved, Some(fragments.clone())),
            AnchorStatus::Changed(fragments) => (Place::Changed, Some(fragments.clone())),
            AnchorStatus::Review(_) => (Place::Unsure, None),
            AnchorStatus::Orphan => (Place::Lost, None),
        };
        let here = self.article.zip(now.as_deref());
        let around = here.and_then(|(article, now)| context(&article.text, now));
        let (before, after) = around.unwrap_or_else(|| (before.clone(), after.clone()));
        Excerpt {
            id: *id,
            article: path.clone(),
            title: self.title.clone(),
            year: self.year,
            coder: coder.clone(),
            themes,
            theme_ids: theme_ids.clone(),
            text: quotes.join(GAP),
            quotes: quotes.clone(),
            paragraph: here.and_then(|(article, now)| self.paragraph(&article.text, now)),
            fragments: now.unwrap_or_else(|| fragments.clone()),
            memo: memo.clone(),
            before,
            after,
            origin: origin.clone(),
            created: *created,
            modified: *modified,
            place,
        }
    }

    fn paragraph(&self, text: &Text, fragments: &[CharSpan]) -> Option<usize> {
        let start = text.byte_of(fragments.first()?.start())?;
        // A passage that starts in the blank lines at the top belongs to the first paragraph.
        Some(self.paragraphs.partition_point(|&paragraph| paragraph <= start).max(1))
    }
}

/// The text before the first fragment and after the last.
fn context(text: &Text, fragments: &[CharSpan]) -> Option<(String, String)> {
    let (start, end) = (fragments.first()?.start(), fragments.last()?.end());
    let (before, after) = text.around(CharSpan::new(start, end)?, CONTEXT)?;
    Some((before.to_owned(), after.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::{path::PathBuf, sync::Arc};

    use super::*;
    use crate::{
        annotation::{self, Codebook, Theme},
        corpus::{Corrections, Encoding, Entry},
    };

    const TEXT: &str = "标题\n\n　　街道建成人才驿站。\n\n　\n三年引进青年。\n";

    fn corpus(articles: &[(&str, &str)]) -> Corpus {
        let entry = |(path, text): &(&str, &str)| {
            let path = ArticlePath::new(path).unwrap();
            let text = Text::new(*text).unwrap();
            let article = Ok(Arc::new(Article::new(path.clone(), text, Encoding::Utf8)));
            Entry { path, article }
        };
        let entries = articles.iter().map(entry).collect();
        Corpus::new(PathBuf::from("/set"), entries, Ok(Corrections::default()), Vec::new())
    }

    /// `annotations` with the characters from `start` to `end` of [`TEXT`] marked by `coder`.
    fn mark(
        annotations: &mut Annotations,
        article: &str,
        coder: &str,
        (start, end): (u32, u32),
        theme: ThemeId,
    ) {
        let (path, coder) = (ArticlePath::new(article).unwrap(), Coder::new(coder).unwrap());
        let text = Text::new(TEXT).unwrap();
        let span = CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap();
        let passage =
            annotation::build_passage(&text, &[span], vec![theme], String::new()).unwrap();
        let hash = crate::corpus::ContentHash::of(TEXT);
        let mut layer = annotations
            .layer(&path, &coder)
            .cloned()
            .unwrap_or_else(|| Layer::new(hash, text.char_len().get()));
        layer.passages.push(passage.into());
        annotations.put_layer(path, coder, layer);
    }

    #[test]
    fn they_come_in_the_sets_order_and_an_articles_coders_are_read_together() {
        let codebook = Codebook::starting();
        let theme = codebook.themes()[0].id;
        let mut annotations = Annotations::new(codebook);
        for (article, coder, span) in [
            ("10.txt", "lin", (4, 8)),
            ("2.txt", "wang", (6, 8)),
            ("2.txt", "lin", (17, 19)),
            ("没了.txt", "lin", (6, 8)),
        ] {
            mark(&mut annotations, article, coder, span, theme);
        }
        let corpus = corpus(&[("2.txt", TEXT), ("10.txt", TEXT)]);
        let scene = Scene::new(corpus, annotations);
        let found = excerpts(&scene, &Filter::default());
        let seen: Vec<_> =
            found.iter().map(|e| (e.article.as_str(), e.coder.as_str(), e.place)).collect();
        let expected = [
            ("2.txt", "wang", Place::Kept),
            ("2.txt", "lin", Place::Kept),
            ("10.txt", "lin", Place::Kept),
            ("没了.txt", "lin", Place::Lost),
        ];
        assert_eq!(seen, expected);
        // Blank lines do not count, and an article that is gone has no paragraphs.
        let paragraphs: Vec<_> = found.iter().map(|excerpt| excerpt.paragraph).collect();
        assert_eq!(paragraphs, [Some(2), Some(2), Some(2), None]);
        assert_eq!((found[3].title.as_str(), found[3].text.as_str()), ("没了", "街道"));

        let passages = Some(BTreeSet::from([found[1].id]));
        let one = excerpts(&scene, &Filter { passages, ..Filter::default() });
        assert_eq!(one, &found[1..2]);
    }

    #[test]
    fn a_moved_passage_is_given_with_its_place_and_surroundings_as_they_are_now() {
        let codebook = Codebook::starting();
        let theme = codebook.themes()[0].id;
        let mut annotations = Annotations::new(codebook);
        mark(&mut annotations, "文.txt", "lin", (6, 14), theme);
        let corpus = corpus(&[("文.txt", &format!("新的开头。\n{TEXT}"))]);
        let offset = CharOffset::new;
        let id =
            annotations.layers(&ArticlePath::new("文.txt").unwrap()).next().unwrap().1.passages[0]
                .id;
        let moved = vec![CharSpan::new(offset(12), offset(20)).unwrap()];
        let mut scene = Scene::new(corpus, annotations);
        scene.places.set([(id, AnchorStatus::Moved(moved))]);
        let found = excerpts(&scene, &Filter::default()).remove(0);
        assert_eq!((found.place, found.start().get(), found.end().get()), (Place::Moved, 12, 20));
        assert!(found.before.starts_with("新的开头。") && found.after.starts_with('。'));
        assert_eq!((found.text.as_str(), found.paragraph), ("街道建成人才驿站", Some(3)));
    }

    #[test]
    fn a_theme_that_the_codebook_lacks_keeps_the_name_its_file_gives_it() {
        let codebook = Codebook::starting();
        let stranger = Theme { id: ThemeId::fresh(), ..codebook.themes()[0].clone() };
        let mut annotations = Annotations::new(codebook);
        mark(&mut annotations, "文.txt", "lin", (6, 8), stranger.id);
        let (path, coder) = (ArticlePath::new("文.txt").unwrap(), Coder::new("lin").unwrap());
        let mut layer = annotations.layer(&path, &coder).unwrap().clone();
        layer.legend.insert(stranger.id, "别人的主题".to_owned());
        annotations.put_layer(path, coder, layer);
        let scene = Scene::new(corpus(&[("文.txt", TEXT)]), annotations);
        let found = excerpts(&scene, &Filter::default());
        assert_eq!(found[0].themes, ["别人的主题"]);
    }
}
