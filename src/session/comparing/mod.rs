//! Comparing: the analyses of [`crate::analysis`] as questions about the open set, and their sheets in
//! the user's words.
//!
//! Each kind of terms is the question itself: it follows the set, and what was answered before is shown
//! until the next answer is there.

mod matrix_sheet;

pub use matrix_sheet::{axis_item_name, axis_name, matrix_sheet, matrix_unit_name};

use super::{Answered, Ground, Question};
use crate::{
    analysis::{Matrix, MatrixTerms},
    corpus::LoadProgress,
    scene::Heeds,
    search::condition::UnknownTheme,
};

impl Question for MatrixTerms {
    type Answer = Matrix;
    type Refusal = UnknownTheme;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<Matrix, UnknownTheme> {
        Matrix::of(&ground.scene, self)
    }
}
