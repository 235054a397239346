//! The written form of PDF: numbers, names, strings, dictionaries as bytes.
//!
//! Lives here: how a value is spelled. Does not live here: which values a file needs, and the file
//! around them (`objects`). May use: lopdf's values, the page model's lengths.

use lopdf::{Object, StringFormat};

use crate::layout::Unit;

/// PDF being written. Each part leaves what follows free to join it: numbers are set apart by the caller.
#[derive(Debug, Default)]
pub(super) struct Syntax(Vec<u8>);

impl Syntax {
    /// What is written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What is written, to keep.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Bytes as they are.
    pub(super) fn raw(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.0.extend_from_slice(bytes.as_ref());
        self
    }

    /// A whole number.
    pub(super) fn integer(&mut self, value: i64) -> &mut Self {
        if value < 0 {
            self.0.push(b'-');
        }
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            at -= 1;
            // A remainder of ten is one digit.
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.raw(&digits[at..])
    }

    /// A number counted in thousandths, without noughts at its end: exact, as no floating point is.
    pub(super) fn thousandths(&mut self, value: i32) -> &mut Self {
        let (whole, part) = (value.unsigned_abs() / 1000, value.unsigned_abs() % 1000);
        if value < 0 {
            self.0.push(b'-');
        }
        if whole > 0 || part == 0 {
            self.integer(i64::from(whole));
        }
        if part > 0 {
            let digits = [part / 100, part / 10 % 10, part % 10].map(|digit| b'0' + digit as u8);
            let kept = 3 - digits.iter().rev().take_while(|digit| **digit == b'0').count();
            self.raw(b".").raw(&digits[..kept]);
        }
        self
    }

    /// A length in points.
    pub(super) fn length(&mut self, length: Unit) -> &mut Self {
        self.thousandths(length.0)
    }

    /// A reference to an object.
    pub(super) fn reference(&mut self, number: u32) -> &mut Self {
        self.integer(i64::from(number)).raw(b" 0 R")
    }

    /// A string of bytes.
    pub(super) fn string(&mut self, bytes: impl IntoIterator<Item = u8>) -> &mut Self {
        self.0.push(b'(');
        for byte in bytes {
            self.string_byte(byte);
        }
        self.raw(b")")
    }

    /// A byte of an open string. A bare carriage return would be read as a line feed.
    pub(super) fn string_byte(&mut self, byte: u8) {
        match byte {
            b'\r' => self.0.extend_from_slice(b"\\r"),
            b'(' | b')' | b'\\' => self.0.extend_from_slice(&[b'\\', byte]),
            _ => self.0.push(byte),
        }
    }

    /// A text string.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        self.string(text_bytes(words))
    }

    /// A name.
    pub(super) fn name(&mut self, name: &[u8]) -> &mut Self {
        self.0.push(b'/');
        for byte in name {
            if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
                self.0.push(*byte);
            } else {
                self.raw(format!("#{byte:02X}"));
            }
        }
        self
    }

    /// Any value but a stream, of which only the dictionary is written.
    pub(super) fn object(&mut self, object: &Object) -> &mut Self {
        match object {
            Object::Null => self.raw(b"null"),
            Object::Boolean(value) => self.raw(value.to_string()),
            Object::Integer(value) => self.integer(*value),
            Object::Real(value) => self.raw(value.to_string()),
            Object::Name(name) => self.name(name),
            Object::String(bytes, StringFormat::Literal) => self.string(bytes.iter().copied()),
            Object::String(bytes, StringFormat::Hexadecimal) => {
                self.raw(b"<");
                for byte in bytes {
                    self.raw(format!("{byte:02X}"));
                }
                self.raw(b">")
            }
            Object::Array(values) => {
                self.raw(b"[");
                for (index, value) in values.iter().enumerate() {
                    self.raw(if index > 0 { b" ".as_slice() } else { b"" }).object(value);
                }
                self.raw(b"]")
            }
            Object::Dictionary(dictionary) => self.raw(b"<<").entries(dictionary).raw(b">>"),
            Object::Stream(stream) => self.raw(b"<<").entries(&stream.dict).raw(b">>"),
            Object::Reference((number, _)) => self.reference(*number),
        }
    }

    /// The entries of a dictionary, without its brackets.
    pub(super) fn entries(&mut self, dictionary: &lopdf::Dictionary) -> &mut Self {
        for (key, value) in dictionary {
            self.name(key).raw(b" ").object(value);
        }
        self
    }
}

/// A text string as a value.
pub(super) fn text_object(words: &str) -> Object {
    Object::String(text_bytes(words), StringFormat::Literal)
}

/// The bytes of a text string: ASCII as it is, all else as UTF-16.
fn text_bytes(words: &str) -> Vec<u8> {
    if words.is_ascii() {
        return words.as_bytes().to_vec();
    }
    [0xFE, 0xFF].into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn written(write: impl FnOnce(&mut Syntax)) -> String {
        let mut out = Syntax::default();
        write(&mut out);
        String::from_utf8(out.into_bytes()).expect("ASCII")
    }

    #[test]
    fn numbers_are_exact_and_short() {
        let cases = [(0, "0"), (1, ".001"), (-1, "-.001"), (10_500, "10.5"), (-18_000, "-18"), (595_276, "595.276"), (120, ".12")];
        for (value, expected) in cases {
            assert_eq!(written(|out| _ = out.thousandths(value)), expected);
        }
        assert_eq!(written(|out| _ = out.integer(i64::MIN)), i64::MIN.to_string());
        assert_eq!(written(|out| _ = out.integer(-10)), "-10");
    }

    #[test]
    fn values_are_read_back_as_they_were() {
        let value = dictionary! {
            "Name#1" => Object::Name(b"a b/c".to_vec()),
            "Array" => vec![1.into(), Object::Real(0.5), Object::Null, true.into(), Object::Reference((7, 0))],
            "Literal" => Object::string_literal("a(b)\\\r\n"),
            "Hex" => Object::String(vec![0, 255], StringFormat::Hexadecimal),
            "Inner" => dictionary! { "Empty" => Vec::<Object>::new() },
        };
        let mut out = Syntax::default();
        out.raw(b"/X ").object(&value.clone().into()).raw(b" DP");
        let read = lopdf::content::Content::decode(out.bytes()).expect("reads");
        assert_eq!(read.operations[0].operands[1].as_dict().expect("a dictionary"), &value);
    }
}
