//! Looking up what a condition names in a set: themes, attributes, groups.

use std::{collections::BTreeSet, ops::Range};

use super::{
    AttributeTest, Comparison, DoneTest, DoneWho, ErrorKind, Parsed, Test, ThemeName,
    article::{ArticleCheck, AttributeAsk, AttributeCheck, ConditionNode, DoneCheck, Operand},
    parse,
};
use crate::{
    annotation::{Annotations, AttributeKind, RecordId, ThemeId},
    scene::Scene,
    search::fold::fold_query,
    text,
};

/// A condition names something that there is none of, or asks what cannot be asked of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault:?}: {name}")]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// What is wrong with it.
    pub fault: NameFault,
    /// Where its test stands in the line, in characters.
    pub at: Range<usize>,
}

/// What is wrong with a name in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// There is no theme of that name.
    Theme,
    /// There is no attribute of that name.
    Attribute,
    /// There is no group of that name.
    Group,
    /// The group is in its own condition, perhaps by way of other groups.
    Circle,
    /// The group's own condition is none, for that reason.
    GroupLine(ErrorKind),
    /// The group's own condition names something that there is none of.
    GroupName(Box<UnknownName>),
    /// The attribute of that name takes no such values.
    Value {
        /// What it takes.
        kind: AttributeKind,
        /// What stands in the condition.
        value: String,
    },
    /// That asks for passages where only articles are meant.
    OfPassages(Box<Test>),
}

/// The names of a set, while a condition is made ready.
pub(super) struct Lookup<'a> {
    scene: &'a Scene,
    /// The groups whose conditions are being made ready, each within the one before.
    within: Vec<RecordId>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(scene: &'a Scene) -> Self {
        Self { scene, within: Vec::new() }
    }

    /// The themes that a test names.
    pub(super) fn themes(
        &self,
        theme: &ThemeName,
        at: &Range<usize>,
    ) -> Result<BTreeSet<ThemeId>, UnknownName> {
        let ids = themes_named(&self.scene.annotations, theme);
        if ids.is_empty() { Err(unknown(&theme.name, NameFault::Theme, at)) } else { Ok(ids) }
    }

    /// The themes in whose names this stands, folded.
    pub(super) fn themes_with(&self, folded: &str) -> BTreeSet<ThemeId> {
        let all = self.scene.codebook().themes().iter();
        all.filter(|theme| fold_query(&theme.name).contains(folded)).map(|theme| theme.id).collect()
    }

    /// A test of the article, made ready; `None` if it asks for passages.
    pub(super) fn article_check(
        &mut self,
        test: &Test,
        at: &Range<usize>,
    ) -> Result<Option<ArticleCheck>, UnknownName> {
        Ok(Some(match test {
            Test::Article { name, exact } => {
                ArticleCheck::Name { name: name.clone(), folded: fold_query(name), exact: *exact }
            }
            Test::Year(years) => ArticleCheck::Year(*years),
            Test::Attribute { name, test } => self.attribute(name, test, at)?,
            Test::Done(done) => self.done(done, at)?,
            Test::Group(name) => self.group(name, at)?,
            _ => return Ok(None),
        }))
    }

    fn attribute(
        &self,
        name: &str,
        test: &AttributeTest,
        at: &Range<usize>,
    ) -> Result<ArticleCheck, UnknownName> {
        let known = self.scene.catalogue.attributes().named(name.trim());
        let known = known.ok_or_else(|| unknown(name, NameFault::Attribute, at))?;
        let ask = match test {
            AttributeTest::Some => AttributeAsk::Some,
            AttributeTest::None => AttributeAsk::None,
            AttributeTest::Is(Comparison::Contains, value)
                if matches!(known.kind, AttributeKind::Text | AttributeKind::Choice(_)) =>
            {
                AttributeAsk::Contains(fold_query(value))
            }
            AttributeTest::Is(comparison, value) => {
                let operand = Operand::read(&known.kind, value).ok_or_else(|| {
                    let (kind, value) = (known.kind.clone(), value.clone());
                    unknown(&known.name, NameFault::Value { kind, value }, at)
                })?;
                AttributeAsk::Is(*comparison, operand)
            }
        };
        Ok(ArticleCheck::Attribute(AttributeCheck { name: known.name.clone(), ask }))
    }

    fn done(&self, done: &DoneTest, at: &Range<usize>) -> Result<ArticleCheck, UnknownName> {
        let DoneTest { who, theme } = done;
        let themes = match theme {
            Some(name) => {
                // Whoever is done for a theme is done for those below it.
                let theme = ThemeName { name: name.clone(), exact: true };
                Some(self.themes(&theme, at)?.into_iter().collect())
            }
            None => None,
        };
        let (coder, nobody) = match who {
            DoneWho::Anyone => (None, false),
            DoneWho::Nobody => (None, true),
            DoneWho::Coder(name) => (Some(name.trim().to_owned()), false),
        };
        Ok(ArticleCheck::Done(DoneCheck { coder, themes, nobody }))
    }

    /// The group of that name, with its own condition made ready.
    pub(super) fn group(
        &mut self,
        name: &str,
        at: &Range<usize>,
    ) -> Result<ArticleCheck, UnknownName> {
        let group = self.scene.catalogue.group(name.trim());
        let group = group.ok_or_else(|| unknown(name, NameFault::Group, at))?;
        let fault = |fault| unknown(&group.name, fault, at);
        if self.within.contains(&group.id) {
            return Err(fault(NameFault::Circle));
        }
        let parsed =
            parse(&group.condition).map_err(|error| fault(NameFault::GroupLine(error.kind)))?;
        self.within.push(group.id);
        let node = self.article_node(&parsed);
        self.within.pop();
        match node {
            Ok(node) => Ok(ArticleCheck::Group(Box::new(node))),
            // Whose circle it is says enough.
            Err(circle) if circle.fault == NameFault::Circle => Err(fault(NameFault::Circle)),
            Err(inner) => Err(fault(NameFault::GroupName(Box::new(inner)))),
        }
    }

    /// A condition on articles, made ready.
    pub(super) fn article_node(
        &mut self,
        parsed: &Parsed,
    ) -> Result<ConditionNode<ArticleCheck>, UnknownName> {
        let mut places = parsed.places.iter();
        ConditionNode::of(&parsed.condition, &mut |test: &Test| {
            let at = places.next().cloned().unwrap_or_default();
            if let Test::Word(word) = test {
                let folded = fold_query(word);
                return Ok(ArticleCheck::Name { name: word.clone(), folded, exact: false });
            }
            let fault = || unknown("", NameFault::OfPassages(Box::new(test.clone())), &at);
            self.article_check(test, &at)?.ok_or_else(fault)
        })
    }
}

fn unknown(name: &str, fault: NameFault, at: &Range<usize>) -> UnknownName {
    UnknownName { name: name.to_owned(), fault, at: at.clone() }
}

/// The themes that `name` means: by path name, else by name, else whatever the width and case; with
/// those below unless it is exact. A theme that only the passages' files still name counts too.
fn themes_named(annotations: &Annotations, theme: &ThemeName) -> BTreeSet<ThemeId> {
    let codebook = annotations.codebook();
    let name = theme.name.trim();
    let by = |is: &dyn Fn(&crate::annotation::Theme) -> bool| -> BTreeSet<ThemeId> {
        codebook.themes().iter().filter(|theme| is(theme)).map(|theme| theme.id).collect()
    };
    let mut ids = by(&|theme| codebook.path_name(theme.id) == name);
    if ids.is_empty() {
        ids = by(&|theme| theme.name == name);
    }
    if ids.is_empty() {
        ids = by(&|theme| text::fold(&theme.name) == text::fold(name));
    }
    if ids.is_empty() {
        let layers = annotations.articles().flat_map(|article| annotations.layers(article));
        let legends = layers.flat_map(|(_, layer)| &layer.legend);
        let named = legends.filter(|(id, known)| *known == name && codebook.get(**id).is_none());
        return named.map(|(id, _)| *id).collect();
    }
    if !theme.exact {
        let mut above: Vec<ThemeId> = ids.iter().copied().collect();
        while let Some(id) = above.pop() {
            for child in codebook.children(Some(id)) {
                if ids.insert(child.id) {
                    above.push(child.id);
                }
            }
        }
    }
    ids
}
