//! `quandian articles --import`: attributes from a table.

use std::path::Path;

use rust_i18n::t;

use crate::{
    cli::{
        output::{Output, Stop, tell},
        set,
    },
    session::{AttributeLook, LookAtAttributes, Session, describe},
};

/// So many of each thing that was left out are named.
const NAMED: usize = 10;

/// Sets the values of the table in `path`; what does not fit is counted and told.
pub(super) fn run(path: &Path, session: &mut Session, output: &mut Output) -> Result<(), Stop> {
    let question = LookAtAttributes { path: path.to_path_buf() };
    let look = session.answer_now(&question).map_err(Stop::failed)?;
    let AttributeLook { table, import } = &look;
    let (values, matched) = (import.values.len(), import.matched);
    set::apply(session, look.command().into())?;
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
