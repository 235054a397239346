//! The library's long work as the window's jobs call it: layout, check, import, PDF.
//!
//! Lives here: one door each, and what the window needs to know of the pages beside them (places of
//! nodes, counts). Does not live here: threads (`jobs`).

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use nendo::import::Imported;
use nendo::layout::{FontId, Glyph, Item, Page, Pages, Run, RunSource, Unit};
use nendo::locale::Message;
use nendo::manuscript::{Field, Info, SourceId};
use nendo::plan::{Finding, NodeId, Outline, Plan};

/// Where a node begins on the pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PagePlace {
    /// Page, from 0.
    pub page: usize,
    /// Top of its first line, in points.
    pub y: f32,
}

/// Pages and what the window asks about them.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The plan they show.
    pub plan: Arc<Plan>,
    /// The pages.
    pub pages: Arc<Pages>,
    /// Where each node begins.
    pub places: HashMap<NodeId, PagePlace>,
    /// What the check found.
    pub findings: Vec<Finding>,
    /// Characters of titles and bodies.
    pub characters: usize,
}

/// The bytes of a page font.
pub fn font_bytes(font: FontId) -> &'static [u8] {
    match font {
        FontId::Mincho => include_bytes!("../../assets/fonts/BIZUDMincho-Regular.ttf"),
        FontId::Gothic => include_bytes!("../../assets/fonts/BIZUDGothic-Regular.ttf"),
        FontId::GothicBold => include_bytes!("../../assets/fonts/BIZUDGothic-Bold.ttf"),
        FontId::FallbackSerif => include_bytes!("../../assets/fonts/NendoFallbackSerif-Regular.ttf"),
        FontId::FallbackSans => include_bytes!("../../assets/fonts/NendoFallbackSans-Regular.ttf"),
    }
}

/// Lays out plans one after the other, keeping what did not change.
#[derive(Default)]
pub struct Engine {}

impl Engine {
    /// Pages, places, findings and counts of `plan`.
    pub fn lay_out(&mut self, plan: Arc<Plan>) -> Laid {
        let outline = Outline::of(&plan);
        let pages = Arc::new(fake(&outline, &plan));
        let places = places(&pages);
        let characters = characters(&plan);
        let findings = nendo::check::check(&plan, &outline);
        Laid { plan, pages, places, findings, characters }
    }
}

fn fake(outline: &Outline, plan: &Plan) -> Pages {
    let mut pages: Vec<Page> = vec![Page::default()];
    let mut y = 100_000;
    let mut line = |text: &str, font, size: i32, x: i32, source| {
        if y > 770_000 {
            pages.push(Page::default());
            y = 80_000;
        }
        let mut glyphs = Vec::new();
        let mut at = 0;
        for (i, c) in text.char_indices() {
            let advance = if c.is_ascii() { size / 2 } else { size };
            glyphs.push(Glyph { id: 0, x: Unit(at), advance: Unit(advance), start: i as u32, end: (i + c.len_utf8()) as u32 });
            at += advance;
        }
        if let Some(page) = pages.last_mut() {
            page.items.push(Item::Run(Run {
                font,
                size: Unit(size),
                x: Unit(x),
                y: Unit(y),
                text: text.to_owned(),
                glyphs,
                source,
                element: None,
                continues: false,
            }));
        }
        y += size * 18 / 10;
    };
    line(&plan.title, FontId::GothicBold, 18_000, 150_000, None);
    for row in outline.rows() {
        let source = |field| Some(RunSource { id: SourceId(row.node.id.as_u128()), field });
        let x = 70_000 + i32::from(row.depth) * 10_500;
        line(&outline.heading(row), if row.depth == 0 { FontId::Gothic } else { FontId::Mincho }, 10_500, x, source(Field::Title));
        for (i, block) in row.node.body.iter().enumerate() {
            for text in block.texts() {
                let chars: Vec<char> = text.chars().collect();
                for part in chars.chunks(36) {
                    line(&part.iter().collect::<String>(), FontId::Mincho, 10_500, x + 10_500, source(Field::Body(i as u32)));
                }
            }
        }
    }
    Pages {
        width: Unit::from_mm100(21_000),
        height: Unit::from_mm100(29_700),
        pages: pages.into_iter().map(Arc::new).collect(),
        bookmarks: Vec::new(),
        structure: Vec::new(),
        info: Info::default(),
        missing: Vec::new(),
    }
}

fn places(pages: &Pages) -> HashMap<NodeId, PagePlace> {
    let mut places = HashMap::new();
    for (page, items) in pages.pages.iter().enumerate() {
        for item in &items.items {
            if let Item::Run(Run { source: Some(source), y, size, .. }) = item {
                places.entry(NodeId::from_u128(source.id.0)).or_insert_with(|| PagePlace { page, y: (*y - *size).pt() });
            }
        }
    }
    places
}

/// Characters a reader reads: titles and bodies, blanks not counted.
fn characters(plan: &Plan) -> usize {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let blocks = |body: &[nendo::plan::Block]| body.iter().flat_map(nendo::plan::Block::texts).map(count).sum::<usize>();
    blocks(&plan.preface) + plan.walk().map(|node| count(&node.title) + blocks(&node.body)).sum::<usize>()
}

/// Reads a text file into a plan.
///
/// # Errors
/// Says what is wrong and what to do.
pub fn import(path: &Path) -> Result<Imported, Message> {
    nendo::import::import_file(path).map_err(|error| error.message())
}

/// The PDF of `pages`.
///
/// # Errors
/// Says what is wrong and what to do.
pub fn pdf(_pages: &Pages) -> Result<Vec<u8>, Message> {
    Err(Message::new("window.error.broken"))
}
