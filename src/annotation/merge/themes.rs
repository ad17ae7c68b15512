//! Two codebooks that were changed apart from each other become one, field by field.

use super::marks;
use crate::annotation::{
    action::free_name,
    codebook::Codebook,
    theme::{Theme, ThemeId},
};

/// As [`merge_codebooks`], but of a theme of which both sides changed the same, the version with
/// what the others wrote there is kept as its rival.
#[must_use]
pub fn merge_codebooks_from(base: &Codebook, ours: &Codebook, theirs: &Codebook) -> Codebook {
    let mut merged = merge_codebooks(base, ours, theirs);
    let mut rivals = merged.rivals().to_vec();
    // One that a side has chosen from does not come back.
    let in_both = |rival: &Theme| ours.rivals().contains(rival) && theirs.rivals().contains(rival);
    rivals.retain(|rival| !base.rivals().contains(rival) || in_both(rival));
    for other in theirs.themes() {
        let Some(mine) = ours.get(other.id) else { continue };
        let before = base.get(other.id);
        if clash(before, mine, other) {
            // What was changed on one side only is in both versions.
            let rival = merge_theme(before, other, mine);
            if merged.get(other.id).is_some_and(|theme| *theme != rival) && !rivals.contains(&rival)
            {
                rivals.push(rival);
            }
        }
    }
    merged.set_rivals(rivals);
    merged
}

/// `now` with what was changed from `left` to `wanted`, as far as it is still what was left; and
/// whether some of it is not.
pub(in crate::annotation) fn carry_theme(
    left: &Theme,
    wanted: &Theme,
    now: &Theme,
) -> (Theme, bool) {
    if now == left {
        return (wanted.clone(), false);
    }
    (merge_theme(Some(left), now, wanted), clash(Some(left), now, wanted))
}

/// The codebook `now` with what was changed from `left` to `wanted`, as far as it is still what was
/// left; and the themes of which it is not.
#[must_use]
pub fn carry_codebook(
    left: &Codebook,
    wanted: &Codebook,
    now: &Codebook,
) -> (Codebook, Vec<ThemeId>) {
    if now.themes() == left.themes() {
        return (wanted.clone(), Vec::new());
    }
    let mut carried = merge_fields(left, now, wanted);
    let mut kept = Vec::new();
    for before in left.themes() {
        let (then, is_now) = (wanted.get(before.id), now.get(before.id));
        let clashes = match (then, is_now) {
            (Some(then), Some(is_now)) => clash(Some(before), is_now, then),
            // Others deleted it: it does not come back.
            (Some(then), None) => {
                carried.remove(before.id);
                then != before
            }
            // It was to go, and others have changed it.
            (None, Some(is_now)) => is_now != before,
            (None, None) => false,
        };
        if clashes {
            kept.push(before.id);
        }
    }
    carried.mend();
    kept.extend(give_way(&mut carried, now));
    (carried, kept)
}

/// Lets themes that come into `carried` or change there do without a digit or a name that another one
/// has, which is somebody else's by now. Gives those that had to.
fn give_way(carried: &mut Codebook, now: &Codebook) -> Vec<ThemeId> {
    let mut gave = Vec::new();
    let ids: Vec<ThemeId> = carried.themes().iter().map(|theme| theme.id).collect();
    for id in ids {
        let (Some(theme), is_now) = (carried.get(id), now.get(id)) else { continue };
        let mut then = theme.clone();
        let other = |theme: &&Theme| theme.id != id;
        let key = is_now.and_then(|theme| theme.key);
        let taken = |key| carried.themes().iter().filter(other).any(|t| t.key == Some(key));
        if then.key != key && then.key.is_some_and(taken) {
            then.key = key;
        }
        let named: Vec<String> =
            carried.children(then.parent).filter(other).map(|theme| theme.name.clone()).collect();
        if named.contains(&then.name) {
            match is_now.filter(|is_now| (&is_now.name, is_now.parent) != (&then.name, then.parent))
            {
                Some(is_now) => {
                    then.name.clone_from(&is_now.name);
                    then.parent = is_now.parent;
                }
                None if is_now.is_none() => then.name = free_name(&then.name, &named),
                None => {}
            }
        }
        if then != *theme {
            gave.push(id);
            carried.replace(then);
        }
    }
    gave
}

/// The themes after two sides changed them apart from each other, `base` being where both began.
///
/// Whatever one side alone added, changed or deleted holds, field by field; what both changed in
/// the same field is `ours`, of words and examples both sides' additions stay, and a changed theme
/// stands over its deletion. The order is `ours`, with what the others added at the end.
#[must_use]
pub fn merge_codebooks(base: &Codebook, ours: &Codebook, theirs: &Codebook) -> Codebook {
    let mut merged = merge_fields(base, ours, theirs);
    marks::settle(&mut merged, ours, theirs);
    merged
}

fn merge_fields(base: &Codebook, ours: &Codebook, theirs: &Codebook) -> Codebook {
    let mut merged = Codebook::default();
    for theme in ours.themes() {
        let (before, other) = (base.get(theme.id), theirs.get(theme.id));
        let stands = match (before, other) {
            (before, Some(other)) => merge_theme(before, theme, other),
            // They deleted it and nothing was changed here.
            (Some(before), None) if before == theme => continue,
            (_, None) => theme.clone(),
        };
        merged.insert(usize::MAX, stands);
    }
    for theme in theirs.themes() {
        let changed = base.get(theme.id).is_none_or(|before| before != theme);
        if ours.get(theme.id).is_none() && changed {
            merged.insert(usize::MAX, theme.clone());
        }
    }
    // One side may have moved a theme below one that the other deleted, or moved below it.
    merged.mend();
    merged.keep_extras_of(ours);
    merged.keep_extras_of(theirs);
    merged
}

/// One theme with what either side changed; what both changed is `mine`.
fn merge_theme(before: Option<&Theme>, mine: &Theme, other: &Theme) -> Theme {
    let Some(before) = before else {
        // Two sets that began alike: what one side left empty is the other's.
        return merge_theme(Some(&blank(other)), mine, other);
    };
    Theme {
        id: mine.id,
        name: field(&before.name, &mine.name, &other.name),
        colour: field(&before.colour, &mine.colour, &other.colour),
        key: field(&before.key, &mine.key, &other.key),
        description: field(&before.description, &mine.description, &other.description),
        include: field(&before.include, &mine.include, &other.include),
        exclude: field(&before.exclude, &mine.exclude, &other.exclude),
        examples: list(&before.examples, &mine.examples, &other.examples),
        lexicon: list(&before.lexicon, &mine.lexicon, &other.lexicon),
        memo: field(&before.memo, &mine.memo, &other.memo),
        parent: field(&before.parent, &mine.parent, &other.parent),
    }
}

/// The theme as it might have begun, where nobody knows.
fn blank(theme: &Theme) -> Theme {
    Theme {
        id: theme.id,
        name: theme.name.clone(),
        colour: theme.colour,
        key: theme.key,
        description: String::new(),
        include: String::new(),
        exclude: String::new(),
        examples: Vec::new(),
        lexicon: Vec::new(),
        memo: String::new(),
        parent: theme.parent,
    }
}

fn field<T: Clone + PartialEq>(before: &T, mine: &T, other: &T) -> T {
    if mine == before { other.clone() } else { mine.clone() }
}

/// Mine without what they took out, and with what they added.
fn list<T: Clone + PartialEq>(before: &[T], mine: &[T], other: &[T]) -> Vec<T> {
    let kept = mine.iter().filter(|item| other.contains(item) || !before.contains(item));
    let added = other.iter().filter(|item| !before.contains(item) && !mine.contains(item));
    kept.chain(added).cloned().collect()
}

/// Whether both sides changed the same field, each in its own way.
fn clash(before: Option<&Theme>, mine: &Theme, other: &Theme) -> bool {
    fn both<T: PartialEq>(before: Option<&T>, mine: &T, other: &T) -> bool {
        mine != other && before.is_none_or(|before| mine != before && other != before)
    }
    let Theme {
        id: _,
        name,
        colour,
        key,
        description,
        include,
        exclude,
        // Of lists the additions of both sides stay.
        examples: _,
        lexicon: _,
        memo,
        parent,
    } = mine;
    let empty = String::new();
    // Of texts it is known how they began, even where nobody has the theme's first version.
    let text = |mine: &String, of: fn(&Theme) -> &String| {
        both(Some(before.map_or(&empty, of)), mine, of(other))
    };
    both(before.map(|theme| &theme.name), name, &other.name)
        || both(before.map(|theme| &theme.colour), colour, &other.colour)
        || both(before.map(|theme| &theme.key), key, &other.key)
        || both(before.map(|theme| &theme.parent), parent, &other.parent)
        || text(description, |theme| &theme.description)
        || text(include, |theme| &theme.include)
        || text(exclude, |theme| &theme.exclude)
        || text(memo, |theme| &theme.memo)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::{Colour, Example, sample::passage_id};

    /// Changes one field of a theme.
    fn change(theme: &mut Theme, field: u8, by: &str, parent: &Theme) {
        let length = u8::try_from(by.chars().count()).expect("a few");
        match field {
            0 => theme.name.push_str(by),
            1 => theme.colour = Colour::Rgb(length, 7, 7),
            // Another than the base has.
            2 => theme.key = Some(length + 3),
            3 => theme.description.push_str(by),
            4 => theme.include.push_str(by),
            5 => theme.exclude.push_str(by),
            6 => theme.memo.push_str(by),
            7 => theme.parent = Some(parent.id),
            8 => theme.lexicon.push(by.to_owned()),
            _ => {
                let example = Example { passage: passage_id(length), quote: by.to_owned() };
                theme.examples.push(example);
            }
        }
    }

    fn with(base: &Codebook, theme: Theme) -> Codebook {
        let mut codebook = base.clone();
        codebook.replace(theme);
        codebook
    }

    proptest! {
        #[test]
        fn what_two_people_write_in_different_fields_is_both_kept(
            mine in prop::collection::btree_set(0..10u8, 0..6),
            other in prop::collection::btree_set(0..10u8, 0..6),
        ) {
            let base = Codebook::starting();
            let [theme, parent, _] = base.themes() else { panic!("three themes") };
            let (mut ours, mut theirs, mut both) = (theme.clone(), theme.clone(), theme.clone());
            for &field in &mine {
                change(&mut ours, field, "我", parent);
            }
            for &field in &other {
                change(&mut theirs, field, "他们", parent);
            }
            for field in 0..10 {
                if mine.contains(&field) {
                    change(&mut both, field, "我", parent);
                }
                // Of words and examples everyone's additions stay, the parent is the same one.
                if other.contains(&field) && (field >= 8 || !mine.contains(&field)) {
                    change(&mut both, field, "他们", parent);
                }
            }
            let merged =
                merge_codebooks_from(&base, &with(&base, ours), &with(&base, theirs.clone()));
            prop_assert_eq!(merged.get(theme.id), Some(&both));
            let clashes = mine.intersection(&other).any(|&field| field < 7);
            prop_assert_eq!(merged.rivals().len(), usize::from(clashes));
            for rival in merged.rivals() {
                for &field in other.iter().filter(|&&field| field == 3) {
                    prop_assert_eq!((field, &rival.description), (3, &theirs.description));
                }
            }
        }
    }

    #[test]
    fn words_that_one_side_took_out_are_gone_and_those_of_the_other_stay() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let merged = list(&words(&["甲", "乙"]), &words(&["乙", "丙"]), &words(&["甲", "丁"]));
        assert_eq!(merged, words(&["丙", "丁"]));
    }

    #[test]
    fn two_sets_that_began_alike_lose_nothing_of_what_was_written() {
        let base = Codebook::default();
        let start = Codebook::starting();
        let theme = start.themes()[0].clone();
        let ours = with(&start, Theme { description: "说明".into(), ..theme.clone() });
        let theirs = with(&start, Theme { lexicon: vec!["党群".into()], ..theme.clone() });
        let merged = merge_codebooks_from(&base, &ours, &theirs);
        let both = Theme { description: "说明".into(), lexicon: vec!["党群".into()], ..theme };
        assert_eq!((merged.get(both.id), merged.rivals()), (Some(&both), &[][..]));
    }

    #[test]
    fn themes_that_two_people_put_below_each_other_end_at_the_top() {
        let base = Codebook::starting();
        let [one, two, _] = base.themes() else { panic!("three themes") };
        let ours = with(&base, Theme { parent: Some(two.id), ..one.clone() });
        let theirs = with(&base, Theme { parent: Some(one.id), ..two.clone() });
        let merged = merge_codebooks(&base, &ours, &theirs);
        let tops = merged.themes().iter().filter(|theme| theme.parent.is_none()).count();
        assert_eq!((merged.themes().len(), tops), (3, 2));
    }
}
