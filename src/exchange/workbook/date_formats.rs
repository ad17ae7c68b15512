//! Which cells of a workbook are days: a day is a number there, and only its format tells.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Node, attribute, is};

/// The formats of a workbook's cells, as far as they show days.
#[derive(Debug, Default)]
pub(super) struct DateFormats {
    /// By the number that a cell bears as its style.
    styles: HashSet<usize>,
    /// Whether days are counted from 1904.
    from_1904: bool,
}

impl DateFormats {
    /// Reads the workbook's own part and that of its styles.
    pub(super) fn read(book: Node<'_>, styles: Option<Node<'_>>) -> Self {
        let properties = book.descendants().find(is("workbookPr"));
        let told = properties.and_then(|node| attribute(node, "date1904"));
        let from_1904 = told.is_some_and(|told| matches!(told, "1" | "true"));
        let Some(styles) = styles else { return Self { from_1904, ..Self::default() } };
        let number = |node: Node<'_>| attribute(node, "numFmtId")?.parse::<u32>().ok();
        let codes: HashMap<u32, &str> = styles
            .descendants()
            .filter(is("numFmt"))
            .filter_map(|format| Some((number(format)?, attribute(format, "formatCode")?)))
            .collect();
        let shows_day = |format: Node<'_>| {
            number(format).is_some_and(|id| match codes.get(&id) {
                Some(code) => is_of_day(code),
                // Those that every workbook has, also those of East Asia.
                None => matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58),
            })
        };
        let cells = styles.descendants().find(is("cellXfs")).into_iter();
        let formats = cells.flat_map(|all| all.children().filter(is("xf")));
        let styles = formats.enumerate().filter(|(_, format)| shows_day(*format));
        Self { styles: styles.map(|(at, _)| at).collect(), from_1904 }
    }

    /// The day that a cell of that style shows as `2019-06-28`; `None` if it shows none.
    pub(super) fn day(&self, style: Option<&str>, value: &str) -> Option<String> {
        let style: usize = style?.parse().ok()?;
        if !self.styles.contains(&style) {
            return None;
        }
        let days: f64 = value.trim().parse().ok()?;
        // Before March 1900 the count is off by one, and nobody means such days.
        if !(61.0..=2_958_465.0).contains(&days) || days.fract() != 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole, and small")]
        let days = jiff::Span::new().try_days(days as i64).ok()?;
        let first = if self.from_1904 { Date::new(1904, 1, 1) } else { Date::new(1899, 12, 30) };
        Some(first.ok()?.checked_add(days).ok()?.to_string())
    }
}

/// Whether what stands behind a G makes it “General”.
fn is_general(rest: &str) -> bool {
    rest.get(.."eneral".len()).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral"))
}

/// Whether a number so formatted shows a day: years or days are in it that are no plain words.
fn is_of_day(code: &str) -> bool {
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => drop(signs.by_ref().find(|&c| c == '"')),
            '[' => drop(signs.by_ref().find(|&c| c == ']')),
            '\\' | '_' | '*' => drop(signs.next()),
            // The name of no format at all, which has the sign of an era in it.
            'G' | 'g' if is_general(signs.as_str()) => drop(signs.nth("eneral".len() - 1)),
            'y' | 'Y' | 'd' | 'D' | 'e' => return true,
            // What follows is for negative numbers.
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_whether_a_number_is_a_day() {
        for code in ["yyyy\\-mm\\-dd", "d/m/yy", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@"]
        {
            assert!(is_of_day(code), "{code}");
        }
        for code in ["0.00", "\"day\" 0", "[Red]0", "h:mm", "#,##0;[dd]0", "General"] {
            assert!(!is_of_day(code), "{code}");
        }
    }

    #[test]
    fn the_days_of_a_workbook_are_counted_as_it_counts() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy/m/d'/></numFmts>\
                      <cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>\
                      <xf numFmtId='176'/><xf numFmtId='14'/></cellXfs></styleSheet>";
        let styles = roxmltree::Document::parse(styles).expect("XML");
        let book = |text: &str| {
            roxmltree::Document::parse(text)
                .map(|tree| DateFormats::read(tree.root(), Some(styles.root())))
        };
        let formats = book("<workbook/>").expect("XML");
        let day = |style, value| formats.day(Some(style), value);
        assert_eq!(day("1", "43644").as_deref(), Some("2019-06-28"));
        assert_eq!(day("2", "61").as_deref(), Some("1900-03-01"));
        assert_eq!(
            [day("0", "43644"), day("1", "43644.5"), day("1", "-1"), day("1", "x")],
            [None, None, None, None]
        );
        let formats = book("<workbook><workbookPr date1904='1'/></workbook>").expect("XML");
        assert_eq!(formats.day(Some("1"), "42182").as_deref(), Some("2019-06-28"));
    }
}
