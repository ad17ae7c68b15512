//! `articles`: attributes, groups and who is done, set and asked for from the command line.

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

const ATTRIBUTES: &str = ".quandian/attributes.ron";

fn place() -> Place {
    let text = |title: &str| format!("{title}\n\n街道建成人才驿站，三年引进青年人才两百名。\n");
    let [early, later, last] = ["粮站新生", "楼栋长", "两邻议事"].map(text);
    Place::with(&[
        ("2015-甲.txt", early.as_bytes()),
        ("2017-乙.txt", later.as_bytes()),
        ("2020/丙.txt", last.as_bytes()),
    ])
}

fn set(place: &Place, values: &[&str], articles: &[&str]) -> String {
    let mut args = vec!["articles", SET, "--json"];
    for value in values {
        args.extend(["--set", value]);
    }
    for article in articles {
        args.extend(["--article", article]);
    }
    place.ok(&args)
}

fn listed(place: &Place, more: &[&str]) -> Vec<Value> {
    values(&place.ok(&[&["articles", SET, "--json"][..], more].concat()))
}

fn paths(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["path"].as_str()).collect()
}

#[test]
fn attributes_are_set_listed_and_asked_for() {
    let place = place();
    let line = set(&place, &["报纸=河南日报", "版面=２", "见报=2015年6月1日"], &["2015-甲.txt"]);
    let expected = [
        "path",
        "title",
        "year",
        "date",
        "byline",
        "chars",
        "passages",
        "attributes",
        "groups",
        "done",
        "problem",
    ];
    assert_eq!(keys(&line), expected);
    let row = &values(&line)[0];
    let attributes = json!({"报纸": "河南日报", "版面": 2, "见报": "2015-06-01"});
    assert_eq!(row["attributes"], attributes);
    assert_eq!(row["path"], "2015-甲.txt");
    set(&place, &["报纸=郑州日报", "版面=10"], &["2017-乙.txt", "2020/丙.txt"]);
    let all = listed(&place, &[]);
    assert_eq!(paths(&all), ["2015-甲.txt", "2017-乙.txt", "2020/丙.txt"]);
    assert_eq!([&all[0]["title"], &all[0]["year"]], [&json!("粮站新生"), &json!(2015)]);
    assert_eq!(all[0]["attributes"], attributes);
    // Asked of articles, and of what is marked in them.
    for (condition, expected) in [
        ("属性:版面>2", &["2017-乙.txt", "2020/丙.txt"][..]),
        ("属性:版面≤2", &["2015-甲.txt"]),
        ("属性:报纸=郑州日报 且 年:2017", &["2017-乙.txt"]),
        ("属性:报纸:日报", &["2015-甲.txt", "2017-乙.txt", "2020/丙.txt"]),
        ("属性:见报:无", &["2017-乙.txt", "2020/丙.txt"]),
        ("属性:见报<2016", &["2015-甲.txt"]),
        ("属性:见报=2015-06", &["2015-甲.txt"]),
        ("attribute:版面 != 10", &["2015-甲.txt"]),
    ] {
        assert_eq!(paths(&listed(&place, &["--where", condition])), expected, "{condition}");
    }
    place.tag("2015-甲.txt", "0..2");
    place.tag("2020/丙.txt", "0..2");
    let passages = |condition: &str| {
        let rows = values(&place.ok(&["passages", SET, "--json", "--where", condition]));
        rows.iter().map(|row| row["article"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(passages("属性:报纸=河南日报"), ["2015-甲.txt"]);
    assert_eq!(passages("主题:人才 且 非 属性:版面<3"), ["2020/丙.txt"]);
    // One article a line, and nothing is written that was not changed.
    let file = String::from_utf8(place.read(&format!("{SET}/{ATTRIBUTES}"))).unwrap();
    assert!(file.contains("(\"2015-甲.txt\", {\"报纸\": \"河南日报\", \"版面\": \"2\","), "{file}");
    set(&place, &["报纸="], &["2015-甲.txt"]);
    let row = &listed(&place, &["--article", "2015-甲.txt"])[0];
    assert_eq!(row["attributes"], json!({"版面": 2, "见报": "2015-06-01"}));
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_do() {
    let place = place();
    set(&place, &["版面=1"], &["2015-甲.txt"]);
    let set_args = |value: &'static str, article: &'static str| {
        ["articles", SET, "--set", value, "--article", article]
    };
    let refused = |args: &[&str]| place.fails(1, args);
    let kind = refused(&set_args("版面=头版", "2017-乙.txt"));
    assert!(kind.contains("版面") && kind.contains("头版") && kind.contains("数字"), "{kind}");
    assert!(refused(&set_args("版面=1", "没有.txt")).contains("没有.txt"));
    assert!(refused(&["articles", SET, "--set", "版面=1"]).contains("--article"));
    place.fails(2, &["articles", SET, "--article", "2015-甲.txt", "--set", "版面"]);
    let unknown = refused(&["articles", SET, "--where", "属性:体裁=通讯"]);
    assert!(unknown.contains("体裁") && unknown.contains('^'), "{unknown}");
    assert!(refused(&["articles", SET, "--where", "属性:版面>头"]).contains("头"));
    assert!(refused(&["articles", SET, "--where", "主题:人才"]).contains("主题:人才"));
    assert!(refused(&["passages", SET, "--where", "组:早期"]).contains("早期"));
    assert_eq!(listed(&place, &[])[1]["attributes"], json!({}));
}

#[test]
fn a_table_is_imported_and_what_does_not_fit_is_told() {
    let place = place();
    set(&place, &["版面=1"], &["2015-甲.txt"]);
    let table = "标题,报纸,版面,年份\n粮站新生,河南日报,3,2015\n楼栋长,郑州日报,头版,2017\n没有这篇,某报,4,\n";
    place.write("表.csv", &gbk(table));
    let done = place.run(&["articles", SET, "--import", "表.csv", "--json"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    for told in ["没有这篇", "头版", "年份", "3"] {
        assert!(done.stderr.contains(told), "{told}: {}", done.stderr);
    }
    let rows = values(&done.stdout);
    let attributes: Vec<&Value> = rows.iter().map(|row| &row["attributes"]).collect();
    let expected = [json!({"报纸": "河南日报", "版面": 3}), json!({"报纸": "郑州日报"}), json!({})];
    assert_eq!(attributes, expected.iter().collect::<Vec<_>>());
    // A workbook says the same; an empty cell changes nothing.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["path", "版面", "体裁"], ["2017-乙", "2", ""], ["2020/丙.txt", "5", "通讯"]]
            .into_iter()
            .enumerate()
    {
        for (column, cell) in cells.into_iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    place.write("表.xlsx", &book.save_to_buffer().unwrap());
    let done = place.run(&["articles", SET, "--import", "表.xlsx", "--json"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let rows = values(&done.stdout);
    assert_eq!(rows[1]["attributes"], json!({"报纸": "郑州日报", "版面": 2}));
    assert_eq!(rows[2]["attributes"], json!({"版面": 5, "体裁": "通讯"}));
    place.write("不是表.csv", "一句话\n".as_bytes());
    assert!(place.fails(1, &["articles", SET, "--import", "不是表.csv"]).contains("不是表.csv"));
}

/// As a spreadsheet of a Chinese Windows writes it.
fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn groups_are_conditions_on_articles_with_a_name() {
    let place = place();
    set(&place, &["报纸=河南日报"], &["2015-甲.txt", "2020/丙.txt"]);
    let group = |pair: &str| place.run(&["articles", SET, "--json", "--group", pair]);
    let made = values(&group("早期=年:..2017").stdout);
    assert_eq!(made[0]["articles"], json!(["2015-甲.txt", "2017-乙.txt"]));
    group("省报=属性:报纸=河南日报");
    let both = values(&group("早期省报=组:早期 且 组:省报").stdout);
    assert_eq!(both[2]["articles"], json!(["2015-甲.txt"]));
    assert_eq!(both[2]["condition"], "组:早期 且 组:省报");
    assert_eq!(paths(&listed(&place, &["--where", "非 组:早期省报"])).len(), 2);
    assert_eq!(listed(&place, &[])[0]["groups"], json!(["早期", "省报", "早期省报"]));
    place.tag("2015-甲.txt", "0..2");
    place.tag("2020/丙.txt", "0..2");
    let args = ["passages", SET, "--json", "--where", "group:早期"];
    assert_eq!(values(&place.ok(&args)).len(), 1);
    // Neither a circle nor what only passages can answer.
    for wrong in ["早期=组:早期省报", "错=主题:人才", "错=年:去年", "错=组:没有"]
    {
        let refused = group(wrong);
        assert!(refused.code == Some(1) && refused.stdout.is_empty(), "{wrong}: {refused:?}");
    }
    let left = values(&group("早期省报=").stdout);
    assert_eq!(left.len(), 2);
}

#[test]
fn who_is_done_is_kept_by_coder_and_theme() {
    let place = place();
    let done = |coder: &str, more: &[&str]| {
        values(&place.ok(&[&["articles", SET, "--json", "--coder", coder][..], more].concat()))
    };
    let rows = done("林", &["--done", "2015-甲.txt", "--done", "2017-乙.txt"]);
    assert_eq!(paths(&rows), ["2015-甲.txt", "2017-乙.txt"]);
    assert_eq!(rows[0]["done"], json!([{"coder": "林", "theme": null}]));
    done("周", &["--done", "2015-甲.txt", "--theme", "人才"]);
    let file = |coder: &str| format!("{SET}/.quandian/progress.{coder}.ron");
    assert!(place.exists(&file("林")) && place.exists(&file("周")));
    for (condition, expected) in [
        ("完成:林", &["2015-甲.txt", "2017-乙.txt"][..]),
        ("完成:周", &[]),
        ("完成:周/人才", &["2015-甲.txt"]),
        ("完成:林/人才", &["2015-甲.txt", "2017-乙.txt"]),
        ("完成:无", &["2020/丙.txt"]),
        ("done:some/人才 且 完成:周/人才", &["2015-甲.txt"]),
    ] {
        assert_eq!(paths(&listed(&place, &["--where", condition])), expected, "{condition}");
    }
    let rows = done("林", &["--not-done", "2017-乙.txt"]);
    assert_eq!(rows[0]["done"], json!([]));
    place.fails(1, &["articles", SET, "--coder", "林", "--done", "没有.txt"]);
    place.fails(1, &["articles", SET, "--done", "2015-甲.txt", "--theme", "没有这个主题"]);
    // In words, for people.
    let table = place.ok(&["articles", SET]);
    assert!(table.contains("周/人才") && table.contains("署名"), "{table}");
}

#[test]
fn two_that_set_attributes_at_the_same_time_lose_nothing() {
    let place = place();
    let names: Vec<String> = (0..6).map(|n| format!("属性{n}")).collect();
    let children: Vec<_> = names
        .iter()
        .map(|name| {
            let pair = format!("{name}=1");
            let args = ["articles", SET, "--set", &pair, "--article", "2015-甲.txt"];
            place.command(&args).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let row = &listed(&place, &["--article", "2015-甲.txt"])[0];
    assert_eq!(row["attributes"].as_object().unwrap().len(), names.len());
}

#[test]
fn what_leaves_carries_the_attributes() {
    let place = place();
    set(
        &place,
        &["报纸 <&>=河南\"日报\"", "版面=2.5", "见报=2015-06-01", "Title=别题"],
        &["2015-甲.txt"],
    );
    place.tag("2015-甲.txt", "0..2");
    let export = |format: &str, name: &str| {
        place.run(&["export", SET, "--format", format, "--output", name]);
    };
    export("jsonl", "o.jsonl");
    let line = String::from_utf8(place.read("o.jsonl")).unwrap();
    let expected =
        json!({"报纸 <&>": "河南\"日报\"", "版面": 2.5, "见报": "2015-06-01", "Title": "别题"});
    assert_eq!(values(&line)[0]["attributes"], expected);
    export("markdown-articles", "笔记");
    let page = std::fs::read_dir(place.path("笔记")).unwrap();
    let pages: Vec<String> = page
        .filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok())
        .filter(|page| page.contains("粮站新生"))
        .collect();
    let head = pages[0].split("---\n").nth(1).unwrap();
    for property in [
        "\"报纸 <&>\": \"河南\\\"日报\\\"\"\n",
        "\"版面\": 2.5\n",
        "\"见报\": 2015-06-01\n",
        "\"attribute Title\": \"别题\"\n",
    ] {
        assert!(head.contains(property), "{property}: {head}");
    }
    export("xlsx", "o.xlsx");
    let bytes = std::io::Cursor::new(place.read("o.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(bytes).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "文章").unwrap();
    let cells: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells[0][5..], ["报纸 <&>", "版面", "见报", "Title"]);
    assert_eq!(cells[1][5..], ["河南\"日报\"", "2.5", "2015-06-01", "别题"]);
    assert!(cells[2][5..].iter().all(String::is_empty));
    // A project of the standard, into a set that has the same articles and no attributes.
    export("refi-qdpx", "o.qdpx");
    let other = self::place();
    other.write("o.qdpx", &place.read("o.qdpx"));
    let imported = other.run(&["import", SET, "o.qdpx", "--coder", "周"]);
    assert!(imported.code == Some(0) && imported.stderr.contains("属性值 4 个"), "{imported:?}");
    let row = &listed(&other, &["--article", "2015-甲.txt"])[0];
    assert_eq!(row["attributes"], expected);
    // What is said here already stays.
    set(&other, &["版面=9"], &["2015-甲.txt"]);
    other.run(&["import", SET, "o.qdpx", "--coder", "周"]);
    assert_eq!(listed(&other, &[])[0]["attributes"]["版面"], 9);
}
