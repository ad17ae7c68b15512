//! The shown article's passages as cards in reading order; laid out only where they are in view.
//!
//! How tall a card is depends on its quotation's lines: estimated until the card comes into view,
//! then known. What is above the view is corrected together with the scroll position, so that
//! nothing jumps.

use std::{collections::BTreeMap, rc::Rc};

use eframe::egui::{Align, Id, Layout, Rect, RichText, ScrollArea, Ui, pos2, scroll_area, vec2};
use rust_i18n::t;

use super::{
    ThemesPanel,
    card::{self, Card},
    card_filter::{self, is_listed},
};
use crate::{
    annotation::{Coder, Passage, PassageId, ThemeId, Timestamp},
    corpus::ArticlePath,
    session::Session,
    text::{ByteOffset, CharOffset},
    ui::{
        message::Message,
        paragraphs::Paragraphs,
        quote::{QuoteStyle, SetQuote, estimated_rows},
        shared::Shared,
        showing::{Shade, Showing},
        theme::{self, Palette},
    },
};

/// Space between two cards.
const BETWEEN: f32 = 8.0;
/// Lines of a quotation that are shown, and of the selected card's.
const ROWS: usize = 4;
const SELECTED_ROWS: usize = 8;
/// So long, in seconds, the cards keep still after one was brought into view.
const STILL: f64 = 0.4;
/// So many quotations are kept set.
const KEPT: usize = 400;

/// What the list was made for.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    set: u64,
    annotations: u64,
    article: ArticlePath,
    style: QuoteStyle,
    /// Which coders are seen.
    showing: u64,
    /// Only what bears this theme or one below it.
    theme: Option<ThemeId>,
    /// A passage that is listed although it would not be: it is selected.
    kept: Option<PassageId>,
}

/// Where a passage is found without a search.
#[derive(Clone, Debug)]
struct Place {
    id: PassageId,
    coder: Coder,
    /// In its layer.
    index: usize,
    /// With another one the card may have another height.
    modified: Timestamp,
    /// Where it ends in the text; `None` where it stands nowhere.
    end: Option<CharOffset>,
}

/// What is remembered of the cards.
#[derive(Default)]
pub(super) struct Cards {
    key: Option<Key>,
    /// Only the cards with this theme are wanted.
    pub(super) theme: Option<ThemeId>,
    /// How many passages that are seen bear each theme in this article.
    themes: BTreeMap<ThemeId, usize>,
    /// The place at the top of the text that they followed to, and until when they keep still: the
    /// text goes to a passage that was chosen, whose card is in view.
    seen: Option<ByteOffset>,
    still_until: f64,
    places: Vec<Place>,
    heights: Vec<f32>,
    /// Where each card starts, and the last one ends; empty until asked for.
    tops: Vec<f32>,
    /// The lines of each quotation seen so far, at this width, by the passage and its length.
    rows: BTreeMap<(PassageId, usize), usize>,
    quotes: BTreeMap<(PassageId, usize), Rc<SetQuote>>,
    /// The selected card, and how tall it was when it was last drawn.
    selected: Option<(PassageId, Option<f32>)>,
    /// Where the list keeps how far it is scrolled.
    scroll: Option<Id>,
    /// The card to bring into view, and for how many frames: its true height shows only then.
    reveal: Option<(PassageId, u8)>,
    pub(super) paragraphs: Paragraphs,
}

impl Cards {
    /// Brings the card of `passage` into view at the next frame.
    fn reveal(&mut self, passage: Option<PassageId>) {
        self.reveal = passage.map(|id| (id, 3));
    }

    /// Whether they have not followed the text to `place` yet.
    pub(super) fn is_behind(&self, place: ByteOffset) -> bool {
        self.key.is_some() && self.seen != Some(place)
    }

    /// Makes the list fit what is to be shown.
    fn prepare(&mut self, session: &Session, showing: &Showing, key: Key) {
        if self.key.as_ref() == Some(&key) {
            return;
        }
        if self.key.as_ref().is_none_or(|old| old.article != key.article) {
            self.seen = None;
        }
        self.themes.clear();
        if self.key.as_ref().is_none_or(|old| old.style != key.style) {
            self.rows.clear();
        }
        self.quotes.clear();
        let annotations = session.annotations();
        let mut places = Vec::with_capacity(self.places.len() + 1);
        for (coder, layer) in annotations.layers(&key.article) {
            for (index, passage) in layer.passages.iter().enumerate() {
                if showing.sees(coder) {
                    for theme in &passage.themes {
                        *self.themes.entry(*theme).or_default() += 1;
                    }
                }
                let listed = is_listed(session, showing, key.theme, coder, passage);
                if !listed && key.kept != Some(passage.id) {
                    continue;
                }
                let (id, coder, modified) = (passage.id, coder.clone(), passage.modified);
                let place = session.place_of(passage);
                let end = place.and_then(<[_]>::last).map(|span| span.end());
                places.push((passage.position(), Place { id, coder, index, modified, end }));
            }
        }
        places.sort_by_key(|(position, _)| *position);
        // Few of the cards are others than before: what is known of the rest stays.
        let same = self.key.as_ref().is_some_and(|old| {
            old.set == key.set && old.article == key.article && old.style == key.style
        });
        let old = std::mem::take(&mut self.places);
        let old_heights = std::mem::take(&mut self.heights);
        let mut known = old.iter().zip(old_heights).take(if same { usize::MAX } else { 0 });
        for (_, place) in places {
            let mut ahead = known.clone().take(4);
            let found =
                ahead.position(|(old, _)| (old.id, old.modified) == (place.id, place.modified));
            let height = found.and_then(|at| known.nth(at)).map(|(_, height)| height);
            self.places.push(place);
            let at = self.places.len() - 1;
            let height = height.or_else(|| {
                let passage = self.passage(session, &key, at)?;
                Some(self.height(session, passage, &key))
            });
            self.heights.push(height.unwrap_or_default());
        }
        self.tops.clear();
        self.key = Some(key);
    }

    /// Where each card starts, and the last one ends.
    fn tops(&mut self) -> &[f32] {
        if self.tops.is_empty() {
            let mut top = 0.0_f64;
            self.tops.reserve(self.heights.len() + 1);
            self.tops.push(0.0);
            for height in &self.heights {
                top += f64::from(*height + BETWEEN);
                #[expect(clippy::cast_possible_truncation, reason = "a place on a long list")]
                self.tops.push(top as f32);
            }
        }
        &self.tops
    }

    /// The first card that reaches beyond `y`.
    fn first_below(&mut self, y: f32) -> usize {
        self.tops().partition_point(|&top| top <= y).saturating_sub(1)
    }

    fn set_height(&mut self, at: usize, height: f32) {
        if let Some(known) = self.heights.get_mut(at)
            && (*known - height).abs() > 0.01
        {
            *known = height;
            self.tops.clear();
        }
    }

    /// The height of a card: as it was drawn, as its lines are known, or as it is guessed.
    fn height(&self, session: &Session, passage: &Passage, key: &Key) -> f32 {
        if let Some((id, Some(height))) = self.selected
            && id == passage.id
        {
            return height;
        }
        let known = self.rows.get(&(passage.id, length(passage))).copied();
        let rows = known.unwrap_or_else(|| {
            let quotes = passage.quotes.iter().map(|quote| estimated_rows(quote, &key.style));
            quotes.sum::<usize>().clamp(1, ROWS)
        });
        card::height(session, passage, rows)
    }

    /// Opens one card and closes the one that was open.
    fn select(&mut self, session: &Session, selected: Option<PassageId>) {
        let before = self.selected.map(|(id, _)| id);
        if before == selected {
            return;
        }
        self.selected = selected.map(|id| (id, None));
        let Some(key) = self.key.clone() else { return };
        for id in [before, selected].into_iter().flatten() {
            let Some(at) = self.places.iter().position(|place| place.id == id) else { continue };
            let Some(passage) = self.passage(session, &key, at) else { continue };
            let height = self.height(session, passage, &key);
            self.set_height(at, height);
        }
    }

    fn passage<'a>(&self, session: &'a Session, key: &Key, at: usize) -> Option<&'a Passage> {
        let place = self.places.get(at)?;
        let layer = session.annotations().layer(&key.article, &place.coder)?;
        layer.passages.get(place.index).map(|passage| &**passage)
    }

    /// Sets the quotations in view, and returns by how much what is above the view has grown.
    fn measure(&mut self, session: &Session, key: &Key, (from, to): (f32, f32), ui: &Ui) -> f32 {
        let first = self.first_below(from);
        let mut top = self.tops().get(first).copied().unwrap_or_default();
        let mut shift = 0.0;
        for at in first..self.places.len() {
            if top > to + shift {
                break;
            }
            let height = self.heights.get(at).copied().unwrap_or_default();
            let Some(passage) = self.passage(session, key, at) else { continue };
            let open = self.selected.is_some_and(|(id, _)| id == passage.id);
            let mut now = height;
            if top + height >= from && !open {
                now = card::height(
                    session,
                    passage,
                    self.quote(session, &key.article, (passage, &key.style), ui).rows(),
                );
                self.set_height(at, now);
                if top < from {
                    shift += now - height;
                }
            }
            top += now + BETWEEN;
        }
        shift
    }

    /// The quotation of `passage`, set now if it is not yet.
    fn quote(
        &mut self,
        session: &Session,
        article: &ArticlePath,
        (passage, style): (&Passage, &QuoteStyle),
        ui: &Ui,
    ) -> Rc<SetQuote> {
        let id = (passage.id, style.rows);
        if let Some(quote) = self.quotes.get(&id) {
            return Rc::clone(quote);
        }
        if self.quotes.len() >= KEPT {
            self.quotes.clear();
        }
        let text = session.quoted(article, passage);
        let quote = Rc::new(ui.fonts_mut(|fonts| SetQuote::set(&text, style, fonts)));
        if style.rows == ROWS {
            self.rows.insert((passage.id, length(passage)), quote.rows());
        }
        self.quotes.insert(id, Rc::clone(&quote));
        quote
    }
}

/// The length of what is quoted: a passage whose boundaries were moved has another.
fn length(passage: &Passage) -> usize {
    passage.quotes.iter().map(String::len).sum()
}

/// The section: its head and the cards.
pub(super) fn ui(
    session: &Session,
    (panel, seen): (&mut ThemesPanel, ByteOffset),
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some(article) = shared.article.clone() else { return };
    let count = session.annotations().count_in(&article);
    let wanted = panel.cards.theme.filter(|&theme| session.codebook().get(theme).is_some());
    panel.cards.theme = wanted;
    let style = QuoteStyle {
        font: theme::excerpt(),
        line_height: theme::EXCERPT_LINE,
        width: (ui.available_width() - super::BAR - 2.0 * card::PAD).floor(),
        justify: true,
        rows: ROWS,
        full_width: false,
    };
    let is_kept = |id: &PassageId| {
        let found = session.annotations().find(*id).filter(|(path, ..)| **path == article);
        found.is_some_and(|(_, coder, passage)| {
            !is_listed(session, &shared.showing, wanted, coder, passage)
        })
    };
    let key = Key {
        set: session.set_revision(),
        annotations: session.annotations().revision(),
        kept: shared.passage.filter(is_kept),
        article,
        style,
        showing: shared.showing.revision(),
        theme: wanted,
    };
    panel.cards.prepare(session, &shared.showing, key.clone());
    let listed = panel.cards.places.len();
    ui.horizontal(|ui| {
        ui.set_height(theme::grid(7.0));
        super::section_name(ui, palette, &t!("themes.passages"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(super::BAR);
            let text = if listed < count {
                t!("themes.count_of", shown = listed, count = count)
            } else {
                t!("themes.count", count = count)
            };
            ui.label(RichText::new(text).font(theme::small()).color(palette.second));
            let cards = &mut panel.cards;
            card_filter::ui(session, (&mut cards.theme, &cards.themes), palette, ui);
        });
    });
    if count == 0 {
        card_filter::nothing_ui(palette, ui);
        return;
    }
    ui.add_space(theme::GRID);
    if std::mem::take(&mut shared.reveal) {
        panel.cards.reveal(shared.passage);
        panel.cards.still_until = ui.input(|input| input.time) + STILL;
    }
    panel.cards.select(session, shared.passage);
    if listed == 0 {
        card_filter::nothing_listed_ui(palette, ui);
        return;
    }
    list_ui(session, (panel, seen), shared, palette, &key, ui, out);
}

fn list_ui(
    session: &Session,
    (panel, seen): (&mut ThemesPanel, ByteOffset),
    shared: &mut Shared,
    palette: &Palette,
    key: &Key,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let height = ui.available_height();
    let cards = &mut panel.cards;
    let state = cards.scroll.and_then(|id| scroll_area::State::load(ui.ctx(), id));
    let mut offset = state.map_or(0.0, |state| state.clamped_offset().y);
    let mut area = ScrollArea::vertical().id_salt("cards").auto_shrink(false);
    let over = ui.rect_contains_pointer(ui.available_rect_before_wrap());
    let still = over || ui.input(|input| input.time) < cards.still_until;
    let follow = cards.follow(session, key, seen).filter(|_| !still);
    let moved = if let Some(wanted) = cards.reveal_offset(offset, height).or(follow) {
        offset = wanted;
        cards.measure(session, key, (offset, offset + height), ui);
        true
    } else {
        let shift = cards.measure(session, key, (offset, offset + height), ui);
        offset += shift;
        shift.abs() > 0.5
    };
    if moved {
        area = area.vertical_scroll_offset(offset);
        ui.ctx().request_repaint();
    }
    let output = area.show_viewport(ui, |ui, viewport| {
        let origin = ui.max_rect().min;
        let width = ui.available_width() - super::BAR;
        let cards = &mut panel.cards;
        let first = cards.first_below(viewport.top());
        let end = cards.tops().last().copied().unwrap_or_default();
        let mut top = cards.tops().get(first).copied().unwrap_or_default();
        for at in first..panel.cards.places.len() {
            if top > viewport.bottom() {
                break;
            }
            let height = panel.cards.heights.get(at).copied().unwrap_or_default();
            let rect = Rect::from_min_size(origin + vec2(0.0, top), vec2(width, height));
            let shown = Shown { session, palette, key, at, rect };
            shown.ui(panel, shared, ui, out);
            top += height + BETWEEN;
        }
        let bottom = pos2(origin.x + width, origin.y + end + theme::grid(2.0));
        ui.expand_to_include_rect(Rect::from_min_max(origin, bottom));
    });
    panel.cards.scroll = Some(output.id);
}

impl Cards {
    /// Where to scroll to so that the first card is that of what stands at the top of the text;
    /// `None` if the text stands where it stood.
    fn follow(&mut self, session: &Session, key: &Key, seen: ByteOffset) -> Option<f32> {
        let before = self.seen.replace(seen);
        // Where it stood when the article was opened is nothing to go to.
        if before.is_none() || before == Some(seen) {
            return None;
        }
        let article = session.corpus()?.article(&key.article)?;
        let at = article.text.char_of(seen)?;
        let first = self.places.iter().position(|place| place.end.is_some_and(|end| end > at));
        let last = self.places.len().checked_sub(1)?;
        self.tops().get(first.unwrap_or(last)).copied()
    }

    /// Where to scroll to so that the wanted card is in view; `None` if it is, or none is wanted.
    fn reveal_offset(&mut self, offset: f32, height: f32) -> Option<f32> {
        let (id, frames) = self.reveal?;
        self.reveal = frames.checked_sub(1).filter(|&left| left > 0).map(|left| (id, left));
        let at = self.places.iter().position(|place| place.id == id)?;
        let top = self.tops().get(at).copied()?;
        let bottom = top + self.heights.get(at)?;
        if bottom - top > height || top < offset {
            Some(top)
        } else {
            (bottom > offset + height).then_some(bottom - height + BETWEEN)
        }
    }
}

/// One card in its place.
struct Shown<'a> {
    session: &'a Session,
    palette: &'a Palette,
    key: &'a Key,
    at: usize,
    rect: Rect,
}

impl Shown<'_> {
    fn ui(
        &self,
        panel: &mut ThemesPanel,
        shared: &mut Shared,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        let Self { session, palette, key, at, rect } = *self;
        let cards = &mut panel.cards;
        let Some(passage) = cards.passage(session, key, at) else { return };
        let Some(coder) = cards.places.get(at).map(|place| place.coder.clone()) else { return };
        let card = Card {
            session,
            palette,
            article: &key.article,
            coder: &coder,
            passage,
            paragraph: cards.paragraphs.number(session, &key.article, passage),
            hovered: shared.hovered == Some(passage.id),
            dimmed: shared.showing.coder(&coder) == Shade::Dimmed,
        };
        let response = if shared.passage == Some(passage.id) {
            let style = QuoteStyle { rows: SELECTED_ROWS, ..key.style.clone() };
            let quote = cards.quote(session, &key.article, (passage, &style), ui);
            let response = card.selected_ui(&quote, rect, &mut shared.drafts, ui, out);
            let height = response.rect.height();
            cards.selected = Some((passage.id, Some(height)));
            if cards.heights.get(at).is_some_and(|known| (known - height).abs() > 0.5) {
                cards.set_height(at, height);
                ui.ctx().request_repaint();
            }
            response
        } else {
            let quote = cards.quote(session, &key.article, (passage, &key.style), ui);
            card.ui(&quote, rect, ui, out)
        };
        if response.contains_pointer() || response.has_focus() {
            panel.hovered = Some(passage.id);
        }
        if response.clicked() {
            out.push(Message::GoTo(passage.id));
        }
    }
}
