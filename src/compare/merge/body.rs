//! Joining bodies: paragraph by paragraph, within a paragraph sentence by sentence, tables cell by cell, so that a
//! conflict is as small as what both wrote.

use super::lists::{self, Part, Piece};
use super::{Spot, pick, table, words};
use crate::compare::matching::push_grams;
use crate::plan::Block;

/// A joined body, and where in it both sides wrote something else.
pub(super) struct Body {
    pub(super) blocks: Vec<Block>,
    pub(super) clashes: Vec<Clash>,
}

/// What each side has at a place.
#[derive(Debug)]
pub(super) struct Clash {
    pub(super) spot: Spot,
    pub(super) base: String,
    pub(super) mine: String,
    pub(super) theirs: String,
}

impl Piece for Block {
    fn is_like(&self, other: &Self) -> bool {
        let is_line = |block: &Self| matches!(block, Self::Text(_) | Self::Circle(_) | Self::Bullet(_));
        is_line(self) && is_line(other) || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    fn grams(&self) -> Vec<u32> {
        let mut grams = Vec::new();
        self.texts().iter().for_each(|text| push_grams(text, &mut grams));
        grams.sort_unstable();
        grams
    }
}

/// Joins two lists of blocks that began from `base`; without one both sides wrote them, and what is common to both
/// counts as their beginning. In a clash mine stand, and it is said.
pub(super) fn joined(base: Option<&[Block]>, mine: &[Block], theirs: &[Block]) -> Body {
    let common: Vec<Block>;
    let base = match base {
        Some(base) => base,
        None => {
            let kept = lists::kept(mine, theirs);
            common = kept.iter().zip(mine).filter_map(|(there, block)| there.map(|_| block.clone())).collect();
            &common
        }
    };
    let mut out = Body { blocks: Vec::new(), clashes: Vec::new() };
    for part in lists::joined(base, mine, theirs) {
        match part {
            Part::Agreed(blocks) => out.blocks.extend_from_slice(blocks),
            Part::Met { base: [old], mine: [own], theirs: [other] } if out.block(old, own, other) => {}
            Part::Met { base, mine, theirs } => out.met(base, mine, theirs),
        }
    }
    out
}

impl Body {
    /// Blocks that both changed, as wholes.
    fn met(&mut self, base: &[Block], mine: &[Block], theirs: &[Block]) {
        let spot = Spot::Blocks { at: self.blocks.len(), base: base.to_vec(), mine: mine.to_vec(), theirs: theirs.to_vec() };
        self.clashes.push(Clash { spot, base: written(base), mine: written(mine), theirs: written(theirs) });
        self.blocks.extend_from_slice(mine);
    }

    /// One block that both edited; whether parts of it could be joined.
    fn block(&mut self, old: &Block, own: &Block, other: &Block) -> bool {
        let at = self.blocks.len();
        let joined = match (old, own, other) {
            (Block::Table(old), Block::Table(own), Block::Table(other)) => {
                table::joined(old, own, other, at).map(|(table, clashes)| (Block::Table(table), clashes))
            }
            (Block::Image { .. }, Block::Image { .. }, Block::Image { .. }) => image(old, own, other).map(|block| (block, Vec::new())),
            _ => text(old, own, other, at),
        };
        let Some((block, clashes)) = joined else { return false };
        self.blocks.push(block);
        self.clashes.extend(clashes);
        true
    }
}

/// A paragraph's parts: its kind (paragraph, ○, ・, voice) and who said it are one value each, its words are joined by
/// sentences.
fn text(old: &Block, own: &Block, other: &Block, at: usize) -> Option<(Block, Vec<Clash>)> {
    let parts = |block: &Block| match block {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) => Some((text.clone(), String::new())),
        Block::Quote { text, source } => Some((text.clone(), source.clone())),
        Block::Table(_) | Block::Image { .. } => None,
    };
    let ((old_text, old_source), (own_text, own_source), (other_text, other_source)) = (parts(old)?, parts(own)?, parts(other)?);
    let kind = std::mem::discriminant::<Block>;
    let (_, kinds_met) = pick(Some(&kind(old)), &kind(own), &kind(other));
    let (source, sources_met) = pick(Some(&old_source), &own_source, &other_source);
    let words = words::joined(&old_text, &own_text, &other_text);
    let whole = matches!(words.clashes.as_slice(), [one] if one.at == (0..words.text.len()));
    if kinds_met || sources_met || whole {
        return None;
    }
    let like = if kind(own) == kind(old) { other } else { own };
    let block = match like {
        Block::Circle(_) => Block::Circle(words.text),
        Block::Bullet(_) => Block::Bullet(words.text),
        Block::Quote { .. } => Block::Quote { text: words.text, source: source.clone() },
        _ => Block::Text(words.text),
    };
    let clash = |met: words::Sentences| Clash {
        spot: Spot::Words { block: at, cell: None, at: met.at },
        base: met.base,
        mine: met.mine,
        theirs: met.theirs,
    };
    Some((block, words.clashes.into_iter().map(clash).collect()))
}

/// A picture's parts, as far as they do not meet.
fn image(old: &Block, own: &Block, other: &Block) -> Option<Block> {
    let parts = |block: &Block| match block {
        Block::Image { file, alternative, caption, width } => Some((file.clone(), alternative.clone(), caption.clone(), *width)),
        _ => None,
    };
    let (old, own, other) = (parts(old)?, parts(own)?, parts(other)?);
    let (file, a) = pick(Some(&old.0), &own.0, &other.0);
    let (alternative, b) = pick(Some(&old.1), &own.1, &other.1);
    let (caption, c) = pick(Some(&old.2), &own.2, &other.2);
    let (width, d) = pick(Some(&old.3), &own.3, &other.3);
    let joined = Block::Image { file: file.clone(), alternative: alternative.clone(), caption: caption.clone(), width: *width };
    (!(a || b || c || d)).then_some(joined)
}

/// The words of blocks, a line each; a picture by its file, the rows of a table each a line.
fn written(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => {
                lines.extend((!table.caption.is_empty()).then(|| table.caption.clone()));
                let row = |cells: &Vec<crate::plan::Cell>| {
                    cells.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(crate::compare::CELL_MARK)
                };
                lines.extend(table.rows.iter().map(row));
            }
            Block::Image { file, caption, .. } => lines.push(format!("〔図：{file}〕{caption}")),
            Block::Circle(text) => lines.push(format!("○{text}")),
            Block::Bullet(text) => lines.push(format!("・{text}")),
            Block::Text(text) => lines.push(text.clone()),
            Block::Quote { text, source } => lines.push(format!("「{text}」{source}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Cell, Table};

    fn texts(lines: &[&str]) -> Vec<Block> {
        lines.iter().map(|line| Block::Text((*line).to_owned())).collect()
    }

    fn told(body: &Body) -> (Vec<&str>, Vec<(&str, &str)>) {
        let clashes = body.clashes.iter().map(|clash| (clash.mine.as_str(), clash.theirs.as_str())).collect();
        (body.blocks.iter().flat_map(Block::texts).collect(), clashes)
    }

    const OLD: [&str; 3] = ["地区の役員が訪問する。", "手引きを配布する。", "年に一度の報告会を開く。"];

    #[test]
    fn neighbouring_paragraphs_do_not_meet() {
        let mine = texts(&["地区の役員と民生委員が訪問する。", OLD[1], OLD[2]]);
        let theirs = texts(&[OLD[0], "手引きを全戸に配布する。", OLD[2], "反省点をまとめる。"]);
        let body = joined(Some(&texts(&OLD)), &mine, &theirs);
        let all = vec!["地区の役員と民生委員が訪問する。", "手引きを全戸に配布する。", OLD[2], "反省点をまとめる。"];
        assert_eq!(told(&body), (all, vec![]));
    }

    #[test]
    fn a_clash_is_one_paragraph_at_its_place() {
        let mine = texts(&["前置き。", OLD[0], "手引きを毎年配布する。", OLD[2]]);
        let theirs = texts(&[OLD[0], "手引きを全戸に配布する。", "年に二度の報告会を開く。"]);
        let body = joined(Some(&texts(&OLD)), &mine, &theirs);
        let all = vec!["前置き。", OLD[0], "手引きを毎年配布する。", "年に二度の報告会を開く。"];
        assert_eq!(told(&body), (all, vec![("手引きを毎年配布する。", "手引きを全戸に配布する。")]));
        assert_eq!(
            body.clashes[0].spot,
            Spot::Blocks { at: 2, base: texts(&OLD[1..2]), mine: mine[2..3].to_vec(), theirs: theirs[1..2].to_vec() }
        );
    }

    #[test]
    fn a_paragraph_that_became_a_list_line_keeps_the_words_of_the_other() {
        let old = texts(&["役員が訪問する。手引きを配る。"]);
        let mine = vec![Block::Bullet("役員が訪問する。手引きを配る。".into())];
        let theirs = texts(&["役員が訪問する。手引きを全戸に配る。"]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!(body.blocks, [Block::Bullet("役員が訪問する。手引きを全戸に配る。".into())]);
        assert_eq!(joined(Some(&old), &theirs, &mine).blocks, body.blocks);
        let circle = vec![Block::Circle("役員が訪問する。手引きを配る。".into())];
        assert_eq!(joined(Some(&old), &mine, &circle).clashes.len(), 1, "two kinds are for people to decide");
    }

    #[test]
    fn what_both_added_by_themselves_is_joined() {
        let body = joined(None, &texts(&["一", "二"]), &texts(&["一", "二", "三"]));
        assert_eq!(told(&body), (vec!["一", "二", "三"], vec![]));
        let body = joined(None, &texts(&["一", "二"]), &texts(&["一", "三"]));
        assert_eq!(told(&body), (vec!["一", "二"], vec![("二", "三")]));
    }

    fn table(rows: &[&[&str]]) -> Vec<Block> {
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::new(*cell)).collect()).collect();
        vec![Block::Table(Table { header_rows: 1, rows, ..Table::default() })]
    }

    #[test]
    fn tables_are_joined_cell_by_cell() {
        let old = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"]]);
        let mine = table(&[&["区分", "金額"], &["普通", "1,200"], &["賛助", "3,000"], &["特別", "5,000"]]);
        let theirs = table(&[&["区分", "口数", "金額"], &["普通", "320", "1,000"], &["賛助", "41", "3,500"]]);
        let body = joined(Some(&old), &mine, &theirs);
        let want = table(&[&["区分", "口数", "金額"], &["普通", "320", "1,200"], &["賛助", "41", "3,500"], &["特別", "", "5,000"]]);
        assert!(body.clashes.is_empty());
        assert_eq!(body.blocks, want);
        let theirs = table(&[&["区分", "金額"], &["普通", "1,300"], &["賛助", "3,100"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!(body.blocks, table(&[&["区分", "金額"], &["普通", "1,200"], &["賛助", "3,100"], &["特別", "5,000"]]));
        let spots: Vec<&Spot> = body.clashes.iter().map(|clash| &clash.spot).collect();
        assert_eq!(spots, [&Spot::Words { block: 0, cell: Some((1, 1)), at: 0..5 }]);
        assert_eq!((body.clashes[0].base.as_str(), body.clashes[0].theirs.as_str()), ("1,000", "1,300"));
    }

    #[test]
    fn rows_that_both_added_under_one_name_are_one() {
        let old = table(&[&["区分", "金額"], &["普通", "1,000"]]);
        let mine = table(&[&["区分", "金額"], &["普通", "1,000"], &["特別", "5,000"], &["団体", "9,000"]]);
        let theirs = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"], &["特別", "6,000"]]);
        let body = joined(Some(&old), &mine, &theirs);
        let want = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"], &["特別", "5,000"], &["団体", "9,000"]]);
        assert_eq!(body.blocks, want);
        assert_eq!(told(&body).1, [("5,000", "6,000")]);
    }

    #[test]
    fn a_row_that_one_took_out_and_the_other_changed_is_named() {
        let old = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,000"]]);
        let mine = table(&[&["区分", "金額"], &["賛助", "3,000"]]);
        let theirs = table(&[&["区分", "金額"], &["普通", "1,300"], &["賛助", "3,000"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((body.clashes.len(), &body.blocks), (1, &mine));
        let theirs = table(&[&["区分", "金額"], &["普通", "1,000"], &["賛助", "3,300"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((body.clashes.len(), body.blocks), (0, table(&[&["区分", "金額"], &["賛助", "3,300"]])));
    }

    const BUDGET: [&[&str]; 5] = [
        &["事業", "予算（千円）", "会場"],
        &["研修", "100", "会館"],
        &["広報", "100", "会館"],
        &["相談", "100", "会館"],
        &["配食", "100", "会館"],
    ];

    fn rows_of(body: &Body) -> Vec<Vec<&str>> {
        let Block::Table(table) = &body.blocks[0] else { panic!("a table") };
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    fn row<'a>(body: &'a Body, name: &str) -> Option<Vec<&'a str>> {
        rows_of(body).into_iter().find(|row| row[0] == name)
    }

    #[test]
    fn a_figure_stays_in_its_row_when_rows_come_and_go() {
        let mine = table(&[BUDGET[0], BUDGET[2], BUDGET[3], BUDGET[4], &["見守り", "100", "会館"]]);
        let theirs = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["相談", "250", "会館"], BUDGET[4]]);
        for (mine, theirs) in [(&mine, &theirs), (&theirs, &mine)] {
            let body = joined(Some(&table(&BUDGET)), mine, theirs);
            let names: Vec<&str> = rows_of(&body).iter().map(|row| row[0]).collect();
            assert_eq!((names, body.clashes.len()), (vec!["事業", "広報", "相談", "配食", "見守り"], 0));
            assert_eq!(row(&body, "相談"), Some(vec!["相談", "250", "会館"]));
            assert_eq!(row(&body, "配食"), Some(vec!["配食", "100", "会館"]));
        }
    }

    #[test]
    fn a_moved_row_or_column_takes_what_the_other_wrote_with_it() {
        let old = table(&BUDGET);
        let theirs = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["相談", "250", "会館"], BUDGET[4]]);
        let moved = table(&[BUDGET[0], BUDGET[3], BUDGET[1], BUDGET[4], BUDGET[2]]);
        let turned = BUDGET.map(|row| vec![row[0], row[2], row[1]]);
        let turned = table(&turned.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for exchanged in [false, true] {
            let join = |mine| if exchanged { joined(Some(&old), &theirs, mine) } else { joined(Some(&old), mine, &theirs) };
            let body = join(&moved);
            let names: Vec<&str> = rows_of(&body).iter().map(|row| row[0]).collect();
            assert_eq!((names, body.clashes.len()), (vec!["事業", "相談", "研修", "配食", "広報"], 0));
            assert_eq!(row(&body, "相談"), Some(vec!["相談", "250", "会館"]));
            let body = join(&turned);
            assert_eq!((row(&body, "相談"), body.clashes.len()), (Some(vec!["相談", "会館", "250"]), 0));
        }
        // Both put the rows into another order: nothing is guessed.
        let other = table(&[BUDGET[0], BUDGET[4], BUDGET[3], BUDGET[2], BUDGET[1]]);
        assert_eq!(joined(Some(&old), &moved, &other).clashes.len(), 1);
    }

    #[test]
    fn a_row_in_the_place_of_another_does_not_get_its_figure() {
        let mine = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["見守り", "100", "会館"], BUDGET[4]]);
        let theirs = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["相談", "250", "会館"], BUDGET[4]]);
        let body = joined(Some(&table(&BUDGET)), &mine, &theirs);
        assert_eq!(body.blocks, mine);
        assert_eq!(told(&body).1, [("見守り", "相談"), ("100", "250")]);
        let mine = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["相談窓口", "100", "会館"], BUDGET[4]]);
        let body = joined(Some(&table(&BUDGET)), &mine, &theirs);
        assert_eq!(
            (row(&body, "相談窓口"), body.clashes.len()),
            (Some(vec!["相談窓口", "250", "会館"]), 0),
            "the same under a longer name"
        );
    }

    #[test]
    fn numbered_rows_are_told_apart_by_their_words() {
        let old = table(&[&["番号", "事業", "予算"], &["1", "研修", "100"], &["2", "広報", "100"], &["3", "相談", "100"]]);
        let mine = table(&[&["番号", "事業", "予算"], &["1", "広報", "100"], &["2", "相談", "100"], &["3", "見守り", "100"]]);
        let theirs = table(&[&["番号", "事業", "予算"], &["1", "研修", "100"], &["2", "広報", "100"], &["3", "相談", "250"]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((rows_of(&body)[2].clone(), body.clashes.len()), (vec!["2", "相談", "250"], 0));
    }

    #[test]
    fn blank_rows_are_filled_by_both() {
        let old = table(&[BUDGET[0], BUDGET[1], &["", "", ""], &["", "", ""]]);
        let mine = table(&[BUDGET[0], BUDGET[1], BUDGET[2], &["", "", ""]]);
        let theirs = table(&[BUDGET[0], BUDGET[1], &["", "", ""], BUDGET[3]]);
        let body = joined(Some(&old), &mine, &theirs);
        assert_eq!((body.blocks.clone(), body.clashes.len()), (table(&BUDGET[..4]), 0));
    }

    #[test]
    fn forms_and_tables_with_spans_are_joined_where_they_stand() {
        let form = |rows: [&str; 4]| {
            let labels = ["会議名", "日時", "会場", "議題"];
            let rows = labels.into_iter().zip(rows).map(|(label, words)| vec![Cell::new(label), Cell::new(words)]).collect();
            vec![Block::Table(Table { rows, ..Table::default() })]
        };
        let old = form(["定例会", "4月10日", "会館", "予算"]);
        let body = joined(Some(&old), &form(["役員会", "4月10日", "会館", "予算"]), &form(["定例会", "4月10日", "会館", "決算"]));
        assert_eq!((body.blocks, body.clashes.len()), (form(["役員会", "4月10日", "会館", "決算"]), 0));
        let spans = |rows: [[&str; 2]; 3], turned: bool| {
            let mut rows: Vec<Vec<Cell>> = rows.map(|row| row.map(Cell::new).to_vec()).to_vec();
            rows.insert(0, vec![Cell { columns: 2, ..Cell::new("予定") }]);
            if turned {
                rows.swap(2, 3);
            }
            vec![Block::Table(Table { header_rows: 1, rows, ..Table::default() })]
        };
        let rows = [["総会", "会館"], ["研修", "会館"], ["祭り", "公園"]];
        let (mut own, mut other) = (rows, rows);
        (own[0][1], other[1][1]) = ("役場", "市役所");
        let body = joined(Some(&spans(rows, false)), &spans(own, false), &spans(other, false));
        let both = [own[0], other[1], rows[2]];
        assert_eq!((body.blocks, body.clashes.len()), (spans(both, false), 0));
        // Moved rows among cells that cover others are for people.
        assert_eq!(joined(Some(&spans(rows, false)), &spans(rows, true), &spans(other, false)).clashes.len(), 1);
        assert_eq!(joined(Some(&spans(rows, false)), &spans(other, false), &spans(rows, true)).clashes.len(), 1);
    }

    /// A table with distinct first cells and few other words; what mine keeps of its lines, in which order, with what
    /// is new; and the cell that the other side edits.
    fn edited() -> impl proptest::strategy::Strategy<Value = (Vec<Vec<String>>, Vec<usize>, (usize, usize))> {
        use proptest::prelude::*;
        (2usize..6, 2usize..5).prop_flat_map(|(rows, columns)| {
            let cells = proptest::collection::vec(
                proptest::collection::vec(prop_oneof![Just("会館"), Just("100"), Just("公園"), Just("")], columns),
                rows,
            );
            let names = Just((0..rows + columns).collect::<Vec<usize>>()).prop_shuffle();
            let kept = Just((0..rows + 2).collect::<Vec<usize>>()).prop_shuffle();
            (cells, names, kept, 1..=rows + 2, 1..rows, 1..columns).prop_map(move |(cells, names, kept, count, row, column)| {
                const NAMES: [&str; 11] = ["研修", "広報", "相談", "配食", "移送", "訪問", "募金", "清掃", "祭り", "講座", "監査"];
                let mut cells: Vec<Vec<String>> = cells.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
                (0..rows).for_each(|at| cells[at][0] = NAMES[names[at]].to_owned());
                (1..columns).for_each(|at| cells[0][at] = NAMES[names[rows + at]].to_owned());
                (cells, kept.into_iter().take(count).collect(), (row, column))
            })
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(1000))]
        #[test]
        fn an_edit_stands_in_the_row_and_column_of_its_name_or_is_a_conflict(
            (old, mut kept, (row, column)) in edited(), in_columns: bool, head_rows: bool, copied in 0usize..4,
        ) {
            let turn = |rows: &[Vec<String>]| -> Vec<Vec<String>> {
                (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at].clone()).collect()).collect()
            };
            let block = |rows: &[Vec<String>]| {
                let rows = if in_columns { turn(rows) } else { rows.to_vec() };
                let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::new).collect()).collect();
                vec![Block::Table(Table { header_rows: u16::from(head_rows || in_columns), rows, ..Table::default() })]
            };
            // The heads stay where they are.
            kept.retain(|at| *at != 0);
            let mut mine = vec![old[0].clone()];
            for at in kept {
                mine.push(old.get(at).cloned().unwrap_or_else(|| {
                    let mut new = old[1 + copied % (old.len() - 1)].clone();
                    new[0] = ["見守り", "福祉講話"][at - old.len()].to_owned();
                    new
                }));
            }
            let mut theirs = old.clone();
            theirs[row][column] = "変更後".to_owned();
            let (base, mine, theirs) = (block(&old), block(&mine), block(&theirs));
            for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
                let body = joined(Some(&base), one, other);
                let Block::Table(table) = &body.blocks[0] else { panic!("a table") };
                let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect();
                let rows = if in_columns { turn(&rows) } else { rows };
                let at = rows[0].iter().position(|name| *name == old[0][column]);
                let stands = rows.iter().any(|cells| cells[0] == old[row][0] && at.is_some_and(|at| cells[at] == "変更後"));
                let once = rows.iter().flatten().filter(|words| *words == "変更後").count() <= 1;
                proptest::prop_assert!(once && stands || !body.clashes.is_empty(), "{rows:?}");
            }
        }
    }
}
