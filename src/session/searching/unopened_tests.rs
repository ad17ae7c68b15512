//! A set that is not open is searched with the same result as one that is.

use std::{collections::BTreeMap, path::Path};

use proptest::prelude::*;

use super::*;
use crate::{
    corpus::{ArticlePath, Encoding},
    session::{Command, Environment, Settings},
    storage::{Memory, Storage},
    text::{CharOffset, CharSpan},
};

const ROOT: &str = "/set";
const NAMES: [&str; 6] =
    ["2019-党建.txt", "2.txt", "10.TXT", "第9期/人才.md", "第10期/a.txt", "空.txt"];

/// What tells texts, encodings and ways of writing apart.
const TEXT: &str = "([党黨建设設]|区域|人才|[ＣＢＤcbdＡa]|[éE\u{301}か\u{3099}]|[\u{F914}乐樂⽂文化𠮷]|\u{FE0F}|\u{200B}|[，。！,\\.\n]|\r\n|\r|\u{3000}| |年|2019年5月6日|记者 林晓 通讯员 王五|# |\n\n　　){0,80}";

#[derive(Clone, Debug)]
struct TestFile {
    text: String,
    encoding: Encoding,
    mark: bool,
    /// Stands somewhere among the bytes.
    stray: Option<(usize, u8)>,
}

impl TestFile {
    fn bytes(&self) -> Vec<u8> {
        let units = |mark: &[u8], to: fn(u16) -> [u8; 2]| {
            let mut bytes = if self.mark { mark.to_vec() } else { Vec::new() };
            bytes.extend(self.text.encode_utf16().flat_map(to));
            bytes
        };
        let mut bytes = match self.encoding {
            Encoding::Utf16Le => units(b"\xFF\xFE", u16::to_le_bytes),
            Encoding::Utf16Be => units(b"\xFE\xFF", u16::to_be_bytes),
            Encoding::Utf8Bom => [b"\xEF\xBB\xBF", self.text.as_bytes()].concat(),
            other => other.table().encode(&self.text).0.into_owned(),
        };
        if let Some((at, byte)) = self.stray {
            bytes.insert(at % (bytes.len() + 1), byte);
        }
        bytes
    }
}

fn files() -> impl Strategy<Value = Vec<TestFile>> {
    let encoding =
        prop_oneof![3 => Just(Encoding::Utf8), 4 => prop::sample::select(&Encoding::ALL)];
    let stray = prop_oneof![4 => Just(None), 1 => (any::<usize>(), any::<u8>()).prop_map(Some)];
    let file = (TEXT, encoding, any::<bool>(), stray)
        .prop_map(|(text, encoding, mark, stray)| TestFile { text, encoding, mark, stray });
    prop::collection::vec(file, NAMES.len())
}

fn searches() -> impl Strategy<Value = (Search, HitOrder)> {
    let literal = prop::sample::select(vec![
        "党建",
        "黨建",
        "区域",
        "cbd",
        "ＣＢＤ",
        "é",
        "乐",
        "⽂化",
        "が",
        "a",
        "。",
        " ",
        "\n",
        "党\n建",
        "党建 非 人才",
        "人才 或 党建",
        "党 近/3 建",
        "党 年:2019",
        "区域 文章:党建",
        "非 年:2019 党",
        "林晓",
        "\u{FFFD}",
        "\u{FEFF}",
        "且",
        "党 且",
    ]);
    let pattern =
        prop::sample::select(vec!["党.{0,2}建", "^#", r"\s+", "[cｃ]bd", ".", r"(?-m)^党", "("]);
    let query = prop_oneof![
        3 => (literal, any::<bool>()).prop_map(|(query, exact)| (query, Mode { exact, regex: false })),
        1 => (pattern, any::<bool>()).prop_map(|(query, exact)| (query, Mode { exact, regex: true })),
    ];
    let articles = prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(prop::sample::select(&NAMES), 1..3),
    ];
    let years = prop_oneof![2 => Just(None), 1 => Just(Some((2019, 2020)))];
    // The themes are filled in when they are known.
    let marked = prop::sample::select(vec![
        Marked::Anything,
        Marked::Anything,
        Marked::Untagged,
        Marked::Inside(Vec::new()),
        Marked::Outside(Vec::new()),
    ]);
    let lines = prop::sample::select(vec![Lines::All, Lines::All, Lines::Headings, Lines::Body]);
    let order = prop::sample::select(vec![
        HitOrder::Place,
        HitOrder::Left,
        HitOrder::Right,
        HitOrder::Year,
    ]);
    (query, articles, years, marked, lines, order).prop_map(
        |((query, mode), articles, years, marked, lines, order)| {
            let articles = articles.into_iter().filter_map(ArticlePath::new).collect();
            let scope = Scope { articles, years, marked, lines };
            (Search { query: query.to_owned(), mode, scope }, order)
        },
    )
}

fn session(storage: &Arc<Memory>) -> Session {
    let storage: Arc<dyn Storage> = Arc::clone(storage) as _;
    let mut session = Session::new(Environment { storage, folders: None, wake: Arc::new(|| {}) });
    let settings = Settings { coder: Some("林".to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).unwrap();
    session
}

/// A set on a disk, with a mark near the start of every article that has one there.
fn set(files: &[TestFile], marked: bool) -> Arc<Memory> {
    let corrections = r#"(version: 1, articles: {"2.txt": (year: Some(2019), encoding: Some(Gb18030)), "10.TXT": (title: Some("党建"))})"#;
    let paths = NAMES.iter().map(|name| format!("{ROOT}/{name}"));
    let mut content: BTreeMap<String, Vec<u8>> =
        paths.zip(files.iter().map(TestFile::bytes)).collect();
    content.insert(format!("{ROOT}/.quandian/articles.ron"), corrections.as_bytes().to_vec());
    let memory =
        Memory::with_files(content.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])));
    let memory = Arc::new(memory);
    if marked {
        let mut session = session(&memory);
        session.open_now(Path::new(ROOT)).unwrap();
        let theme = session.codebook().themes()[0].id;
        for name in NAMES {
            let article = ArticlePath::new(name).unwrap();
            let fragments = vec![CharSpan::between(CharOffset::new(1), CharOffset::new(9))];
            let (themes, memo) = (vec![theme], String::new());
            // Too short or none: then it stays without.
            let _ = session.apply(Command::Tag { article, fragments, themes, memo });
        }
        session.save_now().unwrap();
    }
    memory
}

/// All that is told of an article in which something was found.
type Told<'a> = (&'a ArticlePath, &'a str, Option<i16>, &'a [ByteSpan]);

fn told(hits: &SetHits) -> (Vec<Told<'_>>, &[HitRow], usize) {
    let articles = hits.articles.iter().map(|found| {
        (&found.article.path, found.title.as_str(), found.year, found.hits.as_slice())
    });
    (articles.collect(), &hits.rows, hits.looked_through)
}

proptest! {
    #[test]
    fn a_search_of_an_unopened_set_finds_what_one_of_the_opened_set_finds(
        files in files(),
        marked in any::<bool>(),
        searches in prop::collection::vec(searches(), 12),
    ) {
        let memory = set(&files, marked);
        let mut opened = session(&memory);
        opened.open_now(Path::new(ROOT)).unwrap();
        let themes: Vec<_> = opened.codebook().themes().iter().take(1).map(|theme| theme.id).collect();
        for (mut search, order) in searches {
            match &mut search.scope.marked {
                Marked::Inside(wanted) | Marked::Outside(wanted) => wanted.clone_from(&themes),
                Marked::Anything | Marked::Untagged => {}
            }
            let mut unopened = session(&memory);
            let set = unopened.list_set(Path::new(ROOT)).unwrap();
            if search.scope.heeds_marks() {
                unopened.open_marked_now(set.clone(), &[]);
            }
            let expected = opened.answer_now(&SetSearch { search: search.clone(), order: order.into() });
            let found = unopened.search_files_in_order(&set, search.clone(), order);
            let mut streamed = Vec::new();
            let make = |found: HitsInFile<'_>| {
                (found.path.clone(), found.text.to_owned(), found.encoding, found.hits.to_vec())
            };
            let done = unopened.search_files(&set, &search, make, |found| {
                streamed.push(found);
                Ok::<(), ()>(())
            });
            match (expected, found) {
                (Ok(expected), Ok(found)) => {
                    prop_assert_eq!(told(&found), told(&expected));
                    let whole = expected.articles.iter().map(|found| {
                        let article = &found.article;
                        let text = article.text.as_str().to_owned();
                        (article.path.clone(), text, article.encoding, found.hits.clone())
                    });
                    prop_assert_eq!(streamed, whole.collect::<Vec<_>>());
                    prop_assert_eq!(done, Ok(Ok(expected.looked_through)));
                }
                (Err(expected), Err(found)) => {
                    prop_assert_eq!(&found, &expected);
                    prop_assert_eq!(done, Err(expected));
                }
                (expected, found) => prop_assert!(false, "{:?} but {:?}", expected.is_ok(), found.is_ok()),
            }
        }
    }
}

#[test]
fn only_what_is_asked_for_is_read() {
    let file = |text: &str| TestFile {
        text: text.into(),
        encoding: Encoding::Utf8,
        mark: false,
        stray: None,
    };
    let memory = set(&NAMES.map(|_| file("党建引领，一二三四五六。")), false);
    let mut writer = session(&memory);
    writer.open_now(Path::new(ROOT)).unwrap();
    let theme = writer.codebook().themes()[0].id;
    let article = ArticlePath::new("10.TXT").unwrap();
    let fragments = vec![CharSpan::between(CharOffset::new(0), CharOffset::new(4))];
    let tag = Command::Tag {
        article: article.clone(),
        fragments,
        themes: vec![theme],
        memo: String::new(),
    };
    writer.apply(tag).unwrap();
    writer.save_now().unwrap();

    let mut session = session(&memory);
    let set = session.list_set(Path::new(ROOT)).unwrap();
    session.open_marked_now(set.clone(), &[]);
    let corpus = session.corpus().unwrap();
    assert_eq!(corpus.articles().map(|article| &article.path).collect::<Vec<_>>(), [&article]);
    // The others are known by name, so that nothing is written over them.
    assert_eq!(corpus.entries().len(), NAMES.len());
    assert_eq!(session.annotations().passages().count(), 1);

    let scope = Scope { articles: vec![article], ..Scope::default() };
    let search = Search { query: "党建".into(), scope, ..Search::default() };
    let before = memory.calls();
    let done = session.search_files(&set, &search, |found| found.hits.len(), |_| Ok::<(), ()>(()));
    assert_eq!((done, memory.calls() - before), (Ok(Ok(1)), 1));
}
