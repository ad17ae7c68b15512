//! What a theme is known by at a glance, its digit and its colour, after two codebooks became one.
//!
//! Each side gives a new theme the first that is free there, so two new themes often come with the
//! same. The one that was made first keeps it (identities tell: they begin with the time), whoever
//! merges; the other gets what is free in the merged codebook. Both sides come to the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{
    codebook::Codebook,
    theme::{Colour, PALETTE_LEN, Theme, ThemeId},
};

/// Gives themes that came to one digit or one colour by the merge of `ours` and `theirs` each its
/// own, as far as there are any left.
///
/// Of one digit only one theme can be meant, so that is settled in any case; one colour is left to
/// themes that had it together on one side, where a user may have wanted it.
pub(super) fn settle(merged: &mut Codebook, ours: &Codebook, theirs: &Codebook) {
    let mut by_age: Vec<ThemeId> = merged.themes().iter().map(|theme| theme.id).collect();
    by_age.sort_unstable();
    settle_digits(merged, &by_age);
    let together = |a: ThemeId, b: ThemeId| {
        [ours, theirs].iter().any(|side| {
            let colour = |id| side.get(id).map(|theme| theme.colour);
            colour(a).is_some() && colour(a) == colour(b)
        })
    };
    settle_colours(merged, &by_age, together);
}

fn settle_digits(merged: &mut Codebook, by_age: &[ThemeId]) {
    let mut used = BTreeSet::new();
    let mut without = Vec::new();
    for &id in by_age {
        let Some(key) = merged.get(id).and_then(|theme| theme.key) else { continue };
        if !used.insert(key) {
            without.push(id);
        }
    }
    for id in without {
        let key = (1..=9).find(|key| !used.contains(key));
        used.extend(key);
        change(merged, id, |theme| theme.key = key);
    }
}

fn settle_colours(
    merged: &mut Codebook,
    by_age: &[ThemeId],
    together: impl Fn(ThemeId, ThemeId) -> bool,
) {
    let mut count = vec![0_usize; usize::from(PALETTE_LEN)];
    let mut groups: BTreeMap<(u8, u8, u8, bool), Vec<ThemeId>> = BTreeMap::new();
    for &id in by_age {
        let Some(theme) = merged.get(id) else { continue };
        let key = match theme.colour {
            Colour::Palette(place) => {
                if let Some(count) = count.get_mut(usize::from(place)) {
                    *count += 1;
                }
                (place, 0, 0, true)
            }
            Colour::Rgb(red, green, blue) => (red, green, blue, false),
        };
        groups.entry(key).or_default().push(id);
    }
    let mut without = Vec::new();
    for (colour, group) in groups {
        let mut kept: Vec<ThemeId> = Vec::new();
        for id in group {
            if kept.iter().all(|&other| together(other, id)) {
                kept.push(id);
            } else {
                without.push((id, colour));
            }
        }
    }
    without.sort_unstable();
    for (id, (place, _, _, of_palette)) in without {
        // Where all are in use, the one that the fewest share.
        let Some(free) = (0..PALETTE_LEN).min_by_key(|&free| count[usize::from(free)]) else {
            return;
        };
        let own = if of_palette { count[usize::from(place % PALETTE_LEN)] } else { usize::MAX };
        if count[usize::from(free)] >= own {
            continue;
        }
        if of_palette {
            count[usize::from(place % PALETTE_LEN)] -= 1;
        }
        count[usize::from(free)] += 1;
        change(merged, id, |theme| theme.colour = Colour::Palette(free));
    }
}

fn change(codebook: &mut Codebook, id: ThemeId, change: impl FnOnce(&mut Theme)) {
    if let Some(mut theme) = codebook.get(id).cloned() {
        change(&mut theme);
        codebook.replace(theme);
    }
}

/// The themes of `merged` that have another digit or colour than in all those of `versions` in which
/// they are.
#[must_use]
pub fn newly_marked<'a>(merged: &'a Codebook, versions: &[&Codebook]) -> Vec<&'a Theme> {
    let marks = |theme: &Theme| (theme.key, theme.colour);
    let is_new = |theme: &&Theme| {
        let mut known = versions.iter().filter_map(|version| version.get(theme.id)).peekable();
        known.peek().is_some() && known.all(|version| marks(version) != marks(theme))
    };
    merged.themes().iter().filter(is_new).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::merge::{merge_codebooks, merge_codebooks_from};

    fn with(codebook: &Codebook, names: &[&str]) -> Codebook {
        let mut codebook = codebook.clone();
        for name in names {
            codebook.insert(usize::MAX, codebook.new_theme(name));
        }
        codebook
    }

    /// By identity: the order of the list is that of the side that merges.
    fn sorted(codebook: &Codebook) -> Vec<Theme> {
        let mut themes = codebook.themes().to_vec();
        themes.sort_by_key(|theme| theme.id);
        themes
    }

    fn key_of(codebook: &Codebook, name: &str) -> Option<u8> {
        codebook.by_name(name).and_then(|theme| theme.key)
    }

    #[test]
    fn two_new_themes_of_one_digit_and_colour_get_each_their_own() {
        let base = Codebook::starting();
        let (ours, theirs) = (with(&base, &["经费"]), with(&base, &["队伍"]));
        let (mine, other) = (ours.themes()[3].clone(), theirs.themes()[3].clone());
        assert_eq!((mine.key, mine.colour), (other.key, other.colour));
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merge_codebooks_from(&base, ours, theirs);
            assert_eq!(merged.get(mine.id), Some(&mine), "the older one keeps what it had");
            let moved = Theme { key: Some(5), colour: Colour::Palette(4), ..other.clone() };
            assert_eq!(merged.get(other.id), Some(&moved));
            assert_eq!(newly_marked(&merged, &[ours, theirs]), [&moved]);
            // Nothing more is to be done when it comes back.
            assert_eq!(merge_codebooks_from(ours, ours, &merged), merged.clone());
            assert_eq!(merge_codebooks_from(&base, &merged, &merged), merged);
            assert_eq!(merged.rivals(), []);
        }
    }

    #[test]
    fn with_all_digits_in_use_the_younger_theme_has_none() {
        let base = with(&Codebook::starting(), &["四", "五", "六", "七", "八"]);
        let (ours, theirs) = (with(&base, &["九"]), with(&base, &["又九"]));
        let merged = merge_codebooks(&base, &theirs, &ours);
        assert_eq!((key_of(&merged, "九"), key_of(&merged, "又九")), (Some(9), None));
    }

    #[test]
    fn a_colour_that_a_user_gave_to_two_themes_stays() {
        let base = Codebook::starting();
        let mut ours = base.clone();
        let colour = base.themes()[0].colour;
        change(&mut ours, base.themes()[1].id, |theme| theme.colour = colour);
        let merged = merge_codebooks(&base, &with(&base, &["队伍"]), &ours);
        assert_eq!(merged.themes()[1].colour, colour);
        assert_eq!(merged.themes()[0].colour, colour);
    }

    proptest! {
        /// Each side adds and deletes themes of its own and gives digits and colours away.
        #[test]
        fn it_does_not_matter_who_merges(
            base in 0..8_usize,
            sides in prop::array::uniform2((0..6_usize, prop::collection::vec((0..3_usize, 1..10_u8, 0..12_u8), 0..4))),
        ) {
            let names: Vec<String> = (0..30).map(|number| format!("主题{number}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let base = with(&Codebook::starting(), &names[..base]);
            let [ours, theirs] = [0, 1].map(|side| {
                let (more, changes) = &sides[side];
                let from = 10 + side * 10;
                let mut codebook = with(&base, &names[from..from + more]);
                let own: Vec<ThemeId> =
                    codebook.themes().iter().skip(base.themes().len()).map(|t| t.id).collect();
                for &(place, key, colour) in changes {
                    // Of its own themes, or of every second one of the others: no field is both's.
                    let known = base.themes().iter().skip(side).step_by(2).map(|t| t.id);
                    let Some(id) = own.iter().copied().chain(known).nth(place) else { continue };
                    let holders: Vec<ThemeId> = codebook.themes().iter()
                        .filter(|theme| theme.key == Some(key) && own.contains(&theme.id))
                        .map(|theme| theme.id).collect();
                    for holder in holders {
                        change(&mut codebook, holder, |theme| theme.key = None);
                    }
                    let free = codebook.by_key(key).is_none();
                    change(&mut codebook, id, |theme| {
                        theme.key = if free { Some(key) } else { theme.key };
                        theme.colour = if colour < PALETTE_LEN {
                            Colour::Palette(colour)
                        } else {
                            Colour::Rgb(colour, 0, 0)
                        };
                    });
                }
                codebook
            });
            let merged = merge_codebooks_from(&base, &ours, &theirs);
            let other_way = merge_codebooks_from(&base, &theirs, &ours);
            prop_assert_eq!(sorted(&merged), sorted(&other_way));
            let keys: Vec<u8> = merged.themes().iter().filter_map(|theme| theme.key).collect();
            let different: BTreeSet<u8> = keys.iter().copied().collect();
            prop_assert_eq!(keys.len(), different.len());
            // What was merged comes to rest: neither side has anything more to do.
            for (mine, its) in [(&ours, &merged), (&theirs, &other_way)] {
                prop_assert_eq!(sorted(&merge_codebooks_from(mine, mine, its)), sorted(its));
                prop_assert_eq!(&merge_codebooks_from(its, its, its), its);
            }
            prop_assert_eq!(
                sorted(&merge_codebooks_from(&base, &merged, &other_way)), sorted(&merged)
            );
        }
    }
}
