//! An independent look at the tags of every sample plan's PDF, with all front and generated pages on:
//! what a PDF/UA checker asks of the structure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId};
use nendo::plan::{Node, Plan, Role};
use nendo::{export, layout, manuscript, storage};

/// The sample plans with everything a page style can switch on.
fn samples() -> Vec<(String, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut files: Vec<_> = fs::read_dir(folder).expect("plans").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "ron"));
    files.sort();
    assert!(files.len() >= 5);
    let plan = |file: &Path| {
        let mut plan = storage::read_plan(&fs::read(file).expect("read")).expect("a plan");
        let style = &mut plan.style;
        (style.cover, style.contents, style.part_break, style.draft_mark, style.two_columns) = (true, true, true, true, true);
        (style.new_projects, style.goal_matrix, style.legend, style.hanging) = (true, true, true, true);
        // A title that refers to another node, an item without words, a chart.
        let first = plan.nodes[0].id;
        let figure = Node {
            children: ["理事会", "監事"].map(|title| Node::new(Role::Item, title).into()).into(),
            ..Node::new(Role::Figure, format!("組織図 {}", nendo::plan::reference_token(first)))
        };
        plan.nodes.push(figure.into());
        plan.nodes.push(Node::new(Role::Free, "").into());
        plan
    };
    files.iter().map(|file| (file.file_name().expect("a name").to_string_lossy().into_owned(), plan(file))).collect()
}

fn pages(plan: &Plan) -> layout::Pages {
    layout::lay_out(&manuscript::compose(plan))
}

fn pdf(pages: &layout::Pages) -> Document {
    let bytes = export::pdf::write(pages, &export::pdf::PdfOptions::default()).expect("written");
    Document::load_mem(&bytes).expect("loads")
}

fn dictionary<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    match object {
        Object::Reference(id) => file.get_dictionary(*id).expect("a dictionary"),
        other => other.as_dict().expect("a dictionary"),
    }
}

fn kids(element: &Dictionary) -> Vec<Object> {
    match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(one) => vec![one.clone()],
        Err(_) => Vec::new(),
    }
}

fn name(element: &Dictionary) -> String {
    String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a type")).into_owned()
}

/// What the structure tree holds.
#[derive(Default)]
struct Tree {
    /// Marked contents by page and number, with their element.
    marks: BTreeMap<(ObjectId, i64), ObjectId>,
    /// Annotations with their element.
    annotations: BTreeMap<ObjectId, ObjectId>,
    headings: Vec<u8>,
    names: BTreeSet<String>,
}

impl Tree {
    fn walk(&mut self, file: &Document, id: ObjectId, parent: ObjectId) {
        let element = file.get_dictionary(id).expect("an element");
        let name = name(element);
        assert_eq!(element.get(b"P").and_then(Object::as_reference).expect("a parent"), parent, "{name}");
        let kids = kids(element);
        assert!(!kids.is_empty() || name == "TD" || name == "TH", "an empty {name}");
        if name == "Figure" {
            assert!(element.has(b"Alt"));
        }
        if let Some(level) = name.strip_prefix('H').and_then(|level| level.parse().ok()) {
            self.headings.push(level);
        }
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let mut linked = false;
        for kid in &kids {
            match kid {
                Object::Integer(number) => assert!(self.marks.insert((page.expect("a page"), *number), id).is_none()),
                Object::Reference(child) => self.walk(file, *child, id),
                other => {
                    let kid = other.as_dict().expect("a dictionary");
                    let own = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                    if let Ok(annotation) = kid.get(b"Obj").and_then(Object::as_reference) {
                        linked = true;
                        assert!(self.annotations.insert(annotation, id).is_none());
                    } else {
                        let number = kid.get(b"MCID").and_then(Object::as_i64).expect("a number");
                        assert!(self.marks.insert((own, number), id).is_none());
                    }
                }
            }
        }
        if name == "Link" {
            assert!(linked && kids.len() >= 2, "a link has its annotation and its words");
        }
        self.names.insert(name);
    }
}

/// The numbers marked on a page; everything drawn stands in marked content or in an artifact.
fn numbers(file: &Document, page: ObjectId) -> BTreeSet<i64> {
    let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
    let mut open: Vec<bool> = Vec::new();
    let mut numbers = BTreeSet::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                assert!(open.is_empty(), "marked content stands in no other");
                let number = operation.operands[1].as_dict().and_then(|p| p.get(b"MCID")).and_then(Object::as_i64).expect("a number");
                assert!(numbers.insert(number));
                open.push(true);
            }
            "BMC" => {
                assert_eq!(operation.operands[0].as_name().expect("a tag"), b"Artifact");
                open.push(false);
            }
            "EMC" => assert!(open.pop().is_some()),
            "Tj" | "TJ" | "'" | "\"" | "f" | "F" | "f*" | "S" | "s" | "B" | "b" | "Do" | "sh" => {
                assert!(!open.is_empty(), "{} outside of all marks", operation.operator);
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    numbers
}

fn check(name: &str, pages: &layout::Pages) -> BTreeSet<String> {
    let file = pdf(pages);
    let catalogue = file.catalog().expect("a catalogue");
    let root_id = catalogue.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a tree");
    let root = file.get_dictionary(root_id).expect("a tree");
    let mut tree = Tree::default();
    for kid in kids(root) {
        tree.walk(&file, kid.as_reference().expect("an element"), root_id);
    }
    let mut parents: BTreeMap<i64, Object> = BTreeMap::new();
    let entries = dictionary(&file, root.get(b"ParentTree").expect("parents")).get(b"Nums").and_then(Object::as_array).expect("numbers");
    for pair in entries.chunks(2) {
        assert!(parents.insert(pair[0].as_i64().expect("a key"), pair[1].clone()).is_none());
    }
    assert!(parents.keys().all(|key| *key < root.get(b"ParentTreeNextKey").and_then(Object::as_i64).expect("next key")));
    let (mut marks, mut annotations) = (0, 0);
    for page in file.get_pages().into_values() {
        let numbers = numbers(&file, page);
        marks += numbers.len();
        let object = file.get_dictionary(page).expect("a page");
        let key = object.get(b"StructParents").and_then(Object::as_i64).expect("a key");
        let elements = parents[&key].as_array().expect("elements");
        assert_eq!(elements.len(), numbers.len(), "{name}: page {page:?}");
        for (number, element) in (0..).zip(elements) {
            assert_eq!(tree.marks.get(&(page, number)), element.as_reference().ok().as_ref(), "{name}: mark {number}");
        }
        for annotation in object.get(b"Annots").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default() {
            annotations += 1;
            let id = annotation.as_reference().expect("a reference");
            let key = file.get_dictionary(id).and_then(|a| a.get(b"StructParent")).and_then(Object::as_i64).expect("a key");
            assert_eq!(tree.annotations.get(&id), parents[&key].as_reference().ok().as_ref());
            assert!(file.get_dictionary(id).expect("an annotation").has(b"Contents"));
        }
    }
    assert_eq!((marks, annotations), (tree.marks.len(), tree.annotations.len()), "{name}");
    let mut former = 0;
    for level in &tree.headings {
        assert!(*level <= former + 1, "{name}: H{level} after H{former}");
        former = *level;
    }
    let metadata = catalogue.get(b"Metadata").and_then(Object::as_reference).and_then(|id| file.get_object(id)).expect("metadata");
    let packet = String::from_utf8(metadata.as_stream().expect("a stream").content.clone()).expect("plain XML");
    assert!(packet.contains("<pdfuaid:part>1</pdfuaid:part>"));
    tree.names
}

#[test]
fn all_samples_are_tagged_throughout() {
    let mut names = BTreeSet::new();
    for (name, plan) in samples() {
        names.extend(check(&name, &pages(&plan)));
    }
    for name in ["TOC", "TOCI", "Reference", "Link", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"] {
        assert!(names.contains(name), "no {name} in {names:?}");
    }
}

#[test]
fn any_pages_alone_are_tagged_throughout() {
    for (name, plan) in samples() {
        let whole = pages(&plan);
        let count = whole.pages.len();
        let halves = [(0..count).step_by(2).collect(), (count / 2..count + 9).collect()];
        for numbers in (0..count).step_by(3).map(|page| BTreeSet::from([page])).chain(halves) {
            let part = whole.only(&numbers);
            check(&format!("{name} {numbers:?}"), &part);
            let chosen: Vec<usize> = numbers.into_iter().filter(|number| *number < count).collect();
            assert_eq!(part.pages.len(), chosen.len());
            for (page, number) in part.pages.iter().zip(chosen) {
                assert_eq!(words(page), words(&whole.pages[number]), "{name}: what is drawn stays");
                assert!(page.items.iter().all(|item| match item {
                    layout::Item::Run(run) => run.element.is_none_or(|element| (element.0 as usize) < part.structure.len()),
                    _ => true,
                }));
            }
        }
        assert_eq!(whole.only(&(0..count).collect()).structure.len(), reached(&whole), "{name}");
    }
}

/// The texts of a page with their places.
fn words(page: &layout::Page) -> Vec<(String, i32, i32)> {
    let run = |item: &layout::Item| match item {
        layout::Item::Run(run) => Some((run.text.clone(), run.x.0, run.y.0)),
        _ => None,
    };
    page.items.iter().filter_map(run).collect()
}

/// How many elements of the structure are the document, a cell or hold something drawn.
fn reached(pages: &layout::Pages) -> usize {
    use layout::ElementRole as Role;
    let mut reached: Vec<bool> =
        pages.structure.iter().map(|e| matches!(e.role, Role::Document | Role::HeadCell { .. } | Role::DataCell { .. })).collect();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let element = match item {
            layout::Item::Run(run) => run.element,
            layout::Item::Fill { element, .. } | layout::Item::Link { element, .. } => *element,
        };
        element.into_iter().for_each(|element| reached[element.0 as usize] = true);
    }
    for (index, element) in pages.structure.iter().enumerate().rev() {
        if let (true, Some(parent)) = (reached[index], element.parent) {
            reached[parent.0 as usize] = true;
        }
    }
    reached.into_iter().filter(|reached| *reached).count()
}

#[test]
fn page_labels_say_what_the_feet_say() {
    let (_, plan) = samples().remove(0);
    let labels = |pages: &layout::Pages| -> Vec<(String, i64)> {
        let file = pdf(pages);
        let labels = dictionary(&file, file.catalog().expect("a catalogue").get(b"PageLabels").expect("labels"));
        let ranges = labels.get(b"Nums").and_then(Object::as_array).expect("ranges");
        let style = |range: &Dictionary| range.get(b"S").and_then(Object::as_name).map(|s| String::from_utf8_lossy(s).into_owned());
        let first = |range: &Dictionary| range.get(b"St").and_then(Object::as_i64).unwrap_or(0);
        ranges.iter().filter_map(|range| range.as_dict().ok()).map(|range| (style(range).unwrap_or_default(), first(range))).collect()
    };
    let pages = pages(&plan);
    let said = |list: &[(&str, i64)]| list.iter().map(|(style, first)| ((*style).to_owned(), *first)).collect::<Vec<_>>();
    assert_eq!(labels(&pages), said(&[("", 0), ("r", 1), ("D", 1)]));
    // The cover, i and ii; body pages 1, 3, 4.
    let body = pages.numbers.iter().position(|number| *number == layout::PageNumber::Body(1)).expect("a body");
    let part = pages.only(&BTreeSet::from([0, body, body + 2, body + 3]));
    assert_eq!(labels(&part), said(&[("", 0), ("D", 1), ("D", 3)]));
}
