//! The header of a plan file: `format` and `version`, read before anything else, so that a file of
//! another kind or a newer version is refused with a clear word whatever else it holds. Also the RON
//! dialect that header and plan share.

use std::cell::Cell;

use ron::extensions::Extensions;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// The word in `format`.
pub(super) const FORMAT: &str = "nendo-plan";
/// The newest version this program reads and the one it writes.
pub(super) const VERSION: u32 = 1;

/// The RON dialect of plan files: optional values are written without `Some(…)`.
pub(super) fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Whether `format` is ours; `None` if there is none.
    pub ours: Option<bool>,
    /// `version`.
    pub version: Option<u32>,
}

impl Header {
    fn complete(self) -> bool {
        self.ours.is_some() && self.version.is_some()
    }
}

/// Reads the header from the start of `text` and stops there; what follows is not looked at.
pub(super) fn read_header(text: &str) -> Header {
    read_header_of(text, FORMAT)
}

/// The same of a file of another kind, with this word in `format`.
pub(super) fn read_header_of(text: &str, format: &str) -> Header {
    let found = Cell::new(Header::default());
    // The outcome is in the cell: reading is broken off with an error once the header is complete.
    drop(options().from_str_seed(text, Seed(&found, format)));
    found.get()
}

struct Seed<'a>(&'a Cell<Header>, &'a str);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("", &["format", "version"], self)
    }
}

/// A field name, whichever it is.
struct Name(String);

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl Visitor<'_> for V {
            type Value = Name;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a field name")
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(V)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a plan")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            let mut header = self.0.get();
            match name.as_str() {
                "format" => header.ours = Some(map.next_value::<String>()? == self.1),
                "version" => header.version = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            self.0.set(header);
            if header.complete() {
                return Err(A::Error::custom("the header is read"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_no_further_than_the_header() {
        let header = |text| read_header(text);
        assert_eq!(header("// note\n(format: \"nendo-plan\", version: 1, title: <<<"), Header { ours: Some(true), version: Some(1) });
        assert_eq!(header("(format: \"other\", version: 3)"), Header { ours: Some(false), version: Some(3) });
        assert_eq!(header("(a: 1)"), Header::default());
        assert_eq!(header("hello"), Header::default());
    }
}
