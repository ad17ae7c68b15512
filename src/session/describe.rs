//! Errors in the user's language: what failed, what to do, the path last.
//!
//! The library's errors are types; this is the one place that puts them into words, for the window
//! and for the command line alike.

mod catalogue;
mod imports;
mod obstacles;
mod suggestions;

use std::path::Path;

use rust_i18n::t;

pub use catalogue::{
    attribute_kind, catalogue_edit_gone, catalogue_error, unknown_name, value_fault,
};
pub use imports::{
    ImportCounts, import_error, import_fault, import_report, import_step, imported, not_imported,
};
pub use obstacles::{colour_name, newly_marked, obstacle};
pub use suggestions::suggestion_error;

use super::{
    AutocodeError, CommandError, ExportError, SaveError, SnapshotError, Target, Unreadable,
    WordList,
};
use crate::{
    annotation::{CodebookError, EditError, NotationFault, SidecarError, Timestamp},
    corpus::{DictionaryFault, LoadError, Problem, SkipReason},
    exchange::{Loss, Losses},
    search::{
        QueryError, RegexFault, SetFault, SetQueryError,
        condition::{ErrorKind as ConditionError, Field, Tongue},
    },
    storage::{LeadsOutside, StorageError},
};

/// What a file of the set holds, for a heading.
#[must_use]
pub fn kept_file(target: &Target) -> String {
    match target {
        Target::Codebook => t!("version.file.codebook").into_owned(),
        Target::Corrections => t!("version.file.corrections").into_owned(),
        Target::Words(WordList::Dictionary) => t!("version.file.dictionary").into_owned(),
        Target::Words(WordList::Rejected) => t!("version.file.rejected").into_owned(),
        Target::Queries => t!("version.file.queries").into_owned(),
        Target::Journal(coder) => t!("version.file.journal", coder = coder).into_owned(),
        Target::Attributes => t!("catalogue.file.attributes").into_owned(),
        Target::Groups => t!("catalogue.file.groups").into_owned(),
        Target::Formulas => t!("formula.file").into_owned(),
        Target::Quantities => t!("quantity.file").into_owned(),
        Target::Progress(coder) => t!("catalogue.file.progress", coder = coder).into_owned(),
        Target::Bookmarks(coder) => t!("catalogue.file.bookmarks", coder = coder).into_owned(),
        Target::Decisions(coder) => t!("settling.file", coder = coder).into_owned(),
        Target::Refusals(coder) => t!("suggest.file", coder = coder).into_owned(),
        Target::Summaries(coder) => t!("summary.file", coder = coder).into_owned(),
        Target::Sidecar(article, coder) => format!("{} · {coder}", shown(article.as_str())),
    }
}

/// A path as it may be shown: control and direction characters are escaped.
#[must_use]
pub fn path(path: &Path) -> String {
    shown(&path.to_string_lossy())
}

/// A name from outside as it may be shown: control and direction characters are escaped.
#[must_use]
pub fn shown(name: &str) -> String {
    // Direction marks, and the two separators that break a line although they are no controls.
    let bidi = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() || bidi(c) {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
    }
    text
}

/// Why an export was not written.
#[must_use]
pub fn export_error(error: &ExportError) -> String {
    match error {
        ExportError::InSet(path) => t!("error.export_in_set", path = self::path(path)).into_owned(),
        ExportError::BecomesArticle(path) => {
            t!("error.export_becomes_article", path = self::path(path)).into_owned()
        }
        ExportError::NotEmpty(path) => {
            t!("error.export_not_empty", path = self::path(path)).into_owned()
        }
        ExportError::Storage(error) => storage_error(error),
        ExportError::Unwritable(error) => {
            t!("error.export", reason = error.to_string()).into_owned()
        }
        ExportError::Cancelled => t!("error.cancelled").into_owned(),
    }
}

/// What a format could not hold, in one sentence; `None` if it held everything.
#[must_use]
pub fn losses(losses: &Losses) -> Option<String> {
    loss_list(losses).map(|list| t!("export.losses", list = list).into_owned())
}

/// What a format will not be able to hold, in one sentence; `None` if it holds everything.
#[must_use]
pub fn losses_ahead(losses: &Losses) -> Option<String> {
    loss_list(losses).map(|list| t!("export.losses_ahead", list = list).into_owned())
}

fn loss_list(losses: &Losses) -> Option<String> {
    let one = |(loss, count): (Loss, usize)| {
        let name = match loss {
            Loss::Unplaced => "unplaced",
            Loss::Memo => "memo",
            Loss::Coder => "coder",
            Loss::Fragments => "fragments",
            Loss::Widened => "widened",
            Loss::Themeless => "themeless",
            Loss::SameNames => "same_names",
            Loss::ThemeRules => "theme_rules",
            Loss::Cut => "cut",
            Loss::Glyphs => "glyphs",
        };
        t!(format!("export.loss.{name}"), count = count).into_owned()
    };
    let all: Vec<String> = losses.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(&t!("export.loss.separator")))
}

/// A step that the disk refused.
#[must_use]
pub fn storage_error(error: &StorageError) -> String {
    use std::io::ErrorKind;
    let within = error.source.get_ref();
    if let Some(outside) = within.and_then(|source| source.downcast_ref::<LeadsOutside>()) {
        let (target, link) = (path(&error.path), path(&outside.link));
        return t!("error.outside", target = target, path = link).into_owned();
    }
    let path = path(&error.path);
    match error.source.kind() {
        ErrorKind::NotFound => t!("error.not_found", path = path),
        ErrorKind::PermissionDenied => t!("error.permission", path = path),
        ErrorKind::ReadOnlyFilesystem => t!("error.read_only", path = path),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => t!("error.disk_full", path = path),
        _ => t!("error.storage", reason = error.source.to_string(), path = path),
    }
    .into_owned()
}

/// A file that could not be saved.
#[must_use]
pub fn save_error(error: &SaveError) -> String {
    match error {
        SaveError::Storage(error) => storage_error(error),
        SaveError::Unreadable { path: at, reason } => {
            t!("error.unreadable", reason = reason, path = path(at)).into_owned()
        }
        SaveError::Outside { path: link, target } => {
            t!("error.outside", target = path(target), path = path(link)).into_owned()
        }
    }
}

/// A snapshot that could not be read.
#[must_use]
pub fn snapshot_error(error: &SnapshotError) -> String {
    match error {
        SnapshotError::Storage(error) => storage_error(error),
        SnapshotError::Unreadable(reason) => shown(reason),
    }
}

/// A moment by the clock of this machine, to the minute.
#[must_use]
pub fn moment(moment: Timestamp) -> String {
    let local = moment.to_zoned(jiff::tz::TimeZone::system());
    let zone = if local.time_zone().is_unknown() { " UTC" } else { "" };
    format!("{}{zone}", local.strftime("%Y-%m-%d %H:%M"))
}

/// Today by the clock of this machine.
#[must_use]
pub fn today() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d").to_string()
}

/// A set that could not be opened.
#[must_use]
pub fn load_error(error: &LoadError) -> String {
    match error {
        LoadError::Cancelled => t!("error.cancelled").into_owned(),
        LoadError::Storage(error) => storage_error(error),
    }
}

/// A file of ours that could not be read.
#[must_use]
pub fn unreadable(file: &Unreadable) -> String {
    t!("error.unreadable", reason = file.reason, path = path(&file.path)).into_owned()
}

/// What is wrong with a sidecar, with line and column where there are such.
#[must_use]
pub fn sidecar_fault(error: &SidecarError) -> String {
    match error {
        SidecarError::Syntax { line, column, reason } => {
            t!("care.fault.at", line = line, column = column, fault = fault(reason)).into_owned()
        }
        SidecarError::NewerVersion { version } => {
            t!("care.fault.newer", version = version).into_owned()
        }
        SidecarError::BadCoder { name } => t!("care.fault.coder", name = shown(name)).into_owned(),
        SidecarError::BadPassage { id, defect } => {
            t!("care.fault.passage", id = id.to_string(), defect = defect.to_string()).into_owned()
        }
        SidecarError::Unreadable { reason } => reason.clone(),
    }
}

/// What is wrong with a codebook, with line and column where there are such.
#[must_use]
pub fn codebook_fault(error: &CodebookError) -> String {
    match error {
        CodebookError::Syntax { line, column, reason } => {
            t!("care.fault.at", line = line, column = column, fault = fault(reason)).into_owned()
        }
        CodebookError::NewerVersion { version } => {
            t!("care.fault.newer", version = version).into_owned()
        }
        CodebookError::TooMany { count, limit } => {
            t!("care.fault.too_many", count = count, limit = limit).into_owned()
        }
        CodebookError::Unreadable { reason } => reason.clone(),
    }
}

/// What is wrong at a place of a file of ours.
#[must_use]
pub fn fault(fault: &NotationFault) -> String {
    match fault {
        NotationFault::End => t!("care.fault.end"),
        NotationFault::OpenString => t!("care.fault.open_string"),
        NotationFault::Punctuation => t!("care.fault.punctuation"),
        NotationFault::UnknownField(name) => t!("care.fault.unknown_field", name = shown(name)),
        NotationFault::MissingField(name) => t!("care.fault.missing_field", name = shown(name)),
        NotationFault::DoubledField(name) => t!("care.fault.doubled_field", name = shown(name)),
        NotationFault::Nesting => t!("care.fault.nesting"),
        NotationFault::Value(reason) => t!("care.fault.value", reason = shown(reason)),
        NotationFault::Marker => t!("care.fault.marker"),
        NotationFault::Stray => t!("care.fault.stray"),
    }
    .into_owned()
}

/// A file that cannot be read, for that reason.
#[must_use]
pub fn unreadable_for(reason: &str, at: &Path) -> String {
    t!("error.unreadable", reason = reason, path = path(at)).into_owned()
}

/// Something both sides changed: `what` of theirs gave way to ours, and their file is kept.
#[must_use]
pub fn overruled(what: &[String], kept: &Path) -> String {
    let names: Vec<String> = what.iter().take(3).map(|name| shown(name)).collect();
    let (names, count, path) = (names.join("、"), what.len(), path(kept));
    if count > 3 {
        t!("note.overruled_many", what = names, count = count, path = path).into_owned()
    } else {
        t!("note.overruled", what = names, path = path).into_owned()
    }
}

/// A file that is no longer what it was.
#[must_use]
pub fn gone(at: &Path) -> String {
    t!("care.gone", path = path(at)).into_owned()
}

/// A codebook that could not be read.
#[must_use]
pub fn codebook_error(at: &Path, reason: &str) -> String {
    t!("error.unreadable", reason = reason, path = path(at)).into_owned()
}

/// Why an article is listed but cannot be read.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::NotAskedFor => t!("problem.not_asked_for"),
        Problem::Empty => t!("problem.empty"),
        Problem::Binary => t!("problem.binary"),
        Problem::TooLarge { bytes, limit } => {
            t!("problem.too_large", size = bytes >> 20, limit = limit >> 20)
        }
        Problem::Unreadable { reason } => t!("problem.unreadable", reason = reason),
        Problem::WrongEncoding { encoding } => {
            t!("problem.wrong_encoding", encoding = encoding.name())
        }
    }
    .into_owned()
}

/// Why something below the set's folder was not looked at.
#[must_use]
pub fn skip_reason(reason: &SkipReason) -> String {
    match reason {
        SkipReason::Unreadable { reason } => t!("skipped.unreadable", reason = reason),
        SkipReason::FolderLink => t!("skipped.folder_link"),
        SkipReason::Name => t!("skipped.name"),
        SkipReason::NotAFile => t!("skipped.not_a_file"),
        SkipReason::TooMany { limit } => t!("skipped.too_many", limit = limit),
    }
    .into_owned()
}

/// Why a line of the dictionary is no entry.
#[must_use]
pub fn line_fault(fault: DictionaryFault) -> String {
    match fault {
        DictionaryFault::Encoding => t!("error.line_encoding"),
        DictionaryFault::Word => t!("error.line_word"),
        DictionaryFault::Weight => t!("error.line_weight"),
    }
    .into_owned()
}

/// A command that was not carried out.
#[must_use]
pub fn command_error(error: &CommandError) -> String {
    match error {
        CommandError::NoSet => t!("error.no_set"),
        CommandError::NoArticle(path) => t!("error.no_article", article = shown(path.as_str())),
        CommandError::NoPassage(id) => t!("error.no_passage", id = id.to_string()),
        CommandError::NoTheme(id) => t!("error.no_theme", id = id.to_string()),
        CommandError::NothingToMark => t!("error.nothing_to_mark"),
        CommandError::OutOfText { article, chars } => {
            t!("error.out_of_text", article = shown(article.as_str()), chars = chars)
        }
        CommandError::CodebookUnreadable => t!("error.codebook_unreadable"),
        CommandError::CorrectionsUnreadable => t!("error.corrections_unreadable"),
        CommandError::NoWord(word) => t!("error.no_word", word = shown(word)),
        CommandError::DictionaryUnreadable => t!("error.dictionary_unreadable"),
        CommandError::FileUnreadable(at) => t!("retrieve.error.file", path = path(at)),
        CommandError::Snapshot(error) => {
            t!("error.snapshot", reason = snapshot_error(error))
        }
        CommandError::ArticleChanged(path) => {
            t!("import.error.changed", article = shown(path.as_str()))
        }
        CommandError::Storage(error) => return storage_error(error),
        CommandError::CodebookChanged => t!("error.codebook_changed"),
        CommandError::Unsaved => t!("error.unsaved"),
        CommandError::Catalogue(error) => return catalogue_error(error),
        CommandError::OwnDifference(coder) => t!("settling.error.own", coder = coder),
        CommandError::Edit(error) => return edit_error(error),
    }
    .into_owned()
}

fn edit_error(error: &EditError) -> String {
    match error {
        EditError::LayerLocked { article, coder } => {
            t!("error.layer_locked", article = shown(article.as_str()), coder = coder.as_str())
        }
        EditError::TextChanged { article } => {
            t!("error.text_changed", article = shown(article.as_str()))
        }
        EditError::BadName => t!("error.theme_name_empty"),
        EditError::DuplicateName { name } => t!("error.theme_name_taken", name = name),
        EditError::PassageExists(_) => t!("undo.passage_back"),
        EditError::PassageMissing(_) => t!("undo.passage_gone"),
        EditError::PassageOutdated(_) => t!("undo.passage_changed"),
        EditError::BadPassage { .. } => t!("error.bad_passage"),
        EditError::ThemeExists(_) => t!("undo.theme_back"),
        EditError::ThemeMissing(_) | EditError::ParentMissing(_) => t!("undo.theme_gone"),
        EditError::ThemeOutdated(_) => t!("error.theme_outdated"),
        EditError::ThemeHasChildren(_) => t!("error.theme_children"),
        EditError::BadKey { .. } => t!("error.theme_key"),
        EditError::BadColour { .. } => t!("error.theme_colour"),
        EditError::ParentCycle(_) => t!("error.theme_cycle"),
        EditError::Contradiction => t!("error.contradiction"),
    }
    .into_owned()
}

/// A query that cannot be looked for; of a mistake in a regular expression, what and where.
#[must_use]
pub fn query_error(error: &QueryError) -> String {
    match *error {
        QueryError::Empty => t!("find.error.empty").into_owned(),
        QueryError::TooLarge => t!("find.error.too_large").into_owned(),
        QueryError::Syntax { fault, at } => {
            t!("find.error.at", fault = query_fault(fault), at = at + 1).into_owned()
        }
    }
}

/// A query of a set that cannot be looked for; of a mistake in it, what and where.
#[must_use]
pub fn set_query_error(error: &SetQueryError) -> String {
    match error {
        SetQueryError::Term(error) => query_error(error),
        SetQueryError::Syntax { fault: SetFault::OnlyMissing, .. } => {
            t!("search.error.only_missing").into_owned()
        }
        SetQueryError::Syntax { fault, at } => {
            let fault = match fault {
                SetFault::BracketUnclosed => t!("search.error.bracket_unclosed"),
                SetFault::BracketUnopened => t!("search.error.bracket_unopened"),
                SetFault::QuoteUnclosed => t!("search.error.quote_unclosed"),
                SetFault::TermMissing => t!("search.error.term_missing"),
                SetFault::NearWhat => t!("search.error.near_what"),
                SetFault::Distance => t!("search.error.distance"),
                SetFault::Years => t!("search.error.years"),
                SetFault::Depth => t!("find.error.depth"),
                SetFault::OnlyMissing => t!("search.error.only_missing"),
            };
            t!("find.error.at", fault = fault, at = at + 1).into_owned()
        }
    }
}

/// Why nothing can be coded.
#[must_use]
pub fn autocode_error(error: &AutocodeError) -> String {
    match error {
        AutocodeError::Query(error) => set_query_error(error),
        AutocodeError::Entry { entry, error } => {
            let reason = query_error(error);
            t!("search.error.entry", entry = shown(entry), reason = reason).into_owned()
        }
        AutocodeError::NoLexicon => t!("search.error.no_lexicon").into_owned(),
        AutocodeError::Suggestion(theme, error) => suggestion_error(error, theme),
        AutocodeError::NoTheme(theme) => command_error(&CommandError::NoTheme(*theme)),
    }
}

/// What is wrong with a regular expression, where its place is shown otherwise.
#[must_use]
pub fn query_fault(fault: RegexFault) -> String {
    match fault {
        RegexFault::GroupUnclosed => t!("find.error.group_unclosed"),
        RegexFault::GroupUnopened => t!("find.error.group_unopened"),
        RegexFault::ClassUnclosed => t!("find.error.class_unclosed"),
        RegexFault::ClassRange => t!("find.error.class_range"),
        RegexFault::NothingToRepeat => t!("find.error.nothing_to_repeat"),
        RegexFault::Count => t!("find.error.count"),
        RegexFault::Escape => t!("find.error.escape"),
        RegexFault::Property => t!("find.error.property"),
        RegexFault::Unsupported => t!("find.error.unsupported"),
        RegexFault::Depth => t!("find.error.depth"),
        RegexFault::Other => t!("find.error.other"),
    }
    .into_owned()
}

/// A line that is no condition: what is wrong there.
#[must_use]
pub fn condition_error(error: &ConditionError) -> String {
    use ConditionError as E;
    let name = |field: Field| field.name(tongue());
    match error {
        E::ExpectedCondition => t!("retrieve.error.expected_condition"),
        E::Unclosed => t!("retrieve.error.unclosed"),
        E::Unopened => t!("retrieve.error.unopened"),
        E::OpenQuote => t!("retrieve.error.open_quote"),
        E::UnknownField(name) => t!("retrieve.error.unknown_field", name = shown(name)),
        E::ExpectedValue(field) => t!("retrieve.error.expected_value", field = name(*field)),
        E::BadYear => t!("retrieve.error.bad_year"),
        E::YearOrder => t!("retrieve.error.year_order"),
        E::BadChoice(field) => {
            let words: Vec<_> = field.words(tongue()).collect();
            let words = words.join(&*t!("retrieve.list_joint"));
            t!("retrieve.error.bad_choice", field = name(*field), words = words)
        }
        E::BadDistance => t!("retrieve.error.bad_distance"),
        E::TooDeep => t!("retrieve.error.too_deep"),
    }
    .into_owned()
}

/// The language in which conditions are written for the user.
#[must_use]
pub fn tongue() -> Tongue {
    if rust_i18n::locale().starts_with("zh") { Tongue::Chinese } else { Tongue::English }
}
