//! PDF: the text layer of the pages, put together to paragraphs again.
//!
//! A page only says where each glyph stands. The library behind this finds out what they mean and
//! where they are (`glyphs`), with the answers of forms (`form`) and columns of single glyphs
//! (`stacked`), each glyph once (`twice`); here they become lines and columns (`page`), heads and
//! feet of pages are left out (`margins`), and lines become paragraphs (`paragraphs`): a guess
//! from indentation, gaps and widths, made for Chinese first. Pages that were scanned hold no text
//! unless somebody recognised it.

mod direction;
mod folio;
mod form;
mod glyphs;
mod margins;
mod page;
mod paragraphs;
mod stacked;
mod twice;

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
    thread,
    time::{Duration, Instant},
};

use hayro_interpret::{InterpreterCache, hayro_syntax};
use hayro_syntax::{LoadPdfError, Pdf};

use super::{Document, FaultKind, ImportFault, Leftover, Leftovers, Limit, SourceFile, fault};

/// The most pages.
const MOST_PAGES: usize = 20_000;
/// The longest that the pages of a file may take.
const LONGEST: Duration = Duration::from_mins(2);
/// The stack of the thread that reads: what is nested in a file nests its calls.
const STACK: usize = 32 << 20;
/// In so many glyphs there may be one whose meaning is unknown; with more it is no text.
const GLYPHS_PER_UNKNOWN: usize = 3;

thread_local! {
    /// Whether a panic of this thread is expected and reported as a fault.
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// What is thrown to leave the interpreter when the time is over.
struct TimeIsOver;

/// Leaves the reading of the file when its time is over.
fn check_time(deadline: Instant) {
    if Instant::now() > deadline {
        // There is no other way out of the interpreter; it is caught where the file is read.
        panic::resume_unwind(Box::new(TimeIsOver));
    }
}

/// Reads the document.
///
/// # Errors
/// If it needs a password, is broken, takes too long or has no text.
pub(super) fn read(file: &SourceFile) -> Result<Document, ImportFault> {
    let bytes = file.bytes.clone();
    let outcome = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || contained(|| extract(bytes)))
        .map_err(|error| error.to_string())
        // The thread's own panics are contained; if it ends otherwise there is nothing to read.
        .and_then(|thread| thread.join().map_err(|panic| message(&*panic)));
    match outcome {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(kind)) => Err(fault(file, kind)),
        Err(reason) => Err(fault(file, syntax(reason))),
    }
}

fn syntax(reason: String) -> FaultKind {
    FaultKind::Syntax { part: String::new(), line: 0, reason }
}

/// Runs `read` and makes a fault of a panic.
///
/// A PDF is read by code that is not ours and meets files of every sort of brokenness: where it
/// panics, one file is not read, and everything else goes on. Such a panic is no message for the
/// user's terminal, so that the hook that prints it is passed over on this thread.
fn contained(read: impl FnOnce() -> Result<Document, FaultKind>) -> Result<Document, FaultKind> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_CONTAINED.get() {
                before(info);
            }
        }));
    });
    IS_CONTAINED.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    IS_CONTAINED.set(false);
    outcome.unwrap_or_else(|panic| {
        let is_late = panic.is::<TimeIsOver>();
        let most = LONGEST.as_secs();
        let late = FaultKind::TooLarge { limit: Limit::Time, most };
        Err(if is_late { late } else { syntax(message(&*panic)) })
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}

fn extract(bytes: Vec<u8>) -> Result<Document, FaultKind> {
    let deadline = Instant::now() + LONGEST;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        // Locked in whatever way: it is not broken.
        LoadPdfError::Decryption(_) => FaultKind::Encrypted,
        LoadPdfError::Invalid => syntax(format!("{error:?}")),
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        let most = MOST_PAGES as u64;
        return Err(FaultKind::TooLarge { limit: Limit::Pages, most });
    }
    let cache = InterpreterCache::new();
    let mut all = Vec::with_capacity(pages.len());
    let (mut glyphs, mut unknown) = (0, 0);
    let mut leftovers = Leftovers::default();
    for page in pages.iter() {
        let found = glyphs::of_page(page, &cache, pdf.xref(), deadline);
        glyphs += found.drawn.len();
        unknown += found.unknown;
        leftovers.add(Leftover::Pictures, found.pictures);
        leftovers.add(Leftover::Footnotes, found.comments);
        leftovers.add(Leftover::Hidden, found.outside);
        leftovers.add_text(Leftover::Askew, found.askew, &found.first_askew);
        all.push(page::PdfPage::of(&found));
    }
    if unknown > 0 && glyphs / GLYPHS_PER_UNKNOWN < unknown {
        return Err(FaultKind::Unreadably);
    }
    margins::remove(&mut all, &mut leftovers);
    let text = paragraphs::text_of(&all);
    let title = pdf.metadata().title.as_ref().map(|title| glyphs::string(title.as_ref()));
    Ok(Document { text, title, leftovers })
}

#[cfg(test)]
mod tests;
