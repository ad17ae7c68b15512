//! Reading the files of an import: one bad file is told, the rest goes on.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Import;
use crate::{
    corpus::LoadProgress,
    exchange::{
        IMPORT_FORMATS, document, import_format_of,
        incoming::{FaultKind, ImportFault, ImportFormat, Incoming, SourceFile},
    },
    storage::{EntryKind, Storage, StorageError},
};

/// The longest file that is read, in bytes.
const LARGEST_FILE: u64 = 1 << 30;
/// The most files of one import.
const MOST_FILES: usize = 200_000;
/// How deep folders are looked through.
const DEEPEST: usize = 16;

/// Everything that the files of `request` hold.
pub(super) fn read(storage: &dyn Storage, request: &Import, progress: &LoadProgress) -> Incoming {
    let (files, mut faults) = list(storage, request);
    progress.expect(files.len());
    let has = |extension: &str| {
        files.iter().any(|(path, _)| path.extension().is_some_and(|own| own == extension))
    };
    let together = match request.format {
        Some(format) => format.together(),
        None => IMPORT_FORMATS
            .into_iter()
            .find_map(|format| format.together().filter(|(telling, _)| has(telling))),
    };
    // Of files that belong together none is read alone.
    if let Some((_, read_all)) = together {
        let read: Vec<_> =
            files.par_iter().map(|file| source_file(storage, file, progress)).collect();
        let mut sources = Vec::new();
        for file in read {
            match file {
                Ok(file) => sources.push(file),
                Err(fault) => faults.push(fault),
            }
        }
        let mut incoming = read_all(&sources);
        incoming.faults.extend(faults);
        return incoming;
    }
    let read: Vec<_> = files
        .par_iter()
        .map(|file| {
            let file = source_file(storage, file, progress)?;
            let format = request.format.or_else(|| import_format_of(&file));
            match format {
                Some(format) => one(format, &file),
                // An ending that says nothing, or the wrong thing: the first bytes may say more,
                // and where it is not read, they say what it is.
                None => document::read(&file),
            }
        })
        .collect();
    let mut incoming = Incoming::default();
    for file in read {
        match file {
            Ok(more) => incoming.absorb(more),
            Err(fault) => faults.push(fault),
        }
    }
    incoming.faults.extend(faults);
    incoming
}

fn one(format: ImportFormat, file: &SourceFile) -> Result<Incoming, ImportFault> {
    if file.is_blank() {
        return Err(ImportFault { file: file.name.clone(), kind: FaultKind::Empty });
    }
    format.read(file)
}

fn source_file(
    storage: &dyn Storage,
    (path, name): &(PathBuf, String),
    progress: &LoadProgress,
) -> Result<SourceFile, ImportFault> {
    progress.advance();
    match storage.read(path, LARGEST_FILE) {
        Ok(bytes) => Ok(SourceFile { name: name.clone(), bytes }),
        Err(error) => Err(refused(name, &error)),
    }
}

fn refused(name: &str, error: &StorageError) -> ImportFault {
    if error.is_not_found() {
        return ImportFault { file: name.to_owned(), kind: FaultKind::Missing };
    }
    unreadable(name, &error.source.to_string())
}

fn unreadable(name: &str, reason: &str) -> ImportFault {
    ImportFault { file: name.to_owned(), kind: FaultKind::Unreadable(reason.to_owned()) }
}

/// The files with their names, and those of its folders that end as the format's do.
fn list(storage: &dyn Storage, request: &Import) -> (Vec<(PathBuf, String)>, Vec<ImportFault>) {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for path in &request.files {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let name = name_of(&path, path.parent());
        match storage.metadata(&path).map(|metadata| metadata.kind) {
            Ok(EntryKind::Folder) => {
                let mut found = Vec::new();
                look_through(storage, &path, 0, &mut found, &mut faults);
                found.retain(|file: &PathBuf| is_meant(file, request.format));
                found.sort();
                let named = found.into_iter().map(|file| {
                    let name = name_of(&file, Some(&path));
                    (file, name)
                });
                files.extend(named);
            }
            Ok(_) => files.push((path, name)),
            Err(error) => faults.push(refused(&name, &error)),
        }
    }
    if files.len() > MOST_FILES {
        let rest = files.split_off(MOST_FILES);
        let too_many = rest.into_iter().map(|(_, name)| unreadable(&name, "too many files"));
        faults.extend(too_many);
    }
    (files, faults)
}

fn look_through(
    storage: &dyn Storage,
    folder: &Path,
    depth: usize,
    found: &mut Vec<PathBuf>,
    faults: &mut Vec<ImportFault>,
) {
    let entries = match storage.list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(refused(&name_of(folder, None), &error));
            return;
        }
    };
    for entry in entries {
        match entry.kind {
            EntryKind::File => found.push(entry.path),
            EntryKind::Folder if depth < DEEPEST => {
                look_through(storage, &entry.path, depth + 1, found, faults);
            }
            _ => {}
        }
    }
}

fn is_meant(file: &Path, format: Option<ImportFormat>) -> bool {
    let hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let formats = format.as_ref().map_or(&IMPORT_FORMATS[..], std::slice::from_ref);
    !hidden && formats.iter().any(|format| format.takes(&extension))
}

/// The name of `file`, from `folder` on if it is in it, with `/` between its parts.
fn name_of(file: &Path, folder: Option<&Path>) -> String {
    let relative = folder.and_then(|folder| file.strip_prefix(folder).ok());
    let name = relative.unwrap_or_else(|| Path::new(file.file_name().unwrap_or_default()));
    let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
