//! Digits in one width for print; the plan itself keeps what was typed.

use super::block::{Block, BlockKind, Span, Tree};
use crate::plan::DigitWidth;

/// Gives all digits of a block the width asked for. Labels stay: their width is the numbering's.
pub(super) fn set(block: &mut Block, width: DigitWidth) {
    if width == DigitWidth::AsTyped {
        return;
    }
    match &mut block.kind {
        BlockKind::Cover(cover) => {
            for text in [&mut cover.above, &mut cover.title, &mut cover.stage, &mut cover.date, &mut cover.organization] {
                spans(text, width);
            }
        }
        BlockKind::ContentsTitle { text }
        | BlockKind::ContentsEntry { text, .. }
        | BlockKind::Title { text }
        | BlockKind::Subtitle { text }
        | BlockKind::Heading { text, .. }
        | BlockKind::Item { text, .. }
        | BlockKind::Paragraph { text, .. }
        | BlockKind::Note { text, .. } => spans(text, width),
        BlockKind::Quote { text, source, .. } => {
            spans(text, width);
            spans(source, width);
        }
        BlockKind::Table { table, .. } => {
            spans(&mut table.caption, width);
            table.cells.iter_mut().flat_map(|cell| &mut cell.paragraphs).for_each(|paragraph| spans(paragraph, width));
        }
        BlockKind::Figure { trees, .. } => boxes(trees, width),
        BlockKind::Image { image, .. } => spans(&mut image.caption, width),
        BlockKind::PageBreak => {}
    }
}

fn boxes(trees: &mut [Tree], width: DigitWidth) {
    for tree in trees {
        tree.lines.iter_mut().for_each(|line| *line = of(line, width));
        boxes(&mut tree.children, width);
    }
}

fn spans(spans: &mut [Span], width: DigitWidth) {
    for span in spans {
        let text = of(&span.text, width);
        if text != span.text {
            // The bytes no longer stand for those of the source.
            span.range = None;
            span.text = text;
        }
    }
}

/// `text` with its digits in the width asked for. Signs within a number are half-width in both: a full-width
/// comma would tear a hole into １０,０００.
pub(super) fn of(text: &str, width: DigitWidth) -> String {
    let convert = |c: char| match (width, c) {
        (DigitWidth::Half, '０'..='９') => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        (DigitWidth::Full, '0'..='9') => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| matches!(c, '0'..='9' | '０'..='９'));
    let within = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    let sign = |(at, c): (usize, &char)| match *c {
        '，' if within(at) => ',',
        '．' if within(at) => '.',
        _ => convert(*c),
    };
    chars.iter().enumerate().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_in_one_width() {
        assert_eq!(of("第１回、10,000円（３．５倍）", DigitWidth::Half), "第1回、10,000円（3.5倍）");
        assert_eq!(of("第1回、10,000円 A-1.", DigitWidth::Full), "第１回、１０,０００円 A-１.");
        assert_eq!(of("１０，０００円（３．５倍）、", DigitWidth::Full), "１０,０００円（３.５倍）、");
        assert_eq!(of("第１回", DigitWidth::AsTyped), "第１回");
    }

    #[test]
    fn what_changed_no_longer_claims_its_place_in_the_source() {
        let mut text = vec![Span { range: Some(0..6), ..Span::plain("１日") }, Span { range: Some(6..9), ..Span::plain("日") }];
        spans(&mut text, DigitWidth::Half);
        assert_eq!((text[0].range.clone(), text[1].range.clone()), (None, Some(6..9)));
    }
}
