//! The kinds of kept file: what [`KeptFile`] asks of each.

mod catalogue;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    Notice, NoticeCause, Session, Target, Unreadable, WordList, describe,
    kept_file::{Broken, Difference, KeptFile, KeptItem, Merged, SetMemory},
    records,
    snapshots::MANY,
    starting,
};
use crate::{
    annotation::{
        self, Codebook, JournalEntry, Layer, LayerState, Passage, PassageId, Record, Records,
        SavedQuery, Sidecar, Snapshot, Theme, Timestamp,
    },
    corpus::{Corpus, Corrections, CorrectionsError, Dictionary, DictionaryEntry},
};

fn utf8(bytes: &[u8]) -> Result<&str, Broken> {
    std::str::from_utf8(bytes).map_err(Broken::new)
}

/// One coder's passages in an article.
#[derive(Clone, Debug)]
pub(super) enum SidecarFile {
    /// As they are in the file.
    Read(Box<Sidecar>),
    /// As they are in memory, not yet put together.
    Memory(Box<Snapshot>),
    /// Without a head: what a later merge starts from.
    Bare(Arc<Layer>),
}

impl SidecarFile {
    /// As it is in the file; where it has no head of its own, with that of `other`.
    pub(super) fn sidecar(&self, other: &Self) -> Option<Sidecar> {
        match (self, other) {
            (Self::Read(sidecar), _) => Some((**sidecar).clone()),
            (Self::Memory(snapshot), _) => Some(snapshot.sidecar()),
            (Self::Bare(layer), Self::Memory(head)) if layer.is_blank() => {
                // What holds nothing holds for any text.
                let Layer { sha256, chars, texts, .. } = &**head.layer();
                let (sha256, chars, texts) = (sha256.clone(), *chars, texts.clone());
                let blank = Layer { sha256, chars, texts, ..Layer::clone(layer) };
                Some(head.sidecar_of(Arc::new(blank)))
            }
            (Self::Bare(layer), Self::Memory(head)) => Some(head.sidecar_of(Arc::clone(layer))),
            (Self::Bare(_), _) => None,
        }
    }

    /// What it holds, without its head.
    pub(super) fn with_layer<T>(&self, look: impl FnOnce(&Layer) -> T) -> T {
        match self {
            Self::Read(sidecar) => look(&Layer::from_sidecar((**sidecar).clone())),
            Self::Memory(snapshot) => look(snapshot.layer()),
            Self::Bare(layer) => look(layer),
        }
    }

    /// As it is in the file; `None` where it has no head.
    pub(super) fn into_sidecar(self) -> Option<Sidecar> {
        match self {
            Self::Read(sidecar) => Some(*sidecar),
            Self::Memory(snapshot) => Some(snapshot.sidecar()),
            Self::Bare(_) => None,
        }
    }

    /// The passages, by what they are, with when each was changed last.
    pub(super) fn passages(&self) -> BTreeMap<PassageId, Timestamp> {
        self.with_layer(|layer| layer.passages.iter().map(|p| (p.id, p.modified)).collect())
    }
}

impl PartialEq for SidecarFile {
    fn eq(&self, other: &Self) -> bool {
        match (self.sidecar(other), other.sidecar(self)) {
            (Some(one), Some(other)) => one == other,
            _ => self.says_the_same_as(other),
        }
    }
}

impl KeptFile for SidecarFile {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let sidecar = Sidecar::from_ron(utf8(bytes)?).map_err(Broken::new)?;
        Ok(Self::Read(Box::new(sidecar)))
    }

    fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Read(sidecar) => sidecar.to_ron().into_bytes(),
            Self::Memory(snapshot) => snapshot.sidecar().to_ron().into_bytes(),
            // Without a head it is no file.
            Self::Bare(_) => Vec::new(),
        }
    }

    fn missing() -> Self {
        let nothing = crate::corpus::ContentHash::of("");
        Self::Bare(Arc::new(Layer::new(nothing, 0)))
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        self.with_layer(|one| other.with_layer(|other| one.says_the_same_as(other)))
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let (Some(mine), Some(other)) = (ours.sidecar(&theirs), theirs.sidecar(&ours)) else {
            return Merged::of(if matches!(ours, Self::Bare(_)) { theirs } else { ours });
        };
        // Where nobody knows what they were made from, the times decide.
        let merged = match base {
            Some(base) => base.with_layer(|base| annotation::merge_from(base, mine, other)),
            None => annotation::merge(mine, other),
        };
        Merged::of(Self::Read(Box::new(merged)))
    }

    fn compared(&self, before: &Self) -> Difference {
        let (then, now) = (before.passages(), self.passages());
        let gone: BTreeSet<PassageId> =
            then.keys().filter(|id| !now.contains_key(id)).copied().collect();
        let more = now.keys().filter(|id| !then.contains_key(id)).count();
        let older = then.iter().any(|(id, then)| now.get(id).is_some_and(|now| now < then));
        let unsaid = self.with_layer(|layer| gone.iter().any(|id| !layer.removed.contains_key(id)));
        Difference { fewer: gone.len(), more, set_back: older || unsaid }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let item = |passage: &Arc<Passage>| {
            (passage.id.to_string(), KeptItem::Passage(Box::new(Passage::clone(passage))))
        };
        self.with_layer(|layer| layer.passages.iter().map(item).collect())
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Sidecar(article, coder) = target else { return None };
        let snapshot = memory.annotations.snapshot_of(article, coder)?;
        Some(Self::Memory(Box::new(snapshot)))
    }

    fn is_in_memory(&self, memory: SetMemory<'_>, target: &Target) -> bool {
        let Target::Sidecar(article, coder) = target else { return false };
        // What the passages are in now is all: the names of their themes stand elsewhere.
        let Some(now) = memory.annotations.shared_layer(article, coder) else { return false };
        match self {
            Self::Memory(snapshot) => {
                Arc::ptr_eq(snapshot.layer(), &now) || *snapshot.layer() == now
            }
            _ => self.with_layer(|layer| *layer == *now),
        }
    }

    fn put(self, session: &mut Session, target: &Target) {
        let Target::Sidecar(article, coder) = target else { return };
        if let Some(sidecar) = self.into_sidecar() {
            session.put_sidecar(article, coder, sidecar);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        let Target::Sidecar(article, coder) = target else { return false };
        let layer = session.all_annotations().layer(article, coder);
        layer.is_some_and(|layer| matches!(layer.state, LayerState::ReadOnly { .. }))
    }

    /// What is left of a broken sidecar is read together with it; `Session::lock_sidecar` has that.
    fn lock(_: &mut Session, _: &Target, _: &Path, _: Broken) {}

    fn into_base(self) -> Self {
        Self::Bare(match self {
            Self::Read(sidecar) => Arc::new(Layer::from_sidecar(*sidecar)),
            Self::Memory(snapshot) => Arc::clone(snapshot.layer()),
            Self::Bare(layer) => layer,
        })
    }

    fn base_to_bytes(&self, base: Option<&Self>) -> Vec<u8> {
        let base = base.and_then(|base| base.sidecar(self));
        base.map(|sidecar| sidecar.to_ron().into_bytes()).unwrap_or_default()
    }
}

impl KeptFile for Arc<Codebook> {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let text = utf8(bytes)?;
        let read = Codebook::from_ron(text).map(Self::new);
        read.map_err(|error| {
            let salvaged = error.salvage(text).map(|salvage| super::Salvaged {
                kept: salvage.kept(),
                lost: salvage.lost().to_vec(),
            });
            Broken { reason: describe::codebook_fault(&error), salvaged }
        })
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.to_ron().into_bytes()
    }

    fn missing() -> Self {
        Self::new(starting::starting_codebook())
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let nothing = Self::default();
        let base = base.unwrap_or(&nothing);
        Merged::of(Self::new(annotation::merge_codebooks_from(base, &ours, &theirs)))
    }

    fn compared(&self, before: &Self) -> Difference {
        let lacks = |one: &Self, other: &Self| {
            one.themes().iter().filter(|theme| other.get(theme.id).is_none()).count()
        };
        let fewer = lacks(before, self);
        Difference { fewer, more: lacks(self, before), set_back: fewer >= MANY }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let item = |theme: &Theme| {
            (theme.id.to_string(), KeptItem::named(self.path_name(theme.id), theme))
        };
        self.themes().iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, _: &Target) -> Option<Self> {
        Some(memory.annotations.shared_codebook())
    }

    fn put(self, session: &mut Session, _: &Target) {
        session.set_codebook_writable(true);
        session.take_merged_codebook(Self::unwrap_or_clone(self));
    }

    fn is_locked(session: &Session, _: &Target) -> bool {
        !session.codebook_writable()
    }

    fn lock(session: &mut Session, _: &Target, path: &Path, broken: Broken) {
        let Broken { reason, salvaged } = broken;
        let file = Unreadable { path: path.to_path_buf(), owner: None, reason, salvaged };
        session.set_codebook_writable(false);
        let Some(set) = &mut session.set else { return };
        if !set.unreadable.contains(&file) {
            let note = Notice::error(describe::codebook_error(path, &file.reason));
            session.notices.push(note.because(NoticeCause::Unreadable(path.to_path_buf())));
            set.unreadable.retain(|other| other.path != path);
            set.unreadable.push(file);
        }
    }

    fn base_to_bytes(&self, base: Option<&Self>) -> Vec<u8> {
        // Where there was no file every theme is one that somebody made.
        base.map_or_else(|| Self::default().to_bytes(), Self::to_bytes)
    }
}

impl KeptFile for Corrections {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        Self::from_ron(utf8(bytes)?).map_err(Broken::new)
    }

    fn to_bytes(&self) -> Vec<u8> {
        // The writer fails on nothing that this type can hold.
        self.to_ron().unwrap_or_default().into_bytes()
    }

    fn missing() -> Self {
        Self::default()
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let nothing = Self::default();
        let base = base.unwrap_or(&nothing);
        let clashes = Self::clashes(base, &ours, &theirs);
        let overruled = clashes.iter().map(|article| article.file_name().to_owned()).collect();
        Merged { overruled, ..Merged::of(Self::merged(base, &ours, &theirs)) }
    }

    fn compared(&self, before: &Self) -> Difference {
        let (fewer, more) = Self::compared(self, before);
        Difference { fewer, more, set_back: fewer >= MANY }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        self.iter()
            .map(|(path, one)| (path.to_string(), KeptItem::named(path.as_str(), one)))
            .collect()
    }

    fn in_memory(memory: SetMemory<'_>, _: &Target) -> Option<Self> {
        Some(memory.corpus.corrections().clone())
    }

    fn put(self, session: &mut Session, _: &Target) {
        session.put_corrections(self);
    }

    fn is_locked(session: &Session, _: &Target) -> bool {
        session.corpus().and_then(Corpus::corrections_problem).is_some()
    }

    fn lock(session: &mut Session, _: &Target, _: &Path, broken: Broken) {
        if let Some(corpus) = session.corpus_mut() {
            let reason = broken.reason;
            corpus.replace_corrections(Err(CorrectionsError::Unreadable { reason }));
        }
    }
}

fn list_of(target: &Target) -> WordList {
    match target {
        Target::Words(list) => *list,
        _ => WordList::Dictionary,
    }
}

impl KeptFile for Dictionary {
    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        Ok(Self::read(bytes))
    }

    fn to_bytes(&self) -> Vec<u8> {
        Self::to_bytes(self)
    }

    fn missing() -> Self {
        Self::default()
    }

    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        let nothing = Self::default();
        let base = base.unwrap_or(&nothing);
        let overruled = Self::clashes(base, &ours, &theirs);
        Merged { overruled, ..Merged::of(Self::merged(base, &ours, &theirs)) }
    }

    fn compared(&self, before: &Self) -> Difference {
        let (fewer, more) = Self::compared(self, before);
        Difference { fewer, more, set_back: fewer >= MANY }
    }

    fn items(&self) -> BTreeMap<String, KeptItem> {
        let item = |word: &DictionaryEntry| (word.word.clone(), KeptItem::named(&word.word, word));
        self.entries().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        Some(memory.lists.now(list_of(target)).clone())
    }

    fn put(self, session: &mut Session, target: &Target) {
        session.put_words(list_of(target), self);
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        session.lists().is_broken(list_of(target))
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        if let Some(set) = &mut session.set {
            set.lists.set_problem(list_of(target), broken.reason);
        }
    }
}

/// What two sides made of a list of records.
fn merged_records<T: Record>(
    base: Option<&Records<T>>,
    ours: &Records<T>,
    theirs: &Records<T>,
) -> Merged<Records<T>> {
    let nothing = Records::default();
    let (state, doubled) = Records::merged(base.unwrap_or(&nothing), ours, theirs);
    Merged { doubled, ..Merged::of(state) }
}

fn compared_records<T: Record>(now: &Records<T>, before: &Records<T>) -> Difference {
    let (fewer, more, older) = now.compared(before);
    Difference { fewer, more, set_back: fewer >= MANY || older }
}

impl KeptFile for Records<SavedQuery> {
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
        let item = |query: &SavedQuery| (query.id.to_string(), KeptItem::named(&query.name, query));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, _: &Target) -> Option<Self> {
        Some(memory.records.queries.now.clone())
    }

    fn put(self, session: &mut Session, _: &Target) {
        if let Ok(records) = session.records_mut() {
            records.put_queries(self);
        }
    }

    fn is_locked(session: &Session, _: &Target) -> bool {
        session.records().queries.problem.is_some()
    }

    fn lock(session: &mut Session, _: &Target, _: &Path, broken: Broken) {
        if let Ok(records) = session.records_mut() {
            records.queries.problem = Some(broken.reason);
        }
    }
}

impl KeptFile for Records<JournalEntry> {
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
        let item =
            |entry: &JournalEntry| (entry.id.to_string(), KeptItem::named(&entry.text, entry));
        self.iter().map(item).collect()
    }

    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
        let Target::Journal(coder) = target else { return None };
        Some(memory.records.journals.get(coder)?.now.clone())
    }

    fn put(self, session: &mut Session, target: &Target) {
        if let (Target::Journal(coder), Ok(records)) = (target, session.records_mut()) {
            records.put_journal(coder, self);
        }
    }

    fn is_locked(session: &Session, target: &Target) -> bool {
        let Target::Journal(coder) = target else { return false };
        let file = session.records().journals.get(coder);
        file.is_some_and(|file| file.problem.is_some())
    }

    fn lock(session: &mut Session, target: &Target, _: &Path, broken: Broken) {
        if let (Target::Journal(coder), Ok(records)) = (target, session.records_mut()) {
            records.journal_mut(coder).problem = Some(broken.reason);
        }
    }
}
