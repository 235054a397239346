//! The tags of a PDF as lines of text.
//!
//! Lives here: reading the structure tree of any PDF. It knows neither writer.

use lopdf::{Dictionary, Document, Object};

/// The tags in reading order, each on a line: depth, type, attributes, alternative text.
pub fn of(bytes: &[u8]) -> Vec<String> {
    let file = Document::load_mem(bytes).expect("a PDF");
    let root = file.catalog().and_then(|catalogue| catalogue.get(b"StructTreeRoot")).expect("tags");
    let mut tags = Vec::new();
    for kid in kids(&file, dictionary(&file, root)) {
        walk(&file, &kid, 0, &mut tags);
    }
    tags
}

fn walk(file: &Document, object: &Object, depth: usize, tags: &mut Vec<String>) {
    // Numbers and references of marked content are no tags.
    let Some(element) = resolved(file, object).as_dict().ok().filter(|element| element.has(b"S")) else { return };
    let mut line = format!("{}{}", " ".repeat(depth), name(element.get(b"S").expect("a type")));
    // How a list counts is read from its labels by our writer alone, which tests it.
    for key in ["ColSpan", "RowSpan", "Scope"] {
        if let Some(value) = attribute(file, element, key.as_bytes()) {
            line += &format!(" {key}={value}");
        }
    }
    if let Ok(words) = element.get(b"Alt") {
        line += &format!(" Alt={}", lopdf::decode_text_string(words).expect("a text string"));
    }
    tags.push(line);
    for kid in kids(file, element) {
        walk(file, &kid, depth + 1, tags);
    }
}

fn resolved<'a>(file: &'a Document, object: &'a Object) -> &'a Object {
    file.dereference(object).expect("an object").1
}

fn dictionary<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    resolved(file, object).as_dict().expect("a dictionary")
}

fn kids(file: &Document, element: &Dictionary) -> Vec<Object> {
    match element.get(b"K").map(|kids| resolved(file, kids)) {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(one) => vec![one.clone()],
        Err(_) => Vec::new(),
    }
}

/// An attribute, which stands in a dictionary or in one of several.
fn attribute(file: &Document, element: &Dictionary, key: &[u8]) -> Option<String> {
    let own = resolved(file, element.get(b"A").ok()?);
    let all = own.as_array().map_or_else(|_| vec![own], |all| all.iter().collect());
    let value = all.into_iter().find_map(|one| dictionary(file, one).get(key).ok())?;
    Some(match value {
        Object::Integer(number) => number.to_string(),
        other => name(other),
    })
}

fn name(object: &Object) -> String {
    String::from_utf8_lossy(object.as_name().expect("a name")).into_owned()
}
