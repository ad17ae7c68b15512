//! Where passages that arrive stand: what the file says of their words is held against the text.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::{ArrivingArticle, ArrivingPassage, ArrivingTheme, PassageFate, Terms};
use crate::{
    annotation::{
        self, AnchorStatus, Anchoring, Annotations, Coder, LayerState, Passage, PassageId, ThemeId,
        now,
    },
    corpus::ArticlePath,
    exchange::incoming::{Incoming, IncomingPassage},
    text::{CharOffset, CharSpan, Text},
};

/// Says for each passage of `incoming` what becomes of it.
pub(super) fn place(
    incoming: &Incoming,
    (articles, themes): (&[ArrivingArticle], &[ArrivingTheme]),
    terms: Terms<'_>,
) -> Vec<ArrivingPassage> {
    let mut by_article: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, passage) in incoming.passages.iter().enumerate() {
        by_article.entry(passage.article).or_default().push(at);
    }
    let groups: Vec<(usize, Vec<usize>)> = by_article.into_iter().collect();
    let placed: Vec<Vec<(usize, ArrivingPassage)>> = groups
        .par_iter()
        .map(|(article, passages)| {
            let ground = Ground::of(incoming, articles, *article, terms);
            let place = |&at: &usize| {
                let passage = incoming.passages.get(at)?;
                Some((at, ground.place(passage, themes, terms)))
            };
            passages.iter().filter_map(place).collect()
        })
        .collect();
    let mut placed: Vec<_> = placed.into_iter().flatten().collect();
    placed.sort_by_key(|&(at, _)| at);
    let mut passages: Vec<_> = placed.into_iter().map(|(_, passage)| passage).collect();
    tell_apart(&mut passages, &terms.scene.annotations);
    passages
}

/// Gives a new identity to every passage whose own is somebody else's already.
fn tell_apart(passages: &mut [ArrivingPassage], annotations: &Annotations) {
    let mut seen: HashSet<PassageId> = HashSet::new();
    for arriving in passages {
        if let PassageFate::New { passage, .. } = &mut arriving.fate
            && (annotations.find(passage.id).is_some() || !seen.insert(passage.id))
        {
            passage.id = PassageId::fresh();
        }
    }
}

/// An article in which passages arrive.
struct Ground<'a> {
    path: Option<&'a ArticlePath>,
    /// The text that the file's positions are of; `None` if it gives no text.
    theirs: Option<Text>,
    /// The article's text as it is in the set.
    ours: Option<&'a Text>,
    /// What each coder has marked there, by its place.
    marked: HashMap<(&'a Coder, &'a [CharSpan]), Vec<&'a Passage>>,
    locked: Vec<&'a Coder>,
}

impl<'a> Ground<'a> {
    fn of(
        incoming: &Incoming,
        articles: &'a [ArrivingArticle],
        article: usize,
        terms: Terms<'a>,
    ) -> Self {
        let there = super::article(articles, article, &terms.scene.corpus);
        let (path, ours) = (there.map(|article| &article.path), there.map(|article| &article.text));
        let theirs = incoming.articles.get(article).and_then(|article| article.text.as_deref());
        let mut marked: HashMap<_, Vec<&Passage>> = HashMap::new();
        let mut locked = Vec::new();
        for (coder, layer) in path.into_iter().flat_map(|path| terms.scene.annotations.layers(path))
        {
            if matches!(layer.state, LayerState::ReadOnly { .. }) {
                locked.push(coder);
            }
            for passage in &layer.passages {
                marked.entry((coder, &*passage.fragments)).or_default().push(&**passage);
            }
        }
        Self { path, theirs: theirs.and_then(Text::new), ours, marked, locked }
    }

    fn place(
        &self,
        incoming: &IncomingPassage,
        themes: &[ArrivingTheme],
        terms: Terms<'_>,
    ) -> ArrivingPassage {
        let coder = incoming.coder.as_deref().and_then(coder_of).unwrap_or(terms.coder.clone());
        let (fate, quote) = match self.find(incoming) {
            Ok((fragments, moved)) => {
                let passage = self.passage(incoming, &fragments, themes);
                let quote = passage.as_ref().map(|passage| passage.quotes.join(" … "));
                (self.fate(passage, &coder, moved), quote)
            }
            Err(fate) => (fate, None),
        };
        let told = || match incoming.quotes.as_slice() {
            [] => {
                let place = |span: &CharSpan| format!("{}–{}", span.start(), span.end());
                incoming.fragments.iter().map(place).collect::<Vec<_>>().join(" ")
            }
            quotes => quotes.join(" … "),
        };
        let quote = quote.unwrap_or_else(told);
        ArrivingPassage { article: incoming.article, coder, quote, fate }
    }

    fn fate(&self, passage: Option<Passage>, coder: &Coder, moved: bool) -> PassageFate {
        let Some(passage) = passage else { return PassageFate::Lost };
        let there = self.marked.get(&(coder, &*passage.fragments)).into_iter().flatten();
        let same = |known: &&&Passage| {
            passage.themes.iter().all(|theme| known.themes.contains(theme))
                && (passage.memo.is_empty() || passage.memo == known.memo)
        };
        if let Some(known) = there.clone().find(same) {
            PassageFate::Known(known.id)
        } else if self.locked.contains(&coder) {
            PassageFate::Locked
        } else {
            PassageFate::New { passage: Box::new(passage), moved }
        }
    }

    /// The passage's fragments in our text, and whether its words stand elsewhere than it says.
    fn find(&self, incoming: &IncomingPassage) -> Result<(Vec<CharSpan>, bool), PassageFate> {
        let (Some(_), Some(ours)) = (self.path, self.ours) else {
            return Err(PassageFate::NoArticle);
        };
        let Some(theirs) = &self.theirs else {
            // Without words there is nothing to hold a place against.
            if incoming.quotes.is_empty() {
                return Err(PassageFate::Doubtful);
            }
            return verified(incoming, ours);
        };
        let (fragments, moved) = verified(incoming, theirs)?;
        if theirs.as_str() == ours.as_str() {
            return Ok((fragments, moved));
        }
        let passage = annotation::build_passage(theirs, &fragments, Vec::new(), String::new());
        let passage = passage.ok_or(PassageFate::Lost)?;
        let anchoring = Anchoring::new(ours, Some(theirs));
        Ok((found(&anchoring, &passage, ours)?, moved))
    }

    fn passage(
        &self,
        incoming: &IncomingPassage,
        fragments: &[CharSpan],
        themes: &[ArrivingTheme],
    ) -> Option<Passage> {
        let mut ids: Vec<ThemeId> = Vec::with_capacity(incoming.themes.len());
        for theme in incoming.themes.iter().filter_map(|&at| themes.get(at)) {
            if !ids.contains(&theme.id) {
                ids.push(theme.id);
            }
        }
        let memo = incoming.memo.trim().to_owned();
        let built = annotation::build_passage(self.ours?, fragments, ids, memo)?;
        // A clock that runs ahead must not win every merge from now on.
        let created = incoming.created.unwrap_or(built.created).min(now());
        let modified = incoming.modified.unwrap_or(created).clamp(created, now().max(created));
        Some(Passage { id: incoming.id.unwrap_or(built.id), created, modified, ..built })
    }
}

/// Where a passage stands in `text`, the one its positions are of, and whether that is elsewhere
/// than it says.
fn verified(incoming: &IncomingPassage, text: &Text) -> Result<(Vec<CharSpan>, bool), PassageFate> {
    let IncomingPassage { fragments, quotes, .. } = incoming;
    let stands = |(span, quote): (&CharSpan, &String)| {
        text.slice_chars(*span).is_some_and(|there| is_same(there, quote))
    };
    let in_place = fragments.len() == quotes.len() && fragments.iter().zip(quotes).all(stands);
    let inside =
        fragments.iter().all(|span| text.slice_chars(*span).is_some_and(|s| !s.is_empty()));
    if !fragments.is_empty() && inside && (quotes.is_empty() || in_place) {
        return Ok((fragments.clone(), false));
    }
    if quotes.is_empty() {
        return Err(PassageFate::Lost);
    }
    let wanted = wanted(incoming, text);
    let anchoring = Anchoring::new(text, None);
    // Where the file gives no place the words are not elsewhere.
    Ok((found(&anchoring, &wanted, text)?, !fragments.is_empty()))
}

/// The passage to be looked for: with its own places or, where it has none, behind the text's end.
fn wanted(incoming: &IncomingPassage, text: &Text) -> Passage {
    let mut at = text.char_len().get();
    let mut behind = |quote: &String| {
        let start = at;
        let length = u32::try_from(quote.chars().count()).unwrap_or(u32::MAX);
        at = at.saturating_add(length);
        let span = CharSpan::between(CharOffset::new(start), CharOffset::new(at));
        at = at.saturating_add(1);
        span
    };
    let has_places = incoming.fragments.len() == incoming.quotes.len();
    let fragments = if has_places {
        incoming.fragments.clone()
    } else {
        incoming.quotes.iter().map(&mut behind).collect()
    };
    Passage {
        id: PassageId::fresh(),
        themes: Vec::new(),
        fragments,
        quotes: incoming.quotes.clone(),
        before: incoming.before.clone(),
        after: incoming.after.clone(),
        memo: String::new(),
        origin: None,
        created: now(),
        modified: now(),
    }
}

/// Where `anchoring` surely finds a passage in `text`.
fn found(
    anchoring: &Anchoring<'_>,
    passage: &Passage,
    text: &Text,
) -> Result<Vec<CharSpan>, PassageFate> {
    match anchoring.find(passage) {
        AnchorStatus::Ok => Ok(passage.fragments.clone()),
        AnchorStatus::Moved(fragments) | AnchorStatus::Changed(fragments) => Ok(fragments),
        AnchorStatus::Review(places) => {
            // Short words are doubtful in an article that was edited; one that holds them only
            // once is what the file means.
            let exact = |place: &&Vec<CharSpan>| {
                let stands = |(span, quote): (&CharSpan, &String)| {
                    text.slice_chars(*span) == Some(quote.as_str())
                };
                place.len() == passage.quotes.len() && place.iter().zip(&passage.quotes).all(stands)
            };
            let mut exact = places.iter().filter(exact);
            match (exact.next(), exact.next()) {
                (Some(place), None) => Ok(place.clone()),
                _ => Err(PassageFate::Doubtful),
            }
        }
        AnchorStatus::Orphan => Err(PassageFate::Lost),
    }
}

/// Whether two texts differ in nothing but white space: formats of lines cannot keep all of it.
fn is_same(one: &str, other: &str) -> bool {
    let telling = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    one == other || telling(one) == telling(other)
}

/// The coder of that name, as far as a file's name can hold it.
fn coder_of(name: &str) -> Option<Coder> {
    let plain = |c: char| if c.is_control() || "/\\:*?\"<>|.".contains(c) { '_' } else { c };
    let name: String = name.trim().chars().map(plain).collect();
    Coder::new(name.get(..name.floor_char_boundary(64))?)
}
