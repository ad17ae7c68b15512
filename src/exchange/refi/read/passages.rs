//! Selections become passages, and those that belong together one.

use super::{
    super::guid,
    Reading,
    node::{Node, children, key_in, moment, target, text_of},
    notes::append,
};
use crate::{
    annotation::{PassageId, Timestamp},
    exchange::incoming::{IncomingPassage, Leftover},
    text::CharSpan,
};

/// What one coder says of a selection.
#[derive(Debug, Default)]
struct Share {
    coder: Option<String>,
    themes: Vec<usize>,
    memo: String,
    created: Option<Timestamp>,
}

/// Where a passage stands and who marked it.
pub(super) type SelectionPlace = (usize, CharSpan, Option<String>);

impl Reading<'_> {
    /// One selection: a passage for each coder who coded it.
    pub(super) fn selection(&mut self, node: Node<'_>, article: usize, span: Option<CharSpan>) {
        let Some(span) = span else {
            self.leave(Leftover::Dangling, 1);
            return;
        };
        let own_user = key_in(node, "creatingUser");
        let own_coder = self.coder(own_user.as_deref());
        let mut shares: Vec<Share> = Vec::new();
        let mut dangling = 0;
        for coding in children(node, "Coding") {
            let theme = target(coding, "CodeRef").and_then(|code| self.themes.get(&code).copied());
            let Some(theme) = theme else {
                dangling += 1;
                continue;
            };
            let user = key_in(coding, "creatingUser").or_else(|| own_user.clone());
            let coder = self.coder(user.as_deref());
            let created = moment(coding, "creationDateTime");
            let memo = self.memo(coding);
            let share = share_of(&mut shares, coder);
            if !share.themes.contains(&theme) {
                share.themes.push(theme);
            }
            share.created = match (share.created, created) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            append(&mut share.memo, &memo);
        }
        self.leave(Leftover::Dangling, dangling);
        let key = key_in(node, "guid");
        self.notes_of(node, key.as_deref(), own_coder.as_deref(), &mut shares);
        if shares.is_empty() {
            self.leave(Leftover::Bare, usize::from(dangling == 0));
            return;
        }
        self.add_shares(node, article, span, (key, own_coder), shares);
    }

    /// Gives what is said of the selection as a whole to who said it.
    fn notes_of(
        &mut self,
        node: Node<'_>,
        key: Option<&str>,
        own_coder: Option<&str>,
        shares: &mut Vec<Share>,
    ) {
        let described = text_of(node, "Description").trim().to_owned();
        let mut texts = vec![(own_coder.map(str::to_owned), described)];
        for target in children(node, "NoteRef").filter_map(|note| key_in(note, "targetGUID")) {
            let Some(found) = self.notes.take(&target) else { continue };
            // Of ours the title is only the word for a memo.
            let is_ours = key.is_some_and(|key| guid::of("memo", &[key]) == target);
            let text = if is_ours { found.text.clone() } else { found.memo() };
            let user = found.user.clone();
            let coder = self.coder(user.as_deref()).or_else(|| own_coder.map(str::to_owned));
            texts.push((coder, text));
        }
        for (coder, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            let of = |wanted: Option<&str>, shares: &[Share]| {
                shares.iter().position(|share| share.coder.as_deref() == wanted)
            };
            let place = of(coder.as_deref(), shares).or_else(|| of(own_coder, shares));
            match shares.get_mut(place.unwrap_or(0)) {
                Some(share) => append(&mut share.memo, &text),
                None => shares.push(Share { coder, memo: text, ..Share::default() }),
            }
        }
    }

    /// All notes of a coding as one memo.
    fn memo(&mut self, coding: Node<'_>) -> String {
        let mut memo = String::new();
        for key in children(coding, "NoteRef").filter_map(|note| key_in(note, "targetGUID")) {
            if let Some(note) = self.notes.take(&key) {
                append(&mut memo, &note.memo());
            }
        }
        memo
    }

    fn add_shares(
        &mut self,
        node: Node<'_>,
        article: usize,
        span: CharSpan,
        (key, own_coder): (Option<String>, Option<String>),
        shares: Vec<Share>,
    ) {
        // Whoever made the selection keeps its identity.
        let first = shares.iter().position(|share| share.coder == own_coder).unwrap_or(0);
        let is_alone = shares.len() == 1;
        let made = moment(node, "creationDateTime");
        let modified = moment(node, "modifiedDateTime");
        let is_linked = key.as_ref().is_some_and(|key| self.linked.contains(key));
        for (at, share) in shares.into_iter().enumerate() {
            let id = key.as_deref().filter(|_| at == first).and_then(own_id);
            let id = id.filter(|id| self.ids.insert(*id));
            let place = (article, span, share.coder.clone());
            // Some programs make a selection of every coding: of one place that is one passage.
            let is_single = id.is_none() && !is_linked;
            let same = self.places.get(&place).copied().filter(|_| is_single);
            if let Some(known) = same.and_then(|at| self.incoming.passages.get_mut(at)) {
                join(known, share.themes, &share.memo, share.created.or(made));
                if let (Some(key), Some(at)) = (&key, same) {
                    self.selections.entry(key.clone()).or_insert(at);
                }
                continue;
            }
            let created = if is_alone { made.or(share.created) } else { share.created.or(made) };
            let index = self.incoming.passages.len();
            if is_single {
                self.places.insert(place, index);
            }
            if let Some(key) = key.as_ref().filter(|_| at == first) {
                self.selections.entry(key.clone()).or_insert(index);
            }
            self.incoming.passages.push(IncomingPassage {
                id,
                article,
                fragments: vec![span],
                themes: share.themes,
                coder: share.coder,
                memo: share.memo,
                created,
                modified: modified.or(created),
                ..IncomingPassage::default()
            });
        }
    }

    /// Reads the element `Links`: those of ours make fragments one passage again.
    pub(super) fn links(&mut self, links: Node<'_>) {
        let mut joined = vec![false; self.incoming.passages.len()];
        for link in children(links, "Link") {
            if self.join_fragments(link, &mut joined).is_none() {
                self.leave(Leftover::Links, 1);
            }
        }
        let mut gone = joined.into_iter();
        self.incoming.passages.retain(|_| !gone.next().unwrap_or(false));
    }

    /// Adds the fragment that a link of ours names to the passage that it names.
    fn join_fragments(&mut self, link: Node<'_>, joined: &mut [bool]) -> Option<()> {
        let (from, to) = (key_in(link, "originGUID")?, key_in(link, "targetGUID")?);
        if key_in(link, "guid")? != guid::of("link", &[&to]) {
            return None;
        }
        let (first, next) = (*self.selections.get(&from)?, *self.selections.get(&to)?);
        if first == next || *joined.get(first)? || *joined.get(next)? {
            return None;
        }
        let other = self.incoming.passages.get_mut(next)?;
        let (spans, themes) = (other.fragments.clone(), std::mem::take(&mut other.themes));
        let (article, coder) = (other.article, other.coder.clone());
        let memo = std::mem::take(&mut other.memo);
        let passage = self.incoming.passages.get_mut(first)?;
        let (last, start) = (passage.fragments.last()?.end(), spans.first()?.start());
        if passage.article != article || passage.coder != coder || start <= last {
            let other = self.incoming.passages.get_mut(next)?;
            (other.themes, other.memo) = (themes, memo);
            return None;
        }
        passage.fragments.extend(spans);
        join(passage, themes, &memo, None);
        *joined.get_mut(next)? = true;
        Some(())
    }
}

/// Adds themes that it does not bear, and a memo.
fn join(passage: &mut IncomingPassage, themes: Vec<usize>, memo: &str, created: Option<Timestamp>) {
    for theme in themes {
        if !passage.themes.contains(&theme) {
            passage.themes.push(theme);
        }
    }
    append(&mut passage.memo, memo);
    if let Some(created) = created {
        passage.created = Some(passage.created.map_or(created, |known| known.min(created)));
        passage.modified = Some(passage.modified.map_or(created, |known| known.max(created)));
    }
}

fn share_of(shares: &mut Vec<Share>, coder: Option<String>) -> &mut Share {
    let place = shares.iter().position(|share| share.coder == coder).unwrap_or(shares.len());
    if place == shares.len() {
        shares.push(Share { coder, ..Share::default() });
    }
    &mut shares[place]
}

/// The passage's identity in a selection's GUID: ours are version 7, which other programs do not
/// make.
fn own_id(key: &str) -> Option<PassageId> {
    let uuid = uuid::Uuid::try_parse(key).ok()?;
    if uuid.get_version_num() == 7 { key.parse().ok() } else { None }
}
