//! The list by date: 期日・会場・事業名・対象・内容, month by month.

use chrono::{Datelike, NaiveDate, Weekday};

use super::marks::{part_of, time_words};
use super::{Align, BlockKind, Cell, Span, cell, months, ruled, year_name};
use crate::calendar::{FiscalYear, Holidays, Occurrence, Rule, Undated, undated, weekday_char};
use crate::manuscript::SourceId;
use crate::plan::{Outline, PlannedSchedule, audience_of, content_of, place_of, planned_schedules, resolve_references, unread_schedules};

/// The columns and their widths.
const COLUMNS: [(&str, u32); 5] = [("期日", 62), ("会場", 50), ("事業名", 84), ("対象", 52), ("内容", 140)];
/// From so many days in a month on a rhythm is one line of that month.
const RHYTHM: usize = 3;
/// And from more than so many its weekdays are named instead of its days.
const MANY: usize = 10;
/// Of what a project is about no more than this is shown.
const CONTENT: usize = 60;

/// A line of the list.
struct Line {
    /// Where it stands: the month's place, then the day; what is known by the month alone comes last.
    order: (usize, u32),
    when: Vec<String>,
    /// Which of the plan's schedules.
    planned: usize,
    /// It has no day, so that what shares its words can stand with it.
    vague: bool,
}

/// The table; nothing where no item has a schedule.
pub(super) fn blocks(outline: &Outline, year: FiscalYear, holidays: &Holidays) -> Vec<BlockKind> {
    let (mut planned, _) = planned_schedules(outline, year);
    planned.extend(unread_schedules(outline, year));
    if planned.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = planned.iter().enumerate().flat_map(|(at, one)| lines(one, at, year, holidays)).collect();
    lines.sort_by(|a, b| {
        a.order
            .cmp(&b.order)
            .then_with(|| b.vague.cmp(&a.vague))
            .then_with(|| if a.vague { a.when.cmp(&b.when) } else { std::cmp::Ordering::Equal })
    });
    let head =
        |(column, (text, _)): (usize, &(&str, u32))| Cell { head: true, ..cell(0, column, Align::Center, vec![vec![Span::plain(*text)]]) };
    let mut cells: Vec<Cell> = COLUMNS.iter().enumerate().map(head).collect();
    let (mut row, mut month) = (1, None);
    let names: Vec<String> = months()
        .map(|month| format!("{}{month}月", year_name(year, month)))
        .chain(["時期を定めないもの", "時期は計画の文言のとおり"].map(str::to_owned))
        .collect();
    for together in lines.chunk_by(|a, b| a.vague && b.vague && a.order.0 == b.order.0 && a.when == b.when) {
        let line = &together[0];
        if month != Some(line.order.0) {
            month = Some(line.order.0);
            let name = names.get(line.order.0).cloned().unwrap_or_default();
            cells.push(Cell { column_span: COLUMNS.len(), head: true, ..cell(row, 0, Align::Left, vec![vec![Span::plain(name)]]) });
            row += 1;
        }
        let plain = |text: &str| vec![Span::plain(text)];
        let title = |line: &Line| {
            let one = &planned[line.planned];
            Span { link: Some(SourceId(outline.rows()[one.of].node.id.as_u128())), ..Span::plain(one.title(outline)) }
        };
        if together.len() > 1 {
            // What is known of many no better than by the month stands in one row, by name.
            let mut names = Vec::new();
            for line in together {
                names.extend((!names.is_empty()).then(|| Span::plain("、")));
                names.push(title(line));
            }
            cells.push(cell(row, 0, Align::Left, line.when.iter().map(|words| plain(words)).collect()));
            cells.push(Cell { column_span: COLUMNS.len() - 1, ..cell(row, 1, Align::Left, vec![names]) });
            row += 1;
            continue;
        }
        let one = &planned[line.planned];
        let columns = [
            line.when.iter().map(|words| plain(words)).collect(),
            vec![plain(place_of(outline, one.of))],
            vec![vec![title(line)]],
            vec![plain(audience_of(outline, one.of))],
            vec![plain(&about(outline, one.of))],
        ];
        cells.extend(columns.into_iter().enumerate().map(|(column, paragraphs)| cell(row, column, Align::Left, paragraphs)));
        row += 1;
    }
    vec![ruled(COLUMNS.len(), 1, COLUMNS.iter().map(|(_, width)| *width).collect(), cells)]
}

/// The lines of one schedule.
fn lines(one: &PlannedSchedule<'_>, planned: usize, year: FiscalYear, holidays: &Holidays) -> Vec<Line> {
    let mut lines = Vec::new();
    let time = one.schedule.time.map(time_words);
    // The words themselves stand wherever days and months tell less; the hour is among them.
    let beside = if one.schedule.tells_in_words() { Some(one.when.to_owned()) } else { time };
    let mut push = |order, when: String, vague| {
        let beside = beside.clone().filter(|_| when != one.when);
        lines.push(Line { order, when: std::iter::once(when).chain(beside).collect(), planned, vague });
    };
    let undated = if one.understood { undated(&one.schedule) } else { Some(Undated::InWords) };
    if let Some(undated) = undated {
        let order = match undated {
            Undated::AllYear => (12, 0),
            Undated::Counted => (12, 1),
            Undated::AsNeeded => (12, 2),
            Undated::InWords => (13, 0),
        };
        push(order, one.when.to_owned(), true);
        return lines;
    }
    let occurrences = one.occurrences(year, holidays);
    let mut single: Vec<NaiveDate> = Vec::new();
    for occurrence in &occurrences {
        match *occurrence {
            Occurrence::Days(from, to) if from == to => single.push(from),
            Occurrence::Days(from, to) => push((super::column_of(from), from.day()), span_words(from, to), false),
            Occurrence::Month(first) => {
                let part = part_of(&one.schedule, first);
                let rhythm = one.schedule.rules.iter().find(|rule| rule.months.contains(first.month()) && !rule.is_exact());
                let rhythm = rhythm.and_then(Rule::rhythm_words);
                let day = match part {
                    "中旬" => 11,
                    "下旬" => 21,
                    "末" => 28,
                    "上旬" => 1,
                    // What has no day at all comes behind what has one.
                    _ => 32,
                };
                // 隔週土: which weeks is not known, but the weekday is.
                let when = rhythm.unwrap_or_else(|| if part.is_empty() { "日未定" } else { part }.to_owned());
                push((super::column_of(first), day), when, true);
            }
            // What is counted or needed besides stands in the words beside the days.
            Occurrence::Count | Occurrence::AsNeeded => {}
        }
    }
    for month in single.chunk_by(|a, b| a.month() == b.month()) {
        let Some(first) = month.first().copied() else { continue };
        if month.len() < RHYTHM {
            for day in month {
                push((super::column_of(*day), day.day()), day_words(*day, holidays), false);
            }
            continue;
        }
        let days: Vec<String> = month.iter().map(|day| format!("{}日", day.day())).collect();
        // Of a service held nearly every day the weekdays say it all.
        let words = if month.len() > MANY {
            format!("{}曜日（計{}日）", weekday_words(month), days.len())
        } else {
            format!("{}（{}）", days.join("・"), weekday_words(month))
        };
        push((super::column_of(first), first.day()), words, false);
    }
    lines
}

/// The weekdays of some days: 火・金, 月～金.
fn weekday_words(days: &[NaiveDate]) -> String {
    let mut weekdays: Vec<Weekday> = days.iter().map(Datelike::weekday).collect();
    weekdays.sort_unstable_by_key(Weekday::num_days_from_monday);
    weekdays.dedup();
    let name = |day: &Weekday| weekday_char(*day).to_string();
    match weekdays.as_slice() {
        [first, .., last]
            if weekdays.len() > 2 && (last.num_days_from_monday() - first.num_days_from_monday()) as usize + 1 == weekdays.len() =>
        {
            format!("{}～{}", name(first), name(last))
        }
        all => all.iter().map(name).collect::<Vec<_>>().join("・"),
    }
}

/// 3日（月・文化の日）.
fn day_words(day: NaiveDate, holidays: &Holidays) -> String {
    let holiday = holidays.name(day).map(|name| format!("・{name}")).unwrap_or_default();
    format!("{}日（{}{holiday}）", day.day(), weekday_char(day.weekday()))
}

/// 6日（土）～8日（月）, the month named where it is another.
fn span_words(from: NaiveDate, to: NaiveDate) -> String {
    let month = if from.month() == to.month() { String::new() } else { format!("{}月", to.month()) };
    format!("{}日（{}）～{month}{}日（{}）", from.day(), weekday_char(from.weekday()), to.day(), weekday_char(to.weekday()))
}

/// What a row is about; of one that says nothing more, what it belongs to.
fn about(outline: &Outline, position: usize) -> String {
    let content = content_of(outline, position);
    let parent = outline.rows()[position].parent.map(|parent| &outline.rows()[parent as usize]).filter(|parent| parent.depth > 0);
    match parent {
        Some(parent) if content.is_empty() => format!("（{}）", outline.title(parent)),
        _ => shortened(&resolve_references(content, outline)),
    }
}

/// The beginning of a text, up to the first full stop where that is near.
fn shortened(text: &str) -> String {
    let sentence = text.split_inclusive('。').next().unwrap_or_default();
    if sentence.chars().count() <= CONTENT {
        return sentence.to_owned();
    }
    text.chars().take(CONTENT - 1).chain(['…']).collect()
}
