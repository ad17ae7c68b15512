//! The published values, the values of other programs, and what must hold whatever is judged.

use proptest::prelude::*;

use super::*;

type Rows = Vec<Vec<Option<String>>>;

fn coders(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("coder{at}")).collect()
}

/// 0 is a judgement not made.
fn rows(items: &[&[u32]]) -> Rows {
    let said = |&value: &u32| (value > 0).then(|| value.to_string());
    items.iter().map(|row| row.iter().map(said).collect()).collect()
}

/// Two coders' table of counts, row by row.
fn crossed(table: &[&[usize]]) -> Rows {
    let mut rows = Vec::new();
    for (one, counts) in table.iter().enumerate() {
        for (two, &count) in counts.iter().enumerate() {
            let row = vec![Some(format!("v{one}")), Some(format!("v{two}"))];
            rows.extend(std::iter::repeat_n(row, count));
        }
    }
    rows
}

const NO_DRAWS: Bootstrap = Bootstrap { draws: 0, seed: 1 };

fn cell(agreement: &Agreement, coefficient: Coefficient) -> Result<f64, NoValue> {
    let row = agreement.rows.iter().find(|row| row.cell.coefficient == coefficient).unwrap();
    row.cell.value
}

/// Checks the coefficients of a table against published or independent values.
#[track_caller]
fn check(rows: &Rows, expected: &[(Coefficient, f64)], tolerance: f64) {
    let table = JudgementTable::new(&coders(rows[0].len()), rows).unwrap();
    let agreement = table.agreement(NO_DRAWS);
    for &(coefficient, value) in expected {
        let found = cell(&agreement, coefficient).unwrap();
        assert!((found - value).abs() <= tolerance, "{coefficient:?}: {found}, not {value}");
    }
}

use Coefficient::{
    BrennanPrediger, CohenKappa, CuAlpha, FleissKappa, GwetAc1, Holsti, HolstiComposite,
    KrippendorffAlpha, KuAlpha, Percent, Positive, ScottPi, UAlpha, UAlphaBinary,
};

const KRIPPENDORFF_2011_C: [&[u32]; 12] = [
    &[1, 1, 0, 1],
    &[2, 2, 3, 2],
    &[3, 3, 3, 3],
    &[3, 3, 3, 3],
    &[2, 2, 2, 2],
    &[1, 2, 3, 4],
    &[4, 4, 4, 4],
    &[1, 1, 2, 1],
    &[2, 2, 2, 2],
    &[0, 5, 5, 5],
    &[0, 0, 1, 1],
    &[0, 0, 3, 0],
];

#[test]
fn four_coders_with_gaps_of_krippendorff_2011() {
    let expected = [
        (KrippendorffAlpha, 0.743_421),
        (Percent, 0.818_18),
        (FleissKappa, 0.761_17),
        (GwetAc1, 0.775_44),
        (BrennanPrediger, 0.772_73),
    ];
    check(&rows(&KRIPPENDORFF_2011_C), &expected, 5e-6);
    let table = JudgementTable::new(&coders(4), &rows(&KRIPPENDORFF_2011_C)).unwrap();
    // The last unit was judged by one coder only.
    assert!(table.agreement(NO_DRAWS).rows.iter().all(|row| row.units == 11 && row.coders == 4));
}

#[test]
fn ten_segments_of_krippendorff_2004() {
    let text = "a,b\n1,0\n1,1\n0,1\n0,0\n0,0\n0,1\n0,0\n0,1\n0,0\n0,0\n";
    let agreement = JudgementTable::read(text).unwrap().agreement(NO_DRAWS);
    let expected = [
        (Percent, 0.6),
        (KrippendorffAlpha, 0.095_238),
        (ScottPi, 0.047_619),
        (FleissKappa, 0.047_62),
        (CohenKappa, 0.090_909),
        (GwetAc1, 0.310_34),
        (BrennanPrediger, 0.2),
        // 2·1 of 2 + 4 marks; of all judgements 6 in 10.
        (Positive, 1.0 / 3.0),
        (Holsti, 0.6),
        (HolstiComposite, 0.75),
    ];
    for (coefficient, value) in expected {
        let found = cell(&agreement, coefficient).unwrap();
        assert!((found - value).abs() < 5e-6, "{coefficient:?}: {found}, not {value}");
    }
}

#[test]
fn tables_of_cohen_artstein_and_gwet() {
    let cohen = crossed(&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]]);
    let expected = [
        (Percent, 0.7),
        (CohenKappa, 0.491_525),
        (GwetAc1, 0.575_97),
        (ScottPi, 0.487_179),
        (KrippendorffAlpha, 0.488_462),
        (BrennanPrediger, 0.55),
    ];
    check(&cohen, &expected, 5e-6);
    let artstein = crossed(&[&[20, 10], &[20, 50]]);
    let expected = [(Percent, 0.7), (BrennanPrediger, 0.4), (ScottPi, 0.340_659)];
    check(&artstein, &expected, 5e-6);
    check(&artstein, &[(CohenKappa, 0.347_826), (KrippendorffAlpha, 0.343_956)], 5e-6);
    // Much agreement, little variation: κ falls, AC1 does not.
    let gwet = crossed(&[&[80, 7], &[8, 5]]);
    check(&gwet, &[(Percent, 0.85), (GwetAc1, 0.808), (CohenKappa, 0.314_442)], 5e-6);
}

const FLEISS: [[usize; 5]; 30] = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1],
    [3, 0, 0, 1, 2],
    [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0],
    [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6],
    [0, 1, 0, 5, 0],
    [0, 2, 0, 1, 3],
    [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0],
    [4, 0, 0, 0, 2],
    [0, 2, 0, 4, 0],
    [1, 0, 5, 0, 0],
    [0, 0, 0, 0, 6],
];

fn fleiss(value: impl Fn(usize) -> String) -> Rows {
    let row = |counts: &[usize; 5]| {
        let said = counts.iter().enumerate();
        said.flat_map(|(at, &count)| std::iter::repeat_n(Some(value(at)), count)).collect()
    };
    FLEISS.iter().map(row).collect()
}

#[test]
fn thirty_patients_of_fleiss_1971() {
    let expected = [
        (FleissKappa, 0.430_24),
        (Percent, 0.555_56),
        (KrippendorffAlpha, 0.433_41),
        (GwetAc1, 0.447_88),
        (BrennanPrediger, 0.444_44),
    ];
    check(&fleiss(|at| at.to_string()), &expected, 5e-6);
    // Each category by itself; Fleiss worked with shares rounded to three places.
    for (category, value) in [0.248, 0.248, 0.517, 0.470, 0.565].into_iter().enumerate() {
        let rows = fleiss(|at| u8::from(at == category).to_string());
        check(&rows, &[(FleissKappa, value)], 4e-3);
    }
}

#[test]
fn holsti_counts_decisions_and_what_n_coders_are_worth_together() {
    // 8 alike of 10 and 12.
    let mut items: Vec<&[u32]> = vec![&[1, 1]; 8];
    items.extend([&[1, 2][..], &[1, 2], &[0, 1], &[0, 1]]);
    check(&rows(&items), &[(Holsti, 0.727_273)], 5e-7);
    let mean = (0.8 + 0.7 + 0.9) / 3.0;
    assert!((holsti_composite(3, mean) - 0.923_077).abs() < 5e-7);
}

#[test]
fn without_variation_there_is_no_number() {
    let table = JudgementTable::new(&coders(2), &rows(&[&[1, 1][..]; 24])).unwrap();
    let agreement = table.agreement(Bootstrap::default());
    for row in &agreement.rows {
        match row.cell.coefficient {
            Percent | Holsti | HolstiComposite | Positive => {}
            _ => assert_eq!(row.cell.value, Err(NoValue::NoVariation), "{row:?}"),
        }
        assert!(row.cell.value.is_ok() || row.cell.interval.is_none());
    }
    let none = JudgementTable::read("a,b\n0,0\n0,0\n").unwrap().agreement(NO_DRAWS);
    assert_eq!(cell(&none, Positive), Err(NoValue::NothingMarked));
    assert_eq!(cell(&none, Percent), Ok(1.0));
    let apart = JudgementTable::read("a,b\n0,\n,1\n").unwrap().agreement(NO_DRAWS);
    assert!(apart.rows.iter().all(|row| row.cell.value == Err(NoValue::NoUnits)));
}

#[test]
fn a_table_that_is_none_says_why() {
    let fault = |text: &str| JudgementTable::read(text).unwrap_err();
    assert_eq!(fault("a\n1\n"), JudgementTableError::TooFewCoders);
    assert_eq!(fault("a,a\n1,1\n"), JudgementTableError::Twice("a".to_owned()));
    assert_eq!(fault("a,b\n,\n"), JudgementTableError::Empty);
    assert_eq!(fault("a,b\n1,1\n1\n"), JudgementTableError::Cells { line: 3, found: 1, wanted: 2 });
    assert!(JudgementTable::read("\u{FEFF}林,周\r\n 是 ,否\r\n").is_ok());
}

const FIGURE_12_11: &str = r#"{"length": 60, "units": [
    [[0,7,"1"],[7,13,"2"],[30,32,"5"],[32,37,"6"],[37,44,"6"],[44,60,"7"]],
    [[0,7,"1"],[7,13,"3"],[13,21,"5"],[32,44,"6"]],
    [[0,7,"1"],[7,13,"4"],[13,21,"5"],[32,37,"6"],[37,41,"6"],[41,44,"6"]]]}"#;

#[test]
fn three_coders_of_krippendorff_2019() {
    let agreement = ContinuumFile::read(FIGURE_12_11).unwrap().agreement();
    for (coefficient, value) in
        [(UAlpha, 0.509_982), (UAlphaBinary, 0.413_599), (CuAlpha, 0.724_169)]
    {
        let found = cell(&agreement, coefficient).unwrap();
        assert!((found - value).abs() < 5e-7, "{coefficient:?}: {found}, not {value}");
    }
    let of = |value: &str| {
        let scope = AgreementScope::Value(value.to_owned());
        agreement.rows.iter().find(|row| row.scope == scope).unwrap()
    };
    for (value, expected) in
        [("1", 1.0), ("5", 1.0), ("6", 1.0), ("2", 0.0), ("3", 0.0), ("4", 0.0)]
    {
        let row = of(value);
        assert_eq!(row.cell.coefficient, KuAlpha);
        assert!((row.cell.value.unwrap() - expected).abs() < 1e-12, "{value}");
    }
    assert!((of("5").coverage.unwrap() - 8.0 / 18.0).abs() < 1e-12);
    assert_eq!(of("7").cell.value, Err(NoValue::NothingShared));
    assert_eq!(of("7").coverage, Some(0.0));
}

#[test]
fn one_coder_who_marked_nothing() {
    let text = r#"{"length": 20, "units": [[[0, 5, "a"]], []]}"#;
    let agreement = ContinuumFile::read(text).unwrap().agreement();
    assert!((cell(&agreement, UAlpha).unwrap() + 0.1).abs() < 1e-12);
    assert!((cell(&agreement, UAlphaBinary).unwrap() + 0.1).abs() < 1e-12);
    assert_eq!(cell(&agreement, CuAlpha), Err(NoValue::NothingShared));
    let text = r#"{"length": 20, "units": [[], []]}"#;
    let agreement = ContinuumFile::read(text).unwrap().agreement();
    assert_eq!(cell(&agreement, UAlpha), Err(NoValue::NoVariation));
}

#[test]
fn units_of_one_coder_that_overlap_have_no_number_with_several_values() {
    let text = r#"{"length": 20, "units": [[[0, 5, "a"], [3, 9, "b"]], [[0, 9, 1]]]}"#;
    let agreement = ContinuumFile::read(text).unwrap().agreement();
    assert_eq!(cell(&agreement, UAlpha), Err(NoValue::Overlap));
    assert!((cell(&agreement, UAlphaBinary).unwrap() - 1.0).abs() < 1e-12);
    let fault = |text: &str| ContinuumFile::read(text).unwrap_err();
    assert_eq!(
        fault(r#"{"length": 4, "units": [[], [[2, 5, "a"]]]}"#),
        ContinuumError::Unit { coder: 2, start: 2, end: 5 }
    );
    assert_eq!(fault(r#"{"length": 4, "units": [[]]}"#), ContinuumError::TooFewCoders);
    assert!(matches!(fault("[]"), ContinuumError::Format(_)));
}

/// All entries of the file of fixtures, if it lies beside the project.
#[test]
#[ignore = "reads ../shared/oracles.json, which is no part of the project"]
#[expect(clippy::disallowed_methods, reason = "the file lies outside the tree")]
fn every_entry_of_the_file_of_oracles() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracles.json");
    let text = std::fs::read_to_string(file).unwrap();
    let entries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut compared = 0;
    let mut compare =
        |what: &str, found: Result<f64, NoValue>, value: &serde_json::Value, within| {
            let Some(value) = value.as_f64() else { return };
            let found = found.unwrap();
            assert!((found - value).abs() <= within, "{what}: {found}, not {value}");
            compared += 1;
        };
    for entry in &entries {
        let (id, input) = (entry["id"].as_str().unwrap(), &entry["input"]);
        let (expected, oracles) = (&entry["expected"], &entry["oracles"]);
        match entry["kind"].as_str() {
            // Holsti is given by its sums, and tested with them above.
            Some("coding") if input["items"].is_string() || input["M"].is_number() => {}
            Some("coding") => {
                let rows: Rows = match input["items"].as_array() {
                    Some(items) => {
                        let cell = |v: &serde_json::Value| v.as_i64().map(|v| v.to_string());
                        let row = |row: &serde_json::Value| {
                            row.as_array().unwrap().iter().map(cell).collect()
                        };
                        items.iter().map(row).collect()
                    }
                    None => {
                        let table: Vec<Vec<usize>> =
                            serde_json::from_value(input["table"].clone()).unwrap();
                        crossed(&table.iter().map(Vec::as_slice).collect::<Vec<_>>())
                    }
                };
                let table = JudgementTable::new(&coders(rows[0].len()), &rows).unwrap();
                let agreement = table.agreement(NO_DRAWS);
                let two = rows[0].len() == 2;
                for (coefficient, key) in [
                    (Percent, "percent"),
                    (KrippendorffAlpha, "alpha_nominal"),
                    (CohenKappa, "kappa"),
                    (CohenKappa, "cohen_kappa"),
                    (FleissKappa, "fleiss_kappa"),
                    (ScottPi, "scott_pi"),
                    (BrennanPrediger, "S"),
                    (GwetAc1, "gwet_ac1"),
                ] {
                    compare(id, cell(&agreement, coefficient), &expected[key], 6e-4);
                }
                for (coefficient, key) in [
                    (FleissKappa, "irrCAC.fleiss"),
                    (GwetAc1, "irrCAC.gwet"),
                    (BrennanPrediger, "irrCAC.bp"),
                ] {
                    compare(key, cell(&agreement, coefficient), &oracles[key]["coef"], 6e-6);
                    compare(key, cell(&agreement, Percent), &oracles[key]["pa"], 6e-6);
                }
                let alpha = cell(&agreement, KrippendorffAlpha);
                for key in ["krippendorff.alpha", "nltk.alpha", "simpledorff"] {
                    compare(key, alpha, &oracles[key], 6e-7);
                }
                compare(id, cell(&agreement, BrennanPrediger), &oracles["nltk.S"], 6e-7);
                compare(id, cell(&agreement, FleissKappa), &oracles["nltk.pi"], 6e-7);
                if two {
                    compare(id, cell(&agreement, CohenKappa), &oracles["nltk.kappa"], 6e-7);
                    compare(
                        id,
                        cell(&agreement, CohenKappa),
                        &oracles["sklearn.cohen_kappa"],
                        6e-7,
                    );
                }
            }
            Some("unitizing") => {
                let file = serde_json::json!({"length": input["L"], "units": input["units"]});
                let agreement = ContinuumFile::read(&file.to_string()).unwrap().agreement();
                for (coefficient, key) in
                    [(UAlpha, "u_alpha"), (UAlphaBinary, "u_alpha_binary"), (CuAlpha, "cu_alpha")]
                {
                    let found = cell(&agreement, coefficient);
                    compare(id, found, &expected[key], 1e-3);
                    compare(id, found, &oracles["own_port_mean_REFERENCE"][key], 6e-7);
                }
                for (value, number) in expected["ku"].as_object().into_iter().flatten() {
                    let scope = AgreementScope::Value(value.clone());
                    let row = agreement.rows.iter().find(|row| row.scope == scope).unwrap();
                    compare(value, row.cell.value, number, 1e-9);
                }
            }
            _ => {}
        }
    }
    assert!(compared > 50, "{compared}");
}

fn judged() -> impl Strategy<Value = (Rows, usize)> {
    (2_usize..6).prop_flat_map(|count| {
        let cell = prop_oneof![Just(None), "[0-3]".prop_map(Some)];
        let rows = prop::collection::vec(prop::collection::vec(cell, count), 1..14);
        (rows, Just(count))
    })
}

proptest! {
    #[test]
    fn neither_the_order_of_coders_nor_that_of_units_matters(
        (rows, count) in judged(),
        turn in 0_usize..6,
        seed in 0_u64..9,
    ) {
        let bootstrap = Bootstrap { draws: 20, seed };
        let coders = coders(count);
        let Ok(table) = JudgementTable::new(&coders, &rows) else { return Ok(()) };
        let agreement = table.agreement(bootstrap);
        let turned = |cells: &[Option<String>]| {
            let mut cells = cells.to_vec();
            cells.rotate_left(turn % count);
            cells
        };
        let mut names = coders.clone();
        names.rotate_left(turn % count);
        let mut other: Rows = rows.iter().map(|row| turned(row)).collect();
        other.reverse();
        let same = JudgementTable::new(&names, &other).unwrap().agreement(bootstrap);
        // To the last digit: intervals too.
        prop_assert_eq!(&same, &agreement);
        prop_assert_eq!(&table.agreement(bootstrap), &agreement);
    }

    #[test]
    fn a_coefficient_is_at_most_one_and_a_share_at_least_nothing((rows, count) in judged()) {
        let Ok(table) = JudgementTable::new(&coders(count), &rows) else { return Ok(()) };
        for row in table.agreement(NO_DRAWS).rows {
            if let Ok(value) = row.cell.value {
                prop_assert!(value.is_finite() && value <= 1.0 + 1e-9, "{:?}", row);
                if matches!(row.cell.coefficient, Percent | Positive | Holsti) {
                    prop_assert!(value >= 0.0);
                }
            }
        }
    }

    #[test]
    fn whatever_a_file_holds_it_gives_numbers_or_a_reason(text in "[\\[\\]{}a-c0-9,\": \n]{0,60}") {
        drop(JudgementTable::read(&text));
        drop(ContinuumFile::read(&text));
    }
}
