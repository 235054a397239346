//! The entries as a tree: which line stands below which.
//!
//! Lives here: the stack of open nodes and the rules of placing. Does not live here: labels in the
//! plan's numbering (`levels`), marks and roles. May use: `families`; `locale`, `plan`.
//!
//! A numbered line goes beside the open node of its family whose number it follows; a 1 opens a level.
//! Where a family is not open, the document's own order of families says how far to go up. Text always
//! belongs to the node just above it, so reading order is never changed.

use super::families::{Entry, Order};
use super::label::{Ending, Family, Label};
use super::lines::ends_sentence;
use super::marks;
use crate::locale::Message;
use crate::plan::{Block, Finding, FindingLevel, MAX_DEPTH};

/// A node in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Line in the source.
    pub line: u32,
    /// The family that placed it; `None` for the node of a bare table.
    pub family: Option<Family>,
    /// Its label.
    pub label: Option<Label>,
    /// Text behind the label.
    pub title: String,
    /// Partners and the wording of their note.
    pub partners: Option<(Vec<String>, String)>,
    /// Who is in charge.
    pub lead: String,
    /// The labels of the goals it serves, as written.
    pub goals: String,
    /// Budget in thousand yen.
    pub budget: Option<i64>,
    /// The body.
    pub body: Vec<Block>,
    /// Indices of the children.
    pub children: Vec<usize>,
    indent: usize,
    dash: bool,
    /// The number as written; a Markdown list of nothing but 1. counts on by itself.
    written: u32,
}

/// The drafts with their roots.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All drafts in reading order.
    pub drafts: Vec<Draft>,
    /// The top level.
    pub roots: Vec<usize>,
    /// Labels of a Markdown list that were written 1. and count on: line and label.
    pub counted: Vec<(u32, String)>,
    /// What stands before the first node.
    pub preface: Vec<Block>,
    stack: Vec<usize>,
}

/// Builds the tree.
pub(super) fn build(entries: Vec<Entry>, markdown: bool, findings: &mut Vec<Finding>) -> Tree {
    let order = Order::of(&entries);
    let mut tree = Tree::default();
    let mut flattened = false;
    let mut entries = entries.into_iter().peekable();
    while let Some(entry) = entries.next() {
        let Some(family) = entry.family else {
            tree.paragraph(entry);
            continue;
        };
        let keep = tree.keep(&entry, family, markdown, &order);
        let mut entry = entry;
        let written = entry.label.as_ref().map_or(0, |l| l.number);
        if markdown {
            tree.count_on(&mut entry, family, keep);
        }
        let headed = entries.peek().is_some_and(|next| next.family == Some(Family::Bullet));
        if family == Family::Circle && keep == tree.stack.len() && !headed && ends_sentence(&entry.text) {
            tree.push_block(Block::Circle(entry.text));
            continue;
        }
        if keep >= MAX_DEPTH && !flattened {
            flattened = true;
            let message = Message::new("import.too_deep").with("line", entry.line).with("depth", MAX_DEPTH);
            findings.push(Finding::new(FindingLevel::Warning, message).at_line(entry.line));
        }
        tree.stack.truncate(keep.min(MAX_DEPTH - 1));
        tree.open(Draft {
            line: entry.line,
            family: Some(family),
            label: entry.label,
            title: entry.text,
            indent: entry.indent,
            dash: entry.dash,
            written,
            ..Draft::default()
        });
    }
    tree
}

impl Tree {
    fn open(&mut self, draft: Draft) {
        let at = self.drafts.len();
        match self.stack.last() {
            Some(parent) => self.drafts[*parent].children.push(at),
            None => self.roots.push(at),
        }
        self.drafts.push(draft);
        self.stack.push(at);
    }

    /// 1. 1. 1. in Markdown is 1. 2. 3.
    fn count_on(&mut self, entry: &mut Entry, family: Family, keep: usize) {
        let (Some(label), Some(before)) = (entry.label.as_mut(), self.stack.get(keep).map(|at| &self.drafts[*at])) else { return };
        if !matches!(family, Family::Number(Ending::Dot | Ending::Paren))
            || before.family != Some(family)
            || label.number != 1
            || before.written != 1
        {
            return;
        }
        label.number = before.label.as_ref().map_or(1, |l| l.number.saturating_add(1));
        let printed = format!("{}{}", label.number, label.suffix);
        self.counted.push((entry.line, std::mem::replace(&mut label.printed, printed)));
    }

    fn push_block(&mut self, block: Block) {
        match self.stack.last() {
            Some(top) => self.drafts[*top].body.push(block),
            None => self.preface.push(block),
        }
    }

    fn paragraph(&mut self, entry: Entry) {
        if let Some(table) = entry.table {
            let taken = self.stack.last().is_none_or(|top| self.drafts[*top].body.iter().any(|b| matches!(b, Block::Table(_))));
            if taken {
                // A second table, or one without a heading, has a node of its own.
                if self.stack.last().is_some_and(|top| self.drafts[*top].family.is_none()) {
                    self.stack.pop();
                }
                self.stack.truncate(MAX_DEPTH - 1);
                self.open(Draft { line: entry.line, indent: entry.indent, ..Draft::default() });
            }
            self.push_block(Block::Table(table));
            return;
        }
        if entry.quote {
            self.push_block(Block::Quote { text: entry.text, source: String::new() });
            return;
        }
        if let Some(top) = self.stack.last() {
            let draft = &mut self.drafts[*top];
            if draft.body.is_empty() && draft.family.is_some() {
                let none_later = |details: &marks::Details<'_>| {
                    let free = (draft.lead.is_empty(), draft.goals.is_empty(), draft.budget.is_none());
                    let later = |told: bool, behind: [bool; 3]| !told || behind.into_iter().all(|free| free);
                    later(details.lead.is_some(), [free.0, free.1, free.2])
                        && later(details.goals.is_some(), [true, free.1, free.2])
                        && later(details.budget.is_some(), [true, true, free.2])
                };
                if let Some(details) = marks::details(&entry.text).filter(none_later) {
                    draft.lead = details.lead.map_or_else(|| std::mem::take(&mut draft.lead), str::to_owned);
                    draft.goals = details.goals.map_or_else(|| std::mem::take(&mut draft.goals), str::to_owned);
                    draft.budget = details.budget.or(draft.budget);
                    return;
                }
            }
            if draft.body.is_empty()
                && draft.partners.is_none()
                && draft.lead.is_empty()
                && draft.goals.is_empty()
                && draft.budget.is_none()
                && let Some(found) = marks::partner_note(&entry.text)
            {
                draft.partners = Some(found);
                return;
            }
        }
        self.push_block(Block::Text(entry.text));
    }

    /// How many of the open nodes stay open above `entry`.
    fn keep(&self, entry: &Entry, family: Family, markdown: bool, order: &Order) -> usize {
        let draft = |depth: usize| &self.drafts[self.stack[depth]];
        let like = |depth: usize| draft(depth).dash == entry.dash && draft(depth).indent == entry.indent;
        let open: Vec<usize> = (0..self.stack.len()).rev().filter(|d| draft(*d).family == Some(family)).collect();
        let number = entry.label.as_ref().map_or(0, |l| l.number);
        if !family.counts() {
            let indented = entry.dash || family == Family::Bullet;
            if let Some(depth) = open.iter().copied().find(|d| !indented || draft(*d).indent <= entry.indent).or(open.last().copied()) {
                let nested = indented && entry.indent > draft(depth).indent && draft(depth).dash == entry.dash;
                return if nested { depth + 1 } else { depth };
            }
            return self.keep_by_order(entry, family, order, true);
        }
        let follows = |depth: &&usize| draft(**depth).label.as_ref().is_some_and(|l| l.number.saturating_add(1) == number);
        let next = open.iter().filter(follows).find(|d| like(**d)).or_else(|| open.iter().find(follows));
        if let Some(depth) = next {
            return *depth;
        }
        if number != 1 {
            // 1. and then 2: the same list, written unevenly.
            let kin = (0..self.stack.len()).rev().find(|d| draft(*d).family.is_some_and(|f| f.is_kin(family)) && follows(&d));
            if let Some(depth) = kin.filter(|_| open.is_empty()) {
                return depth;
            }
            // A gap or a repetition: beside its like.
            let below = |d: &&usize| draft(**d).label.as_ref().is_some_and(|l| l.number < number);
            let beside = open.iter().filter(below).find(|d| like(**d)).or_else(|| open.iter().find(below)).or(open.first());
            return beside.copied().unwrap_or_else(|| self.keep_by_order(entry, family, order, true));
        }
        // 1 and again 1: a number repeated, not a list inside the first; 1. 1. 1. is a Markdown list.
        let list = markdown && matches!(family, Family::Number(Ending::Dot | Ending::Paren));
        let again = |d: &&usize| like(**d) && (list || draft(**d).written == number);
        if let Some(depth) = open.iter().find(again).filter(|d| **d + 1 == self.stack.len() || list) {
            return *depth;
        }
        match open.first() {
            // 2 重点目標 and then 1 …: a list of the same family inside.
            Some(depth) if depth + 1 == self.stack.len() => depth + 1,
            Some(depth) => {
                let under_top = entry.dash && self.stack.len() > depth + 1 && draft(self.stack.len() - 1).indent < entry.indent;
                if under_top { self.stack.len() } else { *depth }
            }
            None => self.keep_by_order(entry, family, order, false),
        }
    }

    /// A family that is not open goes below everything it does not stand above.
    fn keep_by_order(&self, entry: &Entry, family: Family, order: &Order, by_custom: bool) -> usize {
        for (depth, at) in self.stack.iter().enumerate() {
            let draft = &self.drafts[*at];
            // A bare table's node holds nothing else.
            let Some(other) = draft.family else { return depth };
            let inside = entry.dash && draft.dash && entry.indent > draft.indent;
            let above = order.is_above(family, other).unwrap_or(by_custom && family < other);
            if above && !inside {
                return depth;
            }
        }
        self.stack.len()
    }
}
