//! Speakers' turns: the lines of a transcript that begin with who speaks.
//!
//! A colon behind a short word is nothing by itself: newspapers write `来源：`, `一是：`, `党建：` the
//! same way. So names are looked for in the whole file first, and only what comes again and again,
//! by turns, with times or with the words that interviews have (`问` and `答`) makes it a transcript.

mod label;
mod lead;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::{
    label::Class,
    lead::{Lead, Mark},
};
use super::{
    LineKind, Speaker,
    shape::{Shape, Sketch},
};
use crate::text::{ByteOffset, ByteSpan, names};

/// Question and answer stand no farther apart than so many lines.
const NEAR: usize = 12;
/// So many turns make a transcript where their names alone speak for it.
const SEVERAL: usize = 4;
/// So many lines below the first name: in the head of a transcript the names of who took part are
/// no turns.
const HEAD_LINES: usize = 12;
/// A word that is no known name is one if it comes so often in a transcript.
const OFTEN: usize = 3;
/// Longest such word.
const LONGEST_OTHER: usize = 6;
/// Between two turns so many lines are still one speaker's, if the file has other things as well.
const APART: usize = 6;

/// The turns of a file.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// Who speaks in which line, in order.
    speakers: Vec<(usize, Speaker)>,
    /// From which line on nearly everything is spoken.
    from: Option<usize>,
}

/// A line that may begin with a speaker's name.
struct Candidate {
    line: usize,
    lead: Lead,
    label: String,
    class: Class,
    /// Whether it names people or gives a value, and says nothing: `记者：林晓青`.
    only_names: bool,
    /// Whether its shape says that it is something else unless its speaker is known.
    is_byline: bool,
}

/// Finds the turns of a file and gives their lines that shape.
pub(super) fn find(text: &str, sketches: &mut [Sketch]) -> Turns {
    let mut found: Vec<Candidate> = Vec::new();
    for (line, sketch) in sketches.iter().enumerate() {
        if matches!(sketch.shape, Shape::Marked | Shape::Numbered) {
            continue;
        }
        let content = &text[sketch.content.range()];
        let Some(lead) = lead::lead(content) else { continue };
        let name = &content[lead.name.clone()];
        let label = label::normal(name);
        let class = label::class(name, &label);
        let is_likely = class.is_somebody() || lead.is_timed || lead.mark == Mark::Colon;
        if class == Class::Field || !is_likely {
            continue;
        }
        // Only interviews number what is said.
        if (lead.is_numbered || lead.mark == Mark::Gap) && !class.is_of_interview() {
            continue;
        }
        let words = &content[lead.words..];
        // `Allow: /`, `Code:`: what a Latin word with a capital heads is said only if it is several
        // words.
        let is_value = !class.is_of_interview()
            && label::is_latin_name(name)
            && !lead.is_timed
            && words.is_ascii()
            && words.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
                < 2;
        let only_names = is_value || are_names(words);
        let is_byline = sketch.shape == Shape::Byline;
        found.push(Candidate { line, lead, label, class, only_names, is_byline });
    }
    let counts = counts(&found);
    if !is_transcript(&found, &counts) {
        return Turns::default();
    }
    let count = |candidate: &Candidate| counts.get(&candidate.label).copied().unwrap_or(0);
    let is_turn = |candidate: &Candidate| {
        if candidate.is_byline {
            return !candidate.only_names && count(candidate) > 1;
        }
        match candidate.class {
            Class::Field => false,
            Class::Other => {
                let is_short = candidate.label.chars().count() <= LONGEST_OTHER;
                let count = count(candidate);
                let is_known = match (candidate.lead.is_timed, candidate.lead.mark) {
                    (true, Mark::Colon) => true,
                    (true, _) => count > 1,
                    (false, mark) => mark == Mark::Colon && count >= OFTEN,
                };
                is_known && is_short && !is_said(&candidate.label)
            }
            _ => true,
        }
    };
    found.retain(is_turn);
    name_head(text, sketches, &mut found);
    let mut turns = Turns::default();
    for candidate in &found {
        let Some(sketch) = sketches.get_mut(candidate.line) else { continue };
        sketch.shape = Shape::Turn;
        turns.speakers.push((candidate.line, speaker(sketch.content, &candidate.lead)));
    }
    let first = found.first().map(|candidate| candidate.line);
    turns.from = first.filter(|first| found.len() * 4 >= sketches.len() - first);
    turns
}

/// Who speaks in a line of which somebody said that it is a turn.
pub(super) fn speaker_of(text: &str, content: ByteSpan) -> Option<Speaker> {
    lead::lead(&text[content.range()]).map(|lead| speaker(content, &lead))
}

/// Whether a line says by itself that somebody speaks in it, as no title does: `问：`, `[00:01] 张三`.
#[must_use]
pub fn names_speaker(line: &str) -> bool {
    let Some(lead) = lead::lead(line) else { return false };
    let Some(name) = line.get(lead.name.clone()) else { return false };
    let class = label::class(name, &label::normal(name));
    class.is_of_interview() || lead.is_timed && class.is_somebody()
}

fn speaker(content: ByteSpan, lead: &Lead) -> Speaker {
    let start = content.start().to_usize();
    let at = |byte| ByteOffset::from_usize(start + byte).unwrap_or(content.end());
    Speaker {
        name: ByteSpan::between(at(lead.name.start), at(lead.name.end)),
        lead: ByteSpan::between(content.start(), at(lead.words)),
    }
}

/// How often each name stands before something that is said.
fn counts(found: &[Candidate]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for candidate in found.iter().filter(|candidate| !candidate.only_names && !candidate.is_byline)
    {
        *counts.entry(candidate.label.clone()).or_default() += 1;
    }
    counts
}

/// Whether the names in a file make it a transcript.
fn is_transcript(found: &[Candidate], counts: &HashMap<String, usize>) -> bool {
    let spoken: Vec<&Candidate> =
        found.iter().filter(|one| !one.only_names && !one.is_byline).collect();
    // A question and its answer.
    let asks_and_answers = spoken.windows(2).any(|pair| {
        let (one, two) = (pair[0], pair[1]);
        one.class == Class::Asks
            && two.class == Class::Answers
            && two.line - one.line <= NEAR
            // `Q:` and `A:` belong together, and so do `问` and `答`; an option `A` follows no `问`.
            && (one.label.is_ascii() || !two.label.is_ascii() || spoken.len() > 2)
    });
    if asks_and_answers {
        return true;
    }
    // Two speakers with the time of a recording.
    let timed = || spoken.iter().filter(|one| one.lead.is_timed);
    if timed().count() > 1 && timed().any(|one| one.class.is_somebody()) {
        return true;
    }
    let people: Vec<&&Candidate> = spoken.iter().filter(|one| one.class.is_somebody()).collect();
    // Questions only, with the answers below them.
    // An `A` alone is as often the first option of a question.
    let side = |one: &&&Candidate| one.class.is_of_interview() && one.label != "a";
    if people.iter().filter(|one| side(one)).any(|one| count_of(one, counts) >= OFTEN) {
        return true;
    }
    if people.len() < SEVERAL || are_options(&people) {
        return false;
    }
    let mut labels: Vec<&str> = people.iter().map(|one| one.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    let of = |label: &&&str| counts.get(**label).copied().unwrap_or(0);
    let again = labels.iter().filter(|label| of(label) > 1).count();
    let most = labels.iter().map(|label| of(&label)).max().unwrap_or(0);
    let changes = people.windows(2).filter(|pair| pair[0].label != pair[1].label).count();
    let asks_again = people.iter().any(|one| side(one) && count_of(one, counts) > 1);
    // Two who come back, or one who comes back between others; with who asks, twice is enough.
    let is_between = labels.len() > 1 && changes * 2 >= people.len();
    again > 1 && changes > 1 || is_between && (asks_again || most >= OFTEN)
}

fn count_of(candidate: &Candidate, counts: &HashMap<String, usize>) -> usize {
    counts.get(&candidate.label).copied().unwrap_or(0)
}

/// Whether single letters are the options of questions: each list starts with the first one.
fn are_options(people: &[&&Candidate]) -> bool {
    let rank = |label: &str| {
        let mut chars = label.chars();
        let (first, rest) = (chars.next()?, chars.next());
        let place = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| c == first);
        let letter = first.is_ascii_lowercase().then(|| first as usize - 'a' as usize);
        place.or(letter).filter(|_| rest.is_none())
    };
    let ranks: Option<Vec<usize>> = people.iter().map(|one| rank(&one.label)).collect();
    let Some(ranks) = ranks else { return false };
    let goes_up = ranks.windows(2).all(|pair| pair[1] == pair[0] + 1 || pair[1] == 0);
    let most = ranks.iter().max().copied().unwrap_or(0);
    // Two who talk in turns look the same, but for the question before each list.
    let lists = people.windows(2).filter(|pair| pair[1].label < pair[0].label);
    let parted = lists.clone().all(|pair| pair[1].line > pair[0].line + 1) && lists.count() > 0;
    goes_up && (most > 1 || parted)
}

/// Whether a word before a colon rather says that somebody speaks: `他说：`, `我的意思是：`.
fn is_said(label: &str) -> bool {
    const STARTS: [char; 12] =
        ['我', '你', '他', '她', '它', '这', '那', '第', '一', '二', '三', '四'];
    const ENDS: [char; 14] =
        ['说', '道', '问', '答', '是', '为', '如', '下', '有', '想', '得', '的', '了', '看'];
    label.starts_with(STARTS) || label.ends_with(ENDS)
}

/// Whether all that is said is one or more names: then it tells who took part.
fn are_names(words: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '/');
    let bare = words.split(['（', '(']).next().unwrap_or(words).trim();
    !bare.is_empty()
        && bare
            .split(is_separator)
            .filter(|word| !word.is_empty())
            .all(|word| word.chars().count() <= 4 && names::is_full_name(word))
}

/// Above the first turn stand the title, who took part, when and where.
fn name_head(text: &str, sketches: &mut [Sketch], found: &mut Vec<Candidate>) {
    let first = found.iter().find(|one| !one.only_names).map_or(0, |one| one.line);
    found.retain(|one| {
        let is_of_head = one.only_names && one.line < first && one.line < HEAD_LINES;
        if is_of_head && let Some(sketch) = sketches.get_mut(one.line) {
            sketch.shape = Shape::Byline;
        }
        !is_of_head
    });
    for sketch in sketches.iter_mut().take(first.min(HEAD_LINES)) {
        let content = &text[sketch.content.range()];
        let is_short = matches!(sketch.shape, Shape::Short | Shape::Subtitle | Shape::Remark);
        let name = lead::lead(content).filter(|lead| is_short && lead.mark == Mark::Colon);
        let name = name.map(|lead| &content[lead.name]);
        if name.is_some_and(|name| label::class(name, &label::normal(name)) == Class::Field) {
            sketch.shape = Shape::Byline;
        }
    }
}

impl Turns {
    /// Who speaks in the line `at`, if a turn begins with it.
    pub(super) fn speaker(&self, at: usize) -> Option<Speaker> {
        let place = self.speakers.binary_search_by_key(&at, |&(line, _)| line).ok()?;
        self.speakers.get(place).map(|&(_, speaker)| speaker)
    }

    /// Takes back that lines which somebody speaks are headings or captions: no end mark, no
    /// distance to the next line says anything there.
    pub(super) fn settle(&self, sketches: &[Sketch], usual_gap: usize, kinds: &mut [LineKind]) {
        let turns = self.speakers.iter().map(|&(line, _)| line);
        let ends = turns.clone().skip(1).map(Some).chain([None]);
        for (turn, next) in turns.zip(ends) {
            let goes_on = self.from.is_some_and(|from| from <= turn);
            let end = match next {
                Some(next) if goes_on || next - turn <= APART => next,
                None if goes_on => kinds.len(),
                _ => continue,
            };
            for at in turn + 1..end {
                let (Some(kind), Some(sketch)) = (kinds.get_mut(at), sketches.get(at)) else {
                    continue;
                };
                let is_guess = matches!(
                    (sketch.shape, *kind),
                    (_, LineKind::Echo)
                        | (Shape::Short, LineKind::Heading | LineKind::Caption | LineKind::Kicker)
                        | (Shape::Remark | Shape::Subtitle, LineKind::Caption)
                );
                // A short line on its own right above a turn may part one topic from the next.
                let parts =
                    sketch.shape == Shape::Short && Some(at + 1) == next && sketch.gap > usual_gap;
                if is_guess {
                    *kind = if parts { LineKind::Heading } else { LineKind::Body };
                }
            }
        }
    }

    /// For each line the number of the turn it belongs to, 0 for none; `kinds` are the final ones.
    pub(super) fn numbers(&self, kinds: &[LineKind]) -> Vec<usize> {
        let mut numbers = vec![0; kinds.len()];
        let starts = kinds.iter().enumerate().filter(|(_, kind)| **kind == LineKind::Turn);
        let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        for (number, &start) in (1..).zip(&starts) {
            let next = starts.get(number).copied();
            let goes_on = self.from.is_some_and(|from| from <= start);
            let end = match next {
                Some(next) if goes_on || next - start <= APART => next,
                None if goes_on => kinds.len(),
                _ => start + 1,
            };
            for at in start..end {
                match kinds.get(at) {
                    Some(LineKind::Caption | LineKind::Echo) => {}
                    Some(kind) if kind.is_running() => {
                        if let Some(slot) = numbers.get_mut(at) {
                            *slot = number;
                        }
                    }
                    // Below a heading nobody goes on speaking, and the last byline ends it all.
                    _ => break,
                }
            }
        }
        numbers
    }
}
