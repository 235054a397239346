//! The named styles of a document and the words around its pages.

use docx_rs::{
    AlignmentType, BorderType, Footer as WordFooter, Header, LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Style, StyleType, TextBorder,
};

use super::twips_of_mm100;
use crate::manuscript::{Face, Footer, Manuscript, PageSetup, TextStyle};

/// Styles by the ids that paragraphs name.
pub(super) const TITLE: &str = "Title";
pub(super) const SUBTITLE: &str = "Subtitle";
pub(super) const BODY: &str = "BodyText";
pub(super) const NOTE: &str = "Note";
pub(super) const QUOTE: &str = "Quote";
pub(super) const CELL: &str = "TableText";
pub(super) const HEAD_CELL: &str = "TableHeading";
pub(super) const CAPTION: &str = "Caption";
pub(super) const CONTENTS: &str = "Contents";

/// The fonts of a face: as Windows calls them, where they are part of the system.
pub(super) fn fonts(face: Face) -> RunFonts {
    let name = family(face);
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).hint("eastAsia")
}

fn family(face: Face) -> &'static str {
    match face {
        Face::Mincho => "BIZ UDMincho Medium",
        Face::ProportionalMincho => "BIZ UDPMincho Medium",
        Face::Gothic | Face::GothicBold => "BIZ UDGothic",
        Face::ProportionalGothic | Face::ProportionalGothicBold => "BIZ UDPGothic",
    }
}

fn is_bold(face: Face) -> bool {
    matches!(face, Face::GothicBold | Face::ProportionalGothicBold)
}

/// Size in half points.
fn half_points(style: &TextStyle) -> usize {
    usize::try_from(style.size.0 / 500).unwrap_or(21)
}

pub(super) fn spacing(style: &TextStyle) -> LineSpacing {
    let twips = |points: i32| u32::try_from(super::twips(points)).unwrap_or(0);
    LineSpacing::new()
        .before(twips(style.space_before.0))
        .after(twips(style.space_after.0))
        .line(super::twips(style.leading.0))
        .line_rule(LineSpacingType::AtLeast)
}

fn named(id: &str, name: &str, style: &TextStyle) -> Style {
    let made = Style::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .size(half_points(style))
        .fonts(fonts(style.face))
        .line_spacing(spacing(style));
    if is_bold(style.face) { made.bold() } else { made }
}

/// All styles of a document.
pub(super) fn all(setup: &PageSetup) -> Vec<Style> {
    let scale = &setup.scale;
    let body = TextStyle { space_before: crate::manuscript::Points(0), space_after: crate::manuscript::Points(0), ..scale.body };
    let small = TextStyle { space_before: body.space_before, ..scale.small };
    let cell = TextStyle { space_before: body.space_before, space_after: body.space_after, ..scale.table };
    let head_cell = TextStyle { face: scale.project.face, ..cell };
    let mut styles = vec![
        Style::new("Normal", StyleType::Paragraph)
            .name("Normal")
            .size(half_points(&body))
            .fonts(fonts(body.face))
            .line_spacing(spacing(&body)),
        named(TITLE, "Title", &scale.title).align(AlignmentType::Center),
        named(SUBTITLE, "Subtitle", &scale.subtitle).align(AlignmentType::Center),
        named(BODY, "Body Text", &body).align(AlignmentType::Both),
        named(NOTE, "Note", &small),
        named(QUOTE, "Quote", &body),
        named(CELL, "Table Text", &cell),
        named(HEAD_CELL, "Table Heading", &head_cell),
        named(CAPTION, "caption", &TextStyle { face: scale.project.face, ..scale.small }),
        named(CONTENTS, "Contents", &body),
    ];
    // What is deeper than a project's heading looks like one.
    for level in 1..=6usize {
        let style = match level {
            1 => &scale.part,
            2 => &scale.chapter,
            _ => &scale.project,
        };
        styles.push(named(&format!("Heading{level}"), &format!("heading {level}"), style).outline_lvl(level - 1).next(BODY));
    }
    styles
}

/// A thin box around a word.
pub(super) fn boxed() -> TextBorder {
    TextBorder::new().border_type(BorderType::Single).size(4).space(0)
}

pub(super) fn margins(setup: &PageSetup) -> PageMargin {
    let mm = |length: crate::manuscript::Millimetres| twips_of_mm100(length.0);
    let (top, bottom) = (mm(setup.top_margin), mm(setup.bottom_margin));
    PageMargin { top, bottom, left: mm(setup.left_margin), right: mm(setup.right_margin), header: top / 2, footer: bottom / 2, gutter: 0 }
}

fn furniture(setup: &PageSetup, align: AlignmentType) -> Paragraph {
    let style = &setup.scale.furniture;
    Paragraph::new().id("7F000001").align(align).size(half_points(style)).fonts(fonts(style.face))
}

fn words(setup: &PageSetup, text: &str) -> Run {
    let style = &setup.scale.furniture;
    Run::new().size(half_points(style)).fonts(fonts(style.face)).add_text(text)
}

/// The header from the second page on, with the mark of a draft.
pub(super) fn header(manuscript: &Manuscript, first: bool) -> Header {
    let mut header = Header::new();
    if !manuscript.mark.is_empty() {
        let mark =
            Run::new().size(30).bold().fonts(fonts(Face::GothicBold)).text_border(boxed()).add_text(format!(" {} ", manuscript.mark));
        header = header.add_paragraph(furniture(&manuscript.setup, AlignmentType::Right).id("7F000002").add_run(mark));
    }
    let text = if first { "" } else { manuscript.header.as_str() };
    header.add_paragraph(furniture(&manuscript.setup, AlignmentType::Right).add_run(words(&manuscript.setup, text)))
}

/// The foot of the pages.
pub(super) fn footer(manuscript: &Manuscript, counted: bool) -> WordFooter {
    let setup = &manuscript.setup;
    let line = furniture(setup, AlignmentType::Center).id("7F000003");
    let line = match manuscript.footer {
        _ if !counted => line,
        Footer::None => line,
        Footer::Plain => line.add_page_num(PageNum::new()),
        Footer::Dashed => line.add_run(words(setup, "－ ")).add_page_num(PageNum::new()).add_run(words(setup, " －")),
        Footer::OfTotal => line.add_page_num(PageNum::new()).add_run(words(setup, " / ")).add_num_pages(NumPages::new()),
    };
    WordFooter::new().add_paragraph(line)
}
