use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::{
    annotation::{Annotations, Codebook, Theme},
    corpus::Corrections,
    exchange::{
        incoming::{IncomingArticle, IncomingPassage, IncomingTheme},
        sample::{self, Mark, Set},
    },
    text::{CharOffset, CharSpan},
};

fn span(start: u32, end: u32) -> CharSpan {
    CharSpan::between(CharOffset::new(start), CharOffset::new(end))
}

/// What a file that holds all of a set would hold.
fn incoming(set: &Set) -> Incoming {
    let mut incoming = Incoming::default();
    let codebook = set.annotations.codebook();
    for theme in codebook.tree().into_iter().map(|(_, theme)| theme) {
        let parent = theme.parent.and_then(|parent| {
            incoming.themes.iter().position(|other: &IncomingTheme| other.id == Some(parent))
        });
        incoming.themes.push(IncomingTheme {
            id: Some(theme.id),
            name: theme.name.clone(),
            parent,
            colour: Some(theme.colour),
            description: theme.description.clone(),
            include: theme.include.clone(),
            ..IncomingTheme::default()
        });
    }
    for article in set.corpus.articles() {
        incoming.articles.push(IncomingArticle {
            name: article.path.as_str().to_owned(),
            text: Some(article.text.as_str().to_owned()),
            ..IncomingArticle::default()
        });
    }
    for excerpt in &set.excerpts {
        let article = set.corpus.position(&excerpt.article).expect("there");
        let theme = |id: &ThemeId| incoming.themes.iter().position(|theme| theme.id == Some(*id));
        incoming.passages.push(IncomingPassage {
            id: Some(excerpt.id),
            article,
            fragments: excerpt.fragments.clone(),
            quotes: excerpt.quotes.clone(),
            themes: excerpt.theme_ids.iter().filter_map(theme).collect(),
            coder: Some(excerpt.coder.as_str().to_owned()),
            memo: excerpt.memo.clone(),
            ..IncomingPassage::default()
        });
    }
    incoming
}

fn empty() -> Corpus {
    Corpus::new(PathBuf::from("/新"), Vec::new(), Ok(Corrections::default()), Vec::new())
}

fn arrive(incoming: &Incoming, corpus: &Corpus, annotations: &Annotations) -> Arrival {
    arrive_with(incoming, corpus, annotations, OnConflict::Keep)
}

fn arrive_with(
    incoming: &Incoming,
    corpus: &Corpus,
    annotations: &Annotations,
    on_conflict: OnConflict,
) -> Arrival {
    let coder = Coder::unnamed();
    let scene = Scene::new(corpus.clone(), annotations.clone());
    Arrival::of(incoming, Terms { scene: &scene, coder: &coder, on_conflict })
}

/// One article with one passage at `fragment` that is said to hold `quote`.
fn one_passage(text: Option<&str>, fragment: (u32, u32), quote: &str) -> Incoming {
    let article = IncomingArticle {
        name: "子 夹/2019-文0.txt".to_owned(),
        text: text.map(str::to_owned),
        ..IncomingArticle::default()
    };
    let theme = IncomingTheme { name: "人才".to_owned(), ..IncomingTheme::default() };
    let passage = IncomingPassage {
        fragments: vec![span(fragment.0, fragment.1)],
        quotes: vec![quote.to_owned()],
        themes: vec![0],
        ..IncomingPassage::default()
    };
    Incoming {
        articles: vec![article],
        themes: vec![theme],
        passages: vec![passage],
        ..Incoming::default()
    }
}

fn fragments(arrival: &Arrival) -> Result<(Vec<CharSpan>, bool), String> {
    match &arrival.passages[0].fate {
        PassageFate::New { passage, moved } => Ok((passage.fragments.clone(), *moved)),
        other => Err(format!("{other:?}")),
    }
}

const TEXT: &str = "街道建起党群服务中心，居民都来。\n社区书记说，有了阵地，大家就愿意来了。\n";

#[test]
fn an_article_is_known_by_its_text_whatever_its_spaces_and_widths() {
    let set = sample::set(&[TEXT], &[]);
    let loose = TEXT.replace('，', ", ").replace('\n', "\n\n　　");
    let place = loose.chars().position(|c| c == '阵').unwrap();
    let start = u32::try_from(place).unwrap();
    let incoming = one_passage(Some(&loose), (start, start + 2), "阵地");
    let arrival = arrive(&incoming, &set.corpus, &set.annotations);
    assert!(matches!(arrival.articles[0].place, ArticlePlace::Known(_)), "{arrival:?}");
    let there = u32::try_from(TEXT.chars().position(|c| c == '阵').unwrap()).unwrap();
    assert_eq!(fragments(&arrival), Ok((vec![span(there, there + 2)], false)));
}

#[test]
fn a_passage_whose_words_stand_elsewhere_is_found_and_told() {
    let set = sample::set(&[TEXT], &[]);
    let arrival =
        arrive(&one_passage(Some(TEXT), (0, 6), "党群服务中心"), &set.corpus, &set.annotations);
    assert_eq!(fragments(&arrival), Ok((vec![span(4, 10)], true)));
    // The file names the article only.
    let arrival =
        arrive(&one_passage(None, (5, 11), "党群服务中心"), &set.corpus, &set.annotations);
    assert_eq!(fragments(&arrival), Ok((vec![span(4, 10)], true)));
}

#[test]
fn a_passage_without_a_sure_place_is_not_taken() {
    let set = sample::set(&["甲乙丙。甲乙丁。戊己庚。"], &[]);
    let fate = |fragment, quote| {
        let incoming = one_passage(None, fragment, quote);
        let arrival = arrive(&incoming, &set.corpus, &set.annotations);
        arrival.passages[0].fate.clone()
    };
    assert!(matches!(fate((9, 11), "甲乙"), PassageFate::Doubtful));
    assert!(matches!(fate((0, 2), "不在这里的话"), PassageFate::Lost));
    assert!(matches!(fate((0, 2), "甲乙"), PassageFate::New { moved: false, .. }));
    let mut unnamed = one_passage(None, (0, 2), "甲乙");
    unnamed.articles[0].name = "别的文章".to_owned();
    let arrival = arrive(&unnamed, &set.corpus, &set.annotations);
    assert!(matches!(arrival.passages[0].fate, PassageFate::NoArticle));
    // Places alone, in a text that the file does not hold, say nothing.
    let mut bare = one_passage(None, (0, 2), "");
    bare.passages[0].quotes.clear();
    let arrival = arrive(&bare, &set.corpus, &set.annotations);
    assert!(matches!(arrival.passages[0].fate, PassageFate::Doubtful));
}

#[test]
fn a_theme_in_other_words_is_kept_replaced_or_added() {
    let mut annotations = Annotations::new(Codebook::starting());
    let ours = annotations.codebook().themes()[1].clone();
    let ours = Theme { description: "我们的说明".to_owned(), ..ours };
    let id = ours.id;
    annotations.apply(&Edit::change_theme(annotations.codebook(), ours).unwrap()).unwrap();
    let theirs = IncomingTheme {
        name: "人才".to_owned(),
        description: "他们的说明".to_owned(),
        include: "他们的标准".to_owned(),
        ..IncomingTheme::default()
    };
    let below =
        IncomingTheme { name: "引进".to_owned(), parent: Some(0), ..IncomingTheme::default() };
    let incoming = Incoming { themes: vec![theirs, below], ..Incoming::default() };
    let after = |on_conflict| {
        let arrival = arrive_with(&incoming, &empty(), &annotations, on_conflict);
        let mut after = annotations.clone();
        for edit in arrival.edits(&empty()) {
            after.apply(&edit).unwrap();
        }
        let own = after.codebook().get(id).unwrap().clone();
        let name = after.codebook().path_name(arrival.themes[1].id);
        (arrival.themes[0].fate, own.description, own.include, name)
    };
    let told = |fate, description: &str, include: &str, name: &str| {
        (fate, description.to_owned(), include.to_owned(), name.to_owned())
    };
    assert_eq!(
        after(OnConflict::Keep),
        told(ThemeFate::Kept, "我们的说明", "他们的标准", "人才/引进")
    );
    assert_eq!(
        after(OnConflict::Replace),
        told(ThemeFate::Replaced, "他们的说明", "他们的标准", "人才/引进")
    );
    assert_eq!(after(OnConflict::Add), told(ThemeFate::Added, "我们的说明", "", "人才 (2)/引进"));
}

#[test]
fn a_text_that_can_be_no_article_is_none() {
    for text in ["", " \n", "甲\0乙"] {
        let arrival =
            arrive(&one_passage(Some(text), (0, 1), "甲"), &empty(), &Annotations::default());
        assert!(matches!(arrival.articles[0].place, ArticlePlace::NoText), "{text:?}");
        assert!(matches!(arrival.passages[0].fate, PassageFate::NoArticle));
    }
}

#[test]
fn names_become_files_that_every_system_takes() {
    let path = |name: &str| {
        let mut incoming = one_passage(Some(TEXT), (0, 2), "街道");
        incoming.articles[0].name = name.to_owned();
        let arrival = arrive(&incoming, &empty(), &Annotations::default());
        arrival.articles[0].place.path().map(|path| path.as_str().to_owned())
    };
    let is = |name: &str| Some(name.to_owned());
    assert_eq!(path("共建 2019.docx"), is("共建 2019.docx.txt"));
    assert_eq!(path("2019/共建.TXT"), is("2019/共建.TXT"));
    assert_eq!(path("../../etc/passwd"), is("etc/passwd.txt"));
    assert_eq!(path("C:\\a\\con"), is("C_/a/_con.txt"));
    assert_eq!(path(".藏"), is("藏.txt"));
    assert_eq!(path("a\u{202e}b?*.txt"), is("a_b__.txt"));
    assert_eq!(path("//"), None);
    let long = path(&"长".repeat(200)).unwrap();
    assert!(long.len() <= 180 && long.strip_suffix(".txt").is_some(), "{long}");
}

#[test]
fn of_two_new_articles_with_one_text_one_file_is_made_and_bears_what_both_do() {
    let mut incoming = one_passage(Some(TEXT), (4, 10), "党群服务中心");
    let mut second = incoming.articles[0].clone();
    second.name = "副本".to_owned();
    incoming.articles.push(second);
    incoming.passages.push(IncomingPassage {
        article: 1,
        fragments: vec![span(0, 2)],
        quotes: vec!["街道".to_owned()],
        ..incoming.passages[0].clone()
    });
    let mut corpus = empty();
    let arrival = arrive(&incoming, &corpus, &Annotations::default());
    assert_eq!(arrival.new_articles().count(), 1);
    let entries = arrival.new_articles().map(|(article, _)| crate::corpus::Entry {
        path: article.path.clone(),
        article: Ok(Arc::clone(article)),
    });
    corpus.insert_all(entries.collect());
    let mut annotations = Annotations::default();
    for edit in arrival.edits(&corpus) {
        annotations.apply(&edit).unwrap();
    }
    assert_eq!(annotations.count(), 2);
}

#[test]
fn two_articles_of_one_name_get_two_files() {
    let set = sample::set(&[TEXT], &[]);
    let mut incoming = one_passage(Some("别的正文，同样的名字。"), (0, 2), "别的");
    let mut second = incoming.articles[0].clone();
    second.name = second.name.to_uppercase();
    second.text = Some("又一篇。".to_owned());
    incoming.articles.push(second);
    let arrival = arrive(&incoming, &set.corpus, &set.annotations);
    let paths: Vec<_> =
        arrival.new_articles().map(|(article, _)| article.path.as_str().to_owned()).collect();
    assert_eq!(paths, ["子 夹/2019-文0 (2).txt", "子 夹/2019-文0 (3).TXT"]);
}

proptest! {
    #[test]
    fn a_set_that_arrives_in_an_empty_one_is_all_there(set in sample::any_set()) {
        let incoming = incoming(&set);
        let mut annotations = Annotations::default();
        let mut corpus = empty();
        let arrival = arrive(&incoming, &corpus, &annotations);
        let entries = arrival.new_articles().map(|(article, _)| crate::corpus::Entry {
            path: article.path.clone(),
            article: Ok(Arc::clone(article)),
        });
        corpus.insert_all(entries.collect());
        for edit in arrival.edits(&corpus) {
            annotations.apply(&edit).expect("it fits");
        }
        let excerpts = crate::exchange::excerpts(
            &Scene::new(corpus.clone(), annotations.clone()), &crate::exchange::Filter::default(),
        );
        let told = |excerpt: &crate::exchange::Excerpt| (
            excerpt.id, excerpt.coder.clone(), excerpt.themes.clone(), excerpt.quotes.clone(),
            excerpt.fragments.clone(), excerpt.memo.clone(),
        );
        // What has nothing but white space around its memo loses that.
        let mut wanted: Vec<_> = set.excerpts.iter().map(told).collect();
        for (.., memo) in &mut wanted {
            *memo = memo.trim().to_owned();
        }
        let mut there: Vec<_> = excerpts.iter().map(told).collect();
        wanted.sort();
        there.sort();
        // Two texts of the same characters are one article.
        prop_assume!(arrival.new_articles().count() == 2);
        prop_assert_eq!(there, wanted);
        prop_assert_eq!(annotations.codebook().themes().len(), set.annotations.codebook().themes().len());
        // And a second time nothing comes.
        let again = arrive(&incoming, &corpus, &annotations);
        prop_assert!(!again.changes_something(), "{again:?}");
    }

    #[test]
    fn any_name_becomes_a_path_inside_the_set(names in prop::collection::vec("\\PC{0,12}|[./\\\\ ]{1,6}", 1..8)) {
        let articles = names.iter().enumerate().map(|(at, name)| IncomingArticle {
            name: name.clone(),
            text: Some(format!("第 {at} 篇")),
            ..IncomingArticle::default()
        });
        let incoming = Incoming { articles: articles.collect(), ..Incoming::default() };
        let arrival = arrive(&incoming, &empty(), &Annotations::default());
        let mut seen = std::collections::BTreeSet::new();
        for (article, _) in arrival.new_articles() {
            let path = article.path.as_str();
            prop_assert!(ArticlePath::new(path).is_some());
            prop_assert!(path.split('/').all(|part| !part.starts_with('.') && part.len() <= 180), "{path}");
            prop_assert!(seen.insert(path.to_lowercase()));
        }
    }
}

#[test]
fn a_passage_that_is_there_is_not_made_twice() {
    let mark = Mark {
        text: 0,
        coder: "lin",
        fragments: vec![(4, 10)],
        themes: vec![1],
        memo: String::new(),
    };
    let set = sample::set(&[TEXT], std::slice::from_ref(&mark));
    let mut incoming = one_passage(Some(TEXT), (4, 10), "党群服务中心");
    incoming.passages[0].coder = Some("lin".to_owned());
    let arrival = arrive(&incoming, &set.corpus, &set.annotations);
    assert!(matches!(arrival.passages[0].fate, PassageFate::Known(_)), "{arrival:?}");
    assert!(!arrival.changes_something());
    // By another coder it is another one.
    incoming.passages[0].coder = Some("a/b".to_owned());
    let arrival = arrive(&incoming, &set.corpus, &set.annotations);
    assert!(matches!(arrival.passages[0].fate, PassageFate::New { .. }));
    assert_eq!(arrival.passages[0].coder.as_str(), "a_b");
}
