//! What a page's own style sheets hide: rules whose selectors are a tag, classes and an identifier.
//!
//! Selectors that look at more than one element are passed over: what they hide is read rather than
//! left out. Media queries are answered for a screen of a usual width.

use std::collections::BTreeMap;

/// How wide the screen is taken to be, in pixels.
const WIDTH: f32 = 1280.0;
/// The most rules that are looked at.
const MOST_RULES: usize = 50_000;
/// Rules of media queries and the like stand in one another no deeper.
const DEEPEST: usize = 8;

/// What declarations say of being seen; `None` where they say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "each says what it is asked")]
pub(super) struct Looks {
    /// `display`: whether it takes no part in the page.
    pub(super) is_gone: Option<bool>,
    /// `visibility`: whether it is not drawn.
    pub(super) is_invisible: Option<bool>,
    /// `opacity`: whether it is wholly transparent.
    pub(super) is_transparent: Option<bool>,
}

impl Looks {
    /// What the declarations of a rule or a `style` attribute say.
    pub(super) fn of(declarations: &str) -> Self {
        let mut looks = Self::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.split('!').next().unwrap_or_default().trim().to_ascii_lowercase();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => looks.is_gone = Some(value == "none"),
                "visibility" => {
                    looks.is_invisible = Some(matches!(value.as_str(), "hidden" | "collapse"));
                }
                "opacity" => {
                    let amount = value.trim_end_matches('%').parse::<f32>();
                    looks.is_transparent = Some(amount.is_ok_and(|amount| amount <= 0.0));
                }
                _ => {}
            }
        }
        looks
    }

    /// These, and where they say nothing those.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            is_gone: self.is_gone.or(other.is_gone),
            is_invisible: self.is_invisible.or(other.is_invisible),
            is_transparent: self.is_transparent.or(other.is_transparent),
        }
    }

    /// Whether what looks so is not seen.
    pub(super) fn is_hidden(self) -> bool {
        [self.is_gone, self.is_invisible, self.is_transparent].contains(&Some(true))
    }
}

/// A rule of one simple selector.
#[derive(Debug)]
struct Rule {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    looks: Looks,
}

impl Rule {
    /// Identifiers go before classes, classes before tags.
    fn weight(&self) -> (usize, usize, usize) {
        let count = |part: &Option<String>| usize::from(part.is_some());
        (count(&self.id), self.classes.len(), count(&self.tag))
    }

    fn fits(&self, tag: &str, id: Option<&str>, classes: &[&str]) -> bool {
        self.tag.as_deref().is_none_or(|own| own == tag)
            && self.id.as_deref().is_none_or(|own| Some(own) == id)
            && self.classes.iter().all(|own| classes.contains(&own.as_str()))
    }
}

/// The rules of a page.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    rules: Vec<Rule>,
    /// Where the rules are that an element of that identifier (`#x`), class (`.x`) or tag may fit.
    by_key: BTreeMap<String, Vec<usize>>,
}

impl StyleSheet {
    /// Whether no rule is known.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Adds the rules of a sheet.
    pub(super) fn add(&mut self, css: &str) {
        let css = without_comments(css);
        self.add_rules(&css, 0);
    }

    fn add_rules(&mut self, css: &str, depth: usize) {
        let mut rest = css;
        while let Some(open) = rest.find(['{', ';']) {
            let (head, body) = rest.split_at(open);
            if body.starts_with(';') {
                // `@import` and the like.
                rest = body.get(1..).unwrap_or_default();
                continue;
            }
            let end = block_end(body);
            let inside = body.get(1..end).unwrap_or_default();
            rest = body.get(end + 1..).unwrap_or_default();
            let head = head.trim();
            if !head.starts_with('@') {
                self.add_rule(head, inside);
            } else if depth < DEEPEST && is_in_force(head) {
                self.add_rules(inside, depth + 1);
            }
        }
    }

    fn add_rule(&mut self, selectors: &str, declarations: &str) {
        let looks = Looks::of(declarations);
        if looks == Looks::default() {
            return;
        }
        for selector in selectors.split(',') {
            let Some(rule) = simple(selector.trim(), looks) else { continue };
            if self.rules.len() >= MOST_RULES {
                return;
            }
            let key = match (&rule.id, rule.classes.first(), &rule.tag) {
                (Some(id), ..) => format!("#{id}"),
                (None, Some(class), _) => format!(".{class}"),
                (None, None, Some(tag)) => tag.clone(),
                (None, None, None) => continue,
            };
            self.by_key.entry(key).or_default().push(self.rules.len());
            self.rules.push(rule);
        }
    }

    /// What the rules say of an element.
    pub(super) fn looks(&self, tag: &str, id: Option<&str>, classes: &[&str]) -> Looks {
        if self.is_empty() {
            return Looks::default();
        }
        let keys = id
            .map(|id| format!("#{id}"))
            .into_iter()
            .chain(classes.iter().map(|class| format!(".{class}")))
            .chain([tag.to_owned()]);
        let mut fitting: Vec<_> = keys
            .filter_map(|key| self.by_key.get(&key))
            .flatten()
            .filter_map(|&at| Some((at, self.rules.get(at)?)))
            .filter(|(_, rule)| rule.fits(tag, id, classes))
            .collect();
        // Of those of the same weight the last one counts.
        fitting.sort_by_key(|&(at, rule)| std::cmp::Reverse((rule.weight(), at)));
        fitting.iter().fold(Looks::default(), |looks, (_, rule)| looks.or(rule.looks))
    }
}

/// Where the block at the start of `text` ends: at its `}`, or with the text.
fn block_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn without_comments(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Whether the rules of a block such as `@media (min-width: 600px)` count on a screen.
fn is_in_force(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    if head.starts_with("@layer") || head.starts_with("@supports") {
        return true;
    }
    let Some(query) = head.strip_prefix("@media") else { return false };
    query.split(',').any(|query| {
        query.split("and").all(|part| {
            let part = part.trim().trim_matches(['(', ')']).trim();
            let pixels = |text: &str| {
                let number: String =
                    text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
                let factor = if text.contains("em") { 16.0 } else { 1.0 };
                number.parse::<f32>().map(|number| number * factor)
            };
            match part.split_once(':') {
                Some((name, value)) => match (name.trim(), pixels(value)) {
                    ("min-width", Ok(least)) => WIDTH >= least,
                    ("max-width", Ok(most)) => WIDTH <= most,
                    _ => false,
                },
                None => matches!(part, "screen" | "all" | "only screen"),
            }
        })
    })
}

/// The rule of a selector that looks at one element only.
fn simple(selector: &str, looks: Looks) -> Option<Rule> {
    let mut rule = Rule { tag: None, id: None, classes: Vec::new(), looks };
    let mut chars = selector.chars().peekable();
    let mut kind = ' ';
    loop {
        let mut name = String::new();
        while let Some(&c) = chars.peek() {
            match c {
                '\\' => {
                    chars.next();
                    name.extend(chars.next());
                    continue;
                }
                c if c.is_alphanumeric() || c == '-' || c == '_' => name.push(c),
                _ => break,
            }
            chars.next();
        }
        match kind {
            '#' => rule.id = Some(name),
            '.' => rule.classes.push(name),
            _ if !name.is_empty() => rule.tag = Some(name.to_ascii_lowercase()),
            _ => {}
        }
        match chars.next() {
            None => break,
            Some(next @ ('#' | '.')) => kind = next,
            // Another element's, a state's, or of every element.
            Some(_) => return None,
        }
    }
    let is_named = rule.classes.iter().chain(&rule.id).all(|name| !name.is_empty());
    is_named.then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(css: &str, tag: &str, id: Option<&str>, classes: &[&str]) -> bool {
        let mut sheet = StyleSheet::default();
        sheet.add(css);
        sheet.looks(tag, id, classes).is_hidden()
    }

    #[test]
    fn the_rule_that_says_most_exactly_counts_and_of_equal_ones_the_last() {
        let css =
            "/* .a{} */ p.a, #x { color: red; DISPLAY: none !important } .a { display: block }
            .b{visibility:hidden}.b{visibility:visible}.c { opacity: 0.0; }";
        assert!(hides(css, "p", None, &["a"]));
        assert!(hides(css, "div", Some("x"), &["a"]));
        assert!(!hides(css, "div", None, &["a"]));
        assert!(!hides(css, "p", None, &["b"]));
        assert!(hides(css, "p", None, &["z", "c"]));
    }

    #[test]
    fn only_rules_for_one_element_on_a_screen_count() {
        for css in [
            ".p .a{display:none}",
            ".a:hover{display:none}",
            "@media print{.a{display:none}}",
            "@media (max-width: 600px){.a{display:none}}",
            ".a{display:none}@media screen and (min-width:40em){.a{display:flex}}",
            "@import x;*{display:none}",
            ".a{display:none",
        ] {
            let is_cut = !css.ends_with('}');
            assert_eq!(hides(css, "p", None, &["a"]), is_cut, "{css}");
        }
        assert!(hides("@supports (x){.md\\:a{display:none}}", "p", None, &["md:a"]));
        assert!(hides("@media all{.a{opacity:0%}}", "p", None, &["a"]));
    }
}
