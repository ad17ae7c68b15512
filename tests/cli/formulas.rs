//! `compare formulas`: set phrases over the years.

use serde_json::{Value, json};

use crate::support::{Place, keys, values};

const OLD: &str = "柳岸区纪事\n\n2018年3月2日\n\n柳岸区扎实推进“大网格”建设，形成“共驻共建、共治共享”的良好格局。各街道利用“大网格”平台，与驻区单位签订共建协议，资源共享不断深化。\n";
const NEW: &str = "柳岸区再出发\n\n2021年6月1日\n\n柳岸区扎实推进“全域网格”建设，形成“共驻共建共治共享”的良好格局。各街道利用“全域网格”平台，与驻区单位签订共建协议，资源共享不断深化。\n";

fn place() -> Place {
    Place::with(&[("旧.txt", OLD.as_bytes()), ("新.txt", NEW.as_bytes())])
}

fn find<'a>(rows: &'a [Value], formula: &str) -> &'a Value {
    rows.iter().find(|row| row["formula"] == formula).unwrap()
}

#[test]
fn a_formula_has_its_counts_its_first_use_and_what_took_its_place() {
    let lines = place().ok(&["compare", "formulas", "文献集", "--json"]);
    let first: Vec<String> = keys(lines.lines().next().unwrap()).into_iter().take(4).collect();
    assert_eq!(first, ["formula", "variants", "source", "count"]);
    let rows = values(&lines);
    let old = find(&rows, "大网格");
    assert_eq!((&old["count"], &old["articles"]), (&json!(2), &json!(1)));
    assert_eq!(old["years"], json!({"2018": 2, "2021": 0}));
    assert_eq!(
        (&old["first"]["article"], &old["first"]["date"]),
        (&json!("旧.txt"), &json!("2018-03-02"))
    );
    assert_eq!(old["replaced_by"][0]["formula"], "全域网格");
    let shared = rows.iter().find(|row| row["variants"].as_array().unwrap().len() == 2).unwrap();
    assert_eq!((&shared["count"], &shared["articles"]), (&json!(2), &json!(2)));
    assert!(place().ok(&["compare", "formulas", "文献集"]).contains("全域网格"));
}

#[test]
fn a_list_comes_first_and_what_stands_in_others_is_shown() {
    let place = place();
    place.write("名单.txt", "# 要看的\n网格\n\n从未提过\n".as_bytes());
    let list = place.path("名单.txt");
    let rows = values(&place.ok(&[
        "compare",
        "formulas",
        "文献集",
        "--list",
        list.to_str().unwrap(),
        "--json",
    ]));
    let grid = find(&rows, "网格");
    assert_eq!((&grid["source"], &grid["count"]), (&json!("listed"), &json!(4)));
    assert!(grid["inside"].as_array().unwrap().contains(&json!("大网格")));
    assert_eq!(find(&rows, "从未提过")["count"], 0);
    assert_eq!(rows[0]["source"], "listed");
    assert!(
        place
            .fails(1, &["compare", "formulas", "文献集", "--list", "没有.txt"])
            .contains("没有.txt")
    );
}

#[test]
fn what_the_set_says_of_formulas_holds() {
    let place = place();
    let note = |number: u8, text: &str, standing: &str, variant_of: &str| {
        format!(
            "(id: \"0192f0c1-0000-7000-8000-0000000000{number:02}\", text: \"{text}\", \
             standing: {standing}, variant_of: \"{variant_of}\", stock: false, \
             modified: \"2026-11-01T08:00:{number:02}.000Z\"),\n"
        )
    };
    let notes = [
        note(1, "驻区单位", "Accepted", ""),
        note(2, "大网格", "Open", "全域网格"),
        note(3, "不断深化", "Ignored", ""),
    ];
    let file = format!("(version: 1, entries: [\n{}])\n", notes.concat());
    place.write("文献集/.quandian/formulas.ron", file.as_bytes());
    let rows = values(&place.ok(&["compare", "formulas", "文献集", "--min", "2", "--json"]));
    assert_eq!(find(&rows, "驻区单位")["source"], "listed");
    let grid = find(&rows, "全域网格");
    assert_eq!((&grid["count"], &grid["articles"]), (&json!(4), &json!(2)));
    assert_eq!(grid["years"], json!({"2018": 2, "2021": 2}));
    assert!(rows.iter().all(|row| row["formula"] != "大网格" && row["formula"] != "不断深化"));
    place.write("文献集/.quandian/formulas.ron", b"(version: 1, entries: [oops");
    let told = place.run(&["compare", "formulas", "文献集"]);
    assert!(told.stderr.contains("formulas.ron"), "{told:?}");
}

#[test]
fn a_set_without_formulas_says_so() {
    let place = Place::with(&[("空.txt", "柳岸区纪事\n\n居民们聚在一起聊天。\n".as_bytes())]);
    let told = place.run(&["compare", "formulas", "文献集"]);
    assert!(told.stdout.is_empty() && !told.stderr.is_empty(), "{told:?}");
}
