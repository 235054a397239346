//! The window driven headless: keys, clicks and the input method through the real widgets.

mod accessibility;
mod broken;
mod clipboard;
mod comfort;
mod compare;
mod compare_remarks;
mod editing;
mod fast;
mod fields;
mod files;
mod find;
mod findings;
mod help;
mod history;
mod joining;
mod keys;
mod marks;
mod outline;
mod pictures;
mod printing;
mod profile;
mod references;
mod safety;
mod safety_more;
mod sizes;
mod tables;
mod templates;
mod titles;
mod versions;
mod window;
mod writing;
mod writing_keys;
mod year;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use nendo::locale::Lang;
use nendo::plan::{Node, NodeId, Plan, Role};

use super::settings::Settings;
use super::workspace::Document;
use super::{App, Start, set_up};

/// A window of the usual size with this plan.
pub(super) fn window_with(plan: Plan) -> Harness<'static, Win> {
    let mut harness = window(Start { file: None, lang: Some(Lang::Ja) });
    harness.state_mut().show_document(Some(Document::new(Arc::new(plan), None, None)));
    settle(&mut harness);
    harness
}

/// The application, made with the first frame: only then is there a context.
pub(super) struct Win(Option<App>);

impl std::ops::Deref for Win {
    type Target = App;
    fn deref(&self) -> &App {
        self.0.as_ref().expect("a first frame was run")
    }
}

impl std::ops::DerefMut for Win {
    fn deref_mut(&mut self) -> &mut App {
        self.0.as_mut().expect("a first frame was run")
    }
}

/// A window of the usual size.
pub(super) fn window(start: Start) -> Harness<'static, Win> {
    let builder = Harness::builder().with_size([1280.0, 800.0]).with_context_setup(set_up).with_max_steps(20);
    let frame = move |ui: &mut eframe::egui::Ui, win: &mut Win| {
        let app = win.0.get_or_insert_with(|| {
            let mut app = App::with_settings(ui.ctx(), start.clone(), Settings::default());
            // The path field of our own: the system's dialogs cannot be driven.
            app.system_dialogs = false;
            app
        });
        app.frame(ui);
    };
    let mut harness = builder.build_ui_state(frame, Win(None));
    settle(&mut harness);
    harness
}

/// Runs frames until files and pages are done and nothing moves any more.
pub(super) fn settle(harness: &mut Harness<'_, Win>) {
    for _ in 0..4 {
        harness.run_ok();
        while harness.state().jobs.at_work() {
            let done = harness.state_mut().jobs.wait().expect("a job ends");
            harness.state_mut().finish(done);
        }
        harness.state().guard.wait_kept();
        harness.state_mut().jobs.wait_laid();
        harness.run_steps(2);
    }
}

/// 1 方針 / 2 事業 (2-1 会議, 2-2 研修) / 3 その他.
pub(super) fn sample() -> Plan {
    let mut plan = Plan::new("令和7年度事業計画", None);
    plan.numbering = nendo::plan::Numbering::Preset("city".into());
    let item = |title: &str| Arc::new(Node::new(Role::Project, title));
    let mut projects = Node::new(Role::Part, "事業");
    projects.children = vec![item("会議"), item("研修")];
    plan.nodes = vec![Arc::new(Node::new(Role::Policy, "方針")), Arc::new(projects), Arc::new(Node::new(Role::Part, "その他"))];
    plan
}

pub(super) fn doc<'h>(harness: &'h Harness<'_, Win>) -> &'h Document {
    harness.state().doc.as_ref().expect("a document is open")
}

pub(super) fn node(harness: &Harness<'_, Win>, title: &str) -> NodeId {
    doc(harness).plan().walk().find(|node| node.title == title).unwrap_or_else(|| panic!("no node {title}")).id
}

pub(super) fn select(harness: &mut Harness<'_, Win>, title: &str) {
    let id = node(harness, title);
    if let Some(doc) = &mut harness.state_mut().doc {
        doc.select(Some(id));
    }
    harness.state_mut().outline.focus();
    harness.run_steps(3);
}

/// The plan as indented titles.
pub(super) fn shape(harness: &Harness<'_, Win>) -> String {
    let rows = doc(harness).outline().rows().iter().map(|row| format!("{}{}", ".".repeat(row.depth.into()), row.node.title));
    rows.collect::<Vec<_>>().join(" ")
}

pub(super) fn press(harness: &mut Harness<'_, Win>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

pub(super) fn type_text(harness: &mut Harness<'_, Win>, text: &str) {
    for c in text.chars() {
        harness.event(Event::Text(c.to_string()));
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

pub(super) fn preedit(harness: &mut Harness<'_, Win>, text: &str) {
    harness.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }));
    harness.run_steps(2);
}

pub(super) fn commit(harness: &mut Harness<'_, Win>, text: &str) {
    harness.event(Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }));
    harness.event(Event::Ime(ImeEvent::Commit(text.to_owned())));
    harness.run_steps(3);
}

pub(super) fn temp_file(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    (folder, path)
}
