//! Every call to the disk fails in turn, or the machine stops at it, in everything that writes: whatever
//! happens, each file is wholly the old or the new one and no work is lost.

#![allow(clippy::print_stdout, reason = "the count is what one runs it for")]

#[path = "faults/memory_disk.rs"]
mod memory_disk;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use memory_disk::{Fault, MemoryDisk, Survives};
use nendo::plan::{Node, Plan, Role};
use nendo::storage::disk::Disk;
use nendo::storage::keeper::{SaveOrder, Slot};
use nendo::storage::lock::Taken;
use nendo::storage::recovery::Origin;
use nendo::storage::versions::{self, Naming};
use nendo::storage::{FileStamp, Keeper, Who, read_plan, write_file_on, write_plan};

const FILE: &str = "/plans/計画.ron";
const ELSEWHERE: &str = "/other/計画.ron";
const STATE: &str = "/state";

fn plan(title: &str) -> Plan {
    let mut plan = Plan::new(title, None);
    plan.nodes.push(Arc::new(Node::new(Role::Project, "会議")));
    plan
}

fn now() -> NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(10, 0, 0)).expect("a time")
}

fn keeper(disk: &MemoryDisk) -> Keeper {
    Keeper::new(Arc::new(disk.clone()), Some(STATE.into()), Who { user: "山田".into(), host: "課-1".into(), process: u32::MAX })
}

fn title(disk: &MemoryDisk, path: &str) -> Option<String> {
    let bytes = disk.read(Path::new(path), u64::MAX).ok()?;
    Some(read_plan(&bytes).unwrap_or_else(|error| panic!("{path} is torn: {error}")).title)
}

fn stamp(plan: &Plan) -> FileStamp {
    FileStamp::of(write_plan(plan).expect("writes").as_bytes())
}

fn put(disk: &MemoryDisk, path: &str, plan: &Plan) {
    write_file_on(disk, Path::new(path), write_plan(plan).expect("writes").as_bytes()).expect("written");
}

fn origin() -> Origin {
    Origin { path: Some(FILE.into()), stamp: None, title: "t".into(), kept: now() }
}

/// Titles of the work left behind.
fn left(disk: &MemoryDisk) -> Vec<String> {
    keeper(disk).left_behind().into_iter().map(|entry| entry.plan.title.clone()).collect()
}

/// A disk with the old plan in its file and in the recovery store.
fn world() -> (MemoryDisk, Keeper, Slot, Plan, Plan) {
    let disk = MemoryDisk::default();
    for folder in ["/plans", "/other", STATE] {
        disk.create_folder(Path::new(folder), false).expect("made");
    }
    let (old, new) = (plan("旧"), plan("新"));
    put(&disk, FILE, &old);
    let keeper = keeper(&disk);
    let slot = keeper.slot();
    (disk, keeper, slot, old, new)
}

/// How an operation is tried.
struct Trial<'a> {
    /// What is done before, in peace.
    before: &'a dyn Fn(&Keeper, &Slot, &Plan, &Plan),
    /// What is done; whether it said that all went well.
    act: &'a dyn Fn(&Keeper, &Slot, &Plan, &Plan) -> bool,
    /// What must hold afterwards, with what it said (`None`: the machine stopped) .
    holds: &'a dyn Fn(&MemoryDisk, Option<bool>),
}

impl Trial<'_> {
    /// Tries every fault at every call; returns how many cases there were.
    fn run(&self, name: &str) -> usize {
        let (disk, keeper, slot, old, new) = world();
        (self.before)(&keeper, &slot, &old, &new);
        disk.start(None);
        assert!((self.act)(&keeper, &slot, &old, &new), "{name} goes well where nothing fails");
        let (calls, writes) = disk.counted();
        (self.holds)(&disk.afterwards(Survives::OnlySynced), Some(true));
        let mut cases = 0;
        for at in 0..=calls {
            for fault in Fault::ANYWHERE.into_iter().chain(Fault::IN_WRITES) {
                let (disk, keeper, slot, old, new) = world();
                (self.before)(&keeper, &slot, &old, &new);
                disk.start(Some((at, fault)));
                let said = (self.act)(&keeper, &slot, &old, &new);
                if at == calls && fault == Fault::Crash {
                    // The machine stops once all is done.
                    assert!(said);
                } else if !disk.hit() {
                    continue;
                }
                let survivals: &[Survives] = if fault.stops() { &Survives::ALL } else { &[Survives::Everything] };
                for survives in survivals {
                    // Said before the machine stopped, it is a promise; after that nobody said anything.
                    let said = (!fault.stops() || at == calls).then_some(said);
                    (self.holds)(&disk.afterwards(*survives), said);
                    cases += 1;
                }
            }
        }
        let expected = calls * (3 + Survives::ALL.len()) + Survives::ALL.len() + writes * (2 + Survives::ALL.len());
        assert_eq!(cases, expected, "{name}: {calls} calls, {writes} of them writes");
        println!("{name}: {calls} calls, {cases} cases");
        cases
    }
}

fn kept(keeper: &Keeper, slot: &Slot, serial: u64, plan: &Plan) -> bool {
    keeper.keep(slot, serial, &origin(), plan).is_ok()
}

fn naming(name: &str) -> Naming {
    Naming { name: name.into(), ..Naming::default() }
}

/// Versions listed read well, with these names.
fn versions_of(disk: &MemoryDisk, file: &str) -> Vec<String> {
    let versions = versions::list(disk, Path::new(file));
    assert_eq!(versions.damaged, 0);
    versions.list.iter().for_each(|version| drop(version.read(disk).expect("what is listed reads")));
    versions.list.into_iter().map(|version| version.name).collect()
}

fn saving() -> usize {
    let save = |keeper: &Keeper, slot: &Slot, path: &str, plan: &Plan, expect| {
        let from = (path != FILE).then_some(Path::new(FILE));
        keeper.save(&SaveOrder { path: Path::new(path), plan, expect, from, slot: Some((slot, 2)), now: now() }).is_ok()
    };
    let over = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, slot, old, new| save(keeper, slot, FILE, new, Some(stamp(old))),
        holds: &|disk, said| {
            let title = title(disk, FILE).expect("there is a file at every instant");
            assert!(title == "新" || (title == "旧" && said != Some(true)), "{title} after {said:?}");
            assert!(title == "新" || left(disk) == ["新"], "the work is in the file or in the store");
            for backup in keeper(disk).backups(Path::new(FILE)) {
                assert_eq!(backup.read(disk).expect("a backup is whole").title, "旧");
            }
        },
    };
    let first = Trial {
        before: &|_, _, _, _| {},
        act: &|keeper, slot, _, new| save(keeper, slot, ELSEWHERE, new, None),
        holds: &|disk, said| {
            assert_eq!(title(disk, FILE).as_deref(), Some("旧"));
            let title = title(disk, ELSEWHERE);
            assert!(title.as_deref() == Some("新") || (title.is_none() && said != Some(true)));
        },
    };
    let with_versions = Trial {
        before: &|keeper, _, old, _| drop(keeper.keep_version(Path::new(FILE), old, &naming("第1稿"), now()).expect("kept")),
        act: &|keeper, slot, _, new| save(keeper, slot, ELSEWHERE, new, None),
        holds: &|disk, _| {
            assert_eq!(versions_of(disk, FILE), ["第1稿"]);
            assert!(versions_of(disk, ELSEWHERE).len() <= 1);
        },
    };
    over.run("save over a file") + first.run("save in a new place") + with_versions.run("save elsewhere with versions")
}

fn keeping() -> usize {
    let first = Trial {
        before: &|_, _, _, _| {},
        act: &|keeper, slot, _, new| kept(keeper, slot, 1, new),
        holds: &|disk, said| {
            assert_eq!(title(disk, FILE).as_deref(), Some("旧"), "the user's file is never touched");
            assert!(left(disk) == ["新"] || (left(disk).is_empty() && said != Some(true)));
        },
    };
    let again = Trial {
        before: &|keeper, slot, old, _| assert!(kept(keeper, slot, 1, old)),
        act: &|keeper, slot, _, new| kept(keeper, slot, 2, new),
        holds: &|disk, said| assert!(left(disk) == ["新"] || (left(disk) == ["旧"] && said != Some(true))),
    };
    first.run("first autosave") + again.run("autosave over an earlier one")
}

fn recovering() -> usize {
    let restored = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, _, _, _| {
            let found = keeper.left_behind();
            let Some(entry) = found.first() else { return false };
            // Only once it is put away anew the old place is given up.
            let done = kept(keeper, &keeper.slot(), 1, &entry.plan);
            if done {
                keeper.forget(&entry.id);
            }
            done
        },
        holds: &|disk, _| assert!(left(disk).iter().any(|title| title == "新")),
    };
    let discarded = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, _, _, _| {
            let found = keeper.left_behind();
            found.first().is_some_and(|entry| keeper.discard(&entry.id).is_ok() && keeper.bring_back(&entry.id).is_ok())
        },
        holds: &|disk, said| {
            let files = disk.files();
            assert!(files.iter().any(|file| file.starts_with("/state/recovery") || file.starts_with("/state/discarded")), "{files:?}");
            assert!(said != Some(true) || left(disk) == ["新"]);
        },
    };
    let closed = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, slot, _, new| {
            keeper.close_discarding(slot, &origin(), new);
            true
        },
        holds: &|disk, _| {
            let files = disk.files();
            assert!(files.iter().any(|file| file.starts_with("/state/recovery") || file.starts_with("/state/discarded")), "{files:?}");
        },
    };
    restored.run("work restored") + discarded.run("work discarded and brought back") + closed.run("changes discarded on closing")
}

fn versioning() -> usize {
    let one = |keeper: &Keeper, plan: &Plan, name: &str| keeper.keep_version(Path::new(FILE), plan, &naming(name), now()).is_ok();
    let first_of = |keeper: &Keeper| keeper.versions(Path::new(FILE)).list.into_iter().next();
    let with_one = |keeper: &Keeper, _: &Slot, old: &Plan, _: &Plan| assert!(one(keeper, old, "第1稿"));
    let kept = Trial {
        before: &with_one,
        act: &|keeper, _, _, new| one(keeper, new, "第2稿"),
        holds: &|disk, said| {
            let names = versions_of(disk, FILE);
            assert!(names.contains(&"第1稿".into()) && (said != Some(true) || names.len() == 2), "{names:?}");
        },
    };
    let first = Trial {
        before: &|_, _, _, _| {},
        act: &|keeper, _, _, new| one(keeper, new, "第1稿"),
        holds: &|disk, said| {
            let folder = versions::versions_folder(Path::new(FILE));
            let left = disk.list(&folder);
            assert!(said != Some(false) || left.is_err(), "what was not kept leaves nothing: {left:?}");
        },
    };
    let shared = Trial {
        before: &with_one,
        act: &|keeper, _, old, _| one(keeper, old, "理事会提出版"),
        holds: &|disk, said| assert!(versions_of(disk, FILE).len() >= if said == Some(true) { 2 } else { 1 }),
    };
    let renamed = Trial {
        before: &with_one,
        act: &|keeper, _, _, _| {
            first_of(keeper).is_some_and(|version| versions::rename(keeper.disk().as_ref(), &version, "第一稿", "").is_ok())
        },
        holds: &|disk, said| {
            let names = versions_of(disk, FILE);
            assert!(names == ["第一稿"] || (names == ["第1稿"] && said != Some(true)), "{names:?}");
        },
    };
    let deleted = Trial {
        before: &|keeper, _, old, _| assert!(one(keeper, old, "第1稿") && one(keeper, old, "理事会提出版")),
        act: &|keeper, _, _, _| {
            first_of(keeper).is_some_and(|version| versions::delete(keeper.disk().as_ref(), Path::new(FILE), &version).is_ok())
        },
        holds: &|disk, _| assert!(!versions_of(disk, FILE).is_empty()),
    };
    first.run("first named version")
        + kept.run("named version")
        + shared.run("version of equal content")
        + renamed.run("version renamed")
        + deleted.run("version deleted")
}

fn locking() -> usize {
    let untouched = |disk: &MemoryDisk, _: Option<bool>| {
        assert_eq!(title(disk, FILE).as_deref(), Some("旧"));
        assert!(keeper(disk).open(Path::new(FILE)).is_ok(), "no note keeps anyone from reading");
    };
    let opened = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, _, _, _| keeper.open(Path::new(FILE)).is_ok_and(|opened| opened.lock == Taken::Ours && opened.recovered.len() == 1),
        holds: &|disk, said| {
            untouched(disk, said);
            assert_eq!(left(disk), ["新"], "opening takes nothing away");
        },
    };
    let refreshed = Trial {
        before: &|keeper, _, _, _| assert_eq!(keeper.take_lock(Path::new(FILE)), Taken::Ours),
        act: &|keeper, _, _, _| {
            let ours = keeper.refresh_lock(Path::new(FILE)) && keeper.take_lock_over(Path::new(FILE)).is_ok();
            keeper.release_lock(Path::new(FILE));
            ours
        },
        holds: &untouched,
    };
    let swept = Trial {
        before: &|keeper, slot, _, new| assert!(kept(keeper, slot, 1, new)),
        act: &|keeper, _, _, _| {
            keeper.sweep();
            true
        },
        holds: &|disk, said| {
            untouched(disk, said);
            assert_eq!(left(disk), ["新"]);
        },
    };
    opened.run("opening") + refreshed.run("the note beside a plan") + swept.run("sweeping")
}

#[test]
fn whatever_fails_the_old_or_the_new_is_whole() {
    let cases = saving() + keeping() + recovering() + versioning() + locking();
    println!("{cases} cases");
    assert!(cases > 1000, "{cases}");
}
