//! The counting of a matrix: every passage into its cells, on every core.
//!
//! A matrix that is not too large is counted cell by cell in one table a thread. One with a column for
//! each of thousands of articles would be nearly empty tables: there each article gives what it adds,
//! and that is sorted into rows.

use std::ops::Range;

use rayon::prelude::*;

use super::{Frame, MatrixCount};

/// Most cells of a table that each thread has for itself (24 bytes a cell).
const MOST_CELLS: usize = 1 << 19;

/// Where each row's cells begin, with one more for the end; and the cells that count something, with
/// their columns. The total of a row stands in its last cell, those of the columns in the last row.
type Counts = (Vec<usize>, Vec<(u32, MatrixCount)>);

/// A part of what a cell counts: that of one article.
#[derive(Clone, Copy, Debug)]
struct Part {
    row: u32,
    column: u32,
    passages: u32,
    characters: u64,
}

/// Every cell and total, row by row.
struct Cells {
    width: usize,
    counts: Vec<MatrixCount>,
    /// The article, from 1, that was counted last in each.
    last: Vec<u32>,
}

/// Room for the rows and the columns of a passage, used for one after the other.
type Places = [Vec<u32>; 2];

impl Cells {
    fn new(height: usize, width: usize) -> Self {
        let length = height * width;
        Self { width, counts: vec![MatrixCount::default(); length], last: vec![0; length] }
    }

    fn add(&mut self, article: u32, [row, column]: [u32; 2], characters: u64) {
        let at = row as usize * self.width + column as usize;
        if let (Some(count), Some(last)) = (self.counts.get_mut(at), self.last.get_mut(at)) {
            count.passages += 1;
            count.characters += characters;
            count.articles += u32::from(*last != article);
            *last = article;
        }
    }

    /// With what was counted of other articles.
    fn joined(mut self, other: &Self) -> Self {
        for (sum, part) in self.counts.iter_mut().zip(&other.counts) {
            let MatrixCount { passages, articles, characters } = *part;
            sum.passages += passages;
            sum.articles += articles;
            sum.characters += characters;
        }
        self
    }

    fn into_counts(self) -> Counts {
        let (mut starts, mut cells) = (vec![0], Vec::new());
        for row in self.counts.chunks(self.width) {
            let counted = (0..).zip(row).filter(|(_, count)| count.passages > 0);
            cells.extend(counted.map(|(column, count)| (column, *count)));
            starts.push(cells.len());
        }
        (starts, cells)
    }
}

impl Frame<'_> {
    pub(super) fn counts(&self) -> Counts {
        let (height, width) = (self.row_count() as usize + 1, self.column_count() as usize + 1);
        if height.saturating_mul(width) <= MOST_CELLS {
            let threads = rayon::current_num_threads().max(1);
            let share = self.articles.len().div_ceil(2 * threads).max(16);
            let shares = (0..self.articles.len()).into_par_iter().step_by(share);
            let counted = shares.map(|first| {
                let mut cells = Cells::new(height, width);
                self.count_into(first..(first + share).min(self.articles.len()), &mut cells);
                cells
            });
            let nothing = || Cells::new(height, width);
            return counted
                .reduce_with(|one, other| one.joined(&other))
                .unwrap_or_else(nothing)
                .into_counts();
        }
        let parts: Vec<Vec<Part>> = (0..self.articles.len())
            .into_par_iter()
            .with_min_len(16)
            .fold(<(Vec<Part>, Places)>::default, |(mut parts, mut places), number| {
                self.parts_of(number, &mut places, &mut parts);
                (parts, places)
            })
            .map(|(parts, _)| parts)
            .collect();
        added_up(height, &parts)
    }

    /// Hands to `each` the cells and totals of every passage of an article, with its characters.
    fn visit(&self, number: usize, places: &mut Places, each: &mut impl FnMut([u32; 2], u64)) {
        let Some(article) = self.articles.get(number) else { return };
        let (all_rows, all_columns) = (self.row_count(), self.column_count());
        self.selector.visit(self.scene, article.path, |coder, passage| {
            let Some(characters) = self.counted(article, passage) else { return };
            self.places(number, (coder, passage), places);
            let [rows, columns] = &mut *places;
            rows.push(all_rows);
            columns.push(all_columns);
            for &row in rows.iter() {
                for &column in columns.iter() {
                    each([row, column], characters);
                }
            }
        });
    }

    fn count_into(&self, articles: Range<usize>, cells: &mut Cells) {
        let mut places = Places::default();
        for (stamp, number) in (1..).zip(articles) {
            self.visit(number, &mut places, &mut |cell, characters| {
                cells.add(stamp, cell, characters);
            });
        }
    }

    /// What one article adds to each cell and total.
    fn parts_of(&self, number: usize, places: &mut Places, parts: &mut Vec<Part>) {
        let mut entries: Vec<([u32; 2], u64)> = Vec::new();
        self.visit(number, places, &mut |cell, characters| entries.push((cell, characters)));
        entries.sort_unstable();
        for same in entries.chunk_by(|a, b| a.0 == b.0) {
            let Some(&([row, column], _)) = same.first() else { continue };
            let passages = u32::try_from(same.len()).unwrap_or(u32::MAX);
            let characters = same.iter().map(|(_, characters)| characters).sum();
            parts.push(Part { row, column, passages, characters });
        }
    }
}

/// Adds the articles' parts up.
fn added_up(rows: usize, parts: &[Vec<Part>]) -> Counts {
    let mut starts = vec![0_usize; rows + 1];
    for part in parts.iter().flatten() {
        if let Some(count) = starts.get_mut(part.row as usize + 1) {
            *count += 1;
        }
    }
    for row in 1..starts.len() {
        let before = starts.get(row - 1).copied().unwrap_or_default();
        if let Some(start) = starts.get_mut(row) {
            *start += before;
        }
    }
    let mut by_row = vec![(0_u32, 0_u32, 0_u64); starts.last().copied().unwrap_or_default()];
    let mut next = starts.clone();
    for part in parts.iter().flatten() {
        let Some(next) = next.get_mut(part.row as usize) else { continue };
        if let Some(slot) = by_row.get_mut(*next) {
            *slot = (part.column, part.passages, part.characters);
        }
        *next += 1;
    }
    let mut slices = Vec::with_capacity(rows);
    let mut rest = by_row.as_mut_slice();
    for pair in starts.windows(2) {
        let length = if let [from, to] = pair { to - from } else { 0 };
        let (row, after) = rest.split_at_mut(length);
        slices.push(row);
        rest = after;
    }
    let rows: Vec<Vec<(u32, MatrixCount)>> = slices
        .into_par_iter()
        .map(|row| {
            row.sort_unstable();
            let cells = row.chunk_by(|a, b| a.0 == b.0);
            let cell = |same: &[(u32, u32, u64)]| {
                let column = same.first()?.0;
                let mut count = MatrixCount::default();
                for (_, passages, characters) in same {
                    count.passages += passages;
                    count.articles += 1;
                    count.characters += characters;
                }
                Some((column, count))
            };
            cells.filter_map(cell).collect()
        })
        .collect();
    let mut starts = vec![0];
    for row in &rows {
        starts.push(starts.last().copied().unwrap_or_default() + row.len());
    }
    (starts, rows.concat())
}
