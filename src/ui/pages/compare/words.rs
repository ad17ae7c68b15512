//! 词语: the words of the texts by frequency, what tells two groups apart, what stands beside a word,
//! and how evenly it is spread.

use std::sync::Arc;

use eframe::egui::{Align, Layout, RichText, Ui, vec2};

use super::{
    desk::{AnalysisView, Desk, choice_menu, empty_ui, fault_ui},
    figure::{Figure, Shown},
    sheet_table::HeatScale,
};
use crate::{
    analysis::{
        Collocates, CollocationTerms, Dispersion, DispersionTerms, FrequencyTerms, GRAM_LENGTHS,
        GramTerms, Keyness, KeynessTerms, Sheet, StopWords, WordCounts,
    },
    chart::{ChartScene, side_bars, strip_chart},
    session::{self, Session, StopWordsOfSet, describe},
    t,
    ui::{
        condition_line::{self, Asked, ConditionList},
        dialogs::form,
        theme,
        widgets::{self, chip},
    },
};

/// Words on each side of a word that are looked at, as they are offered.
const WINDOWS: [usize; 4] = [2, 3, 5, 10];
/// How often a word is to stand there at least.
const LEAST: [u64; 5] = [1, 2, 3, 5, 10];
/// Strings that come less often are not listed.
const GRAMS_LEAST: u64 = 2;
/// So many words of a list are bars.
const BARS: usize = 40;
/// Width of the field for a word.
const FIELD: f32 = 200.0;

/// What is asked of the words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum WordQuestion {
    #[default]
    Frequency,
    Keyness,
    Collocates,
    Dispersion,
}

/// A group of articles: its condition line.
#[derive(Default)]
struct Group {
    asked: Asked,
    list: ConditionList,
}

/// What the view remembers between frames.
pub(super) struct WordsView {
    question: WordQuestion,
    a: Group,
    b: Group,
    string: String,
    window: usize,
    least: u64,
    stops: bool,
    /// The strings of so many characters are listed rather than words.
    grams: Option<usize>,
    shown: Shown,
    frequency: Figure,
    keyness: Figure,
    collocates: Figure,
    dispersion: Figure,
}

impl Default for WordsView {
    fn default() -> Self {
        Self {
            question: WordQuestion::default(),
            a: Group::default(),
            b: Group::default(),
            string: String::new(),
            window: 5,
            least: 2,
            stops: true,
            grams: None,
            shown: Shown::Table,
            frequency: Figure::default(),
            keyness: Figure::default(),
            collocates: Figure::default(),
            dispersion: Figure::default(),
        }
    }
}

impl WordsView {
    fn figure(&self) -> &Figure {
        match self.question {
            WordQuestion::Frequency => &self.frequency,
            WordQuestion::Keyness => &self.keyness,
            WordQuestion::Collocates => &self.collocates,
            WordQuestion::Dispersion => &self.dispersion,
        }
    }

    fn figure_mut(&mut self) -> &mut Figure {
        match self.question {
            WordQuestion::Frequency => &mut self.frequency,
            WordQuestion::Keyness => &mut self.keyness,
            WordQuestion::Collocates => &mut self.collocates,
            WordQuestion::Dispersion => &mut self.dispersion,
        }
    }

    /// The words that are left out; `None` until it is known which.
    fn stop_words(&self, desk: &mut Desk<'_>) -> Option<Arc<StopWords>> {
        if !self.stops {
            return Some(Arc::default());
        }
        desk.ask(&StopWordsOfSet);
        if let Some(known) = desk.session.answer::<StopWordsOfSet>() {
            return Some(Arc::clone(known));
        }
        // A list that cannot be read is told above; the program's own serves.
        let refused = desk.session.inquiry::<StopWordsOfSet>()?.refusal().is_some();
        refused.then(|| Arc::clone(StopWords::built_in()))
    }

    fn prepare(&mut self, desk: &mut Desk<'_>) {
        let (filter, counting) = (desk.asked.clone(), desk.counting);
        let Some(stop_words) = self.stop_words(desk) else { return };
        let string = self.string.trim().to_owned();
        match self.question {
            WordQuestion::Frequency => {
                let grams = self.grams;
                let found: Option<Arc<WordCounts>> = if let Some(length) = grams {
                    desk.ask(&GramTerms { length, least: GRAMS_LEAST, filter, counting });
                    desk.session.answer::<GramTerms>().cloned()
                } else {
                    desk.ask(&FrequencyTerms { filter, counting, stop_words });
                    desk.session.answer::<FrequencyTerms>().cloned()
                };
                let Some(found) = found else { return };
                self.frequency.keep(desk, &format!("{:p}", Arc::as_ptr(&found)), || {
                    let mut sheet = session::frequency_sheet(&found, counting);
                    if grams.is_some() {
                        sheet.notes = session::matched_notes(counting);
                    }
                    let counts = found.words.iter().map(|word| (word.word.clone(), word.count));
                    let counts = counts.take(BARS).collect();
                    let bars = side_bars(session::word_bars(sheet.name.clone(), counts));
                    (sheet, vec![bars])
                });
            }
            WordQuestion::Keyness => {
                let b = self.b.asked.parsed().clone();
                let terms = KeynessTerms {
                    a: self.a.asked.parsed().clone(),
                    b: (!self.b.asked.is_empty()).then_some(b),
                    strings: Vec::new(),
                    least: self.least,
                    counting,
                    stop_words,
                };
                if self.a.asked.is_empty() {
                    return;
                }
                desk.ask(&terms);
                let found: Option<Arc<Keyness>> = desk.session.answer::<KeynessTerms>().cloned();
                let Some(found) = found else { return };
                self.keyness.keep(desk, &format!("{:p}", Arc::as_ptr(&found)), || {
                    let sheet = session::keyness_sheet(&found, counting);
                    (sheet, vec![side_bars(session::keyness_picture(&found))])
                });
            }
            WordQuestion::Collocates if !string.is_empty() => {
                let terms = CollocationTerms {
                    string,
                    window: self.window,
                    least: self.least,
                    filter,
                    counting,
                    stop_words,
                };
                desk.ask(&terms);
                let found: Option<Arc<Collocates>> =
                    desk.session.answer::<CollocationTerms>().cloned();
                let Some(found) = found else { return };
                self.collocates.keep(desk, &format!("{:p}", Arc::as_ptr(&found)), || {
                    let sheet = session::collocate_sheet(&found, counting);
                    let counts =
                        found.words.iter().map(|word| (word.word.clone(), word.counts.both));
                    let counts = counts.take(BARS).collect();
                    let bars = side_bars(session::word_bars(sheet.name.clone(), counts));
                    (sheet, vec![bars])
                });
            }
            WordQuestion::Dispersion if !string.is_empty() => {
                let terms = DispersionTerms { string: string.clone(), filter, counting };
                desk.ask(&terms);
                let found: Option<Arc<Dispersion>> =
                    desk.session.answer::<DispersionTerms>().cloned();
                let Some(found) = found else { return };
                self.dispersion.keep(desk, &format!("{:p} {string}", Arc::as_ptr(&found)), || {
                    let sheet = session::dispersion_sheet(&found, &string, counting);
                    (sheet, vec![strip_chart(session::dispersion_picture(&found, &string))])
                });
            }
            WordQuestion::Collocates | WordQuestion::Dispersion => {}
        }
    }

    /// The two groups that are compared.
    fn groups_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let (session, palette) = (desk.session, desk.palette);
        let half = ((ui.available_width() - theme::grid(16.0)) / 2.0).max(120.0);
        ui.horizontal(|ui| {
            let groups = [
                (&mut self.a, "keyness a", t!("compare_page.words.group_a")),
                (&mut self.b, "keyness b", t!("compare_page.words.group_b")),
            ];
            for (group, id, name) in groups {
                group.asked.read(session);
                ui.label(RichText::new(name.as_ref()).color(palette.second));
                let line = (&mut group.asked, &mut group.list);
                condition_line::ui(session, (id, &name), line, palette, half, ui);
            }
        });
        for group in [&mut self.a, &mut self.b] {
            if let Some(fault) = group.asked.fault().filter(|_| !group.asked.is_stale()) {
                let reason = RichText::new(&fault.reason).font(theme::small());
                ui.label(reason.color(palette.accent_ink));
            }
            group.list.keep_below(ui.cursor().top());
        }
    }

    fn word_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let (hint, name) = (t!("compare_page.words.hint"), t!("compare_page.words.string"));
        widgets::field(ui, desk.palette, &mut self.string, &hint, &name, FIELD);
    }
}

impl AnalysisView for WordsView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let questions = [
                (WordQuestion::Frequency, t!("compare_page.words.frequency")),
                (WordQuestion::Keyness, t!("compare_page.words.keyness")),
                (WordQuestion::Collocates, t!("compare_page.words.collocates")),
                (WordQuestion::Dispersion, t!("compare_page.words.dispersion")),
            ];
            let size = vec2(form::choice_width(ui, &questions), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                let name = t!("compare_page.words.question");
                form::choice(ui, palette, &name, &mut self.question, &questions);
            });
            let shown = [
                (Shown::Table, t!("compare_page.table")),
                (Shown::Chart, t!("compare_page.chart")),
            ];
            let size = vec2(form::choice_width(ui, &shown), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &t!("compare_page.view"), &mut self.shown, &shown);
            });
            if matches!(self.question, WordQuestion::Collocates | WordQuestion::Dispersion) {
                self.word_ui(desk, ui);
            }
            if self.question == WordQuestion::Collocates {
                let window = |count| t!("compare_page.words.window", count = count);
                choice_menu(ui, palette, &window(self.window), |ui, option| {
                    for count in WINDOWS {
                        if option(ui, &window(count), self.window == count) {
                            self.window = count;
                        }
                    }
                });
            }
            if matches!(self.question, WordQuestion::Collocates | WordQuestion::Keyness) {
                let least = |count| t!("compare_page.words.least", count = count);
                choice_menu(ui, palette, &least(self.least), |ui, option| {
                    for count in LEAST {
                        if option(ui, &least(count), self.least == count) {
                            self.least = count;
                        }
                    }
                });
            }
            if self.question == WordQuestion::Frequency {
                let unit = |grams: Option<usize>| match grams {
                    None => t!("compare_page.words.by_word"),
                    Some(length) => t!("compare_page.words.by_string", length = length),
                };
                choice_menu(ui, palette, &unit(self.grams), |ui, option| {
                    for grams in std::iter::once(None).chain(GRAM_LENGTHS.map(Some)) {
                        if option(ui, &unit(grams), self.grams == grams) {
                            self.grams = grams;
                        }
                    }
                });
            }
            let of_words = self.question != WordQuestion::Frequency || self.grams.is_none();
            if of_words
                && self.question != WordQuestion::Dispersion
                && chip::toggle(ui, palette, &t!("compare_page.words.stops"), self.stops)
                    .on_hover_text(t!("compare_page.words.stops_hint"))
                    .clicked()
            {
                self.stops = !self.stops;
            }
        });
        if self.question == WordQuestion::Keyness {
            ui.add_space(theme::grid(2.0));
            self.groups_ui(desk, ui);
        }
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        fault_ui::<StopWordsOfSet>(desk, describe::storage_error, ui);
        match self.question {
            WordQuestion::Frequency => fault_ui::<FrequencyTerms>(desk, session::word_refusal, ui),
            WordQuestion::Keyness => fault_ui::<KeynessTerms>(desk, session::word_refusal, ui),
            WordQuestion::Collocates => {
                fault_ui::<CollocationTerms>(desk, session::word_refusal, ui);
            }
            WordQuestion::Dispersion => {
                fault_ui::<DispersionTerms>(desk, session::word_refusal, ui);
            }
        }
        let needs = match self.question {
            WordQuestion::Keyness if self.a.asked.is_empty() => {
                Some(t!("compare_page.empty.no_groups"))
            }
            WordQuestion::Collocates | WordQuestion::Dispersion
                if self.string.trim().is_empty() =>
            {
                Some(t!("compare_page.empty.no_word"))
            }
            _ => None,
        };
        if let Some(needs) = needs {
            return empty_ui(desk, &needs, ui);
        }
        let (table, chart) = match self.question {
            WordQuestion::Frequency => ("word list", "word bars"),
            WordQuestion::Keyness => ("keywords", "keyword bars"),
            WordQuestion::Collocates => ("collocates", "collocate bars"),
            WordQuestion::Dispersion => ("dispersion", "dispersion strip"),
        };
        match self.shown {
            Shown::Chart => self.figure().chart_ui(0, chart, desk, ui),
            Shown::Table => {
                let place = (table, HeatScale::None);
                self.figure_mut().table_ui(place, &|_| None, &|_| None, desk, ui);
            }
        }
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.figure().sheet()
    }

    fn has_picture(&self) -> bool {
        self.figure().has_picture(0)
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        self.figure().picture(0)
    }

    fn take_focus(&mut self) {
        self.figure_mut().take_focus();
    }
}
