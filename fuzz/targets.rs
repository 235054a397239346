//! What is fuzzed: each function takes any bytes and must neither panic nor break its promise.
//!
//! Shared by the fuzz targets and by `tests/fuzz.rs`, which feeds them random bytes in every test run.

use std::sync::Arc;

use nendo::calendar::{FiscalYear, Holidays, occurrences, read_schedule};
use nendo::compare::merge::{Choice, Side, marked, merge as join, resolved};
use nendo::compare::{Basis, Options, TextOp, compare as compare_plans, diff_text, words_of};
use nendo::import::{Kind, import_bytes};
use nendo::locale::Lang;
use nendo::manuscript::{ComparisonTable, TablePreset, compose_comparison};
use nendo::plan::{Block, Cell, LabelRule, MAX_DEPTH, Node, NodeId, NodeLabel, Outline, Plan, Role, Stage, Status, Table, reference_token};

/// Two arbitrary plans compared both ways and set side by side.
pub fn compare(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let old = plan(&mut bytes);
    let new = if bytes.one_in(3) { plan(&mut bytes) } else { changed(&old, &mut bytes) };
    for basis in [Basis::Auto, Basis::Content] {
        let options = Options { basis, ..Options::default() };
        assert!(compare_plans(&old, &old, &options).is_empty(), "a plan differs from itself");
        let (there, back) = (compare_plans(&old, &new, &options), compare_plans(&new, &old, &options));
        assert_eq!(there.changes.len(), back.changes.len(), "the other way round is the mirror image");
        for item in there.items() {
            let stretches = there.text_of(&item);
            let side = |skip| stretches.iter().filter(|s| s.op != skip).map(|s| s.text.as_str()).collect::<String>();
            assert_eq!(side(TextOp::Insert), item.old.map(|at| words_of(&there.old, at).join("\n")).unwrap_or_default());
            assert_eq!(side(TextOp::Delete), item.new.map(|at| words_of(&there.new, at).join("\n")).unwrap_or_default());
            if let (Some(o), Some(n)) = (item.old, item.new) {
                there.meaning(o, n, &item.fields);
            }
        }
        for preset in [TablePreset::Full, TablePreset::Changed, TablePreset::Summary] {
            compose_comparison(&old, &new, &there, &ComparisonTable { preset, ..ComparisonTable::default() });
        }
    }
}

/// Three versions joined; what one side alone changed is taken, and every id stays one.
pub fn merge(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let base = plan(&mut bytes);
    let (mine, theirs) = (changed(&base, &mut bytes), changed(&base, &mut bytes));
    let merged = join(&base, &mine, &theirs);
    let mut ids: Vec<NodeId> = merged.plan.walk().map(|node| node.id).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "a node stands there twice");
    marked(&merged, Lang::Ja);
    let back = join(&base, &theirs, &mine);
    assert_eq!(merged.conflicts.len(), back.conflicts.len(), "the other way round as much is left to be decided");
    for choice in [Choice::Mine, Choice::Theirs, Choice::Both, Choice::Base, Choice::Own("言葉".to_owned())] {
        resolved(&merged, &vec![choice; merged.conflicts.len()]);
    }
    let outline = Outline::of(&merged.plan);
    for conflict in &merged.conflicts {
        Side::ALL.iter().for_each(|side| _ = conflict.shown(*side, &outline, Lang::Ja));
    }
    assert_eq!(join(&base, &mine, &base).plan.nodes, mine.nodes);
    assert_eq!(join(&base, &base, &theirs).plan.nodes, theirs.nodes);
    assert_eq!(join(&base, &mine, &mine).plan.nodes, mine.nodes);
}

/// Any file, as text.
pub fn import(bytes: &[u8]) {
    if let Ok(imported) = import_bytes(bytes, Kind::Text) {
        assert!(imported.plan.depth() <= MAX_DEPTH);
    }
}

/// Any phrase, and the days it gives.
pub fn schedule(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let year = FiscalYear(2025);
    let reading = read_schedule(&text, Some(year));
    for place in reading.unread.iter().map(|unread| &unread.range).chain(reading.entries.iter().map(|entry| &entry.range)) {
        assert!(text.get(place.clone()).is_some(), "a place that is none");
    }
    for entry in &reading.entries {
        occurrences(&entry.schedule, year, &Holidays::of_law());
        entry.schedule.count(year, &Holidays::of_law());
    }
    let half = text.len() / 2;
    let cut = (0..=half).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    diff_text(&text[..cut], &text[cut..]);
}

/// Bytes one after the other; zeros when they are used up.
struct Bytes<'a> {
    bytes: &'a [u8],
    ids: u128,
}

impl<'a> Bytes<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, ids: 0 }
    }

    fn next(&mut self) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        usize::from(*first)
    }

    /// Whether the next byte is one of so many.
    fn one_in(&mut self, many: usize) -> bool {
        self.next().is_multiple_of(many)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.next() % of.len()]
    }

    fn id(&mut self) -> NodeId {
        self.ids += 1;
        NodeId::from_u128(self.ids)
    }

    /// Words of plans, or a few bytes as they are.
    fn text(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "研修",
            "広報",
            "会議の開催",
            "地区社協",
            "見守り活動",
            "5月",
            "毎月第2水曜日",
            "年3回",
            "1,200",
            "【新規】",
            "（案）",
            "",
            "。",
            "、",
            "\u{3099}𠮷",
            "[[",
        ];
        let mut text = String::new();
        for _ in 0..self.next() % 5 {
            if self.one_in(8) {
                text.push_str(
                    &String::from_utf8_lossy(&[self.next() as u8, self.next() as u8, self.next() as u8]).replace(['\n', '\r'], " "),
                );
            } else {
                text.push_str(self.pick(&WORDS));
            }
        }
        text
    }
}

fn plan(bytes: &mut Bytes<'_>) -> Plan {
    let mut plan = Plan::new(bytes.text(), (!bytes.one_in(4)).then_some(FiscalYear(2024 + (bytes.next() % 3) as i32)));
    plan.stage = Stage::Amendment(bytes.next() as u16);
    plan.nodes = nodes(bytes, 0);
    plan
}

fn nodes(bytes: &mut Bytes<'_>, depth: usize) -> Vec<Arc<Node>> {
    let most = if depth < 6 { bytes.next() % 6 } else { 0 };
    (0..most).map(|_| Arc::new(node(bytes, depth))).collect()
}

fn node(bytes: &mut Bytes<'_>, depth: usize) -> Node {
    let rule = match bytes.next() % 8 {
        0 => LabelRule::Unnumbered,
        1 => LabelRule::Start(bytes.next() as u32),
        _ => LabelRule::Auto,
    };
    let id = bytes.id();
    let goals = bytes.one_in(5).then(|| NodeId::from_u128(bytes.next() as u128)).into_iter().collect();
    Node {
        id,
        label: NodeLabel { level: None, rule },
        status: bytes.one_in(4).then(|| bytes.pick(&Status::ALL)),
        schedule: (0..bytes.next() % 3).map(|_| bytes.text()).collect(),
        budget: bytes.one_in(4).then(|| bytes.next() as i64 * 100 - 500),
        goals,
        body: (0..bytes.next() % 3).map(|_| block(bytes)).collect(),
        children: nodes(bytes, depth + 1),
        ..Node::new(bytes.pick(&Role::ALL), bytes.text())
    }
}

fn block(bytes: &mut Bytes<'_>) -> Block {
    match bytes.next() % 5 {
        0 => Block::Table(table(bytes)),
        1 => Block::Bullet(bytes.text()),
        2 => Block::Text(format!("{}{}", bytes.text(), reference_token(NodeId::from_u128(bytes.next() as u128)))),
        _ => Block::Text(bytes.text()),
    }
}

fn table(bytes: &mut Bytes<'_>) -> Table {
    let columns = 1 + bytes.next() % 4;
    let spans = bytes.one_in(4);
    let cell = |bytes: &mut Bytes<'_>| Cell {
        columns: if spans { (bytes.next() % 4) as u16 } else { 1 },
        rows: if spans { (bytes.next() % 4) as u16 } else { 1 },
        ..Cell::new(bytes.text())
    };
    let rows = (0..bytes.next() % 5).map(|_| (0..columns).map(|_| cell(bytes)).collect()).collect();
    Table { caption: bytes.text(), header_rows: (bytes.next() % 3) as u16, rows, ..Table::default() }
}

/// The plan with a few of its nodes changed, moved, removed and some added.
fn changed(plan: &Plan, bytes: &mut Bytes<'_>) -> Plan {
    let mut plan = plan.clone();
    bytes.ids += 1000;
    for _ in 0..bytes.next() % 8 {
        let count = plan.walk().count();
        let at = bytes.next();
        let what = bytes.next();
        if count == 0 || what % 6 == 5 {
            let added = Arc::new(node(bytes, 5));
            let place = at % (plan.nodes.len() + 1);
            plan.nodes.insert(place, added);
            continue;
        }
        let mut left = at % count;
        change(&mut plan.nodes, &mut left, what, bytes);
        if what % 6 == 4 && plan.nodes.len() > 1 {
            let moved = plan.nodes.remove(at % plan.nodes.len());
            plan.nodes.insert(bytes.next() % (plan.nodes.len() + 1), moved);
        }
    }
    plan
}

/// Changes the node that is `left` nodes further on; says whether it was there.
fn change(nodes: &mut Vec<Arc<Node>>, left: &mut usize, what: usize, bytes: &mut Bytes<'_>) -> bool {
    for at in 0..nodes.len() {
        if *left == 0 {
            match what % 6 {
                0 => Arc::make_mut(&mut nodes[at]).title = bytes.text(),
                1 => Arc::make_mut(&mut nodes[at]).body = (0..bytes.next() % 3).map(|_| block(bytes)).collect(),
                2 => Arc::make_mut(&mut nodes[at]).schedule = vec![bytes.text()],
                3 => drop(nodes.remove(at)),
                _ => {}
            }
            return true;
        }
        *left -= 1;
        if !nodes[at].children.is_empty() && change(&mut Arc::make_mut(&mut nodes[at]).children, left, what, bytes) {
            return true;
        }
    }
    false
}
