//! Attributes of articles as a table: one row an article, one column an attribute, from CSV or a workbook.
//!
//! One column says which article a row means, by its path, its file's name (with or without ending) or
//! its title; it is known by its head, else it is the first. Columns of what the program knows by itself
//! (title, year, byline) are left out. Reading knows no set; [`AttributeImport::of`] looks the rows up in
//! one and says what would be set, and what does not fit. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    csv::said,
    import_words,
    incoming::{FaultKind, ImportFault, SourceFile},
    table::{Row, tables},
};
use crate::{
    annotation::{AttributeKind, ValueFault, catalogue_name},
    corpus::ArticlePath,
    scene::Scene,
    text::fold,
};

/// Among how many rows the head is looked for.
const HEAD_ROWS: usize = 20;

/// A table that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeTable {
    /// The head of the column that says which article is meant.
    pub key: String,
    /// The attributes.
    pub names: Vec<String>,
    /// Heads of columns that are no attributes here: known otherwise, without a name, or there before.
    pub left_out: Vec<String>,
    /// The rows that hold something.
    pub rows: Vec<AttributeRow>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeRow {
    /// Which article is meant, as it stands there.
    pub article: String,
    /// Its values, one for each of the attributes; empty: nothing is said.
    pub values: Vec<String>,
}

/// What a table would set in a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeImport {
    /// The values, by article in the order of the table.
    pub values: Vec<(ArticlePath, String, String)>,
    /// Attributes that are new, with the kind that fits their values.
    pub new: Vec<(String, AttributeKind)>,
    /// How many rows were found to be articles of the set.
    pub matched: usize,
    /// Rows that are no article of the set, by what they say.
    pub unmatched: Vec<String>,
    /// Rows that could be several articles, or one that another row was already.
    pub ambiguous: Vec<String>,
    /// Values that an attribute does not take; they are left out.
    pub misfits: Vec<AttributeMisfit>,
}

/// A value that is not of its attribute's kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeMisfit {
    /// The article.
    pub article: ArticlePath,
    /// The attribute.
    pub name: String,
    /// Its kind.
    pub kind: AttributeKind,
    /// The value as it stands in the table.
    pub value: String,
    /// What is wrong with it.
    pub fault: ValueFault,
}

/// What the head of a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    Path,
    Title,
    /// Something that the program knows by itself.
    Known,
    Attribute,
}

fn head_of(cell: &str) -> Head {
    let folded = import_words::folded(cell);
    let is = |meaning: &str| import_words::of(meaning).contains(&folded.as_str());
    if is("article_path") {
        Head::Path
    } else if is("article_title") {
        Head::Title
    } else if is("article_known") {
        Head::Known
    } else {
        Head::Attribute
    }
}

impl AttributeTable {
    /// Reads the table: of a workbook the first sheet that has one.
    ///
    /// # Errors
    /// If the file is broken, or no table of it has a column for the article and one for a value.
    pub fn read(file: &SourceFile) -> Result<Self, ImportFault> {
        let tables = tables(file)?;
        let named = |rows: &Vec<Row>| head_row(rows, true);
        let any = |rows: &Vec<Row>| head_row(rows, false);
        let find = |look: &dyn Fn(&Vec<Row>) -> Option<usize>| {
            tables.iter().find_map(|rows| Some((rows, look(rows)?)))
        };
        let Some((rows, at)) = find(&named).or_else(|| find(&any)) else {
            let kind = FaultKind::NoColumn("article".to_owned());
            return Err(ImportFault { file: file.name.clone(), kind });
        };
        Ok(Self::below(
            rows.get(at).map(Vec::as_slice).unwrap_or_default(),
            rows.get(at + 1..).unwrap_or_default(),
        ))
    }

    fn below(head: &[String], rows: &[Row]) -> Self {
        let heads: Vec<Head> = head.iter().map(|cell| head_of(cell)).collect();
        let place = |wanted: Head| heads.iter().position(|head| *head == wanted);
        let key = place(Head::Path).or_else(|| place(Head::Title)).unwrap_or(0);
        let mut table = Self {
            key: head.get(key).map(|cell| said(cell).trim().to_owned()).unwrap_or_default(),
            ..Self::default()
        };
        let mut columns = Vec::new();
        for (at, cell) in head.iter().enumerate().filter(|(at, _)| *at != key) {
            let holds =
                rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
            let name = catalogue_name(said(cell));
            let known = name.as_ref().is_some_and(|name| table.names.contains(name));
            match name {
                Some(name) if heads.get(at) == Some(&Head::Attribute) && !known => {
                    table.names.push(name);
                    columns.push(at);
                }
                _ if holds => table.left_out.push(cell.trim().to_owned()),
                _ => {}
            }
        }
        let cell = |row: &Row, at: usize| {
            row.get(at).map(|cell| said(cell).trim().to_owned()).unwrap_or_default()
        };
        for row in rows {
            let article = cell(row, key);
            let values: Vec<String> = columns.iter().map(|&at| cell(row, at)).collect();
            if !article.is_empty() || values.iter().any(|value| !value.is_empty()) {
                table.rows.push(AttributeRow { article, values });
            }
        }
        table
    }
}

/// Where the head of a table stands: the first row with two cells or more, one of which names the
/// article if that is `wanted`.
fn head_row(rows: &[Row], wanted: bool) -> Option<usize> {
    rows.iter().take(HEAD_ROWS).position(|row| {
        let some = row.iter().filter(|cell| !cell.trim().is_empty());
        let names = |cell: &String| matches!(head_of(cell), Head::Path | Head::Title);
        some.count() > 1 && (!wanted || row.iter().any(names))
    })
}

/// How the articles of a set can be called.
struct ArticleNames<'a> {
    /// By what they are surest known by first.
    by: [HashMap<String, Vec<&'a ArticlePath>>; 4],
}

impl<'a> ArticleNames<'a> {
    fn of(scene: &'a Scene) -> Self {
        let mut names = Self { by: Default::default() };
        for entry in scene.corpus.entries() {
            let path = &entry.path;
            let file = path.file_name();
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let title =
                entry.article.as_ref().ok().map(|article| scene.corpus.header(article).title);
            let all = [Some(path.as_str()), Some(file), Some(stem), title.as_deref()];
            for (by, name) in names.by.iter_mut().zip(all) {
                if let Some(name) = name {
                    by.entry(folded(name)).or_default().push(path);
                }
            }
        }
        names
    }

    /// The articles that `name` means, by the first of the ways in which there are any.
    fn find(&self, name: &str) -> &[&'a ArticlePath] {
        let name = folded(name.strip_prefix("./").unwrap_or(name));
        let mut found = self.by.iter().filter_map(|by| by.get(&name));
        found.next().map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whatever the width, the case, the white space around it and the kind of slash.
fn folded(name: &str) -> String {
    fold(name.trim()).replace('\\', "/")
}

impl AttributeImport {
    /// What `table` would set in the set of `scene`.
    #[must_use]
    pub fn of(table: &AttributeTable, scene: &Scene) -> Self {
        let attributes = scene.catalogue.attributes();
        let names = ArticleNames::of(scene);
        let mut import = Self::default();
        let mut rows: Vec<(&ArticlePath, &AttributeRow)> = Vec::new();
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            match names.find(&row.article) {
                [] => import.unmatched.push(row.article.clone()),
                [article] if seen.insert(*article) => rows.push((*article, row)),
                _ => import.ambiguous.push(row.article.clone()),
            }
        }
        import.matched = rows.len();
        let mut kinds: BTreeMap<&str, AttributeKind> = BTreeMap::new();
        for (at, name) in table.names.iter().enumerate() {
            let said = rows.iter().filter_map(|(_, row)| row.values.get(at));
            let said = said.map(String::as_str).filter(|value| !value.is_empty());
            let known = attributes.named(name);
            let kind = match known {
                Some(known)
                    if attributes.count(&known.name) > 0
                        || matches!(known.kind, AttributeKind::Choice(_)) =>
                {
                    known.kind.clone()
                }
                _ => AttributeKind::guess_all(said.clone()),
            };
            if known.is_none() && said.clone().next().is_some() {
                import.new.push((name.clone(), kind.clone()));
            }
            kinds.insert(name, kind);
        }
        for (article, row) in rows {
            for (name, value) in table.names.iter().zip(&row.values).filter(|(_, v)| !v.is_empty())
            {
                let Some(kind) = kinds.get(name.as_str()) else { continue };
                match kind.read(value) {
                    Ok(_) => import.values.push((article.clone(), name.clone(), value.clone())),
                    Err(fault) => import.misfits.push(AttributeMisfit {
                        article: article.clone(),
                        name: name.clone(),
                        kind: kind.clone(),
                        value: value.clone(),
                        fault,
                    }),
                }
            }
        }
        import
    }

    /// How many things of the table are left out.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.unmatched.len() + self.ambiguous.len() + self.misfits.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{Annotations, AttributeDefinition, CatalogueEdit},
        corpus::{Article, Corpus, Corrections, Encoding, Entry},
        text::Text,
    };

    fn scene(articles: &[(&str, &str)]) -> Scene {
        let entry = |(path, title): &(&str, &str)| {
            let path = ArticlePath::new(path).expect("a name");
            let text =
                Text::new(format!("{title}\n\n街道把粮站改成党群服务中心。\n")).expect("short");
            let article = Article::new(path.clone(), text, Encoding::Utf8);
            Entry { path, article: Ok(article.into()) }
        };
        let entries = articles.iter().map(entry).collect();
        let corpus = Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new());
        Scene::new(corpus, Annotations::default())
    }

    fn table(text: &str) -> AttributeTable {
        let file = SourceFile { name: "表.csv".into(), bytes: text.as_bytes().to_vec() };
        AttributeTable::read(&file).expect("a table")
    }

    #[test]
    fn rows_are_matched_by_path_file_name_and_title() {
        let scene = scene(&[
            ("甲.txt", "粮站新生"),
            ("早/乙.txt", "楼栋长"),
            ("晚/乙.txt", "两邻"),
            ("晚/丙.txt", "楼栋长"),
        ]);
        let table = table(
            "报纸,文件,版面,标题\n一,甲.txt,1,无关\n二,早/乙.txt,2,\n三,乙,3,\n四,两邻,头版,\n五,楼栋长,5,\n\
             六,没有,6,\n七,./甲.txt,7,\n,,,\n",
        );
        assert_eq!((table.key.as_str(), table.names.len()), ("文件", 2));
        assert_eq!(table.left_out, ["标题"]);
        let import = AttributeImport::of(&table, &scene);
        let set: Vec<_> = import
            .values
            .iter()
            .map(|(path, name, value)| (path.as_str(), name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            set,
            [
                ("甲.txt", "报纸", "一"),
                ("甲.txt", "版面", "1"),
                ("早/乙.txt", "报纸", "二"),
                ("早/乙.txt", "版面", "2"),
                ("晚/乙.txt", "报纸", "四"),
                ("晚/乙.txt", "版面", "头版"),
            ]
        );
        assert_eq!(import.unmatched, ["没有"]);
        assert_eq!(import.ambiguous, ["乙", "楼栋长", "./甲.txt"]);
        assert_eq!(import.matched, 3);
        assert_eq!(import.new[1], ("版面".to_owned(), AttributeKind::Text));
        assert_eq!(import.left_out(), 4);
    }

    #[test]
    fn what_an_attribute_does_not_take_is_left_out() {
        let mut scene = scene(&[("甲.txt", "粮站新生"), ("乙.txt", "楼栋长")]);
        let (name, kind) = ("版面".to_owned(), AttributeKind::Number);
        let definition = AttributeDefinition { name: name.clone(), kind };
        let after = Some((0, definition));
        assert!(scene.catalogue.apply(&CatalogueEdit::Attribute {
            name: name.clone(),
            before: None,
            after
        }));
        let article = ArticlePath::new("甲.txt").expect("a name");
        let after = Some("1".to_owned());
        assert!(scene.catalogue.apply(&CatalogueEdit::Value {
            article,
            name,
            before: None,
            after
        }));
        let import = AttributeImport::of(&table("title;版面\n楼栋长;头版\n粮站新生;2\n"), &scene);
        assert_eq!(import.values.len(), 1);
        assert_eq!(import.misfits.len(), 1);
        assert_eq!(import.misfits[0].fault, ValueFault::Number);
        assert!(import.new.is_empty());
    }

    #[test]
    fn a_table_without_a_known_head_goes_by_its_first_column() {
        let read = table("我的编号,报纸,,报纸\n甲.txt,一,x,二\n");
        assert_eq!(
            (read.key.as_str(), read.names.as_slice()),
            ("我的编号", &["报纸".to_owned()][..])
        );
        assert_eq!(read.left_out, ["", "报纸"]);
        let file = SourceFile { name: "表.csv".into(), bytes: "只有一列\n甲\n".into() };
        assert!(matches!(AttributeTable::read(&file).unwrap_err().kind, FaultKind::NoColumn(_)));
    }
}
