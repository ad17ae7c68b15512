//! The chapters as they were written, brought along in the program.

/// A chapter: the name of its file, by which others link to it, and its text.
pub(super) type ChapterSource = (&'static str, &'static str);

macro_rules! chapters {
    ($language:literal: $($name:literal)+) => {
        [$((
            concat!($name, ".md"),
            include_str!(concat!("../../assets/handbook/", $language, "/", $name, ".md")),
        ),)+]
    };
}

const CHINESE: [ChapterSource; 12] = chapters!(
    "zh-CN": "00-keys" "01-start" "02-reading" "03-coding" "04-codebook" "05-finding"
    "10-compare" "06-exchange" "07-team" "11-agreement" "08-command-line" "09-method"
);

const ENGLISH: [ChapterSource; 12] = chapters!(
    "en": "00-keys" "01-start" "02-reading" "03-coding" "04-codebook" "05-finding"
    "10-compare" "06-exchange" "07-team" "11-agreement" "08-command-line" "09-method"
);

/// The chapters in a language, given by its tag; in Chinese where there is no such handbook.
pub(super) fn sources(language: &str) -> &'static [ChapterSource] {
    if language == "en" { &ENGLISH } else { &CHINESE }
}
