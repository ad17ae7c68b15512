//! The number of a page in its head or foot: `3`, `- 3 -`, `第三页`, `3/10`, `iii`, or a number at
//! one end of the line, wide apart from the rest.

use super::page::PdfLine;

/// What a line says besides the number of its page, and how far that is from the place of the page
/// in the file: where pages are numbered one after the other, it is the same on each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Folio {
    rest: String,
    ahead: Option<i64>,
}

impl Folio {
    /// Whether nothing is said but the number of the page, and of how many.
    pub(super) fn is_bare(&self) -> bool {
        let words = ["page", "of", "\u{7b2c}", "\u{9875}", "\u{9801}", "\u{5171}", "p."];
        let rest = words.iter().fold(self.rest.to_lowercase(), |rest, word| rest.replace(word, ""));
        self.ahead.is_some() && !rest.chars().any(|c| c.is_alphabetic() && Kind::of(c).is_none())
    }
}

/// No number of a page is longer, in characters.
const LONGEST: usize = 8;

/// What a line on the page of that place may say: with every number in it that may be that of the
/// page, and as it stands.
pub(super) fn keys(line: &PdfLine, page: usize) -> Vec<Folio> {
    let text = &line.text;
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut keys = vec![Folio { rest: bare(text), ahead: None }];
    let place = i64::try_from(page).unwrap_or(i64::MAX);
    for (from, to) in numbers(text) {
        let (Some(before), Some(token), Some(after)) =
            (text.get(..from), text.get(from..to), text.get(to..))
        else {
            continue;
        };
        let Some(number) = value(token).filter(|_| is_of_page(line, from, to)) else { continue };
        let rest = format!("{}#{}", bare(before), bare(after));
        keys.push(Folio { rest, ahead: Some(number - place) });
    }
    keys
}

/// Where numbers stand in a text: runs of digits, and words of roman and Chinese ones.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<Kind> = None;
    for (at, c) in text.char_indices() {
        let kind = Kind::of(c);
        match (kind, found.last_mut()) {
            (Some(_), Some(run)) if kind == last => run.1 = at + c.len_utf8(),
            (Some(_), _) => found.push((at, at + c.len_utf8())),
            _ => {}
        }
        last = kind;
    }
    // A letter within a word is no number.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    found.retain(|&(from, to)| {
        let before = text.get(..from).and_then(|text| text.chars().next_back());
        let after = text.get(to..).and_then(|text| text.chars().next());
        !(is_letter(before) || is_letter(after)) || is_label(text.get(..from).unwrap_or_default())
    });
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Digit,
    Roman,
    Chinese,
}

impl Kind {
    fn of(c: char) -> Option<Self> {
        match c {
            '0'..='9' | '０'..='９' => Some(Self::Digit),
            'i' | 'v' | 'x' | 'l' | 'c' | 'I' | 'V' | 'X' | 'L' | 'C' => Some(Self::Roman),
            '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            | '百' => Some(Self::Chinese),
            _ => None,
        }
    }
}

/// Whether the number there is that of the page: by what stands around it, or by standing alone.
fn is_of_page(line: &PdfLine, from: usize, to: usize) -> bool {
    let text = &line.text;
    let before = text.get(..from).unwrap_or_default().trim_end();
    let after = text.get(to..).unwrap_or_default().trim_start();
    if is_label(before) || after.starts_with(['页', '頁']) {
        return true;
    }
    // Page one of a form may be the form of the respondent 01.
    if text.get(from..to).is_some_and(|token| token.starts_with(['0', '０'])) {
        return false;
    }
    // Nothing else but a frame: - 3 -, · 3 ·, 3/10, (3).
    let is_frame = |text: Option<&str>| {
        let is_part = |c: char| {
            c.is_whitespace()
                || c.is_numeric()
                || "-—–―－−·•~～/|(（)）[]【】〔〕<>《》.".contains(c)
        };
        text.is_some_and(|text| text.chars().all(is_part))
    };
    // Or a frame up to where the line is wide apart.
    let starts =
        is_frame(text.get(..from)) || line.gaps.iter().any(|&at| is_frame(text.get(at..from)));
    let ends = is_frame(text.get(to..)) || line.gaps.iter().any(|&at| is_frame(text.get(to..at)));
    let is_at_end = is_frame(text.get(..from)) || is_frame(text.get(to..));
    starts && ends && is_at_end
}

/// Whether what stands before a number says that it is that of a page.
fn is_label(before: &str) -> bool {
    let before = before.trim_end().to_ascii_lowercase();
    ["page", "p.", "\u{9875}\u{7801}", "\u{9801}\u{78bc}", "\u{9875}", "pg."]
        .iter()
        .any(|label| before.ends_with(label))
}

/// What a number amounts to; `None` if it is none after all.
fn value(token: &str) -> Option<i64> {
    if token.chars().count() > LONGEST {
        return None;
    }
    match Kind::of(token.chars().next()?)? {
        Kind::Digit => {
            let digit = |c: char| match c {
                '０'..='９' => i64::from(u32::from(c) - u32::from('０')),
                c => c.to_digit(10).map_or(0, i64::from),
            };
            Some(token.chars().fold(0, |sum, c| sum * 10 + digit(c)))
        }
        Kind::Roman => roman(&token.to_ascii_lowercase()),
        Kind::Chinese => Some(chinese(token)),
    }
}

fn roman(token: &str) -> Option<i64> {
    let values = token.chars().map(|c| match c {
        'i' => 1,
        'v' => 5,
        'x' => 10,
        'l' => 50,
        _ => 100,
    });
    let values: Vec<i64> = values.collect();
    let mut sum = 0;
    for (at, &value) in values.iter().enumerate() {
        let is_less = values.get(at + 1).is_some_and(|&next| next > value);
        sum += if is_less { -value } else { value };
    }
    (sum > 0).then_some(sum)
}

/// A number up to 999: 一百二十三, 二十, 十五, and digit by digit: 一二三, 二〇.
fn chinese(token: &str) -> i64 {
    let digit = |c: char| {
        "\u{3007}\u{4e00}\u{4e8c}\u{4e09}\u{56db}\u{4e94}\u{516d}\u{4e03}\u{516b}\u{4e5d}"
            .chars()
            .position(|it| it == c)
            .or((c == '零').then_some(0))
    };
    let digit = |c: char| digit(c).and_then(|value| i64::try_from(value).ok());
    if token.chars().all(|c| digit(c).is_some()) {
        return token.chars().filter_map(digit).fold(0, |sum, value| sum * 10 + value);
    }
    let (mut sum, mut last) = (0, None);
    for c in token.chars() {
        match c {
            '百' => sum += 100 * last.take().unwrap_or(1),
            '十' => sum += 10 * last.take().unwrap_or(1),
            c => last = digit(c),
        }
    }
    sum + last.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether these lines, on one page after the other, differ by the number of the page only.
    fn run_with_pages(lines: [(&str, &[usize]); 2]) -> bool {
        let keys = lines.iter().enumerate().map(|(page, (text, gaps))| {
            let line =
                PdfLine { text: (*text).to_owned(), gaps: gaps.to_vec(), ..PdfLine::default() };
            keys(&line, page)
        });
        let all: Vec<Vec<Folio>> = keys.collect();
        all[0].iter().any(|key| all[1].contains(key))
    }

    fn alike(a: &str, b: &str) -> bool {
        run_with_pages([(a, &[]), (b, &[])])
    }

    #[test]
    fn numbers_of_pages_are_known_by_what_stands_around_them() {
        assert!(alike("3", "4") && alike("- 9 -", "- 10 -") && alike("·３·", "·４·"));
        assert!(alike("iii", "iv") && alike("XIX", "XX"));
        assert!(alike("第九页", "第十页") && alike("十九", "二十") && alike("九九", "一〇〇"));
        assert!(alike("第3页 共10页", "第4页 共10页") && alike("3 / 10", "4 / 10"));
        assert!(alike("Page 3 of 10", "Page 4 of 10") && alike("议事 第 3 页", "议事 第 4 页"));
        assert!(run_with_pages([("社区治理 3", &[12]), ("社区治理 4", &[12])]));
        assert!(run_with_pages([("3 社区治理", &[1]), ("4 社区治理", &[1])]));
    }

    #[test]
    fn other_numbers_are_none_of_pages() {
        // They do not run with the pages.
        assert!(!alike("3", "5") && !alike("第3页", "第3页x") && !alike("35", "62"));
        // They do, but say something else.
        assert!(!alike("受访者1", "受访者2") && !alike("2019年第1期", "2019年第2期"));
        assert!(!alike("第1次访谈", "第2次访谈") && !alike("civil", "civil x"));
        assert!(!run_with_pages([("问卷 01", &[6]), ("问卷 02", &[6])]));
        assert!(!alike("问卷 1", "问卷 2") && !alike("01", "02") && alike("第01页", "第02页"));
        assert!(alike("社区治理", "社区治理"));
    }
}
