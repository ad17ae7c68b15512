//! What stands above the table: the line, what is chosen as chips, menus to choose more, and how the
//! rows are put together.

use std::borrow::Cow;

use eframe::egui::{Align, Color32, Layout, Response, RichText, Ui, vec2};
use rust_i18n::t;

use super::{
    ExcerptsPage,
    around::Around,
    chip::{chip, clear_button, menu, plain_chip},
    query::{ExcerptGrouping, title_and_year},
    saved,
};
use crate::{
    annotation::ThemeId,
    search::condition::{
        AttributeTest, Comparison, Condition, Memo, OriginTest, Relation, ReuseTest, ReviewState,
        Test, ThemeName, Years,
    },
    session::{Session, describe},
    ui::{
        condition_line::{
            self, alternatives, holds, negated, theme_name, theme_test, without, year_test,
        },
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{chip::check_option, menu},
    },
};

/// The line, and below it what is chosen and what can be.
pub(super) fn ui(
    session: &Session,
    page: &mut ExcerptsPage,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let here = shared.article.clone();
    let state = page;
    ui.horizontal(|ui| {
        let width = ui.available_width();
        let buttons = saved::width(ui);
        let line = (&mut state.asked, &mut state.list);
        let width = (width - buttons).max(160.0);
        let name = t!("retrieve.line.name");
        condition_line::ui(session, ("excerpts line", &name), line, palette, width, ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            saved::ui(session, state, palette, ui, out);
        });
    });
    if let Some(fault) = state.asked.fault().filter(|_| !state.asked.is_stale()) {
        ui.add_space(theme::GRID);
        ui.label(RichText::new(&fault.reason).font(theme::small()).color(palette.accent_ink));
    }
    ui.add_space(theme::grid(2.0));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
        // What can be chosen stands first: what is chosen comes and goes, and must not push a menu
        // away from under the pointer.
        themes_menu(session, state, palette, ui);
        years_menu(state, palette, ui);
        coders_menu(state, palette, ui);
        more_menu(
            session,
            here.as_ref().map(crate::corpus::ArticlePath::as_str),
            state,
            palette,
            ui,
        );
        // What holds while the line is wrong is not what stands in it.
        if state.asked.fault().is_none() {
            chosen_ui(session, state, palette, ui);
        }
        if !state.asked.is_empty() && clear_button(ui, palette).clicked() {
            state.ask(String::new(), None);
        }
    });
    ui.add_space(theme::grid(2.0));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::grid(2.0);
        shape_ui(state, palette, ui);
    });
    state.list.keep_below(ui.cursor().top());
}

/// How the rows are put together, and how much of the text around they show.
fn shape_ui(state: &mut ExcerptsPage, palette: &Palette, ui: &mut Ui) {
    let name = |grouping| match grouping {
        ExcerptGrouping::None => t!("retrieve.group.none"),
        ExcerptGrouping::Theme => t!("retrieve.group.theme"),
        ExcerptGrouping::Article => t!("retrieve.group.article"),
        ExcerptGrouping::Year => t!("retrieve.group.year"),
    };
    menu(ui, palette, &t!("retrieve.group.label", by = name(state.grouping)), |ui| {
        for grouping in ExcerptGrouping::ALL {
            if check_option(ui, palette, &name(grouping), state.grouping == grouping, None, 0) {
                state.grouping = grouping;
                ui.close();
            }
        }
    });
    let name = |around| match around {
        Around::None => t!("retrieve.context.none"),
        Around::Chars => t!("retrieve.context.chars"),
        Around::Sentence => t!("retrieve.context.sentence"),
        Around::Paragraph => t!("retrieve.context.paragraph"),
    };
    menu(ui, palette, &t!("retrieve.context.label", by = name(state.around)), |ui| {
        for around in Around::ALL {
            if check_option(ui, palette, &name(around), state.around == around, None, 0) {
                state.around = around;
                ui.close();
            }
        }
    });
}

/// A chip per condition that holds, or per choice of one: a click takes it away.
fn chosen_ui(session: &Session, state: &mut ExcerptsPage, palette: &Palette, ui: &mut Ui) {
    let condition = state.asked.condition().clone();
    for (place, part) in condition.parts().iter().enumerate() {
        let tests = alternatives(part);
        // Choices of a menu are chips of their own; anything else is one.
        let single = tests.len() == 1 || tests.iter().all(|test| is_choice(test));
        if single && !tests.is_empty() {
            for test in tests {
                let (label, dot) = short(session, test, palette);
                let response = chip(ui, palette, &label, dot);
                if response.clicked() {
                    if is_choice(test) {
                        state.asked.toggle(test);
                    } else {
                        state.asked.set(&without(&condition, place));
                    }
                    return;
                }
                if turn_menu(&response, &condition, place, state) {
                    return;
                }
            }
            continue;
        }
        let (label, dot) = match part {
            Condition::Not(inner) => match &**inner {
                Condition::Test(test) => {
                    let (label, dot) = short(session, test, palette);
                    (not(&label), dot)
                }
                other => (not(&other.text(describe::tongue())), None),
            },
            other => (other.text(describe::tongue()), None),
        };
        let response = chip(ui, palette, &label, dot);
        if response.clicked() {
            state.asked.set(&without(&condition, place));
            return;
        }
        if turn_menu(&response, &condition, place, state) {
            return;
        }
    }
}

fn not(label: &str) -> String {
    t!("retrieve.chip.not", label = label).into_owned()
}

/// The menu of a chip: the other way round, or away.
fn turn_menu(
    response: &Response,
    condition: &Condition,
    place: usize,
    state: &mut ExcerptsPage,
) -> bool {
    let mut done = false;
    menu::context(response, theme::MENU_WIDTH, |ui| {
        if menu::entry(ui, t!("retrieve.chip.negate").as_ref(), true) {
            state.asked.set(&negated(condition, place));
            done = true;
        }
        if menu::entry(ui, t!("retrieve.chip.delete").as_ref(), true) {
            state.asked.set(&without(condition, place));
            done = true;
        }
    });
    done
}

fn is_choice(test: &Test) -> bool {
    match test {
        Test::Theme(_)
        | Test::Coder(_)
        | Test::Origin(_)
        | Test::State(_)
        | Test::Year(_)
        | Test::Group(_)
        | Test::Memo(Memo::Some | Memo::None)
        | Test::Bookmark(Memo::Some | Memo::None) => true,
        Test::Article { exact, .. } => *exact,
        Test::Attribute { test, .. } => {
            matches!(test, AttributeTest::None | AttributeTest::Is(Comparison::Equal, _))
        }
        Test::Reuse(reuse) => !matches!(reuse, ReuseTest::With(_)),
        Test::Done(_)
        | Test::Memo(_)
        | Test::Bookmark(_)
        | Test::Text(_)
        | Test::Near(..)
        | Test::Word(_) => false,
    }
}

/// What a chip says of a test, without its field where that is clear.
fn short(session: &Session, test: &Test, palette: &Palette) -> (String, Option<Color32>) {
    match test {
        Test::Theme(theme) => {
            let known = session.codebook().by_name(&theme.name);
            (theme.name.clone(), known.map(|theme| palette.theme(theme.colour)))
        }
        Test::Year(Years::Range(Some(from), Some(to))) if from == to => (from.to_string(), None),
        Test::Year(Years::Range(Some(from), Some(to))) => (format!("{from}–{to}"), None),
        Test::Year(Years::None) => (t!("excerpts.no_year").into_owned(), None),
        Test::Coder(name) | Test::Word(name) => (name.clone(), None),
        Test::Article { name, exact: true } => {
            let path = crate::corpus::ArticlePath::new(name);
            let title = path.zip(session.corpus()).map(|(path, c)| title_and_year(c, &path).0);
            (title.unwrap_or_else(|| name.clone()), None)
        }
        other => (Condition::Test(other.clone()).text(describe::tongue()), None),
    }
}

fn themes_menu(session: &Session, state: &mut ExcerptsPage, palette: &Palette, ui: &mut Ui) {
    menu(ui, palette, &t!("excerpts.filter.theme"), |ui| {
        let codebook = session.codebook();
        for (depth, theme) in codebook.tree() {
            let colour = palette.theme(theme.colour);
            let test = theme_test(codebook, theme.id);
            let chosen = holds(state.asked.condition(), &test);
            if check_option(ui, palette, &theme.name, chosen, Some(colour), depth) {
                state.asked.toggle(&test);
            }
        }
    });
}

fn years_menu(state: &mut ExcerptsPage, palette: &Palette, ui: &mut Ui) {
    menu(ui, palette, &t!("excerpts.filter.year"), |ui| {
        let years = state.answer.as_ref().map(|answer| answer.years.clone());
        // The latest first; those without a year, which sort before all years, last.
        for year in years.unwrap_or_default().into_iter().rev() {
            let test = year_test(year);
            let label =
                year.map_or_else(|| t!("excerpts.no_year").into_owned(), |year| year.to_string());
            if check_option(ui, palette, &label, holds(state.asked.condition(), &test), None, 0) {
                state.asked.toggle(&test);
            }
        }
    });
}

fn coders_menu(state: &mut ExcerptsPage, palette: &Palette, ui: &mut Ui) {
    let coders = state.answer.as_ref().map(|answer| answer.coders.clone()).unwrap_or_default();
    if coders.len() < 2 {
        return;
    }
    menu(ui, palette, &t!("excerpts.filter.coder"), |ui| {
        for coder in coders {
            let test = Test::Coder(coder.to_string());
            let chosen = holds(state.asked.condition(), &test);
            if check_option(ui, palette, coder.as_str(), chosen, None, 0) {
                state.asked.toggle(&test);
            }
        }
    });
}

/// Everything else that can be asked.
fn more_menu(
    session: &Session,
    here: Option<&str>,
    state: &mut ExcerptsPage,
    palette: &Palette,
    ui: &mut Ui,
) {
    let response = plain_chip(ui, palette, &t!("retrieve.add.menu"), true);
    eframe::egui::Popup::menu(&response).show(|ui| {
        ui.set_width(208.0);
        let mut asked = None;
        if let Some(here) = here {
            let test = Test::Article { name: here.to_owned(), exact: true };
            if ui.button(t!("retrieve.add.this_article")).clicked() {
                asked = Some(Condition::Test(test));
            }
        }
        for (label, make) in [
            (t!("retrieve.add.not_theme"), None),
            (t!("retrieve.add.overlaps"), Some(Relation::Overlaps)),
            (t!("retrieve.add.inside"), Some(Relation::Inside)),
            (t!("retrieve.add.near"), Some(Relation::Near(1))),
        ] {
            ui.menu_button(label, |ui| {
                if let Some(id) = theme_list(session, palette, ui) {
                    let name = theme_name(session.codebook(), id);
                    let theme = ThemeName { name, exact: false };
                    asked = Some(match make {
                        None => Condition::negated(Condition::Test(Test::Theme(theme))),
                        Some(relation) => Condition::Test(Test::Near(relation, theme)),
                    });
                }
            });
        }
        let mut choices = |ui: &mut Ui, label: Cow<'_, str>, tests: Vec<Test>| {
            ui.menu_button(label, |ui| {
                for test in tests {
                    let condition = Condition::Test(test.clone());
                    let on = holds(state.asked.condition(), &test);
                    let text = condition.text(describe::tongue());
                    let word = text.split(':').next_back().unwrap_or_default().to_owned();
                    if check_option(ui, palette, &word, on, None, 0) {
                        state.asked.toggle(&test);
                    }
                }
            });
        };
        let memos = [Memo::Some, Memo::None].map(Test::Memo);
        choices(ui, t!("retrieve.add.memo"), memos.into());
        let bookmarks = [Memo::Some, Memo::None].map(Test::Bookmark);
        choices(ui, t!("retrieve.add.bookmark"), bookmarks.into());
        let origins =
            [OriginTest::Hand, OriginTest::Query, OriginTest::Lexicon, OriginTest::Suggestion];
        let origins = origins.map(Test::Origin);
        choices(ui, t!("retrieve.add.origin"), origins.into());
        let states = [
            ReviewState::Reviewed,
            ReviewState::Unreviewed,
            ReviewState::Unsure,
            ReviewState::Orphan,
        ];
        choices(ui, t!("retrieve.add.state"), states.map(Test::State).into());
        if let Some(condition) = asked {
            state.asked.add(condition);
            ui.close();
        }
    });
}

/// The themes to choose one from.
fn theme_list(session: &Session, palette: &Palette, ui: &mut Ui) -> Option<ThemeId> {
    ui.set_width(200.0);
    let mut chosen = None;
    eframe::egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for (depth, theme) in session.codebook().tree() {
            let colour = palette.theme(theme.colour);
            if check_option(ui, palette, &theme.name, false, Some(colour), depth) {
                chosen = Some(theme.id);
            }
        }
    });
    chosen
}
