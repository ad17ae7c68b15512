//! What the user corrected in the articles' descriptions, and the file it is kept in.
//!
//! The articles themselves are never written to, so a title that was guessed wrong is set right
//! here, in `.quandian/articles.ron` of the set.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::{ArticlePath, ContentHash, Encoding, Header, LineCorrection, LineMark};

/// The form of the file that this program writes.
const VERSION: u32 = 1;

/// The file that an article's text was converted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name, without folders.
    pub name: String,
    /// The hash of its bytes.
    pub sha256: ContentHash,
}

/// The user's word on one article; what is `None` is left as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The year in which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// The day on which it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// What its bytes are to be read as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What its text was converted from, if it was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the user said of single lines, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineCorrection>,
}

impl Correction {
    /// The year that was said, by itself or with the day.
    pub(super) fn said_year(&self) -> Option<i16> {
        self.date.map(Date::year).or(self.year)
    }

    /// What was said of the line that `line` names, if anything was.
    #[must_use]
    pub fn line(&self, line: &LineMark) -> Option<&LineCorrection> {
        self.lines.iter().find(|known| known.at == *line)
    }

    /// One article's corrections after two sides changed them: before, ours, theirs.
    fn merged([before, ours, theirs]: [Self; 3]) -> Self {
        fn field<T: PartialEq>(before: &T, ours: T, theirs: T) -> T {
            if ours == *before { theirs } else { ours }
        }
        // All fields by name: a new one must not be forgotten here.
        let Self { title, year, date, byline, encoding, source, lines } = ours;
        let mut merged = Self {
            title: field(&before.title, title, theirs.title),
            year: field(&before.year, year, theirs.year),
            date: field(&before.date, date, theirs.date),
            byline: field(&before.byline, byline, theirs.byline),
            encoding: field(&before.encoding, encoding, theirs.encoding),
            source: field(&before.source, source, theirs.source),
            lines: lines.clone(),
        };
        let said = |lines: &[LineCorrection], at: &LineMark| {
            lines.iter().find(|line| line.at == *at).cloned()
        };
        for at in before.lines.iter().chain(&theirs.lines).map(|line| &line.at) {
            let was = said(&before.lines, at);
            let line = field(&was, said(&lines, at), said(&theirs.lines, at));
            // Nothing said of it takes it out.
            let nothing = LineCorrection { at: at.clone(), ..LineCorrection::default() };
            merged.say(line.unwrap_or(nothing));
        }
        merged
    }

    /// What stands `now` with what was changed from `left` to `wanted`, as far as it is still what
    /// was left; and whether some of it is not.
    #[must_use]
    pub fn carried(left: &Self, wanted: &Self, now: &Self) -> (Self, bool) {
        let of = |first: &Self, second: &Self| {
            Self::merged([left.clone(), first.clone(), second.clone()])
        };
        let then = of(now, wanted);
        let clashes = then != of(wanted, now);
        (then, clashes)
    }

    /// Takes over what is said of a line, in place of what was said of it before.
    pub fn say(&mut self, line: LineCorrection) {
        self.lines.retain(|known| known.at != line.at);
        if !line.is_empty() {
            self.lines.push(line);
            self.lines.sort_by(|a, b| a.at.cmp(&b.at));
        }
    }
}

/// The corrections of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    /// None of them is empty.
    articles: BTreeMap<ArticlePath, Correction>,
}

/// Why the file of corrections was not taken.
///
/// It may hold much work, so it is not written over while this is so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionsError {
    /// It is not written as it should be.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// What the parser said.
        reason: String,
    },
    /// A later version of this program wrote it.
    #[error("version {version} is newer than this program's")]
    NewerVersion {
        /// The version it gives.
        version: u32,
    },
    /// The disk would not give it.
    #[error("{reason}")]
    Unreadable {
        /// What the system said.
        reason: String,
    },
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Articles", deny_unknown_fields)]
struct File {
    version: u32,
    articles: BTreeMap<ArticlePath, Correction>,
}

impl Corrections {
    /// Where the corrections of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("articles.ron")
    }

    /// What was corrected of one article.
    #[must_use]
    pub fn get(&self, path: &ArticlePath) -> Option<&Correction> {
        self.articles.get(path)
    }

    /// What was corrected, by article.
    pub fn iter(&self) -> impl Iterator<Item = (&ArticlePath, &Correction)> {
        self.articles.iter()
    }

    /// Whether nothing was corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Sets what is corrected of one article, and gives what was before; nothing corrected at all
    /// takes it out of the file.
    pub fn set(&mut self, path: ArticlePath, correction: Correction) -> Correction {
        let previous = if correction == Correction::default() {
            self.articles.remove(&path)
        } else {
            self.articles.insert(path, correction)
        };
        previous.unwrap_or_default()
    }

    /// What holds after two sides corrected articles apart from each other, `base` being where both
    /// began: of every field of every article what one side alone changed; where both did, `ours`.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut merged = ours.clone();
        let nothing = Correction::default();
        let of = |side: &Self, path| side.get(path).unwrap_or(&nothing).clone();
        let all = base.articles.keys().chain(theirs.articles.keys());
        for path in all.filter(|path| theirs.get(path) != base.get(path)) {
            let sides = [of(base, path), of(ours, path), of(theirs, path)];
            merged.set(path.clone(), Correction::merged(sides));
        }
        merged
    }

    /// The articles of which both sides corrected the same, each in its own way.
    #[must_use]
    pub fn clashes(base: &Self, ours: &Self, theirs: &Self) -> Vec<ArticlePath> {
        let nothing = Correction::default();
        let of = |side: &Self, path: &ArticlePath| side.get(path).unwrap_or(&nothing).clone();
        let both = ours.articles.keys().filter(|path| theirs.articles.contains_key(*path));
        both.filter(|path| {
            let [before, mine, other] = [of(base, path), of(ours, path), of(theirs, path)];
            Correction::carried(&before, &other, &mine).1
        })
        .cloned()
        .collect()
    }

    /// How many articles of `before` have no corrections any more, and how many have some that had
    /// none.
    #[must_use]
    pub fn compared(&self, before: &Self) -> (usize, usize) {
        let lacks = |one: &Self, other: &Self| {
            one.articles.keys().filter(|path| !other.articles.contains_key(*path)).count()
        };
        (lacks(before, self), lacks(self, before))
    }

    /// What was found of an article, with the user's word on top.
    #[must_use]
    pub fn corrected(&self, path: &ArticlePath, found: &Header) -> Header {
        let mut header = found.clone();
        let Some(correction) = self.get(path) else {
            return header;
        };
        if let Some(title) = &correction.title {
            header.title.clone_from(title);
        }
        if correction.byline.is_some() {
            header.byline.clone_from(&correction.byline);
        }
        let year = correction.said_year();
        if year.is_some() {
            header.year = year;
            // The day that was found is of another year, so it was wrong.
            header.date = correction.date.or(header.date.filter(|date| Some(date.year()) == year));
        }
        header
    }

    /// The file's content: one article a line, by path, the same bytes each time.
    ///
    /// # Errors
    /// Never with what this type can hold; the writer's own error if it says otherwise.
    pub fn to_ron(&self) -> Result<String, ron::Error> {
        let file = File { version: VERSION, articles: self.articles.clone() };
        let config = PrettyConfig::new().depth_limit(2).new_line("\n").struct_names(false);
        ron::ser::to_string_pretty(&file, config).map(|text| text + "\n")
    }

    /// Reads the file's content.
    ///
    /// # Errors
    /// If it is anything but what [`Corrections::to_ron`] writes, or of a later version.
    pub fn from_ron(text: &str) -> Result<Self, CorrectionsError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let syntax = |error: ron::error::SpannedError| CorrectionsError::Syntax {
            line: error.span.start.line,
            column: error.span.start.col,
            reason: error.code.to_string(),
        };
        let version = ron::from_str::<Versioned>(text).map_err(syntax)?.version;
        if version > VERSION {
            return Err(CorrectionsError::NewerVersion { version });
        }
        let mut file: File = ron::from_str(text).map_err(syntax)?;
        file.articles.retain(|_, correction| *correction != Correction::default());
        Ok(Self { articles: file.articles })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> ArticlePath {
        ArticlePath::new(text).unwrap()
    }

    fn sample() -> Corrections {
        let mut corrections = Corrections::default();
        let title = Some("楼院里的“红色管家”\n\"二\"".to_owned());
        corrections.set(path("b/2.txt"), Correction { title, ..Correction::default() });
        let (date, encoding) = (Some(date(2019, 6, 28)), Some(Encoding::Gb18030));
        corrections.set(path("a.txt"), Correction { date, encoding, ..Correction::default() });
        corrections
    }

    #[test]
    fn two_sides_keep_what_each_corrected() {
        let titled =
            |title: &str| Correction { title: Some(title.into()), ..Correction::default() };
        let with = |pairs: &[(&str, &str)]| {
            let mut corrections = Corrections::default();
            for (name, title) in pairs {
                corrections.set(path(name), titled(title));
            }
            corrections
        };
        let base = with(&[("a.txt", "甲"), ("b.txt", "乙"), ("c.txt", "丙")]);
        let ours = with(&[("a.txt", "甲一"), ("b.txt", "乙"), ("d.txt", "丁")]);
        let theirs = with(&[("a.txt", "甲二"), ("c.txt", "丙"), ("e.txt", "戊")]);
        let merged = Corrections::merged(&base, &ours, &theirs);
        assert_eq!(merged, with(&[("a.txt", "甲一"), ("d.txt", "丁"), ("e.txt", "戊")]));
    }

    #[test]
    fn what_two_sides_corrected_of_one_article_in_different_fields_is_both_kept() {
        let one = |correction: Correction| {
            let mut corrections = Corrections::default();
            corrections.set(path("a.txt"), correction);
            corrections
        };
        let line = |number: usize, no_twin: bool| LineCorrection {
            at: LineMark { line: number, quote: "党建".into() },
            no_twin,
            starts_story: Some(true),
            ..LineCorrection::default()
        };
        let base = Correction {
            title: Some("甲".into()),
            year: Some(2018),
            lines: vec![line(1, false), line(2, false)],
            ..Correction::default()
        };
        let ours =
            Correction { title: Some("乙".into()), lines: vec![line(1, true)], ..base.clone() };
        let theirs = Correction {
            title: Some("丙".into()),
            year: None,
            byline: Some("林晓".into()),
            lines: vec![line(1, false), line(2, false), line(3, false)],
            ..base.clone()
        };
        let merged = Correction {
            title: Some("乙".into()),
            byline: Some("林晓".into()),
            lines: vec![line(1, true), line(3, false)],
            ..Correction::default()
        };
        assert_eq!(Corrections::merged(&one(base), &one(ours), &one(theirs)), one(merged));
    }

    #[test]
    fn one_article_stands_on_one_line() {
        let text = sample().to_ron().unwrap();
        assert_eq!(
            text,
            "(\n    version: 1,\n    articles: {\n        \
             \"a.txt\": (date: Some(\"2019-06-28\"), encoding: Some(Gb18030)),\n        \
             \"b/2.txt\": (title: Some(\"楼院里的“红色管家”\\n\\\"二\\\"\")),\n    },\n)\n"
        );
        assert_eq!(Corrections::from_ron(&text), Ok(sample()));
        assert_eq!(Corrections::from_ron(&format!("\u{FEFF}{text}")), Ok(sample()));
    }

    #[test]
    fn a_damaged_file_is_an_error_with_its_place() {
        let text = sample().to_ron().unwrap();
        for damaged in
            ["", "(version: 1)", &text[..text.len() / 2], &text.replace("title", "titel")]
        {
            let error = Corrections::from_ron(damaged).unwrap_err();
            assert!(matches!(error, CorrectionsError::Syntax { .. }), "{damaged}: {error}");
        }
        let error = Corrections::from_ron(&text.replace("date:", "date;")).unwrap_err();
        assert!(matches!(error, CorrectionsError::Syntax { line: 4, .. }), "{error}");
        let newer = "(version: 2, articles: {}, links: [])";
        assert_eq!(
            Corrections::from_ron(newer),
            Err(CorrectionsError::NewerVersion { version: 2 })
        );
    }

    #[test]
    fn the_users_word_goes_before_what_was_found() {
        let found = Header {
            title: "柳湾区".into(),
            year: Some(2018),
            date: Some(date(2018, 1, 2)),
            byline: Some("记者 林晓".into()),
        };
        let header = sample().corrected(&path("b/2.txt"), &found);
        assert_eq!(header, Header { title: header.title.clone(), ..found.clone() });
        let header = sample().corrected(&path("a.txt"), &found);
        assert_eq!((header.year, header.date), (Some(2019), Some(date(2019, 6, 28))));
        let mut corrections = Corrections::default();
        corrections.set(path("a.txt"), Correction { year: Some(2020), ..Correction::default() });
        let header = corrections.corrected(&path("a.txt"), &found);
        assert_eq!((header.year, header.date), (Some(2020), None));
    }

    #[test]
    fn a_change_is_carried_over_field_by_field_and_leaves_what_others_wrote() {
        let line = |line: usize, no_twin| LineCorrection {
            at: LineMark { line, quote: "一".into() },
            no_twin,
            ..LineCorrection::default()
        };
        let titled = |title: &str| Some(title.to_owned());
        let left = Correction {
            title: titled("改"),
            year: Some(2019),
            lines: vec![line(3, true)],
            ..Correction::default()
        };
        let wanted = Correction { title: titled("原"), ..Correction::default() };
        // Somebody else gave a byline and said something of another line.
        let now = Correction {
            byline: titled("记者"),
            lines: vec![line(3, true), line(7, true)],
            ..left.clone()
        };
        let then =
            Correction { byline: titled("记者"), lines: vec![line(7, true)], ..wanted.clone() };
        assert_eq!(Correction::carried(&left, &wanted, &now), (then.clone(), false));
        // And another title.
        let now = Correction { title: titled("别处"), ..now };
        let then = Correction { title: titled("别处"), ..then };
        assert_eq!(Correction::carried(&left, &wanted, &now), (then, true));
        assert_eq!(Correction::carried(&left, &wanted, &left), (wanted, false));
    }

    #[test]
    fn setting_gives_back_what_undoes_it() {
        let mut corrections = sample();
        let previous = corrections.set(path("a.txt"), Correction::default());
        assert_eq!(corrections.get(&path("a.txt")), None);
        corrections.set(path("a.txt"), previous);
        assert_eq!(corrections, sample());
    }

    proptest! {
        #[test]
        fn whatever_was_set_comes_back(
            entries in prop::collection::vec(
                ("[a-z党/.\"\\\\]{1,8}", prop::option::of("(\\PC|\n|\"){0,8}"), prop::option::of(any::<i16>())),
                0..5,
            ),
        ) {
            let mut corrections = Corrections::default();
            for (name, title, year) in entries {
                if let Some(path) = ArticlePath::new(&name) {
                    corrections.set(path, Correction { title, year, ..Correction::default() });
                }
            }
            let text = corrections.to_ron().unwrap();
            prop_assert_eq!(Corrections::from_ron(&text), Ok(corrections));
        }
    }
}
