//! The signs that numbers are written in, in the order in which they count.
//!
//! Which signs a format of Office has, and how many, is what ECMA-376 Part 1, 17.18.59
//! (`ST_NumberFormat`) lists; beyond the last sign of an enclosed set Word goes on in digits.

pub(super) const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
pub(super) const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
pub(super) const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
/// The set of GB 2312, which ends at ten.
pub(super) const CIRCLED_TO_TEN: &str = "①②③④⑤⑥⑦⑧⑨⑩";
pub(super) const WITH_STOP: &str = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛";
pub(super) const IN_PARENTHESES: &str = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇";
pub(super) const IDEOGRAPHS_CIRCLED: &str = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉";
/// The marks of notes after the Chicago Manual of Style.
pub(super) const CHICAGO: &str = "*†‡§";

pub(super) const AIUEO: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
pub(super) const AIUEO_WIDE: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
pub(super) const IROHA: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";
pub(super) const IROHA_WIDE: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
pub(super) const GANADA: &str = "가나다라마바사아자차카타파하";
pub(super) const CHOSUNG: &str = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";

/// Without ё, й, ъ and ь, with which no item begins.
pub(super) const RUSSIAN_LOWER: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";
pub(super) const RUSSIAN_UPPER: &str = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ";
pub(super) const GREEK_LOWER: &str = "αβγδεζηθικλμνξοπρστυφχψω";
pub(super) const GREEK_UPPER: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ";
pub(super) const ARABIC_ALPHA: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
pub(super) const ARABIC_ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضغظ";
pub(super) const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשת";
pub(super) const THAI: &str = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ";
pub(super) const HINDI_VOWELS: &str = "कखगघङचछजझञटठडढणतथदधनऩपफबभमयरऱलळऴवशषसह";
pub(super) const HINDI_CONSONANTS: &str = "अआइईउऊऋऌऍऎएऐऑऒओऔ";

/// Zero to nine.
pub(super) const WIDE_DIGITS: &str = "０１２３４５６７８９";
pub(super) const IDEOGRAPHIC_DIGITS: &str = "〇一二三四五六七八九";
/// With the round zero that Word takes from its Chinese formats.
pub(super) const CHINESE_DIGITS: &str = "○一二三四五六七八九";
pub(super) const KOREAN_DIGITS: &str = "영일이삼사오육칠팔구";
pub(super) const KOREAN_DIGITS_2: &str = "零一二三四五六七八九";
pub(super) const THAI_DIGITS: &str = "๐๑๒๓๔๕๖๗๘๙";
pub(super) const HINDI_DIGITS: &str = "०१२३४५६७८९";
