//! The project and the codebook as formats that are offered.

use std::io;

use super::{
    read::{read_codebook, read_project},
    write::{RefiLabels, codebook_losses, contents, project_losses, write_codebook, write_project},
};
use crate::exchange::{
    ExportOption, ExportOptions, ExportTerms, ExportWords, Format, Losses, Project, Written,
    incoming::{ImportFault, Incoming, IncomingFormat, SourceFile},
    preview::{FirstLook, Preview},
};

/// The format of a project.
pub struct RefiProject;

impl Format for RefiProject {
    fn name(&self) -> &'static str {
        "refi-qdpx"
    }

    fn extension(&self) -> &'static str {
        "qdpx"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::Names]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Whole
    }

    fn losses(&self, project: Project<'_>, options: ExportOptions) -> Losses {
        project_losses(project, options.names)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        let labels = RefiLabels::of(terms.words);
        Written::file(|out| write_project(out, project, terms.options.names, &labels))
    }

    /// An archive shows nothing of itself: what is in it is counted instead.
    fn preview(
        &self,
        project: Project<'_>,
        terms: &ExportTerms<'_>,
    ) -> io::Result<(Preview, Losses)> {
        let contents = contents(project, &RefiLabels::of(terms.words));
        Ok((Preview::Contents(contents), Losses::default()))
    }
}

impl IncomingFormat for RefiProject {
    fn name(&self) -> &'static str {
        "refi-qdpx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["qdpx"]
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read_project(file)
    }
}

/// The format of a codebook.
pub struct RefiCodebook;

impl Format for RefiCodebook {
    fn name(&self) -> &'static str {
        "refi-qdc"
    }

    fn extension(&self) -> &'static str {
        "qdc"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::Names]
    }

    fn needs_excerpts(&self) -> bool {
        false
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Whole
    }

    fn losses(&self, project: Project<'_>, options: ExportOptions) -> Losses {
        codebook_losses(project.codebook, options.names)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| write_codebook(out, project.codebook, terms.options.names))
    }
}

impl IncomingFormat for RefiCodebook {
    fn name(&self) -> &'static str {
        "refi-qdc"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["qdc"]
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read_codebook(file)
    }
}

impl RefiLabels {
    fn of(words: ExportWords<'_>) -> Self {
        Self {
            year: words.of("export.word.year"),
            memo: words.of("export.word.memo"),
            include: words.of("export.word.include"),
            exclude: words.of("export.word.exclude"),
            lexicon: words.of("export.word.lexicon"),
            fragments: words.of("export.word.fragments"),
        }
    }
}
