//! `quandian find`: where a text says something, one line a hit.

use std::{path::PathBuf, sync::Arc};

use serde::Serialize;

use super::{
    input,
    output::{Output, Stop},
};
use crate::{
    search::{Folded, Mode, Query},
    session::describe,
    text::CharOffset,
};

/// What `find` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    #[arg(long)]
    exact: bool,
    #[arg(long)]
    regex: bool,
    #[arg(long)]
    json: bool,
}

/// One hit; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Hit<'a> {
    start: CharOffset,
    end: CharOffset,
    /// The line it starts in, from 1, blank ones counted.
    line: usize,
    text: &'a str,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mode = Mode { exact: args.exact, regex: args.regex };
    let query = Query::new(&args.query, mode)
        .map_err(|error| Stop::failed(describe::query_error(&error)))?;
    let text = input::text(&args.file)?;
    let content = text.as_str();
    let folded = if query.needs_folding() { Folded::new(content) } else { Folded::default() };
    let hits = query.hits(content, &Arc::new(folded));
    let (mut line, mut counted) = (1, 0);
    for span in hits.spans(content) {
        let between = content.get(counted..span.start().to_usize()).unwrap_or_default();
        line += between.matches('\n').count();
        counted = span.start().to_usize();
        let (Some(place), Some(found)) = (text.char_span(span), text.slice(span)) else {
            continue;
        };
        let hit = Hit { start: place.start(), end: place.end(), line, text: found };
        if args.json {
            output.json(&hit)?;
        } else {
            let found = found.replace(['\n', '\t'], " ");
            output.line(&format!("{:>8}..{:<8} {:>6}  {found}", hit.start, hit.end, hit.line))?;
        }
    }
    Ok(())
}
