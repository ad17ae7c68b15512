//! The rows of names beside the brackets: which there are, and how they find room. Pure.

use crate::{text::ByteSpan, ui::theme};

/// A row of the names: of one passage, of several alike, or a count of the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LaneRow {
    /// Where its middle should stand.
    pub(super) wish: f32,
    /// The brackets it is about, by their place.
    pub(super) brackets: Vec<usize>,
    /// How many more passages it counts that have no bracket.
    pub(super) crowd: usize,
    /// Where in the article those are.
    pub(super) span: Option<ByteSpan>,
}

impl LaneRow {
    /// The row of one bracket.
    pub(super) fn of(wish: f32, at: usize) -> Self {
        Self { wish, brackets: vec![at], crowd: 0, span: None }
    }

    pub(super) fn count(&self) -> usize {
        self.brackets.len() + self.crowd
    }
}

/// Which brackets, sorted by their tops, overlap each other from one to the next.
pub(super) fn clusters(extents: &[(f32, f32)]) -> Vec<std::ops::Range<usize>> {
    let mut clusters: Vec<std::ops::Range<usize>> = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for (at, &(top, end)) in extents.iter().enumerate() {
        match clusters.last_mut() {
            Some(cluster) if top < bottom => cluster.end = at + 1,
            _ => clusters.push(at..at + 1),
        }
        bottom = bottom.max(end);
    }
    clusters
}

/// Stacks the rows of a cluster in the room between two heights.
///
/// `ways` are ways to say the same, from the longest; the first that fits is taken. Where none
/// does, the last row counts what has no room; what is `strong` keeps its row.
pub(super) fn stack(
    ways: Vec<Vec<LaneRow>>,
    room: (f32, f32),
    strong: impl Fn(&LaneRow) -> bool,
) -> Vec<(LaneRow, f32)> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few rows")]
    let fits = ((((room.1 - room.0) / theme::LANE_NAME) + 0.0001).max(1.0)) as usize;
    let found = ways.iter().position(|rows| rows.len() <= fits);
    let mut rows = match found {
        Some(at) => ways.into_iter().nth(at).unwrap_or_default(),
        None => squeezed(ways.into_iter().next_back().unwrap_or_default(), fits, strong),
    };
    rows.sort_by(|a, b| a.wish.total_cmp(&b.wish));
    // Down from the top, then back up from the bottom.
    let mut free = room.0;
    let mut tops: Vec<f32> = rows
        .iter()
        .map(|row| {
            let top = (row.wish - theme::LANE_NAME / 2.0).max(free);
            free = top + theme::LANE_NAME;
            top
        })
        .collect();
    let mut limit = room.1.max(room.0 + theme::LANE_NAME);
    for top in tops.iter_mut().rev() {
        *top = top.min(limit - theme::LANE_NAME);
        limit = *top;
    }
    rows.into_iter().zip(tops).collect()
}

/// At most `fits` rows, the last of which stands for what has none.
fn squeezed(rows: Vec<LaneRow>, fits: usize, strong: impl Fn(&LaneRow) -> bool) -> Vec<LaneRow> {
    let (mut kept, mut others): (Vec<LaneRow>, Vec<LaneRow>) = rows.into_iter().partition(strong);
    let mut rest = LaneRow { wish: f32::NEG_INFINITY, ..LaneRow::default() };
    let names = fits.saturating_sub(1);
    kept.truncate(fits.max(1));
    let more = names.saturating_sub(kept.len()).min(others.len());
    let left = others.split_off(more);
    kept.extend(others);
    for row in left {
        rest.wish = rest.wish.max(row.wish);
        rest.brackets.extend(row.brackets);
        rest.crowd += row.crowd;
        rest.span = rest.span.or(row.span);
    }
    // Below every row that is named.
    let lowest = kept.iter().map(|row| row.wish).fold(rest.wish, f32::max);
    rest.wish = lowest + 0.5;
    if rest.count() > 0 && kept.len() < fits.max(1) {
        kept.push(rest);
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brackets_that_pass_each_other_are_arranged_together() {
        let extents = [(0.0, 50.0), (10.0, 20.0), (40.0, 60.0), (60.0, 70.0)];
        assert_eq!(clusters(&extents), [0..3, 3..4]);
    }

    #[test]
    fn what_has_no_room_is_counted_and_what_is_pointed_at_keeps_its_name() {
        let rows: Vec<LaneRow> =
            (0..30_u8).map(|at| LaneRow::of(f32::from(at), usize::from(at))).collect();
        let strong = |row: &LaneRow| row.brackets == [17];
        let stacked = stack(vec![rows], (0.0, 4.0 * theme::LANE_NAME), strong);
        assert_eq!(stacked.len(), 4);
        assert!(stacked.iter().any(|(row, _)| row.brackets == [17]));
        let counts: Vec<usize> = stacked.iter().map(|(row, _)| row.count()).collect();
        assert_eq!(counts, [1, 1, 1, 27], "the count stands last");
    }

    proptest! {
        #[test]
        fn names_never_run_into_each_other_nor_out_of_their_room(
            wishes in prop::collection::vec(0.0_f32..400.0, 1..40),
            height in 18.0_f32..400.0,
        ) {
            let rows: Vec<LaneRow> = wishes.iter().enumerate().map(|(at, &y)| LaneRow::of(y, at)).collect();
            let count = rows.len();
            let stacked = stack(vec![rows], (0.0, height), |_| false);
            let told: usize = stacked.iter().map(|(row, _)| row.count()).sum();
            prop_assert!(told == count || height < 2.0 * theme::LANE_NAME);
            for pair in stacked.windows(2) {
                prop_assert!(pair[0].1 + theme::LANE_NAME <= pair[1].1 + 0.01);
            }
            for (_, top) in &stacked {
                prop_assert!(*top >= -0.01 && top + theme::LANE_NAME <= height + 0.01);
            }
        }
    }
}
