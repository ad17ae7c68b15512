//! What an annotation says: themes, notes, and who says it.

use serde_json::Value;

use super::target::name_of;
use crate::exchange::incoming::json;

/// What the bodies of an annotation say.
#[derive(Default)]
pub(super) struct Said<'a> {
    /// Themes, with an identity where it is given.
    pub(super) tags: Vec<(String, Option<&'a str>)>,
    /// Notes, in order.
    pub(super) notes: Vec<&'a str>,
    /// Bodies that only point at something.
    pub(super) links: usize,
}

impl<'a> Said<'a> {
    /// Reads all that an annotation says.
    pub(super) fn of(annotation: &'a Value) -> Self {
        let mut said = Self::default();
        let is_tagging = is_tagging(&annotation["motivation"]);
        for body in json::list(&annotation["body"]) {
            said.body(body, is_tagging);
        }
        // A note may stand without a body; Hypothesis keeps tags and note apart.
        for note in ["bodyValue", "text"] {
            said.notes.extend(json::words(&annotation[note]));
        }
        let tags = json::list(&annotation["tags"]).iter().filter_map(json::words);
        said.tags.extend(tags.map(|tag| (tag.to_owned(), None)));
        said
    }

    /// One body; `is_tagging` if the annotation's own motivation makes tags of its bodies.
    fn body(&mut self, body: &'a Value, is_tagging: bool) {
        if let Some(text) = body.as_str() {
            let is_address = text.contains("://") || text.starts_with("urn:");
            match (is_tagging, is_address) {
                (true, true) => self.tags.push((name_of(text), None)),
                (true, false) => self.tags.push((text.to_owned(), None)),
                (false, true) => self.links += 1,
                (false, false) => self.notes.extend(json::words(body)),
            }
            return;
        }
        // Nested no deeper than the JSON reader lets them be.
        if body["items"].is_array() {
            for item in json::list(&body["items"]) {
                self.body(item, is_tagging);
            }
            return;
        }
        let purpose = &body["purpose"];
        let is_tag = if purpose.is_null() { is_tagging } else { self::is_tagging(purpose) };
        let id = body["id"].as_str();
        let text = ["value", "chars", "label", "name"].iter().find_map(|name| {
            // Texts in several languages: the first.
            json::list(&body[name])
                .iter()
                .find_map(|text| text.as_str().or_else(|| text["@value"].as_str()))
        });
        match (text, is_tag) {
            (Some(text), true) => self.tags.push((text.to_owned(), id)),
            (Some(""), false) => {}
            (Some(text), false) => self.notes.push(text),
            (None, true) => {
                let address = body["source"].as_str().or(id);
                self.tags.extend(address.map(|address| (name_of(address), None)));
            }
            (None, false) => self.links += 1,
        }
    }
}

/// Whether a motivation or purpose, or one of several, is that of a tag.
fn is_tagging(motivation: &Value) -> bool {
    let names = json::list(motivation).iter().filter_map(Value::as_str);
    let own = |name: &str| name.rsplit([':', '#', '/']).next().unwrap_or_default().to_owned();
    names.map(own).any(|name| name == "tagging" || name == "classifying")
}

/// Who made the annotation, or the first of its bodies.
pub(super) fn creator(annotation: &Value) -> Option<String> {
    let own = [&annotation["creator"], &annotation["user_info"], &annotation["user"]];
    let of_bodies = json::list(&annotation["body"]).iter().map(|body| &body["creator"]);
    own.into_iter().chain(of_bodies).flat_map(json::list).find_map(person)
}

fn person(agent: &Value) -> Option<String> {
    if let Some(text) = json::words(agent) {
        return Some(account(text));
    }
    let names = ["name", "display_name", "nickname", "nick"];
    let name = names.iter().find_map(|name| json::words(&agent[name])).map(str::to_owned);
    name.or_else(|| json::words(&agent["id"]).map(account))
}

/// `lin` for `acct:lin@hypothes.is`, `mailto:lin@x.org` and `https://x.org/people/lin`.
fn account(text: &str) -> String {
    let mail = text.strip_prefix("acct:").or_else(|| text.strip_prefix("mailto:"));
    match mail {
        Some(mail) => mail.split('@').next().unwrap_or(mail).to_owned(),
        None => name_of(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies_of_every_shape_are_tags_or_notes() {
        let annotation = json!({
            "motivation": ["oa:tagging", "highlighting"],
            "body": [
                "人才", "https://x.org/themes/%E5%85%9A%E5%BB%BA", { "value": "驿站" },
                { "purpose": "commenting", "value": "待核" },
                { "type": "Choice", "items": [{ "purpose": "tagging", "value": { "@value": "党" } }] },
                { "purpose": "linking", "source": "https://x.org/" },
                { "purpose": ["describing"], "value": ["长", "短"] },
            ],
        });
        let said = Said::of(&annotation);
        let tags: Vec<_> = said.tags.iter().map(|(tag, _)| &**tag).collect();
        assert_eq!(tags, ["人才", "党建", "驿站", "党"]);
        assert_eq!((&said.notes[..], said.links), (&["待核", "长"][..], 1));
        let note = json!({ "bodyValue": "一", "body": "二" });
        assert_eq!(Said::of(&note).notes, ["二", "一"]);
    }

    #[test]
    fn a_coder_has_a_name() {
        for (annotation, name) in [
            (json!({ "creator": "https://x.org/people/lin" }), "lin"),
            (json!({ "creator": [{ "id": "mailto:lin@x.org" }] }), "lin"),
            (json!({ "creator": { "name": "王 五", "id": "x" } }), "王 五"),
            (
                json!({ "user": "acct:lin@hypothes.is", "user_info": { "display_name": null } }),
                "lin",
            ),
            (json!({ "body": [{ "creator": { "name": "林" } }] }), "林"),
        ] {
            assert_eq!(creator(&annotation).as_deref(), Some(name));
        }
        assert_eq!(creator(&json!({})), None);
    }
}
