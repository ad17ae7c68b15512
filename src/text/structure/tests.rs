//! What readers rely on: every flaw of scanned newspaper pages, in invented text.

use proptest::{prelude::*, test_runner::TestCaseError};

use super::LineKind::*;
use super::{kinds::STACKED_HEADINGS, *};

const BODY: &str = "今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感、幸福感\
    不断增强。街道和社区逐户走访，听取意见，把事情办到群众心坎上，受到大家的一致好评。";

/// The lines with their kinds, body text shortened.
fn kinds(text: &str) -> Vec<(LineKind, &str)> {
    lines(text)
        .iter()
        .map(|line| (line.kind, if line.kind == Body { "…" } else { &text[line.content.range()] }))
        .collect()
}

#[test]
fn markdown_headings_lose_their_marks() {
    let text = format!("\n# 柳岸区 创新治理  \n\n## 建强队伍\n\n　　{BODY}\n");
    assert_eq!(kinds(&text), [(Title, "柳岸区 创新治理"), (Heading, "建强队伍"), (Body, "…")]);
    let body = lines(&text)[2];
    assert_eq!(&text[body.content.range()], BODY);
    assert_eq!(&text[body.span.range()], format!("　　{BODY}"));
}

#[test]
fn series_and_subtitles_stand_around_the_title() {
    let text = format!(
        "砥砺奋进的三年\n\n【基层治理巡礼之二】\n\n三项行动 温暖柳岸\n\n——柳岸区工作纪实\n\n{BODY}"
    );
    assert_eq!(
        kinds(&text),
        [
            (Kicker, "砥砺奋进的三年"),
            (Kicker, "【基层治理巡礼之二】"),
            (Title, "三项行动 温暖柳岸"),
            (Kicker, "——柳岸区工作纪实"),
            (Body, "…"),
        ]
    );
    let text = format!(
        "柳岸区\n\n春风吹进老街巷\n\n柳岸区积极推进老旧小区改造,使千家万户的居住环境在一年里大变样\n\n{BODY}"
    );
    let found: Vec<_> = lines(&text).iter().map(|line| line.kind).collect();
    assert_eq!(found, [Kicker, Title, Kicker, Body]);
}

#[test]
fn the_only_line_above_the_text_is_the_title_whatever_it_says() {
    assert_eq!(kinds(&format!("献礼\n{BODY}")), [(Title, "献礼"), (Body, "…")]);
    assert_eq!(
        kinds(&format!("谁来管好小区？\n记者 林晓青\n{BODY}")),
        [(Title, "谁来管好小区？"), (Byline, "记者 林晓青"), (Body, "…")]
    );
    assert_eq!(kinds(BODY), [(Body, "…")]);
}

#[test]
fn numbered_lines_are_headings_while_they_are_short_and_single() {
    let text = format!(
        "柳岸纪事\n\n{BODY}\n\n一、以问题为导向，改造初见成效。\n\n{BODY}\n\n(二)盘活资源\n\n\
         (三)盘活资源。阵地的增加为街道\n\n1.加强领导\n\n●柳岸街道{BODY}\n\n1.5万人参加了活动。"
    );
    assert_eq!(
        kinds(&text)[2..],
        [
            (Heading, "一、以问题为导向，改造初见成效。"),
            (Body, "…"),
            (Heading, "(二)盘活资源"),
            (Body, "…"),
            (Item, "1.加强领导"),
            (Item, format!("●柳岸街道{BODY}").as_str()),
            (Body, "…"),
        ]
    );
}

#[test]
fn short_lines_are_headings_above_text_and_captions_apart_from_it() {
    let text = format!(
        "柳岸纪事\n\n{BODY}\n\n搭建平台,凝聚合力\n\n{BODY}\n\n\n\n社区读书会现场\n\n\n\n\
         区领导看望社区老党员。\n\n{BODY}\n\n\n\n柳岸街道 开展读书活动\n\n{BODY}\n\n居民在公园散步"
    );
    assert_eq!(
        kinds(&text)[1..],
        [
            (Body, "…"),
            (Heading, "搭建平台,凝聚合力"),
            (Body, "…"),
            (Caption, "社区读书会现场"),
            (Caption, "区领导看望社区老党员。"),
            (Body, "…"),
            (Heading, "柳岸街道 开展读书活动"),
            (Body, "…"),
            (Caption, "居民在公园散步"),
        ]
    );
}

#[test]
fn text_broken_by_columns_stays_body() {
    let broken = [
        "夯实平台。以社区为核心，居委会、业委",
        "座谈结束后,在柳岸村服务中心召开全区基层治理",
        "何立说,全体干部要深学细悟会议精神和上级提出的一系",
        "改造一个点位，",
    ];
    for line in broken {
        let text = format!("柳岸纪事\n\n{BODY}\n\n{line}\n\n{BODY}");
        assert_eq!(lines(&text)[2].kind, Body, "{line}");
    }
}

#[test]
fn a_line_that_repeats_the_lead_above_it_is_no_heading() {
    let text = format!("柳岸纪事\n\n●柳岸街道创新服务，{BODY}\n\n柳岸街道创新服务\n\n{BODY}");
    assert_eq!(kinds(&text)[2], (Echo, "柳岸街道创新服务"));
}

#[test]
fn an_echo_may_leave_something_out_but_says_nothing_of_its_own() {
    let kind = |line: &str| {
        let text =
            format!("柳岸纪事\n\n●柳岸街道党工委根据特点开拓思路，{BODY}\n\n{line}\n\n{BODY}");
        kinds(&text)[2].0
    };
    assert_eq!(kind("柳岸街道党工委开拓思路"), Echo);
    assert_eq!(kind("柳岸街道党工委根据特点开拓思路。"), Echo);
    assert_eq!(kind("柳岸街道党工委推行零距离工作法"), Heading);
}

#[test]
fn a_further_story_in_the_file_has_a_title_of_its_own() {
    let text = format!(
        "柳岸纪事\n\n{BODY}\n\n记者 林晓青\n通讯员 何立\n\n新闻链接\n\n柳岸区观摩 老旧小区改造\n\n{BODY}"
    );
    assert_eq!(
        kinds(&text)[2..],
        [
            (Byline, "记者 林晓青"),
            (Byline, "通讯员 何立"),
            (Kicker, "新闻链接"),
            (Title, "柳岸区观摩 老旧小区改造"),
            (Body, "…"),
        ]
    );
}

#[test]
fn a_pile_of_short_lines_is_no_pile_of_headings() {
    let text = format!("柳岸纪事\n{BODY}\n{}{BODY}", "春水绿如蓝\n".repeat(10));
    let headings = lines(&text).iter().filter(|line| line.kind == Heading).count();
    assert!(headings <= STACKED_HEADINGS, "{headings}");
}

/// What is asked of the rows of any text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let found = lines(text);
    let mut covered = 0;
    let mut comes_from = vec![0; found.len()];
    for (index, line) in found.iter().enumerate() {
        let content = line.content.range();
        prop_assert!(line.span.encloses(line.content) && !line.content.is_empty());
        let left_out = &text[covered..content.start];
        let is_left_out = |c: char| c == '#' || c.is_whitespace();
        prop_assert!(left_out.chars().all(is_left_out));
        prop_assert_eq!(text[content.clone()].trim(), &text[content.clone()]);
        covered = content.end;
        let number = 1 + text[..content.start].matches('\n').count();
        prop_assert_eq!(line.number, number);
        if let Some(next) = line.continues {
            prop_assert!(next != index && next < found.len());
            comes_from[next] += 1;
            let mut at = Some(next);
            let mut steps = 0;
            while let Some(here) = at {
                prop_assert!(here != index && steps <= found.len(), "a circle");
                steps += 1;
                at = found[here].continues;
            }
        }
        if let Some(twin) = line.twin {
            prop_assert!(twin.end() <= line.content.start());
            let folded = |text: &str| -> String {
                text.chars().map(crate::text::fold_width).filter(|c| c.is_alphanumeric()).collect()
            };
            prop_assert_eq!(folded(&text[twin.range()]), folded(&text[content]));
        }
    }
    prop_assert!(text[covered..].trim().is_empty());
    prop_assert!(comes_from.iter().all(|&times| times <= 1), "two lines go on in one");
    prop_assert!(found.windows(2).all(|pair| pair[0].story <= pair[1].story));
    Ok(())
}

proptest! {
    #[test]
    fn rows_tile_the_text_and_its_joints_and_twins_hold(
        text in "(柳岸区|推进老旧小区改造，|党建|“|”|　|# |## |一、|●|记者 何立 |通讯员 林青|本报讯 |6月2日，|。|\n|\n\n|\n\n\n|居民在公园散步\n|加快建设人才驿站和党群服务中心){0,40}"
    ) {
        check(&text)?;
    }

    #[test]
    fn pages_put_together_from_torn_paragraphs_hold_too(
        pieces in prop::collection::vec(0..TORN.len(), 0..24)
    ) {
        let text = pieces.iter().map(|&piece| TORN[piece]).collect::<Vec<_>>().join("\n\n");
        check(&text)?;
    }
}

const TORN: [&str; 8] = [
    "街道召开座谈会，把老旧小区改造列入重点，主动思考为驻区单",
    "位做什么，变单向输出为双向互动，居民的获得感明显增强。",
    "今年以来，柳岸区投入4000万元，改造小区12个，新增停车",
    "位800个，惠及居民3万人。记者 林晓青 通讯员 何立 文/图",
    "社区读书会现场",
    "春风吹进老街巷 柳岸街道开展读书活动",
    "本报讯 6月2日，柳岸区召开推进会，区委",
    "●组织部门牵头，推进会商议事，把群众的事情办到心坎上。",
];

/// Number, kind, story, where it goes on, line of its twin.
type Row = (usize, LineKind, usize, Option<usize>, Option<usize>);
/// What a page is expected to have: joints, twins, first lines of stories.
type Expected = (&'static [(usize, usize)], &'static [(usize, usize)], &'static [usize]);

/// The rows of a text.
fn table(text: &str) -> Vec<Row> {
    let found = lines(text);
    let number = |index: usize| found[index].number;
    let twin = |place: ByteSpan| line_at(&found, place.start()).unwrap().number;
    found
        .iter()
        .map(|line| {
            (line.number, line.kind, line.story, line.continues.map(number), line.twin.map(twin))
        })
        .collect()
}

fn joints(text: &str) -> Vec<(usize, usize)> {
    table(text)
        .into_iter()
        .filter_map(|(line, _, _, next, _)| next.map(|next| (line, next)))
        .collect()
}

#[test]
fn a_sentence_goes_on_in_the_next_line_or_past_captions_and_headings() {
    let text = format!(
        "柳岸纪事\n{BODY}\n街道召开座谈会，主动思考为驻区单\n搭建平台,凝聚合力\n{BODY}驻区单位参与改造。\n位做什么，变单向为双向。\n\
         今年投入4000万元，新增车位800\n\n\n社区读书会现场\n\n\n个，惠及居民3万人。"
    );
    assert_eq!(joints(&text), [(3, 6), (7, 13)]);
}

#[test]
fn a_sentence_may_go_on_earlier_in_the_file() {
    let text = format!(
        "# 柳岸纪事\n\n## 打开局面\n\n作模式，打破了单打独斗的局面，形成了合力。\n\n{BODY}\n\n## 开启新篇\n\n{BODY}各项工作有序推进。\n\n\
         建立了三级联动体系，全面推行要素联动的“五联五建”工"
    );
    assert_eq!(joints(&text), [(13, 5)]);
}

#[test]
fn of_two_printings_of_a_remainder_one_is_taken() {
    let text = format!(
        "柳岸纪事\n\n{BODY}\n\n搭建以社区党组织为核心，居委会、业委\n\n\
         会、物业公司为主体的平台，有效整合各类资源，推进公共服务。\n\n社区党员活动日合照\n\n\
         会、物业公司为主体的平台,有效整合各类资源,推进公共服务。"
    );
    assert_eq!(joints(&text), [(5, 7)]);
    assert_eq!(table(&text)[5], (11, Body, 1, None, Some(7)));
}

#[test]
fn a_twin_may_be_a_part_of_a_line_and_differ_in_its_marks() {
    let part = "街道和社区逐户走访，听取意见，把事情办到群众心坎上，受到大家的一致好评。";
    let text = format!("柳岸纪事\n\n{BODY}\n\n{}", part.replace('，', ", "));
    let found = lines(&text);
    let twin = found[2].twin.unwrap();
    assert_eq!(&text[twin.range()], part);
    assert_eq!(found.iter().filter(|line| line.twin.is_some()).count(), 1);
}

#[test]
fn nothing_is_joined_where_sentences_end_or_lists_stand() {
    for text in [
        format!("柳岸纪事\n\n{BODY}\n\n{BODY}"),
        format!("柳岸纪事\n\n主要做法如下：\n\n{BODY}"),
        format!("柳岸纪事\n\n●加强领导\n\n●建强队伍\n\n●盘活资源\n\n{BODY}"),
        format!("柳岸纪事\n\n{BODY}\n\n街道党工委发挥主导作用，推动改造\n\n一、创新治理\n\n{BODY}"),
        format!("柳岸纪事\n\n他说：“大家都来了”，街道的\n\n本报讯 6月2日，{BODY}"),
    ] {
        assert_eq!(joints(&text), [], "{text}");
    }
}

#[test]
fn indented_paragraphs_are_no_remainders_and_others_are() {
    let text = format!(
        "柳岸纪事\n　　{BODY}\n　　街道推进治理，建立了长效管理\n　　{BODY}\n　　社区发挥党员先锋模范作用，认领公益岗位，帮助群众解决\n困难，服务群众。\n"
    );
    assert_eq!(joints(&text), [(5, 6)]);
}

#[test]
fn a_byline_at_the_end_of_a_paragraph_is_a_row_of_its_own() {
    let text = format!("柳岸纪事\n\n{BODY}\n\n{BODY}记者 林晓青 通讯员 何立 文/图\n");
    let found = lines(&text);
    let last: Vec<_> = found[2..]
        .iter()
        .map(|line| (line.number, line.kind, &text[line.content.range()]))
        .collect();
    assert_eq!(last, [(5, Body, BODY), (5, Byline, "记者 林晓青 通讯员 何立 文/图")]);
}

#[test]
fn stories_are_told_apart_by_bylines_datelines_and_headlines() {
    let text = format!(
        "柳岸区全力推进改造\n\n{BODY}\n\n搭建平台,凝聚合力\n\n{BODY}\n\n记者 林晓青\n通讯员 何立\n\n新闻链接\n\n\
         柳岸区观摩 老旧小区改造\n\n本报讯 {BODY}\n\n{BODY}\n\n记者 林晓青\n\n从群众上访到干部下访\n\n柳岸区持续开展\n\n本报讯 {BODY}"
    );
    let found = table(&text);
    let at = |number: usize| found.iter().find(|row| row.0 == number).unwrap();
    assert_eq!((at(5).1, at(5).2), (Heading, 1));
    assert_eq!((at(12).1, at(12).2), (Kicker, 2));
    assert_eq!((at(14).1, at(14).2), (Title, 2));
    assert_eq!((at(22).1, at(22).2), (Title, 3));
    assert_eq!(at(24).1, Kicker);
    assert_eq!(found.last().unwrap().2, 3);
}

#[test]
fn the_users_word_goes_before_the_guess() {
    let text = format!(
        "柳岸纪事\n\n{BODY}\n\n街道召开座谈会，思考为驻区单\n\n位做什么，变单向为双向。\n\n{BODY}"
    );
    let judged = |number, judgement| judged_lines(&text, &Judgements::from([(number, judgement)]));
    assert_eq!(lines(&text)[2].continues, Some(3));
    let nowhere = Judgement { joint: Some(Joint::Nowhere), ..Judgement::default() };
    assert_eq!(judged(5, nowhere)[2].continues, None);
    let elsewhere = Judgement { joint: Some(Joint::Line(9)), ..Judgement::default() };
    assert_eq!(judged(5, elsewhere)[2].continues, Some(4));
    let itself = Judgement { joint: Some(Joint::Line(5)), ..Judgement::default() };
    assert_eq!(judged(5, itself)[2].continues, None);
    let caption = Judgement { kind: Some(Caption), ..Judgement::default() };
    assert_eq!(judged(9, caption)[4].kind, Caption);
    assert!(lines(&text)[4].twin.is_some());
    let no_twin = Judgement { no_twin: true, ..Judgement::default() };
    assert_eq!(judged(9, no_twin)[4].twin, None);
    let story = Judgement { starts_story: Some(true), ..Judgement::default() };
    let stories: Vec<_> = judged(9, story).iter().map(|line| line.story).collect();
    assert_eq!(stories, [1, 1, 1, 1, 2]);
}

#[test]
fn a_book_is_told_apart_line_by_line_and_nothing_in_it_is_joined() {
    let torn =
        "街道召开座谈会，倾听意见建议，主动思考为驻区单\n\n位做什么，变单向输出为双向互动。\n\n";
    let page = format!("柳岸纪事\n\n{BODY}驻区单位参与。\n\n{torn}");
    assert_eq!(joints(&page).len(), 1);
    let book = page + &format!("{BODY}\n\n").repeat(LONGEST_PAGE / BODY.len());
    assert!(joints(&book).is_empty());
    assert_eq!(lines(&book)[0].kind, Title);
}

/// The real pages that the guesses were made for, if they lie beside the project: by line numbers.
#[test]
#[ignore = "reads articles that are no part of the project"]
fn the_real_pages_are_read_as_people_read_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    #[expect(clippy::disallowed_methods, reason = "a test of its own")]
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let expected: [Expected; 5] = [
        (&[(22, 34), (42, 44), (54, 56), (64, 66), (100, 106), (138, 86)], &[], &[84]),
        (&[], &[], &[]),
        (
            &[
                (23, 41),
                (29, 49),
                (35, 37),
                (39, 67),
                (45, 47),
                (51, 53),
                (87, 89),
                (91, 93),
                (103, 107),
                (117, 119),
            ],
            &[(61, 47), (63, 53), (65, 55)],
            &[83, 95, 109],
        ),
        (&[(33, 35), (41, 43), (49, 51)], &[(43, 39)], &[]),
        (&[(9, 11), (25, 27), (31, 33), (43, 45), (47, 49), (65, 67)], &[], &[17, 37, 58]),
    ];
    for (file, (expected_joints, twins, stories)) in std::iter::zip(files, expected) {
        #[expect(clippy::disallowed_methods, reason = "a test of its own")]
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(joints(&text), expected_joints);
        let rows = table(&text);
        let found: Vec<_> = rows.iter().filter_map(|row| row.4.map(|twin| (row.0, twin))).collect();
        assert_eq!(found, twins);
        let starts: Vec<_> =
            rows.windows(2).filter(|pair| pair[0].2 < pair[1].2).map(|pair| pair[1].0).collect();
        assert_eq!(starts, stories);
    }
}
