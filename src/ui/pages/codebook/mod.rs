//! The page of the codebook: the tree of themes, or its three stages, and beside it everything that
//! is written of the chosen theme.

mod actions;
mod detail;
mod examples;
mod field;
mod learned;
mod lexicon;
mod moves;
mod naming;
mod stages;
mod tree;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use eframe::egui::{
    Align, Align2, Frame, Id, Layout, Margin, Panel, RichText, Sense, Stroke, Ui, vec2,
};

use moves::{TreeStep, step};

use super::{Page, Room};
use crate::ui::{
    action::{Action, Realm},
    dialogs::form,
    drafts::{Drafts, WrittenOn},
    message::Message,
    page_id::PageId,
    shared::Shared,
    theme::{self, Palette},
    widgets::{self, table::TableMemory},
};
use crate::{
    annotation::{Count, Tally, Theme, ThemeId},
    session::{Command, Session, ThemeField},
    t,
};
use naming::{Naming, Outcome};

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct CodebookPage {
    /// The theme the keys act on.
    chosen: Option<ThemeId>,
    folded: BTreeSet<ThemeId>,
    counted: Counted,
    /// Whether the three stages are shown instead of the tree.
    stages: bool,
    /// The name that is being written in the tree.
    naming: Option<Naming>,
    /// The name of a new theme that was left by Escape: the next one begins with it.
    unmade: String,
    lexicon: lexicon::Checked,
    detail: detail::ThemeDetail,
    learning: learned::LearningLook,
    kept: Option<Kept>,
    /// Brings the chosen theme into view at the next frame.
    reveal: bool,
    /// Gives the tree the keyboard at the next frame.
    focus: bool,
    tree: TableMemory,
    stage_table: TableMemory,
}

/// What is counted of a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Counted {
    /// What bears it or a theme below it.
    #[default]
    All,
    /// What bears it itself.
    Own,
}

impl Counted {
    fn of(self, own: Count, all: Count) -> Count {
        match self {
            Self::All => all,
            Self::Own => own,
        }
    }
}

/// The tree and its counts, kept as long as nothing changes.
struct Kept {
    /// The set and the annotations it was made from.
    revision: (u64, u64),
    rows: Vec<Row>,
    tally: Tally,
    /// Some words of each theme, once the stages were looked at.
    quotes: Option<BTreeMap<ThemeId, String>>,
}

/// A theme in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    id: ThemeId,
    depth: usize,
    parent: Option<ThemeId>,
    has_children: bool,
}

impl Kept {
    fn of(session: &Session) -> Self {
        let tree = session.codebook().tree();
        let parents: BTreeSet<ThemeId> =
            tree.iter().filter_map(|(_, theme)| theme.parent).collect();
        let rows = tree.iter().map(|&(depth, theme)| Row {
            id: theme.id,
            depth,
            parent: theme.parent,
            has_children: parents.contains(&theme.id),
        });
        let rows = rows.collect();
        let tally = Tally::of(session.annotations());
        Self { revision: revision(session), rows, tally, quotes: None }
    }
}

fn revision(session: &Session) -> (u64, u64) {
    (session.set_revision(), session.annotations().revision())
}

impl CodebookPage {
    /// The theme the keys act on, if it is still there.
    fn chosen<'a>(&self, session: &'a Session) -> Option<&'a Theme> {
        session.codebook().get(self.chosen?)
    }

    /// Chooses a theme and shows it.
    fn choose(&mut self, session: &Session, theme: ThemeId) {
        self.chosen = Some(theme);
        self.reveal = true;
        let codebook = session.codebook();
        let above = std::iter::successors(codebook.get(theme), |theme| codebook.get(theme.parent?));
        for theme in above.skip(1).take(codebook.themes().len()) {
            self.folded.remove(&theme.id);
        }
    }

    /// Begins to name a new theme: below the chosen one, or beside it.
    fn name_new(&mut self, session: &Session, below: bool) {
        let chosen = self.chosen(session);
        let parent =
            if below { chosen.map(|theme| theme.id) } else { chosen.and_then(|t| t.parent) };
        if let Some(parent) = parent {
            self.folded.remove(&parent);
        }
        self.stages = false;
        match self.naming.as_mut().filter(|naming| naming.is_new()) {
            Some(naming) => naming.focus(),
            None => self.naming = Some(Naming::new(parent, std::mem::take(&mut self.unmade))),
        }
    }

    /// Begins to rename the chosen theme.
    fn rename(&mut self, session: &Session) {
        if let Some(theme) = self.chosen(session) {
            match self.naming.as_mut().filter(|naming| naming.is_of(theme.id)) {
                Some(naming) => naming.focus(),
                None => self.naming = Some(Naming::of(theme)),
            }
            self.stages = false;
            self.reveal = true;
        }
    }

    /// Shows the tree, or the stages.
    fn toggle_stages(&mut self) {
        self.stages = !self.stages;
        self.focus = true;
    }

    /// Keeps the field of a name, or what was written in it.
    fn settle(&mut self, naming: Naming, outcome: Outcome) {
        match outcome {
            Outcome::Open => self.naming = Some(naming),
            Outcome::Done => self.focus = true,
            Outcome::GivenUp => (self.unmade, self.focus) = (naming.into_text(), true),
        }
    }

    fn prepare(&mut self, session: &Session) {
        if self.kept.as_ref().is_none_or(|kept| kept.revision != revision(session)) {
            self.kept = Some(Kept::of(session));
        }
        if let Some(kept) = self.kept.as_mut().filter(|kept| self.stages && kept.quotes.is_none()) {
            kept.quotes = Some(stages::quotes(session));
        }
        if self.chosen(session).is_none() {
            self.chosen = session.codebook().tree().first().map(|(_, theme)| theme.id);
        }
    }

    fn rows(&self) -> &[Row] {
        self.kept.as_ref().map_or(&[], |kept| &kept.rows)
    }

    /// The rows that no folded theme hides.
    fn visible(&self) -> Vec<Row> {
        let mut hidden_below = usize::MAX;
        let mut visible = Vec::new();
        for row in self.rows() {
            if row.depth > hidden_below {
                continue;
            }
            hidden_below = if self.folded.contains(&row.id) { row.depth } else { usize::MAX };
            visible.push(*row);
        }
        visible
    }

    fn counts(&self, theme: ThemeId) -> (Count, Count) {
        let tally = self.kept.as_ref().map(|kept| &kept.tally);
        tally.map_or_else(Default::default, |tally| (tally.own(theme), tally.all(theme)))
    }
}

impl Page for CodebookPage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        page_ui(session, self, room.shared, palette, ui, room.out);
    }

    fn forget_set(&mut self) {
        *self = Self::default();
    }

    /// It is not about one article: it has the room of their list.
    fn has_list(&self) -> bool {
        false
    }

    fn realm(&self) -> Realm {
        Realm::Codebook
    }

    /// At the theme of the chosen passage, with the keyboard in the tree.
    fn enter(&mut self, room: &mut Room<'_>) {
        let passage = room.shared.passage.and_then(|id| room.session.annotations().find(id));
        let theme = passage.and_then(|(.., passage)| passage.themes.first().copied());
        if room.shared.page != PageId::Codebook
            && let Some(theme) = theme.filter(|&theme| room.session.codebook().get(theme).is_some())
        {
            self.choose(room.session, theme);
        }
        room.shared.focus = None;
        self.focus = true;
    }

    fn act(&mut self, action: Action, room: &mut Room<'_>) {
        self.act_on_themes(action, room);
    }

    fn made_theme(&mut self, session: &Session, theme: ThemeId) {
        self.choose(session, theme);
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        match message {
            Message::ChooseTheme(theme) => self.choose(room.session, *theme),
            Message::ShowTheme(theme) => {
                self.choose(room.session, *theme);
                room.shared.passage = None;
                self.enter(room);
                room.shared.page = PageId::Codebook;
            }
            _ => {}
        }
    }

    /// The name that is being written in the tree.
    fn hand_over(&mut self, session: &Session) -> Option<Command> {
        self.naming.take()?.command(session)
    }
}

/// The page.
fn page_ui(
    session: &Session,
    page: &mut CodebookPage,
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    page.prepare(session);
    if session.codebook().themes().is_empty() && page.naming.is_none() {
        return nothing_ui(palette, ui, out);
    }
    let narrow = ui.available_width() < theme::NARROW;
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(0, 0));
    Panel::right(Id::unique(("codebook", narrow)))
        .frame(frame)
        .default_size(if narrow { 380.0 } else { theme::CODEBOOK_DETAIL })
        .size_range(320.0..=680.0)
        .show(ui, |ui| detail::ui(session, page, shared, palette, ui, out));
    let side = if narrow { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 14, bottom: 10 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        head_ui(session, page, palette, ui, out);
        ui.add_space(theme::grid(2.5));
        if page.stages {
            stages::ui(session, page, shared, palette, ui, out);
        } else {
            tree::ui(session, page, shared, palette, ui, out);
        }
    });
}

/// What is shown and how, and the button of a new theme.
fn head_ui(
    session: &Session,
    page: &mut CodebookPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let state = page;
    let size = vec2(ui.available_width(), theme::CONTROL + 2.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let options: [(bool, Cow<'_, str>); 2] =
            [(false, t!("codebook.as_tree")), (true, t!("codebook.as_stages"))];
        let mut stages = state.stages;
        if form::choice(ui, palette, &t!("codebook.views"), &mut stages, &options) {
            out.push(Message::Act(Action::Stages));
        }
        let (themes, passages) = (session.codebook().themes().len(), session.annotations().count());
        let total = t!("codebook.tree.total", themes = themes, passages = passages);
        let counted: [(Counted, Cow<'_, str>); 2] =
            [(Counted::All, t!("codebook.tree.all")), (Counted::Own, t!("codebook.tree.own"))];
        let new = format!("+ {}", Action::ThemeNew.label());
        // The total is said where there is room beside what can be clicked.
        let taken = form::choice_width(ui, &counted)
            + widgets::text_button_width(ui, &new)
            + widgets::text_button_width(ui, &total)
            + theme::grid(4.0);
        if ui.available_width() > taken {
            ui.add_space(theme::grid(2.0));
            ui.label(RichText::new(total).font(theme::small()).color(palette.second));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let new = widgets::primary_button(ui, palette, &new, true);
            if new.on_hover_text(Action::ThemeNew.tooltip(ui.ctx())).clicked() {
                out.push(Message::Act(Action::ThemeNew));
            }
            let hint = match state.counted {
                Counted::All => t!("codebook.tree.all_hint"),
                Counted::Own => t!("codebook.tree.own_hint"),
            };
            let size = vec2(form::choice_width(ui, &counted), theme::CONTROL + 2.0);
            let name = t!("codebook.tree.count");
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &name, &mut state.counted, &counted);
            })
            .response
            .on_hover_text(hint);
        });
    });
}

/// What the page is for, while there is nothing on it.
fn nothing_ui(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).max(theme::grid(6.0)));
        ui.label(RichText::new(t!("codebook.empty.title")).heading().color(palette.ink));
        ui.add_space(theme::grid(2.0));
        ui.label(RichText::new(t!("codebook.empty.what")).color(palette.second));
        ui.add_space(theme::grid(4.0));
        if widgets::primary_button(ui, palette, &t!("codebook.empty.start"), true).clicked() {
            out.push(Message::Act(Action::ThemeNew));
        }
    });
}

/// The name of a field above it; the field says it to a reader of the screen.
fn label(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.add_space(theme::grid(2.5));
    let size = vec2(ui.available_width(), theme::grid(4.5));
    let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
    let align = Align2::LEFT_CENTER;
    widgets::paint_truncated(ui, rect, align, text, theme::small(), palette.second);
}

/// The hairline around what lists themes.
fn edge(palette: &Palette) -> Stroke {
    Stroke::new(1.0, palette.hairline)
}

/// Gives the chosen theme's description the keyboard, to be written.
fn edit_chosen(state: &CodebookPage, drafts: &mut Drafts) {
    if let Some(theme) = state.chosen {
        drafts.focus(WrittenOn::Theme(theme, ThemeField::Description));
    }
}
