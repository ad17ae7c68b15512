//! Naming themes, articles and coders on the command line.

use std::path::Path;

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    set,
};
use crate::{
    annotation::ThemeId,
    exchange::Filter,
    search::condition::parse,
    session::{LineFault, Session, describe},
};

/// Which passages a subcommand is about; each option may be given more than once.
#[derive(Debug, clap::Args)]
pub(super) struct Selection {
    #[arg(id = "only_themes", long = "theme", value_name = "T")]
    themes: Vec<String>,
    #[arg(id = "only_articles", long = "article", value_name = "A")]
    articles: Vec<String>,
    #[arg(id = "only_coders", long = "coder", value_name = "C")]
    coders: Vec<String>,
    #[arg(id = "condition", long = "where", value_name = "CONDITION")]
    condition: Option<String>,
}

impl Selection {
    /// Opens of the set at `path` the articles in which something is marked, of those that are named
    /// if any are; and looks up every name.
    ///
    /// What could not be read on the way is told.
    pub(super) fn open(&self, path: &Path, output: &mut Output) -> Result<(Session, Filter), Stop> {
        // What stands in the set more than once is known only when all of it was read.
        if self
            .condition
            .as_ref()
            .and_then(|line| parse(line).ok())
            .is_some_and(|parsed| parsed.condition.asks_reuse())
        {
            let session = set::open(path, output)?;
            set::tell_skipped(set::corpus(&session)?, output);
            let filter = self.filter(&session)?;
            return Ok((session, filter));
        }
        let mut session = set::session(None, output)?;
        let set = set::list(&session, path)?;
        let named: Vec<_> =
            self.articles.iter().filter_map(|name| set::article_path(name).ok()).collect();
        session.open_marked_now(set.clone(), &named);
        let mut filter = self.filter(&session);
        if filter.is_err() && !named.is_empty() {
            // A theme may be known from what is marked in another article only.
            drop(session.take_notices());
            session.open_marked_now(set, &[]);
            filter = self.filter(&session);
        }
        set::tell_errors(&mut session, output);
        set::tell_skipped(set::corpus(&session)?, output);
        Ok((session, filter?))
    }

    /// Whether everything is meant.
    pub(super) fn is_everything(&self) -> bool {
        self.themes.is_empty()
            && self.articles.is_empty()
            && self.coders.is_empty()
            && self.condition.is_none()
    }

    /// The same with every name looked up.
    pub(super) fn filter(&self, session: &Session) -> Result<Filter, Stop> {
        let corpus = set::corpus(session)?;
        let mut filter = Filter::default();
        for name in &self.themes {
            match find_theme(session, name)? {
                Some(theme) => filter.themes.push(theme),
                None => return Err(unknown_theme(session, name)),
            }
        }
        for name in &self.articles {
            let path = set::article_path(name)?;
            let marked = session.annotations().layers(&path).next().is_some();
            if corpus.position(&path).is_none() && !marked {
                let article = describe::shown(name);
                return Err(Stop::failed(t!("error.no_article", article = article)));
            }
            filter.articles.push(path);
        }
        for name in &self.coders {
            filter.coders.push(set::coder(name)?);
        }
        if let (Some(line), Some(scene)) = (&self.condition, session.scene()) {
            let selector = session.selector(line).map_err(|fault| pointed_at(line, &fault))?;
            let found = selector.found(scene);
            filter.passages = Some(found.iter().map(|found| found.passage.id).collect());
        }
        Ok(filter)
    }
}

/// The theme with that path name, name or identity; an error where the name fits more than one.
pub(super) fn find_theme(session: &Session, name: &str) -> Result<Option<ThemeId>, Stop> {
    let codebook = session.codebook();
    let name = name.trim();
    if let Some(theme) = codebook.by_name(name) {
        let alike = codebook.themes().iter().filter(|other| other.name == name);
        let candidates: Vec<_> = alike.map(|other| codebook.path_name(other.id)).collect();
        if candidates.len() > 1 && codebook.path_name(theme.id) != name {
            let names = candidates.join(", ");
            return Err(Stop::failed(t!("cli.error.theme_ambiguous", theme = name, names = names)));
        }
        return Ok(Some(theme.id));
    }
    if let Ok(id) = name.parse::<ThemeId>()
        && codebook.get(id).is_some()
    {
        return Ok(Some(id));
    }
    // A passage may bear a theme that only its own file still names.
    let annotations = session.annotations();
    let layers = annotations.articles().flat_map(|article| annotations.layers(article));
    let mut legends = layers.flat_map(|(_, layer)| &layer.legend);
    let gone = |id: &ThemeId| codebook.get(*id).is_none();
    Ok(legends.find(|(id, known)| *known == name && gone(id)).map(|(id, _)| *id))
}

/// What is wrong with a condition, with a mark below its place.
pub(super) fn pointed_at(line: &str, fault: &LineFault) -> Stop {
    // One character for one, so that the mark stands where it should.
    let plain = |c: char| describe::shown(c.encode_utf8(&mut [0; 4])).chars().eq([c]);
    let line: Vec<char> = line.chars().map(|c| if plain(c) { c } else { ' ' }).collect();
    let width = |range: std::ops::Range<usize>| -> usize {
        let chars = line.get(range).unwrap_or_default();
        chars.iter().map(|&c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)).sum()
    };
    let (before, length) = (width(0..fault.at.start), width(fault.at.clone()).max(1));
    let line: String = line.iter().collect();
    let mark = format!("{}{}", " ".repeat(before), "^".repeat(length));
    let reason = t!("retrieve.error.line", reason = fault.reason);
    Stop::failed(format!("{reason}\n  {line}\n  {mark}"))
}

/// What is said of a name that fits no theme, with those there are.
pub(super) fn unknown_theme(session: &Session, name: &str) -> Stop {
    let codebook = session.codebook();
    let names: Vec<_> = codebook.themes().iter().map(|t| codebook.path_name(t.id)).collect();
    let (theme, names) = (describe::shown(name), describe::shown(&names.join("、")));
    Stop::failed(t!("cli.error.theme_unknown", theme = theme, names = names))
}
