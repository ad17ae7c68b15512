use proptest::prelude::*;

use super::*;
use crate::exchange::document::{
    read,
    sample::{file, leftovers, refusal, text},
};

fn rtf(body: &str) -> SourceFile {
    let head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset136 MingLiU;}{\\f2\\fcharset2 Symbol;}{\\f3\\fcharset0 Times;}}\
        {\\stylesheet{\\s1\\outlinelevel0 heading 1;}{\\s2 heading 2;}{\\s3 toc 1;}{\\*\\cs9 x;}}";
    file("文.rtf", format!("{head}{body}}}").as_bytes())
}

#[test]
fn characters_are_read_in_every_way_they_are_written() {
    let body = "\\uc1\\u20013?\\u25991 ?\\u-10178?\\u-8841?\\f0\\'d6\\'d0\\f1\\'a4\\'a4\\f3\\'ce\\'c4\\uc2\\u26377\\'d3\\'d0 x\\{\\~\\_\\-\\emdash\\ldblquote\\par";
    assert_eq!(text(&rtf(body)), "中文\u{1f977}中中文有 x{ -—“\n");
}

#[test]
fn paragraphs_headings_lists_and_tables_are_read() {
    let body = "\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard\\outlinelevel2 C\\par\\pard\\s3 toc\\par\\pard a\\line b\\tab c\\par\\par
        {\\listtext\\pard\\plain\\f2 \\'b7\\tab}d\\par{\\pntext 2.\\tab}e\\par
        \\trowd\\cellx1\\pard\\intbl f\\cell g\\par h\\cell\\row\\trowd\\pard\\intbl i\\cell\\cell\\row\\pard j";
    let expected = "# A\n\n## B\n\n### C\n\na\nb\tc\n\n- d\n2. e\n\nf | g h\ni |\n\nj\n";
    assert_eq!(text(&rtf(body)), expected);
}

#[test]
fn only_the_text_of_the_document_is_read() {
    let body = "{\\info{\\title T}{\\author A}}{\\header H\\par}{\\*\\unknown U}{\\pict\\bin4 }}{{\\v x}{\\deleted y}{\\footnote N}{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}
        {\\field{\\*\\fldinst HYPERLINK}{\\fldrslt link}}{\\upr{old}{\\*\\ud new}}\\par out{\\shp{\\*\\shpinst{\\shptxt box\\par}}{\\shprslt no}}side\\par";
    let file = rtf(body);
    assert_eq!(text(&file), "linknew\n\nbox\n\noutside\n");
    let expected = [
        (Leftover::Pictures, 2),
        (Leftover::Footnotes, 1),
        (Leftover::Hidden, 1),
        (Leftover::HiddenCharacters, 1),
        (Leftover::Margins, 1),
    ];
    assert_eq!(leftovers(&file), expected);
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("T"));
}

#[test]
fn the_number_of_an_item_stands_before_what_resets_its_paragraph() {
    // As Word writes it, the first item of a list included.
    let body = "\\pard\\plain a\\par{\\listtext\\pard\\plain\\f0 \\'d2\\'bb\\'a1\\'a2\\tab}\\pard\\ls1 b\\par
        {\\listtext\\pard\\plain \\'b6\\'fe\\'a1\\'a2\\tab}c\\par{\\pntext\\f2\\'b7\\tab}\\pard{\\*\\pn\\pnlvlblt{\\pntxtb\\'b7}}d\\par
        {\\listtext\\f3 o\\tab}\\pard\\ilvl1 e\\par\\pard\\s1{\\listtext 1.1\\tab}\\pard\\s1 f\\par\\pard g\\par";
    assert_eq!(text(&rtf(body)), "a\n\n一、b\n二、c\n- d\n  - e\n\n# 1.1 f\n\ng\n");
}

#[test]
fn properties_and_marks_are_no_text_and_what_follows_a_mark_is() {
    let info = "{\\info{\\comment StarWriter}{\\title T}{\\author{\\upr{old}{\\*\\ud \\u24352?}}}{\\vern5690}{\\odd x}}";
    let body = "{\\f0 a\\*\\unknown b}{\\*\\bkmkstart x}{\\bkmkend x}\\header c{\\*\\xmlopen{\\xmlname p}}{\\*\\moMath{\\mf{\\mfPr{\\mtype x}}{\\mnum 1}{\\mden 2}}}\\par";
    let file = rtf(&format!("{info}{body}"));
    assert_eq!(text(&file), "abc1/2\n");
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("T"));
    // A style's name stands behind what its groups hold.
    let body = "{\\stylesheet{\\s1\\outlinelevel0{\\*\\keycode x} a;}{\\s7\\sbasedon1 b;}}\\pard\\s7 c\\par";
    assert_eq!(text(&rtf(body)), "# c\n");
}

#[test]
fn the_encoding_is_that_of_the_font() {
    // Quotes of a Western font in a Chinese document; Chinese of a font that says it is Western.
    let body = "\\f3\\'93Hi\\'94 caf\\'e9 {\\b\\'d6\\'d0}{\\loch\\af3\\dbch\\af0\\f3\\'d6H}{\\plain\\'d6\\'d0}\\par";
    assert_eq!(text(&rtf(body)), "“Hi” café 中諬中\n".replace('諬', &gbk(b"\xD6H")));
    let font = |font: &str, text: &str| {
        format!("{{\\rtf1\\ansi\\ansicpg1252\\deff4{{\\fonttbl{{\\f4\\fnil{font} x;}}}}{text}}}")
    };
    let read = |rtf: String| text(&file("a.rtf", rtf.as_bytes()));
    assert_eq!(read(font("\\fcharset134\\cpg65001", "\\'e4\\'b8\\'ad")), "中\n");
    assert_eq!(read(font("\\cpg437", "\\'80")), "Ç\n");
    assert_eq!(read(font("\\fcharset1", "\\'80")), "€\n");
    assert_eq!(read("{\\rtf1\\mac \\'8e}".to_owned()), "é\n");
    // UTF-8 as it stands.
    assert_eq!(read(font("\\fcharset0", "中文{\\b\\'93}")), "中文“\n");
}

fn gbk(bytes: &[u8]) -> String {
    encoding_rs::GB18030.decode(bytes).0.into_owned()
}

#[test]
fn what_stands_for_a_character_is_passed_over_and_nothing_else() {
    let body = "\\u8220\\b x\\u8221\\emdash y\\uc0\\u20013 z\\uc1\\u20013{a}\\u-10178?b\\u-10178?\\u20013?\\u-8841?\\u-10178?\\u-8841?\\u128512?\\u-10178?\\par c";
    let expected = "“x”y中z中a\u{fffd}b\u{fffd}中\u{fffd}\u{1f977}😀\u{fffd}\n\nc\n";
    assert_eq!(text(&rtf(body)), expected);
}

#[test]
fn signs_and_answers_of_a_form_are_what_is_seen() {
    let body = "{\\fonttbl{\\f7\\fnil\\fcharset2{\\*\\panose 05}Wingdings{\\*\\falt x};}{\\f8\\fcharset2 Symbol;}}
        {\\field{\\*\\fldinst SYMBOL 254 \\\\f \"Wingdings\" \\\\s 12}{\\fldrslt\\f7}}a{\\f7\\'a8\\u-3842?}{\\f8 b}
        {\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres25{\\*\\ffname x}\\ffdefres1}}}{\\fldrslt}}c
        {\\field{\\*\\fldinst{FORMDROPDOWN {\\*\\formfield{\\fftype2\\ffres1{\\*\\ffl d}{\\*\\ffl e}}}}}{\\fldrslt}}
        {\\field{\\*\\fldinst PAGEREF}{\\fldrslt f}}\\par";
    let text: String = text(&rtf(body)).split_whitespace().collect();
    assert_eq!(text, "☑a□☑β☒cef");
}

#[test]
fn a_table_in_a_cell_keeps_its_rows() {
    let body = "\\pard before\\par\\trowd\\pard\\intbl\\itap1 a\\cell\\pard\\intbl\\itap2 c\\nestcell d\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par no}
        e\\nestcell f\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}\\pard\\intbl\\itap1 g\\cell\\row\\trowd\\intbl h\\cell i\\cell\\row\\pard after\\par";
    let file = rtf(body);
    assert_has_rows(&text(&file), "beforeacdefghiafter", &["c | d", "e | f"]);
}

/// How a table in a cell is laid out is another's business; its rows and the order are ours.
fn assert_has_rows(text: &str, letters: &str, rows: &[&str]) {
    assert_eq!(text.chars().filter(|c| c.is_alphanumeric()).collect::<String>(), letters);
    assert!(rows.iter().all(|row| text.contains(row)), "{text}");
}

#[test]
fn a_table_in_a_text_box_in_a_cell_does_not_mix_with_the_one_around() {
    let body = "\\trowd\\pard\\intbl a\\cell b{\\shp{\\*\\shpinst{\\sp{\\sn pib}{\\sv{\\pict 00}}}{\\shptxt box\\par\\trowd\\intbl c\\cell d\\cell\\row}}}\\cell\\row\\pard e\\par";
    let file = rtf(body);
    assert_has_rows(&text(&file), "aboxcdbe", &["c | d"]);
    assert_eq!(leftovers(&file), [(Leftover::Pictures, 1)]);
}

#[test]
fn endless_groups_are_refused_and_too_many_ends_are_not() {
    let kind = FaultKind::TooLarge { limit: Limit::Depth, most: 10_000 };
    assert_eq!(refusal(&rtf(&"{".repeat(20_000))).kind, kind);
    assert_eq!(text(&rtf("a}}}}b")), "ab\n");
}

proptest! {
    #[test]
    fn any_words_are_read(body in r"(\\(par|pard|cell|row|trowd|intbl|itap|nestcell|nestrow|u|uc|bin|v|upr|ud|shptxt|listtext|f|cpg|fonttbl|stylesheet|dbch|\*|'|s)-?[0-9]{0,3} ?|[{}]|a|中){0,60}") {
        let _ = read(&rtf(&body));
    }
}
