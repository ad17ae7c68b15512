//! Looking at elements, leniently: programs differ in case, braces and what they leave out.

use uuid::Uuid;

use crate::annotation::Timestamp;

/// An element.
pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;

/// Whether it is an element of that name, in whatever namespace.
pub(super) fn is(node: Node<'_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The elements directly below `node` that have that name.
pub(super) fn children<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(move |child| is(*child, name))
}

/// The first element directly below `node` that has that name.
pub(super) fn child<'a>(node: Node<'a>, name: &'static str) -> Option<Node<'a>> {
    children(node, name).next()
}

/// All text in `node`, as it stands; comments between do not cut it.
pub(super) fn text(node: Node<'_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// The text of the child of that name; nothing if it has none.
pub(super) fn text_of(node: Node<'_>, name: &'static str) -> String {
    child(node, name).map(text).unwrap_or_default()
}

/// The value of an attribute, whatever the case of its name.
pub(super) fn attribute<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.attribute(name).or_else(|| {
        let mut all = node.attributes();
        all.find(|other| other.name().eq_ignore_ascii_case(name)).map(|found| found.value())
    })
}

/// A GUID as every reference to it is compared: in lower case, with hyphens, without braces.
///
/// What is no GUID is taken as it is, for some programs count instead.
pub(super) fn key(guid: &str) -> String {
    let guid = guid.trim().trim_start_matches('{').trim_end_matches('}');
    Uuid::try_parse(guid).map_or_else(|_| guid.to_lowercase(), |uuid| uuid.to_string())
}

/// The GUID in an attribute; `None` if it is missing or empty.
pub(super) fn key_in(node: Node<'_>, name: &str) -> Option<String> {
    attribute(node, name).map(key).filter(|key| !key.is_empty())
}

/// What the child of that name refers to.
pub(super) fn target(node: Node<'_>, name: &'static str) -> Option<String> {
    child(node, name).and_then(|reference| key_in(reference, "targetGUID"))
}

/// The moment in an attribute, to the millisecond; without a zone it is taken for UTC.
///
/// Moments before 1970 stand for "unknown": some programs write the year 1.
pub(super) fn moment(node: Node<'_>, name: &str) -> Option<Timestamp> {
    let text = attribute(node, name)?.trim();
    let without_zone = || {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    };
    let exact = text.parse::<Timestamp>().ok().or_else(without_zone)?;
    Timestamp::from_millisecond(exact.as_millisecond()).ok().filter(|m| m.as_millisecond() > 0)
}
