//! A manuscript as a Word document (docx): real headings, lists and tables that can be edited on.
//!
//! Lives here: the Word elements of each block, the styles, the package. Does not live here: what is said
//! (`manuscript`). The breaks of the lines are Word's: a page of the document need not be a page of the PDF.
//!
//! Invariant: same manuscript, same bytes: ids are counted in the document, no clock.

mod blocks;
mod package;
mod styles;
mod table;

use crate::locale::Message;
use crate::manuscript::Manuscript;

/// The Word document of `manuscript`.
///
/// # Errors
/// Says why the document could not be put together.
pub fn write(manuscript: &Manuscript) -> Result<Vec<u8>, Message> {
    let mut writer = blocks::Writer::new(manuscript);
    let turned = crate::manuscript::turned(&manuscript.blocks);
    manuscript.blocks.iter().zip(turned).for_each(|(block, turned)| writer.block(block, turned));
    let (document, pictures) = writer.finish();
    package::packed(document, &pictures, &manuscript.info).map_err(|reason| Message::new("export.docx").with("reason", reason))
}

/// A length in twentieths of a point, as Word measures: of 1/1000 pt.
fn twips(points: i32) -> i32 {
    points / 50
}

/// The same of 1/100 mm.
fn twips_of_mm100(mm100: i32) -> i32 {
    mm100 * 1440 / 2540
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::Arc;

    use super::*;
    use crate::manuscript::compose;
    use crate::plan::{Block as Body, Cell, Node, Picture, PictureFormat, Pictures, Plan, Role, Table, reference_token};

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    }

    fn plan() -> Plan {
        let cell = Cell::new;
        let table = Table {
            caption: "会費".to_owned(),
            header_rows: 1,
            rows: vec![vec![cell("区分"), cell("金額")], vec![Cell { rows: 2, ..cell("普通 & 特別") }, cell("1,000")], vec![cell("2,000")]],
            ..Table::default()
        };
        let item = Node::new(Role::Item, "会員を<募る>");
        let project = Node {
            body: vec![
                Body::Text("会費で賄う。".to_owned()),
                Body::Table(table),
                Body::Bullet(format!("{}による。", reference_token(item.id))),
            ],
            children: vec![Arc::new(item)],
            ..Node::new(Role::Project, "会員の\u{1}拡大")
        };
        let mut plan = Plan::new("令和7年度 事業計画", None);
        plan.style.contents = true;
        plan.nodes = vec![Arc::new(Node { children: vec![Arc::new(project)], ..Node::new(Role::Part, "事業") })];
        plan
    }

    #[test]
    fn headings_tables_and_links_are_word_s_own() {
        let bytes = write(&compose(&plan(), &Pictures::none())).expect("a document");
        let document = part(&bytes, "word/document.xml");
        assert!(document.contains("w:pStyle w:val=\"Heading1\""), "{document}");
        assert!(document.contains("<w:tblHeader />"), "the header row is repeated: {document}");
        assert!(document.contains("w:vMerge w:val=\"restart\"") && document.contains("w:vMerge w:val=\"continue\""), "{document}");
        assert!(document.contains("普通 &amp; 特別") && document.contains("会員を&lt;募る&gt;"), "{document}");
        assert!(!document.contains('\u{1}'), "no control character");
        for anchor in document.split("w:anchor=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document.contains(&format!("w:name=\"{anchor}\"")), "{anchor} leads nowhere");
        }
        assert!(part(&bytes, "docProps/core.xml").contains("令和7年度 事業計画"));
    }

    fn numbers(text: &str, before: &str) -> Vec<usize> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
    }

    fn word_table(table: Table) -> String {
        let mut plan = Plan::new("計画", None);
        plan.preface = vec![Body::Table(table)];
        let document = part(&write(&compose(&plan, &Pictures::none())).expect("a document"), "word/document.xml");
        let table = document.split("<w:tbl>").nth(1).and_then(|rest| rest.split("</w:tbl>").next());
        table.expect("a table").to_owned()
    }

    #[test]
    fn columns_are_as_wide_as_on_the_page() {
        let rows = vec![vec![Cell::new("区分"), Cell::new("金額")], vec![Cell::new("普通会員"), Cell::new("1,000円")]];
        let grid = |table: Table| numbers(&word_table(table), "<w:gridCol w:w=\"");
        // A small table is no wider than it needs, as on the page.
        let own = grid(Table { header_rows: 1, rows: rows.clone(), ..Table::default() });
        assert!(own.iter().sum::<usize>() < 4000, "{own:?}");
        let fixed = grid(Table { header_rows: 1, rows, widths: vec![1, 3], ..Table::default() });
        assert!(fixed[1].abs_diff(3 * fixed[0]) <= 4 && fixed.iter().sum::<usize>() > 8000, "{fixed:?}");
    }

    #[test]
    fn the_bands_of_a_form_keep_their_own_rules() {
        let wide = |text: &str| Cell { columns: 3, ..Cell::new(text) };
        let rows = vec![
            vec![Cell::new("日時"), Cell::new("令和7年5月10日（土）午後1時から4時まで"), Cell::new("会場"), Cell::new("公民館")],
            vec![Cell::new("参加者"), wide("民生委員、自治会役員、ボランティア団体、学校、企業など、地域の方々およそ60人")],
            vec![Cell::new("主な意見と今後の取り組み"), wide("移動の足がない。")],
        ];
        let table = word_table(Table { rows, ..Table::default() });
        let grid = numbers(&table, "<w:gridCol w:w=\"");
        for row in table.split("<w:tr ").skip(1).chain(table.split("<w:tr>").skip(1)) {
            let row = row.split("</w:tr>").next().unwrap_or_default();
            let cells: Vec<&str> = row.split("<w:tc>").skip(1).collect();
            let covered: usize = cells.iter().map(|cell| numbers(cell, "<w:gridSpan w:val=\"").first().copied().unwrap_or(1)).sum();
            assert_eq!(covered, grid.len(), "{row}");
            let width: usize = cells.iter().flat_map(|cell| numbers(cell, "<w:tcW w:w=\"").first().copied()).sum();
            assert_eq!(width, grid.iter().sum::<usize>(), "{row}");
        }
    }

    #[test]
    fn a_wide_table_lies_on_pages_of_its_own() {
        let mut plan = plan();
        let project = Arc::make_mut(&mut Arc::make_mut(&mut plan.nodes[0]).children[0]);
        for block in &mut project.body {
            if let Body::Table(table) = block {
                table.landscape = true;
            }
        }
        let document = part(&write(&compose(&plan, &Pictures::none())).expect("a document"), "word/document.xml");
        let turned: Vec<bool> = document.split("<w:sectPr>").skip(1).map(|section| section.contains("w:orient=\"landscape\"")).collect();
        assert_eq!(turned, [false, true, false]);
        // The heading of a table that stands at once below it does not stay behind on the page before.
        let project = Arc::make_mut(&mut Arc::make_mut(&mut plan.nodes[0]).children[0]);
        project.body.retain(|block| matches!(block, Body::Table(_)));
        plan.preface = vec![Body::Text("はじめに".to_owned())];
        let document = part(&write(&compose(&plan, &Pictures::none())).expect("a document"), "word/document.xml");
        let (upright, turned) = document.split_once("<w:sectPr>").expect("a section ends");
        assert!(upright.contains("はじめに") && !upright.contains("Heading1") && turned.contains("Heading1"), "{document}");
    }

    #[test]
    fn the_same_plan_gives_the_same_document() {
        let plan = plan();
        let made = || write(&compose(&plan, &Pictures::none())).expect("a document");
        assert!(made() == made());
    }

    #[test]
    fn pictures_keep_their_format_and_their_words() {
        let mut plan = plan();
        let image = |file: &str| Body::Image {
            file: file.to_owned(),
            alternative: "会場の\"図\"".to_owned(),
            caption: String::new(),
            width: Some(50),
        };
        plan.preface = vec![image("a.jpg"), image("b.jpg")];
        let picture = |orientation| Picture {
            format: PictureFormat::Jpeg,
            width: 40,
            height: 20,
            orientation,
            resolution: None,
            bytes: vec![0xFF, 0xD8, orientation].into(),
        };
        let pictures: Pictures =
            [("a.jpg", 1), ("b.jpg", 6)].into_iter().map(|(name, o)| (name.to_owned(), Ok(Arc::new(picture(o))))).collect();
        let bytes = write(&compose(&plan, &pictures)).expect("a document");
        assert!(part(&bytes, "[Content_Types].xml").contains("image/jpeg"));
        let document = part(&bytes, "word/document.xml");
        assert_eq!(document.matches("descr=\"会場の&quot;図&quot;\"").count(), 2, "{document}");
        for target in
            part(&bytes, "word/_rels/document.xml.rels").split("Target=\"media/").skip(1).filter_map(|rest| rest.split('"').next())
        {
            assert!(target.ends_with(".jpeg"), "{target}");
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("an archive");
            assert!(archive.by_name(&format!("word/media/{target}")).is_ok(), "{target} is missing");
        }
    }
}
