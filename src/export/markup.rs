//! Text inside markup (HTML, XMP). Does not live here: any element. May use: nothing.

/// `text` with the signs of markup written as entities. Tabs become blanks; control characters and
/// the non-characters U+FFFE and U+FFFF, which neither HTML nor XML can hold, are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
