//! `sample`: drawing by lot, and a folder for a colleague.

use serde_json::json;

use crate::support::{Place, SET, keys, values};

const TEXT: &str = "街道办事处。居民推选楼栋长。支部建在楼上。\n";

fn place() -> Place {
    let names: Vec<String> =
        (0..12).map(|number| format!("{}-{number}.txt", 2017 + number % 3)).collect();
    let articles: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), TEXT.as_bytes())).collect();
    Place::with(&articles)
}

#[test]
fn a_seed_draws_the_same_again_and_strata_give_their_share() {
    let place = place();
    let draw = |args: &[&str]| place.ok(&[&["sample", SET, "--json"][..], args].concat());
    let six = draw(&["--articles", "6", "--seed", "3", "--by", "year"]);
    assert_eq!(keys(six.lines().next().unwrap()), ["article", "stratum", "start", "end", "text"]);
    assert_eq!(draw(&["--articles", "6", "--seed", "3", "--by", "year"]), six);
    assert_ne!(draw(&["--articles", "6", "--seed", "4", "--by", "year"]), six);
    let rows = values(&six);
    for year in ["2017", "2018", "2019"] {
        assert_eq!(rows.iter().filter(|row| row["stratum"] == year).count(), 2, "{six}");
    }
    let sentences = values(&draw(&["--sentences", "5", "--seed", "1"]));
    assert_eq!(sentences.len(), 5);
    for row in &sentences {
        let (start, end) = (row["start"].as_u64().unwrap(), row["end"].as_u64().unwrap());
        let text: String = TEXT
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(row["text"], json!(text));
        assert!(text.ends_with('。'));
    }
    place.fails(2, &["sample", SET, "--articles", "2", "--sentences", "2", "--seed", "1"]);
    place.fails(2, &["sample", SET, "--seed", "1"]);
    let unknown = ["sample", SET, "--articles", "2", "--seed", "1", "--by", "报纸"];
    assert!(place.fails(1, &unknown).contains("报纸"));
    // All there is, where more is asked for.
    let done = place.run(&["sample", SET, "--articles", "99", "--seed", "1", "--json"]);
    assert_eq!((done.code, done.stdout.lines().count()), (Some(1), 12));
    assert!(done.stderr.contains("12"), "{}", done.stderr);
}

#[test]
fn a_folder_for_a_colleague_has_no_marks_and_its_work_comes_back() {
    let place = place();
    for number in 0..12 {
        place.tag(&format!("{}-{number}.txt", 2017 + number % 3), "0..5");
    }
    let draw = ["sample", SET, "--articles", "3", "--seed", "5", "--keep", "试编", "--to", "给周"];
    let told = place.ok(&draw);
    assert!(told.contains("给周"), "{told}");
    let listed = values(&place.ok(&["list", "给周", "--json"]));
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|article| article["passages"] == 0));
    assert!(place.exists("给周/codebook.ron"));
    // Nothing is written over, and nothing into the set.
    assert!(place.fails(1, &draw).contains("给周"));
    let inside = format!("{SET}/给周");
    let into = ["sample", SET, "--articles", "3", "--seed", "5", "--to", &inside];
    assert!(place.fails(1, &into).contains("里面"));
    assert!(!place.exists(&inside));
    let article = listed[0]["path"].as_str().unwrap();
    let tag = ["tag", "给周", "--coder", "zhou", "--theme", "人才", "--article", article];
    place.ok(&[&tag[..], &["--span", "0..5"]].concat());
    place.ok(&["work", SET, "--take", "给周"]);
    let rows = values(&place.ok(&["agree", SET, "--coders", "lin,zhou", "--all-units", "--json"]));
    let percent = rows.iter().find(|row| row["coefficient"] == "percent").unwrap();
    assert_eq!((&percent["value"], &percent["articles"]), (&json!(1.0), &json!(1)));
}
