//! 复用: what the articles say in the same words, the first printed first, and two printings side by
//! side with what changed.

mod groups;
mod map;
mod sides;

use std::{borrow::Cow, sync::Arc};

use eframe::egui::{Align, Frame, Key, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};

use super::desk::{AnalysisView, Desk, choice_menu};
use crate::{
    analysis::{
        CarriedPassage, ChangedWords, Reuse, ReuseComparison, ReuseGroup, ReuseMember, ReuseRules,
        Sheet, carried,
    },
    chart::ChartScene,
    session::{
        Command, CopiedTag, FindReuse, Session, describe, printed_shown, reuse_picture, reuse_sheet,
    },
    t,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Letters in common that are offered.
const LEAST: [u32; 5] = [15, 20, 30, 60, 100];
/// Width of the list of groups.
const LIST: f32 = 300.0;
/// With less room for all the list goes above.
const NARROW: f32 = 720.0;
/// Height of the list where it stands above.
const LIST_ABOVE: f32 = 150.0;

/// What the view remembers between frames.
pub(super) struct ReuseView {
    least: u32,
    within: bool,
    /// The group that is shown, and its places at the left and at the right.
    chosen: (usize, usize, usize),
    /// The change one is at.
    change: Option<usize>,
    /// Whether that is to be brought into view.
    scroll: bool,
    drawn: Option<DrawnReuse>,
}

/// What was found, as it is on the screen.
struct DrawnReuse {
    reuse: Arc<Reuse>,
    language: String,
    /// The groups, those that repeat most first.
    order: Vec<usize>,
    sheet: Sheet,
    /// The two articles of the chosen places with what they share.
    picture: Option<ChartScene<()>>,
    compared: Option<Compared>,
}

/// Two places side by side.
struct Compared {
    chosen: (usize, usize, usize),
    /// Of what is marked, for what can be copied.
    marks: u64,
    comparison: ReuseComparison,
    carried: Vec<CarriedPassage>,
}

impl Default for ReuseView {
    fn default() -> Self {
        Self {
            least: ReuseRules::LEAST,
            within: false,
            chosen: (0, 0, 1),
            change: None,
            scroll: false,
            drawn: None,
        }
    }
}

impl ReuseView {
    fn rules(&self, session: &Session) -> ReuseRules {
        let rules = ReuseRules::without(&session.catalogue().set_phrases());
        ReuseRules { least: self.least, within: self.within, ..rules }
    }

    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        desk.ask(&FindReuse { rules: self.rules(desk.session) });
        let Some(found) = desk.session.answer::<FindReuse>() else { return };
        let language = rust_i18n::locale().to_string();
        let holds = |drawn: &DrawnReuse| {
            Arc::ptr_eq(&drawn.reuse, &found.reuse) && drawn.language == language
        };
        if !self.drawn.as_ref().is_some_and(holds)
            && let Some(corpus) = desk.session.corpus()
        {
            let reuse = Arc::clone(&found.reuse);
            let mut order: Vec<usize> = (0..reuse.groups.len()).collect();
            let repeated = |at: &usize| reuse.groups.get(*at).map_or(0, ReuseGroup::repeated);
            order.sort_by_key(|at| std::cmp::Reverse(repeated(at)));
            let sheet = reuse_sheet(corpus, &reuse);
            let first = order.first().copied().unwrap_or(0);
            self.choose((first, 0, 1));
            self.drawn =
                Some(DrawnReuse { reuse, language, order, sheet, picture: None, compared: None });
        }
        self.compare(desk.session);
    }

    fn choose(&mut self, chosen: (usize, usize, usize)) {
        if self.chosen != chosen {
            self.chosen = chosen;
            self.change = None;
        }
    }

    /// Sets the chosen places side by side, unless they are.
    fn compare(&mut self, session: &Session) {
        let (Some(drawn), Some(scene)) = (&mut self.drawn, session.scene()) else { return };
        let marks = scene.annotations.revision();
        let is_known = |known: &Compared| known.chosen == self.chosen && known.marks == marks;
        if drawn.compared.as_ref().is_some_and(is_known) {
            return;
        }
        let sides = members(&drawn.reuse, self.chosen);
        let compared = sides.and_then(|(left, right)| {
            let text = |member: &ReuseMember| scene.corpus.article(&member.article);
            let (a, b) = (text(left)?, text(right)?);
            let comparison = ReuseComparison::of((&a.text, left.span), (&b.text, right.span))?;
            let paths = (&left.article, &right.article);
            let carried = carried(scene, &session.coder(), paths, &comparison);
            Some(Compared { chosen: self.chosen, marks, comparison, carried })
        });
        drawn.compared = compared;
        let picture = sides.and_then(|sides| {
            let scene = reuse_picture(&scene.corpus, &drawn.reuse, sides, self.chosen.0)?;
            let title = scene.name.clone();
            Some(scene.with_title(title).with_caption([describe::today()]))
        });
        drawn.picture = picture;
    }

    /// Goes to another change; with `figures` to one of figures.
    fn step(&mut self, onward: bool, figures: bool) {
        let compared = self.drawn.as_ref().and_then(|drawn| drawn.compared.as_ref());
        let Some(compared) = compared else { return };
        let wanted: Vec<usize> = compared
            .comparison
            .changes()
            .enumerate()
            .filter(|(_, change)| !figures || change.words == ChangedWords::Figure)
            .map(|(at, _)| at)
            .collect();
        let next = match (self.change, onward) {
            (None, true) => wanted.first(),
            (None, false) => wanted.last(),
            (Some(here), true) => wanted.iter().find(|&&at| at > here).or(wanted.first()),
            (Some(here), false) => wanted.iter().rfind(|&&at| at < here).or(wanted.last()),
        };
        self.change = next.copied();
        self.scroll = self.change.is_some();
    }

    /// The keys that step through changes, while nothing is being written.
    fn keys(&mut self, ui: &Ui) {
        if ui.memory(|memory| memory.focused().is_some()) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::SHIFT, Key::N) {
            self.step(true, true);
        } else if pressed(Modifiers::NONE, Key::N) {
            self.step(true, false);
        } else if pressed(Modifiers::NONE, Key::P) {
            self.step(false, false);
        }
    }

    /// When each place of the group was printed; a click puts it at the right.
    fn printings_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let Some(drawn) = &self.drawn else { return };
        let (group, left, right) = self.chosen;
        let Some(of_group) = drawn.reuse.groups.get(group) else { return };
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
            let mut before: Option<&ReuseMember> = None;
            for (at, member) in of_group.members.iter().enumerate() {
                if let Some(before) = before {
                    let is_same = before.printed.is_same_time(member.printed);
                    let sign = if is_same { t!("reuse.page.same_day") } else { "→".into() };
                    ui.label(RichText::new(sign).font(theme::small()).color(desk.palette.second));
                }
                let text = format!("{} {}", printed_shown(member), title(desk.session, member));
                let colour = match at {
                    _ if at == right => desk.palette.accent_ink,
                    _ if at == left => desk.palette.ink,
                    _ => desk.palette.second,
                };
                if widgets::text_button(ui, desk.palette, &text, colour).clicked() && at != left {
                    wanted = Some((group, left, at));
                }
                before = Some(member);
            }
        });
        if let Some(wanted) = wanted {
            self.choose(wanted);
        }
    }

    /// What can be done with the two places.
    fn deeds_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(drawn) = &self.drawn else { return };
        let (Some(compared), Some((left, right))) =
            (&drawn.compared, members(&drawn.reuse, self.chosen))
        else {
            return;
        };
        let comparison = &compared.comparison;
        let changes = comparison.changes().count();
        let figures =
            comparison.changes().filter(|change| change.words == ChangedWords::Figure).count();
        let facts = t!(
            "reuse.page.facts",
            matched = theme::grouped(comparison.matched as usize),
            ratio = format!("{:.1}", comparison.ratio * 100.0),
            changes = changes,
            figures = figures
        );
        let copied: Vec<CopiedTag> = compared
            .carried
            .iter()
            .filter_map(|carried| {
                let fragments = carried.place.clone().ok()?;
                let article = right.article.clone();
                Some(CopiedTag { passage: carried.passage, article, fragments })
            })
            .collect();
        let left_out = compared.carried.len() - copied.len();
        let palette = desk.palette;
        let mut step = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
            ui.label(RichText::new(facts).font(theme::small_content()).color(palette.second));
            if changes > 0 {
                for (label, onward) in [("reuse.page.before", false), ("reuse.page.next", true)] {
                    let label = rust_i18n::t!(label);
                    if widgets::text_button(ui, palette, &label, palette.ink).clicked() {
                        step = Some(onward);
                    }
                }
            }
            for (label, member) in
                [("reuse.page.open_left", left), ("reuse.page.open_right", right)]
            {
                let label = rust_i18n::t!(label);
                if widgets::text_button(ui, palette, &label, palette.ink).clicked()
                    && let Some(article) =
                        desk.session.corpus().and_then(|corpus| corpus.article(&member.article))
                    && let Some(span) = article.text.byte_span(member.span)
                {
                    desk.out.push(Message::GoToText(member.article.clone(), span));
                }
            }
            if !copied.is_empty() || left_out > 0 {
                let label = t!("reuse.page.copy", count = copied.len());
                let button = widgets::text_button(ui, palette, &label, palette.ink);
                let button =
                    button.on_hover_text(t!("reuse.page.left_out", count = left_out).into_owned());
                if button.clicked() && !copied.is_empty() {
                    desk.out.push(Message::Do(Command::CopyTags(copied)));
                }
                if left_out > 0 {
                    let text = t!("reuse.page.left_out", count = left_out);
                    ui.label(RichText::new(text).font(theme::small()).color(palette.second));
                }
            }
        });
        if let Some(onward) = step {
            self.step(onward, false);
        }
    }

    /// The two places of the chosen group.
    fn pair_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.printings_ui(desk, ui);
        ui.add_space(theme::grid(2.0));
        if let Some(drawn) = &self.drawn
            && let Some(wanted) = map::ui(desk, &drawn.reuse, self.chosen, ui)
        {
            self.choose(wanted);
        }
        ui.add_space(theme::grid(2.0));
        self.deeds_ui(desk, ui);
        ui.add_space(theme::grid(2.0));
        let Some(drawn) = &self.drawn else { return };
        let (Some(compared), Some(sides)) = (&drawn.compared, members(&drawn.reuse, self.chosen))
        else {
            return;
        };
        let scroll = std::mem::take(&mut self.scroll);
        ScrollArea::vertical().id_salt("reuse text").auto_shrink(false).show(ui, |ui| {
            let texts = sides::SideTexts {
                session: desk.session,
                palette: desk.palette,
                comparison: &compared.comparison,
                here: self.change,
                scroll,
            };
            texts.ui((&sides.0.article, &sides.1.article), ui);
        });
    }
}

/// The places at the left and at the right.
fn members(
    reuse: &Reuse,
    (group, left, right): (usize, usize, usize),
) -> Option<(&ReuseMember, &ReuseMember)> {
    let members = &reuse.groups.get(group)?.members;
    Some((members.get(left)?, members.get(right)?))
}

/// The title of a place's article.
fn title(session: &Session, member: &ReuseMember) -> String {
    let corpus = session.corpus();
    let header = corpus.and_then(|corpus| Some(corpus.header(corpus.article(&member.article)?)));
    header.map_or_else(|| member.article.as_str().to_owned(), |header| header.title)
}

impl AnalysisView for ReuseView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let label = t!("reuse.page.least", least = self.least);
            choice_menu(ui, palette, &label, |ui, option| {
                for least in LEAST {
                    let text: Cow<'_, str> = t!("reuse.page.letters", count = least);
                    if option(ui, &text, self.least == least) {
                        self.least = least;
                    }
                }
            });
            let name = |within| {
                if within { t!("reuse.page.within") } else { t!("reuse.page.between") }
            };
            choice_menu(ui, palette, &name(self.within), |ui, option| {
                for within in [false, true] {
                    if option(ui, &name(within), self.within == within) {
                        self.within = within;
                    }
                }
            });
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        let Some(drawn) = &self.drawn else {
            return super::desk::empty_ui(desk, &t!("reuse.page.working"), ui);
        };
        if drawn.order.is_empty() {
            let none = t!("reuse.page.none", least = self.least);
            return super::desk::empty_ui(desk, &none, ui);
        }
        self.keys(ui);
        let room = ui.available_size();
        let is_narrow = room.x < NARROW;
        let list = if is_narrow { vec2(room.x, LIST_ABOVE) } else { vec2(LIST, room.y) };
        let layout = if is_narrow {
            Layout::top_down(Align::Min)
        } else {
            Layout::left_to_right(Align::Min)
        };
        ui.allocate_ui_with_layout(room, layout, |ui| {
            let mut wanted = None;
            ui.allocate_ui_with_layout(list, Layout::top_down(Align::Min), |ui| {
                ui.set_max_size(list);
                if let Some(drawn) = &self.drawn {
                    wanted = groups::ui(desk, (&drawn.reuse, &drawn.order), self.chosen.0, ui);
                }
            });
            if let Some(group) = wanted {
                self.choose((group, 0, 1));
                self.compare(desk.session);
            }
            ui.add_space(theme::grid(4.0));
            let rest = ui.available_size();
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                Frame::new().show(ui, |ui| self.pair_ui(desk, ui));
            });
        });
    }

    fn hears(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _desk: &mut Desk<'_>) -> bool {
        let Some(drawn) = &self.drawn else { return false };
        let here = drawn.order.iter().position(|&group| group == self.chosen.0);
        let last = drawn.order.len().saturating_sub(1);
        let wanted = match (action, here) {
            (Action::BandNext, Some(here)) => (here + 1).min(last),
            (Action::BandBefore, Some(here)) => here.saturating_sub(1),
            (Action::BandNext | Action::BandBefore, None) => 0,
            _ => return false,
        };
        let Some(&group) = drawn.order.get(wanted) else { return false };
        self.choose((group, 0, 1));
        true
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        let drawn = self.drawn.as_ref()?;
        drawn.picture.clone()
    }

    fn state(&self, session: &Session) -> Option<String> {
        let found = session.answer::<FindReuse>()?;
        Some(t!("reuse.page.groups", count = found.reuse.groups.len()).into_owned())
    }

    fn sheet(&self) -> Option<&Sheet> {
        Some(&self.drawn.as_ref()?.sheet)
    }
}

/// The ground of what changed.
fn changed_ground(palette: &Palette, here: bool) -> eframe::egui::Color32 {
    palette.accent.gamma_multiply(if here { 0.34 } else { 0.14 })
}
