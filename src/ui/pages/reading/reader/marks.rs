//! The passages of the shown article as marks on its text.
//!
//! Built once per change, by one walk along the text that notes for every stretch between two ends
//! of marks what it bears: the mark on top, four underlines, and how many found no room. A frame
//! draws the stretches in view, of which there are never more than characters, however many
//! passages lie there:
//!
//! ```text
//!  marks       ├───────────── a ─────────────┤
//!                    ├─── b ───┤
//!                              ├── c ──┤
//!  stretches   a     b a       c a       a     (the shortest on top, as a click means it)
//! ```

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    ops::Range,
};

use eframe::egui::Color32;
use rust_i18n::t;

use super::spans::Spans;
use crate::{
    annotation::{Coder, Passage, PassageId, ThemeId},
    corpus::Article,
    session::Session,
    text::{ByteOffset, ByteSpan, CharSpan},
    ui::{
        showing::{Shade, Showing},
        theme::{self, Palette},
    },
};

/// So many brackets stand beside each other at most; the passages beyond them are counted.
pub(super) const COLUMNS: usize = 8;

/// No mark, in a place where one could be.
const NONE: u32 = u32::MAX;

/// How a theme is drawn.
#[derive(Clone, Debug)]
pub(super) struct MarkLook {
    pub(super) name: String,
    pub(super) colour: Color32,
    pub(super) dimmed: bool,
}

/// One fragment of a passage.
#[derive(Clone, Debug)]
pub(super) struct TextMark {
    pub(super) span: ByteSpan,
    pub(super) passage: PassageId,
    /// Which of the passage's fragments it is.
    pub(super) fragment: usize,
    /// Its passage's place in [`Marks::passages`].
    owner: u32,
}

/// A passage whose marks are drawn.
#[derive(Clone, Debug)]
pub(super) struct MarkedPassage {
    pub(super) id: PassageId,
    /// First and last byte of all its fragments.
    pub(super) span: ByteSpan,
    pub(super) memo: bool,
    /// What is seen of its themes, in [`Marks::looks_of`].
    looks: Range<u32>,
    /// Whether it has a bracket of its own.
    pub(super) column: Option<usize>,
}

impl MarkedPassage {
    /// Whether it has a bracket of its own.
    pub(super) fn has_bracket(&self) -> bool {
        self.column.is_some()
    }
}

/// An underline: of which mark and in which look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Underline {
    pub(super) mark: u32,
    look: u16,
}

/// What the text bears from one place to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    start: ByteOffset,
    /// How many marks lie over it.
    pub(super) over: u32,
    /// The mark on top.
    top: u32,
    /// The underlines, from the top; of each lane the one that runs here.
    pub(super) lines: [Option<Underline>; theme::UNDERLINES],
    /// How many underlines found no lane.
    pub(super) beyond: u32,
}

/// What a set of marks is made from.
pub(super) struct MarkSource<'a> {
    pub(super) session: &'a Session,
    pub(super) article: &'a Article,
    pub(super) palette: &'a Palette,
    pub(super) showing: &'a Showing,
    /// Nothing is marked but what is kept.
    pub(super) bare: bool,
    /// A passage that is drawn whatever hides it: it is selected.
    pub(super) kept: Option<PassageId>,
    /// Bytes in a line of text: brackets nearer to each other would touch.
    pub(super) line: u32,
}

/// Where a fragment was found, so that the next set of marks need not look again.
#[derive(Clone, Copy, Debug)]
struct Found {
    passage: PassageId,
    chars: CharSpan,
    bytes: ByteSpan,
}

/// The marks of one article.
#[derive(Debug, Default)]
pub(super) struct Marks {
    looks: Vec<MarkLook>,
    looks_of: Vec<u16>,
    /// In order of the text.
    passages: Vec<MarkedPassage>,
    /// Sorted by start.
    sorted: Vec<TextMark>,
    index: Spans,
    stretches: Vec<Stretch>,
    /// For each column of brackets its passages, none touching the next.
    columns: Vec<Vec<u32>>,
    /// The passages without a bracket, and where they are.
    crowd: Vec<u32>,
    crowd_index: Spans,
    found: Vec<Found>,
}

impl Marks {
    /// The marks of an article; `known` are those of the same text before the last change.
    pub(super) fn new(source: &MarkSource<'_>, known: Option<&Self>) -> Self {
        let mut made = Self::default();
        let mut themes = Looks::default();
        let mut known = Known { rows: known.map_or(&[], |known| &known.found), at: 0 };
        let passages = source.session.annotations().passages_in(&source.article.path);
        made.passages.reserve(passages.len());
        made.sorted.reserve(passages.len());
        for (coder, passage) in passages {
            made.add(source, &mut themes, &mut known, coder, passage);
        }
        made.looks = themes.looks;
        made.sorted.sort_by_key(|mark| (mark.span, mark.owner));
        made.index = Spans::new(made.sorted.iter().map(|mark| mark.span));
        made.sweep();
        made.assign_columns(source.article.text.as_str(), source.line);
        made
    }

    fn add(
        &mut self,
        source: &MarkSource<'_>,
        themes: &mut Looks,
        known: &mut Known<'_>,
        coder: &Coder,
        passage: &Passage,
    ) {
        let Some(fragments) = source.session.place_of(passage) else { return };
        let (first_mark, owner) = (self.sorted.len(), index(self.passages.len()));
        for (fragment, &chars) in fragments.iter().enumerate() {
            let bytes = known
                .look(passage.id, chars)
                .or_else(|| source.article.text.byte_span(chars).filter(|span| !span.is_empty()));
            let Some(bytes) = bytes else { continue };
            self.found.push(Found { passage: passage.id, chars, bytes });
            self.sorted.push(TextMark { span: bytes, passage: passage.id, fragment, owner });
        }
        let kept = source.kept == Some(passage.id);
        let first_look = index(self.looks_of.len());
        for &theme in &passage.themes {
            let shade = source.showing.of(coder, theme);
            if kept || (shade != Shade::Hidden && !source.bare) {
                let make = || look(source, coder, theme, shade == Shade::Dimmed);
                self.looks_of.push(themes.place(theme, make));
            }
        }
        let looks = first_look..index(self.looks_of.len());
        let marks = self.sorted.get(first_mark..).unwrap_or_default();
        let span = marks.iter().map(|mark| mark.span).reduce(ByteSpan::cover);
        match span {
            Some(span) if !looks.is_empty() => self.passages.push(MarkedPassage {
                id: passage.id,
                span,
                memo: !passage.memo.is_empty(),
                looks,
                column: None,
            }),
            _ => self.sorted.truncate(first_mark),
        }
    }

    /// Walks along the text and notes what every stretch of it bears.
    fn sweep(&mut self) {
        let mut stretches: Vec<Stretch> = Vec::with_capacity(2 * self.sorted.len());
        let width = |mark: &TextMark| self.owner(mark).map_or(0, |owner| index(owner.looks.len()));
        // Every end with the number of underlines that end there.
        let mut ends: Vec<(u32, u32)> =
            self.sorted.iter().map(|mark| (mark.span.end().get(), width(mark))).collect();
        ends.sort_unstable();
        let mut starting = (0_u32..).zip(&self.sorted).peekable();
        let mut ending = ends.into_iter().peekable();
        let mut shortest: BinaryHeap<Reverse<(bool, u32, Reverse<u32>)>> = BinaryHeap::new();
        let mut lines: [Option<Underline>; theme::UNDERLINES] = Default::default();
        // Underlines that found no lane yet: the first takes the next that is free.
        let mut waiting: VecDeque<Underline> = VecDeque::new();
        let (mut over, mut strokes) = (0_u32, 0_u32);
        let end_of = |mark: u32| self.mark(mark).map_or(0, |mark| mark.span.end().get());
        loop {
            let at = match (starting.peek(), ending.peek()) {
                (Some((_, mark)), Some(&(end, _))) => mark.span.start().get().min(end),
                (None, Some(&(end, _))) => end,
                // What starts also ends.
                (_, None) => break,
            };
            while let Some((_, width)) = ending.next_if(|&(end, _)| end <= at) {
                over = over.saturating_sub(1);
                strokes = strokes.saturating_sub(width);
            }
            for line in &mut lines {
                *line = line.filter(|line| end_of(line.mark) > at);
            }
            while let Some((number, mark)) =
                starting.next_if(|(_, mark)| mark.span.start().get() <= at)
            {
                over += 1;
                let looks = self.owner(mark).map(|owner| self.looks_in(owner)).unwrap_or_default();
                strokes += index(looks.len());
                waiting.extend(looks.iter().map(|&look| Underline { mark: number, look }));
                let dimmed = looks.iter().all(|&look| self.look(look).is_some_and(|l| l.dimmed));
                shortest.push(Reverse((dimmed, mark.span.len(), Reverse(number))));
            }
            for free in lines.iter_mut().filter(|line| line.is_none()) {
                while let Some(next) = waiting.pop_front() {
                    if end_of(next.mark) > at {
                        *free = Some(next);
                        break;
                    }
                }
            }
            while let Some(Reverse((_, _, Reverse(mark)))) = shortest.peek()
                && end_of(*mark) <= at
            {
                shortest.pop();
            }
            let top = shortest.peek().map_or(NONE, |Reverse((_, _, Reverse(mark)))| *mark);
            let beyond = strokes - index(lines.iter().flatten().count());
            stretches.push(Stretch { start: ByteOffset::new(at), over, top, lines, beyond });
        }
        self.stretches = stretches;
    }

    /// Gives every passage the first column of brackets in which no other stands on its lines.
    fn assign_columns(&mut self, text: &str, line: u32) {
        let mut ends: Vec<ByteOffset> = Vec::new();
        let free = |end: ByteOffset, start: ByteOffset| {
            end <= start
                && (start.get() - end.get() >= line
                    || text.get(end.to_usize()..start.to_usize()).is_some_and(|t| t.contains('\n')))
        };
        // Passages that were found elsewhere after a change of the article come out of order.
        let mut order: Vec<u32> = (0..index(self.passages.len())).collect();
        let start_of = |at: u32| self.passages.get(at as usize).map(|passage| passage.span.start());
        order.sort_by_key(|&at| start_of(at));
        for number in order {
            let Some(passage) = self.passages.get_mut(number as usize) else { continue };
            let start = passage.span.start();
            let column = ends.iter().position(|&end| free(end, start)).or_else(|| {
                (ends.len() < COLUMNS).then(|| {
                    ends.push(ByteOffset::ZERO);
                    self.columns.push(Vec::new());
                    ends.len() - 1
                })
            });
            passage.column = column;
            match column.and_then(|at| Some((ends.get_mut(at)?, self.columns.get_mut(at)?))) {
                Some((end, column)) => {
                    *end = passage.span.end();
                    column.push(number);
                }
                None => self.crowd.push(number),
            }
        }
        let spans = self.crowd.iter().filter_map(|&at| self.passages.get(at as usize));
        self.crowd_index = Spans::new(spans.map(|passage| passage.span));
    }

    fn mark(&self, at: u32) -> Option<&TextMark> {
        self.sorted.get(at as usize)
    }

    fn owner(&self, mark: &TextMark) -> Option<&MarkedPassage> {
        self.passages.get(mark.owner as usize)
    }

    fn look(&self, at: u16) -> Option<&MarkLook> {
        self.looks.get(usize::from(at))
    }

    fn looks_in(&self, passage: &MarkedPassage) -> &[u16] {
        let Range { start, end } = passage.looks;
        self.looks_of.get(start as usize..end as usize).unwrap_or_default()
    }

    /// What is seen of a passage's themes.
    pub(super) fn looks_of(&self, passage: &MarkedPassage) -> impl Iterator<Item = &MarkLook> {
        self.looks_in(passage).iter().filter_map(|&look| self.look(look))
    }

    /// The colour that a passage has as a whole: its first theme's.
    pub(super) fn colour(&self, passage: &MarkedPassage) -> Color32 {
        self.looks_of(passage).next().map_or(Color32::GRAY, |look| look.colour)
    }

    /// The names of a passage's themes, as far as they are seen.
    pub(super) fn names(&self, passage: &MarkedPassage) -> String {
        let names: Vec<&str> = self.looks_of(passage).map(|look| look.name.as_str()).collect();
        names.join(" ")
    }

    /// The look of an underline.
    pub(super) fn look_of(&self, underline: Underline) -> Option<&MarkLook> {
        self.look(underline.look)
    }

    /// Every look that occurs, in the order in which they first do.
    pub(super) fn looks(&self) -> &[MarkLook] {
        &self.looks
    }

    /// Every mark in order of the text, each with the places of its looks in [`Self::looks`].
    pub(super) fn all(&self) -> impl Iterator<Item = (ByteSpan, &[u16])> {
        self.sorted.iter().filter_map(|mark| Some((mark.span, self.looks_in(self.owner(mark)?))))
    }

    /// The passage with that identity, if anything of it is drawn.
    pub(super) fn passage(&self, id: PassageId) -> Option<&MarkedPassage> {
        self.passages.iter().find(|passage| passage.id == id)
    }

    /// The marks of one passage.
    pub(super) fn marks_of(&self, passage: &MarkedPassage) -> impl Iterator<Item = &TextMark> {
        let id = passage.id;
        let from = self.sorted.partition_point(|mark| mark.span.start() < passage.span.start());
        let until = passage.span.end();
        let near = self.sorted.iter().skip(from).take_while(move |mark| mark.span.start() < until);
        near.filter(move |mark| mark.passage == id)
    }

    /// What `span` bears, stretch by stretch; what bears nothing is left out.
    pub(super) fn stretches(&self, span: ByteSpan) -> impl Iterator<Item = (ByteSpan, &Stretch)> {
        let after = self.stretches.partition_point(|stretch| stretch.start <= span.start());
        let here = self.stretches.iter().enumerate().skip(after.saturating_sub(1));
        here.take_while(move |(_, stretch)| stretch.start < span.end())
            .filter(|(_, stretch)| stretch.over > 0)
            .filter_map(move |(at, stretch)| {
                let end = self.stretches.get(at + 1).map_or(stretch.start, |next| next.start);
                Some((ByteSpan::between(stretch.start, end).intersection(span)?, stretch))
            })
    }

    /// The passage whose ground a stretch shows.
    pub(super) fn top(&self, stretch: &Stretch) -> Option<&MarkedPassage> {
        self.mark(stretch.top).and_then(|mark| self.owner(mark))
    }

    /// Whether one of the underlines of a stretch is `passage`'s.
    pub(super) fn shows_line(&self, stretch: &Stretch, passage: &MarkedPassage) -> bool {
        let lines = stretch.lines.iter().flatten();
        lines.into_iter().any(|line| self.mark(line.mark).is_some_and(|m| m.passage == passage.id))
    }

    /// Whether everything that is seen of a passage is dimmed.
    pub(super) fn is_dimmed(&self, passage: &MarkedPassage) -> bool {
        self.looks_of(passage).all(|look| look.dimmed)
    }

    /// The passages over `place`: the one on top and how many there are.
    pub(super) fn at(&self, place: ByteOffset) -> Option<(&MarkedPassage, usize)> {
        let (_, stretch) = self.stretches(one_byte(place)?).next()?;
        Some((self.top(stretch)?, stretch.over as usize))
    }

    /// The passages over `place` that are told about one by one, the one on top first, and how
    /// many more there are.
    pub(super) fn told_at(&self, place: ByteOffset) -> Option<(Vec<PassageId>, usize)> {
        let (top, count) = self.at(place)?;
        let others = self.over(one_byte(place)?).map(|passage| passage.id);
        let others = others.filter(|&id| id != top.id).take(2);
        let told: Vec<PassageId> = std::iter::once(top.id).chain(others).collect();
        let more = count.saturating_sub(told.len());
        Some((told, more))
    }

    /// The passages with a mark over `span`, in order of the text; each as often as it has marks.
    pub(super) fn over(&self, span: ByteSpan) -> impl Iterator<Item = &MarkedPassage> {
        let marks = self.index.over(span).filter_map(|at| self.sorted.get(at));
        marks.filter_map(|mark| self.owner(mark))
    }

    /// The passage at `place` that a click means: the shortest mark there, and with repeated
    /// clicks the next longer one.
    pub(super) fn passage_at(
        &self,
        place: ByteOffset,
        current: Option<PassageId>,
    ) -> Option<PassageId> {
        let (top, count) = self.at(place)?;
        let here = one_byte(place)?;
        if count < 2 || !current.is_some_and(|id| self.over(here).any(|other| other.id == id)) {
            return Some(top.id);
        }
        let mut there: Vec<(usize, &TextMark)> =
            self.index.over(here).filter_map(|at| Some((at, self.sorted.get(at)?))).collect();
        there.sort_by_key(|&(at, mark)| {
            let dimmed = self.owner(mark).is_some_and(|owner| self.is_dimmed(owner));
            (dimmed, mark.span.len(), Reverse(at))
        });
        let place = there.iter().position(|(_, mark)| Some(mark.passage) == current)?;
        there.get((place + 1) % there.len()).map(|(_, mark)| mark.passage)
    }

    /// The passages with a bracket that touch `span`, each with its column.
    pub(super) fn bracketed(
        &self,
        span: ByteSpan,
    ) -> impl Iterator<Item = (usize, &MarkedPassage)> {
        let end_of = |&at: &u32| self.passages.get(at as usize).map(|passage| passage.span.end());
        self.columns.iter().enumerate().flat_map(move |(column, passages)| {
            let from = passages.partition_point(|at| end_of(at) <= Some(span.start()));
            let here = passages.iter().skip(from).filter_map(|&at| self.passages.get(at as usize));
            here.take_while(move |passage| passage.span.start() < span.end())
                .map(move |passage| (column, passage))
        })
    }

    /// How many columns of brackets there are.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// How many passages without a bracket touch `span`.
    pub(super) fn crowd_count(&self, span: ByteSpan) -> usize {
        self.crowd_index.count_over(span)
    }

    /// The passages without a bracket that touch `span`.
    pub(super) fn crowd(&self, span: ByteSpan) -> impl Iterator<Item = &MarkedPassage> {
        let crowd = self.crowd_index.over(span).filter_map(|at| self.crowd.get(at));
        crowd.filter_map(|&at| self.passages.get(at as usize))
    }
}

/// The character at `place`, as far as it matters to marks, which end between characters.
fn one_byte(place: ByteOffset) -> Option<ByteSpan> {
    ByteSpan::new(place, ByteOffset::new(place.get().checked_add(1)?))
}

/// A count of marks or looks as it is kept; texts hold fewer than 2³² bytes.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

/// The looks so far, by theme.
#[derive(Default)]
struct Looks {
    looks: Vec<MarkLook>,
    themes: Vec<ThemeId>,
}

impl Looks {
    /// The place of a theme's look. A codebook is short: looking at each theme is quick.
    fn place(&mut self, theme: ThemeId, make: impl FnOnce() -> MarkLook) -> u16 {
        let known = self.themes.iter().position(|&other| other == theme);
        let place = known.unwrap_or_else(|| {
            self.themes.push(theme);
            self.looks.push(make());
            self.themes.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

fn look(source: &MarkSource<'_>, coder: &Coder, id: ThemeId, dimmed: bool) -> MarkLook {
    let MarkSource { session, palette, article, .. } = *source;
    let theme = session.codebook().get(id);
    let colour = theme.map_or(palette.second, |theme| palette.theme(theme.colour));
    let name = theme.map(|theme| theme.name.clone()).or_else(|| {
        let layer = session.annotations().layer(&article.path, coder)?;
        layer.legend.get(&id).cloned()
    });
    MarkLook {
        name: name.unwrap_or_else(|| t!("themes.unknown").into_owned()),
        colour: if dimmed { palette.dimmed(colour) } else { colour },
        dimmed,
    }
}

/// What is known of the fragments' places, in the order in which they will be asked for.
struct Known<'a> {
    rows: &'a [Found],
    at: usize,
}

impl Known<'_> {
    /// Where a fragment was before. A few passages may have come or gone since.
    fn look(&mut self, passage: PassageId, chars: CharSpan) -> Option<ByteSpan> {
        let near = self.rows.get(self.at..)?.iter().take(4);
        let ahead = near.enumerate().find(|(_, row)| row.passage == passage && row.chars == chars);
        let (ahead, row) = ahead?;
        self.at += ahead + 1;
        Some(row.bytes)
    }
}
