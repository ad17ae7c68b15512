//! The sheet of text reuse: every place where a text stands that stands elsewhere, too.

use rust_i18n::t;

use crate::{
    analysis::{Reuse, ReuseMember, Sheet, SheetCell, SheetHead, SheetRow, SheetValue},
    corpus::Corpus,
    text::{CharOffset, CharSpan},
};

/// So much of the text is shown, in characters.
const SHOWN: u32 = 80;

/// The groups of `reuse` with their places: the first printed first.
#[must_use]
pub fn reuse_sheet(corpus: &Corpus, reuse: &Reuse) -> Sheet {
    let head = |text: String, is_number| SheetHead { text, is_number, ..SheetHead::default() };
    let heads = vec![
        head(t!("reuse.column.group").into_owned(), true),
        head(t!("cli.column.article").into_owned(), false),
        head(t!("reuse.column.printed").into_owned(), false),
        head(t!("cli.column.place").into_owned(), false),
        head(t!("reuse.column.letters").into_owned(), true),
        head(t!("cli.column.text").into_owned(), false),
    ];
    let row = |number: usize, member: &ReuseMember| {
        let text = |text: String| SheetCell::from(SheetValue::Text(text));
        let (start, end) = (member.span.start(), member.span.end());
        let shown = CharSpan::between(start, end.min(CharOffset::new(start.get() + SHOWN)));
        let article = corpus.article(&member.article);
        let words = article.and_then(|article| article.text.slice_chars(shown));
        SheetRow {
            depth: 0,
            cells: vec![
                SheetValue::Count(number as u64 + 1).into(),
                text(member.article.as_str().to_owned()),
                text(printed_shown(member)),
                text(format!("[{start}, {end})")),
                SheetValue::Count(u64::from(member.letters)).into(),
                text(words.unwrap_or_default().replace('\n', " ")),
            ],
        }
    };
    let rows = reuse.groups.iter().enumerate();
    let rows = rows.flat_map(|(number, group)| group.members.iter().map(move |m| (number, m)));
    Sheet {
        name: t!("reuse.sheet").into_owned(),
        heads,
        rows: rows.map(|(number, member)| row(number, member)).collect(),
        totals: Vec::new(),
        notes: vec![t!("reuse.note", uncounted = reuse.uncounted).into_owned()],
    }
}

/// When a place was printed, as far as that is known: a day, a year, or a dash.
#[must_use]
pub fn printed_shown(member: &ReuseMember) -> String {
    match (member.printed.day(), member.printed.year()) {
        (Some(day), _) => day.to_string(),
        (None, Some(year)) => year.to_string(),
        (None, None) => "—".to_owned(),
    }
}
