//! The plan file that Nendo's own HTML carries on the clipboard (`export::nodes` writes it).
//!
//! Lives here: finding it and its bytes. Does not live here: what the bytes are worth: they are read and
//! checked as a file (`storage`). May use: nothing.

/// Before the carried file in the HTML.
const CARRIED: &str = "<!--nendo-plan ";

/// The bytes carried by `html`; `None` where there are none, or they are damaged.
pub fn bytes(html: &str) -> Option<Vec<u8>> {
    let start = html.find(CARRIED)? + CARRIED.len();
    let end = start + html[start..].find("-->")?;
    from_base64(&html[start..end])
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    let mut padded = 0;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padded += 1;
                continue;
            }
            _ => return None,
        };
        if padded > 0 {
            return None;
        }
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).unwrap_or(0));
        }
    }
    // Three quarters of a byte left over are a torn text.
    (count < 6 && padded <= 2).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carried_bytes_are_found_and_damage_is_seen() {
        assert_eq!(bytes("<meta><!--nendo-plan Zm9vYg==--><p>x</p>"), Some(b"foob".to_vec()));
        assert_eq!(bytes("<!--nendo-plan Zm9v\nYmE=-->"), Some(b"fooba".to_vec()));
        for bad in ["<p>x</p>", "<!--nendo-plan Zm9vY-->", "<!--nendo-plan Zm9*-->", "<!--nendo-plan Zm9v"] {
            assert_eq!(bytes(bad), None, "{bad}");
        }
    }
}
