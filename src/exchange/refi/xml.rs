//! Writing XML: elements that are closed where they were opened, and text that XML can hold.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use crate::exchange::xml_text::writable;

/// An XML document that grows at its end.
pub(super) struct Xml<W: io::Write>(Writer<W>);

/// An attribute: its name and value; one without a value is left out.
pub(super) type Attribute<'a> = (&'a str, Option<&'a str>);

impl<W: io::Write> Xml<W> {
    /// A document with its declaration.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        Ok(Self(writer))
    }

    /// An element around what `inside` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))?;
        inside(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element around a text.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, &[])))?;
        self.0.write_event(Event::Text(BytesText::new(&writable(text))))?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }
}

fn start<'a>(name: &'a str, attributes: &[Attribute<'_>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        if let Some(value) = value {
            start.push_attribute((*name, &*writable(value)));
        }
    }
    start
}
