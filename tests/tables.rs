//! What tables promise on paper: rows stay whole where they can, heads lead them, nothing leaves its cell.

mod layout_sample;

use nendo::layout::{ElementRole, Item, Page, Pages, Run, lay_out};
use nendo::manuscript::{Align, BlockKind, Cell, HeadingRank, Table};

use layout_sample::{Draft, plain, table};

const SENTENCE: &str = "わかば市の地区社協では、月に二度のふれあい食堂と見守りの訪問を続け、だれもが名前で呼びあえるまちを目ざしています。";

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run) } else { None })
}

/// The runs of the text, without furniture and repeated heads.
fn body(page: &Page) -> impl Iterator<Item = &Run> {
    runs(page).filter(|run| run.element.is_some())
}

fn right_end(run: &Run) -> i32 {
    run.x.0 + run.glyphs.last().map_or(0, |glyph| glyph.x.0 + glyph.advance.0)
}

fn laid(table: Table) -> Pages {
    let mut draft = Draft::new();
    draft.add(BlockKind::Table { indent: 0, table });
    lay_out(&draft.0)
}

/// A table of these texts whose first row is a head.
fn of(rows: &[Vec<String>]) -> Table {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    table("", 1, &rows)
}

fn paragraphs(cell: &mut Cell, texts: &[String]) {
    cell.paragraphs = texts.iter().map(|text| plain(text)).collect();
}

#[test]
fn a_short_row_is_never_divided_even_where_a_cell_binds_them_all() {
    let mut rows = vec![vec!["区".to_owned(), "町".to_owned(), "内容".to_owned()]];
    rows.extend((0..60).map(|i| vec![if i == 0 { "全域" } else { "" }.to_owned(), format!("第{i}町"), SENTENCE.repeat(1 + i % 3)]));
    let mut bound = of(&rows);
    bound.cells.retain(|cell| cell.column != 0 || cell.row < 2);
    bound.cells.iter_mut().filter(|cell| (cell.row, cell.column) == (1, 0)).for_each(|cell| cell.row_span = 60);
    let pages = laid(bound);
    assert!(pages.pages.len() > 2);
    for page in &pages.pages {
        let begun = body(page).filter(|run| run.text.ends_with("町") && run.text.starts_with("第")).count();
        let ended = body(page).filter(|run| run.text.ends_with('。') && !run.continues).count();
        assert_eq!(begun, ended, "rows begin and end on one page");
    }
}

#[test]
fn a_high_row_is_divided_between_lines_and_leaves_no_hole() {
    let mut form = table("", 0, &[&["課題", ""], &["次", "短い"]]);
    let texts: Vec<String> = (0..40).map(|i| format!("{i}番目の意見。{SENTENCE}")).collect();
    paragraphs(&mut form.cells[1], &texts);
    let mut draft = Draft::new();
    for _ in 0..20 {
        draft.paragraph(0, "見守り");
    }
    draft.add(BlockKind::Table { indent: 0, table: form });
    let pages = lay_out(&draft.0);
    let first = body(&pages.pages[0]).filter(|run| run.text.contains("番目の意見")).count();
    assert!(first > 5, "the row begins where there is room for it");
    let all: String = pages.pages.iter().flat_map(|page| body(page)).map(|run| run.text.as_str()).collect();
    assert!(texts.iter().all(|text| all.contains(text.as_str())));
}

#[test]
fn the_head_of_a_table_never_ends_a_page() {
    for filler in 20..45 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        draft.heading(HeadingRank::Project, 1, "(1)", "名簿");
        let mut rows = vec![vec!["番号".to_owned(), "内容".to_owned()]];
        rows.extend((0..40).map(|i| vec![format!("第{i}"), SENTENCE.to_owned()]));
        draft.add(BlockKind::Table { indent: 0, table: of(&rows) });
        let pages = lay_out(&draft.0);
        for page in &pages.pages[..pages.pages.len() - 1] {
            let last = body(page).last().expect("text");
            let role = pages.structure[last.element.expect("in the structure").0 as usize].role;
            assert!(matches!(role, ElementRole::DataCell { .. } | ElementRole::Paragraph), "{filler}: {}", last.text);
        }
    }
}

#[test]
fn nothing_leaves_its_cell() {
    let word = "A".repeat(200);
    let head: Vec<String> = (0..30).map(|i| format!("項{i}")).collect();
    let numbers: Vec<String> = (0..30).map(|i| (i * 37).to_string()).collect();
    for table in [of(&[vec!["名".into(), "説明".into()], vec![word, SENTENCE.into()]]), of(&[head, numbers]), of(&[vec![SENTENCE.into()]])]
    {
        let columns = table.columns;
        let pages = laid(table);
        let page = &pages.pages[0];
        // The upright rules, as the edges of the columns.
        let mut edges: Vec<i32> = page
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Fill { rect, grey: 0, .. } if rect.height.0 > rect.width.0 => Some(rect.x.0 + rect.width.0 / 2),
                _ => None,
            })
            .collect();
        edges.sort_unstable();
        edges.dedup();
        assert_eq!(edges.len(), columns + 1);
        for run in body(page) {
            let left = edges.iter().rev().find(|edge| **edge <= run.x.0).expect("a rule at the left");
            let right = edges.iter().find(|edge| *edge > left).expect("a rule at the right");
            assert!(right_end(run) <= *right, "{} leaves its cell", run.text);
        }
    }
}

#[test]
fn numbers_of_thirty_columns_are_not_torn() {
    let head: Vec<String> = (0..30).map(|i| format!("{}", i + 1)).collect();
    let numbers: Vec<String> = (0..30).map(|i| (100 + i).to_string()).collect();
    let pages = laid(of(&[head, numbers.clone()]));
    let texts: Vec<&str> = body(&pages.pages[0]).map(|run| run.text.as_str()).collect();
    assert!(numbers.iter().all(|number| texts.contains(&number.as_str())), "{texts:?}");
}

#[test]
fn amounts_stand_in_line_by_their_last_whole_digit() {
    let mut fees = of(&[["額"], ["1,200円"], ["85"], ["1.5"], ["なし"]].map(|row| row.map(str::to_owned).to_vec()));
    fees.cells.iter_mut().filter(|cell| !cell.head).for_each(|cell| cell.align = Align::Right);
    let pages = laid(fees);
    let digit_end = |text: &str, whole: usize| {
        let run = body(&pages.pages[0]).find(|run| run.text == text).expect(text);
        run.x.0 + run.glyphs[whole - 1].x.0 + run.glyphs[whole - 1].advance.0
    };
    let ends = [digit_end("1,200円", 5), digit_end("85", 2), digit_end("1.5", 1)];
    assert!(ends.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= 2), "{ends:?}");
    let none = body(&pages.pages[0]).find(|run| run.text == "なし").expect("there");
    assert!(right_end(none) > ends[0], "words stand at the edge");
}

#[test]
fn two_thousand_rows_are_laid_out() {
    let mut rows = vec![vec!["番号".to_owned(), "氏名".to_owned(), "地区".to_owned(), "金額".to_owned()]];
    rows.extend((0..2000).map(|i| vec![i.to_string(), "佐藤花子".into(), "東地区".into(), format!("{i}円")]));
    let mut bound = of(&rows);
    bound.cells.retain(|cell| cell.column != 2 || cell.row < 2);
    bound.cells.iter_mut().filter(|cell| (cell.row, cell.column) == (1, 2)).for_each(|cell| cell.row_span = 2000);
    for table in [of(&rows), bound] {
        // A rule that looks at all cells for each row would take minutes here.
        assert!(laid(table).pages.len() > 40);
    }
}

#[test]
fn tables_of_nothing_take_no_page() {
    for table in [table("", 0, &[]), table("", 1, &[&[]]), table("見出しだけ", 0, &[])] {
        assert_eq!(laid(table).pages.len(), 1);
    }
}

/// A form whose first row has three pairs of label and value, its second one.
fn form(value: &str) -> Table {
    let mut form = table("", 0, &[&["場所", "わかば市役所", "参加社協", value, "人数", "30 名"], &["研究課題・テーマ", SENTENCE]]);
    form.cells.retain(|cell| cell.row == 0 || cell.column < 2);
    for cell in &mut form.cells {
        cell.head = cell.column % 2 == 0;
        cell.column_span = if (cell.row, cell.column) == (1, 1) { 5 } else { 1 };
    }
    form
}

#[test]
fn rows_of_a_form_with_other_borders_share_their_width_by_themselves() {
    let of_second_row = |value: &str| {
        let pages = laid(form(value));
        let own = |run: &&Run| SENTENCE.contains(&run.text) && run.text.chars().count() > 6;
        runs(&pages.pages[0]).filter(own).map(|run| (run.x, run.text.clone())).collect::<Vec<_>>()
    };
    let short = of_second_row("ことり町");
    assert!(short.len() > 1);
    assert_eq!(short, of_second_row(&"ことり町、".repeat(20)), "the row below does not feel the pairs above");
    let pages = laid(form("ことり町"));
    let left = |start: &str| runs(&pages.pages[0]).find(|run| run.text.starts_with(start)).map(|run| run.x);
    assert_eq!(left("わかば市役所"), left("わかば市の地区社協"), "the first labels end at one place");
    assert!(left("テーマ").is_some(), "the label breaks where a reader pauses");
}

#[test]
fn a_row_that_goes_on_names_its_head_again_for_the_eye_only() {
    let mut high = table("", 0, &[&["ねらい", ""], &["結果", "よい"]]);
    high.cells.iter_mut().filter(|cell| cell.column == 0).for_each(|cell| cell.head = true);
    paragraphs(&mut high.cells[1], &vec![SENTENCE.to_owned(); 60]);
    let pages = laid(high);
    assert!(pages.pages.len() > 1);
    for page in &pages.pages[1..] {
        let again: Vec<&Run> = runs(page).filter(|run| run.text.contains("続き")).collect();
        assert_eq!(again.len(), 1);
        assert!(again[0].element.is_none(), "said once to those who listen");
    }
    assert!(runs(&pages.pages[0]).all(|run| !run.text.contains("続き")));
}

#[test]
fn a_section_headed_in_each_column_is_named_again_on_the_next_page() {
    let mut rows = vec![vec!["新".to_owned(), "旧".to_owned()], vec!["1 福祉".into(), "1 福祉".into()]];
    rows.extend((0..20).map(|n| vec![format!("事業{n}"), format!("前の事業{n}")]));
    rows.push(vec!["2 財政".into(), "3 財政".into()]);
    rows.extend((0..80).map(|n| vec![format!("会費{n}"), format!("前の会費{n}")]));
    let mut table = of(&rows);
    table.cells.iter_mut().filter(|cell| matches!(cell.row, 1 | 22)).for_each(|cell| cell.head = true);
    let pages = laid(table);
    assert!(pages.pages.len() > 1);
    for page in &pages.pages[1..] {
        let words: String = runs(page).map(|run| run.text.as_str()).collect();
        assert!(words.contains("財政（続き）") && words.matches("続き").count() == 1, "the section that goes on, once: {words}");
    }
}
