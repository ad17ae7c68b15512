//! Reading brat's standoff files.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::Brat;
use crate::{
    corpus::decode,
    exchange::incoming::{
        FaultKind, ImportFault, Incoming, IncomingArticle, IncomingFormat, IncomingPassage,
        Leftover, Leftovers, Limit, OffsetUnit, RawText, SourceFile, ThemePaths,
    },
    text::{CharSpan, Text},
};

impl IncomingFormat for Brat {
    fn name(&self) -> &'static str {
        "brat"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ann", "txt"]
    }

    fn together(&self) -> Option<(&'static str, fn(&[SourceFile]) -> Incoming)> {
        Some(("ann", read))
    }

    /// A text and what is marked in it are one.
    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat })
    }
}

/// Reads pairs of a text and its annotations, told by their names; configuration is passed over.
///
/// A file that cannot be read or lacks its partner is a fault; the others are read.
#[must_use]
pub fn read(files: &[SourceFile]) -> Incoming {
    let mut incoming = Incoming::default();
    let mut themes = ThemePaths::default();
    let of_kind = |kind: &'static str| files.iter().filter(move |file| file.extension() == kind);
    let annotations: HashMap<&str, &SourceFile> =
        of_kind("ann").map(|file| (file.stem(), file)).collect();
    let texts: HashSet<&str> = of_kind("txt").map(SourceFile::stem).collect();
    for text in of_kind("txt") {
        let read = match annotations.get(text.stem()) {
            Some(ann) => pair(&mut incoming, &mut themes, text, ann),
            None => Err(alone(text, "ann")),
        };
        incoming.faults.extend(read.err());
    }
    let lone = of_kind("ann").filter(|ann| !texts.contains(ann.stem()));
    incoming.faults.extend(lone.map(|ann| alone(ann, "txt")));
    incoming
}

fn alone(file: &SourceFile, missing: &str) -> ImportFault {
    let kind = FaultKind::NoPart(format!("{}.{missing}", file.stem()));
    ImportFault { file: file.name.clone(), kind }
}

/// UTF-8, as brat wants it, with what its positions count; any other encoding as it is opened.
fn content(file: &SourceFile) -> Result<Cow<'_, str>, ImportFault> {
    // With its BOM, which counts.
    if let Ok(text) = std::str::from_utf8(&file.bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let decoded = decode(&file.bytes, None);
    let fault = |_| ImportFault { file: file.name.clone(), kind: FaultKind::Binary };
    decoded.map(|decoded| decoded.text).map_err(fault)
}

fn pair(
    incoming: &mut Incoming,
    themes: &mut ThemePaths,
    file: &SourceFile,
    ann: &SourceFile,
) -> Result<(), ImportFault> {
    let raw = RawText::new(&content(file)?, OffsetUnit::Chars);
    let ann = content(ann)?;
    let Some(text) = Text::new(&*raw.text) else {
        let kind = FaultKind::TooLarge { limit: Limit::Size, most: u64::from(u32::MAX) };
        return Err(ImportFault { file: file.name.clone(), kind });
    };
    let lines = Lines::of(&ann, &mut incoming.leftovers);
    let article = incoming.articles.len();
    // The themes of the passage before, to which the next annotation may add one.
    let mut borne = HashSet::new();
    let first = incoming.passages.len();
    for bound in &lines.bound {
        let theme = themes.of(incoming, bound.kind);
        let (Some((fragments, quotes)), Some(theme)) = (bound.place(&raw, &text), theme) else {
            incoming.leftovers.add(Leftover::Dangling, 1);
            continue;
        };
        let passage = IncomingPassage {
            article,
            fragments,
            quotes,
            coder: lines.coders.get(bound.id).map(|&coder| coder.to_owned()),
            memo: lines.notes.get(bound.id).map_or_else(String::new, |notes| notes.join("\n\n")),
            ..IncomingPassage::default()
        };
        let before = incoming.passages.get_mut(first..).and_then(<[_]>::last_mut);
        let before = before.filter(|before| {
            before.fragments == passage.fragments
                && before.quotes == passage.quotes
                && before.coder == passage.coder
                && before.memo == passage.memo
        });
        match before {
            Some(before) if borne.insert(theme) => before.themes.push(theme),
            _ => {
                borne = HashSet::from([theme]);
                incoming.passages.push(IncomingPassage { themes: vec![theme], ..passage });
            }
        }
    }
    incoming.articles.push(IncomingArticle {
        name: article_name(file),
        text: Some(raw.text),
        ..IncomingArticle::default()
    });
    Ok(())
}

/// `共建.md` for `共建.md.txt`: that is what our export makes of an article of another ending.
fn article_name(file: &SourceFile) -> String {
    let stem = file.stem();
    let ending = stem.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if ending.as_deref() == Some("md") { stem.to_owned() } else { file.name.clone() }
}

/// A text-bound annotation.
struct Bound<'a> {
    /// `T1`.
    id: &'a str,
    kind: &'a str,
    places: Vec<(u64, u64)>,
    /// What the file says stands there, the parts joined by a space.
    said: &'a str,
}

impl<'a> Bound<'a> {
    /// What stands behind `T1` and its tab: `Type 0 5;7 9`, a tab, the text.
    fn of(id: &'a str, rest: &'a str) -> Option<Self> {
        let (head, said) = rest.split_once('\t').unwrap_or((rest, ""));
        let (kind, places) = head.split_once(' ')?;
        let place = |place: &str| {
            let (start, end) = place.trim().split_once(' ')?;
            Some((start.parse().ok()?, end.trim().parse().ok()?))
        };
        let places = places.split(';').map(place).collect::<Option<_>>()?;
        Some(Self { id, kind, places, said })
    }

    /// Its fragments and what stands there; `None` if its places do not fit the text, or the text
    /// says something else and what it says cannot be told apart into fragments.
    fn place(&self, raw: &RawText, text: &Text) -> Option<(Vec<CharSpan>, Vec<String>)> {
        let spans = self.places.iter().map(|&(start, end)| raw.span(start, end));
        let mut spans = spans.collect::<Option<Vec<_>>>()?;
        spans.sort();
        let there: String = spans.iter().filter_map(|&span| text.slice_chars(span)).collect();
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
        if letters(&there) != letters(self.said) {
            // The set may still find where it stands.
            let is_one = spans.len() == 1 && !self.said.is_empty();
            return is_one.then(|| (spans, vec![self.said.to_owned()]));
        }
        let mut fragments: Vec<CharSpan> = Vec::with_capacity(spans.len());
        for span in spans {
            let is_next = |last: &CharSpan| {
                CharSpan::new(last.end(), span.start()).is_none_or(|gap| {
                    text.slice_chars(gap).is_some_and(|gap| gap.chars().all(|c| c == '\n'))
                })
            };
            match fragments.last_mut() {
                Some(last) if is_next(last) => *last = last.cover(span),
                _ => fragments.push(span),
            }
        }
        let quotes = fragments.iter().filter_map(|&span| text.slice_chars(span));
        let quotes = quotes.map(str::to_owned).collect();
        Some((fragments, quotes))
    }
}

/// The lines of an `.ann` file, by what they speak of.
#[derive(Default)]
struct Lines<'a> {
    bound: Vec<Bound<'a>>,
    coders: HashMap<&'a str, &'a str>,
    notes: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Lines<'a> {
    /// Sorts the lines of `ann`; what has no place here goes to `leftovers`.
    fn of(ann: &'a str, leftovers: &mut Leftovers) -> Self {
        let mut lines = Self::default();
        for line in
            ann.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty())
        {
            let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
            let (head, tail) = rest.split_once('\t').unwrap_or((rest, ""));
            let mut words = head.split_whitespace();
            let (kind, target, value) = (words.next(), words.next(), words.next());
            let bound = target.filter(|target| target.starts_with('T'));
            match id.chars().next() {
                Some('T') => match Bound::of(id, rest) {
                    Some(bound) => lines.bound.push(bound),
                    None => leftovers.add(Leftover::Dangling, 1),
                },
                Some('A' | 'M') => match (kind, bound, value) {
                    (Some("coder"), Some(target), Some(coder)) => {
                        lines.coders.insert(target, coder);
                    }
                    _ => leftovers.add(Leftover::Attributes, 1),
                },
                Some('#') => match (kind, bound) {
                    (Some("AnnotatorNotes"), Some(target)) => {
                        lines.notes.entry(target).or_default().push(tail);
                    }
                    _ => leftovers.add(Leftover::Notes, 1),
                },
                Some('N') => leftovers.add(Leftover::Attributes, 1),
                Some('R' | 'E' | '*') => leftovers.add(Leftover::Relations, 1),
                _ => leftovers.add(Leftover::Dangling, 1),
            }
        }
        let known: HashSet<&str> = lines.bound.iter().map(|bound| bound.id).collect();
        let lost = lines.notes.keys().filter(|target| !known.contains(*target)).count();
        leftovers.add(Leftover::Notes, lost);
        lines
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        exchange::{
            brat::{
                write,
                write::{one_line, type_name},
            },
            sample::{any_set, passages_in, passages_of, path_of},
        },
        text::CharOffset,
    };

    fn files(all: &[(&str, &str)]) -> Vec<SourceFile> {
        let file = |&(name, text): &(&str, &str)| SourceFile {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        all.iter().map(file).collect()
    }

    #[test]
    fn what_brat_itself_writes_is_read() {
        let text = "街道建成𠮷站\n引进青年\n";
        let ann = "T1\tOrg 0 2\t街道\n\
                   T2\tEvent 4 6;7 9\t𠮷站 引进\n\
                   E1\tEvent:T2 Agent:T1\nR1\tOf Arg1:T1 Arg2:T2\t\n*\tAlias T1 T2\n\
                   A1\tNegation T2\nN1\tReference T1 Wiki:5\t街道\n\
                   #1\tAnnotatorNotes T1\t待核\n#2\tAnnotatorNotes E1\t事件\n\
                   T3\tOrg 4 99\t没有\nT4\tOrg 8 10\t走了\nT5\tOrg 0 1;3 4\t不 对\n错\n";
        let incoming = read(&files(&[
            ("a.txt", text),
            ("a.ann", ann),
            ("annotation.conf", "[entities]\n"),
            ("b.ann", ""),
            ("c.txt", ""),
        ]));
        let seen: Vec<_> = incoming.passages.iter().map(|p| (&p.quotes[..], &*p.memo)).collect();
        let quotes = |all: &[&str]| all.iter().map(|quote| (*quote).to_owned()).collect::<Vec<_>>();
        // Over a line end; a quote that is not where it should be is for the set to find.
        let all = [quotes(&["街道"]), quotes(&["𠮷站\n引进"]), quotes(&["走了"])];
        assert_eq!(seen, [(&all[0][..], "待核"), (&all[1][..], ""), (&all[2][..], "")]);
        let span = CharSpan::between(CharOffset::new(4), CharOffset::new(9));
        assert_eq!(incoming.passages[1].fragments, [span]);
        let left: Vec<_> = incoming.leftovers.iter().collect();
        let expected = [
            (Leftover::Dangling, 3),
            (Leftover::Notes, 1),
            (Leftover::Attributes, 2),
            (Leftover::Relations, 3),
        ];
        assert_eq!(left, expected);
        let faults: Vec<_> = incoming.faults.iter().map(|f| (&*f.file, f.kind.clone())).collect();
        let no = |name: &str| FaultKind::NoPart(name.to_owned());
        assert_eq!(faults, [("c.txt", no("c.ann")), ("b.ann", no("b.txt"))]);
    }

    #[test]
    fn a_text_that_begins_with_a_mark_keeps_its_places() {
        let incoming =
            read(&files(&[("a.md.txt", "\u{feff}甲\r\n乙"), ("a.md.ann", "T1\tX 4 5\t乙")]));
        assert_eq!(incoming.articles[0].name, "a.md");
        assert_eq!(incoming.passages[0].quotes, ["乙"]);
    }

    proptest! {
        #[test]
        fn what_was_written_comes_back(set in any_set()) {
            let files = write(set.project()).files;
            let files: Vec<_> =
                files.into_iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
            let incoming = read(&files);
            prop_assert!(incoming.faults.is_empty() && incoming.leftovers.iter().next().is_none());
            let text = |path: &str| {
                let article = set.corpus.articles().find(|a| a.path.as_str() == path);
                article.expect("an article").text.clone()
            };
            for article in &incoming.articles {
                let text = text(&article.name);
                prop_assert_eq!(article.text.as_deref(), Some(text.as_str()));
            }
            // Each annotation for itself: two passages of one place may have become one.
            let mut seen: Vec<_> = passages_of(&incoming)
                .into_iter()
                .flat_map(|(article, spans, themes, coder, memo)| {
                    let one = move |theme| {
                        (article.clone(), spans.clone(), theme, coder.clone(), memo.clone())
                    };
                    themes.into_iter().map(one)
                })
                .collect();
            let mut wanted = Vec::new();
            for (article, spans, themes, coder, memo) in passages_in(&set) {
                let spans = without_edges(&text(&article), &spans);
                for theme in themes.iter().filter(|_| !spans.is_empty()) {
                    let coder = coder.as_deref().map(type_name);
                    wanted.push((article.clone(), spans.clone(), type_name(theme), coder, one_line(&memo)));
                }
            }
            seen.sort();
            wanted.sort();
            prop_assert_eq!(seen, wanted);
            // And what was one passage is not several.
            for excerpt in &set.excerpts {
                let spans = without_edges(&text(excerpt.article.as_str()), &excerpt.fragments);
                let names: HashSet<_> = excerpt.themes.iter().map(|name| type_name(name)).collect();
                let whole = incoming.passages.iter().any(|passage| {
                    let themes = passage.themes.iter().map(|&at| path_of(&incoming, at));
                    passage.fragments == spans && names.is_subset(&themes.collect())
                });
                prop_assert!(whole || spans.is_empty() || names.len() < excerpt.themes.len());
            }
        }
    }

    /// The fragments as brat's places can say them: without line ends at their edges, and those
    /// with nothing but line ends between them as one.
    fn without_edges(text: &Text, spans: &[CharSpan]) -> Vec<CharSpan> {
        let chars: Vec<char> = text.as_str().chars().collect();
        let mut marked: Vec<u32> = spans
            .iter()
            .flat_map(|span| span.start().get()..span.end().get())
            .filter(|&at| chars[at as usize] != '\n')
            .collect();
        marked.sort_unstable();
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for at in marked {
            match parts.last_mut() {
                Some((_, end)) if (*end..at).all(|gap| chars[gap as usize] == '\n') => {
                    *end = at + 1;
                }
                _ => parts.push((at, at + 1)),
            }
        }
        let span = |(a, b)| CharSpan::between(CharOffset::new(a), CharOffset::new(b));
        parts.into_iter().map(span).collect()
    }
}
