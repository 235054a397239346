//! The commands.

use std::sync::Arc;

use chrono::NaiveDate;

use super::apply::one_line;
use super::table::TableEdit;
use crate::plan::{
    Block, FiscalYear, Node, NodeId, NodeLabel, Numbering, PageStyle, PairSaid, Plan, RemarkPlace, Role, Stage, Status, VersionKey,
};

/// A change to a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Sets a field of the plan itself.
    SetPlan(PlanField),
    /// Says why something changed since another version; empty takes the reason away.
    SetReason {
        /// What changed, and since which version.
        place: RemarkPlace,
        /// Why.
        text: String,
    },
    /// Says what a node of another version and one of this plan are to each other.
    SetPair {
        /// The other version.
        against: VersionKey,
        /// Its node.
        old: NodeId,
        /// This plan's node.
        new: NodeId,
        /// What they are; `None` takes back what was said.
        said: Option<PairSaid>,
    },
    /// Sets a field of a node.
    Set {
        /// The node.
        node: NodeId,
        /// The field and its new value.
        field: NodeField,
    },
    /// Changes a table.
    Table {
        /// The table.
        at: BlockPlace,
        /// The change.
        edit: TableEdit,
    },
    /// Sets one field of many nodes, e.g. their lead section.
    SetMany {
        /// The nodes.
        nodes: Vec<NodeId>,
        /// The field and its new value.
        field: NodeField,
    },
    /// Splits a title in two, as Enter does; what belongs to the node stays with the text before the caret.
    Split {
        /// The node.
        node: NodeId,
        /// Before which character.
        at: usize,
        /// The id of the node that is made.
        new: NodeId,
        /// Whether its children are in view: the new line then becomes the first of them.
        open: bool,
    },
    /// Joins a node to the one before it in reading order, as Backspace at the start of a title does.
    Join {
        /// The node that goes into the other.
        node: NodeId,
        /// The other: the sibling before it or a last one below that, as where what is below is folded away.
        /// None: the one before it in reading order.
        into: Option<NodeId>,
    },
    /// Several changes as one step: all are done or none.
    Batch {
        /// Key of the step's name.
        key: &'static str,
        /// The changes, in order; those that would change nothing are passed over.
        commands: Vec<Command>,
    },
    /// Puts another plan in place of the whole plan.
    Replace(Arc<Plan>),
    /// Puts new nodes (with all below them) at a position.
    Insert {
        /// Where.
        at: Position,
        /// The nodes, in order.
        nodes: Vec<Arc<Node>>,
    },
    /// Removes nodes with all below them.
    Remove {
        /// The nodes.
        nodes: Vec<NodeId>,
    },
    /// Moves nodes, in reading order, to a position (counted before the move).
    Move {
        /// The nodes.
        nodes: Vec<NodeId>,
        /// Where to.
        to: Position,
    },
    /// Moves nodes up among their siblings.
    MoveUp {
        /// The nodes.
        nodes: Vec<NodeId>,
    },
    /// Moves nodes down among their siblings.
    MoveDown {
        /// The nodes.
        nodes: Vec<NodeId>,
    },
    /// Makes nodes the last children of the sibling before them.
    Indent {
        /// The nodes.
        nodes: Vec<NodeId>,
    },
    /// Makes nodes siblings of their parent, after it.
    Outdent {
        /// The nodes.
        nodes: Vec<NodeId>,
    },
}

/// A place among the children of a node or at the top level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The parent; `None` is the top level.
    pub parent: Option<NodeId>,
    /// Before the child with this index; the number of children for the end.
    pub index: usize,
}

/// A block of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockPlace {
    /// Whose body; `None` is the plan's preface.
    pub node: Option<NodeId>,
    /// Which block.
    pub block: usize,
}

/// A field of the plan and its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanField {
    /// Title.
    Title(String),
    /// Organisation.
    Organization(String),
    /// Fiscal year.
    FiscalYear(Option<FiscalYear>),
    /// Stage.
    Stage(Stage),
    /// Day on the cover.
    Date(Option<NaiveDate>),
    /// Numbering.
    Numbering(Numbering),
    /// Page style.
    Style(PageStyle),
    /// Paragraphs before the first node.
    Preface(Vec<Block>),
}

/// A field of a node and its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeField {
    /// Role.
    Role(Role),
    /// Title; line breaks become spaces.
    Title(String),
    /// Label rule.
    Label(NodeLabel),
    /// Status mark.
    Status(Option<Status>),
    /// Funding words.
    Funding(Vec<String>),
    /// Lead section.
    Lead(String),
    /// Partners.
    Partners(Vec<String>),
    /// Wording of the partner note.
    PartnerNote(String),
    /// Goals served.
    Goals(Vec<NodeId>),
    /// Schedule phrases.
    Schedule(Vec<String>),
    /// Budget in thousand yen.
    Budget(Option<i64>),
    /// Body.
    Body(Vec<Block>),
}

/// What of a plan a command changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// No node at all.
    Plan,
    /// Fields of these nodes; every node stays in its place and keeps its number.
    Fields(Vec<NodeId>),
    /// Which nodes there are, where they stand, how they are numbered.
    Tree,
}

impl Command {
    /// What of the plan it changes, at the most.
    pub fn reach(&self) -> Reach {
        match self {
            Self::SetPlan(PlanField::Numbering(_)) => Reach::Tree,
            Self::SetPlan(_) | Self::SetReason { .. } | Self::SetPair { .. } => Reach::Plan,
            Self::Set { field, .. } | Self::SetMany { field, .. } if field.numbers() => Reach::Tree,
            Self::Set { node, .. } => Reach::Fields(vec![*node]),
            Self::SetMany { nodes, .. } => Reach::Fields(nodes.clone()),
            Self::Table { at, .. } => at.node.map_or(Reach::Plan, |node| Reach::Fields(vec![node])),
            Self::Batch { commands, .. } => commands.iter().fold(Reach::Plan, |reach, command| match (reach, command.reach()) {
                (Reach::Tree, _) | (_, Reach::Tree) => Reach::Tree,
                (Reach::Plan, other) | (other, Reach::Plan) => other,
                (Reach::Fields(mut nodes), Reach::Fields(more)) => {
                    nodes.extend(more);
                    Reach::Fields(nodes)
                }
            }),
            _ => Reach::Tree,
        }
    }

    /// Key of the name shown in the history (`edit.step.…`).
    pub fn key(&self) -> &'static str {
        match self {
            Self::SetPlan(field) => field.step_key(),
            Self::SetReason { .. } => "edit.step.reason",
            Self::SetPair { .. } => "edit.step.pair",
            Self::Set { field, .. } | Self::SetMany { field, .. } => field.step_key(),
            Self::Split { .. } => "edit.step.split",
            Self::Join { .. } => "edit.step.join",
            Self::Batch { key, .. } => key,
            Self::Replace(_) => "edit.step.replace_plan",
            Self::Table { edit, .. } => edit.key(),
            Self::Insert { .. } => "edit.step.insert",
            Self::Remove { .. } => "edit.step.remove",
            Self::Move { .. } | Self::MoveUp { .. } | Self::MoveDown { .. } => "edit.step.move",
            Self::Indent { .. } => "edit.step.indent",
            Self::Outdent { .. } => "edit.step.outdent",
        }
    }

    /// Whether this command goes on with what `earlier` did, as typing in one field does, so that
    /// both are one step of the history.
    pub fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Set { node, field }, Self::Set { node: other, field: before }) => {
                node == other && field.is_typed() && std::mem::discriminant(field) == std::mem::discriminant(before)
            }
            (Self::SetMany { nodes, field }, Self::SetMany { nodes: others, field: before }) => {
                nodes == others && field.is_typed() && std::mem::discriminant(field) == std::mem::discriminant(before)
            }
            (Self::SetPlan(field), Self::SetPlan(before)) => {
                matches!(field, PlanField::Title(_) | PlanField::Organization(_) | PlanField::Preface(_))
                    && std::mem::discriminant(field) == std::mem::discriminant(before)
            }
            (Self::SetReason { place, .. }, Self::SetReason { place: other, .. }) => place == other,
            (Self::Table { at, edit }, Self::Table { at: other, edit: before }) => at == other && edit.continues(before),
            _ => false,
        }
    }
}

impl PlanField {
    /// Key of the name of a step that changes it.
    fn step_key(&self) -> &'static str {
        match self {
            Self::Title(_) => "edit.step.plan_title",
            Self::Organization(_) => "edit.step.organization",
            Self::FiscalYear(_) => "edit.step.fiscal_year",
            Self::Stage(_) => "edit.step.stage",
            Self::Date(_) => "edit.step.date",
            Self::Numbering(_) => "edit.step.numbering",
            Self::Style(_) => "edit.step.style",
            Self::Preface(_) => "edit.step.preface",
        }
    }
}

impl NodeField {
    /// Key of the name of a step that changes it.
    fn step_key(&self) -> &'static str {
        match self {
            Self::Role(_) => "edit.step.role",
            Self::Title(_) => "edit.step.title",
            Self::Label(_) => "edit.step.label",
            Self::Status(_) => "edit.step.status",
            Self::Funding(_) => "edit.step.funding",
            Self::Lead(_) => "edit.step.lead",
            Self::Partners(_) => "edit.step.partners",
            Self::PartnerNote(_) => "edit.step.partner_note",
            Self::Goals(_) => "edit.step.goals",
            Self::Schedule(_) => "edit.step.schedule",
            Self::Budget(_) => "edit.step.budget",
            Self::Body(_) => "edit.step.body",
        }
    }

    /// Whether the field of `node` holds this value already.
    pub fn is_value_of(&self, node: &Node) -> bool {
        match self {
            Self::Role(value) => node.role == *value,
            Self::Title(value) => node.title == one_line(value),
            Self::Label(value) => node.label == *value,
            Self::Status(value) => node.status == *value,
            Self::Funding(value) => node.funding == *value,
            Self::Lead(value) => node.lead == one_line(value),
            Self::Partners(value) => node.partners == *value,
            Self::PartnerNote(value) => node.partner_note == one_line(value),
            Self::Goals(value) => node.goals == *value,
            Self::Schedule(value) => node.schedule == *value,
            Self::Budget(value) => node.budget == *value,
            Self::Body(value) => node.body == *value,
        }
    }

    /// The same field with nothing in it; a role is never nothing.
    pub fn blank(&self) -> Self {
        match self {
            Self::Role(value) => Self::Role(*value),
            Self::Title(_) => Self::Title(String::new()),
            Self::Label(_) => Self::Label(NodeLabel::default()),
            Self::Status(_) => Self::Status(None),
            Self::Funding(_) => Self::Funding(Vec::new()),
            Self::Lead(_) => Self::Lead(String::new()),
            Self::Partners(_) => Self::Partners(Vec::new()),
            Self::PartnerNote(_) => Self::PartnerNote(String::new()),
            Self::Goals(_) => Self::Goals(Vec::new()),
            Self::Schedule(_) => Self::Schedule(Vec::new()),
            Self::Budget(_) => Self::Budget(None),
            Self::Body(_) => Self::Body(Vec::new()),
        }
    }

    /// Whether two nodes have the same in this field, whatever its value here.
    pub fn same_in(&self, a: &Node, b: &Node) -> bool {
        match self {
            Self::Role(_) => a.role == b.role,
            Self::Title(_) => a.title == b.title,
            Self::Label(_) => a.label == b.label,
            Self::Status(_) => a.status == b.status,
            Self::Funding(_) => a.funding == b.funding,
            Self::Lead(_) => a.lead == b.lead,
            Self::Partners(_) => a.partners == b.partners,
            Self::PartnerNote(_) => a.partner_note == b.partner_note,
            Self::Goals(_) => a.goals == b.goals,
            Self::Schedule(_) => a.schedule == b.schedule,
            Self::Budget(_) => a.budget == b.budget,
            Self::Body(_) => a.body == b.body,
        }
    }

    /// Whether the field has a part in how nodes are numbered.
    pub fn numbers(&self) -> bool {
        matches!(self, Self::Label(_))
    }

    /// Whether the field is typed letter by letter.
    fn is_typed(&self) -> bool {
        matches!(
            self,
            Self::Title(_)
                | Self::Body(_)
                | Self::Lead(_)
                | Self::Partners(_)
                | Self::PartnerNote(_)
                | Self::Schedule(_)
                | Self::Budget(_)
                | Self::Funding(_)
        )
    }
}
