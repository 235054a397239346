//! Which characters may begin or end a line, and how each takes part in spacing (after JIS X 4051 and JLREQ).
//!
//! Lives here: character classes alone. Does not live here: where a text may break (`breaks`), widths.
//! May use: nothing.

/// How a character takes part in spacing and breaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Kanji, kana, full-width letters and signs.
    Wide,
    /// Full-width digits: a number with their neighbours.
    WideDigit,
    /// （「『…: blank in the left half.
    Opening,
    /// ）」』…: blank in the right half.
    Closing,
    /// 、，: blank in the right half.
    Comma,
    /// 。．: blank in the right half.
    Period,
    /// ・：；: a quarter of blank at both sides.
    Middle,
    /// … ― ‥: drawn without a gap between two of them.
    Dash,
    /// Half-width letters and digits.
    Western,
    /// Other half-width signs.
    WesternSign,
    /// A blank of any width.
    Blank,
}

impl Class {
    /// Of a character.
    pub(super) fn of(c: char) -> Self {
        match c {
            '（' | '「' | '『' | '【' | '〔' | '〈' | '《' | '［' | '｛' | '｟' | '〘' | '〖' | '〝' | '‘' | '“' => {
                Self::Opening
            }
            '）' | '」' | '』' | '】' | '〕' | '〉' | '》' | '］' | '｝' | '｠' | '〙' | '〗' | '〟' | '’' | '”' => {
                Self::Closing
            }
            '、' | '，' => Self::Comma,
            '。' | '．' => Self::Period,
            '・' | '：' | '；' => Self::Middle,
            '…' | '‥' | '―' | '─' | '—' => Self::Dash,
            '０'..='９' => Self::WideDigit,
            ' ' | '\u{3000}' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' => Self::Blank,
            'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{C0}'..='\u{24F}' => Self::Western,
            '!'..='~' => Self::WesternSign,
            _ => Self::Wide,
        }
    }

    /// Whether the blank stands in the right half.
    pub(super) fn blank_at_right(self) -> bool {
        matches!(self, Self::Closing | Self::Comma | Self::Period)
    }
}

/// Characters that never begin a line (行頭禁則).
pub(super) fn starts_no_line(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '．' | '・' | '：' | '；' | '？' | '！' | '゛' | '゜' | '´' | '｀' | '¨' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ' | '々' | '〻' | 'ー' | '／'
        | '）' | '」' | '』' | '】' | '〕' | '〉' | '》' | '］' | '｝' | '｠' | '⦆' | '〙' | '〗' | '〟' | '’' | '”' | '»'
        | '‐' | '–' | '—' | '―' | '─' | '－' | '゠' | '〜' | '～' | '…' | '‥' | '‼' | '⁇' | '⁈' | '⁉'
        | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ'
        | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | '\u{31F0}'..='\u{31FF}'
        | '％' | '‰' | '℃' | '°' | '′' | '″' | '￠' | '¢' | 'ℓ' | '㎜' | '㎝' | '㎞' | '㎏' | '㎎' | '㏄' | '㎡' | '㎥' | '㍑' | '㌔' | '㌘' | '㌢' | '㌫' | '㍍'
        | ',' | '.' | ':' | ';' | '?' | '!' | '%' | ')' | ']' | '}' | '｡' | '､' | '･' | '｣' | 'ｰ' | 'ﾞ' | 'ﾟ' | 'ｧ'..='ｯ'
        | '\u{3099}' | '\u{309A}'
    )
}

/// Characters that never end a line (行末禁則).
pub(super) fn ends_no_line(c: char) -> bool {
    matches!(
        c,
        '（' | '「' | '『' | '【' | '〔' | '〈' | '《' | '［' | '｛' | '｟' | '⦅' | '〘' | '〖' | '〝' | '‘' | '“' | '«' | '(' | '[' | '{' | '｢'
        | '㈱' | '㈲' | '㈳' | '㈶' | '㈹' | '№' | '℡' | '＃' | '#' | '￥' | '¥' | '\\' | '＄' | '$' | '￡' | '£' | '€' | '＠' | '@' | '§' | '※' | '〒' | '☎'
        | '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '⑴'..='⒇' | '㋐'..='㋾' | 'ⓐ'..='ⓩ'
    )
}

/// A digit, half or full width.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_common_marks() {
        assert_eq!(Class::of('（'), Class::Opening);
        assert_eq!(Class::of('。'), Class::Period);
        assert_eq!(Class::of('福'), Class::Wide);
        assert_eq!(Class::of('３'), Class::WideDigit);
        assert_eq!(Class::of('A'), Class::Western);
    }

    #[test]
    fn every_mark_the_board_would_notice_is_kept_off_line_starts() {
        for c in "。、，．）」』】〕ーっゃゅょァィゥェォッャュョ々〜～・：；！？".chars() {
            assert!(starts_no_line(c), "{c}");
        }
    }

    #[test]
    fn no_mark_is_kept_off_both_ends() {
        for c in ('\u{20}'..='\u{FFFF}').filter(|c| starts_no_line(*c)) {
            assert!(!ends_no_line(c), "{c}");
        }
    }
}
