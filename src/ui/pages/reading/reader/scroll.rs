//! What of the article is in view: the anchor the view hangs on, and the ways it moves.

use eframe::egui::{self, Rect, Ui};

use super::{
    Anchor, ArticleText, InView, ReaderState, TextLayout, TextSelection, TextTarget, paint,
};
use crate::{session::ReadingPlace, text::ByteOffset, ui::theme};

impl ArticleText<'_> {
    /// The blocks in view, laid out; corrects the anchor at both ends of the article.
    pub(super) fn views(&self, state: &mut ReaderState, ui: &Ui, page: Rect) -> Vec<InView> {
        let stand = match state.target {
            Some(TextTarget::Stand(place)) => Some(place),
            Some(TextTarget::Left) => {
                let text = self.article.text.as_str();
                Some(self.session.reading_places().of_article(text).unwrap_or_default())
            }
            _ => None,
        };
        let ReaderState { layout, anchor, target, selection, reveal, jumped, .. } = state;
        let Some(layout) = layout else { return Vec::new() };
        // The page's margin above the title, and how far one can scroll above it.
        let margin = theme::grid(10.0);
        match target.take() {
            Some(TextTarget::Left | TextTarget::Stand(_)) => {
                let byte = |at| self.article.text.byte_of(at).unwrap_or_default();
                let ReadingPlace { top, past, caret } = stand.unwrap_or_default();
                *selection = TextSelection::default();
                selection.set_head(byte(caret), false);
                let top = byte(top);
                let block = layout.block_of(top);
                let laid = ui.fonts_mut(|fonts| layout.laid(block, fonts));
                let past = laid.map_or(0.0, |laid| {
                    let line = laid.lines.get(laid.line_of(laid.char_at(top)));
                    let line_top = line.map_or(0.0, |line| line.top);
                    line_top + f32::from(past) / 100.0 * laid.line_height
                });
                // An article that was never read begins with the margin above it.
                let past = if stand == Some(ReadingPlace::default()) { -margin } else { past };
                *anchor = Anchor { block, past };
            }
            Some(TextTarget::Span(span)) => {
                selection.select(span);
                (*reveal, *jumped) = (true, true);
            }
            Some(TextTarget::Place(span)) => {
                selection.set_head(span.start(), false);
                (*reveal, *jumped) = (true, true);
            }
            None => {}
        }
        if anchor.past.abs() > 3.0 * page.height() {
            // A leap: what is leapt over need not be laid out, its estimated height will do.
            let (block, part) =
                layout.at_estimated_y(layout.estimated_y(anchor.block, 0.0) + anchor.past);
            let height =
                ui.fonts_mut(|fonts| layout.laid(block, fonts)).map_or(0.0, |laid| laid.height);
            *anchor = Anchor { block, past: part * height };
        }
        ui.fonts_mut(|fonts| {
            // Scrolled above the anchor's block: hang on an earlier one.
            while anchor.past < 0.0 && anchor.block > 0 {
                anchor.block -= 1;
                anchor.past += layout.laid(anchor.block, fonts).map_or(0.0, |laid| laid.height);
            }
            if anchor.block == 0 {
                anchor.past = anchor.past.max(-margin);
            }
            while let Some(laid) = layout.laid(anchor.block, fonts)
                && anchor.past >= laid.height
                && anchor.block + 1 < layout.blocks().len()
            {
                anchor.past -= laid.height;
                anchor.block += 1;
            }
            let mut views = Vec::new();
            let mut top = page.top() - anchor.past;
            for at in anchor.block.. {
                if top > page.bottom() {
                    break;
                }
                let Some(laid) = layout.laid(at, fonts) else { break };
                let height = laid.height;
                views.push(InView { at, top, laid });
                top += height;
            }
            // Never scroll so far that the last line leaves the upper third.
            let limit = page.top() + page.height() / 3.0;
            if top < limit {
                anchor.past -= limit - top;
                for view in &mut views {
                    view.top += limit - top;
                }
            }
            views
        })
    }

    /// Moves the view so that the caret is in it, when that was asked for.
    pub(super) fn reveal(
        &self,
        state: &mut ReaderState,
        ui: &Ui,
        page: Rect,
        views: Vec<InView>,
    ) -> Vec<InView> {
        if !std::mem::take(&mut state.reveal) {
            return views;
        }
        let head = state.selection.head();
        let Some(layout) = &mut state.layout else { return views };
        let block = layout.block_of(head);
        let (above, below) = (page.top() + 60.0, page.bottom() - 90.0);
        let seen = views.iter().find(|view| view.at == block);
        let caret = seen.and_then(|view| paint::caret_rect(view, head, 0.0));
        match caret {
            Some(caret) if caret.top() >= above && caret.bottom() <= below => return views,
            Some(caret) if caret.top() < above => state.anchor.past -= above - caret.top(),
            Some(caret) => state.anchor.past += caret.bottom() - below,
            None => {
                // Far away: its line goes to the upper third.
                let laid = ui.fonts_mut(|fonts| layout.laid(block, fonts));
                let line = laid.map_or(0.0, |laid| {
                    let line = laid.line_of(laid.char_at(head));
                    laid.lines.get(line).map_or(0.0, |line| line.top)
                });
                state.anchor = Anchor { block, past: line - page.height() / 3.0 };
            }
        }
        ui.request_repaint();
        self.views(state, ui, page)
    }
}

/// The first character of the first line in view, and how much of that line is above the view, in
/// percent of its height.
#[expect(clippy::cast_possible_truncation, reason = "a few hundred at most")]
pub(super) fn top_of(views: &[InView], page: Rect) -> Option<(ByteOffset, i16)> {
    let lines = views.iter().flat_map(|view| view.laid.lines.iter().map(move |line| (view, line)));
    let (view, line) = lines
        .into_iter()
        .find(|(view, line)| view.top + line.top + view.laid.line_height > page.top() + 1.0)?;
    let past = page.top() - view.top - line.top;
    let past = (past / view.laid.line_height * 100.0).round() as i16;
    Some((view.laid.byte(line.chars.start), past))
}

/// From where to where, in estimated points from the article's top, the view reaches.
pub(super) fn extent(layout: &TextLayout, views: &[InView], page: Rect) -> (f32, f32) {
    let Some(view) = views.first() else { return (0.0, 0.0) };
    let part = (page.top() - view.top) / view.laid.height.max(1.0);
    let top = layout.estimated_y(view.at, part);
    (top, (top + page.height()).min(layout.height()))
}

/// How the text stood before anything scrolled it in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScrollStart {
    anchor: Anchor,
    /// Whether the user scrolls it, rather than the other text or a jump.
    by_user: bool,
}

impl ScrollStart {
    /// The start of a frame; what the other text scrolled is followed now.
    pub(super) fn of(state: &mut ReaderState) -> Self {
        let follows = std::mem::take(&mut state.follows);
        let by_user = follows == 0.0 && state.target.is_none() && !std::mem::take(&mut state.sent);
        state.anchor.past += follows;
        Self { anchor: state.anchor, by_user }
    }

    /// The end of the frame: tells by how much the user scrolled.
    pub(super) fn end(self, state: &mut ReaderState, ui: &Ui) {
        let ReaderState { layout: Some(layout), anchor, scrolled, .. } = state else { return };
        *scrolled = if self.by_user { way(layout, self.anchor, *anchor, ui) } else { 0.0 };
    }
}

/// How far it is from one anchor to another; exactly, if it is not far.
fn way(layout: &mut TextLayout, from: Anchor, to: Anchor, ui: &Ui) -> f32 {
    /// So many blocks are near.
    const NEAR: usize = 40;
    let between = if from.block.abs_diff(to.block) > NEAR {
        layout.estimated_y(to.block, 0.0) - layout.estimated_y(from.block, 0.0)
    } else {
        let (first, last) = (from.block.min(to.block), from.block.max(to.block));
        let heights = ui.fonts_mut(|fonts| {
            (first..last).filter_map(|at| Some(layout.laid(at, fonts)?.height)).sum::<f32>()
        });
        if from.block <= to.block { heights } else { -heights }
    };
    between + to.past - from.past
}

impl ReaderState {
    /// By how many points the user scrolled it since this was asked last.
    pub(in crate::ui) fn take_scrolled(&mut self) -> f32 {
        std::mem::take(&mut self.scrolled)
    }

    /// Scrolls along when it is drawn next.
    pub(in crate::ui) fn scroll_along(&mut self, points: f32) {
        self.follows += points;
    }
}

/// The wheel over the page.
pub(super) fn wheel(state: &mut ReaderState, ui: &Ui, page: &egui::Response) {
    if page.contains_pointer() {
        let delta = ui.input(|input| input.smooth_scroll_delta().y);
        if delta != 0.0 && ui.input(|input| input.modifiers.is_none()) {
            state.anchor.past -= delta;
        }
    }
}
