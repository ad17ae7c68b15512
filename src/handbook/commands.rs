//! What the handbook needs to know of the window's commands: their names and keys.

/// Every command of the window, as it is listed there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandTable {
    /// In their order.
    pub groups: Vec<CommandGroup>,
}

/// Commands that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandGroup {
    /// The same in every language.
    pub id: &'static str,
    /// What it is called on screen.
    pub name: String,
    /// Its commands.
    pub rows: Vec<CommandRow>,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRow {
    /// The same in every language and version.
    pub id: &'static str,
    /// What it is called on screen.
    pub label: String,
    /// The keys that do it now, as they are written on screen; the first is the one that is shown.
    pub keys: Vec<String>,
}

impl CommandTable {
    /// The command of that id.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&CommandRow> {
        self.groups.iter().flat_map(|group| &group.rows).find(|row| row.id == id)
    }
}
