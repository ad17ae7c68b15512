//! Markdown as a list of blocks: what memos and the handbook are written in.
//!
//! Parsed by `pulldown-cmark`. Nothing is drawn here; the window paints the blocks and the handbook
//! is also written as a web page from them. HTML stays text, and so do pictures but for those of the
//! handbook: what a user types loads nothing.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What is set as one piece.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkdownBlock {
    /// What it is.
    pub kind: MarkdownKind,
    /// How deep in lists it stands.
    pub depth: usize,
    /// How deep in quotations.
    pub quoted: usize,
    /// Its text; empty for rules and tables.
    pub spans: Vec<MarkdownSpan>,
}

impl MarkdownBlock {
    /// What it says, without looks.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkdownKind {
    /// Lines of text.
    Paragraph,
    /// A heading.
    Heading {
        /// From 1.
        level: u8,
        /// The id that `{#id}` gives it, where such ids are read.
        id: Option<String>,
    },
    /// An item of a list, with what stands before it.
    Item(String),
    /// Lines of code.
    Code,
    /// A line across.
    Rule,
    /// A picture by the path of its file, where pictures are read; its text says what it shows.
    Picture(String),
    /// Rows of cells, the first of which is the head; where tables are read.
    Table(Vec<Vec<MarkdownCell>>),
}

/// What stands in a cell of a table.
pub type MarkdownCell = Vec<MarkdownSpan>;

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "looks that add up")]
pub struct MarkdownSpan {
    /// The text.
    pub text: String,
    /// Whether it is bold.
    pub strong: bool,
    /// Whether it is emphasised.
    pub emphasis: bool,
    /// Whether it is struck through.
    pub struck: bool,
    /// Whether it is code.
    pub code: bool,
    /// Whether it is a key of the keyboard; no mark of Markdown's own, but the handbook's.
    pub key: bool,
    /// Where it leads.
    pub link: Option<String>,
}

impl MarkdownSpan {
    /// Whether two pieces of text are set alike.
    fn looks_like(&self, other: &Self) -> bool {
        let Self { text: _, strong, emphasis, struck, code, key, link } = self;
        (strong, emphasis, struck, code, key, link)
            == (&other.strong, &other.emphasis, &other.struck, &other.code, &other.key, &other.link)
    }
}

/// How much of Markdown is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkdownDialect {
    /// What a note-taker types: a `|` or a `{` is one.
    Memo,
    /// With tables, pictures, and headings that have ids.
    Handbook,
}

/// The blocks of `text`. Whatever is no Markdown is text; nothing is lost.
#[must_use]
pub fn markdown(text: &str, dialect: MarkdownDialect) -> Vec<MarkdownBlock> {
    let mut options = Options::ENABLE_STRIKETHROUGH;
    if dialect == MarkdownDialect::Handbook {
        options |= Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    }
    let mut reader =
        Reader { has_pictures: dialect == MarkdownDialect::Handbook, ..Reader::default() };
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.finish()
}

/// What `text`, a memo, says, without its marks, on one line: for a row that has room for no more.
#[must_use]
pub fn plain_markdown(text: &str) -> String {
    let mut said = String::new();
    for block in markdown(text, MarkdownDialect::Memo) {
        let words = block.text().split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            continue;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        if let MarkdownKind::Item(mark) = &block.kind {
            said.push_str(mark);
            said.push(' ');
        }
        said.push_str(&words);
    }
    said
}

/// Makes blocks of the parser's events.
#[derive(Default)]
struct Reader {
    blocks: Vec<MarkdownBlock>,
    look: MarkdownSpan,
    /// The number of the next item of each list around; `None` for bullets.
    lists: Vec<Option<u64>>,
    quoted: usize,
    /// Whether text belongs to the last block.
    open: bool,
    /// The table that is being read.
    table: Option<Vec<Vec<MarkdownCell>>>,
    /// Whether pictures are more than their text.
    has_pictures: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.begin(MarkdownKind::Rule),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.push(text.as_ref(), self.look.code);
            }
            Event::Code(text) => self.push(text.as_ref(), true),
            // In Chinese a line break in the source is no space, but a note-taker means one.
            Event::SoftBreak | Event::HardBreak => self.push("\n", self.look.code),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                // The first paragraph of an item is the item.
                let empty_item = self.blocks.last().is_some_and(|block| {
                    matches!(block.kind, MarkdownKind::Item(_)) && block.spans.is_empty()
                });
                if !(self.open && empty_item) {
                    self.begin(MarkdownKind::Paragraph);
                }
                self.open = true;
            }
            Tag::Heading { level, id, .. } => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    _ => 3,
                };
                self.begin(MarkdownKind::Heading { level, id: id.map(CowStr::into_string) });
                self.open = true;
            }
            Tag::List(first) => self.lists.push(first),
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}.");
                        *number += 1;
                        mark
                    }
                    _ => "•".to_owned(),
                };
                self.begin(MarkdownKind::Item(mark));
                self.open = true;
            }
            Tag::BlockQuote(_) => self.quoted += 1,
            Tag::CodeBlock(_) => {
                self.begin(MarkdownKind::Code);
                self.open = true;
            }
            Tag::Table(_) => self.table = Some(Vec::new()),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.push(Vec::new());
                }
            }
            Tag::TableCell => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.last_mut()) {
                    row.push(Vec::new());
                }
            }
            Tag::Image { dest_url, .. } if self.has_pictures => {
                // The paragraph that holds nothing else is none.
                let is_alone = self.blocks.last().is_some_and(|block| {
                    block.kind == MarkdownKind::Paragraph && block.spans.is_empty()
                });
                if self.open && is_alone {
                    self.blocks.pop();
                }
                self.begin(MarkdownKind::Picture(dest_url.into_string()));
                self.open = true;
            }
            Tag::Strong => self.look.strong = true,
            Tag::Emphasis => self.look.emphasis = true,
            Tag::Strikethrough => self.look.struck = true,
            Tag::Link { dest_url, .. } => self.look.link = Some(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::BlockQuote(_) => self.quoted = self.quoted.saturating_sub(1),
            TagEnd::Strong => self.look.strong = false,
            TagEnd::Emphasis => self.look.emphasis = false,
            TagEnd::Strikethrough => self.look.struck = false,
            TagEnd::Link => self.look.link = None,
            TagEnd::Image if self.has_pictures => self.open = false,
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                self.open = false;
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.begin(MarkdownKind::Table(table));
                    self.open = false;
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: MarkdownKind) {
        let (depth, quoted) = (self.lists.len(), self.quoted);
        self.blocks.push(MarkdownBlock { kind, depth, quoted, spans: Vec::new() });
    }

    fn push(&mut self, text: &str, code: bool) {
        let span = MarkdownSpan { text: text.to_owned(), code, ..self.look.clone() };
        let cell = self.table.as_mut().and_then(|table| table.last_mut()?.last_mut());
        let spans = if let Some(cell) = cell {
            cell
        } else {
            if !std::mem::replace(&mut self.open, true) {
                self.begin(MarkdownKind::Paragraph);
            }
            let Some(block) = self.blocks.last_mut() else { return };
            &mut block.spans
        };
        // The parser cuts text wherever a mark could have stood.
        match spans.last_mut().filter(|last| last.looks_like(&span)) {
            Some(last) => last.text.push_str(text),
            None => spans.push(span),
        }
    }

    fn finish(mut self) -> Vec<MarkdownBlock> {
        for block in &mut self.blocks {
            let is_code = block.kind == MarkdownKind::Code;
            if let Some(last) = block.spans.last_mut().filter(|_| is_code) {
                last.text.truncate(last.text.trim_end().len());
            }
        }
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(MarkdownKind, usize, usize, String)> {
        let all = markdown(text, MarkdownDialect::Memo).into_iter();
        all.map(|block| {
            let text = block.text();
            (block.kind, block.depth, block.quoted, text)
        })
        .collect()
    }

    fn heading(level: u8) -> MarkdownKind {
        MarkdownKind::Heading { level, id: None }
    }

    #[test]
    fn blocks_of_every_kind_are_told_apart() {
        let text = "# 粮站\n\n初读\n再读\n\n- 甲\n  - 乙\n2. 丙\n\n> 引文\n\n```\n表 1\n```\n---\n";
        let item = |mark: &str| MarkdownKind::Item(mark.to_owned());
        assert_eq!(
            read(text),
            [
                (heading(1), 0, 0, "粮站".to_owned()),
                (MarkdownKind::Paragraph, 0, 0, "初读\n再读".to_owned()),
                (item("•"), 1, 0, "甲".to_owned()),
                (item("•"), 2, 0, "乙".to_owned()),
                (item("2."), 1, 0, "丙".to_owned()),
                (MarkdownKind::Paragraph, 0, 1, "引文".to_owned()),
                (MarkdownKind::Code, 0, 0, "表 1".to_owned()),
                (MarkdownKind::Rule, 0, 0, String::new()),
            ]
        );
    }

    #[test]
    fn emphasis_code_and_links_keep_their_looks() {
        let text = "**要点**与*疑问*，见`表1`和[网页](https://example.org)";
        let all = markdown(text, MarkdownDialect::Memo);
        let looks: Vec<_> = all[0]
            .spans
            .iter()
            .map(|s| (s.text.as_str(), s.strong, s.emphasis, s.code, s.link.is_some()))
            .collect();
        assert_eq!(
            looks,
            [
                ("要点", true, false, false, false),
                ("与", false, false, false, false),
                ("疑问", false, true, false, false),
                ("，见", false, false, false, false),
                ("表1", false, false, true, false),
                ("和", false, false, false, false),
                ("网页", false, false, false, true),
            ]
        );
    }

    #[test]
    fn html_is_text_and_nothing_typed_is_lost() {
        let all = read("<b>甲</b>\n\n一般的字 1 < 2 & 3");
        let text: String = all.into_iter().map(|(_, _, _, text)| text).collect();
        assert!(text.contains("<b>甲</b>") && text.contains("1 < 2 & 3"), "{text}");
    }

    #[test]
    fn tables_and_ids_are_read_in_the_handbook_and_are_text_in_a_memo() {
        let text = "# 按键 {#keys}\n\n| 键 | 用途 |\n|---|---|\n| `S` | 选_中_句 |\n";
        let all = markdown(text, MarkdownDialect::Handbook);
        let keys = MarkdownKind::Heading { level: 1, id: Some("keys".to_owned()) };
        assert_eq!((&all[0].kind, all[0].text().as_str()), (&keys, "按键"));
        let MarkdownKind::Table(rows) = &all[1].kind else { panic!("{all:?}") };
        let words = |cell: &MarkdownCell| cell.iter().map(|s| s.text.as_str()).collect::<String>();
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(words).collect()).collect();
        assert_eq!(rows, [["键", "用途"], ["S", "选_中_句"]]);
        let memo: String = read(text).into_iter().map(|(_, _, _, text)| text).collect();
        assert!(memo.contains("{#keys}") && memo.contains("| 键 | 用途 |"), "{memo}");
    }

    #[test]
    fn a_picture_is_one_in_the_handbook_and_text_in_a_memo() {
        let text = "前文\n\n![窗口](../pictures/a.png)\n\n后文";
        let all = markdown(text, MarkdownDialect::Handbook);
        let kinds: Vec<_> = all.iter().map(|block| (&block.kind, block.text())).collect();
        let picture = MarkdownKind::Picture("../pictures/a.png".to_owned());
        let text_of = |text: &str| text.to_owned();
        let expected = [
            (&MarkdownKind::Paragraph, text_of("前文")),
            (&picture, text_of("窗口")),
            (&MarkdownKind::Paragraph, text_of("后文")),
        ];
        assert_eq!(kinds, expected);
        let memo = read(text);
        assert!(memo.iter().all(|(kind, ..)| *kind == MarkdownKind::Paragraph), "{memo:?}");
    }

    #[test]
    fn a_memo_in_one_line_has_no_marks() {
        assert_eq!(plain_markdown("# 疑问\n\n- **甲**\n- 乙"), "疑问 • 甲 • 乙");
    }
}
