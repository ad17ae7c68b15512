//! What a user relies on, over whole sets of articles.

use std::sync::Arc;

use super::*;
use crate::{
    corpus::{Article, ArticlePath, Corpus, Corrections, Encoding, Entry, LoadProgress},
    text::{CharOffset, CharSpan, Text},
};

fn set(articles: &[(&str, String)]) -> Corpus {
    let entry = |(name, text): &(&str, String)| {
        let path = ArticlePath::new(name).expect("a name");
        let text = Text::new(text.as_str()).expect("short");
        Entry {
            path: path.clone(),
            article: Ok(Arc::new(Article::new(path, text, Encoding::Utf8))),
        }
    };
    let entries = articles.iter().map(entry).collect();
    Corpus::new("/集".into(), entries, Ok(Corrections::default()), Vec::new())
}

fn reuse_of(corpus: &Corpus, rules: &ReuseRules) -> Reuse {
    let articles: Vec<Arc<Article>> = corpus.articles().cloned().collect();
    let progress = LoadProgress::default();
    let index = ReuseIndex::build(&articles, rules.least, &progress).expect("not cancelled");
    Reuse::of(corpus, &index, rules, &progress).expect("not cancelled")
}

fn text_of(corpus: &Corpus, article: &ArticlePath, span: CharSpan) -> String {
    let article = corpus.article(article).expect("it is there");
    article.text.slice_chars(span).expect("inside").to_owned()
}

const NEWS: &str =
    "柳岸街道每季度召开一次联席会议，研究辖区单位共建事项，让驻区单位的礼堂、球场都向居民开放。";
const AGAIN: &str =
    "柳岸街道每季度召开1次联席会议,研究驻区单位共建事项,让驻区单位的礼堂、\n球场向居民开放。";

/// Text that stands nowhere else.
fn own(number: u32) -> String {
    let letter =
        |at: u32| char::from_u32(0x4E00 + (number * 7919 + at * at * 31 + at * 977) % 9000);
    let text: String = (0..60).filter_map(letter).collect();
    format!("{text}。\n")
}

#[test]
fn the_first_printing_comes_first_and_changes_are_named() {
    let corpus = set(&[
        ("2021-乙.txt", format!("{}{AGAIN}{}", own(1), own(2))),
        ("2019-甲.txt", format!("{}{NEWS}{}", own(3), own(4))),
        ("2020-丙.txt", own(5)),
    ]);
    let reuse = reuse_of(&corpus, &ReuseRules::default());
    assert_eq!((reuse.groups.len(), reuse.pairs.len(), reuse.uncounted), (1, 1, 0));
    let pair = &reuse.pairs[0];
    let [(first, at_first), (second, at_second)] = &pair.sides;
    assert_eq!((first.as_str(), second.as_str()), ("2019-甲.txt", "2021-乙.txt"));
    assert_eq!(text_of(&corpus, first, *at_first), NEWS.trim_end_matches('。'));
    assert_eq!(text_of(&corpus, second, *at_second), AGAIN.trim_end_matches('。'));
    let compared = pair.compared(&corpus, &ReuseRules::default()).expect("alike");
    let changes: Vec<(&str, &str)> =
        compared.changes().map(|c| (c.a_letters.as_str(), c.b_letters.as_str())).collect();
    assert_eq!(changes, [("一", "1"), ("辖", "驻"), ("都", "")]);

    let whole = |start, end| [CharSpan::between(CharOffset::new(start), CharOffset::new(end))];
    let inside = whole(at_second.start().get() + 3, at_second.end().get() - 3);
    assert!(reuse.is_reused(second, &inside) && reuse.is_repeated(second, &inside));
    assert!(reuse.is_first(first, &[*at_first]) && !reuse.is_repeated(first, &[*at_first]));
    assert!(!reuse.is_reused(second, &whole(0, 40)));
    let known: &dyn crate::scene::TextReuse = &reuse;
    assert_eq!(known.repeated(second), [*at_second]);
    assert_eq!(
        (known.repeated(first), known.articles(first, &[*at_first])),
        (vec![], vec![second.clone()])
    );
    let elsewhere = reuse.elsewhere(second, &inside);
    assert_eq!(elsewhere.len(), 1);
    assert_eq!(&elsewhere[0].article, first);
}

#[test]
fn a_text_twice_in_one_article_counts_if_that_is_asked_for() {
    let corpus = set(&[("2019.txt", format!("{NEWS}\n{}{NEWS}\n", own(1)))]);
    let rules = ReuseRules::default();
    let reuse = reuse_of(&corpus, &rules);
    assert_eq!(reuse.pairs.len(), 1);
    let [(_, first), (_, second)] = &reuse.pairs[0].sides;
    assert!(first.end() <= second.start());
    let reuse = reuse_of(&corpus, &ReuseRules { within: false, ..rules });
    assert_eq!((reuse.groups.len(), reuse.pairs.len()), (0, 0));
}

#[test]
fn bylines_headings_and_set_phrases_are_no_reuse_and_are_counted() {
    let phrase = "坚持把抓好党的建设作为最大的政绩来谋划来推进";
    let article = |number: u32| {
        format!(
            "实施三大工程筑牢战斗堡垒夯实城市基层党建工作基础\n\n本报记者 林晓岚 欧阳静文 通讯员 赵一帆 钱丹青 孙立新 李为民 周正明\n\n\
             {}各级{phrase}，{}",
            own(number),
            own(number + 50)
        )
    };
    let corpus = set(&[("2019.txt", article(1)), ("2020.txt", article(2))]);
    let rules = ReuseRules::default();
    let reuse = reuse_of(&corpus, &rules);
    let texts: Vec<String> = reuse
        .pairs
        .iter()
        .map(|pair| text_of(&corpus, &pair.sides[0].0, pair.sides[0].1))
        .collect();
    assert_eq!((texts, reuse.uncounted), (vec![format!("各级{phrase}")], 1));
    let phrases = SetPhrases::new([phrase]);
    let reuse = reuse_of(&corpus, &ReuseRules { phrases, ..rules });
    assert_eq!((reuse.pairs.len(), reuse.uncounted), (0, 2));
}

#[test]
fn large_groups_are_told_by_neighbours_in_the_order_of_printing() {
    let names: Vec<String> = (0..90).map(|n| format!("{}-{n}.txt", 2019 - n)).collect();
    let articles: Vec<(&str, String)> = (0..)
        .zip(&names)
        .map(|(n, name)| (name.as_str(), format!("{}{NEWS}\n{}", own(n), own(n + 200))))
        .collect();
    let corpus = set(&articles);
    let rules = ReuseRules::default();
    let reuse = reuse_of(&corpus, &rules);
    assert_eq!(reuse.groups.len(), 1);
    assert_eq!((reuse.groups[0].members.len(), reuse.pairs.len()), (90, 89));
    let years: Vec<_> = reuse.groups[0].members.iter().map(|m| m.printed.year()).collect();
    assert!(years.is_sorted() && years[0] == Some(1930));
    assert!(reuse.pairs.iter().all(|pair| pair.compared(&corpus, &rules).is_some()));
    let few = set(&articles[..5]);
    assert_eq!(reuse_of(&few, &rules).pairs.len(), 10);
}

#[test]
fn texts_without_end_of_the_same_are_no_trouble() {
    let corpus = set(&[
        ("a.txt", "的".repeat(30_000)),
        ("b.txt", "1".repeat(30_000)),
        ("c.txt", format!("{NEWS}\n").repeat(300)),
        ("d.txt", "，".repeat(500)),
        ("e.txt", "短".to_owned()),
    ]);
    let reuse = reuse_of(&corpus, &ReuseRules::default());
    assert!(!reuse.groups.is_empty());
    for pair in &reuse.pairs {
        let [(a, at_a), (b, at_b)] = &pair.sides;
        assert!(a != b || at_a.end() <= at_b.start(), "{pair:?}");
    }
}

#[test]
fn what_is_cancelled_gives_nothing() {
    let corpus = set(&[("a.txt", NEWS.to_owned()), ("b.txt", NEWS.to_owned())]);
    let articles: Vec<Arc<Article>> = corpus.articles().cloned().collect();
    let progress = LoadProgress::default();
    progress.cancel();
    assert!(ReuseIndex::build(&articles, 20, &progress).is_none());
}
