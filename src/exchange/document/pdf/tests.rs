use std::fmt::Write as _;

use super::*;
use crate::exchange::document::sample::{file, leftovers, refusal, text};

/// A PDF of these pages' drawings, with fonts that are not in it: `F1` in the encoding `cmap`.
fn pdf_in(cmap: &str, pages: &[String], trailer: &str) -> SourceFile {
    let pages: Vec<(String, String)> =
        pages.iter().map(|page| (page.clone(), String::new())).collect();
    pdf_of(cmap, &pages, &[], trailer)
}

/// A PDF of these pages, each its drawing and what its dictionary has besides, and of further
/// objects, the first of which is number 100.
fn pdf_of(cmap: &str, pages: &[(String, String)], further: &[String], trailer: &str) -> SourceFile {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[4 0 R]>>"),
        // Han characters are as wide as they are high, Latin letters and digits half of that.
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>".to_owned(),
    ];
    for (at, (drawing, more)) in pages.iter().enumerate() {
        let contents = 6 + 2 * at;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {contents} 0 R/Resources<</Font<</F1 3 0 R>>>>{more}>>"
        ));
        objects.push(stream("", drawing));
    }
    let numbers = (1..=objects.len()).chain(100..);
    let mut all = String::from("%PDF-1.4\n");
    let mut table = String::from("0 1\n0000000000 65535 f \n");
    for (number, object) in std::iter::zip(numbers, objects.iter().chain(further)) {
        let _ = write!(table, "{number} 1\n{:010} 00000 n \n", all.len());
        let _ = writeln!(all, "{number} 0 obj{object}endobj");
    }
    let (size, start) = (100 + further.len(), all.len());
    let _ = write!(
        all,
        "xref\n{table}trailer<</Root 1 0 R/Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF"
    );
    file("文.pdf", all.as_bytes())
}

fn stream(dictionary: &str, drawing: &str) -> String {
    format!("<<{dictionary}/Length {}>>stream\n{drawing}\nendstream", drawing.len())
}

fn pdf(pages: &[String]) -> SourceFile {
    pdf_in("UniGB-UCS2-H", pages, "")
}

/// A line of text `from_top` points below the top of the page.
fn line(left: usize, from_top: usize, size: usize, text: &str) -> String {
    turned(&format!("1 0 0 1 {left} {}", 800 - from_top), size, text)
}

/// A line of text by its matrix.
fn turned(matrix: &str, size: usize, text: &str) -> String {
    format!("BT /F1 {size} Tf {matrix} Tm <{}> Tj ET\n", hex(text))
}

fn hex(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    units.concat()
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
fn a_sentence_set_large_is_no_heading() {
    let page = [line(72, 80, 16, "议事会办成了三件事。"), line(72, 120, 12, &words(36))];
    let expected = format!("议事会办成了三件事。\n\n{}\n", words(36));
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
            let mut page = line(72, 40, 10, "社区建设 2019年第3期");
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
    let left = read_file(&pdf(&pages));
    assert_eq!(left.iter().collect::<Vec<_>>(), [(Leftover::Margins, 8)]);
    assert_eq!(left.first(Leftover::Margins), "社区建设 2019年第3期");
}

fn read_file(file: &SourceFile) -> Leftovers {
    crate::exchange::document::read(file).unwrap().leftovers
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
        line(72, 100, 12, "面积5m")
            + &line(108, 96, 7, "2")
            + &line(120, 100, 12, "(a)")
            + &line(138, 96, 7, "2"),
    ];
    let file = pdf(&pages);
    assert_eq!(text(&file), format!("{}{}面积5m2 (a)2\n", words(37), words(37)));
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

/// Six pages of text, with what `margins` puts into the margins of each.
fn pages_with(margins: impl Fn(usize) -> String) -> SourceFile {
    let pages: Vec<String> = (1..=6)
        .map(|number| {
            let rows = (0..8).map(|row| line(72, 110 + 20 * row, 12, &words(38)));
            rows.collect::<String>() + &margins(number)
        })
        .collect();
    pdf(&pages)
}

#[test]
fn heads_of_left_and_right_pages_and_numbers_in_any_script_are_left_out() {
    let han = ["一", "二", "三", "四", "五", "六"];
    let roman = ["i", "ii", "iii", "iv", "v", "vi"];
    let all: [&dyn Fn(usize) -> String; 6] = [
        &|number| {
            let is_left = number % 2 == 0;
            let head = line(
                if is_left { 72 } else { 400 },
                50,
                9,
                if is_left { "议事研究" } else { "张三 楼道里的事" },
            );
            head + &line(if is_left { 72 } else { 500 }, 770, 9, &number.to_string())
        },
        &|number| line(280, 770, 9, &format!("第{number}页 共6页")),
        &|number| line(280, 770, 9, &format!("— {} —", han[number - 1])),
        &|number| line(280, 770, 9, roman[number - 1]),
        &|number| line(72, 50, 9, if number <= 3 { "第一章 绪论" } else { "第二章 方法" }),
        // At both ends of one line.
        &|number| {
            line(72, 50, 9, "居民议事会调查报告") + &line(500, 50, 9, &(number + 30).to_string())
        },
    ];
    for margins in all {
        let file = pages_with(margins);
        assert_eq!(text(&file), format!("{}\n", words(38).repeat(48)));
        assert!(
            leftovers(&file).iter().all(|&(kind, count)| kind == Leftover::Margins && count >= 6)
        );
    }
}

#[test]
fn what_differs_from_page_to_page_or_stands_in_the_text_is_no_head() {
    for margins in [
        &(|number| line(72, 50, 12, &format!("受访者编号：{number:02}")))
            as &dyn Fn(usize) -> String,
        &|number| line(72, 50, 12, &format!("受访者{number}")),
        &|number| line(72, 50, 12, &format!("问卷 {number:02}")),
        &|_| line(72, 50, 12, "性别：女"),
        &|_| line(72, 50, 12, "您怎么看加装电梯？"),
        &|number| line(72, 50, 12, &format!("年龄 {}", 30 + number * number)),
        // In the middle of the page, far from the text.
        &|_| line(72, 400, 12, "居民议事会"),
        // On two pages only.
        &|number| if number < 3 { line(72, 50, 12, "居民议事会") } else { String::new() },
    ] {
        let file = pages_with(margins);
        let read = text(&file);
        assert_eq!(leftovers(&file), [], "{read}");
    }
}

#[test]
fn a_form_a_page_loses_nothing() {
    let pages: Vec<String> = [(1, 35, 60), (2, 62, 45), (3, 48, 30), (4, 48, 30)]
        .iter()
        .map(|(number, age, minutes)| {
            [
                line(72, 62, 12, &format!("受访者编号：{number:02}")),
                line(72, 82, 12, &format!("年龄 {age}")),
                line(72, 102, 12, "地点 议事厅"),
                line(72, 122, 12, &format!("访谈时长：{minutes}分钟")),
                line(72, 142, 12, "问：您怎么看加装电梯？"),
                line(72, 162, 12, "答：应当装。"),
            ]
            .concat()
        })
        .collect();
    let file = pdf(&pages);
    let read = text(&file);
    assert_eq!(leftovers(&file), []);
    for (line, count) in
        [("受访者编号：04", 1), ("年龄 48", 2), ("地点 议事厅", 4), ("问：您怎么看", 4)]
    {
        assert_eq!(read.matches(line).count(), count, "{read}");
    }
}

#[test]
fn equal_letters_side_by_side_stay_and_shadows_do_not() {
    let text_of_line = "2000年11月，支出77,889.55元，Illinois 100111";
    assert_eq!(text(&pdf(&[line(72, 100, 12, text_of_line)])), format!("{text_of_line}\n"));
    let twice = |x: f64, y: f64| {
        let first = line(72, 100, 24, "标题阴影 2000");
        format!("{first} 1 0 0 1 {x} {y} cm {first} {first}")
    };
    for (x, y) in [(2.0, -2.0), (0.5, 0.0), (-3.0, -3.0), (0.0, 3.0), (1.0, 0.3)] {
        assert_eq!(text(&pdf(&[twice(x, y)])).trim_start_matches("# "), "标题阴影 2000\n");
    }
}

#[test]
fn text_on_its_side_is_read_as_a_block_of_its_own() {
    let page = line(72, 60, 12, "正文一段，下面的表横排。")
        + &turned("0 1 -1 0 200 200", 12, "表1 各街道议事次数")
        + &turned("0 1 -1 0 225 200", 12, "甲街道 12 次，乙街道 8 次")
        + &turned("0 -1 1 0 500 700", 12, "朝下的字")
        + &turned("-1 0 0 -1 400 300", 12, "倒着的字");
    let file = pdf(&[page]);
    let expected = "正文一段，下面的表横排。\n\n朝下的字\n\n表1 各街道议事次数\n\n甲街道 12 次，乙街道 8 次\n\n倒着的字\n";
    assert_eq!(text(&file), expected);
}

#[test]
fn a_page_that_lies_on_its_side_or_head_is_read() {
    let expected = format!("{}{}完。\n", words(30), words(30));
    let lines = [words(30), words(30), "完。".to_owned()];
    let page = |matrix: &dyn Fn(usize) -> String| {
        let lines = lines.iter().enumerate().map(|(at, text)| turned(&matrix(20 * at), 12, text));
        lines.collect::<String>()
    };
    let up = page(&|at| format!("0 1 -1 0 {} 100", 100 + at));
    let down = page(&|at| format!("0 -1 1 0 {} 700", 500 - at));
    let over = page(&|at| format!("-1 0 0 -1 500 {}", 100 + at));
    let level = page(&|at| format!("1 0 0 1 72 {}", 700 - at));
    for (drawing, turn) in [(up, 90), (over, 180), (down, 270), (level, 0)] {
        assert_eq!(text(&pdf(std::slice::from_ref(&drawing))), expected, "{turn}");
        let page = (drawing, format!("/Rotate {turn}"));
        assert_eq!(text(&pdf_of("UniGB-UCS2-H", &[page], &[], "")), expected, "{turn}");
    }
}

#[test]
fn columns_of_single_glyphs_are_read_from_the_right() {
    let columns = ["大道之行也天下為公", "選賢與能講信修睦故", "人不獨親其親"];
    let mut page = String::new();
    for (column, text) in columns.iter().enumerate() {
        for (row, sign) in text.chars().enumerate() {
            page += &line(480 - 25 * column, 60 + 15 * row, 14, &sign.to_string());
        }
    }
    assert_eq!(text(&pdf(&[page.clone()])), format!("{}\n", columns.concat()));
    // A label at the side of a form is read where it stands; lines one below the other stay lines.
    let mut page = line(72, 60, 12, "登记表");
    for (row, sign) in "个人简历".chars().enumerate() {
        page += &line(72, 100 + 14 * row, 12, &sign.to_string());
    }
    page += &line(120, 100, 12, "一九九九年至今在街道工作");
    for row in 0..4 {
        page += &line(72, 200 + 20 * row, 12, &words(30));
    }
    let read = text(&pdf(&[page]));
    assert!(read.contains("个人简历 一九九九年至今在街道工作"), "{read}");
    assert!(read.contains(&words(30)), "{read}");
}

#[test]
fn the_letters_of_a_spaced_title_are_one_word_and_digits_apart_are_not() {
    let spaced = |from_top: usize, gap: f64, text: &str| {
        format!("{gap} Tc {} 0 Tc ", line(72, from_top, 20, text))
    };
    assert_eq!(text(&pdf(&[spaced(100, 15.0, "关于议事的通知")])), "关于议事的通知\n");
    assert_eq!(text(&pdf(&[spaced(100, 6.0, "REPORT")])), "REPORT\n");
    assert_eq!(text(&pdf(&[spaced(100, 6.0, "ANNUAL REPORT")])), "ANNUAL REPORT\n");
    assert_eq!(text(&pdf(&[spaced(100, 12.0, "54321")])), "5 4 3 2 1\n");
}

#[test]
fn notes_are_not_cut_at_any_number() {
    let page = line(72, 100, 12, &words(37))
        + &line(516, 96, 7, "3")
        + &line(72, 120, 12, &words(37))
        + &line(72, 720, 9, "上一页的注释还没有说完，从")
        + &line(72, 734, 9, "2019年说起。")
        + &line(72, 748, 9, "3 这一页的注释")
        + &line(72, 762, 9, "2020年的事");
    let file = pdf(&[page]);
    let read = text(&file);
    assert!(read.contains("上一页的注释还没有说完，从") && read.contains("2019年说起。"), "{read}");
    assert!(!read.contains("2020") && !read.contains('3'), "{read}");
    assert_eq!(read_file(&file).first(Leftover::Footnotes), "3 这一页的注释");
}

/// A page with a question and these annotations, of which the appearances are objects from 100 on.
fn form(annotations: &str, appearances: &[String]) -> SourceFile {
    let page = (line(72, 100, 12, "问题一："), format!("/Annots[{annotations}]"));
    pdf_of("UniGB-UCS2-H", &[page], appearances, "")
}

#[test]
fn answers_of_forms_stand_at_their_places() {
    let look = |drawing: &str| {
        stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 300 20]/Resources<</Font<</F1 3 0 R>>>>",
            drawing,
        )
    };
    let area = "/Type/Annot/Subtype/Widget/F 4/Rect[120 695 430 715]";
    let value = hex("应当加装");
    let shown = look(&format!("/Tx BMC BT /F1 12 Tf 2 5 Td <{value}> Tj ET EMC"));
    let nothing = look("0 0 10 10 re f");
    let read = |annotation: &str, looks: &[String]| text(&form(annotation, looks));
    let filled = format!("<<{area}/FT/Tx/V<FEFF{value}>/AP<</N 100 0 R>>>>");
    assert_eq!(read(&filled, &[shown]), "问题一：应当加装\n");
    let bare = format!("<<{area}/FT/Tx/V<FEFF{value}>>>");
    assert_eq!(read(&bare, &[]), "问题一：应当加装\n");
    // The value belongs to the field that the widget is a part of.
    let part = format!("<<{area}/Parent<</FT/Tx/V<FEFF{value}>>>>>");
    assert_eq!(read(&part, &[]), "问题一：应当加装\n");
    let hidden = bare.replace("/F 4", "/F 2");
    assert_eq!(read(&hidden, &[]), "问题一：\n");
    let secret = bare.replace("/FT/Tx", "/FT/Tx/Ff 8192");
    assert_eq!(read(&secret, &[]), "问题一：\n");
    let pair =
        |state: &str| format!("<<{area}/FT/Btn/AS/{state}/AP<</N<</Yes 100 0 R/Off 100 0 R>>>>>>");
    assert_eq!(read(&pair("Yes"), std::slice::from_ref(&nothing)), "问题一：☑\n");
    assert_eq!(read(&pair("Off"), std::slice::from_ref(&nothing)), "问题一：☐\n");
    let choice = format!(
        "<<{area}/FT/Ch/Ff 131072/V(b)/Opt[[(a)<FEFF{}>][(b)<FEFF{value}>]]>>",
        hex("不必")
    );
    assert_eq!(read(&choice, &[]), "问题一：应当加装\n");
    let list = choice.replace("/Ff 131072", "").replace("695 430 715", "600 430 680");
    assert_eq!(read(&list, &[]).split_whitespace().collect::<String>(), "问题一：☐不必☑应当加装");
}

#[test]
fn comments_and_watermarks_are_counted() {
    let comment = "<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(x)>>";
    assert_eq!(leftovers(&form(comment, &[])), [(Leftover::Footnotes, 1)]);
    let page = line(72, 100, 12, "正文") + &turned("0.7 0.7 -0.7 0.7 100 300", 40, "内部资料");
    let file = pdf(&[page]);
    assert_eq!(text(&file), "正文\n");
    assert_eq!(leftovers(&file), [(Leftover::Askew, 1)]);
    assert_eq!(read_file(&file).first(Leftover::Askew), "内部资料");
    // A small one all over the page; the labels of a figure are read.
    let tiles =
        (0..4).map(|row| turned(&format!("0.7 0.7 -0.7 0.7 {} 300", 80 * row), 12, "内部资料"));
    let file = pdf(&[line(72, 100, 12, "正文") + &tiles.collect::<String>()]);
    assert_eq!(text(&file), "正文\n");
    assert_eq!(read_file(&file).first(Leftover::Askew), "内部资料");
    let labels = ["1月", "2月", "3月"].into_iter().enumerate();
    let labels = labels
        .map(|(at, label)| turned(&format!("0.7 0.7 -0.7 0.7 {} 300", 100 + 60 * at), 9, label));
    let read = text(&pdf(&[line(72, 100, 12, "正文") + &labels.collect::<String>()]));
    assert!(["正文", "1月", "2月", "3月"].iter().all(|label| read.contains(label)), "{read}");
    // What is outside of the page is not seen.
    let file = pdf(&[line(72, 100, 12, "正文") + &line(700, 100, 12, "页外")]);
    assert_eq!(text(&file), "正文\n");
    assert_eq!(leftovers(&file), [(Leftover::Hidden, 1)]);
}
