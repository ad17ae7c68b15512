//! The learner: what it promises of any text.

use proptest::prelude::*;

use super::{
    batch::{Askable, batch},
    few::LexiconLikeness,
    logistic::{Lesson, count, learn},
    *,
};

/// Sentences of two themes and of none, with figures, spaces and marks.
const SENTENCE: &str =
    "(街道|社区|党建|引进|人才|补贴|活动|中心|面积|[0-9]{1,3}|，|。|　|A|é|𠮷){1,12}";

fn lines() -> impl Strategy<Value = Vec<(u32, String, bool)>> {
    proptest::collection::vec((0_u32..4, SENTENCE, any::<bool>()), 6..24)
}

fn examples(lines: &[(u32, String, bool)]) -> (Examples, Vec<bool>) {
    let sentences = lines.iter().map(|(document, text, _)| (*document, text.as_str()));
    (Examples::new(sentences), lines.iter().map(|(.., label)| *label).collect())
}

fn learned(lines: &[(u32, String, bool)]) -> Option<ThemeModel> {
    let (examples, labels) = examples(lines);
    let lessons = examples.distinct(&labels);
    let calibration = Trial::of(&examples, &lessons).calibration();
    Some(ThemeModel::learn(&examples, &lessons)?.calibrated(calibration))
}

#[test]
fn a_figure_is_one_symbol_and_white_space_is_none() {
    let strings = |text: &str| grams(text).into_iter().map(Gram::text).collect::<Vec<_>>();
    assert_eq!(strings("1,200 米"), strings("３．５米"));
    assert_eq!(strings("投入 20 万。"), strings("投入１，０００万。"));
    assert_ne!(strings("A区"), strings("B区"));
    assert_eq!(strings("Ａ区"), strings("a区"));
    // The end of a sentence behind a figure is no part of it.
    assert_eq!(strings("3."), [".", "0", "0."]);
    let mut places = Vec::new();
    each_gram("共 12.5 万", |gram, at| places.push((gram.text(), at)));
    assert_eq!(places[1], ("0".to_owned(), 4..8));
    assert_eq!(places[2], ("共0".to_owned(), 0..8));
}

#[test]
fn the_weights_are_where_the_slope_of_the_loss_is_flat() {
    let rows: [&[u32]; 6] = [&[0, 1], &[0, 2], &[1, 2, 3], &[3], &[2, 3], &[0, 3]];
    let labels = [true, true, false, false, false, true];
    let values = [1.0_f64, 2.0, 1.0, 1.5];
    let length = |row: &[u32]| row.iter().map(|&f| values[f as usize].powi(2)).sum::<f64>().sqrt();
    let lesson = |(&row, &label): (&&'static [u32], &bool)| Lesson {
        row,
        scale: length(row).recip(),
        label,
    };
    let rows: [&'static [u32]; 6] = rows;
    let lessons: Vec<_> = rows.iter().zip(&labels).map(lesson).collect();
    let weights = learn(&lessons, &values);
    // Of ½|w|² + Σ cost · ln(1 + e^(−y·score)) the derivative by each weight.
    let mut slopes = weights.features.clone();
    let mut bias = weights.bias;
    for lesson in &lessons {
        let value = |f: u32| values[f as usize] * lesson.scale;
        let score: f64 = lesson.row.iter().map(|&f| weights.features[f as usize] * value(f)).sum();
        let sign = if lesson.label { 1.0 } else { -1.0 };
        let pull = 10.0 * sign / (1.0 + (sign * (score + weights.bias)).exp());
        for &f in lesson.row {
            slopes[f as usize] -= pull * value(f);
        }
        bias -= pull;
    }
    assert!(slopes.iter().chain([&bias]).all(|slope| slope.abs() < 0.2), "{slopes:?} {bias}");
    assert!(weights.features[0] > 0.5 && weights.features[3] < -0.5, "{weights:?}");
}

#[test]
fn what_is_like_the_tagged_comes_first() {
    let tagged = [
        "引进人才补贴到位。",
        "为人才安家落户发放补贴。",
        "人才公寓向引进的博士开放。",
        "设立人才基金。",
        "青年人才驿站免费住。",
    ];
    let others = [
        "街道清扫积雪。",
        "社区开展消防演练。",
        "道路维修完工。",
        "广场舞比赛举行。",
        "菜市场改造升级。",
        "老人免费体检。",
        "排水管网疏通。",
    ];
    let line = |text: &&str, label| (0, (*text).to_owned(), label);
    let lines: Vec<_> = tagged
        .iter()
        .map(|text| line(text, true))
        .chain(others.iter().map(|text| line(text, false)))
        .collect();
    let model = learned(&lines).expect("both kinds");
    let [sure, unsure] =
        ["高层次人才引进有补贴。", "社区疏通排水管道。"].map(|text| model.score(text));
    assert!(sure > 0.0 && unsure < 0.0, "{sure} {unsure}");
    let [strongest, against] = model.strongest(3);
    assert!(strongest.iter().any(|(text, _)| text.contains('才')), "{strongest:?}");
    assert!(against.iter().all(|(_, weight)| *weight < 0.0) && against.len() == 3);
}

#[test]
fn a_copy_that_nobody_tagged_teaches_nothing_against_the_tagged() {
    let lines = [
        (0, "全区建成党群服务中心74个，面积达标的有60个。".to_owned(), false),
        (1, "全区建成党群服务中心76个，面积达标的有58个。".to_owned(), true),
        (1, "全区建成党群服务中心80个，面积达标的有71个。".to_owned(), true),
        (1, "居民代表评议打分。".to_owned(), false),
    ];
    let (examples, labels) = examples(&lines);
    assert_eq!(examples.distinct(&labels), [(1, true), (3, false)]);
}

#[test]
fn a_batch_holds_three_of_an_article_at_most_and_none_that_are_alike() {
    let texts: Vec<String> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
        .chars()
        .map(|c| format!("{c}{c}地的第{c}项工作{c}"))
        .collect();
    let askable = |at: usize| Askable {
        article: u32::try_from(at % 2).expect("small"),
        text: &texts[at / 2],
        probability: 0.5 - count(at) / 100.0,
    };
    let all: Vec<_> = (0..40).map(askable).collect();
    let chosen = batch(&all, 10);
    assert_eq!(chosen.first(), Some(&0));
    for article in [0, 1] {
        assert_eq!(chosen.iter().filter(|at| **at % 2 == article).count(), 3);
    }
    let mut said: Vec<_> = chosen.iter().map(|at| at / 2).collect();
    said.sort_unstable();
    said.dedup();
    assert_eq!(said.len(), chosen.len(), "{chosen:?}");
}

#[test]
fn few_tags_are_found_by_the_lexicon_and_by_likeness() {
    let likeness = LexiconLikeness::new(["人才", " ＡＩ "], ["引进博士三名"]);
    let scores = ["ai 人才", "引进博士五名", "清扫积雪"].map(|text| likeness.score(text));
    assert!(scores[0] >= 0.5 && scores[1] > 0.2 && scores[2] == 0.0, "{scores:?}");
    let because = likeness.because("引进ＡＩ人才");
    assert_eq!(because[0].text, "ＡＩ");
    let sum: f64 = because.iter().map(|because| because.weight).sum();
    assert!((sum - likeness.score("引进ＡＩ人才")).abs() < 1e-12);
}

#[test]
fn too_few_lines_are_ranked_by_likeness_and_none_are_refused() {
    let line = |text: &str, label| LabelledLine { document: 0, text: text.to_owned(), label };
    let train = [line("引进人才", true), line("清扫街道", false)];
    let ranking = rank_lines(&train, ["扫雪", "人才"]).expect("one is labelled");
    assert!(ranking.by_likeness);
    assert_eq!(ranking.lines.first().map(|(at, _)| *at), Some(1));
    assert_eq!(rank_lines(&train[1..], ["人才"]), Err(RankingError::NoneLabelled));
}

/// How alike two sets of strings are, found the slow way.
fn jaccard(one: &str, other: &str) -> f64 {
    let (one, other) = (grams(one), grams(other));
    let shared = one.iter().filter(|gram| other.contains(gram)).count();
    count(shared) / count((one.len() + other.len() - shared).max(1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reasons_add_up_and_the_panel_says_the_same(lines in lines(), text in SENTENCE) {
        let Some(model) = learned(&lines) else { return Ok(()) };
        let score = model.score(&text);
        let probability = model.probability(score);
        prop_assert!((0.0..=1.0).contains(&probability));
        let because = model.because(&text);
        let sum: f64 = because.iter().map(|because| because.weight).sum();
        prop_assert!((sum - probability).abs() < 1e-9, "{sum} {probability}");
        for part in &because {
            prop_assert_eq!(&text[part.at.clone()], &part.text);
        }
        let mut scores = Vec::new();
        let panel = ThemePanel::new(&[&model, &ThemeModel::default(), &model]);
        let mut scratch = PanelScratch::default();
        panel.score_into(&text, &mut scratch, &mut scores);
        panel.score_into(&text, &mut scratch, &mut scores);
        prop_assert_eq!(scores.len(), 6);
        for (at, expected) in [score, 0.0, score].into_iter().cycle().take(6).enumerate() {
            prop_assert!((f64::from(scores[at]) - expected).abs() < 1e-3, "{at}: {scores:?} {score}");
        }
    }

    #[test]
    fn the_same_lines_teach_the_same_to_the_last_bit(lines in lines(), text in SENTENCE) {
        let (one, other) = (learned(&lines), learned(&lines));
        prop_assert_eq!(&one, &other);
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert_eq!(one.score(&text).to_bits(), other.score(&text).to_bits());
        }
    }

    #[test]
    fn what_says_nearly_the_same_counts_once(lines in lines()) {
        let (examples, labels) = examples(&lines);
        let kept = examples.distinct(&labels);
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|&at| !labels[at]);
        let mut expected: Vec<usize> = Vec::new();
        for at in order {
            if !expected.iter().any(|&other| jaccard(&lines[at].1, &lines[other].1) >= ALIKE) {
                expected.push(at);
            }
        }
        expected.sort_unstable();
        prop_assert_eq!(kept.iter().map(|(at, _)| *at).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_higher_score_is_never_less_likely(pairs in proptest::collection::vec((-9.0..9.0, any::<bool>()), 0..30),
        mut scores in proptest::collection::vec(-50.0..50.0, 2..9)) {
        let calibration = Calibration::fitted(&pairs);
        scores.sort_by(f64::total_cmp);
        let likely: Vec<f64> = scores.iter().map(|score| calibration.probability(*score)).collect();
        prop_assert!(likely.windows(2).all(|pair| pair[0] <= pair[1]), "{likely:?}");
        prop_assert!(likely.iter().all(|likely| (0.0..=1.0).contains(likely)));
    }

    #[test]
    fn about_so_many_lies_between_its_bounds(lines in lines()) {
        let (examples, labels) = examples(&lines);
        let lessons = examples.distinct(&labels);
        let trial = Trial::of(&examples, &lessons);
        let scores: Vec<f64> = (0..20).map(|at| count(at) / 5.0 - 2.0).collect();
        let Estimate { about, from, to } = trial.estimate(&scores);
        prop_assert!(0.0 <= from && from <= about && about <= to + 1e-9 && to <= 20.0);
        for point in learning_curve(&examples, &lessons) {
            prop_assert!((0.0..=1.0).contains(&point.average_precision));
        }
    }
}
