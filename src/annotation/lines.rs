//! A file of ours read line by line: what a merge by lines leaves, and what is left of a broken
//! one.
//!
//! Every entry stands on a line of its own, so that one broken line costs no other. Nothing here
//! decides whether what was found may be written: that is for whoever asks.

use std::{collections::BTreeMap, ops::Range};

use ron::value::RawValue;
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    codebook::{Codebook, ThemeLine},
    notation::{Extension, NotationFault},
    passage::{ArticleMemo, Coder, Passage, PassageId, Tombstone},
    sidecar::{PassageLine, Settled, Sidecar, VERSION},
    theme::ThemeId,
};
use crate::corpus::ContentHash;

/// An entry that another program spread over several lines is looked for in so many bytes.
const LONGEST_ENTRY: usize = 1 << 16;
/// So many characters of a lost line are kept to be shown.
const SHOWN: usize = 160;

/// A line that says nothing this program understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostLine {
    /// From 1.
    pub line: usize,
    /// Its beginning.
    pub text: String,
    /// What is wrong with it.
    pub reason: NotationFault,
}

/// What can be read of a sidecar, line by line.
#[derive(Debug, Default)]
pub struct Salvage {
    version: Option<u32>,
    coder: Option<Coder>,
    article: Option<String>,
    /// Of a file in which a merge left two, both: the first is the sidecar's.
    hashes: Vec<ContentHash>,
    chars: Option<u32>,
    memo: Option<ArticleMemo>,
    texts: Vec<ContentHash>,
    legend: BTreeMap<ThemeId, String>,
    passages: Vec<Passage>,
    passage_ext: BTreeMap<PassageId, Extension>,
    removed: Vec<Tombstone>,
    ext: Extension,
    lost: Vec<LostLine>,
    complete: bool,
}

impl Salvage {
    /// Reads what can be read.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut salvage = Self::default();
        salvage.complete = read_pieces(text, |piece| salvage.take(piece));
        salvage
    }

    /// The lines that are lost.
    #[must_use]
    pub fn lost(&self) -> &[LostLine] {
        &self.lost
    }

    /// How many passages can be saved, each version of one counted.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.passages.len()
    }

    /// The sidecar, if no line of it is lost and none is missing.
    pub(super) fn whole(self) -> Option<Sidecar> {
        let known = self.version.is_some_and(|version| version <= VERSION);
        let named = self.coder.is_some() && self.article.is_some() && !self.hashes.is_empty();
        let whole = known && named && self.chars.is_some() && self.complete && self.lost.is_empty();
        if whole { self.into_sidecar(None) } else { None }
    }

    /// What was saved, as a sidecar. `owner` (the article's file name and the coder, from the
    /// file's own name) serves where the file no longer says it.
    #[must_use]
    pub fn into_sidecar(self, owner: Option<(&str, &Coder)>) -> Option<Sidecar> {
        let coder = self.coder.or_else(|| owner.map(|(_, coder)| coder.clone()))?;
        let article = self.article.or_else(|| owner.map(|(article, _)| article.to_owned()))?;
        let mut hashes = self.hashes.into_iter();
        // Without it no text is the one that was marked: the quotes have to tell the places.
        let sha256 = hashes.next().unwrap_or_else(|| ContentHash::of(""));
        let mut texts = self.texts;
        texts.extend(hashes.filter(|other| *other != sha256));
        texts.sort();
        texts.dedup();
        let Settled { passages, conflicts, removed } = Settled::new(self.passages, self.removed);
        Some(Sidecar {
            coder,
            article,
            sha256,
            chars: self.chars.unwrap_or(0),
            memo: self.memo,
            texts,
            legend: self.legend,
            passages,
            conflicts,
            removed,
            ext: self.ext,
            passage_ext: self.passage_ext,
        })
    }

    fn take(&mut self, piece: Piece<'_>) -> Result<(), NotationFault> {
        match piece {
            Piece::Entry(entry) => match parse::<PassageLine>(entry) {
                Ok(line) => self.take_passage(line),
                Err(fault) => match parse::<Tombstone>(entry) {
                    Ok(tombstone) => {
                        self.removed.push(tombstone);
                        Ok(())
                    }
                    Err(_) => Err(fault),
                },
            },
            Piece::Pair(section, pair) => self.take_pair(section, pair),
            Piece::Field("version", value) => fill(&mut self.version, value),
            Piece::Field("article", value) => fill(&mut self.article, value),
            Piece::Field("chars", value) => fill(&mut self.chars, value),
            Piece::Field("memo", value) => {
                let memo: Option<ArticleMemo> = parse(value)?;
                self.memo = ArticleMemo::later(self.memo.take(), memo);
                Ok(())
            }
            Piece::Field("sha256", value) => {
                let hash = parse(value)?;
                if !self.hashes.contains(&hash) {
                    self.hashes.push(hash);
                }
                Ok(())
            }
            Piece::Field("coder", value) => {
                let name: String = parse(value)?;
                let coder = Coder::new(&name).filter(|coder| coder.as_str() == name);
                let coder = coder.ok_or(NotationFault::Value(name))?;
                match &self.coder {
                    Some(other) if *other != coder => {
                        Err(NotationFault::DoubledField("coder".to_owned()))
                    }
                    _ => {
                        self.coder = Some(coder);
                        Ok(())
                    }
                }
            }
            Piece::Field(name, _) => Err(NotationFault::UnknownField(name.to_owned())),
            Piece::Marker => Err(NotationFault::Marker),
            Piece::Other => Err(NotationFault::Stray),
            Piece::Lost(lost) => {
                self.lost.push(lost);
                Ok(())
            }
        }
    }

    /// Where the line that opens a list is broken, what the entry is tells where it belongs.
    fn take_pair(&mut self, section: Section, pair: &str) -> Result<(), NotationFault> {
        if section != Section::Ext
            && let Ok((id, name)) = one_pair::<ThemeId, String>(pair)
        {
            self.legend.entry(id).or_insert(name);
        } else if let Ok(hash) = parse(pair) {
            self.texts.push(hash);
        } else {
            let (key, value) = one_pair::<String, Box<RawValue>>(pair)?;
            self.ext.entry(key).or_insert(value);
        }
        Ok(())
    }

    fn take_passage(&mut self, line: PassageLine) -> Result<(), NotationFault> {
        let (passage, ext) = line.into_parts();
        if let Some(defect) = passage.defect() {
            return Err(NotationFault::Value(defect.to_string()));
        }
        if !ext.is_empty() {
            self.passage_ext.entry(passage.id).or_default().extend(ext);
        }
        self.passages.push(passage);
        Ok(())
    }
}

/// What can be read of a codebook, line by line.
#[derive(Debug, Default)]
pub struct CodebookSalvage {
    version: Option<u32>,
    themes: Vec<ThemeLine>,
    ext: Extension,
    lost: Vec<LostLine>,
    complete: bool,
}

impl CodebookSalvage {
    /// Reads what can be read.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut salvage = Self::default();
        salvage.complete = read_pieces(text, |piece| salvage.take(piece));
        salvage
    }

    /// The lines that are lost.
    #[must_use]
    pub fn lost(&self) -> &[LostLine] {
        &self.lost
    }

    /// How many themes can be saved, each version of one counted.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.themes.len()
    }

    /// What was saved, as a codebook.
    #[must_use]
    pub fn into_codebook(self) -> Codebook {
        Codebook::of_lines(self.themes, self.ext)
    }

    fn take(&mut self, piece: Piece<'_>) -> Result<(), NotationFault> {
        match piece {
            Piece::Entry(entry) => {
                self.themes.push(parse(entry)?);
                Ok(())
            }
            Piece::Field("version", value) => fill(&mut self.version, value),
            Piece::Pair(_, pair) => {
                let (key, value) = one_pair::<String, Box<RawValue>>(pair)?;
                self.ext.entry(key).or_insert(value);
                Ok(())
            }
            Piece::Field(name, _) => Err(NotationFault::UnknownField(name.to_owned())),
            Piece::Marker => Err(NotationFault::Marker),
            Piece::Other => Err(NotationFault::Stray),
            Piece::Lost(lost) => {
                self.lost.push(lost);
                Ok(())
            }
        }
    }
}

/// Which list or map the line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    /// One of the program's own.
    Own,
    /// What others keep.
    Ext,
}

/// What a line is.
#[derive(Debug)]
enum Piece<'a> {
    /// `(…)`
    Entry(&'a str),
    /// `name: value`
    Field(&'a str, &'a str),
    /// `"key": value` or a value of its own, and where it stands.
    Pair(Section, &'a str),
    /// `<<<<<<<` and its like.
    Marker,
    /// Anything else.
    Other,
    /// What was handed over before and could not be read.
    Lost(LostLine),
}

/// Hands over what the lines of `text` hold; whether the file is there to its last bracket.
fn read_pieces<'a>(
    text: &'a str,
    mut take: impl FnMut(Piece<'a>) -> Result<(), NotationFault>,
) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut section = Section::Own;
    let (mut at, mut number, mut complete) = (0, 0, false);
    while at < text.len() {
        let end =
            text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n + 1);
        let whole = text.get(at..end).unwrap_or_default();
        let line = whole.trim();
        let start = at + (whole.len() - whole.trim_start().len());
        let first = number + 1;
        (at, number) = (end, number + 1);
        if line.is_empty() {
            continue;
        }
        complete = line == ")";
        let taken = match line {
            "(" | ")" | ")," | "]" | "]," | "}" | "}," => Ok(()),
            _ if is_marker(line) => take(Piece::Marker),
            _ if line.starts_with('(') => {
                let entry = line.strip_suffix(',').unwrap_or(line);
                take(Piece::Entry(entry)).or_else(|fault| {
                    let Some(range) = spread(text, start, end) else { return Err(fault) };
                    let entry = text.get(range.clone()).unwrap_or_default();
                    take(Piece::Entry(entry))?;
                    number += entry.matches('\n').count();
                    at = text
                        .get(range.end..)
                        .and_then(|rest| rest.find('\n'))
                        .map_or(text.len(), |n| range.end + n + 1);
                    Ok(())
                })
            }
            _ => match field(line) {
                Some((name, "[" | "{")) => {
                    section = match name {
                        "ext" => Section::Ext,
                        _ => Section::Own,
                    };
                    let own = ["legend", "texts", "ext", "passages", "removed", "themes"];
                    let known = own.contains(&name);
                    if known { Ok(()) } else { Err(NotationFault::UnknownField(name.to_owned())) }
                }
                Some((name, value)) => take(Piece::Field(name, value)),
                None if line.starts_with('"') => {
                    take(Piece::Pair(section, line.strip_suffix(',').unwrap_or(line)))
                }
                None => take(Piece::Other),
            },
        };
        if let Err(reason) = taken {
            let text = line.chars().take(SHOWN).collect();
            // A lost line is always taken.
            let _ = take(Piece::Lost(LostLine { line: first, text, reason }));
        }
    }
    complete
}

fn is_marker(line: &str) -> bool {
    let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    marks.iter().any(|mark| line.starts_with(mark))
}

/// `name: value,` without the comma.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let value = value.trim();
    (plain && !name.is_empty()).then(|| (name, value.strip_suffix(',').unwrap_or(value)))
}

/// The entry from `start` on to its closing bracket, if that stands on a later line, which begins
/// at `next`.
fn spread(text: &str, start: usize, next: usize) -> Option<Range<usize>> {
    let limit = text.floor_char_boundary(start.saturating_add(LONGEST_ENTRY).min(text.len()));
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.get(start..limit)?.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let end = start + at + 1;
                    return (end > next).then_some(start..end);
                }
            }
            _ => {}
        }
    }
    None
}

fn parse<'a, T: Deserialize<'a>>(value: &'a str) -> Result<T, NotationFault> {
    ron::from_str(value).map_err(|error| error.code.into())
}

fn fill<T: DeserializeOwned>(place: &mut Option<T>, value: &str) -> Result<(), NotationFault> {
    let value = parse(value)?;
    // A merge may have left two: the first is ours.
    place.get_or_insert(value);
    Ok(())
}

fn one_pair<K: DeserializeOwned + Ord, V: DeserializeOwned>(
    pair: &str,
) -> Result<(K, V), NotationFault> {
    let map: BTreeMap<K, V> = parse(&format!("{{{pair}}}"))?;
    map.into_iter().next().ok_or(NotationFault::Stray)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::sample::any_sidecar;

    proptest! {
        #[test]
        fn a_whole_file_read_by_lines_is_the_same(sidecar in any_sidecar()) {
            let salvage = Salvage::of(&sidecar.to_ron());
            prop_assert!(salvage.lost().is_empty(), "{:?}", salvage.lost());
            prop_assert_eq!(salvage.whole(), Some(sidecar));
        }

        #[test]
        fn one_broken_line_costs_no_other_passage(
            sidecar in any_sidecar(), at in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
        ) {
            let file = sidecar.to_ron();
            let mut lines: Vec<&str> = file.split_inclusive('\n').collect();
            let number = at.index(lines.len());
            let broken = lines[number];
            lines[number] = &broken[..broken.floor_char_boundary(cut.index(broken.len()))];
            // The rest of a line that lost its end hangs on the next: a break is put in.
            let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
            let file = lines.join("\n");
            let salvage = Salvage::of(&file);
            let all = sidecar.passages.len() + sidecar.conflicts.len();
            prop_assert!(salvage.kept() + 1 >= all);
            prop_assert!(salvage.lost().len() <= 1);
        }
    }

    #[test]
    fn what_git_leaves_with_its_marks_is_found_on_both_sides() {
        let line = |n: u8, memo: &str| {
            format!(
                "        (id: \"01978c2e-0000-7000-8000-0000000000{n:02x}\", themes: [], fragments: \
                 [(0, 2)], quotes: [\"甲乙\"], before: \"\", after: \"\", memo: \"{memo}\", created: \
                 \"2019-06-28T09:30:00.000Z\", modified: \"2019-06-28T09:30:00.000Z\"),\n"
            )
        };
        let file = format!(
            "(\n    version: 1,\n    passages: [\n<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n    ],\n)\n",
            line(1, "我"),
            line(2, "他"),
        );
        let salvage = Salvage::of(&file);
        assert_eq!(salvage.kept(), 2);
        let reasons: Vec<_> = salvage.lost().iter().map(|l| (l.line, &l.reason)).collect();
        assert_eq!(
            reasons,
            [(4, &NotationFault::Marker), (6, &NotationFault::Marker), (8, &NotationFault::Marker)]
        );
    }
}
