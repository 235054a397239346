//! What pages cost, with peers in the same run: a plan of 100 pages to a tagged PDF, ten times as much,
//! one key press, memory, size.
//!
//! `cargo bench --bench pages`. krilla takes the same page model without laying anything out. typst and
//! LibreOffice, where they are installed, set the same text from their own source files; of their time
//! an empty document's is taken off. The promises at the end are compared, not asserted: a bench may run
//! on any machine.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark")]

#[path = "../tests/krilla/writer.rs"]
mod krilla_writer;
#[path = "pages/peers.rs"]
mod peers;
#[path = "pages/typst.rs"]
mod typst;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nendo::calendar::Holidays;
use nendo::edit::{self, NodeField};
use nendo::export::pdf::{self, PdfOptions};
use nendo::layout::{self, Engine};
use nendo::manuscript::{self, Composer};
use nendo::plan::{Node, NodeId, Outline, Pictures, Plan, Role};
use nendo::{export, storage};

const SAMPLE: &[u8] = include_bytes!("../plans/wakaba-shakyo-r7.ron");
const KEYS: usize = 300;
/// The argument that makes this program export a plan file and tell its peak memory.
const PEAK: &str = "--peak-of-export";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, file] = arguments.as_slice()
        && flag == PEAK
    {
        return export_and_tell_peak(Path::new(file));
    }
    let (plan, copies) = hundred_pages();
    let export = export_times(&plan);
    peer_times(&plan);
    let ratio = ten_times_as_much(&plan, copies);
    let key = key_press(&plan);
    let peak = peak_of_export(&plan);
    println!("\npromises, on {} cores", std::thread::available_parallelism().map_or(1, usize::from));
    promise("plan in memory to tagged PDF", milliseconds(export.time), 60.0, "ms");
    promise("size of the file", export.bytes as f64 / 1000.0, 700.0, "KB");
    match peak {
        Some(peak) => promise("peak memory of the export", peak, 80.0, "MB"),
        None => println!("  skipped  peak memory: this system does not tell it"),
    }
    promise("ten times the pages take", ratio, 10.5, "times as long");
    promise("one key press to the page model", milliseconds(key), 2.0, "ms");
}

fn promise(what: &str, measured: f64, limit: f64, unit: &str) {
    let verdict = if measured <= limit { "kept" } else { "MISSED" };
    println!("  {verdict:<8} {what}: {measured:.2} {unit}, at most {limit} promised");
}

// ---- plans ------------------------------------------------------------------------------------

/// The node with new ids throughout.
fn anew(node: &Node) -> Arc<Node> {
    let children = node.children.iter().map(|child| anew(child)).collect();
    Arc::new(Node { id: NodeId::new(), children, ..node.clone() })
}

/// The sample with cover and contents, its parts repeated.
fn repeated(copies: usize) -> Arc<Plan> {
    let mut plan = storage::read_plan(SAMPLE).unwrap();
    (plan.style.cover, plan.style.contents) = (true, true);
    let once = plan.nodes.clone();
    plan.nodes.extend((1..copies).flat_map(|_| once.iter().map(|node| anew(node))));
    Arc::new(plan)
}

/// The fewest copies that fill a hundred pages.
fn hundred_pages() -> (Arc<Plan>, usize) {
    let mut plans = (1..).map(|copies| (repeated(copies), copies));
    plans.find(|(plan, _)| page_count(plan) >= 100).unwrap()
}

fn page_count(plan: &Plan) -> usize {
    layout::lay_out(&manuscript::compose(plan, &Pictures::none())).pages.len()
}

// ---- times ------------------------------------------------------------------------------------

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Times in order.
struct Times(Vec<Duration>);

impl Times {
    /// Of `runs` runs, after one that warms up.
    fn of<T>(runs: usize, mut work: impl FnMut() -> T) -> Self {
        black_box(work());
        let times = (0..runs).map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        });
        Self::sorted(times.collect())
    }

    fn sorted(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times)
    }

    fn at(&self, percent: usize) -> Duration {
        self.0[(self.0.len() - 1) * percent / 100]
    }

    fn print(&self, what: &str, remark: &str) {
        let [best, median, high] = [0, 50, 95].map(|percent| milliseconds(self.at(percent)));
        println!("  {what:<48} median {median:8.2} ms   best {best:8.2}   95 % {high:8.2}   {remark}");
    }
}

fn export(plan: &Plan) -> Vec<u8> {
    export::plan_to_pdf(plan, &Pictures::none(), &Holidays::of_law(), &export::PageRange::all()).unwrap().0
}

/// What an export takes and gives.
struct Export {
    time: Duration,
    bytes: usize,
}

fn export_times(plan: &Plan) -> Export {
    let manuscript = manuscript::compose(plan, &Pictures::none());
    let pages = layout::lay_out(&manuscript);
    let bytes = export(plan);
    println!("{} pages, {} nodes", pages.pages.len(), plan.walk().count());
    let whole = Times::of(21, || export(plan));
    whole.print("Nendo, plan to tagged PDF", &format!("{} KB", bytes.len() / 1000));
    Times::of(21, || manuscript::compose(plan, &Pictures::none())).print("  of it: compose", "");
    Times::of(21, || layout::lay_out(&manuscript)).print("  of it: lay out", "");
    Times::of(21, || pdf::write(&pages, &PdfOptions::default()).unwrap()).print("  of it: write the PDF", "");
    let other = krilla_writer::write(&pages).unwrap().len();
    Times::of(21, || krilla_writer::write(&pages).unwrap())
        .print("krilla, the same pages, laid out before", &format!("{} KB", other / 1000));
    Export { time: whole.at(50), bytes: bytes.len() }
}

/// How many times as long ten times the pages take. Both are timed in turns, so that whatever else the
/// machine does meets both.
fn ten_times_as_much(plan: &Plan, copies: usize) -> f64 {
    let large = repeated(copies * 10);
    let timed = |plan| Times::of(1, || export(plan)).at(50);
    let (once, ten): (Vec<_>, Vec<_>) = (0..5).map(|_| (timed(plan), timed(&large))).unzip();
    let (once, ten) = (Times::sorted(once), Times::sorted(ten));
    let (few, many) = (page_count(plan), page_count(&large));
    ten.print("Nendo, ten times as much", &format!("{many} pages"));
    let a_page = |times: &Times, pages: usize| times.at(50).as_secs_f64() / pages as f64;
    10.0 * a_page(&ten, many) / a_page(&once, few)
}

/// Typing into list lines and headings all over the plan, as the window does: one letter, then pages.
fn key_press(plan: &Arc<Plan>) -> Duration {
    let typed = |node: &&Arc<Node>| matches!(node.role, Role::Item | Role::Project);
    let nodes: Vec<NodeId> = plan.walk().filter(typed).map(|node| node.id).collect();
    let (mut composer, mut engine, mut plan) = (Composer::new(), Engine::new(), Arc::clone(plan));
    engine.lay_out(&composer.compose(&plan, &Outline::of(&plan), &Pictures::none()));
    let mut times = Vec::new();
    for key in 0..KEYS {
        // Far apart, in the same order each time.
        let node = nodes[key * 7919 % nodes.len()];
        let title = format!("{}あ", plan.node(node).unwrap().title);
        let start = Instant::now();
        plan = edit::apply(&plan, &edit::Command::Set { node, field: NodeField::Title(title) }).unwrap().plan;
        let pages = engine.lay_out(&composer.compose(&plan, &Outline::of(&plan), &Pictures::none()));
        times.push(start.elapsed());
        black_box(pages);
    }
    let times = Times::sorted(times);
    times.print("Nendo, one key press to the page model", "");
    times.at(50)
}

// ---- memory -----------------------------------------------------------------------------------

/// The most memory an export takes in MB, plan and program included, in a process of its own; none where
/// the system does not tell.
fn peak_of_export(plan: &Plan) -> Option<f64> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.ron");
    std::fs::write(&file, storage::write_plan(plan).unwrap()).unwrap();
    let output = Command::new(std::env::current_exe().unwrap()).arg(PEAK).arg(file).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let mut numbers = told.split_whitespace().map(str::parse::<f64>);
    let (before, peak) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    println!("  {:<48} {peak:8.1} MB, {before:.1} MB of it with the plan alone", "Nendo, peak memory of one export");
    Some(peak)
}

fn export_and_tell_peak(file: &Path) {
    let plan = storage::read_plan(&std::fs::read(file).unwrap()).unwrap();
    let before = peak_so_far();
    black_box(export(&plan));
    if let (Some(before), Some(peak)) = (before, peak_so_far()) {
        println!("{before} {peak}");
    }
}

/// The high-water mark of this process's memory in MB, where the system tells it.
fn peak_so_far() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? * 1024.0 / 1_000_000.0)
}

// ---- peers ------------------------------------------------------------------------------------

fn peer_times(plan: &Plan) {
    let manuscript = manuscript::compose(plan, &Pictures::none());
    let empty = manuscript::Manuscript { blocks: Vec::new(), ..manuscript.clone() };
    let peers = [
        peers::Peer { name: "typst", full: typst::source(&manuscript), empty: typst::source(&empty), arguments: peers::typst },
        peers::Peer {
            name: "soffice",
            full: export::html::write(&manuscript),
            empty: export::html::write(&empty),
            arguments: peers::libreoffice,
        },
    ];
    for peer in peers {
        match peer.time() {
            Ok(Some((times, file))) => {
                let pages = lopdf::Document::load_mem(&file).unwrap().get_pages().len();
                let what = format!("{}, the same text, less an empty document", peer.name);
                Times::sorted(times).print(&what, &format!("{} KB, {pages} pages", file.len() / 1000));
            }
            Ok(None) => println!("  skipped  {}: not installed", peer.name),
            Err(error) => println!("  skipped  {}: {error}", peer.name),
        }
    }
}
