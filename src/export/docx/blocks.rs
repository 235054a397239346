//! The Word elements of each block.

use std::collections::BTreeSet;
use std::sync::Arc;

use docx_rs::{
    AlignmentType, Docx, FieldCharType, Hyperlink, HyperlinkType, InstrPAGEREF, InstrText, LineSpacing, LineSpacingType,
    PageOrientationType, PageSize, Paragraph, Pic, Run, SectionProperty, SpecialIndentType, Tab, TabLeaderType, TabValueType,
};

use super::{styles, twips, twips_of_mm100};
use crate::manuscript::{
    Block, BlockKind, Cover, Face, Field, Image, Manuscript, PageSetup, Picture, SourceId, Span, SpanStyle, Tree, plain_text,
};

/// English metric units of Word's pictures: of 1/20 pt.
const EMU_OF_TWIP: i64 = 635;
/// Pictures without a resolution of their own have as many pixels to the inch.
const USUAL_RESOLUTION: u32 = 150;
/// Room for a label, at least, in sizes of the type times 1000.
const LEAST_LABEL: i32 = 1500;
/// And between a label and its text.
const LEAST_GAP: i32 = 400;
/// The height of what keeps two tables apart, in twentieths of a point.
const BETWEEN_TABLES: i32 = 120;

/// What stands in the document one after the other.
enum Content {
    Paragraph(Box<Paragraph>),
    Table(Box<docx_rs::Table>),
}

/// A picture in the order it stands in the document.
pub(super) struct Shown {
    pub(super) picture: Arc<Picture>,
    /// What is read instead of it.
    pub(super) words: String,
}

/// Puts a document together, block by block.
pub(super) struct Writer<'a> {
    manuscript: &'a Manuscript,
    document: Docx,
    contents: Vec<Content>,
    /// Nodes that something leads to.
    wanted: BTreeSet<SourceId>,
    named: BTreeSet<SourceId>,
    shown: Vec<Shown>,
    paragraphs: usize,
    bookmarks: usize,
    /// The levels of the headings around the present place.
    headings: Vec<u8>,
    /// Whether the next paragraph begins a page.
    breaks: bool,
    /// Whether the first page has a number: a cover has none.
    numbered_from_first: bool,
    /// How many parts the pages so far were closed in, for pages that lie on their side.
    sections: usize,
    /// Whether the present pages lie on their side among upright ones.
    turned: bool,
    /// Whether the lines of the contents are being written.
    in_contents: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(manuscript: &'a Manuscript) -> Self {
        let setup = &manuscript.setup;
        let style = &setup.scale.body;
        let covered = manuscript.blocks.first().is_some_and(|block| matches!(block.kind, BlockKind::Cover(_)));
        let mut document = Docx::new()
            .page_size(twip(setup.width.0), twip(setup.height.0))
            .page_orient(orientation(setup.width.0 > setup.height.0))
            .page_margin(styles::margins(setup))
            .default_fonts(styles::fonts(style.face))
            .default_size(usize::try_from(style.size.0 / 500).unwrap_or(21))
            .header(styles::header(manuscript, false))
            .first_header(styles::header(manuscript, true))
            .footer(styles::footer(manuscript, true))
            .first_footer(styles::footer(manuscript, !covered));
        for style in styles::all(setup) {
            document = document.add_style(style);
        }
        Self {
            manuscript,
            document,
            contents: Vec::new(),
            wanted: wanted(manuscript),
            named: BTreeSet::new(),
            shown: Vec::new(),
            paragraphs: 0,
            bookmarks: 0,
            headings: Vec::new(),
            breaks: false,
            numbered_from_first: !covered,
            sections: 0,
            turned: false,
            in_contents: false,
        }
    }

    pub(super) fn finish(mut self) -> (Docx, Vec<Shown>) {
        let setup = self.setup();
        if self.turned {
            let (width, height) = (twip(setup.height.0), twip(setup.width.0));
            self.document = self.document.page_size(width, height).page_orient(orientation(true));
        }
        if self.sections > 0 {
            // The first page of the document is in another part.
            self.document.document.section_property.title_pg = false;
        }
        let add = |document: Docx, content| match content {
            Content::Paragraph(paragraph) => document.add_paragraph(*paragraph),
            Content::Table(table) => document.add_table(*table),
        };
        (self.contents.into_iter().fold(self.document, add), self.shown)
    }

    pub(super) fn setup(&self) -> &'a PageSetup {
        &self.manuscript.setup
    }

    /// A paragraph of a style with an id of its own.
    pub(super) fn paragraph(&mut self, style: &str) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08X}", self.paragraphs)).style(style)
    }

    fn add(&mut self, paragraph: Paragraph) {
        let paragraph = if std::mem::take(&mut self.breaks) { paragraph.page_break_before(true) } else { paragraph };
        self.contents.push(Content::Paragraph(Box::new(paragraph)));
    }

    /// Writes a block on upright or, among upright ones, `turned` pages.
    pub(super) fn block(&mut self, block: &Block, turned: bool) {
        let upright = self.setup().width.0 < self.setup().height.0;
        let turned = upright && turned;
        if turned != self.turned {
            self.close_section();
            self.turned = turned;
        }
        let in_contents = matches!(block.kind, BlockKind::ContentsTitle { .. } | BlockKind::ContentsEntry { .. });
        // The contents stand on pages of their own.
        self.breaks |= std::mem::replace(&mut self.in_contents, in_contents) && !in_contents;
        match &block.kind {
            BlockKind::Cover(cover) => self.cover(cover),
            BlockKind::ContentsTitle { text } => {
                let paragraph = self.paragraph(styles::TITLE);
                let paragraph = self.spans(paragraph, text);
                self.add(paragraph);
            }
            BlockKind::ContentsEntry { rank, label, separator, text, target } => {
                let (depth, words) = (i32::from(*rank as u8), format!("{label}{}{}", gap(label, separator), plain_text(text)));
                self.contents_line(depth, &words, *target);
            }
            BlockKind::Title { text } => self.line(styles::TITLE, text),
            BlockKind::Subtitle { text } => self.line(styles::SUBTITLE, text),
            BlockKind::Heading { outline_level, indent, label, separator, text, leads, .. } => {
                while self.headings.last().is_some_and(|open| open >= outline_level) {
                    self.headings.pop();
                }
                self.headings.push(*outline_level);
                let paragraph = self.paragraph(&format!("Heading{}", self.headings.len().min(6))).keep_next(*leads);
                let paragraph = hung(paragraph, self.step(*indent), self.label_width(label, separator));
                self.labelled(block, paragraph, label, text);
            }
            BlockKind::Item { indent, label, separator, text, leads, .. } => {
                let paragraph = self.paragraph(styles::BODY).keep_next(*leads);
                let paragraph = hung(paragraph, self.step(*indent), self.label_width(label, separator));
                self.labelled(block, paragraph, label, text);
            }
            BlockKind::Paragraph { indent, first_line_indent, text } => {
                let first = first_line_indent.then(|| SpecialIndentType::FirstLine(self.em()));
                let paragraph = self.paragraph(styles::BODY).indent(Some(self.step(*indent)), first, None, None);
                let paragraph = self.spans(paragraph, text);
                self.add(paragraph);
            }
            BlockKind::Note { indent, text } => {
                let paragraph = self.paragraph(styles::NOTE).indent(Some(self.step(*indent)), None, None, None);
                let paragraph = self.spans(paragraph, text);
                self.add(paragraph);
            }
            BlockKind::Quote { indent, text, source } => {
                let left = self.step(indent.saturating_add(2));
                let paragraph = self.paragraph(styles::QUOTE).indent(Some(left), None, Some(self.em()), None).keep_next(!source.is_empty());
                let paragraph = self.spans(paragraph, text);
                self.add(paragraph);
                if !source.is_empty() {
                    let paragraph =
                        self.paragraph(styles::NOTE).align(AlignmentType::Right).indent(Some(left), None, Some(self.em()), None);
                    let paragraph = self.spans(paragraph, source);
                    self.add(paragraph);
                }
            }
            BlockKind::Table { indent, table } => {
                if !table.caption.is_empty() {
                    let paragraph = self.paragraph(styles::CAPTION).keep_next(true).indent(Some(self.step(*indent)), None, None, None);
                    let paragraph = self.spans(paragraph, &table.caption);
                    self.add(paragraph);
                }
                let made = self.word_table(table, self.step(*indent), self.room(table.landscape));
                self.contents.push(Content::Table(Box::new(made)));
                // Two tables without a paragraph between them would be one, and the last needs one behind it.
                let thin = LineSpacing::new().line(BETWEEN_TABLES).line_rule(LineSpacingType::Exact).after(0);
                let gap = self.paragraph(styles::NOTE).line_spacing(thin);
                self.add(gap);
            }
            BlockKind::Figure { indent, trees } => {
                for (depth, words) in trees.iter().flat_map(Tree::outline) {
                    let left = self.step(indent.saturating_add(u8::try_from(2 * depth).unwrap_or(u8::MAX)));
                    let run = Run::new().fonts(styles::fonts(Face::Gothic)).text_border(styles::boxed()).add_text(cleaned(&words));
                    let branch = if depth > 0 { Run::new().add_text("└ ") } else { Run::new() };
                    let paragraph = self.paragraph(styles::BODY).indent(Some(left), None, None, None).add_run(branch).add_run(run);
                    self.add(paragraph);
                }
            }
            BlockKind::Image { indent, image } => self.image(*indent, image),
            BlockKind::PageBreak => self.breaks = true,
        }
    }

    fn line(&mut self, style: &str, text: &[Span]) {
        let paragraph = self.paragraph(style);
        let paragraph = self.spans(paragraph, text);
        self.add(paragraph);
    }

    /// A paragraph with its label before a tab, to which its further lines hang.
    fn labelled(&mut self, block: &Block, paragraph: Paragraph, label: &str, text: &[Span]) {
        let anchor = anchor(block).filter(|id| self.wanted.contains(id) && self.named.insert(*id));
        let paragraph = match anchor {
            Some(id) => {
                self.bookmarks += 1;
                paragraph.add_bookmark_start(self.bookmarks, name(id))
            }
            None => paragraph,
        };
        let paragraph = match label {
            "" => paragraph,
            // A bullet brings its own blank.
            bullet if is_bullet(bullet) => paragraph.add_run(Run::new().add_text(bullet)),
            label => paragraph.add_run(Run::new().add_text(cleaned(label)).add_tab()),
        };
        let paragraph = self.spans(paragraph, text);
        let paragraph = if anchor.is_some() { paragraph.add_bookmark_end(self.bookmarks) } else { paragraph };
        self.add(paragraph);
    }

    fn cover(&mut self, cover: &Cover) {
        let (below_top, above_foot) = (self.room_high() / 4, self.room_high() / 3);
        let lines = [(&cover.above, styles::SUBTITLE, below_top), (&cover.title, styles::TITLE, 0), (&cover.stage, styles::SUBTITLE, 0)];
        let mut before = 0;
        for (text, style, space) in lines {
            before += space;
            if !text.is_empty() {
                self.spaced(style, text, std::mem::take(&mut before));
            }
        }
        before = above_foot;
        for text in [&cover.date, &cover.organization].into_iter().filter(|text| !text.is_empty()) {
            self.spaced(styles::SUBTITLE, text, std::mem::take(&mut before));
        }
        self.breaks = true;
    }

    fn spaced(&mut self, style: &str, text: &[Span], before: i32) {
        let spacing = LineSpacing::new().before(u32::try_from(before).unwrap_or(0)).after(120);
        let paragraph = self.paragraph(style).line_spacing(spacing);
        let paragraph = self.spans(paragraph, text);
        self.add(paragraph);
    }

    /// A line of the contents: Word puts the page number in when it opens the document.
    fn contents_line(&mut self, depth: i32, words: &str, target: SourceId) {
        let right = usize::try_from(self.room(false)).unwrap_or(0);
        let tab = Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(right);
        let number = Run::new()
            .add_field_char(FieldCharType::Begin, true)
            .add_instr_text(InstrText::PAGEREF(InstrPAGEREF::new(name(target)).hyperlink()))
            .add_field_char(FieldCharType::Separate, false)
            .add_field_char(FieldCharType::End, false);
        let link =
            Hyperlink::new(name(target), HyperlinkType::Anchor).add_run(Run::new().add_text(cleaned(words)).add_tab()).add_run(number);
        let paragraph = self.paragraph(styles::CONTENTS).add_tab(tab).indent(Some(depth * self.em()), None, None, None).add_hyperlink(link);
        self.add(paragraph);
    }

    fn image(&mut self, indent: u8, image: &Image) {
        let room = self.room(false) - self.step(indent);
        let paragraph = self.paragraph(styles::BODY).align(AlignmentType::Center).keep_next(!image.caption.is_empty());
        match &image.picture {
            Ok(picture) => {
                let (width, height) = picture.upright_size();
                let own = i64::from(width) * 1440 / i64::from(picture.resolution.unwrap_or(USUAL_RESOLUTION).max(1));
                let wide = image.width.map_or(own, |percent| i64::from(room) * i64::from(percent) / 100).clamp(1, i64::from(room.max(1)));
                let high = (wide * i64::from(height) / i64::from(width.max(1))).clamp(1, i64::from(self.room_high().max(1)));
                let emu = |twips: i64| u32::try_from(twips * EMU_OF_TWIP).unwrap_or(0);
                // A picture that lies on its side has the measures of its side and is turned as a whole.
                let (size, turned) = match picture.orientation {
                    3 | 4 => ((wide, high), 180),
                    5 | 6 => ((high, wide), 90),
                    7 | 8 => ((high, wide), 270),
                    _ => ((wide, high), 0),
                };
                self.shown.push(Shown { picture: Arc::clone(picture), words: image.words() });
                let pic = Pic::new_with_dimensions(picture.bytes.to_vec(), picture.width, picture.height)
                    .id(format!("rIdImage{}", self.shown.len()))
                    .size(emu(size.0), emu(size.1))
                    .rotate(turned);
                self.add(paragraph.add_run(Run::new().add_image(pic)));
            }
            Err(_) => {
                let words = Run::new().text_border(styles::boxed()).add_text(cleaned(&format!("［図：{}］", image.words())));
                self.add(paragraph.add_run(words));
            }
        }
        if !image.caption.is_empty() {
            let paragraph = self.paragraph(styles::CAPTION).align(AlignmentType::Center);
            let paragraph = self.spans(paragraph, &image.caption);
            self.add(paragraph);
        }
    }

    pub(super) fn spans(&self, paragraph: Paragraph, spans: &[Span]) -> Paragraph {
        spans.iter().fold(paragraph, |paragraph, span| {
            let run = Run::new().add_text(cleaned(&span.text));
            let run = match span.style {
                SpanStyle::Plain => run,
                SpanStyle::Strong => run.bold(),
                SpanStyle::Boxed => run.text_border(styles::boxed()),
                SpanStyle::Underlined => run.underline("single"),
            };
            match span.link.filter(|target| self.wanted.contains(target)) {
                Some(target) => paragraph.add_hyperlink(Hyperlink::new(name(target), HyperlinkType::Anchor).add_run(run)),
                None => paragraph.add_run(run),
            }
        })
    }

    /// Ends the pages so far; what follows lies on its side or stands upright again.
    fn close_section(&mut self) {
        let setup = self.setup();
        let (short, long) = (twip(setup.width.0), twip(setup.height.0));
        let (width, height) = if self.turned { (long, short) } else { (short, long) };
        let mut section = SectionProperty::new()
            .page_size(PageSize::new().size(width, height).orient(orientation(self.turned)))
            .page_margin(styles::margins(setup))
            .header(styles::header(self.manuscript, false), "rIdHeader1")
            .footer(styles::footer(self.manuscript, true), "rIdFooter1");
        if self.sections == 0 {
            let (header, footer) = (styles::header(self.manuscript, true), styles::footer(self.manuscript, self.numbered_from_first));
            section = section.first_header(header, "rIdHeader2").first_footer(footer, "rIdFooter2");
        }
        self.sections += 1;
        self.breaks = false;
        let thin = LineSpacing::new().line(BETWEEN_TABLES).line_rule(LineSpacingType::Exact).after(0);
        let paragraph = self.paragraph(styles::NOTE).line_spacing(thin).section_property(section);
        self.add(paragraph);
    }

    /// The size of the type, in twentieths of a point.
    fn em(&self) -> i32 {
        twips(self.setup().scale.body.size.0)
    }

    fn step(&self, indent: u8) -> i32 {
        i32::from(indent) * self.em() * self.setup().indent_step / 1000
    }

    /// The room that a label takes, so that texts hang alike.
    fn label_width(&self, label: &str, separator: &str) -> i32 {
        if label.is_empty() {
            return 0;
        }
        if is_bullet(label) {
            return self.em();
        }
        let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 500 } else { 1000 }).sum::<i32>();
        // A tab stop at the very end of the label would be passed over.
        self.em() * (width(label) + width(separator).max(LEAST_GAP)).max(LEAST_LABEL) / 1000
    }

    /// The room between the margins of an upright or a turned page.
    fn room(&self, turned: bool) -> i32 {
        let setup = self.setup();
        let sheet = if turned { setup.width.0.max(setup.height.0) } else { setup.width.0 };
        twips_of_mm100(sheet - setup.left_margin.0 - setup.right_margin.0)
    }

    fn room_high(&self) -> i32 {
        let setup = self.setup();
        twips_of_mm100(setup.height.0 - setup.top_margin.0 - setup.bottom_margin.0)
    }
}

fn twip(mm100: i32) -> u32 {
    // Rounded: A4 is 11906 × 16838.
    u32::try_from((mm100 * 1440 + 1270) / 2540).unwrap_or(0)
}

fn orientation(turned: bool) -> PageOrientationType {
    if turned { PageOrientationType::Landscape } else { PageOrientationType::Portrait }
}

/// Lines hang by the width of the label.
fn hung(paragraph: Paragraph, left: i32, label: i32) -> Paragraph {
    if label == 0 {
        return paragraph.indent(Some(left), None, None, None);
    }
    let at = usize::try_from(left + label).unwrap_or(0);
    paragraph
        .indent(Some(left + label), Some(SpecialIndentType::Hanging(label)), None, None)
        .add_tab(Tab::new().val(TabValueType::Left).pos(at))
}

fn is_bullet(label: &str) -> bool {
    matches!(label, "・" | "･")
}

/// What stands between a label and its text: never nothing, a reader would take them for one word.
fn gap<'a>(label: &str, separator: &'a str) -> &'a str {
    if separator.is_empty() && !label.is_empty() { " " } else { separator }
}

/// The nodes that links and lines of the contents lead to and that have a heading or line of their own.
fn wanted(manuscript: &Manuscript) -> BTreeSet<SourceId> {
    let mut targets = BTreeSet::new();
    let link = |targets: &mut BTreeSet<SourceId>, spans: &[Span]| targets.extend(spans.iter().filter_map(|span| span.link));
    for block in &manuscript.blocks {
        match &block.kind {
            BlockKind::ContentsEntry { target, .. } => {
                targets.insert(*target);
            }
            BlockKind::Table { table, .. } => {
                table.cells.iter().flat_map(|cell| &cell.paragraphs).for_each(|spans| link(&mut targets, spans));
            }
            BlockKind::Heading { text, .. }
            | BlockKind::Item { text, .. }
            | BlockKind::Paragraph { text, .. }
            | BlockKind::Note { text, .. }
            | BlockKind::Quote { text, .. } => link(&mut targets, text),
            _ => {}
        }
    }
    let known: BTreeSet<SourceId> = manuscript.blocks.iter().filter_map(|block| anchor(block)).collect();
    targets.intersection(&known).copied().collect()
}

fn anchor(block: &Block) -> Option<SourceId> {
    let generated = match &block.kind {
        BlockKind::Heading { anchor, .. } => *anchor,
        BlockKind::Item { .. } => None,
        _ => return None,
    };
    block.source.filter(|source| source.field == Field::Title).map(|source| source.id).or(generated)
}

/// The bookmark of a node; a bookmark begins with a letter or _ and has at most 40 characters.
fn name(id: SourceId) -> String {
    format!("n{:x}", id.0)
}

/// Without the control characters that XML cannot hold.
fn cleaned(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}
