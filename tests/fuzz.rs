//! Damaged and hostile files of ours, and hostile texts, for as long as one likes.
//!
//! Ignored by default: `cargo test --test fuzz -- --ignored --nocapture`. Every target runs for
//! `QUANDIAN_FUZZ_SECONDS` (60) and prints how many inputs it tried; a failure prints the seed, and
//! `QUANDIAN_FUZZ_SEED` begins with it. What they look for: panics, overflows, hangs, and what the
//! program promises of any input that it accepts.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use quandian::{
    annotation::{
        AnchorStatus, Anchoring, Codebook, CodebookSalvage, Coder, Layer, Passage, Salvage,
        Sidecar, build_passage, merge, merge_codebooks_from, merge_from,
    },
    corpus::{ContentHash, Encoding, decode},
    exchange::{
        brat, codebook_table, doccano, document,
        incoming::{Incoming, SourceFile},
        label_studio, refi, taguette, web_annotation,
    },
    search::{About, Mode, SetQuery, SetQueryError},
    text::{CharOffset, CharSpan, Text},
};

/// No input of these sizes may take longer.
const HANG: Duration = Duration::from_secs(5);

/// A small generator of numbers that are the same on every machine (xorshift64*).
struct Random(u64);

impl Random {
    fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn byte(&mut self) -> u8 {
        self.number().to_le_bytes()[7]
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).expect("a limit");
        usize::try_from(self.number() % limit).expect("below it")
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Runs `target` on one random state after the other until the time is over.
#[expect(clippy::print_stdout, reason = "the figures are what a long run is for")]
fn fuzz(name: &str, target: impl Fn(&mut Random)) {
    let number = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse().ok());
    let seconds = number("QUANDIAN_FUZZ_SECONDS").unwrap_or(60);
    let start = Instant::now();
    let clock = u64::from(std::process::id()) << 20;
    let mut seed = number("QUANDIAN_FUZZ_SEED").unwrap_or(0x5155_414E ^ clock).max(1);
    let mut tried = 0_u64;
    while start.elapsed().as_secs() < seconds {
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&mut Random(seed))));
        assert!(outcome.is_ok(), "{name}: QUANDIAN_FUZZ_SEED={seed}");
        assert!(began.elapsed() < HANG, "{name} hangs: QUANDIAN_FUZZ_SEED={seed}");
        tried += 1;
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15).max(1);
    }
    println!("{name}: {tried} inputs in {} s", start.elapsed().as_secs());
}

const SENTENCES: [&str; 8] = [
    "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。",
    "居民推选楼栋长，把支部建在楼上。",
    "“以前开会没地方坐。”居民说。",
    "的的的的的的",
    "𠮷祥社区👨‍👩‍👧\u{200b}议事\u{202e}亭",
    "\n\n",
    "　　",
    "a\u{301}b\tc\r\u{0}\u{feff}",
];

fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(30) {
        text.push_str(random.one_of(&SENTENCES));
    }
    text
}

fn span(random: &mut Random, limit: usize) -> CharSpan {
    let place = |at: usize| CharOffset::new(u32::try_from(at).expect("short"));
    CharSpan::between(place(random.below(limit + 1)), place(random.below(limit + 1)))
}

fn passage(random: &mut Random, text: &Text) -> Option<Passage> {
    let limit = usize::try_from(text.char_len().get()).expect("short");
    let spans: Vec<CharSpan> = (0..=random.below(3)).map(|_| span(random, limit)).collect();
    let themes = Codebook::starting().themes().iter().take(random.below(3)).map(|t| t.id).collect();
    let mut passage = build_passage(text, &spans, themes, String::new())?;
    if random.below(3) == 0 {
        let memos = ["备忘\n“甲”", "\"\\), \n(id: \"", "]"];
        random.one_of(&memos).clone_into(&mut passage.memo);
    }
    Some(passage)
}

fn sidecar(random: &mut Random) -> Sidecar {
    let text = Text::new(text(random)).expect("short");
    let coder = Coder::new("lin").expect("a name");
    let hash = ContentHash::of(text.as_str());
    let mut sidecar = Sidecar::new(coder, "甲.txt", hash, text.char_len().get());
    for _ in 0..random.below(8) {
        sidecar.passages.extend(passage(random, &text));
    }
    sidecar.passages.sort_by_key(Passage::position);
    for theme in Codebook::starting().themes() {
        sidecar.legend.insert(theme.id, theme.name.clone());
    }
    sidecar
}

/// What breaks readers more often than chance would have it.
const TOKENS: [&str; 30] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    ",",
    ":",
    "\n",
    "\r\n",
    "-1",
    "4294967295",
    "4294967296",
    "99999999999999999999999",
    "\\u{10FFFF}",
    "\\u{D800}",
    "version: 0",
    "version: 4000000000",
    "ext: {\"a\": [1, (b: 'c')]}",
    "<<<<<<< HEAD\n",
    "=======\n",
    "/*",
    "//",
    "r#\"",
    "Some(None)",
    "\u{0}",
    "9999-12-31T23:59:59.999Z",
    "-9999-01-01T00:00:00Z",
];

/// Damages a file of ours in a few places.
fn damaged(file: &str, random: &mut Random) -> String {
    let mut file = file.to_owned();
    for _ in 0..=random.below(5) {
        let place = |at: usize, file: &str| file.floor_char_boundary(at);
        let from = place(random.below(file.len() + 1), &file);
        let to = place((from + random.below(40)).min(file.len()), &file);
        match random.below(8) {
            0 => file.replace_range(from..to, ""),
            1 => file.insert_str(from, random.one_of(&TOKENS)),
            2 => file.replace_range(from..to, random.one_of(&TOKENS)),
            3 => file.truncate(from),
            4 => {
                let part = file[from..to].to_owned();
                file.insert_str(from, &part);
            }
            // Lines change their places, double, or vanish, as a merge would have it.
            5 => {
                let mut lines: Vec<&str> = file.split_inclusive('\n').collect();
                if !lines.is_empty() {
                    let line = lines[random.below(lines.len())];
                    lines.insert(random.below(lines.len() + 1), line);
                    lines.remove(random.below(lines.len()));
                }
                file = lines.concat();
            }
            6 => {
                let open = random.one_of(&["(", "[", "{\"a\": "]);
                let count = 1 << random.below(14);
                file.insert_str(from, &open.repeat(count));
            }
            _ => {
                let digits: Vec<usize> =
                    file.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
                if !digits.is_empty() {
                    let at = digits[random.below(digits.len())];
                    file.replace_range(at..=at, random.one_of(&TOKENS[12..16]));
                }
            }
        }
    }
    file
}

/// What the program says of any sidecar that it accepts.
fn lawful(sidecar: &Sidecar) {
    for passage in sidecar.passages.iter().chain(&sidecar.conflicts) {
        assert_eq!(passage.defect(), None);
    }
    let file = sidecar.to_ron();
    let again = Sidecar::from_ron(&file).expect("what was written can be read");
    assert_eq!(again.to_ron(), file);
}

#[test]
#[ignore = "runs for a minute"]
fn sidecar_reader() {
    fuzz("sidecar", |random| {
        let (ours, theirs) = (sidecar(random), sidecar(random));
        let file = damaged(&ours.to_ron(), random);
        let Ok(read) = Sidecar::from_ron(&file) else { return };
        lawful(&read);
        let text = Text::new(text(random)).expect("short");
        let _ = read.fits(&text, &read.sha256);
        lawful(&merge(read.clone(), theirs.clone()));
        lawful(&merge_from(&Layer::from_sidecar(ours.clone()), read, theirs));
    });
}

#[test]
#[ignore = "runs for a minute"]
fn codebook_reader() {
    fuzz("codebook", |random| {
        let mut book = Codebook::starting().to_ron();
        for _ in 0..random.below(6) {
            // Parents of all kinds: missing, circles, themselves.
            let digit = random.below(5);
            let parent = format!("parent: Some(\"01900000-0000-7000-8000-00000000000{digit}\")");
            let key = format!("key: Some({})", 1 + random.below(3));
            book = book.replacen(&key, &format!("{key}, {parent}"), 1);
        }
        let file = if random.below(3) == 0 { book } else { damaged(&book, random) };
        let mut all = Vec::new();
        all.extend(Codebook::from_ron(&file));
        all.push(CodebookSalvage::of(&file).into_codebook());
        for book in all {
            for theme in book.themes() {
                assert!(!book.path_name(theme.id).is_empty());
                assert!(theme.parent.is_none_or(|parent| book.get(parent).is_some()));
                assert!(theme.parent.is_none_or(|parent| !book.would_cycle(theme.id, parent)));
            }
            let again = Codebook::from_ron(&book.to_ron()).expect("what was written can be read");
            assert_eq!((again.themes(), again.rivals()), (book.themes(), book.rivals()));
            let starting = Codebook::starting();
            let merged = merge_codebooks_from(&starting, &book, &starting);
            assert!(Codebook::from_ron(&merged.to_ron()).is_ok());
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn salvage() {
    fuzz("salvage", |random| {
        let whole = sidecar(random);
        let file = damaged(&whole.to_ron(), random);
        let salvage = Salvage::of(&file);
        for lost in salvage.lost() {
            assert!(lost.line > 0 && lost.line <= file.split('\n').count());
        }
        // A passage whose line is there as it was written is saved, whatever stands around it.
        let written = whole.to_ron();
        let lines: Vec<&str> = file.lines().collect();
        let kept: Vec<&Passage> = whole
            .passages
            .iter()
            .filter(|passage| {
                let id = format!("(id: \"{}\"", passage.id);
                let line = written.lines().find(|line| line.contains(&id)).expect("its line");
                lines.contains(&line)
            })
            .collect();
        let coder = Coder::new("lin").expect("a name");
        let all = format!("{:?}", salvage.lost());
        let Some(saved) = salvage.into_sidecar(Some(("甲.txt", &coder))) else {
            panic!("an owner was given")
        };
        lawful(&saved);
        for passage in kept {
            let removed = saved.removed.iter().any(|gone| gone.id == passage.id);
            let there = saved.passages.iter().chain(&saved.conflicts).any(|p| p == passage);
            // An entry that lost its end may take the next with it: then the line is told.
            let told = all.contains(&passage.id.to_string());
            assert!(there || removed || told, "{passage:?}\n{file}");
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn set_query() {
    const WORDS: [&str; 20] = [
        "党建",
        "且",
        "或",
        "非",
        "近/3",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "(",
        "（",
        ")",
        "“",
        "”",
        "\"",
        "年:2019..",
        "年:",
        "文章:a",
        "　",
        "近/99999999999",
    ];
    fuzz("set_query", |random| {
        let mut query = String::new();
        for _ in 0..random.below(12) {
            let word = random.one_of(&WORDS);
            query.push_str(word);
            query.push_str(random.one_of(&["", " "]));
        }
        if random.below(3) == 0 {
            query = text(random);
        }
        let mode = Mode { exact: random.below(2) == 0, regex: random.below(4) == 0 };
        match SetQuery::new(&query, mode) {
            Err(SetQueryError::Syntax { at, .. }) => assert!(at <= query.chars().count()),
            Err(SetQueryError::Term(_)) => {}
            Ok(ready) => {
                let text = text(random);
                for hit in ready.hits(&text, About::default(), None) {
                    assert!(text.get(hit.range()).is_some_and(|hit| !hit.is_empty()));
                }
            }
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn decoder() {
    fuzz("decoder", |random| {
        let mut bytes = match random.below(5) {
            0 => text(random).into_bytes(),
            1 => text(random).encode_utf16().flat_map(u16::to_le_bytes).collect(),
            2 => text(random).encode_utf16().flat_map(u16::to_be_bytes).collect(),
            // GBK and Big5 lead and trail bytes.
            3 => (0..random.below(400)).map(|_| 0x81 | random.byte()).collect(),
            _ => (0..random.below(400)).map(|_| random.byte()).collect::<Vec<u8>>(),
        };
        for _ in 0..random.below(4) {
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                match random.below(3) {
                    0 => bytes[at] = random.byte(),
                    1 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at),
                }
            }
        }
        let chosen = [None, Some(Encoding::Utf8), Some(Encoding::Utf16Le)][random.below(3)];
        let Ok(decoded) = decode(&bytes, chosen) else { return };
        assert!(!decoded.text.contains("\r\n") && !decoded.text.starts_with('\u{feff}'));
        let chars = decoded.text.chars().count();
        let text = Text::new(decoded.text).expect("short");
        assert_eq!(usize::try_from(text.char_len().get()), Ok(chars));
        let span = span(random, chars);
        let slice = text.slice_chars(span).expect("inside");
        assert_eq!(u32::try_from(slice.chars().count()), Ok(span.len()));
        let bytes = text.byte_span(span).expect("inside");
        assert_eq!(text.char_span(bytes), Some(span));
    });
}

#[test]
#[ignore = "runs for a minute"]
fn anchoring() {
    fuzz("anchoring", |random| {
        let old = text(random);
        let now = if random.below(4) == 0 { text(random) } else { damaged(&old, random) };
        let (old, now) = (Text::new(old).expect("short"), Text::new(now).expect("short"));
        for base in [None, Some(&old), Some(&now)] {
            let anchoring = Anchoring::new(&now, base);
            for _ in 0..4 {
                let Some(mut passage) = passage(random, &old) else { continue };
                // Of a broken file anything may come.
                match random.below(6) {
                    0 => passage.quotes.push(String::new()),
                    1 => passage.fragments.push(span(random, usize::from(u16::MAX))),
                    2 => passage.fragments.clear(),
                    3 => {
                        let end = CharOffset::new(u32::MAX);
                        passage.fragments = vec![CharSpan::new(end, end).expect("empty")];
                    }
                    _ => {}
                }
                let places = match anchoring.find(&passage) {
                    AnchorStatus::Ok | AnchorStatus::Orphan => continue,
                    AnchorStatus::Moved(place) => vec![place],
                    AnchorStatus::Review(places) => places,
                };
                assert!(!places.is_empty());
                for place in places {
                    assert!(place.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
                    let mut told = String::new();
                    for span in &place {
                        let slice = now.slice_chars(*span).expect("inside the text");
                        let _ = write!(told, "{slice}");
                    }
                    assert!(!told.is_empty());
                }
            }
        }
    });
}

/// A project of another program, with all that can go wrong in one.
const PROJECT: &str = "<Project><Users><User guid='u' name='lin'/></Users><CodeBook><Codes>\
    <Code guid='01900000-0000-7000-8000-000000000001' name='党建' color='#1D518A'>\
    <Description>说明</Description><NoteRef targetGUID='n'/><Code guid='c' name='党建/人才'/></Code>\
    </Codes></CodeBook><Variables><Variable guid='v' name='Year'/></Variables><Sources>\
    <TextSource guid='s' name='甲.txt' plainTextPath='internal://s.txt'>\
    <PlainTextSelection guid='01900000-0000-7000-8000-00000000000a' startPosition='2' \
    endPosition='14' creatingUser='u' creationDateTime='2020-01-02T03:04:05Z'><Coding guid='g'>\
    <CodeRef targetGUID='c'/></Coding><NoteRef targetGUID='n'/></PlainTextSelection>\
    <PlainTextSelection guid='x' startPosition='20' endPosition='22'><Coding guid='h' \
    creatingUser='u'><CodeRef targetGUID='c'/></Coding></PlainTextSelection>\
    <VariableValue><VariableRef targetGUID='v'/><IntegerValue>2019</IntegerValue></VariableValue>\
    </TextSource></Sources><Notes><Note guid='n' name='备忘'><PlainTextContent>记\n下\
    </PlainTextContent></Note></Notes><Links><Link guid='l' originGUID='x' targetGUID='x'/></Links>\
    </Project>";

/// An archive with those parts, itself damaged now and then.
fn archive(parts: &[(&str, &[u8])], random: &mut Random) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    let mut bytes = zip.finish().expect("memory").into_inner();
    if random.below(3) == 0 {
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            bytes[at] = random.byte();
        }
    }
    bytes
}

/// What every importer promises of what it hands on.
fn lawful_arrival(read: &Incoming) {
    for (at, theme) in read.themes.iter().enumerate() {
        assert!(theme.parent.is_none_or(|parent| parent < at));
    }
    for passage in &read.passages {
        let article = &read.articles[passage.article];
        assert!(passage.themes.iter().all(|&at| at < read.themes.len()));
        // Of a text that is only named nothing is known.
        let chars = article.text.as_deref().map(|text| text.chars().count());
        let end = chars.map_or(u32::MAX, |chars| u32::try_from(chars).expect("short"));
        let said = (passage.quotes.len(), passage.fragments.len());
        assert!(said.0 == 0 || said.1 == 0 || said.0 == said.1);
        assert!(passage.fragments.iter().all(|span| !span.is_empty() && span.end().get() <= end));
        assert!(passage.fragments.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        assert!(!passage.fragments.is_empty() || !passage.quotes.is_empty());
    }
}

fn source(name: &str, bytes: Vec<u8>) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes }
}

#[test]
#[ignore = "runs for a minute"]
fn refi_project_reader() {
    fuzz("refi_project", |random| {
        let (xml, text) = (damaged(PROJECT, random), text(random));
        let parts = [("project.qde", xml.as_bytes()), ("sources/s.txt", text.as_bytes())];
        let file = source("甲.qdpx", archive(&parts, random));
        if let Ok(read) = refi::read_project(&file) {
            lawful_arrival(&read);
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn refi_codebook_reader() {
    fuzz("refi_codebook", |random| {
        let start = PROJECT.find("<CodeBook>").expect("there");
        let end = PROJECT.find("<Variables>").expect("there");
        let file = source("甲.qdc", damaged(&PROJECT[start..end], random).into_bytes());
        if let Ok(read) = refi::read_codebook(&file) {
            lawful_arrival(&read);
        }
    });
}

/// A table in which everything stands that a codebook may have.
const TABLE: &str = "主题,上级,说明,颜色,词表\n党建,,\"一\n二\",#1D518A,\"甲、乙\"\n人才,党建,,carmine,\n\
    甲,乙,,,\n乙,甲,,,\n　　丙/丁,,'=1+1,,/x/\n";

#[test]
#[ignore = "runs for a minute"]
fn table_readers() {
    const RELATIONS: &str = "<Relationships><Relationship Id='r' Type='/worksheet' \
        Target='worksheets/sheet1.xml'/><Relationship Id='t' Type='/sharedStrings' \
        Target='/xl/sharedStrings.xml'/></Relationships>";
    const BOOK: &str = "<workbook><sheets><sheet name='甲' id='r'/></sheets></workbook>";
    const STRINGS: &str =
        "<sst><si><t>主题</t></si><si><r><t>党</t></r><r><t>建</t></r></si></sst>";
    const SHEET: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>\
        <c r='XFD1' t='inlineStr'><is><t>说明</t></is></c></row><row r='1048576'>\
        <c r='A1048576' t='s'><v>1</v></c><c><v>12</v></c></row></sheetData></worksheet>";
    const OPEN: &str = "<d><table><table-row number-rows-repeated='1048576'><table-cell \
        number-columns-repeated='16384'><p>主题<s c='9'/></p></table-cell></table-row></table></d>";
    fuzz("tables", |random| {
        let file = match random.below(5) {
            0 => {
                let mut parts = [BOOK, RELATIONS, STRINGS, SHEET].map(str::to_owned);
                let at = random.below(parts.len());
                parts[at] = damaged(&parts[at], random);
                let [book, relations, strings, sheet] = &parts;
                let parts = [
                    ("xl/workbook.xml", book.as_bytes()),
                    ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
                    ("xl/sharedStrings.xml", strings.as_bytes()),
                    ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
                ];
                source("甲.xlsx", archive(&parts, random))
            }
            1 => {
                let xml = damaged(OPEN, random);
                source("甲.ods", archive(&[("content.xml", xml.as_bytes())], random))
            }
            2 => source("甲.csv", (0..random.below(400)).map(|_| random.byte()).collect()),
            _ => source("甲.csv", damaged(TABLE, random).into_bytes()),
        };
        if let Ok(read) = codebook_table::read(&file) {
            lawful_arrival(&read);
        }
        let highlights =
            "id,document,tag,content\n1,甲,党建,街道\n1,甲,人才,街道\n2,乙,,\"建\n成\"\n";
        let file = source("甲.csv", damaged(highlights, random).into_bytes());
        if let Ok(read) = taguette::read(&file) {
            lawful_arrival(&read);
        }
    });
}

/// What breaks readers of JSON and of standoff lines.
const LABEL_TOKENS: [&str; 16] = [
    "null",
    "[]",
    "{}",
    "[[",
    "\"\"",
    "-1",
    "1e99",
    "18446744073709551615",
    "\\ud800",
    "\\u0000",
    "urn:uuid:",
    "%ff%E6",
    ";",
    "\t",
    "T1",
    "/",
];

/// A file of labels in the format `name`, damaged in a few places.
fn labels(name: &str, file: &str, random: &mut Random) -> SourceFile {
    let mut file = damaged(file, random);
    for _ in 0..random.below(3) {
        let at = file.floor_char_boundary(random.below(file.len() + 1));
        file.insert_str(at, random.one_of(&LABEL_TOKENS));
    }
    let mut bytes = file.into_bytes();
    if random.below(8) == 0 && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = random.byte();
    }
    if random.below(16) == 0 {
        bytes = (0..random.below(400)).map(|_| random.byte()).collect();
    }
    SourceFile { name: name.to_owned(), bytes }
}

#[test]
#[ignore = "runs for a minute"]
fn web_annotation_reader() {
    const FILE: &str = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "items": [
{"id": "urn:uuid:01900000-0000-7000-8000-000000000001", "motivation": "tagging",
"creator": {"name": "lin"}, "created": "2019-06-28T09:30:00.000Z", "body": [{"purpose": "tagging",
"value": "党建/驿站", "id": "urn:uuid:01900000-0000-7000-8000-000000000002"}, "备忘"],
"target": [{"source": "2019/%E6%96%87.txt", "selector": [{"type": "TextQuoteSelector", "exact": "驿站",
"prefix": "前", "suffix": "后"}, {"type": "TextPositionSelector", "start": 5, "end": 7}]},
{"source": "https://x.org/a#b", "selector": {"type": "FragmentSelector", "refinedBy":
{"type": "TextQuoteSelector", "exact": "党"}}}]},
{"uri": "http://x/", "user": "acct:lin@h.is", "tags": ["人才"], "text": "注", "target": [{"selector":
[{"type": "TextPositionSelector", "start": 1, "end": 9, "refinedBy": {"type": "TextPositionSelector",
"start": 1, "end": 2}}]}]}]}"#;
    fuzz("web-annotation", |random| {
        web_annotation::read(&labels("a.jsonld", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn doccano_reader() {
    const FILE: &str = r#"{"id": 1, "text": "𠮷祥社区\r\n驿站", "label": [[0, 2, "党建"], [2, 5, "党建/驿站"]], "Comments": ["疑"]}
{"id": 2, "text": "甲乙", "entities": [{"id": 3, "start_offset": 0, "end_offset": 1, "label": "人才"}], "relations": []}
{"text": "丙", "article": "2019/文.txt", "title": "文", "year": 2019, "labels": ["褒义", [0, 1, "字"]]}
"#;
    fuzz("doccano", |random| {
        doccano::read(&labels("a.jsonl", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn label_studio_reader() {
    const FILE: &str = r#"[{"id": 1, "data": {"text": "𠮷祥\r\n社区驿站", "title": "文", "year": 2019},
"annotations": [{"completed_by": {"id": 2, "email": "a@b"}, "meta": {"coder": "lin"}, "result": [
{"id": "01900000-0000-7000-8000-000000000001-0", "type": "labels", "meta": {"text": ["备忘"]},
"value": {"start": 0, "end": 2, "text": "𠮷祥", "labels": ["党建", "人才/引进"]}},
{"id": "01900000-0000-7000-8000-000000000001-1", "type": "labels",
"value": {"start": 5, "end": 7, "text": "区驿", "labels": ["党建"]}},
{"type": "relation", "from_id": "01900000-0000-7000-8000-000000000001-0",
"to_id": "01900000-0000-7000-8000-000000000001-1"}]}], "predictions": [{"result": []}]},
{"id": 2, "text": "甲乙", "label": [{"start": 0, "end": 1, "labels": ["字"]}], "annotator": 3}]"#;
    fuzz("label-studio", |random| {
        label_studio::read(&labels("a.json", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn brat_reader() {
    const TEXT: &str = "街道建成𠮷站\r\n引进青年\n完";
    const FILE: &str = "T1\t党建 0 2;4 6;8 10\t街道 𠮷站 引进\nA1\tcoder T1 lin\n\
                        #1\tAnnotatorNotes T1\t备忘\nT2\t党建/人才 0 2;4 6;8 10\t街道 𠮷站 引进\n\
                        A2\tcoder T2 lin\nR1\tOf Arg1:T1 Arg2:T2\n*\tAlias T1 T2\nE1\tX:T1\n";
    fuzz("brat", |random| {
        let text = if random.below(2) == 0 { TEXT.to_owned() } else { damaged(TEXT, random) };
        let text = SourceFile { name: "a.txt".to_owned(), bytes: text.into_bytes() };
        lawful_arrival(&brat::read(&[labels("a.ann", FILE, random), text]));
    });
}

/// A document of that name; what is read of it is an article's text.
fn document(name: &str, bytes: Vec<u8>) {
    let Ok(read) = document::read(&SourceFile { name: name.to_owned(), bytes }) else { return };
    for article in read.articles {
        let text = article.text.expect("a document's text");
        assert!(!text.trim().is_empty());
        assert!(!text.starts_with('\u{feff}') && !text.contains('\r'));
    }
}

/// An archive of these parts, all but one damaged now and then.
fn packed(parts: &[(&str, &str)], random: &mut Random) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let text = if random.below(2) == 0 { damaged(text, random) } else { (*text).to_owned() };
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.write_all(text.as_bytes()).expect("in memory");
    }
    let mut bytes = zip.finish().expect("in memory").into_inner();
    if random.below(8) == 0 {
        damage(&mut bytes, random);
    }
    bytes
}

/// Changes some bytes.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.truncate(at.max(1)),
            1 => drop(bytes.drain(at..(at + random.below(30)).min(bytes.len()))),
            2 => bytes.insert(at, random.byte()),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.byte();
                }
            }
        }
    }
}

#[test]
#[ignore = "runs for a minute"]
fn document_docx() {
    let main = r#"<w:document xmlns:w="w" xmlns:m="m"><w:body><w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
        <w:r><w:t>标题</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:ins><w:r><w:t>甲</w:t><w:br/><w:tab/></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>年</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>
        <w:p><w:r><m:AlternateContent><m:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></m:Choice></m:AlternateContent></w:r></w:p></w:body></w:document>"#;
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/></w:style></w:styles>"#;
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let parts = [
        ("word/document.xml", main),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ];
    fuzz("docx", |random| document("a.docx", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_odt() {
    let content = r#"<o:c xmlns:o="o" xmlns:t="t" xmlns:b="b"><o:automatic-styles><t:style t:name="P" t:parent-style-name="P"/><t:list-style t:name="L"><t:list-level-style-number t:level="1" t:num-format="1" t:start-value="4"/></t:list-style></o:automatic-styles>
        <o:body><o:text><t:h t:outline-level="2">题</t:h><t:p t:style-name="P">甲<t:s t:c="3"/><t:note/></t:p><t:list t:style-name="L"><t:list-item><t:p>乙</t:p></t:list-item></t:list>
        <b:table><b:table-row><b:table-cell><t:p>年</t:p></b:table-cell><b:table-cell/></b:table-row></b:table></o:text></o:body></o:c>"#;
    let parts = [("content.xml", content), ("META-INF/manifest.xml", "<m/>")];
    fuzz("odt", |random| document("a.odt", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_epub() {
    let container = r#"<c><rootfile full-path="a/p.opf"/></c>"#;
    let package = r#"<p><item id="a" href="../%E7%94%B2.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/></p>"#;
    let page = "<?xml version='1.0'?><html><title/><p>甲<a epub:type='noteref'/>&nbsp;<ul><li>乙</ul><table><tr><td>丙</table></html>";
    let parts = [("META-INF/container.xml", container), ("a/p.opf", package), ("甲.xhtml", page)];
    fuzz("epub", |random| document("a.epub", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_html() {
    let page = "<!DOCTYPE html><meta charset=gbk><title>题</title><nav>菜单</nav><main><h1>题</h1><p>甲<br>乙<p hidden>丙<ol start=4294967295 type=i><li>丁<li value=-1>戊</ol><table><tr><td>年<td><table><tr><td>人</table></table><pre> a\n b</pre><ruby>汉<rt>h</ruby><del>删</main><footer>备案</footer>";
    fuzz("html", |random| {
        let mut bytes = damaged(page, random).into_bytes();
        if random.below(4) == 0 {
            damage(&mut bytes, random);
        }
        document(random.one_of(&["a.html", "a.xhtml", "a.doc"]), bytes);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn document_rtf() {
    let file = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 S;}{\\f1\\fcharset2 W;}}{\\stylesheet{\\s1 heading 1;}}{\\info{\\title T}}\\pard\\s1 \\u20013?\\'d6\\'d0\\par{\\listtext\\f1 l\\tab}a\\par\\trowd\\intbl b\\cell c\\cell\\row\\pard{\\shp{\\*\\shpinst{\\shptxt box\\par}}}{\\upr{x}{\\*\\ud y}}{\\v z}{\\pict\\bin3 }}}\\u-10178?\\u-8841?}";
    fuzz("rtf", |random| {
        let mut bytes = damaged(file, random).into_bytes();
        if random.below(2) == 0 {
            damage(&mut bytes, random);
        }
        document("a.rtf", bytes);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn document_pdf() {
    let file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
        4 0 obj<</Length 120>>stream\nBT /F1 12 Tf 72 700 Td <4E2D6587> Tj 0 -20 Td <7B2C4E8C884C3002> Tj ET /Artifact BMC BT <4E2D> Tj ET EMC q 1 0 0 1 5 5 cm Q\nendstream endobj\n\
        5 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>endobj\n\
        6 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>endobj\n\
        trailer<</Root 1 0 R/Size 7>>\n%%EOF";
    fuzz("pdf", |random| {
        let mut bytes = damaged(file, random).into_bytes();
        if random.below(2) == 0 {
            damage(&mut bytes, random);
        }
        document("a.pdf", bytes);
    });
}
