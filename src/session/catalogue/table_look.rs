//! Looking at a table of attributes before it is taken: what would be set, and what does not fit.

use std::path::PathBuf;

use rust_i18n::t;

use super::{ArticleValue, CatalogueCommand};
use crate::{
    corpus::LoadProgress,
    exchange::{
        AttributeImport, AttributeTable,
        incoming::{FaultKind, SourceFile},
    },
    scene::Heeds,
    session::{Answered, Ground, Question, describe},
    storage::Storage,
};

/// No table is larger, in bytes.
const LARGEST: u64 = 256 << 20;

/// What a table of attributes would set in the open set.
///
/// For a preview in the window, and for the command line, which goes on at once:
/// [`AttributeLook::command`] sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtAttributes {
    /// The file: CSV or a workbook.
    pub path: PathBuf,
}

/// What such a look brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeLook {
    /// The table as it was read.
    pub table: AttributeTable,
    /// What of it fits the set.
    pub import: AttributeImport,
}

impl AttributeLook {
    /// What sets the values that fit.
    #[must_use]
    pub fn command(&self) -> CatalogueCommand {
        let values = self.import.values.iter().map(|(article, name, value)| ArticleValue {
            article: article.clone(),
            name: name.clone(),
            value: value.clone(),
        });
        CatalogueCommand::SetValues(values.collect())
    }
}

impl Question for LookAtAttributes {
    type Answer = AttributeLook;
    /// In the user's language.
    type Refusal = String;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self == before
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<AttributeLook, String> {
        let table = self.read(&*ground.storage)?;
        let import = AttributeImport::of(&table, &ground.scene);
        Ok(AttributeLook { table, import })
    }
}

impl LookAtAttributes {
    fn read(&self, storage: &dyn Storage) -> Result<AttributeTable, String> {
        let path = &self.path;
        let bytes = storage.read(path, LARGEST);
        let bytes = bytes.map_err(|error| describe::storage_error(&error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        AttributeTable::read(&SourceFile { name, bytes }).map_err(|fault| match fault.kind {
            FaultKind::NoColumn(_) => {
                t!("catalogue.import.no_table", path = describe::path(path)).into_owned()
            }
            _ => describe::import_fault(&fault),
        })
    }
}
