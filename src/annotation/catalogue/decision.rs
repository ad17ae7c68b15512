//! A decision on a place where two coders differ: what stood there, what was decided, and why.
//!
//! Made in the name of somebody who is neither of the two; what was decided stands as passages in that
//! one's own sidecars, and the two coders' files stay as they are. What stood there is kept, so that a
//! place where a coder has changed something since is asked about again.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    annotation::{
        Coder, PassageId, Record, RecordId, ThemeId, Timestamp,
        notation::push_string,
        now,
        passage::{later_than, moment},
    },
    corpus::ArticlePath,
};

/// What a coder had set at a place when it was decided on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecidedMark {
    /// Which passage.
    pub passage: PassageId,
    /// As what.
    pub theme: ThemeId,
    /// Its text, the fragments joined by a line end: where the article is edited elsewhere it stays.
    pub quote: String,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Settlement {
    /// What the first coder set.
    TakeA,
    /// What the second set.
    TakeB,
    /// Both.
    Both,
    /// Neither.
    Neither,
    /// Something of its own.
    Own,
}

impl Settlement {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::TakeA, Self::TakeB, Self::Both, Self::Neither, Self::Own];

    fn word(self) -> &'static str {
        match self {
            Self::TakeA => "TakeA",
            Self::TakeB => "TakeB",
            Self::Both => "Both",
            Self::Neither => "Neither",
            Self::Own => "Own",
        }
    }
}

/// A decision on one difference.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Which one.
    pub id: RecordId,
    /// The article.
    pub article: ArticlePath,
    /// Who was compared: the first and the second.
    pub coders: (Coder, Coder),
    /// What the first had set.
    pub a: Option<DecidedMark>,
    /// What the second had set.
    pub b: Option<DecidedMark>,
    /// What was decided; `None` while it is only talked about.
    pub settlement: Option<Settlement>,
    /// The passages that were written for it.
    pub passages: Vec<PassageId>,
    /// Why, or what was said about it.
    pub reason: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl Decision {
    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// What stood there.
    pub fn marks(&self) -> impl Iterator<Item = &DecidedMark> {
        self.a.iter().chain(&self.b)
    }

    /// Where the decisions in the name of `coder` on the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("decisions.{coder}.ron"))
    }

    /// In whose name the decisions in the file called `name` are, if it is such a file.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("decisions.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

fn push_mark(out: &mut String, mark: Option<&DecidedMark>) {
    let Some(DecidedMark { passage, theme, quote }) = mark else { return out.push_str("None") };
    // Writing to a `String` cannot fail.
    let _ = write!(out, "Some((passage: \"{passage}\", theme: \"{theme}\", quote: ");
    push_string(out, quote);
    out.push_str("))");
}

impl Record for Decision {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        let Self { id, article, coders, a, b, settlement, passages, reason, modified } = self;
        let _ = write!(out, "(id: \"{id}\", article: ");
        push_string(out, article.as_str());
        out.push_str(", coders: (");
        push_string(out, coders.0.as_str());
        out.push_str(", ");
        push_string(out, coders.1.as_str());
        out.push_str("), a: ");
        push_mark(out, a.as_ref());
        out.push_str(", b: ");
        push_mark(out, b.as_ref());
        match settlement {
            Some(settlement) => {
                let _ = write!(out, ", settlement: Some({})", settlement.word());
            }
            None => out.push_str(", settlement: None"),
        }
        out.push_str(", passages: [");
        for (passage, at) in passages.iter().zip(0..) {
            let _ = write!(out, "{}\"{passage}\"", if at > 0 { ", " } else { "" });
        }
        out.push_str("], reason: ");
        push_string(out, reason);
        let _ = write!(out, ", modified: \"{}\")", moment::text(*modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, article, coders, a, b, settlement, passages, reason, modified: _ } = self;
        (id, article, coders, a, b)
            == (&other.id, &other.article, &other.coders, &other.a, &other.b)
            && (settlement, passages, reason) == (&other.settlement, &other.passages, &other.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Records;

    #[test]
    fn a_decision_is_read_as_it_was_written() {
        let coder = |name: &str| Coder::new(name).expect("a name");
        let mark = |quote: &str| DecidedMark {
            passage: PassageId::fresh(),
            theme: ThemeId::fresh(),
            quote: quote.to_owned(),
        };
        let mut decisions = Records::default();
        for (settlement, passages) in [(None, 0), (Some(Settlement::Both), 2)] {
            decisions.set(Decision {
                id: RecordId::fresh(),
                article: ArticlePath::new("甲.txt").expect("a name"),
                coders: (coder("林"), coder("周")),
                a: Some(mark("居民\n\"推选\"")),
                b: settlement.map(|_| mark("楼栋长")),
                settlement,
                passages: (0..passages).map(|_| PassageId::fresh()).collect(),
                reason: "按标准\n归它".to_owned(),
                modified: now(),
            });
        }
        let text = decisions.to_ron();
        assert_eq!(text.lines().count(), 7);
        assert_eq!(Records::from_ron(&text), Ok(decisions));
        let path = Decision::path(Path::new("/set"), &coder("裁定"));
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(Decision::owner(&name), Some(coder("裁定")));
    }
}
