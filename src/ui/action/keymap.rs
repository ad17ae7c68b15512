//! Which keys do what now: the defaults of the table and what the user chose instead.
//!
//! The settings hold only what differs from the defaults, as text: action → keys. What another
//! version wrote there and this one does not know is kept and has no effect.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use eframe::egui::{Context, Id};

use super::{Action, Keys, Realm};

/// What the user chose instead of the defaults: the action's id, and the keys as text.
pub(in crate::ui) type Chosen = BTreeMap<String, Vec<String>>;

/// The keys that hold now.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Keymap {
    keys: HashMap<Action, Vec<Keys>>,
    actions: HashMap<(Realm, Keys), Action>,
}

impl Keymap {
    /// The defaults with what the user chose; what is chosen wins over a default.
    pub(in crate::ui) fn new(chosen: &Chosen) -> Self {
        let mut keymap = Self::default();
        let of_user = |action: &Action| chosen.contains_key(action.id());
        for &action in Action::ALL.iter().filter(|action| of_user(action)) {
            keymap.add(action, chosen_keys(chosen, action));
        }
        for &action in Action::ALL.iter().filter(|action| !of_user(action)) {
            keymap.add(action, action.default_keys());
        }
        keymap
    }

    fn add(&mut self, action: Action, keys: Vec<Keys>) {
        let realm = action.realm();
        let free: Vec<Keys> = keys
            .into_iter()
            .filter(|keys| keys.why_not().is_none() && !self.actions.contains_key(&(realm, *keys)))
            .collect();
        self.actions.extend(free.iter().map(|&keys| ((realm, keys), action)));
        self.keys.insert(action, free);
    }

    /// The keys that do `action`; the first is the one that is shown.
    pub(in crate::ui) fn keys(&self, action: Action) -> &[Keys] {
        self.keys.get(&action).map(Vec::as_slice).unwrap_or_default()
    }

    /// What `keys` do in a realm: what it has for them itself, else what they do elsewhere.
    pub(in crate::ui) fn action(&self, realm: Realm, keys: Keys) -> Option<Action> {
        let digit = keys.theme_digit().map(Action::TagKey);
        let own = || self.actions.get(&(realm, keys)).copied();
        digit.or_else(own).or_else(|| self.actions.get(&(Realm::Common, keys)).copied())
    }

    /// Makes this the one that everything on screen goes by.
    pub(in crate::ui) fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("keymap"), Arc::new(self)));
    }

    /// The one that everything on screen goes by.
    pub(in crate::ui) fn of(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(Id::unique("keymap"))).unwrap_or_default()
    }
}

fn chosen_keys(chosen: &Chosen, action: Action) -> Vec<Keys> {
    let texts = chosen.get(action.id()).map(Vec::as_slice).unwrap_or_default();
    texts.iter().filter_map(|text| Keys::parse(text)).collect()
}

/// Gives `keys` to `action`, beside those it has or instead of them; whoever had them loses them.
pub(in crate::ui) fn assign(chosen: &mut Chosen, action: Action, keys: Keys, beside: bool) {
    take_away(chosen, action.realm(), &[keys]);
    let mut all = if beside { Keymap::new(chosen).keys(action).to_vec() } else { Vec::new() };
    all.retain(|&other| other != keys);
    all.push(keys);
    set(chosen, action, &all);
}

/// Leaves `action` without keys.
pub(in crate::ui) fn clear(chosen: &mut Chosen, action: Action) {
    set(chosen, action, &[]);
}

/// Gives `action` its own keys back, from whoever has them now.
pub(in crate::ui) fn reset(chosen: &mut Chosen, action: Action) {
    chosen.remove(action.id());
    take_away(chosen, action.realm(), &action.default_keys());
}

/// Gives every action its own keys back.
pub(in crate::ui) fn reset_all(chosen: &mut Chosen) {
    for action in Action::ALL {
        chosen.remove(action.id());
    }
}

fn set(chosen: &mut Chosen, action: Action, keys: &[Keys]) {
    if keys == action.default_keys() {
        chosen.remove(action.id());
    } else {
        let texts = keys.iter().map(Keys::to_string).collect();
        chosen.insert(action.id().to_owned(), texts);
    }
}

/// Takes keys from the actions for which they were chosen; a default gives way by itself.
fn take_away(chosen: &mut Chosen, realm: Realm, keys: &[Keys]) {
    for &action in Action::ALL.iter().filter(|action| action.realm() == realm) {
        if let Some(texts) = chosen.get_mut(action.id()) {
            texts.retain(|text| Keys::parse(text).is_none_or(|other| !keys.contains(&other)));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Keys {
        Keys::parse(text).expect("keys")
    }

    #[test]
    fn keys_given_to_one_action_are_lost_by_the_other_until_it_is_reset() {
        let mut chosen = Chosen::new();
        assign(&mut chosen, Action::SelectSentence, keys("J"), false);
        let keymap = Keymap::new(&chosen);
        assert_eq!(keymap.action(Realm::Common, keys("J")), Some(Action::SelectSentence));
        assert!(keymap.keys(Action::NextSentence).is_empty());
        assert_eq!(keymap.action(Realm::Common, keys("S")), None);
        reset(&mut chosen, Action::NextSentence);
        let keymap = Keymap::new(&chosen);
        assert_eq!(keymap.action(Realm::Common, keys("J")), Some(Action::NextSentence));
        assert!(keymap.keys(Action::SelectSentence).is_empty());
        reset(&mut chosen, Action::SelectSentence);
        assert!(chosen.is_empty());
    }

    #[test]
    fn what_another_version_wrote_is_kept_and_harmless() {
        let mut chosen = Chosen::new();
        chosen.insert("weave".to_owned(), vec!["Hyper+Q".to_owned()]);
        chosen.insert("undo".to_owned(), vec!["Hyper+Q".to_owned(), "Ctrl+Space".to_owned()]);
        let keymap = Keymap::new(&chosen);
        assert!(keymap.keys(Action::Undo).is_empty());
        reset_all(&mut chosen);
        assert_eq!(chosen.keys().collect::<Vec<_>>(), ["weave"]);
    }

    #[test]
    fn a_page_has_its_own_meaning_for_keys_and_what_it_has_none_for_means_the_same() {
        let keymap = Keymap::new(&Chosen::new());
        assert_eq!(keymap.action(Realm::Common, keys("F2")), Some(Action::WordMarks));
        assert_eq!(keymap.action(Realm::Codebook, keys("F2")), Some(Action::ThemeRename));
        assert_eq!(keymap.action(Realm::Codebook, keys("F1")), Some(Action::Handbook));
    }

    #[test]
    fn a_digit_is_always_the_themes() {
        let mut chosen = Chosen::new();
        assign(&mut chosen, Action::Undo, keys("7"), false);
        assert_eq!(
            Keymap::new(&chosen).action(Realm::Codebook, keys("7")),
            Some(Action::TagKey(7))
        );
    }

    proptest! {
        #[test]
        fn no_two_actions_ever_share_keys_and_a_reset_restores_all(
            steps in prop::collection::vec(
                (prop::sample::select(Action::ALL), "(Ctrl\\+)?(Shift\\+)?[A-M]", 0..4_u8), 0..20
            )
        ) {
            let mut chosen = Chosen::new();
            for (action, text, what) in steps {
                match what {
                    0 => clear(&mut chosen, action),
                    1 => reset(&mut chosen, action),
                    beside => {
                        let keys = keys(&text);
                        assign(&mut chosen, action, keys, beside == 2);
                        if keys.why_not().is_none() {
                            let found = Keymap::new(&chosen).action(action.realm(), keys);
                            prop_assert_eq!(found, Some(action));
                        }
                    }
                }
            }
            let keymap = Keymap::new(&chosen);
            for &action in Action::ALL {
                for &keys in keymap.keys(action) {
                    prop_assert_eq!(keymap.action(action.realm(), keys), Some(action));
                }
            }
            reset_all(&mut chosen);
            prop_assert!(chosen.is_empty());
        }
    }
}
