//! Edits of the catalogue and what takes them back.

use super::*;
use crate::annotation::{Invert as _, ThemeId, now};

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).expect("a name")
}

fn coder(name: &str) -> Coder {
    Coder::new(name).expect("a name")
}

fn define(name: &str) -> CatalogueEdit {
    let definition = AttributeDefinition { name: name.into(), kind: AttributeKind::Text };
    CatalogueEdit::Attribute { name: name.into(), before: None, after: Some((0, definition)) }
}

fn value(path: &str, name: &str, before: Option<&str>, after: Option<&str>) -> CatalogueEdit {
    let [before, after] = [before, after].map(|text| text.map(str::to_owned));
    CatalogueEdit::Value { article: article(path), name: name.into(), before, after }
}

#[test]
fn every_edit_is_undone_by_its_inverse_and_nothing_half_happens() {
    let mut catalogue = Catalogue::default();
    // A value of an attribute that there is none of.
    assert!(!catalogue.apply(&value("甲.txt", "报纸", None, Some("一"))));
    assert_eq!(catalogue.revision(), 0);
    let edits = [
        define("报纸"),
        value("甲.txt", "报纸", None, Some("一")),
        CatalogueEdit::Group {
            before: None,
            after: Some(ArticleGroup::new("省报".into(), "属性:报纸=一".into())),
        },
        CatalogueEdit::Done {
            coder: coder("林"),
            part: (article("甲.txt"), Some(ThemeId::fresh())),
            before: None,
            after: Some(now()),
        },
    ];
    for edit in &edits {
        assert!(catalogue.apply(edit), "{edit:?}");
        assert!(!catalogue.apply(edit), "twice: {edit:?}");
    }
    assert_eq!(catalogue.attributes().value(&article("甲.txt"), "报纸"), Some("一"));
    assert_eq!(catalogue.group("省报").map(|group| group.condition.as_str()), Some("属性:报纸=一"));
    assert!(!catalogue.is_done(&article("甲.txt"), &coder("林")));
    // An attribute that an article bears does not go.
    assert!(!catalogue.apply(&edits[0].inverse()));
    for edit in edits.iter().rev() {
        assert!(catalogue.apply(&edit.inverse()), "{edit:?}");
    }
    assert!(catalogue.attributes().is_empty() && catalogue.groups().is_empty());
    assert!(catalogue.progress(&coder("林")).is_empty());
}

#[test]
fn what_comes_back_is_the_last_word_in_a_merge() {
    let mut catalogue = Catalogue::default();
    let group = ArticleGroup::new("省报".into(), "年:2017".into());
    let came = CatalogueEdit::Group { before: None, after: Some(group.clone()) };
    assert!(catalogue.apply(&came));
    let changed = ArticleGroup { condition: "年:2018".into(), ..group.clone() };
    let changed = CatalogueEdit::Group { before: Some(group.clone()), after: Some(changed) };
    let changed = catalogue.fitted(&changed).expect("it fits");
    assert!(catalogue.apply(&changed));
    let then = catalogue.group("省报").expect("it is there").modified;
    assert!(then > group.modified);
    let back = catalogue.fitted(&changed.inverse()).expect("it fits");
    assert!(catalogue.apply(&back));
    let back = catalogue.group("省报").expect("it is there");
    assert!(back.condition == "年:2017" && back.modified > then);
    // Somebody else took it out: nothing is there to be changed.
    catalogue.put_groups(Records::default());
    assert_eq!(catalogue.fitted(&changed), None);
}
