//! The schedule phrases of a node, wherever they stand: its schedule field, brackets within its title
//! (理事会（2回）、代議員会（2回）の開催) and lines, of the body or as a title, that begin with 日時 or 期日.

use super::{Block, Node};
use crate::calendar::{FiscalYear, Reading, read_schedule};

/// A schedule phrase of a node with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenSchedule<'a> {
    /// The words as written, with the name before a bracket of the title.
    pub text: &'a str,
    /// What was read of the phrase.
    pub reading: Reading,
    /// What the phrase itself is within `text`: the places of `reading` are those of the phrase.
    pub phrase: &'a str,
}

/// Words that begin a line which says when.
const LABELS: [&str; 15] = [
    "開催日時",
    "実施日時",
    "開催時期",
    "実施時期",
    "開催期日",
    "実施期間",
    "開催期間",
    "開催日",
    "実施日",
    "日時",
    "期日",
    "日程",
    "時期",
    "日　時",
    "期　日",
];

/// The node's phrases in the order in which a reader meets them. Phrases of the field are given
/// whether understood or not; title and body only where they surely say when.
pub fn written_schedules(node: &Node, year: Option<FiscalYear>) -> Vec<WrittenSchedule<'_>> {
    let mut found = Vec::new();
    match line_that_says_when(&node.title, year) {
        Some(written) => found.push(written),
        None => match tail_that_says_when(&node.title, year) {
            Some(written) => found.push(written),
            None => in_title(&node.title, year, &mut found),
        },
    }
    found.extend(schedule_lines(node, year));
    found
}

/// Those of them that are surely meant to say when: the schedule field and labelled lines of the body, understood or not.
pub fn schedule_lines(node: &Node, year: Option<FiscalYear>) -> impl Iterator<Item = WrittenSchedule<'_>> {
    let field = node.schedule.iter().map(move |text| WrittenSchedule { text, phrase: text, reading: read_schedule(text, year) });
    field.chain(node.body.iter().flat_map(Block::texts).filter_map(move |text| labelled_line(text, year)))
}

/// Whether a title is but a line that says when its parent takes place: 日時 9月6日（日）.
pub fn is_line_of_time(title: &str) -> bool {
    line_that_says_when(title, None).is_some()
}

/// Whether a line of a body is one that says when, understood or not.
pub(super) fn is_labelled_time(text: &str) -> bool {
    labelled_line(text, None).is_some()
}

/// 実施時期：連休明け in a body: the label says that a time follows, understood or not.
fn labelled_line(text: &str, year: Option<FiscalYear>) -> Option<WrittenSchedule<'_>> {
    line_that_says_when(text, year).or_else(|| {
        let phrase = LABELS.iter().find_map(|label| text.trim_start().strip_prefix(label))?;
        let phrase = phrase.strip_prefix([':', '：', '　', '\t'])?.trim();
        let one_line = !phrase.is_empty() && !phrase.contains(['\n', '。']);
        one_line.then(|| WrittenSchedule { text: phrase, phrase, reading: read_schedule(phrase, year) })
    })
}

fn line_that_says_when(text: &str, year: Option<FiscalYear>) -> Option<WrittenSchedule<'_>> {
    let phrase = LABELS.iter().find_map(|label| text.trim_start().strip_prefix(label))?;
    let phrase = phrase.trim_start_matches([':', '：', ' ', '　', '\t']).trim_end();
    let reading = read_schedule(phrase, year);
    reading.says_when().then_some(WrittenSchedule { text: phrase, phrase, reading })
}

/// What stands behind a space of a title, if all of it says when: 健康体操教室　毎週木曜日　10時～11時30分（祝日を除く）.
pub fn tail_that_says_when(title: &str, year: Option<FiscalYear>) -> Option<WrittenSchedule<'_>> {
    const MOST_SPACES: usize = 4;
    let spaces = title.trim().char_indices().filter(|(at, c)| *at > 0 && matches!(c, '　' | ' '));
    let tails = spaces.take(MOST_SPACES).map(|(at, _)| title.trim()[at..].trim());
    tails.filter(|tail| !tail.is_empty()).find_map(|phrase| {
        let reading = read_schedule(phrase, year);
        reading.says_when().then_some(WrittenSchedule { text: phrase, phrase, reading })
    })
}

/// Brackets of the title that say when, each with the name before it.
fn in_title<'a>(title: &'a str, year: Option<FiscalYear>, found: &mut Vec<WrittenSchedule<'a>>) {
    let mut from = 0;
    while let Some(open) = title[from..].find(['(', '（']).map(|at| from + at) {
        let inner_start = open + title[open..].chars().next().map_or(1, char::len_utf8);
        let Some(length) = title[inner_start..].find([')', '）']) else { return };
        let phrase = &title[inner_start..inner_start + length];
        let close = inner_start + length;
        let end = close + title[close..].chars().next().map_or(1, char::len_utf8);
        let reading = read_schedule(phrase, year);
        if reading.says_when() {
            let name = title[from..open].rfind(['、', '，', '・', '及']).map_or(from, |sign| {
                let sign = from + sign;
                sign + title[sign..].chars().next().map_or(1, char::len_utf8)
            });
            found.push(WrittenSchedule { text: title[name..end].trim(), phrase, reading });
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Role;

    #[test]
    fn phrases_are_found_where_people_write_them() {
        let mut node = Node::new(Role::Item, "理事会（月1回）、総会（2回）の開催");
        node.schedule.push("第66回".to_owned());
        node.body.push(Block::Bullet("日時 9月6日（日）".to_owned()));
        node.body.push(Block::Bullet("日時計を作る".to_owned()));
        let found = written_schedules(&node, Some(FiscalYear(2020)));
        let spaced = Node::new(Role::Item, "健康体操教室　毎週木曜日　10時～11時30分（祝日を除く）");
        let tail: Vec<_> = written_schedules(&spaced, None).iter().map(|written| written.text.to_owned()).collect();
        assert_eq!(tail, ["毎週木曜日　10時～11時30分（祝日を除く）"], "not the bracket alone, which would be every day");
        assert!(written_schedules(&Node::new(Role::Item, "基本方針　地域のために"), None).is_empty());
        let texts: Vec<_> = found.iter().map(|written| (written.text, written.reading.understood())).collect();
        assert_eq!(texts, [("理事会（月1回）", true), ("総会（2回）", true), ("第66回", false), ("9月6日（日）", true)]);
    }
}
