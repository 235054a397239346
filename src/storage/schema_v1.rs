//! Version 1 of the file, frozen: what `docs/FILE_FORMAT.md` describes.
//!
//! These types are the written form of the model of today. When the model changes, they stay, and a
//! version 2 with a conversion is added beside them.

use std::cell::LazyCell;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::plan::{
    Block, FiscalYear, Node, NodeId, NodeLabel, Numbering, PageStyle, PairRemark, PairSaid, Plan, Reason, RemarkPlace, Remarks, Role,
    Stage, Status, VersionKey,
};

/// A plan as written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Plan")]
pub(super) struct PlanV1 {
    pub format: String,
    pub version: u32,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub organization: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<FiscalYear>,
    #[serde(default)]
    pub stage: Stage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(default)]
    pub numbering: Numbering,
    #[serde(default, skip_serializing_if = "is_default")]
    pub style: PageStyle,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preface: Vec<Block>,
    #[serde(default)]
    pub nodes: Vec<NodeV1>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub comparing: ComparingV1,
}

/// A node as written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Node")]
pub(super) struct NodeV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<NodeId>,
    #[serde(default)]
    pub role: Role,
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: NodeLabel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub funding: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub partner_note: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<NodeId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<String>,
    /// In thousand yen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<NodeV1>,
}

/// What was said about comparing, as written.
#[derive(Serialize, Deserialize, Default, PartialEq)]
#[serde(deny_unknown_fields, rename = "Comparing")]
pub(super) struct ComparingV1 {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<PairV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub different: Vec<PairV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<PairV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<PairV1>,
}

/// Why something changed, as written.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename = "Reason")]
pub(super) struct ReasonV1 {
    #[serde(default)]
    pub against: VersionKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<NodeId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<NodeId>,
    pub text: String,
}

/// Two nodes of a corrected pairing, as written.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename = "Pair")]
pub(super) struct PairV1 {
    #[serde(default)]
    pub against: VersionKey,
    pub old: NodeId,
    pub new: NodeId,
}

impl From<&Remarks> for ComparingV1 {
    fn from(remarks: &Remarks) -> Self {
        let reason = |reason: &Reason| {
            let RemarkPlace { against, old, new } = reason.place;
            ReasonV1 { against, old, new, text: reason.text.clone() }
        };
        let pairs = |said| {
            let of_kind = remarks.pairs().iter().filter(move |pair| pair.said == said);
            of_kind.map(|pair| PairV1 { against: pair.against, old: pair.old, new: pair.new }).collect()
        };
        Self {
            reasons: remarks.reasons().iter().map(reason).collect(),
            same: pairs(PairSaid::Same),
            different: pairs(PairSaid::Different),
            split: pairs(PairSaid::Split),
            merged: pairs(PairSaid::Merged),
        }
    }
}

impl From<ComparingV1> for Remarks {
    fn from(stored: ComparingV1) -> Self {
        let reason = |stored: ReasonV1| {
            let ReasonV1 { against, old, new, text } = stored;
            Reason { place: RemarkPlace { against, old, new }, text }
        };
        let lists = [
            (PairSaid::Same, stored.same),
            (PairSaid::Different, stored.different),
            (PairSaid::Split, stored.split),
            (PairSaid::Merged, stored.merged),
        ];
        let pair = |stored: PairV1, said| PairRemark { against: stored.against, old: stored.old, new: stored.new, said };
        let pairs = lists.into_iter().flat_map(|(said, list)| list.into_iter().map(move |stored| pair(stored, said)));
        Self::new(stored.reasons.into_iter().map(reason), pairs)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl From<&Plan> for PlanV1 {
    fn from(plan: &Plan) -> Self {
        let Plan { title, organization, fiscal_year, stage, date, numbering, style, preface, nodes, remarks } = plan.clone();
        Self {
            format: super::header::FORMAT.to_owned(),
            version: 1,
            title,
            organization,
            fiscal_year,
            stage,
            date,
            numbering,
            style,
            preface,
            nodes: nodes.iter().map(|node| NodeV1::from(node.as_ref())).collect(),
            comparing: ComparingV1::from(remarks.as_ref()),
        }
    }
}

impl From<&Node> for NodeV1 {
    fn from(node: &Node) -> Self {
        Self {
            id: Some(node.id),
            role: node.role,
            title: node.title.clone(),
            label: node.label,
            status: node.status,
            funding: node.funding.clone(),
            lead: node.lead.clone(),
            partners: node.partners.clone(),
            partner_note: node.partner_note.clone(),
            goals: node.goals.clone(),
            schedule: node.schedule.clone(),
            budget: node.budget,
            body: node.body.clone(),
            children: node.children.iter().map(|child| Self::from(child.as_ref())).collect(),
        }
    }
}

impl PlanV1 {
    /// The plan. Nodes written by hand without an id get one that follows from the file's `text` and their place: the
    /// same file reads the same each time, and no two files share ids that stand in neither.
    pub fn into_plan(self, text: &str) -> Plan {
        let PlanV1 { title, organization, fiscal_year, stage, date, numbering, style, preface, nodes, comparing, .. } = self;
        // Hashed where an id is missing only: that is seldom, and the text may be long.
        let seed = LazyCell::new(|| {
            text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58du128, |hash, byte| {
                (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
            })
        });
        let mut index = 0;
        let nodes = nodes.into_iter().map(|node| node_of(node, &|| *seed, &mut index)).collect();
        let remarks = Arc::new(Remarks::from(comparing));
        Plan { title, organization, fiscal_year, stage, date, numbering, style, preface, nodes, remarks }
    }
}

fn node_of(stored: NodeV1, seed: &dyn Fn() -> u128, index: &mut u64) -> Arc<Node> {
    *index += 1;
    let id = stored.id.unwrap_or_else(|| NodeId::derived(seed(), *index));
    let children = stored.children.into_iter().map(|child| node_of(child, seed, index)).collect();
    Arc::new(Node {
        id,
        role: stored.role,
        title: stored.title,
        label: stored.label,
        status: stored.status,
        funding: stored.funding,
        lead: stored.lead,
        partners: stored.partners,
        partner_note: stored.partner_note,
        goals: stored.goals,
        schedule: stored.schedule,
        budget: stored.budget,
        body: stored.body,
        children,
    })
}
