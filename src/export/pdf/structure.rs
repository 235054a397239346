//! The tags: structure elements and the parent tree.
//!
//! Lives here: the page model's structure as PDF objects. Does not live here: the marks in the content
//! (`content`), the elements and annotations of links (`links`). May use: the page model, `objects`.

use std::collections::BTreeMap;

use super::content::{Drawn, tag};
use super::links::{self, Places, Words};
use super::objects::Objects;
use super::syntax::Syntax;
use crate::layout::{ElementId, ElementRole, Item, Pages, Rect, Unit};

/// A child of a structure element.
enum Kid {
    /// Marked content of a page.
    Mark { page: usize, number: i64 },
    /// An element, by its place in the page model.
    Element(usize),
    /// The element of a link, by its number in the file.
    Link(u32),
}

/// The tags of a file.
pub(super) struct Tags {
    /// The number of the tree's root.
    pub root: u32,
    /// The numbers of each page's annotations.
    pub annotations: Vec<Vec<u32>>,
}

/// The parent tree: by the key of a page or of an annotation, what holds it.
pub(super) struct Parents {
    entries: Syntax,
    /// The next free key; those of the pages are their places.
    next: i64,
}

impl Parents {
    /// Adds an annotation with its element and returns its key.
    pub(super) fn add(&mut self, element: u32) -> i64 {
        self.entries.raw(b" ").integer(self.next).raw(b" ").reference(element);
        self.next += 1;
        self.next - 1
    }
}

/// Adds the structure tree with the parent tree, and the links of the pages.
pub(super) fn add(objects: &mut Objects, pages: &Pages, drawn: &[Drawn], (places, page_numbers): (&Places, &[u32])) -> Tags {
    let root = objects.reserve();
    let numbers: Vec<u32> = pages.structure.iter().map(|_| objects.reserve()).collect();
    let mut parents = Parents { entries: Syntax::default(), next: pages.pages.len() as i64 };
    let (mut kids, words) = marked(objects, drawn, &numbers, &mut parents);
    let annotations = links::add(objects, pages, (places, page_numbers), &words, &mut parents);
    let kept = kept(pages, &kids);
    for (index, element) in pages.structure.iter().enumerate().skip(1).filter(|(index, _)| kept[*index]) {
        let parent = element.parent.map_or(0, |parent| parent.0 as usize);
        kids[parent].push(Kid::Element(index));
    }
    let boxes = figure_boxes(pages);
    let numberings = numberings(pages);
    for (index, element) in pages.structure.iter().enumerate().filter(|(index, _)| kept[*index]) {
        let parent = element.parent.and_then(|parent| numbers.get(parent.0 as usize)).copied().unwrap_or(root);
        let out = objects.begin(numbers[index]);
        out.raw(b"<</S/").raw(tag(element.role)).raw(b"/P ").reference(parent);
        write_kids(&kids[index], &numbers, page_numbers, out);
        match element.role {
            ElementRole::Figure => place_attribute(boxes.get(&index), out),
            ElementRole::List => numbering_attribute(numberings.get(&index), out),
            role => cell_attributes(role, out),
        }
        if let Some(words) = &element.alternative {
            out.raw(b"/Alt").text(words);
        }
        out.raw(b">>");
    }
    let parent_tree = objects.reserve();
    objects.begin(parent_tree).raw(b"<</Nums[").raw(parents.entries.bytes()).raw(b"]>>");
    let out = objects.begin(root).raw(b"<</Type/StructTreeRoot/K ").reference(numbers.first().copied().unwrap_or(root));
    out.raw(b"/ParentTree ").reference(parent_tree).raw(b"/ParentTreeNextKey ").integer(parents.next).raw(b">>");
    Tags { root, annotations }
}

/// The marked contents as children of their elements and of the links they are the words of; the parent
/// tree gets the entries of the pages.
fn marked(objects: &mut Objects, drawn: &[Drawn], numbers: &[u32], parents: &mut Parents) -> (Vec<Vec<Kid>>, Words) {
    let mut kids: Vec<Vec<Kid>> = numbers.iter().map(|_| Vec::new()).collect();
    let mut words = Words::new();
    for (page, drawn) in drawn.iter().enumerate() {
        parents.entries.raw(b" ").integer(page as i64).raw(b"[");
        for (number, mark) in (0_i64..).zip(&drawn.marks) {
            let element = mark.element.0 as usize;
            let (Some(kids), Some(own)) = (kids.get_mut(element), numbers.get(element)) else {
                parents.entries.raw(b"null ");
                continue;
            };
            let holder = if let Some(link) = mark.link {
                let link = words.entry((page, link)).or_insert_with(|| {
                    let element = objects.reserve();
                    kids.push(Kid::Link(element));
                    links::Link { element, parent: *own, marks: Vec::new() }
                });
                link.marks.push(number);
                link.element
            } else {
                kids.push(Kid::Mark { page, number });
                *own
            };
            parents.entries.reference(holder).raw(b" ");
        }
        parents.entries.raw(b"]");
    }
    (kids, words)
}

/// Which elements are written: those with content. An empty paragraph tells a reader nothing; cells stay,
/// because a row without one would be another table.
fn kept(pages: &Pages, kids: &[Vec<Kid>]) -> Vec<bool> {
    let cell = |role| matches!(role, ElementRole::HeadCell { .. } | ElementRole::DataCell { .. } | ElementRole::Document);
    let mut kept: Vec<bool> = pages.structure.iter().zip(kids).map(|(element, kids)| cell(element.role) || !kids.is_empty()).collect();
    for (index, element) in pages.structure.iter().enumerate().rev() {
        if let (true, Some(parent)) = (kept[index], element.parent) {
            kept[parent.0 as usize] = true;
        }
    }
    kept
}

/// The children of an element, with the page of its own content; content on a further page names that.
fn write_kids(kids: &[Kid], numbers: &[u32], page_numbers: &[u32], out: &mut Syntax) {
    let own = kids.iter().find_map(|kid| if let Kid::Mark { page, .. } = kid { Some(*page) } else { None });
    if let Some(page) = own {
        out.raw(b"/Pg ").reference(page_numbers[page]);
    }
    if kids.is_empty() {
        return;
    }
    out.raw(if kids.len() > 1 { b"/K[".as_slice() } else { b"/K " });
    for (place, kid) in kids.iter().enumerate() {
        out.raw(if place > 0 { b" ".as_slice() } else { b"" });
        match kid {
            Kid::Mark { page, number } if Some(*page) == own => _ = out.integer(*number),
            Kid::Mark { page, number } => {
                out.raw(b"<</Type/MCR/Pg ").reference(page_numbers[*page]).raw(b"/MCID ").integer(*number).raw(b">>");
            }
            Kid::Element(index) => _ = out.reference(numbers[*index]),
            Kid::Link(number) => _ = out.reference(*number),
        }
    }
    if kids.len() > 1 {
        out.raw(b"]");
    }
}

/// What a cell heads and how far it reaches.
fn cell_attributes(role: ElementRole, out: &mut Syntax) {
    let (scope, columns, rows) = match role {
        ElementRole::HeadCell { column, column_span, row_span } => (Some(if column { "Column" } else { "Row" }), column_span, row_span),
        ElementRole::DataCell { column_span, row_span } if column_span > 1 || row_span > 1 => (None, column_span, row_span),
        _ => return,
    };
    out.raw(b"/A<</O/Table");
    if let Some(scope) = scope {
        out.raw(b"/Scope/").raw(scope);
    }
    if columns > 1 {
        out.raw(b"/ColSpan ").integer(columns.into());
    }
    if rows > 1 {
        out.raw(b"/RowSpan ").integer(rows.into());
    }
    out.raw(b">>");
}

fn place_attribute(place: Option<&[i32; 4]>, out: &mut Syntax) {
    let Some(corners) = place else { return };
    out.raw(b"/A<</O/Layout/Placement/Block/BBox[");
    for corner in corners {
        out.thousandths(*corner).raw(b" ");
    }
    out.raw(b"]>>");
}

fn numbering_attribute(numbering: Option<&&str>, out: &mut Syntax) {
    out.raw(b"/A<</O/List/ListNumbering/").raw(numbering.unwrap_or(&"None")).raw(b">>");
}

/// How each list counts, after the label of its first line.
fn numberings(pages: &Pages) -> BTreeMap<usize, &'static str> {
    let mut numberings = BTreeMap::new();
    let parent = |index: usize, role: ElementRole| {
        let element = pages.structure.get(index).filter(|element| element.role == role)?;
        element.parent.map(|parent| parent.0 as usize)
    };
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item
            && let Some(label) = run.element
            && let Some(list) = parent(label.0 as usize, ElementRole::Label).and_then(|line| parent(line, ElementRole::ListItem))
        {
            numberings.entry(list).or_insert_with(|| numbering(&run.text));
        }
    }
    numberings
}

/// PDF's word for a way of counting. It has none for ア, イ, ウ: they are in an order, as numbers are.
fn numbering(label: &str) -> &'static str {
    let own = label.chars().find(|c| c.is_alphanumeric());
    match own.or_else(|| label.trim_start().chars().next()) {
        Some('a'..='z' | 'ａ'..='ｚ' | 'ⓐ'..='ⓩ') => "LowerAlpha",
        Some('A'..='Z' | 'Ａ'..='Ｚ' | 'Ⓐ'..='Ⓩ') => "UpperAlpha",
        Some('ⅰ'..='ⅿ') => "LowerRoman",
        Some('Ⅰ'..='Ⅿ') => "UpperRoman",
        Some('○' | '◯' | '◎' | '◦') => "Circle",
        Some('■' | '□' | '▪' | '▫' | '◆' | '◇') => "Square",
        None => "None",
        Some(_) if own.is_none() => "Disc",
        Some(_) => "Decimal",
    }
}

/// Where each figure stands: left, bottom, right and top of what is drawn of it on its first page.
fn figure_boxes(pages: &Pages) -> BTreeMap<usize, [i32; 4]> {
    let mut boxes: BTreeMap<usize, (usize, [i32; 4])> = BTreeMap::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let Some((element, rect)) = extent(item) else { continue };
            let index = element.0 as usize;
            if pages.structure.get(index).is_none_or(|element| element.role != ElementRole::Figure) {
                continue;
            }
            let top = page.height.0 - rect.y.0;
            let own = [rect.x.0, top - rect.height.0, rect.x.0 + rect.width.0, top];
            let (first, whole) = boxes.entry(index).or_insert((number, own));
            if *first == number {
                *whole = [whole[0].min(own[0]), whole[1].min(own[1]), whole[2].max(own[2]), whole[3].max(own[3])];
            }
        }
    }
    boxes.into_iter().map(|(index, (_, whole))| (index, whole)).collect()
}

/// The place of an item that belongs to an element.
fn extent(item: &Item) -> Option<(ElementId, Rect)> {
    match item {
        Item::Run(run) => {
            let width = run.glyphs.last().map_or(0, |last| last.x.0 + last.advance.0);
            let above = run.size.0 * 880 / 1000;
            let rect = Rect { x: run.x, y: Unit(run.y.0 - above), width: Unit(width), height: run.size };
            Some((run.element?, rect))
        }
        Item::Fill { rect, element, .. } | Item::Image { rect, element, .. } => Some(((*element)?, *rect)),
        Item::Link { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::numbering;

    #[test]
    fn lists_say_how_they_count() {
        let cases = [("・", "Disc"), ("①", "Decimal"), ("(3)", "Decimal"), ("（１）", "Decimal"), ("ア ", "Decimal"), ("○", "Circle")];
        for (label, word) in cases.into_iter().chain([("a.", "LowerAlpha"), ("Ⅳ", "UpperRoman"), ("◆ ", "Square"), ("", "None")]) {
            assert_eq!(numbering(label), word, "{label}");
        }
    }
}
