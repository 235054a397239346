//! The page model as another writer takes it: krilla's PDF/UA-1 validator accepts its structure, refuses
//! what is broken, and the tags of both writers agree.

mod layout_sample;
mod samples;
#[path = "krilla/tags.rs"]
mod tags;
#[path = "krilla/writer.rs"]
mod writer;

use std::sync::Arc;

use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use nendo::export::pdf;
use nendo::layout::{ElementRole, Item, Pages, Run, lay_out};

use samples::{pages, reference_documents, sample, with_everything};

/// The pages of every sample plan and reference document, plain and with everything on, and of a
/// manuscript with what plans do not hold.
fn all_pages() -> impl Iterator<Item = (String, Pages)> {
    let plans = samples::samples().into_iter().chain(reference_documents());
    let mut draft = layout_sample::Draft(layout_sample::plan());
    draft.paragraph(0, "読めない字：あ\u{FEFF}い\u{0}う\tえ\u{FFFE}お\u{E000}か\u{200B}き");
    let by_hand = ("by hand".to_owned(), lay_out(&draft.0));
    let both = |(name, plan): (String, _)| {
        let full = with_everything(Clone::clone(&plan));
        [(name.clone(), pages(&plan)), (format!("{name}, everything on"), pages(&full))]
    };
    plans.flat_map(both).chain([by_hand])
}

/// What the validator finds.
fn refused(pages: &Pages) -> Vec<ValidationError> {
    match writer::write(pages) {
        Ok(_) => Vec::new(),
        Err(KrillaError::Validation(found)) => found.into_iter().map(|(error, _)| error).collect(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_plan_is_accepted() {
    for (name, pages) in all_pages() {
        assert_eq!(refused(&pages), [], "{name}");
    }
}

#[test]
fn both_writers_give_the_same_tags() {
    for (name, pages) in all_pages() {
        let ours = tags::of(&pdf::write(&pages, &pdf::PdfOptions::default()).expect("written"));
        let theirs = tags::of(&writer::write(&pages).expect("accepted"));
        let differing = ours.iter().zip(&theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
        let near = |tags: &[String]| tags[differing.saturating_sub(3)..tags.len().min(differing + 3)].join("\n");
        assert!(ours == theirs, "{name}, tag {differing}:\nours:\n{}\ntheirs:\n{}", near(&ours), near(&theirs));
        assert!(ours.len() > 20, "{name}: {} tags", ours.len());
    }
}

/// Pages with headings, contents, links, tables and a chart, all of them in order.
fn sound() -> Pages {
    let pages = pages(&with_everything(sample("sazanami-renrakukai")));
    assert_eq!(refused(&pages), []);
    pages
}

fn runs(pages: &mut Pages) -> impl Iterator<Item = &mut Run> {
    let items = pages.pages.iter_mut().flat_map(|page| &mut Arc::make_mut(page).items);
    items.filter_map(|item| if let Item::Run(run) = item { Some(run) } else { None })
}

#[test]
fn a_document_without_title_is_refused() {
    let mut pages = sound();
    pages.info.title.clear();
    assert_eq!(refused(&pages), [ValidationError::NoDocumentTitle]);
}

#[test]
fn a_document_without_bookmarks_is_refused() {
    let mut pages = sound();
    pages.bookmarks.clear();
    pages.info.title.clear();
    assert_eq!(refused(&pages), [ValidationError::MissingDocumentOutline, ValidationError::NoDocumentTitle]);
}

#[test]
fn a_figure_without_words_is_refused() {
    let mut pages = sound();
    let figure = pages.structure.iter_mut().find(|element| element.role == ElementRole::Figure).expect("a chart");
    figure.alternative = None;
    assert_eq!(refused(&pages), [ValidationError::MissingAltText(None)]);
}

#[test]
fn a_heading_without_words_is_refused() {
    let mut pages = sound();
    let heading = pages.structure.iter().position(|element| element.role == ElementRole::Heading(2)).expect("a heading");
    runs(&mut pages).filter(|run| run.element.is_some_and(|own| own.0 as usize == heading)).for_each(|run| {
        run.text.clear();
        run.glyphs.iter_mut().for_each(|glyph| (glyph.start, glyph.end) = (0, 0));
    });
    assert!(refused(&pages).contains(&ValidationError::MissingHeadingTitle));
}

#[test]
fn a_link_to_a_place_without_words_is_refused() {
    let mut pages = sound();
    pages.bookmarks.iter_mut().for_each(|bookmark| bookmark.title.clear());
    assert!(refused(&pages).contains(&ValidationError::MissingAnnotationAltText(None)));
}

#[test]
fn a_glyph_no_font_has_is_refused() {
    let mut pages = sound();
    runs(&mut pages).next().expect("text").glyphs[0].id = 0;
    assert!(matches!(refused(&pages).as_slice(), [ValidationError::ContainsNotDefGlyph(..)]));
}

#[test]
fn different_tags_are_seen() {
    let mut pages = sound();
    let before = tags::of(&writer::write(&pages).expect("accepted"));
    let list = pages.structure.iter_mut().find(|element| element.role == ElementRole::ListBody).expect("a list");
    list.role = ElementRole::Paragraph;
    assert_ne!(before, tags::of(&writer::write(&pages).expect("accepted")));
}
