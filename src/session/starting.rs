//! What a new set begins with.

use rust_i18n::t;

use crate::annotation::Codebook;

/// The themes a new set begins with, named in the language of the interface.
pub(super) fn starting_codebook() -> Codebook {
    let names = [
        t!("codebook.starting.places"),
        t!("codebook.starting.people"),
        t!("codebook.starting.region"),
    ];
    Codebook::starting_named(names.each_ref().map(AsRef::as_ref))
}
