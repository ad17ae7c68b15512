//! Writing a project or a codebook.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Seek, Write},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{guid, xml::Xml};
use crate::{
    annotation::{Codebook, Theme, ThemeId},
    corpus::{Article, Corpus},
    exchange::{
        Excerpt,
        project::{Loss, Losses, Project},
    },
};

/// What a theme is called in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// As it is called; the tree tells apart what has the same name.
    #[default]
    Plain,
    /// With its parents' names before it (`党建/阵地建设`), for programs that take two themes of one
    /// name for one.
    Paths,
}

/// The words that stand in the file for a reader, in the user's language.
pub struct Labels {
    /// The variable that holds an article's year.
    pub year: String,
    /// The note of a passage.
    pub memo: String,
    /// The note with what belongs to a theme.
    pub include: String,
    /// The note with what does not.
    pub exclude: String,
    /// The note with a theme's lexicon.
    pub lexicon: String,
    /// What ties the fragments of one passage.
    pub fragments: String,
}

const PROJECT: &str = "urn:QDA-XML:project:1.0";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
const ORIGIN: &str = concat!("Quandian ", env!("CARGO_PKG_VERSION"));

/// Writes a codebook (`.qdc`) to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write_codebook(
    mut out: impl Write,
    codebook: &Codebook,
    names: Names,
) -> io::Result<Losses> {
    let codes = Codes::of(codebook, &[], names);
    let mut xml = Xml::new(&mut out)?;
    let root = [("xmlns", Some(CODEBOOK)), ("origin", Some(ORIGIN))];
    xml.element("CodeBook", &root, |xml| codes.write(xml, None))?;
    out.flush()?;
    Ok(codebook_losses(codebook, names))
}

/// What of a codebook the format cannot hold.
#[must_use]
pub fn codebook_losses(codebook: &Codebook, names: Names) -> Losses {
    let mut losses = Codes::of(codebook, &[], names).losses();
    let has_more = |theme: &&Theme| {
        !(theme.include.is_empty()
            && theme.exclude.is_empty()
            && theme.lexicon.is_empty()
            && theme.memo.is_empty()
            && theme.examples.is_empty())
    };
    losses.add(Loss::ThemeRules, codebook.themes().iter().filter(has_more).count());
    losses
}

/// Writes a project (`.qdpx`) to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write_project(
    out: impl Write + Seek,
    project: Project<'_>,
    names: Names,
    labels: &Labels,
) -> io::Result<Losses> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default();
    zip.start_file("project.qde", options)?;
    let writing = Writing::of(project, names, labels);
    writing.write(&mut zip)?;
    for article in &writing.articles {
        zip.start_file(format!("sources/{}.txt", source_guid(article)), options)?;
        // Decoded, so without a BOM, and with LF.
        zip.write_all(article.text.as_str().as_bytes())?;
    }
    zip.finish()?.flush()?;
    Ok(project_losses(project, names))
}

/// What of a project the format cannot hold.
#[must_use]
pub fn project_losses(project: Project<'_>, names: Names) -> Losses {
    let mut losses = Codes::of(project.codebook, project.excerpts, names).losses();
    losses.add(Loss::Unplaced, project.unplaced().count());
    losses
}

/// How many sources, codes, selections and notes a project file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Articles.
    pub sources: usize,
    /// Themes.
    pub codes: usize,
    /// Themes on fragments of passages.
    pub codings: usize,
    /// Memos, and the rules and lexicons of themes.
    pub notes: usize,
    /// Coders.
    pub users: usize,
}

impl Contents {
    /// What the file of a project will hold, without writing it.
    #[must_use]
    pub fn of(project: Project<'_>, labels: &Labels) -> Self {
        let writing = Writing::of(project, Names::Plain, labels);
        let themes = project.codebook.themes();
        let of_themes: usize = themes.iter().map(|theme| theme_notes(theme, labels).len()).sum();
        Self {
            sources: writing.articles.len(),
            codes: themes.len() + writing.codes.lost.len(),
            codings: writing.all().map(|e| e.fragments.len() * e.theme_ids.len()).sum(),
            notes: of_themes + writing.all().filter(|e| !e.memo.is_empty()).count(),
            users: writing.coders().len(),
        }
    }
}

/// The codes of a file: the codebook's, and those that only passages still name.
struct Codes<'a> {
    codebook: &'a Codebook,
    lost: BTreeMap<ThemeId, &'a str>,
    names: Names,
}

impl<'a> Codes<'a> {
    fn of(codebook: &'a Codebook, excerpts: &'a [Excerpt], names: Names) -> Self {
        let mut lost = BTreeMap::new();
        for excerpt in excerpts {
            for (id, name) in excerpt.theme_ids.iter().zip(&excerpt.themes) {
                if codebook.get(*id).is_none() {
                    lost.insert(*id, name.as_str());
                }
            }
        }
        Self { codebook, lost, names }
    }

    fn is_empty(&self) -> bool {
        self.codebook.themes().is_empty() && self.lost.is_empty()
    }

    /// How many themes share their name with another one.
    fn losses(&self) -> Losses {
        let mut losses = Losses::default();
        if self.names == Names::Plain {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for theme in self.codebook.themes() {
                *counts.entry(&theme.name).or_default() += 1;
            }
            losses.add(Loss::SameNames, counts.values().filter(|&&count| count > 1).sum());
        }
        losses
    }

    /// The element `Codes`; left out when there is none, for an empty one is not allowed.
    fn write<W: Write>(&self, xml: &mut Xml<W>, labels: Option<&Labels>) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        xml.element("Codes", &[], |xml| {
            for theme in self.codebook.children(None) {
                self.code(xml, theme, labels)?;
            }
            for (id, name) in &self.lost {
                let id = id.to_string();
                let code =
                    [("guid", Some(&*id)), ("name", Some(name)), ("isCodable", Some("true"))];
                xml.empty("Code", &code)?;
            }
            Ok(())
        })
    }

    fn code<W: Write>(
        &self,
        xml: &mut Xml<W>,
        theme: &Theme,
        labels: Option<&Labels>,
    ) -> io::Result<()> {
        let (red, green, blue) = theme.colour.rgb();
        let (id, colour) = (theme.id.to_string(), format!("#{red:02X}{green:02X}{blue:02X}"));
        let name = match self.names {
            Names::Plain => theme.name.clone(),
            Names::Paths => self.codebook.path_name(theme.id),
        };
        let code = [
            ("guid", Some(&*id)),
            ("name", Some(&*name)),
            ("isCodable", Some("true")),
            ("color", Some(&*colour)),
        ];
        xml.element("Code", &code, |xml| {
            if !theme.description.is_empty() {
                xml.text("Description", &theme.description)?;
            }
            for (guid, _, _) in labels.iter().flat_map(|labels| theme_notes(theme, labels)) {
                xml.empty("NoteRef", &[("targetGUID", Some(&*guid))])?;
            }
            for child in self.codebook.children(Some(theme.id)) {
                self.code(xml, child, labels)?;
            }
            Ok(())
        })
    }
}

/// The notes of a theme: identity, name, text.
fn theme_notes(theme: &Theme, labels: &Labels) -> Vec<(String, String, String)> {
    let id = theme.id.to_string();
    let lexicon = theme.lexicon.join("\n");
    let texts = [
        ("include", &labels.include, &theme.include),
        ("exclude", &labels.exclude, &theme.exclude),
        ("lexicon", &labels.lexicon, &lexicon),
        ("memo", &labels.memo, &theme.memo),
    ];
    let full = texts.into_iter().filter(|(_, _, text)| !text.is_empty());
    full.map(|(kind, name, text)| (guid::of(kind, &[&id]), name.clone(), text.clone())).collect()
}

fn source_guid(article: &Article) -> String {
    guid::of("source", &[article.path.as_str()])
}

fn user_guid(coder: &str) -> String {
    guid::of("user", &[coder])
}

/// The identity of a fragment's selection: the first has the passage's.
fn selection_guid(excerpt: &Excerpt, at: usize) -> String {
    let id = excerpt.id.to_string();
    if at == 0 { id } else { guid::of("selection", &[&id, &at.to_string()]) }
}

/// A project that is being written.
struct Writing<'a> {
    name: String,
    corpus: &'a Corpus,
    codes: Codes<'a>,
    articles: Vec<&'a Article>,
    excerpts: BTreeMap<&'a str, Vec<&'a Excerpt>>,
    labels: &'a Labels,
}

impl<'a> Writing<'a> {
    fn of(project: Project<'a>, names: Names, labels: &'a Labels) -> Self {
        let marked: BTreeMap<&str, Vec<&Excerpt>> =
            project.marked().map(|(article, excerpts)| (article.path.as_str(), excerpts)).collect();
        let wanted =
            |article: &&Article| project.whole || marked.contains_key(article.path.as_str());
        Self {
            name: project.corpus.name(),
            corpus: project.corpus,
            codes: Codes::of(project.codebook, project.excerpts, names),
            articles: project.corpus.articles().map(|article| &**article).filter(wanted).collect(),
            excerpts: marked,
            labels,
        }
    }

    fn write(&self, out: impl Write) -> io::Result<()> {
        let mut xml = Xml::new(out)?;
        let root =
            [("xmlns", Some(PROJECT)), ("name", Some(&*self.name)), ("origin", Some(ORIGIN))];
        xml.element("Project", &root, |xml| {
            self.users(xml)?;
            if !self.codes.is_empty() {
                xml.element("CodeBook", &[], |xml| self.codes.write(xml, Some(self.labels)))?;
            }
            self.sources(xml)?;
            self.notes(xml)?;
            self.links(xml)
        })
    }

    fn all(&self) -> impl Iterator<Item = &'a Excerpt> {
        self.excerpts.values().flatten().copied()
    }

    fn coders(&self) -> BTreeSet<&'a str> {
        self.all().map(|excerpt| excerpt.coder.as_str()).collect()
    }

    fn users<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let coders = self.coders();
        if coders.is_empty() {
            return Ok(());
        }
        xml.element("Users", &[], |xml| {
            for coder in coders {
                xml.empty("User", &[("guid", Some(&*user_guid(coder))), ("name", Some(coder))])?;
            }
            Ok(())
        })
    }

    /// The year of each article as a variable, then the articles.
    fn sources<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        if self.articles.is_empty() {
            return Ok(());
        }
        let year = guid::of("variable", &["year"]);
        xml.element("Variables", &[], |xml| {
            let variable = [
                ("guid", Some(&*year)),
                ("name", Some(&*self.labels.year)),
                ("typeOfVariable", Some("Integer")),
            ];
            xml.empty("Variable", &variable)
        })?;
        xml.element("Sources", &[], |xml| {
            for article in &self.articles {
                self.source(xml, article, &year)?;
            }
            Ok(())
        })
    }

    fn source<W: Write>(&self, xml: &mut Xml<W>, article: &Article, year: &str) -> io::Result<()> {
        let guid = source_guid(article);
        let path = format!("internal://{guid}.txt");
        let source = [
            ("guid", Some(&*guid)),
            ("name", Some(article.path.as_str())),
            ("plainTextPath", Some(&*path)),
        ];
        xml.element("TextSource", &source, |xml| {
            for excerpt in self.excerpts.get(article.path.as_str()).into_iter().flatten() {
                for at in 0..excerpt.fragments.len() {
                    selection(xml, excerpt, at)?;
                }
            }
            if let Some(value) = self.corpus.header(article).year {
                xml.element("VariableValue", &[], |xml| {
                    xml.empty("VariableRef", &[("targetGUID", Some(year))])?;
                    xml.text("IntegerValue", &value.to_string())
                })?;
            }
            Ok(())
        })
    }

    fn notes<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let of_themes = self.codes.codebook.themes().iter();
        let of_themes: Vec<_> =
            of_themes.flat_map(|theme| theme_notes(theme, self.labels)).collect();
        let noted: Vec<_> = self.all().filter(|excerpt| !excerpt.memo.is_empty()).collect();
        if of_themes.is_empty() && noted.is_empty() {
            return Ok(());
        }
        xml.element("Notes", &[], |xml| {
            for (guid, name, text) in &of_themes {
                let note = [("guid", Some(&**guid)), ("name", Some(&**name))];
                xml.element("Note", &note, |xml| xml.text("PlainTextContent", text))?;
            }
            for excerpt in noted {
                let guid = guid::of("memo", &[&excerpt.id.to_string()]);
                let user = user_guid(excerpt.coder.as_str());
                let note = [
                    ("guid", Some(&*guid)),
                    ("name", Some(&*self.labels.memo)),
                    ("creatingUser", Some(&*user)),
                ];
                xml.element("Note", &note, |xml| xml.text("PlainTextContent", &excerpt.memo))?;
            }
            Ok(())
        })
    }

    /// What ties the further fragments of a passage to its first one.
    fn links<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let torn: Vec<_> = self.all().filter(|excerpt| excerpt.fragments.len() > 1).collect();
        if torn.is_empty() {
            return Ok(());
        }
        xml.element("Links", &[], |xml| {
            for excerpt in torn {
                let first = selection_guid(excerpt, 0);
                for at in 1..excerpt.fragments.len() {
                    let next = selection_guid(excerpt, at);
                    let guid = guid::of("link", &[&next]);
                    let link = [
                        ("guid", Some(&*guid)),
                        ("name", Some(&*self.labels.fragments)),
                        ("direction", Some("Associative")),
                        ("originGUID", Some(&*first)),
                        ("targetGUID", Some(&*next)),
                    ];
                    xml.empty("Link", &link)?;
                }
            }
            Ok(())
        })
    }
}

/// One fragment of a passage.
fn selection<W: Write>(xml: &mut Xml<W>, excerpt: &Excerpt, at: usize) -> io::Result<()> {
    let Some(span) = excerpt.fragments.get(at) else { return Ok(()) };
    let (guid, user) = (selection_guid(excerpt, at), user_guid(excerpt.coder.as_str()));
    let (start, end) = (span.start().to_string(), span.end().to_string());
    let (created, modified) =
        (format!("{:.3}", excerpt.created), format!("{:.3}", excerpt.modified));
    let selection = [
        ("guid", Some(&*guid)),
        ("startPosition", Some(&*start)),
        ("endPosition", Some(&*end)),
        ("creatingUser", Some(&*user)),
        ("creationDateTime", Some(&*created)),
        ("modifyingUser", Some(&*user)),
        ("modifiedDateTime", Some(&*modified)),
    ];
    xml.element("PlainTextSelection", &selection, |xml| {
        for theme in &excerpt.theme_ids {
            let theme = theme.to_string();
            let coding = guid::of("coding", &[&guid, &theme]);
            let coding = [
                ("guid", Some(&*coding)),
                ("creatingUser", Some(&*user)),
                ("creationDateTime", Some(&*created)),
            ];
            xml.element("Coding", &coding, |xml| {
                xml.empty("CodeRef", &[("targetGUID", Some(&*theme))])
            })?;
        }
        if at == 0 && !excerpt.memo.is_empty() {
            let note = guid::of("memo", &[&excerpt.id.to_string()]);
            xml.empty("NoteRef", &[("targetGUID", Some(&*note))])?;
        }
        Ok(())
    })
}
