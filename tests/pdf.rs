//! The PDF as a reader of it sees it.

#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

mod layout_sample;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use lopdf::{Document, Object};
use nendo::export::pdf::{PdfOptions, write};
use nendo::layout::{Item, Pages, lay_out};
use nendo::manuscript::BlockKind;

use layout_sample::{Draft, plan};

fn pdf(pages: &Pages) -> Vec<u8> {
    write(pages, &PdfOptions::default()).expect("written")
}

/// The file for people and outside readers to look at.
fn keep(name: &str, bytes: &[u8]) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), bytes).expect("saved");
}

fn catalogue(file: &Document) -> &lopdf::Dictionary {
    file.catalog().expect("a catalogue")
}

/// The text of a page as its content and the fonts' ToUnicode give it, one line for each line
/// of a marked content; what is spoken interrupts no line.
fn page_text(file: &Document, page: lopdf::ObjectId) -> String {
    let fonts = file.get_page_fonts(page).expect("fonts");
    let maps: std::collections::BTreeMap<Vec<u8>, std::collections::BTreeMap<u16, String>> =
        fonts.iter().map(|(name, font)| (name.clone(), to_unicode(file, font))).collect();
    let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
    let (mut out, mut font, mut spoken) = (String::new(), None, false);
    for operation in content.operations {
        match operation.operator.as_str() {
            "Tf" => font = operation.operands[0].as_name().ok().and_then(|name| maps.get(name)),
            "TJ" => {
                for object in operation.operands[0].as_array().expect("an array") {
                    if let (Object::String(code, _), Some(map)) = (object, font) {
                        for code in code.chunks(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            out += map.get(&code).map_or("", String::as_str);
                        }
                    }
                }
            }
            "BDC" => {
                let before = std::mem::replace(&mut spoken, properties(&operation).has(b"ActualText"));
                if !before && !spoken {
                    end_line(&mut out);
                }
            }
            "Td" if operation.operands[1].as_float().expect("a height") != 0.0 => end_line(&mut out),
            _ => {}
        }
    }
    end_line(&mut out);
    out
}

/// What a marked content begins with.
fn properties(operation: &lopdf::content::Operation) -> &lopdf::Dictionary {
    operation.operands[1].as_dict().expect("properties")
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn to_unicode(file: &Document, font: &lopdf::Dictionary) -> std::collections::BTreeMap<u16, String> {
    let stream = font
        .get(b"ToUnicode")
        .and_then(Object::as_reference)
        .and_then(|id| file.get_object(id))
        .and_then(Object::as_stream)
        .expect("ToUnicode");
    let text = String::from_utf8(stream.get_plain_content().expect("plain")).expect("ascii");
    let hex = |word: &str| {
        let word = word.trim_matches(['<', '>']);
        (0..word.len() / 4).map(|i| u16::from_str_radix(&word[i * 4..i * 4 + 4], 16).expect("hex")).collect::<Vec<_>>()
    };
    let lines = text.lines().filter(|line| line.starts_with('<') && line.matches('<').count() == 2 && !line.contains("FFFF>"));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(code, text)| (hex(code)[0], String::from_utf16(&hex(text)).expect("utf-16")))
        .collect()
}

#[test]
fn text_comes_back_exactly() {
    let pages = lay_out(&plan());
    let bytes = pdf(&pages);
    keep("plan.pdf", &bytes);
    let file = Document::load_mem(&bytes).expect("loads");
    let text: String = file.get_pages().into_values().map(|page| page_text(&file, page)).collect();
    for page in &pages.pages {
        for item in &page.items {
            let Item::Run(run) = item else { continue };
            let words = run.text.replace('\u{FEFF}', "");
            assert!(text.contains(&words), "{words}");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pdf/plan.txt");
    if std::env::var_os("NENDO_BLESS").is_some() {
        std::fs::write(&path, &text).expect("golden file written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(golden == text, "the text of the PDF differs; look at it, then bless it with NENDO_BLESS=1");
}

#[test]
fn no_glyph_stands_for_a_byte_order_mark_or_a_control_character() {
    let mut draft = Draft::new();
    draft.paragraph(0, "\u{FEFF}あ\u{FEFF}い\u{0}う\tえ\u{FFFE}お");
    let file = Document::load_mem(&pdf(&lay_out(&draft.0))).expect("loads");
    let text = page_text(&file, file.get_pages()[&1]);
    assert!(text.contains("あい う え\u{FFFD}お"), "{text:?}");
    assert!(!text.contains(|c: char| c != '\n' && c.is_control() || c == '\u{FEFF}' || c == '\u{FFFE}'), "{text:?}");
}

#[test]
fn what_one_glyph_does_not_say_is_spoken() {
    let mut draft = Draft::new();
    // A sequence with a form of its own, one without (あ and the mark over it), one that is drawn as one
    // letter, a mark that draws nothing behind a letter, and plain text.
    draft.paragraph(0, "葛\u{E0100}城あ\u{3099}か\u{309A}わ\u{FEFF}ば、が。");
    let file = Document::load_mem(&pdf(&lay_out(&draft.0))).expect("loads");
    let mut spoken = Vec::new();
    let mut said = String::new();
    for page in file.get_pages().into_values() {
        let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
        let words = content.operations.iter().filter(|operation| operation.operator == "BDC").filter_map(|operation| {
            let words = properties(operation).get(b"ActualText").ok()?;
            Some(lopdf::decode_text_string(words).expect("UTF-16"))
        });
        spoken.extend(words);
        said += &page_text(&file, page);
    }
    assert_eq!(spoken, ["葛\u{E0100}", "あ\u{3099}", "か\u{309A}"]);
    assert!(said.contains("葛\u{E0100}城あ\u{3099}か\u{309A}わば、が。"), "{said}");
}

#[test]
fn what_is_spoken_interrupts_no_reader() {
    let words = ["商店街の髙と葛\u{E0100}城の会、か\u{309A}の会で話し合う。", "次の行も読まれる。"];
    let mut draft = Draft::new();
    for words in words {
        draft.paragraph(0, words);
    }
    let bytes = pdf(&lay_out(&draft.0));
    keep("spoken.pdf", &bytes);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spoken.pdf");
    let Ok(output) = std::process::Command::new("pdfinfo").arg("-struct-text").arg(file).output() else {
        eprintln!("skipped: no pdfinfo here");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).replace(['\n', ' ', '"'], "");
    for words in words {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn every_glyph_shown_means_something() {
    let file = Document::load_mem(&pdf(&lay_out(&plan()))).expect("loads");
    for page in file.get_pages().into_values() {
        let fonts = file.get_page_fonts(page).expect("fonts");
        let maps: std::collections::BTreeMap<_, _> = fonts.iter().map(|(name, font)| (name.clone(), to_unicode(&file, font))).collect();
        for text in maps.values().flat_map(|map| map.values()) {
            assert!(!text.is_empty() && !text.contains(['\0', '\u{FEFF}', '\u{FFFE}']), "{text:?}");
        }
        let mut font = None;
        for operation in lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes").operations {
            match operation.operator.as_str() {
                "Tf" => font = operation.operands[0].as_name().ok().and_then(|name| maps.get(name)),
                "TJ" => {
                    let strings = operation.operands[0].as_array().expect("an array").iter().filter_map(|object| object.as_str().ok());
                    for code in strings.flat_map(|string| string.chunks(2)) {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        assert!(code != 0 && font.is_some_and(|map| map.contains_key(&code)), "{code}");
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    assert!(pdf(&lay_out(&plan())) == pdf(&lay_out(&plan())));
}

#[test]
fn the_file_says_what_it_is() {
    let pages = lay_out(&plan());
    let date = NaiveDate::from_ymd_opt(2025, 3, 18);
    let dated = write(&pages, &PdfOptions { creation_date: date }).expect("written");
    for (bytes, dated) in [(pdf(&pages), false), (dated, true)] {
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let file = Document::load_mem(&bytes).expect("loads");
        let catalogue = catalogue(&file);
        assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).expect("language"), b"ja-JP");
        for key in ["MarkInfo", "StructTreeRoot", "Outlines", "ViewerPreferences", "PageLabels"] {
            assert!(catalogue.has(key.as_bytes()), "{key}");
        }
        let info = file.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| file.get_dictionary(id)).expect("information");
        let title: Vec<u8> = [0xFE, 0xFF].into_iter().chain("令和7年度 事業計画".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(info.get(b"Title").and_then(Object::as_str).expect("title"), title);
        assert_eq!(info.has(b"CreationDate"), dated);
        let identifiers = file.trailer.get(b"ID").and_then(Object::as_array).expect("identifiers");
        assert!(identifiers.len() == 2 && identifiers.iter().all(|id| id.as_str().expect("a string").len() == 16));
        assert!(!info.has(b"ModDate"));
    }
}

#[test]
fn fonts_are_subsets_named_so() {
    let file = Document::load_mem(&pdf(&lay_out(&plan()))).expect("loads");
    let page = file.get_pages()[&1];
    let names: Vec<String> =
        file.get_page_fonts(page).expect("fonts").keys().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    assert!(names.iter().any(|name| name.ends_with("+BIZUDMincho-Regular")), "{names:?}");
    for name in names {
        let (tag, _) = name.split_once('+').expect("a tag");
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{name}");
    }
}

#[test]
fn bookmarks_nest_as_the_headings_do() {
    let file = Document::load_mem(&pdf(&lay_out(&plan()))).expect("loads");
    let outlines = catalogue(&file).get(b"Outlines").and_then(Object::as_reference).expect("outlines");
    let mut lines = Vec::new();
    walk(&file, outlines, 0, &mut lines);
    assert_eq!(
        lines,
        [
            "Ⅰ 基本方針",
            "Ⅱ 事業内容",
            " 1 支えあう地域づくり",
            "  (1) ふれあい食堂の開催支援【新規】【市受託】",
            "  (2) 拡見守りネットワーク事業【拡充】",
            " 2 相談支援",
            "  (10) 暮らしの総合相談窓口",
        ]
    );
}

#[test]
fn a_document_without_headings_has_its_title_as_bookmark() {
    let mut draft = Draft::new();
    draft.paragraph(0, "ふれあい食堂の記録です。");
    let file = Document::load_mem(&pdf(&lay_out(&draft.0))).expect("loads");
    let outlines = catalogue(&file).get(b"Outlines").and_then(Object::as_reference).expect("outlines");
    let mut lines = Vec::new();
    walk(&file, outlines, 0, &mut lines);
    assert_eq!(lines, ["令和7年度 事業計画"]);
}

fn walk(file: &Document, parent: lopdf::ObjectId, depth: usize, lines: &mut Vec<String>) {
    let mut next = file.get_dictionary(parent).expect("object").get(b"First").and_then(Object::as_reference).ok();
    while let Some(id) = next {
        let entry = file.get_dictionary(id).expect("entry");
        let title = entry.get(b"Title").and_then(Object::as_str).expect("title");
        let words: Vec<u16> = title[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        lines.push(format!("{}{}", " ".repeat(depth), String::from_utf16(&words).expect("utf-16")));
        walk(file, id, depth + 1, lines);
        next = entry.get(b"Next").and_then(Object::as_reference).ok();
    }
}

#[test]
fn every_mark_has_its_element_and_every_link_its_place() {
    let pages = lay_out(&plan());
    let file = Document::load_mem(&pdf(&pages)).expect("loads");
    let mut links = 0;
    for page in file.get_pages().into_values() {
        let content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("decodes");
        let numbers: BTreeSet<i64> = content
            .operations
            .iter()
            .filter(|operation| operation.operator == "BDC")
            .filter_map(|operation| {
                let properties = properties(operation);
                match operation.operands[0].as_name().expect("a tag") {
                    b"Artifact" => assert!(properties.has(b"Type")),
                    _ => return Some(properties.get(b"MCID").and_then(Object::as_i64).expect("a number")),
                }
                None
            })
            .collect();
        assert_eq!(numbers, (0..i64::try_from(numbers.len()).expect("small")).collect());
        assert!(!numbers.is_empty());
        let depth = content.operations.iter().fold(0, |depth, operation| match operation.operator.as_str() {
            "BDC" | "BMC" => depth + 1,
            "EMC" => depth - 1,
            _ => depth,
        });
        assert_eq!(depth, 0);
        if let Ok(annotations) = file.get_dictionary(page).and_then(|page| page.get(b"Annots")).and_then(Object::as_array) {
            links += annotations.len();
        }
    }
    assert_eq!(links, pages.pages.iter().flat_map(|page| &page.items).filter(|item| matches!(item, Item::Link { .. })).count());
    assert_eq!(links, 1);
}

#[test]
fn a_hundred_pages_stay_small() {
    let mut manuscript = plan();
    let blocks = manuscript.blocks.clone();
    while lay_out(&manuscript).pages.len() < 100 {
        for _ in 0..20 {
            manuscript.blocks.extend(blocks.iter().skip(3).cloned());
        }
    }
    let pages = lay_out(&manuscript);
    let bytes = pdf(&pages);
    keep("hundred.pdf", &bytes);
    let limit = 600_000 * pages.pages.len() / 100;
    assert!(bytes.len() < limit, "{} bytes for {} pages", bytes.len(), pages.pages.len());
}

#[test]
fn a_document_without_text_is_written() {
    let mut draft = Draft::new();
    draft.0.footer = nendo::manuscript::Footer::None;
    draft.add(BlockKind::PageBreak);
    let bytes = pdf(&lay_out(&draft.0));
    assert_eq!(Document::load_mem(&bytes).expect("loads").get_pages().len(), 1);
}

#[test]
fn the_pages_are_not_blank_and_ink_stands_where_the_model_says() {
    let pages = lay_out(&plan());
    let rendered = render(pdf(&pages));
    assert_eq!(rendered.len(), pages.pages.len());
    for ((width, height, pixels), page) in rendered.iter().zip(&pages.pages) {
        let dark = |x: i32, y: i32| {
            let at = (usize::try_from(y).expect("on the page") * width + usize::try_from(x).expect("on the page")) * 4;
            pixels.get(at..at + 3).is_some_and(|rgb| rgb.iter().all(|part| *part < 160))
        };
        assert!(*height > 0);
        for item in &page.items {
            let Item::Run(run) = item else { continue };
            for glyph in run.glyphs.iter().filter(|glyph| !run.text[glyph.start as usize..glyph.end as usize].trim().is_empty()) {
                // At two pixels a point: some ink inside the cell of each glyph.
                let scale = |units: i32| units * 2 / 1000;
                let (left, right) = (scale(run.x.0 + glyph.x.0), scale(run.x.0 + glyph.x.0 + glyph.advance.0));
                let (top, bottom) = (scale(run.y.0 - run.size.0), scale(run.y.0 + run.size.0 / 5));
                let ink = (top..=bottom).any(|y| (left..=right).any(|x| dark(x, y)));
                assert!(ink, "no ink for {} in {}", &run.text[glyph.start as usize..glyph.end as usize], run.text);
            }
        }
    }
}

/// The pages at two pixels a point: width, height, RGBA.
fn render(bytes: Vec<u8>) -> Vec<(usize, usize, Vec<u8>)> {
    let file = hayro::hayro_syntax::Pdf::new(bytes).expect("a PDF");
    let cache = hayro::RenderCache::new();
    let settings = hayro::PixmapSettings { x_scale: 2.0, y_scale: 2.0, bg_color: hayro::vello_cpu::color::palette::css::WHITE };
    file.pages()
        .iter()
        .map(|page| {
            let pixmap = hayro::render(
                page,
                &cache,
                &hayro::hayro_interpret::InterpreterSettings::default(),
                &hayro::RenderSettings::default(),
                &settings,
            );
            (usize::from(pixmap.width()), usize::from(pixmap.height()), pixmap.data_as_u8_slice().to_vec())
        })
        .collect()
}
