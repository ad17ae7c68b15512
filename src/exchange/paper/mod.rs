//! Articles as they are marked, or excerpts, as pages to print: PDF with our own typesetting.
//!
//! ```text
//! article, excerpts ─► PaperParagraph ─► PaperLine ─► PaperPage ─► PDF
//!                      what is set       where each   what fits    fonts embedded,
//!                      and how it looks  sign stands  on a sheet   text selectable
//! ```
//!
//! Lines are broken by `text::typeset`, as in the window. What is marked has a ground and
//! a line below it in its theme's colour; the theme's name stands in the margin, a memo in a list
//! behind the article, under the number that stands beside the name. Same project, same bytes.

mod article;
mod excerpts;
mod leaf;
mod lines;
mod pages;
mod paragraph;
mod sheet;

use std::io;

use super::{
    ArticleNote, Excerpt, ExportOption, ExportTerms, Format, Loss, Losses, Project, Written,
    listing::with_listing,
    preview::{FirstLook, PARAGRAPHS, ParagraphKind, Preview, PreviewParagraph, PreviewPiece},
};
use crate::corpus::Article;
use paragraph::{PaperParagraph, PaperStyles};
use sheet::PaperGeometry;
pub use sheet::{PaperContent, PaperFace, PaperOptions, PaperSize, PaperText};

/// The format.
pub struct Paper;

impl Format for Paper {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::PaperContent, ExportOption::Paper, ExportOption::GroupBy]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Listing
    }

    fn losses(&self, project: Project<'_>, options: super::ExportOptions) -> Losses {
        let mut losses = Losses::default();
        if options.paper.content == PaperContent::Articles {
            losses.add(Loss::Unplaced, project.unplaced().count());
        }
        losses
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        let document = PaperDocument::of(project, terms);
        let (bytes, missing) = document.pdf(terms.words.language)?;
        let mut losses = self.losses(project, terms.options);
        losses.add(Loss::Glyphs, missing);
        Ok(Written { files: vec![(String::new(), bytes)], losses })
    }

    fn preview(
        &self,
        project: Project<'_>,
        terms: &ExportTerms<'_>,
    ) -> io::Result<(Preview, Losses)> {
        // Of the same paragraphs that are set on the pages.
        let look = match terms.options.paper.content {
            PaperContent::Excerpts => FirstLook::Listing,
            PaperContent::Articles => FirstLook::Article,
        };
        let first = Project { excerpts: look.excerpts(project), whole: false, ..project };
        let most = super::preview::FIRST_EXCERPTS;
        let document = PaperDocument::of(first, &ExportTerms { most, ..*terms });
        let paragraphs = document.paragraphs.iter().take(PARAGRAPHS).map(previewed).collect();
        Ok((Preview::Reading(paragraphs), self.losses(project, terms.options)))
    }
}

/// What is printed: paragraphs in reading order, and how the sheet is used.
struct PaperDocument {
    title: String,
    paragraphs: Vec<PaperParagraph>,
    geometry: PaperGeometry,
}

impl PaperDocument {
    fn of(project: Project<'_>, terms: &ExportTerms<'_>) -> Self {
        let options = terms.options.paper;
        let styles = PaperStyles::new(options);
        let mut paragraphs = Vec::new();
        match options.content {
            PaperContent::Excerpts => {
                with_listing(project, terms, |listing| {
                    excerpts::listed(listing, project, &styles, &mut paragraphs);
                });
            }
            PaperContent::Articles => {
                for printed in printed_articles(project) {
                    article::printed(&printed, project, terms.words, &styles, &mut paragraphs);
                }
            }
        }
        let has_names = paragraphs.iter().any(|paragraph| !paragraph.names.is_empty());
        let geometry = PaperGeometry::new(options, has_names);
        let title = match options.content {
            PaperContent::Articles => {
                let mut names = paragraphs.iter().filter_map(|p| p.running.clone());
                let first = names.next().unwrap_or_default();
                if names.next().is_none() { first } else { project.corpus.name() }
            }
            PaperContent::Excerpts => project.corpus.name(),
        };
        Self { title, paragraphs, geometry }
    }

    /// The file, and how many characters no font of ours has.
    fn pdf(&self, language: &str) -> io::Result<(Vec<u8>, usize)> {
        let lines = lines::set_all(&self.paragraphs, self.geometry.column);
        let pages = pages::filled(&self.paragraphs, &lines, &self.geometry);
        leaf::pdf(self, &lines, &pages, language)
    }
}

/// An article that is printed, with what is marked in it and noted of it.
struct PrintedArticle<'a> {
    article: &'a Article,
    excerpts: Vec<&'a Excerpt>,
    notes: Vec<&'a ArticleNote>,
}

/// Those that were asked for by name, in the order of the set; else those in which an excerpt has a
/// place.
fn printed_articles(project: Project<'_>) -> Vec<PrintedArticle<'_>> {
    let notes = |article: &Article| {
        let notes = project.notes.iter().filter(|note| note.article == article.path);
        notes.collect::<Vec<_>>()
    };
    let mut marked = project.marked().map(|(article, excerpts)| PrintedArticle {
        article,
        excerpts,
        notes: notes(article),
    });
    if project.asked.is_empty() {
        return marked.collect();
    }
    let known: Vec<_> = marked.by_ref().collect();
    let asked = project.corpus.articles().filter(|article| project.asked.contains(&article.path));
    let with_marks = asked.map(|article| {
        let of_it = known.iter().find(|printed| printed.article.path == article.path);
        let excerpts = of_it.map(|printed| printed.excerpts.clone()).unwrap_or_default();
        PrintedArticle { article, excerpts, notes: notes(article) }
    });
    with_marks.collect()
}

/// A paragraph as the first look shows it.
fn previewed(paragraph: &PaperParagraph) -> PreviewParagraph {
    let mut cuts = vec![0, paragraph.chars.len()];
    cuts.extend(paragraph.marks.iter().flat_map(|mark| [mark.chars.start, mark.chars.end]));
    cuts.extend(paragraph.faint.iter().flat_map(|faint| [faint.start, faint.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|pair| {
        let (from, to) = (pair[0], pair[1]);
        let over = paragraph.marks.iter().filter(|m| m.chars.start <= from && m.chars.end >= to);
        let marks = over.map(|mark| {
            let [_, red, green, blue] = mark.colour.to_be_bytes();
            (red, green, blue)
        });
        PreviewPiece {
            text: paragraph.chars.get(from..to).unwrap_or_default().iter().collect(),
            faint: paragraph.faint.iter().any(|faint| faint.start <= from && faint.end >= to),
            marks: marks.collect(),
        }
    });
    let kind = match paragraph.outline {
        Some(0) => ParagraphKind::Title,
        Some(_) => ParagraphKind::Heading,
        None if paragraph.style.is_side() => ParagraphKind::Source,
        None => ParagraphKind::Text,
    };
    PreviewParagraph { kind, pieces: pieces.collect() }
}

#[cfg(test)]
mod tests;
