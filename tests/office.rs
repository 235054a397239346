//! The documents and workbooks of a comparison opened by programs of others: LibreOffice and openpyxl, where they are.
#![allow(clippy::print_stdout, reason = "says what was passed over")]
#![allow(clippy::disallowed_methods, reason = "tests make their own files")]

mod samples;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use nendo::compare::{Options, compare};
use nendo::export;
use nendo::manuscript::{ComparisonTable, TablePreset, compose, compose_comparison};
use nendo::plan::{Block, Node, Pictures, Plan, Role};

/// A sample and what became of it: enough for several pages.
fn versions() -> (Plan, Plan) {
    let old = samples::sample("wakaba-shakyo-r7");
    let mut new = old.clone();
    fn edit(nodes: &mut [Arc<Node>], count: &mut usize) {
        for node in nodes {
            *count += 1;
            if count.is_multiple_of(4) {
                let node = Arc::make_mut(node);
                node.title.push_str("の充実");
                node.body.push(Block::Text("住民とともに進める。".to_owned()));
            }
            if !node.children.is_empty() {
                edit(&mut Arc::make_mut(node).children, count);
            }
        }
    }
    edit(&mut new.nodes, &mut 0);
    new.nodes.push(Arc::new(Node::new(Role::Chapter, "災害への備え")));
    (old, new)
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("office");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What a program says, or `None` where it is not there.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = match Command::new(program).args(arguments).output() {
        Ok(output) => output,
        Err(_) => {
            println!("passed over: there is no {program}");
            return None;
        }
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn word_documents_become_pages() {
    let (old, new) = versions();
    let comparison = compare(&old, &new, &Options::default());
    let mut files = Vec::new();
    for (preset, name) in [(TablePreset::Full, "full"), (TablePreset::Changed, "changed"), (TablePreset::Summary, "summary")] {
        for old_left in [false, true] {
            let options = ComparisonTable { old_left, preset, ..ComparisonTable::default() };
            let file = folder().join(format!("{name}-{old_left}.docx"));
            std::fs::write(&file, export::docx::write(&compose_comparison(&old, &new, &comparison, &options)).expect("a document"))
                .expect("on disk");
            files.push(file);
        }
    }
    let file = folder().join("plan.docx");
    std::fs::write(&file, export::docx::write(&compose(&new, &Pictures::none())).expect("a document")).expect("on disk");
    files.push(file);
    let (out, profile) = (folder(), format!("-env:UserInstallation=file://{}", folder().join("profile").display()));
    let out = out.to_string_lossy().into_owned();
    let mut arguments = vec!["--headless", profile.as_str(), "--convert-to", "pdf", "--outdir", out.as_str()];
    let names: Vec<String> = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    arguments.extend(names.iter().map(String::as_str));
    if said("soffice", &arguments).is_none() {
        return;
    }
    for file in files {
        let pdf = file.with_extension("pdf");
        assert!(std::fs::read(&pdf).is_ok_and(|bytes| bytes.starts_with(b"%PDF")), "{} was not opened", file.display());
        let Some(text) = said("pdftotext", &["-layout", &pdf.to_string_lossy(), "-"]) else { continue };
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("full") {
            let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
            assert!(pages.len() > 3);
            let repeated = |page: &&str| page.lines().any(|line| line.contains('新') && line.contains('旧') && line.contains("備考"));
            let table_pages = pages.len() - usize::from(!repeated(&pages[pages.len() - 1]));
            assert!(pages[..table_pages].iter().all(repeated), "{name}: the header row stands on each page");
        }
        assert!(text.replace([' ', '\n'], "").contains("の充実") || name.starts_with("summary"), "{name}: {text}");
    }
}

#[test]
fn workbooks_are_read_by_others() {
    const READ: &str = "
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], rich_text=True) if 'rich_text' in openpyxl.load_workbook.__code__.co_varnames else openpyxl.load_workbook(sys.argv[1])
sheet = book.active
print(sheet.freeze_panes, sheet.auto_filter.ref, sheet.page_setup.orientation, sheet.print_title_rows)
print(any('の充実' in str(cell.value) for row in sheet.iter_rows() for cell in row))
";
    let (old, new) = versions();
    let comparison = compare(&old, &new, &Options::default());
    let options = ComparisonTable::default();
    let file = folder().join("changed.xlsx");
    let book = export::workbook::write(&compose_comparison(&old, &new, &comparison, &options), None).expect("a workbook");
    std::fs::write(&file, book).expect("on disk");
    if !Command::new("python3").args(["-c", "import openpyxl"]).output().is_ok_and(|output| output.status.success()) {
        println!("passed over: there is no openpyxl");
        return;
    }
    let Some(told) = said("python3", &["-c", READ, &file.to_string_lossy()]) else { return };
    assert!(told.contains("landscape") && told.contains("True"), "{told}");
    let frozen: Vec<&str> = told.split_whitespace().collect();
    assert!(frozen[0].starts_with('A') && frozen[1].starts_with('A'), "{told}");
}
