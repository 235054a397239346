//! The tags: structure elements, the parent tree, link annotations.
//!
//! Lives here: the page model's structure as PDF objects. Does not live here: the marks in the content
//! (`content`). May use: the page model, lopdf.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::{Marks, tag};
use super::finish::text;
use crate::layout::{ElementRole, Item, Pages, Rect};
use crate::manuscript::SourceId;

/// A child of a structure element.
enum Kid {
    Mark { page: usize, number: i64 },
    Element(usize),
    Link(ObjectId),
}

/// A link with the marked contents that are its words.
struct Link {
    id: ObjectId,
    parent: ObjectId,
    numbers: Vec<i64>,
}

/// Links by their page and their place among its items.
type Words = BTreeMap<(usize, usize), Link>;

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

/// Adds the structure tree with the parent tree, and the links of the pages; returns the tree's root.
pub(super) fn add(file: &mut Document, pages: &Pages, marks: &Marks, page_ids: &[ObjectId]) -> ObjectId {
    let ids: Vec<ObjectId> = pages.structure.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    let mut kids: Vec<Vec<Kid>> = pages.structure.iter().map(|_| Vec::new()).collect();
    let mut by_page = Vec::new();
    let mut words: Words = BTreeMap::new();
    for (page, marks) in marks.iter().enumerate() {
        let mut parents = Vec::with_capacity(marks.len());
        for (number, mark) in (0..).zip(marks) {
            let element = mark.element.0 as usize;
            let own = ids.get(element).copied().unwrap_or(root);
            let Some(kids) = kids.get_mut(element) else { continue };
            let Some(link) = mark.link else {
                kids.push(Kid::Mark { page, number });
                parents.push(Object::Reference(own));
                continue;
            };
            let link = words.entry((page, link)).or_insert_with(|| {
                let id = file.new_object_id();
                kids.push(Kid::Link(id));
                Link { id, parent: own, numbers: Vec::new() }
            });
            link.numbers.push(number);
            parents.push(Object::Reference(link.id));
        }
        by_page.push((i64::try_from(page).unwrap_or(0), Object::Array(parents)));
    }
    let mut next_key = i64::try_from(pages.pages.len()).unwrap_or(0);
    links(file, pages, page_ids, words, &mut by_page, &mut next_key);
    let kept = kept(pages, &kids);
    for (index, element) in pages.structure.iter().enumerate().skip(1) {
        let parent = element.parent.map_or(0, |parent| parent.0 as usize);
        if kept[index] {
            kids[parent].push(Kid::Element(index));
        }
    }
    for (index, element) in pages.structure.iter().enumerate().filter(|(index, _)| kept[*index]) {
        let parent = element.parent.and_then(|parent| ids.get(parent.0 as usize)).copied().unwrap_or(root);
        let mut object = dictionary! { "S" => tag(element.role), "P" => parent };
        let page = kids[index].iter().find_map(|kid| if let Kid::Mark { page, .. } = kid { Some(*page) } else { None });
        if let Some(id) = page.and_then(|page| page_ids.get(page)) {
            object.set("Pg", *id);
        }
        let children: Vec<Object> = kids[index].iter().filter_map(|kid| child(kid, page, page_ids, &ids)).collect();
        match <[Object; 1]>::try_from(children) {
            Ok([only]) => object.set("K", only),
            Err(children) if children.is_empty() => {}
            Err(children) => object.set("K", children),
        }
        attributes(element.role, &mut object);
        if let Some(words) = &element.alternative {
            object.set("Alt", text(words));
        }
        file.objects.insert(ids[index], Object::Dictionary(object));
    }
    let numbers: Vec<Object> = by_page.into_iter().flat_map(|(key, value)| [Object::Integer(key), value]).collect();
    let parents = file.add_object(dictionary! { "Nums" => numbers });
    let document = ids.first().copied().unwrap_or(root);
    let tree = dictionary! { "Type" => "StructTreeRoot", "K" => document, "ParentTree" => parents, "ParentTreeNextKey" => next_key };
    file.objects.insert(root, Object::Dictionary(tree));
    root
}

fn child(kid: &Kid, page: Option<usize>, page_ids: &[ObjectId], ids: &[ObjectId]) -> Option<Object> {
    Some(match kid {
        Kid::Mark { page: own, number } if Some(*own) == page => Object::Integer(*number),
        Kid::Mark { page, number } => Object::Dictionary(dictionary! { "Type" => "MCR", "Pg" => *page_ids.get(*page)?, "MCID" => *number }),
        Kid::Element(index) => Object::Reference(*ids.get(*index)?),
        Kid::Link(id) => Object::Reference(*id),
    })
}

fn attributes(role: ElementRole, object: &mut Dictionary) {
    let spans = |columns: u16, rows: u16| {
        let mut table = dictionary! { "O" => "Table" };
        if columns > 1 {
            table.set("ColSpan", i64::from(columns));
        }
        if rows > 1 {
            table.set("RowSpan", i64::from(rows));
        }
        table
    };
    match role {
        ElementRole::HeadCell { column, column_span, row_span } => {
            let mut table = spans(column_span, row_span);
            table.set("Scope", if column { "Column" } else { "Row" });
            object.set("A", table);
        }
        ElementRole::DataCell { column_span, row_span } if column_span > 1 || row_span > 1 => object.set("A", spans(column_span, row_span)),
        ElementRole::List => object.set("A", dictionary! { "O" => "List", "ListNumbering" => "Decimal" }),
        _ => {}
    }
}

/// Where each node stands first: page and height, with the words that name it.
fn places(pages: &Pages) -> BTreeMap<SourceId, (usize, i32, String)> {
    let mut places = BTreeMap::new();
    for bookmark in &pages.bookmarks {
        if let Some(source) = bookmark.source {
            places.entry(source).or_insert_with(|| (bookmark.page, bookmark.y.0, bookmark.title.clone()));
        }
    }
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            if let Item::Run(run) = item
                && let Some(source) = run.source
            {
                places.entry(source.id).or_insert_with(|| (number, run.y.0 - run.size.0, run.text.clone()));
            }
        }
    }
    places
}

/// The annotations of the links and their elements, each with its words.
fn links(file: &mut Document, pages: &Pages, page_ids: &[ObjectId], words: Words, by_page: &mut Vec<(i64, Object)>, next_key: &mut i64) {
    if words.is_empty() {
        return;
    }
    let places = places(pages);
    let mut annotations: BTreeMap<usize, Vec<Object>> = BTreeMap::new();
    for ((page, index), link) in words {
        let (Some(page_id), Some(Item::Link { rect, target, .. })) = (page_ids.get(page), pages.pages[page].items.get(index)) else {
            continue;
        };
        let mut kids: Vec<Object> = link.numbers.into_iter().map(Object::Integer).collect();
        let place = places.get(target).and_then(|(to, y, words)| {
            let height = pages.pages.get(*to)?.height.0;
            Some((page_ids.get(*to)?, height - y, words))
        });
        // What leads nowhere is text like any other.
        let role = if place.is_some() { "Link" } else { "Span" };
        if let Some((to, y, words)) = place {
            let annotation = file.add_object(dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => corners(*rect, pages.pages[page].height.0),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "Dest" => vec![Object::Reference(*to), "XYZ".into(), Object::Null, upright(y), Object::Null],
                "Contents" => text(words),
                "StructParent" => *next_key,
                "F" => 4,
            });
            kids.push(dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => *page_id }.into());
            by_page.push((*next_key, Object::Reference(link.id)));
            *next_key += 1;
            annotations.entry(page).or_default().push(Object::Reference(annotation));
        }
        let element = dictionary! { "S" => role, "P" => link.parent, "Pg" => *page_id, "K" => kids };
        file.objects.insert(link.id, element.into());
    }
    for (page, annotations) in annotations {
        if let Some(page) = page_ids.get(page).and_then(|id| file.get_dictionary_mut(*id).ok()) {
            page.set("Annots", annotations);
        }
    }
}

/// A length from the bottom of the sheet.
pub(super) fn upright(units: i32) -> Object {
    Object::Real(units as f32 / 1000.0)
}

fn corners(rect: Rect, height: i32) -> Vec<Object> {
    let (left, top) = (rect.x.0, rect.y.0);
    [left, height - top - rect.height.0, left + rect.width.0, height - top].into_iter().map(upright).collect()
}
