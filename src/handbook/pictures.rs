//! The pictures of the handbook, brought along in the program: the real window, taken by a test
//! (`tests/gui/handbook_pictures.rs`), so that they show what it is now.

macro_rules! pictures {
    ($($name:literal)+) => {
        [$((
            concat!($name, ".png"),
            include_bytes!(concat!("../../assets/handbook/pictures/", $name, ".png")).as_slice(),
        ),)+]
    };
}

/// The names of the files, and the files.
pub(super) static PICTURES: [(&str, &[u8]); 4] =
    pictures!("reading" "codebook" "search" "excerpts");

/// The picture, as PNG, to which a path in a chapter leads.
#[must_use]
pub fn handbook_picture(path: &str) -> Option<&'static [u8]> {
    let name = path.rsplit('/').next().unwrap_or(path);
    PICTURES.iter().find(|(file, _)| *file == name).map(|(_, bytes)| *bytes)
}
