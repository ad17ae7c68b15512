//! 数字: the quantities of an article, each with its value, its unit, how it is meant and what it counts.
//!
//! A quantity is a numeral with a unit that says how many or how much. Dates, ordinals, addresses,
//! telephone numbers and numerals in names (三严三实, 1号工程) are none. What is counted is found by the
//! grammar of the sentence around the figure: a guess that is right most of the time and that the user
//! corrects. Not for comparing years; see [`super`].

mod corrected;
mod lexicon;
mod name;
mod numeral;
mod object;
mod paragraph;
mod period;
mod phrase;
mod reused;
mod scan;
mod scope;
mod sense;
mod series;
#[cfg(test)]
mod tests;
mod unit;
mod word;

pub use corrected::{QuantityRulings, figure_place};
pub use sense::QuantitySense;
pub use series::{QuantityFlag, QuantityRow, QuantityValue, quantity_rows};
pub use unit::QuantityKind;

use crate::{
    annotation::QuantityRowName,
    corpus::{self, Article},
    scene::Scene,
    text::{self, ByteSpan, Flow, Segmenter, Text},
};

/// A figure of an article.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "what holds of a figure or not, each")]
pub struct Quantity {
    /// Where numeral and unit stand; where a column or a caption tears them apart, the first part.
    pub span: ByteSpan,
    /// Where it goes on behind what tears it apart.
    pub rest: Option<ByteSpan>,
    /// The value in [`Self::unit`]; `None` for 数百 and the like.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The unit or classifier without 万 and 亿, by its usual name.
    pub unit: Option<String>,
    /// Whether the unit is not written but follows from what is counted (总人口75万).
    pub implied: bool,
    /// Whether the numeral is Chinese.
    pub han: bool,
    /// The words that qualify it as they stand (余, 以上, 每).
    pub qualifier: Vec<String>,
    /// What these words say.
    pub senses: Vec<QuantitySense>,
    /// Whether it is a limit (1000平方米以上) rather than a count.
    pub threshold: bool,
    /// What those that are counted have to reach (≥1000平方米).
    pub condition: Option<String>,
    /// What is counted; empty where that could not be told.
    pub object: String,
    /// What is said of those that are counted (已经开工).
    pub detail: String,
    /// The verb or the owner that says that a part is meant (发动 of 发动党员3760名); empty for a plain
    /// count.
    pub deed: String,
    /// Of what kind it is.
    pub kind: QuantityKind,
    /// The year of which it is said, where the sentence names one.
    pub year: Option<i16>,
    /// The time of which it is said as it is written (上半年, 1~4月份).
    pub period: Option<String>,
    /// Of which part of what the article is about it is said: a street, a community, an office;
    /// `None` where it is said of the whole.
    pub scope: Option<String>,
    /// The sentence, as far as no column or caption tears it apart.
    pub sentence: ByteSpan,
    /// Whether the place is printed a second time in the article.
    pub again: bool,
    /// The row in which the user put it.
    pub row: Option<QuantityRowName>,
    /// Whether the user chose it where articles of a year disagree.
    pub chosen: bool,
}

impl Quantity {
    /// `number` with the words that qualify it, where they stand in the text: 460余, 近300. Not with those
    /// that say of what it is (每, 增长).
    #[must_use]
    pub fn qualified(&self, number: String) -> String {
        const BEHIND: [&str; 6] = ["余", "多", "以上", "左右", "以下", "上下"];
        const UNSAID: [&str; 9] =
            ["每", "各", "人均", "平均", "增长", "下降", "增加", "减少", "共"];
        let mut text = number;
        for word in &self.qualifier {
            if BEHIND.contains(&word.as_str()) {
                text.push_str(word);
            } else if word.chars().count() <= 2 && !UNSAID.contains(&word.as_str()) {
                text.insert_str(0, word);
            }
        }
        text
    }
}

/// An article with its quantities.
#[derive(Clone, Debug)]
pub struct QuantityText<'a> {
    /// Its name in the set.
    pub name: &'a str,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// Its text.
    pub text: &'a Text,
    /// Its quantities.
    pub quantities: &'a [Quantity],
}

/// The quantities of an article of a set, with what the user said of its lines; not yet with what was
/// said of figures ([`QuantityRulings::apply`]).
#[must_use]
pub fn quantities_of(scene: &Scene, article: &Article, segmenter: &Segmenter) -> Vec<Quantity> {
    let text = article.text.as_str();
    let said = scene.corpus.corrections().get(&article.path);
    let said = said.map_or(&[][..], |known| known.lines.as_slice());
    let lines = text::judged_lines(text, &corpus::judgements(said, text));
    quantities(text, &Flow::of(&lines, true), segmenter)
}

/// The quantities of a text in the order in which it is read.
#[must_use]
pub fn quantities(text: &str, flow: &Flow, segmenter: &Segmenter) -> Vec<Quantity> {
    let mut paragraphs = paragraph::Paragraph::all(text, flow);
    name::mark_names(&mut paragraphs);
    let mut all = Vec::new();
    for paragraph in &paragraphs {
        let figures = scan::figures(paragraph);
        if figures.is_empty() {
            continue;
        }
        let senses = sense::all(paragraph, &figures);
        let counted = object::counted(paragraph, &figures, &senses, segmenter);
        let from = all.len();
        for ((figure, sense), counted) in figures.iter().zip(&senses).zip(counted) {
            let mut places = paragraph.places(figure.range.clone()).into_iter();
            let Some(span) = places.next() else { continue };
            let (unit, kind, implied) = unit_of(figure, &counted.object);
            let sentence = object::sentence(paragraph, &figure.range);
            let period = period::period(paragraph, &sentence, figure.range.start);
            all.push(Quantity {
                span,
                rest: places.next(),
                value: figure.value,
                high: figure.high,
                unit,
                implied,
                han: !paragraph.at(figure.range.start).is_ascii_digit(),
                qualifier: sense.words.clone(),
                senses: sense.senses.clone(),
                threshold: sense.threshold,
                condition: None,
                object: counted.object,
                detail: counted.detail,
                deed: counted.deed,
                kind,
                year: period.year,
                period: period.text,
                scope: scope::scope(paragraph, &sentence, figure.range.start, segmenter),
                sentence: sentence_around(paragraph, &sentence, span),
                again: paragraph.is_again(figure.range.start),
                row: None,
                chosen: false,
            });
        }
        if let Some(found) = all.get_mut(from..) {
            conditions(paragraph, &figures, found);
        }
    }
    all
}

/// The piece of a sentence in which a figure stands.
fn sentence_around(
    paragraph: &paragraph::Paragraph,
    sentence: &std::ops::Range<usize>,
    figure: ByteSpan,
) -> ByteSpan {
    // The end mark belongs to it.
    let range = sentence.start..(sentence.end + 1).min(paragraph.folded.len());
    paragraph.places(range).into_iter().find(|place| place.overlaps(figure)).unwrap_or(figure)
}

/// The unit of a figure, its kind, and whether what is counted says so.
fn unit_of(figure: &scan::WrittenFigure, object: &str) -> (Option<String>, QuantityKind, bool) {
    /// What is counted in yuan where no unit is written.
    const MONEY: &[&str] = &[
        "经费", "资金", "投资", "补贴", "贷款", "产值", "收入", "奖金", "款", "税", "基金", "补助",
        "投入", "债券", "消费",
    ];
    const PEOPLE: &[&str] = &[
        "人口", "党员", "群众", "居民", "职工", "人", "者", "干部", "村民", "学生", "教师", "员",
        "人员", "老人", "青年", "师生",
    ];
    if figure.unit.is_some() || matches!(figure.kind, QuantityKind::Fraction) {
        return (figure.unit.map(str::to_owned), figure.kind, false);
    }
    if MONEY.iter().any(|end| object.ends_with(end)) {
        return (Some("元".to_owned()), QuantityKind::Money, true);
    }
    let whom =
        ["总数", "人数", "数"].iter().find_map(|end| object.strip_suffix(end)).unwrap_or(object);
    if PEOPLE.iter().any(|end| whom.ends_with(end)) {
        return (Some("人".to_owned()), QuantityKind::Count, true);
    }
    (None, figure.kind, false)
}

/// Gives what must be reached to what is counted: 76个 达到 1000平方米以上, 500平方米以上的 … 6个.
fn conditions(
    paragraph: &paragraph::Paragraph,
    figures: &[scan::WrittenFigure],
    found: &mut [Quantity],
) {
    for number in 0..figures.len().saturating_sub(1) {
        let (Some(a), Some(b)) = (figures.get(number), figures.get(number + 1)) else { continue };
        let between = paragraph.folded.get(a.range.end..b.range.start).unwrap_or_default();
        if between.iter().any(|c| ",。;!?:、()".contains(*c)) {
            continue;
        }
        let between: String = between.iter().collect();
        let limit = |at: usize| {
            found
                .get(at)
                .filter(|limit| limit.threshold && limit.kind != QuantityKind::Count)
                .map(limit_of)
        };
        let counts = |at: usize| {
            found.get(at).is_some_and(|one| one.kind == QuantityKind::Count && !one.threshold)
        };
        let all = ["均", "都", "全部", "各"].iter().any(|word| between.contains(word));
        let reaches =
            ["达到", "超过", "达", "在", "突破"].iter().any(|word| between.contains(word));
        if counts(number)
            && reaches
            && !all
            && let Some(limit) = limit(number + 1)
        {
            if let Some(one) = found.get_mut(number) {
                one.condition = Some(limit);
            }
        } else if counts(number + 1)
            && let Some(limit) = limit(number)
            && let Some(one) = found.get_mut(number + 1)
        {
            one.condition = Some(limit);
        }
    }
    // 94个社区|党建阵地面积均达到500平方米, 其中76个: of the places, not of the communities.
    for number in 1..found.len() {
        let Some(one) = found.get(number).filter(|one| one.condition.is_some()) else { continue };
        let wholes = found.get(..number).unwrap_or_default().iter().rev().find_map(|area| {
            area.object.strip_suffix("面积").filter(|place| area.threshold && !place.is_empty())
        });
        if let Some(place) = wholes
            && !one.detail.is_empty()
            && !one.object.contains(place)
        {
            let object = format!("{}{place}", one.object);
            if let Some(one) = found.get_mut(number) {
                one.object = object;
            }
        }
    }
}

/// A limit as it is written beside what is counted: ≥1000平方米.
fn limit_of(limit: &Quantity) -> String {
    let sign = if limit.senses.contains(&QuantitySense::LessThan) { '≤' } else { '≥' };
    let value = limit.value.map_or(String::new(), plain);
    format!("{sign}{value}{}", limit.unit.as_deref().unwrap_or_default())
}

/// A value without superfluous zeros.
#[must_use]
pub(super) fn plain(value: f64) -> String {
    format!("{value}")
}
