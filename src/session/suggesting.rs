//! Asking for suggestions.

use super::{Answered, Ground, Question};
use crate::{
    analysis::suggest::{Suggesting, SuggestionError, Suggestions},
    corpus::LoadProgress,
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
        self.work_out(&ground.scene, &|_| false, &|_, _| false, progress)
    }
}
