//! The grid: a row for each project with a schedule, a column for each month.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::marks::{Marks, SpanMark};
use super::{Align, BlockKind, Cell, Span, YearGroups, cell, column_of, group, months, ruled, year_name};
use crate::calendar::{FiscalYear, Holidays};
use crate::manuscript::SourceId;
use crate::plan::{Outline, PlannedSchedule, Role, planned_schedules, title_of, unread_schedules};

/// Columns before the months.
const BEFORE: usize = 2;
/// All columns.
const COLUMNS: usize = BEFORE + 12 + 1;
/// Their widths: number, title, twelve months, remarks.
const WIDTHS: [u32; COLUMNS] = [38, 96, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 46];
/// What the signs mean.
const LEGEND: &str = "● 期日（数字は日。多いときはその月の回数）　　○ 実施月（日は未定）　　━ 期間　　‥ 時期を定めずに実施";

/// Legend and table; nothing where no item has a schedule.
pub(super) fn blocks(outline: &Outline, year: FiscalYear, groups: YearGroups, holidays: &Holidays) -> Vec<BlockKind> {
    // What was not understood keeps its row, with the plan's words beside empty months.
    let (mut planned, _) = planned_schedules(outline, year);
    planned.extend(unread_schedules(outline, year));
    let mut by_row: BTreeMap<usize, Vec<&PlannedSchedule<'_>>> = BTreeMap::new();
    for one in &planned {
        by_row.entry(one.of).or_default().push(one);
    }
    if by_row.is_empty() {
        return Vec::new();
    }
    // Groups in the order in which the plan first names them, what nobody leads last.
    let mut order: Vec<(String, Vec<usize>)> = Vec::new();
    for position in by_row.keys() {
        let name = group(outline, *position, groups);
        match order.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(*position),
            None => order.push((name, vec![*position])),
        }
    }
    if groups == YearGroups::Lead {
        order.sort_by_key(|(_, rows)| rows.first().is_some_and(|row| crate::plan::lead_of(outline, *row).is_empty()));
    }
    let has_parts = outline.rows().iter().any(|row| row.node.role == Role::Part);
    let mut cells = heads(year);
    let mut row = 2;
    for (name, positions) in order {
        // Where the plan has no parts, what stands outermost is a row by itself and no heading above itself.
        let is_own_row = !has_parts && groups == YearGroups::Part && positions.iter().any(|at| outline.rows()[*at].depth == 0);
        if !is_own_row {
            let heading = vec![vec![Span::plain(name)]];
            cells.push(Cell { column_span: COLUMNS, head: true, ..cell(row, 0, Align::Left, heading) });
            row += 1;
        }
        for position in positions {
            let schedules = by_row.get(&position).map(Vec::as_slice).unwrap_or_default();
            let mut number = number(outline, position, groups);
            // スッキリ会6回、ワイワイ会4回: each name has a row of its own.
            for (name, named) in by_name(schedules) {
                push_row(
                    &mut cells,
                    row,
                    outline,
                    (position, std::mem::take(&mut number), name),
                    Marks::of(&named, year, holidays, !name.is_empty()),
                );
                row += 1;
            }
        }
    }
    vec![BlockKind::Note { indent: 0, text: vec![Span::plain(LEGEND)] }, ruled(COLUMNS, 2, WIDTHS.to_vec(), cells)]
}

/// The schedules of a row by what they name, in their order; together where no two names differ.
fn by_name<'a, 'b>(schedules: &[&'a PlannedSchedule<'b>]) -> Vec<(&'b str, Vec<&'a PlannedSchedule<'b>>)> {
    let mut named: Vec<(&str, Vec<&PlannedSchedule<'_>>)> = Vec::new();
    for one in schedules {
        match named.iter_mut().find(|(name, _)| *name == one.name) {
            Some((_, all)) => all.push(one),
            None => named.push((one.name, vec![one])),
        }
    }
    if named.iter().filter(|(name, _)| !name.is_empty()).count() < 2 {
        return vec![("", schedules.to_vec())];
    }
    named
}

/// The two rows of heads: the calendar years above their months.
fn heads(year: FiscalYear) -> Vec<Cell> {
    let head = |row, column, text: String| Cell { head: true, ..cell(row, column, Align::Center, vec![vec![Span::plain(text)]]) };
    let mut cells = vec![
        Cell { row_span: 2, ..head(0, 0, "番号".to_owned()) },
        Cell { row_span: 2, ..head(0, 1, "事業名".to_owned()) },
        Cell { column_span: 9, ..head(0, BEFORE, year_name(year, 4)) },
        Cell { column_span: 3, ..head(0, BEFORE + 9, year_name(year, 1)) },
        Cell { row_span: 2, ..head(0, COLUMNS - 1, "回数・備考".to_owned()) },
    ];
    cells.extend(months().enumerate().map(|(at, month)| head(1, BEFORE + at, format!("{month}月"))));
    cells
}

/// The number of a row; the number of the part stands above its rows already.
fn number(outline: &Outline, position: usize, groups: YearGroups) -> String {
    let path = outline.path(position);
    let part = outline.ancestry(position).first().map_or("", |part| part.label.as_str());
    let own = match groups {
        YearGroups::Part => path.strip_prefix(part).filter(|own| goes_on(own)).unwrap_or(&path),
        YearGroups::Lead => &path,
    };
    own.trim_start_matches('の').trim_end_matches(['・', '○']).to_owned()
}

/// Whether what is left of a number is a number by itself: (1)① is, .1 of 2.1 is not.
fn goes_on(own: &str) -> bool {
    !own.is_empty() && !own.starts_with(|c: char| c.is_numeric() || matches!(c, '.' | '．' | '-' | '－'))
}

fn push_row(cells: &mut Vec<Cell>, row: usize, outline: &Outline, (position, number, name): (usize, String, &str), mut marks: Marks) {
    let own = &outline.rows()[position];
    let title = title_of(outline, position);
    let title = if name.is_empty() { title.into_owned() } else { format!("{title}　{name}") };
    let title = Span { link: Some(SourceId(own.node.id.as_u128())), ..Span::plain(title) };
    cells.push(cell(row, 0, Align::Left, vec![vec![Span::plain(number)]]));
    cells.push(cell(row, 1, Align::Left, vec![vec![title]]));
    let lines = |lines: Vec<String>| -> Vec<Vec<Span>> {
        let lines: Vec<_> = lines.into_iter().map(|line| vec![Span::plain(line)]).collect();
        if lines.is_empty() { vec![Vec::new()] } else { lines }
    };
    let notes = std::mem::take(&mut marks.notes);
    if let Some(band) = marks.band.take() {
        let text = vec![format!("‥‥‥‥‥‥‥‥‥‥　{band}　‥‥‥‥‥‥‥‥‥‥")];
        cells.push(Cell { column_span: 12, ..cell(row, BEFORE, Align::Center, lines(text)) });
    } else {
        let bars = bars(&marks);
        let mut month = 0;
        while month < 12 {
            let bar = bars.iter().find(|bar| bar.first == month && bar.last > month);
            let (span, mut text) = match bar {
                Some(bar) => (bar.last - bar.first + 1, vec![bar.words()]),
                None => (1, marks.cell(month)),
            };
            if bar.is_none() {
                // What does not fit as a bar of its own says its days in each month it touches.
                text.extend(bars.iter().filter(|bar| bar.cramped && (bar.first..=bar.last).contains(&month)).map(|bar| bar.within(month)));
            }
            cells.push(Cell { column_span: span, ..cell(row, BEFORE + month, Align::Center, lines(text)) });
            month += span;
        }
    }
    cells.push(cell(row, COLUMNS - 1, Align::Left, lines(notes)));
}

/// An event of several days among the months.
struct Bar {
    span: SpanMark,
    first: usize,
    last: usize,
    /// Whether something else stands in its months.
    cramped: bool,
}

/// The bars of a row. One that shares a month with anything else stands in single cells.
fn bars(marks: &Marks) -> Vec<Bar> {
    let bar = |span: &SpanMark| Bar { span: *span, first: column_of(span.from), last: column_of(span.to), cramped: false };
    let mut bars: Vec<Bar> = marks.spans.iter().map(bar).collect();
    for at in 0..bars.len() {
        let (first, last) = (bars[at].first, bars[at].last);
        let meets = bars.iter().enumerate().any(|(other, bar)| other != at && bar.first <= last && first <= bar.last);
        bars[at].cramped = first >= last || meets || (first..=last).any(|month| !marks.is_free(month));
    }
    for bar in bars.iter_mut().filter(|bar| bar.cramped) {
        // Only whole bars may claim several cells.
        bar.last = bar.last.max(bar.first);
    }
    bars.sort_by_key(|bar| (bar.first, bar.last));
    bars
}

impl Bar {
    /// 10/1 ━━━━ 12/31: longer over more months.
    fn words(&self) -> String {
        // As long as the cells hold beside the days at its ends.
        let line = "━".repeat(((self.last - self.first + 1) * 3).saturating_sub(5).max(1));
        let day = |date: NaiveDate| format!("{}/{}", date.month(), date.day());
        let (from, to) = match self.span.parts {
            Some((from, to)) => (from.to_owned(), to.to_owned()),
            None => (day(self.span.from), day(self.span.to)),
        };
        format!("{from} {line} {to}")
    }

    /// What stands of it in one month.
    fn within(&self, month: usize) -> String {
        let (from, to) = match self.span.parts {
            Some((from, to)) => (from.to_owned(), to.to_owned()),
            None => (self.span.from.day().to_string(), self.span.to.day().to_string()),
        };
        match (month == self.first, month == self.last) {
            (true, true) => format!("{from}━{to}"),
            (true, false) => format!("{from}━"),
            (false, true) => format!("━{to}"),
            (false, false) => "━━".to_owned(),
        }
    }
}
