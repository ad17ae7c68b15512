//! The text of a document as it is laid out in an article: blocks, one after the other.
//!
//! A block (a paragraph, a heading, a list, a table) is parted from the next by one blank line, as
//! in articles that were saved from the press: the guess at what each line is then knows a
//! paragraph from a line that a column broke. Empty paragraphs, with which people make room on a
//! page, add nothing. Items of a list and rows of a table stand one below the other. Indentation is
//! the reader's business and left out.

/// Tables nested deeper are read as the blocks in their cells.
const DEEPEST_TABLE: usize = 20;
/// A cell of more blocks is a part of a page that a table arranges.
const MOST_BLOCKS: usize = 8;
/// A cell of more bytes (a hundred Han characters are 300) in several paragraphs is one too.
const LONGEST_CELL: usize = 1200;
/// What stands between two cells of a row.
pub(super) const BETWEEN_CELLS: &str = " | ";
/// The deepest indentation of an item.
const DEEPEST_ITEM: usize = 8;

/// What a stretch of text is in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph,
    /// A heading of that level, from 1.
    Heading(usize),
    /// An item of a list.
    Item {
        /// How many lists it is inside of, besides its own.
        depth: usize,
        /// Its number as the document shows it; `None` for a bullet.
        marker: Option<String>,
    },
    /// A row of a table; the first of a table is parted from what stands before it.
    Row {
        /// Whether it is the first.
        is_first: bool,
    },
    /// Lines whose white space means something.
    Verbatim,
}

/// A cell's blocks.
type Cell = Vec<(Block, String)>;

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    /// What stands in it outside of any cell: its caption.
    outside: Cell,
    /// Whether a cell is open.
    in_cell: bool,
}

/// An article's text while it is put together.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    last: Option<Block>,
    /// The open tables, from the outermost.
    tables: Vec<Table>,
    /// How many more are open than are kept.
    too_deep: usize,
}

impl Layout {
    /// Adds a block, if there is anything in it. Line breaks in `raw` are kept where the kind of
    /// the block has lines.
    pub(super) fn block(&mut self, block: Block, raw: &str) {
        let lines = lines(raw, block == Block::Verbatim);
        if lines.is_empty() {
            return;
        }
        let text = match block {
            Block::Heading(_) | Block::Row { .. } => lines.join(" "),
            _ => lines.join("\n"),
        };
        self.put(block, text);
    }

    /// Adds a block whose text is tidy.
    fn put(&mut self, block: Block, text: String) {
        if let Some(table) = self.tables.last_mut() {
            let row = table.rows.last_mut().filter(|_| table.in_cell);
            match row.and_then(|row| row.iter_mut().next_back()) {
                Some(cell) => cell.push((block, text)),
                None => table.outside.push((block, text)),
            }
            return;
        }
        let goes_on = matches!(
            (&self.last, &block),
            (Some(Block::Item { .. }), Block::Item { .. })
                | (Some(Block::Row { .. }), Block::Row { is_first: false })
        );
        if !goes_on && self.last.is_some() {
            self.text.push('\n');
        }
        match &block {
            Block::Heading(level) => {
                self.text.extend(std::iter::repeat_n('#', (*level).clamp(1, 6)));
                self.text.push(' ');
            }
            Block::Item { depth, marker } => {
                self.text.extend(std::iter::repeat_n("  ", (*depth).min(DEEPEST_ITEM)));
                push_marker(&mut self.text, marker.as_deref().unwrap_or("-"));
            }
            _ => {}
        }
        self.text.push_str(&text);
        self.text.push('\n');
        self.last = Some(block);
    }

    /// A table begins.
    pub(super) fn open_table(&mut self) {
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(Table::default());
        } else {
            self.too_deep += 1;
        }
    }

    /// A row of the innermost table begins.
    pub(super) fn open_row(&mut self) {
        if self.too_deep == 0
            && let Some(table) = self.tables.last_mut()
        {
            table.in_cell = false;
            table.rows.push(Vec::new());
        }
    }

    /// A cell of that row begins.
    pub(super) fn open_cell(&mut self) {
        if self.too_deep == 0
            && let Some(table) = self.tables.last_mut()
        {
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            if let Some(row) = table.rows.last_mut() {
                row.push(Vec::new());
            }
            table.in_cell = true;
        }
    }

    /// That cell ends.
    pub(super) fn close_cell(&mut self) {
        if self.too_deep == 0
            && let Some(table) = self.tables.last_mut()
        {
            table.in_cell = false;
        }
    }

    /// The innermost table ends: its rows become lines, or its cells' blocks follow one another if
    /// it only arranges them.
    pub(super) fn close_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(table) = self.tables.pop() else { return };
        for (block, text) in table.outside {
            self.put(block, text);
        }
        // One row that holds a table is no table of its own: old pages are laid out so.
        let filled = table.rows.iter().filter(|row| !row.iter().all(Vec::is_empty)).count();
        let has_table = table.rows.iter().flatten().flatten().any(is_row);
        let arranges = table.rows.iter().all(|row| row.len() <= 1)
            || table.rows.iter().flatten().any(is_page)
            || (filled <= 1 && has_table);
        if arranges {
            for (block, text) in table.rows.into_iter().flatten().flatten() {
                self.put(block, text);
            }
            return;
        }
        let mut is_first = true;
        for row in table.rows {
            if row.iter().all(Vec::is_empty) {
                continue;
            }
            let cells: Vec<String> = row.into_iter().map(one_line).collect();
            self.put(Block::Row { is_first }, cells.join(BETWEEN_CELLS).trim().to_owned());
            is_first = false;
        }
    }

    /// Whether a table is open.
    pub(super) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// How many bytes of text there are; what stands in open tables does not count.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The whole text, with one line end at its end; empty if there is nothing.
    pub(super) fn finish(mut self) -> String {
        while self.in_table() {
            self.too_deep = 0;
            self.close_table();
        }
        self.text
    }
}

fn is_row((block, _): &(Block, String)) -> bool {
    matches!(block, Block::Row { .. })
}

/// Whether a cell holds a part of a page, not an entry of a table. A small table in a cell is an
/// entry.
fn is_page(cell: &Cell) -> bool {
    let is_plain = |(block, _): &(Block, String)| !matches!(block, Block::Heading(_));
    let length: usize = cell.iter().map(|(_, text)| text.len()).sum();
    !cell.iter().all(is_plain)
        || cell.len() > MOST_BLOCKS
        || (cell.len() > 2 && length > LONGEST_CELL)
}

/// A cell's blocks in one line; the rows of a table in it stay apart.
fn one_line(cell: Cell) -> String {
    let mut line = String::new();
    let mut after_row = false;
    for (block, text) in cell {
        let is_row = matches!(block, Block::Row { .. });
        if !line.is_empty() {
            line.push_str(if is_row || after_row { "; " } else { " " });
        }
        after_row = is_row;
        if let Block::Item { marker, .. } = block {
            push_marker(&mut line, marker.as_deref().unwrap_or("-"));
        }
        line.push_str(&text.replace('\n', " "));
    }
    line
}

/// Puts the number of an item and, unless a full-width mark ends it, a space.
fn push_marker(text: &mut String, marker: &str) {
    let marker = marker.trim();
    text.push_str(marker);
    if marker.chars().next_back().is_some_and(|c| c < '\u{2000}') {
        text.push(' ');
    }
}

/// The number of a heading or a paragraph with its text.
pub(super) fn numbered(marker: Option<&str>, text: &str) -> String {
    let mut all = String::new();
    if !text.trim().is_empty() {
        push_marker(&mut all, marker.unwrap_or_default());
    }
    all.push_str(text.trim_start());
    all
}

/// The lines of `raw` without the white space around them and without blank ones at either end; of
/// several blank lines one is left.
fn lines(raw: &str, is_verbatim: bool) -> Vec<String> {
    let tidy = tidied(raw);
    let mut lines: Vec<String> = Vec::new();
    for line in tidy.split('\n') {
        let line = if is_verbatim { line.trim_end() } else { line.trim() };
        let after_blank = lines.last().is_none_or(String::is_empty);
        if !(line.is_empty() && after_blank) {
            lines.push(line.to_owned());
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// `raw` without what is not seen, with plain spaces and line ends.
///
/// The joiners U+200C and U+200D stay: they make one sign of several.
fn tidied(raw: &str) -> String {
    let tidy = |c: char| match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some('\t'),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        '\u{2011}' => Some('-'),
        // Soft hyphens, what has no width, the place of an object, and the direction of writing.
        '\u{ad}'
        | '\u{200b}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{fffc}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    raw.chars().filter_map(tidy).collect()
}

/// Whether no space is written between this and another such character.
pub(super) fn is_full_width(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(depth: usize, marker: Option<&str>) -> Block {
        Block::Item { depth, marker: marker.map(str::to_owned) }
    }

    #[test]
    fn blocks_are_parted_by_one_blank_line_and_lists_and_tables_hold_together() {
        let mut layout = Layout::default();
        layout.block(Block::Heading(2), "党建\n引领");
        layout.block(Block::Paragraph, "  \u{3000}第一行\u{ad}\u{a0}甲\n\n\n第二行\u{200b}\n");
        layout.block(Block::Paragraph, " \n\u{feff}");
        layout.block(item(0, None), "甲");
        layout.block(item(1, Some("1.")), "乙");
        layout.block(item(0, Some("（一）")), "丙");
        layout.block(Block::Verbatim, "  x\n    y");
        assert_eq!(
            layout.finish(),
            "## 党建 引领\n\n第一行 甲\n\n第二行\n\n- 甲\n  1. 乙\n（一）丙\n\n  x\n    y\n"
        );
        assert_eq!(Layout::default().finish(), "");
    }

    fn table(layout: &mut Layout, rows: &[&[&str]]) {
        layout.open_table();
        for row in rows {
            layout.open_row();
            for cell in *row {
                layout.open_cell();
                layout.block(Block::Paragraph, cell);
                layout.close_cell();
            }
        }
        layout.close_table();
    }

    #[test]
    fn a_table_becomes_a_line_per_row() {
        let mut layout = Layout::default();
        table(&mut layout, &[&["年份", "人数"], &["", ""], &["2019", "1\n2"]]);
        table(&mut layout, &[&["又", "一"]]);
        assert_eq!(layout.finish(), "年份 | 人数\n2019 | 1 2\n\n又 | 一\n");
    }

    #[test]
    fn a_table_that_only_arranges_a_page_becomes_the_blocks_in_it() {
        let mut layout = Layout::default();
        table(&mut layout, &[&["一栏"], &["又一栏"]]);
        layout.open_table();
        layout.open_row();
        layout.open_cell();
        layout.block(Block::Heading(1), "题");
        layout.close_cell();
        layout.open_cell();
        table(&mut layout, &[&["甲", "乙"]]);
        layout.close_table();
        assert_eq!(layout.finish(), "一栏\n\n又一栏\n\n# 题\n\n甲 | 乙\n");
    }

    #[test]
    fn a_small_table_in_a_cell_keeps_its_rows_and_the_row_it_stands_in() {
        let mut layout = Layout::default();
        layout.open_table();
        for (head, is_inner) in [("地区", false), ("区", true)] {
            layout.open_row();
            layout.open_cell();
            layout.block(Block::Paragraph, head);
            layout.close_cell();
            layout.open_cell();
            if is_inner {
                table(&mut layout, &[&["男 5", "女 6"], &["男 7", "女 8"]]);
                layout.block(Block::Paragraph, "合计 26");
            } else {
                layout.block(Block::Paragraph, "人数");
            }
            layout.close_cell();
        }
        layout.close_table();
        let expected = "地区 | 人数\n区 | 男 5 | 女 6; 男 7 | 女 8; 合计 26\n";
        assert_eq!(layout.finish(), expected);
    }

    #[test]
    fn endless_tables_in_tables_are_read() {
        let mut layout = Layout::default();
        for _ in 0..100_000 {
            layout.open_table();
            layout.open_row();
            layout.open_cell();
            layout.block(Block::Paragraph, "甲");
        }
        assert_eq!(layout.finish().chars().filter(|&c| c == '甲').count(), 100_000);
    }
}
