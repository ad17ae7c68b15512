//! `quandian words`: what the set's dictionary should have.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{self, Output, Stop},
    set,
    table::{self, Column},
};
use crate::{
    corpus::DictionaryEntry,
    session::{Command, Session, SuggestWords, Suggestion, SuggestionKind, WordList, describe},
    text::can_be_word,
};

/// What `words` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "words_accept", long = "accept", value_name = "all|KIND|WORD", num_args = 1..)]
    accept: Vec<String>,
    #[arg(id = "words_refuse", long = "refuse", value_name = "WORD", num_args = 1..)]
    refuse: Vec<String>,
    #[arg(long)]
    json: bool,
}

/// One suggestion; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    word: &'a str,
    kind: &'static str,
    count: usize,
    articles: usize,
    sure: bool,
}

fn kind_name(kind: SuggestionKind) -> &'static str {
    match kind {
        SuggestionKind::Byline => "byline",
        SuggestionKind::Title => "title",
        SuggestionKind::Quoted => "quoted",
        SuggestionKind::Body => "body",
        SuggestionKind::Repeated => "repeated",
    }
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(None, output)?;
    set::open_quietly(&mut session, &args.set)?;
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    let Ok(harvest) = session.answer_now(&SuggestWords);
    let rejected = session.rejected_words();
    let open = harvest.suggestions.into_iter().filter(|one| rejected.get(&one.word).is_none());
    let mut open: Vec<Suggestion> = open.collect();
    if !args.accept.is_empty() || !args.refuse.is_empty() {
        let is_wanted = |one: &Suggestion, names: &[String]| {
            names
                .iter()
                .any(|name| *name == one.word || name == "all" || name == kind_name(one.kind))
        };
        for name in &args.accept {
            if !open.iter().any(|one| is_wanted(one, std::slice::from_ref(name)))
                && !is_a_kind(name)
            {
                let word = describe::shown(name);
                return Err(Stop::failed(t!("words.cli.no_such", word = word)));
            }
        }
        for name in &args.refuse {
            if !can_be_word(name) {
                let word = describe::shown(name);
                return Err(Stop::failed(t!("words.cli.not_a_word", word = word)));
            }
        }
        let is_refused = |one: &Suggestion| args.refuse.contains(&one.word);
        let accepted: Vec<String> = open
            .iter()
            .filter(|one| is_wanted(one, &args.accept) && !is_refused(one))
            .map(|one| one.word.clone())
            .collect();
        change(&mut session, WordList::Dictionary, &accepted)?;
        change(&mut session, WordList::Rejected, &args.refuse)?;
        set::save(&mut session, output)?;
        open.retain(|one| is_refused(one) || accepted.contains(&one.word));
    }
    print(&open, args.json, output)
}

fn is_a_kind(name: &str) -> bool {
    use SuggestionKind::{Body, Byline, Quoted, Repeated, Title};
    name == "all"
        || [Byline, Title, Quoted, Body, Repeated].into_iter().any(|one| kind_name(one) == name)
}

/// Puts words in a list, in one step.
fn change(session: &mut Session, list: WordList, words: &[String]) -> Result<(), Stop> {
    if words.is_empty() {
        return Ok(());
    }
    let entry = |word: &String| {
        let shown = || describe::shown(word);
        DictionaryEntry::parse(word)
            .map_err(|_unread| Stop::failed(t!("words.cli.not_a_word", word = shown())))
    };
    let add = words.iter().map(entry).collect::<Result<Vec<_>, Stop>>()?;
    set::apply(session, Command::ChangeWords { list, add, remove: Vec::new() })?;
    Ok(())
}

fn print(suggestions: &[Suggestion], json: bool, output: &mut Output) -> Result<(), Stop> {
    if json {
        return suggestions.iter().try_for_each(|one| {
            output.json(&Row {
                word: &one.word,
                kind: kind_name(one.kind),
                count: one.count,
                articles: one.articles,
                sure: one.is_sure,
            })
        });
    }
    let row = |one: &Suggestion| {
        let sure = if one.is_sure { t!("words.cli.sure").into_owned() } else { String::new() };
        let [count, articles] = [one.count, one.articles].map(|number| number.to_string());
        [one.word.clone(), kind_name(one.kind).to_owned(), count, articles, sure]
    };
    let rows: Vec<_> = suggestions.iter().map(row).collect();
    if rows.is_empty() {
        output::tell(&t!("words.cli.none"));
        return Ok(());
    }
    let heading = [
        t!("words.cli.word").into_owned(),
        t!("words.cli.kind").into_owned(),
        t!("words.cli.count").into_owned(),
        t!("words.cli.articles").into_owned(),
        t!("words.cli.sure").into_owned(),
    ];
    let columns =
        [Column::Left(40), Column::Left(12), Column::Right, Column::Right, Column::Left(12)];
    table::print(output, columns, &heading, &rows)
}
