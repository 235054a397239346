//! A piece of a text for a plan that is there: what is pasted becomes nodes.
//!
//! Lives here: the way from a clipboard (plain text, HTML, a range of cells) to nodes and findings, by the
//! same stages as a whole document. Does not live here: the clipboard, where the nodes go (`edit`). May use:
//! the stages of the import; `plan`.
//!
//! A piece has no cover, and its numbers are not kept: the plan it comes into numbers it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::families::{self, Entry};
use super::label::Family;
use super::lines::{self, Line, ends_sentence, width};
use super::{front, join, planted, report_open_brackets, rich, seed_of};
use crate::calendar::half_width;
use crate::plan::{Block, Finding, LabelRule, Node, NodeId, NodeLabel, Role, Status, Table, parse_amount};

/// Shorter lines without a label are titles, longer ones and sentences are text.
const TITLE_WIDTH: usize = 80;

/// What a piece would become.
#[derive(Debug, Clone, Default)]
pub struct Fragment {
    /// The nodes, with all below them.
    pub nodes: Vec<Arc<Node>>,
    /// What a reader should look at.
    pub findings: Vec<Finding>,
    /// Whether it has headings or several numbered lines, so that it is more than running text.
    pub ordered: bool,
}

impl Fragment {
    /// How many nodes there are in all.
    pub fn count(&self) -> usize {
        self.nodes.iter().map(|node| node.count()).sum()
    }
}

/// The nodes of a plain text.
pub fn from_text(text: &str) -> Fragment {
    let mut findings = Vec::new();
    let lines = join::rejoin(lines::split(text, &mut findings), &mut findings);
    nodes_of(&lines, rich::Rich::default(), false, seed_of(text), findings).0
}

/// The nodes of an HTML clipboard; `None` where it holds no text.
pub fn from_html(html: &str) -> Option<Fragment> {
    let mut read = rich::read(html);
    let lines = std::mem::take(&mut read.lines);
    if lines.is_empty() {
        return None;
    }
    Some(nodes_of(&lines, read, true, seed_of(html), Vec::new()).0)
}

/// The plain text of an HTML clipboard that brings none of its own, a line for each paragraph, item and row;
/// `None` where it holds no text.
pub fn text_of_html(html: &str) -> Option<String> {
    let read = rich::read(html);
    let lines: Vec<&str> = read.lines.iter().map(|line| line.text.as_str()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The nodes of a range of cells, a row each. Where the first row names the fields (事業, 印, 担当 …) each cell
/// goes into its field; else the cells of a row are one line.
pub fn from_table(table: &Table) -> Fragment {
    let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    let columns: Vec<Column> = rows.first().map(|row| row.iter().map(|head| Column::named(head)).collect()).unwrap_or_default();
    let named = columns.contains(&Column::Title);
    let title = |row: &[&str]| {
        let of = |wanted: Column| columns.iter().position(|column| *column == wanted).and_then(|at| row.get(at)).copied().unwrap_or("");
        let words: Vec<&str> = if named { vec![of(Column::Label), of(Column::Title)] } else { row.to_vec() };
        words.into_iter().map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("　").replace('\n', " ")
    };
    let lines: Vec<Line> = rows
        .iter()
        .enumerate()
        .skip(usize::from(named))
        .map(|(at, row)| line(u32::try_from(at + 1).unwrap_or(u32::MAX), title(row)))
        .filter(|line| !line.text.is_empty())
        .collect();
    let seed = lines.iter().fold(seed_of("range"), |seed, line| seed ^ seed_of(&line.text).rotate_left(line.number % 128));
    let (mut fragment, places) = nodes_of(&lines, rich::Rich::default(), true, seed, Vec::new());
    if named {
        let of_node: BTreeMap<NodeId, &Vec<&str>> =
            places.iter().filter_map(|(line, id)| Some((*id, rows.get(usize::try_from(*line).ok()?.checked_sub(1)?)?))).collect();
        for node in &mut fragment.nodes {
            fill(Arc::make_mut(node), (&rows[0], &columns), &of_node);
        }
    }
    fragment
}

fn line(number: u32, text: String) -> Line {
    Line { number, blanks: 0, indent: 0, text, heading: None, quote: false, verbatim: false, breaks: false, alone: false }
}

/// What a column of a range holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Label,
    Title,
    Status,
    Funding,
    Lead,
    Partners,
    Schedule,
    Budget,
    Other,
}

impl Column {
    fn named(head: &str) -> Self {
        let head: String = half_width(head).chars().filter(|c| !c.is_whitespace()).collect();
        let head = head.split('(').next().unwrap_or_default();
        match head {
            "番号" | "項番号" | "No" | "No." | "Number" => Self::Label,
            "事業" | "事業名" | "項目" | "項目名" | "題名" | "名称" | "Title" => Self::Title,
            "印" | "区分" | "状態" | "新規等" | "Status" => Self::Status,
            "財源" | "財源区分" | "Funding" => Self::Funding,
            "担当" | "担当課" | "担当者" | "Lead" => Self::Lead,
            "連携" | "連携先" | "Partners" => Self::Partners,
            "実施時期" | "時期" | "期日" | "日程" | "Schedule" => Self::Schedule,
            "予算" | "予算額" | "Budget" => Self::Budget,
            _ => Self::Other,
        }
    }
}

/// Puts the cells of a node's row into its fields; what no field takes goes into the body.
fn fill(node: &mut Node, (heads, columns): (&[&str], &[Column]), rows: &BTreeMap<NodeId, &Vec<&str>>) {
    for child in &mut node.children {
        fill(Arc::make_mut(child), (heads, columns), rows);
    }
    let Some(row) = rows.get(&node.id) else { return };
    let list = |text: &str| text.split(['、', '\n']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    for ((column, head), cell) in columns.iter().zip(heads).zip(row.iter()) {
        let text = cell.trim();
        if text.is_empty() {
            continue;
        }
        match column {
            Column::Label | Column::Title => {}
            Column::Status if Status::from_word(text).is_some() => node.status = Status::from_word(text),
            Column::Funding => node.funding = list(text),
            Column::Lead => node.lead = text.replace('\n', " "),
            Column::Partners => node.partners = list(text),
            Column::Schedule => node.schedule = text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect(),
            Column::Budget if amount(text, head).is_some() => node.budget = amount(text, head),
            Column::Status | Column::Budget | Column::Other => {
                node.body.extend(text.lines().filter(|line| !line.trim().is_empty()).map(|line| Block::Text(line.trim().to_owned())));
            }
        }
    }
}

/// The amount of a cell; a column says its unit in its head, 予算(円).
fn amount(text: &str, head: &str) -> Option<i64> {
    let head = half_width(head);
    let unit = ["百万円", "億円", "万円", "千円", "円"].into_iter().find(|unit| head.contains(unit)).unwrap_or_default();
    if text.trim_end().ends_with('円') { parse_amount(text) } else { parse_amount(&format!("{}{unit}", text.trim_end())) }
}

fn nodes_of(
    lines: &[Line],
    mut read: rich::Rich,
    marked_up: bool,
    seed: u128,
    mut findings: Vec<Finding>,
) -> (Fragment, BTreeMap<u32, NodeId>) {
    report_open_brackets(lines, &mut findings);
    let mut entries = families::read(lines, &mut findings);
    read.put_into(&mut entries);
    // Lines of which none has a label are a list of titles.
    let bare = entries.iter().all(|entry| entry.family.is_none());
    if bare && entries.iter().any(|entry| entry.table.is_none()) {
        let (nodes, places) = bare_nodes(entries, seed);
        return (Fragment { nodes, findings, ordered: false }, places);
    }
    let headings = entries.iter().filter(|entry| entry.family.is_some_and(|family| matches!(family, Family::Markdown(_)))).count();
    let numbered = entries.iter().filter(|entry| entry.family.is_some_and(Family::counts)).count();
    let ordered = entries.len() > 1 && (headings > 0 || numbered > 1);
    let (plan, places) = planted(entries, marked_up, &front::Front::default(), seed, &mut findings);
    let mut nodes = lead_in(plan.preface, seed);
    nodes.extend(plan.nodes);
    nodes.iter_mut().for_each(settle);
    for finding in findings.iter_mut().filter(|finding| finding.place.node.is_none()) {
        finding.place.node = finding.place.line.and_then(|line| places.range(..=line).next_back()).map(|(_, id)| *id);
    }
    // A piece begins anywhere, and its numbers are not kept.
    findings.retain(|finding| finding.rule != "import.number_gap");
    findings.sort_by_key(|finding| finding.place.line);
    (Fragment { nodes, findings, ordered }, places)
}

/// Each line an item; text and tables after a title belong to it.
fn bare_nodes(entries: Vec<Entry>, seed: u128) -> (Vec<Arc<Node>>, BTreeMap<u32, NodeId>) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut places = BTreeMap::new();
    for (at, entry) in entries.into_iter().enumerate() {
        let id = NodeId::derived(seed, at as u64);
        let block = match entry.table {
            Some(table) => Block::Table(table),
            None if width(&entry.text) <= TITLE_WIDTH && !ends_sentence(&entry.text) => {
                let marks = super::marks::take(&entry.text);
                places.insert(entry.line, id);
                let title = Node {
                    id,
                    status: marks.status,
                    funding: marks.funding,
                    schedule: marks.schedule,
                    ..Node::new(Role::Item, marks.title)
                };
                nodes.push(title);
                continue;
            }
            None => Block::Text(entry.text),
        };
        match nodes.last_mut() {
            Some(node) => node.body.push(block),
            None => nodes.push(Node { id, body: vec![block], ..Node::new(Role::Item, "") }),
        }
    }
    (nodes.into_iter().map(Arc::new).collect(), places)
}

/// What stands before the first labelled line.
fn lead_in(preface: Vec<Block>, seed: u128) -> Vec<Arc<Node>> {
    if preface.is_empty() {
        return Vec::new();
    }
    let node = Node { id: NodeId::derived(seed, u64::MAX), body: preface, ..Node::new(Role::Item, "") };
    vec![Arc::new(match node.body.as_slice() {
        [Block::Text(text)] if width(text) <= TITLE_WIDTH && !ends_sentence(text) => {
            Node { title: text.clone(), body: Vec::new(), ..node.clone() }
        }
        _ => node,
    })]
}

/// The plan it comes into numbers it: only that a line has no number is its own.
fn settle(node: &mut Arc<Node>) {
    let node = Arc::make_mut(node);
    let rule = if node.label.rule == LabelRule::Unnumbered { LabelRule::Unnumbered } else { LabelRule::Auto };
    node.label = NodeLabel { level: None, rule };
    node.children.iter_mut().for_each(settle);
}
