//! Of which moment something was worked out, and what of a set a question heeds.

/// The revisions of a set's parts at one moment; equal stamps of one set are one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Of the articles: their texts, titles, years and the corrections.
    pub texts: u64,
    /// Of what is marked, and of the themes.
    pub marks: u64,
    /// Of where passages of changed articles stand.
    pub places: u64,
    /// Of what is said of the articles as wholes.
    pub catalogue: u64,
}

/// What of a set an answer depends on: it stays right while only the rest changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heeds {
    /// The articles alone.
    Texts,
    /// The articles and what is said of them as wholes, not what is marked in them.
    Catalogue,
    /// What is marked in them and said of them, too.
    Marks,
    /// Nothing: the answer holds of the moment at which the question was asked.
    Nothing,
}

impl Stamp {
    /// The same without what is not heeded.
    #[must_use]
    pub fn heeding(self, heeds: Heeds) -> Self {
        match heeds {
            Heeds::Texts => Self { texts: self.texts, ..Self::default() },
            Heeds::Catalogue => Self { marks: 0, places: 0, ..self },
            Heeds::Marks => self,
            Heeds::Nothing => Self::default(),
        }
    }
}
