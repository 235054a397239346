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
    let (front, back): (String, String) = (letters[..head].iter().collect(), letters[letters.len() - tail..].iter().collect());
    // Where the lines part stays visible.
    let parted = letters[head..letters.len() - tail].contains(&'\n');
    format!("{front}…{}{back}", if parted { "\n" } else { "" })
}
