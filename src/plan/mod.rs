//! The plan (事業計画): an immutable tree of nodes with shared subtrees.
//!
//! Lives here: nodes, their ids and fields, numbering, references, the outline (the tree as numbered
//! rows), queries, findings. Does not live here: how a plan is changed (`edit`), stored (`storage`)
//! or printed (`manuscript`). May use: `calendar`, `locale`.
//!
//! Invariant: labels are never stored; [`Outline`] computes them in one pass from the [`Numbering`].
//! Invariant: children are `Arc`-shared; an edit copies the path to the root and nothing else, so
//! unchanged nodes stay pointer-equal and caches may be keyed by node.

mod body;
mod budget;
mod comparing;
mod content;
mod filter;
mod finding;
mod fold;
mod id;
mod marks;
mod node;
pub mod numbering;
mod open_conflict;
mod outline;
mod picture;
mod planned;
mod reference;
mod schedule;
mod style;
pub mod template;
mod variants;
mod words;

use std::sync::Arc;

pub use crate::calendar::FiscalYear;
pub use body::{Align, Block, Cell, IMAGE_WIDTH, Table};
pub use budget::{Budget, Budgets, format_amount, parse_amount};
use chrono::NaiveDate;
pub use comparing::{PairRemark, PairSaid, Reason, RemarkClash, RemarkPlace, Remarks, VersionKey};
pub use content::ContentMark;
pub use filter::{Filter, FilterChange};
pub use finding::{Finding, Level as FindingLevel, Place};
pub use fold::{Fold, Folded};
pub use id::{IdError, NodeId};
pub use marks::{Role, Stage, Status, funding_name, names_goals};
pub use node::{LabelRule, Node, NodeLabel};
pub use numbering::Numbering;
pub use open_conflict::{CONFLICT_END, CONFLICT_MARK, OpenConflict};
pub(crate) use outline::IdMap;
pub use outline::{Outline, Row};
pub use picture::{Picture, PictureError, PictureFormat, Pictures};
pub use planned::{PlannedSchedule, audience_of, content_of, lead_of, place_of, planned_schedules, title_of, unread_schedules};
pub use reference::{
    ReferenceForm, TextPart, redirected_token, reference_token, reference_token_as, referrers, resolve_references, split_references,
};
pub use schedule::{WrittenSchedule, is_line_of_time, schedule_lines, tail_that_says_when, written_schedules};
pub use style::{
    BASE_SIZE, DigitWidth, FaceWidth, LINE_SPACING, MARGIN, Margins, PageFoot, PageHead, PageStyle, Paper, StatusMarks, StyleName,
};
pub use words::{Word, WordField, words_in_use};

/// The deepest a node may stand, the top level being 1. The RON reader and every recursion over the
/// tree are safe at this depth; editing, import and storage keep to it.
pub const MAX_DEPTH: usize = 24;

/// An annual business plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Title as on the cover, e.g. 令和7年度事業計画.
    pub title: String,
    /// The organisation; empty if not said.
    pub organization: String,
    /// The fiscal year, if known.
    pub fiscal_year: Option<FiscalYear>,
    /// How far the plan has come.
    pub stage: Stage,
    /// The day on the cover (e.g. of the board's decision).
    pub date: Option<NaiveDate>,
    /// How nodes are numbered.
    pub numbering: Numbering,
    /// How pages look.
    pub style: PageStyle,
    /// Paragraphs before the first node.
    pub preface: Vec<Block>,
    /// The top level of the tree.
    pub nodes: Vec<Arc<Node>>,
    /// What was said about comparing it with earlier versions.
    pub remarks: Arc<Remarks>,
}

impl Plan {
    /// An empty plan for `fiscal_year`.
    pub fn new(title: impl Into<String>, fiscal_year: Option<FiscalYear>) -> Self {
        Self {
            title: title.into(),
            organization: String::new(),
            fiscal_year,
            stage: Stage::Draft(1),
            date: None,
            numbering: Numbering::default(),
            style: PageStyle::default(),
            preface: Vec::new(),
            nodes: Vec::new(),
            remarks: Arc::default(),
        }
    }

    /// Whether this is printed as another state of it is: all but what was said about comparing it is the same, its nodes
    /// by pointer.
    pub fn is_printed_as(&self, other: &Self) -> bool {
        let Self { title, organization, fiscal_year, stage, date, numbering, style, preface, nodes, remarks: _ } = self;
        let same_nodes = || nodes.len() == other.nodes.len() && nodes.iter().zip(&other.nodes).all(|(a, b)| Arc::ptr_eq(a, b));
        (fiscal_year, stage, date) == (&other.fiscal_year, &other.stage, &other.date)
            && (title, organization) == (&other.title, &other.organization)
            && same_nodes()
            && (numbering, style, preface) == (&other.numbering, &other.style, &other.preface)
    }

    /// All nodes in reading order.
    pub fn walk(&self) -> impl Iterator<Item = &Arc<Node>> {
        let mut stack: Vec<&Arc<Node>> = self.nodes.iter().rev().collect();
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            stack.extend(node.children.iter().rev());
            Some(node)
        })
    }

    /// The node with `id`.
    pub fn node(&self, id: NodeId) -> Option<&Arc<Node>> {
        self.walk().find(|node| node.id == id)
    }

    /// The child indices from the top level to the node with `id`.
    pub fn path_to(&self, id: NodeId) -> Option<Vec<usize>> {
        fn search(nodes: &[Arc<Node>], id: NodeId, path: &mut Vec<usize>) -> bool {
            for (index, node) in nodes.iter().enumerate() {
                path.push(index);
                if node.id == id || search(&node.children, id, path) {
                    return true;
                }
                path.pop();
            }
            false
        }
        let mut path = Vec::new();
        search(&self.nodes, id, &mut path).then_some(path)
    }

    /// The nodes of `ids` that are in the plan with their paths, in reading order, found in one walk.
    pub fn paths_to(&self, ids: &[NodeId]) -> Vec<(NodeId, Vec<usize>)> {
        fn search(nodes: &[Arc<Node>], wanted: &mut IdMap<()>, path: &mut Vec<usize>, found: &mut Vec<(NodeId, Vec<usize>)>) {
            for (index, node) in nodes.iter().enumerate() {
                if wanted.is_empty() {
                    return;
                }
                path.push(index);
                if wanted.remove(&node.id).is_some() {
                    found.push((node.id, path.clone()));
                }
                search(&node.children, wanted, path, found);
                path.pop();
            }
        }
        let mut wanted: IdMap<()> = ids.iter().map(|id| (*id, ())).collect();
        let mut found = Vec::with_capacity(wanted.len());
        search(&self.nodes, &mut wanted, &mut Vec::new(), &mut found);
        found
    }

    /// How deep the tree is; 0 without nodes.
    pub fn depth(&self) -> usize {
        // Not recursive: this is what guards the recursions elsewhere.
        let mut stack: Vec<(&Arc<Node>, usize)> = self.nodes.iter().map(|n| (n, 1)).collect();
        let mut deepest = 0;
        while let Some((node, depth)) = stack.pop() {
            deepest = deepest.max(depth);
            stack.extend(node.children.iter().map(|n| (n, depth + 1)));
        }
        deepest
    }
}

/// What a field value of a plan or node is allowed to be empty as.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
