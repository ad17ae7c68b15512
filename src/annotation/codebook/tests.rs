use proptest::prelude::*;

use super::{
    file::{DEEPEST, MOST_THEMES},
    *,
};
use crate::annotation::{Example, PassageId};

fn theme(name: &str, parent: Option<ThemeId>) -> Theme {
    Theme { parent, ..Codebook::default().new_theme(name) }
}

fn codebook(themes: Vec<Theme>) -> Codebook {
    Codebook { themes, ..Codebook::default() }
}

#[test]
fn a_new_set_starts_with_three_themes_on_keys_1_to_3() {
    let codebook = Codebook::starting();
    let seen: Vec<_> =
        codebook.themes().iter().map(|t| (t.name.as_str(), t.key, t.colour)).collect();
    let expected = [
        ("阵地建设", Some(1), Colour::Palette(0)),
        ("人才", Some(2), Colour::Palette(1)),
        ("区域化党建", Some(3), Colour::Palette(2)),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_new_theme_takes_the_first_gap_and_no_key_when_all_are_taken() {
    let mut codebook = Codebook::starting();
    let second = codebook.themes()[1].id;
    codebook.remove(second);
    let theme = codebook.new_theme("队伍");
    assert_eq!((theme.key, theme.colour), (Some(2), Colour::Palette(1)));
    for round in 0..20 {
        let theme = codebook.new_theme(&format!("主题{round}"));
        codebook.insert(usize::MAX, theme);
    }
    let theme = codebook.new_theme("最后");
    assert_eq!(theme.key, None);
    assert!(matches!(theme.colour, Colour::Palette(0..PALETTE_LEN)));
}

#[test]
fn names_are_found_by_path_before_plain() {
    let top = theme("党建", None);
    let below = theme("阵地", Some(top.id));
    let other = theme("阵地", None);
    let book = codebook(vec![top, below.clone(), other.clone()]);
    assert_eq!(book.path_name(below.id), "党建/阵地");
    assert_eq!(book.by_name("党建/阵地").map(|t| t.id), Some(below.id));
    assert_eq!(book.by_name("阵地").map(|t| t.id), Some(other.id));
    assert!(book.would_cycle(book.themes()[0].id, below.id));
    assert!(!book.would_cycle(below.id, other.id));
}

fn any_theme() -> impl Strategy<Value = Theme> {
    let colour = prop_oneof![
        (0..PALETTE_LEN).prop_map(Colour::Palette),
        any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour::Rgb(r, g, b)),
    ];
    let name = "[^\\p{Cc}]{0,6}[阵地\"\\\\𠮷👍]{1,4}";
    let key = proptest::option::of(1..=9u8);
    let texts = proptest::array::uniform4(any::<String>());
    let words = prop::collection::vec(any::<String>(), 0..3);
    (name, colour, key, texts, words).prop_map(|(name, colour, key, texts, lexicon)| {
        let [description, include, exclude, memo] = texts;
        let example = |quote| Example { passage: PassageId::fresh(), quote };
        let examples = lexicon.iter().cloned().map(example).collect();
        let id = ThemeId::fresh();
        let parent = None;
        Theme {
            id,
            name,
            colour,
            key,
            description,
            include,
            exclude,
            examples,
            lexicon,
            memo,
            parent,
        }
    })
}

proptest! {
    #[test]
    fn the_file_gives_back_what_was_written(
        mut themes in prop::collection::vec(any_theme(), 0..8),
        below in any::<prop::sample::Index>(),
    ) {
        if let [first, rest @ ..] = themes.as_mut_slice() && !rest.is_empty() {
            rest[below.index(rest.len())].parent = Some(first.id);
        }
        let book = codebook(themes);
        let file = book.to_ron();
        prop_assert_eq!(file.lines().count(), book.themes().len() + 5);
        prop_assert_eq!(Codebook::from_ron(&file), Ok(book.clone()));
        prop_assert_eq!(Codebook::from_ron(&format!("\u{feff}{}", file.replace('\n', "\r\n"))), Ok(book));
    }
}

#[test]
fn circles_and_lost_parents_are_cut_and_reported() {
    use ThemeDefect::{Key, Name, ParentCycle, ParentMissing};
    let (mut one, mut two) = (theme("甲", None), theme("乙", None));
    one.parent = Some(two.id);
    two.parent = Some(one.id);
    let lost = theme("丙", Some(ThemeId::fresh()));
    let wrong = Theme { key: Some(12), colour: Colour::Palette(99), ..theme("", None) };
    let file = codebook(vec![one.clone(), two.clone(), lost.clone(), wrong]).to_ron();
    let read = Codebook::from_ron(&file).expect("mended");
    let defects: Vec<_> = read.repairs().iter().map(|repair| repair.defect).collect();
    assert_eq!(defects, [ParentCycle, ParentMissing, Name, Key, ThemeDefect::Colour]);
    assert_eq!(read.path_name(two.id), "甲/乙");
    assert_eq!(read.path_name(lost.id), "丙");
    assert_eq!(read.themes().len(), 4);
}

#[test]
fn a_broken_file_says_where() {
    let mut file = Codebook::starting().to_ron();
    file = file.replace("colour: Palette(1)", "colour: Palette(red)");
    let Err(CodebookError::Syntax { line, column, .. }) = Codebook::from_ron(&file) else {
        panic!("read a broken file");
    };
    assert_eq!(line, 5);
    assert!(column > 60, "{column}");
}

#[test]
fn newer_files_and_unknown_fields_are_refused_and_doubled_themes_are_rivals() {
    let newer = "(version: 2, themes: {\"a\": 1}, more: [])";
    assert_eq!(Codebook::from_ron(newer), Err(CodebookError::NewerVersion { version: 2 }));
    let file = Codebook::starting().to_ron();
    let unknown = file.replace("name:", "nickname: \"x\", name:");
    assert!(matches!(Codebook::from_ron(&unknown), Err(CodebookError::Syntax { line: 4, .. })));
    let theme = theme("甲", None);
    let doubled = codebook(vec![theme.clone(), theme.clone()]).to_ron();
    let read = Codebook::from_ron(&doubled).expect("the same twice is the same");
    assert_eq!((read.themes().len(), read.rivals().len()), (1, 0));
    let other = Theme { name: "乙".to_owned(), ..theme.clone() };
    let read = Codebook::from_ron(&codebook(vec![theme, other.clone()]).to_ron()).expect("two");
    assert_eq!((read.themes().len(), read.rivals()), (1, &[other][..]));
    assert_eq!(Codebook::from_ron(&read.to_ron()), Ok(read));
}

#[test]
fn what_a_newer_program_keeps_is_written_back() {
    let file = Codebook::starting().to_ron();
    let file = file
        .replacen("key: Some(1)", "key: Some(1), ext: {\"icon\": Star(5)}", 1)
        .replace("    ],\n)", "    ],\n    ext: {\n        \"views\": [\"甲\", 1],\n    },\n)");
    let read = Codebook::from_ron(&file).expect("a codebook");
    assert_eq!(read.to_ron(), file);
}

#[test]
fn a_hostile_codebook_is_read_at_once_or_refused() {
    let chain = |count: usize| {
        let mut themes: Vec<Theme> =
            (0..count).map(|number| theme(&number.to_string(), None)).collect();
        for number in 0..count {
            themes[number].parent = Some(themes[(number + 1) % count].id);
        }
        codebook(themes).to_ron()
    };
    let read = Codebook::from_ron(&chain(MOST_THEMES)).expect("a circle of all");
    assert!(read.repairs().len() > 100 && read.repairs().len() < MOST_THEMES);
    let longest = read.themes().iter().map(|t| read.path_name(t.id).matches('/').count()).max();
    assert!(longest <= Some(DEEPEST));
    assert_eq!(
        Codebook::from_ron(&chain(MOST_THEMES + 1)),
        Err(CodebookError::TooMany { count: MOST_THEMES + 1, limit: MOST_THEMES })
    );
    let deep = format!("(version: 1, themes: {}{})", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Codebook::from_ron(&deep).is_err());
}

#[test]
fn a_rival_that_says_what_was_mended_is_none_and_the_others_stand_in_order() {
    let (one, two) = (theme("甲", None), theme("乙", None));
    let lost = Theme { parent: Some(ThemeId::fresh()), ..one.clone() };
    let other = |theme: &Theme| Theme { description: "另".to_owned(), ..theme.clone() };
    let lines = [lost, two.clone(), other(&two), one.clone(), other(&one)];
    let read = Codebook::from_ron(&codebook(lines.to_vec()).to_ron()).expect("doubled lines");
    assert_eq!(
        (read.themes(), read.rivals()),
        (&[one.clone(), two.clone()][..], &[other(&one), other(&two)][..])
    );
    let again = Codebook::from_ron(&read.to_ron()).expect("what was written");
    assert_eq!((again.themes(), again.rivals()), (read.themes(), read.rivals()));
}
