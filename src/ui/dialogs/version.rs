//! What another version of files, taken in from the disk, took away and brought; and which of the two
//! versions is to stand.

use eframe::egui::{Context, Label, RichText, ScrollArea, Ui};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    session::{Command, Session, VersionChange, VersionId, VersionItem, describe},
    text::{ReadingStyle, read_loose},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// So much of the list is seen at once.
const ROWS: f32 = 14.0;
/// So many characters of a text stand in its row.
const LONGEST: usize = 80;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct VersionForm {
    version: VersionId,
    both: bool,
    /// Made when it is shown first.
    list: Option<VersionList>,
}

/// What is shown, row by row.
#[derive(Clone, Debug, Default)]
struct VersionList {
    rows: Vec<VersionRow>,
    gone: usize,
    came: usize,
    changed: usize,
}

#[derive(Clone, Debug)]
enum VersionRow {
    /// The file that the next ones are in.
    File(String),
    Item(String),
}

impl VersionForm {
    pub(super) fn new(version: VersionId, both: bool) -> Self {
        Self { version, both, list: None }
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let Self { version, both, list } = self;
        let list = list.get_or_insert_with(|| VersionList::of(session, *version));
        let answer = form::card(
            ctx,
            palette,
            &t!("dialogs.version.title"),
            theme::DIALOG_WIDE,
            |ui| list.ui(palette, ui),
            |ui, ()| {
                let buttons = Buttons {
                    confirm: t!("toast.restore_all"),
                    enabled: session.can_restore(*version),
                    cancel: Some(t!("dialogs.close")),
                    aside: both.then(|| t!("toast.disk_only")),
                };
                buttons.ui(ui, palette)
            },
        );
        let command = match answer {
            Some(FormAnswer::None) => return true,
            Some(FormAnswer::Confirm) => Some(Command::RestoreVersion(*version)),
            Some(FormAnswer::Aside) => Some(Command::UseDiskVersion(*version)),
            Some(FormAnswer::Cancel) | None => None,
        };
        out.extend(command.map(Message::Do));
        false
    }
}

impl VersionList {
    fn of(session: &Session, version: VersionId) -> Self {
        let mut list = Self::default();
        let mut file = None;
        for VersionChange { target, before, after } in session.version_changes(version) {
            if file.as_ref() != Some(&target) {
                list.rows.push(VersionRow::File(describe::kept_file(&target)));
                file = Some(target);
            }
            let mut row = |text: std::borrow::Cow<'_, str>| {
                list.rows.push(VersionRow::Item(text.into_owned()));
            };
            match (before, after) {
                (Some(before), Some(after)) => {
                    row(t!("dialogs.version.was", text = written(&before)));
                    row(t!("dialogs.version.now", text = written(&after)));
                    list.changed += 1;
                }
                (Some(before), None) => {
                    row(t!("dialogs.version.gone", text = written(&before)));
                    list.gone += 1;
                }
                (None, Some(after)) => {
                    row(t!("dialogs.version.came", text = written(&after)));
                    list.came += 1;
                }
                (None, None) => {}
            }
        }
        list
    }

    fn ui(&self, palette: &Palette, ui: &mut Ui) {
        let Self { rows, gone, came, changed } = self;
        if rows.is_empty() {
            return form::hint(ui, palette, &t!("dialogs.version.nothing"));
        }
        let hint = t!("dialogs.version.hint", gone = gone, came = came, changed = changed);
        form::hint(ui, palette, &hint);
        let height = theme::CONTROL;
        let area = ScrollArea::vertical().id_salt("version").max_height(ROWS * height);
        area.auto_shrink([false, true]).show_rows(ui, height, rows.len(), |ui, shown| {
            for row in rows.get(shown).unwrap_or_default() {
                let text = match row {
                    VersionRow::File(name) => {
                        RichText::new(name).font(theme::small()).color(palette.second)
                    }
                    VersionRow::Item(text) => {
                        RichText::new(text).font(theme::body()).color(palette.ink)
                    }
                };
                ui.scope(|ui| {
                    ui.set_height(height);
                    ui.add(Label::new(text).truncate());
                });
            }
        });
    }
}

/// A thing with what belongs to it.
fn written(item: &VersionItem) -> String {
    let VersionItem { text, themes, memo } = item;
    let short = |text: &str| {
        let mut chars = text.chars();
        let start: String = chars.by_ref().take(LONGEST).collect();
        let rest = if chars.next().is_some() { "…" } else { "" };
        describe::shown(&format!("{start}{rest}").replace('\n', " "))
    };
    let read = read_loose(&[text], ReadingStyle::ON_ONE_LINE).concat();
    let mut parts = vec![short(&read)];
    if !themes.is_empty() {
        parts.push(short(&themes.join("、")));
    }
    if !memo.is_empty() {
        parts.push(t!("dialogs.version.memo", memo = short(memo)).into_owned());
    }
    parts.join(" · ")
}
