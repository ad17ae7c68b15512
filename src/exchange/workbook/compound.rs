//! A compound file: the small file system in which Office kept its files before 2007.
//!
//! \[MS-CFB\]. Chains of sectors are followed no further than there are sectors.

/// A chain ends at numbers from here on.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// The number that stands in `bytes` at `at`, low byte first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

/// The number that stands in `bytes` at `at`, low byte first.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

/// A stream in the file, or the root of all.
struct Entry {
    name: String,
    is_root: bool,
    start: u32,
    size: usize,
}

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// Which sector follows which.
    next: Vec<u32>,
    entries: Vec<Entry>,
    /// How long a stream is that has sectors of its own.
    cutoff: usize,
    small_start: u32,
    small_sector: usize,
}

impl<'a> Compound<'a> {
    /// Looks at what is in it; `None` if it is broken.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let size = |at: usize| 1_usize.checked_shl(u16_at(bytes, at)?.into());
        let (sector, small_sector) = (size(30)?, size(32)?);
        if !(64..=4096).contains(&sector) || !(16..=4096).contains(&small_sector) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            entries: Vec::new(),
            cutoff: usize::try_from(u32_at(bytes, 56)?).ok()?,
            small_start: u32_at(bytes, 60)?,
            small_sector,
        };
        // The sectors that say what follows what: the first in the header, then in a chain.
        let mut tables: Vec<u32> =
            (76..HEADER).step_by(4).filter_map(|at| u32_at(bytes, at)).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..bytes.len() / sector {
            let Some(list) = file.sector(more) else { break };
            let mut numbers = numbers(list);
            more = numbers.pop()?;
            tables.extend(numbers);
        }
        for table in tables.into_iter().filter(|&table| table < LAST_SECTOR) {
            let numbers = numbers(file.sector(table)?);
            file.next.extend(numbers);
        }
        let directory = file.chain(u32_at(bytes, 48)?);
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        Some(file)
    }

    /// Whether there is a stream of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// What the stream of that name holds.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.size >= self.cutoff {
            let mut bytes = self.chain(entry.start);
            bytes.truncate(entry.size);
            return Some(bytes);
        }
        // Short streams share the sectors of the root's.
        let root = self.entries.iter().find(|entry| entry.is_root)?;
        let all = self.chain(root.start);
        let next = numbers(&self.chain(self.small_start));
        let mut bytes = Vec::new();
        let mut at = entry.start;
        while bytes.len() < entry.size {
            let from = usize::try_from(at).ok()?.checked_mul(self.small_sector)?;
            bytes.extend_from_slice(all.get(from..from.checked_add(self.small_sector)?)?);
            at = usize::try_from(at).ok().and_then(|at| next.get(at).copied())?;
        }
        bytes.truncate(entry.size);
        Some(bytes)
    }

    /// A sector; the last one of a file may be cut.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let from = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let rest =
            self.bytes.get(from..).filter(|rest| number < LAST_SECTOR && !rest.is_empty())?;
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    /// The sectors from `start` on, one behind the other.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut at = start;
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(sector) = self.sector(at) else { break };
            bytes.extend_from_slice(sector);
            let next = usize::try_from(at).ok().and_then(|at| self.next.get(at));
            at = next.copied().unwrap_or(LAST_SECTOR);
        }
        bytes
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let units: Vec<u16> =
        bytes.get(..length)?.chunks_exact(2).filter_map(|two| u16_at(two, 0)).collect();
    let name = String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned();
    let kind = *bytes.get(66)?;
    let size = usize::try_from(u32_at(bytes, 120)?).ok()?;
    let is_there = matches!(kind, 2 | 5);
    is_there.then_some(Entry { name, is_root: kind == 5, start: u32_at(bytes, 116)?, size })
}
