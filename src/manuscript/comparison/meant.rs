//! What an edit means, in the words of the remarks: months, amounts, rows and columns.

use crate::compare::{Amounts, Fact, Field, Meaning, TableEdit};
use crate::locale::{Lang, text};
use crate::manuscript::grouped;

/// The lines of the remarks; nothing that both sides show as plainly.
pub(super) fn words(meaning: &Meaning, fields: &[Field]) -> Vec<String> {
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
    for table in &meaning.tables {
        match (table.old, table.new) {
            (None, _) => lines.push("表を追加".to_owned()),
            (_, None) => lines.push("表を削除".to_owned()),
            _ => lines.extend(edits(&table.edits)),
        }
    }
    lines
}

/// What the narrow column cannot hold in a line breaks before the arrow.
fn fact_lines(fact: &Fact) -> Vec<String> {
    const LONGEST: usize = 12;
    let side = |words: &str| if words.is_empty() { "（なし）".to_owned() } else { words.to_owned() };
    let (name, old, new) = (text(Lang::Ja, fact.aspect.key()), side(&fact.old), side(&fact.new));
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
    vec![counts.into_iter().flatten().collect::<Vec<_>>().join("、")]
}

/// A cell by the names of its row and column; anything else in its own words.
fn edit_lines(edit: &TableEdit) -> Vec<String> {
    let TableEdit::Cell { row, column, row_name, column_name, new, .. } = edit else { return vec![edit.words(Lang::Ja)] };
    // What a head or the first cell of a row is called is what changed: it names itself.
    let place = match (row_name.as_str(), column_name.as_str()) {
        (name, _) if *column == 0 && *row > 0 && name == new && !name.is_empty() => format!("行「{name}」の名"),
        (_, name) if name == new && !name.is_empty() => format!("列「{name}」の名"),
        // As one counts on paper, heads included.
        ("", "") => format!("表の{}行{}列", row + 1, column + 1),
        ("", name) => format!("{}行目の「{name}」", row + 1),
        (name, "") => format!("「{name}」の{}列目", column + 1),
        (row, column) => format!("「{row}」の「{column}」"),
    };
    let amounts = edit.amounts().and_then(|amounts| Some(format!("{}{}", signed(amounts.difference()?), share(amounts))));
    std::iter::once(place).chain(amounts).collect()
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
