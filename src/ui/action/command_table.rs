//! The table of commands as others than the window read it: names and keys, without the commands.

use rust_i18n::t;

use super::{Action, ActionGroup, Keymap, Keys};
use crate::handbook::{CommandGroup, CommandRow, CommandTable};

/// Every command with the keys that `keymap` gives it, and what is pressed beside them.
pub(in crate::ui) fn command_table(keymap: &Keymap) -> CommandTable {
    let fixed = |id, label: &str, keys: &str| CommandRow {
        id,
        label: label.to_owned(),
        keys: vec![keys.to_owned()],
    };
    let group = |group: ActionGroup| {
        let actions = Action::ALL.iter().filter(|action| action.group() == group);
        let mut rows: Vec<_> = actions
            .map(|&action| CommandRow {
                id: action.id(),
                label: action.label().into_owned(),
                keys: keymap.keys(action).iter().map(Keys::to_string).collect(),
            })
            .collect();
        match group {
            ActionGroup::Tagging => rows.push(fixed("digits", &t!("keys.digits"), "1 – 9")),
            ActionGroup::Caret => rows.push(fixed("extend", &t!("keys.extend"), "Shift")),
            _ => {}
        }
        CommandGroup { id: group.id(), name: group.label().into_owned(), rows }
    };
    CommandTable { groups: ActionGroup::ALL.into_iter().map(group).collect() }
}
