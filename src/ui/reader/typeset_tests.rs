//! What a reader relies on in every line, whatever the text and the width.

use proptest::prelude::*;

use super::*;

const EM: f32 = 19.0;

/// As wide as in the bundled fonts: Han and full-width marks one em, the rest about half.
fn width(c: char) -> f32 {
    let wide = is_cjk(c) || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    if wide { EM } else { 0.55 * EM }
}

fn set_text(text: &str, ems: f32) -> (Vec<char>, Vec<SetLine>) {
    let chars = shown(text, true);
    let widths: Vec<f32> = chars.iter().map(|&c| width(c)).collect();
    let measure = Measure { width: ems * EM, em: EM, indent: 2.0 * EM, justify: true, spaced: &[] };
    let lines = set(&chars, &widths, &measure);
    (chars, lines)
}

fn lines_of(text: &str, ems: f32) -> Vec<String> {
    let (chars, lines) = set_text(text, ems);
    lines.iter().map(|line| chars[line.chars.clone()].iter().collect()).collect()
}

/// Where each character of a line starts and the last one ends.
fn places(chars: &[char], line: &SetLine) -> Vec<f32> {
    let mut x = line.left;
    let mut places = Vec::new();
    for at in line.chars.clone() {
        if at > line.chars.start {
            let gap = line.gaps.iter().rev().find(|gap| gap.from <= at).expect("covered");
            x += gap.extra;
        }
        places.push(x);
        x += width(chars[at]);
    }
    places.push(x);
    places
}

#[test]
fn closing_marks_do_not_start_a_line_and_opening_ones_do_not_end_one() {
    let text = "区里把“三张清单”交给街道,街道把“议事厅”搬到楼下。居民说:“开会不用再等了。”";
    for ems in 6..30_u8 {
        for line in lines_of(text, f32::from(ems)) {
            assert!(!line.starts_with(['，', '。', '”', '：']), "{ems}: {line}");
            assert!(!line.ends_with('“'), "{ems}: {line}");
        }
    }
}

#[test]
fn a_number_stays_with_its_unit_and_its_sign() {
    let text = "社区用房扩大到1860平方米,党员增加12.5%,投入2,300万元,时间是12:30,共计3000余名。";
    for ems in 12..30_u8 {
        let lines = lines_of(text, f32::from(ems));
        for whole in ["1860平方米", "12.5%", "2,300万元", "12:30", "3000余名"] {
            assert!(lines.iter().any(|line| line.contains(whole)), "{ems}: {whole} in {lines:?}");
        }
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
fn half_width_marks_are_shown_full_width_but_not_in_numbers_and_times() {
    let shown: String =
        shown("会上(第3次),定了1,000元;12:30开门?ok, fine", true).into_iter().collect();
    assert_eq!(shown, "会上（第3次），定了1,000元；12:30开门？ok, fine");
}

#[test]
fn adjacent_marks_share_half_an_em() {
    let (chars, lines) = set_text("他说:“好。”然后走了", 40.0);
    let places = places(&chars, &lines[0]);
    let colon = chars.iter().position(|&c| c == '：').expect("there");
    assert!((places[colon + 1] - places[colon] - 0.5 * EM).abs() < 0.01);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_line_keeps_the_rules(
        text in "([一-龥]{1,6}|[，。、；：！？]|[,;:]|“|”|（|）|《|》|[0-9]{1,4}|[a-z]{1,9}| |——|……|年|平方米|%){1,60}",
        ems in 10_u8..40,
    ) {
        let (chars, lines) = set_text(&text, f32::from(ems));
        let mut expected = 0;
        for (number, line) in lines.iter().enumerate() {
            // Every character stands in exactly one line, in order.
            prop_assert_eq!(line.chars.start, expected);
            expected = line.chars.end;
            prop_assert!(!line.chars.is_empty());
            let last = number + 1 == lines.len();
            for gap in &line.gaps {
                prop_assert!(gap.extra <= MAX_STRETCH * EM + 0.01, "gap {}", gap.extra);
            }
            let places = places(&chars, line);
            let end = line.chars.clone().rev().find(|&at| class(chars[at]) != Class::Space);
            let Some(end) = end else { continue };
            let place = places[end - line.chars.start];
            let right = place + width(chars[end]) - trim_right(chars[end], width(chars[end]), EM);
            let limit = f32::from(ems) * EM + if class(chars[end]) == Class::Stop { EM } else { 0.0 };
            prop_assert!(right <= limit + 0.5, "line {number} reaches {right} of {limit}");
            if !last {
                let next = chars[line.chars.end];
                let forced = !break_points(&chars)[line.chars.end];
                // Only a run without any break in a whole line may be cut.
                if forced {
                    let points = break_points(&chars);
                    let any = (line.chars.start + 1..line.chars.end).any(|at| points[at]);
                    prop_assert!(!any, "cut before {next} though the line had a break");
                }
            }
        }
        prop_assert_eq!(expected, chars.len());
    }

    #[test]
    fn what_is_shown_has_the_characters_of_the_text(text in "\\PC{0,80}") {
        prop_assert_eq!(shown(&text, true).len(), text.chars().count());
    }
}
