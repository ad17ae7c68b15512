//! Excerpts as a list for reading: in which groups, under which headings, with which source.

use super::{Excerpt, ExportTerms, ExportWords, GroupBy, Project};
use crate::{annotation::Codebook, corpus::Corpus};

/// What the excerpts are put together by.
#[derive(Clone, Copy, Debug)]
pub enum Grouping<'a> {
    /// By theme, in the codebook's order; an excerpt stands under each of its themes.
    Theme(&'a Codebook),
    /// By article, in the order of the excerpts.
    Article,
}

/// The words that do not come from the excerpts, in the language of the reader.
pub struct ListingLabels<'a> {
    /// The heading of the whole.
    pub heading: String,
    /// The heading of excerpts without a theme.
    pub no_theme: String,
    /// What stands before a memo.
    pub memo: String,
    /// What is said of an excerpt whose place is not known any more.
    pub not_found: String,
    /// The name of the paragraph with that number: `第 3 段`.
    pub paragraph: &'a dyn Fn(usize) -> String,
}

impl<'a> ListingLabels<'a> {
    /// They in the words of the interface, for excerpts of the set called `set`.
    pub(super) fn of(
        words: ExportWords<'_>,
        set: &str,
        paragraph: &'a dyn Fn(usize) -> String,
    ) -> Self {
        Self {
            heading: words.filled("export.heading", "set", set),
            no_theme: words.of("export.no_theme"),
            memo: words.of("export.memo"),
            not_found: words.of("export.not_found"),
            paragraph,
        }
    }
}

/// Hands over the list of a project's excerpts as its terms want it: the list borrows its words.
pub(super) fn with_listing<T>(
    project: Project<'_>,
    terms: &ExportTerms<'_>,
    then: impl FnOnce(&Listing<'_>) -> T,
) -> T {
    let words = terms.words;
    let paragraph = |number: usize| words.filled("export.paragraph", "number", &number.to_string());
    let labels = &ListingLabels::of(words, &project.corpus.name(), &paragraph);
    let grouping = match terms.options.group_by {
        GroupBy::Theme => Grouping::Theme(project.codebook),
        GroupBy::Article => Grouping::Article,
    };
    let Project { corpus, excerpts, .. } = project;
    then(&Listing { corpus, excerpts, grouping, labels, most: terms.most })
}

/// A list of excerpts for reading.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    /// The articles that they stand in.
    pub corpus: &'a Corpus,
    /// What is listed.
    pub excerpts: &'a [Excerpt],
    /// What they are put together by.
    pub grouping: Grouping<'a>,
    /// The words around them.
    pub labels: &'a ListingLabels<'a>,
    /// How many are written, of all that the headings count: `usize::MAX` but for a first look.
    pub most: usize,
}

/// The excerpts under one heading.
pub(super) struct Group<'a> {
    /// The heading.
    pub(super) name: String,
    /// How many there are.
    pub(super) count: usize,
    /// Those that are written.
    pub(super) excerpts: Vec<&'a Excerpt>,
}

impl<'a> Listing<'a> {
    /// The groups of which something is written.
    pub(super) fn groups(&self) -> Vec<Group<'a>> {
        let mut left = self.most;
        let mut written = Vec::new();
        for (name, mut excerpts) in groups(self.excerpts, self.grouping, self.labels) {
            if left == 0 {
                break;
            }
            let count = excerpts.len();
            excerpts.truncate(left);
            left -= excerpts.len();
            written.push(Group { name, count, excerpts });
        }
        written
    }
}

/// The excerpts in their groups, each with its heading.
fn groups<'a>(
    excerpts: &'a [Excerpt],
    grouping: Grouping<'_>,
    labels: &ListingLabels<'_>,
) -> Vec<(String, Vec<&'a Excerpt>)> {
    let mut groups: Vec<(String, Vec<&Excerpt>)> = Vec::new();
    match grouping {
        Grouping::Article => {
            for excerpt in excerpts {
                match groups.last_mut() {
                    Some((_, group))
                        if group.last().is_some_and(|last| last.article == excerpt.article) =>
                    {
                        group.push(excerpt);
                    }
                    _ => groups.push((title(excerpt), vec![excerpt])),
                }
            }
        }
        Grouping::Theme(codebook) => {
            let names = codebook.themes().iter().map(|theme| codebook.path_name(theme.id));
            groups.extend(names.map(|name| (name, Vec::new())));
            for excerpt in excerpts {
                let none = [labels.no_theme.clone()];
                let names = if excerpt.themes.is_empty() { &none[..] } else { &excerpt.themes };
                for name in names {
                    match groups.iter_mut().find(|(group, _)| group == name) {
                        Some((_, group)) => group.push(excerpt),
                        None => groups.push((name.clone(), vec![excerpt])),
                    }
                }
            }
            groups.retain(|(_, group)| !group.is_empty());
        }
    }
    groups
}

/// Where the excerpt comes from, part by part.
pub(super) fn source(
    excerpt: &Excerpt,
    grouping: Grouping<'_>,
    labels: &ListingLabels<'_>,
) -> Vec<String> {
    let year = excerpt.year.map(|year| format!(" {year}")).unwrap_or_default();
    let mut parts = vec![format!("{}{year}", title(excerpt)), excerpt.article.to_string()];
    parts.push(excerpt.paragraph.map_or_else(|| labels.not_found.clone(), labels.paragraph));
    let spans: Vec<_> = excerpt
        .fragments
        .iter()
        .map(|span| format!("[{}, {})", span.start(), span.end()))
        .collect();
    parts.push(spans.join(" "));
    parts.push(excerpt.coder.to_string());
    // Under a theme's heading that theme is known; the others are not.
    let themes_are_known = matches!(grouping, Grouping::Theme(_)) && excerpt.themes.len() < 2;
    if !themes_are_known && !excerpt.themes.is_empty() {
        parts.push(excerpt.themes.join("; "));
    }
    parts
}

fn title(excerpt: &Excerpt) -> String {
    format!("《{}》", excerpt.title)
}
