//! A list of formulas that is known before: where each stands in one text.

use super::{counted, letters::FormulaLetters};
use crate::text::{CharSpan, Text};

/// Some formulas, ready to be counted text by text.
#[derive(Clone, Debug)]
pub struct FormulaList {
    /// As they were given, without those that have fewer than two letters.
    formulas: Vec<String>,
    keys: Vec<Vec<char>>,
}

impl FormulaList {
    /// Takes each formula once, by its letters.
    #[must_use]
    pub fn new<'a>(formulas: impl IntoIterator<Item = &'a str>) -> Self {
        let mut list = Self { formulas: Vec::new(), keys: Vec::new() };
        for formula in formulas {
            let key = FormulaLetters::of(formula).chars;
            if key.len() >= 2 && !list.keys.contains(&key) {
                list.formulas.push(formula.trim().to_owned());
                list.keys.push(key);
            }
        }
        list
    }

    /// The formulas.
    #[must_use]
    pub fn formulas(&self) -> &[String] {
        &self.formulas
    }

    /// Where each formula stands in `text`, overlapping ones too: its number, and from its first to
    /// its last letter. Counted as [`super::formulas`] counts.
    #[must_use]
    pub fn places(&self, text: &Text) -> Vec<(usize, CharSpan)> {
        let content = text.as_str();
        let letters = [FormulaLetters::of(content)];
        let [of_text] = &letters;
        let mut places = Vec::new();
        for (number, (key, hits)) in self.keys.iter().zip(counted(&letters, &self.keys)).enumerate()
        {
            for (_, at) in hits {
                let span = of_text.span(content, at, at + key.len());
                let span = span.and_then(|span| text.char_span(span));
                places.extend(span.map(|span| (number, span)));
            }
        }
        places.sort_unstable_by_key(|&(number, span)| (span, number));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_line_ends_make_no_difference_and_parts_are_counted_too() {
        let list = FormulaList::new(["党建联盟", " 联盟", "党建“联盟”", "，"]);
        assert_eq!(list.formulas(), ["党建联盟", "联盟"]);
        let text = Text::new("成立“党建\n联盟”，联盟大会").expect("short");
        let places = list.places(&text);
        let found: Vec<_> = places
            .iter()
            .map(|(number, span)| (*number, span.start().get(), span.end().get()))
            .collect();
        assert_eq!(found, [(0, 3, 8), (1, 6, 8), (1, 10, 12)]);
    }
}
