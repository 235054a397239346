//! What an edit means, in the words of the remarks: months, amounts, rows and columns.

use crate::compare::{Amounts, Fact, Field, Meaning, TableEdit};
use crate::locale::{Lang, text};
use crate::manuscript::grouped;

/// The lines of the remarks; nothing that both sides show as plainly. What became of tables is told here where they are
/// `tables_as_lines`; otherwise it stands beside their rows.
pub(super) fn words(meaning: &Meaning, fields: &[Field], tables_as_lines: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(change) = &meaning.schedule {
        // Beside other edits it is the schedule alone that means the same: that is not worth a word.
        match change.is_wording() {
            true if fields == [Field::Schedule] => lines.push("（字句の修正）".to_owned()),
            true => {}
            false => change.facts.iter().for_each(|fact| lines.extend(fact_lines(fact))),
        }
    }
    if let Some((amounts, difference)) = meaning.budget.and_then(|amounts| Some((amounts, amounts.difference()?))) {
        // A share by itself: the narrow column would break it in two.
        lines.push(format!("予算{}千円", signed(difference)));
        lines.extend(Some(share(amounts)).filter(|share| !share.is_empty()));
    }
    for table in meaning.tables.iter().filter(|_| tables_as_lines) {
        match (table.old, table.new) {
            (None, _) => lines.push("表を追加".to_owned()),
            (_, None) => lines.push("表を削除".to_owned()),
            _ => lines.extend(edits(&table.edits)),
        }
    }
    lines
}

fn fact_lines(fact: &Fact) -> Vec<String> {
    let side = |words: &str| if words.is_empty() { "（なし）".to_owned() } else { words.to_owned() };
    arrow(text(Lang::Ja, fact.aspect.key()), &side(&fact.old), &side(&fact.new))
}

/// What the narrow column cannot hold in a line breaks before the arrow.
pub(super) fn arrow(name: &str, old: &str, new: &str) -> Vec<String> {
    const LONGEST: usize = 12;
    let whole = format!("{name} {old}→{new}");
    if whole.chars().count() <= LONGEST { vec![whole] } else { vec![format!("{name} {old}"), format!("→{new}")] }
}

/// As many edits of a table are told one by one; more are counted.
const MOST_EDITS: usize = 3;

/// Rows and columns that came, went or moved, and cells by their place, numbers with their difference.
fn edits(edits: &[TableEdit]) -> Vec<String> {
    let told: Vec<&TableEdit> = edits.iter().filter(|edit| !matches!(edit, TableEdit::Caption { .. })).collect();
    if told.len() <= MOST_EDITS {
        return told.into_iter().flat_map(edit_lines).collect();
    }
    let count = |what: fn(&TableEdit) -> bool, word: &str| {
        let count = edits.iter().filter(|edit| what(edit)).count();
        (count > 0).then(|| format!("{word}{count}"))
    };
    let counts = [
        count(|edit| matches!(edit, TableEdit::RowAdded { .. }), "行の追加"),
        count(|edit| matches!(edit, TableEdit::RowRemoved { .. }), "行の削除"),
        count(|edit| matches!(edit, TableEdit::RowMoved { .. }), "行の移動"),
        count(|edit| matches!(edit, TableEdit::ColumnAdded { .. }), "列の追加"),
        count(|edit| matches!(edit, TableEdit::ColumnRemoved { .. }), "列の削除"),
        count(|edit| matches!(edit, TableEdit::ColumnMoved { .. }), "列の移動"),
        count(|edit| matches!(edit, TableEdit::Cell { .. }), "欄の変更"),
    ];
    let columns = columns(edits);
    let among = if columns.is_empty() { String::new() } else { format!("（{columns}）") };
    vec![format!("{}{among}", counts.into_iter().flatten().collect::<Vec<_>>().join("、"))]
}

/// In which columns cells changed, if these are no more than are told one by one.
fn columns(edits: &[TableEdit]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for edit in edits {
        let TableEdit::Cell { row, column_name, .. } = edit else { continue };
        if *row == 0 || column_name.is_empty() {
            return String::new();
        }
        if !names.contains(&column_name.as_str()) {
            names.push(column_name);
        }
    }
    if names.len() <= MOST_EDITS { names.join("、") } else { String::new() }
}

/// A cell by its place, a number with its difference; anything else in its own words.
fn edit_lines(edit: &TableEdit) -> Vec<String> {
    let Some(place) = place(edit) else { return vec![edit.words(Lang::Ja)] };
    let amounts = edit.amounts().and_then(|amounts| Some(format!("{}{}", signed(amounts.difference()?), share(amounts))));
    std::iter::once(place).chain(amounts).collect()
}

/// What a changed cell is called: by the headings of its row and its column, where these are not the cell itself,
/// else as one counts on paper, heads included.
pub(super) fn place(edit: &TableEdit) -> Option<String> {
    let TableEdit::Cell { row, column, row_name, column_name, new, .. } = edit else { return None };
    let named = |name: &str| !name.is_empty() && name != new;
    // The first row and the first column are what the others are called by.
    let names: Vec<&str> = [(*column > 0, row_name), (*row > 0, column_name)]
        .into_iter()
        .filter(|(beside, name)| *beside && named(name))
        .map(|(_, name)| name.as_str())
        .collect();
    Some(if names.is_empty() { format!("表の{}行{}列", row + 1, column + 1) } else { names.join("・") })
}

/// ＋300 or ▲300.
pub(super) fn signed(amount: i64) -> String {
    format!("{}{}", if amount > 0 { "＋" } else { "" }, grouped(amount))
}

/// （＋2.5％）; nothing without an amount before.
pub(super) fn share(amounts: Amounts) -> String {
    let Some(permille) = amounts.permille() else { return String::new() };
    let sign = match permille {
        0 => "",
        p if p < 0 => "▲",
        _ => "＋",
    };
    let size = permille.unsigned_abs();
    format!("（{sign}{}.{}％）", size / 10, size % 10)
}
