//! Differences in a terminal: in colours, or marked by [-what is gone-] and {+what came+}.

use crate::compare::{Stretch, TextOp};

/// Letters of an unchanged stretch that are shown beside a change.
const AROUND: usize = 16;

/// How words are set off: in colours, or in plain letters.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    colour: bool,
}

impl Pen {
    pub(super) fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// With colours where a terminal reads, unless its user wants none.
    pub(super) fn for_terminal(terminal: bool) -> Self {
        Self::new(terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()))
    }

    pub(super) fn strong(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The lines with a change, indented; long unchanged stretches shortened.
    pub(super) fn changed_lines(self, stretches: &[Stretch], out: &mut String) {
        // Lines without a change say nothing here.
        let mut lines = vec![(String::new(), false)];
        for (at, stretch) in stretches.iter().enumerate() {
            let marked = match stretch.op {
                TextOp::Equal => shortened(&stretch.text, at > 0, at + 1 < stretches.len()),
                TextOp::Delete | TextOp::Insert => self.stretch(stretch),
            };
            for (n, part) in marked.split('\n').enumerate() {
                if n > 0 {
                    lines.push((String::new(), false));
                }
                if let Some(last) = lines.last_mut().filter(|_| !part.is_empty()) {
                    last.0.push_str(part);
                    last.1 |= stretch.op != TextOp::Equal;
                }
            }
        }
        for (own, _) in lines.into_iter().filter(|(_, changed)| *changed) {
            out.push_str(&format!("    {own}\n"));
        }
    }

    /// All words: what is gone and what came marked, the rest as it is.
    pub(super) fn words(self, stretches: &[Stretch]) -> String {
        stretches.iter().map(|stretch| self.stretch(stretch)).collect()
    }

    fn stretch(self, stretch: &Stretch) -> String {
        match stretch.op {
            TextOp::Equal => stretch.text.clone(),
            TextOp::Delete => self.marked(&stretch.text, "[-", "-]", "31;9"),
            TextOp::Insert => self.marked(&stretch.text, "{+", "+}", "32;4"),
        }
    }

    /// Each line marked by itself, so that no mark runs over the indent.
    fn marked(self, text: &str, open: &str, close: &str, colour: &str) -> String {
        let mark = |line: &str| match line {
            "" => String::new(),
            _ if self.colour => format!("\u{1b}[{colour}m{line}\u{1b}[0m"),
            _ => format!("{open}{line}{close}"),
        };
        text.split('\n').map(mark).collect::<Vec<_>>().join("\n")
    }
}

/// An unchanged stretch: what stands next to a change, and … for the rest.
fn shortened(text: &str, after_change: bool, before_change: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if after_change { AROUND } else { 0 }, if before_change { AROUND } else { 0 });
    if letters.len() <= head + tail + 2 {
        return text.to_owned();
    }
    let (mut front, mut back) = (head, letters.len() - tail);
    // A line that begins close by is shown whole, and no date or amount is cut in two.
    let line = letters[front..back].iter().rev().take(NEAR_LINE).position(|letter| *letter == '\n');
    match line.filter(|_| tail > 0) {
        Some(before) => back -= before,
        None => {
            while back > front && tail > 0 && joins(letters[back - 1], letters[back]) {
                back -= 1;
            }
        }
    }
    while front < back && head > 0 && joins(letters[front - 1], letters[front]) {
        front += 1;
    }
    if back <= front + 2 {
        return text.to_owned();
    }
    // Where the lines part stays visible, and so does that a line began before.
    let parted = letters[front..back].contains(&'\n');
    let begins = letters[back - 1] == '\n' || tail == 0;
    let side = |letters: &[char]| letters.iter().collect::<String>();
    let ends = if head > 0 && letters[front] == '\n' { "" } else { "…" };
    let mark = match (parted, begins) {
        (false, _) => "…".to_owned(),
        (true, true) => format!("{ends}\n"),
        (true, false) => format!("{ends}\n…"),
    };
    format!("{}{mark}{}", side(&letters[..front]), side(&letters[back..]))
}

/// As many letters further back a line may begin to be shown whole.
const NEAR_LINE: usize = 12;

/// Whether two letters are part of one date or amount.
fn joins(left: char, right: char) -> bool {
    let digit = |c: char| c.is_numeric() || matches!(c, ',' | '，' | '.' | '．');
    let behind = "年月日時分円人名回件".contains(right);
    digit(left) && (digit(right) || behind) || "年月和".contains(left) && digit(right) || left == '令' && right == '和'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_of_a_line_is_marked_and_no_date_is_cut() {
        let told = |before: &str| {
            let stretches = [(TextOp::Insert, "新しい行\n"), (TextOp::Equal, before), (TextOp::Delete, "会館"), (TextOp::Insert, "市役所")];
            let mut out = String::new();
            Pen::new(false).changed_lines(&stretches.map(|(op, text)| Stretch { op, text: text.to_owned() }), &mut out);
            out.lines().last().unwrap_or_default().trim().to_owned()
        };
        let rows = "1月1日 ｜ 行事その1 ｜ 公園\n2月2日 ｜ 行事その2 ｜ 公園\n";
        assert_eq!(told(&format!("{rows}4月12日 ｜ 行事その39 ｜ ")), "4月12日 ｜ 行事その39 ｜ [-会館-]{+市役所+}");
        let long = format!("{rows}会員の皆さまへのお知らせとお願い、令和7年4月12日 ｜ 行事その39 ｜ ");
        assert_eq!(told(&long), "…令和7年4月12日 ｜ 行事その39 ｜ [-会館-]{+市役所+}");
    }
}
