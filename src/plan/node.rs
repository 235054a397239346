//! The node: one part, goal, project or item with all its fields.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Block, NodeId, Role, Status};

/// A node of the plan's tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its id, for life.
    pub id: NodeId,
    /// What it is.
    pub role: Role,
    /// Its title; one line.
    pub title: String,
    /// How its label departs from the preset's rule.
    pub label: NodeLabel,
    /// Status mark.
    pub status: Option<Status>,
    /// Funding in the plan's own words, e.g. 市受託事業.
    pub funding: Vec<String>,
    /// 担当課; may be empty.
    pub lead: String,
    /// 連携先.
    pub partners: Vec<String>,
    /// The wording of the partner note with `{}` for the partners; empty: 「{}と連携して実施」.
    pub partner_note: String,
    /// The goals it serves.
    pub goals: Vec<NodeId>,
    /// Schedule phrases as written, e.g. 8月を除く毎月.
    pub schedule: Vec<String>,
    /// Budget in thousand yen.
    pub budget: Option<i64>,
    /// The body.
    pub body: Vec<Block>,
    /// The nodes below it.
    pub children: Vec<Arc<Node>>,
}

/// The wording of a partner note that does not give its own.
pub const PARTNER_NOTE: &str = "{}と連携して実施";

/// How a node's label departs from the numbering preset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeLabel {
    /// The preset's level (0 the top) that gives the label; `None`: one below the parent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The rule of the number.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub rule: LabelRule,
}

/// The rule of a node's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum LabelRule {
    /// Counts on.
    #[default]
    Auto,
    /// Has no label and is not counted.
    Unnumbered,
    /// Starts at this number; the following count on from it.
    Start(u32),
}

impl Node {
    /// A node with a new id and nothing but a role and a title.
    pub fn new(role: Role, title: impl Into<String>) -> Self {
        Self {
            id: NodeId::new(),
            role,
            title: title.into(),
            label: NodeLabel::default(),
            status: None,
            funding: Vec::new(),
            lead: String::new(),
            partners: Vec::new(),
            partner_note: String::new(),
            goals: Vec::new(),
            schedule: Vec::new(),
            budget: None,
            body: Vec::new(),
            children: Vec::new(),
        }
    }

    /// The partner note as printed, without brackets; `None` without partners.
    pub fn partner_line(&self) -> Option<String> {
        if self.partners.is_empty() {
            return None;
        }
        let note = if self.partner_note.is_empty() { PARTNER_NOTE } else { &self.partner_note };
        Some(note.replacen("{}", &self.partners.join("、"), 1))
    }

    /// Whether two nodes are the same but for their children.
    pub fn same_fields(&self, other: &Self) -> bool {
        let (a, b) = (self, other);
        (a.id, a.role, &a.title, a.label, a.status, &a.funding, &a.lead) == (b.id, b.role, &b.title, b.label, b.status, &b.funding, &b.lead)
            && (&a.partners, &a.partner_note, &a.goals, &a.schedule, a.budget)
                == (&b.partners, &b.partner_note, &b.goals, &b.schedule, b.budget)
            && a.body == b.body
    }

    /// The node without those below it.
    pub fn without_children(&self) -> Self {
        Self {
            id: self.id,
            role: self.role,
            title: self.title.clone(),
            label: self.label,
            status: self.status,
            funding: self.funding.clone(),
            lead: self.lead.clone(),
            partners: self.partners.clone(),
            partner_note: self.partner_note.clone(),
            goals: self.goals.clone(),
            schedule: self.schedule.clone(),
            budget: self.budget,
            body: self.body.clone(),
            children: Vec::new(),
        }
    }

    /// How many nodes the subtree has, itself included.
    pub fn count(&self) -> usize {
        1 + self.children.iter().map(|child| child.count()).sum::<usize>()
    }
}
