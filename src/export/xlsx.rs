//! The year's calendar as a workbook: sheet 予定, a line for each date, and sheet 年間, the months across.
//!
//! Dates are real dates, so that a spreadsheet can sort and reckon with them. No clock: the workbook's date is the
//! plan's.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::calendar::{FiscalYear, Holidays, Occurrence, weekday_char};
use crate::locale::{Lang, Message, text};
use crate::manuscript::{Align, BlockKind, Table, YearCalendar, YearGroups, compose_year, plain_text};
use crate::plan::{Outline, Plan, audience_of, lead_of, place_of, planned_schedules, unread_schedules};

/// Columns of the list: name and width in characters.
const COLUMNS: [(&str, f64); 12] = [
    ("calendar.column.date", 13.0),
    ("calendar.column.weekday", 6.0),
    ("calendar.column.holiday", 14.0),
    ("calendar.column.end", 13.0),
    ("calendar.column.month", 6.0),
    ("calendar.column.time", 14.0),
    ("calendar.column.label", 12.0),
    ("calendar.column.title", 40.0),
    ("calendar.column.place", 22.0),
    ("calendar.column.audience", 22.0),
    ("calendar.column.schedule", 34.0),
    ("calendar.column.lead", 16.0),
];

/// The workbook of a plan's year.
///
/// # Errors
/// The plan has no fiscal year, or more lines than a workbook holds.
pub fn write(plan: &Plan, outline: &Outline, holidays: &Holidays, groups: YearGroups, lang: Lang) -> Result<Vec<u8>, Message> {
    if plan.fiscal_year.is_none() {
        return Err(Message::new("cli.no_fiscal_year"));
    }
    workbook(plan, outline, holidays, groups, lang).map_err(|e| Message::new("export.workbook").with("reason", e))
}

fn workbook(plan: &Plan, outline: &Outline, holidays: &Holidays, groups: YearGroups, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let first_day = plan.fiscal_year.and_then(FiscalYear::first_day);
    let made = plan.date.or(first_day).map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), excel_date)?;
    book.set_properties(&DocProperties::new().set_title(&plan.title).set_author(&plan.organization).set_creation_datetime(&made));
    list(book.add_worksheet(), plan, outline, holidays, lang)?;
    let options = YearCalendar { groups, holidays: holidays.clone(), ..YearCalendar::default() };
    if let Some(manuscript) = compose_year(plan, outline, &options) {
        let table =
            manuscript.blocks.iter().find_map(|block| if let BlockKind::Table { table, .. } = &block.kind { Some(table) } else { None });
        if let Some(table) = table {
            grid(book.add_worksheet(), table)?;
        }
    }
    book.save_to_buffer()
}

fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), small(day.month()), small(day.day()))
}

fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E6_E6E6))
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn list(sheet: &mut Worksheet, plan: &Plan, outline: &Outline, holidays: &Holidays, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name("予定")?;
    let head = head_format();
    let date = Format::new().set_num_format("yyyy/mm/dd").set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (key, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, text(lang, key), &head)?;
    }
    let Some(year) = plan.fiscal_year else { return Ok(()) };
    let (planned, _) = planned_schedules(outline, year);
    let unread = unread_schedules(outline, year);
    let mut lines: Vec<_> =
        planned.iter().flat_map(|one| one.occurrences(year, holidays).into_iter().map(move |occurrence| (occurrence, one))).collect();
    lines.sort_by_key(|(occurrence, _)| match occurrence {
        Occurrence::Month(first) => (0, first.num_days_from_ce(), 0),
        Occurrence::Days(from, to) => (0, from.num_days_from_ce(), 1 + (*to - *from).num_days()),
        Occurrence::Count => (1, 0, 0),
        Occurrence::AsNeeded => (2, 0, 0),
    });
    // What was not understood comes last, in the plan's words.
    lines.extend(unread.iter().map(|one| (Occurrence::AsNeeded, one)));
    let mut row = 0;
    for (occurrence, one) in lines {
        row += 1;
        let month = match occurrence {
            Occurrence::Days(from, to) => {
                sheet.write_datetime_with_format(row, 0, &excel_date(from)?, &date)?;
                sheet.write_string_with_format(row, 1, weekday_char(from.weekday()).to_string(), &words)?;
                if let Some(name) = holidays.name(from) {
                    sheet.write_string_with_format(row, 2, name, &words)?;
                }
                if to != from {
                    sheet.write_datetime_with_format(row, 3, &excel_date(to)?, &date)?;
                }
                Some(from.month())
            }
            Occurrence::Month(first) => Some(first.month()),
            Occurrence::Count | Occurrence::AsNeeded => None,
        };
        if let Some(month) = month {
            sheet.write_number_with_format(row, 4, month, &words)?;
        }
        let cells = [
            (5, one.schedule.time.map(crate::manuscript::time_words).unwrap_or_default()),
            (6, outline.path(one.at)),
            (7, one.title(outline).into_owned()),
            (8, place_of(outline, one.of).to_owned()),
            (9, audience_of(outline, one.of).to_owned()),
            (10, one.text.to_owned()),
            (11, lead_of(outline, one.at).to_owned()),
        ];
        // Written as text: what begins with = is no formula.
        for (column, words_of_cell) in cells.into_iter().filter(|(_, said)| !said.is_empty()) {
            sheet.write_string_with_format(row, column, words_of_cell, &words)?;
        }
    }
    let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(0);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, row, last)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The printed grid, cell by cell.
fn grid(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name("年間")?;
    let row_of = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let column_of = |column: usize| u16::try_from(column).unwrap_or(u16::MAX);
    for (column, width) in table.widths.iter().enumerate() {
        sheet.set_column_width(column_of(column), f64::from(*width) / 3.0)?;
    }
    for cell in &table.cells {
        let align = match cell.align {
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
            Align::Left | Align::Auto => FormatAlign::Left,
        };
        let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let format = if cell.head { head_format() } else { body }.set_align(align);
        let said = cell.paragraphs.iter().map(|paragraph| plain_text(paragraph)).collect::<Vec<_>>().join("\n");
        let (row, column) = (row_of(cell.row), column_of(cell.column));
        if cell.row_span > 1 || cell.column_span > 1 {
            let (last_row, last_column) = (row_of(cell.row + cell.row_span - 1), column_of(cell.column + cell.column_span - 1));
            sheet.merge_range(row, column, last_row, last_column, &said, &format)?;
        } else {
            sheet.write_string_with_format(row, column, said, &format)?;
        }
    }
    let heads = row_of(table.header_rows);
    sheet.set_freeze_panes(heads, 2)?;
    sheet.set_repeat_rows(0, heads.saturating_sub(1))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{FiscalYear, Node, Role};
    use std::sync::Arc;

    #[test]
    fn the_same_plan_gives_the_same_workbook() {
        let mut plan = Plan::new("t", Some(FiscalYear(2025)));
        let node = Node { schedule: vec!["毎月第2水曜日".to_owned()], ..Node::new(Role::Item, "=例会") };
        plan.nodes = vec![Arc::new(node)];
        let made = || write(&plan, &Outline::of(&plan), &Holidays::of_law(), YearGroups::Part, Lang::Ja).expect("a workbook");
        assert!(made().starts_with(b"PK"));
        assert_eq!(made(), made());
        plan.fiscal_year = None;
        assert!(write(&plan, &Outline::of(&plan), &Holidays::of_law(), YearGroups::Part, Lang::Ja).is_err());
    }
}
