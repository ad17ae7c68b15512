//! Tables as people and programs write them, and our own sheet read back.

use std::io::Cursor;

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use super::*;
use crate::{
    annotation::Codebook,
    exchange::{
        sample::{any_set, set},
        xlsx,
    },
};

fn read_csv(text: &str) -> Result<Incoming, ImportFault> {
    read(&SourceFile { name: "编码簿.csv".into(), bytes: text.as_bytes().to_vec() })
}

/// Each theme by its path.
fn paths(read: &Incoming) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for theme in &read.themes {
        let path = match theme.parent {
            Some(at) => format!("{}/{}", paths[at], theme.name),
            None => theme.name.clone(),
        };
        paths.push(path);
    }
    paths
}

#[test]
fn columns_are_known_in_either_language_and_any_order() {
    let text = "说明,颜色,Parent Theme,主题名称,词表,排除标准\r\n\
                街道的阵地,#1D518A,党建,阵地建设,\"驿站、粮站\",\r\n\
                \"一行\n二行\",#abc,,党建,\"/党(群|建)/\n先锋\",不算\r\n\
                ,carmine,没有的,'=1+1,,\r\n";
    let read = read_csv(text).unwrap();
    // A parent comes first wherever its row stands, and without one too.
    assert_eq!(paths(&read), ["党建", "党建/阵地建设", "没有的", "没有的/=1+1"]);
    let [parent, child, _, last] = &read.themes[..] else { panic!("{read:?}") };
    assert_eq!((&*parent.description, &*parent.exclude), ("一行\n二行", "不算"));
    assert_eq!(parent.lexicon, ["/党(群|建)/", "先锋"]);
    assert_eq!(parent.colour, Some(Colour::Rgb(0xAA, 0xBB, 0xCC)));
    assert_eq!(child.lexicon, ["驿站", "粮站"]);
    assert_eq!(child.colour, Some(Colour::Palette(0)));
    assert_eq!(last.colour, Some(Colour::Palette(3)));
}

#[test]
fn a_tree_may_stand_in_paths_or_in_spaces() {
    let read = read_csv("code,memo\n党建/阵地建设,甲\n党建,乙\n人才,\n党建/阵地建设,丙\n").unwrap();
    assert_eq!(paths(&read), ["党建", "党建/阵地建设", "人才"]);
    assert_eq!((&*read.themes[0].memo, &*read.themes[1].memo), ("乙", "甲"));
    let read = read_csv("主题\n党建\n　　阵地建设\n　　　　驿站\n　　队伍\n人才\n").unwrap();
    assert_eq!(paths(&read), ["党建", "党建/阵地建设", "党建/阵地建设/驿站", "党建/队伍", "人才"]);
}

#[test]
fn parents_in_a_circle_are_cut_and_one_of_several_of_a_name_is_found_by_its_path() {
    let read = read_csv("name,parent\n甲,乙\n乙,甲\n丙,丙\n").unwrap();
    assert_eq!(paths(&read), ["乙", "乙/甲", "丙"]);
    let text = "name,parent\n人才,党建\n人才,街道\n引进,街道/人才\n党建,\n街道,\n";
    let read = read_csv(text).unwrap();
    assert_eq!(paths(&read), ["党建", "党建/人才", "街道", "街道/人才", "街道/人才/引进"]);
}

#[test]
fn taguettes_codebook_is_one() {
    let read = read_csv("tag,description,number of highlights\n党建,说明,3\n").unwrap();
    assert_eq!((paths(&read), &*read.themes[0].description), (vec!["党建".to_owned()], "说明"));
}

#[test]
fn a_table_without_names_says_which_column_it_lacks() {
    let fault = read_csv("甲,乙\n1,2\n").unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoColumn("name".into()));
    assert_eq!(read_csv("").unwrap_err().kind, FaultKind::NoColumn("name".into()));
}

#[test]
fn old_encodings_are_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("主题,说明\n党建,街道党群服务中心的建设\n");
    let read = read(&SourceFile { name: "簿.csv".into(), bytes: bytes.into_owned() }).unwrap();
    assert_eq!(paths(&read), ["党建"]);
}

#[test]
fn two_cells_far_apart_do_not_fill_the_memory() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "主题").unwrap();
    sheet.write_string(1_048_575, 0, "党建").unwrap();
    sheet.write_string(1_048_575, 16_383, "远").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let read = read(&SourceFile { name: "簿.xlsx".into(), bytes }).unwrap();
    assert_eq!(paths(&read), ["党建"]);
}

#[test]
fn an_opendocument_sheet_is_read() {
    use std::io::Write as _;
    let xml = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
        <table:table><table:table-row table:number-rows-repeated=\"1000000\">\
        <table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>\
        <table:table-row><table:table-cell/><table:table-cell><text:p>主题</text:p>\
        </table:table-cell><table:table-cell table:number-columns-repeated=\"2\"/>\
        <table:table-cell><text:p>说明</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell/><table:table-cell><text:p>党建</text:p>\
        </table:table-cell><table:covered-table-cell/><table:table-cell/><table:table-cell>\
        <text:p>一<text:s text:c=\"2\"/>行</text:p><text:p>二</text:p></table:table-cell>\
        </table:table-row></table:table></office:document-content>";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let read = read(&SourceFile { name: "簿.ods".into(), bytes }).unwrap();
    assert_eq!(paths(&read), ["党建"]);
    assert_eq!(read.themes[0].description, "一  行\n二");
}

fn labels() -> xlsx::WorkbookLabels {
    let texts = |all: &str| -> Vec<String> { all.split(' ').map(str::to_owned).collect() };
    xlsx::WorkbookLabels {
        sheets: texts("摘录 编码簿 主题×文章 文章").try_into().unwrap(),
        excerpts: texts(
            "主题 文字 备忘录 标题 年份 文章 段 起 止 编码员 前文 后文 标注时间 修改时间 位置",
        )
        .try_into()
        .unwrap(),
        codebook: texts("主题 数字键 说明 纳入标准 排除标准 词表 摘录数 文章").try_into().unwrap(),
        articles: texts("标题 年份 文章 字数 摘录数").try_into().unwrap(),
        places: texts("在原处 移位 原文改动 待核对 孤立").try_into().unwrap(),
        total: "合计".to_owned(),
    }
}

fn assert_same(read: &Incoming, codebook: &Codebook) {
    let themes = codebook.themes();
    let names: Vec<String> = themes.iter().map(|theme| codebook.path_name(theme.id)).collect();
    assert_eq!(paths(read), names);
    for (read, theme) in read.themes.iter().zip(themes) {
        assert_eq!(
            (&read.description, &read.include, &read.exclude, &read.lexicon),
            (&theme.description, &theme.include, &theme.exclude, &theme.lexicon)
        );
    }
}

#[test]
fn our_own_sheet_comes_back_with_rules_and_words() {
    let mut of = set(&["街道。"], &[]);
    let mut theme = of.annotations.codebook().themes()[0].clone();
    theme.exclude = "不算的".to_owned();
    theme.lexicon = vec!["党建，引领".to_owned(), "/党(群|建)/".to_owned()];
    let edit = crate::annotation::Edit::change_theme(of.annotations.codebook(), theme).unwrap();
    of.annotations.apply(&edit).unwrap();
    let mut out = Cursor::new(Vec::new());
    xlsx::write(&mut out, of.project(), &labels()).unwrap();
    let file = SourceFile { name: "簿.xlsx".into(), bytes: out.into_inner() };
    assert_same(&read(&file).unwrap(), of.annotations.codebook());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn our_own_sheet_is_found_among_the_others(set in any_set()) {
        let mut out = Cursor::new(Vec::new());
        xlsx::write(&mut out, set.project(), &labels()).unwrap();
        let file = SourceFile { name: "簿.xlsx".into(), bytes: out.into_inner() };
        assert_same(&read(&file).unwrap(), set.annotations.codebook());
    }
}
