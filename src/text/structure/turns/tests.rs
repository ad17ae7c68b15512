//! What readers of transcripts rely on, and what other texts must keep.

use super::super::{Judgement, Judgements, Line, LineKind::*, judged_lines, lines};
use super::*;

/// Lines with their kind, who speaks in them and the number of their turn.
fn rows(text: &str) -> Vec<(LineKind, Option<&str>, usize)> {
    let row = |line: &Line| {
        let name = line.speaker.map(|speaker| &text[speaker.name.range()]);
        (line.kind, name, line.turn)
    };
    lines(text).iter().map(row).collect()
}

/// Who speaks, turn by turn.
fn speakers(text: &str) -> Vec<&str> {
    rows(text).into_iter().filter_map(|(_, name, _)| name).collect()
}

fn joints(text: &str) -> Vec<(usize, usize)> {
    let found = lines(text);
    let joint = |line: &Line| line.continues.map(|next| (line.number, found[next].number));
    found.iter().filter_map(joint).collect()
}

#[test]
fn a_turn_is_no_heading_and_nothing_is_joined_over_it() {
    let text = "访谈者：您觉得议事会怎么样\n受访者：挺好的，就是时间太长\n访谈者：多长时间\n受访者：一般两个小时，有时候更久\n\n\
        问：那费用呢\n答：没有费用\n[甲] 是的，我同意这个看法\n[乙] 我也是，不过还要再商量\n[00:01:02] 张三 那我们开始\n[00:01:09] 李四 好的\n";
    let expected = ["访谈者", "受访者", "访谈者", "受访者", "问", "答", "甲", "乙", "张三", "李四"];
    assert_eq!(speakers(text), expected);
    assert!(rows(text).iter().all(|row| row.0 == Turn));
    assert!(joints(text).is_empty());
    let long = "访谈者：您觉得议事会怎么样，平时是哪些人参加，书记来不来，大家都说些什么话\n\
        受访者：挺好的，就是时间太长，书记每次都来，大家说得最多的还是加装电梯的事情\n\
        访谈者：多长时间呢，一般是晚上开还是白天开，年轻人来得多不多，意见大不大\n\
        受访者：一般两个小时，有时候更久，白天年轻人要上班来不了，晚上来的人多一些\n";
    assert_eq!(speakers(long), ["访谈者", "受访者", "访谈者", "受访者"]);
    assert!(joints(long).is_empty());
}

#[test]
fn every_way_of_naming_speakers_makes_turns() {
    for (text, count) in [
        ("问：几点开会\n答：七点\n问：谁来\n答：都来", 4),
        ("Q: 几点开会\nA: 七点", 2),
        ("Interviewer: 几点开会\nParticipant 1: 七点\nParticipant 2: 八点", 3),
        ("【访谈者】几点开会\n【受访者】七点", 2),
        ("访谈者\t几点开会\n受访者\t七点", 2),
        ("1. 问：几点开会\n2. 答：七点", 2),
        ("主持人（男，45岁）：开始吧\nP1：好的\n主持人（男，45岁）：谁先说\nP2：我先说", 4),
        ("张三：几点开会\n李四：七点\n张三：谁来\n李四：都来", 4),
        ("老王：几点开会\n李阿姨：七点\n老王：谁来\n李阿姨：都来", 4),
        ("John: when is it\nMary: at seven\nJohn: who comes\nMary: all of us", 4),
        ("**张三：** 几点开会\n**李四：** 七点\n**张三：** 谁来\n**李四：** 都来", 4),
        ("[00:01] 张三 几点开会\n[00:05] 李四 七点", 2),
        ("00:01:02 张三：几点开会\n00:01:09 李四：七点", 2),
        ("张三 00:01:02\n几点开会\n李四 00:01:09\n七点", 2),
        ("说话人 1 00:01\n几点开会\n说话人 2 00:05\n七点", 2),
        ("张三(00:01:02): 几点开会\n李四(00:01:09): 七点", 2),
        ("记者：几点开会？\n王主任：七点。\n记者：谁来？\n王主任：都来。\n记者：好的", 5),
        ("访谈者：几点开会\n社区书记：七点\n访谈者：谁来\n社区书记：都来", 4),
    ] {
        assert_eq!(speakers(text).len(), count, "{text}");
        assert_eq!(rows(text)[0].0, Turn, "{text}");
    }
}

#[test]
fn a_turn_goes_on_in_lines_without_a_name_and_its_sentences_over_their_ends() {
    let text = "访谈者：您先介绍一下议事会的情况，平时都是哪些人参\n加，大家主要说些什么话。\n\
        受访者：好。\n议事会一个月开一次\n一般在晚上\n访谈者：谁来主持，参加的人多不多，年轻人来不\n来，意见大不大。\n受访者：书记主持。\n";
    let found = rows(text);
    let turns: Vec<usize> = found.iter().map(|row| row.2).collect();
    assert_eq!(turns, [1, 1, 2, 2, 2, 3, 3, 4]);
    assert!(found.iter().all(|row| matches!(row.0, Turn | Body)), "{found:?}");
    assert_eq!(joints(text), [(1, 2), (6, 7)]);
}

#[test]
fn where_nobody_writes_full_stops_only_full_lines_go_on() {
    let talk = "访谈者：您觉得议事会怎么样\n受访者：挺好的，就是时间太长\n书记每次都来，大家也都愿意说\n访谈者：那费用呢\n受访者：没有费用，都是自愿的\n";
    assert!(joints(talk).is_empty(), "{:?}", joints(talk));
}

#[test]
fn the_head_of_a_transcript_is_its_title_and_who_took_part() {
    let text = "议事会访谈记录\n时间：2020年6月\n地点：柳岸社区\n访谈者：林晓青\n受访者：何立（社区书记）\n\n访谈者：您觉得怎么样\n受访者：挺好的\n访谈者：谁来主持\n受访者：书记主持\n";
    let found: Vec<_> = rows(text).into_iter().map(|row| row.0).collect();
    assert_eq!(found[..5], [Title, Byline, Byline, Byline, Byline]);
    assert_eq!(found[5..], [Turn; 4]);
}

#[test]
fn what_newspapers_forms_and_lists_write_before_a_colon_is_no_speaker() {
    let body = "今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感不断增强。";
    for text in [
        format!("柳岸纪事\n\n{body}\n\n记者：林晓青\n\n来源：柳岸日报\n\n{body}"),
        format!("柳岸纪事\n\n记者：{body}\n\n{body}"),
        format!("柳岸纪事\n\n一是：{body}\n二是：{body}\n三是：{body}\n一是：{body}\n二是：{body}"),
        format!("党建：凝聚力量\n{body}\n党建：建强队伍\n{body}\n民生：办好实事\n{body}\n民生：改善环境\n{body}"),
        format!("做法：{body}\n成效：{body}\n做法：{body}\n成效：{body}\n做法：{body}\n成效：{body}"),
        "姓名：张三\n性别：男\n年龄：45\n\n姓名：李四\n性别：女\n年龄：38\n".to_owned(),
        "组长：王建国\n副组长：李红\n\n组长：张三\n副组长：李四\n\n组长：何立\n".to_owned(),
        "您对环境满意吗？\nA：满意\nB：一般\nC：不满意\n您对交通满意吗？\nA：满意\nB：一般\nC：不满意\n".to_owned(),
        "甲方：柳岸社区\n乙方：柳岸物业\n\n甲方：柳岸社区\n乙方：柳岸物业\n".to_owned(),
        "时间：8:30\n地点：会议室\n时间：9:30\n地点：广场\n".to_owned(),
        "08:30 签到 大厅\n09:00 开幕式 礼堂\n10:00 讨论 会议室\n".to_owned(),
        format!("编辑：林晓青 摄影：何立\n\n{body}\n\n编辑：林晓青 摄影：何立\n\n{body}"),
        "User-agent: goodbot\nAllow: /\nDisallow: /a\n\nUser-agent: badbot\nAllow: /b\nDisallow: /\n".to_owned(),
        "[INFO] build one\n[WARNING] no more\n[INFO] build two\n[WARNING] no less\n".to_owned(),
        "<h1>Level 1</h1>\n<p>one more</p>\n<h1>Level 2</h1>\n<p>another one</p>\n".to_owned(),
        "任务：走访\n方法：座谈\n任务：巡查\n方法：座谈\n任务：服务\n方法：上门\n".to_owned(),
    ] {
        assert_eq!(speakers(&text), [""; 0], "{text}");
    }
}

#[test]
fn a_question_asked_twice_is_no_second_printing() {
    let asks =
        "访谈者：您觉得议事会怎么样，平时是哪些人参加，大家都说些什么话？\n受访者：挺好的。\n";
    assert!(lines(&asks.repeat(3)).iter().all(|line| line.twin.is_none()));
}

#[test]
fn sentences_and_words_keep_to_their_turn() {
    let text = "访谈者：您觉得怎么样\n受访者：挺好的，就是时间太长\n还有费用\n访谈者：好";
    let found = lines(text);
    for sentence in crate::text::sentences(text) {
        let turns: Vec<_> = found
            .iter()
            .filter(|line| line.content.overlaps(sentence))
            .map(|line| line.turn)
            .collect();
        assert_eq!(turns.len(), 1, "{}", &text[sentence.range()]);
    }
    let words = crate::text::Segmenter::plain().words(text);
    for speaker in found.iter().filter_map(|line| line.speaker) {
        let cut = |word: &&ByteSpan| word.overlaps(speaker.lead) && word.end() > speaker.lead.end();
        assert_eq!(words.iter().find(cut), None);
    }
}

#[test]
fn the_users_word_makes_and_unmakes_a_turn() {
    let text = "柳岸纪事\n物业：我们来修\n今年以来，柳岸区推进老旧小区改造，成效显著。\n";
    let judged = |number, kind| {
        let said = Judgement { kind: Some(kind), ..Judgement::default() };
        judged_lines(text, &Judgements::from([(number, said)]))
    };
    let turn = judged(2, Turn)[1];
    assert_eq!((turn.kind, turn.turn), (Turn, 1));
    assert_eq!(turn.speaker.map(|speaker| &text[speaker.name.range()]), Some("物业"));
    let talk = "问：几点开会\n答：七点\n问：谁来\n答：都来";
    let said = Judgement { kind: Some(Body), ..Judgement::default() };
    let body = judged_lines(talk, &Judgements::from([(2, said)]))[1];
    assert_eq!((body.kind, body.speaker, body.turn), (Body, None, 1));
}
