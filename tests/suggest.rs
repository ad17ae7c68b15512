//! How well a theme is learned, measured on public sets of labelled sentences through the library.
//!
//! Ignored by default: the data are no part of the project. `cargo test --release --test suggest --
//! --ignored --nocapture` with them in `../shared/data` prints the table.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement, which may stop where a file is missing"
)]

use std::collections::BTreeMap;

use quandian::analysis::suggest::{
    Examples, LabelledLine, TOP, ThemeModel, average_precision, rank_lines,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Sentence {
    sentence: String,
    labels: Vec<String>,
}

/// One sentence of a case.
struct Line {
    document: u32,
    text: String,
    labels: Vec<String>,
}

fn cases(name: &str) -> Vec<Line> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let cases = text.lines().zip(0..);
    cases
        .flat_map(|(line, document)| {
            let sentences: Vec<Sentence> = serde_json::from_str(line).unwrap();
            sentences.into_iter().map(move |one| Line {
                document,
                text: one.sentence,
                labels: one.labels,
            })
        })
        .collect()
}

/// Numbers that look like chance and are the same on every machine (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

fn order(documents: u32, seed: u64) -> Vec<u32> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut order: Vec<u32> = (0..documents).collect();
    for at in (1..order.len()).rev() {
        let other = random.below(at + 1);
        order.swap(at, other);
    }
    order
}

/// Of a ranking the share of all that one need not read to find 95 of 100, beyond chance.
fn work_saved(ranked: &[bool]) -> f64 {
    let wanted = ranked.iter().filter(|right| **right).count();
    let needed = (wanted * 95).div_ceil(100);
    let mut found = 0;
    let read = ranked.iter().take_while(|right| {
        let goes_on = found < needed;
        found += usize::from(**right && goes_on);
        goes_on
    });
    1.0 - read.count() as f64 / ranked.len() as f64 - 0.05
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

/// Documents are read in an order by chance until ten sentences bear the label; the rest is ranked.
#[test]
#[ignore = "needs the data in ../shared, and a minute"]
fn labels_of_public_sets_are_learned_from_ten_sentences() {
    for name in ["cail_labor.json", "cail_divorce.json"] {
        let lines = cases(name);
        let documents = lines.last().unwrap().document + 1;
        let mut of: BTreeMap<u32, Vec<&Line>> = BTreeMap::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in &lines {
            of.entry(line.document).or_default().push(line);
            for label in &line.labels {
                *counts.entry(label).or_default() += 1;
            }
        }
        let (mut precisions, mut tops, mut saved, mut right) = (vec![], vec![], vec![], vec![]);
        for seed in 1..=5 {
            let order = order(documents, seed);
            for (label, _) in counts.iter().filter(|(_, count)| **count >= 100) {
                let bears = |line: &Line| line.labels.iter().any(|known| known == label);
                let mut wanted = 0;
                let read = order.iter().take_while(|document| {
                    let goes_on = wanted < 10;
                    wanted += of[document].iter().filter(|line| goes_on && bears(line)).count();
                    goes_on
                });
                let read = read.count();
                let train = order[..read].iter().flat_map(|document| &of[document]);
                let train: Vec<_> = train
                    .map(|line| LabelledLine {
                        document: line.document,
                        text: line.text.clone(),
                        label: bears(line),
                    })
                    .collect();
                let rest: Vec<&&Line> = order[read..].iter().flat_map(|d| &of[d]).collect();
                let ranking = rank_lines(&train, rest.iter().map(|line| line.text.as_str()));
                let ranked = ranking.unwrap().lines;
                let ranked: Vec<bool> = ranked.iter().map(|(at, _)| bears(rest[*at])).collect();
                precisions.push(average_precision(&ranked));
                let top = ranked.iter().take(TOP).filter(|right| **right).count();
                tops.push(top as f64 / TOP as f64);
                saved.push(work_saved(&ranked));
            }
            // Of twelve documents all that they bear; then one of the right labels among three.
            let read: Vec<&&Line> = order[..12].iter().flat_map(|d| &of[d]).collect();
            let examples = Examples::new(read.iter().map(|l| (l.document, l.text.as_str())));
            let models = counts.keys().filter_map(|label| {
                let bears = |line: &&&Line| line.labels.iter().any(|known| known == label);
                let labels: Vec<bool> = read.iter().map(bears).collect();
                Some((label, ThemeModel::learn(&examples, &examples.distinct(&labels))?))
            });
            let models: Vec<_> = models.collect();
            let rest = order[12..].iter().flat_map(|d| &of[d]).filter(|l| !l.labels.is_empty());
            let hits = rest.map(|line| {
                let mut likely: Vec<_> = models
                    .iter()
                    .map(|(label, model)| (model.score(&line.text), **label))
                    .collect();
                likely.sort_by(|a, b| b.0.total_cmp(&a.0));
                let mut three = likely.iter().take(3);
                f64::from(u8::from(three.any(|(_, label)| line.labels.iter().any(|l| l == label))))
            });
            right.push(mean(&hits.collect::<Vec<_>>()));
        }
        let [precision, top, saved, right] = [precisions, tops, saved, right].map(|all| mean(&all));
        println!(
            "{name}: average precision {precision:.3}, at the top {TOP} {top:.3}, right among three \
             {right:.3}, work saved {saved:.3}"
        );
        assert!(precision >= 0.5 && top >= 0.65 && right >= 0.9 && saved >= 0.7);
    }
}
