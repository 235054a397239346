//! The pages as data: where every line of a sample stands, and what pages promise.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

mod layout_sample;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use nendo::layout::{ElementId, ElementRole, Engine, FontId, Item, Page, PageNumber, Pages, Run, lay_out};
use nendo::manuscript::{Block, BlockKind, Cover, Footer, HeadingRank, Manuscript, SourceId, SpanStyle};

use layout_sample::{Draft, dump, form, plain, plan, styled, table};

/// Compares with the golden file; `NENDO_BLESS=1` writes it anew.
fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages").join(name);
    if std::env::var_os("NENDO_BLESS").is_some() {
        std::fs::write(&path, text).expect("golden file written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(golden == text, "{name} differs; look at it, then bless it with NENDO_BLESS=1\n{}", first_difference(&golden, text));
}

fn first_difference(golden: &str, text: &str) -> String {
    let differing = golden.lines().zip(text.lines()).find(|(a, b)| a != b);
    differing.map_or_else(|| "one is longer".to_owned(), |(a, b)| format!("golden: {a}\nnow:    {b}"))
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run) } else { None })
}

/// The runs of the text, without header and footer.
fn body(page: &Page) -> Vec<&Run> {
    runs(page).filter(|run| run.element.is_some()).collect()
}

fn text(pages: &Pages) -> String {
    pages.pages.iter().flat_map(|page| body(page)).map(|run| run.text.as_str()).collect()
}

const SENTENCE: &str = "わかば市の地区社協では、月に二度のふれあい食堂と見守りの訪問を続け、だれもが名前で呼びあえるまちを目ざしています。";

#[test]
fn the_sample_plan_stands_where_it_stood() {
    check("plan.txt", &dump(&lay_out(&plan())));
}

#[test]
fn a_long_form_stands_where_it_stood() {
    let mut draft = Draft::new();
    let mut form = form();
    let long = &mut form.cells.last_mut().expect("cells").paragraphs;
    for round in 1..=30 {
        long.push(plain(&format!("({round}) {SENTENCE}")));
    }
    draft.add(BlockKind::Table { indent: 0, table: form });
    let pages = lay_out(&draft.0);
    assert!(pages.pages.len() >= 2);
    check("form.txt", &dump(&pages));
}

#[test]
fn the_same_manuscript_gives_the_same_pages() {
    assert_eq!(dump(&lay_out(&plan())), dump(&lay_out(&plan())));
}

#[test]
fn no_character_of_the_manuscript_is_lost() {
    let manuscript = plan();
    let laid = text(&lay_out(&manuscript));
    for block in &manuscript.blocks {
        if let BlockKind::Paragraph { text, .. } | BlockKind::Item { text, .. } | BlockKind::Note { text, .. } = &block.kind {
            let words = nendo::manuscript::plain_text(text);
            assert!(laid.contains(&words), "{words}");
        }
    }
}

#[test]
fn full_width_text_stands_on_the_grid() {
    let mut draft = Draft::new();
    draft.paragraph(0, &"福祉の輪".repeat(50));
    let pages = lay_out(&draft.0);
    for run in body(&pages.pages[0]) {
        assert!(run.glyphs.iter().all(|glyph| glyph.x.0 % 10_500 == 0), "{}", run.text);
    }
}

#[test]
fn a_heading_never_ends_a_page() {
    for filler in 20..45 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        draft.heading(HeadingRank::Part, 1, "Ⅱ", "事業").heading(HeadingRank::Chapter, 2, "1", "地域").heading(
            HeadingRank::Project,
            3,
            "(1)",
            "食堂",
        );
        draft.paragraph(0, &SENTENCE.repeat(3));
        let pages = lay_out(&draft.0);
        for page in &pages.pages[..pages.pages.len() - 1] {
            let last = *body(page).last().expect("text on the page");
            let role = pages.structure[last.element.expect("in the structure").0 as usize].role;
            assert!(!matches!(role, ElementRole::Heading(_)), "{filler}: {}", last.text);
        }
    }
}

#[test]
fn the_notes_of_a_heading_do_not_end_a_page_either() {
    for filler in 20..45 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        draft
            .heading(HeadingRank::Project, 1, "(1)", "食堂")
            .note(1, "担当：地域支援課")
            .note(1, "連携：青空高等学校")
            .paragraph(0, SENTENCE);
        for page in &lay_out(&draft.0).pages {
            let last = body(page).last().map(|run| run.text.clone()).unwrap_or_default();
            assert!(!last.starts_with("担当") && !last.starts_with("連携"), "{filler}: {last}");
        }
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone_on_a_page() {
    for filler in 20..45 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        draft.paragraph(0, &SENTENCE.repeat(4));
        let pages = lay_out(&draft.0);
        for page in &pages.pages {
            let lines = body(page).iter().filter(|run| run.text != "見守り").count();
            assert_ne!(lines, 1, "{filler}");
        }
    }
}

#[test]
fn a_line_that_leads_stays_with_what_it_leads() {
    for filler in 20..45 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        let lead = BlockKind::Item {
            indent: 0,
            list_level: 1,
            label: "①".into(),
            separator: String::new(),
            widest: String::new(),
            text: plain("主な会議"),
            leads: true,
        };
        draft.add(lead).item(1, 2, "・", "会長会議");
        let pages = lay_out(&draft.0);
        for page in &pages.pages {
            assert_ne!(body(page).last().map(|run| run.text.as_str()), Some("主な会議"), "{filler}");
        }
    }
}

#[test]
fn labels_hang_and_never_touch_their_text() {
    let mut draft = Draft::new();
    for label in ["・", "①", "ア", "(1)", "(10)", "（１０）", "第10号"] {
        draft.item(1, 1, label, &SENTENCE.repeat(2));
    }
    let pages = lay_out(&draft.0);
    let runs = body(&pages.pages[0]);
    let role = |run: &Run| pages.structure[run.element.expect("in the structure").0 as usize].role;
    for (i, label) in runs.iter().enumerate().filter(|(_, run)| role(run) == ElementRole::Label) {
        let end = label.glyphs.last().map_or(label.x.0, |glyph| label.x.0 + glyph.x.0 + glyph.advance.0);
        let lines: BTreeSet<i32> = runs[i + 1..].iter().take_while(|run| role(run) == ElementRole::ListBody).map(|run| run.x.0).collect();
        assert_eq!(lines.len(), 1, "lines of {} stand on one edge", label.text);
        let edge = lines.first().copied().unwrap_or(0);
        assert!(edge >= end && edge - label.x.0 >= 10_500, "{}", label.text);
        assert!(label.text == "・" || edge - end >= 5000, "{} has air", label.text);
    }
}

#[test]
fn head_rows_are_repeated_and_rows_kept_whole() {
    let rows: Vec<Vec<String>> = (0..80).map(|i| vec![format!("第{i}回"), SENTENCE.to_owned()]).collect();
    let mut cells: Vec<Vec<&str>> = vec![vec!["回", "内容"]];
    cells.extend(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
    let rows: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let mut draft = Draft::new();
    draft.table(0, "", 1, &rows);
    let pages = lay_out(&draft.0);
    assert!(pages.pages.len() > 2);
    for (number, page) in pages.pages.iter().enumerate() {
        let first: Vec<&str> = runs(page).take(2).map(|run| run.text.as_str()).collect();
        assert_eq!(first, ["回", "内容"], "page {}", number + 1);
        assert_eq!(runs(page).next().map(|run| run.element.is_none()), Some(number > 0), "repeated heads are furniture");
        let whole = body(page).iter().filter(|run| run.text.starts_with('第')).count();
        let ends = body(page).iter().filter(|run| run.text.ends_with("います。")).count();
        assert_eq!(whole, ends, "rows of page {}", number + 1);
    }
}

#[test]
fn a_wide_table_is_set_smaller_and_stays_in_the_measure() {
    let head: Vec<String> = (0..14).map(|i| format!("項目{i}の名称")).collect();
    let row: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut draft = Draft::new();
    draft.table(0, "", 1, &[&row, &row]);
    let pages = lay_out(&draft.0);
    let runs = body(&pages.pages[0]);
    assert!(runs.iter().all(|run| (8000..9500).contains(&run.size.0)));
    let right = pages.pages[0].width.0 - 71_000;
    assert!(runs.iter().all(|run| run.x.0 + run.glyphs.last().map_or(0, |glyph| glyph.x.0 + glyph.advance.0) <= right));
}

#[test]
fn a_character_no_font_has_is_reported_and_drawn() {
    let mut draft = Draft::new();
    draft.paragraph(0, "前\u{10FFFD}後\u{10FFFD}");
    let pages = lay_out(&draft.0);
    assert_eq!(pages.missing.len(), 1);
    assert_eq!((pages.missing[0].text.as_str(), pages.missing[0].page), ("\u{10FFFD}", 0));
    assert_eq!(pages.missing[0].source.map(|source| source.id.0), Some(1));
    let run = body(&pages.pages[0])[0];
    assert_eq!(run.text, "前\u{10FFFD}後\u{10FFFD}");
    let mark = nendo::layout::fonts::glyph(FontId::Mincho, '〓').expect("in the font").glyph;
    assert_eq!(run.glyphs[1].id, mark);
}

#[test]
fn the_structure_nests_and_its_headings_skip_no_level() {
    let mut draft = Draft::new();
    draft.heading(HeadingRank::Part, 1, "Ⅰ", "方針").heading(HeadingRank::Project, 4, "(1)", "食堂");
    draft.item(1, 1, "①", "助成").item(2, 2, "ア", "対象").item(2, 2, "イ", "額").paragraph(3, "細かな定め。").item(1, 1, "②", "研修");
    draft.add(BlockKind::Table { indent: 0, table: table("表1", 1, &[&["甲", "乙"], &["1", "2"]]) });
    let pages = lay_out(&draft.0);
    let depth = |mut at: ElementId| {
        let mut depth = 0;
        while let Some(parent) = pages.structure[at.0 as usize].parent {
            assert!(parent < at, "parents stand first");
            at = parent;
            depth += 1;
        }
        depth
    };
    let mut tree = String::new();
    for (i, element) in pages.structure.iter().enumerate() {
        let id = ElementId(u32::try_from(i).expect("small"));
        tree += &format!("{}{:?}\n", " ".repeat(depth(id)), element.role);
    }
    check("structure.txt", &tree);
    assert_eq!(pages.bookmarks.iter().map(|bookmark| bookmark.level).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(pages.bookmarks[1].title, "(1) 食堂");
}

#[test]
fn a_title_of_two_lines_is_divided_evenly() {
    let mut draft = Draft::new();
    draft.title("令和７年度わかば市社会福祉協議会事業計画および収支予算の案");
    let pages = lay_out(&draft.0);
    let lengths: Vec<usize> = body(&pages.pages[0]).iter().map(|run| run.text.chars().count()).collect();
    assert!(lengths.len() == 2 && lengths[0].abs_diff(lengths[1]) <= 2, "{lengths:?}");
}

#[test]
fn a_page_break_starts_a_page_once() {
    let mut draft = Draft::new();
    draft.paragraph(0, "一").add(BlockKind::PageBreak).add(BlockKind::PageBreak).paragraph(0, "二");
    assert_eq!(lay_out(&draft.0).pages.len(), 2);
}

#[test]
fn footers_count_and_headers_begin_on_the_second_page() {
    let mut draft = Draft::new();
    draft.0.footer = Footer::OfTotal;
    draft.paragraph(0, "一").add(BlockKind::PageBreak).paragraph(0, "二");
    let pages = lay_out(&draft.0);
    let furniture = |page: &Page| runs(page).filter(|run| run.element.is_none()).map(|run| run.text.clone()).collect::<Vec<_>>();
    assert_eq!(furniture(&pages.pages[0]), ["1 / 2"]);
    assert_eq!(furniture(&pages.pages[1]), [draft.0.header.as_str(), "2 / 2"]);
}

#[test]
fn the_contents_give_the_numbers_that_stand_at_the_feet() {
    let mut draft = Draft::new();
    let entry = |text: &str, target: u128| BlockKind::ContentsEntry {
        rank: HeadingRank::Part,
        label: "1".into(),
        separator: " ".into(),
        text: plain(text),
        target: SourceId(target),
    };
    let cover = Cover { title: plain("事業計画"), date: plain("令和7年3月26日"), ..Cover::default() };
    draft.add(BlockKind::Cover(cover)).add(BlockKind::ContentsTitle { text: plain("目　次") });
    // The headings are the blocks 6 and 8; blocks count from 1.
    draft.add(entry("方針", 6)).add(entry(&"事業の長い名前".repeat(12), 8)).add(entry("どこにもない見出し", 999));
    draft.heading(HeadingRank::Part, 1, "1", "方針").add(BlockKind::PageBreak).heading(HeadingRank::Part, 1, "1", "事業");
    let pages = lay_out(&draft.0);
    assert_eq!(pages.numbers, [PageNumber::Cover, PageNumber::Front(1), PageNumber::Body(1), PageNumber::Body(2)]);
    let furniture = |page: &Page| runs(page).filter(|run| run.element.is_none()).map(|run| run.text.clone()).collect::<Vec<_>>();
    assert!(furniture(&pages.pages[0]).is_empty());
    assert_eq!(furniture(&pages.pages[1]).last().map(String::as_str), Some("－ i －"));
    assert_eq!(furniture(&pages.pages[2]), ["－ 1 －"]);
    let words: Vec<&str> = body(&pages.pages[1]).iter().map(|run| run.text.as_str()).collect();
    assert_eq!(words[..4], ["目　次", "1 ", "方針", "1"]);
    // The number stands on the last line of a long entry, right of its words and of the leader.
    let number = body(&pages.pages[1]).into_iter().find(|run| run.text == "2").expect("a number");
    let same_line: Vec<&Run> = runs(&pages.pages[1]).filter(|run| run.y == number.y && run.text != "2").collect();
    assert!(same_line.len() == 2 && same_line.iter().all(|run| run.x < number.x));
    let links = pages.pages[1].items.iter().filter(|item| matches!(item, Item::Link { .. })).count();
    assert_eq!(links, 3);
}

#[test]
fn the_header_names_the_part_a_page_begins_with_and_drafts_are_marked() {
    let mut draft = Draft::new();
    (draft.0.part_in_header, draft.0.mark, draft.0.footer) = (true, "案".into(), Footer::Plain);
    draft.heading(HeadingRank::Part, 1, "1", "方針").add(BlockKind::PageBreak).paragraph(0, "続き");
    draft.heading(HeadingRank::Part, 1, "2", "事業").add(BlockKind::PageBreak).heading(HeadingRank::Part, 1, "3", "資料");
    let pages = lay_out(&draft.0);
    let furniture = |page: &Page| runs(page).filter(|run| run.element.is_none()).map(|run| run.text.clone()).collect::<Vec<_>>();
    assert_eq!(furniture(&pages.pages[0]), ["案", "1"]);
    assert_eq!(furniture(&pages.pages[1]), ["1 方針", "案", "2"]);
    assert_eq!(furniture(&pages.pages[2]), ["3 資料", "案", "3"]);
}

#[test]
fn siblings_hang_by_their_widest_label() {
    let mut draft = Draft::new();
    for (label, text) in [("(9)", "甲"), ("(10)", "乙")] {
        draft.add(BlockKind::Item {
            indent: 0,
            list_level: 1,
            label: label.into(),
            separator: " ".into(),
            widest: "(10)".into(),
            text: plain(text),
            leads: false,
        });
    }
    let pages = lay_out(&draft.0);
    let at = |word: &str| body(&pages.pages[0]).into_iter().find(|run| run.text == word).map(|run| run.x);
    assert_eq!(at("甲"), at("乙"));
}

#[test]
fn six_short_lines_stand_in_two_columns_and_five_do_not() {
    let list = |count: usize, on: bool| {
        let mut draft = Draft::new();
        draft.0.setup.two_columns = on;
        (0..count).for_each(|i| {
            draft.item(1, 1, "・", &format!("体操教室{i}（毎週）"));
        });
        draft.paragraph(0, "以上。");
        let pages = lay_out(&draft.0);
        let lines: BTreeSet<i32> = body(&pages.pages[0]).iter().map(|run| run.y.0).collect();
        let order: String = body(&pages.pages[0]).iter().map(|run| run.text.as_str()).collect();
        (lines.len(), order)
    };
    assert_eq!((list(7, false).0, list(5, true).0, list(7, true).0), (8, 6, 5));
    assert_eq!(list(7, false).1, list(7, true).1);
}

#[test]
fn a_long_header_is_set_smaller_before_it_is_cut() {
    let header_of = |header: String| {
        let mut draft = Draft::new();
        draft.0.header = header;
        draft.paragraph(0, "一").add(BlockKind::PageBreak).paragraph(0, "二");
        let pages = lay_out(&draft.0);
        let run = runs(&pages.pages[1]).min_by_key(|run| run.y).expect("a header");
        (run.text.clone(), run.size.0)
    };
    let long = "社会福祉法人わかば市社会福祉協議会".repeat(3) + "令和7年度事業計画";
    let (text, size) = header_of(long.clone());
    assert!(text == long && (7000..8000).contains(&size), "{text} {size}");
    let (text, size) = header_of(long.repeat(2));
    assert!(text.ends_with('…') && long.repeat(2).starts_with(text.trim_end_matches('…')) && text.chars().count() > 55, "{text}");
    assert!(size >= 6900, "{size}");
}

#[test]
fn an_engine_gives_the_pages_of_a_single_run_and_keeps_equal_ones() {
    let mut manuscript: Manuscript = plan();
    for i in 0..60 {
        let block = Block {
            source: None,
            kind: BlockKind::Paragraph { indent: 0, first_line_indent: true, text: plain(&format!("{i}。{SENTENCE}")) },
        };
        manuscript.blocks.push(Arc::new(block));
    }
    let mut engine = Engine::new();
    let before = engine.lay_out(&manuscript);
    let last = manuscript.blocks.len() - 1;
    manuscript.blocks[last] =
        Arc::new(Block { source: None, kind: BlockKind::Paragraph { indent: 0, first_line_indent: true, text: plain("終わり。") } });
    let after = engine.lay_out(&manuscript);
    assert_eq!(dump(&after), dump(&lay_out(&manuscript)));
    assert!(Arc::ptr_eq(&before.pages[0], &after.pages[0]));
    manuscript.setup.scale.body.size.0 = 12_000;
    assert_eq!(dump(&engine.lay_out(&manuscript)), dump(&lay_out(&manuscript)));
}

#[test]
fn boxes_and_underlines_are_drawn() {
    let mut draft = Draft::new();
    draft.paragraph_spans(0, vec![styled("新", SpanStyle::Boxed), styled("事業を始める", SpanStyle::Underlined)]);
    let fills = lay_out(&draft.0).pages[0].items.iter().filter(|item| matches!(item, Item::Fill { .. })).count();
    assert_eq!(fills, 5);
}

#[test]
fn odd_manuscripts_still_give_pages() {
    assert_eq!(lay_out(&Draft::new().0).pages.len(), 1);
    let mut draft = Draft::new();
    draft.paragraph(60, SENTENCE).item(0, 3, &"長い項番".repeat(20), "").item(9, 1, "", "").title("").note(0, "\t\u{FEFF}\n");
    draft.quote(200, SENTENCE, "");
    draft.table(0, "", 0, &[]).table(40, "表", 5, &[&["あ", ""]]);
    (draft.0.setup.left_margin.0, draft.0.setup.right_margin.0) = (10_400, 10_400);
    assert!(!lay_out(&draft.0).pages.is_empty());
}

#[test]
fn a_cover_is_set_smaller_before_a_part_of_its_title_is_torn() {
    let name = "さざなみ県社会福祉協議会職員連絡会";
    let mut draft = Draft::new();
    draft.add(BlockKind::Cover(Cover { title: plain(&format!("{name} 組織概要と令和7年度の活動")), ..Cover::default() }));
    let pages = lay_out(&draft.0);
    let runs: Vec<_> =
        pages.pages[0].items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run.text.trim()) } else { None }).collect();
    assert!(runs.contains(&name), "{runs:?}");
}
