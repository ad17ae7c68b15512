//! What rows and columns can be in a set.

use crate::{
    analysis::{Axis, AxisCondition},
    annotation::Catalogue,
    search::condition::{Condition, Parsed, Test},
};

/// The groups of articles that the set keeps, each a row or column; none without such groups.
#[must_use]
pub fn group_axis(catalogue: &Catalogue) -> Option<Axis> {
    let named = catalogue.groups().iter().map(|group| {
        let condition = Condition::Test(Test::Group(group.name.clone()));
        let condition = Parsed { condition, places: Vec::new() };
        AxisCondition { name: group.name.clone(), condition }
    });
    let named: Vec<AxisCondition> = named.collect();
    (!named.is_empty()).then_some(Axis::Conditions(named))
}

/// Everything that rows and columns can be: what every set has, its groups, its attributes.
#[must_use]
pub fn offered_axes(catalogue: &Catalogue) -> Vec<Axis> {
    let known = [Axis::Themes, Axis::Coders, Axis::Years, Axis::Articles];
    let attributes = catalogue.attributes().definitions().iter();
    let attributes = attributes.map(|known| Axis::Attribute(known.name.clone()));
    known.into_iter().chain(group_axis(catalogue)).chain(attributes).collect()
}
