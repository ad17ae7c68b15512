//! The condition line: a field in which a condition is typed or clicked together, and what it asks.
//!
//! A page that narrows down what it shows has one: the same grammar, the same completion everywhere.

mod asked;
mod field;

pub(super) use asked::{
    Asked, alternatives, holds, negated, theme_name, theme_test, without, year_test,
};
pub(super) use field::{ConditionList, ui};
