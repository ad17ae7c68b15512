//! The passages of the shown article as marks on its text: found by place, each with its lane.
//!
//! Built once per change; a frame only asks for what overlaps the blocks in view.

use eframe::egui::Color32;

use crate::{
    annotation::PassageId,
    corpus::Article,
    session::Session,
    text::{ByteOffset, ByteSpan},
    ui::theme::Palette,
};

/// One fragment of a passage.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: ByteSpan,
    pub(super) passage: PassageId,
    /// Its themes' colours, each with the lane (from the top) in which its underline runs.
    pub(super) lines: Vec<(Color32, usize)>,
    /// Which of the passage's fragments it is.
    pub(super) fragment: usize,
    /// Its place among the marks by age: the youngest lies on top.
    pub(super) age: u64,
}

/// A passage as it is named beside the text.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) passage: PassageId,
    /// First and last byte of all its fragments.
    pub(super) span: ByteSpan,
    pub(super) colour: Color32,
    /// Its themes' names.
    pub(super) text: String,
    pub(super) memo: bool,
}

/// The marks of one article.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Sorted by start.
    sorted: Vec<Mark>,
    /// The furthest end of all marks up to each.
    furthest: Vec<ByteOffset>,
    /// In order of the text.
    pub(super) labels: Vec<Label>,
}

impl Marks {
    /// The marks of `article` in the colours of `palette`.
    pub(super) fn new(session: &Session, article: &Article, palette: &Palette) -> Self {
        let codebook = session.codebook();
        let mut made = Self::default();
        let passages = session.annotations().passages_in(&article.path);
        for (age, (_, passage)) in (0_u64..).zip(&passages) {
            let Some(fragments) = session.placed(passage) else { continue };
            let themes: Vec<_> = passage.themes.iter().filter_map(|&id| codebook.get(id)).collect();
            let colours: Vec<Color32> = themes.iter().map(|t| palette.theme(t.colour)).collect();
            let names: Vec<&str> = themes.iter().map(|theme| theme.name.as_str()).collect();
            let spans: Vec<ByteSpan> =
                fragments.iter().filter_map(|&span| article.text.byte_span(span)).collect();
            let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
            made.labels.push(Label {
                passage: passage.id,
                span: first.cover(*last),
                colour: colours.first().copied().unwrap_or(palette.second),
                text: names.join(" "),
                memo: !passage.memo.is_empty(),
            });
            for (fragment, &span) in spans.iter().enumerate() {
                let lines = colours.iter().map(|&colour| (colour, 0)).collect();
                made.sorted.push(Mark { span, passage: passage.id, lines, fragment, age });
            }
        }
        made.sorted.sort_by_key(|mark| (mark.span, mark.age));
        made.assign_lanes();
        made.furthest = made
            .sorted
            .iter()
            .scan(ByteOffset::ZERO, |end, mark| {
                *end = mark.span.end().max(*end);
                Some(*end)
            })
            .collect();
        made
    }

    /// Gives every underline the first lane that no overlapping one has.
    fn assign_lanes(&mut self) {
        let mut ends: Vec<ByteOffset> = Vec::new();
        for mark in &mut self.sorted {
            let mut lane = 0;
            for (_, place) in &mut mark.lines {
                while ends.get(lane).is_some_and(|&end| end > mark.span.start()) {
                    lane += 1;
                }
                if lane == ends.len() {
                    ends.push(ByteOffset::ZERO);
                }
                if let Some(end) = ends.get_mut(lane) {
                    *end = mark.span.end();
                }
                *place = lane;
            }
        }
    }

    /// Every mark, in order of the text.
    pub(super) fn all(&self) -> &[Mark] {
        &self.sorted
    }

    /// The marks that overlap `span`, in order of the text.
    pub(super) fn over(&self, span: ByteSpan) -> impl Iterator<Item = &Mark> {
        let from = self.furthest.partition_point(|&end| end <= span.start());
        self.sorted
            .iter()
            .skip(from)
            .take_while(move |mark| mark.span.start() < span.end())
            .filter(move |mark| mark.span.overlaps(span))
    }

    /// The passage at `place` that a click means: the shortest mark there, and with repeated
    /// clicks the next longer one.
    pub(super) fn passage_at(
        &self,
        place: ByteOffset,
        current: Option<PassageId>,
    ) -> Option<PassageId> {
        let here = ByteSpan::new(place, ByteOffset::new(place.get() + 1))?;
        let mut there: Vec<&Mark> = self.over(here).collect();
        there.sort_by_key(|mark| (mark.span.len(), std::cmp::Reverse(mark.age)));
        let next = there
            .iter()
            .position(|mark| Some(mark.passage) == current)
            .map_or(0, |place| (place + 1) % there.len());
        there.get(next).map(|mark| mark.passage)
    }
}
