//! What an export format says of itself.

use std::{
    fmt,
    io::{self, Cursor},
};

use super::{
    ExportOption, ExportOptions, ExportTerms, Losses, Project,
    preview::{FIRST_EXCERPTS, FirstLook, Preview, first_lines},
};

/// One of [`super::FORMATS`]; two are the same if their names are.
pub type ExportFormat = &'static dyn Format;

/// How the names of the texts end in a folder of texts and what is marked in them.
const TEXT: &str = ".txt";

/// A format in which excerpts or themes are written.
pub trait Format: Sync {
    /// Its name on the command line and in the translation files; no other has it.
    fn name(&self) -> &'static str;

    /// The ending of its file, without the dot; empty for a folder of files.
    fn extension(&self) -> &'static str;

    /// Whether it is a folder of files.
    fn is_folder(&self) -> bool {
        self.extension().is_empty()
    }

    /// What it can be told.
    fn heeds(&self) -> &'static [ExportOption] {
        &[]
    }

    /// Whether there is nothing to write as long as nothing is marked.
    fn needs_excerpts(&self) -> bool {
        true
    }

    /// Of how much of a project its beginning is made, which is seen before it is written.
    fn first_look(&self) -> FirstLook;

    /// What of a project it cannot hold, as far as that is known without writing it.
    fn losses(&self, _project: Project<'_>, _options: ExportOptions) -> Losses {
        Losses::default()
    }

    /// Writes a project, and says what was lost on the way.
    ///
    /// # Errors
    /// If something of it cannot be put into the format.
    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written>;

    /// What is seen of a file that it wrote; `None` if that is simply its lines.
    fn seen(&self, _bytes: &[u8]) -> Option<Preview> {
        None
    }

    /// The beginning of what it would write, and what was lost on the way into that.
    ///
    /// Made by [`Format::write`] itself, so that what is shown cannot differ from what will be
    /// written.
    ///
    /// # Errors
    /// As [`Format::write`].
    fn preview(
        &self,
        project: Project<'_>,
        terms: &ExportTerms<'_>,
    ) -> io::Result<(Preview, Losses)> {
        let excerpts = self.first_look().excerpts(project);
        let first = Project { excerpts, whole: false, ..project };
        let written = self.write(first, &ExportTerms { most: FIRST_EXCERPTS, ..*terms })?;
        // Of a folder, what is marked is seen, not the texts.
        let shown = written.files.iter().find(|(name, _)| !name.ends_with(TEXT));
        let bytes = shown.map_or(&[][..], |(_, bytes)| bytes);
        let seen = self.seen(bytes).unwrap_or_else(|| Preview::Text(first_lines(bytes)));
        Ok((seen, written.losses))
    }
}

impl PartialEq for dyn Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn Format {}

impl fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was put into a format.
#[derive(Debug)]
pub struct Written {
    /// The files with their paths in the folder; of a format of one file that one, without a path.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the format could not hold.
    pub losses: Losses,
}

impl Written {
    /// The one file that `write` writes.
    pub(super) fn file(
        write: impl FnOnce(&mut Cursor<Vec<u8>>) -> io::Result<Losses>,
    ) -> io::Result<Self> {
        let mut bytes = Cursor::new(Vec::new());
        let losses = write(&mut bytes)?;
        Ok(Self { files: vec![(String::new(), bytes.into_inner())], losses })
    }
}
