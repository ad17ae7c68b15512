//! `quandian suggest`: what is likely of a theme, learned from what a coder tagged.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use rust_i18n::t;
use serde::Serialize;
use serde_json::Value;

use super::{
    input, named_file,
    output::{Output, Stop},
    selection, set,
    table::{self, Column},
};
use crate::{
    analysis::suggest::{
        Because, LEAST_TAGS, LabelledLine, MOST_OF_ARTICLE, Suggesting, SuggestionOrder,
        SuggestionUnit, Suggestions, rank_lines,
    },
    annotation::PassageId,
    corpus::LoadProgress,
    exchange::LabelledFile,
    session::{Session, describe},
    text::CharOffset,
};

/// So many are suggested where nothing is said.
const USUAL: usize = 50;
/// So many are asked about at once where nothing is said.
const USUAL_BATCH: usize = 10;
/// So many lines that cannot be read are told one by one.
const FAULTS_TOLD: usize = 10;
/// So many strings say why in the table.
const STRINGS_SHOWN: usize = 5;

/// What `suggest` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(
        id = "suggest_set",
        value_name = "PATH",
        required_unless_present = "suggest_train",
        conflicts_with_all = ["suggest_train", "suggest_rank"]
    )]
    set: Option<PathBuf>,
    #[arg(id = "suggest_theme", long = "theme", value_name = "T")]
    theme: String,
    #[arg(long, value_name = "C", conflicts_with = "suggest_train")]
    coder: Option<String>,
    #[arg(
        id = "suggest_unit",
        long = "unit",
        value_name = "UNIT",
        value_enum,
        default_value = "sentence",
        hide_default_value = true
    )]
    unit: Unit,
    #[arg(id = "suggest_limit", long = "limit", value_name = "N")]
    limit: Option<usize>,
    #[arg(
        id = "suggest_order",
        long = "order",
        value_name = "ORDER",
        value_enum,
        default_value = "sure",
        hide_default_value = true
    )]
    order: Order,
    #[arg(id = "suggest_train", long = "train", value_name = "FILE", requires = "suggest_rank")]
    train: Option<PathBuf>,
    #[arg(id = "suggest_rank", long = "rank", value_name = "FILE", requires = "suggest_train")]
    rank: Option<PathBuf>,
    #[arg(
        id = "save_model",
        long = "save-model",
        value_name = "FILE",
        conflicts_with = "suggest_train"
    )]
    save_model: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    Sentence,
    Clause,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    Sure,
    Uncertain,
}

/// One suggestion; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    start: CharOffset,
    end: CharOffset,
    text: &'a str,
    score: f64,
    because: Vec<Reason<'a>>,
    nearest: Vec<String>,
}

/// Part of a score.
#[derive(Serialize)]
struct Reason<'a> {
    text: &'a str,
    weight: f64,
}

/// One line of the file that was ranked.
#[derive(Serialize)]
struct Ranked<'a> {
    document: &'a Value,
    text: &'a str,
    score: f64,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    match (&args.set, &args.train, &args.rank) {
        (_, Some(train), Some(rank)) => rank_file(args, train, rank, output),
        (Some(set), ..) => suggest(args, set, output),
        // The command line was not let through without either.
        _ => Ok(()),
    }
}

fn suggest(args: &Args, path: &Path, output: &mut Output) -> Result<(), Stop> {
    let mut session = set::session(args.coder.as_deref(), output)?;
    set::open_quietly(&mut session, path)?;
    set::tell_errors(&mut session, output);
    set::tell_skipped(set::corpus(&session)?, output);
    let theme = selection::find_theme(&session, &args.theme)?
        .filter(|&theme| session.codebook().get(theme).is_some())
        .ok_or_else(|| selection::unknown_theme(&session, &args.theme))?;
    let (order, usual) = match args.order {
        Order::Sure => (SuggestionOrder::Sure, USUAL),
        Order::Uncertain => (SuggestionOrder::Uncertain, USUAL_BATCH),
    };
    let unit = match args.unit {
        Unit::Sentence => SuggestionUnit::Sentence,
        Unit::Clause => SuggestionUnit::Clause,
    };
    let most = args.limit.unwrap_or(usual);
    let question = Suggesting { theme, coder: session.coder(), unit, order, most, article: None };
    let suggestions = session
        .answer_now(&question)
        .map_err(|error| Stop::failed(describe::suggestion_error(&error, &args.theme)))?;
    // A script wants to hear only of what is not as it asked.
    if !args.json || suggestions.by_likeness {
        tell_basis(&suggestions, &args.theme);
    }
    let is_batch = suggestions.list.len() < most && args.order_is_uncertain();
    if is_batch && suggestions.unread > most && !args.json {
        super::output::tell(&t!("suggest.cli.batch", most = MOST_OF_ARTICLE));
    }
    if let Some(file) = &args.save_model {
        save_model(&session, &question, file, output)?;
    }
    if args.json {
        print_json(&session, &suggestions, output)
    } else {
        print_table(&session, &suggestions, output)
    }
}

/// Writes what the suggestions are made by.
fn save_model(
    session: &Session,
    question: &Suggesting,
    file: &Path,
    output: &mut Output,
) -> Result<(), Stop> {
    let no_model = || Stop::failed(t!("stream.no_model"));
    let model = session.scene().map(|scene| question.model(scene, &LoadProgress::default()));
    // Why nothing can be learned was told when it was asked what to suggest.
    let model = model.and_then(Result::ok).flatten().ok_or_else(no_model)?;
    named_file::write(session, file, || Ok(model.to_ron().into_bytes()), output)?;
    super::output::tell(&t!("stream.saved_model", path = describe::path(file)));
    Ok(())
}

impl Args {
    fn order_is_uncertain(&self) -> bool {
        matches!(self.order, Order::Uncertain)
    }
}

/// Says on stderr what the suggestions rest on, and how good they are.
fn tell_basis(suggestions: &Suggestions, theme: &str) {
    let learned = suggestions.learned;
    let theme = describe::shown(theme);
    let line = if suggestions.by_likeness && learned.passages < LEAST_TAGS {
        let more = LEAST_TAGS - learned.passages;
        t!("suggest.cli.too_few", theme = theme, count = learned.passages, more = more)
    } else if suggestions.by_likeness {
        t!("suggest.cli.nothing_passed_over", theme = theme, count = learned.passages)
    } else {
        t!(
            "suggest.cli.learned",
            theme = theme,
            passages = learned.passages,
            tagged = learned.tagged,
            others = learned.others,
            refused = learned.refused
        )
    };
    super::output::tell(&line);
    if learned.left_out > 0 {
        super::output::tell(&t!("suggest.cli.left_out", count = learned.left_out));
    }
    if let Some(quality) = suggestions.quality {
        super::output::tell(&t!(
            "suggest.cli.quality",
            top = crate::analysis::suggest::TOP.min(quality.wanted),
            precision = format!("{:.2}", quality.precision),
            recall = format!("{:.2}", quality.recall)
        ));
    }
    if let Some(remaining) = suggestions.remaining {
        super::output::tell(&t!(
            "suggest.cli.remaining",
            unread = suggestions.unread,
            about = format!("{:.0}", remaining.about),
            from = format!("{:.0}", remaining.from),
            to = format!("{:.0}", remaining.to)
        ));
    }
    if suggestions.list.is_empty() {
        super::output::tell(&t!("suggest.cli.nothing", theme = theme));
    }
}

fn print_json(
    session: &Session,
    suggestions: &Suggestions,
    output: &mut Output,
) -> Result<(), Stop> {
    let corpus = set::corpus(session)?;
    for one in &suggestions.list {
        let article = corpus.article(&one.article);
        let Some(place) = article.and_then(|article| article.text.char_span(one.span)) else {
            continue;
        };
        output.json(&Row {
            article: one.article.as_str(),
            start: place.start(),
            end: place.end(),
            text: &one.text,
            score: one.score,
            because: one.because.iter().map(reason).collect(),
            nearest: one.nearest.iter().map(PassageId::to_string).collect(),
        })?;
    }
    Ok(())
}

fn reason(because: &Because) -> Reason<'_> {
    Reason { text: &because.text, weight: because.weight }
}

fn print_table(
    session: &Session,
    suggestions: &Suggestions,
    output: &mut Output,
) -> Result<(), Stop> {
    let corpus = set::corpus(session)?;
    let rows = suggestions.list.iter().filter_map(|one| {
        let place = corpus.article(&one.article)?.text.char_span(one.span)?;
        let strings = one.because.iter().filter(|because| !because.text.is_empty());
        let strings = strings.take(STRINGS_SHOWN).map(|because| {
            format!("{} {:+.2}", crate::search::on_one_line(&because.text), because.weight)
        });
        Some([
            format!("{:.2}", one.score),
            one.article.as_str().to_owned(),
            format!("[{}, {})", place.start(), place.end()),
            crate::search::on_one_line(&one.text),
            strings.collect::<Vec<_>>().join("  "),
        ])
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let heading = [
        t!("suggest.column.score").into_owned(),
        t!("cli.column.article").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.text").into_owned(),
        t!("suggest.column.because").into_owned(),
    ];
    let columns =
        [Column::Right, Column::Left(32), Column::Left(20), Column::Left(60), Column::Left(60)];
    table::print(output, columns, &heading, &rows)
}

fn rank_file(args: &Args, train: &Path, rank: &Path, output: &mut Output) -> Result<(), Stop> {
    let train = labelled(train, output)?;
    let rank = labelled(rank, output)?;
    let label = args.theme.trim();
    // Documents by the order in which they come: what they are called does not matter.
    let mut documents: HashMap<String, u32> = HashMap::new();
    let lines: Vec<LabelledLine> = train
        .sentences
        .iter()
        .map(|one| {
            let next = u32::try_from(documents.len()).unwrap_or(u32::MAX);
            LabelledLine {
                document: *documents.entry(one.document.to_string()).or_insert(next),
                text: one.text.clone(),
                label: one.labels.iter().any(|known| known == label),
            }
        })
        .collect();
    let texts = rank.sentences.iter().map(|one| one.text.as_str());
    let ranking = rank_lines(&lines, texts).map_err(|_unknown| {
        let mut known: Vec<&str> =
            train.sentences.iter().flat_map(|one| &one.labels).map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        let known = describe::shown(&known.join("、"));
        Stop::failed(t!("suggest.cli.no_label", label = describe::shown(label), known = known))
    })?;
    let [tagged, others] = ranking.learned;
    let shown = describe::shown(label);
    if ranking.by_likeness {
        let count = tagged;
        super::output::tell(&t!("suggest.cli.ranked_by_likeness", label = shown, count = count));
    } else if !args.json {
        let line = t!("suggest.cli.ranked", label = shown, tagged = tagged, others = others);
        super::output::tell(&line);
    }
    for &(at, score) in ranking.lines.iter().take(args.limit.unwrap_or(usize::MAX)) {
        let Some(one) = rank.sentences.get(at) else { continue };
        if args.json {
            output.json(&Ranked { document: &one.document, text: &one.text, score })?;
        } else {
            output.line(&format!("{score:.4}  {}", crate::search::on_one_line(&one.text)))?;
        }
    }
    Ok(())
}

/// Reads a file of labelled sentences; lines that are none are told.
fn labelled(path: &Path, output: &mut Output) -> Result<LabelledFile, Stop> {
    let text = input::text(path)?;
    let file = LabelledFile::read(text.as_str());
    let path = describe::path(path);
    for (line, reason) in file.faults.iter().take(FAULTS_TOLD) {
        output.problem(t!("suggest.cli.bad_line", line = line, reason = reason, path = path));
    }
    if file.faults.len() > FAULTS_TOLD {
        let count = file.faults.len();
        output.problem(t!("suggest.cli.bad_lines", count = count, path = path));
    }
    if file.sentences.is_empty() {
        return Err(Stop::failed(t!("suggest.cli.no_lines", path = path)));
    }
    Ok(file)
}
