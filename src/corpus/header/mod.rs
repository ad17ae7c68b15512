//! What an article says of itself: title, date, authors.
//!
//! Newspaper pages follow habits, not a format, so everything here is a guess that the user can
//! correct ([`super::Corrections`]); where the text gives no good ground, nothing is said rather
//! than something wrong. Only the beginning of a long text is looked at.

mod byline;
mod date;
mod title;

use jiff::civil::Date;

/// How much of a text is looked at: about 20,000 Chinese characters.
const LOOKED_AT: usize = 60_000;

/// A description of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Its title; the file's name without extension where the text has none.
    pub title: String,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// The day on which it appeared; in `year`.
    pub date: Option<Date>,
    /// Who wrote it, with their roles: "记者 张三 通讯员 李四 王五".
    pub byline: Option<String>,
}

impl Header {
    /// Reads the description of an article from its text and the name of its file.
    #[must_use]
    pub fn read(text: &str, file_name: &str) -> Self {
        let text = &text[..text.floor_char_boundary(LOOKED_AT)];
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        let head = title::head(text);
        let title = title::find(&head).unwrap_or_else(|| stem.trim().to_owned());
        // A name is given on purpose, so it goes before what the text seems to say.
        let (year, date) = match date::in_name(stem) {
            Some((year, Some(date))) => (Some(year), Some(date)),
            Some((year, None)) => {
                (Some(year), date::of_text(text, &head).filter(|d| d.year() == year))
            }
            None => match date::of_text(text, &head) {
                Some(date) => (Some(date.year()), Some(date)),
                None => (date::year_of_text(text, &head), None),
            },
        };
        Self { title, year, date, byline: byline::find(text) }
    }
}

/// A line without white space, ideographic too, at its ends, and with single spaces inside.
fn tidy(line: &str) -> String {
    let mut tidy = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_newspaper_page_is_described() {
        let text = "\n\n献礼七一特别报道\n\n不忘初心 牢记使命 庆祝建党98周年\n\n\
            同心同向 　共建共享\n\n柳湾区推进区域化党建,让驻区单位动起来\n\n\
            今年是建党98周年,柳湾区在街道设立联合党委,在小区设立楼院支部,使党的组织和工作到达每一户居民家中,\
            每一个商户店里。2011年以来,全区新建阵地42处。到2025年将达到60处。记者 林晓 通讯员 赵一帆 钱 丹 文/图\n";
        let header = Header::read(text, "003_d995d49bba20f415.txt");
        assert_eq!(header.title, "同心同向 共建共享");
        assert_eq!(header.year, Some(2019));
        assert_eq!(header.date, None);
        assert_eq!(header.byline.as_deref(), Some("记者 林晓 通讯员 赵一帆 钱丹"));
    }

    #[test]
    fn the_file_name_goes_before_the_text() {
        let text = "标题\n\n(2018年3月2日)\n正文。";
        let header = Header::read(text, "2019-区域化党建.txt");
        assert_eq!((header.year, header.date), (Some(2019), None));
        let header = Header::read(text, "区域化党建.txt");
        assert_eq!(header.date, Some(jiff::civil::date(2018, 3, 2)));
        assert_eq!(header.year, Some(2018));
    }

    #[test]
    fn a_text_that_says_nothing_gets_its_files_name() {
        let header = Header::read("", "a.b.txt");
        assert_eq!(header, Header { title: "a.b".into(), ..Header::default() });
    }

    proptest! {
        #[test]
        fn any_text_can_be_described(
            text in "([\\PC\n]|记者|通讯员|年|月|日|20|19|[0-9]{1,4}|周年|建党|[【】()#—　 ]|二〇一九){0,120}",
            name in "(\\PC|[0-9]{4}|年|月|日|-){0,20}",
        ) {
            let header = Header::read(&text, &name);
            prop_assert_eq!(header.date.map_or(header.year, |date| Some(date.year())), header.year);
            prop_assert!(!header.title.contains('\n'));
        }
    }
}
