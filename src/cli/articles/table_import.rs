//! `quandian articles --import`: attributes from a table.

use std::path::Path;

use rust_i18n::t;

use crate::{
    cli::{
        output::{Output, Stop, tell},
        set,
    },
    exchange::{
        AttributeImport, AttributeTable,
        incoming::{FaultKind, SourceFile},
    },
    session::{ArticleValue, CatalogueCommand, Session, describe},
};

/// No table is larger, in bytes.
const LARGEST: u64 = 256 << 20;
/// So many of each thing that was left out are named.
const NAMED: usize = 10;

/// Sets the values of the table in `path`; what does not fit is counted and told.
pub(super) fn run(path: &Path, session: &mut Session, output: &mut Output) -> Result<(), Stop> {
    let bytes = session.storage().read(path, LARGEST);
    let bytes = bytes.map_err(|error| Stop::failed(describe::storage_error(&error)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let table = AttributeTable::read(&SourceFile { name, bytes }).map_err(|fault| {
        Stop::failed(match fault.kind {
            FaultKind::NoColumn(_) => {
                t!("catalogue.import.no_table", path = describe::path(path)).into_owned()
            }
            _ => describe::import_fault(&fault),
        })
    })?;
    let import = AttributeImport::of(&table, set::scene(session)?);
    let (values, matched) = (import.values.len(), import.matched);
    let set_values = import.values.iter().map(|(article, name, value)| ArticleValue {
        article: article.clone(),
        name: name.clone(),
        value: value.clone(),
    });
    set::apply(session, CatalogueCommand::SetValues(set_values.collect()).into())?;
    tell(&t!("catalogue.import.done", rows = table.rows.len(), matched = matched, values = values));
    if !table.left_out.is_empty() {
        let heads = named(table.left_out.iter().map(String::as_str));
        tell(&t!("catalogue.import.columns", heads = heads));
    }
    for (key, names) in [
        ("catalogue.import.unmatched", &import.unmatched),
        ("catalogue.import.ambiguous", &import.ambiguous),
    ] {
        if !names.is_empty() {
            let list = named(names.iter().map(String::as_str));
            output.problem(t!(key, count = names.len(), names = list));
        }
    }
    if !import.misfits.is_empty() {
        output.problem(t!("catalogue.import.misfits", count = import.misfits.len()));
        for misfit in import.misfits.iter().take(NAMED) {
            let fault =
                describe::value_fault(&misfit.name, &misfit.kind, &misfit.value, misfit.fault);
            tell(&t!(
                "catalogue.import.misfit",
                article = describe::shown(misfit.article.as_str()),
                fault = fault
            ));
        }
    }
    Ok(())
}

/// Names as a list, no more than can be read.
fn named<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = |name: &str| {
        if name.trim().is_empty() {
            t!("catalogue.import.empty").into_owned()
        } else {
            describe::shown(name)
        }
    };
    let list: Vec<String> = names.take(NAMED).map(shown).collect();
    let list = list.join(&t!("retrieve.list_joint"));
    if more == 0 {
        list
    } else {
        t!("catalogue.import.more", list = list, count = more).into_owned()
    }
}
