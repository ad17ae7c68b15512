//! `EQ` fields, in which Word of before 2007 kept formulas and Word still keeps letters in circles
//! and pronunciations, written in one line.

/// A formula deeper than this is read as it stands.
const DEEPEST: usize = 30;

/// The formula that the code behind `EQ` says.
pub(super) fn linear(code: &str) -> String {
    formula(code, 0).trim().to_owned()
}

fn formula(code: &str, depth: usize) -> String {
    if depth > DEEPEST {
        return code.to_owned();
    }
    let mut text = String::new();
    let mut rest = code;
    while let Some(at) = rest.find('\\') {
        let (front, behind) = rest.split_at(at);
        text.push_str(front);
        rest = behind.get(1..).unwrap_or_default();
        let Some(next) = rest.chars().next() else { break };
        if !next.is_ascii_alphabetic() {
            // `\,` and `\(` are the characters themselves; `\*` begins a switch of the field's.
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
            if next == '*' {
                let value = rest.trim_start();
                rest = match value.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"').map_or("", |(_, rest)| rest),
                    None => value.trim_start_matches(|c: char| c.is_ascii_alphanumeric()),
                };
                rest = rest.trim_start();
            } else {
                text.push(next);
            }
            continue;
        }
        let Some(switch) = Switch::of(rest) else { continue };
        text.push_str(&switch.write(&text, depth));
        rest = switch.behind;
    }
    text.push_str(rest);
    text
}

/// `\x`, its options, and what stands in the parentheses behind them.
struct Switch<'a> {
    name: char,
    options: Vec<&'a str>,
    parts: Vec<&'a str>,
    behind: &'a str,
}

impl<'a> Switch<'a> {
    fn of(code: &'a str) -> Option<Self> {
        let open = code.find('(')?;
        let (head, inside) = code.split_at(open);
        let mut options = head.split('\\').map(str::trim);
        let first = options.next()?;
        let name = first.chars().next()?.to_ascii_lowercase();
        let mut options: Vec<&str> = options.collect();
        let mut inside = inside.get(1..)?;
        // `\bc\[` and the like may themselves name a parenthesis; a script's `\up8()` is its
        // argument. Word keeps both so rarely inside of others that the first one is taken.
        if head.trim_end().ends_with('\\') {
            inside = inside.split_once('(')?.1;
            options.push("(");
        }
        let (parts, behind) = parts(inside);
        Some(Self { name, options, parts, behind })
    }

    fn has(&self, option: &str) -> bool {
        self.options.iter().any(|own| own.to_ascii_lowercase().starts_with(option))
    }

    fn write(&self, front: &str, depth: usize) -> String {
        let parts: Vec<String> =
            self.parts.iter().map(|part| formula(part.trim(), depth + 1)).collect();
        let part = |at: usize| parts.get(at).map(String::as_str).unwrap_or_default();
        match self.name {
            'f' => format!("{}/{}", grouped(part(0)), grouped(part(1))),
            'r' if parts.len() > 1 => format!("{}√{}", part(0), grouped(part(1))),
            'r' => format!("√{}", grouped(part(0))),
            // What is read aloud stands above the base.
            'o' if self.parts.first().is_some_and(|part| part.trim_start().starts_with("\\s")) => {
                parts.last().cloned().unwrap_or_default()
            }
            'o' => over(&parts),
            's' if self.has("up") && !front.is_empty() => format!("^{}", grouped(part(0))),
            's' if self.has("do") && !front.is_empty() => format!("_{}", grouped(part(0))),
            'i' => {
                let sign = if self.has("su") {
                    '∑'
                } else if self.has("pr") {
                    '∏'
                } else {
                    '∫'
                };
                format!("{sign}_{}^{} {}", grouped(part(0)), grouped(part(1)), part(2))
            }
            'b' => {
                let bracket = |prefix: &str| {
                    let own = self.options.iter().find_map(|option| option.strip_prefix(prefix));
                    own.and_then(|own| own.chars().next())
                };
                let sign = self
                    .options
                    .iter()
                    .find_map(|own| own.chars().next().filter(|c| !c.is_alphanumeric()));
                let left = bracket("lc").or(sign).unwrap_or('(');
                let right = match left {
                    '[' => ']',
                    '{' => '}',
                    '<' => '>',
                    '(' => ')',
                    other => other,
                };
                format!("{left}{}{right}", part(0))
            }
            'l' => parts.join(","),
            _ => parts.join(" "),
        }
    }
}

/// Signs drawn over one another: a number in a circle is one sign.
fn over(parts: &[String]) -> String {
    let circles = ["○", "〇", "◯"];
    let boxes = ["□", "△", "◇", "☐", "▽"];
    let is = |signs: &[&str], part: &String| signs.contains(&part.trim());
    let rest: String =
        parts.iter().filter(|part| !is(&circles, part) && !is(&boxes, part)).cloned().collect();
    if rest.len() == parts.concat().len() {
        return rest;
    }
    let number = rest.trim().parse::<u32>().ok().filter(|_| parts.iter().any(|p| is(&circles, p)));
    let in_circle = number.and_then(|number| match number {
        0 => Some('⓪'),
        1..=20 => char::from_u32(0x2460 + number - 1),
        21..=35 => char::from_u32(0x3251 + number - 21),
        36..=50 => char::from_u32(0x32b1 + number - 36),
        _ => None,
    });
    match in_circle {
        Some(sign) => sign.to_string(),
        None if rest.trim().is_empty() => parts.concat(),
        None => format!("({})", rest.trim()),
    }
}

/// In parentheses unless it is one sign, number or word.
fn grouped(text: &str) -> String {
    if text.chars().all(|c| c.is_alphanumeric() || c == '.') {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// What stands between parentheses, at its commas and semicolons, and what stands behind.
fn parts(inside: &str) -> (Vec<&str>, &str) {
    let mut parts = Vec::new();
    let (mut start, mut open, mut escaped) = (0, 0_usize, false);
    for (at, c) in inside.char_indices() {
        let is_literal = escaped;
        escaped = c == '\\' && !is_literal;
        if is_literal {
            continue;
        }
        match c {
            '(' => open += 1,
            ')' if open == 0 => {
                parts.extend(inside.get(start..at));
                return (parts, inside.get(at + 1..).unwrap_or_default());
            }
            ')' => open -= 1,
            ',' | ';' | '，' if open == 0 => {
                parts.extend(inside.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(inside.get(start..));
    (parts, "")
}

#[cfg(test)]
mod tests {
    use super::linear;

    #[test]
    fn a_formula_is_written_in_one_line() {
        for (code, expected) in [
            (r"\o\ac(○,11)", "⑪"),
            (r"\o\ac(○,36)", "㊱"),
            (r"\o\ac(○,印)", "(印)"),
            (r#"\* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(hàn),汉)"#, "汉"),
            (r"\f(1,2)", "1/2"),
            (r"\f(a+b,2)", "(a+b)/2"),
            (r"\r(3,x)", "3√x"),
            (r"\r(x+1)", "√(x+1)"),
            (r"x\s\up5(2)+y\s\do5(i)", "x^2+y_i"),
            (r"\i\su(1,5,3)", "∑_1^5 3"),
            (r"\b\bc\[(\f(1,n))", "[1/n]"),
            (r"\a\co2(1,2,3,4)", "1 2 3 4"),
            (r"A\,B", "A,B"),
            (r"\f(1", "1/"),
            ("", ""),
        ] {
            assert_eq!(linear(code), expected, "{code}");
        }
    }

    #[test]
    fn an_endless_formula_is_read() {
        let deep = r"\f(".repeat(10_000);
        assert!(!linear(&deep).is_empty());
    }
}
