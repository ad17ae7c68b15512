//! The themes as codes, and what is noted of them.

use std::{collections::BTreeMap, io};

use super::RefiLabels;
use crate::{
    annotation::{Codebook, Theme, ThemeId, Timestamp},
    exchange::{
        Excerpt, Losses, ThemeNames,
        project::Loss,
        refi::{guid, xml::Xml},
    },
};

/// The codes of a file: the codebook's, and those that only passages still name.
pub(super) struct Codes<'a> {
    pub(super) codebook: &'a Codebook,
    pub(super) lost: BTreeMap<ThemeId, &'a str>,
    names: ThemeNames,
}

impl<'a> Codes<'a> {
    pub(super) fn of(codebook: &'a Codebook, excerpts: &'a [Excerpt], names: ThemeNames) -> Self {
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

    pub(super) fn is_empty(&self) -> bool {
        self.codebook.themes().is_empty() && self.lost.is_empty()
    }

    /// How many themes share their name with another one.
    pub(super) fn losses(&self) -> Losses {
        let mut losses = Losses::default();
        if self.names == ThemeNames::Plain {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for theme in self.codebook.themes() {
                *counts.entry(&theme.name).or_default() += 1;
            }
            losses.add(Loss::SameNames, counts.values().filter(|&&count| count > 1).sum());
        }
        losses
    }

    /// The element `Codes`; left out when there is none, for an empty one is not allowed.
    pub(super) fn write<W: io::Write>(
        &self,
        xml: &mut Xml<W>,
        labels: Option<&RefiLabels>,
    ) -> io::Result<()> {
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

    fn code<W: io::Write>(
        &self,
        xml: &mut Xml<W>,
        theme: &Theme,
        labels: Option<&RefiLabels>,
    ) -> io::Result<()> {
        let (red, green, blue) = theme.colour.rgb();
        let (id, colour) = (theme.id.to_string(), format!("#{red:02X}{green:02X}{blue:02X}"));
        let name = match self.names {
            ThemeNames::Plain => theme.name.clone(),
            ThemeNames::Paths => self.codebook.path_name(theme.id),
        };
        let code = [
            ("guid", Some(&*id)),
            ("name", Some(&*name)),
            ("isCodable", Some("true")),
            ("color", Some(&*colour)),
        ];
        xml.element("Code", &code, |xml| {
            let described = described(theme, labels.is_some());
            if !described.is_empty() {
                xml.text("Description", &described)?;
            }
            for note in labels.iter().flat_map(|labels| theme_notes(theme, labels)) {
                xml.empty("NoteRef", &[("targetGUID", Some(&*note.guid))])?;
            }
            for child in self.codebook.children(Some(theme.id)) {
                self.code(xml, child, labels)?;
            }
            Ok(())
        })
    }
}

/// What a theme is about and, in a project, its memo: many programs read no notes of codes.
fn described(theme: &Theme, with_memo: bool) -> String {
    let parts = [theme.description.trim_end(), theme.memo.trim_end()];
    let parts = parts.into_iter().take(if with_memo { 2 } else { 1 });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A note of a theme.
pub(super) struct ThemeNote {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) text: String,
    /// When it was written, as far as that is known: when the theme was made.
    pub(super) made: Option<Timestamp>,
}

/// The notes of a theme.
pub(super) fn theme_notes(theme: &Theme, labels: &RefiLabels) -> Vec<ThemeNote> {
    let id = theme.id.to_string();
    let lexicon = theme.lexicon.join("\n");
    let texts = [
        ("include", &labels.include, &theme.include),
        ("exclude", &labels.exclude, &theme.exclude),
        ("lexicon", &labels.lexicon, &lexicon),
        ("memo", &labels.memo, &theme.memo),
    ];
    let full = texts.into_iter().filter(|(_, _, text)| !text.is_empty());
    full.map(|(kind, name, text)| ThemeNote {
        guid: guid::of(kind, &[&id]),
        name: name.clone(),
        text: text.clone(),
        made: theme.id.made(),
    })
    .collect()
}
