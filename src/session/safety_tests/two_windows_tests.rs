//! Two windows on one set: what each does stays, and what both did to one thing is told.

use super::*;

#[test]
fn themes_of_two_windows_stay_in_both() {
    let storage = disk();
    let (mut one, mut two) = (session_on(&storage), session_on(&storage));
    let add = |session: &mut Session, name: &str| {
        session.apply(Command::AddTheme { name: name.into() }).unwrap();
        session.save_now().unwrap();
    };
    add(&mut one, "经费");
    add(&mut two, "队伍");
    // What came in by the merge is known now: the next save must not take it for deleted.
    add(&mut two, "群众");
    let after = session_on(&storage);
    for name in ["经费", "队伍", "群众"] {
        assert!(two.codebook().by_name(name).is_some(), "{name} is missing in the window");
        assert!(after.codebook().by_name(name).is_some(), "{name} is missing on the disk");
    }
}

fn memo(session: &mut Session, passage: PassageId, memo: &str) {
    session.apply(Command::SetMemo { passage, memo: memo.to_owned() }).unwrap();
}

/// The rival versions' memos of the only layer.
fn rival_memos(session: &Session) -> Vec<String> {
    let coder = session.coder();
    let layer = session.annotations().layer(&article(), &coder).unwrap();
    layer.rivals().map(|(_, rival)| rival.memo.clone()).collect()
}

#[test]
fn what_two_windows_changed_of_one_passage_is_kept_in_both_versions_and_told() {
    let storage = disk();
    let mut one = session_on(&storage);
    let id = tag(&mut one, 0, 4);
    one.save_now().unwrap();
    let mut two = session_on(&storage);
    memo(&mut one, id, "甲窗");
    one.save_now().unwrap();
    drop(two.take_notices());
    // Of two changes in one millisecond neither is the later.
    std::thread::sleep(std::time::Duration::from_millis(3));
    memo(&mut two, id, "乙窗");
    two.save_now().unwrap();
    let told = two.take_notices().iter().any(|n| n.text.contains("两个版本都已保留"));
    assert!(told, "the user is told");
    for session in [&two, &session_on(&storage)] {
        assert_eq!(session.annotations().find(id).unwrap().2.memo, "乙窗");
        assert_eq!(rival_memos(session), ["甲窗"]);
    }
    // Chosen from, it does not come back from the window that has not heard of it.
    two.apply(Command::Choose { passage: id, choice: Choice::This }).unwrap();
    two.save_now().unwrap();
    tag(&mut one, 6, 9);
    one.save_now().unwrap();
    let after = session_on(&storage);
    assert_eq!((after.rivals(), after.annotations().count()), (0, 2));
}

#[test]
fn what_two_windows_changed_of_a_passage_apart_is_all_there() {
    let storage = disk();
    let mut one = session_on(&storage);
    let id = tag(&mut one, 0, 4);
    one.save_now().unwrap();
    let mut two = session_on(&storage);
    memo(&mut two, id, "记");
    // Saved first: nobody watches the disk here, so only a save of the other brings it in.
    two.save_now().unwrap();
    let other = theme(&one, 1);
    // The later change is of another field than the one that comes in by the merge.
    one.apply(Command::ToggleTheme { passage: id, theme: other }).unwrap();
    one.save_now().unwrap();
    for session in [&one, &session_on(&storage)] {
        let passage = session.annotations().find(id).unwrap().2;
        assert_eq!((passage.memo.as_str(), passage.themes.len()), ("记", 2));
        assert_eq!(session.rivals(), 0);
    }
}

#[test]
fn a_window_that_goes_on_while_it_saves_is_no_rival_of_itself() {
    let storage = disk();
    let mut one = session_on(&storage);
    let id = tag(&mut one, 0, 4);
    one.save_now().unwrap();
    let mut two = session_on(&storage);
    for round in 0..20 {
        tag(&mut two, 5 + round, 7 + round);
        two.save_now().unwrap();
        // Handed over one after the other, while the merge with the other window's is under way.
        for n in 0..5 {
            memo(&mut one, id, &format!("{round} {n}"));
            one.poll();
        }
        one.save_now().unwrap();
        for session in [&one, &session_on(&storage)] {
            assert_eq!(session.annotations().count(), 2 + round as usize, "round {round}");
            assert_eq!(session.annotations().find(id).unwrap().2.memo, format!("{round} 4"));
            assert_eq!(session.rivals(), 0, "round {round}");
        }
    }
}

#[test]
fn a_passage_changed_in_one_window_outlives_its_removal_in_another() {
    let storage = disk();
    let mut one = session_on(&storage);
    let id = tag(&mut one, 0, 4);
    one.save_now().unwrap();
    let mut two = session_on(&storage);
    memo(&mut one, id, "有用");
    one.save_now().unwrap();
    two.apply(Command::DeletePassages(vec![id])).unwrap();
    two.save_now().unwrap();
    for session in [&two, &session_on(&storage)] {
        assert_eq!(session.annotations().find(id).unwrap().2.memo, "有用");
    }
}

#[test]
fn a_theme_that_two_windows_changed_is_kept_in_both_versions() {
    let storage = disk();
    let mut one = session_on(&storage);
    tag(&mut one, 0, 4);
    one.save_now().unwrap();
    let mut two = session_on(&storage);
    for (session, description) in [(&mut one, "甲"), (&mut two, "乙")] {
        let before = session.codebook().themes()[0].clone();
        let theme = crate::annotation::Theme { description: description.into(), ..before };
        session.apply(Command::ChangeTheme(theme)).unwrap();
        session.save_now().unwrap();
    }
    for session in [&two, &session_on(&storage)] {
        assert_eq!(session.codebook().themes()[0].description, "乙");
        let rivals = session.codebook().rivals();
        assert_eq!(rivals.iter().map(|r| r.description.as_str()).collect::<Vec<_>>(), ["甲"]);
    }
}

#[test]
fn corrections_of_two_windows_stay_in_both() {
    let storage = disk();
    let (mut one, mut two) = (session_on(&storage), session_on(&storage));
    one.apply(titled("甲题")).unwrap();
    one.save_now().unwrap();
    let other = ArticlePath::new("乙.txt").unwrap();
    let correction = Correction { year: Some(2019), ..Correction::default() };
    two.apply(Command::Correct { article: other.clone(), correction }).unwrap();
    two.save_now().unwrap();
    for session in [&two, &session_on(&storage)] {
        let corrections = session.corpus().unwrap().corrections();
        assert!(corrections.get(&article()).is_some() && corrections.get(&other).is_some());
    }
}
