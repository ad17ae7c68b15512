//! What several analyses are given alike: the set, a condition, how repeated text counts.

use std::path::Path;

use clap::ValueEnum;
use rust_i18n::t;

use crate::{
    analysis::{Axis, Counting},
    cli::{
        output::{Output, Stop},
        selection, set,
    },
    search::condition::{Parsed, UnknownTheme, parse},
    session::{LineFault, Session, describe},
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

/// Of what an analysis is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    #[arg(id = "condition", long = "where", value_name = "CONDITION")]
    condition: Option<String>,
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

impl Filter {
    /// The condition with its themes looked up.
    pub(super) fn condition(&self, session: &Session) -> Result<Parsed, Stop> {
        condition(session, self.condition.as_deref().unwrap_or_default())
    }

    /// How text that is printed twice counts.
    pub(super) fn counting(&self) -> Counting {
        self.count.into()
    }
}

/// A line as a condition whose themes are there.
pub(super) fn condition(session: &Session, line: &str) -> Result<Parsed, Stop> {
    session.selector(line).map_err(|fault| selection::pointed_at(line, &fault))?;
    parse(line).map_err(|error| {
        let reason = describe::condition_error(&error.kind);
        selection::pointed_at(line, &LineFault { reason, at: error.at })
    })
}

/// What is said of a theme that vanished.
pub(super) fn unknown_theme(unknown: &UnknownTheme) -> Stop {
    Stop::failed(t!("retrieve.error.unknown_theme", name = describe::shown(&unknown.name)))
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
pub(super) fn parse_axis(text: &str) -> Result<Axis, String> {
    match text.trim().to_lowercase().as_str() {
        "themes" | "theme" | "主题" => Ok(Axis::Themes),
        "coders" | "coder" | "编码员" => Ok(Axis::Coders),
        "years" | "year" | "年份" | "年" => Ok(Axis::Years),
        "articles" | "article" | "文章" => Ok(Axis::Articles),
        _ => Err(t!("compare.cli.axis").into_owned()),
    }
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
