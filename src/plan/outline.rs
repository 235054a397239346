//! The outline: the tree as rows in reading order, each with its computed label.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::numbering::{Glyph, LevelFormat, Restart};
use super::{LabelRule, Node, NodeId, Numbering, Plan, ReferenceForm, TextPart, split_references};

/// A plan's nodes in reading order with their labels. Made in one pass; thrown away on each change.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    rows: Vec<Row>,
    index: IdMap<u32>,
    numbering: Option<Arc<Numbering>>,
}

/// A node with its place.
#[derive(Debug, Clone)]
pub struct Row {
    /// The node.
    pub node: Arc<Node>,
    /// Its parent's row.
    pub parent: Option<u32>,
    /// 0 for the top level.
    pub depth: u8,
    /// The numbering level that gives its label (0 the top).
    pub level: u8,
    /// Its label, e.g. `(1)`; empty if it has none.
    pub label: String,
    /// One past the last row of its subtree.
    pub end: u32,
}

/// A map by node.
pub(crate) type IdMap<T> = HashMap<NodeId, T, BuildHasherDefault<IdHasher>>;

/// Ids are random already: their low half is the hash.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u128(&mut self, value: u128) {
        self.0 = value as u64 ^ (value >> 64) as u64;
    }
}

/// The counters of one sibling group: (level, number so far).
type Counters = Vec<(u8, u32)>;

struct Pass<'a> {
    numbering: &'a Numbering,
    rows: Vec<Row>,
    /// Counters of levels that never restart.
    through: Counters,
    /// The shown numbers of the ancestors, for decimal labels.
    path: Vec<u32>,
}

impl Outline {
    /// Numbers the whole plan.
    pub fn of(plan: &Plan) -> Self {
        let mut pass = Pass { numbering: &plan.numbering, rows: Vec::new(), through: Vec::new(), path: Vec::new() };
        pass.group(&plan.nodes, None, 0, 0);
        let rows = pass.rows;
        let mut index = IdMap::with_capacity_and_hasher(rows.len(), BuildHasherDefault::default());
        for (at, row) in rows.iter().enumerate() {
            index.insert(row.node.id, u32::try_from(at).unwrap_or(u32::MAX));
        }
        Self { rows, index, numbering: Some(Arc::new(plan.numbering.clone())) }
    }

    /// The rows in reading order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How the plan numbers its nodes.
    pub fn numbering(&self) -> Option<&Numbering> {
        self.numbering.as_deref()
    }

    /// The place of a node among the rows.
    pub fn position(&self, id: NodeId) -> Option<usize> {
        self.index.get(&id).map(|at| *at as usize)
    }

    /// The row of a node.
    pub fn row(&self, id: NodeId) -> Option<&Row> {
        self.rows.get(self.position(id)?)
    }

    /// The child indices from the top level of `plan` down to `id`, if it stands there below the same nodes
    /// as in this outline. The plan may have changed since.
    pub fn path_in(&self, plan: &Plan, id: NodeId) -> Option<Vec<usize>> {
        let chain = self.ancestry(self.position(id)?);
        let mut path = Vec::with_capacity(chain.len());
        let mut siblings = &plan.nodes;
        for row in chain {
            let index = siblings.iter().position(|node| node.id == row.node.id)?;
            path.push(index);
            siblings = &siblings[index].children;
        }
        Some(path)
    }

    /// Takes over from `plan` the nodes on the way down to `id`, after a change of its fields that neither
    /// adds, moves nor renumbers a node. Says whether it could; if not, the plan must be numbered anew.
    #[must_use]
    pub fn patch(&mut self, plan: &Plan, id: NodeId) -> bool {
        let (Some(position), Some(path)) = (self.position(id), self.path_in(plan, id)) else { return false };
        let mut rows = Vec::with_capacity(path.len());
        let mut at = Some(position);
        while let Some(row) = at {
            rows.push(row);
            at = self.rows[row].parent.map(|parent| parent as usize);
        }
        let mut siblings = &plan.nodes;
        for (index, row) in path.into_iter().zip(rows.into_iter().rev()) {
            let (node, row) = (&siblings[index], &mut self.rows[row]);
            if node.label != row.node.label || node.children.len() != row.node.children.len() {
                return false;
            }
            row.node = Arc::clone(node);
            siblings = &node.children;
        }
        true
    }

    /// The rows from the top level to `position`, itself last.
    pub fn ancestry(&self, position: usize) -> Vec<&Row> {
        let mut chain = Vec::new();
        let mut at = Some(position);
        while let Some(row) = at.and_then(|at| self.rows.get(at)) {
            chain.push(row);
            at = row.parent.map(|p| p as usize);
        }
        chain.reverse();
        chain
    }

    /// The labels from the top level down, joined: `3(1)①`. Where two numbers would run into one a の stands
    /// between them (第3の5(2)), as official documents do; a label that holds those above it (1.2.3) stands alone.
    pub fn path(&self, position: usize) -> String {
        let mut path = String::new();
        for row in self.ancestry(position) {
            if row.label.is_empty() {
                continue;
            }
            let numbers = |c: Option<char>| {
                c.is_some_and(
                    |c| matches!(c, '0'..='9' | '０'..='９' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'),
                )
            };
            let composed = self.format(row).glyph == Glyph::Decimal;
            if composed {
                path.clear();
            } else if numbers(path.chars().next_back()) && numbers(row.label.chars().next()) {
                path.push('の');
            }
            path.push_str(&row.label);
        }
        path
    }

    /// The format of the label of `row`.
    pub fn format(&self, row: &Row) -> &LevelFormat {
        static DEFAULT: std::sync::OnceLock<Numbering> = std::sync::OnceLock::new();
        self.numbering.as_deref().unwrap_or_else(|| DEFAULT.get_or_init(Numbering::default)).level(row.level.into())
    }

    /// The title with its references written out. A reference within a title referred to shows as its
    /// numbers alone, so two titles that name each other end.
    pub fn title<'a>(&self, row: &'a Row) -> Cow<'a, str> {
        let title = row.node.title.as_str();
        if !title.contains("[[") {
            return Cow::Borrowed(title);
        }
        let parts = split_references(title).into_iter().map(|part| match part {
            TextPart::Plain(plain) => plain.to_owned(),
            TextPart::Reference(id, token) => match self.row(id) {
                Some(other) if !other.node.title.contains("[[") => self.reference_as(id, ReferenceForm::of_token(token)),
                // (2) alone may be any of many.
                Some(_) => format!("「{}」", self.reference_as(id, ReferenceForm::Path)),
                None => super::resolve_references(token, self),
            },
        });
        Cow::Owned(parts.collect())
    }

    /// Label, separator and title as one line: `(1) 支え合い…`. References in the title are written out.
    pub fn heading(&self, row: &Row) -> String {
        let format = self.format(row);
        let title = self.title(row);
        let title = format.title(&title);
        if row.label.is_empty() { title.into_owned() } else { format!("{}{}{title}", row.label, format.separator) }
    }

    /// How a reference to `id` is shown by its heading: 「２ 重点課題…」.
    pub fn reference_text(&self, id: NodeId) -> String {
        self.reference_as(id, ReferenceForm::Heading)
    }

    /// How a reference to `id` is shown in a form.
    pub fn reference_as(&self, id: NodeId, form: ReferenceForm) -> String {
        let Some(position) = self.position(id) else { return "「？」".to_owned() };
        let row = &self.rows[position];
        // The numbers above say nothing of what has none of its own.
        let path = if row.label.is_empty() { String::new() } else { self.path(position) };
        match form {
            _ if path.is_empty() => format!("「{}」", self.heading(row)),
            ReferenceForm::Path => path,
            ReferenceForm::PathAndTitle | ReferenceForm::Heading if row.node.title.trim().is_empty() => format!("「{path}」"),
            ReferenceForm::PathAndTitle => format!("「{path} {}」", self.format(row).title(&self.title(row))),
            ReferenceForm::Heading => format!("「{}」", self.heading(row)),
        }
    }
}

impl Pass<'_> {
    /// Numbers a group of siblings whose labels come from `level` unless they say otherwise.
    fn group(&mut self, nodes: &[Arc<Node>], parent: Option<u32>, depth: u8, level: u8) {
        let mut counters = Counters::new();
        for node in nodes {
            let level = node.label.level.unwrap_or(level);
            let format = self.numbering.level(level.into());
            let number = match node.label.rule {
                LabelRule::Unnumbered => None,
                _ if !format.glyph.counts() => Some(1),
                rule => {
                    let counters = if format.restart == Restart::Never { &mut self.through } else { &mut counters };
                    let at = counters.iter().position(|(l, _)| *l == level).unwrap_or_else(|| {
                        counters.push((level, 0));
                        counters.len() - 1
                    });
                    let counter = &mut counters[at].1;
                    *counter = match rule {
                        LabelRule::Start(n) => n,
                        _ => counter.saturating_add(1),
                    };
                    Some(*counter)
                }
            };
            let label = number.map(|n| format.label(n, &self.path)).unwrap_or_default();
            let at = self.rows.len();
            let row = Row { node: Arc::clone(node), parent, depth, level, label, end: 0 };
            self.rows.push(row);
            if !node.children.is_empty() {
                let shown = number.filter(|_| format.glyph.counts());
                self.path.extend(shown);
                self.group(&node.children, u32::try_from(at).ok(), depth.saturating_add(1), level.saturating_add(1));
                if shown.is_some() {
                    self.path.pop();
                }
            }
            self.rows[at].end = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{NodeLabel, Role};

    fn node(title: &str, children: Vec<Node>) -> Node {
        Node { children: children.into_iter().map(Arc::new).collect(), ..Node::new(Role::Item, title) }
    }

    fn labels(nodes: Vec<Node>, preset: &str) -> Vec<String> {
        let mut plan = Plan::new("", None);
        plan.numbering = Numbering::Preset(preset.to_owned());
        plan.nodes = nodes.into_iter().map(Arc::new).collect();
        Outline::of(&plan).rows().iter().map(|row| row.label.clone()).collect()
    }

    #[test]
    fn numbers_by_level_and_restarts_under_each_parent() {
        let got = labels(
            vec![node("a", vec![node("b", vec![]), node("c", vec![node("d", vec![])])]), node("e", vec![node("f", vec![])])],
            "city",
        );
        assert_eq!(got, ["1", "(1)", "(2)", "①", "2", "(1)"]);
        let got = labels(vec![node("a", vec![node("b", vec![]), node("c", vec![])])], "decimal");
        assert_eq!(got, ["1", "1.1", "1.2"]);
    }

    #[test]
    fn overrides_unnumbered_start_and_level() {
        let mut unnumbered = node("x", vec![]);
        unnumbered.label.rule = LabelRule::Unnumbered;
        let mut start = node("y", vec![]);
        start.label.rule = LabelRule::Start(5);
        let mut bullet = node("z", vec![node("w", vec![])]);
        bullet.label = NodeLabel { level: Some(4), rule: LabelRule::Auto };
        let got = labels(vec![node("a", vec![unnumbered, node("b", vec![]), start, node("c", vec![]), bullet])], "city");
        assert_eq!(got, ["1", "", "(1)", "(5)", "(6)", "・", "（ア）"]);
    }

    #[test]
    fn a_reference_follows_renumbering() {
        let mut plan = Plan::new("", None);
        plan.numbering = Numbering::Preset("section".to_owned());
        plan.nodes = vec![Arc::new(node("前", vec![])), Arc::new(node("重点課題", vec![]))];
        let id = plan.nodes[1].id;
        assert_eq!(Outline::of(&plan).reference_text(id), "「２ 重点課題」");
        plan.nodes.remove(0);
        assert_eq!(Outline::of(&plan).reference_text(id), "「１ 重点課題」");
    }

    #[test]
    fn references_show_the_numbers_above_where_their_form_asks_for_it() {
        let mut plan = Plan::new("", None);
        plan.numbering = Numbering::Preset("city".to_owned());
        let mut unnumbered = node("付録", vec![]);
        unnumbered.label.rule = LabelRule::Unnumbered;
        plan.nodes = vec![Arc::new(node("事業", vec![node("会議", vec![]), node("研修", vec![]), node("", vec![]), unnumbered]))];
        let outline = Outline::of(&plan);
        let shown = |at: usize, form| outline.reference_as(outline.rows()[at].node.id, form);
        use ReferenceForm as F;
        assert_eq!(shown(2, F::Heading), "「(2) 研修」");
        assert_eq!(shown(2, F::PathAndTitle), "「1(2) 研修」");
        assert_eq!(shown(2, F::Path), "1(2)");
        assert_eq!(shown(3, F::Heading), "「1(3)」", "without a title the label alone might be any");
        for form in F::ALL {
            assert_eq!(shown(4, form), "「付録」");
            assert_eq!(outline.reference_as(NodeId::new(), form), "「？」");
        }
    }

    #[test]
    fn titles_may_refer_even_to_each_other() {
        let mut plan = Plan::new("", None);
        plan.numbering = Numbering::Preset("section".to_owned());
        let (first, second) = (node("", vec![]), node("", vec![]));
        let (a, b) = (first.id, second.id);
        let first = Node { title: format!("{}を軸に", crate::plan::reference_token(b)), ..first };
        let second = Node { title: format!("{}による", crate::plan::reference_token(a)), ..second };
        let third = node(&format!("{}の後", crate::plan::reference_token(a)), vec![]);
        let fourth = Node { title: "課題".to_owned(), ..node("", vec![]) };
        let fifth = node(&format!("{}を受けて", crate::plan::reference_token(fourth.id)), vec![]);
        plan.nodes = [first, second, third, fourth, fifth].into_iter().map(Arc::new).collect();
        let outline = Outline::of(&plan);
        let headings: Vec<_> = outline.rows().iter().map(|row| outline.heading(row)).collect();
        assert_eq!(headings, ["１ 「２」を軸に", "２ 「１」による", "３ 「１」の後", "４ 課題", "５ 「４ 課題」を受けて"]);
    }

    #[test]
    fn numbers_of_a_path_do_not_run_into_each_other() {
        let deep = |preset: &str| {
            let item = Node { children: vec![Node::new(Role::Project, "三").into()], ..Node::new(Role::Chapter, "二") };
            let part = Node { children: vec![item.into()], ..Node::new(Role::Part, "一") };
            let plan = Plan { numbering: Numbering::Preset(preset.to_owned()), nodes: vec![part.into()], ..Plan::new("計画", None) };
            Outline::of(&plan).path(2)
        };
        assert_eq!(["city", "official", "decimal"].map(deep), ["1(1)①", "第1の1(1)", "1.1.1"]);
    }
}
