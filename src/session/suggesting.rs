//! Asking for suggestions.

use super::{Answered, Ground, Question};
use crate::{
    analysis::suggest::{Suggesting, SuggestionError, Suggestions},
    corpus::{ArticlePath, LoadProgress},
    scene::Heeds,
};

impl Question for Suggesting {
    type Answer = Suggestions;
    type Refusal = SuggestionError;

    const STATUS: Option<&'static str> = Some("suggest.status");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    /// What was suggested for one theme says nothing of another.
    fn shows_meanwhile(&self, before: &Self) -> bool {
        self.theme == before.theme && self.coder == before.coder
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Suggestions, SuggestionError> {
        let scene = &ground.scene;
        let is_done = |article: &ArticlePath| scene.is_done(article, &self.coder, Some(self.theme));
        self.work_out(scene, &is_done, &|_, _| false, progress)
    }
}
