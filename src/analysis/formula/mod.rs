//! 提法: set phrases of a set of articles, since when, how often, and what takes their place.
//!
//! Candidates are what stands in quotation marks, strings of several words that come again, phrases of
//! four in a row, and the user's own list. They are counted as overlapping matches of their letters
//! (Han, letters, digits, folded), so quotes, `、`, spaces and line breaks inside make no difference. A
//! formula inside another (党建 in 基层党建) is counted in both and never added up.

mod drift;
mod letters;
mod list;
mod quoted;
mod strings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use letters::{FormulaLetters, letters_of};
pub use list::FormulaList;

use crate::{
    annotation::{FormulaNote, FormulaStanding, Records, formula_key},
    text::{CharSpan, Segmenter, Text},
};

/// An article in which formulas are looked for.
#[derive(Clone, Copy, Debug)]
pub struct FormulaText<'a> {
    /// Its text.
    pub text: &'a Text,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// The day, where it is known.
    pub date: Option<jiff::civil::Date>,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaTerms {
    /// How often a string without quotes has to come.
    pub least: u32,
    /// At most so many are given.
    pub most: usize,
    /// The user's own formulas, given first.
    pub listed: Vec<String>,
    /// Those that the user does not want to see.
    pub ignored: Vec<String>,
    /// Those that are other ways of writing one: each with the one under which it is counted.
    pub grouped: Vec<(String, String)>,
}

impl Default for FormulaTerms {
    fn default() -> Self {
        Self { least: 3, most: 2000, listed: Vec::new(), ignored: Vec::new(), grouped: Vec::new() }
    }
}

impl FormulaTerms {
    /// The same with what the users of a set said of its formulas; of several words on one the last
    /// holds.
    #[must_use]
    pub fn with_notes(mut self, notes: &Records<FormulaNote>) -> Self {
        let mut holds: BTreeMap<String, &FormulaNote> = BTreeMap::new();
        for note in notes.iter() {
            let known = holds.entry(formula_key(&note.text)).or_insert(note);
            if (known.modified, known.id) < (note.modified, note.id) {
                *known = note;
            }
        }
        for note in holds.into_values() {
            if !note.variant_of.is_empty() {
                self.grouped.push((note.text.clone(), note.variant_of.clone()));
                continue;
            }
            match note.standing {
                FormulaStanding::Accepted => self.listed.push(note.text.clone()),
                FormulaStanding::Ignored => self.ignored.push(note.text.clone()),
                FormulaStanding::Open => {}
            }
        }
        self
    }
}

/// Why something is taken for a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormulaSource {
    /// It stands in the user's list.
    Listed,
    /// It stands in quotation marks.
    Quoted,
    /// It comes again.
    Repeated,
    /// It stands in a row of phrases of four characters.
    Slogan,
}

impl FormulaSource {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Quoted => "quoted",
            Self::Repeated => "repeated",
            Self::Slogan => "slogan",
        }
    }
}

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormulaPlace {
    /// Which of the texts.
    pub article: usize,
    /// From its first to its last letter.
    pub span: CharSpan,
}

/// Another formula that stands in its place in a later printing of the same sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaReplacement {
    /// The other formula.
    pub formula: String,
    /// The sentences: the earlier, the later. At least one pair.
    pub evidence: Vec<(FormulaPlace, FormulaPlace)>,
}

/// How often a formula stands in the articles of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FormulaYear {
    /// How often.
    pub count: usize,
    /// In how many articles.
    pub articles: usize,
    /// Letters of that year's articles, over which a rate is taken.
    pub letters: usize,
}

impl FormulaYear {
    /// How often in 10,000 letters.
    #[must_use]
    pub fn per_10k(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "no set has 2⁵³ letters")]
        let rate = self.count as f64 * 10_000.0 / self.letters as f64;
        (self.letters > 0).then_some(rate)
    }
}

/// A formula with all its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// As it is written most often.
    pub text: String,
    /// All ways in which it is written, with their counts, the most frequent first.
    pub variants: Vec<(String, usize)>,
    /// Why it is one.
    pub source: FormulaSource,
    /// Where it stands, in the order of the articles.
    pub places: Vec<FormulaPlace>,
    /// How many of them stand in quotation marks.
    pub quoted: usize,
    /// In how many articles it stands.
    pub articles: usize,
    /// By year; years of the set in which it does not stand have 0.
    pub years: BTreeMap<i16, FormulaYear>,
    /// Its first use: articles without a year cannot be first.
    pub first: Option<FormulaPlace>,
    /// Its last use.
    pub last: Option<FormulaPlace>,
    /// Longer formulas in which it stands.
    pub inside: Vec<String>,
    /// Shorter ones that stand in it.
    pub contains: Vec<String>,
    /// What perhaps replaced it.
    pub replaced_by: Vec<FormulaReplacement>,
}

/// What is known of a candidate before it is counted.
#[derive(Debug)]
struct Candidate {
    source: FormulaSource,
    forms: BTreeMap<String, usize>,
    quoted: usize,
    /// The letters of other ways of writing it.
    variants: Vec<String>,
}

/// Finds the formulas of a set and counts them; those that are likeliest to be one come first.
#[must_use]
pub fn formulas(
    texts: &[FormulaText<'_>],
    terms: &FormulaTerms,
    segmenter: &Segmenter,
) -> Vec<Formula> {
    let letters: Vec<FormulaLetters> =
        texts.iter().map(|text| FormulaLetters::of(text.text.as_str())).collect();
    let candidates = candidates(texts, &letters, terms, segmenter);
    let counted = counted_with_variants(&letters, &candidates);
    let lengths = lengths_by_year(texts, &letters);
    let order = order(texts);
    let mut found: Vec<Formula> = Vec::new();
    for (candidate, hits) in candidates.values().zip(&counted) {
        let formula = formula(candidate, hits, texts, &letters, &lengths, &order);
        found.extend(formula.filter(|formula| is_kept(formula, terms)));
    }
    // 三项工程 hardly stands but in 三项工程一项管理.
    let key_of = |formula: &Formula| (letters_of(&formula.text), formula.places.len());
    let parts: Vec<(String, usize)> = found.iter().map(key_of).collect();
    let wholes: Vec<(String, usize)> = found
        .iter()
        .filter(|formula| formula.source != FormulaSource::Slogan)
        .map(key_of)
        .collect();
    let swallowed = strings::swallowed(&parts, &wholes);
    let mut number = 0;
    found.retain(|part| {
        number += 1;
        matches!(part.source, FormulaSource::Quoted | FormulaSource::Listed)
            || !swallowed.contains(&(number - 1))
    });
    found.sort_by(|a, b| {
        rank(b)
            .partial_cmp(&rank(a))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| a.text.cmp(&b.text))
    });
    found.truncate(terms.most);
    nest(&mut found);
    drift::replace(&mut found, texts, &letters, &order);
    found
}

/// The strings that may be formulas, by their letters.
fn candidates(
    texts: &[FormulaText<'_>],
    letters: &[FormulaLetters],
    terms: &FormulaTerms,
    segmenter: &Segmenter,
) -> BTreeMap<String, Candidate> {
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut add = |key: String, form: Option<&str>, source: FormulaSource| {
        let known = found.entry(key).or_insert_with(|| Candidate {
            source,
            forms: BTreeMap::new(),
            quoted: 0,
            variants: Vec::new(),
        });
        known.source = known.source.min(source);
        known.quoted += usize::from(source == FormulaSource::Quoted);
        if let Some(form) = form {
            *known.forms.entry(form.to_owned()).or_default() += 1;
        }
    };
    for listed in &terms.listed {
        let key = letters_of(listed);
        if !key.is_empty() {
            add(key, Some(listed.trim()), FormulaSource::Listed);
        }
    }
    for text in texts {
        let content = text.text.as_str();
        for (from, to) in quoted::quoted(content) {
            let inner = content.get(from..to).unwrap_or_default();
            add(letters_of(inner), Some(inner), FormulaSource::Quoted);
        }
    }
    for (string, _) in strings::repeated(letters, segmenter, terms.least) {
        add(string, None, FormulaSource::Repeated);
    }
    let mut slogans: BTreeMap<String, usize> = BTreeMap::new();
    for letters in letters {
        for (from, to) in quoted::slogans(letters) {
            let slogan: String = letters.chars.get(from..to).unwrap_or_default().iter().collect();
            *slogans.entry(slogan).or_default() += 1;
        }
    }
    for (slogan, count) in slogans {
        if count >= 2 {
            add(slogan, None, FormulaSource::Slogan);
        }
    }
    group(&mut found, terms);
    let ignored: BTreeSet<String> = terms.ignored.iter().map(|text| letters_of(text)).collect();
    found.retain(|key, _| key.chars().count() >= 2 && !ignored.contains(key));
    found
}

/// Takes other ways of writing a formula from the candidates and gives them to the one under which they
/// are counted.
fn group(found: &mut BTreeMap<String, Candidate>, terms: &FormulaTerms) {
    let pairs = terms.grouped.iter();
    let heads: BTreeMap<String, (String, &str)> = pairs
        .map(|(variant, head)| (letters_of(variant), (letters_of(head), head.trim())))
        .filter(|(variant, (head, _))| !variant.is_empty() && !head.is_empty())
        .collect();
    for variant in heads.keys() {
        let (mut head, mut seen) = (variant, BTreeSet::new());
        let mut written = "";
        while let Some((next, text)) = heads.get(head)
            && seen.insert(head)
        {
            (head, written) = (next, text);
        }
        // Two that are said to be ways of writing each other are two formulas.
        if head == variant || heads.contains_key(head) {
            continue;
        }
        let taken = found.remove(variant);
        let candidate = found.entry(head.clone()).or_insert_with(|| Candidate {
            source: FormulaSource::Listed,
            forms: BTreeMap::from([(written.to_owned(), 1)]),
            quoted: 0,
            variants: Vec::new(),
        });
        candidate.quoted += taken.map_or(0, |taken| taken.quoted);
        candidate.variants.push(variant.clone());
    }
}

/// Where each candidate stands, in any of the ways in which it is written: text, first letter, number of
/// letters. One place inside another of the same formula does not count.
fn counted_with_variants(
    letters: &[FormulaLetters],
    candidates: &BTreeMap<String, Candidate>,
) -> Vec<Vec<(usize, usize, usize)>> {
    let mut keys: Vec<Vec<char>> = Vec::new();
    let mut owners = Vec::new();
    for (owner, (key, candidate)) in candidates.iter().enumerate() {
        for key in std::iter::once(key).chain(&candidate.variants) {
            keys.push(key.chars().collect());
            owners.push(owner);
        }
    }
    let mut found = vec![Vec::new(); candidates.len()];
    for ((places, key), &owner) in counted(letters, &keys).into_iter().zip(&keys).zip(&owners) {
        let Some(list) = found.get_mut(owner) else { continue };
        list.extend(places.into_iter().map(|(text, at)| (text, at, key.len())));
    }
    for (list, candidate) in found.iter_mut().zip(candidates.values()) {
        if candidate.variants.is_empty() {
            continue;
        }
        list.sort_unstable_by_key(|&(text, at, length)| (text, at, std::cmp::Reverse(length)));
        let mut end = (usize::MAX, 0);
        list.retain(|&(text, at, length)| {
            let is_inside = end.0 == text && at + length <= end.1;
            if !is_inside {
                end = (text, at + length);
            }
            !is_inside
        });
    }
    found
}

/// Where each of `keys` stands, as text and first letter, in order; overlapping ones too.
fn counted(letters: &[FormulaLetters], keys: &[Vec<char>]) -> Vec<Vec<(usize, usize)>> {
    let mut by_start: HashMap<(char, char), Vec<usize>> = HashMap::new();
    for (number, key) in keys.iter().enumerate() {
        if let (Some(&first), Some(&second)) = (key.first(), key.get(1)) {
            by_start.entry((first, second)).or_default().push(number);
        }
    }
    let mut found = vec![Vec::new(); keys.len()];
    for (text, letters) in letters.iter().enumerate() {
        for (at, two) in letters.chars.windows(2).enumerate() {
            let (Some(&first), Some(&second)) = (two.first(), two.get(1)) else { continue };
            for &number in by_start.get(&(first, second)).map_or(&[][..], Vec::as_slice) {
                let stands = keys
                    .get(number)
                    .is_some_and(|key| letters.chars.get(at..at + key.len()) == Some(key));
                if stands && let Some(places) = found.get_mut(number) {
                    places.push((text, at));
                }
            }
        }
    }
    found
}

fn lengths_by_year(texts: &[FormulaText<'_>], letters: &[FormulaLetters]) -> BTreeMap<i16, usize> {
    let mut lengths = BTreeMap::new();
    for (text, letters) in texts.iter().zip(letters) {
        if let Some(year) = text.year {
            *lengths.entry(year).or_default() += letters.chars.len();
        }
    }
    lengths
}

/// The articles in the order in which they appeared; those without a year last.
fn order(texts: &[FormulaText<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&at| {
        let text = texts.get(at);
        let year = text.and_then(|text| text.year);
        (year.is_none(), year, text.and_then(|text| text.date), at)
    });
    order
}

fn formula(
    candidate: &Candidate,
    hits: &[(usize, usize, usize)],
    texts: &[FormulaText<'_>],
    letters: &[FormulaLetters],
    lengths: &BTreeMap<i16, usize>,
    order: &[usize],
) -> Option<Formula> {
    let mut places = Vec::with_capacity(hits.len());
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    let mut articles = BTreeSet::new();
    let mut years: BTreeMap<i16, FormulaYear> = lengths
        .iter()
        .map(|(&year, &letters)| (year, FormulaYear { letters, ..FormulaYear::default() }))
        .collect();
    for &(article, at, length) in hits {
        let (text, letters) = (texts.get(article)?, letters.get(article)?);
        let content = text.text.as_str();
        let Some(span) = letters.span(content, at, at + length) else { continue };
        let Some(place) = text.text.char_span(span) else { continue };
        places.push(FormulaPlace { article, span: place });
        *forms
            .entry(written_formula(content.get(span.range()).unwrap_or_default()))
            .or_default() += 1;
        let is_new = articles.insert(article);
        if let Some(year) = text.year.and_then(|year| years.get_mut(&year)) {
            year.count += 1;
            year.articles += usize::from(is_new);
        }
    }
    // What the user typed and no article has is shown with nothing.
    let (text, variants) = if places.is_empty() {
        (candidate.forms.keys().next()?.clone(), Vec::new())
    } else {
        let (text, variants) = quoted::written_forms(&forms);
        // The one under which others are counted gives its name to all.
        let is_own = |form: &&str| !candidate.variants.contains(&letters_of(form));
        let mut own = variants
            .iter()
            .map(|(form, _)| form.as_str())
            .chain(candidate.forms.keys().map(String::as_str));
        (own.find(is_own).map_or(text, str::to_owned), variants)
    };
    let dated = |article: usize| texts.get(article).is_some_and(|text| text.year.is_some());
    let place_in = |article: usize| places.iter().find(|place| place.article == article).copied();
    let last_in =
        |article: usize| places.iter().rev().find(|place| place.article == article).copied();
    let first = order.iter().filter(|&&at| dated(at)).find_map(|&at| place_in(at));
    let last = order.iter().rev().filter(|&&at| dated(at)).find_map(|&at| last_in(at));
    Some(Formula {
        text,
        variants,
        source: candidate.source,
        articles: articles.len(),
        places,
        quoted: candidate.quoted,
        years,
        first,
        last,
        inside: Vec::new(),
        contains: Vec::new(),
        replaced_by: Vec::new(),
    })
}

/// A formula as it is written, without quotes, line breaks and the blanks around them.
#[must_use]
pub fn written_formula(text: &str) -> String {
    let joined: Vec<&str> = text.split('\n').map(str::trim).collect();
    let is_quote = |c: &char| matches!(c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '"');
    joined.concat().chars().filter(|c| !is_quote(c)).collect()
}

/// Whether a candidate is worth showing.
fn is_kept(formula: &Formula, terms: &FormulaTerms) -> bool {
    let letters = formula.text.chars().filter(|c| c.is_alphanumeric()).count();
    match formula.source {
        FormulaSource::Listed => true,
        // Two characters quoted once are irony or emphasis.
        FormulaSource::Quoted => letters >= 3 || formula.quoted >= 2,
        FormulaSource::Repeated | FormulaSource::Slogan => {
            formula.places.len() >= usize::try_from(terms.least.min(2)).unwrap_or(2)
        }
    }
}

/// How likely a candidate is a formula: by articles and counts, quoted ones before others.
fn rank(formula: &Formula) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let ln = |count: usize| (count as f64 + 1.0).ln();
    let letters = formula.text.chars().filter(|c| c.is_alphanumeric()).count();
    let source = match formula.source {
        FormulaSource::Listed => 100.0,
        FormulaSource::Quoted => 1.0 + 0.6 * ln(formula.quoted),
        FormulaSource::Repeated => 0.6,
        FormulaSource::Slogan => 0.8,
    };
    let length = if letters >= 4 { 0.4 } else { 0.0 };
    source + length + 0.5 * ln(formula.articles) + 0.5 * ln(formula.places.len())
}

/// Says of each formula in which others it stands.
fn nest(found: &mut [Formula]) {
    let keys: Vec<String> = found.iter().map(|formula| letters_of(&formula.text)).collect();
    let names: Vec<String> = found.iter().map(|formula| formula.text.clone()).collect();
    let index: HashMap<&str, usize> =
        keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
    for (outer, key) in keys.iter().enumerate() {
        let cuts: Vec<usize> = key.char_indices().map(|(at, _)| at).chain([key.len()]).collect();
        let mut parts = BTreeSet::new();
        for (at, &from) in cuts.iter().enumerate() {
            for &to in cuts.iter().skip(at + 2) {
                if let Some(&part) = key.get(from..to).and_then(|part| index.get(part))
                    && part != outer
                {
                    parts.insert(part);
                }
            }
        }
        for part in parts {
            if let Some(list) = inside.get_mut(part) {
                list.push(outer);
            }
            if let (Some(formula), Some(name)) = (found.get_mut(outer), names.get(part)) {
                formula.contains.push(name.clone());
            }
        }
    }
    for (formula, outers) in found.iter_mut().zip(inside) {
        formula.inside = outers.into_iter().filter_map(|outer| names.get(outer).cloned()).collect();
    }
}
