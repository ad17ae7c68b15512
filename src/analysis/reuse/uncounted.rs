//! What is the same in two texts and yet no reuse: bylines, datelines, headings, the titles of
//! documents, and the set phrases that the user has listed.
//!
//! Only asked about a stretch that was found, so that no line of a large set is judged in vain.

use crate::{
    corpus::{Article, Corpus},
    text::{LineKind, fold_width, tail_byline},
};

/// A stretch of so many letters is more than any byline or heading.
const LONG: u32 = 100;
/// A stretch of more bytes is long, whatever marks and spaces stand in it.
const LONG_BYTES: usize = 2_000;
/// A line of more characters is text.
const LONGEST_LINE: usize = 80;

/// Strings that are said everywhere: what is the same in two texts because of them alone is no reuse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetPhrases(Vec<Vec<char>>);

impl SetPhrases {
    /// The phrases, whatever marks stand in them.
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let folded = |phrase: &str| -> Vec<char> { letters_of(phrase.chars()).collect() };
        let mut all: Vec<Vec<char>> =
            phrases.into_iter().map(folded).filter(|phrase| !phrase.is_empty()).collect();
        // The longest first: a part of another takes nothing away from it.
        all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        all.dedup();
        Self(all)
    }

    fn mark(&self, letters: &[char], is_counted: &mut [bool]) {
        for phrase in &self.0 {
            for (at, window) in letters.windows(phrase.len()).enumerate() {
                if window == phrase.as_slice()
                    && let Some(marked) = is_counted.get_mut(at..at + phrase.len())
                {
                    marked.fill(false);
                }
            }
        }
    }
}

fn letters_of(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.filter(|&c| super::letters::letter(c).is_some()).map(fold_width)
}

/// How many letters of a stretch do not count. `bytes` is its place in the article's text.
pub(super) fn uncounted(
    corpus: &Corpus,
    article: &Article,
    bytes: std::ops::Range<usize>,
    phrases: &SetPhrases,
) -> u32 {
    let text = article.text.as_str();
    let Some(stretch) = text.get(bytes.clone()) else { return 0 };
    if phrases.0.is_empty() && !may_be_no_reuse(text, bytes.clone()) {
        return 0;
    }
    let mut letters: Vec<char> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for (at, c) in stretch.char_indices() {
        if super::letters::letter(c).is_some() {
            letters.push(fold_width(c));
            starts.push(bytes.start + at);
        }
    }
    let is_short = u32::try_from(letters.len()).is_ok_and(|count| count < LONG);
    if !is_short && phrases.0.is_empty() {
        return 0;
    }
    let mut is_counted = vec![true; letters.len()];
    phrases.mark(&letters, &mut is_counted);
    if is_short {
        mark_titles(text, bytes, &starts, &mut is_counted);
        mark_lines(corpus, article, (starts.first(), starts.last()), &starts, &mut is_counted);
    }
    u32::try_from(is_counted.iter().filter(|&&counted| !counted).count()).unwrap_or(u32::MAX)
}

/// Whether a look at its lines and its marks is worth it: most stretches lie in a paragraph.
fn may_be_no_reuse(text: &str, bytes: std::ops::Range<usize>) -> bool {
    if bytes.len() > LONG_BYTES {
        return false;
    }
    let lines = lines_of(text, bytes);
    let Some(lines) = text.get(lines) else { return false };
    lines.contains(['《', '》'])
        || lines.split('\n').any(|line| may_be_no_text(line) || tail_byline(line).is_some())
}

/// The whole of the lines that a stretch touches.
fn lines_of(text: &str, bytes: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start =
        text.get(..bytes.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let behind = text.get(bytes.end..).and_then(|rest| rest.find('\n'));
    start..behind.map_or(text.len(), |at| bytes.end + at)
}

/// Marks what stands between 《 and 》, though one of them may stand outside.
fn mark_titles(
    text: &str,
    stretch: std::ops::Range<usize>,
    starts: &[usize],
    is_counted: &mut [bool],
) {
    let Some(inside) = text.get(stretch.clone()) else { return };
    let first = inside.find(['《', '》']);
    let opened_before = match first {
        Some(at) => inside.get(at..).is_some_and(|rest| rest.starts_with('》')),
        None => {
            let before = text.get(..stretch.start).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            line.rfind('《') > line.rfind('》')
        }
    };
    let mut within = opened_before;
    let mut marks = inside.match_indices(['《', '》']).peekable();
    for (&start, counted) in starts.iter().zip(is_counted) {
        while let Some((at, mark)) = marks.peek()
            && stretch.start + at < start
        {
            within = *mark == "《";
            marks.next();
        }
        *counted &= !within;
    }
}

/// Marks what stands in a line that is no running text.
fn mark_lines(
    corpus: &Corpus,
    article: &Article,
    ends: (Option<&usize>, Option<&usize>),
    starts: &[usize],
    is_counted: &mut [bool],
) {
    let text = article.text.as_str();
    let (Some(&first), Some(&last)) = ends else { return };
    let std::ops::Range { start, end } = lines_of(text, first..last);
    let mut spans = Vec::new();
    let mut line_start = start;
    for line in text.get(start..end).unwrap_or_default().split('\n') {
        if let Some(byline) = tail_byline(line) {
            spans.push(line_start + byline..line_start + line.len());
        }
        if may_be_no_text(line) {
            // Which of them are, the lines of the whole article say.
            let paragraphs = corpus.reading(article).paragraphs(false);
            let here = paragraphs.iter().filter(|paragraph| {
                paragraph.span.range().start < line_start + line.len()
                    && paragraph.span.range().end > line_start
            });
            let no_text = here.filter(|paragraph| {
                matches!(
                    paragraph.kind,
                    LineKind::Title | LineKind::Kicker | LineKind::Heading | LineKind::Byline
                )
            });
            spans.extend(no_text.map(|paragraph| paragraph.span.range()));
        }
        line_start += line.len() + 1;
    }
    for (start, counted) in starts.iter().zip(is_counted) {
        *counted &= !spans.iter().any(|span| span.contains(start));
    }
}

/// Whether a line may be a heading or a byline: short, and no sentence.
fn may_be_no_text(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && line.chars().take(LONGEST_LINE + 1).count() <= LONGEST_LINE
        && !line.ends_with(['。', '；', '，', ',', ';'])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        corpus::{ArticlePath, Corrections, Encoding, Entry},
        text::Text,
    };

    fn count(text: &str, stretch: &str, phrases: &[&str]) -> u32 {
        let path = ArticlePath::new("文.txt").expect("a name");
        let loaded = Text::new(text).expect("short");
        let article = Arc::new(Article::new(path.clone(), loaded, Encoding::Utf8));
        let entry = Entry { path, article: Ok(Arc::clone(&article)) };
        let corpus = Corpus::new("/集".into(), vec![entry], Ok(Corrections::default()), Vec::new());
        let at = text.find(stretch).expect("it stands there");
        let phrases = SetPhrases::new(phrases.iter().copied());
        uncounted(&corpus, &article, at..at + stretch.len(), &phrases)
    }

    #[test]
    fn lines_that_are_no_text_do_not_count() {
        let text = "党建引领聚合力 柳岸街道绘就幸福底色\n\n本报记者 林晓 通讯员 赵一帆\n\n\
            柳岸街道坚持党建引领，把闲置的粮站改成党群服务中心，居民都说这里离家近、样样有。\n\n\
            一、筑牢阵地，夯实城市党建基础\n\n街道投入三百万元，改造老旧院落，居民议事有了去处。记者 林晓";
        assert_eq!(count(text, "本报记者 林晓 通讯员 赵一帆", &[]), 12);
        assert_eq!(count(text, "党建引领聚合力 柳岸街道绘就幸福底色", &[]), 17);
        assert_eq!(count(text, "一、筑牢阵地，夯实城市党建基础", &[]), 13);
        assert_eq!(count(text, "改造老旧院落，居民议事有了去处。记者 林晓", &[]), 4);
        assert_eq!(count(text, "把闲置的粮站改成党群服务中心", &[]), 0);
    }

    #[test]
    fn titles_of_documents_and_set_phrases_do_not_count() {
        let text = "会上传达学习《关于加强城市基层党建工作的若干意见》，坚持问题导向、目标导向，部署下一步工作。";
        assert_eq!(count(text, "《关于加强城市基层党建工作的若干意见》", &[]), 17);
        assert_eq!(count(text, "加强城市基层党建工作的若干", &[]), 13);
        assert_eq!(count(text, "若干意见》，坚持问题导向", &[]), 4);
        assert_eq!(count(text, "坚持问题导向、目标导向，部署", &["问题导向目标导向", "导向"]), 8);
    }
}
