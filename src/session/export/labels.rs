//! The words that stand in exported files, in the user's language.

use rust_i18n::t;

use crate::exchange::{self, html, refi, xlsx};

pub(super) fn listing(set: &str) -> exchange::Labels<'static> {
    exchange::Labels {
        heading: t!("export.heading", set = set).into_owned(),
        no_theme: t!("export.no_theme").into_owned(),
        memo: t!("export.memo").into_owned(),
        not_found: t!("export.not_found").into_owned(),
        paragraph: &|number| t!("export.paragraph", number = number).into_owned(),
    }
}

pub(super) fn page() -> html::Labels {
    html::Labels {
        language: rust_i18n::locale().to_string(),
        themes: t!("export.word.themes").into_owned(),
        notes: t!("export.word.memo").into_owned(),
        no_theme: t!("export.no_theme").into_owned(),
    }
}

pub(super) fn refi() -> refi::Labels {
    refi::Labels {
        year: t!("export.word.year").into_owned(),
        memo: t!("export.word.memo").into_owned(),
        include: t!("export.word.include").into_owned(),
        exclude: t!("export.word.exclude").into_owned(),
        lexicon: t!("export.word.lexicon").into_owned(),
        fragments: t!("export.word.fragments").into_owned(),
    }
}

pub(super) fn workbook() -> xlsx::Labels {
    let word = |name: &str| t!(format!("export.word.{name}")).into_owned();
    xlsx::Labels {
        sheets: ["excerpts", "codebook", "matrix", "articles"].map(word),
        excerpts: [
            "themes",
            "text",
            "memo",
            "title",
            "year",
            "article",
            "paragraph",
            "start",
            "end",
            "coder",
            "before",
            "after",
            "created",
            "modified",
            "place",
        ]
        .map(word),
        codebook: [
            "theme",
            "key",
            "description",
            "include",
            "exclude",
            "lexicon",
            "passages",
            "articles",
        ]
        .map(word),
        articles: ["title", "year", "article", "chars", "passages"].map(word),
        places: ["kept", "moved", "unsure", "lost"].map(word),
        total: word("total"),
    }
}
