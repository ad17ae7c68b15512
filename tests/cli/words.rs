//! `words`: what is suggested for the set's dictionary, taken, and refused for good.

use crate::support::{Place, SET, keys, values};

const FIRST: &str = "临河区推进治理\n\n棠杏路街道推行“邻里互助日”，居民说好。在棠杏路街道，“邻里互助日”办了三期。\n\n\
    本报记者 何曦岚 文/图\n";

fn words(place: &Place, args: &[&str]) -> Vec<String> {
    let lines = place.ok(&[&["words", SET, "--json"][..], args].concat());
    values(&lines).iter().map(|line| line["word"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn local_words_are_suggested_taken_and_refused_for_good() {
    let place = Place::with(&[("2019-一.txt", FIRST.as_bytes())]);
    let lines = place.ok(&["words", SET, "--json"]);
    assert_eq!(keys(lines.lines().next().unwrap()), ["word", "kind", "count", "articles", "sure"]);
    let all = words(&place, &[]);
    for word in ["棠杏路街道", "邻里互助日"] {
        assert!(all.iter().any(|one| one == word), "{word}: {all:?}");
        let line = values(&lines).into_iter().find(|line| line["word"] == *word).unwrap();
        assert_eq!((line["count"].as_u64(), line["articles"].as_u64()), (Some(2), Some(1)));
        assert_eq!(line["sure"], true);
    }
    assert!(place.ok(&["words", SET]).contains("棠杏路街道"));
    assert_eq!(words(&place, &["--refuse", "邻里互助日"]), ["邻里互助日"]);
    assert!(!words(&place, &[]).contains(&"邻里互助日".to_owned()));
    assert!(words(&place, &["--accept", "body"]).contains(&"棠杏路街道".to_owned()));
    assert!(!words(&place, &[]).contains(&"棠杏路街道".to_owned()));
    let dictionary =
        String::from_utf8(place.read(&format!("{SET}/.quandian/dictionary.txt"))).unwrap();
    assert!(
        dictionary.contains("棠杏路街道") && !dictionary.contains("邻里互助日"),
        "{dictionary}"
    );
    // It comes out whole now, and nothing that was refused comes with everything.
    let found = place.ok(&["segment", &format!("{SET}/2019-一.txt"), "--json"]);
    assert_eq!(values(&found).iter().filter(|word| word["text"] == "棠杏路街道").count(), 2);
    words(&place, &["--accept", "all"]);
    assert_eq!(words(&place, &[]), Vec::<String>::new());
    assert!(place.fails(1, &["words", SET, "--accept", "无此词"]).contains("无此词"));
    assert!(place.fails(1, &["words", SET, "--refuse", "两 词"]).contains("两 词"));
}
