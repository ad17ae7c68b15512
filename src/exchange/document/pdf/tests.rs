use std::fmt::Write as _;

use super::*;
use crate::exchange::document::sample::{file, leftovers, refusal, text};

/// A PDF of these pages' drawings, with fonts that are not in it: `F1` in the encoding `cmap`.
fn pdf_in(cmap: &str, pages: &[String], trailer: &str) -> SourceFile {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[4 0 R]>>"),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>".to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        let contents = 6 + 2 * at;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {contents} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        ));
        objects.push(format!("<</Length {}>>stream\n{page}\nendstream", page.len()));
    }
    let mut all = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", all.len());
        let _ = writeln!(all, "{} 0 obj{object}endobj", at + 1);
    }
    let (size, start) = (objects.len() + 1, all.len());
    let _ = write!(
        all,
        "xref\n0 {size}\n{table}trailer<</Root 1 0 R/Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF"
    );
    file("文.pdf", all.as_bytes())
}

fn pdf(pages: &[String]) -> SourceFile {
    pdf_in("UniGB-UCS2-H", pages, "")
}

/// A line of text `from_top` points below the top of the page.
fn line(left: usize, from_top: usize, size: usize, text: &str) -> String {
    let hex: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let hex = hex.concat();
    format!("BT /F1 {size} Tf 1 0 0 1 {left} {} Tm <{hex}> Tj ET\n", 800 - from_top)
}

/// `count` Han characters that say nothing.
fn words(count: usize) -> String {
    "社区议事居民商量事情大家一起做".chars().cycle().take(count).collect()
}

#[test]
fn text_in_the_encodings_of_old_programs_is_read() {
    assert_eq!(text(&pdf(&[line(72, 100, 12, "中文。")])), "中文。\n");
    let gbk = "BT /F1 12 Tf 1 0 0 1 72 700 Tm <D6D0CEC4A1A3> Tj ET".to_owned();
    assert_eq!(text(&pdf_in("GBK-EUC-H", &[gbk], "")), "中文。\n");
}

#[test]
fn lines_become_paragraphs_and_larger_ones_headings() {
    let page = [
        line(200, 80, 22, "老旧小区"),
        line(96, 120, 12, &words(36)),
        line(72, 140, 12, &words(38)),
        line(72, 160, 12, "到此为止。"),
        line(96, 180, 12, &words(36)),
        line(72, 200, 12, &words(38)),
        // Stands apart.
        line(72, 260, 12, &words(38)),
        line(72, 280, 12, "完。"),
    ];
    let expected = format!(
        "# 老旧小区\n\n{}{}到此为止。\n\n{}{}\n\n{}完。\n",
        words(36),
        words(38),
        words(36),
        words(38),
        words(38)
    );
    assert_eq!(text(&pdf(&[page.concat()])), expected);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = line(200, 60, 20, "横跨两栏的题目");
    for row in 0..6 {
        let top = 100 + 20 * row;
        // Written row by row, as some programs do.
        page += &line(72, top, 12, &format!("左{}", words(16)));
        page += &line(320, top, 12, &format!("右{}", words(16)));
    }
    let left = format!("左{}", words(16)).repeat(6);
    let right = format!("右{}", words(16)).repeat(6);
    assert_eq!(text(&pdf(&[page])), format!("# 横跨两栏的题目\n\n{left}{right}\n"));
}

#[test]
fn a_stop_may_hang_into_the_gap_between_columns() {
    let mut page = String::new();
    for row in 0..6 {
        let top = 100 + 20 * row;
        // 17 characters and the stop end at 288; the other column begins 8 points further.
        page += &line(72, top, 12, &format!("{}，", words(17)));
        page += &line(296, top, 12, &words(18));
    }
    let left = format!("{}，", words(17)).repeat(6);
    assert_eq!(text(&pdf(&[page])), format!("{left}{}\n", words(18).repeat(6)));
}

#[test]
fn rows_of_short_entries_are_a_table() {
    let mut page = line(72, 80, 12, &words(38));
    for (row, (year, count)) in [("2019", "312"), ("2020", "458")].into_iter().enumerate() {
        page += &line(72, 120 + 20 * row, 12, year);
        page += &line(300, 120 + 20 * row, 12, count);
    }
    page += &line(96, 200, 12, &words(20));
    let expected = format!("{}\n\n2019 | 312\n2020 | 458\n\n{}\n", words(38), words(20));
    assert_eq!(text(&pdf(&[page])), expected);
}

#[test]
fn what_repeats_in_the_margins_is_no_text_and_paragraphs_cross_pages() {
    let pages: Vec<String> = (1..=4)
        .map(|number| {
            let mut page = line(72, 40, 10, &format!("社区建设 2019年第{number}期"));
            for row in 0..8 {
                let sign =
                    char::from_u32(0x4E00 + u32::try_from(8 * number + row).unwrap()).unwrap();
                page += &line(72, 100 + 20 * row, 12, &format!("{sign}{}", words(37)));
            }
            page + &line(300, 770, 10, &format!("- {number} -"))
        })
        .collect();
    let read = text(&pdf(&pages));
    assert_eq!(read.lines().count(), 1, "{read}");
    assert!(read.contains(&format!("{}\u{4e10}{}", words(37), words(37))), "{read}");
    assert!(!read.contains("社区建设") && !read.contains('-'), "{read}");
}

#[test]
fn bold_by_printing_twice_is_read_once_and_artifacts_are_not() {
    let page = [
        line(72, 100, 12, "粗体字"),
        format!("1 0 0 1 0.4 0 cm {}", line(72, 100, 12, "粗体字")),
        format!("/Artifact BMC {} EMC ", line(72, 40, 12, "页眉")),
        // A watermark runs askew.
        "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <5185> Tj ET ".to_owned(),
        "/Span <</ActualText <FEFF9547>>> BDC BT /F1 12 Tf 1 0 0 1 72 600 Tm <4E004E00> Tj ET EMC"
            .to_owned(),
    ];
    assert_eq!(text(&pdf(&[page.concat()])), "粗体字\n\n镇\n");
}

#[test]
fn notes_at_the_foot_are_left_out_and_powers_are_not_their_numbers() {
    let pages = [
        line(72, 100, 12, &words(37))
            + &line(516, 96, 7, "1")
            + &line(72, 120, 12, &words(37))
            + &line(72, 760, 9, "1 注释，")
            + &line(72, 774, 9, "还是注释"),
        line(72, 100, 12, "面积5m") + &line(120, 96, 7, "2"),
    ];
    let file = pdf(&pages);
    assert_eq!(text(&file), format!("{}{}面积5m2\n", words(37), words(37)));
    assert_eq!(leftovers(&file), [(Leftover::Footnotes, 1)]);
}

#[test]
fn lines_from_top_to_bottom_are_read_from_the_right() {
    let column = |left: usize, text: &str| line(left, 100, 12, text);
    let page = column(520, &words(30)) + &column(500, &words(30)) + &column(480, "完。");
    let expected = format!("{}{}完。\n", words(30), words(30));
    assert_eq!(text(&pdf_in("UniGB-UCS2-V", &[page], "")), expected);
}

#[test]
fn why_a_file_gives_no_text_is_told() {
    assert_eq!(refusal(&pdf(&["0 0 10 10 re f".to_owned()])).kind, FaultKind::NoText);
    let hex = "00".repeat(32);
    let lock = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{hex}>/U<{hex}>>>");
    let locked = pdf_in("UniGB-UCS2-H", &[line(72, 100, 12, "密")], &lock);
    assert_eq!(refusal(&locked).kind, FaultKind::Encrypted);
    let broken = refusal(&file("a.pdf", b"%PDF-1.7 nothing"));
    assert!(matches!(broken.kind, FaultKind::Syntax { .. }), "{broken:?}");
    let picture = "q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q ".to_owned();
    let with_picture = pdf(&[picture + &line(72, 100, 12, "图")]);
    assert_eq!(leftovers(&with_picture), [(Leftover::Pictures, 1)]);
}

#[test]
fn radicals_and_ligatures_become_what_they_stand_for() {
    assert_eq!(glyphs::plain("⼈⺠ﬁ"), "人民fi");
}

#[test]
fn a_panic_is_a_fault_of_the_file() {
    let fault = contained(|| panic!("number {}", 7)).unwrap_err();
    assert_eq!(fault, syntax("number 7".to_owned()));
    let fault = contained(|| panic::resume_unwind(Box::new(TimeIsOver))).unwrap_err();
    assert!(matches!(fault, FaultKind::TooLarge { limit: Limit::Time, .. }));
}
