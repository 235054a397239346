//! The package of a document: what the library leaves out is put in, and the parts are compressed.
//!
//! `docx-rs` has no word for rows repeated on each page, for what is read instead of a picture, for the title
//! of the document, for the language, and stores its parts uncompressed. All of that is fixed phrases of its output.

use std::io::{Cursor, Read, Write};

use docx_rs::Docx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::blocks::Shown;
use crate::export::markup::escaped;
use crate::manuscript::{Info, PictureFormat};

/// Fonts as Windows names them, and what the same fonts are called elsewhere.
const FONTS: [(&str, &str, &str); 4] = [
    ("BIZ UDMincho Medium", "BIZ UDMincho", "roman"),
    ("BIZ UDPMincho Medium", "BIZ UDPMincho", "roman"),
    ("BIZ UDGothic", "BIZ UDGothic", "modern"),
    ("BIZ UDPGothic", "BIZ UDPGothic", "swiss"),
];

/// The bytes of the package.
pub(super) fn packed(document: Docx, pictures: &[Shown], info: &Info) -> Result<Vec<u8>, String> {
    let mut stored = Cursor::new(Vec::new());
    document.build().pack(&mut stored).map_err(|e| e.to_string())?;
    let mut from = ZipArchive::new(stored).map_err(|e| e.to_string())?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let jpegs: Vec<String> = (1..)
        .zip(pictures)
        .filter(|(_, shown)| shown.picture.format == PictureFormat::Jpeg)
        .map(|(n, _)| format!("rIdImage{n}.png"))
        .collect();
    for index in 0..from.len() {
        let mut part = from.by_index(index).map_err(|e| e.to_string())?;
        if part.is_dir() {
            continue;
        }
        let name = part.name().map_err(|e| e.to_string())?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        let text = |change: &dyn Fn(String) -> String, bytes: Vec<u8>| {
            String::from_utf8(bytes).map(change).map(String::into_bytes).map_err(|e| e.to_string())
        };
        let bytes = match name.as_str() {
            "word/document.xml" => text(&|xml| with_words(with_repeated_heads(&xml), pictures), bytes)?,
            "word/styles.xml" => text(&|xml| with_language(&xml), bytes)?,
            "word/fontTable.xml" => fonts().into_bytes(),
            "docProps/core.xml" => text(&|xml| with_title(&xml, info), bytes)?,
            "[Content_Types].xml" if !jpegs.is_empty() => text(&|xml| with_jpegs(&xml), bytes)?,
            "word/_rels/document.xml.rels" => text(
                &|xml| jpegs.iter().fold(xml, |xml, name| xml.replace(&format!("media/{name}\""), &format!("media/{}\"", jpeg(name)))),
                bytes,
            )?,
            _ => bytes,
        };
        let name = match name.strip_prefix("word/media/").filter(|file| jpegs.iter().any(|jpeg| jpeg == file)) {
            Some(file) => format!("word/media/{}", jpeg(file)),
            None => name,
        };
        to.start_file(name, options).map_err(|e| e.to_string())?;
        to.write_all(&bytes).map_err(|e| e.to_string())?;
    }
    Ok(to.finish().map_err(|e| e.to_string())?.into_inner())
}

fn jpeg(png: &str) -> String {
    png.replace(".png", ".jpeg")
}

/// Rows that cannot be split are the header rows of their tables; the others go on over pages only where no page holds them,
/// as on our own pages.
fn with_repeated_heads(xml: &str) -> String {
    xml.replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />").replace("<w:trPr />", "<w:trPr><w:cantSplit /></w:trPr>")
}

/// Pictures in order get a number of their own and their words.
fn with_words(xml: String, pictures: &[Shown]) -> String {
    const NAMELESS: &str = "<wp:docPr id=\"1\" name=\"Figure\" />";
    if pictures.is_empty() {
        return xml;
    }
    let mut out = String::with_capacity(xml.len() + pictures.len() * 64);
    let mut shown = (1..).zip(pictures);
    for (at, piece) in xml.split(NAMELESS).enumerate() {
        if at > 0
            && let Some((number, picture)) = shown.next()
        {
            out.push_str(&format!("<wp:docPr id=\"{number}\" name=\"図{number}\" descr=\"{}\" />", escaped(&picture.words)));
        }
        out.push_str(piece);
    }
    out
}

/// Japanese, for the spelling and the breaking of lines.
fn with_language(xml: &str) -> String {
    xml.replacen("</w:rPr></w:rPrDefault>", "<w:lang w:val=\"en-US\" w:eastAsia=\"ja-JP\" /></w:rPr></w:rPrDefault>", 1)
}

fn with_title(xml: &str, info: &Info) -> String {
    let author = escaped(&info.author);
    xml.replace("<dc:creator>unknown</dc:creator>", &format!("<dc:creator>{author}</dc:creator>"))
        .replace("<cp:lastModifiedBy>unknown</cp:lastModifiedBy>", &format!("<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"))
        .replace(
            "</cp:coreProperties>",
            &format!("<dc:title>{}</dc:title><dc:language>ja-JP</dc:language></cp:coreProperties>", escaped(&info.title)),
        )
}

fn with_jpegs(xml: &str) -> String {
    xml.replacen("<Default ", "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\" /><Default ", 1)
}

fn fonts() -> String {
    let font = |(name, other, family): (&str, &str, &str)| {
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\" /><w:charset w:val=\"80\" /><w:family w:val=\"{family}\" /><w:pitch w:val=\"{}\" /></w:font>",
            if name.contains("UDP") { "variable" } else { "fixed" }
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{}</w:fonts>",
        FONTS.map(font).concat()
    )
}
