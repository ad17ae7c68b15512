//! What an analysis is on the page, and what the page gives it.

use std::{borrow::Cow, collections::BTreeSet};

use eframe::egui::{Align, Color32, Context, Label, Layout, RichText, Ui, vec2};

use super::behind::{Behind, Counted, Evidence};
use crate::{
    analysis::{Counting, Sheet, SheetLink},
    chart::ChartScene,
    corpus::ArticlePath,
    scene::Stamp,
    search::condition::{Condition, Parsed, Selector},
    session::{self, Command, QueryPlaces, Question, Session, describe},
    t,
    ui::{
        action::Action,
        dialogs::{Dialog, form},
        drafts::Drafts,
        message::Message,
        theme::{self, Palette},
        widgets::{chip, icon::Icon},
    },
};

macro_rules! analyses {
    ($($(#[$doc:meta])* $name:ident $label:literal $icon:ident;)+) => {
        /// An analysis of the page.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) enum AnalysisId {
            $($(#[$doc])* $name,)+
        }

        impl AnalysisId {
            /// Every analysis, in the order of the rail.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Key of its name on screen.
            fn label_key(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)+
                }
            }

            /// Its icon.
            pub(super) fn icon(self) -> Icon {
                match self {
                    $(Self::$name => Icon::$icon,)+
                }
            }
        }
    };
}

// Name, name on screen, icon. A new one is a line here, and its view in [`super::make`].
analyses! {
    /// Themes (or coders, attributes, articles) by years (or attributes …).
    #[default]
    Matrix "compare_page.analysis.matrix" Matrix;
    /// Themes that stand together.
    Cooccurrence "compare_page.analysis.cooccurrence" Overlap;
    /// Themes and queries over the years.
    Timeline "compare_page.analysis.timeline" Trend;
    /// The words of the texts.
    Words "compare_page.analysis.words" Balance;
    /// What articles say on themes, in the researcher's words.
    Summary "summary.name" Order;
    /// How far coders agree, and where they differ.
    Reliability "compare_page.analysis.reliability" Swap;
    /// Set phrases, since when, and what takes their place.
    Formulas "compare_page.analysis.formulas" Quotes;
    /// What articles say in the same words.
    Reuse "compare_page.analysis.reuse" Copy;
    /// The articles by their attributes, to be edited.
    Attributes "attributes.name" Words;
    /// What is counted over the years.
    Quantities "compare_page.analysis.quantities" Figures;
}

impl AnalysisId {
    /// Its name on screen.
    pub(super) fn label(self) -> Cow<'static, str> {
        rust_i18n::t!(self.label_key())
    }
}

/// The articles of which a condition holds, worked out once for a moment of the set.
#[derive(Default)]
pub(super) struct AskedArticles(Option<(Stamp, Parsed, Option<BTreeSet<ArticlePath>>)>);

/// What an analysis is given to draw itself with.
pub(super) struct Desk<'a> {
    /// What is open; read only.
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    /// The condition that stands above all analyses.
    pub(super) asked: &'a Parsed,
    /// Whether what is printed twice counts twice.
    pub(super) counting: Counting,
    /// What the chosen number leads to.
    pub(super) behind: &'a mut Behind,
    /// What is being written.
    pub(super) drafts: &'a mut Drafts,
    /// What it asks for.
    pub(super) out: &'a mut Vec<Message>,
}

impl Desk<'_> {
    /// Asks a question, unless it is answered for the set as it is, or on its way.
    pub(super) fn ask<Q: Question>(&mut self, question: &Q) {
        let Some(scene) = self.session.scene() else { return };
        let inquiry = self.session.inquiry::<Q>();
        let is_answered = inquiry.is_some_and(|known| known.answer_to(question, scene).is_some());
        let is_on_its_way = inquiry
            .is_some_and(|known| known.asked() == Some(question) && known.progress().is_some());
        if !is_answered && !is_on_its_way {
            self.out.push(Message::Do(Command::ask(question.clone())));
        }
    }

    /// The articles of which the condition above holds; `None` for all.
    pub(super) fn articles(&self, known: &mut AskedArticles) -> Option<BTreeSet<ArticlePath>> {
        if self.asked.condition == Condition::All {
            return None;
        }
        let scene = self.session.scene()?;
        let stands = |(stamp, asked, _): &&(Stamp, Parsed, _)| {
            *stamp == scene.stamp() && *asked == *self.asked
        };
        if let Some((.., articles)) = known.0.as_ref().filter(stands) {
            return articles.clone();
        }
        let selector = Selector::new(self.asked, scene).ok();
        let articles = selector.map(|selector| session::articles_where(scene, &selector));
        known.0 = Some((scene.stamp(), self.asked.clone(), articles.clone()));
        articles
    }

    /// Lists what a number leads to.
    pub(super) fn follow(&mut self, link: &SheetLink, title: String, colour: Option<Color32>) {
        match link {
            SheetLink::Passages(condition) => {
                let line = condition.text(describe::tongue());
                let (Ok(selector), Some(scene)) =
                    (self.session.selector(&line), self.session.scene())
                else {
                    return;
                };
                let found = selector.found(scene);
                let articles: BTreeSet<_> = found.iter().map(|found| found.article).collect();
                let facts = t!(
                    "compare_page.behind.passages",
                    passages = theme::grouped(found.len()),
                    articles = theme::grouped(articles.len())
                );
                let counted =
                    found.iter().map(|found| Counted::Passage(found.passage.id)).collect();
                let (facts, condition) = (facts.into_owned(), Some(line));
                let evidence = Evidence { title, colour, facts, counted, condition, query: None };
                self.behind.show(self.session, evidence);
            }
            SheetLink::Hits(query) => {
                let places = QueryPlaces {
                    query: query.clone(),
                    filter: self.asked.clone(),
                    counting: self.counting,
                };
                self.behind.await_places(title, places);
            }
        }
    }
}

/// Why the last question of that kind has no answer, in the accent.
pub(super) fn fault_ui<Q: Question>(
    desk: &Desk<'_>,
    describe: impl Fn(&Q::Refusal) -> String,
    ui: &mut Ui,
) {
    let refusal = desk.session.inquiry::<Q>().and_then(|inquiry| inquiry.refusal());
    if let Some(refusal) = refusal {
        let reason = RichText::new(describe(refusal)).font(theme::small());
        ui.add(Label::new(reason.color(desk.palette.accent_ink)).wrap());
        ui.add_space(theme::grid(2.0));
    }
}

/// An analysis on the page.
pub(super) trait AnalysisView {
    /// The row of choices above it, and the exports at its right.
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui);

    /// The analysis itself, as large as there is room.
    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui);

    /// What stands in the panel beside it, in place of the passages behind a number; whether something
    /// does.
    fn side_ui(&mut self, _desk: &mut Desk<'_>, _ui: &mut Ui) -> bool {
        false
    }

    /// Whether there is such a panel at all.
    fn has_side(&self) -> bool {
        true
    }

    /// What the edge says to which that panel is folded: its own title and how many it lists.
    fn side_title(&self) -> Option<(String, usize)> {
        None
    }

    /// Whether the keys of what is compared are heard.
    fn hears(&self) -> bool {
        false
    }

    /// Does a named command with what is chosen; whether it is one of its own.
    fn act(&mut self, _action: Action, _desk: &mut Desk<'_>) -> bool {
        false
    }

    /// Takes a query as another line, if it has such.
    fn add_line(&mut self, _query: &str) {}

    /// Whether Escape is for something that is open on it.
    fn takes_escape(&self) -> bool {
        false
    }

    /// What the rail says beside its name.
    fn state(&self, _session: &Session) -> Option<String> {
        None
    }

    /// Its numbers as a sheet, to be written to a file.
    fn sheet(&self) -> Option<&Sheet> {
        None
    }

    /// Whether it has a table that can be written to a file.
    fn has_table(&self) -> bool {
        self.sheet().is_some()
    }

    /// Where that file is chosen, offered under that name.
    fn table_dialog(&self, _session: &Session, name: &str) -> Option<Dialog> {
        Some(Dialog::save_sheet(name, self.sheet()?.clone()))
    }

    /// Takes keys that mean something of its own, before the named commands hear them.
    fn keys(&mut self, _desk: &mut Desk<'_>, _ctx: &Context) {}

    /// Whether there is something drawn of it.
    fn has_picture(&self) -> bool {
        false
    }

    /// What is drawn of it, to be written to a file.
    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        None
    }

    /// Has the keyboard for what it shows, after the page was opened by key.
    fn take_focus(&mut self) {}
}

/// A menu of choices that stays open while they are made; `content` is handed what draws an option
/// and says whether it was clicked.
pub(super) fn choice_menu(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    content: impl FnOnce(&mut Ui, &mut dyn FnMut(&mut Ui, &str, bool) -> bool),
) {
    chip::menu(ui, palette, label, false, None, |ui| {
        content(ui, &mut |ui, label, chosen| {
            chip::option(ui, palette, label, chosen, None, "").clicked()
        });
    });
}

/// A choice of a few in a row, as wide as its words.
pub(super) fn segments_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    value: &mut T,
    options: &[(T, Cow<'_, str>)],
) {
    let size = vec2(form::choice_width(ui, options), theme::CONTROL + 2.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        form::choice(ui, palette, name, value, options);
    });
}

/// What an analysis needs that is not there yet.
pub(super) fn empty_ui(desk: &Desk<'_>, what: &str, ui: &mut Ui) {
    let room = ui.available_size();
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Center), |ui| {
        ui.add_space((room.y * 0.25).max(theme::grid(6.0)));
        ui.set_max_width(room.x.min(520.0));
        ui.add(Label::new(RichText::new(what).color(desk.palette.second)).wrap());
    });
}
