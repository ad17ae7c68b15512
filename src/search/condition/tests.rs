//! What a user relies on in the condition language.

use std::ops::Range;

use proptest::prelude::*;

use super::*;

fn read(line: &str) -> Condition {
    parse(line).unwrap_or_else(|error| panic!("{line}: {error:?}")).condition
}

fn theme(name: &str) -> Condition {
    Condition::Test(Test::Theme(ThemeName { name: name.to_owned(), exact: false }))
}

fn years(from: i16, to: i16) -> Condition {
    Condition::Test(Test::Year(Years::Range(Some(from), Some(to))))
}

#[test]
fn the_line_of_the_handbook_means_what_it_says() {
    let expected =
        Condition::and([theme("阵地建设"), Condition::negated(theme("人才")), years(2017, 2020)]);
    for line in [
        "主题:阵地建设 且 非 主题:人才 且 年:2017..2020",
        "主题：阵地建设 且 非主题：人才 且 年：2017—2020",
        "主题:阵地建设 且非 主题:人才 年:2017-2020",
        "theme:阵地建设 AND NOT theme:人才 and year:2017..2020",
        "主题:阵地建设 & !主题:人才 && (年:2017..2020)",
        "主题:“阵地建设” 且 非（主题:人才）且 年:2017~2020年",
    ] {
        assert_eq!(read(line), expected, "{line}");
    }
    assert_eq!(expected.text(Tongue::Chinese), "主题:阵地建设 且 非 主题:人才 且 年:2017..2020");
    assert_eq!(
        expected.text(Tongue::English),
        "theme:阵地建设 AND NOT theme:人才 AND year:2017..2020"
    );
}

#[test]
fn and_binds_tighter_than_or_and_brackets_say_otherwise() {
    let [a, b, c] = ["甲", "乙", "丙"].map(theme);
    let flat = Condition::or([a.clone(), Condition::and([b.clone(), c.clone()])]);
    assert_eq!(read("主题:甲 或 主题:乙 且 主题:丙"), flat);
    let grouped = Condition::and([Condition::or([a, b]), c]);
    assert_eq!(read("(主题:甲 或 主题:乙) 且 主题:丙"), grouped);
    assert_eq!(grouped.text(Tongue::Chinese), "(主题:甲 或 主题:乙) 且 主题:丙");
}

#[test]
fn a_word_without_a_field_is_looked_for_everywhere() {
    let word = |word: &str| Condition::Test(Test::Word(word.to_owned()));
    assert_eq!(read("粮站"), word("粮站"));
    assert_eq!(read("且说 \"且\" 或者"), Condition::and(["且说", "且", "或者"].map(word)));
    assert_eq!(read("“四个"), word("“四个"));
    assert_eq!(
        read("”意识 「两个 ‘一 “四个"),
        Condition::and(["”意识", "「两个", "‘一", "“四个"].map(word))
    );
    assert_eq!(
        read("“四个 意识”‘两个 维护’"),
        Condition::and(["四个 意识", "两个 维护"].map(word))
    );
    let text = |text: &str| Condition::Test(Test::Text(text.to_owned()));
    assert_eq!(read("正文:讲“四个"), text("讲“四个"));
    assert_eq!(read("正文:“四个"), text("“四个"));
    assert_eq!(read("正文:「四个 意识」"), text("四个 意识"));
    assert_eq!(read("正文:《共同纲领》"), text("《共同纲领》"));
    // An equals sign that no field stands before is part of the word.
    assert_eq!(read("a=b"), word("a=b"));
}

#[test]
fn attributes_groups_and_who_is_done_are_asked_for() {
    use Comparison as C;
    let attribute = |name: &str, test| Condition::Test(Test::Attribute { name: name.into(), test });
    let is = |sign, value: &str| AttributeTest::Is(sign, value.to_owned());
    for (line, name, test) in [
        ("属性:报纸=河南日报", "报纸", is(C::Equal, "河南日报")),
        ("属性：报纸＝河南日报", "报纸", is(C::Equal, "河南日报")),
        ("attribute:版面 >= 2", "版面", is(C::GreaterOrEqual, "2")),
        ("属性:版面≥2", "版面", is(C::GreaterOrEqual, "2")),
        ("属性:版面＞2", "版面", is(C::Greater, "2")),
        ("属性:版面<2", "版面", is(C::Less, "2")),
        ("属性:版面<=2", "版面", is(C::LessOrEqual, "2")),
        ("属性:版面<>2", "版面", is(C::Different, "2")),
        ("属性:版面!=2", "版面", is(C::Different, "2")),
        ("属性:报纸:河南", "报纸", is(C::Contains, "河南")),
        ("属性:\"见报 日\"=\"2019 年\"", "见报 日", is(C::Equal, "2019 年")),
        ("属性:报纸", "报纸", AttributeTest::Some),
        ("属性:报纸:有", "报纸", AttributeTest::Some),
        ("属性:报纸≠无", "报纸", AttributeTest::Some),
        ("属性:报纸:无", "报纸", AttributeTest::None),
        ("属性:报纸=none", "报纸", AttributeTest::None),
        ("属性:报纸=\"无\"", "报纸", is(C::Equal, "无")),
        ("属性:配图=有", "配图", is(C::Equal, "有")),
    ] {
        assert_eq!(read(line), attribute(name, test), "{line}");
    }
    let done = |who, theme: Option<&str>| {
        Condition::Test(Test::Done(DoneTest { who, theme: theme.map(str::to_owned) }))
    };
    assert_eq!(read("完成:林"), done(DoneWho::Coder("林".into()), None));
    assert_eq!(read("done:林/人才"), done(DoneWho::Coder("林".into()), Some("人才")));
    assert_eq!(read("完成:有/\"人才 引进\""), done(DoneWho::Anyone, Some("人才 引进")));
    assert_eq!(read("完成:无"), done(DoneWho::Nobody, None));
    assert_eq!(read("组:省报"), Condition::Test(Test::Group("省报".into())));
    let both = read("属性:版面>2 非 组:省报 且 属性:报纸");
    assert_eq!(both.text(Tongue::Chinese), "属性:版面>2 且 非 组:省报 且 属性:报纸");
}

#[test]
fn every_mistake_is_told_at_its_place() {
    use ErrorKind as E;
    for (line, kind, at) in [
        ("主题:甲 且", E::ExpectedCondition, 6..6),
        ("且 主题:甲", E::ExpectedCondition, 0..1),
        ("主题:甲 或 或 主题:乙", E::ExpectedCondition, 7..8),
        ("(主题:甲", E::Unclosed, 0..1),
        ("主题:甲) 且", E::Unopened, 4..5),
        ("()", E::ExpectedCondition, 1..2),
        ("主题:\"甲", E::OpenQuote, 3..5),
        ("体裁:通讯", E::UnknownField("体裁".into()), 0..3),
        ("属性:", E::ExpectedValue(Field::Attribute), 0..3),
        ("属性:=3", E::ExpectedValue(Field::Attribute), 0..3),
        ("属性:版面>", E::ExpectedValue(Field::Attribute), 0..6),
        ("完成:林/", E::ExpectedValue(Field::Done), 0..5),
        ("组:", E::ExpectedValue(Field::Group), 0..2),
        ("年:去年", E::BadYear, 2..4),
        ("年:2020..2017", E::YearOrder, 2..12),
        ("来源:网上", E::BadChoice(Field::Origin), 3..5),
        ("邻近/很:甲", E::BadDistance, 0..4),
        ("邻近/100:甲", E::BadDistance, 0..6),
        ("主题:", E::ExpectedValue(Field::Theme), 0..3),
    ] {
        assert_eq!(parse(line), Err(ParseError { kind, at }), "{line}");
    }
    let deep = "(".repeat(100_000);
    assert!(matches!(parse(&deep), Err(ParseError { kind: E::TooDeep, .. })));
    let deep = "非".repeat(3) + &"! ".repeat(100_000);
    assert!(parse(&deep).is_err());
}

#[test]
fn what_can_stand_at_the_caret_is_offered() {
    assert_eq!(marks("主题:甲 且非年：2017 或 (乙 或"), [0..3, 5..6, 6..7, 7..9, 14..15, 19..20]);
    let known = KnownNames {
        themes: vec!["阵地建设".into(), "人才 引进".into()],
        articles: vec!["共建共享".into()],
        years: vec![2020, 2017],
        coders: vec!["林".into()],
        attributes: vec![
            ("报纸".into(), vec!["河南日报".into(), "有".into()]),
            ("字=数".into(), vec!["9".into(), "10".into()]),
        ],
        groups: vec!["省报".into()],
    };
    let contains = |name: &str, typed: &str| name.contains(typed);
    let offered = |line: &str| {
        let caret = line.chars().position(|c| c == '^').expect("a caret");
        let line = line.replace('^', "");
        let completion = complete(&line, caret, &known, Tongue::Chinese, &contains);
        let chars: Vec<char> = line.chars().collect();
        let put = |candidate: &Candidate| {
            let before: String = chars[..completion.replace.start].iter().collect();
            let after: String = chars[completion.replace.end..].iter().collect();
            format!("{before}{}{after}", candidate.insert)
        };
        completion.candidates.iter().map(put).collect::<Vec<_>>()
    };
    assert_eq!(offered("主题:阵^"), ["主题:阵地建设 "]);
    assert_eq!(offered("主题:甲 且 非主题:人^"), ["主题:甲 且 非主题:\"人才 引进\" "]);
    assert_eq!(offered("年:20^"), ["年:2020 ", "年:2017 "]);
    assert_eq!(offered("来源:^"), ["来源:手工 ", "来源:检索 ", "来源:词表 ", "来源:建议 "]);
    assert_eq!(offered("建设^"), ["主题:阵地建设 "]);
    assert_eq!(offered("编码^"), ["编码员:"]);
    assert_eq!(offered("属性:^"), ["属性:报纸=", "属性:\"字=数\"="]);
    assert_eq!(offered("属性:报^=河南日报"), ["属性:报纸=河南日报"]);
    let papers = ["属性:报纸=河南日报 ", "属性:报纸=\"有\" ", "属性:报纸=无 "];
    assert_eq!(offered("属性:报纸=^"), papers);
    assert_eq!(offered("年:2017 且 属性:报纸≠河^"), ["年:2017 且 属性:报纸≠河南日报 "]);
    assert_eq!(offered("组:^"), ["组:省报 "]);
    assert_eq!(offered("书签:^"), ["书签:有 ", "书签:无 "]);
    assert_eq!(offered("书^"), ["书签:"]);
    assert_eq!(offered("完成:^"), ["完成:有 ", "完成:无 ", "完成:林 "]);
    assert!(offered("^").contains(&"非 ".to_owned()) && !offered("^").contains(&"且 ".to_owned()));
    assert_eq!(offered("主题:甲 ^")[0], "主题:甲 且 ");
    assert_eq!(offered("主题:阵^地 或 年:2017")[0], "主题:阵地建设  或 年:2017");
}

fn any_name() -> impl Strategy<Value = String> {
    let plain = "[一-龥a-z0-9]{1,4}";
    let odd = "[一-龥 \"“”‘’「」『』\\\\():：（）=&|!！且或非.…]{1,6}";
    prop_oneof![plain, odd, Just("有".into()), Just("且".into()), Just("NOT".into())]
        .prop_filter("a value is not blank", |name: &String| !name.trim().is_empty())
}

fn any_attribute_test() -> impl Strategy<Value = AttributeTest> {
    let value = prop_oneof![any_name(), "[=<>:!≠≥]{1,2}[0-9甲]?"];
    prop_oneof![
        Just(AttributeTest::Some),
        Just(AttributeTest::None),
        (prop::sample::select(Comparison::ALL.to_vec()), value)
            .prop_map(|(comparison, value)| AttributeTest::Is(comparison, value)),
    ]
}

fn any_test() -> impl Strategy<Value = Test> {
    let theme = || (any_name(), any::<bool>()).prop_map(|(name, exact)| ThemeName { name, exact });
    let year = || prop::option::of(0..3000_i16);
    prop_oneof![
        theme().prop_map(Test::Theme),
        (any_name(), any::<bool>()).prop_map(|(name, exact)| Test::Article { name, exact }),
        (year(), year()).prop_map(|(from, to)| Test::Year(match (from, to) {
            (None, None) => Years::None,
            (Some(from), Some(to)) => Years::Range(Some(from.min(to)), Some(from.max(to))),
            (from, to) => Years::Range(from, to),
        })),
        any_name().prop_map(Test::Coder),
        any_name().prop_map(|text| Test::Memo(Memo::Contains(text))),
        Just(Test::Memo(Memo::Some)),
        Just(Test::Memo(Memo::None)),
        any_name().prop_map(|text| Test::Bookmark(Memo::Contains(text))),
        Just(Test::Bookmark(Memo::Some)),
        Just(Test::Bookmark(Memo::None)),
        any_name().prop_map(|name| Test::Reuse(ReuseTest::With(name))),
        Just(Test::Reuse(ReuseTest::First)),
        Just(Test::Reuse(ReuseTest::None)),
        any_name().prop_map(Test::Text),
        any_name().prop_map(Test::Word),
        any_name().prop_map(Test::Group),
        (any_name(), any_attribute_test()).prop_map(|(name, test)| Test::Attribute { name, test }),
        (
            prop_oneof![
                Just(DoneWho::Anyone),
                Just(DoneWho::Nobody),
                any_name().prop_map(DoneWho::Coder),
            ],
            prop::option::of(any_name()),
        )
            .prop_map(|(who, theme)| Test::Done(DoneTest { who, theme })),
        prop::sample::select(ORIGINS.to_vec()).prop_map(Test::Origin),
        prop::sample::select(STATES.to_vec()).prop_map(Test::State),
        (0..=FARTHEST, theme()).prop_map(|(by, theme)| Test::Near(Relation::Near(by), theme)),
        theme().prop_map(|theme| Test::Near(Relation::Overlaps, theme)),
        theme().prop_map(|theme| Test::Near(Relation::Inside, theme)),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let leaf = any_test().prop_map(Condition::Test);
    leaf.prop_recursive(5, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.clone().prop_map(Condition::negated),
            several().prop_map(Condition::and),
            several().prop_map(Condition::or),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was_meant(condition in any_condition()) {
        for tongue in [Tongue::Chinese, Tongue::English] {
            let line = condition.text(tongue);
            let parsed = parse(&line);
            prop_assert_eq!(parsed.as_ref().map(|parsed| &parsed.condition), Ok(&condition), "{}", line);
        }
    }

    #[test]
    fn no_line_is_too_odd_to_be_read_or_refused(
        line in "([主题文章年编码员备忘录属性完成组且或非甲乙=≠<>≥]|theme|AND|[:：=()（）“”\"!&|/.\\\\ 0-9]|\\PC){0,40}",
        caret in 0..50_usize,
    ) {
        let length = line.chars().count();
        match parse(&line) {
            Ok(parsed) => {
                prop_assert!(parsed.places.iter().all(|at| at.start < at.end && at.end <= length));
                let again = parse(&parsed.condition.text(Tongue::Chinese));
                prop_assert_eq!(again.map(|again| again.condition), Ok(parsed.condition));
            }
            Err(error) => prop_assert!(error.at.start <= error.at.end && error.at.end <= length),
        }
        let words = marks(&line);
        prop_assert!(words.iter().all(|at| at.start < at.end && at.end <= length));
        prop_assert!(words.is_sorted_by(|a, b| a.end <= b.start));
        let completion = complete(&line, caret, &KnownNames::default(), Tongue::Chinese, &|_, _| true);
        let Range { start, end } = completion.replace;
        prop_assert!(start <= end && end <= length, "{start}..{end} of {length}");
    }
}
