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

/// Adds the structure tree with the parent tree, and the links of the pages; returns the tree's root.
pub(super) fn add(file: &mut Document, pages: &Pages, marks: &Marks, page_ids: &[ObjectId]) -> ObjectId {
    let ids: Vec<ObjectId> = pages.structure.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    let mut kids: Vec<Vec<Kid>> = pages.structure.iter().map(|_| Vec::new()).collect();
    let mut by_page = Vec::new();
    for (page, marks) in marks.iter().enumerate() {
        for (number, element) in (0..).zip(marks) {
            if let Some(kids) = kids.get_mut(element.0 as usize) {
                kids.push(Kid::Mark { page, number });
            }
        }
        let parents = marks.iter().filter_map(|element| ids.get(element.0 as usize)).map(|id| Object::Reference(*id)).collect();
        by_page.push((i64::try_from(page).unwrap_or(0), Object::Array(parents)));
    }
    let mut next_key = i64::try_from(pages.pages.len()).unwrap_or(0);
    links(file, pages, page_ids, &ids, &mut kids, &mut by_page, &mut next_key);
    for (index, element) in pages.structure.iter().enumerate().skip(1) {
        let parent = element.parent.map_or(0, |parent| parent.0 as usize);
        kids[parent].push(Kid::Element(index));
    }
    for (index, element) in pages.structure.iter().enumerate() {
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

fn links(
    file: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    ids: &[ObjectId],
    kids: &mut [Vec<Kid>],
    by_page: &mut Vec<(i64, Object)>,
    next_key: &mut i64,
) {
    let has_links = pages.pages.iter().flat_map(|page| &page.items).any(|item| matches!(item, Item::Link { .. }));
    if !has_links {
        return;
    }
    let places = places(pages);
    for (page, page_id) in pages.pages.iter().zip(page_ids) {
        let mut annotations = Vec::new();
        for item in &page.items {
            let Item::Link { rect, target, element } = item else { continue };
            let Some((to, y, words)) = places.get(target) else { continue };
            let Some(to) = page_ids.get(*to) else { continue };
            let top = upright(pages.height.0 - y);
            let annotation = file.new_object_id();
            let element = element.map_or(0, |element| element.0 as usize);
            let link = file.add_object(dictionary! {
                "S" => "Link",
                "P" => ids.get(element).copied().unwrap_or(annotation),
                "Pg" => *page_id,
                "K" => dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => *page_id },
            });
            let object = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => corners(*rect, pages.height.0),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "Dest" => vec![Object::Reference(*to), "XYZ".into(), Object::Null, top, Object::Null],
                "Contents" => text(words),
                "StructParent" => *next_key,
                "F" => 4,
            };
            file.objects.insert(annotation, Object::Dictionary(object));
            if let Some(kids) = kids.get_mut(element) {
                kids.push(Kid::Link(link));
            }
            by_page.push((*next_key, Object::Reference(link)));
            *next_key += 1;
            annotations.push(Object::Reference(annotation));
        }
        if !annotations.is_empty()
            && let Ok(page) = file.get_dictionary_mut(*page_id)
        {
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
