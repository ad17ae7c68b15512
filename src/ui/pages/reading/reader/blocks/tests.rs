use proptest::prelude::*;

use super::*;

/// A sentence that goes on past a caption and a whole paragraph.
const TORN: &str = "柳岸纪事\n\n今年以来，柳岸区坚持以人民为中心，驻区单位积极参与，获得感不断增强。\n\n\
    街道召开座谈会，倾听居民意见，主动思考为驻区单\n\n\n\n社区读书会现场\n\n\n\n\
    位做什么，变单向为双向。居民说好。\n";

fn page(text: &str, join: bool) -> Blocks {
    Blocks::of(text, Structure { on: true, join, ..Structure::default() })
}

fn place(text: &str, of: &str) -> ByteOffset {
    ByteOffset::from_usize(text.find(of).expect("there")).expect("short")
}

fn quotes(page: &Blocks, places: ByteSpan) -> Vec<&'static str> {
    page.seen_between(places).into_iter().map(|span| &TORN[span.range()]).collect()
}

#[test]
fn a_joined_sentence_is_seen_whole_from_either_side() {
    let page = page(TORN, true);
    for part in ["主动思考", "做什么"] {
        let sentence = text::sentence_at(TORN, place(TORN, part)).expect("one");
        assert_eq!(
            quotes(&page, page.whole_sentence(TORN, sentence)),
            ["街道召开座谈会，倾听居民意见，主动思考为驻区单", "位做什么，变单向为双向。"]
        );
    }
    let next = page.next_sentence(TORN, place(TORN, "主动思考"), true).expect("one");
    assert_eq!(&TORN[next.range()], "居民说好。");
    let caption = page.next_sentence(TORN, next.start(), true).expect("one");
    assert_eq!(&TORN[caption.range()], "社区读书会现场");
    let back = page.next_sentence(TORN, caption.start(), false).expect("one");
    assert_eq!(back, next);
}

#[test]
fn the_caret_goes_over_a_joint_and_back() {
    let page = page(TORN, true);
    let (head, tail) = (place(TORN, "单\n\n\n\n社"), place(TORN, "位做什么"));
    let end = ByteOffset::new(head.get() + 3);
    assert_eq!(page.across(end, true), Some(tail));
    assert_eq!(page.across(tail, false), Some(end));
    assert_eq!(page.across(end, false), None);
    assert_eq!(page.block_of(tail), page.block_of(head));
}

proptest! {
    #[test]
    fn what_is_seen_between_two_places_is_in_order_and_on_the_page(
        a in 0..TORN.len(), b in 0..TORN.len(), join in any::<bool>(),
    ) {
        let page = page(TORN, join);
        let at = |byte: usize| ByteOffset::from_usize(TORN.floor_char_boundary(byte)).expect("short");
        let seen = page.seen_between(ByteSpan::between(at(a), at(b)));
        for pair in seen.windows(2) {
            prop_assert!(pair[0].end() < pair[1].start());
        }
        if !join {
            prop_assert_eq!(seen, [ByteSpan::between(at(a), at(b))]);
        }
    }

    #[test]
    fn every_piece_belongs_to_the_block_that_is_found_for_it(text in "(柳岸|，|。|\n|\n\n\n|驻区单|位做什么，){0,60}") {
        let page = page(&text, true);
        for (at, block) in page.all().iter().enumerate() {
            for piece in page.pieces_of(block) {
                prop_assert_eq!(page.block_of(piece.span.end()), at);
                prop_assert!(block.span.encloses(piece.span));
            }
        }
    }
}
