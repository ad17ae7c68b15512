//! The articles of a set of which a condition holds, whatever is marked in them.

use super::{
    Parsed,
    article::{ArticleCheck, ArticleFacts, ConditionNode},
    names::{Lookup, UnknownName},
};
use crate::{corpus::ArticlePath, scene::Scene};

/// A condition on articles, with every name looked up.
///
/// It asks for names, years, attributes, groups and who is done; a word without a field is looked for
/// in title and path.
#[derive(Debug)]
pub struct ArticleSelector {
    node: ConditionNode<ArticleCheck>,
}

impl ArticleSelector {
    /// Looks up the names in `parsed`.
    ///
    /// # Errors
    /// If one of them is not there, or something is asked that only a passage can answer.
    pub fn new(parsed: &Parsed, scene: &Scene) -> Result<Self, UnknownName> {
        Lookup::new(scene).article_node(parsed).map(|node| Self { node })
    }

    /// The articles of the group of that name.
    ///
    /// # Errors
    /// If there is none, or its condition makes no sense any more; the place is that of nothing.
    pub fn of_group(name: &str, scene: &Scene) -> Result<Self, UnknownName> {
        let check = Lookup::new(scene).group(name, &(0..0))?;
        Ok(Self { node: ConditionNode::Test(check) })
    }

    /// Whether it holds of an article, which need not be there any more.
    #[must_use]
    pub fn holds(&self, scene: &Scene, article: &ArticlePath) -> bool {
        let facts = ArticleFacts::new(scene, article);
        self.node.holds(&|check| facts.passes(check))
    }

    /// The articles of the set of which it holds, in the set's order.
    #[must_use]
    pub fn found<'a>(&self, scene: &'a Scene) -> Vec<&'a ArticlePath> {
        let all = scene.corpus.entries().iter().map(|entry| &entry.path);
        all.filter(|article| self.holds(scene, article)).collect()
    }
}
