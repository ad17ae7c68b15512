//! What came of an import, what did not, and why, in the user's language.

use rust_i18n::t;

use super::{command_error, path, shown, storage_error};
use crate::{
    annotation::{StepName, step_name},
    exchange::{
        arrival::{Arrival, ArticlePlace, PassageFate, ThemeFate},
        incoming::{FaultKind, ImportFault, Incoming, Leftover, Limit},
    },
    session::ImportError,
};

/// So many bad files are named; the rest is counted.
const NAMED: usize = 3;
/// Of the first thing that was left out so many characters are shown.
const LONGEST_FIRST: usize = 30;

/// Why an import was not carried out.
#[must_use]
pub fn import_error(error: &ImportError) -> String {
    match error {
        ImportError::Storage(error) => storage_error(error),
        ImportError::Outside(at) => t!("import.error.outside", path = path(at)).into_owned(),
        ImportError::Command(error) => command_error(error),
        ImportError::Cancelled => t!("error.cancelled").into_owned(),
    }
}

/// Why a file could not be read, its name last.
#[must_use]
pub fn import_fault(fault: &ImportFault) -> String {
    let reason = match &fault.kind {
        FaultKind::OtherFormat => t!("import.fault.other_format"),
        FaultKind::Foreign(kind) => t!(format!("import.foreign.{}", kind.name())),
        FaultKind::Empty => t!("import.fault.empty"),
        FaultKind::Encrypted => t!("import.fault.encrypted"),
        FaultKind::TooLarge { limit, most } => match limit {
            Limit::Size | Limit::PartSize | Limit::TotalSize => {
                t!("import.fault.too_large", most = most >> 20)
            }
            Limit::Parts => t!("import.fault.too_many_parts", most = most),
            Limit::Ratio => t!("import.fault.ratio", most = most),
            Limit::Depth => t!("import.fault.depth", most = most),
            Limit::Cells => t!("import.fault.too_many_cells", most = most),
            Limit::Pages => t!("import.fault.too_many_pages", most = most),
            Limit::Time => t!("import.fault.too_slow", most = most),
        },
        FaultKind::NoPart(part) => t!("import.fault.no_part", part = shown(part)),
        FaultKind::DocumentType => t!("import.fault.document_type"),
        FaultKind::Syntax { part, line, reason } => {
            let reason = shown(reason);
            match (part.as_str(), line) {
                ("", 0) => t!("import.fault.broken", reason = reason),
                ("", line) => t!("import.fault.broken_line", line = line, reason = reason),
                (part, 0) => t!("import.fault.broken_part", part = shown(part), reason = reason),
                (part, line) => {
                    t!(
                        "import.fault.broken_place",
                        part = shown(part),
                        line = line,
                        reason = reason
                    )
                }
            }
        }
        FaultKind::NoText => t!("import.fault.no_text"),
        FaultKind::OnlyOther(leftovers) => {
            let held: Vec<String> = leftovers
                .iter()
                .map(|(kind, count)| leftover(kind, count, leftovers.first(kind)))
                .collect();
            let list = held.join(&t!("import.fault.separator"));
            t!("import.fault.only_other", list = list)
        }
        FaultKind::Scan(pictures) => t!("import.fault.scan", count = pictures),
        FaultKind::Unreadably => t!("import.fault.unreadably"),
        FaultKind::NoColumn(column) => t!("import.fault.no_column", column = shown(column)),
        FaultKind::Binary => t!("import.fault.binary"),
        FaultKind::Missing => t!("import.fault.missing"),
        FaultKind::Unreadable(reason) => t!("import.fault.unreadable", reason = shown(reason)),
    };
    t!("import.fault.file", reason = reason, file = shown(&fault.file)).into_owned()
}

/// How many of something have that fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Articles that become files.
    pub new_articles: usize,
    /// Articles that the set has.
    pub known_articles: usize,
    /// Articles that the set lacks and the file does not hold.
    pub missing_articles: usize,
    /// Themes that are added.
    pub new_themes: usize,
    /// Themes that the set has, as the file describes them.
    pub known_themes: usize,
    /// Themes that are filled in or replaced.
    pub changed_themes: usize,
    /// Themes that the set describes in other words, which stay.
    pub kept_themes: usize,
    /// Passages that are added where the file says.
    pub new_passages: usize,
    /// Passages that are added elsewhere than the file says.
    pub moved_passages: usize,
    /// Passages that the set has.
    pub known_passages: usize,
    /// Passages that may stand in several places.
    pub doubtful_passages: usize,
    /// Passages whose words are not there.
    pub lost_passages: usize,
    /// Passages whose article is not in the set.
    pub homeless_passages: usize,
    /// Passages of coders whose file cannot be read.
    pub locked_passages: usize,
    /// Values of attributes that come.
    pub values: usize,
}

impl ImportCounts {
    /// Of what arrives.
    #[must_use]
    pub fn of(arrival: &Arrival) -> Self {
        let mut counts = Self { values: arrival.attributes().count(), ..Self::default() };
        for article in &arrival.articles {
            *match article.place {
                ArticlePlace::New(_) => &mut counts.new_articles,
                ArticlePlace::Known(_) => &mut counts.known_articles,
                ArticlePlace::Missing | ArticlePlace::NoText => &mut counts.missing_articles,
            } += 1;
        }
        for theme in &arrival.themes {
            *match theme.fate {
                ThemeFate::New | ThemeFate::Added => &mut counts.new_themes,
                ThemeFate::Known => &mut counts.known_themes,
                ThemeFate::Filled | ThemeFate::Replaced => &mut counts.changed_themes,
                ThemeFate::Kept => &mut counts.kept_themes,
            } += 1;
        }
        for passage in &arrival.passages {
            *match passage.fate {
                PassageFate::New { moved: false, .. } => &mut counts.new_passages,
                PassageFate::New { moved: true, .. } => &mut counts.moved_passages,
                PassageFate::Known(_) => &mut counts.known_passages,
                PassageFate::Doubtful => &mut counts.doubtful_passages,
                PassageFate::Lost => &mut counts.lost_passages,
                PassageFate::NoArticle => &mut counts.homeless_passages,
                PassageFate::Locked => &mut counts.locked_passages,
            } += 1;
        }
        counts
    }

    /// How many passages and articles do not come though they should.
    #[must_use]
    pub fn left_out(self) -> usize {
        self.doubtful_passages
            + self.lost_passages
            + self.homeless_passages
            + self.locked_passages
            + self.missing_articles
    }

    /// How many passages come.
    #[must_use]
    pub fn coming(self) -> usize {
        self.new_passages + self.moved_passages
    }
}

/// What was imported, in one sentence.
#[must_use]
pub fn imported(arrival: &Arrival) -> String {
    let counts = ImportCounts::of(arrival);
    let done = t!(
        "import.note.done",
        articles = counts.new_articles,
        themes = counts.new_themes + counts.changed_themes,
        passages = counts.coming()
    );
    if counts.values == 0 {
        return done.into_owned();
    }
    t!("catalogue.import.with_values", done = done, count = counts.values).into_owned()
}

/// The name of the step, for undo: it says what came.
#[must_use]
pub fn import_step(arrival: &Arrival) -> StepName {
    let counts = ImportCounts::of(arrival);
    let themes = counts.new_themes + counts.changed_themes;
    let parts = [
        (counts.new_articles, step_name!("import.came.articles", count = counts.new_articles)),
        (themes, step_name!("import.came.themes", count = themes)),
        (counts.coming(), step_name!("import.came.passages", count = counts.coming())),
        (counts.values, step_name!("catalogue.import.came", count = counts.values)),
    ];
    let came = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, name)| name);
    StepName::new("import.step").with_list("what", came.collect())
}

/// Everything that did not come, or not as it was, one sentence each.
#[must_use]
pub fn import_report(incoming: &Incoming, arrival: &Arrival) -> Vec<String> {
    report(incoming, arrival, |kind, what| match kind {
        // It did come.
        Leftover::Unconfirmed => what,
        _ => t!("import.report.left", what = what).into_owned(),
    })
}

/// What did not come, or not as it was, in one message; `None` if all of it came.
#[must_use]
pub fn not_imported(incoming: &Incoming, arrival: &Arrival) -> Option<String> {
    // The message begins with that it did not come.
    let report = report(incoming, arrival, |_, what| what);
    let list = report.join(&t!("import.report.separator"));
    (!report.is_empty()).then(|| t!("import.report.all", list = list).into_owned())
}

fn report(
    incoming: &Incoming,
    arrival: &Arrival,
    left_out: impl Fn(Leftover, String) -> String,
) -> Vec<String> {
    let counts = ImportCounts::of(arrival);
    let told = [
        ("moved", counts.moved_passages),
        ("doubtful", counts.doubtful_passages),
        ("lost", counts.lost_passages),
        ("homeless", counts.homeless_passages),
        ("locked", counts.locked_passages),
        ("missing", counts.missing_articles),
        ("kept", counts.kept_themes),
    ];
    let counted = told.into_iter().filter(|&(_, count)| count > 0);
    let mut report: Vec<String> = counted
        .map(|(name, count)| t!(format!("import.report.{name}"), count = count).into_owned())
        .collect();
    let left = &incoming.leftovers;
    let told = |(kind, count)| left_out(kind, leftover(kind, count, left.first(kind)));
    report.extend(left.iter().map(told));
    report.extend(incoming.faults.iter().take(NAMED).map(import_fault));
    if let Some(more) = incoming.faults.len().checked_sub(NAMED).filter(|&more| more > 0) {
        report.push(t!("import.fault.more", count = more).into_owned());
    }
    report
}

/// What of a kind did not come: `first` is the first of it.
fn leftover(kind: Leftover, count: usize, first: &str) -> String {
    let name = match kind {
        Leftover::Media => "media",
        Leftover::NoText => "no_text",
        Leftover::OtherMarks => "other_marks",
        Leftover::Bare => "bare",
        Leftover::Dangling => "dangling",
        Leftover::Notes => "notes",
        Leftover::Links => "links",
        Leftover::Variables => "variables",
        Leftover::Sets => "sets",
        Leftover::Graphs => "graphs",
        Leftover::Attributes => "attributes",
        Leftover::Relations => "relations",
        Leftover::Proposals => "proposals",
        Leftover::Pictures => "pictures",
        Leftover::Footnotes => "footnotes",
        Leftover::Hidden => "hidden",
        Leftover::HiddenCharacters => "hidden_characters",
        Leftover::LoosePages => "loose_pages",
        Leftover::Margins => "margins",
        Leftover::Askew => "askew",
        Leftover::Charts => "charts",
        Leftover::Objects => "objects",
        Leftover::Parts => "parts",
        Leftover::Signs => "signs",
        Leftover::Fields => "fields",
        Leftover::Unconfirmed => "unconfirmed",
    };
    let is_long = first.chars().count() > LONGEST_FIRST;
    let cut: String = first.chars().take(LONGEST_FIRST).chain(is_long.then_some('…')).collect();
    let first = if is_long { &cut } else { first };
    t!(format!("import.leftover.{name}"), count = count, first = first).into_owned()
}
