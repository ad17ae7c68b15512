//! The kept files of the catalogue: attributes, groups, who is done with what, and the lists of
//! records, one of each coder.
//!
//! Why one cannot be read stands in `OpenSet::locked`, for all of them.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{compared_records, merged_records, utf8};
use crate::{
    annotation::{
        ArticleGroup, Attributes, Bookmark, Catalogue, Decision, FormulaNote, Progress,
        QuantityCorrection, Record, Records, RefusedSuggestion, ThemeSummary,
    },
    session::{
        Session, Target,
        kept_file::{Broken, Difference, KeptFile, KeptItem, Merged, SetMemory},
        records,
        snapshots::MANY,
    },
};

fn is_locked(session: &Session, target: &Target) -> bool {
    session.set.as_ref().is_some_and(|set| set.locked.contains_key(target))
}

fn lock(session: &mut Session, target: &Target, broken: Broken) {
    if let Some(set) = &mut session.set {
        set.locked.insert(target.clone(), broken.reason);
    }
}

fn unlock(session: &mut Session, target: &Target) {
    if let Some(set) = &mut session.set {
        set.locked.remove(target);
    }
}

impl KeptFile for Arc<Attributes> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let read = Attributes::from_ron(utf8(bytes)?);
        read.map(Self::new).map_err(|error| Broken::new(records::fault(&error)))
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.to_ron().into_bytes()
    }

    fn missing() -> Self {
        Self::default()
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let nothing = Self::default();
        let (state, overruled) = Attributes::merged(base.unwrap_or(&nothing), &ours, &theirs);
        Merged { overruled, ..Merged::of(Self::new(state)) }
    }

    fn compared(&self, before: &Self) -> Difference {
        let (fewer, more) = Attributes::compared(self, before);
        Difference { fewer, more, set_back: fewer >= MANY }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let defined = self.definitions().iter();
        let defined =
            defined.map(|known| (known.name.clone(), KeptItem::named(&known.name, known)));
        let values = self.articles().map(|(article, values)| {
            (format!("/{article}"), KeptItem::named(article.as_str(), values))
        });
        defined.chain(values).collect()
    }

    fn in_memory(memory: SetMemory<'_>, _: &Target) -> Option<Self> {
        Some(memory.catalogue.shared_attributes())
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let Some(scene) = session.scene_mut() {
            scene.catalogue.put_attributes(self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}

impl KeptFile for Arc<Progress> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let read = Progress::from_ron(utf8(bytes)?);
        read.map(Self::new).map_err(|error| Broken::new(records::fault(&error)))
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.to_ron().into_bytes()
    }

    fn missing() -> Self {
        Self::default()
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let nothing = Self::default();
        let base = base.unwrap_or(&nothing);
        Merged::of(Self::new(Progress::merged(base, &ours, &theirs)))
    }

    fn compared(&self, before: &Self) -> Difference {
        let (fewer, more) = Progress::compared(self, before);
        Difference { fewer, more, set_back: fewer >= MANY }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let item = |(article, theme, since): (&crate::corpus::ArticlePath, _, _)| {
            let theme: Option<crate::annotation::ThemeId> = theme;
            let theme = theme.map(|theme| theme.to_string()).unwrap_or_default();
            (format!("{article}\0{theme}"), KeptItem::named(article.as_str(), &since))
        };
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Progress(coder) = target else { return None };
        memory.catalogue.shared_progress(coder)
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let (Target::Progress(coder), Some(scene)) = (target, session.scene_mut()) {
            scene.catalogue.put_progress(coder.clone(), self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}

/// A kind of record that the catalogue holds: all that tells its files from those of another kind.
trait CatalogueRecord: Record + std::fmt::Debug {
    /// What it is called on screen.
    fn label(&self) -> &str;

    /// The list that `target` names; `None` where there never was any.
    fn listed(catalogue: &Catalogue, target: &Target) -> Option<Records<Self>>;

    /// Puts a list in the place of the one that `target` names.
    fn put(records: Records<Self>, catalogue: &mut Catalogue, target: &Target);
}

impl<T: CatalogueRecord> KeptFile for Records<T> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        records::parse(bytes).map_err(Broken::new)
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.to_ron().into_bytes()
    }

    fn missing() -> Self {
        Self::default()
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        merged_records(base, &ours, &theirs)
    }

    fn compared(&self, before: &Self) -> Difference {
        compared_records(self, before)
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let item = |record: &T| (record.id().to_string(), KeptItem::named(record.label(), record));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        T::listed(memory.catalogue, target)
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let Some(scene) = session.scene_mut() {
            T::put(self, &mut scene.catalogue, target);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}

impl CatalogueRecord for ArticleGroup {
    fn label(&self) -> &str {
        &self.name
    }

    fn listed(catalogue: &Catalogue, _: &Target) -> Option<Records<Self>> {
        Some(catalogue.groups().clone())
    }

    fn put(records: Records<Self>, catalogue: &mut Catalogue, _: &Target) {
        catalogue.put_groups(records);
    }
}

impl CatalogueRecord for FormulaNote {
    fn label(&self) -> &str {
        &self.text
    }

    fn listed(catalogue: &Catalogue, _: &Target) -> Option<Records<Self>> {
        Some(catalogue.formulas().clone())
    }

    fn put(records: Records<Self>, catalogue: &mut Catalogue, _: &Target) {
        catalogue.put_formulas(records);
    }
}

impl CatalogueRecord for QuantityCorrection {
    fn label(&self) -> &str {
        self.name()
    }

    fn listed(catalogue: &Catalogue, _: &Target) -> Option<Records<Self>> {
        Some(catalogue.quantities().clone())
    }

    fn put(records: Records<Self>, catalogue: &mut Catalogue, _: &Target) {
        catalogue.put_quantities(records);
    }
}

/// The kinds of which each coder has a list of their own.
macro_rules! of_each_coder {
    ($($record:ty: $target:path, $label:expr, $shared:ident, $put:ident;)+) => {
        $(impl CatalogueRecord for $record {
            fn label(&self) -> &str {
                let label: fn(&Self) -> &str = $label;
                label(self)
            }

            fn listed(catalogue: &Catalogue, target: &Target) -> Option<Records<Self>> {
                let $target(coder) = target else { return None };
                catalogue.$shared(coder).map(Arc::unwrap_or_clone)
            }

            fn put(records: Records<Self>, catalogue: &mut Catalogue, target: &Target) {
                if let $target(coder) = target {
                    catalogue.$put(coder.clone(), records);
                }
            }
        })+
    };
}

of_each_coder! {
    Bookmark: Target::Bookmarks, |mark| mark.article.as_str(), shared_bookmarks, put_bookmarks;
    Decision: Target::Decisions, |made| made.article.as_str(), shared_decisions, put_decisions;
    RefusedSuggestion: Target::Refusals, |refused| &refused.quote, shared_refusals, put_refusals;
    ThemeSummary: Target::Summaries, |made| made.article.as_str(), shared_summaries, put_summaries;
}
