//! An independent look at the tags of the PDFs of all sample plans, with all front and generated pages on,
//! and of the reference documents: what a PDF/UA checker asks of the structure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId};
use nendo::import::import_file;
use nendo::plan::{Block, Node, Plan, Role};
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
        (style.new_projects, style.goal_matrix, style.legend, style.hanging, style.year_calendar) = (true, true, true, true, true);
        // A title that refers to another node, an item without words, a chart, a picture without its
        // file, a name whose characters no single code point stands for.
        let first = plan.nodes[0].id;
        let figure = Node {
            children: ["理事会", "監事"].map(|title| Node::new(Role::Item, title).into()).into(),
            ..Node::new(Role::Figure, format!("組織図 {}", nendo::plan::reference_token(first)))
        };
        plan.nodes.push(figure.into());
        plan.nodes.push(Node::new(Role::Free, "").into());
        plan.nodes.push(Node { body: [image("gone.png")].into(), ..Node::new(Role::Item, "葛\u{E0100}西か\u{309A}") }.into());
        plan
    };
    files.iter().map(|file| (file.file_name().expect("a name").to_string_lossy().into_owned(), plan(file))).collect()
}

fn image(file: &str) -> Block {
    Block::Image { file: file.into(), alternative: "広場の写真".into(), caption: "芋煮の会".into(), width: Some(40) }
}

/// The reference documents as plans, where they are: they are not part of the package.
fn reference_documents() -> Vec<(String, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files: Vec<_> = fs::read_dir(&folder).map(|dir| dir.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: no reference documents in {}", folder.display());
    }
    let plan = |file: &Path| {
        let mut plan = import_file(file).expect("a plan").plan;
        (plan.style.cover, plan.style.contents, plan.style.legend) = (true, true, true);
        plan
    };
    files.iter().map(|file| (file.file_name().expect("a name").to_string_lossy().into_owned(), plan(file))).collect()
}

fn pages(plan: &Plan) -> layout::Pages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    layout::lay_out(&manuscript::compose(plan, &storage::load_pictures(plan, Some(&folder))))
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
        check_place(file, &name, parent);
        check_attributes(file, &name, element);
        if let Some(level) = name.strip_prefix('H').and_then(|level| level.parse().ok()) {
            self.headings.push(level);
        }
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let numbers: Vec<i64> = kids.iter().filter_map(|kid| kid.as_i64().ok()).collect();
        assert!(numbers.is_sorted(), "the marks of {name} are in order: {numbers:?}");
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
        if name == "Table" {
            check_grid(file, &kids);
        }
        self.names.insert(name);
    }
}

/// What may stand in what.
fn check_place(file: &Document, name: &str, parent: ObjectId) {
    let parent = file.get_dictionary(parent).expect("an element");
    let above = parent.get(b"S").and_then(Object::as_name).map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default();
    let fits = match name {
        "Document" => above.is_empty(),
        "LI" => above == "L",
        "LBody" => above == "LI",
        "TOCI" => above == "TOC",
        "TR" => above == "Table",
        "TH" | "TD" => above == "TR",
        "Caption" => above == "Table" || above == "Figure",
        "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "Table" | "Figure" | "BlockQuote" => {
            !["L", "LI", "TOC", "Table", "TR"].contains(&above.as_str())
        }
        _ => true,
    };
    assert!(fits, "{name} in {above}");
}

fn check_attributes(file: &Document, name: &str, element: &Dictionary) {
    let attributes = element.get(b"A").ok().map(|attributes| dictionary(file, attributes));
    let owner = attributes.and_then(|attributes| attributes.get(b"O").and_then(Object::as_name).ok());
    match name {
        "Figure" => {
            assert!(element.get(b"Alt").and_then(Object::as_str).is_ok_and(|words| !words.is_empty()));
            assert_eq!(owner, Some(b"Layout".as_slice()));
            let page = element.get(b"Pg").and_then(Object::as_reference).and_then(|id| file.get_dictionary(id)).expect("a page");
            let numbers = |array: Result<&Object, lopdf::Error>| -> Vec<f32> {
                array.and_then(Object::as_array).expect("four").iter().map(|number| number.as_float().expect("a number")).collect()
            };
            let [left, bottom, right, top] = numbers(attributes.expect("a place").get(b"BBox"))[..] else { panic!("not a box") };
            let sheet = numbers(page.get(b"MediaBox"));
            assert!(0.0 <= left && left < right && right <= sheet[2] && 0.0 <= bottom && bottom < top && top <= sheet[3]);
        }
        "TH" => {
            assert_eq!(owner, Some(b"Table".as_slice()));
            let scope = attributes.and_then(|attributes| attributes.get(b"Scope").and_then(Object::as_name).ok()).expect("a scope");
            assert!([b"Row".as_slice(), b"Column"].contains(&scope));
        }
        "L" => {
            assert_eq!(owner, Some(b"List".as_slice()));
            assert!(attributes.is_some_and(|attributes| attributes.has(b"ListNumbering")));
        }
        _ => assert!(!element.has(b"Alt"), "{name} is read as it stands"),
    }
}

/// The cells of a table fill a grid: no place is left out or covered twice.
fn check_grid(file: &Document, kids: &[Object]) {
    let rows = kids.iter().filter_map(|kid| kid.as_reference().ok()).map(|id| file.get_dictionary(id).expect("an element"));
    let mut covered: BTreeSet<(i64, i64)> = BTreeSet::new();
    let (mut width, mut height) = (0, 0);
    for (y, row) in (0..).zip(rows.filter(|row| name(row) == "TR")) {
        let mut x = 0;
        for cell in self::kids(row).iter().map(|cell| dictionary(file, cell)) {
            let span = |key: &[u8]| {
                let attributes = cell.get(b"A").ok().map(|attributes| dictionary(file, attributes));
                attributes.and_then(|attributes| attributes.get(key).and_then(Object::as_i64).ok()).unwrap_or(1)
            };
            while covered.contains(&(x, y)) {
                x += 1;
            }
            for place in (y..y + span(b"RowSpan")).flat_map(|y| (x..x + span(b"ColSpan")).map(move |x| (x, y))) {
                assert!(covered.insert(place), "two cells at {place:?}");
            }
        }
        height = y + 1;
        width = covered.iter().map(|(x, _)| x + 1).max().unwrap_or(0).max(width);
    }
    assert_eq!(covered.len() as i64, width * height, "a table of {width} by {height} has gaps");
}

/// The numbers marked on a page; everything drawn stands in marked content or in an artifact.
fn numbers(file: &Document, page: ObjectId) -> BTreeSet<i64> {
    let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
    let mut open = false;
    let mut numbers = BTreeSet::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let tag = operation.operands[0].as_name().expect("a tag");
                let properties = operation.operands[1].as_dict().expect("properties");
                assert!(!open, "marked content stands in no other");
                if tag == b"Artifact" {
                    let kind = properties.get(b"Type").and_then(Object::as_name).expect("a type");
                    assert!([b"Pagination".as_slice(), b"Layout"].contains(&kind));
                } else {
                    let number = properties.get(b"MCID").and_then(Object::as_i64).expect("a number");
                    assert!(numbers.insert(number));
                    assert!(tag == b"Span" || !properties.has(b"ActualText"), "what is spoken is a span");
                }
                open = true;
            }
            "BMC" => panic!("an artifact says what kind it is"),
            "BT" | "ET" => assert!(!open, "text sections stand around marked content"),
            "EMC" => assert!(std::mem::take(&mut open), "nothing is open"),
            "Tj" | "TJ" | "'" | "\"" | "f" | "F" | "f*" | "S" | "s" | "B" | "b" | "Do" | "sh" => {
                assert!(open, "{} outside of all marks", operation.operator);
            }
            _ => {}
        }
    }
    assert!(!open);
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
        assert_eq!(object.get(b"Tabs").and_then(Object::as_name).expect("an order"), b"S");
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
            let contents = file.get_dictionary(id).and_then(|annotation| annotation.get(b"Contents")).and_then(Object::as_str);
            assert!(contents.is_ok_and(|words| !words.is_empty()));
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
    let preferences = dictionary(&file, catalogue.get(b"ViewerPreferences").expect("preferences"));
    assert!(preferences.get(b"DisplayDocTitle").and_then(Object::as_bool).expect("a choice"));
    assert!(catalogue.has(b"Lang"));
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
fn the_spoken_words_of_a_link_stay_in_it() {
    let mut plan = Plan::new("計画", None);
    plan.style.contents = true;
    plan.nodes = vec![Node::new(Role::Part, "葛\u{E0100}城の会").into()];
    let pages = pages(&plan);
    check("a link", &pages);
    let file = pdf(&pages);
    let links = file.objects.values().filter_map(|object| object.as_dict().ok());
    let links = links.filter(|link| link.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Link"));
    let marks: Vec<usize> = links.map(|link| kids(link).iter().filter(|kid| kid.as_i64().is_ok()).count()).collect();
    // The label, the spoken 葛󠄀, 城の会, and behind the leaders the page.
    assert_eq!(marks, [4]);
}

#[test]
fn all_reference_documents_are_tagged_throughout() {
    for (name, plan) in reference_documents() {
        check(&name, &pages(&plan));
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
            layout::Item::Fill { element, .. } | layout::Item::Image { element, .. } | layout::Item::Link { element, .. } => *element,
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
