//! The title: the first heading, or the best of the short lines before the body.

use super::{byline, tidy};
use crate::text;

/// The longest line that may be a title, in characters.
const LONGEST: usize = 60;
/// How many lines with text are looked at for the body's beginning.
const LINES: usize = 30;

/// Lines that stand above a title, in a newspaper: the series, the occasion, the page.
const KICKER_ENDS: [&str; 12] = [
    "特别报道",
    "系列报道",
    "专题报道",
    "专题",
    "专版",
    "专刊",
    "专栏",
    "特刊",
    "巡礼",
    "版面",
    "周刊",
    "工作简报",
];
const KICKER_STARTS: [&str; 9] =
    ["献礼", "砥砺奋进的", "本版", "责编", "责任编辑", "编者按", "来源", "栏目", "□"];

/// The short lines with text before the first paragraph of the body, without surrounding space.
pub(super) fn head(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    lines.take_while(|line| is_short(line)).collect()
}

fn is_short(line: &str) -> bool {
    line.chars().nth(LONGEST).is_none()
}

/// The title among the lines of the head.
pub(super) fn find(head: &[&str]) -> Option<String> {
    if let Some(heading) = head.iter().find_map(|line| heading(line)) {
        return Some(tidy(heading));
    }
    // The first line that ends like a sentence begins the body, even if it is short.
    let body = head.iter().position(|line| line.ends_with(['。', ';', '；'])).unwrap_or(head.len());
    let head = if body == 0 { head.get(..1)? } else { head.get(..body)? };
    // A line that begins with a dash is the title's own second line.
    let before_subtitle = head
        .windows(2)
        .find(|pair| is_subtitle(pair[1]) && !is_never_a_title(pair[0]))
        .map(|pair| pair[0]);
    let titles = || head.iter().copied().filter(|line| !is_never_a_title(line));
    before_subtitle
        .or_else(|| titles().find(|line| !is_kicker(line)))
        .or_else(|| titles().next())
        .map(tidy)
}

/// The text of a Markdown heading.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let text = text.trim_end_matches('#').trim();
    ((1..=6).contains(&level) && !text.is_empty()).then_some(text)
}

fn is_subtitle(line: &str) -> bool {
    line.starts_with("——") || line.starts_with("--")
}

/// Authors, a date, a bracketed line or a rule: no title even if there is no other.
fn is_never_a_title(line: &str) -> bool {
    is_subtitle(line)
        || byline::is_byline(line)
        || super::date::is_only_a_date(line)
        || text::names_speaker(line)
        || !line.chars().any(char::is_alphabetic)
}

/// Whether a line is rather what stands above a title.
fn is_kicker(line: &str) -> bool {
    let bare = line.trim_matches(['“', '”', '"', '·', ' ', '　']);
    // A place or a column's name alone.
    bare.chars().nth(4).is_none()
        || (bare.starts_with(['【', '[', '［']) && bare.ends_with(['】', ']', '］']))
        || KICKER_ENDS.iter().any(|end| bare.ends_with(end))
        || KICKER_STARTS.iter().any(|start| bare.starts_with(start))
        // "庆祝建党98周年": the occasion, not what the article tells of it.
        || (bare.ends_with("周年") && ["庆祝", "纪念", "喜迎", "迎接"].iter().any(|word| bare.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        find(&head(text))
    }

    #[track_caller]
    fn assert_title(text: &str, expected: &str) {
        let body = "柳湾区坚持党建引领,".repeat(10);
        assert_eq!(title(&format!("\n{text}\n\n{body}\n短句\n")).as_deref(), Some(expected));
    }

    #[test]
    fn what_somebody_says_is_no_title() {
        let turns = "访谈者：您觉得议事会怎么样\n受访者：挺好的，就是时间太长\n";
        assert_eq!(title(turns), None);
        assert_eq!(title(&format!("议事会访谈记录\n\n{turns}")).as_deref(), Some("议事会访谈记录"));
    }

    #[test]
    fn a_heading_goes_before_all() {
        assert_title("柳湾时报\n\n# 党旗 红在小区里 #\n\n## 第二\n", "党旗 红在小区里");
        assert_title("##没有空格的标题", "没有空格的标题");
    }

    #[test]
    fn what_stands_above_and_below_a_title_is_passed_over() {
        assert_title("柳湾区\n\n强基础 求创新\n\n——柳湾区组织工作综述", "强基础 求创新");
        assert_title(
            "奋进柳湾专题报道\n【基层党建巡礼之三】\n楼院里的红色管家",
            "楼院里的红色管家",
        );
        assert_title(
            "□记者 林晓\n2019年6月28日\n楼院里的红色管家\n小标题长一点",
            "楼院里的红色管家",
        );
        assert_title("“七一”特刊\n楼院里的红色管家", "楼院里的红色管家");
    }

    #[test]
    fn a_kicker_is_better_than_nothing() {
        assert_title("柳湾区", "柳湾区");
        assert_title("柳湾区\n——综述", "柳湾区");
    }

    #[test]
    fn a_body_has_no_title() {
        let body = "柳湾区坚持党建引领,".repeat(10);
        assert_eq!(title(&format!("{body}\n后面的短行\n")), None);
        assert_eq!(title("\n\n  　\n"), None);
        assert_eq!(title("----\n2019.6.28\n"), None);
    }

    #[test]
    fn a_text_of_short_lines_keeps_its_first() {
        assert_title("柳湾区的党员们行动起来了。\n大家都很高兴。", "柳湾区的党员们行动起来了。");
    }
}
