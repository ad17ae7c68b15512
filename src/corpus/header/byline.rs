//! Who wrote an article: "本报记者 林晓 通讯员 赵一帆 文/图" and its like.
//!
//! It stands on a line of its own (or two), at the tail of a paragraph, or in brackets after
//! 本报讯. A name cannot be told from another short word by its look; what tells is that nothing
//! but names, roles and credits stands between the role and the end of the line or bracket.

use memchr::memmem;

use super::is_han;

/// What somebody may be called; the longer before those they end with.
const ROLES: [&str; 10] = [
    "特约记者",
    "见习记者",
    "实习记者",
    "摄影记者",
    "特约通讯员",
    "实习生",
    "记者",
    "通讯员",
    "作者",
    "摄影",
];
/// What stands before a role and tells nothing about it.
const PREFIXES: [&str; 6] = ["本报", "本网", "本刊", "新华社", "全媒体", "首席"];
/// What stands after the names: who took the pictures.
const CREDITS: [&str; 11] =
    ["文/图", "文/摄", "图/文", "文图", "图文", "摄影报道", "报道", "供图", "摄", "图", "文"];
/// More names than a byline has: then it is a list of something else.
const MOST_NAMES: usize = 12;

/// The first byline of the text, tidy: "记者 林晓 通讯员 赵一帆 钱丹".
pub(super) fn find(text: &str) -> Option<String> {
    let reporter = memmem::find_iter(text.as_bytes(), "记者");
    reporter
        .chain(memmem::find_iter(text.as_bytes(), "通讯员"))
        .chain(memmem::find_iter(text.as_bytes(), "作者"))
        .find_map(|at| at_role(text, at))
}

/// Whether the line is nothing but a byline.
pub(super) fn is_byline(line: &str) -> bool {
    let line = line.trim_start_matches(is_opening);
    starts_with_role(without_prefixes(line)).is_some() && parse(line).is_some()
}

/// The byline whose first role's word stands at byte `at`.
fn at_role(text: &str, at: usize) -> Option<String> {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    // Back over 本报, 特约 and the like, which belong to it.
    let mut start = at;
    let before = |start: usize| text.get(line_start..start).unwrap_or_default();
    for part in ["特约", "见习", "实习", "摄影"].iter().chain(&PREFIXES).chain(&PREFIXES) {
        start -= if before(start).ends_with(part) { part.len() } else { 0 };
    }
    let may_start = before(start).chars().next_back().is_none_or(|char| {
        char.is_whitespace() || is_opening(char) || "。！？!?”’」』)）】…".contains(char)
    });
    if may_start { parse(&text[start..]) } else { None }
}

fn is_opening(char: char) -> bool {
    "(（[【□■○●◎△▲*".contains(char)
}

fn is_closing(char: char) -> bool {
    ")）]】".contains(char)
}

fn without_prefixes(mut text: &str) -> &str {
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        text = rest.trim_start();
    }
    text
}

fn starts_with_role(text: &str) -> Option<(&'static str, &str)> {
    ROLES.iter().find_map(|role| Some((*role, text.strip_prefix(role)?)))
}

/// Reads roles and names up to the end of the line or the bracket; goes on in the next line if
/// that, too, begins with a role.
fn parse(text: &str) -> Option<String> {
    let mut byline = Byline::default();
    let mut lines = text.lines();
    byline.read_line(lines.next()?)?;
    for line in lines.map(str::trim).filter(|line| !line.is_empty()).take(2) {
        let line = line.trim_start_matches(is_opening);
        let mut longer = byline.clone();
        if starts_with_role(without_prefixes(line)).is_none() || longer.read_line(line).is_none() {
            break;
        }
        byline = longer;
    }
    byline.finish()
}

/// Roles with their names, as far as they were read.
#[derive(Clone, Default)]
struct Byline {
    roles: Vec<(&'static str, Vec<String>)>,
}

impl Byline {
    /// Takes one line's roles and names; `None` if something else stands there, too.
    fn read_line(&mut self, line: &str) -> Option<()> {
        let end = line.find(is_closing).unwrap_or(line.len());
        // Half of a name set wide to fill its line: "钱 丹".
        let mut half: Option<char> = None;
        for word in line[..end].split(|c: char| c.is_whitespace() || "、,，;；:：/／|".contains(c))
        {
            let mut word = without_prefixes(word);
            if let Some((role, rest)) = starts_with_role(word) {
                self.roles.push((role, Vec::new()));
                word = rest;
            }
            // Credits are recognised word by word, since the slash between them parts words.
            if word.is_empty() || (CREDITS.contains(&word) && half.is_none()) {
                continue;
            }
            let (_, names) = self.roles.last_mut()?;
            let mut chars = word.chars();
            match (half.take(), chars.next(), chars.next()) {
                (Some(first), Some(second), None) => names.push(format!("{first}{second}")),
                (None, Some(first), None) if is_han(first) => half = Some(first),
                (None, ..) if is_name(word) => names.push(word.to_owned()),
                _ => return None,
            }
            if names.len() > MOST_NAMES {
                return None;
            }
        }
        half.is_none().then_some(())
    }

    fn finish(self) -> Option<String> {
        let named = self.roles.iter().filter(|(_, names)| !names.is_empty());
        let roles: Vec<_> =
            named.map(|(role, names)| format!("{role} {}", names.join(" "))).collect();
        (!roles.is_empty()).then(|| roles.join(" "))
    }
}

/// Two to four Chinese characters, or a longer name of another people's form: 阿依古丽·买买提.
fn is_name(word: &str) -> bool {
    let length = word.chars().count();
    let longest = if word.contains('·') { 15 } else { 4 };
    (2..=longest).contains(&length) && word.chars().all(|char| is_han(char) || char == '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_byline(text: &str, expected: &str) {
        assert_eq!(find(text).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn on_a_line_of_its_own_or_two() {
        assert_byline("标题\n本报记者 林晓 通讯员 赵一帆 文图\n正文", "记者 林晓 通讯员 赵一帆");
        assert_byline(
            "正文。\n\n记者 林晓\n通讯员　赵一帆　钱　丹",
            "记者 林晓 通讯员 赵一帆 钱丹",
        );
        assert_byline("□特约记者:林晓、孙立", "特约记者 林晓 孙立");
        assert_byline("通讯员 阿依古丽·买买提\n", "通讯员 阿依古丽·买买提");
    }

    #[test]
    fn at_the_tail_of_a_paragraph() {
        assert_byline(
            "到达每一户。记者 林晓 通讯员 赵一帆 文/图\n下一段",
            "记者 林晓 通讯员 赵一帆",
        );
        assert_byline("大家都来。”本报记者林晓", "记者 林晓");
    }

    #[test]
    fn in_brackets_after_the_dateline() {
        assert_byline("本报讯(记者 林晓 通讯员 赵一帆)6月3日,柳湾区", "记者 林晓 通讯员 赵一帆");
        assert_byline("本报讯（记者林晓）6月3日", "记者 林晓");
    }

    #[test]
    fn a_reporter_in_the_story_is_no_author() {
        for text in [
            "李女士高兴地向记者介绍着",
            "记者看到,广场上坐满了人。",
            "记者 走进社区 看到党员们正在打扫。",
            "许多记者 通讯员参加了培训。",
            "记者",
            "记者 \n",
            "记者 林",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_with_a_byline_only_is_known() {
        assert!(is_byline("□本报记者 林晓 文/图"));
        assert!(!is_byline("记者节:走进柳湾区的楼院"));
        assert!(!is_byline("楼院里的红色管家"));
    }
}
