//! `quandian tag`: marks a passage and prints its id once it is on the disk.

use std::path::PathBuf;

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    selection, set,
};
use crate::{
    annotation::ThemeId,
    corpus::ArticlePath,
    session::{Applied, Command, Session, describe},
    text::{self, ByteOffset, CharOffset, CharSpan},
};

/// What `tag` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long, value_name = "C")]
    coder: Option<String>,
    #[arg(long = "theme", value_name = "T", required = true)]
    themes: Vec<String>,
    #[arg(long, value_name = "A")]
    article: String,
    #[arg(long = "span", value_name = "S..E", required = true, value_parser = parse_span)]
    spans: Vec<CharSpan>,
    #[arg(long, value_name = "M", default_value = "", hide_default_value = true)]
    memo: String,
    #[arg(long)]
    create_theme: bool,
}

fn parse_span(text: &str) -> Result<CharSpan, String> {
    let offset = |text: &str| text.trim().parse().ok().map(CharOffset::new);
    let span = text.split_once("..").and_then(|(start, end)| {
        CharSpan::new(offset(start)?, offset(end)?).filter(|span| !span.is_empty())
    });
    span.ok_or_else(|| t!("cli.error.span").into_owned())
}

pub(super) fn run(args: Args, output: &mut Output) -> Result<(), Stop> {
    let article = set::article_path(&args.article)?;
    let mut session = set::session(args.coder.as_deref(), output)?;
    // Held until the end of the command, so that no other makes the same theme meanwhile.
    let _themes = if args.create_theme {
        let lock = session.wait_for_themes(&args.set);
        Some(lock.map_err(|error| Stop::failed(describe::load_error(&error)))?)
    } else {
        None
    };
    set::open_article(&mut session, &args.set, &article, output)?;
    let themes: Vec<ThemeId> = args
        .themes
        .iter()
        .map(|name| theme(&mut session, name, args.create_theme))
        .collect::<Result<_, _>>()?;
    refuse_parts(&session, &article, &args.spans)?;
    let command = Command::Tag { article, fragments: args.spans, themes, memo: args.memo };
    let applied = set::apply(&mut session, command)?;
    set::save(&mut session, output)?;
    match applied {
        Applied::Passage(id) => output.line(&id.to_string()),
        Applied::Done | Applied::Theme(_) => Ok(()),
    }
}

/// Refuses to mark a part of what a reader sees as one character.
fn refuse_parts(session: &Session, article: &ArticlePath, spans: &[CharSpan]) -> Result<(), Stop> {
    let article = session.corpus().and_then(|corpus| corpus.article(article));
    let Some(text) = article.map(|article| &article.text) else { return Ok(()) };
    for at in spans.iter().flat_map(|span| [span.start(), span.end()]) {
        // A place beyond the end is refused where the passage is made.
        let Some(byte) = text.byte_of(at).map(ByteOffset::to_usize) else { continue };
        let content = text.as_str();
        let start = text::floor_character(content, byte);
        let end = text::ceil_character(content, byte);
        let place = |byte| ByteOffset::from_usize(byte).and_then(|byte| text.char_of(byte));
        if let (true, Some(before), Some(after)) = (start < byte, place(start), place(end)) {
            let character = describe::shown(content.get(start..end).unwrap_or_default());
            return Err(Stop::failed(t!(
                "cli.error.span_cuts",
                at = at,
                before = before,
                after = after,
                character = character
            )));
        }
    }
    Ok(())
}

/// The theme of that name, made if it is missing and that is wanted.
fn theme(session: &mut Session, name: &str, create: bool) -> Result<ThemeId, Stop> {
    if let Some(theme) = selection::find_theme(session, name)? {
        return Ok(theme);
    }
    if !create {
        // This subcommand alone can make one.
        let unknown = selection::unknown_theme(session, name);
        return Err(unknown.advising(&t!("cli.error.create_theme")));
    }
    match set::apply(session, Command::AddTheme { name: name.to_owned() })? {
        Applied::Theme(theme) => Ok(theme),
        Applied::Done | Applied::Passage(_) => {
            Err(Stop::failed(t!("cli.error.theme_not_made", theme = describe::shown(name))))
        }
    }
}
