//! Writing a project or a codebook.

mod codes;
mod dates;
mod packing;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use self::{
    codes::{Codes, ThemeNote, theme_notes},
    dates::{DateAttributes, DatedWork},
    packing::Packing,
};
use super::{guid, xml::Xml};
use crate::{
    annotation::{AttributeKind, Attributes, Codebook, Theme, Timestamp, read_date, read_number},
    corpus::{Article, Corpus},
    exchange::{
        ArticleNote, Excerpt, ThemeNames,
        preview::ArchiveContents,
        project::{Loss, Losses, Project},
    },
};

/// The words that stand in the file for a reader, in the user's language.
pub struct RefiLabels {
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
    names: ThemeNames,
) -> io::Result<Losses> {
    let codes = Codes::of(codebook, &[], names);
    let mut xml = Xml::new(&mut out)?;
    let root = [("xmlns", Some(CODEBOOK)), ("origin", Some(ORIGIN))];
    xml.element("CodeBook", &root, |xml| codes.write(xml, None))?;
    out.flush()?;
    Ok(codebook_losses(codebook, names))
}

/// What of a codebook the format cannot hold.
pub(super) fn codebook_losses(codebook: &Codebook, names: ThemeNames) -> Losses {
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
    out: impl Write,
    project: Project<'_>,
    names: ThemeNames,
    labels: &RefiLabels,
) -> io::Result<Losses> {
    let mut packing = Packing::new(out);
    let writing = Writing::of(project, names, labels);
    packing.part("project.qde", |part| writing.write(part))?;
    for article in &writing.articles {
        let name = format!("sources/{}.txt", source_guid(article));
        // Decoded, so without a BOM, and with LF.
        packing.part(&name, |part| part.write_all(article.text.as_str().as_bytes()))?;
    }
    packing.finish()?;
    Ok(project_losses(project, names))
}

/// What of a project the format cannot hold.
pub(super) fn project_losses(project: Project<'_>, names: ThemeNames) -> Losses {
    let mut losses = Codes::of(project.codebook, project.excerpts, names).losses();
    losses.add(Loss::Unplaced, project.unplaced().count());
    losses
}

/// What the file of a project will hold, without writing it.
pub(super) fn contents(project: Project<'_>, labels: &RefiLabels) -> ArchiveContents {
    let writing = Writing::of(project, ThemeNames::Plain, labels);
    let themes = project.codebook.themes();
    let of_themes: usize = themes.iter().map(|theme| theme_notes(theme, labels).len()).sum();
    ArchiveContents {
        sources: writing.articles.len(),
        codes: themes.len() + writing.codes.lost.len(),
        codings: writing.all().map(|e| e.fragments.len() * e.theme_ids.len()).sum(),
        notes: of_themes
            + writing.all().filter(|e| !e.memo.is_empty()).count()
            + writing.notes.values().map(Vec::len).sum::<usize>(),
        users: writing.coders().len(),
    }
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

/// The identity of an attribute as a variable.
fn variable_guid(name: &str) -> String {
    guid::of("attribute", &[name])
}

/// What the standard calls the kind of an attribute.
fn variable_type(kind: &AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text | AttributeKind::Choice(_) => "Text",
        AttributeKind::Number => "Float",
        AttributeKind::Date => "Date",
    }
}

/// The identity of the note with a coder's memo on an article.
fn note_guid(note: &ArticleNote) -> String {
    guid::of("article", &[note.article.as_str(), note.coder.as_str()])
}

/// A project that is being written.
struct Writing<'a> {
    name: String,
    corpus: &'a Corpus,
    attributes: &'a Attributes,
    codes: Codes<'a>,
    articles: Vec<&'a Article>,
    excerpts: BTreeMap<&'a str, Vec<&'a Excerpt>>,
    /// The memos on the articles that are written, by their paths.
    notes: BTreeMap<&'a str, Vec<&'a ArticleNote>>,
    /// From the first to the last that was done.
    work: DatedWork<'a>,
    labels: &'a RefiLabels,
}

impl<'a> Writing<'a> {
    fn of(project: Project<'a>, names: ThemeNames, labels: &'a RefiLabels) -> Self {
        let excerpts: BTreeMap<&str, Vec<&Excerpt>> =
            project.marked().map(|(article, excerpts)| (article.path.as_str(), excerpts)).collect();
        let wanted =
            |article: &&Article| project.whole || excerpts.contains_key(article.path.as_str());
        let articles: Vec<&Article> =
            project.corpus.articles().map(|article| &**article).filter(wanted).collect();
        let mut notes: BTreeMap<&str, Vec<&ArticleNote>> = BTreeMap::new();
        for note in project.notes {
            if project.corpus.article(&note.article).as_ref().is_some_and(|a| wanted(&&***a)) {
                notes.entry(note.article.as_str()).or_default().push(note);
            }
        }
        Self {
            name: project.corpus.name(),
            corpus: project.corpus,
            attributes: project.attributes,
            codes: Codes::of(project.codebook, project.excerpts, names),
            work: work(project.codebook, &excerpts, &notes),
            articles,
            excerpts,
            notes,
            labels,
        }
    }

    fn write(&self, out: impl Write) -> io::Result<()> {
        let mut xml = Xml::new(out)?;
        let stamp = self.work.stamp();
        let root =
            [("xmlns", Some(PROJECT)), ("name", Some(&*self.name)), ("origin", Some(ORIGIN))];
        let root: Vec<_> = root.into_iter().chain(stamp.of_project()).collect();
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
        let noting = self.notes.values().flatten().map(|note| note.coder.as_str());
        self.all().map(|excerpt| excerpt.coder.as_str()).chain(noting).collect()
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

    /// The year of each article and its attributes as variables, then the articles.
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
            xml.empty("Variable", &variable)?;
            for known in self.attributes.definitions() {
                let guid = variable_guid(&known.name);
                let kind = variable_type(&known.kind);
                let variable = [
                    ("guid", Some(&*guid)),
                    ("name", Some(&*known.name)),
                    ("typeOfVariable", Some(kind)),
                ];
                xml.empty("Variable", &variable)?;
            }
            Ok(())
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
        let of_path = article.path.as_str();
        let excerpts = || self.excerpts.get(of_path).into_iter().flatten().copied();
        let notes = || self.notes.get(of_path).into_iter().flatten().copied();
        // Nobody noted when an article came into the set; what was first done there is known.
        let work = excerpts().map(DatedWork::of_excerpt).chain(notes().map(DatedWork::of_note));
        let stamp = DatedWork::on(work).unwrap_or(DatedWork::made(self.work.created)).stamp();
        let source = [
            ("guid", Some(&*guid)),
            ("name", Some(article.path.as_str())),
            ("plainTextPath", Some(&*path)),
        ];
        let source: Vec<_> = source.into_iter().chain(stamp.attributes()).collect();
        xml.element("TextSource", &source, |xml| {
            if let Some(described) = described(notes()) {
                xml.text("Description", &described)?;
            }
            for excerpt in excerpts() {
                for at in 0..excerpt.fragments.len() {
                    selection(xml, excerpt, at)?;
                }
            }
            for note in notes() {
                xml.empty("NoteRef", &[("targetGUID", Some(&*note_guid(note)))])?;
            }
            if let Some(value) = self.corpus.header(article).year {
                xml.element("VariableValue", &[], |xml| {
                    xml.empty("VariableRef", &[("targetGUID", Some(year))])?;
                    xml.text("IntegerValue", &value.to_string())
                })?;
            }
            for (known, value) in self.attributes.values_of(&article.path) {
                // What a merge left of another kind has no element in which it could stand.
                let element = match known.kind {
                    AttributeKind::Number if read_number(value).is_some() => "FloatValue",
                    AttributeKind::Date if read_date(value).is_some() => "DateValue",
                    AttributeKind::Number | AttributeKind::Date => continue,
                    AttributeKind::Text | AttributeKind::Choice(_) => "TextValue",
                };
                xml.element("VariableValue", &[], |xml| {
                    let variable = variable_guid(&known.name);
                    xml.empty("VariableRef", &[("targetGUID", Some(&*variable))])?;
                    xml.text(element, value)
                })?;
            }
            Ok(())
        })
    }

    fn notes<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let themes = self.codes.codebook.themes().iter();
        let mut of_themes = themes.flat_map(|theme| theme_notes(theme, self.labels)).peekable();
        let mut noted = self.all().filter(|excerpt| !excerpt.memo.is_empty()).peekable();
        if of_themes.peek().is_none() && noted.peek().is_none() && self.notes.is_empty() {
            return Ok(());
        }
        let memo = &self.labels.memo;
        xml.element("Notes", &[], |xml| {
            for ThemeNote { guid, name, text, made } in of_themes {
                // The codebook is everybody's.
                let work = made.map_or(self.work, |made| DatedWork {
                    created: made,
                    modified: self.work.modified.max(made),
                    ..self.work
                });
                note(xml, (&guid, &name), &work.stamp(), &text)?;
            }
            for excerpt in noted {
                let guid = guid::of("memo", &[&excerpt.id.to_string()]);
                let stamp = DatedWork::of_excerpt(excerpt).stamp();
                note(xml, (&guid, memo), &stamp, &excerpt.memo)?;
            }
            for of_article in self.notes.values().flatten() {
                let stamp = DatedWork::of_note(of_article).stamp();
                note(xml, (&note_guid(of_article), memo), &stamp, &of_article.text)?;
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

/// A note.
fn note<W: Write>(
    xml: &mut Xml<W>,
    (guid, name): (&str, &str),
    stamp: &DateAttributes,
    text: &str,
) -> io::Result<()> {
    let note = [("guid", Some(guid)), ("name", Some(name))];
    let note: Vec<_> = note.into_iter().chain(stamp.attributes()).collect();
    xml.element("Note", &note, |xml| xml.text("PlainTextContent", text))
}

/// From the first to the last that was done in a project.
fn work<'a>(
    codebook: &Codebook,
    excerpts: &BTreeMap<&str, Vec<&'a Excerpt>>,
    notes: &BTreeMap<&str, Vec<&'a ArticleNote>>,
) -> DatedWork<'a> {
    let excerpts = excerpts.values().flatten().map(|excerpt| DatedWork::of_excerpt(excerpt));
    let notes = notes.values().flatten().map(|note| DatedWork::of_note(note));
    // Of a set in which nothing is marked, the themes tell when it was begun; without any, nothing
    // does, and the same set is to give the same file at any time.
    let themes = codebook.themes().iter().filter_map(|theme| theme.id.made()).min();
    DatedWork::on(excerpts.chain(notes))
        .unwrap_or_else(|| DatedWork::made(themes.unwrap_or(Timestamp::UNIX_EPOCH)))
}

/// The memos on an article as one text; several coders' with their names.
fn described<'a>(notes: impl Iterator<Item = &'a ArticleNote> + Clone) -> Option<String> {
    let several = notes.clone().count() > 1;
    let text = |note: &ArticleNote| {
        let name = if several { format!("[{}] ", note.coder.as_str()) } else { String::new() };
        name + &note.text
    };
    let texts: Vec<String> = notes.map(text).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// One fragment of a passage.
fn selection<W: Write>(xml: &mut Xml<W>, excerpt: &Excerpt, at: usize) -> io::Result<()> {
    // Who did it and when is its stamp; the text stands in the source; the rest has no place here.
    let Excerpt {
        id,
        article: _,
        title: _,
        year: _,
        coder: _,
        themes: _,
        theme_ids,
        text: _,
        quotes: _,
        fragments,
        memo,
        before: _,
        after: _,
        paragraph: _,
        origin: _,
        created: _,
        modified: _,
        place: _,
    } = excerpt;
    let Some(span) = fragments.get(at) else { return Ok(()) };
    let guid = selection_guid(excerpt, at);
    let (start, end) = (span.start().to_string(), span.end().to_string());
    let stamp = DatedWork::of_excerpt(excerpt).stamp();
    let selection =
        [("guid", Some(&*guid)), ("startPosition", Some(&*start)), ("endPosition", Some(&*end))];
    let selection: Vec<_> = selection.into_iter().chain(stamp.attributes()).collect();
    xml.element("PlainTextSelection", &selection, |xml| {
        for theme in theme_ids {
            let theme = theme.to_string();
            let coding = guid::of("coding", &[&guid, &theme]);
            let coding = [
                ("guid", Some(&*coding)),
                ("creatingUser", stamp.creator.as_deref()),
                ("creationDateTime", Some(&*stamp.created)),
            ];
            xml.element("Coding", &coding, |xml| {
                xml.empty("CodeRef", &[("targetGUID", Some(&*theme))])
            })?;
        }
        if at == 0 && !memo.is_empty() {
            let note = guid::of("memo", &[&id.to_string()]);
            xml.empty("NoteRef", &[("targetGUID", Some(&*note))])?;
        }
        Ok(())
    })
}
