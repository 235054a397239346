//! Forgiving comparison of what is typed into search fields with names, titles and readings.
//!
//! Width, case and the two kana make no difference. Romaji is read as kana too, so that "hozon" finds what
//! is read ほぞん without the input method.

use nendo::plan::Fold;

use super::reading::reading;

/// Typed words, each as typed and as the kana it spells.
pub struct Words(Vec<(String, Option<String>)>);

/// How well words fit what they were looked for in; the better the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name begins with them.
    Begins,
    /// They are whole words of it.
    Word,
    /// They begin words of it.
    WordBegins,
    /// They stand somewhere in it.
    Within,
}

/// What words are looked for in, made comparable.
#[derive(Debug, Default, Clone)]
pub struct Searched {
    /// What is shown.
    name: String,
    /// What else finds it: its name in the other language, its number.
    more: String,
    /// How it is read, in kana: the name first, and other words, parted by spaces.
    reading: String,
}

impl Searched {
    /// What is called `name` and read as the list of readings says.
    pub fn new(name: &str, more: &str) -> Self {
        let (name, more) = (Fold::ALL.text(name), Fold::ALL.text(more));
        let reading = if more.is_empty() { reading(&name) } else { format!("{} {}", reading(&name), reading(&more)) };
        Self { name, more, reading }
    }

    /// What is called `name` and read so.
    pub fn read(name: &str, more: &str, reading: &str) -> Self {
        Self { name: Fold::ALL.text(name), more: Fold::ALL.text(more), reading: reading.to_owned() }
    }
}

impl Words {
    /// The words of a question.
    pub fn new(query: &str) -> Self {
        let words = Fold::ALL.text(query);
        Self(words.split_whitespace().map(|word| (word.to_owned(), kana(word))).collect())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first number among the words, with or without a per cent sign.
    pub fn number(&self) -> Option<u16> {
        self.0.iter().find_map(|(word, _)| word.trim_end_matches('%').parse().ok())
    }

    /// How well the words fit, the worst of them; nothing if one of them does not stand there.
    pub fn fit(&self, searched: &Searched) -> Option<Fit> {
        self.0.iter().try_fold(Fit::Begins, |worst, (word, kana)| Some(worst.max(fit(searched, word, kana.as_deref())?)))
    }

    /// Whether each word stands there.
    pub fn are_in(&self, searched: &Searched) -> bool {
        self.fit(searched).is_some()
    }
}

/// How well one word fits, as typed or as the kana it spells.
fn fit(searched: &Searched, word: &str, kana: Option<&str>) -> Option<Fit> {
    let Searched { name, more, reading } = searched;
    // One kana stands in every other title: it must begin what is read so.
    let says_enough = |typed: &&str| typed.chars().count() > 1;
    let written = |typed: &str| [name, more].into_iter().filter_map(|text| fit_in(text, typed)).min();
    let spoken = |typed: &str| fit_in(reading, typed).filter(|fit| says_enough(&typed) || *fit < Fit::Within);
    let typed = written(word).map(|fit| if name.starts_with(word) { Fit::Begins } else { fit.max(Fit::Word) });
    let read = [Some(word), kana].into_iter().flatten().filter_map(spoken).min();
    let spelled = kana.filter(says_enough).and_then(written).map(|fit| fit.max(Fit::Word));
    [typed, read, spelled].into_iter().flatten().min()
}

/// How well a word fits a text: words of it end where another kind of character begins.
fn fit_in(text: &str, word: &str) -> Option<Fit> {
    if text.starts_with(word) {
        return Some(Fit::Begins);
    }
    let fits = text.match_indices(word).map(|(at, _)| {
        let border = |left: Option<char>, right: Option<char>| match (left.map(kind), right.map(kind)) {
            (Some(left), Some(right)) => left != right || left == Kind::Sign,
            _ => true,
        };
        let begins = border(text[..at].chars().next_back(), word.chars().next());
        let ends = border(word.chars().next_back(), text[at + word.len()..].chars().next());
        match (begins, ends) {
            (true, true) => Fit::Word,
            (true, false) => Fit::WordBegins,
            _ => Fit::Within,
        }
    });
    fits.min()
}

/// Kinds of characters, as far as they tell words apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Digit,
    Kana,
    Kanji,
    Sign,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Latin,
        '0'..='9' => Kind::Digit,
        'ぁ'..='ん' | 'ー' => Kind::Kana,
        c if c.is_alphanumeric() => Kind::Kanji,
        _ => Kind::Sign,
    }
}

/// The kana of a word in romaji (Hepburn or Kunrei), a consonant still being typed left out; `None` if it is
/// no romaji.
fn kana(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let first = bytes[0];
        if !first.is_ascii_lowercase() && first != b'-' {
            return None;
        }
        if first == b'-' {
            out.push('ー');
            rest = &rest[1..];
            continue;
        }
        let doubled = bytes.len() > 1 && bytes[1] == first && !b"aiueon".contains(&first);
        if doubled || rest.starts_with("tch") {
            out.push('っ');
            rest = &rest[1..];
            continue;
        }
        if let Some((len, syllable)) = syllable(rest) {
            out.push_str(syllable);
            rest = &rest[len..];
        } else if first == b'n' {
            out.push('ん');
            rest = rest.strip_prefix("nn").or_else(|| rest.strip_prefix("n'")).unwrap_or(&rest[1..]);
        } else if SYLLABLES.iter().any(|(romaji, _)| romaji.starts_with(rest)) {
            // The syllable is not typed to its end.
            break;
        } else {
            return None;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The syllable a word in romaji begins with, and how many letters it takes.
fn syllable(word: &str) -> Option<(usize, &'static str)> {
    (1..=4.min(word.len())).rev().find_map(|len| {
        let head = word.get(..len)?;
        let at = SYLLABLES.iter().position(|(romaji, _)| *romaji == head)?;
        Some((len, SYLLABLES[at].1))
    })
}

#[rustfmt::skip]
static SYLLABLES: &[(&str, &str)] = &[
    ("a", "あ"), ("i", "い"), ("u", "う"), ("e", "え"), ("o", "お"),
    ("ka", "か"), ("ki", "き"), ("ku", "く"), ("ke", "け"), ("ko", "こ"),
    ("sa", "さ"), ("si", "し"), ("shi", "し"), ("su", "す"), ("se", "せ"), ("so", "そ"),
    ("ta", "た"), ("ti", "ち"), ("chi", "ち"), ("tu", "つ"), ("tsu", "つ"), ("te", "て"), ("to", "と"),
    ("na", "な"), ("ni", "に"), ("nu", "ぬ"), ("ne", "ね"), ("no", "の"),
    ("ha", "は"), ("hi", "ひ"), ("hu", "ふ"), ("fu", "ふ"), ("he", "へ"), ("ho", "ほ"),
    ("ma", "ま"), ("mi", "み"), ("mu", "む"), ("me", "め"), ("mo", "も"),
    ("ya", "や"), ("yu", "ゆ"), ("yo", "よ"),
    ("ra", "ら"), ("ri", "り"), ("ru", "る"), ("re", "れ"), ("ro", "ろ"),
    ("wa", "わ"), ("wo", "を"),
    ("ga", "が"), ("gi", "ぎ"), ("gu", "ぐ"), ("ge", "げ"), ("go", "ご"),
    ("za", "ざ"), ("zi", "じ"), ("ji", "じ"), ("zu", "ず"), ("ze", "ぜ"), ("zo", "ぞ"),
    ("da", "だ"), ("di", "ぢ"), ("du", "づ"), ("de", "で"), ("do", "ど"),
    ("ba", "ば"), ("bi", "び"), ("bu", "ぶ"), ("be", "べ"), ("bo", "ぼ"),
    ("pa", "ぱ"), ("pi", "ぴ"), ("pu", "ぷ"), ("pe", "ぺ"), ("po", "ぽ"),
    ("kya", "きゃ"), ("kyu", "きゅ"), ("kyo", "きょ"),
    ("sya", "しゃ"), ("syu", "しゅ"), ("syo", "しょ"), ("sha", "しゃ"), ("shu", "しゅ"), ("sho", "しょ"), ("she", "しぇ"),
    ("tya", "ちゃ"), ("tyu", "ちゅ"), ("tyo", "ちょ"), ("cha", "ちゃ"), ("chu", "ちゅ"), ("cho", "ちょ"), ("che", "ちぇ"),
    ("nya", "にゃ"), ("nyu", "にゅ"), ("nyo", "にょ"), ("hya", "ひゃ"), ("hyu", "ひゅ"), ("hyo", "ひょ"),
    ("mya", "みゃ"), ("myu", "みゅ"), ("myo", "みょ"), ("rya", "りゃ"), ("ryu", "りゅ"), ("ryo", "りょ"),
    ("gya", "ぎゃ"), ("gyu", "ぎゅ"), ("gyo", "ぎょ"),
    ("zya", "じゃ"), ("zyu", "じゅ"), ("zyo", "じょ"), ("ja", "じゃ"), ("ju", "じゅ"), ("jo", "じょ"), ("je", "じぇ"),
    ("bya", "びゃ"), ("byu", "びゅ"), ("byo", "びょ"), ("pya", "ぴゃ"), ("pyu", "ぴゅ"), ("pyo", "ぴょ"),
    ("fa", "ふぁ"), ("fi", "ふぃ"), ("fe", "ふぇ"), ("fo", "ふぉ"), ("thi", "てぃ"), ("dhi", "でぃ"), ("wi", "うぃ"), ("we", "うぇ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romaji_is_read_as_kana() {
        for (typed, read) in [
            ("hozon", "ほぞん"),
            ("sakujo", "さくじょ"),
            ("sakuzyo", "さくじょ"),
            ("insatsu", "いんさつ"),
            ("shushoku", "しゅしょく"),
            ("kakkotsuki", "かっこつき"),
            ("dannraku", "だんらく"),
            ("gennkou", "げんこう"),
            ("hozo", "ほぞ"),
        ] {
            assert_eq!(kana(typed).as_deref(), Some(read), "{typed}");
        }
        assert_eq!(kana("hoz").as_deref(), Some("ほ"));
        assert_eq!(kana("h"), None);
        assert_eq!(kana("pdf"), None);
        assert_eq!(kana("dark"), None, "an English word is no beginning of a Japanese one");
        assert_eq!(kana("保存"), None);
    }

    #[test]
    fn words_are_found_by_reading_width_and_kind_of_kana() {
        let found = |typed: &str, name: &str, reading: &str| Words::new(typed).are_in(&Searched::read(name, "", reading));
        assert!(found("hozon", "保存", "ほぞん"));
        for typed in ["ho", "hoz", "hozo", "hozon"] {
            assert!(found(typed, "保存", "ほぞん"), "while it is being typed: {typed}");
        }
        assert!(!found("zo", "保存", "ほぞん"), "one kana must begin the reading");
        assert!(found("ホゾン", "保存", "ほぞん"));
        assert!(found("ﾎﾞﾗﾝﾃｨｱ", "ぼらんてぃあ", ""), "kana in half width");
        assert!(found("ＰＤＦ", "PDFを書き出す", ""));
        assert!(found("pdf kakidasu", "PDFを書き出す", "かきだす"));
        assert!(!found("insatsu", "保存", "ほぞん"));
    }
    #[test]
    fn the_beginning_fits_best_then_whole_words_then_beginnings_of_words() {
        let fit = |typed: &str, name: &str, reading: &str| Words::new(typed).fit(&Searched::read(name, "short tour", reading));
        assert_eq!(fit("はじ", "はじめての案内", "はじめてのあんない つあー"), Some(Fit::Begins));
        assert_eq!(fit("案内", "はじめての案内", ""), Some(Fit::Word));
        assert_eq!(fit("tour", "はじめての案内", "はじめてのあんない つあー"), Some(Fit::Word));
        assert_eq!(fit("ツアー", "はじめての案内", "はじめてのあんない つあー"), Some(Fit::Word));
        assert_eq!(fit("tsua", "はじめての案内", "はじめてのあんない つあー"), Some(Fit::WordBegins));
        assert_eq!(fit("tou", "登録", "ていけいぶんにとうろく"), Some(Fit::WordBegins), "the English word comes first");
        assert_eq!(fit("ろく", "登録", "とうろく"), Some(Fit::Within));
        assert_eq!(fit("案内 ろく", "はじめての案内", ""), None);
    }
}
