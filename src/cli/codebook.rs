//! `quandian codebook`: the themes of a set with their rules and counts, in the order of the tree.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{
    output::{Output, Stop},
    set,
    table::{self, Column},
};
use crate::annotation::{Colour, Example, Tally, Theme};

/// What `codebook` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(long)]
    json: bool,
}

/// One theme; the order of the fields is that of the keys.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    /// With those of its parents before it: `党建/阵地建设`.
    name: String,
    parent: Option<String>,
    colour: String,
    key: Option<u8>,
    /// What bears the theme itself, without its sub-themes.
    passages: usize,
    articles: usize,
    characters: usize,
    description: &'a str,
    include: &'a str,
    exclude: &'a str,
    lexicon: &'a [String],
    examples: &'a [Example],
    memo: &'a str,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    let session = set::open(&args.set, output)?;
    set::tell_skipped(set::corpus(&session)?, output);
    let codebook = session.codebook();
    let tally = Tally::of(session.annotations());
    let themes = codebook.tree();
    if !args.json {
        return print_table(&themes, &tally, output);
    }
    for (_, theme) in themes {
        let count = tally.own(theme.id);
        output.json(&Row {
            id: theme.id.to_string(),
            name: codebook.path_name(theme.id),
            parent: theme.parent.map(|parent| parent.to_string()),
            colour: colour_name(theme.colour),
            key: theme.key,
            passages: count.passages,
            articles: count.articles,
            characters: count.characters,
            description: &theme.description,
            include: &theme.include,
            exclude: &theme.exclude,
            lexicon: &theme.lexicon,
            examples: &theme.examples,
            memo: &theme.memo,
        })?;
    }
    Ok(())
}

/// The palette's name of a colour, or a colour of the user's own as `#RRGGBB`.
fn colour_name(colour: Colour) -> String {
    match colour {
        Colour::Palette(place) => {
            let names = Colour::PALETTE_NAMES;
            names.get(usize::from(place)).copied().unwrap_or_default().to_owned()
        }
        Colour::Rgb(red, green, blue) => format!("#{red:02X}{green:02X}{blue:02X}"),
    }
}

fn print_table(themes: &[(usize, &Theme)], tally: &Tally, output: &mut Output) -> Result<(), Stop> {
    let heading = [
        t!("codebook.tree.theme").into_owned(),
        t!("codebook.tree.key").into_owned(),
        t!("codebook.tree.passages").into_owned(),
        t!("codebook.tree.articles").into_owned(),
        t!("codebook.tree.chars").into_owned(),
        t!("codebook.detail.description").into_owned(),
        t!("codebook.detail.include").into_owned(),
        t!("codebook.detail.exclude").into_owned(),
        t!("codebook.detail.lexicon").into_owned(),
        t!("codebook.detail.examples").into_owned(),
        t!("cli.column.id").into_owned(),
    ];
    let rows: Vec<_> = themes
        .iter()
        .map(|(depth, theme)| {
            let count = tally.own(theme.id);
            [
                format!("{}{}", "　".repeat(*depth), theme.name),
                theme.key.map_or_else(String::new, |key| key.to_string()),
                count.passages.to_string(),
                count.articles.to_string(),
                count.characters.to_string(),
                theme.description.clone(),
                theme.include.clone(),
                theme.exclude.clone(),
                theme.lexicon.join("、"),
                theme.examples.len().to_string(),
                theme.id.to_string(),
            ]
        })
        .collect();
    let (wide, narrow, number) = (Column::Left(44), Column::Left(24), Column::Right);
    let columns =
        [wide, number, number, number, number, narrow, narrow, narrow, narrow, number, wide];
    table::print(output, columns, &heading, &rows)
}
