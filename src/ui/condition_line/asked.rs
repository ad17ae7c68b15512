//! What is asked: the line in the field and the condition it is, kept in step.
//!
//! Typing changes the line; a click changes the condition, and the line follows. While the line
//! cannot be read, the last condition that could be stands.

use std::mem::discriminant;

use crate::{
    annotation::{Codebook, ThemeId},
    search::condition::{Condition, Memo, Parsed, Test, ThemeName, Years, parse},
    session::{LineFault, Session, describe},
};

/// The line and its condition.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Asked {
    /// As it stands in the field.
    pub(in crate::ui) line: String,
    /// The last that could be read.
    good: Parsed,
    /// Why the line cannot be.
    fault: Option<LineFault>,
    /// Whether the line was changed since it was last read.
    stale: bool,
}

impl Asked {
    /// The condition that holds.
    pub(in crate::ui) fn condition(&self) -> &Condition {
        &self.good.condition
    }

    /// The same with the places of its tests.
    pub(in crate::ui) fn parsed(&self) -> &Parsed {
        &self.good
    }

    /// Whether nothing is asked.
    pub(in crate::ui) fn is_empty(&self) -> bool {
        self.line.trim().is_empty()
    }

    /// Why the line cannot be asked, and where.
    pub(in crate::ui) fn fault(&self) -> Option<&LineFault> {
        self.fault.as_ref()
    }

    /// The line was typed in: it is read before it is asked next.
    pub(in crate::ui) fn typed(&mut self) {
        self.stale = true;
    }

    /// Whether the line was changed since it was last read.
    pub(in crate::ui) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Reads the line, with the themes there are now.
    pub(in crate::ui) fn read(&mut self, session: &Session) {
        self.stale = false;
        self.fault = session.selector(&self.line).err();
        if self.fault.is_none()
            && let Ok(parsed) = parse(&self.line)
        {
            self.good = parsed;
        }
    }

    /// Puts another line in the place of what was asked.
    pub(in crate::ui) fn ask(&mut self, line: String) {
        // What was clicked is read at once: the next click may build on it.
        if let Ok(parsed) = parse(&line) {
            self.good = parsed;
        }
        self.line = line;
        self.stale = true;
    }

    /// Takes a condition that was clicked together.
    pub(in crate::ui) fn set(&mut self, condition: &Condition) {
        self.ask(condition.text(describe::tongue()));
    }

    /// Adds or takes away a choice: several of one kind add up to any of them.
    pub(in crate::ui) fn toggle(&mut self, test: &Test) {
        self.set(&toggled(self.condition(), test));
    }

    /// Adds a part that has to hold as well.
    pub(in crate::ui) fn add(&mut self, part: Condition) {
        let parts = self.condition().parts().iter().cloned();
        self.set(&Condition::and(parts.chain([part])));
    }
}

/// The name by which a condition means a theme: its own, or its path where another has the same.
pub(in crate::ui) fn theme_name(codebook: &Codebook, id: ThemeId) -> String {
    let Some(theme) = codebook.get(id) else { return String::new() };
    let alike = codebook.themes().iter().filter(|other| other.name == theme.name).count();
    if alike > 1 { codebook.path_name(id) } else { theme.name.clone() }
}

/// The test that the menu of themes adds.
pub(in crate::ui) fn theme_test(codebook: &Codebook, id: ThemeId) -> Test {
    Test::Theme(ThemeName { name: theme_name(codebook, id), exact: false })
}

/// The test that the menu of years adds.
pub(in crate::ui) fn year_test(year: Option<i16>) -> Test {
    Test::Year(match year {
        Some(year) => Years::Range(Some(year), Some(year)),
        None => Years::None,
    })
}

/// Whether two tests are choices from one menu.
fn same_kind(a: &Test, b: &Test) -> bool {
    match (a, b) {
        (Test::Memo(Memo::Contains(_)) | Test::Text(_) | Test::Word(_) | Test::Near(..), _)
        | (_, Test::Memo(Memo::Contains(_))) => false,
        // Two attributes are two menus.
        (Test::Attribute { name: one, .. }, Test::Attribute { name: other, .. }) => one == other,
        _ => discriminant(a) == discriminant(b),
    }
}

/// The tests of which any has to hold in `part`, if it is nothing else.
pub(in crate::ui) fn alternatives(part: &Condition) -> Vec<&Test> {
    let parts = match part {
        Condition::Or(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let test = |part: &Condition| matches!(part, Condition::Test(_));
    if !parts.iter().all(test) {
        return Vec::new();
    }
    let tests = parts.iter().filter_map(|part| match part {
        Condition::Test(test) => Some(test),
        _ => None,
    });
    tests.collect()
}

/// The part of `condition` in which choices of the kind of `test` stand.
fn choices_of<'a>(condition: &'a Condition, test: &Test) -> Option<(usize, Vec<&'a Test>)> {
    condition.parts().iter().enumerate().find_map(|(place, part)| {
        let tests = alternatives(part);
        let all = !tests.is_empty() && tests.iter().all(|other| same_kind(other, test));
        all.then_some((place, tests))
    })
}

/// Whether `test` is among what was chosen.
pub(in crate::ui) fn holds(condition: &Condition, test: &Test) -> bool {
    choices_of(condition, test).is_some_and(|(_, tests)| tests.contains(&test))
}

fn toggled(condition: &Condition, test: &Test) -> Condition {
    let mut parts = condition.parts().to_vec();
    match choices_of(condition, test) {
        Some((place, tests)) => {
            let mut tests: Vec<Test> = tests.into_iter().cloned().collect();
            if let Some(there) = tests.iter().position(|other| other == test) {
                tests.remove(there);
            } else {
                tests.push(test.clone());
            }
            let any = Condition::or(tests.into_iter().map(Condition::Test));
            if let Some(part) = parts.get_mut(place) {
                *part = any;
            }
        }
        None => parts.push(Condition::Test(test.clone())),
    }
    Condition::and(parts)
}

/// `condition` without its part at `place`.
pub(in crate::ui) fn without(condition: &Condition, place: usize) -> Condition {
    let parts = condition.parts().iter().enumerate();
    Condition::and(parts.filter(|(at, _)| *at != place).map(|(_, part)| part.clone()))
}

/// `condition` with its part at `place` turned round.
pub(in crate::ui) fn negated(condition: &Condition, place: usize) -> Condition {
    let parts = condition.parts().iter().enumerate();
    let part = |(at, part): (usize, &Condition)| {
        if at == place { Condition::negated(part.clone()) } else { part.clone() }
    };
    Condition::and(parts.map(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(name: &str) -> Test {
        Test::Theme(ThemeName { name: name.to_owned(), exact: false })
    }

    fn asked(line: &str) -> Asked {
        let mut asked = Asked::default();
        asked.ask(line.to_owned());
        asked
    }

    #[test]
    fn choices_of_one_kind_add_up_and_of_several_narrow_down() {
        let mut asked = Asked::default();
        asked.toggle(&theme("人才"));
        asked.toggle(&year_test(Some(2017)));
        asked.toggle(&theme("阵地建设"));
        asked.toggle(&year_test(None));
        assert_eq!(asked.line, "(主题:人才 或 主题:阵地建设) 且 (年:2017 或 年:无)");
        assert!(holds(asked.condition(), &theme("人才")));
        asked.toggle(&theme("人才"));
        asked.toggle(&year_test(None));
        assert_eq!(asked.line, "主题:阵地建设 且 年:2017");
        asked.toggle(&theme("阵地建设"));
        asked.toggle(&year_test(Some(2017)));
        assert!(asked.is_empty());
    }

    #[test]
    fn what_was_typed_stays_beside_what_is_clicked() {
        let mut asked = asked("粮站 且 非 主题:人才");
        asked.toggle(&theme("人才"));
        assert_eq!(asked.line, "粮站 且 非 主题:人才 且 主题:人才");
        asked.set(&without(asked.condition(), 1).clone());
        assert_eq!(asked.line, "粮站 且 主题:人才");
        asked.set(&negated(asked.condition(), 1).clone());
        assert_eq!(asked.line, "粮站 且 非 主题:人才");
    }
}
