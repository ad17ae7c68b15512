//! Sentences of the genre with what is to be found in them, and what holds of every text.

use proptest::prelude::*;

use super::*;
use crate::text::{Flow, Segmenter, lines};

fn found(text: &str) -> Vec<Quantity> {
    quantities(text, &Flow::of(&lines(text), true), Segmenter::plain())
}

/// A quantity as the table of cases writes it.
fn written(text: &str, quantity: &Quantity) -> String {
    let value = match (quantity.value, quantity.high) {
        (Some(low), Some(high)) => format!("{low}..{high}"),
        (Some(value), None) => value.to_string(),
        (None, _) => "?".to_owned(),
    };
    let senses: Vec<_> = quantity.senses.iter().map(|sense| sense.name()).collect();
    let unit = quantity.unit.as_deref().unwrap_or_default();
    let all =
        [&text[quantity.span.range()], &value, unit, &quantity.object, &senses.join("+")].join("|");
    all.trim_end_matches('|').to_owned()
}

#[test]
fn the_quantities_of_the_genre_are_found_with_what_they_count() {
    let cases = include_str!("cases.txt").lines().filter(|line| !line.starts_with('#'));
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases {
        let (text, wanted) = line.split_once(" => ").unwrap();
        let wanted: Vec<&str> =
            wanted.split(';').map(str::trim).filter(|one| *one != "-").collect();
        let got: Vec<String> = found(text).iter().map(|quantity| written(text, quantity)).collect();
        count += 1;
        if got != wanted {
            wrong.push(format!(
                "{text}\n  wanted {}\n  got    {}",
                wanted.join(" ; "),
                got.join(" ; ")
            ));
        }
    }
    assert!(count >= 150, "{count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
