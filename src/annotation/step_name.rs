//! How a step of the history is called, in whatever language it is shown.

use std::fmt;

use rust_i18n::t;

/// The name of a step. It holds what fills its text in, not the text: that is chosen when it is
/// shown, so that the whole menu of undoing follows a change of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepName {
    /// Of a text in the translation files, or, with nothing to look up, the text itself.
    key: Key,
    fills: Vec<(&'static str, Fill)>,
}

/// What stands in a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fill {
    Text(String),
    /// Texts that are named in turn, put together as a list.
    List(Vec<StepName>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Translated(&'static str),
    Plain(String),
}

impl StepName {
    /// The text with that key in the translation files.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key: Key::Translated(key), fills: Vec::new() }
    }

    /// The same with `value` where the text says `%{blank}`.
    #[must_use]
    pub fn with(mut self, blank: &'static str, value: impl fmt::Display) -> Self {
        self.fills.push((blank, Fill::Text(value.to_string())));
        self
    }

    /// The same with `parts` as a list where the text says `%{blank}`.
    #[must_use]
    pub fn with_list(mut self, blank: &'static str, parts: Vec<Self>) -> Self {
        self.fills.push((blank, Fill::List(parts)));
        self
    }
}

impl From<String> for StepName {
    fn from(text: String) -> Self {
        Self { key: Key::Plain(text), fills: Vec::new() }
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = match &self.key {
            Key::Plain(text) => return f.write_str(text),
            Key::Translated(key) => *key,
        };
        let text = t!(key);
        let mut rest = &*text;
        // What was filled in is not looked through for blanks again.
        while let Some((before, after)) = rest.split_once("%{") {
            let Some((blank, behind)) = after.split_once('}') else { break };
            let value = self.fills.iter().find(|(name, _)| *name == blank);
            f.write_str(before)?;
            match value.map(|(_, value)| value) {
                None => {}
                Some(Fill::Text(text)) => f.write_str(text)?,
                Some(Fill::List(parts)) => {
                    let parts: Vec<String> = parts.iter().map(Self::to_string).collect();
                    f.write_str(&parts.join(&t!("retrieve.list_joint")))?;
                }
            }
            rest = behind;
        }
        f.write_str(rest)
    }
}

/// The name of a step by the key of its text, with what fills its blanks in, as `t!` takes them.
macro_rules! step_name {
    ($key:literal $(, $blank:ident = $value:expr)* $(,)?) => {
        $crate::annotation::StepName::new($key)$(.with(stringify!($blank), &$value))*
    };
}
pub(crate) use step_name;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_blank_is_not_filled_in_again() {
        let name = step_name!("step.rename_theme", from = "人才%{to}", to = "青年");
        let text = name.to_string();
        assert!(text.contains("人才%{to}") && text.contains("青年"), "{text}");
        assert_eq!(StepName::from("甲".to_owned()).to_string(), "甲");
    }
}
