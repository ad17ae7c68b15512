//! Cells that were copied from a spreadsheet: lines with tabs between their cells; a cell with a tab or a
//! line end in it stands in quotation marks.

use crate::{corpus::ArticlePath, session::ArticleValue};

/// What a text of cells gives the articles and attributes from the chosen cell on, and how many cells that
/// say something lie beyond them.
pub(super) fn values(
    text: &str,
    articles: &[ArticlePath],
    names: &[&str],
) -> (Vec<ArticleValue>, usize) {
    let (mut values, mut outside) = (Vec::new(), 0);
    for (row, cells) in cells(text).into_iter().enumerate() {
        for (column, value) in cells.into_iter().enumerate() {
            match (articles.get(row), names.get(column)) {
                (Some(article), Some(name)) => {
                    let (article, name) = (article.clone(), (*name).to_owned());
                    values.push(ArticleValue { article, name, value });
                }
                _ => outside += usize::from(!value.trim().is_empty()),
            }
        }
    }
    (values, outside)
}

/// The rows of cells; the line end after the last is none of them.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // Only at the beginning of a cell that is closed again it is no letter.
            '"' if cell.is_empty() && is_closed(chars.clone()) => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Whether a quotation that was opened ends before a tab, a line end or the end of all.
fn is_closed(mut rest: impl Iterator<Item = char>) -> bool {
    while let Some(c) = rest.next() {
        if c == '"' {
            match rest.next() {
                Some('"') => {}
                Some('\t' | '\n' | '\r') | None => return true,
                Some(_) => return false,
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_spreadsheet_are_read_as_they_were() {
        let rows = |text: &str| cells(text);
        assert_eq!(rows("日报\t3\r\n晚报\t4\r\n"), [["日报", "3"], ["晚报", "4"]]);
        assert_eq!(rows("\t3\n\n晚报"), [vec!["", "3"], vec![""], vec!["晚报"]]);
        assert_eq!(rows("\"两\n行\"\t\"说\"\"好\"\"\""), [["两\n行", "说\"好\""]]);
        assert_eq!(rows("\"未闭\t3"), [["\"未闭", "3"]]);
        assert_eq!(rows("他\"说\"\t3"), [["他\"说\"", "3"]]);
        assert_eq!(rows(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn what_lies_beyond_the_table_is_counted() {
        let article = |name: &str| ArticlePath::new(name).expect("a name");
        let articles = [article("甲.txt"), article("乙.txt")];
        let (values, outside) = values("1\t2\t\n3\t4\t5\n6", &articles, &["版面", "字数"]);
        let said: Vec<_> = values
            .iter()
            .map(|v| (v.article.as_str(), v.name.as_str(), v.value.as_str()))
            .collect();
        let expected = [
            ("甲.txt", "版面", "1"),
            ("甲.txt", "字数", "2"),
            ("乙.txt", "版面", "3"),
            ("乙.txt", "字数", "4"),
        ];
        assert_eq!((said.as_slice(), outside), (&expected[..], 2));
    }
}
