//! Where sentences end: at 。！？ outside brackets, and at the ends of lines.
//!
//! A stop within brackets （…。） or a quotation 「…。」 ends nothing, as long as the bracket is closed in its line.

/// What ends a sentence.
const STOPS: [char; 4] = ['。', '！', '？', '｡'];
/// Brackets that hold a sentence's parts together.
const BRACKETS: [(char, char); 8] =
    [('（', '）'), ('「', '」'), ('『', '』'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('〈', '〉'), ('(', ')')];

/// The sentences of a text, which together are the text. The end of a line is a piece of its own, so that a line put
/// in behind another one leaves that as it was.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, &line[words.len()..]));
        of_line(words, &mut out);
        out.extend((!end.is_empty()).then_some(end));
    }
    out
}

fn of_line<'a>(line: &'a str, out: &mut Vec<&'a str>) {
    let inside = within_brackets(line);
    let (mut start, mut stopped) = (0, false);
    for (at, letter) in line.char_indices() {
        let stops = STOPS.contains(&letter) && !inside.iter().any(|(open, close)| *open < at && at < *close);
        // Stops that follow each other (！？) are one.
        if stopped && !stops {
            out.push(&line[start..at]);
            start = at;
        }
        stopped = stops;
    }
    if start < line.len() {
        out.push(&line[start..]);
    }
}

/// From where to where brackets that are closed reach, the outermost alone.
fn within_brackets(line: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in line.char_indices() {
        if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == letter) {
            open.push((at, *close));
        } else if let Some(found) = open.iter().rposition(|(_, close)| *close == letter) {
            // Those opened within it were never closed.
            let from = open[found].0;
            open.truncate(found);
            out.retain(|(inner, _)| *inner < from);
            out.push((from, at));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_lines() {
        for (text, want) in [
            ("", &[][..]),
            ("月に1回訪問する。困りごとを聞く。", &["月に1回訪問する。", "困りごとを聞く。"]),
            ("本当に！？　はい。いいえ", &["本当に！？", "　はい。", "いいえ"]),
            ("一\n二。\n\n三", &["一", "\n", "二。", "\n", "\n", "三"]),
            ("手引き（改訂版。非売品）を配る。次。", &["手引き（改訂版。非売品）を配る。", "次。"]),
            ("「はい。『ええ。』」と言う。次", &["「はい。『ええ。』」と言う。", "次"]),
            ("（閉じない。次。", &["（閉じない。", "次。"]),
            ("（外（閉じない。）次。", &["（外（閉じない。）次。"]),
            ("率は1.5倍。3.4%", &["率は1.5倍。", "3.4%"]),
        ] {
            assert_eq!(sentences(text), want, "{text}");
            assert_eq!(sentences(text).concat(), text);
        }
    }
}
