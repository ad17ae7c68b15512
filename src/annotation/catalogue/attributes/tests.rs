//! What the file of attributes promises: it is read as it was written, merged without loss.

use proptest::prelude::*;

use super::*;

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).expect("a name")
}

fn defined(names: &[(&str, AttributeKind)]) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, kind) in names {
        let definition = AttributeDefinition { name: (*name).to_owned(), kind: kind.clone() };
        attributes.define(usize::MAX, definition);
    }
    attributes
}

fn with(mut attributes: Attributes, values: &[(&str, &str, &str)]) -> Attributes {
    for (path, name, value) in values {
        attributes.set(&article(path), name, (!value.is_empty()).then(|| (*value).to_owned()));
    }
    attributes
}

fn choice(values: &[&str]) -> AttributeKind {
    AttributeKind::Choice(values.iter().map(ToString::to_string).collect())
}

fn sample() -> Attributes {
    let kinds = [
        ("报纸", AttributeKind::Text),
        ("版面", AttributeKind::Number),
        ("体裁", choice(&["通讯", "评论"])),
    ];
    let values = [
        ("乙.txt", "报纸", "河南\"日报\""),
        ("甲.txt", "版面", "2"),
        ("甲.txt", "报纸", "郑州日报"),
    ];
    with(defined(&kinds), &values)
}

#[test]
fn one_article_stands_on_one_line() {
    let text = sample().to_ron();
    assert_eq!(
        text,
        "(\n    version: 1,\n    attributes: [\n        (name: \"报纸\", kind: Text),\n        \
         (name: \"版面\", kind: Number),\n        (name: \"体裁\", kind: Choice([\"通讯\", \
         \"评论\"])),\n    ],\n    articles: [\n        (\"乙.txt\", {\"报纸\": \
         \"河南\\\"日报\\\"\"}),\n        (\"甲.txt\", {\"报纸\": \"郑州日报\", \"版面\": \
         \"2\"}),\n    ],\n)\n"
    );
    assert_eq!(Attributes::from_ron(&text), Ok(sample()));
    assert_eq!(Attributes::from_ron(&format!("\u{feff}{text}")), Ok(sample()));
}

#[test]
fn a_damaged_file_and_one_from_a_newer_program_are_errors() {
    let text = sample().to_ron();
    let damaged = Attributes::from_ron(&text.replace("kind: Number", "kind: Numbr"));
    assert!(matches!(damaged, Err(RecordsError::Syntax { line: 5, .. })), "{damaged:?}");
    assert!(Attributes::from_ron(&text[..text.len() / 2]).is_err());
    let newer = Attributes::from_ron("(version: 2, attributes: [], articles: [], cases: [])");
    assert_eq!(newer, Err(RecordsError::NewerVersion { version: 2 }));
}

#[test]
fn what_git_left_twice_is_one_and_a_value_alone_makes_its_attribute() {
    let text = "(version: 1, attributes: [(name: \"版面\", kind: Number), (name: \"版面\")], \
                articles: [(\"甲.txt\", {\"版面\": \"1\"}), (\"甲.txt\", {\"版面\": \"2\", \
                \"体裁\": \"通讯\", \"空\": \"\"})])";
    let read = Attributes::from_ron(text).expect("a file");
    let kinds = [("版面", AttributeKind::Number), ("体裁", AttributeKind::Text)];
    assert_eq!(read, with(defined(&kinds), &[("甲.txt", "版面", "2"), ("甲.txt", "体裁", "通讯")]));
}

#[test]
fn two_sides_keep_what_each_set() {
    let kinds = [("报纸", AttributeKind::Text), ("体裁", choice(&["通讯", "评论"]))];
    let base = with(defined(&kinds), &[("甲.txt", "报纸", "一"), ("乙.txt", "报纸", "一")]);
    let ours = with(base.clone(), &[("甲.txt", "报纸", "二"), ("丙.txt", "体裁", "通讯")]);
    let mut theirs = with(base.clone(), &[("甲.txt", "报纸", "三"), ("乙.txt", "报纸", "")]);
    theirs.define(1, AttributeDefinition { name: "体裁".into(), kind: choice(&["通讯", "消息"]) });
    theirs.define(9, AttributeDefinition { name: "版面".into(), kind: AttributeKind::Number });
    let theirs = with(theirs, &[("丁.txt", "版面", "4")]);
    let (merged, overruled) = Attributes::merged(&base, &ours, &theirs);
    let kinds =
        [kinds[0].clone(), ("体裁", choice(&["通讯", "消息"])), ("版面", AttributeKind::Number)];
    let values = [("甲.txt", "报纸", "二"), ("丙.txt", "体裁", "通讯"), ("丁.txt", "版面", "4")];
    assert_eq!(merged, with(defined(&kinds), &values));
    assert_eq!(overruled, ["甲.txt"]);
}

#[test]
fn an_attribute_that_the_other_side_uses_does_not_go() {
    let base = defined(&[("版面", AttributeKind::Number)]);
    let mut ours = base.clone();
    ours.undefine("版面");
    let theirs = with(base.clone(), &[("甲.txt", "版面", "1")]);
    assert_eq!(Attributes::merged(&base, &ours, &theirs).0, theirs);
    assert_eq!(Attributes::merged(&base, &theirs, &ours).0, theirs);
    let unused = Attributes::merged(&base, &ours, &base).0;
    assert_eq!(unused, Attributes::default());
}

#[test]
fn two_lists_that_both_changed_hold_what_either_added_and_nothing_that_one_took_out() {
    let one = |values: &[&str]| defined(&[("体裁", choice(values))]);
    let merged = Attributes::merged(
        &one(&["甲", "乙", "丙"]),
        &one(&["甲", "乙", "丁"]),
        &one(&["戊", "甲", "丙"]),
    );
    assert_eq!(merged, (one(&["甲", "丁", "戊"]), Vec::new()));
    let number = defined(&[("体裁", AttributeKind::Number)]);
    let date = defined(&[("体裁", AttributeKind::Date)]);
    assert_eq!(
        Attributes::merged(&one(&["甲"]), &number, &date),
        (number, vec!["体裁".to_owned()])
    );
}

#[test]
fn values_are_listed_in_the_order_of_their_kind() {
    let values = [("甲.txt", "版面", "10"), ("乙.txt", "版面", "9"), ("丙.txt", "版面", "10")];
    let attributes = with(defined(&[("版面", AttributeKind::Number)]), &values);
    assert_eq!(attributes.distinct("版面"), ["9", "10"]);
    assert_eq!(attributes.count("版面"), 3);
    assert_eq!(attributes.named("版面").map(|known| known.name.as_str()), Some("版面"));
}

fn any_attributes() -> impl Strategy<Value = Attributes> {
    let kind = prop_oneof![
        Just(AttributeKind::Text),
        Just(AttributeKind::Number),
        Just(AttributeKind::Date),
        prop::collection::vec("\\PC{1,3}", 0..3).prop_map(AttributeKind::Choice),
    ];
    let definition = ("[甲乙丙]", kind);
    let value = ("[一二三]", "[甲乙丙]", "(\\PC|\n|\"){0,4}");
    let parts = (prop::collection::vec(definition, 0..4), prop::collection::vec(value, 0..8));
    parts.prop_map(|(definitions, values)| {
        let mut attributes = Attributes::default();
        for (name, kind) in definitions {
            attributes.define(usize::MAX, AttributeDefinition { name, kind });
        }
        for (path, name, value) in values {
            if attributes.definition(&name).is_some() && !value.is_empty() {
                attributes.set(&article(&path), &name, Some(value));
            }
        }
        attributes
    })
}

proptest! {
    #[test]
    fn whatever_was_written_is_read_again(attributes in any_attributes()) {
        let text = attributes.to_ron();
        let lines = attributes.definitions().len() + attributes.articles().count() + 7;
        prop_assert_eq!(text.lines().count(), lines);
        prop_assert_eq!(Attributes::from_ron(&text), Ok(attributes));
    }

    #[test]
    fn a_merge_takes_every_change_of_one_side_and_needs_no_attribute_it_has_not(
        base in any_attributes(), ours in any_attributes(), theirs in any_attributes(),
    ) {
        prop_assert_eq!(Attributes::merged(&base, &base, &base).0, base.clone());
        let (merged, overruled) = Attributes::merged(&base, &ours, &theirs);
        for (path, values) in merged.articles() {
            for (name, value) in values {
                prop_assert!(merged.definition(name).is_some());
                let from = [&ours, &theirs].map(|side| side.value(path, name));
                prop_assert!(from.contains(&Some(value.as_str())));
            }
        }
        for (path, name) in changed_values(&base, &theirs) {
            let both = ours.value(path, name) != base.value(path, name);
            if !both {
                prop_assert_eq!(merged.value(path, name), theirs.value(path, name));
            } else if ours.value(path, name) != theirs.value(path, name) {
                prop_assert!(overruled.contains(&path.file_name().to_owned()));
            }
        }
    }
}
