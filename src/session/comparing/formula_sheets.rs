//! Formulas as a sheet, their uses with date and sentence, and their ways of writing over the years.

use std::collections::BTreeMap;

use rust_i18n::t;

use crate::{
    analysis::{Formula, FormulaPlace, Sheet, SheetHead, SheetRow, SheetValue, written_formula},
    chart::{BubbleRow, BubbleYear},
    corpus::ArticlePath,
    session::SetFormulas,
    text::{ByteSpan, sentence_at},
};

/// One use of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaUse {
    /// The article.
    pub article: ArticlePath,
    /// The formula in it.
    pub span: ByteSpan,
    /// The sentence around it.
    pub sentence: ByteSpan,
    /// The year in which the article appeared.
    pub year: Option<i16>,
    /// The day or the year, as it is shown; a dash where neither is known.
    pub date: String,
}

impl SetFormulas {
    /// A place with its sentence and its date.
    #[must_use]
    pub fn use_at(&self, place: FormulaPlace) -> Option<FormulaUse> {
        let article = self.articles.get(place.article)?;
        let span = article.text.byte_span(place.span)?;
        let first = sentence_at(article.text.as_str(), span.start());
        let sentence = first.map_or(span, |first| first.cover(span));
        let (year, day) = self.published.get(place.article).copied().unwrap_or_default();
        let date = match (day, year) {
            (Some(day), _) => day.to_string(),
            (None, Some(year)) => year.to_string(),
            (None, None) => "—".to_owned(),
        };
        Some(FormulaUse { article: article.path.clone(), span, sentence, year, date })
    }

    /// The words of a use: what stands before it in its sentence, itself, what stands behind it.
    #[must_use]
    pub fn words_of(&self, used: &FormulaUse) -> [String; 3] {
        let article = self.articles.iter().find(|article| article.path == used.article);
        let text = article.map_or("", |article| article.text.as_str());
        let slice =
            |from: usize, to: usize| text.get(from..to).unwrap_or_default().replace('\n', "");
        let (span, sentence) = (used.span.range(), used.sentence.range());
        [
            slice(sentence.start, span.start).trim_start().to_owned(),
            slice(span.start, span.end),
            slice(span.end, sentence.end).trim_end().to_owned(),
        ]
    }

    /// Every use on the day of the first one: whoever was first on that day cannot be told. Only years
    /// are known of some articles; then every use of that year whose day is not known.
    #[must_use]
    pub fn first_uses(&self, formula: &Formula) -> Vec<FormulaUse> {
        let Some(first) = formula.first else { return Vec::new() };
        let published = |article: usize| self.published.get(article).copied().unwrap_or_default();
        let same = |place: &&FormulaPlace| published(place.article) == published(first.article);
        let mut articles = Vec::new();
        let places = formula.places.iter().filter(same).filter(|place| {
            let is_new = !articles.contains(&place.article);
            articles.push(place.article);
            is_new
        });
        places.filter_map(|&place| self.use_at(place)).collect()
    }

    /// The formula of that name.
    #[must_use]
    pub fn formula(&self, text: &str) -> Option<&Formula> {
        self.formulas.iter().find(|formula| formula.text == text)
    }

    /// How often each way of writing stands in each year, the most frequent first.
    fn forms_by_year(&self, formula: &Formula) -> Vec<(String, BTreeMap<i16, usize>)> {
        let mut forms: BTreeMap<String, (usize, BTreeMap<i16, usize>)> = BTreeMap::new();
        for place in &formula.places {
            let Some(article) = self.articles.get(place.article) else { continue };
            let form = written_formula(article.text.slice_chars(place.span).unwrap_or_default());
            let (count, years) = forms.entry(form).or_default();
            *count += 1;
            let year = self.published.get(place.article).and_then(|(year, _)| *year);
            if let Some(year) = year {
                *years.entry(year).or_default() += 1;
            }
        }
        let mut forms: Vec<_> = forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        forms.into_iter().map(|(form, (_, years))| (form, years)).collect()
    }
}

impl Formula {
    /// The steepest rise and the steepest fall of its rate from one year to the next in which the set
    /// has articles.
    #[must_use]
    pub fn steepest(&self) -> (f64, f64) {
        let rates: Vec<f64> =
            self.years.values().filter_map(crate::analysis::FormulaYear::per_10k).collect();
        let steps = || rates.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
        (steps().fold(0.0, f64::max), steps().fold(0.0, f64::min))
    }
}

/// So many ways of writing are rows of their own.
const FORMS: usize = 8;

/// The ways in which a formula is written over the years, and what perhaps took its place, as rows.
/// Every circle leads to the number of the row and to its year.
#[must_use]
pub fn formula_picture(found: &SetFormulas, formula: &Formula) -> Vec<BubbleRow<(String, i16)>> {
    let row = |name: String, formula: &str, years: &BTreeMap<i16, usize>, chosen: bool| BubbleRow {
        years: years
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(&year, &count)| BubbleYear {
                year,
                count,
                name: format!("{name} {year} {count}"),
                to: (formula.to_owned(), year),
            })
            .collect(),
        name,
        chosen,
    };
    let forms = found.forms_by_year(formula);
    let forms = forms.iter().take(FORMS);
    let mut rows: Vec<BubbleRow<(String, i16)>> =
        forms.map(|(form, years)| row(form.clone(), &formula.text, years, false)).collect();
    if let Some(next) = formula.replaced_by.first().and_then(|next| found.formula(&next.formula)) {
        let years = next.years.iter().map(|(&year, count)| (year, count.count)).collect();
        rows.push(row(next.text.clone(), &next.text, &years, true));
    }
    rows
}

/// The formulas of these numbers: counts, first use with its sentence, years, what took their place.
#[must_use]
pub fn formula_sheet(found: &SetFormulas, shown: &[usize]) -> Sheet {
    let head = |text: String, is_number| SheetHead { text, is_number, ..SheetHead::default() };
    let formulas = || shown.iter().filter_map(|&at| found.formulas.get(at));
    let mut years: Vec<i16> =
        formulas().flat_map(|formula| formula.years.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let mut heads = vec![
        head(t!("formula.column.formula").into_owned(), false),
        head(t!("formula.column.variants").into_owned(), false),
        head(t!("formula.column.first").into_owned(), false),
        head(t!("cli.column.article").into_owned(), false),
        head(t!("formula.column.sentence").into_owned(), false),
        head(t!("formula.column.count").into_owned(), true),
        head(t!("formula.column.articles").into_owned(), true),
    ];
    heads.extend(years.iter().map(|year| head(year.to_string(), true)));
    heads.push(head(t!("formula.column.inside").into_owned(), false));
    heads.push(head(t!("formula.column.replaced_by").into_owned(), false));
    let between = t!("formula.between");
    let row = |formula: &Formula| {
        let text = SheetValue::Text;
        let number = |count: usize| SheetValue::Count(u64::try_from(count).unwrap_or(u64::MAX));
        let variants: Vec<&str> = formula.variants.iter().map(|(form, _)| form.as_str()).collect();
        let first = formula.first.and_then(|place| found.use_at(place));
        let sentence = first.as_ref().map(|used| found.words_of(used).concat());
        let mut cells = vec![
            text(formula.text.clone()),
            text(variants.join(&between)),
            text(first.as_ref().map(|used| used.date.clone()).unwrap_or_default()),
            text(first.map(|used| used.article.as_str().to_owned()).unwrap_or_default()),
            text(sentence.unwrap_or_default()),
            number(formula.places.len()),
            number(formula.articles),
        ];
        let year = |year: &i16| number(formula.years.get(year).map_or(0, |year| year.count));
        cells.extend(years.iter().map(year));
        cells.push(text(formula.inside.join(&between)));
        let replaced = formula.replaced_by.iter().map(|next| next.formula.as_str());
        cells.push(text(replaced.collect::<Vec<_>>().join(&between)));
        SheetRow { depth: 0, cells: cells.into_iter().map(Into::into).collect() }
    };
    Sheet {
        name: t!("formula.sheet").into_owned(),
        heads,
        rows: formulas().map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("formula.note").into_owned()],
    }
}
