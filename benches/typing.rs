//! What a key press costs in the real window: the whole application is driven headless, frame by
//! frame, up to the painted meshes, with a plan of 10,000 items.
//!
//! `cargo bench --bench typing`. Beside it, in the same run: a frame in which nothing happens, and a
//! key press in a window that holds nothing but a text field. The plan as one document is typed in and
//! scrolled with 10,000 and 100,000 items, beside a plain build of the same document in which every title
//! and paragraph is a text field and all of them are laid out.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    dead_code,
    unused_imports,
    reason = "a benchmark; it holds the window's own source"
)]

#[path = "../src/gui/mod.rs"]
mod gui;

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use nendo::plan::{Node, NodeId, Plan};
use nendo::storage;

const SAMPLE: &[u8] = include_bytes!("../plans/wakaba-shakyo-r7.ron");
const KEYS: usize = 200;
/// Between two keys, as a fast typist: the layout goes on in the background meanwhile.
const PAUSE: Duration = Duration::from_millis(40);

fn anew(node: &Node) -> Arc<Node> {
    let children = node.children.iter().map(|child| anew(child)).collect();
    Arc::new(Node { id: NodeId::new(), children, ..node.clone() })
}

fn plan_of(nodes: usize) -> Plan {
    let mut plan = storage::read_plan(SAMPLE).unwrap();
    let once = plan.nodes.clone();
    let each = plan.walk().count();
    for _ in 1..nodes.div_ceil(each) {
        plan.nodes.extend(once.iter().map(|node| anew(node)));
    }
    plan
}

/// A window without a screen.
struct Screen {
    ctx: Context,
    time: f64,
}

impl Screen {
    fn new() -> Self {
        let ctx = Context::default();
        gui::set_up(&ctx);
        Self { ctx, time: 0.0 }
    }

    /// One frame with `events`; the time it took up to the meshes.
    fn frame(&mut self, events: Vec<Event>, mut content: impl FnMut(&mut egui::Ui)) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        let start = Instant::now();
        let output = self.ctx.run_ui(input, |ui| content(ui));
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed();
        assert!(!meshes.is_empty());
        took
    }

    fn click(&mut self, at: Pos2, mut content: impl FnMut(&mut egui::Ui)) {
        for pressed in [true, false] {
            let button = Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
            self.frame(vec![Event::PointerMoved(at), button], &mut content);
        }
    }
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("{name:<52} median {:6.2} ms   95 % {:6.2} ms   worst {:6.2} ms", at(50), at(95), at(100));
}

fn letter() -> Vec<Event> {
    vec![Event::Text("あ".to_owned())]
}

fn in_the_window(nodes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan_of(nodes);
    let count = plan.walk().count();
    let mut screen = Screen::new();
    let mut app = opened(&mut screen, folder.path(), &plan);
    // The second line of the outline, then its title in the editor.
    screen.click(pos2(150.0, 202.0), |ui| app.frame(ui));
    screen.frame(Vec::new(), |ui| app.frame(ui));
    screen.click(pos2(600.0, 128.0), |ui| app.frame(ui));
    let before = app.plan().unwrap();
    screen.frame(letter(), |ui| app.frame(ui));
    screen.frame(Vec::new(), |ui| app.frame(ui));
    assert!(!Arc::ptr_eq(&before, &app.plan().unwrap()), "the key did not reach the plan: no text field has the focus");

    let mut keys = Vec::new();
    let mut still = Vec::new();
    let mut preview = Vec::new();
    for _ in 0..KEYS {
        let pressed = Instant::now();
        let shown = app.laid_pages().unwrap();
        keys.push(screen.frame(letter(), |ui| app.frame(ui)));
        // The page follows when another one is there: after the pause, the last layout is long done.
        while pressed.elapsed() < Duration::from_secs(2) {
            if app.laid_pages().is_some_and(|laid| !Arc::ptr_eq(&laid, &shown)) {
                preview.push(pressed.elapsed());
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
            still.push(screen.frame(Vec::new(), |ui| app.frame(ui)));
        }
        std::thread::sleep(PAUSE);
    }
    report(&format!("key press in a title, {count} items"), keys);
    report(&format!("frame without a key, {count} items"), still);
    report(&format!("key press to laid-out page, {count} items"), preview);
}

/// Going through the year of a large plan: by keys from line to line, page by page, and a mark moved.
fn in_the_year(nodes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ron");
    let plan = plan_of(nodes);
    let count = plan.walk().count();
    storage::save(&file, &plan).unwrap();
    let mut screen = Screen::new();
    let start = gui::Start { file: Some(file), lang: Some(nendo::locale::Lang::Ja) };
    let mut app = gui::App::for_bench(&screen.ctx, start);
    let ready = Instant::now();
    while app.laid_pages().is_none() {
        screen.frame(Vec::new(), |ui| app.frame(ui));
        std::thread::sleep(Duration::from_millis(5));
        assert!(ready.elapsed() < Duration::from_secs(60), "the plan is not laid out after a minute");
    }
    let key = |key, modifiers| vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }];
    report(
        &format!("the year comes up, {count} items"),
        vec![screen.frame(key(Key::Num5, Modifiers::COMMAND), |ui| app.frame(ui)), screen.frame(Vec::new(), |ui| app.frame(ui))],
    );
    for (name, pressed) in [("line", Key::ArrowDown), ("page", Key::PageDown)] {
        let mut times = Vec::new();
        for _ in 0..KEYS {
            times.push(screen.frame(key(pressed, Modifiers::NONE), |ui| app.frame(ui)));
            times.push(screen.frame(Vec::new(), |ui| app.frame(ui)));
        }
        report(&format!("year, a {name} on, {count} items"), times);
    }
}

/// The least a key press can cost here: one text field and nothing else.
fn reference() {
    let mut screen = Screen::new();
    let mut text = String::new();
    let mut content = |ui: &mut egui::Ui| {
        ui.add(egui::TextEdit::singleline(&mut text).desired_width(400.0)).request_focus();
    };
    for _ in 0..3 {
        screen.frame(Vec::new(), &mut content);
    }
    let times = (0..KEYS).map(|_| screen.frame(letter(), &mut content)).collect();
    screen.frame(
        vec![Event::Key { key: Key::Escape, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }],
        &mut content,
    );
    report("reference: key press in a lone text field", times);
}

/// A window that shows a plan, once its pages are there.
fn opened(screen: &mut Screen, folder: &std::path::Path, plan: &Plan) -> gui::App {
    let file = folder.join("large.ron");
    storage::save(&file, plan).unwrap();
    let start = gui::Start { file: Some(file), lang: Some(nendo::locale::Lang::Ja) };
    let mut app = gui::App::for_bench(&screen.ctx, start);
    let ready = Instant::now();
    while app.laid_pages().is_none() {
        screen.frame(Vec::new(), |ui| app.frame(ui));
        std::thread::sleep(Duration::from_millis(5));
        assert!(ready.elapsed() < Duration::from_secs(300), "the plan is not laid out after five minutes");
    }
    app
}

fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }).to_vec()
}

fn wheel(points: f32) -> Vec<Event> {
    let (unit, phase, source) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move, egui::MouseWheelSource::Unknown);
    let wheel = Event::MouseWheel { unit, delta: vec2(0.0, points), modifiers: Modifiers::NONE, phase, source };
    vec![Event::PointerMoved(pos2(640.0, 500.0)), wheel]
}

/// Typing in a paragraph of the document, and scrolling it.
fn in_the_document(nodes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan_of(nodes);
    let count = plan.walk().count();
    let mut screen = Screen::new();
    let mut app = opened(&mut screen, folder.path(), &plan);
    for keys in [key(Key::Num4, Modifiers::COMMAND), Vec::new()] {
        screen.frame(keys, |ui| app.frame(ui));
    }
    // The second line of the outline, its title, the text below it.
    screen.click(pos2(150.0, 202.0), |ui| app.frame(ui));
    for keys in [key(Key::F6, Modifiers::NONE), Vec::new(), key(Key::End, Modifiers::NONE), key(Key::Enter, Modifiers::NONE), Vec::new()] {
        screen.frame(keys, |ui| app.frame(ui));
        screen.frame(Vec::new(), |ui| app.frame(ui));
    }
    let before = app.plan().unwrap();
    screen.frame(letter(), |ui| app.frame(ui));
    assert!(!Arc::ptr_eq(&before, &app.plan().unwrap()), "the key did not reach the plan: no text field has the focus");
    let mut keys = Vec::new();
    for _ in 0..KEYS {
        keys.push(screen.frame(letter(), |ui| app.frame(ui)));
        std::thread::sleep(PAUSE);
    }
    report(&format!("key press in a paragraph of the document, {count} items"), keys);
    let scrolled = (0..KEYS)
        .map(|at| {
            let frame = screen.frame(wheel(-400.0), |ui| app.frame(ui));
            if at % 8 == 0 {
                std::thread::sleep(PAUSE);
            }
            frame
        })
        .collect();
    report(&format!("scrolling the document, {count} items"), scrolled);
}

/// The same document built plainly: a text field for each title and paragraph, all of them laid out.
fn naive_document(nodes: usize, frames: usize) {
    let plan = plan_of(nodes);
    let count = plan.walk().count();
    let mut texts: Vec<String> = Vec::new();
    for node in plan.walk() {
        texts.push(node.title.clone());
        texts.extend(node.body.iter().flat_map(nendo::plan::Block::texts).map(str::to_owned));
    }
    let mut screen = Screen::new();
    let mut content = |ui: &mut egui::Ui| {
        egui::ScrollArea::vertical().show(ui, |ui| {
            for (at, text) in texts.iter_mut().enumerate() {
                let field = ui.add(egui::TextEdit::multiline(text).desired_rows(1).desired_width(640.0));
                if at == 1 {
                    field.request_focus();
                }
            }
        });
    };
    screen.frame(Vec::new(), &mut content);
    let keys = (0..frames).map(|_| screen.frame(letter(), &mut content)).collect();
    report(&format!("plain build: key press, {count} items"), keys);
    let scrolled = (0..frames).map(|_| screen.frame(wheel(-400.0), &mut content)).collect();
    report(&format!("plain build: scrolling, {count} items"), scrolled);
}

fn main() {
    reference();
    in_the_window(250);
    in_the_window(10_000);
    in_the_year(10_000);
    for (nodes, frames) in [(10_000, 20), (100_000, 3)] {
        in_the_document(nodes);
        naive_document(nodes, frames);
    }
}
