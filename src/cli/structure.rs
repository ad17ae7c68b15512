//! `quandian structure`: what each line of an article is, and where its sentences go on.

use std::path::{Path, PathBuf};

use rust_i18n::t;
use serde::Serialize;

use super::{
    input,
    output::{Output, Stop},
    table::{self, Column},
};
use crate::{
    corpus::{self, ArticlePath, Corrections, LineCorrection},
    storage::{Disk, Storage as _},
    text::{self, ByteSpan, CharOffset, CharSpan, Line, Text},
};

/// What `structure` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[arg(long)]
    json: bool,
}

/// One line that is not blank; the order of the fields is that of the keys.
#[derive(Serialize)]
pub(super) struct PrintedLine {
    line: usize,
    kind: &'static str,
    start: CharOffset,
    end: CharOffset,
    story: usize,
    /// The number of the line in which the sentence cut at this one's end goes on.
    continues: Option<usize>,
    /// An earlier printing of the same text: its line's number and its place.
    twin: Option<(usize, CharOffset, CharOffset)>,
    /// Who speaks, where a turn begins: the place of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<(CharOffset, CharOffset)>,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let text = input::text(&args.file)?;
    let corrections = corrections(&args.file, output)?;
    let judgements = corpus::judgements(&corrections, text.as_str());
    let lines = text::judged_lines(text.as_str(), &judgements);
    let mut cells = Vec::new();
    for (line, row) in rows(&text, &lines) {
        if args.json {
            output.json(&row)?;
        } else {
            cells.push(self::cells(&row, text.slice(line.content).unwrap_or_default()));
        }
    }
    if args.json {
        return Ok(());
    }
    let heading = [
        t!("cli.column.line").into_owned(),
        t!("cli.column.kind").into_owned(),
        t!("cli.column.place").into_owned(),
        t!("cli.column.story").into_owned(),
        t!("cli.column.continues").into_owned(),
        t!("cli.column.twin").into_owned(),
        t!("cli.column.text").into_owned(),
    ];
    let columns = [
        Column::Right,
        Column::Left(usize::MAX),
        Column::Left(usize::MAX),
        Column::Right,
        Column::Right,
        Column::Left(usize::MAX),
        Column::Left(40),
    ];
    table::print(output, columns, &heading, &cells)
}

/// What the user said of the article's lines in the set it lies in, if it lies in one.
fn corrections(file: &Path, output: &mut Output) -> Result<Vec<LineCorrection>, Stop> {
    let known = corrections_around(file, output)?;
    let known = known.as_ref().and_then(|(article, corrections)| corrections.get(article));
    Ok(known.map(|known| known.lines.clone()).unwrap_or_default())
}

/// The name of a file in the set it lies in, if it lies in one, and what is corrected in that set.
pub(super) fn corrections_around(
    file: &Path,
    output: &mut Output,
) -> Result<Option<(ArticlePath, Corrections)>, Stop> {
    let Some((root, article)) = set_around(file)? else { return Ok(None) };
    Ok(match corpus::load_corrections(&Disk, &root) {
        Ok(corrections) => Some((article, corrections)),
        Err(_) => {
            output.problem(t!("error.corrections_unreadable"));
            None
        }
    })
}

/// The folder of the set in which a file lies, if it lies in one, and its name there.
pub(super) fn set_around(file: &Path) -> Result<Option<(PathBuf, ArticlePath)>, Stop> {
    if file.as_os_str() == "-" {
        return Ok(None);
    }
    let path = std::path::absolute(file)?;
    let is_set = |root: &&Path| Disk.metadata(&root.join(".quandian")).is_ok();
    let Some(root) = path.ancestors().skip(1).find(is_set) else { return Ok(None) };
    let relative = path.strip_prefix(root).ok().and_then(Path::to_str);
    let article = relative.and_then(|relative| ArticlePath::new(&relative.replace('\\', "/")));
    Ok(article.map(|article| (root.to_path_buf(), article)))
}

/// A row for each line.
pub(super) fn rows<'l>(
    text: &'l Text,
    lines: &'l [Line],
) -> impl Iterator<Item = (&'l Line, PrintedLine)> {
    lines
        .iter()
        .filter_map(|line| Some((line, row(text, lines, line, text.char_span(line.content)?))))
}

fn row(text: &Text, lines: &[Line], line: &Line, place: CharSpan) -> PrintedLine {
    let twin = |twin: ByteSpan| {
        let place = text.char_span(twin)?;
        let number = text::line_at(lines, twin.start())?.number;
        Some((number, place.start(), place.end()))
    };
    PrintedLine {
        line: line.number,
        kind: line.kind.name(),
        start: place.start(),
        end: place.end(),
        story: line.story,
        continues: line.continues.and_then(|next| lines.get(next)).map(|next| next.number),
        twin: line.twin.and_then(twin),
        speaker: line
            .speaker
            .and_then(|speaker| text.char_span(speaker.name))
            .map(|name| (name.start(), name.end())),
    }
}

fn cells(row: &PrintedLine, content: &str) -> [String; 7] {
    [
        row.line.to_string(),
        t!(format!("kind.{}", row.kind)).into_owned(),
        format!("{}..{}", row.start, row.end),
        row.story.to_string(),
        row.continues.map(|line| line.to_string()).unwrap_or_default(),
        row.twin.map(|(line, start, end)| format!("{line}: {start}..{end}")).unwrap_or_default(),
        content.to_owned(),
    ]
}
