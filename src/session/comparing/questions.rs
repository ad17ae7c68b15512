//! Each kind of terms as a question about the open set.
//!
//! All of them follow the set. Those about words segment what is not segmented yet.

use std::sync::Arc;

use crate::{
    analysis::{
        Collocates, CollocationTerms, Cooccurrence, CooccurrenceTerms, Dispersion, DispersionTerms,
        FrequencyTerms, GramTerms, Keyness, KeynessTerms, Matrix, MatrixTerms, StringCount,
        StringTerms, SummaryGrid, SummaryTerms, Timeline, TimelineError, TimelineTerms, WordCounts,
        WordRefusal,
    },
    corpus::{Article, LoadProgress},
    scene::Heeds,
    search::condition::UnknownName,
    session::{Answered, Ground, Question, segmenter_of},
    text::{Segmenter, Words},
};

/// Gives the words of articles: those that are known, or what the set's segmenter finds.
fn words_of<'a>(
    ground: &'a Ground,
    progress: &'a LoadProgress,
) -> impl Fn(&Arc<Article>) -> Arc<Words> + Sync + 'a {
    // One that knows nothing of the set's own words is of no use where there are such.
    let made = ground
        .segmenter
        .as_ref()
        .filter(|made| ground.dictionary.is_empty() || !Arc::ptr_eq(made, Segmenter::plain()));
    let segmenter = made.cloned().unwrap_or_else(|| segmenter_of(&ground.dictionary));
    progress.expect(ground.scene.corpus.articles().count());
    move |article| {
        progress.advance();
        match ground.words.of(article) {
            Some(known) => Arc::clone(known),
            // Nobody waits for the answer any more.
            None if progress.is_cancelled() => Arc::new(Words::of("", &segmenter)),
            None => Arc::new(Words::of(article.text.as_str(), &segmenter)),
        }
    }
}

/// A question that follows the set, answered by `$answer`.
macro_rules! follows {
    ($terms:ty, $found:ty, $refusal:ty, |$this:ident, $ground:ident, $progress:ident| $answer:expr) => {
        impl Question for $terms {
            type Answer = $found;
            type Refusal = $refusal;

            const FOLLOWS: bool = true;

            fn heeds(&self) -> Heeds {
                Heeds::Marks
            }

            fn answer(
                &self,
                $ground: &Ground,
                _before: Option<&Answered<Self>>,
                $progress: &LoadProgress,
            ) -> Result<$found, $refusal> {
                let $this = self;
                $answer
            }
        }
    };
}

follows!(MatrixTerms, Matrix, UnknownName, |terms, ground, _progress| {
    Matrix::of(&ground.scene, terms)
});
follows!(CooccurrenceTerms, Cooccurrence, UnknownName, |terms, ground, _progress| {
    Cooccurrence::of(&ground.scene, terms)
});
follows!(SummaryTerms, SummaryGrid, UnknownName, |terms, ground, _progress| {
    SummaryGrid::of(&ground.scene, terms)
});
impl Question for TimelineTerms {
    type Answer = Timeline;
    type Refusal = TimelineError;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<Timeline, TimelineError> {
        // A line that is added does not count the others again.
        let known = before.filter(|before| before.holds_in(&ground.scene));
        Timeline::with_known(&ground.scene, self, known.map(|known| &*known.answer))
    }
}

follows!(FrequencyTerms, WordCounts, WordRefusal, |terms, ground, progress| {
    WordCounts::of(&ground.scene, terms, &words_of(ground, progress))
});
follows!(GramTerms, WordCounts, WordRefusal, |terms, ground, _progress| {
    terms.counts(&ground.scene)
});
follows!(StringTerms, Vec<StringCount>, WordRefusal, |terms, ground, _progress| {
    terms.counts(&ground.scene)
});
follows!(KeynessTerms, Keyness, WordRefusal, |terms, ground, progress| {
    // Strings are looked for as they are: no word is needed, and no dictionary read.
    if terms.strings.is_empty() {
        terms.compare(&ground.scene, &words_of(ground, progress))
    } else {
        terms.compare(&ground.scene, &|_| Arc::new(Words::of("", Segmenter::plain())))
    }
});
follows!(CollocationTerms, Collocates, WordRefusal, |terms, ground, progress| {
    terms.collocates(&ground.scene, &words_of(ground, progress))
});
follows!(DispersionTerms, Dispersion, WordRefusal, |terms, ground, _progress| {
    terms.places(&ground.scene)
});
