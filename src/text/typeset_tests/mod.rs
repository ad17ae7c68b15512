//! What a reader relies on in every line, whatever the text and the width.

pub(crate) mod rules;

use proptest::prelude::*;

use self::rules::places;
use super::typeset::{Measure, SetLine, set, set_whole};
use crate::text::{self, MARKER, shown_chars as shown};

const EM: f32 = 19.0;

/// As wide as in the bundled fonts: Han and full-width marks one em, the rest about half.
fn width(c: char) -> f32 {
    let wide = ('\u{3000}'..='\u{ffef}').contains(&c) || "“”‘’—…·".contains(c);
    if wide { EM } else { 0.55 * EM }
}

fn measure(ems: f32) -> Measure<'static> {
    Measure {
        width: ems * EM,
        em: EM,
        indent: 2.0 * EM,
        justify: true,
        goes_on: false,
        spaced: &[],
    }
}

fn set_in(text: &str, measure: &Measure<'_>) -> (Vec<char>, Vec<f32>, Vec<SetLine>) {
    let chars = shown(text, true);
    let widths: Vec<f32> = chars.iter().map(|&c| width(c)).collect();
    let lines = set(&chars, &widths, measure);
    (chars, widths, lines)
}

fn lines_of(text: &str, ems: f32) -> Vec<String> {
    let (chars, _, lines) = set_in(text, &measure(ems));
    lines.iter().map(|line| chars[line.chars.clone()].iter().collect()).collect()
}

#[test]
fn closing_marks_do_not_start_a_line_and_opening_ones_do_not_end_one() {
    let text = "区里把“三张清单”交给街道,街道把\"议事厅\"搬到楼下。居民说:“开会不用再等了。”";
    for ems in 6..30_u8 {
        for line in lines_of(text, f32::from(ems)) {
            assert!(!line.starts_with(['，', '。', '”', '：']), "{ems}: {line}");
            assert!(!line.ends_with('“'), "{ems}: {line}");
        }
        let lines = lines_of(text, f32::from(ems));
        assert!(!lines.iter().any(|line| line.ends_with("把\"")), "{ems}: {lines:?}");
    }
}

#[test]
fn a_number_stays_with_its_sign_at_any_width() {
    let text = "社区用房扩大到1860平方米,党员增加12.5%,投入2,300万元,时间是12:30,气温是38℃,\
                全长 25 km,比上年多12.7‰。";
    for ems in 12..30_u8 {
        let lines = lines_of(text, f32::from(ems));
        for whole in ["1860", "平方米", "12.5%", "2,300", "12:30", "38℃", "25 km", "12.7‰"] {
            assert!(lines.iter().any(|line| line.contains(whole)), "{ems}: {whole} in {lines:?}");
        }
    }
}

#[test]
fn a_number_is_parted_from_what_it_counts_only_where_the_line_would_be_loose() {
    // Ten characters and four digits of 0.55 em before the unit, in lines without an indent.
    let text = "社区里的活动用房扩大到1860平方米以后大家都来参加各种活动";
    let breaks = |ems: f32| {
        let measure = Measure { indent: 0.0, ..measure(ems) };
        let (chars, _, lines) = set_in(text, &measure);
        let first: String = chars[lines[0].chars.clone()].iter().collect();
        (first, rules::pitch(&lines[0], EM))
    };
    // The line that ends before the number would be wider by a fifth.
    let (first, pitch) = breaks(13.3);
    assert!(first.ends_with("1860"), "{first}");
    assert!(pitch < 1.08, "{pitch}");
    // Here the whole fits in, closely or with hardly any gaps.
    for ems in [11.4, 11.8, 16.2, 16.8] {
        let (first, pitch) = breaks(ems);
        assert!(first.ends_with('到') || first.contains("1860平方米"), "{ems}: {first}");
        assert!(pitch < 1.08, "{ems}: {pitch}");
    }
}

#[test]
fn dashes_and_dots_stay_whole() {
    for ems in 5..20_u8 {
        let lines = lines_of("他想了想——这件事还得大家商量……后来就定下来了", f32::from(ems));
        for whole in ["——", "……"] {
            assert!(lines.iter().any(|line| line.contains(whole)), "{ems}: {lines:?}");
        }
    }
}

#[test]
fn a_long_latin_word_does_not_leave_a_loose_line_before_it() {
    let text = "这家企业的质量管理体系早在几年之前就已经通过了国际标准化组织(standardization)的认证,\
                去年又被评为全市基层治理的示范点,前来参观学习的人一直没有断过。";
    let mut possible = 0;
    for ems in 16..46_u8 {
        let measure = measure(f32::from(ems));
        let (chars, widths, lines) = set_in(text, &measure);
        if !rules::can_be_set(&chars, &widths, &measure, rules::WIDEST) {
            continue;
        }
        possible += 1;
        let (wrong, torn) = rules::wrong_breaks(&chars, &lines);
        assert!(wrong.is_empty() && torn.is_empty(), "{ems}: {wrong:?} {torn:?}");
        let wrong = rules::wrong_spacing(&chars, &widths, &lines, &measure);
        assert!(wrong.is_empty(), "{ems}: {wrong:?}");
    }
    assert!(possible > 15, "{possible}");
}

#[test]
fn a_word_longer_than_the_line_is_torn_rather_than_left_beyond_the_edge() {
    let text = format!("网址是{}请查收", "abcdefghij".repeat(6));
    let measure = measure(10.0);
    let (chars, widths, lines) = set_in(&text, &Measure { justify: true, ..measure });
    for line in &lines {
        let right = *places(line, &widths).last().expect("an end");
        assert!(right <= measure.width + 1.0, "{right}");
    }
    assert_eq!(lines.last().expect("lines").chars.end, chars.len());
}

#[test]
fn latin_text_is_flush_left_with_its_words_whole() {
    let text = "The quick brown fox jumps over the lazy dog and runs into the forest nearby";
    let (_, _, lines) = set_in(text, &measure(12.0));
    assert!(lines.len() > 2);
    assert!(lines.iter().all(|line| line.gaps.iter().all(|gap| gap.extra == 0.0)));
    assert!(
        lines_of(text, 12.0).iter().all(|line| line.ends_with(' ') || line.ends_with("nearby"))
    );
}

#[test]
fn a_piece_that_goes_on_has_a_full_last_line() {
    let text = "区里把三张清单交给街道,街道把议事厅搬到楼下。".repeat(12);
    for ems in 16..40_u8 {
        let measure = Measure { goes_on: true, ..measure(f32::from(ems)) };
        let (chars, widths, lines) = set_in(&text, &measure);
        let wrong = rules::wrong_spacing(&chars, &widths, &lines, &measure);
        assert!(wrong.is_empty(), "{ems}: {wrong:?}");
    }
}

#[test]
fn half_width_marks_are_shown_full_width_but_not_in_numbers_and_times() {
    let shown: String =
        shown("会上(第3次),定了1,000元;12:30开门?ok, fine", true).into_iter().collect();
    assert_eq!(shown, "会上（第3次），定了1,000元；12:30开门？ok, fine");
}

#[test]
fn what_cannot_be_seen_is_marked_and_white_space_stays() {
    let shown: String =
        shown("甲\0乙\u{200b}丙\u{202e}丁\t戊\u{b}己\u{fffd}", true).iter().collect();
    assert_eq!(shown, format!("甲{MARKER}乙{MARKER}丙{MARKER}丁\u{3000}戊 己{MARKER}"));
}

#[test]
fn adjacent_marks_share_half_an_em() {
    let (chars, widths, lines) = set_in("他说:“好。”然后走了", &measure(40.0));
    let places = places(&lines[0], &widths);
    let colon = chars.iter().position(|&c| c == '：').expect("there");
    assert!((places[colon + 1] - places[colon] - 0.5 * EM).abs() < 0.01);
}

#[test]
fn words_that_are_set_apart_have_a_gap_but_not_at_a_lines_start() {
    let words = [2, 4, 6, 8, 10, 12, 14, 16];
    let spaced = Measure { spaced: &words, justify: false, ..measure(9.0) };
    let (_, widths, lines) = set_in("街道社区党员群众一起商量大事小情", &spaced);
    for line in &lines {
        let indent = if line.chars.start == 0 { 2.0 * EM } else { 0.0 };
        assert!((line.left - indent).abs() < 0.01);
        let places = places(line, &widths);
        for (place, at) in line.chars.clone().enumerate().skip(1) {
            let gap = places[place] - places[place - 1] - EM;
            let expected = if words.contains(&at) { 0.25 * EM } else { 0.0 };
            assert!((gap - expected).abs() < 0.01, "{at}: {gap}");
        }
    }
}

/// Random text as it stands in Chinese articles, with every kind of thing the rules are about.
fn mixed() -> impl Strategy<Value = String> {
    let piece = "([一-龥]{2,8}|[一-龥]{1,4}[，。、；：！？,;:]|“[一-龥]{1,6}”|（[一-龥]{1,4}）|《[一-龥]{2,5}》|\
                 [一-龥][0-9]{1,4}(年|平方米|余名|%|)[一-龥]|[一-龥]1,[0-9]{3}元|[a-z]{1,9}[一-龥]|[A-Z][a-z]{2,8} |——[一-龥]|……[一-龥])";
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_line_keeps_the_rules_at_every_width(text in mixed()) {
        for ems in 16..46_u8 {
            let measure = measure(f32::from(ems));
            let (chars, widths, lines) = set_in(&text, &measure);
            let (wrong, torn) = rules::wrong_breaks(&chars, &lines);
            prop_assert!(wrong.is_empty(), "{ems}: {wrong:?} in {text}");
            // Whatever else must be torn, a number is not.
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let is_number = |torn: &&String| {
                torn.split_once('|').is_some_and(|(head, tail)| {
                    digit(head.chars().next_back()) && (digit(tail.chars().next()) || tail == "%")
                })
            };
            let number = torn.iter().find(is_number);
            prop_assert!(number.is_none(), "{ems}: {number:?} is torn in {text}");
            let loose = lines.iter().find(|line| rules::pitch(line, EM) > 1.001 + rules::GOOD);
            prop_assert!(
                loose.is_none() || !rules::can_be_set(&chars, &widths, &measure, rules::GOOD),
                "{ems}: {loose:?} is loose in {text}"
            );
            if !rules::is_chinese(&chars) {
                prop_assert!(torn.is_empty(), "{ems}: {torn:?} in {text}");
            } else if rules::can_be_set(&chars, &widths, &measure, rules::WIDEST) {
                prop_assert!(torn.is_empty(), "{ems}: {torn:?} in {text}");
                prop_assert!(!rules::has_widow(&chars, &lines), "{ems}: a widow in {text}");
                let wrong = rules::wrong_spacing(&chars, &widths, &lines, &measure);
                prop_assert!(wrong.is_empty(), "{ems}: {wrong:?} in {text}");
            } else {
                let wide = rules::wide_gaps(&lines, &measure);
                prop_assert!(wide.is_empty(), "{ems}: {wide:?} in {text}");
            }
        }
    }

    #[test]
    fn no_text_and_no_width_makes_a_line_empty_or_loses_a_character(
        text in "(\\PC|[，。”“（—… a-z0-9,.]|\u{301}|\u{200d}){0,80}",
        ems in 0.5_f32..40.0,
        justify: bool,
        goes_on: bool,
    ) {
        let (chars, _, lines) = set_in(&text, &Measure { justify, goes_on, ..measure(ems) });
        let mut expected = 0;
        for line in &lines {
            prop_assert_eq!(line.chars.start, expected);
            prop_assert!(!line.chars.is_empty() || chars.is_empty());
            expected = line.chars.end;
        }
        prop_assert_eq!(expected, chars.len());
    }

    #[test]
    fn no_line_ends_inside_what_is_seen_as_one_character(
        text in "([党建a1，。“ ]|👩\u{200D}👩\u{200D}👧|🇨🇳|葛\u{E0100}|e\u{301}|1\u{FE0F}\u{20E3}|\u{1112}\u{1161}\u{11AB}|党\u{200D}|🏴\u{E0067}\u{E0062}\u{E007F}){0,40}",
        ems in 0.5_f32..20.0,
        justify: bool,
    ) {
        let inside = text::inside_characters(&text);
        let chars = shown(&text, true);
        let widths: Vec<f32> = chars.iter().map(|&c| width(c)).collect();
        let lines = set_whole(&chars, &widths, &inside, &Measure { justify, ..measure(ems) });
        for line in &lines {
            prop_assert!(!inside.contains(&line.chars.start), "{:?}", line.chars);
        }
        prop_assert_eq!(lines.last().map_or(0, |line| line.chars.end), chars.len());
    }

    #[test]
    fn what_is_shown_has_the_characters_of_the_text(text in "\\PC{0,80}") {
        prop_assert_eq!(shown(&text, true).len(), text.chars().count());
    }
}
