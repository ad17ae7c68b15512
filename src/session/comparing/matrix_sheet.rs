//! A matrix as a sheet, in the user's words.

use rust_i18n::t;

use crate::{
    analysis::{
        Axis, AxisItem, Counting, Matrix, MatrixPlace, MatrixUnit, Sheet, SheetCell, SheetHead,
        SheetLink, SheetRow, SheetValue,
    },
    search::condition::Parsed,
    session::describe,
};

/// What rows or columns are called.
#[must_use]
pub fn axis_name(axis: &Axis) -> String {
    match axis {
        Axis::Themes => t!("compare.axis.themes"),
        Axis::Coders => t!("compare.axis.coders"),
        Axis::Years => t!("compare.axis.years"),
        Axis::Articles => t!("compare.axis.articles"),
        Axis::Attribute(name) => return name.clone(),
        Axis::Conditions(_) => t!("compare.axis.conditions"),
    }
    .into_owned()
}

/// What a row or column is called; that of articles without a year or a value, too.
#[must_use]
pub fn axis_item_name(axis: &Axis, item: &AxisItem) -> String {
    match axis {
        Axis::Years if item.key.is_empty() => t!("compare.no_year").into_owned(),
        Axis::Attribute(_) if item.key.is_empty() => t!("compare.no_value").into_owned(),
        _ => item.key.clone(),
    }
}

/// What a unit is called.
#[must_use]
pub fn matrix_unit_name(unit: MatrixUnit) -> String {
    match unit {
        MatrixUnit::Passages => t!("compare.unit.passages"),
        MatrixUnit::Articles => t!("compare.unit.articles"),
        MatrixUnit::Characters => t!("compare.unit.characters"),
        MatrixUnit::Per10k => t!("compare.unit.per_10k"),
        MatrixUnit::RowShare => t!("compare.unit.row_share"),
        MatrixUnit::ColumnShare => t!("compare.unit.column_share"),
        MatrixUnit::Share => t!("compare.unit.share"),
    }
    .into_owned()
}

/// The value of a cell of a matrix.
fn value(matrix: &Matrix, place: MatrixPlace, unit: MatrixUnit) -> SheetValue {
    let count = matrix.count(place);
    match unit {
        MatrixUnit::Passages => SheetValue::Count(u64::from(count.passages)),
        MatrixUnit::Articles => SheetValue::Count(u64::from(count.articles)),
        MatrixUnit::Characters => SheetValue::Count(count.characters),
        MatrixUnit::Per10k => SheetValue::number(matrix.value(place, unit), 1),
        MatrixUnit::RowShare | MatrixUnit::ColumnShare | MatrixUnit::Share => {
            SheetValue::share(matrix.value(place, unit))
        }
    }
}

/// The whole matrix in one unit: a row for each of its rows, the total at the end of each, and below
/// them the totals with the text that all of it stands in.
#[must_use]
pub fn matrix_sheet(matrix: &Matrix, unit: MatrixUnit) -> Sheet {
    let columns = || (0..matrix.columns.len()).map(Some).chain([None]);
    let link = |place| Some(SheetLink::Passages(matrix.condition(place)));
    let cell = |place| SheetCell { value: value(matrix, place, unit), to: link(place) };
    let mut heads = vec![SheetHead { text: axis_name(&matrix.terms.rows), ..SheetHead::default() }];
    for (at, column) in matrix.columns.iter().enumerate() {
        let axis = matrix.terms.columns.get(column.axis);
        heads.push(SheetHead {
            text: axis.map(|axis| axis_item_name(axis, &column.item)).unwrap_or_default(),
            is_number: true,
            group: column.axis,
            to: link(MatrixPlace { row: None, column: Some(at) }),
        });
    }
    let total = t!("compare.total").into_owned();
    heads.push(SheetHead {
        text: total.clone(),
        is_number: true,
        group: matrix.terms.columns.len(),
        to: link(MatrixPlace::default()),
    });
    let row = |(at, item): (usize, &AxisItem)| {
        let name = SheetValue::Text(axis_item_name(&matrix.terms.rows, item));
        let name = SheetCell { value: name, to: link(MatrixPlace { row: Some(at), column: None }) };
        let cells = columns().map(|column| cell(MatrixPlace { row: Some(at), column }));
        SheetRow { depth: item.depth, cells: std::iter::once(name).chain(cells).collect() }
    };
    let below = |name: String, value: &dyn Fn(MatrixPlace) -> SheetCell| {
        let cells = columns().map(|column| value(MatrixPlace { row: None, column }));
        let name = SheetValue::Text(name).into();
        SheetRow { depth: 0, cells: std::iter::once(name).chain(cells).collect() }
    };
    let articles = |place| SheetValue::Count(u64::from(matrix.text(place).articles)).into();
    let characters = |place| SheetValue::Count(matrix.text(place).characters).into();
    Sheet {
        name: matrix_unit_name(unit),
        heads,
        rows: matrix.rows.iter().enumerate().map(row).collect(),
        totals: vec![
            below(total, &cell),
            below(t!("compare.text_articles").into_owned(), &articles),
            below(t!("compare.text_characters").into_owned(), &characters),
        ],
        notes: matrix_notes(matrix),
    }
}

/// What has to be known of the numbers.
#[must_use]
pub fn matrix_notes(matrix: &Matrix) -> Vec<String> {
    let filter = filter_note(&matrix.terms.filter);
    filter.into_iter().chain([counting_note(matrix.terms.counting)]).collect()
}

/// Of what was counted, if not of everything.
#[must_use]
pub fn filter_note(filter: &Parsed) -> Option<String> {
    let line = filter.condition.text(describe::tongue());
    let shown = || t!("compare.note.condition", condition = describe::shown(&line)).into_owned();
    (!line.is_empty()).then(shown)
}

/// How what is printed twice was counted.
pub(super) fn counting_note(counting: Counting) -> String {
    match counting {
        Counting::Both => t!("compare.note.both"),
        Counting::Once => t!("compare.note.once"),
    }
    .into_owned()
}
