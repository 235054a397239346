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

fn pdf(plan: &Plan) -> Document {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let pages = layout::lay_out(&manuscript::compose(plan, &storage::load_pictures(plan, Some(&folder))));
    let bytes = export::pdf::write(&pages, &export::pdf::PdfOptions::default()).expect("written");
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

fn check(name: &str, plan: &Plan) -> BTreeSet<String> {
    let file = pdf(plan);
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
        names.extend(check(&name, &plan));
    }
    for name in ["TOC", "TOCI", "Reference", "Link", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"] {
        assert!(names.contains(name), "no {name} in {names:?}");
    }
}

#[test]
fn page_labels_say_what_the_feet_say() {
    let (_, plan) = samples().remove(0);
    let file = pdf(&plan);
    let labels = dictionary(&file, file.catalog().expect("a catalogue").get(b"PageLabels").expect("labels"));
    let ranges = labels.get(b"Nums").and_then(Object::as_array).expect("ranges");
    let styles: Vec<String> = ranges
        .iter()
        .filter_map(|range| range.as_dict().ok())
        .map(|range| range.get(b"S").and_then(Object::as_name).map(|s| String::from_utf8_lossy(s).into_owned()).unwrap_or_default())
        .collect();
    assert_eq!(styles, ["", "r", "D"]);
}
