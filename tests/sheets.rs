//! Sheets of other sizes, turned ones among them, and the pictures that stand on them.

mod layout_sample;

use std::sync::Arc;

use nendo::layout::{ElementRole, Item, Page, PageNumber, Pages, Picture, PictureFormat, Run, lay_out};
use nendo::manuscript::{BlockKind, HeadingRank, Image, Table, compose, page_setup};
use nendo::plan::{Margins, Node, PageStyle, Paper, PictureError, Pictures, Plan, Role};

use layout_sample::{Draft, plain, table};

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| if let Item::Run(run) = item { Some(run) } else { None })
}

fn texts(page: &Page) -> Vec<&str> {
    runs(page).map(|run| run.text.as_str()).collect()
}

fn wide(rows: usize) -> Table {
    let months: Vec<String> = std::iter::once("事業".to_owned()).chain((1..=12).map(|month| format!("{month}月"))).collect();
    let head: Vec<&str> = months.iter().map(String::as_str).collect();
    let row: Vec<&str> = std::iter::once("見守り訪問").chain((1..=12).map(|_| "会議")).collect();
    let all: Vec<&[&str]> = std::iter::once(head.as_slice()).chain((0..rows).map(|_| row.as_slice())).collect();
    Table { landscape: true, ..table("年間の予定", 1, &all) }
}

/// Everything drawn stands on its sheet.
fn on_the_sheet(pages: &Pages) {
    for page in &pages.pages {
        for item in &page.items {
            let (left, right, top, bottom) = match item {
                Item::Run(run) => {
                    let end = run.glyphs.last().map_or(0, |glyph| glyph.x.0 + glyph.advance.0);
                    (run.x.0, run.x.0 + end, run.y.0 - run.size.0, run.y.0)
                }
                Item::Fill { rect, .. } | Item::Image { rect, .. } | Item::Link { rect, .. } => {
                    (rect.x.0, rect.x.0 + rect.width.0, rect.y.0, rect.y.0 + rect.height.0)
                }
            };
            assert!(left >= 0 && right <= page.width.0 && top >= 0 && bottom <= page.height.0, "{item:?}");
        }
    }
}

#[test]
fn a_wide_table_stands_turned_with_its_heading_and_the_text_goes_on_upright() {
    let mut draft = Draft::new();
    draft.paragraph(0, "前の本文").heading(HeadingRank::Project, 1, "(1)", "年間の予定").note(1, "担当：地域課");
    draft.add(BlockKind::Table { indent: 0, table: wide(40) });
    draft.paragraph(0, "後の本文");
    let pages = lay_out(&draft.0);
    on_the_sheet(&pages);
    let turned: Vec<bool> = pages.pages.iter().map(|page| page.width > page.height).collect();
    assert!(turned.len() >= 4, "the table goes over pages");
    assert_eq!(turned.iter().filter(|turned| !**turned).count(), 2);
    assert_eq!((turned[0], turned[turned.len() - 1]), (false, false));
    assert!(texts(&pages.pages[1]).contains(&"年間の予定") && texts(&pages.pages[1]).contains(&"担当：地域課"));
    assert!(pages.pages[1..turned.len() - 1].iter().all(|page| texts(page).contains(&"事業")), "heads on each page");
    let counted: Vec<PageNumber> = (1..=u32::try_from(turned.len()).expect("few")).map(PageNumber::Body).collect();
    assert_eq!(pages.numbers, counted, "numbers run on");
    // The foot stands in the middle of the turned sheet, the head at its right edge.
    let page = &pages.pages[1];
    let foot = runs(page).find(|run| run.text == "－ 2 －").expect("a foot");
    let end = foot.glyphs.last().map_or(0, |glyph| glyph.x.0 + glyph.advance.0);
    assert!((foot.x.0 + end / 2 - page.width.0 / 2).abs() < 500 && foot.y.0 > page.height.0 * 9 / 10);
    let head = runs(page).find(|run| run.text == draft.0.header).expect("a head");
    assert!(head.x.0 > page.width.0 / 2);
}

#[test]
fn the_contents_count_turned_pages_too() {
    let mut draft = Draft::new();
    for (target, title) in [(2_u128, "表"), (4, "まとめ")] {
        let entry = BlockKind::ContentsEntry {
            rank: HeadingRank::Part,
            label: String::new(),
            separator: String::new(),
            text: plain(title),
            target: nendo::manuscript::SourceId(target + 1),
        };
        draft.add(entry);
    }
    draft.heading(HeadingRank::Part, 1, "", "表");
    draft.add(BlockKind::Table { indent: 0, table: wide(3) });
    draft.heading(HeadingRank::Part, 1, "", "まとめ");
    let pages = lay_out(&draft.0);
    assert_eq!(pages.bookmarks.iter().map(|bookmark| bookmark.page).collect::<Vec<_>>(), [1, 2]);
    let numbers: Vec<&str> = texts(&pages.pages[0]).into_iter().filter(|text| text.chars().all(|c| c.is_ascii_digit())).collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[test]
fn a_document_turned_as_a_whole_turns_no_table_twice() {
    let mut draft = Draft::new();
    draft.0.setup = page_setup(PageStyle { landscape: true, ..PageStyle::default() });
    draft.paragraph(0, "本文").add(BlockKind::Table { indent: 0, table: wide(3) });
    let pages = lay_out(&draft.0);
    assert_eq!(pages.pages.len(), 1);
    assert_eq!((pages.pages[0].width.0, pages.pages[0].height.0), (841_890, 595_276));
}

#[test]
fn every_paper_and_measure_gives_full_pages() {
    let margins = |all| Margins { top: Some(all), bottom: Some(all), left: Some(all), right: Some(all) };
    for paper in Paper::ALL {
        for landscape in [false, true] {
            for (margin, size, spacing) in [(0, 0, 0), (10, 105, 125), (60, 140, 250), (u16::MAX, u16::MAX, u16::MAX)] {
                let style = PageStyle {
                    paper,
                    landscape,
                    margins: margins(margin),
                    base_size: Some(size),
                    line_spacing: Some(spacing),
                    cover: true,
                    contents: true,
                    ..PageStyle::default()
                };
                let mut plan = Plan::new("令和7年度事業計画", None);
                plan.style = style;
                plan.nodes = (0..8).map(|i| Arc::new(Node::new(Role::Part, format!("第{i}の部の長い名前の見出し")))).collect();
                let pages = lay_out(&compose(&plan, &Pictures::none()));
                on_the_sheet(&pages);
                assert!(pages.pages.iter().all(|page| runs(page).any(|run| run.element.is_some())), "no page is empty");
            }
        }
    }
}

fn image(picture: Result<Arc<Picture>, PictureError>, width: Option<u8>) -> BlockKind {
    let image = Image { file: "図/a.png".into(), picture, alternative: "地区の地図".into(), caption: plain("図1　地区"), width };
    BlockKind::Image { indent: 1, image }
}

fn picture(width: u32, height: u32) -> Arc<Picture> {
    Arc::new(Picture { format: PictureFormat::Png, width, height, orientation: 1, resolution: None, bytes: Arc::from([]) })
}

#[test]
fn a_picture_keeps_its_caption_and_its_heading() {
    for filler in 0..40 {
        let mut draft = Draft::new();
        for _ in 0..filler {
            draft.paragraph(0, "見守り");
        }
        draft.heading(HeadingRank::Project, 1, "(1)", "地区").add(image(Ok(picture(800, 1600)), None));
        let pages = lay_out(&draft.0);
        on_the_sheet(&pages);
        let page = pages.pages.last().expect("a page");
        assert!(page.items.iter().any(|item| matches!(item, Item::Image { .. })));
        assert!(texts(page).contains(&"地区") && texts(page).contains(&"図1　地区"), "{filler}");
    }
}

#[test]
fn pictures_are_kept_once_and_tagged_with_their_words() {
    let (one, two) = (picture(10, 10), picture(20, 10));
    let mut draft = Draft::new();
    for picture in [&one, &two, &one] {
        draft.add(image(Ok(Arc::clone(picture)), Some(20)));
    }
    let pages = lay_out(&draft.0);
    assert_eq!(pages.pictures.len(), 2);
    let shown: Vec<(usize, &ElementRole, Option<&str>)> = pages.pages[0]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Image { picture, element: Some(element), .. } => {
                let element = &pages.structure[element.0 as usize];
                Some((*picture, &element.role, element.alternative.as_deref()))
            }
            _ => None,
        })
        .collect();
    let words = Some("地区の地図");
    assert_eq!(shown, [(0, &ElementRole::Figure, words), (1, &ElementRole::Figure, words), (0, &ElementRole::Figure, words)]);
}

#[test]
fn a_picture_that_cannot_be_shown_leaves_a_frame_with_its_words() {
    let mut draft = Draft::new();
    draft.add(image(Err(PictureError::Missing), Some(50))).add(image(Err(PictureError::Damaged), None));
    if let BlockKind::Image { image, .. } = &mut Arc::make_mut(&mut draft.0.blocks[1]).kind {
        image.alternative = "とても長い説明。".repeat(2000);
    }
    let pages = lay_out(&draft.0);
    on_the_sheet(&pages);
    assert!(pages.pictures.is_empty());
    assert_eq!(texts(&pages.pages[0])[..2], ["地区の地図", "図1　地区"]);
    assert!(texts(pages.pages.last().expect("a page")).contains(&"図1　地区"));
    let findings = nendo::export::missing_pictures(&draft.0);
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["picture.missing", "picture.damaged"]);
    assert!(findings.iter().all(|finding| finding.place.node.is_some()));
}

#[test]
fn the_sample_plans_have_their_pictures_and_a_turned_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut shown = 0;
    let mut turned = 0;
    for entry in std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.extension().is_some_and(|extension| extension == "ron") {
            let plan = nendo::storage::load(&entry).expect("a plan").plan;
            let manuscript = compose(&plan, &nendo::storage::load_pictures(&plan, Some(&folder)));
            assert!(nendo::export::missing_pictures(&manuscript).is_empty(), "{}", entry.display());
            let pages = lay_out(&manuscript);
            on_the_sheet(&pages);
            shown += pages.pictures.len();
            turned += pages.pages.iter().filter(|page| page.width > page.height).count();
        }
    }
    assert!(shown >= 1 && turned >= 1);
}
