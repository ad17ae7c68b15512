//! Reading JSON: one document, or one object a line, handed on element by element.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{FaultKind, ImportFault, SourceFile};

/// Hands the objects of a file to `take`, one after the other: those of a list, those of the lists
/// under the keys `lists` of an object, or the object itself; of JSON lines every line's.
///
/// A large file is so never held as a whole tree. Lines that are broken are returned.
///
/// # Errors
/// If it is not text, or no JSON.
pub(in crate::exchange) fn each(
    file: &SourceFile,
    lists: &[&str],
    mut take: impl FnMut(Value),
) -> Result<Vec<ImportFault>, ImportFault> {
    let text = text(file)?;
    if text.trim_start().is_empty() {
        return Ok(Vec::new());
    }
    let syntax = |line, error: &serde_json::Error| {
        // What the parser says ends with the place; lines of JSON lines are counted here.
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        let kind = FaultKind::Syntax { part: String::new(), line, reason };
        ImportFault { file: file.name.clone(), kind }
    };
    if !is_lines(&text) {
        let mut json = serde_json::Deserializer::from_str(&text);
        let read = Document { lists, take: &mut take }.deserialize(&mut json);
        return read
            .and_then(|()| json.end())
            .map(|()| Vec::new())
            .map_err(|error| syntax(error.line(), &error));
    }
    let (mut faults, mut count) = (Vec::new(), 0_usize);
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(value) => {
                take(value);
                count += 1;
            }
            Err(error) => faults.push(syntax(number, &error)),
        }
    }
    if count == 0 && !faults.is_empty() { Err(faults.swap_remove(0)) } else { Ok(faults) }
}

/// The elements of a list; the thing itself where it is none, nothing where there is nothing.
pub(in crate::exchange) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// A text that says something.
pub(in crate::exchange) fn words(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// A year, as a number or in digits.
pub(in crate::exchange) fn year(value: &Value) -> Option<i16> {
    match value {
        Value::Number(number) => number.as_i64().and_then(|year| i16::try_from(year).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// UTF-8 or, if it begins with a BOM, UTF-16.
fn text(file: &SourceFile) -> Result<Cow<'_, str>, ImportFault> {
    let (text, _, broken) = encoding_rs::UTF_8.decode(&file.bytes);
    let fault = || ImportFault { file: file.name.clone(), kind: FaultKind::Binary };
    if broken { Err(fault()) } else { Ok(text) }
}

/// Whether the first line is an object of its own and not the only one.
fn is_lines(text: &str) -> bool {
    let Some((first, rest)) = text.trim_start().split_once('\n') else { return false };
    first.starts_with('{') && first.trim_end().ends_with('}') && rest.trim_start().starts_with('{')
}

/// Reads a document without keeping it.
struct Document<'a, F> {
    lists: &'a [&'a str],
    take: &'a mut F,
}

impl<'de, F: FnMut(Value)> DeserializeSeed<'de> for Document<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Value)> Visitor<'de> for Document<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while let Some(value) = all.next_element()? {
            (self.take)(value);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut object, mut has_list) = (Map::new(), false);
        while let Some(key) = map.next_key::<String>()? {
            if self.lists.contains(&&*key) {
                has_list = true;
                map.next_value_seed(Document { lists: self.lists, take: &mut *self.take })?;
            } else {
                object.insert(key, map.next_value()?);
            }
        }
        if !has_list {
            (self.take)(Value::Object(object));
        }
        Ok(())
    }

    // An address or nothing in place of a list.
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &[u8]) -> Result<(Vec<Value>, Vec<ImportFault>), ImportFault> {
        let file = SourceFile { name: "a.json".into(), bytes: text.to_vec() };
        let mut all = Vec::new();
        let faults = each(&file, &["first", "items"], |value| all.push(value))?;
        Ok((all, faults))
    }

    #[test]
    fn a_list_lines_and_a_page_give_their_elements() {
        let two = vec![json!({"a": 1}), json!({"a": "甲"})];
        for text in [
            "[{\"a\": 1}, {\"a\": \"甲\"}]",
            "{\"a\": 1}\r\n\r\n{\"a\": \"甲\"}\n",
            "{\"x\": 1, \"items\": [\n{\"a\": 1},\n{\"a\": \"甲\"}\n]}",
            "\u{feff}{\"first\": {\"items\": [{\"a\": 1}, {\"a\": \"甲\"}]}, \"x\": {}}",
        ] {
            assert_eq!(read(text.as_bytes()), Ok((two.clone(), vec![])), "{text}");
        }
        assert_eq!(read(b"{\n\"a\": 1\n}"), Ok((vec![json!({"a": 1})], vec![])));
        assert_eq!(read(b" \n"), Ok((vec![], vec![])));
        assert_eq!(read(b"{\"first\": \"http://x/\", \"items\": null}"), Ok((vec![], vec![])));
    }

    #[test]
    fn a_broken_line_is_told_and_the_others_are_read() {
        let (all, faults) = read(b"{\"a\": 1}\n{\"a\": }\n{\"a\": 2}").unwrap();
        assert_eq!(all.len(), 2);
        assert!(matches!(
            &faults[..],
            [ImportFault { kind: FaultKind::Syntax { line: 2, .. }, .. }]
        ));
        let fault = read(b"[1,\n2").unwrap_err();
        assert!(matches!(fault.kind, FaultKind::Syntax { line: 2, .. }), "{fault:?}");
        assert_eq!(read(b"\xff\x00\xff").unwrap_err().kind, FaultKind::Binary);
        // A tower of brackets is refused, not climbed.
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
