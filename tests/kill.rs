//! Typed into and killed at random instants, three hundred times: no file is torn, no save that was
//! acknowledged is lost, and of what was typed at most five seconds are gone.
//!
//! The child is this very program again, going through the same keeper and the same autosave as the window.
//! Its clock is told, not read: a stroke is fifty milliseconds, so that hours of typing pass in seconds and
//! a slow machine changes nothing; what is put away is put away at once, where the window does so on a
//! thread. `tests/kill/window.sh` does the same to the real window by the real clock.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Local;
use nendo::edit::{Command, NodeField, PlanField, apply};
use nendo::plan::{Block, Node, Plan, Role};
use nendo::storage::autosave::{Autosave, Rhythm};
use nendo::storage::disk::{Disk, RealDisk};
use nendo::storage::keeper::SaveOrder;
use nendo::storage::lock::Taken;
use nendo::storage::recovery::Origin;
use nendo::storage::versions::Naming;
use nendo::storage::{Keeper, Who, read_plan};

const FOLDER: &str = "NENDO_KILL_TEST_FOLDER";
const SEED: &str = "NENDO_KILL_TEST_SEED";
const KILLS: u64 = 300;
/// They go on side by side.
const ROWS: u64 = 4;
const STROKE: Duration = Duration::from_millis(50);
const LOST_AT_MOST: Duration = Duration::from_secs(5);

/// Numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

fn keeper(folder: &Path) -> Keeper {
    let who = Who { user: "山田".into(), host: "課-1".into(), process: std::process::id() };
    Keeper::new(Arc::new(RealDisk), Some(folder.join("state")), who)
}

fn first_plan() -> Plan {
    let mut plan = Plan::new("0", None);
    let item = |at: usize| {
        let body = vec![Block::Text(format!("{at} 地域の支え合いを広げる。").repeat(4))];
        Arc::new(Node { body, ..Node::new(Role::Project, format!("事業 {at}")) })
    };
    plan.nodes = (0..60).map(item).collect();
    plan
}

/// How many strokes a plan holds.
fn strokes(plan: &Plan) -> u64 {
    plan.title.parse().expect("the title is a number")
}

/// What one finds on opening: the file, or the work left behind if the file was not saved since.
fn found(keeper: &Keeper, file: &Path) -> (Arc<Plan>, nendo::storage::keeper::Opened) {
    let opened = keeper.open(file).expect("the file reads");
    let left = opened.recovered.first().filter(|entry| entry.origin.stamp == Some(opened.loaded.stamp));
    (left.map_or_else(|| opened.loaded.plan.clone(), |entry| entry.plan.clone()), opened)
}

/// Types, keeps and saves until it is killed, and says each thing once it is done.
#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (folder, file) = (Path::new(&folder), Path::new(&folder).join("計画.ron"));
    let mut dice = Dice(std::env::var(SEED).expect("a seed").parse().expect("a number"));
    let keeper = keeper(folder);
    let (mut plan, opened) = found(&keeper, &file);
    assert!(opened.lock == Taken::Ours || !cfg!(target_os = "linux"), "a crash of our own locks nobody out");
    let mut stamp = opened.loaded.stamp;
    let (start, slot) = (Instant::now(), keeper.slot());
    let mut clock = Duration::ZERO;
    let mut autosave = Autosave::new(&plan, Rhythm::default());
    let mut out = std::io::stdout();
    let mut say = |word: &str, count: u64, clock: Duration| {
        writeln!(out, "\n@{word} {count} {}", clock.as_millis()).and_then(|()| out.flush()).expect("somebody listens");
    };
    let origin = |stamp| Origin { path: Some(file.clone()), stamp: Some(stamp), title: String::new(), kept: Local::now().naive_local() };
    autosave.unsafe_yet(start);
    if let Some((kept, serial)) = autosave.take_at_once() {
        keeper.keep(&slot, serial, &origin(stamp), &kept).expect("kept");
        autosave.done(&kept, true, start);
    }
    opened.recovered.iter().for_each(|entry| keeper.forget(&entry.id));
    say("ready", strokes(&plan), clock);
    loop {
        let count = strokes(&plan) + 1;
        let node = plan.nodes[dice.below(plan.nodes.len() as u64) as usize].id;
        let typed = Command::Set { node, field: NodeField::Lead(format!("地域福祉課 {count}")) };
        plan = apply(&plan, &typed).expect("typed").plan;
        plan = apply(&plan, &Command::SetPlan(PlanField::Title(count.to_string()))).expect("typed").plan;
        clock += STROKE;
        autosave.notice(&plan, start + clock);
        say("typed", count, clock);
        // Now and then one thinks for a while; the clock of the window would wake it then.
        let pause = if dice.below(40) == 0 { 30 } else { 0 };
        for _ in 0..=pause {
            if let Some((kept, serial)) = autosave.take(start + clock) {
                keeper.keep(&slot, serial, &origin(stamp), &kept).expect("kept");
                autosave.done(&kept, true, start + clock);
                say("kept", strokes(&kept), clock);
            }
            clock += if pause > 0 { STROKE } else { Duration::ZERO };
        }
        if dice.below(30) == 0 {
            let serial = autosave.serial();
            let now = Local::now().naive_local();
            let order = SaveOrder { path: &file, plan: &plan, expect: Some(stamp), from: None, slot: Some((&slot, serial)), now };
            stamp = keeper.save(&order).expect("saved");
            autosave.saved(&plan);
            say("saved", count, clock);
        }
        if dice.below(400) == 0 {
            let naming = Naming { name: format!("第{count}稿"), ..Naming::default() };
            // There may be as many as may be.
            keeper.keep_version(&file, &plan, &naming, Local::now().naive_local()).ok();
        }
    }
}

/// What the child said before it was killed.
#[derive(Default)]
struct Said {
    typed: Vec<(u64, u64)>,
    saved: u64,
}

fn run_and_kill(folder: &Path, seed: u64, wait: Duration) -> Said {
    let program = std::env::current_exe().expect("this program");
    let mut child = Process::new(program)
        .args(["child", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut said = Said::default();
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let number = |word: Option<&str>| -> Option<u64> { word?.parse().ok() };
    let mut take = |line: &str| -> bool {
        let mut words = line.split(' ');
        let (word, count, clock) = (words.next(), number(words.next()), number(words.next()));
        // The last line may be broken off.
        if let (Some(count), Some(clock)) = (count, clock) {
            match word {
                Some("@typed") => said.typed.push((count, clock)),
                Some("@saved") => said.saved = count,
                Some("@ready") => return true,
                _ => {}
            }
        }
        false
    };
    assert!(lines.by_ref().any(|line| take(&line)), "the child began");
    // Whoever does not read stops the writer.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(wait);
            child.kill().expect("killed");
            child.wait().expect("gone");
        });
        lines.for_each(|line| _ = take(&line));
    });
    said
}

/// What came of some kills.
#[derive(Default)]
struct Outcome {
    typed: usize,
    after_a_save: usize,
    while_writing: usize,
    lost: Duration,
}

/// Kills one child after the other, each going on where the one before was killed.
fn kill_in_a_row(seeds: std::ops::Range<u64>) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, file) = (folder.path(), folder.path().join("計画.ron"));
    nendo::storage::save(&file, &first_plan()).expect("saved");
    let mut dice = Dice(20_260_325 + seeds.start);
    let mut outcome = Outcome::default();
    for seed in seeds {
        let said = run_and_kill(folder, seed, Duration::from_micros(dice.below(60_000)));
        let in_file = strokes(&read_plan(&std::fs::read(&file).expect("there")).expect("the file is whole"));
        assert!(in_file >= said.saved, "kill {seed}: the file holds {in_file}, {} were acknowledged", said.saved);
        let mut entries = 0;
        for name in RealDisk.list(&folder.join("state/recovery")).unwrap_or_default() {
            if name.extension().is_some_and(|end| end == "tmp") {
                outcome.while_writing += 1;
                std::fs::remove_file(&name).expect("removed");
            } else {
                entries += 1;
            }
        }
        let keeper = keeper(folder);
        assert_eq!(keeper.left_behind().len(), entries, "kill {seed}: all that was put away reads");
        let safe = strokes(&found(&keeper, &file).0);
        if let (Some((_, first)), Some((_, last))) = (said.typed.iter().find(|(count, _)| *count > safe), said.typed.last()) {
            let lost = Duration::from_millis(last - first);
            outcome.lost = outcome.lost.max(lost);
            assert!(lost <= LOST_AT_MOST, "kill {seed}: {lost:?} of typing lost");
        }
        for version in keeper.versions(&file).list {
            assert!(version.read(&RealDisk).is_ok(), "kill {seed}: version {} is damaged", version.name);
        }
        for backup in keeper.backups(&file) {
            assert!(backup.read(&RealDisk).is_ok(), "kill {seed}: a backup is damaged");
        }
        keeper.release_lock(&file);
        outcome.typed += said.typed.len();
        outcome.after_a_save += usize::from(said.saved > 0);
    }
    outcome
}

#[test]
fn killed_at_any_instant_no_file_is_torn_and_no_word_lost() {
    let row = KILLS / ROWS;
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let rows: Vec<_> = (0..ROWS).map(|at| scope.spawn(move || kill_in_a_row(at * row..(at + 1) * row))).collect();
        rows.into_iter().map(|row| row.join().expect("no row failed")).collect()
    });
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (typed, saves, writing) = (sum(|o| o.typed), sum(|o| o.after_a_save), sum(|o| o.while_writing));
    let lost = outcomes.iter().map(|o| o.lost).max().unwrap_or_default();
    println!("{KILLS} kills, {writing} while keeping; {typed} strokes; {saves} after a save; at most {lost:?} of typing lost");
    assert!(typed > KILLS as usize && saves > 0);
}
