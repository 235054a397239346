//! Joining the trees: which nodes there are, below whom, in which order.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Conflict, Subject, fields, pick};
use crate::compare::words_of;
use crate::plan::{MAX_DEPTH, Node, NodeId, Outline, Plan};

/// One version's nodes by id.
struct Side<'a> {
    plan: &'a Plan,
    /// Its rows, for the words of what one side deleted.
    outline: OnceCell<Outline>,
    nodes: FxHashMap<NodeId, &'a Arc<Node>>,
    parents: FxHashMap<NodeId, Option<NodeId>>,
    children: FxHashMap<Option<NodeId>, Vec<NodeId>>,
}

impl<'a> Side<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut side = Self {
            plan,
            outline: OnceCell::new(),
            nodes: FxHashMap::default(),
            parents: FxHashMap::default(),
            children: FxHashMap::default(),
        };
        let mut stack: Vec<(Option<NodeId>, &[Arc<Node>])> = vec![(None, &plan.nodes)];
        while let Some((parent, nodes)) = stack.pop() {
            side.children.insert(parent, nodes.iter().map(|node| node.id).collect());
            for node in nodes {
                side.nodes.insert(node.id, node);
                side.parents.insert(node.id, parent);
                stack.push((Some(node.id), &node.children));
            }
        }
        side
    }

    fn has(&self, id: NodeId) -> bool {
        self.nodes.contains_key(&id)
    }

    fn children(&self, parent: Option<NodeId>) -> &[NodeId] {
        self.children.get(&parent).map_or(&[], Vec::as_slice)
    }

    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::of(self.plan))
    }

    /// A node as one points at it: number and title.
    fn heading(&self, id: NodeId) -> String {
        self.outline().row(id).map(|row| self.outline().heading(row)).unwrap_or_default()
    }
}

/// The joined top level with everything below it.
pub(super) fn nodes(base: &Plan, mine: &Plan, theirs: &Plan, conflicts: &mut Vec<Conflict>) -> Vec<Arc<Node>> {
    if mine.nodes == theirs.nodes || theirs.nodes == base.nodes {
        return mine.nodes.clone();
    }
    if mine.nodes == base.nodes {
        return theirs.nodes.clone();
    }
    let mut joiner = Joiner {
        base: Side::of(base),
        mine: Side::of(mine),
        theirs: Side::of(theirs),
        order: mine.walk().chain(theirs.walk()).map(|node| node.id).collect(),
        present: FxHashSet::default(),
        parents: FxHashMap::default(),
        conflicts,
    };
    joiner.order.dedup();
    joiner.settle_presence();
    joiner.settle_parents();
    joiner.build()
}

struct Joiner<'a> {
    base: Side<'a>,
    mine: Side<'a>,
    theirs: Side<'a>,
    /// All nodes of both sides; those of both stand twice.
    order: Vec<NodeId>,
    present: FxHashSet<NodeId>,
    parents: FxHashMap<NodeId, Option<NodeId>>,
    conflicts: &'a mut Vec<Conflict>,
}

/// What one side deleted and the other worked on: all that `kept` says of the node itself, and of those below it what
/// it made of them, beside what they said before. The words of before and of now, a line each.
fn kept_words(id: NodeId, base: &Side<'_>, kept: &Side<'_>) -> (String, String) {
    let (now, before) = (kept.outline(), base.outline());
    let Some(at) = now.position(id) else { return Default::default() };
    let own = &now.rows()[at];
    let lines_of = |outline: &Outline, at: usize| {
        let lines = words_of(outline, at);
        if lines.iter().all(String::is_empty) { vec![outline.heading(&outline.rows()[at])] } else { lines }
    };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for below in at..own.end as usize {
        let row = &now.rows()[below];
        let id = row.node.id;
        let was = base.nodes.get(&id);
        let moved = was.is_some() && kept.parents[&id] != base.parents[&id];
        if below > at && !moved && was.is_some_and(|was| was.same_fields(&row.node)) {
            continue;
        }
        let blanks = "　".repeat(usize::from(row.depth - own.depth));
        let indented = |line: String| format!("{blanks}{line}");
        new.extend(lines_of(now, below).into_iter().map(indented));
        if moved {
            let place = |side: &Side<'_>| side.parents[&id].map_or_else(|| TOP.to_owned(), |parent| side.heading(parent));
            new.push(format!("{blanks}（移動：{}→{}）", place(base), place(kept)));
        }
        old.extend(before.position(id).map(|at| lines_of(before, at)).unwrap_or_default().into_iter().map(indented));
    }
    (old.join("\n"), new.join("\n"))
}

/// Where what stands below nothing stands.
const TOP: &str = "（最上位）";

impl Joiner<'_> {
    /// Which nodes stay: all but those that one side deleted and the other left alone.
    fn settle_presence(&mut self) {
        for id in self.order.clone() {
            let (own, other) = (self.mine.has(id), self.theirs.has(id));
            if own && other || !self.base.has(id) {
                self.present.insert(id);
                continue;
            }
            let side = if own { &self.mine } else { &self.theirs };
            let (kept, before) = (side.nodes[&id], self.base.nodes[&id]);
            let moved = side.parents[&id] != self.base.parents[&id];
            if kept.same_fields(before) && !moved {
                continue;
            }
            self.present.insert(id);
        }
        // What stays keeps the nodes above it, as the side has it that knows it.
        for id in self.order.clone() {
            if !self.present.contains(&id) {
                continue;
            }
            for side in [&self.mine, &self.theirs] {
                let mut above = side.parents.get(&id).copied().flatten();
                while let Some(parent) = above {
                    let gone = !self.mine.has(parent) || !self.theirs.has(parent);
                    // The other side may have moved it away from a node that it then deleted.
                    let elsewhere = self.parent_of(id) != Some(Some(parent)) && side.parents[&id] == Some(parent);
                    if self.present.contains(&parent) || !gone || elsewhere {
                        break;
                    }
                    self.present.insert(parent);
                    above = side.parents[&parent];
                }
            }
        }
        self.keep_whole();
    }

    /// What one side deleted and the other changed within stays as the other has it, whole: whoever decides for it
    /// gets it back, and whoever decides against it takes it away with all below. It is one conflict, at its top.
    fn keep_whole(&mut self) {
        for (kept, gone) in [(&self.mine, &self.theirs), (&self.theirs, &self.mine)] {
            let by_mine = std::ptr::eq(gone, &raw const self.mine);
            let lacking = |id: NodeId| kept.has(id) && !gone.has(id) && self.base.has(id);
            let mut stack: Vec<NodeId> = Vec::new();
            for id in self.order.iter().copied().filter(|id| lacking(*id) && self.present.contains(id)) {
                // From the topmost node that the other side deleted together with it.
                let above = |id: &NodeId| kept.parents.get(id).copied().flatten().filter(|parent| lacking(*parent));
                stack.extend(std::iter::successors(Some(id), above).take(MAX_DEPTH + 1).last());
            }
            let mut seen = FxHashSet::default();
            for id in stack.iter().copied().filter(|id| seen.insert(*id)) {
                let (base, kept) = kept_words(id, &self.base, kept);
                let (mine, theirs) = if by_mine { (String::new(), kept) } else { (kept, String::new()) };
                self.conflicts.push(Conflict { node: Some(id), subject: Subject::Deleted, spot: None, base, mine, theirs });
            }
            seen.clear();
            while let Some(id) = stack.pop() {
                if seen.insert(id) {
                    self.present.insert(id);
                    stack.extend(kept.children(Some(id)).iter().copied().filter(|child| lacking(*child)));
                }
            }
        }
    }

    /// The parent a node gets; `None` for a node neither side has.
    fn parent_of(&self, id: NodeId) -> Option<Option<NodeId>> {
        match (self.mine.parents.get(&id), self.theirs.parents.get(&id)) {
            (Some(own), Some(other)) => Some(*pick(self.base.parents.get(&id), own, other).0),
            (Some(one), None) | (None, Some(one)) => Some(*one),
            (None, None) => None,
        }
    }

    fn settle_parents(&mut self) {
        for id in self.order.clone() {
            if !self.present.contains(&id) || self.parents.contains_key(&id) {
                continue;
            }
            let parent = self.parent_of(id).flatten();
            if let (Some(own), Some(other)) = (self.mine.parents.get(&id).copied(), self.theirs.parents.get(&id).copied())
                && pick(self.base.parents.get(&id), &own, &other).1
            {
                self.place_conflict(id, own, other);
            }
            // A parent that is gone leaves its children to whoever stood above it.
            self.parents.insert(id, self.nearest_present(parent));
        }
        self.break_rings();
    }

    fn nearest_present(&self, mut parent: Option<NodeId>) -> Option<NodeId> {
        let mut steps = 0;
        while let Some(id) = parent.filter(|id| !self.present.contains(id)) {
            parent = self.base.parents.get(&id).copied().flatten();
            steps += 1;
            if steps > MAX_DEPTH {
                return None;
            }
        }
        parent
    }

    fn place_conflict(&mut self, id: NodeId, own: Option<NodeId>, other: Option<NodeId>) {
        let words = |side: &Side<'_>, parent: Option<NodeId>| parent.map_or_else(|| TOP.to_owned(), |parent| side.heading(parent));
        let base = words(&self.base, self.base.parents.get(&id).copied().flatten());
        let (mine, theirs) = (words(&self.mine, own), words(&self.theirs, other));
        self.conflicts.push(Conflict { node: Some(id), subject: Subject::Place, spot: None, base, mine, theirs });
    }

    /// Two sides may each move one node below the other: one of the ring goes where mine has it, and if mine alone
    /// does not open the ring, to the top.
    fn break_rings(&mut self) {
        for id in self.order.clone() {
            let mut at = self.parents.get(&id).copied().flatten();
            let mut steps = 0;
            while let Some(parent) = at.filter(|parent| *parent != id) {
                at = self.parents.get(&parent).copied().flatten();
                steps += 1;
                if steps > self.parents.len() {
                    break;
                }
            }
            if at != Some(id) {
                continue;
            }
            let theirs = self.theirs.parents.get(&id).copied().flatten();
            let own = self.mine.parents.get(&id).copied().flatten();
            let now = self.parents[&id];
            let to = if now == own { None } else { self.nearest_present(own) };
            self.place_conflict(id, to, theirs);
            self.parents.insert(id, to.filter(|to| *to != id));
        }
    }

    fn build(&mut self) -> Vec<Arc<Node>> {
        let mut below: FxHashMap<Option<NodeId>, FxHashSet<NodeId>> = FxHashMap::default();
        for (id, parent) in &self.parents {
            below.entry(*parent).or_default().insert(*id);
        }
        self.group(None, &mut below, 1)
    }

    fn group(&mut self, parent: Option<NodeId>, below: &mut FxHashMap<Option<NodeId>, FxHashSet<NodeId>>, depth: usize) -> Vec<Arc<Node>> {
        // Taken out, so that even a ring that was overlooked would end.
        let Some(members) = below.remove(&parent) else { return Vec::new() };
        let order = self.ordered(parent, &members);
        let mut out = Vec::with_capacity(order.len());
        for id in order {
            let mut node = self.own(id);
            let children = self.group(Some(id), below, depth + 1);
            // Deeper than a plan may be: beside instead of below.
            if depth < MAX_DEPTH {
                node.children = children;
                out.push(self.shared(node));
            } else {
                out.push(Arc::new(node));
                out.extend(children);
            }
        }
        out
    }

    /// The node's own fields.
    fn own(&mut self, id: NodeId) -> Node {
        match (self.mine.nodes.get(&id), self.theirs.nodes.get(&id)) {
            (Some(own), Some(other)) if Arc::ptr_eq(own, other) || own.same_fields(other) => own.without_children(),
            (Some(own), Some(other)) => {
                let sides = [&self.mine, &self.theirs, &self.base];
                let title_of = |id: NodeId| sides.iter().find_map(|side| side.nodes.get(&id)).map_or("？", |node| &node.title).to_owned();
                fields::node(self.base.nodes.get(&id).map(|node| &***node), own, other, &title_of, self.conflicts)
            }
            (Some(one), None) | (None, Some(one)) => one.without_children(),
            (None, None) => Node { id, ..Node::new(crate::plan::Role::Item, "") },
        }
    }

    /// The very node of a side, where nothing came to it.
    fn shared(&self, node: Node) -> Arc<Node> {
        let same = |kept: &&Arc<Node>| {
            kept.children.len() == node.children.len()
                && kept.children.iter().zip(&node.children).all(|(a, b)| Arc::ptr_eq(a, b))
                && kept.same_fields(&node)
        };
        let sides = [self.mine.nodes.get(&node.id), self.theirs.nodes.get(&node.id)];
        match sides.into_iter().flatten().copied().find(same) {
            Some(kept) => Arc::clone(kept),
            None => Arc::new(node),
        }
    }

    /// The members below `parent` in order: that of the side which changed it; what only the other side has stands
    /// behind the sibling that it stood behind there.
    fn ordered(&mut self, parent: Option<NodeId>, members: &FxHashSet<NodeId>) -> Vec<NodeId> {
        let listed = |side: &Side<'_>| -> Vec<NodeId> { side.children(parent).iter().copied().filter(|id| members.contains(id)).collect() };
        let (base, mine, theirs) = (listed(&self.base), listed(&self.mine), listed(&self.theirs));
        let both =
            |list: &[NodeId]| -> Vec<NodeId> { list.iter().copied().filter(|id| mine.contains(id) && theirs.contains(id)).collect() };
        let (common_base, common_mine, common_theirs) = (both(&base), both(&mine), both(&theirs));
        let in_base: Vec<NodeId> = common_mine.iter().copied().filter(|id| common_base.contains(id)).collect();
        let theirs_in_base: Vec<NodeId> = common_theirs.iter().copied().filter(|id| common_base.contains(id)).collect();
        let theirs_leads = in_base == common_base && common_mine != common_theirs;
        if in_base != common_base && theirs_in_base != common_base && in_base != theirs_in_base {
            let words = |list: &[NodeId], side: &Side<'_>| {
                list.iter().filter_map(|id| side.nodes.get(id)).map(|node| node.title.as_str()).collect::<Vec<_>>().join("、")
            };
            let conflict = Conflict {
                node: parent,
                subject: Subject::Order,
                spot: None,
                base: words(&common_base, &self.base),
                mine: words(&common_mine, &self.mine),
                theirs: words(&common_theirs, &self.theirs),
            };
            self.conflicts.push(conflict);
        }
        let (mut out, other) = if theirs_leads { (theirs, mine) } else { (mine, theirs) };
        insert_behind(&mut out, &other, &base);
        // Those whose place neither side lists below this parent (their own parent is gone) stand last.
        let mut last: Vec<NodeId> = members.iter().copied().filter(|id| !out.contains(id)).collect();
        last.sort_unstable_by_key(|id| self.order.iter().position(|own| own == id));
        out.extend(last);
        out
    }
}

/// Puts what only `other` lists behind the sibling it stands behind there, after what the leading side added there.
fn insert_behind(out: &mut Vec<NodeId>, other: &[NodeId], base: &[NodeId]) {
    let known: FxHashSet<NodeId> = out.iter().copied().collect();
    let in_base: FxHashSet<NodeId> = base.iter().copied().collect();
    let mut behind: Option<NodeId> = None;
    for id in other {
        if !known.contains(id) {
            let mut at = behind.and_then(|b| out.iter().position(|own| *own == b)).map_or(0, |at| at + 1);
            if behind.is_none_or(|b| known.contains(&b)) {
                while at < out.len() && known.contains(&out[at]) && !in_base.contains(&out[at]) && !other.contains(&out[at]) {
                    at += 1;
                }
            }
            out.insert(at, *id);
        }
        behind = Some(*id);
    }
}
