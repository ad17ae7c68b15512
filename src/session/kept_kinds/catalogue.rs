//! The kept files of the catalogue: attributes, groups, who is done with what, bookmarks,
//! decisions.
//!
//! Why one cannot be read stands in `OpenSet::locked`, for all four.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{compared_records, merged_records, utf8};
use crate::{
    annotation::{
        ArticleGroup, Attributes, Bookmark, Decision, Progress, Record, Records, RefusedSuggestion,
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

fn parse<T: Record>(bytes: &[u8]) -> Result<Records<T>, Broken> {
    records::parse(bytes).map_err(Broken::new)
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

impl KeptFile for Records<ArticleGroup> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        parse(bytes)
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
        let item =
            |group: &ArticleGroup| (group.id.to_string(), KeptItem::named(&group.name, group));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, _: &Target) -> Option<Self> {
        Some(memory.catalogue.groups().clone())
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let Some(scene) = session.scene_mut() {
            scene.catalogue.put_groups(self);
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

impl KeptFile for Records<Bookmark> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        parse(bytes)
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
        let item =
            |mark: &Bookmark| (mark.id.to_string(), KeptItem::named(mark.article.as_str(), mark));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Bookmarks(coder) = target else { return None };
        memory.catalogue.shared_bookmarks(coder).map(Arc::unwrap_or_clone)
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let (Target::Bookmarks(coder), Some(scene)) = (target, session.scene_mut()) {
            scene.catalogue.put_bookmarks(coder.clone(), self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}

impl KeptFile for Records<RefusedSuggestion> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        parse(bytes)
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
        let item = |refused: &RefusedSuggestion| {
            (refused.id.to_string(), KeptItem::named(&refused.quote, refused))
        };
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Refusals(coder) = target else { return None };
        memory.catalogue.shared_refusals(coder).map(Arc::unwrap_or_clone)
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let (Target::Refusals(coder), Some(scene)) = (target, session.scene_mut()) {
            scene.catalogue.put_refusals(coder.clone(), self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}

impl KeptFile for Records<Decision> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        parse(bytes)
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
        let item =
            |made: &Decision| (made.id.to_string(), KeptItem::named(made.article.as_str(), made));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Decisions(coder) = target else { return None };
        memory.catalogue.shared_decisions(coder).map(Arc::unwrap_or_clone)
    }

    fn put(self, session: &mut Session, target: &Target) {
        unlock(session, target);
        if let (Target::Decisions(coder), Some(scene)) = (target, session.scene_mut()) {
            scene.catalogue.put_decisions(coder.clone(), self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        is_locked(session, target)
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        lock(session, target, broken);
    }
}
