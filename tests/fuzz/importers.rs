//! Damaged files of other programs, and hostile ones: whatever is read of them must be lawful.

use std::io::{Cursor, Write as _};

use quandian::analysis::suggest::{LabelledLine, rank_lines};
use quandian::exchange::{
    LabelledFile, brat, codebook_table, doccano, document,
    incoming::{Incoming, SourceFile},
    label_studio, refi, taguette, web_annotation,
};

use super::{Random, damaged, fuzz, text};

/// A project of another program, with all that can go wrong in one.
const PROJECT: &str = "<Project><Users><User guid='u' name='lin'/></Users><CodeBook><Codes>\
    <Code guid='01900000-0000-7000-8000-000000000001' name='党建' color='#1D518A'>\
    <Description>说明</Description><NoteRef targetGUID='n'/><Code guid='c' name='党建/人才'/></Code>\
    </Codes></CodeBook><Variables><Variable guid='v' name='Year'/></Variables><Sources>\
    <TextSource guid='s' name='甲.txt' plainTextPath='internal://s.txt'>\
    <PlainTextSelection guid='01900000-0000-7000-8000-00000000000a' startPosition='2' \
    endPosition='14' creatingUser='u' creationDateTime='2020-01-02T03:04:05Z'><Coding guid='g'>\
    <CodeRef targetGUID='c'/></Coding><NoteRef targetGUID='n'/></PlainTextSelection>\
    <PlainTextSelection guid='x' startPosition='20' endPosition='22'><Coding guid='h' \
    creatingUser='u'><CodeRef targetGUID='c'/></Coding></PlainTextSelection>\
    <VariableValue><VariableRef targetGUID='v'/><IntegerValue>2019</IntegerValue></VariableValue>\
    </TextSource></Sources><Notes><Note guid='n' name='备忘'><PlainTextContent>记\n下\
    </PlainTextContent></Note></Notes><Links><Link guid='l' originGUID='x' targetGUID='x'/></Links>\
    </Project>";

/// An archive with those parts, itself damaged now and then.
fn archive(parts: &[(&str, &[u8])], random: &mut Random) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    let mut bytes = zip.finish().expect("memory").into_inner();
    if random.below(3) == 0 {
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            bytes[at] = random.byte();
        }
    }
    bytes
}

/// What every importer promises of what it hands on.
fn lawful_arrival(read: &Incoming) {
    for (at, theme) in read.themes.iter().enumerate() {
        assert!(theme.parent.is_none_or(|parent| parent < at));
    }
    for passage in &read.passages {
        let article = &read.articles[passage.article];
        assert!(passage.themes.iter().all(|&at| at < read.themes.len()));
        // Of a text that is only named nothing is known.
        let chars = article.text.as_deref().map(|text| text.chars().count());
        let end = chars.map_or(u32::MAX, |chars| u32::try_from(chars).expect("short"));
        let said = (passage.quotes.len(), passage.fragments.len());
        assert!(said.0 == 0 || said.1 == 0 || said.0 == said.1);
        assert!(passage.fragments.iter().all(|span| !span.is_empty() && span.end().get() <= end));
        assert!(passage.fragments.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        assert!(!passage.fragments.is_empty() || !passage.quotes.is_empty());
    }
}

fn source(name: &str, bytes: Vec<u8>) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes }
}

#[test]
#[ignore = "runs for a minute"]
fn refi_project_reader() {
    fuzz("refi_project", |random| {
        let (xml, text) = (damaged(PROJECT, random), text(random));
        let parts = [("project.qde", xml.as_bytes()), ("sources/s.txt", text.as_bytes())];
        let file = source("甲.qdpx", archive(&parts, random));
        if let Ok(read) = refi::read_project(&file) {
            lawful_arrival(&read);
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn refi_codebook_reader() {
    fuzz("refi_codebook", |random| {
        let start = PROJECT.find("<CodeBook>").expect("there");
        let end = PROJECT.find("<Variables>").expect("there");
        let file = source("甲.qdc", damaged(&PROJECT[start..end], random).into_bytes());
        if let Ok(read) = refi::read_codebook(&file) {
            lawful_arrival(&read);
        }
    });
}

/// A table in which everything stands that a codebook may have.
const TABLE: &str = "主题,上级,说明,颜色,词表\n党建,,\"一\n二\",#1D518A,\"甲、乙\"\n人才,党建,,carmine,\n\
    甲,乙,,,\n乙,甲,,,\n　　丙/丁,,'=1+1,,/x/\n";

#[test]
#[ignore = "runs for a minute"]
fn table_readers() {
    const RELATIONS: &str = "<Relationships><Relationship Id='r' Type='/worksheet' \
        Target='worksheets/sheet1.xml'/><Relationship Id='t' Type='/sharedStrings' \
        Target='/xl/sharedStrings.xml'/></Relationships>";
    const BOOK: &str = "<workbook><sheets><sheet name='甲' id='r'/></sheets></workbook>";
    const STRINGS: &str =
        "<sst><si><t>主题</t></si><si><r><t>党</t></r><r><t>建</t></r></si></sst>";
    const SHEET: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>\
        <c r='XFD1' t='inlineStr'><is><t>说明</t></is></c></row><row r='1048576'>\
        <c r='A1048576' t='s'><v>1</v></c><c><v>12</v></c></row></sheetData></worksheet>";
    const OPEN: &str = "<d><table><table-row number-rows-repeated='1048576'><table-cell \
        number-columns-repeated='16384'><p>主题<s c='9'/></p></table-cell></table-row></table></d>";
    fuzz("tables", |random| {
        let file = match random.below(5) {
            0 => {
                let mut parts = [BOOK, RELATIONS, STRINGS, SHEET].map(str::to_owned);
                let at = random.below(parts.len());
                parts[at] = damaged(&parts[at], random);
                let [book, relations, strings, sheet] = &parts;
                let parts = [
                    ("xl/workbook.xml", book.as_bytes()),
                    ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
                    ("xl/sharedStrings.xml", strings.as_bytes()),
                    ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
                ];
                source("甲.xlsx", archive(&parts, random))
            }
            1 => {
                let xml = damaged(OPEN, random);
                source("甲.ods", archive(&[("content.xml", xml.as_bytes())], random))
            }
            2 => source("甲.csv", (0..random.below(400)).map(|_| random.byte()).collect()),
            _ => source("甲.csv", damaged(TABLE, random).into_bytes()),
        };
        if let Ok(read) = codebook_table::read(&file) {
            lawful_arrival(&read);
        }
        let highlights =
            "id,document,tag,content\n1,甲,党建,街道\n1,甲,人才,街道\n2,乙,,\"建\n成\"\n";
        let file = source("甲.csv", damaged(highlights, random).into_bytes());
        if let Ok(read) = taguette::read(&file) {
            lawful_arrival(&read);
        }
    });
}

/// What breaks readers of JSON and of standoff lines.
const LABEL_TOKENS: [&str; 16] = [
    "null",
    "[]",
    "{}",
    "[[",
    "\"\"",
    "-1",
    "1e99",
    "18446744073709551615",
    "\\ud800",
    "\\u0000",
    "urn:uuid:",
    "%ff%E6",
    ";",
    "\t",
    "T1",
    "/",
];

/// A file of labels in the format `name`, damaged in a few places.
fn labels(name: &str, file: &str, random: &mut Random) -> SourceFile {
    let mut file = damaged(file, random);
    for _ in 0..random.below(3) {
        let at = file.floor_char_boundary(random.below(file.len() + 1));
        file.insert_str(at, random.one_of(&LABEL_TOKENS));
    }
    let mut bytes = file.into_bytes();
    if random.below(8) == 0 && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = random.byte();
    }
    if random.below(16) == 0 {
        bytes = (0..random.below(400)).map(|_| random.byte()).collect();
    }
    SourceFile { name: name.to_owned(), bytes }
}

#[test]
#[ignore = "runs for a minute"]
fn web_annotation_reader() {
    const FILE: &str = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "items": [
{"id": "urn:uuid:01900000-0000-7000-8000-000000000001", "motivation": "tagging",
"creator": {"name": "lin"}, "created": "2019-06-28T09:30:00.000Z", "body": [{"purpose": "tagging",
"value": "党建/驿站", "id": "urn:uuid:01900000-0000-7000-8000-000000000002"}, "备忘"],
"target": [{"source": "2019/%E6%96%87.txt", "selector": [{"type": "TextQuoteSelector", "exact": "驿站",
"prefix": "前", "suffix": "后"}, {"type": "TextPositionSelector", "start": 5, "end": 7}]},
{"source": "https://x.org/a#b", "selector": {"type": "FragmentSelector", "refinedBy":
{"type": "TextQuoteSelector", "exact": "党"}}}]},
{"uri": "http://x/", "user": "acct:lin@h.is", "tags": ["人才"], "text": "注", "target": [{"selector":
[{"type": "TextPositionSelector", "start": 1, "end": 9, "refinedBy": {"type": "TextPositionSelector",
"start": 1, "end": 2}}]}]}]}"#;
    fuzz("web-annotation", |random| {
        web_annotation::read(&labels("a.jsonld", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn doccano_reader() {
    const FILE: &str = r#"{"id": 1, "text": "𠮷祥社区\r\n驿站", "label": [[0, 2, "党建"], [2, 5, "党建/驿站"]], "Comments": ["疑"]}
{"id": 2, "text": "甲乙", "entities": [{"id": 3, "start_offset": 0, "end_offset": 1, "label": "人才"}], "relations": []}
{"text": "丙", "article": "2019/文.txt", "title": "文", "year": 2019, "labels": ["褒义", [0, 1, "字"]]}
"#;
    fuzz("doccano", |random| {
        doccano::read(&labels("a.jsonl", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn label_studio_reader() {
    const FILE: &str = r#"[{"id": 1, "data": {"text": "𠮷祥\r\n社区驿站", "title": "文", "year": 2019},
"annotations": [{"completed_by": {"id": 2, "email": "a@b"}, "meta": {"coder": "lin"}, "result": [
{"id": "01900000-0000-7000-8000-000000000001-0", "type": "labels", "meta": {"text": ["备忘"]},
"value": {"start": 0, "end": 2, "text": "𠮷祥", "labels": ["党建", "人才/引进"]}},
{"id": "01900000-0000-7000-8000-000000000001-1", "type": "labels",
"value": {"start": 5, "end": 7, "text": "区驿", "labels": ["党建"]}},
{"type": "relation", "from_id": "01900000-0000-7000-8000-000000000001-0",
"to_id": "01900000-0000-7000-8000-000000000001-1"}]}], "predictions": [{"result": []}]},
{"id": 2, "text": "甲乙", "label": [{"start": 0, "end": 1, "labels": ["字"]}], "annotator": 3}]"#;
    fuzz("label-studio", |random| {
        label_studio::read(&labels("a.json", FILE, random)).iter().for_each(lawful_arrival);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn brat_reader() {
    const TEXT: &str = "街道建成𠮷站\r\n引进青年\n完";
    const FILE: &str = "T1\t党建 0 2;4 6;8 10\t街道 𠮷站 引进\nA1\tcoder T1 lin\n\
                        #1\tAnnotatorNotes T1\t备忘\nT2\t党建/人才 0 2;4 6;8 10\t街道 𠮷站 引进\n\
                        A2\tcoder T2 lin\nR1\tOf Arg1:T1 Arg2:T2\n*\tAlias T1 T2\nE1\tX:T1\n";
    fuzz("brat", |random| {
        let text = if random.below(2) == 0 { TEXT.to_owned() } else { damaged(TEXT, random) };
        let text = SourceFile { name: "a.txt".to_owned(), bytes: text.into_bytes() };
        lawful_arrival(&brat::read(&[labels("a.ann", FILE, random), text]));
    });
}

/// A document of that name; what is read of it is an article's text.
fn document(name: &str, bytes: Vec<u8>) {
    let Ok(read) = document::read(&SourceFile { name: name.to_owned(), bytes }) else { return };
    for article in read.articles {
        let text = article.text.expect("a document's text");
        assert!(!text.trim().is_empty());
        assert!(!text.starts_with('\u{feff}') && !text.contains('\r'));
    }
}

/// An archive of these parts, all but one damaged now and then.
fn packed(parts: &[(&str, &str)], random: &mut Random) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let text = if random.below(2) == 0 { damaged(text, random) } else { (*text).to_owned() };
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.write_all(text.as_bytes()).expect("in memory");
    }
    let mut bytes = zip.finish().expect("in memory").into_inner();
    if random.below(8) == 0 {
        damage(&mut bytes, random);
    }
    bytes
}

/// Changes some bytes.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.truncate(at.max(1)),
            1 => drop(bytes.drain(at..(at + random.below(30)).min(bytes.len()))),
            2 => bytes.insert(at, random.byte()),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.byte();
                }
            }
        }
    }
}

#[test]
#[ignore = "runs for a minute"]
fn document_docx() {
    let main = r#"<w:document xmlns:w="w" xmlns:m="m"><w:body><w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
        <w:r><w:t>标题</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:ins><w:r><w:t>甲</w:t><w:br/><w:tab/></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>年</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>
        <w:p><w:r><m:AlternateContent><m:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></m:Choice></m:AlternateContent></w:r></w:p></w:body></w:document>"#;
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/></w:style></w:styles>"#;
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let parts = [
        ("word/document.xml", main),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ];
    fuzz("docx", |random| document("a.docx", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_odt() {
    let content = r#"<o:c xmlns:o="o" xmlns:t="t" xmlns:b="b"><o:automatic-styles><t:style t:name="P" t:parent-style-name="P"/><t:list-style t:name="L"><t:list-level-style-number t:level="1" t:num-format="1" t:start-value="4"/></t:list-style></o:automatic-styles>
        <o:body><o:text><t:h t:outline-level="2">题</t:h><t:p t:style-name="P">甲<t:s t:c="3"/><t:note/></t:p><t:list t:style-name="L"><t:list-item><t:p>乙</t:p></t:list-item></t:list>
        <b:table><b:table-row><b:table-cell><t:p>年</t:p></b:table-cell><b:table-cell/></b:table-row></b:table></o:text></o:body></o:c>"#;
    let parts = [("content.xml", content), ("META-INF/manifest.xml", "<m/>")];
    fuzz("odt", |random| document("a.odt", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_epub() {
    let container = r#"<c><rootfile full-path="a/p.opf"/></c>"#;
    let package = r#"<p><item id="a" href="../%E7%94%B2.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/></p>"#;
    let page = "<?xml version='1.0'?><html><title/><p>甲<a epub:type='noteref'/>&nbsp;<ul><li>乙</ul><table><tr><td>丙</table></html>";
    let parts = [("META-INF/container.xml", container), ("a/p.opf", package), ("甲.xhtml", page)];
    fuzz("epub", |random| document("a.epub", packed(&parts, random)));
}

#[test]
#[ignore = "runs for a minute"]
fn document_html() {
    let page = "<!DOCTYPE html><meta charset=gbk><title>题</title><nav>菜单</nav><main><h1>题</h1><p>甲<br>乙<p hidden>丙<ol start=4294967295 type=i><li>丁<li value=-1>戊</ol><table><tr><td>年<td><table><tr><td>人</table></table><pre> a\n b</pre><ruby>汉<rt>h</ruby><del>删</main><footer>备案</footer>";
    fuzz("html", |random| {
        let mut bytes = damaged(page, random).into_bytes();
        if random.below(4) == 0 {
            damage(&mut bytes, random);
        }
        document(random.one_of(&["a.html", "a.xhtml", "a.doc"]), bytes);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn document_rtf() {
    let file = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 S;}{\\f1\\fcharset2 W;}}{\\stylesheet{\\s1 heading 1;}}{\\info{\\title T}}\\pard\\s1 \\u20013?\\'d6\\'d0\\par{\\listtext\\f1 l\\tab}a\\par\\trowd\\intbl b\\cell c\\cell\\row\\pard{\\shp{\\*\\shpinst{\\shptxt box\\par}}}{\\upr{x}{\\*\\ud y}}{\\v z}{\\pict\\bin3 }}}\\u-10178?\\u-8841?}";
    fuzz("rtf", |random| {
        let mut bytes = damaged(file, random).into_bytes();
        if random.below(2) == 0 {
            damage(&mut bytes, random);
        }
        document("a.rtf", bytes);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn document_pdf() {
    let file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R 7 0 R]/Count 3>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
        4 0 obj<</Length 240>>stream\nBT /F1 12 Tf 72 700 Td <4E2D6587> Tj 0 -20 Td <7B2C4E8C884C3002> Tj 0 1 -1 0 200 200 Tm <00310031> Tj .7 .7 -.7 .7 90 90 Tm <00310031> Tj ET /Artifact BMC BT <4E2D> Tj ET EMC q 1 0 0 1 5 5 cm BT 1 0 0 1 480 760 Tm <5927> Tj 0 -14 Td <9053> Tj 0 -14 Td <4E4B> Tj ET Q\nendstream endobj\n\
        5 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>endobj\n\
        6 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>endobj\n\
        7 0 obj<</Type/Page/Parent 2 0 R/Rotate 90/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[8 0 R 9 0 R]>>endobj\n\
        8 0 obj<</Subtype/Widget/FT/Tx/Ff 0/Rect[72 640 400 660]/V(answer)/Parent 8 0 R>>endobj\n\
        9 0 obj<</Subtype/Widget/FT/Ch/Rect[72 540 400 600]/V[(a)(b)]/Opt[[(a)(A)](b)]/AS/On>>endobj\n\
        trailer<</Root 1 0 R/Size 10>>\n%%EOF";
    fuzz("pdf", |random| {
        let mut bytes = damaged(file, random).into_bytes();
        if random.below(2) == 0 {
            damage(&mut bytes, random);
        }
        document("a.pdf", bytes);
    });
}

#[test]
#[ignore = "runs for a minute"]
fn labelled_lines() {
    let file = "{\"document\": 1, \"text\": \"街道办实事。\", \"labels\": [\"民生\"]}\n\
        {\"document\": \"甲\", \"text\": \"无\", \"labels\": null}\n{\"text\": \"\\ud83d\\ude00\"}\n";
    fuzz("labelled lines", |random| {
        let text = damaged(file, random);
        let read = LabelledFile::read(&text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(read.sentences.len() + read.faults.len(), lines);
        let train: Vec<_> = read
            .sentences
            .iter()
            .map(|one| LabelledLine {
                document: 0,
                text: one.text.clone(),
                label: !one.labels.is_empty(),
            })
            .collect();
        let texts = read.sentences.iter().map(|one| one.text.as_str());
        if let Ok(ranking) = rank_lines(&train, texts) {
            assert_eq!(ranking.lines.len(), train.len());
            assert!(ranking.lines.iter().all(|(_, score)| (0.0..=1.0).contains(score)));
        }
    });
}
