//! Where paragraphs, rows and cells of RTF end, and what becomes of them.

use super::{
    Reader,
    state::{Properties, RtfAround, RtfTable, Style},
};
use crate::exchange::document::layout::{Block, numbered};

/// Tables in tables are told apart so far down.
const DEEPEST_TABLE: usize = 20;
/// Styles are based on others no further than this.
const LONGEST_CHAIN: usize = 20;

impl Reader {
    /// Words that end paragraphs and cells or say of what kind they are.
    pub(super) fn structure(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "sect" => self.paragraph(self.level()),
            // The number of an item stands before what resets the paragraph.
            "pard" => self.properties = Properties::default(),
            "s" => self.properties.style = number.unwrap_or_default(),
            "outlinelevel" => self.properties.outline = number,
            "ilvl" => self.properties.depth = number.unwrap_or_default(),
            "intbl" => self.properties.in_table = true,
            "itap" => self.properties.nesting = number.unwrap_or_default(),
            "trowd" => self.in_row = true,
            "cell" => self.end_cell(1),
            "row" => {
                self.end_row(1);
                self.in_row = false;
            }
            "nestcell" => self.end_cell(self.level().max(2)),
            "nestrow" => self.end_row(self.level().max(2)),
            _ => {}
        }
    }

    /// How many tables the paragraph is inside of, those around its text box left out.
    pub(super) fn level(&self) -> usize {
        let said = usize::try_from(self.properties.nesting).unwrap_or(0).min(DEEPEST_TABLE);
        said.max(usize::from(self.properties.in_table || self.in_row))
    }

    /// How many tables are open around the text box that is being read.
    fn base(&self) -> usize {
        self.around.last().map_or(0, |around| around.base)
    }

    /// A cell of the table at `level` ends.
    fn end_cell(&mut self, level: usize) {
        self.paragraph(level);
        self.reach(level);
        self.layout.close_cell();
        if let Some(table) = self.tables.last_mut() {
            *table = RtfTable::Row;
        }
    }

    /// A row of the table at `level` ends.
    fn end_row(&mut self, level: usize) {
        if !self.line.trim().is_empty() {
            self.paragraph(level);
        }
        self.close_tables(level);
        let at = self.base() + level - 1;
        if let Some(table) = self.tables.get_mut(at) {
            *table = RtfTable::Open;
        }
    }

    /// Ends the tables deeper than `level`.
    fn close_tables(&mut self, level: usize) {
        while self.tables.len() > self.base() + level {
            self.layout.close_table();
            self.tables.pop();
        }
    }

    /// Opens what is not open of the tables to that level, down to a cell of it.
    fn reach(&mut self, level: usize) {
        self.close_tables(level);
        for at in 0..self.base() + level {
            if at == self.tables.len() {
                self.layout.open_table();
                self.tables.push(RtfTable::Open);
            }
            let Some(table) = self.tables.get_mut(at) else { return };
            if *table < RtfTable::Row {
                self.layout.open_row();
            }
            if *table < RtfTable::Cell {
                self.layout.open_cell();
            }
            *table = RtfTable::Cell;
        }
    }

    /// A text box begins in a paragraph.
    pub(super) fn begin_box(&mut self) {
        let level = self.level();
        if level > 0 {
            self.reach(level);
        } else {
            self.close_tables(0);
        }
        self.around.push(RtfAround {
            line: std::mem::take(&mut self.line),
            marker: std::mem::take(&mut self.marker),
            properties: std::mem::take(&mut self.properties),
            in_row: std::mem::take(&mut self.in_row),
            base: self.tables.len(),
        });
        self.state.is_box = true;
    }

    /// That text box ends.
    pub(super) fn end_box(&mut self) {
        self.paragraph(self.level());
        self.close_tables(0);
        let Some(around) = self.around.pop() else { return };
        (self.line, self.marker) = (around.line, around.marker);
        (self.properties, self.in_row) = (around.properties, around.in_row);
    }

    /// A style with what it has of those it is based on.
    fn style(&self, number: i32) -> Style {
        let mut style = self.styles.get(&number).copied().unwrap_or_default();
        let mut base = style.base;
        for _ in 0..LONGEST_CHAIN {
            let Some(other) = base.and_then(|base| self.styles.get(&base)) else { break };
            style.outline = style.outline.or(other.outline);
            style.is_contents |= other.is_contents;
            base = other.base;
        }
        style
    }

    /// Ends the paragraph, which stands in so many tables.
    pub(super) fn paragraph(&mut self, level: usize) {
        self.end_half();
        let line = std::mem::take(&mut self.line);
        let marker = std::mem::take(&mut self.marker);
        if level == 0 {
            self.close_tables(0);
        }
        if line.trim().is_empty() {
            return;
        }
        if level > 0 {
            self.reach(level);
        }
        let style = self.style(self.properties.style);
        if style.is_contents {
            return;
        }
        let outline = self.properties.outline.or(style.outline);
        let level = outline.filter(|level| (0..9).contains(level));
        let level = level.and_then(|level| usize::try_from(level).ok());
        let marker = marker.trim();
        // Word's bullet of the second level is a letter in a typewriter's font.
        let is_number = marker != "o" && marker.chars().any(char::is_alphanumeric);
        let block = match level {
            Some(level) => Block::Heading(level + 1),
            None if marker.is_empty() => Block::Paragraph,
            None => Block::Item {
                depth: usize::try_from(self.properties.depth).unwrap_or(0),
                marker: is_number.then(|| marker.to_owned()),
            },
        };
        let line = match block {
            Block::Heading(_) if is_number => numbered(Some(marker), &line),
            _ => line,
        };
        self.layout.block(block, &line);
    }
}
