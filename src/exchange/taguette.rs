//! Taguette's highlights as CSV: one row for each tag of each highlight.
//!
//! The file says what was marked and in which document, but not where. Taguette's codebook is a
//! table like others ([`super::codebook_table`]).

use std::collections::HashMap;

use super::{
    csv::said,
    import_words::folded,
    incoming::{
        FaultKind, ImportFault, Incoming, IncomingArticle, IncomingFormat, IncomingPassage,
        IncomingTheme, Leftover, Likeness, SourceFile,
    },
    table::of_csv,
};

/// The format.
pub struct Taguette;

impl IncomingFormat for Taguette {
    fn name(&self) -> &'static str {
        "taguette"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line).to_lowercase();
        let has_columns = line.contains("document") && line.contains("content");
        if has_columns { Likeness::Sure } else { Likeness::Unlikely }
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// Reads the highlights.
///
/// # Errors
/// If the file is no CSV, or lacks the columns `document` and `content`.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let rows = of_csv(file)?;
    let mut rows = rows.iter();
    let head: Vec<String> = rows.next().into_iter().flatten().map(|cell| folded(cell)).collect();
    let place = |name: &str| head.iter().position(|cell| cell == name);
    let needed = |name: &str| {
        let kind = FaultKind::NoColumn(name.to_owned());
        place(name).ok_or_else(|| ImportFault { file: file.name.clone(), kind })
    };
    let (document, content) = (needed("document")?, needed("content")?);
    let (id, tag) = (place("id"), place("tag"));

    let mut incoming = Incoming::default();
    let (mut articles, mut themes) = (HashMap::new(), HashMap::new());
    let mut passages: HashMap<(&str, &str), usize> = HashMap::new();
    for row in rows {
        let cell =
            |place: Option<usize>| place.and_then(|at| row.get(at)).map_or("", String::as_str);
        let (document, quote) = (cell(Some(document)), said(cell(Some(content))));
        if quote.trim().is_empty() {
            incoming.leftovers.add(Leftover::Dangling, 1);
            continue;
        }
        let article = *articles.entry(document).or_insert_with(|| {
            let name = said(document).to_owned();
            incoming.articles.push(IncomingArticle { name, ..IncomingArticle::default() });
            incoming.articles.len() - 1
        });
        // Without an identity the same words of a document are the same highlight.
        let known = Some(cell(id)).filter(|id| !id.is_empty()).unwrap_or(quote);
        let at = *passages.entry((known, document)).or_insert_with(|| {
            let quotes = vec![quote.to_owned()];
            let passage = IncomingPassage { article, quotes, ..IncomingPassage::default() };
            incoming.passages.push(passage);
            incoming.passages.len() - 1
        });
        let name = said(cell(tag)).trim();
        if name.is_empty() {
            continue;
        }
        let theme = *themes.entry(name).or_insert_with(|| {
            let name = name.to_owned();
            incoming.themes.push(IncomingTheme { name, ..IncomingTheme::default() });
            incoming.themes.len() - 1
        });
        if let Some(passage) = incoming.passages.get_mut(at)
            && !passage.themes.contains(&theme)
        {
            passage.themes.push(theme);
        }
    }
    let all = incoming.passages.len();
    incoming.passages.retain(|passage| !passage.themes.is_empty());
    incoming.leftovers.add(Leftover::Bare, all - incoming.passages.len());
    Ok(incoming)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "标注.csv".into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn the_rows_of_one_highlight_are_one_passage() {
        let read = read(&file(
            "id,document,tag,content\r\n\
             1,访谈 一.docx,党建,\"街道,\n建成\"\r\n\
             1,访谈 一.docx,人才,\"街道,\n建成\"\r\n\
             2,访谈二.txt,'=党建,'=街道\r\n\
             3,访谈二.txt,,没有标签\r\n\
             4,访谈二.txt,人才,\r\n\
             2,访谈 一.docx,人才,街道\r\n",
        ))
        .unwrap();
        let names: Vec<_> = read.articles.iter().map(|article| &*article.name).collect();
        assert_eq!(names, ["访谈 一.docx", "访谈二.txt"]);
        assert!(read.articles.iter().all(|article| article.text.is_none()));
        let themes: Vec<_> = read.themes.iter().map(|theme| &*theme.name).collect();
        assert_eq!(themes, ["党建", "人才", "=党建"]);
        let passages: Vec<_> = read
            .passages
            .iter()
            .map(|p| (p.article, &*p.quotes[0], p.fragments.len(), p.themes.as_slice()))
            .collect();
        let expected: [(usize, &str, usize, &[usize]); 3] =
            [(0, "街道,\n建成", 0, &[0, 1]), (1, "=街道", 0, &[2]), (0, "街道", 0, &[1])];
        assert_eq!(passages, expected);
        let left: Vec<_> = read.leftovers.iter().collect();
        assert_eq!(left, [(Leftover::Bare, 1), (Leftover::Dangling, 1)]);
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        let fault = read(&file("id,tag,content\n1,党建,街道\n")).unwrap_err();
        assert_eq!(fault.kind, FaultKind::NoColumn("document".into()));
    }
}
