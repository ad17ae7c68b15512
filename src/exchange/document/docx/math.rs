//! Formulas of Word 2007 and later (`m:oMath`), written in one line as Word itself writes them in
//! its linear format: `a/b`, `x^2`, `√(x+1)`, `∑_(i=1)^n`.

use roxmltree::Node;

use super::{attribute, child, is, value};

/// The formula in one line. The depth of the tree is bounded by the reading of it.
pub(super) fn linear(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_element).map(|node| one(node)).collect()
}

fn one(node: Node<'_, '_>) -> String {
    let part = |name: &str| child(node, name).map(linear).unwrap_or_default();
    let property = |name: &str| {
        let properties = node.children().find(|child| child.tag_name().name().ends_with("Pr"));
        properties.and_then(|properties| value(properties, name))
    };
    match node.tag_name().name() {
        "t" => node.text().unwrap_or_default().to_owned(),
        "br" => "\n".to_owned(),
        "f" => match property("type") {
            Some("noBar") => format!("({}¦{})", part("num"), part("den")),
            _ => format!("{}/{}", grouped(&part("num")), grouped(&part("den"))),
        },
        "sSup" => format!("{}^{}", grouped(&part("e")), grouped(&part("sup"))),
        "sSub" => format!("{}_{}", grouped(&part("e")), grouped(&part("sub"))),
        "sSubSup" => {
            let base = grouped(&part("e"));
            format!("{base}_{}^{}", grouped(&part("sub")), grouped(&part("sup")))
        }
        "sPre" => {
            let (sub, sup) = (grouped(&part("sub")), grouped(&part("sup")));
            format!("_{sub}^{sup} {}", part("e"))
        }
        "rad" => {
            let degree = part("deg");
            format!("{degree}√{}", grouped(&part("e")))
        }
        "nary" => {
            let mut text = property("chr").unwrap_or("∫").to_owned();
            for (mark, name) in [('_', "sub"), ('^', "sup")] {
                let limit = part(name);
                if !limit.is_empty() {
                    text.push(mark);
                    text += &grouped(&limit);
                }
            }
            format!("{text} {}", part("e"))
        }
        "d" => {
            let bracket = |name, usual| property(name).unwrap_or(usual);
            let parts: Vec<String> =
                node.children().filter(|child| is(*child, "e")).map(linear).collect();
            let inside = parts.join(bracket("sepChr", "|"));
            format!("{}{inside}{}", bracket("begChr", "("), bracket("endChr", ")"))
        }
        "func" => {
            let (name, of) = (part("fName"), part("e"));
            if of.starts_with(['(', '[', '{']) { name + &of } else { format!("{name} {of}") }
        }
        "limLow" => format!("{}_{}", part("e"), grouped(&part("lim"))),
        "limUpp" => format!("{}^{}", part("e"), grouped(&part("lim"))),
        // A mark above one letter is written behind it; above more it stands for all of them.
        "acc" => format!("{}{}", grouped(&part("e")), property("chr").unwrap_or("\u{302}")),
        "bar" => format!("{}\u{305}", grouped(&part("e"))),
        "m" => {
            let rows = node.children().filter(|child| is(*child, "mr"));
            let row = |row: Node<'_, '_>| {
                let cells: Vec<String> =
                    row.children().filter(|child| is(*child, "e")).map(linear).collect();
                cells.join(" ")
            };
            format!("({})", rows.map(row).collect::<Vec<_>>().join("; "))
        }
        "eqArr" => {
            let rows = node.children().filter(|child| is(*child, "e")).map(linear);
            rows.collect::<Vec<_>>().join("; ")
        }
        "del" | "moveFrom" | "delText" => String::new(),
        "sym" => attribute(node, "char")
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(|code| super::field::sign(attribute(node, "font").unwrap_or_default(), code))
            .map(String::from)
            .unwrap_or_default(),
        // Properties hold no text; runs, arguments, boxes and groups hold what they show.
        name if name.ends_with("Pr") => String::new(),
        _ => linear(node),
    }
}

/// In parentheses unless it is one sign, number or word.
fn grouped(text: &str) -> String {
    let is_one = text.chars().count() == 1 || text.chars().all(|c| c.is_alphanumeric() || c == '.');
    let is_in_brackets =
        text.starts_with('(') && text.ends_with(')') && text.matches(['(', ')']).count() == 2;
    if is_one || is_in_brackets { text.to_owned() } else { format!("({text})") }
}
