//! Budgets that stand in tables: which column holds them, and what it adds up to.

use super::grid::Grid;
use super::table::paired;
use super::tables;
use crate::calendar::half_width;
use crate::compare::Amounts;
use crate::compare::fields::words;
use crate::plan::{Node, Outline, Table, parse_amount};

/// The budget of a table before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableBudget {
    /// The row of the node in the old plan, if it was there.
    pub old: Option<usize>,
    /// Its row in the new plan.
    pub new: Option<usize>,
    /// The caption of the table; may be empty.
    pub caption: String,
    /// What its amounts are counted in: 千円, 円, ….
    pub unit: &'static str,
    /// What it adds up to.
    pub amounts: Amounts,
}

/// What a column of budgets is called, and what stands in the heads of columns beside it that are none of this year.
const BUDGET: [&str; 2] = ["予算", "事業費"];
const OTHERS: [&str; 9] = ["前年", "昨年", "前回", "増減", "比較", "差", "割合", "内訳", "科目"];
/// In a table whose caption speaks of a budget such a column is one, too.
const AMOUNT: [&str; 3] = ["金額", "本年度", "今年度"];
/// Units, the longer ones first: 千円 ends with 円.
const UNITS: [&str; 4] = ["百万円", "千円", "万円", "円"];

/// The sum of a table of budgets and its unit.
fn sum_of(table: &Table, outline: &Outline) -> Option<(i64, &'static str)> {
    let grid = Grid::of(table, outline);
    let caption = words(&table.caption, outline);
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let of_budget = says(&caption, &BUDGET);
    let is_column = |at: &usize| {
        let head = grid.column_name(*at);
        !says(&head, &OTHERS) && (says(&head, &BUDGET) || of_budget && says(&head, &AMOUNT))
    };
    if grid.rows.is_empty() {
        return None;
    }
    let column = (1..grid.columns).find(is_column)?;
    let head = grid.column_name(column);
    let unit = [head, caption].iter().find_map(|text| UNITS.into_iter().find(|unit| text.contains(unit))).unwrap_or("千円");
    let first = grid.header_rows.clamp(1, grid.rows.len());
    let amount = |row: &Vec<String>| number(&row[column]);
    let bare = |row: &Vec<String>| row[0].chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let is_sum = |row: &&Vec<String>| ["合計", "総計", "総額"].iter().any(|word| bare(row).ends_with(word)) || bare(row) == "計";
    let rows = &grid.rows[first..];
    // The last sum is that of all; without one the rows are added up.
    let sum = rows.iter().filter(is_sum).filter_map(amount).next_back().or_else(|| {
        let amounts: Vec<i64> = rows.iter().filter(|row| !bare(row).ends_with('計')).filter_map(amount).collect();
        (!amounts.is_empty()).then(|| amounts.into_iter().fold(0, i64::saturating_add))
    })?;
    Some((sum, unit))
}

/// A bare amount, or one with the unit of its column behind it.
fn number(text: &str) -> Option<i64> {
    let half = half_width(text.trim());
    let bare = UNITS.iter().find_map(|unit| half.strip_suffix(unit)).unwrap_or(&half).trim_end().to_owned();
    let digits = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '△' | '▲' | '-' | '(' | ')'));
    if digits { parse_amount(&bare) } else { None }
}

/// The budgets in the tables of a node that are others than before; `None` for a side that does not have the node.
pub(in crate::compare) fn budgets(old: Option<(&Outline, usize)>, new: Option<(&Outline, usize)>) -> Vec<TableBudget> {
    fn node<'a>(side: &(&'a Outline, usize)) -> &'a Node {
        &side.0.rows()[side.1].node
    }
    let (olds, news) =
        (old.as_ref().map(|side| tables(node(side))).unwrap_or_default(), new.as_ref().map(|side| tables(node(side))).unwrap_or_default());
    let pairs = paired(&olds, &news);
    let old_alone = (0..olds.len()).filter(|o| pairs.iter().all(|pair| pair.0 != *o)).map(|o| (Some(o), None));
    let new_side = (0..news.len()).map(|n| (pairs.iter().find(|pair| pair.1 == n).map(|pair| pair.0), Some(n)));
    let mut found = Vec::new();
    for (o, n) in new_side.chain(old_alone) {
        let of = |table: Option<&Table>, side: Option<(&Outline, usize)>| sum_of(table?, side?.0);
        let (was, is) = (of(o.map(|o| olds[o]), old), of(n.map(|n| news[n]), new));
        let Some((_, unit)) = is.or(was) else { continue };
        let amounts = Amounts { old: was.map(|sum| sum.0), new: is.map(|sum| sum.0) };
        // Amounts in two units are no difference.
        if was == is || was.zip(is).is_some_and(|(was, is)| was.1 != is.1) {
            continue;
        }
        let caption = n.map(|n| (news[n], new)).or(o.map(|o| (olds[o], old)));
        let caption = caption.and_then(|(table, side)| Some(words(&table.caption, side?.0))).unwrap_or_default();
        found.push(TableBudget { old: old.map(|side| side.1), new: new.map(|side| side.1), caption, unit, amounts });
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Block, Cell, Plan, Role};

    fn outline(caption: &str, rows: &[&[&str]]) -> Outline {
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(*cell)).collect()).collect();
        let table = Table { caption: caption.to_owned(), header_rows: 1, rows, ..Table::default() };
        let node = Node { body: vec![Block::Table(table)], ..Node::new(Role::Project, "研修") };
        Outline::of(&Plan { nodes: vec![Arc::new(node)], ..Plan::new("計画", None) })
    }

    #[test]
    fn the_column_of_budgets_is_found_and_added_up() {
        let sum = |caption: &str, rows: &[&[&str]]| {
            let outline = outline(caption, rows);
            sum_of(tables(&outline.rows()[0].node)[0], &outline)
        };
        let rows: [&[&str]; 4] = [
            &["事業", "前年度予算", "本年度予算額（千円）", "増減"],
            &["研修", "100", "1,200", "1,100"],
            &["広報", "50", "３００", "250"],
            &["計", "", "", ""],
        ];
        assert_eq!(sum("", &rows), Some((1500, "千円")));
        let with_sum: [&[&str]; 4] = [&["区分", "予算（円）"], &["研修", "1,200円"], &["小計", "1,200円"], &["合　計", "1,300円"]];
        assert_eq!(sum("", &with_sum), Some((1300, "円")));
        let fees: [&[&str]; 2] = [&["区分", "金額"], &["普通会員", "1,000"]];
        assert_eq!(sum("会費", &fees), None, "fees are no budget");
        assert_eq!(sum("収支予算（単位：千円）", &fees), Some((1000, "千円")));
    }

    #[test]
    fn what_came_or_went_with_its_node_counts() {
        let rows: [&[&str]; 2] = [&["事業", "予算額"], &["研修", "1,200"]];
        let more: [&[&str]; 2] = [&["事業", "予算額"], &["研修", "1,500"]];
        let (old, new) = (outline("", &rows), outline("", &more));
        let amounts = |found: Vec<TableBudget>| found.iter().map(|found| (found.amounts.old, found.amounts.new)).collect::<Vec<_>>();
        assert_eq!(amounts(budgets(Some((&old, 0)), Some((&new, 0)))), [(Some(1200), Some(1500))]);
        assert_eq!(amounts(budgets(None, Some((&new, 0)))), [(None, Some(1500))]);
        assert_eq!(amounts(budgets(Some((&old, 0)), None)), [(Some(1200), None)]);
        assert_eq!(amounts(budgets(Some((&old, 0)), Some((&old, 0)))), []);
    }
}
