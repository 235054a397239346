//! A phrase made even for reading: one form for each sign, white space gone, places in the text kept.

use crate::calendar::half_width_char;

/// A character of the even form and the bytes of the text it stands for.
#[derive(Debug, Clone, Copy)]
struct Char {
    c: char,
    start: u32,
    end: u32,
    /// Where it begins in the even text.
    at: u32,
}

/// Reads along the even form of a text. `'\0'` stands for the end.
#[derive(Debug)]
pub(super) struct Reader {
    chars: Vec<Char>,
    /// The even form once more, to compare words with as bytes.
    even: String,
    pos: usize,
    /// Whether 除, のぞ, 休 or 以外 stands anywhere: only then exceptions are looked for.
    pub may_except: bool,
    /// Whether 場 or 重 or 時 … stands anywhere, as in 祝日の場合は翌日: only then such conditions are looked for.
    pub may_shift: bool,
}

/// A table of words found by their first characters.
#[derive(Debug)]
pub(super) struct Words(Vec<(char, Vec<&'static str>)>);

impl Words {
    /// Of words with the same first character the earlier is tried first.
    pub fn new(words: &[&'static str]) -> Self {
        Self::by(words, |word| word.chars().next())
    }

    /// Of endings, found by their last character.
    pub fn of_endings(words: &[&'static str]) -> Self {
        Self::by(words, |word| word.chars().next_back())
    }

    fn by(words: &[&'static str], key: impl Fn(&str) -> Option<char>) -> Self {
        let mut table: Vec<(char, Vec<&'static str>)> = Vec::new();
        for word in words {
            let Some(first) = key(word) else { continue };
            match table.iter_mut().find(|(c, _)| *c == first) {
                Some((_, same)) => same.push(word),
                None => table.push((first, vec![word])),
            }
        }
        table.sort_unstable_by_key(|(c, _)| *c);
        Self(table)
    }

    fn under(&self, c: char) -> &[&'static str] {
        self.0.binary_search_by_key(&c, |(first, _)| *first).map_or(&[], |at| &self.0[at].1)
    }
}

impl Reader {
    pub fn new(text: &str) -> Self {
        let mut reader = Self {
            chars: Vec::with_capacity(text.len() / 2 + 4),
            even: String::with_capacity(text.len() + 4),
            pos: 0,
            may_except: false,
            may_shift: false,
        };
        let mut source = text.char_indices().peekable();
        while let Some((start, original)) = source.next() {
            let end = source.peek().map_or(text.len(), |(at, _)| *at);
            let place = (start, end);
            let next = || text[end..].chars().next().map(half_width_char);
            let last = reader.chars.last().map_or('\0', |last| last.c);
            let c = half_width_char(original);
            if c == '\n' {
                reader.push('。', place);
            } else if c.is_whitespace() {
                // 4 5月 are two numbers; elsewhere a space only parts what is parted anyway.
                let digits_meet =
                    last.is_ascii_digit() && text[end..].trim_start().chars().next().is_some_and(|c| half_width_char(c).is_ascii_digit());
                if digits_meet {
                    reader.push('、', place);
                }
            } else if let Some(day) = ringed_weekday(c) {
                ['(', day, ')'].into_iter().for_each(|c| reader.push(c, place));
            } else {
                reader.push(even(c, last, text, end, next), place);
            }
            reader.may_except |= matches!(c, '除' | '休' | 'ぞ' | '外');
            reader.may_shift |= matches!(c, '場' | '際' | '時' | 'き');
        }
        reader
    }

    /// A text has at most two thousand bytes, so that the numbers fit.
    fn push(&mut self, c: char, (start, end): (usize, usize)) {
        self.chars.push(Char { c, start: start as u32, end: end as u32, at: self.even.len() as u32 });
        self.even.push(c);
    }

    pub fn pos(&self) -> usize {
        self.pos
    }

    pub fn back_to(&mut self, pos: usize) {
        self.pos = pos;
    }

    pub fn at_end(&self) -> bool {
        self.pos >= self.chars.len()
    }

    pub fn peek(&self) -> char {
        self.peek_at(0)
    }

    /// The character `ahead` of the next one.
    pub fn peek_at(&self, ahead: usize) -> char {
        self.chars.get(self.pos + ahead).map_or('\0', |at| at.c)
    }

    /// Whether what was read so far ends with one of these words.
    pub fn behind_any(&self, words: &[&str]) -> bool {
        let read = &self.even[..self.chars.get(self.pos).map_or(self.even.len(), |next| next.at as usize)];
        words.iter().any(|word| read.ends_with(word))
    }

    /// The character before the next one.
    pub fn before(&self) -> char {
        self.pos.checked_sub(1).and_then(|at| self.chars.get(at)).map_or('\0', |at| at.c)
    }

    /// Whether white space stands before the next character.
    pub fn after_space(&self) -> bool {
        let pair = self.pos.checked_sub(1).and_then(|before| Some((self.chars.get(before)?, self.chars.get(self.pos)?)));
        pair.is_some_and(|(before, next)| before.end < next.start)
    }

    /// The character `back` before the next one.
    pub fn before_at(&self, back: usize) -> Option<char> {
        self.chars.get(self.pos.checked_sub(back)?).map(|at| at.c)
    }

    pub fn bump(&mut self) {
        self.pos = (self.pos + 1).min(self.chars.len());
    }

    pub fn eat(&mut self, c: char) -> bool {
        let is_next = self.peek() == c && !self.at_end();
        self.pos += usize::from(is_next);
        is_next
    }

    pub fn is_next(&self, word: &str) -> bool {
        let Some(next) = self.chars.get(self.pos) else { return false };
        let (here, word) = (&self.even.as_bytes()[next.at as usize..], word.as_bytes());
        // Japanese words differ most in the third byte of their first character.
        word.len() <= here.len() && (word.len() < 3 || word[2] == here[2]) && here.starts_with(word)
    }

    /// Whether `words` stand anywhere behind.
    pub fn has_ahead(&self, words: &str) -> bool {
        self.chars.get(self.pos).is_some_and(|next| self.even[next.at as usize..].contains(words))
    }

    /// Whether `next` stands right behind `word`, which comes next.
    pub fn is_next_behind(&self, word: &str, next: &str) -> bool {
        let Some(here) = self.chars.get(self.pos) else { return false };
        self.even.get(here.at as usize + word.len()..).is_some_and(|rest| rest.starts_with(next))
    }

    pub fn eat_word(&mut self, word: &str) -> bool {
        let is_next = self.is_next(word);
        if is_next {
            self.pos += word.chars().count();
        }
        is_next
    }

    /// Eats the first of `words` that comes next; longer words stand first in every table.
    pub fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat_word(word))
    }

    /// Eats the first of a table's words that comes next.
    pub fn eat_known(&mut self, words: &Words) -> bool {
        words.under(self.peek()).iter().any(|word| self.eat_word(word))
    }

    /// Whether one of a table's words comes next.
    pub fn is_known(&self, words: &Words) -> bool {
        words.under(self.peek()).iter().any(|word| self.is_next(word))
    }

    /// Whether the characters from `start` to before `end` end in one of `endings`.
    pub fn ends_in(&self, start: usize, end: usize, endings: &Words) -> bool {
        let (Some(from), Some(last)) = (self.chars.get(start), end.checked_sub(1).and_then(|at| self.chars.get(at))) else { return false };
        let to = last.at as usize + last.c.len_utf8();
        let own = &self.even.as_bytes()[(from.at as usize).min(to)..to];
        endings.under(last.c).iter().any(|ending| own.ends_with(ending.as_bytes()))
    }

    /// Whether a number may begin here: a digit or a kanji that counts.
    pub fn at_number(&self) -> bool {
        let c = self.peek();
        c.is_ascii_digit() || c == '十' || c == '百' || kanji_digit(c).is_some()
    }

    /// A whole number below 10,000 in digits or kanji.
    pub fn number(&mut self) -> Option<u32> {
        let start = self.pos;
        let mut value = 0u32;
        while let Some(digit) = self.peek().to_digit(10) {
            value = value * 10 + digit;
            self.pos += 1;
            if self.pos - start > 4 {
                self.pos = start;
                return None;
            }
        }
        if self.pos > start { Some(value) } else { self.kanji_number() }
    }

    fn kanji_number(&mut self) -> Option<u32> {
        let start = self.pos;
        let (mut sum, mut pending) = (0u32, None::<u32>);
        loop {
            let c = self.peek();
            if let Some(digit) = kanji_digit(c) {
                pending = Some(pending.unwrap_or(0) * 10 + digit);
            } else if c == '十' || c == '百' {
                sum += pending.take().unwrap_or(1) * if c == '十' { 10 } else { 100 };
            } else {
                break;
            }
            self.pos += 1;
            if self.pos - start > 5 {
                self.pos = start;
                return None;
            }
        }
        (self.pos > start).then(|| sum + pending.unwrap_or(0))
    }

    pub fn at_digit(&self) -> bool {
        self.peek().is_ascii_digit()
    }

    /// ～ and its variants.
    pub fn wave(&mut self) -> bool {
        self.eat('~') || self.eat('-')
    }

    pub fn at_wave(&self) -> bool {
        matches!(self.peek(), '~' | '-')
    }

    /// A sign that parts the members of a list.
    pub fn list_sign(&mut self) -> bool {
        self.eat('、') || self.eat('・') || self.eat('/')
    }

    /// Whether another month by its number stands anywhere in the text: the one just read is not the only one.
    pub fn names_months_beside(&self) -> bool {
        self.chars.windows(2).filter(|pair| pair[0].c.is_ascii_digit() && pair[1].c == '月').count() > 1
    }

    /// か月, ヶ月, カ月 ….
    pub fn month_unit(&mut self) -> bool {
        let is_next = matches!(self.peek(), 'か' | 'ヶ' | 'カ' | 'ヵ' | 'ケ' | '箇' | 'ｶ') && self.peek_at(1) == '月';
        self.pos += if is_next { 2 } else { 0 };
        is_next
    }

    /// The bytes from the character at `start` to the one before `end`.
    pub fn bytes(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let from = self.chars.get(start).map_or(0, |at| at.start as usize);
        let to = end.checked_sub(1).and_then(|at| self.chars.get(at)).map_or(from, |at| at.end as usize);
        from..to.max(from)
    }

    /// The characters from `start` to before `end`.
    pub fn chars(&self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = char> {
        self.chars.get(start..end).unwrap_or_default().iter().map(|at| at.c)
    }
}

fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// ㈪ … ㈰ and ㊊ … ㊐.
fn ringed_weekday(c: char) -> Option<char> {
    let at = match c {
        '\u{322A}'..='\u{3230}' => c as usize - 0x322A,
        '\u{328A}'..='\u{3290}' => c as usize - 0x328A,
        _ => return None,
    };
    "月火水木金土日".chars().nth(at)
}

/// The one form of a sign. `last` is the even character before, `next` the one behind.
fn even(c: char, last: char, text: &str, end: usize, next: impl Fn() -> Option<char>) -> char {
    match c {
        '~' | '〜' | '∼' | '〰' | '→' | '⇒' => '~',
        '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '─' => '-',
        // The long vowel sign stands for a dash between times, and for itself in コース.
        'ー' if last.is_ascii_digit() || "月日旬時分回年度)曜末金土".contains(last) => '-',
        ',' if last.is_ascii_digit() && is_thousand(&text[end..]) => ',',
        ',' | '､' | '&' | '+' | '①'..='⑳' => '、',
        '･' | '•' | '·' | '‧' => '・',
        '｡' | ';' => '。',
        '.' if next().is_none() => '。',
        '[' | '【' | '〔' | '〈' | '《' | '{' | '<' => '(',
        ']' | '】' | '〕' | '〉' | '》' | '}' | '>' => ')',
        '︓' => ':',
        other => other,
    }
}

/// Whether exactly three digits follow: the comma before them parts thousands.
fn is_thousand(rest: &str) -> bool {
    let digits = rest.chars().map(half_width_char).take_while(char::is_ascii_digit).count();
    digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even_form(text: &str) -> String {
        let reader = Reader::new(text);
        reader.chars(0, reader.chars.len()).collect()
    }

    #[test]
    fn signs_have_one_form() {
        assert_eq!(even_form("４月 〜　６月"), "4月~6月");
        assert_eq!(even_form("11月ー2月コース"), "11月-2月コース");
        assert_eq!(even_form("４，７，１０月"), "4、7、10月");
        assert_eq!(even_form("1,000円"), "1,000円");
        assert_eq!(even_form("4 7 10月"), "4、7、10月");
        assert_eq!(even_form("4月1日㈫"), "4月1日(火)");
    }

    #[test]
    fn numbers_of_both_kinds() {
        for (text, want) in
            [("12月", Some(12)), ("十二月", Some(12)), ("二〇二五", Some(2025)), ("二十", Some(20)), ("12345", None), ("回", None)]
        {
            assert_eq!(Reader::new(text).number(), want, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "４月 〜";
        let reader = Reader::new(text);
        assert_eq!(&text[reader.bytes(0, 2)], "４月");
        assert_eq!(&text[reader.bytes(2, 3)], "〜");
        assert_eq!(reader.bytes(9, 12), 0..0);
    }
}
