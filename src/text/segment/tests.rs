//! What a user of the segmentation relies on.

use proptest::prelude::*;

use super::*;

fn words(text: &str) -> Vec<&str> {
    Segmenter::plain().words(text).into_iter().map(|word| &text[word.range()]).collect()
}

fn offset(byte: usize) -> ByteOffset {
    ByteOffset::from_usize(byte).expect("short")
}

#[test]
fn words_and_marks_are_found_and_white_space_is_not() {
    assert_eq!(
        words("我们 加强基层组织建设，\n成效显著。"),
        ["我们", "加强", "基层组织", "建设", "，", "成效显著", "。"]
    );
    assert_eq!(words(" \n　"), Vec::<&str>::new());
}

#[test]
fn what_a_reader_sees_as_one_character_is_in_one_word() {
    assert_eq!(words("葛\u{E0100}城市"), ["葛\u{E0100}", "城市"]);
    assert_eq!(words("好👩\u{200D}👩\u{200D}👧吧"), ["好", "👩\u{200D}👩\u{200D}👧", "吧"]);
    assert_eq!(words("🇨🇳🇭🇰"), ["🇨🇳", "🇭🇰"]);
    assert_eq!(words("cafe\u{301}s"), ["cafe\u{301}s"]);
    assert_eq!(words("第1\u{FE0F}\u{20E3}步"), ["第", "1\u{FE0F}\u{20E3}", "步"]);
}

#[test]
fn numbers_and_foreign_words_stay_whole() {
    assert_eq!(words("97.1平方公里"), ["97.1", "平方公里"]);
    assert_eq!(words("２０１９年café"), ["２０１９年", "café"]);
}

#[test]
fn a_figure_is_one_word_with_what_it_counts_in_and_nothing_crosses_its_end() {
    let firsts = [
        ("1,200,000元", "1,200,000"),
        ("3.5%以上", "3.5%"),
        ("2019年代表", "2019年"),
        ("90年代", "90"),
        ("31日讯", "31日"),
        ("1日电", "1日"),
        ("60万千瓦", "60万"),
        ("5千米", "5"),
        ("10分钟", "10"),
        ("3号线", "3"),
        ("3—5年", "3—5年"),
        ("10-20%", "10-20%"),
        ("20余万人", "20余万"),
        ("40多个", "40多"),
        ("5多边形", "5"),
        ("3亿5000万元", "3亿5000万"),
        ("１２月４日", "１２月"),
        // These are words of another kind, or lists.
        ("A4纸", "A4"),
        ("2019-03-12", "2019-03-12"),
        ("1,2,3", "1"),
        ("5G网络", "5G"),
    ];
    for (text, first) in firsts {
        assert_eq!(words(text).first(), Some(&first), "{text}");
        // Wherever it stands, and wherever one looks.
        let within = format!("共计{text}。");
        let found = Segmenter::plain().word_at(&within, offset("共计".len()));
        assert_eq!(found.map(|word| &within[word.range()]), Some(first), "{text}");
    }
}

#[test]
fn a_name_is_one_word_where_something_shows_that_it_is_one() {
    let texts = [
        ("记者 何曦岚 报道", "何曦岚"),
        ("副区长于珊、邵曦岚、刘斌到场", "邵曦岚"),
        ("社区书记何曦岚说，居民来了", "何曦岚"),
    ];
    for (text, name) in texts {
        assert!(words(text).contains(&name), "{name}: {:?}", words(text));
    }
    // An unknown word is split rather than guessed.
    assert!(!words("始镜猴科有可能").contains(&"猴科有"));
}

#[test]
fn the_longest_of_ones_own_words_is_found_and_no_piece_of_a_foreign_one() {
    let segmenter = Segmenter::with_words([
        ("党建", None),
        ("区域化党建", Some(3)),
        ("AI", None),
        ("3号工程", None),
    ]);
    let words = |text: &'static str| -> Vec<&str> {
        segmenter.words(text).into_iter().map(|word| &text[word.range()]).collect()
    };
    assert_eq!(words("区域化党建设计"), ["区域化党建", "设计"]);
    assert_eq!(words("大党建设"), ["大", "党建", "设"]);
    assert_eq!(words("AI与AIDS"), ["AI", "与", "AIDS"]);
    assert_eq!(words("3号工程"), ["3号工程"]);
    assert_eq!(words("13号工程")[0], "13号");
    let text = "推进区域化党建。";
    let found = segmenter.word_at(text, offset("推进区域".len()));
    assert_eq!(found.map(|word| &text[word.range()]), Some("区域化党建"));
}

#[test]
fn the_word_at_a_position_is_the_one_under_it() {
    let text = "加强建设， 成效显著";
    let word =
        |byte| Segmenter::plain().word_at(text, offset(byte)).map(|word| &text[word.range()]);
    assert_eq!(word(0), Some("加强"));
    assert_eq!(word(4), Some("加强"), "inside a character: the character's");
    assert_eq!(word(6), Some("建设"));
    assert_eq!(word(12), Some("，"));
    assert_eq!(word(15), Some("，"), "before a space: the one that ends here");
    assert_eq!(word(text.len()), Some("成效显著"));
    assert_eq!(Segmenter::plain().word_at("  ", offset(1)), None);
}

#[test]
fn moving_by_word_skips_marks_and_line_ends() {
    let segmenter = Segmenter::plain();
    let text = "加强建设。\n\n“成效显著”";
    let starts = [0, 6, 20];
    for pair in starts.windows(2) {
        assert_eq!(segmenter.next_word_start(text, offset(pair[0])), offset(pair[1]));
        assert_eq!(segmenter.previous_word_start(text, offset(pair[1])), offset(pair[0]));
    }
    assert_eq!(
        segmenter.previous_word_start(text, offset(9)),
        offset(6),
        "inside a word: its start"
    );
    assert_eq!(segmenter.next_word_start(text, offset(20)), offset(text.len()));
    assert_eq!(segmenter.previous_word_start(text, offset(0)), offset(0));
}

#[test]
fn a_run_longer_than_a_piece_is_cut_the_same_way_everywhere() {
    let text = format!("，{}。", "柳岸区推进基层组织建设".repeat(1_500));
    let segmenter = Segmenter::plain();
    let words = segmenter.words(&text);
    assert_eq!(words.iter().map(|word| word.range().len()).sum::<usize>(), text.len());
    for &word in words.iter().step_by(97) {
        assert_eq!(segmenter.word_at(&text, word.start()), Some(word));
    }
}

proptest! {
    #[test]
    fn words_tile_the_text_and_agree_with_looking_up(
        text in "(党|建|设|区|办事处|何|a|é|1|234|２|万|年|日|余|,|—|～|\\.|-|%|。|，|、|“| |　|\n|😀|𠮷){0,60}",
        own in proptest::collection::vec("[党建设区1万年何]{1,3}", 0..3),
    ) {
        let segmenter = Segmenter::with_words(own.iter().map(|word| (word.as_str(), None)));
        let mut covered = 0;
        for word in segmenter.words(&text) {
            prop_assert!(text[covered..word.start().to_usize()].trim().is_empty());
            prop_assert!(!word.is_empty() && !text[word.range()].contains(char::is_whitespace));
            prop_assert_eq!(segmenter.word_at(&text, word.start()), Some(word));
            covered = word.end().to_usize();
        }
        prop_assert!(text[covered..].trim().is_empty());
    }

    #[test]
    fn no_word_ends_inside_a_character(
        text in "(党|建设|葛\u{E0100}|a|1|é|e\u{301}|👩\u{200D}👩\u{200D}👧|🇨🇳|🇭|1\u{FE0F}\u{20E3}|\u{1112}\u{1161}\u{11AB}|\u{301}|\u{FE0F}|\u{200D}|👍🏽|\u{600}|。|，| |\n){0,40}"
    ) {
        let segmenter = Segmenter::plain();
        let mut covered = 0;
        for word in segmenter.words(&text) {
            prop_assert!(text[covered..word.start().to_usize()].trim().is_empty());
            for end in [word.start(), word.end()] {
                prop_assert!(is_between_characters(&text, end.to_usize()), "{:?}", &text[word.range()]);
            }
            prop_assert_eq!(segmenter.word_at(&text, word.start()), Some(word));
            covered = word.end().to_usize();
        }
        prop_assert!(text[covered..].trim().is_empty());
    }

    #[test]
    fn moving_by_word_stops_at_each_word_once(text in "(党|建设|区|a|1|。|，| |\n){0,40}") {
        let segmenter = Segmenter::plain();
        let starts: Vec<_> = segmenter.words(&text).into_iter()
            .filter(|word| is_word(&text[word.range()])).map(ByteSpan::start).collect();
        let mut at = ByteOffset::ZERO;
        for &start in starts.iter().filter(|start| **start > ByteOffset::ZERO) {
            at = segmenter.next_word_start(&text, at);
            prop_assert_eq!(at, start);
        }
        at = offset(text.len());
        for &start in starts.iter().rev() {
            at = segmenter.previous_word_start(&text, at);
            prop_assert_eq!(at, start);
        }
    }
}

#[test]
fn a_word_of_ones_own_comes_out_whole() {
    let sentences = [
        ("张改华", "社区书记张改华说明了情况，张改华和大家一起走访。记者张改华报道"),
        ("林山寨街道", "在林山寨街道办事处，林山寨街道的干部说"),
        ("无主管楼院", "对老旧无主管楼院进行改造，无主管楼院里的居民"),
        ("阿卜杜拉·买买提", "驻村干部阿卜杜拉·买买提介绍"),
        ("一征三议两公开", "推行一征三议两公开工作法"),
    ];
    let mut mended = 0;
    for (word, text) in sentences {
        let whole = |segmenter: &Segmenter| {
            let words = segmenter.words(text);
            words.iter().filter(|span| &text[span.range()] == word).count()
        };
        // Alone, and among so many that each has little weight.
        let others: Vec<String> = (0..1000).map(|number| format!("试验词条{number}")).collect();
        let crowd = others.iter().map(|other| (other.as_str(), None)).chain([(word, None)]);
        assert_eq!(whole(&Segmenter::with_words(crowd)), text.matches(word).count(), "{word}");
        let segmenter = Segmenter::with_words([(word, None)]);
        assert_eq!(whole(&segmenter), text.matches(word).count(), "{word}");
        mended += usize::from(whole(Segmenter::plain()) < text.matches(word).count());
        assert!(segmenter.knows(word));
    }
    assert!(mended >= 4, "without the words of one's own they are split");
}

#[test]
fn weight_nothing_takes_a_word_out_and_the_rest_stays() {
    let segmenter = Segmenter::with_words([("基层组织", Some(0))]);
    let text = "我们加强基层组织建设";
    let words: Vec<_> = segmenter.words(text).iter().map(|word| &text[word.range()]).collect();
    assert_eq!(words, ["我们", "加强", "基层", "组织", "建设"]);
}

#[test]
fn many_words_of_ones_own_leave_other_text_as_it_was() {
    let own: Vec<String> = (0..2000).map(|number| format!("试验词条{number}")).collect();
    let segmenter = Segmenter::with_words(own.iter().map(|word| (word.as_str(), None)));
    let text = "年初以来，区里把党的建设作为城市治理的牵引，在街道和社区搭起议事平台。";
    let words = |segmenter: &Segmenter| -> Vec<_> {
        segmenter.words(text).into_iter().map(|word| &text[word.range()]).collect()
    };
    assert_eq!(words(&segmenter), words(Segmenter::plain()));
}
