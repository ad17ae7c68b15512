//! The tasks: what is done with each line, and what each needs to know before.

use std::{path::PathBuf, sync::Arc};

use rust_i18n::t;
use serde::Serialize;

use super::{
    StreamTask,
    line::{StreamFault, StreamLine, StreamResult},
};
use crate::{
    analysis::{
        self, FormulaList, Reuse, ReuseComparison, ReuseIndex, ReuseRules, SetPhrases, shingles,
        suggest::{ModelFile, ModelFileError},
    },
    annotation::Codebook,
    cli::{
        autocode,
        compare::reuse,
        input,
        output::{Output, Stop},
        quantities, structure,
    },
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry, LoadProgress},
    search::{About, Folded, Mode, Query, SetQuery},
    session::{self, CodeUnit, describe},
    storage::Disk,
    text::{self, ByteSpan, CharOffset, Flow, Segmenter, Text},
};

/// Where the text of a line stands.
const TEXT: &str = "text";

/// What `segment` and `quantities` are given.
#[derive(Debug, clap::Args)]
pub(super) struct SegmentArgs {
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
}

impl SegmentArgs {
    fn segmenter(&self, output: &mut Output) -> Result<Arc<Segmenter>, Stop> {
        let Some(file) = &self.dictionary else { return Ok(Arc::clone(Segmenter::plain())) };
        let path = std::path::absolute(file)?;
        let dictionary = session::read_dictionary(&Disk, &path)
            .map_err(|error| Stop::failed(describe::storage_error(&error)))?;
        for (line, fault) in dictionary.faults() {
            let (reason, path) = (describe::line_fault(fault), describe::path(&path));
            let fault = t!("cli.error.dictionary_line", line = line, reason = reason, path = path);
            output.problem(fault);
        }
        Ok(session::segmenter_of(&dictionary))
    }
}

/// Adds the words.
pub(super) struct SegmentTexts(Arc<Segmenter>);

impl SegmentTexts {
    pub(super) fn new(args: &SegmentArgs, output: &mut Output) -> Result<Self, Stop> {
        Ok(Self(args.segmenter(output)?))
    }
}

impl StreamTask for SegmentTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let spans = self.0.words(text.as_str());
        let words: Vec<&str> = spans.into_iter().filter_map(|word| text.slice(word)).collect();
        Ok(vec![line.with("words", &words)])
    }
}

/// Adds what each line of the text is.
pub(super) struct StructureOfTexts;

impl StreamTask for StructureOfTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let lines = text::lines(text.as_str());
        let rows: Vec<_> = structure::rows(&text, &lines).map(|(_, row)| row).collect();
        Ok(vec![line.with("lines", &rows)])
    }
}

/// What `find` is given.
#[derive(Debug, clap::Args)]
pub(super) struct FindArgs {
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    #[arg(long)]
    exact: bool,
    #[arg(long)]
    regex: bool,
}

/// A place of a text; the order of the fields is that of the keys.
#[derive(Serialize)]
struct PlaceRow<'a> {
    start: CharOffset,
    end: CharOffset,
    text: &'a str,
}

fn place(text: &Text, span: ByteSpan) -> Option<PlaceRow<'_>> {
    let place = text.char_span(span)?;
    Some(PlaceRow { start: place.start(), end: place.end(), text: text.slice(span)? })
}

/// Gives every hit.
pub(super) struct FindInTexts(Query);

impl FindInTexts {
    pub(super) fn new(args: &FindArgs) -> Result<Self, Stop> {
        let mode = Mode { exact: args.exact, regex: args.regex };
        let query = Query::new(&args.query, mode);
        query.map(Self).map_err(|error| Stop::failed(describe::query_error(&error)))
    }
}

impl StreamTask for FindInTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let content = text.as_str();
        let folded = if self.0.needs_folding() { Folded::new(content) } else { Folded::default() };
        let hits = self.0.hits(content, &Arc::new(folded));
        let rows = hits.spans(content).filter_map(|span| place(&text, span));
        Ok(rows.map(|row| line.row(&[TEXT], &row)).collect())
    }
}

/// What `autocode` is given.
#[derive(Debug, clap::Args)]
pub(super) struct AutocodeArgs {
    #[arg(id = "stream_codebook", long = "codebook", value_name = "FILE")]
    codebook: PathBuf,
    #[arg(
        id = "code_unit",
        long = "unit",
        value_name = "UNIT",
        value_enum,
        default_value = "sentence",
        hide_default_value = true
    )]
    unit: autocode::Unit,
}

/// Gives what the lexicon of each theme finds.
pub(super) struct AutocodeTexts {
    unit: CodeUnit,
    /// The path of each theme that has a lexicon, its words, and the search for them.
    themes: Vec<(String, Vec<String>, SetQuery)>,
}

/// A unit that a lexicon found; the order of the fields is that of the keys.
#[derive(Serialize)]
struct CodedRow<'a> {
    theme: &'a str,
    #[serde(flatten)]
    place: PlaceRow<'a>,
    /// The entry that found it.
    word: Option<&'a str>,
}

impl AutocodeTexts {
    pub(super) fn new(args: &AutocodeArgs) -> Result<Self, Stop> {
        let path = describe::path(&args.codebook);
        let file = input::text(&args.codebook)?;
        let codebook = Codebook::from_ron(file.as_str()).map_err(|error| {
            Stop::failed(t!("stream.codebook", reason = error.to_string(), path = path))
        })?;
        let mut themes = Vec::new();
        for (_, theme) in codebook.tree() {
            let words = theme.lexicon.iter().filter(|word| !word.trim().is_empty());
            let words: Vec<String> = words.cloned().collect();
            if words.is_empty() {
                continue;
            }
            let name = codebook.path_name(theme.id);
            let query = SetQuery::of_lexicon(&words).map_err(|(at, error)| {
                let word = words.get(at).map(String::as_str).unwrap_or_default();
                let reason = describe::query_error(&error);
                Stop::failed(t!("stream.lexicon", theme = name, word = word, reason = reason))
            })?;
            themes.push((name, words, query));
        }
        if themes.is_empty() {
            return Err(Stop::failed(t!("stream.no_lexicon", path = path)));
        }
        Ok(Self { unit: args.unit.into(), themes })
    }
}

impl StreamTask for AutocodeTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let content = text.as_str();
        let mut results = Vec::new();
        for (theme, words, query) in &self.themes {
            let hits = query.hits(content, About::default(), None);
            for (unit, hit) in self.unit.around_all(content, &hits) {
                let Some(place) = place(&text, unit) else { continue };
                let entry = query.term_of(content, hit).and_then(|entry| words.get(entry));
                let word = entry.map(String::as_str);
                results.push(line.row(&[TEXT], &CodedRow { theme, place, word }));
            }
        }
        Ok(results)
    }
}

/// Gives every quantity.
pub(super) struct QuantitiesOfTexts(Arc<Segmenter>);

impl QuantitiesOfTexts {
    pub(super) fn new(args: &SegmentArgs, output: &mut Output) -> Result<Self, Stop> {
        Ok(Self(args.segmenter(output)?))
    }
}

impl StreamTask for QuantitiesOfTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let lines = text::lines(text.as_str());
        let found = analysis::quantities(text.as_str(), &Flow::of(&lines, true), &self.0);
        let rows = found.iter().filter_map(|one| quantities::row("", &text, line.year(), one));
        let result = |row| {
            let mut result = line.row(&[TEXT], &row);
            // The line says itself where it is from.
            if result.get("article").is_some_and(|article| article == "") {
                result.remove("article");
            }
            result
        };
        Ok(rows.map(result).collect())
    }
}

/// What `formulas` is given.
#[derive(Debug, clap::Args)]
pub(super) struct FormulaArgs {
    #[arg(id = "formula_list", long = "list", value_name = "FILE")]
    list: PathBuf,
}

/// Gives every place of every formula of a list.
pub(super) struct CountFormulas(FormulaList);

/// A formula's place; the order of the fields is that of the keys.
#[derive(Serialize)]
struct FormulaRow<'a> {
    formula: &'a str,
    start: CharOffset,
    end: CharOffset,
}

impl CountFormulas {
    pub(super) fn new(args: &FormulaArgs) -> Result<Self, Stop> {
        let file = input::text(&args.list)?;
        let lines = file.as_str().lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let list = FormulaList::new(lines);
        if list.formulas().is_empty() {
            let path = describe::path(&args.list);
            return Err(Stop::failed(t!("stream.no_formulas", path = path)));
        }
        Ok(Self(list))
    }
}

impl StreamTask for CountFormulas {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let row = |(number, span): (usize, text::CharSpan)| {
            let formula = self.0.formulas().get(number)?;
            let row = FormulaRow { formula, start: span.start(), end: span.end() };
            Some(line.row(&[TEXT], &row))
        };
        Ok(self.0.places(&text).into_iter().filter_map(row).collect())
    }
}

/// Adds the fingerprints of the text.
pub(super) struct ShinglesOfTexts;

impl StreamTask for ShinglesOfTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let mut result = line.with("shingles", &shingles(text.as_str()));
        result.remove(TEXT);
        Ok(vec![result])
    }
}

/// What `align` is given.
#[derive(Debug, clap::Args)]
pub(super) struct AlignArgs {
    #[arg(id = "least_letters", long = "min", value_name = "N", value_parser = reuse::parse_least)]
    least: Option<u32>,
}

/// Gives what two texts have in common.
pub(super) struct AlignPairs(ReuseRules);

/// Where a stretch stands.
#[derive(Serialize)]
struct Side {
    start: CharOffset,
    end: CharOffset,
}

/// A stretch that two texts share; the order of the fields is that of the keys.
#[derive(Serialize)]
struct AlignedRow<'a> {
    a: Side,
    b: Side,
    matched: u32,
    ratio: f64,
    changes: Vec<reuse::ChangeRow<'a>>,
}

impl AlignPairs {
    pub(super) fn new(args: &AlignArgs) -> Self {
        let least = args.least.unwrap_or(ReuseRules::LEAST);
        Self(ReuseRules { least, within: false, phrases: SetPhrases::default() })
    }

    /// The stretches, as a set of just these two texts has them.
    fn shared(&self, [a, b]: [Text; 2]) -> Vec<ReuseComparison> {
        let paths = ["a", "b"].map(ArticlePath::new);
        let [Some(path_a), Some(path_b)] = paths else { return Vec::new() };
        let entry = |path: &ArticlePath, text| {
            let article = Article::new(path.clone(), text, Encoding::Utf8);
            Entry { path: path.clone(), article: Ok(Arc::new(article)) }
        };
        let entries = vec![entry(&path_a, a), entry(&path_b, b)];
        let corpus = Corpus::new(PathBuf::new(), entries, Ok(Corrections::default()), Vec::new());
        let articles: Vec<Arc<Article>> = corpus.articles().cloned().collect();
        let progress = LoadProgress::default();
        // Nobody can cancel it.
        let index = ReuseIndex::build(&articles, self.0.least, &progress).unwrap_or_default();
        let found = Reuse::of(&corpus, &index, &self.0, &progress).unwrap_or_default();
        let compare = |pair: &analysis::ReusePair| {
            // Which was printed first nobody said: the first text is `a`.
            let [(one, at_one), (_, at_other)] = &pair.sides;
            let spans = if *one == path_a { [at_one, at_other] } else { [at_other, at_one] };
            let sides = [path_a.clone(), path_b.clone()];
            let [side_a, side_b] = sides;
            let [at_a, at_b] = spans;
            let sides = [(side_a, *at_a), (side_b, *at_b)];
            analysis::ReusePair { group: pair.group, sides }.compared(&corpus, &self.0)
        };
        let mut shared: Vec<ReuseComparison> = found.pairs.iter().filter_map(compare).collect();
        shared.sort_by_key(|one| (one.a, one.b));
        shared
    }
}

impl StreamTask for AlignPairs {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let shared = self.shared([line.text("a")?, line.text("b")?]);
        let side = |span: text::CharSpan| Side { start: span.start(), end: span.end() };
        let result = |one: &ReuseComparison| {
            let row = AlignedRow {
                a: side(one.a),
                b: side(one.b),
                matched: one.matched,
                ratio: reuse::ratio(one),
                changes: reuse::changes(one),
            };
            line.row(&["a", "b"], &row)
        };
        Ok(shared.iter().map(result).collect())
    }
}

/// What `suggest` is given.
#[derive(Debug, clap::Args)]
pub(super) struct SuggestArgs {
    #[arg(id = "stream_model", long = "model", value_name = "FILE")]
    model: PathBuf,
}

/// Gives every sentence or clause with how likely it is of a theme.
pub(super) struct SuggestInTexts(ModelFile);

/// A unit and how likely it is; the order of the fields is that of the keys.
#[derive(Serialize)]
struct ScoredRow<'a> {
    theme: &'a str,
    #[serde(flatten)]
    place: PlaceRow<'a>,
    score: f64,
}

impl SuggestInTexts {
    pub(super) fn new(args: &SuggestArgs) -> Result<Self, Stop> {
        let file = input::text(&args.model)?;
        let path = describe::path(&args.model);
        ModelFile::from_ron(file.as_str()).map(Self).map_err(|error| {
            Stop::failed(match error {
                ModelFileError::Syntax(reason) => t!("stream.model", reason = reason, path = path),
                ModelFileError::NewerVersion(version) => {
                    t!("stream.newer_model", version = version, path = path)
                }
            })
        })
    }
}

impl StreamTask for SuggestInTexts {
    fn answer(&self, line: &StreamLine) -> Result<Vec<StreamResult>, StreamFault> {
        let text = line.text(TEXT)?;
        let scored = self.0.scored(text.as_str()).into_iter();
        let row = |(span, score): (ByteSpan, f64)| {
            let row = ScoredRow { theme: &self.0.theme, place: place(&text, span)?, score };
            Some(line.row(&[TEXT], &row))
        };
        Ok(scored.filter_map(row).collect())
    }
}
