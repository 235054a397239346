//! Bytes to text: UTF-8 with or without a mark, UTF-16 of both orders, Shift_JIS; anything else is
//! refused.
//!
//! Lives here: the encodings and the test for binary files. Does not live here: what the text means.
//! May use: nothing of Nendo.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::ImportError;

/// The longest file read, in bytes. A plan of 100 pages has about 0.2 MB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The text of `bytes` and the name of its encoding when it is not UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: bytes.len() as u64, limit: MAX_BYTES });
    }
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), bytes.get(length..).unwrap_or_default()),
        None => (utf_16_without_mark(bytes), bytes),
    };
    let (text, name) = match encoding {
        Some(encoding) => (strictly(encoding, rest)?, (encoding != UTF_8).then(|| encoding.name())),
        None => match std::str::from_utf8(rest) {
            Ok(text) => (text.to_owned(), None),
            // NUL never stands in a text of one of the byte encodings.
            Err(_) if rest.contains(&0) => return Err(ImportError::Binary),
            Err(_) => (strictly(SHIFT_JIS, rest)?, Some(SHIFT_JIS.name())),
        },
    };
    if is_binary(&text) {
        return Err(ImportError::Binary);
    }
    if text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err(ImportError::Empty);
    }
    Ok((text, name))
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, ImportError> {
    if (encoding == UTF_16LE || encoding == UTF_16BE) && bytes.len() % 2 == 1 {
        return Err(ImportError::Binary);
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(ImportError::Binary)?;
    Ok(text.into_owned())
}

/// UTF-16 without a byte order mark shows itself by its line ends and ASCII: every other byte is 0.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(4096))?;
    let line_ends = |le: bool| {
        let (letter, zero) = if le { (0, 1) } else { (1, 0) };
        sample.chunks_exact(2).filter(|pair| pair[zero] == 0 && matches!(pair[letter], b'\n' | b'\r' | b' ' | b'0'..=b'9')).count()
    };
    let (le, be) = (line_ends(true), line_ends(false));
    let zeros = sample.iter().filter(|b| **b == 0).count();
    // A text has no zero bytes but these; a binary has them everywhere.
    match zeros {
        0 => None,
        _ if le > be && le * 2 >= zeros => Some(UTF_16LE),
        _ if be > le && be * 2 >= zeros => Some(UTF_16BE),
        _ => None,
    }
}

/// NUL, or more control characters than a stray one in two hundred.
fn is_binary(text: &str) -> bool {
    let mut all = 0usize;
    let mut controls = 0usize;
    for c in text.chars() {
        all += 1;
        match c {
            '\0' => return true,
            '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => {}
            c if c.is_control() => controls += 1,
            _ => {}
        }
    }
    controls > 2 && controls * 200 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "令和６年度事業計画\r\n１ 基本方針\r\n";

    fn utf_16(big: bool) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn reads_every_encoding_of_offices() {
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend_from_slice(TEXT.as_bytes());
        let sjis = SHIFT_JIS.encode(TEXT).0.into_owned();
        let with_mark = |mark: [u8; 2], big| mark.into_iter().chain(utf_16(big)).collect::<Vec<u8>>();
        let all = [
            TEXT.as_bytes().to_vec(),
            marked,
            sjis,
            utf_16(false),
            utf_16(true),
            with_mark([0xFF, 0xFE], false),
            with_mark([0xFE, 0xFF], true),
        ];
        for bytes in all {
            assert_eq!(decode(&bytes).map(|(text, _)| text).ok().as_deref(), Some(TEXT), "{:?}", bytes.get(..6));
        }
    }

    #[test]
    fn refuses_what_is_no_text() {
        let binary: Vec<u8> = (0..=255).cycle().take(10_000).collect();
        for bytes in [binary.as_slice(), b"PK\x03\x04\x00\x00\x00\x00", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", &[0xFF, 0xFE, 0x41]] {
            assert!(matches!(decode(bytes), Err(ImportError::Binary)), "{:?}", bytes.get(..4));
        }
        for bytes in [b"".as_slice(), b" \r\n\n", &[0xEF, 0xBB, 0xBF], "　".as_bytes()] {
            assert!(matches!(decode(bytes), Err(ImportError::Empty)), "{bytes:?}");
        }
    }
}
