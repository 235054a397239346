//! All schedules of a plan that mean something: whose they are, what they give in a year, where and for whom.
//!
//! Lives here: gathering them from the tree once for every calendar made of a plan (list, page, spreadsheet,
//! other programs). Does not live here: what a phrase means (`calendar`), how a calendar looks.

use std::borrow::Cow;

use super::schedule::is_labelled_time;
use super::{Block, Node, Outline, is_line_of_time, tail_that_says_when, written_schedules};
use crate::calendar::{FiscalYear, Holidays, Occurrence, Schedule, occurrences};

/// A schedule of a plan, wholly understood.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedSchedule<'a> {
    /// The row whose words they are.
    pub at: usize,
    /// The row that takes place: the parent where `at` is but a line 日時 9月6日（日）.
    pub of: usize,
    /// Which of the row's schedules it is, from 0; those not understood are counted, so that mending one
    /// renumbers no other.
    pub number: usize,
    /// The words.
    pub text: &'a str,
    /// The words that say when, without the name that stands before them in a title.
    pub when: &'a str,
    /// The name before a schedule that is one of several: スッキリ会.
    pub name: &'a str,
    /// What they say; nothing where they were not understood.
    pub schedule: Schedule,
    /// Whether they were.
    pub understood: bool,
}

/// The schedules of a plan in the order of its rows, and how many phrases were not understood.
pub fn planned_schedules(outline: &Outline, year: FiscalYear) -> (Vec<PlannedSchedule<'_>>, usize) {
    let (planned, unread) = read_all(outline, year);
    (planned, unread.len())
}

/// The phrases that were not understood, in the order of the rows: a list for people tells them in the plan's own words.
pub fn unread_schedules(outline: &Outline, year: FiscalYear) -> Vec<PlannedSchedule<'_>> {
    read_all(outline, year).1
}

fn read_all(outline: &Outline, year: FiscalYear) -> (Vec<PlannedSchedule<'_>>, Vec<PlannedSchedule<'_>>) {
    let (mut planned, mut unread) = (Vec::new(), Vec::new());
    for (at, row) in outline.rows().iter().enumerate() {
        let node = &row.node;
        let parent = row.parent.map(|parent| parent as usize).filter(|_| is_line_of_time(&node.title));
        let mut number = 0;
        for written in written_schedules(node, Some(year)) {
            if !written.reading.understood() {
                let (of, text, schedule) = (parent.unwrap_or(at), written.text, Schedule::default());
                unread.push(PlannedSchedule { at, of, number, text, when: written.phrase, name: "", schedule, understood: false });
                number += 1;
                continue;
            }
            let several = written.reading.entries.len() > 1;
            for entry in written.reading.entries {
                let text = if several { &written.phrase[entry.range] } else { written.text };
                let name = entry.name.filter(|_| several).map_or("", |name| &written.phrase[name]);
                let when = if several { text } else { written.phrase };
                planned.push(PlannedSchedule {
                    at,
                    of: parent.unwrap_or(at),
                    number,
                    text,
                    when,
                    name,
                    schedule: entry.schedule,
                    understood: true,
                });
                number += 1;
            }
        }
    }
    (planned, unread)
}

impl PlannedSchedule<'_> {
    /// What takes place, in a line: the title, with the name of this schedule where there are several.
    pub fn title<'a>(&self, outline: &'a Outline) -> Cow<'a, str> {
        let title = title_of(outline, self.of);
        if self.name.is_empty() { title } else { Cow::Owned(format!("{title}　{}", self.name)) }
    }

    /// All it gives in the year.
    pub fn occurrences(&self, year: FiscalYear, holidays: &Holidays) -> Vec<Occurrence> {
        occurrences(&self.schedule, year, holidays)
    }
}

/// What a row is called in a calendar: its title without the words at its end that say when.
pub fn title_of(outline: &Outline, position: usize) -> Cow<'_, str> {
    let title = outline.title(&outline.rows()[position]);
    let Some(tail) = tail_that_says_when(&title, None).map(|written| written.text.len()) else { return title };
    Cow::Owned(title.trim_end()[..title.trim_end().len() - tail].trim_end().to_owned())
}

/// Who leads a row: named with it or with the nearest node above it.
pub fn lead_of(outline: &Outline, position: usize) -> &str {
    let nodes = outline.ancestry(position).into_iter().rev();
    nodes.map(|row| row.node.lead.as_str()).find(|lead| !lead.is_empty()).unwrap_or_default()
}

/// Words that begin a line which says where.
const PLACE: [&str; 6] = ["開催場所", "実施場所", "会　場", "場　所", "会場", "場所"];
/// Words that begin a line which says for whom.
const AUDIENCE: [&str; 8] = ["参加対象者", "参加対象", "対象者", "対　象", "対象", "参加者", "参集者", "構成員"];

/// Where a row takes place, as a line of its own says it; empty if none does.
pub fn place_of(outline: &Outline, position: usize) -> &str {
    said_of(&outline.rows()[position].node, &PLACE)
}

/// For whom a row is, as a line of its own says it; empty if none does.
pub fn audience_of(outline: &Outline, position: usize) -> &str {
    said_of(&outline.rows()[position].node, &AUDIENCE)
}

/// What a row is about: the first words of its body that say neither when, where nor for whom.
pub fn content_of(outline: &Outline, position: usize) -> &str {
    let node = &outline.rows()[position].node;
    let tells = |text: &&str| {
        !text.trim().is_empty() && !is_labelled_time(text) && after_label(text, &PLACE).or(after_label(text, &AUDIENCE)).is_none()
    };
    node.body.iter().filter(|block| !matches!(block, Block::Table(_))).flat_map(Block::texts).find(tells).map_or("", str::trim)
}

/// What the lines of a node, of its body or right below it, say behind one of `labels`.
fn said_of<'a>(node: &'a Node, labels: &[&str]) -> &'a str {
    let lines = node.body.iter().flat_map(Block::texts).chain(node.children.iter().map(|child| child.title.as_str()));
    lines.filter_map(|line| after_label(line, labels)).next().unwrap_or_default()
}

/// The rest of a line that begins with one of `labels`, a sign or a blank behind it.
fn after_label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let rest = labels.iter().find_map(|label| line.trim_start().strip_prefix(label))?;
    let said = rest.trim_start_matches([':', '：', ' ', '　', '\t']);
    (said.len() < rest.len() && !said.is_empty()).then(|| said.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Plan, Role};
    use std::sync::Arc;

    #[test]
    fn when_where_and_for_whom_are_found() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        let mut fair = Node::new(Role::Project, "福祉まつり");
        (fair.lead, fair.body) = ("地域課".to_owned(), vec![Block::Text("ふれあいの一日".to_owned())]);
        fair.children = ["日時 9月6日（土）", "会場：市民会館", "対象　市民"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        let mut clubs = Node::new(Role::Item, "健康づくり");
        clubs.schedule = vec!["第66回".to_owned(), "スッキリ会6回、ワイワイ会4回".to_owned()];
        let spaced = Node::new(Role::Item, "体操教室　毎週木曜日（祝日を除く）");
        plan.nodes = vec![Arc::new(fair), Arc::new(clubs), Arc::new(spaced)];
        let outline = Outline::of(&plan);
        let (planned, unread) = planned_schedules(&outline, FiscalYear(2025));
        let titles: Vec<_> = planned.iter().map(|one| (one.title(&outline).into_owned(), one.number)).collect();
        assert_eq!(
            titles,
            [
                ("福祉まつり".to_owned(), 0),
                ("健康づくり　スッキリ会".to_owned(), 1),
                ("健康づくり　ワイワイ会".to_owned(), 2),
                ("体操教室".to_owned(), 0),
            ]
        );
        assert_eq!((unread, planned[0].at, planned[0].of), (1, 1, 0));
        assert_eq!((place_of(&outline, 0), audience_of(&outline, 0), content_of(&outline, 0)), ("市民会館", "市民", "ふれあいの一日"));
        assert_eq!((lead_of(&outline, 1), lead_of(&outline, 4)), ("地域課", ""));
    }
}
