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
    let expected = [(Leftover::Pictures, 2), (Leftover::Footnotes, 1), (Leftover::Hidden, 1)];
    assert_eq!(leftovers(&file), expected);
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("T"));
}

#[test]
fn endless_groups_are_refused_and_too_many_ends_are_not() {
    let kind = FaultKind::TooLarge { limit: Limit::Depth, most: 10_000 };
    assert_eq!(refusal(&rtf(&"{".repeat(20_000))).kind, kind);
    assert_eq!(text(&rtf("a}}}}b")), "ab\n");
}

proptest! {
    #[test]
    fn any_words_are_read(body in r"(\\(par|pard|cell|row|trowd|intbl|u|uc|bin|v|upr|ud|shptxt|listtext|\*|'|s)-?[0-9]{0,3} ?|[{}]|a|中){0,60}") {
        let _ = read(&rtf(&body));
    }
}
