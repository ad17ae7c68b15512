//! Signs, fields, and what stands in other parts than the text.

use super::{STYLES, document, p, with};
use crate::exchange::{
    document::sample::{archive, leftovers, text},
    incoming::{Leftover, SourceFile},
};

/// A run of these pieces.
fn run(pieces: &str) -> String {
    format!("<w:r>{pieces}</w:r>")
}

/// A paragraph of these pieces.
fn para(pieces: &str) -> String {
    format!("<w:p>{pieces}</w:p>")
}

fn t(words: &str) -> String {
    run(&format!(r#"<w:t xml:space="preserve">{words}</w:t>"#))
}

fn mark(kind: &str) -> String {
    run(&format!(r#"<w:fldChar w:fldCharType="{kind}"/>"#))
}

fn code(words: &str) -> String {
    run(&format!("<w:instrText>{words}</w:instrText>"))
}

fn field(words: &str, result: Option<&str>) -> String {
    let result = result.map(|result| mark("separate") + result).unwrap_or_default();
    mark("begin") + &code(words) + &result + &mark("end")
}

/// With parts that the main part names.
fn related(body: &str, relations: &[(&str, &str)], parts: &[(&str, &str)]) -> SourceFile {
    let one = |(id, target): &(&str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="http://x/aFChunk" Target="{target}"/>"#)
    };
    let list: Vec<String> = relations.iter().map(one).collect();
    let list = format!("<Relationships>{}</Relationships>", list.concat());
    let mut all = vec![("word/_rels/document.xml.rels", &*list)];
    all.extend(parts);
    with(body, STYLES, "", &all)
}

#[test]
fn signs_of_the_fonts_of_signs_are_read() {
    let sym = |font: &str, code: &str| run(&format!(r#"<w:sym w:font="{font}" w:char="{code}"/>"#));
    let in_font = |font: &str, words: &str| {
        run(&format!(
            r#"<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{words}</w:t>"#
        ))
    };
    let body = para(
        &[
            t("是"),
            sym("Wingdings 2", "F052"),
            t("否"),
            sym("Wingdings 2", "00A3"),
            sym("Wingdings", "F0FE"),
            sym("宋体", "4E00"),
            in_font("Wingdings", "\u{f06f}"),
            in_font("Symbol", "b 中"),
            in_font("宋体", "\u{f06f}"),
            sym("MT Extra", "F04B"),
        ]
        .concat(),
    );
    let file = document(&body);
    assert_eq!(text(&file), "是☑否□☑一□β 中\u{f06f}\u{fffd}\n");
    assert_eq!(leftovers(&file), [(Leftover::Signs, 2)]);
}

#[test]
fn a_style_may_write_signs_unless_a_run_has_letters() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="character" w:styleId="S"><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style></w:styles>"#;
    let of = |more: &str| {
        run(&format!(r#"<w:rPr><w:rStyle w:val="S"/>{more}</w:rPr><w:t>&#xF0FE;</w:t>"#))
    };
    let theme = r#"<w:rFonts w:asciiTheme="minorHAnsi"/>"#;
    assert_eq!(text(&with(&para(&(of("") + &of(theme))), styles, "", &[])), "☑\u{f0fe}\n");
}

#[test]
fn boxes_to_tick_show_whether_they_are_ticked() {
    let control = |checked: u8, inside: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/><w14:checkedState w14:val="00FE" w14:font="Wingdings"/></w14:checkbox></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"#
        )
    };
    let form = |data: &str, name: &str| {
        run(&format!(r#"<w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar>"#))
            + &code(name)
            + &mark("end")
    };
    let body = [
        para(&(control(1, &t("☒")) + &control(1, "") + &control(0, &run("")))),
        para(
            &[
                form(r#"<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>"#, "FORMCHECKBOX"),
                form(r#"<w:checkBox><w:default w:val="1"/></w:checkBox>"#, "FORMCHECKBOX"),
                form(r#"<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>"#, "FORMCHECKBOX"),
                form(
                    r#"<w:ddList><w:result w:val="1"/><w:listEntry w:val="男"/><w:listEntry w:val="女"/></w:ddList>"#,
                    "FORMDROPDOWN",
                ),
                form(r#"<w:textInput><w:default w:val="请填写"/></w:textInput>"#, "FORMTEXT"),
            ]
            .concat(),
        ),
        para(&field("FORMTEXT", Some(&t("张三")))),
    ];
    assert_eq!(text(&document(&body.concat())), "☒☑☐\n\n☒☒☐女请填写\n\n张三\n");
}

#[test]
fn of_fields_the_result_is_read_and_no_code() {
    let inner = field("MERGEFIELD 甲", Some(&t("漏")));
    let nested = mark("begin")
        + &code("IF ")
        + &inner
        + &code(" = 1")
        + &mark("separate")
        + &t("果")
        + &mark("end");
    let outer = field("HYPERLINK", Some(&(t("链") + &field("PAGE", Some(&t("3"))))));
    let simple = format!(r#"<w:fldSimple w:instr="DATE">{}</w:fldSimple>"#, t("今"));
    let body = [
        para(&(t("前") + &nested + &outer + &simple + &t("后"))),
        // A code over several paragraphs.
        para(&(mark("begin") + &code("QUOTE") + &t("码"))),
        para(&(t("码") + &mark("separate") + &t("文"))),
        para(&(t("章") + &mark("end") + &t("末"))),
    ];
    let file = document(&body.concat());
    assert_eq!(text(&file), "前果链3今后\n\n文\n\n章末\n");
    assert_eq!(leftovers(&file), []);
}

#[test]
fn a_field_without_end_swallows_nothing() {
    let gone = format!("<w:del>{}{}</w:del>", mark("begin"), code("PAGE"));
    let contents =
        |pieces: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{pieces}</w:p>"#);
    let body = [
        para(&(mark("begin") + &code("PAGE") + &t("甲"))),
        para(&(gone + &mark("separate") + &t("一") + &mark("end") + &t("乙"))),
        para(&(mark("begin") + &code("TOC") + &t("x"))),
        contents(&(mark("separate") + &t("目录行"))),
        para(&(mark("end") + &t("丙"))),
        para(&t("丁")),
    ];
    assert_eq!(text(&document(&body.concat())), "甲\n\n一乙\n\n丙\n\n丁\n");
}

#[test]
fn fields_that_keep_no_result_are_worked_out_or_counted() {
    let body = para(
        &[
            field(r"EQ \o\ac(○,12)", None),
            field("SYMBOL 254 \\f Wingdings \\s 12", None),
            field("QUOTE \"引\"", None),
            field("MACROBUTTON NoMacro 点这里", None),
            field("XE \"索引\"", None),
            field("LISTNUM", None),
            field("SYMBOL 75 \\f \"MT Extra\"", None),
        ]
        .concat(),
    );
    let file = document(&body);
    assert_eq!(text(&file), "⑫☑引点这里K\n");
    assert_eq!(leftovers(&file), [(Leftover::Fields, 1)]);
}

#[test]
fn text_that_a_style_hides_is_hidden() {
    let styles = r#"<w:styles xmlns:w="w">
        <w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Q"/><w:basedOn w:val="P"/></w:style>
        <w:style w:type="paragraph" w:styleId="O"><w:name w:val="O"/><w:basedOn w:val="P"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;
    let of = |paragraph: &str, looks: &[(&str, &str)]| {
        let runs: String = looks
            .iter()
            .map(|(look, words)| run(&format!("<w:rPr>{look}</w:rPr><w:t>{words}</w:t>")))
            .collect();
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>{runs}</w:p>"#)
    };
    let by_style = r#"<w:rStyle w:val="C"/>"#;
    let shown = r#"<w:rStyle w:val="C"/><w:vanish w:val="false"/>"#;
    let body = of("N", &[("", "见"), (by_style, "藏"), (shown, "直说"), ("<w:vanish/>", "藏")])
        + &of("P", &[("", "藏")])
        // The style of the characters switches off what that of the paragraph switched on.
        + &of("Q", &[("", "藏"), (by_style, "互消")])
        + &of("O", &[("", "样式说见")])
        + &para(&run(&format!(
            "<w:rPr><w:vanish/></w:rPr><w:pict><w:txbxContent>{}</w:txbxContent></w:pict>",
            para(&t("框"))
        )));
    let file = with(&body, styles, "", &[]);
    assert_eq!(text(&file), "见直说\n\n互消\n\n样式说见\n");
    assert_eq!(leftovers(&file), [(Leftover::Hidden, 5), (Leftover::HiddenCharacters, 5)]);
    let all = styles.replace(
        r#"<w:styles xmlns:w="w">"#,
        r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"#,
    );
    let shown = of("N", &[("", "藏"), (by_style, "藏"), ("<w:vanish w:val=\"0\"/>", "见")]);
    assert_eq!(text(&with(&shown, &all, "", &[])), "见\n");
}

#[test]
fn documents_in_the_document_are_read_where_they_stand() {
    let chunk = |id: &str| format!(r#"<w:altChunk r:id="{id}"/>"#);
    let body = p("", "前")
        + &chunk("a")
        + &chunk("b")
        + &chunk("c")
        + &chunk("d")
        + &chunk("e")
        + &p("", "后");
    let file = related(
        &body,
        &[
            ("a", "a.html"),
            ("b", "/word/b.txt"),
            ("c", "c.rtf"),
            ("d", "none.html"),
            ("e", "e.mht"),
        ],
        &[
            ("word/a.html", "<html><body><h1>题</h1><p>网页</p></body></html>"),
            ("word/b.txt", "纯文本"),
            ("word/c.rtf", r"{\rtf1 rich}"),
            ("word/e.mht", "MIME-Version: 1.0"),
        ],
    );
    assert_eq!(text(&file), "前\n\n# 题\n\n网页\n\n纯文本\n\nrich\n\n后\n");
    assert_eq!(leftovers(&file), [(Leftover::Parts, 2)]);
}

#[test]
fn a_chunk_is_what_the_package_says_it_is() {
    let types = r#"<Types><Override PartName="/word/chunk.dat" ContentType="text/html; charset=utf-8"/></Types>"#;
    let body = p("", "前") + r#"<w:altChunk r:id="a"/>"#;
    let parts = [("word/chunk.dat", "<p>网页</p>"), ("[Content_Types].xml", types)];
    assert_eq!(text(&related(&body, &[("a", "chunk.dat")], &parts)), "前\n\n网页\n");
}

#[test]
fn documents_in_documents_without_end_are_counted() {
    let list =
        r#"<Relationships><Relationship Id="a" Type="x/aFChunk" Target="a.docx"/></Relationships>"#;
    let body = p("", "层") + r#"<w:altChunk r:id="a"/>"#;
    let mut file = document(&p("", "底"));
    for _ in 0..6 {
        file = nested(&body, list, &file.bytes);
    }
    // The outermost and three more.
    assert_eq!(text(&file), "层\n\n层\n\n层\n\n层\n");
    assert_eq!(leftovers(&file), [(Leftover::Parts, 1)]);
}

/// A document with another one in it.
fn nested(body: &str, relations: &str, inner: &[u8]) -> SourceFile {
    use std::io::Write as _;
    let main =
        format!(r#"<w:document xmlns:w="w" xmlns:r="r"><w:body>{body}</w:body></w:document>"#);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("word/document.xml", main.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/a.docx", inner),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    SourceFile { name: "外.docx".to_owned(), bytes: zip.finish().unwrap().into_inner() }
}

#[test]
fn word_art_and_diagrams_are_read() {
    let data = r#"<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst>
        <dgm:pt modelId="0" type="doc"><dgm:t><a:p/></dgm:t></dgm:pt>
        <dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>子</a:t></a:r></a:p></dgm:t></dgm:pt>
        <dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>父</a:t></a:r><a:r><a:t>亲</a:t></a:r></a:p></dgm:t></dgm:pt>
        <dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>后</a:t></a:r></a:p></dgm:t></dgm:pt>
        <dgm:pt modelId="9" type="pres"><dgm:t><a:p><a:r><a:t>重复</a:t></a:r></a:p></dgm:t></dgm:pt>
        </dgm:ptLst><dgm:cxnLst><dgm:cxn srcId="0" destId="3" srcOrd="1"/><dgm:cxn srcId="0" destId="1" srcOrd="0"/>
        <dgm:cxn srcId="1" destId="2" srcOrd="0"/><dgm:cxn srcId="2" destId="1" srcOrd="0"/>
        <dgm:cxn type="presOf" srcId="1" destId="9" srcOrd="0"/></dgm:cxnLst></dgm:dataModel>"#;
    let art = r#"<w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict>"#;
    let drawn =
        r"<w:drawing><a:txBody><a:p><a:r><a:t>图里的字</a:t></a:r></a:p></a:txBody></w:drawing>";
    let diagram = r#"<w:drawing><dgm:relIds r:dm="d" r:lo="l"/></w:drawing>"#;
    let body = para(&(t("文") + &run(art) + &run(drawn) + &run(diagram)));
    let file = related(&body, &[("d", "diagrams/data1.xml")], &[("word/diagrams/data1.xml", data)]);
    assert_eq!(text(&file), "文\n\n艺术字\n\n图里的字\n\n- 父亲\n  - 子\n- 后\n");
    assert_eq!(leftovers(&file), []);
}

#[test]
fn what_cannot_come_is_counted_by_its_kind() {
    let body = para(
        &(t("文")
            + &run(r#"<w:drawing><c:chart r:id="c"/></w:drawing>"#)
            + &run("<w:object><v:shape><v:imagedata/></v:shape></w:object>")
            + &run(r#"<w:drawing><dgm:relIds r:dm="none"/></w:drawing>"#)),
    ) + r#"<w:subDoc r:id="s"/>"#;
    let file = document(&body);
    let expected = [(Leftover::Charts, 1), (Leftover::Objects, 1), (Leftover::Parts, 2)];
    assert_eq!(leftovers(&file), expected);
    // Not what stands in something that was deleted.
    let deleted = para(&t("文")) + &format!("<w:del>{}</w:del>", para(&run("<w:object/>")));
    assert_eq!(leftovers(&document(&deleted)), []);
}

#[test]
fn formulas_are_written_in_one_line() {
    let mt = |words: &str| format!("<m:r><m:t>{words}</m:t></m:r>");
    let fraction = format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", mt("a+b"), mt("2"));
    let power = format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", mt("x"), mt("2"));
    let root = format!(
        r#"<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{}</m:e></m:rad>"#,
        mt("x+1")
    );
    let sum = format!(
        r#"<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{power}</m:e></m:nary>"#,
        mt("i=1"),
        mt("n")
    );
    let bracket = format!(
        r#"<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{}</m:e></m:d>"#,
        mt("y")
    );
    let body = para(
        &(t("式：")
            + &format!("<m:oMath>{fraction}{}{power}{root}</m:oMath>", mt("+"))
            + &format!("<m:oMathPara><m:oMath>{sum}{bracket}</m:oMath></m:oMathPara>")),
    );
    assert_eq!(text(&document(&body)), "式：(a+b)/2+x^2√(x+1)∑_(i=1)^n x^2[y]\n");
}

#[test]
fn the_strict_edition_is_read_like_the_usual_one() {
    let main = r#"<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p></w:body></w:document>"#;
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let file = archive(
        "文.docx",
        &[
            ("_rels/.rels", &relations("officeDocument", "word/main.xml")),
            ("word/main.xml", main),
            ("word/_rels/main.xml.rels", &relations("styles", "looks.xml")),
            ("word/looks.xml", STYLES),
        ],
    );
    assert_eq!(text(&file), "# 题\n");
}

#[test]
fn deleted_and_hidden_parts_of_tables_are_counted() {
    let cell =
        |more: &str, words: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{}</w:tc>", p("", words));
    let row = |more: &str, words: &str| {
        format!(
            "<w:tr><w:trPr>{more}</w:trPr>{}{}{}</w:tr>",
            cell("", words),
            cell("<w:cellDel/>", "去"),
            cell("", "二")
        )
    };
    let file = document(&format!("<w:tbl>{}{}</w:tbl>", row("", "一"), row("<w:hidden/>", "藏")));
    assert_eq!(text(&file), "一 | 二\n");
    assert_eq!(leftovers(&file), [(Leftover::Hidden, 2), (Leftover::HiddenCharacters, 4)]);
}

#[test]
fn a_run_outside_of_any_paragraph_is_read() {
    assert_eq!(text(&document(&(t("甲") + &p("", "乙")))), "甲\n\n乙\n");
}

#[test]
fn elements_as_deep_as_they_are_read_do_no_harm() {
    let deep = |open: &str, close: &str, times: usize, inside: &str| {
        open.repeat(times) + inside + &close.repeat(times)
    };
    let inner = t("底");
    for (body, expected) in [
        (para(&deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 240, &inner)), "底\n"),
        (para(&deep("<w:smartTag>", "</w:smartTag>", 480, &inner)), "底\n"),
        (
            deep("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", 160, &para(&inner)),
            "底\n",
        ),
        (deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 160, &para(&inner)), "底\n"),
    ] {
        assert_eq!(text(&document(&body)), expected);
    }
    let formula = deep("<m:d><m:e>", "</m:e></m:d>", 240, "<m:r><m:t>底</m:t></m:r>");
    let read = text(&document(&para(&format!("<m:oMath>{formula}</m:oMath>"))));
    assert_eq!(read, format!("{}底{}\n", "(".repeat(240), ")".repeat(240)));
}
