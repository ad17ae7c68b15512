//! Where sentences go on that a column or page broke in the middle.
//!
//! A line of running text without an end mark is cut; every cut looks for its remainder among the
//! other lines, and each line is the remainder of one cut at most. The next line is the remainder
//! unless something speaks against it; any other needs a reason, such as a word of which one half
//! stands here and one there. The strongest pairs are taken first.

use std::collections::HashMap;

use super::{
    Judgements, Line, LineKind,
    evidence::{self, Edge, Phrases, Rarity},
    matching::Matching,
    story::{Dateline, dateline},
};
use crate::text::{
    ByteSpan,
    sentence::{is_closing, is_end_mark},
};

/// Points that make a line the remainder of the one right above it.
const ENOUGH_NEXT: f32 = 2.5;
/// Points that make any other line the remainder.
const ENOUGH_ELSEWHERE: f32 = 4.0;
/// Points for a cut of which it is doubtful whether it is one.
const ENOUGH_DOUBTFUL: f32 = 5.0;
/// Points above which the next line is taken without looking at others.
const SURE: f32 = 7.0;
/// So many pairs of lines that are not neighbours are compared, however long the text.
const PAIRS: usize = 60_000;
/// Nor is a remainder looked for farther away than this, in running lines.
const FARTHEST: usize = 400;
/// Points for a remainder of one cut where another one has no other.
const SECOND_BEST: f32 = 1.8;
/// A paragraph of fewer characters is rather the end of another.
const ORPHAN: usize = 16;
/// Fewer cut lines than these are no wrapped text.
const WRAPPED: usize = 12;
/// Running lines from which it is learned which words are rare.
const RARITY_LINES: usize = 2_000;
/// A line without a mark in it is running text from this length on, in characters.
const LONG: usize = 28;

/// Whether the sentence at the end of a line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    No,
    /// It may be a line of a list or a headline.
    Doubtful,
    Yes,
}

/// A line that may be cut or a remainder.
#[derive(Clone, Copy)]
struct Piece {
    /// Index into the lines.
    line: usize,
    cut: Cut,
    /// Whether it may be the remainder of another.
    may_follow: bool,
}

/// Finds for each line the one its last sentence goes on in.
pub(super) fn find(text: &str, lines: &mut [Line], judgements: &Judgements) {
    let pieces = pieces(text, lines);
    let mut matching = Matching::new(lines);
    let said = |line: &Line| judgements.get(&line.number).and_then(|said| said.joint);
    if !judgements.is_empty() {
        matching.obey(lines, said);
    }
    let mut open: Vec<usize> = (0..pieces.len())
        .filter(|&at| {
            pieces.get(at).is_some_and(|piece| {
                piece.cut != Cut::No
                    && lines.get(piece.line).is_some_and(|line| said(line).is_none())
            })
        })
        .collect();
    if open.is_empty() {
        matching.write(lines);
        return;
    }
    let cuts = pieces.iter().filter(|piece| piece.cut == Cut::Yes).count();
    let table = Table {
        text,
        lines,
        pieces: &pieces,
        is_indented: indents(text, lines, &pieces),
        is_wrapped: cuts >= WRAPPED && cuts * 2 > pieces.len(),
    };
    open.retain(|&at| !table.join_surely(at, &mut matching));
    if !open.is_empty() {
        table.join_best(&open, &mut matching);
    }
    matching.write(lines);
}

/// The lines that can be cut or be a remainder.
fn pieces(text: &str, lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let speech = Speech::of(text, lines);
    for (index, line) in lines.iter().enumerate() {
        let content = &text[line.content.range()];
        // Behind the byline at its end a paragraph does not go on.
        let is_signed = lines.get(index + 1).is_some_and(|next| next.number == line.number);
        let may_follow =
            matches!(line.kind, LineKind::Body | LineKind::Heading | LineKind::Caption);
        let cut = match line.kind {
            _ if is_signed => Cut::No,
            _ if line.turn > 0 && speech.ends(line, content) => Cut::No,
            LineKind::Body | LineKind::Item | LineKind::Turn => cut(content),
            LineKind::Heading if may_be_text(text, line) && cut(content) != Cut::No => {
                Cut::Doubtful
            }
            _ => Cut::No,
        };
        if cut != Cut::No || may_follow {
            pieces.push(Piece { line: index, cut, may_follow });
        }
    }
    pieces
}

/// How the lines of a transcript end.
///
/// Who writes down what is said leaves out the full stop at its end as often as not. There a line
/// without one is cut only if it is full.
struct Speech {
    /// Characters of a full line, if the transcript is like that.
    full: Option<usize>,
}

impl Speech {
    /// So many characters fewer still fill a line: what follows did not fit.
    const RAGGED: usize = 2;
    /// No text is wrapped into shorter lines, in characters.
    const NARROWEST: usize = 16;
    /// So many lines within turns show whether they are wrapped.
    const SEVERAL: usize = 3;

    fn of(text: &str, lines: &[Line]) -> Self {
        let content = |line: &Line| &text[line.content.range()];
        let length = |line: &Line| content(line).chars().count();
        let ends_turn = |pair: &&[Line]| pair[0].turn > 0 && pair[1].turn != pair[0].turn;
        let ends = lines.windows(2).filter(ends_turn).map(|pair| cut(content(&pair[0])));
        let (mut all, mut open) = (0, 0);
        for end in ends {
            all += 1;
            open += usize::from(end != Cut::No);
        }
        if open * 3 <= all {
            return Self { full: None };
        }
        // Of wrapped text all lines are full but the last one of each turn.
        let spoken = lines.iter().filter(|line| line.turn > 0);
        let longest = spoken.map(length).max().unwrap_or(0);
        let full = longest.saturating_sub(Self::RAGGED);
        let goes_on = |pair: &&[Line]| pair[0].turn > 0 && pair[1].turn == pair[0].turn;
        let inner: Vec<usize> =
            lines.windows(2).filter(goes_on).map(|pair| length(&pair[0])).collect();
        let filled = inner.iter().filter(|&&length| length >= full).count();
        let is_wrapped = longest >= Self::NARROWEST
            && inner.len() >= Self::SEVERAL
            && filled * 5 >= inner.len() * 4;
        Self { full: Some(if is_wrapped { full } else { usize::MAX }) }
    }

    /// Whether what is said ends with a line whatever its last character is.
    fn ends(&self, line: &Line, content: &str) -> bool {
        let is_name_only = line.speaker.is_some_and(|who| who.lead.end() == line.content.end());
        is_name_only || self.full.is_some_and(|full| content.chars().count() < full)
    }
}

/// Whether a heading may be a short piece of text: neither marked nor in parts.
fn may_be_text(text: &str, line: &Line) -> bool {
    let before = ByteSpan::between(line.span.start(), line.content.start());
    !text[before.range()].contains('#') && !text[line.content.range()].contains(char::is_whitespace)
}

/// Whether `content` ends in the middle of a sentence.
fn cut(content: &str) -> Cut {
    let bare = content.trim_end_matches(|c: char| is_closing(c) || c == '"');
    let Some(last) = bare.chars().next_back() else { return Cut::No };
    if matches!(last, '，' | '、' | ',') {
        return Cut::Yes;
    }
    if is_end_mark(last)
        || matches!(last, '…' | '；' | ';' | '：' | ':' | '—' | '─' | '.' | '~' | '～')
    {
        return Cut::No;
    }
    let is_running = content.contains(['。', '，', '；', ',', ';', '！', '？']);
    let is_long = || content.chars().take(LONG).count() == LONG;
    if is_running || is_long() { Cut::Yes } else { Cut::Doubtful }
}

/// Whether a line says itself that it begins something.
fn is_beginning(content: &str) -> bool {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let inner = content.trim_start_matches(['(', '（', '第']);
    let rest = inner.trim_start_matches(is_numeral);
    let is_numbered = rest.len() < inner.len() && rest.starts_with([')', '）', '、', '.', '．']);
    is_numbered || dateline(content) == Dateline::Agency
}

/// How running text begins that goes on with nothing.
fn is_usual_opening(content: &str) -> bool {
    const OPENINGS: [&str; 33] = [
        "今年",
        "去年",
        "近年",
        "目前",
        "同时",
        "此外",
        "另外",
        "首先",
        "其次",
        "最后",
        "为了",
        "为进一步",
        "针对",
        "围绕",
        "下一步",
        "接下来",
        "据了解",
        "据介绍",
        "据悉",
        "会上",
        "会议",
        "截至",
        "随着",
        "一是",
        "二是",
        "三是",
        "四是",
        "在此",
        "通过",
        "其中",
        "如今",
        "自",
        "“",
    ];
    OPENINGS.iter().any(|opening| content.starts_with(opening))
        || dateline(content) == Dateline::Date
}

/// Whether the article's paragraphs are indented, so that one without is no paragraph.
fn indents(text: &str, lines: &[Line], pieces: &[Piece]) -> bool {
    let body = || pieces.iter().filter_map(|piece| lines.get(piece.line)).take(RARITY_LINES);
    let all = body().filter(|line| line.kind == LineKind::Body).count();
    let indented =
        body().filter(|line| line.kind == LineKind::Body && is_indented(text, line)).count();
    indented >= 2 && indented * 3 >= all
}

fn is_indented(text: &str, line: &Line) -> bool {
    text[line.span.range()].starts_with(['\u{3000}', ' ', '\t'])
}

/// A cut and what may be its remainder, as indices of pieces.
#[derive(Clone, Copy)]
struct Pair {
    points: f32,
    at: usize,
    to: usize,
    /// Whether that is enough without need.
    is_enough: bool,
}

/// All there is to compare.
struct Table<'a> {
    text: &'a str,
    lines: &'a [Line],
    pieces: &'a [Piece],
    is_indented: bool,
    /// Whether most lines are cut: the text was wrapped, and the next line is the remainder.
    is_wrapped: bool,
}

impl<'a> Table<'a> {
    fn line(&self, piece: usize) -> Option<&'a Line> {
        self.pieces.get(piece).and_then(|piece| self.lines.get(piece.line))
    }

    fn content(&self, piece: usize) -> &'a str {
        self.line(piece).map_or("", |line| &self.text[line.content.range()])
    }

    /// Whether nobody else speaks in one of two pieces than in the other.
    fn is_one_turn(&self, one: usize, other: usize) -> bool {
        let turn = |piece| self.line(piece).map(|line| line.turn);
        turn(one) == turn(other)
    }

    /// Joins a cut to the next line where words or marks over the joint leave no doubt.
    fn join_surely(&self, at: usize, matching: &mut Matching) -> bool {
        let (Some(here), Some(next)) = (self.pieces.get(at), self.pieces.get(at + 1)) else {
            return false;
        };
        let (end, start) = (self.content(at), self.content(at + 1));
        if !next.may_follow || is_beginning(start) || !self.is_one_turn(at, at + 1) {
            return false;
        }
        let points = self.place(at, at + 1)
            + evidence::wording(end, start, None)
            + self.opening(at + 1, true);
        points >= SURE && matching.join(here.line, next.line)
    }

    /// Joins the cuts `open` to the lines that fit best.
    fn join_best(&self, open: &[usize], matching: &mut Matching) {
        let reach = (PAIRS / open.len() / 2).clamp(2, FARTHEST);
        let phrases = Phrases::of(self.text);
        let sample: Vec<(Edge, Edge)> = (0..self.pieces.len().min(RARITY_LINES))
            .map(|at| (Edge::end(self.content(at)), Edge::start(self.content(at))))
            .collect();
        let rarity = Rarity::of(sample.iter().flat_map(|(end, start)| [end, start]));
        let mut starts: HashMap<usize, Edge> = HashMap::new();
        let mut pairs = Vec::new();
        for &at in open {
            let end = Edge::end(self.content(at));
            for to in at.saturating_sub(reach)..self.pieces.len().min(at + reach + 1) {
                let (Some(here), Some(there)) = (self.pieces.get(at), self.pieces.get(to)) else {
                    continue;
                };
                if to == at
                    || !there.may_follow
                    || !self.is_one_turn(at, to)
                    || !matching.is_free(here.line, there.line)
                    || is_beginning(self.content(to))
                {
                    continue;
                }
                let start = starts.entry(to).or_insert_with(|| Edge::start(self.content(to)));
                let mut points = self.points(at, to, &end, start, &phrases);
                if here.cut == Cut::Yes {
                    // A heading speaks of the same as its text, of course.
                    points += rarity.subject(&end, start);
                }
                let is_next = self.is_next(at, to);
                let enough = match here.cut {
                    Cut::Doubtful => ENOUGH_DOUBTFUL,
                    _ if is_next => ENOUGH_NEXT,
                    _ if self.line(to).is_some_and(|line| line.kind != LineKind::Body) => {
                        ENOUGH_DOUBTFUL
                    }
                    _ => ENOUGH_ELSEWHERE,
                };
                if points >= enough.min(SECOND_BEST) {
                    pairs.push(Pair { points, at, to, is_enough: points >= enough });
                }
            }
        }
        // The same order each time, whatever the points.
        pairs.sort_by(|a, b| {
            b.points
                .total_cmp(&a.points)
                .then(a.at.abs_diff(a.to).cmp(&b.at.abs_diff(b.to)))
                .then((a.at, a.to).cmp(&(b.at, b.to)))
        });
        let mut joined: Vec<Pair> = Vec::new();
        for &pair in pairs.iter().filter(|pair| pair.is_enough) {
            if self.join(pair, matching) {
                joined.push(pair);
            }
        }
        self.make_room(&pairs, &mut joined, matching);
    }

    fn join(&self, pair: Pair, matching: &mut Matching) -> bool {
        let (here, there) = (self.pieces.get(pair.at), self.pieces.get(pair.to));
        matches!((here, there), (Some(here), Some(there)) if matching.join(here.line, there.line))
    }

    /// Gives a cut that found its remainder taken that remainder, where whoever took it has another
    /// and the two together are better.
    fn make_room(&self, pairs: &[Pair], joined: &mut [Pair], matching: &mut Matching) {
        for &wish in pairs.iter().filter(|pair| pair.is_enough) {
            let is_open = |pair: &Pair| {
                let line = self.pieces.get(pair.at).map(|piece| piece.line);
                line.is_some_and(|line| matching.is_open(line))
            };
            if !is_open(&wish) {
                continue;
            }
            let Some(taken) = joined.iter_mut().find(|taken| taken.to == wish.to) else { continue };
            let line = |piece: usize| self.pieces.get(piece).map(|piece| piece.line);
            let (Some(from), Some(to)) = (line(taken.at), line(taken.to)) else { continue };
            matching.part(from, to);
            let other = pairs.iter().find(|other| {
                let free = line(other.to).is_some_and(|to| matching.is_free(from, to));
                other.at == taken.at
                    && other.to != taken.to
                    && free
                    && wish.points + other.points > taken.points
            });
            match other {
                Some(&other) if self.join(wish, matching) => {
                    self.join(other, matching);
                    *taken = wish;
                }
                _ => {
                    self.join(*taken, matching);
                }
            }
        }
    }

    /// Whether nothing stands between two lines.
    fn is_next(&self, at: usize, to: usize) -> bool {
        match (self.pieces.get(at), self.pieces.get(to)) {
            (Some(here), Some(there)) => here.line + 1 == there.line,
            _ => false,
        }
    }

    /// What speaks for `to` being the remainder of `at`, besides a common subject.
    fn points(&self, at: usize, to: usize, end: &Edge, start: &Edge, phrases: &Phrases<'_>) -> f32 {
        let (before, behind) = (self.content(at), self.content(to));
        let wording = evidence::wording(before, behind, Some(phrases));
        // A word over the joint is part of the phrase there: it counts once.
        let phrase = phrases.points(before, behind);
        wording.max(phrase)
            + self.place(at, to)
            + self.opening(to, self.is_next(at, to))
            + evidence::quotation(end, start)
    }

    /// Points for where the two stand.
    fn place(&self, at: usize, to: usize) -> f32 {
        let (Some(here), Some(there)) = (self.pieces.get(at), self.pieces.get(to)) else {
            return 0.0;
        };
        let (Some(first), Some(second)) = (self.line(at), self.line(to)) else { return 0.0 };
        if here.line + 1 == there.line {
            return if self.is_wrapped { 6.0 } else { 3.0 };
        }
        let (low, high) = (here.line.min(there.line), here.line.max(there.line));
        let between = self.lines.get(low + 1..high).unwrap_or_default();
        let only = |kinds: &[LineKind]| {
            between.len() < 16 && between.iter().all(|line| kinds.contains(&line.kind))
        };
        #[expect(clippy::cast_precision_loss, reason = "a few hundred lines")]
        let distance = (between.len() as f32 * 0.02).min(0.5);
        let mut points = -distance;
        if there.line > here.line {
            if only(&[LineKind::Caption, LineKind::Echo]) {
                points += 2.0;
            } else if only(&[
                LineKind::Caption,
                LineKind::Echo,
                LineKind::Heading,
                LineKind::Byline,
            ]) {
                points += 0.5;
            }
        } else {
            points -= 0.5;
        }
        if first.story != second.story {
            points -= 1.0;
        }
        points
    }

    /// Points for how a line begins.
    fn opening(&self, to: usize, is_next: bool) -> f32 {
        let Some(line) = self.line(to) else { return 0.0 };
        let mut points = 0.0;
        if is_usual_opening(self.content(to)) {
            points -= if is_next { 0.5 } else { 1.0 };
        }
        if self.is_indented && line.kind == LineKind::Body {
            points += if is_indented(self.text, line) { -2.5 } else { 2.0 };
        }
        // The next line of text is a part's first paragraph more often than a remainder.
        let above = self.pieces.get(to).and_then(|piece| piece.line.checked_sub(1));
        let above = above.and_then(|above| self.lines.get(above)).map(|line| line.kind);
        match above {
            Some(LineKind::Heading | LineKind::Byline) => points -= 0.5,
            Some(LineKind::Title | LineKind::Kicker) => points -= 1.0,
            _ => {}
        }
        if line.kind != LineKind::Body {
            // A short remainder that stands apart looks like a caption.
            let ends = cut(self.content(to)) == Cut::No;
            points -= if ends { 0.4 } else { 2.0 };
        } else if self.content(to).chars().take(ORPHAN).count() < ORPHAN && !is_next {
            // So short a paragraph is rather the end of another.
            points += 2.6;
        }
        points
    }
}
