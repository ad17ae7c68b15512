//! `compare --count once`: what several articles print counts where it was printed first.

use serde_json::Value;

use crate::support::{Place, SET, values};

/// A paragraph that the paper of 2019 takes over from 2017, word by word.
const SHARED: &str =
    "柳岸街道把闲置多年的粮站改成党群服务中心，居民办事不出社区，引进人才二十名常驻。";

fn place() -> Place {
    let first = format!("粮站记\n\n{SHARED}\n");
    let second = format!("再访粮站\n\n两年以后，院里坐满了人，都说人才来得好。\n\n{SHARED}\n");
    let place =
        Place::with(&[("2017-粮站记.txt", first.as_bytes()), ("2019-再访.txt", second.as_bytes())]);
    let at = |text: &str, of: &str| {
        let from = text.find(of).expect("it stands there");
        let start = text[..from].chars().count();
        format!("{start}..{}", start + of.chars().count())
    };
    for (article, text, of, theme) in [
        ("2017-粮站记.txt", &first, "引进人才二十名", "人才"),
        ("2019-再访.txt", &second, "引进人才二十名", "人才"),
        ("2019-再访.txt", &second, "引进人才二十名常驻", "阵地建设"),
        ("2019-再访.txt", &second, "都说人才来得好", "人才"),
    ] {
        let span = at(text, of);
        let mark = ["--theme", theme, "--article", article, "--span", &span, "--coder", "lin"];
        place.ok(&[&["tag", SET][..], &mark].concat());
    }
    place
}

fn compared(place: &Place, analysis: &str, args: &[&str]) -> Vec<Value> {
    values(&place.ok(&[&["compare", analysis, SET, "--json"][..], args].concat()))
}

#[test]
fn every_analysis_counts_the_first_printing_alone() {
    let place = place();
    let passages = |count: &str, column: &str| {
        let rows = compared(&place, "matrix", &["--count", count]);
        let row = rows.iter().find(|row| row["row"] == "人才" && row["column"] == column);
        row.expect("a cell")["passages"].as_u64()
    };
    assert_eq!((passages("both", "2017"), passages("both", "2019")), (Some(1), Some(2)));
    assert_eq!((passages("once", "2017"), passages("once", "2019")), (Some(1), Some(1)));

    let pairs = |count: &str| compared(&place, "cooccurrence", &["--count", count]).len();
    assert_eq!((pairs("both"), pairs("once")), (1, 0), "the pair stands in the second printing");

    let words = |count: &str| {
        let rows = compared(&place, "frequency", &["--word", "人才", "--count", count]);
        rows[0]["count"].as_u64()
    };
    assert_eq!((words("both"), words("once")), (Some(3), Some(2)));

    let line = |count: &str| {
        let rows = compared(&place, "time", &["--query", "粮站改成", "--count", count]);
        let of =
            |year: i64| rows.iter().find(|row| row["year"] == year).expect("it")["count"].as_u64();
        (of(2017), of(2019))
    };
    assert_eq!(line("both"), (Some(1), Some(1)));
    assert_eq!(line("once"), (Some(1), Some(0)));

    let grid = |count: &str| {
        let rows = compared(&place, "summary", &["--count", count]);
        rows.iter().map(|row| row["passages"].as_u64().expect("a number")).sum::<u64>()
    };
    assert_eq!((grid("both"), grid("once")), (4, 2));
}

#[test]
fn how_it_was_counted_stands_below_the_table() {
    let place = place();
    let shown = place.ok(&["compare", "matrix", SET, "--count", "once"]);
    assert!(shown.contains("只算最先的一遍"), "{shown}");
}
