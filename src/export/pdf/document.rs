//! The document as printpdf makes it: fonts, pages, catalogue, information.
//!
//! Lives here: what is handed to printpdf, and what its document lacks. Does not live here: the pages'
//! content (`content`), tags and bookmarks (`structure`, `outline`). May use: the page model, `fonts`,
//! printpdf, lopdf.

use std::sync::Arc;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::{Codepoint, Mm, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem};

use super::fonts::Fonts;
use super::objects::{Objects, Roots};
use super::structure::Tags;
use super::syntax::text_object;
use super::{PdfError, PdfOptions, images, outline, xmp};
use crate::layout::{Page, Pages};

/// The program that writes the files.
pub(super) const PRODUCER: &str = concat!("Nendo ", env!("CARGO_PKG_VERSION"));

/// A document of empty pages, with the fonts.
pub(super) struct Shell {
    document: Document,
    /// The pages in order.
    pages: Vec<ObjectId>,
}

/// What a document is completed with.
pub(super) struct Parts {
    /// The tags.
    pub tags: Tags,
    /// The root of the bookmarks.
    pub outline: Option<u32>,
    /// The numbers of the pictures.
    pub pictures: Vec<u32>,
}

impl Shell {
    /// Makes the document. printpdf embeds the glyphs that its pages show, so one page shows them all;
    /// the content of the pages is written elsewhere.
    pub(super) fn new(pages: &Pages, fonts: &Fonts) -> Result<Self, PdfError> {
        let mut document = PdfDocument::new(&pages.info.title);
        let mut glyphs = Vec::new();
        for subset in fonts.subsets() {
            document.resources.fonts.map.insert(subset.id.clone(), PdfFont::new(subset.program.clone()));
            let all = subset.meanings().map(|(code, text)| Codepoint::with_cid(code, 0.0, text.to_owned())).collect();
            glyphs.push(Op::SetFont { font: PdfFontHandle::External(subset.id.clone()), size: Pt(1.0) });
            glyphs.push(Op::ShowText { items: vec![TextItem::GlyphIds(all)] });
        }
        let page = |page: &Arc<Page>| {
            let (width, height) = (Pt(page.width.pt()), Pt(page.height.pt()));
            let sheet = printpdf::Rect { x: Pt(0.0), y: Pt(0.0), width, height, mode: None, winding_order: None };
            let mut page = PdfPage::new(Mm(0.0), Mm(0.0), std::mem::take(&mut glyphs));
            (page.media_box, page.trim_box, page.crop_box) = (sheet.clone(), sheet.clone(), sheet);
            page
        };
        document.with_pages(pages.pages.iter().map(page).collect());
        let document = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        Ok(Self { document, pages })
    }

    /// The first number the document does not use.
    pub(super) fn next_number(&self) -> u32 {
        self.document.max_id + 1
    }

    /// The numbers of the pages.
    pub(super) fn page_numbers(&self) -> Vec<u32> {
        self.pages.iter().map(|(number, _)| *number).collect()
    }

    /// Takes the empty contents of the pages out and returns their numbers.
    pub(super) fn take_contents(&mut self) -> Result<Vec<u32>, PdfError> {
        let number = |id: &ObjectId| {
            let content = self.document.get_dictionary(*id).and_then(|page| page.get(b"Contents")).and_then(Object::as_reference);
            let content = content.map_err(|_| PdfError::Incomplete("contents"))?;
            self.document.objects.remove(&content);
            Ok(content.0)
        };
        self.pages.iter().map(number).collect()
    }

    /// Completes the document with what printpdf does not write, and adds its objects to the file.
    pub(super) fn complete(mut self, objects: &mut Objects, pages: &Pages, parts: Parts, options: &PdfOptions) -> Result<Roots, PdfError> {
        for ((key, id), annotations) in (0_i64..).zip(&self.pages).zip(parts.tags.annotations) {
            let page = self.document.get_dictionary_mut(*id).map_err(|_| PdfError::Incomplete("page"))?;
            page.set("StructParents", key);
            page.set("Tabs", "S");
            page.remove(b"Annots");
            if !annotations.is_empty() {
                page.set("Annots", annotations.into_iter().map(reference).collect::<Vec<_>>());
            }
        }
        self.show(&parts.pictures)?;
        let (information, metadata) = (objects.reserve(), objects.reserve());
        self.document.set_object((information, 0), self::information(pages, options.creation_date));
        self.document.set_object((metadata, 0), xmp::stream(&pages.info, options.creation_date));
        if let Ok(former) = self.document.trailer.get(b"Info").and_then(Object::as_reference) {
            self.document.objects.remove(&former);
        }
        let language = if pages.info.language.is_empty() { "ja-JP" } else { &pages.info.language };
        let root = self.document.trailer.get(b"Root").and_then(Object::as_reference).map_err(|_| PdfError::Incomplete("catalogue"))?;
        let catalogue = self.document.catalog_mut().map_err(|_| PdfError::Incomplete("catalogue"))?;
        catalogue.set("Lang", Object::String(language.as_bytes().to_vec(), StringFormat::Literal));
        catalogue.set("Metadata", reference(metadata));
        catalogue.set("MarkInfo", dictionary! { "Marked" => true });
        catalogue.set("StructTreeRoot", reference(parts.tags.root));
        catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalogue.set("PageLabels", outline::page_labels(pages));
        catalogue.remove(b"PageLayout");
        if let Some(outline) = parts.outline {
            catalogue.set("Outlines", reference(outline));
            catalogue.set("PageMode", "UseOutlines");
        }
        objects.take(self.document);
        Ok(Roots { catalogue: root.0, information })
    }

    /// Names the pictures among the resources, which all pages share.
    fn show(&mut self, pictures: &[u32]) -> Result<(), PdfError> {
        let Some(first) = self.pages.first().filter(|_| !pictures.is_empty()) else { return Ok(()) };
        let resources = self.document.get_dictionary(*first).and_then(|page| page.get_deref(b"Resources", &self.document));
        let shared = resources.and_then(Object::as_dict).and_then(|resources| resources.get(b"XObject")).and_then(Object::as_reference);
        let shared = shared.and_then(|id| self.document.get_dictionary_mut(id)).map_err(|_| PdfError::Incomplete("resources"))?;
        for (index, number) in pictures.iter().enumerate() {
            shared.set(images::name(index), reference(*number));
        }
        Ok(())
    }
}

fn information(pages: &Pages, date: Option<NaiveDate>) -> Dictionary {
    let mut information = dictionary! {
        "Title" => text_object(&pages.info.title),
        "Author" => text_object(&pages.info.author),
        "Producer" => text_object(PRODUCER),
    };
    if let Some(date) = date {
        information.set("CreationDate", Object::string_literal(date.format("D:%Y%m%d").to_string()));
    }
    information
}

fn reference(number: u32) -> Object {
    Object::Reference((number, 0))
}
