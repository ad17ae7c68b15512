//! Looking for words in the handbook.
//!
//! A heading or a command is found by its words, or, Chinese ones, by sound: whoever asks brings
//! along what tells that. Running text is found by its words alone; two initials would fit half of
//! it.

use super::book::{Handbook, HandbookPlace};
use crate::text::{MarkdownBlock, MarkdownKind, first_characters, last_characters};

/// So many are found at most.
const MOST: usize = 60;
/// So much is shown before what was found, and so much in all.
const BEFORE: usize = 16;
const SHOWN: usize = 56;

/// A place that says what was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandbookHit {
    /// Where it is.
    pub place: HandbookPlace,
    /// The heading it stands under, or the command's name.
    pub title: String,
    /// The chapter.
    pub chapter: String,
    /// Some of what is said there.
    pub excerpt: String,
}

/// A heading with what stands under it.
struct Section<'a> {
    place: HandbookPlace,
    title: String,
    chapter: &'a str,
    blocks: &'a [MarkdownBlock],
}

impl Handbook {
    /// The places that say every word of `query`: first the headings, then the commands, then the
    /// texts. `sounds(word, text)` tells whether a text has something that sounds like a word.
    #[must_use]
    pub fn search(&self, query: &str, sounds: impl Fn(&str, &str) -> bool) -> Vec<HandbookHit> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let named = |title: &str| {
            let lower = title.to_lowercase();
            words.iter().all(|word| lower.contains(word) || sounds(word, title))
        };
        let (mut headings, mut texts) = (Vec::new(), Vec::new());
        for section in self.sections() {
            let all = section.blocks.iter().map(said).collect::<Vec<_>>().join("\n");
            let hit = |excerpt| HandbookHit {
                place: section.place,
                title: section.title.clone(),
                chapter: section.chapter.to_owned(),
                excerpt,
            };
            if named(&section.title) {
                headings.push(hit(first_characters(&one_line(&all), SHOWN).to_owned()));
                continue;
            }
            let lower = format!("{}\n{}", section.title, all).to_lowercase();
            if words.iter().all(|word| lower.contains(word)) {
                let at = words.iter().find_map(|word| around(&all, word));
                texts.push(hit(at.unwrap_or_default()));
            }
        }
        let commands = self.listed.iter().filter(|(_, row)| named(&row.label));
        let commands = commands.filter_map(|(place, row)| {
            let chapter = self.chapters().get(place.chapter)?.title.clone();
            let (title, excerpt) = (row.label.clone(), row.keys.join(" / "));
            Some(HandbookHit { place: *place, title, chapter, excerpt })
        });
        headings.into_iter().chain(commands).chain(texts).take(MOST).collect()
    }

    fn sections(&self) -> Vec<Section<'_>> {
        let headings: Vec<_> = self.headings().collect();
        let mut sections = Vec::new();
        for (number, heading) in headings.iter().enumerate() {
            let Some(chapter) = self.chapters().get(heading.place.chapter) else { continue };
            let next = headings.get(number + 1).map(|next| next.place);
            let end = next
                .filter(|next| next.chapter == heading.place.chapter)
                .map_or(chapter.blocks.len(), |next| next.block);
            sections.push(Section {
                place: heading.place,
                title: heading.title.clone(),
                chapter: &chapter.title,
                blocks: chapter.blocks.get(heading.place.block + 1..end).unwrap_or_default(),
            });
        }
        sections
    }
}

/// What a block says, its table as well.
fn said(block: &MarkdownBlock) -> String {
    let MarkdownKind::Table(rows) = &block.kind else { return block.text() };
    let cells = rows.iter().flatten();
    let texts = cells.map(|cell| cell.iter().map(|span| span.text.as_str()).collect::<String>());
    texts.collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Some text around the first place of `word`, which is in lower case.
fn around(text: &str, word: &str) -> Option<String> {
    let line = text.lines().find(|line| line.to_lowercase().contains(word))?;
    // Lower case may be longer or shorter than the text itself: by characters it is not.
    let lower = line.to_lowercase();
    let before = lower.get(..lower.find(word)?)?.chars().count();
    let at = line.char_indices().nth(before).map_or(0, |(at, _)| at);
    let (head, tail) = line.split_at(at);
    let shown = last_characters(head, BEFORE);
    let dots = if shown.len() < head.len() { "…" } else { "" };
    Some(format!("{dots}{shown}{}", first_characters(tail, SHOWN)))
}
