use proptest::prelude::*;

use super::*;

const ARTICLE: &str = "柳湾街道党群服务中心建成启用\n\n本报讯 近日,柳湾街道党群服务中心建成启用,\
    一层设有便民大厅,二层设有党员活动室和图书角。社区书记说,“有了阵地,大家就愿意来了。”\n";
const TRADITIONAL: &str = "近日,柳灣街道黨群服務中心建成啟用,一層設有便民大廳,二層設有黨員活動室和圖書角。\
    社區書記說,「有了陣地,大家就願意來了。」\n";

const WESTERN: &str = "Interviewer: Did the café on the Königstraße — “the old one” — close?\r\n\
    Zoë: Mais non, c’est déjà fermé… It’s a naïve idea, señor, 5 £ à la carte.\r\n";

fn encode(text: &str, encoding: Encoding, bom: bool) -> Vec<u8> {
    let text = if bom { format!("\u{FEFF}{text}") } else { text.to_owned() };
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => text.into_bytes(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030 => GB18030.encode(&text).0.into_owned(),
        Encoding::Big5 | Encoding::Windows1252 => encoding.table().encode(&text).0.into_owned(),
    }
}

fn detected(bytes: &[u8]) -> (Encoding, String) {
    let decoded = decode(bytes, None).unwrap();
    (decoded.encoding, decoded.text.into_owned())
}

#[test]
fn every_encoding_is_recognised() {
    for (encoding, bom, text) in [
        (Encoding::Utf8, false, ARTICLE),
        (Encoding::Utf8Bom, true, ARTICLE),
        (Encoding::Utf16Le, true, ARTICLE),
        (Encoding::Utf16Le, false, ARTICLE),
        (Encoding::Utf16Be, true, ARTICLE),
        (Encoding::Utf16Be, false, ARTICLE),
        (Encoding::Gb18030, false, ARTICLE),
        (Encoding::Big5, false, TRADITIONAL),
        (Encoding::Windows1252, false, WESTERN),
    ] {
        let bytes = encode(text, encoding, bom);
        let text = text.replace("\r\n", "\n");
        assert_eq!(detected(&bytes), (encoding, text), "{encoding:?} {bom}");
    }
}

#[test]
fn rare_characters_and_emoji_survive_where_the_encoding_has_them() {
    let text = "𠮷野家与😀,龘靐。".repeat(10);
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        let bytes = encode(&text, encoding, false);
        assert_eq!(decode(&bytes, Some(encoding)).unwrap().text, text, "{encoding:?}");
        assert_eq!(detected(&bytes), (encoding, text.clone()));
    }
}

#[test]
fn an_article_cut_inside_a_character_stays_readable() {
    for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le] {
        let mut bytes = encode(&ARTICLE[..ARTICLE.len() - 4], encoding, false);
        bytes.pop();
        let (found, text) = detected(&bytes);
        assert_eq!(found, encoding);
        assert!(text.starts_with("柳湾街道") && text.ends_with('\u{FFFD}'), "{text}");
    }
}

#[test]
fn a_lone_surrogate_is_shown_as_a_replacement() {
    let mut bytes = encode(ARTICLE, Encoding::Utf16Le, true);
    bytes.extend([0x00, 0xD8, b'!', 0]);
    assert!(detected(&bytes).1.ends_with("\u{FFFD}!"));
}

#[test]
fn a_stray_nul_does_not_make_a_text_unreadable() {
    let text = ARTICLE.replace("近日", "近\0日");
    assert_eq!(detected(text.as_bytes()), (Encoding::Utf8, text.clone()));
}

#[test]
fn other_files_are_no_articles() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0";
    let noise: Vec<u8> =
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
    for bytes in [&png[..], &noise, b"\xFF\xFE\0\0\0\0\x01\0\x02\0", b"ab\0\0c"] {
        assert_eq!(decode(bytes, None), Err(Problem::Binary));
    }
}

#[test]
fn a_wrong_choice_is_refused() {
    let bytes = encode(ARTICLE, Encoding::Gb18030, false);
    let encoding = Encoding::Utf8;
    assert_eq!(decode(&bytes, Some(encoding)), Err(Problem::WrongEncoding { encoding }));
}

#[test]
fn nothing_is_empty_text() {
    assert_eq!(detected(b""), (Encoding::Utf8, String::new()));
    assert_eq!(detected(b"\xEF\xBB\xBF"), (Encoding::Utf8Bom, String::new()));
}

#[test]
fn all_line_ends_become_one() {
    assert_eq!(detected(b"a\r\nb\rc\n\r\n\r\rd\r").1, "a\nb\nc\n\n\n\nd\n");
}

#[test]
fn chinese_whose_bytes_in_utf_16_would_be_kana_is_read() {
    // 较 is U+8F83: low byte first, that is ワ in Shift_JIS.
    for line in ["定较活要出较式子。", "比较起来,较好较快"] {
        for end in ["\r\n", "\n", ""] {
            let text = format!("{line}{end}");
            let bytes = encode(&text, Encoding::Utf16Le, false);
            assert_eq!(detected(&bytes), (Encoding::Utf16Le, text.replace('\r', "")));
        }
    }
}

/// What Chinese texts are made of.
const CHINESE: &str = "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指]";

proptest! {
    #[test]
    fn a_line_of_any_common_characters_is_read_in_its_encoding(
        line in prop::string::string_regex(&format!("{CHINESE}{{8,40}}")).unwrap(),
        number in "[0-9]{0,4}(,[0-9]{1,3}\\.[0-9]){0,20}",
        end in "(\r\n|\n|\r)",
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be]),
    ) {
        let text = format!("{number}{line}。{end}");
        let bytes = encode(&text, encoding, false);
        let found = decode(&bytes, None).unwrap();
        prop_assert_eq!(found.encoding, encoding);
        prop_assert_eq!(found.text, with_plain_line_ends(text.as_str().into()));
    }

    #[test]
    fn a_chosen_unicode_encoding_gives_the_text_back(text in "(\\PC|\n|𠮷|😀|党建){0,200}", bom: bool) {
        for encoding in
            [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030]
        {
            let bytes = encode(&text, encoding, bom);
            prop_assert_eq!(&decode(&bytes, Some(encoding)).unwrap().text, &text);
        }
    }

    #[test]
    fn no_bytes_make_it_panic_and_no_carriage_return_is_left(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\r'), 0xA0..0xFF_u8], 0..300),
        chosen in prop::option::of(prop::sample::select(Encoding::ALL.to_vec())),
    ) {
        if let Ok(decoded) = decode(&bytes, chosen) {
            prop_assert!(!decoded.text.contains('\r'));
        }
    }
}

/// What may stand in one file with an article: much that is ASCII, and line ends of every kind.
fn surroundings() -> Vec<(&'static str, String)> {
    let mut seed = 1_u32;
    let base64: String = (0..100_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            char::from(alphabet[(seed >> 26) as usize])
        })
        .collect();
    let css = "p.MsoNormal,li{margin:0 0 8pt;font-family:\"Times New Roman\",serif}\n".repeat(90);
    let numbers: Vec<String> =
        (0..500).map(|n| format!("{n},{}.{},{}\r\n", n * 7, n % 9, n * n)).collect();
    let lines: Vec<&str> =
        base64.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    vec![
        ("alone", String::new()),
        ("picture", format!("<img src=\"data:image/png;base64,{base64}\">")),
        ("wrapped picture", lines.join("\r\n")),
        ("style", format!("<style>{css}</style>\n")),
        ("numbers", numbers.concat()),
        ("line ends", "a\rb\r\nc\n\n\r".to_owned()),
        ("English", "The quick brown fox jumps over the lazy dog; it was said so. ".repeat(70)),
    ]
}

#[test]
fn an_article_among_much_that_is_ascii_is_read_in_its_encoding() {
    let simplified = ["柳湾街道", "编号,年龄,所在社区", "党建引领基层治理。"];
    let traditional = ["柳灣街道的黨群服務中心", TRADITIONAL];
    let western = ["café", "“Don’t”, he said", "Zoë: à bientôt", WESTERN];
    let of = |encoding| match encoding {
        Encoding::Big5 => &traditional[..],
        Encoding::Windows1252 => &western[..],
        _ => &simplified[..],
    };
    for encoding in Encoding::ALL {
        if encoding == Encoding::Utf8Bom {
            continue;
        }
        for text in of(encoding).iter().chain(
            (encoding != Encoding::Windows1252 && encoding != Encoding::Big5).then_some(&ARTICLE),
        ) {
            for (name, around) in surroundings() {
                for whole in [
                    format!("{text}\n{around}"),
                    format!("{around}{text}"),
                    format!("{around}{text}\n{around}"),
                ] {
                    let bytes = encode(&whole, encoding, false);
                    let decoded = decode(&bytes, None);
                    let expected = with_plain_line_ends(whole.as_str().into());
                    let Ok(decoded) = decoded else { panic!("{encoding} {text} {name}: no text") };
                    assert_eq!(
                        decoded.encoding,
                        encoding,
                        "{text} {name}: {}",
                        decoded.text.chars().filter(|c| !c.is_ascii()).take(30).collect::<String>()
                    );
                    assert!(decoded.text == expected, "{encoding} {text} {name}");
                }
            }
        }
    }
}

#[test]
fn a_broken_byte_changes_nothing_but_what_it_stands_in() {
    for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Big5, Encoding::Windows1252] {
        let texts: &[&str] = match encoding {
            Encoding::Big5 => &["黨建引領，基層治理。", TRADITIONAL],
            Encoding::Windows1252 => &[WESTERN],
            _ => &["中文字", "党建引领", "“有了阵地”", ARTICLE],
        };
        for text in texts {
            for (name, around) in surroundings() {
                let whole = format!("{around}{text}");
                let bytes = encode(&whole, encoding, false);
                let text_at = around.len();
                let mut broken = vec![(bytes[..bytes.len() - 1].to_vec(), "cut")];
                for (at, place) in [(text_at, "start"), (bytes.len(), "end")] {
                    let mut with = bytes.clone();
                    with.insert(at, 0xFF);
                    broken.push((with, place));
                }
                let is_double = encoding != Encoding::Utf8 && text.chars().count() < 30;
                for (bytes, place) in broken {
                    // In front of a few two-byte characters a stray byte turns them all.
                    if place == "start" && is_double {
                        continue;
                    }
                    let Ok(found) = decode(&bytes, None) else {
                        panic!("{encoding} {text} {name} {place}: no text")
                    };
                    assert_eq!(
                        found.encoding,
                        encoding,
                        "{text} {name} {place}: {}",
                        found.text.chars().filter(|c| !c.is_ascii()).take(30).collect::<String>()
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_in_none_of_the_encodings_is_not_passed_off_as_chinese() {
    let texts = [
        "地域の皆さんと一緒に、新しい街づくりを進めていきたいと考えています。\n",
        "ワークショップの開催について\n",
        "こどもたちの声",
    ];
    for (encoding, text) in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP]
        .into_iter()
        .flat_map(|encoding| texts.map(|text| (encoding, text)))
    {
        let bytes = encoding.encode(text).0;
        assert_eq!(decode(&bytes, None), Err(Problem::Binary), "{} {text}", encoding.name());
    }
}
