//! What the elements of HTML mean for a page's text.

use super::hiding::HidingWay;
use crate::exchange::document::numbering::Numerals;

/// What an element in a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the page.
    Title,
    /// Anything else.
    None,
}

/// A kind of element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Starts and ends a paragraph, like `<div>`.
    Block,
    /// A heading of that level.
    Heading(usize),
    /// A list.
    List {
        /// Whether its items are counted.
        is_ordered: bool,
    },
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// Its white space is kept.
    Verbatim,
    /// A line break.
    Break,
    /// A picture.
    Picture,
    /// Never has content.
    Void,
    /// Part of a line.
    Inline(Role),
}

impl Element {
    /// The kind of the element of that name.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            [b'h', level @ b'1'..=b'6'] => Self::Heading(usize::from(level - b'0')),
            b"ul" | b"menu" | b"dir" => Self::List { is_ordered: false },
            b"ol" => Self::List { is_ordered: true },
            b"li" => Self::Item,
            b"table" => Self::Table,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"pre" | b"listing" | b"plaintext" | b"xmp" => Self::Verbatim,
            b"br" => Self::Break,
            b"img" => Self::Picture,
            b"hr" | b"area" | b"base" | b"col" | b"embed" | b"input" | b"link" | b"meta"
            | b"source" | b"track" | b"wbr" | b"param" => Self::Void,
            b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption"
            | b"center" | b"dd" | b"details" | b"dialog" | b"div" | b"dl" | b"dt" | b"fieldset"
            | b"figcaption" | b"figure" | b"footer" | b"form" | b"head" | b"header" | b"hgroup"
            | b"html" | b"legend" | b"main" | b"nav" | b"optgroup" | b"option" | b"p"
            | b"search" | b"section" | b"summary" | b"tbody" | b"tfoot" | b"thead" => Self::Block,
            _ => Self::Inline(Role::None),
        }
    }

    /// Whether a line ends where it starts or ends.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Self::Inline(_) | Self::Break | Self::Picture | Self::Void)
    }

    /// Whether it has no content and no end.
    pub(super) fn is_void(&self) -> bool {
        matches!(self, Self::Void | Self::Break | Self::Picture)
    }

    /// Whether it is a table or a part of one.
    pub(super) fn is_table_part(&self) -> bool {
        matches!(self, Self::Table | Self::Row | Self::Cell)
    }

    /// Whether an open paragraph ends before it.
    pub(super) fn ends_paragraph(&self) -> bool {
        matches!(
            self,
            Self::Block | Self::Heading(_) | Self::List { .. } | Self::Table | Self::Verbatim
        )
    }
}

/// What becomes of what an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is read.
    Shown,
    /// It is no text of the page, or only helps to find one's way in it.
    Aside,
    /// It is hidden in that way, or was struck out.
    Hidden(HidingWay),
    /// It refers to a note.
    Note,
}

/// What becomes of an element of that name with these attributes.
pub(super) fn fate<'a>(name: &[u8], attribute: impl Fn(&[u8]) -> Option<&'a [u8]>) -> Fate {
    let words = |name: &[u8]| {
        let value = String::from_utf8_lossy(attribute(name).unwrap_or_default()).to_lowercase();
        value.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    match name {
        b"script" | b"style" | b"nav" | b"title" | b"iframe" | b"applet" | b"canvas" | b"audio"
        | b"video" | b"select" | b"datalist" | b"button" | b"textarea" | b"noembed"
        | b"noframes" | b"rt" | b"rp" | b"rtc" | b"annotation" | b"annotation-xml" => {
            return Fate::Aside;
        }
        // What stands in it is shown where its own kind is not known, as is that of old books.
        b"object" if is_known(attribute(b"type").unwrap_or_default()) => return Fate::Aside,
        b"del" => return Fate::Hidden(HidingWay::Struck),
        b"noscript" => return Fate::Hidden(HidingWay::NoScript),
        // One with that attribute is shown as it stands there.
        b"template" if attribute(b"shadowrootmode").is_none() => {
            return Fate::Hidden(HidingWay::Template);
        }
        b"dialog" if attribute(b"open").is_none() => return Fate::Aside,
        _ => {}
    }
    // How EPUB, Pandoc and LibreOffice mark notes.
    for word in words(b"epub:type").into_iter().chain(words(b"role")).chain(words(b"class")) {
        match word.as_str() {
            "noteref" | "doc-noteref" | "footnote-ref" | "sdfootnoteanc" | "sdendnoteanc" => {
                return Fate::Note;
            }
            "footnote" | "footnotes" | "endnote" | "endnotes" | "rearnote" | "rearnotes"
            | "doc-footnote" | "doc-endnote" | "doc-endnotes" | "footnote-back"
            | "doc-backlink" | "pagebreak" | "doc-pagebreak" | "navigation" | "doc-toc" => {
                return Fate::Aside;
            }
            _ => {}
        }
    }
    // The head and foot of pages, as LibreOffice writes them.
    let title = attribute(b"title").unwrap_or_default();
    if name == b"div" && matches!(title, b"header" | b"footer") {
        return Fate::Aside;
    }
    let id = attribute(b"id").unwrap_or_default();
    let is_note = [&b"sdfootnote"[..], b"sdendnote"].iter().any(|prefix| {
        id.strip_prefix(*prefix).is_some_and(|rest| rest.iter().all(u8::is_ascii_digit))
    });
    if name == b"div" && is_note { Fate::Aside } else { Fate::Shown }
}

/// Whether browsers show an object of that type itself.
fn is_known(media_type: &[u8]) -> bool {
    let unknown = media_type.starts_with(b"application/x-")
        && media_type != b"application/x-shockwave-flash"
        && !media_type.starts_with(b"application/x-java");
    !unknown
}

/// How a list that is counted writes its numbers; `None` if it shows none.
pub(super) fn numerals<'a>(attribute: impl Fn(&[u8]) -> Option<&'a [u8]>) -> Option<Numerals> {
    let style = String::from_utf8_lossy(attribute(b"style").unwrap_or_default()).to_lowercase();
    let styled = style.split(';').find_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let is_style = matches!(property.trim(), "list-style-type" | "list-style");
        value.split_whitespace().next().filter(|_| is_style)
    });
    Some(match styled {
        Some("none") => return None,
        Some("lower-alpha" | "lower-latin") => Numerals::Lower,
        Some("upper-alpha" | "upper-latin") => Numerals::Upper,
        Some("lower-roman") => Numerals::LowerRoman,
        Some("upper-roman") => Numerals::UpperRoman,
        Some("decimal-leading-zero") => Numerals::Padded,
        Some("cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal") => {
            Numerals::Chinese
        }
        Some("cjk-heavenly-stem") => Numerals::Stems,
        Some("cjk-earthly-branch") => Numerals::Branches,
        _ => match attribute(b"type") {
            Some(b"a") => Numerals::Lower,
            Some(b"A") => Numerals::Upper,
            Some(b"i") => Numerals::LowerRoman,
            Some(b"I") => Numerals::UpperRoman,
            _ => Numerals::Decimal,
        },
    })
}
