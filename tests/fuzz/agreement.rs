//! Tables and continua of judgements from elsewhere: whatever stands in them, numbers or a reason.

use std::fmt::Write as _;

use quandian::analysis::agreement::{Agreement, Bootstrap, ContinuumFile, JudgementTable};

use super::{Random, damaged, fuzz};

/// A number is finite, none is above 1, and the interval holds in order.
fn lawful(found: &Agreement) {
    for row in &found.rows {
        if let Ok(value) = row.cell.value {
            assert!(value.is_finite() && value <= 1.0 + 1e-9, "{row:?}");
        }
        if let Some(interval) = row.cell.interval {
            assert!(interval.low <= interval.high, "{row:?}");
        }
    }
}

fn table(random: &mut Random) -> String {
    let coders = 1 + random.below(6);
    let mut text = (0..coders).map(|coder| format!("c{coder}")).collect::<Vec<_>>().join(",");
    for _ in 0..random.below(20) {
        text.push('\n');
        for coder in 0..coders {
            let cell = random.one_of(&["", "0", "1", "是", " 2 ", "\"a,b\""]);
            let _ = write!(text, "{}{cell}", if coder > 0 { "," } else { "" });
        }
    }
    text
}

fn continuum(random: &mut Random) -> String {
    let mut coders = Vec::new();
    for _ in 0..random.below(4) {
        let unit = |random: &mut Random| {
            let start = random.below(40);
            let value = random.one_of(&["\"a\"", "\"b\"", "1", "2.5"]);
            format!("[{start},{},{value}]", start + random.below(12))
        };
        let units: Vec<String> = (0..random.below(6)).map(|_| unit(random)).collect();
        coders.push(format!("[{}]", units.join(",")));
    }
    format!("{{\"length\":{},\"units\":[{}]}}", random.below(60), coders.join(","))
}

#[test]
#[ignore = "runs for a minute"]
fn judgement_tables() {
    fuzz("tables of judgements", |random| {
        let text = table(random);
        let text = if random.below(3) == 0 { damaged(&text, random) } else { text };
        let Ok(table) = JudgementTable::read(&text) else { return };
        lawful(&table.agreement(Bootstrap { draws: 20, seed: random.number() }));
    });
}

#[test]
#[ignore = "runs for a minute"]
fn continua() {
    fuzz("continua", |random| {
        let text = continuum(random);
        let text = if random.below(3) == 0 { damaged(&text, random) } else { text };
        let Ok(continuum) = ContinuumFile::read(&text) else { return };
        lawful(&continuum.agreement());
    });
}
