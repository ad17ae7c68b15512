//! What is read of a place in an article, and beside it.

use std::sync::Arc;

use super::{Article, ArticlePath, Corpus};
use crate::text::{ByteOffset, CharOffset, CharSpan, ReadingLines, ReadingStyle};

/// Stands between two fragments of one place.
const GAP: &str = " … ";

/// A place in an article in reading form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadPlace {
    /// What stands before it.
    pub before: String,
    /// Its fragments, joined by ` … `.
    pub text: String,
    /// What stands behind it.
    pub after: String,
}

impl Corpus {
    /// What is read of the article's lines, the user's word on them going before every guess.
    #[must_use]
    pub fn reading(&self, article: &Article) -> Arc<ReadingLines> {
        let said = self.corrections().get(&article.path).map(|said| said.lines.as_slice());
        article.reading(said.unwrap_or_default())
    }

    /// What is read of `place` (fragments in order, at least one) and of up to `context` characters
    /// on either side; `None` if it is not inside the article.
    #[must_use]
    pub fn read_place(
        &self,
        article: &Article,
        place: &[CharSpan],
        context: u32,
        style: ReadingStyle<'_>,
    ) -> Option<ReadPlace> {
        let text = &article.text;
        let start = place.first()?.start().get().saturating_sub(context);
        let end = place.last()?.end().get().saturating_add(context).min(text.char_len().get());
        let mut cuts = vec![CharOffset::new(start)];
        cuts.extend(place.iter().flat_map(|span| [span.start(), span.end()]));
        cuts.push(CharOffset::new(end));
        let cuts: Vec<ByteOffset> =
            cuts.into_iter().map(|cut| text.byte_of(cut)).collect::<Option<_>>()?;
        if !cuts.is_sorted() {
            return None;
        }
        let mut parts = self.reading(article).parts(text.as_str(), &cuts, style);
        let (mut after, mut before) = (parts.pop()?, parts.first_mut().map(std::mem::take)?);
        // Between the fragments stands what is left out.
        let fragments: Vec<&str> = parts.iter().skip(1).step_by(2).map(String::as_str).collect();
        let mut text = fragments.join(GAP);
        // A line end at an end of what is marked is nothing that is marked.
        if let Some(inside) = text.strip_suffix(style.line_end).filter(|s| !s.is_empty()) {
            after.insert_str(0, style.line_end);
            text.truncate(inside.len());
        }
        if let Some(inside) = text.strip_prefix(style.line_end).filter(|s| !s.is_empty()) {
            before.push_str(style.line_end);
            text = inside.to_owned();
        }
        Some(ReadPlace { before, text, after })
    }

    /// The same of an article of that name, if it has the words `quotes` there.
    #[must_use]
    pub fn read_quotes(
        &self,
        path: &ArticlePath,
        (place, quotes): (&[CharSpan], &[String]),
        context: u32,
        style: ReadingStyle<'_>,
    ) -> Option<ReadPlace> {
        let article = self.article(path)?;
        let stands = |(&span, quote): (&CharSpan, &String)| {
            article.text.slice_chars(span).is_some_and(|there| there == quote)
        };
        let all = place.len() == quotes.len() && place.iter().zip(quotes).all(stands);
        all.then(|| self.read_place(article, place, context, style)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::{Corrections, Encoding, Entry},
        text::Text,
    };

    #[test]
    fn a_place_is_read_with_what_stands_beside_it() {
        let path = ArticlePath::new("文.txt").expect("a name");
        let text = Text::new("开头,一句。\n## 阵地\n　　粮站,改成中心。").expect("short");
        let article = Arc::new(Article::new(path.clone(), text, Encoding::Utf8));
        let entry = Entry { path: path.clone(), article: Ok(Arc::clone(&article)) };
        let corpus = Corpus::new("/集".into(), vec![entry], Ok(Corrections::default()), Vec::new());
        let span = |a, b| CharSpan::between(CharOffset::new(a), CharOffset::new(b));
        let style = ReadingStyle::ON_ONE_LINE;
        let read = corpus.read_place(&article, &[span(3, 6), span(15, 18)], 4, style);
        let read = read.expect("inside");
        assert_eq!(
            (&*read.before, &*read.text, &*read.after),
            ("开头，", "一句。 … 粮站，", "改成中心")
        );
        assert_eq!(corpus.read_place(&article, &[span(3, 99)], 4, style), None);
        let quotes = ["## 阵地\n　　粮站".to_owned()];
        let read = corpus.read_quotes(&path, (&[span(7, 17)], &quotes), 1, style);
        assert_eq!(read.expect("there").text, "阵地 ⏎ 粮站");
        let other = ["别的话".to_owned()];
        assert_eq!(corpus.read_quotes(&path, (&[span(7, 10)], &other), 1, style), None);
    }
}
