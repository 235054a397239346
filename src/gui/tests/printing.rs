//! Printing and the print preview.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use nendo::plan::Block;

use super::*;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A window with a plan of some pages.
fn window_of_pages() -> Harness<'static, Win> {
    let mut plan = sample();
    plan.preface = (0..150).map(|n| Block::Text(format!("{n} 番目の段落です。"))).collect();
    plan.style.cover = true;
    let harness = window_with(plan);
    assert!(pages(&harness) >= 5, "{}", pages(&harness));
    harness
}

fn pages(harness: &Harness<'_, Win>) -> usize {
    doc(harness).laid.as_ref().expect("pages").pages.pages.len()
}

#[cfg(unix)]
mod with_lp {
    use std::path::Path;

    use super::*;
    use crate::gui::system::{System, fake};

    fn window_and_folder() -> (Harness<'static, Win>, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut harness = window_of_pages();
        harness.state_mut().jobs.system = System::in_folder(folder.path());
        (harness, folder)
    }

    fn arguments(folder: &Path) -> Vec<String> {
        let text = std::fs::read_to_string(folder.join("arguments")).expect("lp was called");
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn typed_pages_go_to_the_chosen_printer() {
        let (mut harness, folder) = window_and_folder();
        fake::lp(folder.path());
        fake::put(folder.path(), "lpstat", "[ $1 = -e ] && printf 'Office\\nHall\\n'");
        press(&mut harness, CTRL, Key::P);
        settle(&mut harness);
        harness.get_by_role_and_label(eframe::egui::accesskit::Role::ComboBox, "プリンター").click();
        harness.run_steps(3);
        harness.get_by_label("Hall").click();
        harness.run_steps(3);
        let field = harness.get_all_by_label("指定").last().expect("a field");
        field.focus();
        harness.run_steps(2);
        type_text(&mut harness, "２〜３、5");
        harness.get_by_label("印刷する").click();
        harness.run_steps(2);
        settle(&mut harness);
        let arguments = arguments(folder.path());
        assert_eq!(&arguments[..6], ["-d", "Hall", "-n", "1", "-t", "令和7年度事業計画"]);
        assert_eq!(harness.state().toasts.newest(), Some("プリンターに送りました"));
        let printed = std::fs::read(folder.path().join("printed.pdf")).expect("a file");
        let plan = doc(&harness).plan();
        let range = nendo::export::PageRange::parse("2-3,5").expect("a range");
        assert_eq!(printed, nendo::export::plan_to_pdf(plan, &Default::default(), &Default::default(), &range).expect("a PDF").0);
        assert!(!Path::new(arguments.last().expect("a file")).exists(), "the temporary file is gone");
    }

    #[test]
    fn without_lp_it_says_what_to_do_and_the_dialog_stays() {
        let (mut harness, folder) = window_and_folder();
        press(&mut harness, CTRL, Key::P);
        settle(&mut harness);
        press(&mut harness, NONE, Key::Enter);
        settle(&mut harness);
        assert!(harness.query_by_label("印刷できませんでした").is_some());
        harness.get_by_label("閉じる").click();
        harness.run_steps(3);
        fake::put(folder.path(), "xdg-open", &format!("/bin/cp \"$1\" '{}/shown.pdf'", folder.path().display()));
        fake::put(folder.path(), "open", &format!("/bin/cp \"$1\" '{}/shown.pdf'", folder.path().display()));
        harness.get_by_label("PDFで開く").click();
        harness.run_steps(2);
        settle(&mut harness);
        assert!(std::fs::read(folder.path().join("shown.pdf")).expect("shown").starts_with(b"%PDF"));
    }

    #[test]
    fn a_job_under_way_can_be_stopped() {
        let (mut harness, folder) = window_and_folder();
        fake::put(folder.path(), "lp", "exec /bin/sleep 60");
        press(&mut harness, CTRL, Key::P);
        settle(&mut harness);
        press(&mut harness, NONE, Key::Enter);
        harness.run_steps(3);
        harness.get_by_label("中止する").click();
        harness.run_steps(3);
        settle(&mut harness);
        assert!(harness.query_by_label("印刷する").is_some(), "back in the dialog");
        assert_eq!(harness.state().toasts.newest(), None);
    }
}

#[test]
fn pages_that_are_not_there_are_not_printed() {
    let mut harness = window_of_pages();
    press(&mut harness, CTRL, Key::P);
    harness.run_steps(2);
    harness.get_all_by_label("指定").last().expect("a field").focus();
    harness.run_steps(2);
    type_text(&mut harness, "90");
    harness.get_by_label("印刷する").click();
    harness.run_steps(3);
    let words = format!("指定のページがありません。この計画は全部で {} ページです。", pages(&harness));
    assert!(harness.query_by_label(&words).is_some());
    assert!(harness.query_by_label("印刷する").is_some());
}

#[test]
fn the_preview_is_turned_by_keys_alone() {
    let mut harness = window_of_pages();
    let count = pages(&harness);
    let shows = |harness: &Harness<'_, Win>, page: usize| harness.query_by_label(&format!("紙面の {page} 頁")).is_some();
    select(&mut harness, "会議");
    press(&mut harness, CTRL, Key::PageUp);
    press(&mut harness, CTRL, Key::PageUp);
    press(&mut harness, NONE, Key::F11);
    settle(&mut harness);
    press(&mut harness, NONE, Key::Home);
    assert!(harness.query_by_label("目次を絞り込む").is_none(), "nothing else is there");
    assert!(shows(&harness, 1) && !shows(&harness, 2));
    let cover = harness.get_by_label("紙面の 1 頁").rect();
    assert!(cover.left() >= 639.0, "the cover lies on the right: {cover}");
    press(&mut harness, NONE, Key::PageDown);
    assert!(shows(&harness, 2) && shows(&harness, 3) && !shows(&harness, 1));
    let (left, right) = (harness.get_by_label("紙面の 2 頁").rect(), harness.get_by_label("紙面の 3 頁").rect());
    assert!((left.right() - right.left()).abs() < 1.5 && left.top() == right.top(), "their spines meet");
    assert!(harness.query_by_label(&format!("2–3 / {count} 頁")).is_some());
    press(&mut harness, NONE, Key::End);
    assert!(shows(&harness, count));
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    assert!(shows(&harness, 2));
    press(&mut harness, NONE, Key::Num1);
    assert!(shows(&harness, 2) && !shows(&harness, 3));
    let small = harness.get_by_label("紙面の 2 頁").rect().width();
    press(&mut harness, NONE, Key::Plus);
    assert!(harness.get_by_label("紙面の 2 頁").rect().width() > small * 1.2);
    press(&mut harness, NONE, Key::Num3);
    assert!((1..=count).all(|page| shows(&harness, page)));
    press(&mut harness, NONE, Key::Num2);
    press(&mut harness, CTRL, Key::P);
    harness.run_steps(2);
    assert!(harness.query_by_label("いまの頁（2）").is_some());
    // Escape leaves the dialog first.
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state().print_preview.is_some());
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state().print_preview.is_none());
    assert!(harness.query_by_label("目次を絞り込む").is_some());
    harness.run_steps(2);
    assert_eq!(harness.ctx.memory(eframe::egui::Memory::focused), Some(crate::gui::views::outline::list_id()));
}
