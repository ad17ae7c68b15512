//! The passages of one printing carried over to another: where in the second text they would stand.

use super::{
    changes::{ChangeOp, ReuseComparison},
    letters::letter,
};
use crate::{
    annotation::{Coder, Passage, PassageId},
    corpus::ArticlePath,
    scene::Scene,
    text::{CharOffset, CharSpan, fold_width},
};

/// If more than one in so many letters of a passage was changed, it is not carried over unseen.
const CHANGED: usize = 4;

/// Why a passage is not carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarryDoubt {
    /// It reaches beyond the text that both have.
    Outside,
    /// One of its ends, or much of it, was changed.
    Changed,
    /// The same coder has marked that place with the same themes already.
    Marked,
}

/// A passage and its place in the other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedPassage {
    /// Which.
    pub passage: PassageId,
    /// Its fragments there, or why it is left out.
    pub place: Result<Vec<CharSpan>, CarryDoubt>,
}

/// What becomes of the passages of `coder` that stand in the first side of `comparison`, an article
/// of that name, in its second side; in the order in which they stand.
#[must_use]
pub fn carried(
    scene: &Scene,
    coder: &Coder,
    (from, to): (&ArticlePath, &ArticlePath),
    comparison: &ReuseComparison,
) -> Vec<CarriedPassage> {
    let marked = |article: &ArticlePath| -> Vec<&Passage> {
        let layer = scene.annotations.layer(article, coder);
        layer
            .into_iter()
            .flat_map(|layer| layer.passages.iter().map(|passage| &**passage))
            .collect()
    };
    let there = marked(to);
    let is_marked = |passage: &Passage, place: &[CharSpan]| {
        there.iter().any(|other| {
            passage.themes.iter().all(|theme| other.themes.contains(theme))
                && scene.place_of(other).is_some_and(|spans| {
                    place.iter().all(|span| spans.iter().any(|known| known.overlaps(*span)))
                })
        })
    };
    let carry = |passage: &Passage| {
        let fragments = scene.place_of(passage)?;
        fragments.iter().any(|span| span.overlaps(comparison.a)).then_some(())?;
        let place = place(scene, (from, to), comparison, fragments);
        let place = place.and_then(|place| {
            if is_marked(passage, &place) { Err(CarryDoubt::Marked) } else { Ok(place) }
        });
        Some((fragments.first()?.start(), CarriedPassage { passage: passage.id, place }))
    };
    let mut carried: Vec<_> = marked(from).into_iter().filter_map(carry).collect();
    carried.sort_by_key(|(start, carried)| (*start, carried.passage));
    carried.into_iter().map(|(_, carried)| carried).collect()
}

/// Where `fragments` of the first text stand in the second.
fn place(
    scene: &Scene,
    (from, to): (&ArticlePath, &ArticlePath),
    comparison: &ReuseComparison,
    fragments: &[CharSpan],
) -> Result<Vec<CharSpan>, CarryDoubt> {
    let (Some(from), Some(to)) = (scene.corpus.article(from), scene.corpus.article(to)) else {
        return Err(CarryDoubt::Outside);
    };
    let mut places = Vec::with_capacity(fragments.len());
    for &fragment in fragments {
        let text: Vec<char> =
            from.text.slice_chars(fragment).ok_or(CarryDoubt::Outside)?.chars().collect();
        let is_letter = |c: &char| letter(*c).is_some();
        let (Some(first), Some(last)) =
            (text.iter().position(is_letter), text.iter().rposition(is_letter))
        else {
            return Err(CarryDoubt::Outside);
        };
        let at = |index: usize| {
            CharOffset::new(fragment.start().get() + u32::try_from(index).unwrap_or(u32::MAX))
        };
        if !comparison.a.contains(at(first)) || !comparison.a.contains(at(last)) {
            return Err(CarryDoubt::Outside);
        }
        let there = |at| comparison.in_second(at).ok_or(CarryDoubt::Changed);
        let (start, end) = (there(at(first))?, there(at(last))?.get() + 1);
        let letters = text.iter().filter(|c| is_letter(c)).count();
        if changed_letters(comparison, fragment) * CHANGED > letters {
            return Err(CarryDoubt::Changed);
        }
        // The marks at its ends go with it where they are the same.
        let char_at = |at: u32| {
            let span = CharSpan::between(CharOffset::new(at), CharOffset::new(at + 1));
            to.text.slice_chars(span).and_then(|text| text.chars().next())
        };
        let same = |mark: &char, at: u32| char_at(at).map(fold_width) == Some(fold_width(*mark));
        let (mut start, mut end) = (start.get(), end);
        for mark in text.iter().take(first).rev() {
            match start.checked_sub(1) {
                Some(before) if same(mark, before) => start = before,
                _ => break,
            }
        }
        for mark in text.iter().skip(last + 1) {
            if !same(mark, end) {
                break;
            }
            end += 1;
        }
        places.push(CharSpan::between(CharOffset::new(start), CharOffset::new(end)));
    }
    Ok(places)
}

/// How many letters of a fragment are other in the second text, those that were put in counted.
fn changed_letters(comparison: &ReuseComparison, fragment: CharSpan) -> usize {
    let inside = comparison.pieces.iter().filter(|piece| {
        piece.op != ChangeOp::Equal
            && (piece.a.overlaps(fragment)
                || piece.a.is_empty()
                    && fragment.start() < piece.a.start()
                    && piece.a.start() < fragment.end())
    });
    inside.map(|piece| piece.a_letters.chars().count().max(piece.b_letters.chars().count())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{SampleMark, set};

    const FIRST: &str = "开头。柳岸街道每季度召开一次联席会议，研究驻区单位共建事项。";
    const AGAIN: &str = "另一个开头是这样的：柳岸街道每季度召开1次会议,研究驻区单位共建事项。";

    #[test]
    fn what_was_not_changed_is_carried_and_the_rest_is_listed() {
        let mark = |article, fragments: &[(u32, u32)], theme| SampleMark {
            article,
            coder: "lin",
            fragments: fragments.to_vec(),
            themes: vec![theme],
        };
        let marks = [
            // 柳岸街道; 一次联席会议; 研究…事项。; over the edge; marked there already.
            mark(0, &[(3, 7)], 0),
            mark(0, &[(12, 18)], 0),
            mark(0, &[(19, 30)], 1),
            mark(0, &[(0, 7)], 3),
            mark(0, &[(21, 25)], 3),
            mark(1, &[(24, 30)], 3),
        ];
        let scene = set(&[("2019.txt", FIRST), ("2020.txt", AGAIN)], &marks).scene;
        let articles: Vec<_> = scene.corpus.articles().collect();
        let whole = |at: usize| CharSpan::between(CharOffset::ZERO, articles[at].text.char_len());
        let comparison =
            ReuseComparison::of((&articles[0].text, whole(0)), (&articles[1].text, whole(1)));
        let comparison = comparison.expect("alike");
        let coder = Coder::new("lin").expect("a name");
        let found = carried(&scene, &coder, (&articles[0].path, &articles[1].path), &comparison);
        let places: Vec<Result<String, CarryDoubt>> = found
            .iter()
            .map(|carried| {
                let spans = carried.place.clone()?;
                Ok(articles[1].text.slice_chars(spans[0]).expect("inside").to_owned())
            })
            .collect();
        assert_eq!(
            places,
            [
                Err(CarryDoubt::Outside),
                Ok("柳岸街道".to_owned()),
                Err(CarryDoubt::Changed),
                Ok("研究驻区单位共建事项。".to_owned()),
                Err(CarryDoubt::Marked),
            ]
        );
        let nobody = Coder::new("王").expect("a name");
        let paths = (&articles[0].path, &articles[1].path);
        assert_eq!(carried(&scene, &nobody, paths, &comparison), []);
    }
}
