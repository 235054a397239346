//! The library's long work as the window's jobs call it: layout, check, import, PDF.
//!
//! Lives here: one door each, and what the window needs to know of the pages beside them (places of
//! nodes, counts). Does not live here: threads (`jobs`).

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use nendo::calendar::Holidays;
use nendo::export::PageRange;
use nendo::import::Imported;
use nendo::layout::{Item, Pages, Run};
use nendo::locale::Message;
use nendo::manuscript::Composer;
use nendo::plan::{Finding, NodeId, Outline, Pictures, Plan, resolve_references};
use nendo::storage::{self, PictureCache};

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
    /// The pages.
    pub pages: Arc<Pages>,
    /// The pictures by the names of their files.
    pub pictures: Pictures,
    /// Where each node begins.
    pub places: HashMap<NodeId, PagePlace>,
    /// What the check found.
    pub findings: Vec<Finding>,
    /// Characters of titles and bodies.
    pub characters: usize,
}

/// Lays out plans one after the other, keeping what did not change.
#[derive(Default)]
pub struct Engine {
    composer: Composer,
    layout: nendo::layout::Engine,
    pictures: PictureCache,
}

impl Engine {
    /// Pages, places, findings and counts of `plan`, whose pictures stand in `folder`.
    pub fn lay_out(&mut self, plan: &Plan, folder: Option<&Path>, holidays: &Holidays) -> Laid {
        self.composer.set_holidays(holidays);
        let outline = Outline::of(plan);
        let pictures = self.pictures.load(plan, folder);
        let manuscript = self.composer.compose(plan, &outline, &pictures);
        let pages = Arc::new(self.layout.lay_out(&manuscript));
        let mut findings = nendo::check::check(plan, &outline, holidays);
        findings.extend(nendo::export::missing_pictures(&manuscript));
        findings.extend(nendo::export::missing_glyphs(&pages));
        let places = places(&pages);
        let characters = characters(plan);
        Laid { pages, pictures, places, findings, characters }
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
    // A reference counts as the words it is read as.
    let outline = Outline::of(plan);
    let count = |text: &str| resolve_references(text, &outline).chars().filter(|c| !c.is_whitespace()).count();
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

/// The PDF of the pages of `plan` in `range`, and what its reader would miss; its pictures stand in `folder`.
///
/// # Errors
/// Says what is wrong and what to do.
pub fn pdf(plan: &Plan, folder: Option<&Path>, holidays: &Holidays, range: &PageRange) -> Result<(Vec<u8>, Vec<Finding>), Message> {
    let made = nendo::export::plan_to_pdf(plan, &storage::load_pictures(plan, folder), holidays, range);
    made.map_err(|error| error.message())
}
