//! What a coder relies on: the file gives everything back, survives git, and is never half read.

use proptest::prelude::*;

use super::*;
use crate::annotation::sample::{
    any_passage, any_sidecar, coder, mark, moment, passage_id, span, text, theme_id,
};

fn sidecar(passages: Vec<Passage>) -> Sidecar {
    let settled = Settled::new(passages, Vec::new());
    let mut sidecar = Sidecar::new(coder("lin"), "甲.txt", ContentHash::of("甲"), 400);
    sidecar.passages = settled.passages;
    sidecar
}

/// The lines that hold passages.
fn passage_lines(file: &str) -> Vec<&str> {
    file.lines().filter(|line| line.contains("quotes: [")).collect()
}

proptest! {
    #[test]
    fn the_file_gives_back_what_was_written(sidecar in any_sidecar()) {
        let file = sidecar.to_ron();
        let read = Sidecar::from_ron(&file);
        prop_assert_eq!(read.as_ref(), Ok(&sidecar));
        prop_assert_eq!(read.expect("just read").to_ron(), file.clone());
        let foreign = format!("\u{feff}{}", file.replace('\n', "\r\n"));
        prop_assert_eq!(Sidecar::from_ron(&foreign), Ok(sidecar));
    }

    #[test]
    fn every_passage_is_one_line_in_reading_order(sidecar in any_sidecar()) {
        let file = sidecar.to_ron();
        let ext_lines = if sidecar.ext.is_empty() { 0 } else { sidecar.ext.len() + 2 };
        let entries = sidecar.legend.len()
            + sidecar.passages.len()
            + sidecar.conflicts.len()
            + sidecar.removed.len();
        prop_assert_eq!(file.split('\n').count(), 7 + 3 * 2 + entries + ext_lines + 1);
        let starts: Vec<u32> = file
            .split('\n')
            .filter_map(|line| line.split_once("], fragments: [("))
            .filter_map(|(_, rest)| rest.split_once(',')?.0.parse().ok())
            .collect();
        prop_assert_eq!(starts.len(), sidecar.passages.len() + sidecar.conflicts.len());
        prop_assert!(starts.is_sorted());
    }

    #[test]
    fn lines_doubled_by_a_merge_change_nothing(sidecar in any_sidecar()) {
        let file = sidecar.to_ron();
        let doubled: String = file
            .split_inclusive('\n')
            .map(|line| if line.starts_with("        (id") { line.repeat(2) } else { line.into() })
            .collect();
        prop_assert_eq!(Sidecar::from_ron(&doubled), Ok(sidecar));
    }

    #[test]
    fn no_damage_makes_it_panic(sidecar in any_sidecar(), at in any::<prop::sample::Index>()) {
        let file = sidecar.to_ron();
        let cut = file.floor_char_boundary(at.index(file.len()));
        prop_assert!(Sidecar::from_ron(&file[..cut.min(file.len() - 2)]).is_err());
        let _ = Sidecar::from_ron(&format!("{}]{}", &file[..cut], &file[cut..]));
    }

    #[test]
    fn a_change_of_one_passage_changes_its_line_alone(
        passages in prop::collection::vec(any_passage(), 2..8),
    ) {
        let mut changed = sidecar(passages);
        let before = changed.to_ron();
        changed.passages[0].memo.push('补');
        let after = changed.to_ron();
        let differing = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
        prop_assert_eq!((before.lines().count(), differing), (after.lines().count(), 1));
    }
}

#[test]
fn the_file_reads_like_this() {
    let article = text("　　𠮷祥社区建起“议事亭”。\n　　居民议事。");
    let mut passage = mark(&article, &[(2, 12), (14, 16)]);
    passage.id = passage_id(1);
    passage.themes = vec![theme_id(1), theme_id(2)];
    passage.memo = "他说\"好\"\n再看".to_owned();
    (passage.created, passage.modified) = (moment(0), moment(7));
    let mut sidecar = sidecar(vec![passage]);
    sidecar.legend.insert(theme_id(1), "阵地建设".to_owned());
    sidecar.removed.push(Tombstone { id: passage_id(2), removed: moment(0) });
    let hash = ContentHash::of("甲");
    let expected = format!(
        r#"(
    version: 1,
    coder: "lin",
    article: "甲.txt",
    sha256: "{hash}",
    chars: 400,
    legend: {{
        "01978c2e-0000-7000-9000-000000000001": "阵地建设",
    }},
    passages: [
        (id: "01978c2e-0000-7000-8000-000000000001", themes: ["01978c2e-0000-7000-9000-000000000001", "01978c2e-0000-7000-9000-000000000002"], fragments: [(2, 12), (14, 16)], quotes: ["𠮷祥社区建起“议事亭", "\n　"], before: "　　", after: "　居民议事。", memo: "他说\"好\"\n再看", created: "2019-06-28T09:30:00.000Z", modified: "2019-06-28T09:30:00.007Z"),
    ],
    removed: [
        (id: "01978c2e-0000-7000-8000-000000000002", removed: "2019-06-28T09:30:00.000Z"),
    ],
)
"#,
        hash = hash.as_str(),
    );
    assert_eq!(sidecar.to_ron(), expected);
}

#[test]
fn of_two_versions_of_a_passage_the_later_stands_and_the_file_keeps_both() {
    let article = text("党建引领基层治理");
    let older = Passage { modified: moment(1), ..mark(&article, &[(0, 2)]) };
    let newer = Passage { modified: moment(2), memo: "改".to_owned(), ..older.clone() };
    let file = sidecar(vec![older.clone()]).to_ron();
    let [line] = passage_lines(&file)[..] else { panic!("one line") };
    let newer_file = sidecar(vec![newer.clone()]).to_ron();
    let [newer_line] = passage_lines(&newer_file)[..] else { panic!("one line") };
    let united = file.replace(line, &format!("{line}\n{newer_line}"));

    let read = Sidecar::from_ron(&united).expect("both lines are whole");
    assert_eq!((&read.passages, &read.conflicts), (&vec![newer], &vec![older]));
    assert_eq!(read.to_ron(), united);
}

#[test]
fn of_a_passage_and_its_tombstone_the_later_stands() {
    let article = text("党建引领基层治理");
    let passage = Passage { modified: moment(5), ..mark(&article, &[(0, 2)]) };
    for (removed, stands) in [(4, true), (5, false), (6, false)] {
        let tombstone = Tombstone { id: passage.id, removed: moment(removed) };
        let mut sidecar = sidecar(vec![passage.clone()]);
        sidecar.removed.push(tombstone);
        let read = Sidecar::from_ron(&sidecar.to_ron()).expect("readable");
        assert_eq!((read.passages.len(), read.removed.len()), if stands { (1, 0) } else { (0, 1) });
    }
}

#[test]
fn a_broken_file_says_where() {
    let article = text("党建引领基层治理");
    let file = sidecar(vec![mark(&article, &[(0, 2)]), mark(&article, &[(4, 6)])]).to_ron();
    let lines: Vec<_> = file.lines().collect();
    let at = 1 + lines.iter().position(|line| line.contains("(4, 6)")).expect("second passage");
    let error = |broken: &str| match Sidecar::from_ron(broken) {
        Err(SidecarError::Syntax { line, column, .. }) => (line, column),
        other => panic!("{other:?}"),
    };
    let (line, column) = error(&file.replace("[(4, 6)]", "[(4, x)]"));
    assert_eq!(line, at);
    assert!(column > 60, "{column}");
    // A span the wrong way round, a field nobody knows, a conflict git left.
    assert_eq!(error(&file.replace("[(4, 6)]", "[(6, 4)]")).0, at);
    assert_eq!(error(&file.replacen("    chars:", "    size: 1, chars:", 1)).0, 6);
    let conflict = file.replacen("    legend", "<<<<<<< HEAD\n    legend", 1);
    assert_eq!(error(&conflict).0, 7);
    assert_eq!(error("").0, 1);
}

#[test]
fn newer_versions_wrong_coders_and_deep_nesting_are_refused() {
    let file = sidecar(Vec::new()).to_ron();
    let newer = file.replace("version: 1", "version: 2").replace("chars:", "span: 1, chars:");
    assert_eq!(Sidecar::from_ron(&newer), Err(SidecarError::NewerVersion { version: 2 }));
    let elsewhere = file.replace("\"lin\"", "\"../lin\"");
    let name = "../lin".to_owned();
    assert_eq!(Sidecar::from_ron(&elsewhere), Err(SidecarError::BadCoder { name }));
    let nest = "[".repeat(100_000);
    let deep = file.replace("removed: [", &format!("ext: {{\"a\": {nest}"));
    assert!(matches!(Sidecar::from_ron(&deep), Err(SidecarError::Syntax { .. })));
}

#[test]
fn another_programs_order_is_mended_and_what_cannot_be_is_refused() {
    let article = text("党建引领基层治理");
    let passage = mark(&article, &[(0, 2), (4, 6)]);
    let file = sidecar(vec![passage.clone()]).to_ron();
    let (spans, quotes) = ("[(0, 2), (4, 6)]", "[\"党建\", \"基层\"]");
    assert!(file.contains(spans) && file.contains(quotes));
    let turned = file.replace(spans, "[(4, 6), (0, 2)]").replace(quotes, "[\"基层\", \"党建\"]");
    assert_eq!(Sidecar::from_ron(&turned).map(|read| read.passages), Ok(vec![passage.clone()]));

    let touching = file.replace(spans, "[(0, 1), (1, 2)]").replace(quotes, "[\"党\", \"建\"]");
    let read = Sidecar::from_ron(&touching).expect("mended");
    assert_eq!(read.passages[0].fragments, [span(0, 2)]);
    assert_eq!(read.passages[0].quotes, ["党建"]);

    for (broken, defect) in [
        (file.replace(quotes, "[\"党建\"]"), Defect::Quotes),
        (file.replace(spans, "[(0, 5), (4, 6)]"), Defect::Overlap),
        (file.replace(spans, "[(0, 2), (4, 4)]"), Defect::Empty),
        (file.replace(spans, "[]").replace(quotes, "[]"), Defect::Empty),
    ] {
        let error = SidecarError::BadPassage { id: passage.id, defect };
        assert_eq!(Sidecar::from_ron(&broken), Err(error));
    }
}

#[test]
fn positions_fit_only_the_text_they_were_made_for() {
    let article = text("党建引领基层治理");
    let mut sidecar = sidecar(vec![mark(&article, &[(4, 6)])]);
    sidecar.sha256 = ContentHash::of(article.as_str());
    assert!(sidecar.fits(&article, &sidecar.sha256));
    assert!(!sidecar.fits(&article, &ContentHash::of("别的")));
    sidecar.passages[0].fragments = vec![span(900, 902)];
    assert!(!sidecar.fits(&article, &sidecar.sha256));
}

#[test]
fn a_name_tells_article_and_coder() {
    let lin = coder("林 2");
    let name = sidecar_name("2019-区域化党建.v2.txt", &lin);
    assert_eq!(name, "2019-区域化党建.v2.txt.林 2.tags.ron");
    assert_eq!(sidecar_owner(&name), Some(("2019-区域化党建.v2.txt", lin)));
    for other in ["a.txt", "codebook.ron", ".lin.tags.ron", "lin.tags.ron", "a.txt..tags.ron"] {
        assert_eq!(sidecar_owner(other), None, "{other}");
    }
}

#[test]
fn a_name_too_long_for_the_disk_is_cut_and_stays_one_of_its_own() {
    let coder = coder(&"编".repeat(21));
    for stem in 50..84 {
        let article = format!("{}.txt", "党".repeat(stem));
        let name = sidecar_name(&article, &coder);
        assert!(name.len() <= 255 && is_sidecar(&name));
        let plain = name.starts_with(&article);
        assert_eq!(sidecar_owner(&name).is_some(), plain);
        assert_ne!(name, sidecar_name(&article.replace(".txt", ".md"), &coder));
    }
    assert!(!sidecar_name(&"党".repeat(83), &coder).starts_with(&"党".repeat(83)));
}
