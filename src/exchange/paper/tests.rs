use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{
    exchange::{
        ExportOptions, ExportWords,
        document::Documents,
        incoming::{IncomingFormat as _, SourceFile},
        sample::{Mark, Set, any_set, set},
    },
    text::{Flow, GETA, Segmenter, Typeface, judged_lines},
};

fn terms(paper: PaperOptions) -> ExportTerms<'static> {
    let words = ExportWords { language: "zh-CN", text: &|key| key.to_owned() };
    let options = ExportOptions { paper, ..ExportOptions::default() };
    ExportTerms { options, words, segmenter: &|| Arc::clone(Segmenter::plain()), most: usize::MAX }
}

fn articles(text: PaperText) -> PaperOptions {
    PaperOptions { content: PaperContent::Articles, text, ..PaperOptions::default() }
}

/// All articles of a set, also those in which nothing is marked.
fn project<'a>(set: &'a Set, asked: &'a [crate::corpus::ArticlePath]) -> Project<'a> {
    Project { asked, ..set.project() }
}

fn paths(set: &Set) -> Vec<crate::corpus::ArticlePath> {
    set.corpus.articles().map(|article| article.path.clone()).collect()
}

/// A document's lines and pages.
fn laid_out(document: &PaperDocument) -> (Vec<lines::PaperLine>, Vec<pages::PaperPage<'_>>) {
    let lines = lines::set_all(&document.paragraphs, document.geometry.column);
    let pages = pages::filled(&document.paragraphs, &lines, &document.geometry);
    (lines, pages)
}

/// What of the articles' own text is on the pages, page by page and line by line.
fn printed_text(document: &PaperDocument) -> String {
    let (lines, pages) = laid_out(document);
    let mut text = String::new();
    for page in &pages {
        for &(number, _) in &page.lines {
            let line = &lines[number];
            let paragraph = &document.paragraphs[line.paragraph];
            if paragraph.is_own {
                text.extend(&paragraph.chars[line.chars.clone()]);
            }
        }
    }
    text
}

/// What the window's page shows of all articles, in its order.
fn shown_text(set: &Set) -> String {
    let mut all = String::new();
    for article in set.corpus.articles() {
        let text = article.text.as_str();
        let flow = Flow::of(&judged_lines(text, &BTreeMap::new()), true);
        for paragraph in flow.paragraphs() {
            let pieces = &flow.pieces()[paragraph.pieces.clone()];
            let joined: String = pieces.iter().map(|piece| &text[piece.span.range()]).collect();
            all.extend(paragraph::shown(&joined));
        }
    }
    all
}

fn check_pages(document: &PaperDocument) {
    let geometry = &document.geometry;
    let (lines, pages) = laid_out(document);
    let mut next = 0;
    for page in &pages {
        let mut before = geometry.top;
        for &(number, y) in &page.lines {
            assert_eq!(number, next, "every line once, in order");
            next += 1;
            let line = &lines[number];
            let style = &document.paragraphs[line.paragraph].style;
            assert!(y > before && y - style.size >= geometry.top - style.leading, "{y}");
            assert!(y <= geometry.bottom, "{y} is below {}", geometry.bottom);
            before = y;
            let (left, right) = line.seen;
            // A stop may hang beyond the edge.
            assert!(
                left >= -0.6 * style.size && right <= geometry.column + style.size,
                "{left} {right}"
            );
            assert!(line.places.is_sorted_by(|a, b| a <= &(b + 0.5 * style.size)));
        }
        for pair in page.names.windows(2) {
            assert!(pair[1].y - pair[0].y > pages::NAME - 0.01, "names stand below each other");
        }
        for name in &page.names {
            assert!(name.y <= geometry.bottom + 0.01 && name.y > geometry.top - pages::NAME);
        }
    }
    assert_eq!(next, lines.len());
}

/// A long article of invented sentences, with headings.
fn long_text(chars: usize) -> String {
    let sentences = [
        "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米,设图书室、调解室和四点半课堂。",
        "“以前开会没地方坐,现在下楼就是活动室。”居民说,谁家水电出了毛病,一个电话就能上门。",
        "区里在产业园设立人才工作站2个,选派专员46名,每周走访企业一次(含线上Zoom走访)。",
    ];
    let mut text = String::from("# 一号楼的故事\n\n");
    let (mut count, mut number) = (0, 0);
    while count < chars {
        if number % 9 == 0 {
            let heading = format!("\n## 第{}节,新的开始\n\n", number / 9 + 1);
            text.push_str(&heading);
        }
        let paragraph: String =
            (0..=number % 5).map(|at| sentences[(number + at) % sentences.len()]).collect();
        count += paragraph.chars().count();
        text += &paragraph;
        text += "\n\n";
        number += 1;
    }
    text
}

fn marked_long() -> Set {
    let text = long_text(9000);
    let mark = |start: u32, length: u32, themes: &[usize], memo: &str| Mark {
        text: 0,
        coder: if start.is_multiple_of(2) { "lin" } else { "王 五" },
        fragments: vec![(start, start + length)],
        themes: themes.to_vec(),
        memo: memo.to_owned(),
    };
    let marks: Vec<Mark> = (0..60)
        .map(|at| {
            let memo = if at % 7 == 0 { "先核对**数字**\n再看下一段" } else { "" };
            mark(20 + at * 117, 30 + at % 50, &[(at % 5) as usize, ((at + 2) % 5) as usize], memo)
        })
        .collect();
    set(&[&text, "没有标注的文章。"], &marks)
}

#[test]
fn every_character_is_printed_once_in_reading_order_on_any_paper() {
    let set = marked_long();
    let asked = paths(&set);
    let project = project(&set, &asked);
    let expected = shown_text(&set);
    for text in PaperText::ALL {
        for face in [PaperFace::Serif, PaperFace::Sans] {
            for size in [PaperSize::A4, PaperSize::Letter] {
                let options = PaperOptions { size, face, ..articles(text) };
                let document = PaperDocument::of(project, &terms(options));
                check_pages(&document);
                assert_eq!(printed_text(&document), expected);
            }
        }
    }
}

#[test]
fn a_text_in_one_line_is_printed_too() {
    let one_line = long_text(20_000).replace('\n', "");
    let set = set(&[&one_line, "x"], &[]);
    let asked = paths(&set);
    let document =
        PaperDocument::of(project(&set, &asked), &terms(articles(PaperText::TenAndHalf)));
    assert!(document.paragraphs.len() > 8, "it is set in pieces");
    check_pages(&document);
    assert_eq!(printed_text(&document), shown_text(&set));
}

#[test]
fn no_heading_stands_at_the_foot_of_a_page_and_no_line_alone() {
    let set = marked_long();
    let asked = paths(&set);
    for text in PaperText::ALL {
        let document = PaperDocument::of(project(&set, &asked), &terms(articles(text)));
        let (lines, pages) = laid_out(&document);
        assert!(pages.len() > 3);
        for page in pages.iter().take(pages.len() - 1) {
            let &(number, _) = page.lines.last().expect("lines");
            let line = &lines[number];
            let paragraph = &document.paragraphs[line.paragraph];
            let follows = &lines[number + 1];
            if document.paragraphs[follows.paragraph].running.is_some() && follows.first {
                continue;
            }
            assert!(!paragraph.style.keep, "{}", paragraph.text());
            if line.paragraph == follows.paragraph {
                assert!(!line.first && !follows.last, "{}", paragraph.text());
            }
        }
    }
}

#[test]
fn what_is_marked_bears_its_colour_and_its_name_in_the_margin() {
    let mark = |fragments: Vec<(u32, u32)>, themes: Vec<usize>, memo: &str| Mark {
        text: 0,
        coder: "lin",
        fragments,
        themes,
        memo: memo.to_owned(),
    };
    let text = "# 题目\n\n街道把闲置的粮站改成党群服务中心,面积扩大。\n\n居民都说好。";
    let set = set(
        &[text, "x"],
        &[mark(vec![(6, 12), (14, 18)], vec![0, 1], ""), mark(vec![(10, 16)], vec![2], "注")],
    );
    let document = PaperDocument::of(set.project(), &terms(articles(PaperText::TenAndHalf)));
    let body = document.paragraphs.iter().find(|p| p.text().starts_with("街道")).expect("the body");
    let of_depth = |depth: usize| {
        let marks = body.marks.iter().filter(|mark| mark.depth == depth);
        marks.map(|mark| (mark.chars.clone(), mark.colour)).collect::<Vec<_>>()
    };
    let colour = |at: usize| {
        let theme = &set.annotations.codebook().themes()[at];
        paragraph::printed_colour(theme.colour.rgb())
    };
    assert_eq!(of_depth(0), [(0..6, colour(0)), (8..12, colour(0))]);
    assert_eq!(of_depth(1), [(0..6, colour(1)), (8..12, colour(1))]);
    assert_eq!(of_depth(2), [(4..10, colour(2))]);
    let names: Vec<_> = body.names.iter().map(|name| (name.at, name.text.clone())).collect();
    let theme = |at: usize| set.annotations.codebook().themes()[at].name.clone();
    let noted = format!("{} [1]", theme(2));
    assert_eq!(names, [(0, theme(0)), (0, theme(1)), (4, noted)]);
    let all: Vec<String> = document.paragraphs.iter().map(PaperParagraph::text).collect();
    assert!(all.iter().any(|text| text.starts_with("[1] “") && text.contains("lin")), "{all:?}");
    assert_eq!(all.last().map(String::as_str), Some("注"));
}

#[test]
fn the_same_project_gives_the_same_bytes_and_a_reader_finds_its_text() {
    let set = marked_long();
    let asked = paths(&set);
    let project = project(&set, &asked);
    for content in [PaperContent::Articles, PaperContent::Excerpts] {
        let options = PaperOptions { content, ..PaperOptions::default() };
        let write = || Paper.write(project, &terms(options)).expect("a file");
        let written = write();
        let bytes = &written.files[0].1;
        assert!(*bytes == write().files[0].1);
        assert!(bytes.len() < 400_000, "only what is used of the fonts: {}", bytes.len());
        let file = SourceFile { name: "页.pdf".to_owned(), bytes: bytes.clone() };
        let read = Documents.read(&file).expect("a PDF");
        let text: String = read.articles[0].text.clone().unwrap_or_default();
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let text = bare(&text);
        assert!(text.contains("街道把闲置的粮站改成党群服务中心，面积扩大到1860平方米"), "{text}");
    }
}

#[test]
fn a_reader_of_pdf_finds_an_article_in_reading_order() {
    // Names in the margin stand between the lines for who reads by places: without marks there are none.
    let set = set(&[&long_text(2_000), "x"], &[]);
    let asked = &paths(&set)[..1];
    let options = articles(PaperText::TenAndHalf);
    let written = Paper.write(project(&set, asked), &terms(options)).expect("a file");
    let bytes = written.files[0].1.clone();
    let read = Documents.read(&SourceFile { name: "页.pdf".to_owned(), bytes }).expect("a PDF");
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let text = bare(&read.articles[0].text.clone().unwrap_or_default());
    let start: String = bare(&shown_text(&set)).chars().skip(30).take(300).collect();
    assert!(text.contains(&start), "in reading order: {start}\n{text}");
}

#[test]
fn what_no_font_has_is_counted_and_kept_as_text() {
    let rare = '\u{2A6D6}';
    assert!(Typeface::ALL.iter().all(|face| face.glyph(rare).is_none()));
    assert!(Typeface::ALL.iter().all(|face| face.glyph(GETA).is_some()));
    let set = set(&[&format!("题目\n\n街道的{rare}字，和☃\u{fe0f}。"), "x"], &[]);
    let asked = &paths(&set)[..1];
    let written =
        Paper.write(project(&set, asked), &terms(articles(PaperText::Nine))).expect("a file");
    let counts: Vec<_> = written.losses.iter().collect();
    let snow = usize::from(Typeface::Serif.glyph('☃').is_none());
    assert_eq!(counts, [(Loss::Glyphs, 1 + snow)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_set_can_be_printed(set in any_set(), nine in any::<bool>(), by_article in any::<bool>()) {
        let asked = paths(&set);
        let size = if nine { PaperText::Nine } else { PaperText::Fourteen };
        let document = PaperDocument::of(project(&set, &asked), &terms(articles(size)));
        check_pages(&document);
        prop_assert_eq!(printed_text(&document), shown_text(&set));
        prop_assert!(document.pdf("zh-CN").is_ok());
        let mut terms = terms(PaperOptions::default());
        if by_article {
            terms.options.group_by = crate::exchange::GroupBy::Article;
        }
        let document = PaperDocument::of(set.project(), &terms);
        check_pages(&document);
        let all: String = document.paragraphs.iter().map(PaperParagraph::text).collect();
        for excerpt in &set.excerpts {
            let read = excerpt.read(&set.corpus, crate::text::ReadingStyle::IN_LINES);
            for line in read.text.split('\n') {
                let line: String = paragraph::shown(line).iter().collect();
                prop_assert!(all.contains(&line), "{} in {}", line, all);
            }
        }
        prop_assert!(Paper.preview(set.project(), &terms).is_ok());
    }
}
