//! Our own files come back as they were; those of others are read as far as they go.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::{
    annotation::{Codebook, Edit},
    exchange::{
        ThemeNames,
        refi::{write_codebook, write_project},
        sample::{Mark, Set, any_set, set},
    },
    text::{CharOffset, CharSpan},
};

fn labels() -> super::super::RefiLabels {
    let text = |text: &str| text.to_owned();
    super::super::RefiLabels {
        year: text("年份"),
        memo: text("备忘录"),
        include: text("纳入标准"),
        exclude: text("排除标准"),
        lexicon: text("词表"),
        fragments: text("同一摘录"),
    }
}

fn written(set: &Set, names: ThemeNames) -> SourceFile {
    let mut out = Cursor::new(Vec::new());
    write_project(&mut out, set.project(), names, &labels()).unwrap();
    SourceFile { name: "项目.qdpx".into(), bytes: out.into_inner() }
}

/// Each theme's names from the top.
fn paths(read: &Incoming) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for theme in &read.themes {
        let parent = theme.parent.map(|at| format!("{}/", paths[at])).unwrap_or_default();
        paths.push(parent + &theme.name);
    }
    paths
}

/// The themes by their identities, so that their order does not matter.
fn assert_themes(read: &Incoming, codebook: &Codebook, with_rules: bool) {
    assert_eq!(read.themes.len(), codebook.themes().len());
    for (read, path) in read.themes.iter().zip(paths(read)) {
        let theme = codebook.get(read.id.unwrap()).unwrap();
        assert_eq!(path, codebook.path_name(theme.id));
        assert_eq!(
            (&read.name, read.colour, &read.description),
            (&theme.name, Some(theme.colour), &theme.description)
        );
        if with_rules {
            assert_eq!(
                (&read.include, &read.exclude, &read.lexicon, &read.memo),
                (&theme.include, &theme.exclude, &theme.lexicon, &theme.memo)
            );
        }
    }
}

fn assert_same(read: &Incoming, set: &Set) {
    assert_themes(read, set.annotations.codebook(), true);
    assert_eq!((read.leftovers.iter().count(), read.faults.len()), (0, 0), "{:?}", read.leftovers);
    for (read, article) in read.articles.iter().zip(set.corpus.articles()) {
        assert_eq!(read.name, article.path.as_str());
        assert_eq!(read.text.as_deref(), Some(article.text.as_str()));
        assert_eq!(read.year, set.corpus.header(article).year);
    }
    let names = paths(read);
    assert_eq!(read.passages.len(), set.excerpts.len());
    let by_id: BTreeMap<_, _> = read.passages.iter().map(|p| (p.id.unwrap(), p)).collect();
    for excerpt in &set.excerpts {
        let passage = by_id[&excerpt.id];
        let themes: Vec<_> = passage.themes.iter().map(|&at| names[at].clone()).collect();
        assert_eq!(themes, excerpt.themes);
        assert_eq!(read.articles[passage.article].name, excerpt.article.as_str());
        assert_eq!(passage.fragments, excerpt.fragments);
        assert_eq!(passage.coder.as_deref(), Some(excerpt.coder.as_str()));
        assert_eq!(passage.memo, excerpt.memo);
        assert_eq!(passage.created, Some(excerpt.created));
        assert_eq!(passage.modified, Some(excerpt.modified));
    }
}

proptest! {
    #[test]
    fn what_was_written_comes_back(set in any_set()) {
        for names in [ThemeNames::Plain, ThemeNames::Paths] {
            assert_same(&read_project(&written(&set, names)).unwrap(), &set);
        }
    }
}

/// The sample with every field of a theme filled in.
fn full() -> Set {
    let mut set = set(&["街道。"], &[]);
    let themes: Vec<_> = set.annotations.codebook().themes().to_vec();
    for (at, mut theme) in themes.into_iter().enumerate() {
        theme.exclude = format!("排除 {at} <x>");
        theme.lexicon = vec![format!("词{at}"), "/党(群|建)/".to_owned()];
        theme.memo = "备忘\n\n二".to_owned();
        let edit = Edit::change_theme(set.annotations.codebook(), theme).unwrap();
        set.annotations.apply(&edit).unwrap();
    }
    set
}

#[test]
fn the_rules_of_a_theme_come_back_from_its_notes() {
    let set = full();
    let read = read_project(&written(&set, ThemeNames::Plain)).unwrap();
    assert_themes(&read, set.annotations.codebook(), true);
    assert_eq!(read.leftovers.iter().count(), 0);
}

#[test]
fn a_codebook_comes_back() {
    let set = full();
    let codebook = set.annotations.codebook();
    for names in [ThemeNames::Plain, ThemeNames::Paths] {
        let mut bytes = Vec::new();
        write_codebook(&mut bytes, codebook, names).unwrap();
        let file = SourceFile { name: "簿.qdc".into(), bytes };
        assert_themes(&read_codebook(&file).unwrap(), codebook, false);
    }
    let other = SourceFile { name: "簿.qdc".into(), bytes: b"<html/>".to_vec() };
    assert_eq!(read_codebook(&other).unwrap_err().kind, FaultKind::OtherFormat);
}

fn project(root: &str, xml: &str, sources: &[(&str, &[u8])]) -> SourceFile {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [(root, xml.as_bytes())];
    for (name, bytes) in parts.iter().chain(sources) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    SourceFile { name: "别处.qdpx".into(), bytes: zip.finish().unwrap().into_inner() }
}

fn leftovers(read: &Incoming) -> Vec<(Leftover, usize)> {
    read.leftovers.iter().collect()
}

/// What each passage says, and who said it of which themes.
fn said(read: &Incoming) -> Vec<(String, Option<&str>, Vec<&str>, &str)> {
    let mut all = Vec::new();
    for passage in &read.passages {
        let text = read.articles[passage.article].text.as_deref().unwrap();
        let slice = |span: &CharSpan| -> String {
            text.chars().skip(span.start().to_usize()).take(span.len() as usize).collect()
        };
        let texts: Vec<String> = passage.fragments.iter().map(slice).collect();
        let themes = passage.themes.iter().map(|&at| &*read.themes[at].name).collect();
        all.push((texts.join(" … "), passage.coder.as_deref(), themes, &*passage.memo));
    }
    all
}

const A: &str = "11111111-1111-4111-8111-111111111111";
const B: &str = "22222222-2222-4222-8222-222222222222";

#[test]
fn files_of_other_programs_are_read_leniently() {
    let xml = format!(
        "\u{feff}<Project name='p'><Users><User guid='{{{upper}}}' name='甲'/>\
         <User guid='{B}' id='yi'/></Users>\
         <CodeBook><Codes><Code guid='c1' name='组' isCodable='false' color='#abc'>\
         <NoteRef targetGUID='n3'/><Code guid='C2' name='党建'/></Code>\
         <Code guid='c3' name='人才'/></Codes></CodeBook>\
         <Variables><Variable guid='v1' name='Year' typeOfVariable='Integer'/>\
         <Variable guid='v2' name='出生年' typeOfVariable='Integer'/></Variables>\
         <Cases><Case guid='k'><VariableValue><VariableRef targetGUID='v1'/>\
         <IntegerValue>2015</IntegerValue></VariableValue><SourceRef targetGUID='s2'/></Case></Cases>\
         <Sources><TextSource guid='s1' name='一' plainTextPath='internal://S1.TXT'>\
         <PlainTextSelection guid='x1' startPosition='6' endPosition='8' creatingUser='{upper}' \
         creationDateTime='2020-01-02T03:04:05'>\
         <Description>描述</Description>\
         <Coding guid='g1' creatingUser='{A}' creationDateTime='0001-01-01T00:00:00'>\
         <CodeRef targetGUID='c2'/></Coding>\
         <Coding guid='g2'><CodeRef targetGUID='{{C3}}'/></Coding>\
         <Coding guid='g3' creatingUser='{B}'><CodeRef targetGUID='c3'/>\
         <NoteRef targetGUID='n2'/></Coding>\
         <Coding guid='g4'><CodeRef targetGUID='nowhere'/></Coding>\
         <NoteRef targetGUID='n1'/></PlainTextSelection>\
         <PlainTextSelection guid='x2' startPosition='6' endPosition='99'/>\
         <PlainTextSelection guid='x3' startPosition='1' endPosition='2'/>\
         <PlainTextSelection guid='x4' startPosition='1' endPosition='2'>\
         <NoteRef targetGUID='n2'/></PlainTextSelection>\
         <Coding guid='g5'><CodeRef targetGUID='c2'/></Coding>\
         <VariableValue><VariableRef targetGUID='V1'/><IntegerValue>2019</IntegerValue>\
         </VariableValue><VariableValue><VariableRef targetGUID='v2'/>\
         <IntegerValue>1970</IntegerValue></VariableValue></TextSource>\
         <TextSource guid='s2'><PlainTextContent>里面<!-- x -->的</PlainTextContent></TextSource>\
         <TextSource guid='s3' name='三' richTextPath='internal://s3.docx'>\
         <PlainTextSelection guid='x5' startPosition='0' endPosition='1'/></TextSource>\
         <PictureSource guid='s4'><PictureSelection guid='x6'/></PictureSource>\
         <PDFSource guid='s5' name='五'><PDFSelection guid='x7'/>\
         <Representation guid='s6' plainTextPath='sources\\s5.txt'/></PDFSource>\
         <PDFSource guid='s7'/></Sources>\
         <Notes><Note guid='n1' name='题' creatingUser='{B}'><PlainTextContent>话</PlainTextContent>\
         </Note><Note guid='n2' plainTextPath='internal://n2.txt'/>\
         <Note guid='n3' name='组的话'><PlainTextContent>组的话，长</PlainTextContent></Note>\
         <Note guid='n4' name='没人要'/></Notes>\
         <Links><Link guid='l' originGUID='x1' targetGUID='x4'/></Links>\
         <Sets><Set guid='t' name='集'/></Sets><Graphs><Graph guid='h'/></Graphs></Project>",
        upper = A.to_uppercase(),
    );
    let file = project(
        "街道 党建.QDE",
        &xml,
        &[
            ("Sources/s1.txt", "\u{feff}第一行\r\n街道建成".as_bytes()),
            ("Sources/s5.txt", "扫描".as_bytes()),
            ("Sources/n2.txt", "\u{feff}记下".as_bytes()),
            ("__MACOSX/._街道 党建.QDE", b"x"),
        ],
    );
    let read = read_project(&file).unwrap();
    let articles: Vec<_> = read
        .articles
        .iter()
        .map(|article| (&*article.name, article.text.as_deref(), article.year))
        .collect();
    let expected = [
        ("一", Some("第一行\n街道建成"), Some(2019)),
        ("s2", Some("里面的"), Some(2015)),
        ("internal://s3.docx", None, None),
        ("五", Some("扫描"), None),
    ];
    assert_eq!(articles[..2], expected[..2]);
    assert_eq!((articles[2].0, articles[2].1), ("三", None));
    assert_eq!(articles[3], expected[3]);
    assert_eq!(read.articles[0].attributes, [("出生年".to_owned(), "1970".to_owned())]);
    assert!(read.articles[1].attributes.is_empty());
    assert_eq!(paths(&read), ["组", "组/党建", "人才"]);
    assert_eq!((&*read.themes[0].memo, read.themes[0].id), ("组的话，长", None));
    let [one, two, three] = &said(&read)[..] else { panic!("{:?}", read.passages) };
    // BOM and CR count where the file counts.
    assert_eq!(*one, ("街道".to_owned(), Some("甲"), vec!["党建", "人才"], "描述"));
    assert_eq!(*two, ("街道".to_owned(), Some("yi"), vec!["人才"], "记下\n\n题\n\n话"));
    assert_eq!(*three, ("第".to_owned(), None, vec![], "记下"));
    let made = read.passages[0].created.unwrap().to_string();
    assert_eq!(made, "2020-01-02T03:04:05Z");
    let expected = [
        (Leftover::Media, 1),
        (Leftover::NoText, 2),
        (Leftover::OtherMarks, 3),
        (Leftover::Bare, 1),
        (Leftover::Dangling, 3),
        (Leftover::Notes, 1),
        (Leftover::Links, 1),
        (Leftover::Sets, 1),
        (Leftover::Graphs, 1),
        (Leftover::Unconfirmed, 4),
    ];
    assert_eq!(leftovers(&read), expected);
}

#[test]
fn a_selection_of_every_coding_is_one_passage_of_one_place() {
    let selection = |guid: &str, code: &str, user: &str| {
        format!(
            "<PlainTextSelection guid='{guid}' startPosition='0' endPosition='2' \
             creatingUser='{user}'><Coding guid='{guid}c'><CodeRef targetGUID='{code}'/></Coding>\
             </PlainTextSelection>"
        )
    };
    let xml = format!(
        "<Project><Users><User guid='u' name='甲'/><User guid='w' name='乙'/></Users>\
         <CodeBook><Codes><Code guid='c1' name='党建'/><Code guid='c2' name='人才'/></Codes>\
         </CodeBook><Sources><TextSource guid='s' name='文'><PlainTextContent>街道建成\
         </PlainTextContent>{}{}{}</TextSource></Sources></Project>",
        selection("a", "c1", "u"),
        selection("b", "c2", "u"),
        selection("d", "c2", "w"),
    );
    let read = read_project(&project("project.qde", &xml, &[])).unwrap();
    let [one, two] = &said(&read)[..] else { panic!("{:?}", read.passages) };
    assert_eq!(*one, ("街道".to_owned(), Some("甲"), vec!["党建", "人才"], ""));
    assert_eq!(*two, ("街道".to_owned(), Some("乙"), vec!["人才"], ""));
}

#[test]
fn a_transcript_is_marked_between_points_in_time() {
    let xml = "<Project><CodeBook><Codes><Code guid='c' name='党建'/></Codes></CodeBook><Sources>\
        <AudioSource guid='a' name='访谈'><Transcript guid='t'><PlainTextContent>问：街道\
        </PlainTextContent><SyncPoint guid='p' timeStamp='0' position='2'/>\
        <SyncPoint guid='q' timeStamp='9' position='4'/>\
        <TranscriptSelection guid='x' fromSyncPoint='p' toSyncPoint='q'><Coding guid='g'>\
        <CodeRef targetGUID='c'/></Coding></TranscriptSelection>\
        <TranscriptSelection guid='y' fromSyncPoint='p' toSyncPoint='r'/></Transcript>\
        </AudioSource></Sources></Project>";
    let read = read_project(&project("project.qde", xml, &[])).unwrap();
    assert_eq!(said(&read), [("街道".to_owned(), None, vec!["党建"], "")]);
    assert_eq!(leftovers(&read), [(Leftover::Media, 1), (Leftover::Dangling, 1)]);
}

#[test]
fn what_is_no_project_says_so() {
    let kind = |file: &SourceFile| read_project(file).unwrap_err().kind;
    let other = SourceFile { name: "文.qdpx".into(), bytes: b"text".to_vec() };
    assert_eq!(kind(&other), FaultKind::OtherFormat);
    let missing = FaultKind::NoPart("project.qde".into());
    assert_eq!(kind(&project("a.xml", "<Project/>", &[])), missing);
    assert_eq!(kind(&project("a.qde", "<Graph/>", &[])), FaultKind::OtherFormat);
    let broken = kind(&project("a.qde", "<Project>\n<a></Project>", &[]));
    assert!(matches!(broken, FaultKind::Syntax { line: 2, .. }), "{broken:?}");
}

#[test]
fn a_source_that_is_no_text_does_not_stop_the_others() {
    let xml = "<Project><Sources><TextSource guid='a' name='坏' plainTextPath='internal://a.txt'/>\
        <TextSource guid='b' name='好' plainTextPath='internal://b.txt'/></Sources></Project>";
    let sources: [(&str, &[u8]); 2] =
        [("sources/a.txt", b"\x89PNG\0\0\0\x01\xff"), ("sources/b.txt", "街道".as_bytes())];
    let read = read_project(&project("project.qde", xml, &sources)).unwrap();
    assert_eq!(read.faults.len(), 1);
    assert_eq!(read.articles[1].text.as_deref(), Some("街道"));
    assert_eq!(leftovers(&read), [(Leftover::NoText, 1)]);
}

#[test]
#[ignore = "a measurement: run it with --release"]
fn many_codings_are_read_in_a_second() {
    let text = "街道党建人才引进，".repeat(1_000);
    let texts: Vec<&str> = vec![&text; 50];
    let mark = |at: u32| Mark {
        text: at as usize % 50,
        coder: ["lin", "王 五"][at as usize % 2],
        fragments: vec![(at % 8_000, at % 8_000 + 5)],
        themes: vec![at as usize % 6],
        memo: if at.is_multiple_of(3) { "备忘".to_owned() } else { String::new() },
    };
    let marks: Vec<Mark> = (0..5_000).map(mark).collect();
    let mut set = set(&texts, &marks);
    // Ten of each, with identities of their own.
    let all = set.excerpts.clone();
    for _ in 0..9 {
        let more = all.iter().cloned().map(|excerpt| crate::exchange::Excerpt {
            id: crate::annotation::PassageId::fresh(),
            ..excerpt
        });
        set.excerpts.extend(more);
    }
    set.excerpts.sort_by(|a, b| a.article.cmp(&b.article));
    let file = written(&set, ThemeNames::Plain);
    let start = std::time::Instant::now();
    let read = read_project(&file).unwrap();
    println!("{} passages in {:?}", read.passages.len(), start.elapsed());
    assert_eq!(read.passages.len(), 50_000);
}

#[test]
fn an_end_before_its_start_is_no_place() {
    let xml = "<Project><CodeBook><Codes><Code guid='c' name='党建'/></Codes></CodeBook><Sources>\
        <TextSource guid='s' name='文'><PlainTextContent>街道建成</PlainTextContent>\
        <PlainTextSelection guid='x' startPosition='3' endPosition='1'><Coding guid='g'>\
        <CodeRef targetGUID='c'/></Coding></PlainTextSelection>\
        <PlainTextSelection guid='y' startPosition='-1' endPosition='1'/>\
        <PlainTextSelection guid='z' startPosition='2' endPosition='4'><Coding guid='g'>\
        <CodeRef targetGUID='c'/></Coding></PlainTextSelection></TextSource></Sources></Project>";
    let read = read_project(&project("project.qde", xml, &[])).unwrap();
    let span = CharSpan::new(CharOffset::new(2), CharOffset::new(4)).unwrap();
    assert_eq!(read.passages.iter().map(|p| &p.fragments[..]).collect::<Vec<_>>(), [[span]]);
    assert_eq!(leftovers(&read), [(Leftover::Dangling, 2)]);
}
