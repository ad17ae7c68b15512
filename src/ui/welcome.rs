//! What the middle of the window says while there is nothing to read in it: before a set is open,
//! in a set without an article, and for a file that cannot be read.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    thread,
};

use eframe::egui::{
    self, Align, Context, CornerRadius, Id, Layout, Rect, RichText, ScrollArea, Sense, Ui,
    WidgetInfo, vec2,
};
use rust_i18n::t;

use super::{
    action::Action,
    dialogs::{
        Dialog,
        form::{self, ButtonLook},
    },
    fonts,
    message::Message,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};
use crate::{
    corpus::{ArticlePath, Problem},
    session::{Command, Job, JobKind, Language, Session, Settings, describe},
};

/// Width of the column in the middle.
const COLUMN: f32 = 440.0;
/// How many recent sets are shown.
const RECENT_SHOWN: usize = 8;

/// The first page: what the program is for, and the ways in.
pub(super) fn ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let room = ui.available_height();
        column(ui, (room * 0.2).clamp(24.0, 180.0), |ui| {
            let name = RichText::new(t!("app.name"))
                .font(egui::FontId::new(theme::WELCOME_NAME, fonts::serif_bold()))
                .color(palette.accent_ink);
            ui.label(name);
            ui.add_space(theme::grid(2.0));
            ui.label(RichText::new(t!("welcome.purpose")).color(palette.second));
            language_ui(session, palette, ui, out);
            ui.add_space(theme::grid(8.0));
            let opening = session
                .jobs()
                .find(|job| matches!(job.kind, JobKind::Opening | JobKind::Reloading));
            if let Some(job) = opening {
                return job_ui(job, palette, ui, out);
            }
            ways_in_ui(palette, ui, out);
            recent_ui(session, palette, ui, out);
        });
    });
}

/// A column in the middle, its content at the left, `above` points below the top.
fn column(ui: &mut Ui, above: f32, content: impl FnOnce(&mut Ui)) {
    let width = COLUMN.min(ui.available_width() - theme::grid(8.0));
    let left = ((ui.available_width() - width) / 2.0).floor();
    ui.add_space(above.floor());
    ui.horizontal_top(|ui| {
        ui.add_space(left);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui);
        });
    });
    ui.add_space(theme::grid(6.0));
}

/// The other language, in its own words: who cannot read this one finds it.
fn language_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let other = match session.settings().language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    ui.add_space(theme::grid(1.0));
    if widgets::text_button(ui, palette, &t!("welcome.other_language"), palette.accent_ink)
        .clicked()
    {
        let settings = Settings { language: other, ..session.settings().clone() };
        out.push(Message::Do(Command::Configure(settings)));
    }
}

fn ways_in_ui(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::grid(2.0);
        for (action, look) in
            [(Action::OpenFolder, ButtonLook::Primary), (Action::OpenSample, ButtonLook::Plain)]
        {
            let response = form::button(ui, palette, &action.label(), look, true);
            if response.on_hover_text(action.tooltip(ui.ctx())).clicked() {
                out.push(Message::Act(action));
            }
        }
    });
    ui.add_space(theme::grid(3.0));
    ui.label(RichText::new(t!("welcome.drop")).font(theme::small()).color(palette.second));
}

/// How far reading is, on what, and a stop.
fn job_ui(job: &Job, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let (done, total) = (job.progress.done(), job.progress.total());
    let text = if total == 0 {
        t!("welcome.looking")
    } else {
        t!("welcome.reading", done = theme::grouped(done), total = theme::grouped(total))
    };
    ui.label(RichText::new(text.as_ref()).color(palette.ink));
    ui.add_space(theme::grid(2.0));
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), theme::GRID), Sense::hover());
    #[expect(clippy::cast_precision_loss, reason = "a part of a bar")]
    let part = if total == 0 { 0.0 } else { done as f32 / total as f32 };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &text));
    let radius = CornerRadius::same(2);
    ui.painter().rect_filled(rect, radius, palette.hairline);
    let done = Rect::from_min_size(rect.min, vec2(rect.width() * part, rect.height()));
    ui.painter().rect_filled(done, radius, palette.accent);
    ui.add_space(theme::grid(4.0));
    if form::button(ui, palette, &t!("status.stop"), ButtonLook::Plain, true).clicked() {
        out.push(Message::Do(Command::CancelJobs));
    }
    // The job tells when it is done, not how far it is.
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
}

fn recent_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let recent = &session.settings().recent;
    if recent.is_empty() {
        return;
    }
    ui.add_space(theme::grid(9.0));
    ui.label(RichText::new(t!("welcome.recent")).font(theme::small()).color(palette.second));
    ui.add_space(theme::grid(1.0));
    let present = Presence::of(ui.ctx(), session);
    for (place, path) in recent.iter().take(RECENT_SHOWN).enumerate() {
        if form::path_row(ui, palette, path, present.is(place)).clicked() {
            out.push(Message::Do(Command::Open(vec![path.clone()])));
        }
    }
}

/// Which of the recent sets are still there; asked on a thread, since a disk may be far away.
#[derive(Clone)]
struct Presence {
    recent: Vec<PathBuf>,
    found: Arc<OnceLock<Vec<bool>>>,
}

impl Presence {
    fn of(ctx: &Context, session: &Session) -> Self {
        let id = Id::unique("recent-sets");
        let known: Option<Self> = ctx.data(|data| data.get_temp(id));
        if let Some(known) = known
            && known.recent == session.settings().recent
        {
            return known;
        }
        let asked = Self::ask(ctx.clone(), session);
        ctx.data_mut(|data| data.insert_temp(id, asked.clone()));
        asked
    }

    fn ask(ctx: Context, session: &Session) -> Self {
        let recent = session.settings().recent.clone();
        let found = Arc::new(OnceLock::new());
        let (storage, paths, answer) =
            (Arc::clone(session.storage()), recent.clone(), Arc::clone(&found));
        let asking = thread::Builder::new().name("recent-sets".to_owned()).spawn(move || {
            let there = paths.iter().map(|path| storage.metadata(path).is_ok()).collect();
            // Nothing else answers.
            let _ = answer.set(there);
            ctx.request_repaint();
        });
        // Without a thread they all pass for present; opening a missing one says so.
        drop(asking);
        Self { recent, found }
    }

    fn is(&self, place: usize) -> bool {
        self.found.get().and_then(|found| found.get(place)).copied().unwrap_or(true)
    }
}

/// A set is open, but no article is shown.
pub(super) fn no_article_ui(palette: &Palette, ui: &mut Ui) {
    let above = ui.available_height() * 0.3;
    column(ui, above, |ui| {
        heading(ui, palette, &t!("welcome.no_article"));
        paragraph(ui, palette, &t!("welcome.no_article_hint"));
    });
}

/// A file that cannot be read: why, and what to do.
pub(super) fn problem_ui(
    path: &ArticlePath,
    problem: &Problem,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let above = ui.available_height() * 0.25;
    column(ui, above, |ui| {
        let icon = vec2(theme::ICON, theme::grid(6.0));
        let (rect, _) = ui.allocate_exact_size(icon, Sense::empty());
        Icon::Warning.paint(ui.painter(), rect, palette.accent);
        heading(ui, palette, &t!("welcome.problem", name = describe::shown(path.file_name())));
        paragraph(ui, palette, &describe::problem(problem));
        paragraph(ui, palette, &advice(problem));
        ui.add_space(theme::grid(5.0));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::grid(2.0);
            let other = matches!(problem, Problem::Binary | Problem::WrongEncoding { .. });
            if other
                && form::button(ui, palette, &t!("welcome.encoding"), ButtonLook::Primary, true)
                    .clicked()
            {
                out.push(Message::Open(Dialog::article(path.clone())));
            }
            if form::button(ui, palette, &t!("library.reload"), ButtonLook::Plain, true).clicked() {
                out.push(Message::Do(Command::Reload));
            }
        });
    });
}

fn advice(problem: &Problem) -> std::borrow::Cow<'static, str> {
    match problem {
        Problem::Empty => t!("welcome.advice_empty"),
        Problem::Binary => t!("welcome.advice_binary"),
        Problem::TooLarge { .. } => t!("welcome.advice_large"),
        Problem::Unreadable { .. } | Problem::NotAskedFor => t!("welcome.advice_unreadable"),
        Problem::WrongEncoding { .. } => t!("welcome.advice_encoding"),
    }
}

fn heading(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.label(RichText::new(text).font(theme::dialog_title()).color(palette.ink));
    ui.add_space(theme::grid(2.0));
}

fn paragraph(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).color(palette.second)).wrap());
    ui.add_space(theme::grid(1.0));
}
