//! Full- and half-width forms of digits, Latin letters and signs; kanji digits.

/// The half-width form of a full-width ASCII character; other characters stay.
pub fn half_width_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// `text` with every full-width ASCII character in its half-width form, for reading only:
/// character positions are kept, the text itself is never replaced by this.
pub fn half_width(text: &str) -> String {
    text.chars().map(half_width_char).collect()
}

/// The digits of `number` in full width (１２).
pub fn full_width_digits(number: u64) -> String {
    number.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect()
}

/// Reads a whole number of half-width, full-width or kanji digits (`12`, `１２`, `十二`, `元`).
pub fn parse_number(text: &str) -> Option<u32> {
    let text = half_width(text.trim());
    if text == "元" {
        return Some(1);
    }
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    parse_kanji(&text)
}

fn parse_kanji(text: &str) -> Option<u32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|d| d == c).and_then(|at| u32::try_from(at).ok());
    if text.is_empty() {
        return None;
    }
    let mut sum = 0u32;
    let mut pending: Option<u32> = None;
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let d = digit(c)?;
                // 二〇二五 is read place by place
                pending = Some(match pending {
                    Some(p) => p.checked_mul(10)?.checked_add(d)?,
                    None => d,
                });
                continue;
            }
        };
        sum = sum.checked_add(pending.take().unwrap_or(1).checked_mul(unit)?)?;
    }
    sum.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_width() {
        for (text, want) in [
            ("12", Some(12)),
            ("１２", Some(12)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("二〇二五", Some(2025)),
            ("元", Some(1)),
            ("百三", Some(103)),
            ("x", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(parse_number(text), want, "{text}");
        }
    }
}
