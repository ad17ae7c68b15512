//! What several analyses are given alike: the set, a condition, how repeated text counts.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::ValueEnum;
use rust_i18n::t;

use crate::{
    analysis::{Axis, Counting, StopWords, WordRefusal},
    cli::{
        output::{Output, Stop},
        selection, set,
    },
    search::condition::{Parsed, parse},
    session::{self, LineFault, Session, describe},
    storage::{Disk, Storage as _, StorageError},
};

/// Whether what is printed twice counts twice.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CountArg {
    Once,
    Both,
}

impl From<CountArg> for Counting {
    fn from(count: CountArg) -> Self {
        match count {
            CountArg::Once => Self::Once,
            CountArg::Both => Self::Both,
        }
    }
}

/// How text that is printed twice counts.
#[derive(Debug, clap::Args)]
pub(super) struct Repeated {
    #[arg(
        id = "count_repeated",
        long = "count",
        value_name = "HOW",
        value_enum,
        default_value = "both",
        hide_default_value = true
    )]
    count: CountArg,
}

impl Repeated {
    pub(super) fn counting(&self) -> Counting {
        self.count.into()
    }
}

/// Of what an analysis is asked.
#[derive(Debug, clap::Args)]
pub(super) struct AskedOf {
    #[arg(id = "condition", long = "where", value_name = "CONDITION")]
    condition: Option<String>,
    #[command(flatten)]
    repeated: Repeated,
}

impl AskedOf {
    /// The condition with its themes looked up.
    pub(super) fn condition(&self, session: &Session) -> Result<Parsed, Stop> {
        condition(session, self.condition.as_deref().unwrap_or_default())
    }

    /// How text that is printed twice counts.
    pub(super) fn counting(&self) -> Counting {
        self.repeated.counting()
    }
}

/// Which words of a list are shown.
#[derive(Debug, clap::Args)]
pub(super) struct Listed {
    #[arg(id = "stop_words", long = "stop-words", value_name = "FILE|none")]
    stop_words: Option<PathBuf>,
    #[arg(
        id = "least_count",
        long = "least",
        value_name = "N",
        default_value_t = 1,
        hide_default_value = true
    )]
    pub(super) least: u64,
    #[arg(id = "top_words", long = "top", value_name = "N")]
    top: Option<usize>,
}

impl Listed {
    /// The words that are left out: of the named file, else of the set's own list, else the program's.
    pub(super) fn stop_words(&self, session: &Session) -> Result<Arc<StopWords>, Stop> {
        /// No list of words is longer, in bytes.
        const LIMIT: u64 = 16 << 20;
        let read = |path: &Path| {
            let bytes = Disk.read(path, LIMIT)?;
            Ok(Arc::new(StopWords::parse(&String::from_utf8_lossy(&bytes))))
        };
        match &self.stop_words {
            Some(none) if none.as_os_str() == "none" => Ok(Arc::default()),
            Some(file) => read(&std::path::absolute(file)?)
                .map_err(|error: StorageError| Stop::failed(describe::storage_error(&error))),
            None => match read(&StopWords::path(set::corpus(session)?.root())) {
                Ok(own) => Ok(own),
                Err(error) if error.is_not_found() => Ok(Arc::clone(StopWords::built_in())),
                Err(error) => Err(Stop::failed(describe::storage_error(&error))),
            },
        }
    }

    /// Leaves the rows that are asked for: all of them for a program, some for a reader.
    pub(super) fn cut<T>(&self, rows: &mut Vec<T>, count: impl Fn(&T) -> u64, json: bool) {
        /// So many rows are read.
        const SHOWN: usize = 50;
        rows.retain(|row| count(row) >= self.least);
        let most = self.top.unwrap_or(if json { usize::MAX } else { SHOWN });
        rows.truncate(most);
    }
}

/// Why words cannot be counted.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands an error over")]
pub(super) fn refused(refusal: WordRefusal) -> Stop {
    Stop::failed(session::word_refusal(&refusal))
}

/// A line as a condition whose themes are there.
pub(super) fn condition(session: &Session, line: &str) -> Result<Parsed, Stop> {
    session.selector(line).map_err(|fault| selection::pointed_at(line, &fault))?;
    parse(line).map_err(|error| {
        let reason = describe::condition_error(&error.kind);
        selection::pointed_at(line, &LineFault { reason, at: error.at })
    })
}

/// Opens the set: every article of it, or only those in which something is marked.
pub(super) fn open(path: &Path, every: bool, output: &mut Output) -> Result<Session, Stop> {
    let mut session = set::session(None, output)?;
    if every {
        set::open_quietly(&mut session, path)?;
    } else {
        let listed = set::list(&session, path)?;
        session.open_marked_now(listed, &[]);
    }
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    Ok(session)
}

/// What rows or columns are, as it is typed.
#[derive(Clone, Debug)]
pub(super) enum AxisArg {
    /// What every set has.
    Known(Axis),
    /// The groups of articles that the set keeps.
    Groups,
    /// An attribute of articles, by its name.
    Attribute(String),
}

impl AxisArg {
    /// Whether every article of the set matters for it.
    pub(super) fn needs_all_articles(&self) -> bool {
        match self {
            Self::Known(axis) => axis.needs_all_articles(),
            Self::Groups | Self::Attribute(_) => true,
        }
    }

    /// The axis in a set.
    pub(super) fn axis(self, session: &Session) -> Result<Axis, Stop> {
        let catalogue = &set::scene(session)?.catalogue;
        match self {
            Self::Known(axis) => Ok(axis),
            Self::Groups => {
                for group in catalogue.groups().iter() {
                    // One whose condition is none is told here, with the place of what is wrong.
                    condition(session, &group.condition)?;
                }
                let groups = session::group_axis(catalogue);
                Ok(groups.unwrap_or_else(|| Axis::Conditions(Vec::new())))
            }
            Self::Attribute(name) => {
                let attributes = catalogue.attributes();
                if let Some(known) = attributes.named(&name) {
                    return Ok(Axis::Attribute(known.name.clone()));
                }
                let names: Vec<_> =
                    attributes.definitions().iter().map(|known| known.name.as_str()).collect();
                let names = describe::shown(&names.join(&t!("cli.help.separator")));
                let name = describe::shown(&name);
                Err(Stop::failed(t!("compare.error.attribute", name = name, names = names)))
            }
        }
    }
}

/// Reads what rows or columns are.
pub(super) fn parse_axis(text: &str) -> Result<AxisArg, String> {
    let text = text.trim();
    if let Some((kind, name)) = text.split_once([':', '：']) {
        let is_attribute = ["attribute", "attributes", "attr"].contains(&kind);
        let named = is_attribute && !name.trim().is_empty();
        let refused = || t!("compare.cli.axis").into_owned();
        return named.then(|| AxisArg::Attribute(name.trim().to_owned())).ok_or_else(refused);
    }
    Ok(AxisArg::Known(match text.to_lowercase().as_str() {
        "themes" | "theme" => Axis::Themes,
        "coders" | "coder" => Axis::Coders,
        "years" | "year" => Axis::Years,
        "articles" | "article" => Axis::Articles,
        "groups" | "group" => return Ok(AxisArg::Groups),
        _ => return Err(t!("compare.cli.axis").into_owned()),
    }))
}

/// A number of JSON that is written without a point where it is a whole one.
#[derive(Clone, Copy, Debug)]
pub(super) struct JsonNumber(pub(super) f64);

impl serde::Serialize for JsonNumber {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        /// Whole numbers up to here are what they say.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let Self(value) = *self;
        if value.fract() == 0.0 && value.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2⁵³")]
            return to.serialize_i64(value as i64);
        }
        to.serialize_f64(value)
    }
}
