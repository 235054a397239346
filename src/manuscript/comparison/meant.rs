//! What an edit means, in the words of the remarks: months, amounts, rows and columns.

use crate::compare::{Amounts, Fact, Field, Meaning, TableEdit};
use crate::locale::{Lang, text};
use crate::manuscript::grouped;

/// The lines of the remarks; nothing that both sides show as plainly. What became of tables stands
/// beside their rows.
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
