//! The columns of a table: their heads, how wide they are, and how a border between two is drawn.

use std::borrow::Cow;

use eframe::egui::Align;

use super::TableMemory;

/// A name in the head of a table.
#[derive(Clone, Debug)]
pub(in crate::ui) struct TableHead<K> {
    pub(in crate::ui) label: Cow<'static, str>,
    /// What a click sorts by.
    pub(in crate::ui) key: Option<K>,
    pub(in crate::ui) align: Align,
    /// How far right of the column's edge it begins, where a column has several.
    pub(in crate::ui) from: f32,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(in crate::ui) struct TableColumn<K> {
    /// By what its width is remembered.
    pub(in crate::ui) id: &'static str,
    /// As long as nobody has drawn at its border.
    pub(in crate::ui) width: f32,
    pub(in crate::ui) least: f32,
    /// Whether it takes the room that the others leave.
    pub(in crate::ui) fills: bool,
    /// Whether its width is given.
    pub(in crate::ui) fixed: bool,
    /// Whether it holds the boxes.
    pub(in crate::ui) checks: bool,
    pub(in crate::ui) heads: Vec<TableHead<K>>,
}

impl<K> TableColumn<K> {
    /// A column that can be drawn wider and narrower.
    pub(in crate::ui) fn new(id: &'static str, width: f32) -> Self {
        let least = width.min(48.0);
        Self { id, width, least, fills: false, fixed: false, checks: false, heads: Vec::new() }
    }

    /// A column that takes the room that the others leave.
    pub(in crate::ui) fn filling(id: &'static str, least: f32) -> Self {
        Self { least, fills: true, ..Self::new(id, least) }
    }

    /// The column of the boxes.
    pub(in crate::ui) fn checks(width: f32) -> Self {
        Self { checks: true, least: width, ..Self::new("check", width).fixed() }
    }

    /// Its width is given.
    pub(in crate::ui) fn fixed(self) -> Self {
        Self { fixed: true, least: self.width, ..self }
    }

    /// With a name in the head, by which it may be sorted.
    pub(in crate::ui) fn head(self, label: Cow<'static, str>, key: Option<K>) -> Self {
        self.head_at(label, key, Align::Min, 0.0)
    }

    /// With a name in the head that stands somewhere else.
    pub(in crate::ui) fn head_at(
        mut self,
        label: Cow<'static, str>,
        key: Option<K>,
        align: Align,
        from: f32,
    ) -> Self {
        self.heads.push(TableHead { label, key, align, from });
        self
    }
}

/// How wide each column is in `room`.
pub(super) fn widths<K>(columns: &[TableColumn<K>], memory: &TableMemory, room: f32) -> Vec<f32> {
    let width = |column: &TableColumn<K>| {
        let drawn = memory.width(column.id).filter(|_| !column.fixed);
        drawn.unwrap_or(column.width).max(column.least)
    };
    let others: f32 = columns.iter().filter(|column| !column.fills).map(width).sum();
    let fill = |column: &TableColumn<K>| (room - others).floor().max(column.least);
    columns.iter().map(|column| if column.fills { fill(column) } else { width(column) }).collect()
}

/// Whether the border right of column `at` can be drawn.
pub(super) fn has_border<K>(columns: &[TableColumn<K>], at: usize) -> bool {
    let both = columns.get(at).zip(columns.get(at + 1));
    both.is_some_and(|(left, right)| !left.fixed && !right.fixed)
}

/// Draws the border right of column `at` by `by` points: what one column gains, the other gives,
/// so that the border stays under the pointer and the table in its frame.
pub(super) fn draw_border<K>(
    columns: &[TableColumn<K>],
    widths: &[f32],
    memory: &mut TableMemory,
    (at, by): (usize, f32),
) {
    let Some((left, right)) = columns.get(at).zip(columns.get(at + 1)) else { return };
    let (Some(&left_width), Some(&right_width)) = (widths.get(at), widths.get(at + 1)) else {
        return;
    };
    let by = by.clamp((left.least - left_width).min(0.0), (right_width - right.least).max(0.0));
    for (column, width) in [(left, left_width + by), (right, right_width - by)] {
        if !column.fills {
            memory.set_width(column.id, width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<TableColumn<()>> {
        vec![
            TableColumn::checks(40.0),
            TableColumn::new("name", 100.0),
            TableColumn::filling("text", 80.0),
            TableColumn::new("memo", 60.0),
            TableColumn::new("year", 50.0),
        ]
    }

    fn drawn(moves: &[(usize, f32)]) -> Vec<f32> {
        let (columns, mut memory) = (columns(), TableMemory::default());
        for &step in moves {
            let now = widths(&columns, &memory, 400.0);
            draw_border(&columns, &now, &mut memory, step);
        }
        widths(&columns, &memory, 400.0)
    }

    #[test]
    fn a_column_takes_what_the_others_leave() {
        assert_eq!(drawn(&[]), [40.0, 100.0, 150.0, 60.0, 50.0]);
        let narrow = widths(&columns(), &TableMemory::default(), 200.0);
        assert_eq!(narrow, [40.0, 100.0, 80.0, 60.0, 50.0], "then the table is scrolled sideways");
    }

    #[test]
    fn a_border_goes_where_it_is_drawn_and_no_column_vanishes() {
        assert_eq!(drawn(&[(1, 20.0)]), [40.0, 120.0, 130.0, 60.0, 50.0]);
        assert_eq!(drawn(&[(2, -30.0)]), [40.0, 100.0, 120.0, 90.0, 50.0]);
        assert_eq!(drawn(&[(3, -8.0)]), [40.0, 100.0, 150.0, 52.0, 58.0]);
        assert_eq!(drawn(&[(1, 500.0)]), [40.0, 170.0, 80.0, 60.0, 50.0]);
        assert!(!has_border(&columns(), 0) && has_border(&columns(), 1));
        assert!(!has_border(&columns(), 4));
    }
}
