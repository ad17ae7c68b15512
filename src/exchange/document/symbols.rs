//! Fonts whose letters are signs: Symbol, Wingdings, Wingdings 2 and 3, Webdings.
//!
//! A document that writes with them holds a code of the font, mostly moved to U+F020 and up, and
//! only the font makes ☑ or β of it. Here each code has the Unicode character that looks like it,
//! after the mappings that Unicode was given for these fonts. Where that character is one that few
//! fonts draw (the many weights of arrows, crosses and boxes) its plain sister stands instead, so
//! that a ticked box is the same ☑ wherever it comes from.

/// The rows of a font, sixteen codes each, from 0x20. A space stands where the font has no sign.
type Rows = [&'static str; 14];

/// A font of signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignFont {
    Symbol,
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
}

impl SignFont {
    /// The font of that name; `None` for one that writes letters, or is not known.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match &*name.to_ascii_lowercase() {
            "symbol" | "symbolmt" | "standardsymbolsl" | "standardsymbolsps" => Some(Self::Symbol),
            "wingdings" | "wingdings1" => Some(Self::Wingdings),
            "wingdings2" => Some(Self::Wingdings2),
            "wingdings3" => Some(Self::Wingdings3),
            "webdings" => Some(Self::Webdings),
            _ => None,
        }
    }

    /// The character that looks like the sign at `code`, which may be moved to U+F000; `None` if
    /// the font has none there.
    pub(super) fn sign(self, code: u32) -> Option<char> {
        let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
        if code == 0x20 {
            return Some(' ');
        }
        let at = usize::try_from(code.checked_sub(0x20)?).ok()?;
        let rows: &Rows = match self {
            Self::Symbol => &SYMBOL,
            Self::Wingdings => &WINGDINGS,
            Self::Wingdings2 => &WINGDINGS_2,
            Self::Wingdings3 => &WINGDINGS_3,
            Self::Webdings => &WEBDINGS,
        };
        rows.get(at / 16)?.chars().nth(at % 16).filter(|&sign| sign != ' ')
    }
}

const SYMBOL: [&str; 14] = [
    " !∀#∃%&∍()*+,−./",
    "0123456789:;<=>?",
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "‾αβχδεφγηιϕκλμνο",
    "πθρστυϖωξψζ{|}~ ",
    "                ",
    "                ",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",
    "°±″≥×∝∂•÷≠≡≈…|—↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    " 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ ",
];
const WINGDINGS: [&str; 14] = [
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭",
    "🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍",
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳",
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉",
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●○■□",
    "□❑❒◆◆◆❖◆⌧⮹⌘🏵🏶🙶🙷▯",
    "⓪➀➁➂➃➄➅➆➇➈➉⓿➊➋➌➍",
    "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟·•",
    "▪○○○◉◎○▪□✦✶★✶✹✺✸",
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",
    "🙖🙐🙑🙒🙓⌫⌦←➢↑↓←→↑↓←",
    "→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦",
    "⇨⇧⇩↔⇳↖↗↙↘🢬🢭✗✓☒☑ ",
];
const WINGDINGS_2: [&str; 14] = [
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋",
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙",
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗",
    "✓☒☑☒☒⊗⊗🛇⦸🙱🙴🙲🙳‽🙹🙺",
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥",
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿ ",
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤",
    "🕥🕦🕧🙨🙩··●●○○○◉⊙⦿🞌",
    "🞍■■□□□□□▣🞕🞖🞗🞘⬩⬥◇",
    "◇◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋■◆",
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪",
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺",
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒",
    "✹🟃🟇✯🟍🟔⯌⯍※⁂      ",
];
const WINGDINGS_3: [&str; 14] = [
    " ←→↑↓↖↗↙↘←→↑↓↖↘↑",
    "↓↔↕←→↑↓↓←→←→←→←→",
    "⮐⮑⮒⮓←←⭾⭿←→↑↓⮏⮍◀▶",
    "⭮⭯⎋⌤⌃⌥␣⍽⇪↑←→←→←→",
    "←→←→←→←→↑↓↖↗↙↘↔↕",
    "▲▼△▽◀▶◁▷◣◢◤◥◀▶▶ ",
    "▶▲▼◀▶←→↑↓←→↑↓←→↑",
    "↓←→↑↓←→↑↓←→↑↓←→↑",
    "↓←→↑↓←→←→←→←🢜🢝🢞🢟",
    "→←→←→←→↑↓←→↑↓←→↑",
    "↓←→↑↓←→↑↓←→←→←→←",
    "→←→↑↓↖↗↙↘←→↑↓↖↗↙",
    "↘←→↑↓↖↗↙↘←→↑↓←→↑",
    "↓               ",
];
const WEBDINGS: [&str; 14] = [
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼",
    "🗕🗖🗗◀▶▲▼⏪⏩⏮⏭⏸⏹⏺🗚🗳",
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂",
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫",
    "⮔✓🚲□🛡📦🛱■🚑🛈🛩🛰●🕴●🛥",
    "🚔🗘✗❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲 ",
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠",
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻",
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜",
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻",
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒",
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫",
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦",
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊",
];
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_form_are_read_whatever_the_way_their_code_is_written() {
        let sign = |font: &str, code| SignFont::of(font).and_then(|font| font.sign(code));
        assert_eq!(sign("Wingdings 2", 0xf052), Some('☑'));
        assert_eq!(sign("wingdings 2", 0x52), Some('☑'));
        assert_eq!(sign("Wingdings 2", 0xf0a3), Some('□'));
        assert_eq!(sign("Wingdings", 0xf0fe), Some('☑'));
        assert_eq!(sign("Wingdings", 0xf0a8), Some('□'));
        assert_eq!(sign("Wingdings", 0xf0e0), Some('→'));
        assert_eq!(sign("Wingdings", 0xf0fc), Some('✓'));
        assert_eq!(sign("Symbol", 0xf062), Some('β'));
        assert_eq!(sign("Symbol", 0xf0d6), Some('√'));
        assert_eq!(sign("Symbol", 0xf0b4), Some('×'));
        assert_eq!(sign("Symbol", 0xf0b7), Some('•'));
        assert_eq!(sign("Wingdings 3", 0xf0c6), Some('→'));
        assert_eq!(sign("Webdings", 0x61), Some('✓'));
        assert_eq!(sign("Symbol", 0x20), Some(' '));
        assert_eq!(sign("Symbol", 0x7f), None);
        assert_eq!(sign("Symbol", 0x4e00), None);
        assert_eq!(sign("宋体", 0x61), None);
        for font in [&SYMBOL, &WINGDINGS, &WINGDINGS_2, &WINGDINGS_3, &WEBDINGS] {
            assert!(font.iter().all(|row| row.chars().count() == 16));
        }
    }
}
