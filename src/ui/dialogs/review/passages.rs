//! The passages of changed articles, one at a time: the quote as it was, and where it may be now.

use std::sync::Arc;

use eframe::egui::{
    CornerRadius, Frame, Key, Label, Margin, Modifiers, Role, Sense, Stroke, Ui, WidgetInfo,
};

use super::{Difference, Review, as_kept, boxed, buttons, compared, form, heading, text};
use crate::{
    annotation::{self, AnchorStatus, Passage, PassageId},
    corpus::{Article, ReadPlace},
    session::{Command, Session, Verdict, describe},
    t,
    text::CharSpan,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// So many characters are shown on both sides of a place.
const CONTEXT: u32 = 32;
/// So many orphans that were kept are listed.
const KEPT: usize = 50;

/// What a place is to a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// Its words stand there, or others that are like them.
    Found,
    /// Its own words became those.
    Changed,
    /// They are what is left of it.
    Remainder,
}

impl PlaceKind {
    /// The text of the button that takes it.
    pub(super) fn accept(self) -> &'static str {
        match self {
            Self::Found => "care.accept",
            Self::Changed => "care.passage.take_changed",
            Self::Remainder => "care.passage.take_remainder",
        }
    }

    /// What the words `there` are to a passage of that status and those words.
    fn of(status: &AnchorStatus, quote: &str, there: &str) -> Self {
        let (gone, come) = annotation::differences(quote, there);
        match status {
            // The words are the same, whatever stands between them.
            AnchorStatus::Moved(_) => Self::Found,
            _ if come.is_empty() && !gone.is_empty() => Self::Remainder,
            AnchorStatus::Changed(_) => Self::Changed,
            _ => Self::Found,
        }
    }
}

/// A place that Enter accepts for a passage.
pub(super) struct Offered {
    pub(super) passage: PassageId,
    pub(super) place: Vec<CharSpan>,
    pub(super) kind: PlaceKind,
}

/// Shows the passages that wait; what Enter accepts.
pub(super) fn ui(
    review: &mut Review,
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) -> Option<Offered> {
    let waiting = in_order(session);
    if waiting.is_empty() {
        return None;
    }
    let sure = waiting.iter().filter(|id| is_sure(session, **id)).count();
    heading(ui, palette, &t!("care.passage.title", count = waiting.len()));
    form::hint(ui, palette, &t!("care.passage.hint"));
    if sure > 0 && buttons(ui, palette, &[&t!("care.passage.accept_all", count = sure)]).is_some() {
        out.push(Message::Do(Command::AcceptAllMoved));
    }
    review.settle(&waiting);
    review.step_by_key(ui, &waiting);
    let id = review.passage?;
    let (path, coder, passage) = session.annotations().find(id)?;
    let status = session.status(id);
    let article = session.corpus().and_then(|corpus| corpus.article(path));
    let places: Vec<Vec<CharSpan>> = match status {
        AnchorStatus::Moved(place) | AnchorStatus::Changed(place) => vec![place.clone()],
        AnchorStatus::Review(places) => places.clone(),
        AnchorStatus::Ok | AnchorStatus::Orphan => Vec::new(),
    };
    choose_by_key(&mut review.place, places.len(), ui);
    let was = as_kept(session, passage);
    let read = |place: &Vec<CharSpan>| {
        let now = read(session, article, place);
        let kind = PlaceKind::of(status, &was.text, &now.text);
        (now, kind)
    };
    let now: Vec<(ReadPlace, PlaceKind)> = places.iter().map(read).collect();
    let chosen = now.get(review.place);
    let there = chosen.map_or(was.text.as_str(), |(now, _)| &now.text);
    let (gone, _) = annotation::differences(&was.text, there);
    let kind = chosen.map_or(PlaceKind::Found, |(_, kind)| *kind);
    boxed(ui, palette, |ui| {
        let (at, all) = (review.at + 1, waiting.len());
        let name = describe::shown(path.file_name());
        form::hint(ui, palette, &format!("{at} / {all} · {name} · {coder} · {}", said(status)));
        form::hint(ui, palette, &t!("care.passage.was"));
        ui.label(compared(palette, &was, (&gone, Difference::Gone)));
        let names: Vec<String> =
            passage.themes.iter().map(|&theme| session.codebook().path_name(theme)).collect();
        form::hint(
            ui,
            palette,
            &t!("care.rival.themes", themes = names.join(&t!("retrieve.list_joint"))),
        );
        match (places.is_empty(), article) {
            (true, _) | (_, None) => form::hint(ui, palette, &t!("care.passage.nowhere")),
            (false, Some(_)) => {
                form::hint(ui, palette, &t!("care.passage.now"));
                for (number, (place, (now, kind))) in places.iter().zip(&now).enumerate() {
                    let about = (&was, now, *kind);
                    place_ui(&mut review.place, (number, place), about, palette, ui);
                }
            }
        }
        verdict_ui(review, passage, palette, ui, out, &waiting);
    });
    let place = places.get(review.place).filter(|_| article.is_some())?.clone();
    Some(Offered { passage: id, place, kind })
}

/// What is read at a place.
fn read(session: &Session, article: Option<&Arc<Article>>, place: &[CharSpan]) -> ReadPlace {
    let found = session.corpus().zip(article).and_then(|(corpus, article)| {
        corpus.read_place(article, place, CONTEXT, session.reading_style())
    });
    found.unwrap_or_default()
}

fn verdict_ui(
    review: &mut Review,
    passage: &Passage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
    waiting: &[PassageId],
) {
    let texts = [
        t!("care.passage.orphan"),
        t!("care.passage.delete"),
        t!("care.passage.previous"),
        t!("care.passage.next"),
    ];
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let pressed = buttons(ui, palette, &texts);
    let key = |key| {
        let free = ui.memory(|memory| memory.focused().is_none());
        free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let judged = |verdict| Message::Do(Command::Judge { passage: passage.id, verdict });
    if pressed == Some(0) || key(Key::O) {
        out.push(judged(Verdict::Orphan));
    } else if pressed == Some(1) || key(Key::Delete) {
        out.push(judged(Verdict::Delete));
    } else if pressed == Some(2) {
        review.step(waiting, false);
    } else if pressed == Some(3) {
        review.step(waiting, true);
    }
}

/// One place that was found, to be chosen.
fn place_ui(
    chosen: &mut usize,
    (number, place): (usize, &[CharSpan]),
    (was, now, kind): (&ReadPlace, &ReadPlace, PlaceKind),
    palette: &Palette,
    ui: &mut Ui,
) {
    let (Some(first), Some(last)) = (place.first(), place.last()) else { return };
    let (start, end) = (first.start().get(), last.end().get());
    let is_chosen = *chosen == number;
    let edge = if is_chosen { palette.accent } else { palette.hairline };
    let frame = Frame::new()
        .fill(if is_chosen { palette.hover } else { palette.raised })
        .stroke(Stroke::new(if is_chosen { 1.5 } else { 1.0 }, edge))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(10, 6));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let (_, come) = annotation::differences(&was.text, &now.text);
        let job = compared(palette, now, (&come, Difference::Come));
        ui.add(Label::new(job).wrap().selectable(false));
        if kind == PlaceKind::Remainder {
            form::hint(ui, palette, &t!("care.passage.remainder"));
        }
    });
    let id = ui.unique_id().with(("place", number));
    let response = ui.interact(shown.response.rect, id, Sense::click());
    let mut name =
        t!("care.passage.place", number = number + 1, start = start, end = end).into_owned();
    if kind == PlaceKind::Remainder {
        name = format!("{name} · {}", t!("care.passage.remainder"));
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &*name));
    if response.on_hover_text(name).clicked() {
        *chosen = number;
    }
}

/// The arrows choose among the places.
fn choose_by_key(chosen: &mut usize, count: usize, ui: &Ui) {
    let free = ui.memory(|memory| memory.focused().is_none());
    let key = |key| free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if key(Key::ArrowDown) && *chosen + 1 < count {
        *chosen += 1;
    }
    if key(Key::ArrowUp) {
        *chosen = chosen.saturating_sub(1);
    }
}

impl Review {
    /// Keeps to the passage that was looked at, or takes the one that has come to its place.
    fn settle(&mut self, waiting: &[PassageId]) {
        let known = self.passage.and_then(|id| waiting.iter().position(|other| *other == id));
        match known {
            Some(at) => self.at = at,
            None => {
                self.at = self.at.min(waiting.len().saturating_sub(1));
                self.passage = waiting.get(self.at).copied();
                self.place = 0;
            }
        }
    }

    fn step(&mut self, waiting: &[PassageId], forward: bool) {
        let count = waiting.len().max(1);
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
        self.passage = waiting.get(self.at).copied();
        self.place = 0;
    }

    fn step_by_key(&mut self, ui: &Ui, waiting: &[PassageId]) {
        let free = ui.memory(|memory| memory.focused().is_none());
        let key = |key| free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if key(Key::CloseBracket) {
            self.step(waiting, true);
        }
        if key(Key::OpenBracket) {
            self.step(waiting, false);
        }
    }
}

fn is_sure(session: &Session, id: PassageId) -> bool {
    matches!(session.status(id), AnchorStatus::Moved(_))
}

/// Those that wait, article by article in reading order.
fn in_order(session: &Session) -> Vec<PassageId> {
    let mut waiting = session.to_review();
    waiting.sort_by_cached_key(|id| {
        session
            .annotations()
            .find(*id)
            .map(|(path, coder, passage)| (path.clone(), coder.clone(), passage.position()))
    });
    waiting
}

fn said(status: &AnchorStatus) -> std::borrow::Cow<'static, str> {
    match status {
        AnchorStatus::Ok => t!("cli.status.ok"),
        AnchorStatus::Moved(_) => t!("care.passage.moved"),
        AnchorStatus::Changed(_) => t!("care.passage.changed"),
        AnchorStatus::Review(_) => t!("care.passage.review"),
        AnchorStatus::Orphan => t!("care.passage.lost"),
    }
}

/// The orphans that the user has kept.
pub(super) fn kept_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let kept: Vec<PassageId> = session
        .places()
        .iter()
        .map(|(id, _)| id)
        .filter(|id| session.is_kept_orphan(*id))
        .collect();
    if kept.is_empty() {
        return;
    }
    heading(ui, palette, &t!("care.orphan.title", count = kept.len()));
    for id in kept.into_iter().take(KEPT) {
        let Some((path, coder, passage)) = session.annotations().find(id) else { continue };
        boxed(ui, palette, |ui| {
            form::hint(ui, palette, &format!("{} · {coder}", describe::shown(path.file_name())));
            text(ui, palette, &session.quoted_alone(passage));
            if buttons(ui, palette, &[&t!("care.orphan.again")]).is_some() {
                let verdict = Verdict::Again;
                out.push(Message::Do(Command::Judge { passage: id, verdict }));
            }
        });
    }
}
