//! Damaged and hostile files of ours, and hostile texts, for as long as one likes.
//!
//! Ignored by default: `cargo test --test fuzz -- --ignored --nocapture`. Every target runs for
//! `QUANDIAN_FUZZ_SECONDS` (60) and prints how many inputs it tried; a failure prints the seed, and
//! `QUANDIAN_FUZZ_SEED` begins with it. What they look for: panics, overflows, hangs, and what the
//! program promises of any input that it accepts.

mod agreement;
mod catalogue;
mod importers;

use std::{
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use quandian::{
    annotation::{
        AnchorStatus, Anchoring, Codebook, CodebookSalvage, Coder, Layer, Passage, Salvage,
        Sidecar, build_passage, merge, merge_codebooks_from, merge_from,
    },
    corpus::{ContentHash, Encoding, decode},
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
                    AnchorStatus::Moved(place) | AnchorStatus::Changed(place) => vec![place],
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
