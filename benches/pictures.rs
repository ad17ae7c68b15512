//! What a picture of a chart costs in each kind of file, and a hundred thousand characters on paper.
//!
//! ```text
//! cargo bench --bench pictures
//! ```

use std::{hint::black_box, path::PathBuf, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use quandian::{
    annotation::{Annotations, Attributes, Codebook, Coder, Edit, build_passage},
    chart::{Bar, BarLook, ChartScene, bar_chart},
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry},
    exchange::{
        ExportFormat, ExportOptions, FORMATS, Filter, PaperContent, PaperOptions, PictureKind,
        Project, excerpts, write_picture,
    },
    scene::Scene,
    session::export::written,
    text::{CharOffset, CharSpan, Segmenter, Text},
};

const CHARS: usize = 100_000;

/// A chart of 2,000 marks.
fn scene() -> ChartScene<()> {
    let mut scene = bar_chart("按年".to_owned(), Vec::<Bar<()>>::new(), &BarLook::picture());
    for row in 0..40_u16 {
        let bar = |year: u16| Bar {
            to: (),
            count: usize::from((year * 7 + row * 5) % 40 + 1),
            label: format!("{}·{}", 1990 + year, year * row % 97),
            name: format!("{year}"),
            chosen: false,
        };
        let look = BarLook { widest: 60.0, width: 1500.0, ..BarLook::picture() };
        let chart = bar_chart(String::new(), (0..25).map(bar).collect(), &look);
        scene.marks.extend(chart.marks);
    }
    scene.width = 1500.0;
    assert!(scene.marks.len() >= 2000);
    scene
}

fn pictures(criterion: &mut Criterion) {
    let scene = scene();
    let mut group = criterion.benchmark_group("picture of 2,000 marks");
    group.sample_size(10);
    for kind in PictureKind::ALL {
        let name = format!("{kind:?}");
        group.bench_function(name, |b| {
            b.iter(|| write_picture(black_box(&scene), kind).expect("a picture").len());
        });
    }
    group.finish();
}

/// A long article with a passage in every second paragraph.
fn set() -> (Corpus, Annotations) {
    let sentences = [
        "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米,设图书室、调解室和四点半课堂。",
        "“以前开会没地方坐,现在下楼就是活动室。”居民说,谁家水电出了毛病,一个电话就能上门。",
        "区里在产业园设立人才工作站2个,选派专员46名,每周走访企业一次(含线上Zoom走访)。",
    ];
    let mut text = String::from("# 一号楼的故事\n\n");
    let mut starts = Vec::new();
    let (mut count, mut number) = (text.chars().count(), 0);
    while count < CHARS {
        let paragraph: String =
            (0..=number % 5).map(|at| sentences[(number + at) % sentences.len()]).collect();
        starts.push(u32::try_from(count).expect("short"));
        text += &paragraph;
        text += "\n\n";
        count += paragraph.chars().count() + 2;
        number += 1;
    }
    let path = ArticlePath::new("2019-一号楼.txt").expect("a name");
    let text = Text::new(text.as_str()).expect("short");
    let article = Arc::new(Article::new(path.clone(), text, Encoding::Utf8));
    let mut annotations = Annotations::new(Codebook::starting());
    let themes: Vec<_> = annotations.codebook().themes().iter().map(|theme| theme.id).collect();
    for (number, &start) in starts.iter().enumerate().step_by(2) {
        let span = CharSpan::between(CharOffset::new(start), CharOffset::new(start + 36));
        let theme = themes[number % themes.len()];
        let memo = if number % 10 == 0 { "核对数字" } else { "" };
        let passage = build_passage(&article.text, &[span], vec![theme], memo.to_owned());
        let passage = passage.expect("inside");
        let coder = Coder::new("lin").expect("a name");
        let (hash, chars) = (article.hash().clone(), article.text.char_len().get());
        let edit = Edit::add(path.clone(), coder, passage, hash, chars);
        annotations.apply(&edit).expect("it fits");
    }
    let entries = vec![Entry { path, article: Ok(article) }];
    let root = PathBuf::from("/set");
    (Corpus::new(root, entries, Ok(Corrections::default()), Vec::new()), annotations)
}

fn pages(criterion: &mut Criterion) {
    let (corpus, annotations) = set();
    let scene = Scene::new(corpus.clone(), annotations.clone());
    let excerpts = excerpts(&scene, &Filter::default());
    let project = Project {
        corpus: &corpus,
        codebook: annotations.codebook(),
        excerpts: &excerpts,
        notes: &[],
        asked: &[],
        attributes: &Attributes::default(),
        whole: true,
    };
    let pdf: ExportFormat =
        FORMATS.into_iter().find(|format| format.name() == "pdf").expect("a format");
    let paper = PaperOptions { content: PaperContent::Articles, ..PaperOptions::default() };
    let options = ExportOptions { paper, ..ExportOptions::default() };
    let mut group = criterion.benchmark_group("paper");
    group.sample_size(10);
    group.bench_function("100,000 characters", |b| {
        b.iter(|| {
            let segmenter = || Arc::clone(Segmenter::plain());
            let file = written(black_box(project), pdf, options, segmenter).expect("memory");
            file.files[0].1.len()
        });
    });
    group.finish();
}

criterion_group!(benches, pictures, pages);
criterion_main!(benches);
