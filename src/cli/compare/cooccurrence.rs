//! `quandian compare cooccurrence`: which themes stand together.

use std::path::PathBuf;

use rust_i18n::t;
use serde::Serialize;

use super::{picture::Picture, printed, terms};
use crate::{
    analysis::{CooccurrenceTerms, Counting, Network, Proximity},
    chart,
    cli::output::{Output, Stop},
    session,
};

/// So many ties of the network are drawn.
const TIES: usize = 60;

/// What `compare cooccurrence` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    set: PathBuf,
    #[arg(id = "compare_by", long = "by", value_name = "HOW", value_parser = parse_proximity, default_value = "overlap", hide_default_value = true)]
    by: Proximity,
    #[arg(long)]
    subthemes: bool,
    #[arg(
        id = "least_pairs",
        long = "least",
        value_name = "N",
        default_value_t = 1,
        hide_default_value = true
    )]
    least: u64,
    #[command(flatten)]
    filter: terms::AskedOf,
    #[command(flatten)]
    picture: Picture,
    #[arg(
        id = "pictured",
        long = "draw",
        value_name = "WHAT",
        value_enum,
        default_value = "network",
        hide_default_value = true
    )]
    pictured: Pictured,
    #[arg(long)]
    json: bool,
}

/// What of the pairs is drawn.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Pictured {
    Network,
    Matrix,
}

/// One pair; the order of the fields is that of the keys.
#[derive(Serialize)]
struct PairRow<'a> {
    a: &'a str,
    b: &'a str,
    count: u64,
    c: Option<terms::JsonNumber>,
    dice: Option<terms::JsonNumber>,
    a_share: Option<terms::JsonNumber>,
    b_share: Option<terms::JsonNumber>,
}

fn parse_proximity(text: &str) -> Result<Proximity, String> {
    let text = text.trim().to_lowercase();
    let (name, number) = match text.split_once([':', '/', '：']) {
        Some((name, number)) => (name, Some(number)),
        None => (text.as_str(), None),
    };
    let plain = match name {
        "overlap" => Proximity::Overlap,
        "sentence" => Proximity::Sentence,
        "paragraph" => Proximity::Paragraph,
        "article" => Proximity::Article,
        "near" => {
            /// More sentences away is not near, as in conditions.
            const FARTHEST: u8 = 99;
            let by = number.map_or(Some(1), |number| number.parse().ok());
            let by = by.filter(|by| *by <= FARTHEST);
            return by.map(Proximity::Near).ok_or_else(|| t!("compare.cli.near").into_owned());
        }
        _ => return Err(t!("compare.cli.by").into_owned()),
    };
    if number.is_some() {
        return Err(t!("compare.cli.by").into_owned());
    }
    Ok(plain)
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    // What was printed first, only the whole set tells.
    let every = args.filter.counting() == Counting::Once;
    let session = terms::open(&args.set, every, output)?;
    let asked = CooccurrenceTerms {
        by: args.by,
        with_children: args.subthemes,
        filter: args.filter.condition(&session)?,
        counting: args.filter.counting(),
    };
    let mut found = session
        .answer_now(&asked)
        .map_err(|unknown| Stop::failed(session::unknown_theme(&unknown)))?;
    let network = Network::of(&found, args.least, TIES);
    found.pairs.retain(|pair| pair.count >= args.least);
    let sheet = session::cooccurrence_sheet(&found);
    let draw = || {
        let codebook = session.codebook();
        match args.pictured {
            Pictured::Network => {
                chart::network_chart(session::cooccurrence_picture(&found, &network, codebook))
            }
            Pictured::Matrix => chart::heat_chart(session::cooccurrence_table(&found, codebook)),
        }
    };
    args.picture.write(&session, &sheet.notes, draw, output)?;
    if !args.json {
        return printed::sheet(&sheet, output);
    }
    let key = |at: u32| found.themes.get(at as usize).map_or("", |item| item.key.as_str());
    for pair in &found.pairs {
        let [a_share, b_share] = found.shares(pair);
        output.json(&PairRow {
            a: key(pair.a),
            b: key(pair.b),
            count: pair.count,
            c: found.c(pair).map(terms::JsonNumber),
            dice: found.dice(pair).map(terms::JsonNumber),
            a_share: a_share.map(terms::JsonNumber),
            b_share: b_share.map(terms::JsonNumber),
        })?;
    }
    Ok(())
}
