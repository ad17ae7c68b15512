//! 50,000 passages in 1,000 articles into each format, and back out of those that are read.
//!
//! Claims: ten times faster than the peers, which take 1.5 s (CSV) and 4.3 s (REFI-QDA) for 10,000
//! passages; a file of 50,000 passages is read in a second.
//!
//! `QUANDIAN_BENCH_PEAK=FORMAT` writes one format once and prints how much memory that took at
//! most, before and beyond what the set itself takes (Linux).

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the peak is asked of the system and printed"
)]

use std::{env, fs, hint::black_box, path::PathBuf, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group};
use quandian::{
    annotation::{Annotations, Attributes, Codebook, Coder, Edit, Layer, ThemeId, build_passage},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    exchange::{
        Excerpt, ExportFormat, ExportOptions, FORMATS, Filter, Project, Written,
        arrival::{Arrival, OnConflict, Terms},
        brat, doccano, excerpts,
        incoming::{Incoming, SourceFile},
        label_studio, refi, web_annotation,
    },
    scene::Scene,
    session::export::written,
    text::{CharOffset, CharSpan, Segmenter, Text},
};

const ARTICLES: u32 = 1_000;
const PASSAGES: u32 = 50;
const THEMES: usize = 30;

const SENTENCE: &str =
    "今年以来，柳岸区坚持以党建引领基层治理，街道办事处与辖区企业签订共建协议书。\n";

/// What a format's files are read with.
type Read = fn(&[SourceFile]) -> Incoming;

struct Set {
    corpus: Corpus,
    annotations: Annotations,
    excerpts: Vec<Excerpt>,
}

impl Set {
    fn new() -> Self {
        let mut annotations = Annotations::new(Codebook::starting());
        for number in 3..THEMES {
            let theme = annotations.codebook().new_theme(&format!("主题{number}"));
            let edit = Edit::add_theme(annotations.codebook(), theme);
            annotations.apply(&edit).expect("a new name");
        }
        let themes: Vec<ThemeId> =
            annotations.codebook().themes().iter().map(|theme| theme.id).collect();
        let coders = ["林", "王五"].map(|name| Coder::new(name).expect("a name"));
        let mut entries = Vec::new();
        let mut state = 2_021_u64;
        let mut random = move |below: u32| {
            // Knuth's linear congruential generator: the same set in every run.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(state >> 33).unwrap_or(0) % below
        };
        for number in 0..ARTICLES {
            let content = format!("区域化党建观察之{number}\n\n{}", SENTENCE.repeat(80));
            let text = Text::new(content.as_str()).expect("short");
            let year = 2010 + number % 15;
            let path = ArticlePath::new(&format!("{year}/{number}.txt")).expect("a name");
            let article = Article::new(path.clone(), text.clone(), Encoding::Utf8);
            for coder in &coders {
                let mut layer = Layer::new(article.hash().clone(), text.char_len().get());
                for _ in 0..PASSAGES / 2 {
                    let start = 12 + random(text.char_len().get() - 80);
                    let span = |start: u32, length: u32| {
                        CharSpan::between(CharOffset::new(start), CharOffset::new(start + length))
                    };
                    let mut spans = vec![span(start, 5 + random(40))];
                    if random(10) == 0 {
                        spans.push(span(start + 50, 10));
                    }
                    let borne = (0..=random(2)).map(|_| themes[random(30) as usize]).collect();
                    let memo = if random(10) == 0 { "核对数字" } else { "" };
                    let passage =
                        build_passage(&text, &spans, borne, memo.to_owned()).expect("inside");
                    layer.passages.push(Arc::new(passage));
                }
                annotations.put_layer(path.clone(), coder.clone(), layer);
            }
            entries.push(Entry { path, article: Ok(Arc::new(article)) });
        }
        let root = PathBuf::from("/set");
        let corpus = Corpus::new(root, entries, Ok(Corrections::default()), Vec::new());
        let excerpts =
            excerpts(&Scene::new(corpus.clone(), annotations.clone()), &Filter::default());
        Self { corpus, annotations, excerpts }
    }

    fn written(&self, format: ExportFormat) -> Written {
        let project = Project {
            corpus: &self.corpus,
            codebook: self.annotations.codebook(),
            excerpts: &self.excerpts,
            asked: &[],
            notes: &[],
            attributes: &Attributes::default(),
            whole: true,
        };
        let segmenter = || Arc::clone(Segmenter::plain());
        written(project, format, ExportOptions::default(), segmenter).expect("memory")
    }
}

fn export(criterion: &mut Criterion) {
    let set = Set::new();
    let count = set.excerpts.len() as u64;
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10).throughput(Throughput::Elements(count));
    for format in FORMATS {
        group.bench_function(format.name(), |b| {
            b.iter(|| set.written(black_box(format)).files.len());
        });
    }
    group.finish();

    let readers: [(ExportFormat, Read); 5] = [
        (&refi::RefiProject, |files| refi::read_project(&files[0]).expect("ours")),
        (&web_annotation::WebAnnotation, |files| web_annotation::read(&files[0]).expect("ours")),
        (&doccano::Doccano, |files| doccano::read(&files[0]).expect("ours")),
        (&label_studio::LabelStudio, |files| label_studio::read(&files[0]).expect("ours")),
        (&brat::Brat, brat::read),
    ];
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Elements(count));
    for (format, read) in readers {
        let files: Vec<SourceFile> = set
            .written(format)
            .files
            .into_iter()
            .map(|(name, bytes)| SourceFile { name, bytes })
            .collect();
        assert!(read(&files).passages.len() > 40_000, "{}", format.name());
        group.bench_function(format.name(), |b| {
            b.iter(|| read(black_box(&files)).passages.len());
        });
        if format.name() == "refi-qdpx" {
            let incoming = read(&files);
            let empty = Corpus::new("/new".into(), vec![], Ok(Corrections::default()), vec![]);
            let empty = Scene::new(empty, Annotations::default());
            let full = Scene::new(set.corpus.clone(), set.annotations.clone());
            group.bench_function("place in an empty set", |b| {
                b.iter(|| arrive(&incoming, &empty));
            });
            assert!(!arrive(&incoming, &full), "all of it is there");
            group.bench_function("place in the set it comes from", |b| {
                b.iter(|| arrive(&incoming, &full));
            });
        }
    }
    group.finish();
}

/// Works out what becomes of what arrives; whether anything comes.
fn arrive(incoming: &Incoming, scene: &Scene) -> bool {
    let coder = Coder::unnamed();
    let on_conflict = OnConflict::Keep;
    let terms = Terms { scene, coder: &coder, on_conflict };
    Arrival::of(black_box(incoming), terms).changes_something()
}

/// The most memory that the process has had since that was last forgotten, in MB.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// Writes one format and prints what that took.
fn peak(name: &str) {
    let set = Set::new();
    // 5 makes the system forget the peak: making the set is not what is measured.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = most_memory();
    let format = FORMATS.into_iter().find(|format| format.name() == name);
    let written = set.written(format.expect("the name of a format"));
    let size: usize = written.files.iter().map(|(_, bytes)| bytes.len()).sum();
    let (after, size) = (most_memory(), size >> 20);
    println!("{name}: {before} MB before, {after} MB at most, {size} MB written");
}

criterion_group!(benches, export);

fn main() {
    if let Ok(name) = env::var("QUANDIAN_BENCH_PEAK") {
        peak(&name);
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
