//! Correcting what is known of an article: title, year, date, byline, encoding.

use std::borrow::Cow;

use eframe::egui::{self, Context, Ui};
use jiff::civil::Date;
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    corpus::{ArticlePath, Correction, Encoding, Header},
    session::{Command, Session, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// The fields as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fields {
    title: String,
    year: String,
    date: String,
    byline: String,
}

impl Fields {
    fn of(header: &Header) -> Self {
        Self {
            title: header.title.clone(),
            year: header.year.map(|year| year.to_string()).unwrap_or_default(),
            date: header.date.map(|date| date.to_string()).unwrap_or_default(),
            byline: header.byline.clone().unwrap_or_default(),
        }
    }
}

/// What is wrong with the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Year,
    Date,
    /// The date is of another year than the one given.
    Years,
}

/// The form of one article.
#[derive(Clone, Debug)]
pub(in crate::ui) struct ArticleForm {
    path: ArticlePath,
    /// What was found and what is entered; read at the first frame.
    fields: Option<(Fields, Fields)>,
    encoding: Option<Encoding>,
    /// What was there to begin with.
    opened: Option<(Fields, Option<Encoding>)>,
    fresh: bool,
}

impl ArticleForm {
    pub(super) fn new(path: ArticlePath) -> Self {
        Self { path, fields: None, encoding: None, opened: None, fresh: true }
    }

    /// Whether something was entered that is not confirmed.
    pub(super) fn is_changed(&self) -> bool {
        match (&self.fields, &self.opened) {
            (Some((_, now)), Some((fields, encoding))) => {
                (now, &self.encoding) != (fields, encoding)
            }
            _ => false,
        }
    }

    /// What confirming does now; none where something is wrong.
    pub(super) fn command(&self, session: &Session) -> Option<Command> {
        let corpus = session.corpus()?;
        let (found, now) = self.fields.as_ref()?;
        let made = correction(found, now, self.encoding).ok()?;
        if corpus.corrections_problem().is_some() || corpus.entry(&self.path).is_none() {
            return None;
        }
        let article = self.path.clone();
        // What else was said of it is not in this dialog, and stays.
        let known = corpus.corrections().get(&article).cloned().unwrap_or_default();
        let (source, lines) = (known.source, known.lines);
        let correction = Correction { source, lines, ..made };
        Some(Command::Correct { article, correction })
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let Some(corpus) = session.corpus() else { return false };
        let entry = corpus.entry(&self.path);
        let is_gone = entry.is_none();
        // Gone from the disk meanwhile; what was entered can still be copied.
        if is_gone && !self.is_changed() {
            return false;
        }
        let article = entry.and_then(|entry| entry.article.as_ref().ok());
        let (found, now) = self.fields.get_or_insert_with(|| {
            self.encoding = corpus.corrections().get(&self.path).and_then(|c| c.encoding);
            let found = article.map_or_else(Fields::default, |a| Fields::of(&a.header));
            let now = article.map_or_else(Fields::default, |a| Fields::of(&corpus.header(a)));
            self.opened = Some((now.clone(), self.encoding));
            (found, now)
        });
        let fault = correction(found, now, self.encoding).err();
        let locked = corpus.corrections_problem().is_some();
        let (encoding, fresh) = (&mut self.encoding, &mut self.fresh);
        let detected = article.map(|article| article.encoding);
        let title = t!("dialogs.article.title");
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| {
                form::hint(ui, palette, &describe::shown(self.path.as_str()));
                if locked {
                    form::fault(ui, palette, &t!("error.corrections_unreadable"));
                }
                if article.is_some() || is_gone {
                    fields_ui(found, now, fault, palette, ui, fresh);
                } else if let Some(Err(problem)) = entry.map(|entry| &entry.article) {
                    form::fault(ui, palette, &describe::problem(problem));
                }
                encoding_ui(encoding, detected, palette, ui);
                // Below, so that no field is another than it was.
                if is_gone {
                    form::fault(ui, palette, &t!("dialogs.article.gone"));
                }
                form::hint(ui, palette, &t!("dialogs.article.kept_in_set"));
            },
            |ui, ()| {
                Buttons::new(t!("dialogs.article.save"), fault.is_none() && !locked && !is_gone)
                    .ui(ui, palette)
            },
        );
        match answer {
            Some(FormAnswer::Confirm) => match self.command(session) {
                Some(command) => {
                    out.push(Message::Do(command));
                    false
                }
                None => true,
            },
            other => other == Some(FormAnswer::None),
        }
    }
}

/// What the fields say against what was found; a field left empty or as it was corrects nothing.
fn correction(
    found: &Fields,
    now: &Fields,
    encoding: Option<Encoding>,
) -> Result<Correction, Fault> {
    let changed = |found: &str, now: &str| {
        let now = now.trim();
        (!now.is_empty() && now != found.trim()).then(|| now.to_owned())
    };
    let year = changed(&found.year, &now.year).map(|year| parse_year(&year).ok_or(Fault::Year));
    let date = changed(&found.date, &now.date).map(|date| parse_date(&date).ok_or(Fault::Date));
    let (year, date) = (year.transpose()?, date.transpose()?);
    // What is seen in the two fields must not disagree, whichever of them was changed.
    if let (Some(date), Some(year)) = (parse_date(&now.date), parse_year(&now.year))
        && date.year() != year
    {
        return Err(Fault::Years);
    }
    let title = changed(&found.title, &now.title);
    let byline = changed(&found.byline, &now.byline);
    Ok(Correction { title, year, date, byline, encoding, ..Correction::default() })
}

fn parse_year(text: &str) -> Option<i16> {
    let digits = text.trim().trim_end_matches('年');
    digits.parse().ok().filter(|year| (1000..=2999).contains(year))
}

/// `2019-06-28`, `2019/6/28`, `2019.6.28` or `2019年6月28日`.
fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('日');
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(parse_year(year)?, month.parse().ok()?, day.parse().ok()?).ok();
    date.filter(|_| parts.next().is_none())
}

fn fields_ui(
    found: &Fields,
    now: &mut Fields,
    fault: Option<Fault>,
    palette: &Palette,
    ui: &mut Ui,
    fresh: &mut bool,
) {
    let rows = [
        (t!("dialogs.article.name"), &found.title, &mut now.title, None, Cow::Borrowed("")),
        (
            t!("dialogs.article.year"),
            &found.year,
            &mut now.year,
            Some((Fault::Year, t!("dialogs.article.year_fault"))),
            t!("dialogs.article.year_hint"),
        ),
        (
            t!("dialogs.article.date"),
            &found.date,
            &mut now.date,
            Some((Fault::Date, t!("dialogs.article.date_fault"))),
            t!("dialogs.article.date_hint"),
        ),
        (
            t!("dialogs.article.byline"),
            &found.byline,
            &mut now.byline,
            None,
            t!("dialogs.article.byline_hint"),
        ),
    ];
    for (name, found, now, own_fault, hint) in rows {
        form::row(ui, palette, &name, |ui| {
            field_ui(found, now, &name, &hint, palette, ui, fresh);
            match (fault, own_fault) {
                (Some(fault), Some((own, text))) if fault == own => {
                    form::fault(ui, palette, &text);
                }
                (Some(Fault::Years), Some((Fault::Date, _))) => {
                    form::fault(ui, palette, &t!("dialogs.article.years_fault"));
                }
                _ => {}
            }
        });
    }
}

/// A field and, where it differs from what was found, the way back to that.
fn field_ui(
    found: &str,
    now: &mut String,
    name: &str,
    hint: &str,
    palette: &Palette,
    ui: &mut Ui,
    fresh: &mut bool,
) {
    let corrected = now.trim() != found.trim();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        // The room for the button is kept free, so that the field does not jump while typing.
        let response = form::field(ui, palette, now, hint, name, theme::CONTROL + theme::GRID);
        form::focus_first(ui, fresh, &response, now);
        if corrected {
            let restore =
                t!("dialogs.article.restore", name = name, found = describe::shown(found));
            if widgets::icon_button(ui, palette, Icon::Undo, &restore, true).clicked() {
                found.clone_into(now);
            }
        }
    });
}

fn encoding_ui(
    encoding: &mut Option<Encoding>,
    detected: Option<Encoding>,
    palette: &Palette,
    ui: &mut Ui,
) {
    let name = t!("dialogs.article.encoding");
    form::row(ui, palette, &name, |ui| {
        let automatic = match (detected, &encoding) {
            (Some(detected), None) => t!("dialogs.article.detected", name = detected.name()),
            _ => t!("dialogs.article.automatic"),
        };
        let chosen = encoding.map_or_else(|| automatic.clone(), |e| Cow::Borrowed(e.name()));
        let response = egui::ComboBox::from_id_salt("encoding")
            .selected_text(chosen)
            .width(200.0)
            .height(theme::COMBO_HEIGHT)
            .show_ui(ui, |ui| {
                ui.selectable_value(encoding, None, automatic);
                for option in Encoding::ALL {
                    ui.selectable_value(encoding, Some(option), option.name());
                }
            })
            .response;
        widgets::focus_ring(ui, palette, response.rect, &response);
        response.accessible_name(name.as_ref());
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn found() -> Fields {
        Fields { title: "共建共享".into(), year: "2019".into(), ..Fields::default() }
    }

    #[test]
    fn only_what_was_changed_is_a_correction() {
        assert_eq!(correction(&found(), &found(), None), Ok(Correction::default()));
        let now = Fields { year: "2018年".into(), title: " 共建共享 ".into(), ..found() };
        let expected = Correction { year: Some(2018), ..Correction::default() };
        assert_eq!(correction(&found(), &now, None), Ok(expected));
        let emptied = Fields { title: String::new(), ..found() };
        assert_eq!(correction(&found(), &emptied, None), Ok(Correction::default()));
    }

    #[test]
    fn dates_are_taken_as_they_are_written_in_chinese_and_in_files() {
        for text in ["2019-06-28", "2019/6/28", "2019.6.28", "2019年6月28日", " 2019年06月28日 "]
        {
            assert_eq!(parse_date(text), Some(date(2019, 6, 28)), "{text}");
        }
        for text in ["2019", "2019-13-01", "2019-02-30", "六月二十八日", "2019-6-28-1"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let year = Fields { year: "去年".into(), ..found() };
        assert_eq!(correction(&found(), &year, None), Err(Fault::Year));
        let date = Fields { date: "6月28日".into(), ..found() };
        assert_eq!(correction(&found(), &date, None), Err(Fault::Date));
        let both = Fields { year: "2018".into(), date: "2017-01-01".into(), ..found() };
        assert_eq!(correction(&found(), &both, None), Err(Fault::Years));
        let date_alone = Fields { date: "2017-01-01".into(), ..found() };
        assert_eq!(correction(&found(), &date_alone, None), Err(Fault::Years));
    }
}
