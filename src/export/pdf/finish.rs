//! What printpdf does not write: outline, language, information, tags' root, file identifier.
//!
//! Lives here: the catalogue and what hangs from it, saving. Does not live here: pages' content.
//! May use: the page model, lopdf.

use std::sync::Mutex;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};

use super::content::Marks;
use super::structure::{self, upright};
use super::{PdfError, PdfOptions, xmp};
use crate::layout::{Bookmark, PageNumber, Pages, Unit};

/// The program that writes the files.
pub(super) const PRODUCER: &str = concat!("Nendo ", env!("CARGO_PKG_VERSION"));

/// Completes a document that holds the pages and fonts.
pub(super) fn complete(file: &mut Document, pages: &Pages, marks: &Marks, options: &PdfOptions) -> Result<(), PdfError> {
    file.version = "1.7".to_owned();
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    for (key, id) in (0_i64..).zip(&page_ids) {
        let page = file.get_dictionary_mut(*id).map_err(|_| PdfError::Incomplete("page"))?;
        page.set("StructParents", key);
        page.set("Tabs", "S");
        page.remove(b"Annots");
    }
    let tree = structure::add(file, pages, marks, &page_ids);
    let outline = outline(file, pages, &page_ids);
    let information = dictionary! {
        "Title" => text(&pages.info.title),
        "Author" => text(&pages.info.author),
        "Producer" => text(PRODUCER),
    };
    let information = file.add_object(information);
    if let Some(date) = options.creation_date
        && let Ok(information) = file.get_dictionary_mut(information)
    {
        information.set("CreationDate", date_string(date));
    }
    let former = file.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(former) = former {
        file.objects.remove(&former);
    }
    file.trailer.set("Info", information);
    let metadata = file.add_object(xmp::stream(&pages.info, options.creation_date));
    let language = if pages.info.language.is_empty() { "ja-JP" } else { &pages.info.language };
    let language = Object::String(language.as_bytes().to_vec(), StringFormat::Literal);
    let catalogue = file.catalog_mut().map_err(|_| PdfError::Incomplete("catalogue"))?;
    catalogue.set("Lang", language);
    catalogue.set("Metadata", metadata);
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("StructTreeRoot", tree);
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalogue.set("PageLabels", dictionary! { "Nums" => page_labels(pages) });
    catalogue.remove(b"PageLayout");
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
        catalogue.set("PageMode", "UseOutlines");
    }
    identify(file, pages);
    Ok(())
}

/// The numbers of the pages as their feet say them: a new range wherever the counting begins anew, or
/// goes on elsewhere since pages between were left out.
fn page_labels(pages: &Pages) -> Vec<Object> {
    let kind = |number: &PageNumber| match number {
        PageNumber::Cover => dictionary! { "P" => text("表紙") },
        PageNumber::Front(first) => dictionary! { "S" => "r", "St" => i64::from(*first) },
        PageNumber::Body(first) => dictionary! { "S" => "D", "St" => i64::from(*first) },
    };
    let mut ranges = Vec::new();
    for (index, number) in pages.numbers.iter().enumerate() {
        let goes_on = match (index.checked_sub(1).map(|former| pages.numbers[former]), *number) {
            (Some(PageNumber::Front(former)), PageNumber::Front(number)) | (Some(PageNumber::Body(former)), PageNumber::Body(number)) => {
                number == former + 1
            }
            _ => false,
        };
        if !goes_on {
            ranges.extend([Object::Integer(i64::try_from(index).unwrap_or(0)), kind(number).into()]);
        }
    }
    ranges
}

/// The bookmarks as a tree. A document without headings has its title as the one bookmark, so that the
/// reader's list is never empty; none without a title.
fn outline(file: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Option<ObjectId> {
    let title = Bookmark { title: pages.info.title.clone(), level: 1, page: 0, y: Unit(0), source: None };
    let bookmarks = if pages.bookmarks.is_empty() { std::slice::from_ref(&title) } else { pages.bookmarks.as_slice() };
    if bookmarks.iter().all(|bookmark| bookmark.title.is_empty()) {
        return None;
    }
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    // The parent of a bookmark is the nearest one above it with a lower level.
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(ids.len());
    let mut open: Vec<usize> = Vec::new();
    for (i, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|above| bookmarks[*above].level >= bookmark.level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(i);
    }
    let children = |parent: Option<usize>| (0..ids.len()).filter(|i| parents[*i] == parent).collect::<Vec<_>>();
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for (i, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            kids[*parent].push(i);
        }
    }
    let top = children(None);
    for (i, bookmark) in bookmarks.iter().enumerate() {
        let page = page_ids.get(bookmark.page).copied()?;
        let height = upright(pages.height.0 - bookmark.y.0);
        let mut object = dictionary! {
            "Title" => text(&bookmark.title),
            "Parent" => parents[i].map_or(root, |parent| ids[parent]),
            "Dest" => vec![Object::Reference(page), "XYZ".into(), Object::Null, height, Object::Null],
        };
        let siblings = parents[i].map_or(&top, |parent| &kids[parent]);
        let place = siblings.binary_search(&i).unwrap_or(0);
        if place > 0 {
            object.set("Prev", ids[siblings[place - 1]]);
        }
        if let Some(next) = siblings.get(place + 1) {
            object.set("Next", ids[*next]);
        }
        if let (Some(first), Some(last)) = (kids[i].first(), kids[i].last()) {
            object.set("First", ids[*first]);
            object.set("Last", ids[*last]);
            // Negative: closed, so that the first view shows the parts alone.
            object.set("Count", -i64::try_from(kids[i].len()).unwrap_or(0));
        }
        file.objects.insert(ids[i], Object::Dictionary(object));
    }
    let (first, last) = (ids[*top.first()?], ids[*top.last()?]);
    let count = i64::try_from(top.len()).unwrap_or(0);
    let object = dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count };
    file.objects.insert(root, Object::Dictionary(object));
    Some(root)
}

/// A text string of PDF.
pub(super) fn text(words: &str) -> Object {
    if words.is_ascii() {
        return Object::String(words.as_bytes().to_vec(), StringFormat::Literal);
    }
    let bytes = [0xFE, 0xFF].into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn date_string(date: NaiveDate) -> Object {
    Object::String(date.format("D:%Y%m%d").to_string().into_bytes(), StringFormat::Literal)
}

/// The file identifier, from the content alone.
fn identify(file: &mut Document, pages: &Pages) {
    let mut print = Fingerprint::default();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            print.add(&stream.content);
        }
    }
    for words in [&pages.info.title, &pages.info.author, &pages.info.language] {
        print.add(words.as_bytes());
    }
    let first = print.value();
    print.add(&first.to_be_bytes());
    let bytes: Vec<u8> = first.to_be_bytes().into_iter().chain(print.value().to_be_bytes()).collect();
    let id = Object::String(bytes, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
}

/// Compresses and writes the document.
pub(super) fn save(mut file: Document) -> Result<Vec<u8>, PdfError> {
    for id in file.get_pages().into_values().collect::<Vec<_>>() {
        for content in file.get_page_contents(id) {
            if let Some(Object::Stream(stream)) = file.objects.get_mut(&content) {
                let joined = joined(&stream.content);
                stream.set_content(joined);
            }
        }
    }
    compress(&mut file);
    let mut bytes = Vec::new();
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(400).compression_level(6).build();
    file.save_with_options(&mut bytes, options)?;
    Ok(with_small_index(&bytes).unwrap_or(bytes))
}

/// Compresses all streams, which takes most of the time of an export: on as many cores as there are.
/// Each stream comes out the same wherever it is done.
fn compress(file: &mut Document) {
    let streams = file.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if stream.allows_compression => Some(stream),
        _ => None,
    });
    let mut streams: Vec<&mut Stream> = streams.collect();
    // The large ones first, so that no core is left with one at the end.
    streams.sort_by_key(|stream| std::cmp::Reverse(stream.content.len()));
    let queue = Mutex::new(streams.into_iter());
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let work = || {
        while let Some(stream) = queue.lock().ok().and_then(|mut queue| queue.next()) {
            // A stream that cannot be compressed stays as it is, and valid.
            let _ = stream.compress();
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(work);
        }
        work();
    });
}

/// A content stream with its glyph codes as bytes and neighbouring strings as one; printpdf writes a
/// hexadecimal string for each glyph, which takes a third more room even when compressed.
fn joined(content: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(content.len());
    let mut at = 0;
    let mut string_end = usize::MAX;
    while let Some(byte) = content.get(at) {
        let next = content.get(at + 1);
        if *byte != b'<' || next == Some(&b'<') || next.is_none_or(|next| !next.is_ascii_hexdigit()) {
            // A dictionary opens with two; both are copied, lest the second be taken for a string.
            let step = if *byte == b'<' && next == Some(&b'<') { 2 } else { 1 };
            out.extend_from_slice(&content[at..at + step]);
            at += step;
            continue;
        }
        if out.len() == string_end {
            out.pop();
        } else {
            out.push(b'(');
        }
        at += 1;
        while let Some(pair) = content.get(at..at + 2).filter(|pair| pair[0] != b'>') {
            let digit = |c: u8| char::from(c).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
            match digit(pair[0]) << 4 | digit(pair[1]) {
                b'\r' => out.extend_from_slice(b"\\r"),
                b'\n' => out.extend_from_slice(b"\\n"),
                byte @ (b'(' | b')' | b'\\') => out.extend_from_slice(&[b'\\', byte]),
                byte => out.push(byte),
            }
            at += 2;
        }
        at += 1;
        out.push(b')');
        string_end = out.len();
    }
    out
}

/// The file with its cross-reference stream compressed, which lopdf leaves plain; it is the last object.
fn with_small_index(file: &[u8]) -> Option<Vec<u8>> {
    let find = |from: usize, word: &[u8]| file.get(from..)?.windows(word.len()).position(|window| window == word).map(|at| from + at);
    let mark = file.len().checked_sub(64).and_then(|from| find(from, b"startxref\n"))?;
    let start: usize = std::str::from_utf8(file.get(mark + 10..)?).ok()?.lines().next()?.parse().ok()?;
    let length_at = find(start, b"/Length ")?;
    let digits = file.get(length_at + 8..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let length: usize = std::str::from_utf8(file.get(length_at + 8..length_at + 8 + digits)?).ok()?.parse().ok()?;
    let data_at = find(length_at, b"stream\n")? + 7;
    let mut stream = Stream::new(Dictionary::new(), file.get(data_at..data_at + length)?.to_vec());
    stream.compress().ok()?;
    if !stream.dict.has(b"Filter") {
        return None;
    }
    let mut out = file[..length_at].to_vec();
    out.extend_from_slice(format!("/Filter/FlateDecode/Length {}", stream.content.len()).as_bytes());
    out.extend_from_slice(file.get(length_at + 8 + digits..data_at)?);
    out.extend_from_slice(&stream.content);
    out.extend_from_slice(file.get(data_at + length..)?);
    Some(out)
}

/// A hash that is the same everywhere and always (FNV-1a, taken in words for speed).
pub(super) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes bytes in.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let mut mix = |word: u64| {
            self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
            self.0 ^= self.0 >> 29;
        };
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            mix(u64::from_le_bytes(<[u8; 8]>::try_from(word).unwrap_or_default()));
        }
        for byte in words.remainder() {
            mix(u64::from(*byte));
        }
        mix(bytes.len() as u64);
    }

    /// The hash.
    pub(super) fn value(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn strings_are_joined_and_dictionaries_left_alone() {
        let content = b"/P <</MCID 1>> BDC [<0041><0042> -9<0028>] TJ";
        assert_eq!(joined(content), b"/P <</MCID 1>> BDC [(\0A\0B) -9(\0\\()] TJ");
    }
}
