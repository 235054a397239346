//! What of a node is another than before, and its words as they are set side by side.

use crate::plan::{Block, Node, NodeId, Outline, TextPart, split_references};

/// A field of a node besides its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What the node is.
    Role,
    /// 新規, 拡充, ….
    Status,
    /// 財源区分.
    Funding,
    /// 実施時期.
    Schedule,
    /// 連携先.
    Partners,
    /// 担当課.
    Lead,
    /// The goals it serves.
    Goals,
    /// Its budget.
    Budget,
    /// Paragraphs.
    Body,
    /// Cells of tables.
    Table,
    /// Pictures.
    Figure,
}

impl Field {
    /// All fields in the order they are told.
    pub const ALL: [Self; 11] = [
        Self::Role,
        Self::Status,
        Self::Funding,
        Self::Schedule,
        Self::Partners,
        Self::Lead,
        Self::Goals,
        Self::Budget,
        Self::Body,
        Self::Table,
        Self::Figure,
    ];

    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Status => "status",
            Self::Funding => "funding",
            Self::Schedule => "schedule",
            Self::Partners => "partners",
            Self::Lead => "lead",
            Self::Goals => "goals",
            Self::Budget => "budget",
            Self::Body => "body",
            Self::Table => "table",
            Self::Figure => "figure",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Role => "compare.field.role",
            Self::Status => "compare.field.status",
            Self::Funding => "compare.field.funding",
            Self::Schedule => "compare.field.schedule",
            Self::Partners => "compare.field.partners",
            Self::Lead => "compare.field.lead",
            Self::Goals => "compare.field.goals",
            Self::Budget => "compare.field.budget",
            Self::Body => "compare.field.body",
            Self::Table => "compare.field.table",
            Self::Figure => "compare.field.figure",
        }
    }
}

/// Compares words of two plans in which the same node may have two ids.
pub(super) struct Words<'a> {
    pub(super) old: &'a Outline,
    pub(super) new: &'a Outline,
    pub(super) new_of: &'a [Option<usize>],
}

impl Words<'_> {
    /// Whether two texts are the same: references name the same node, whatever its id and label.
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        if !a.contains("[[") || !b.contains("[[") {
            return a == b;
        }
        let (a, b) = (split_references(a), split_references(b));
        a.len() == b.len()
            && a.iter().zip(&b).all(|parts| match parts {
                (TextPart::Plain(a), TextPart::Plain(b)) => a == b,
                (TextPart::Reference(a, _), TextPart::Reference(b, _)) => self.same_node(*a, *b),
                _ => false,
            })
    }

    fn same_node(&self, old: NodeId, new: NodeId) -> bool {
        match (self.old.position(old), self.new.position(new)) {
            (Some(o), Some(n)) => self.new_of[o] == Some(n),
            (None, None) => old == new,
            _ => false,
        }
    }

    /// The fields that differ, but for title, label and children.
    pub(super) fn changed_fields(&self, a: &Node, b: &Node) -> Vec<Field> {
        let text = |a: &[String], b: &[String]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b));
        let same = |field| match field {
            Field::Role => a.role == b.role,
            Field::Status => a.status == b.status,
            Field::Funding => a.funding == b.funding,
            Field::Schedule => text(&a.schedule, &b.schedule),
            Field::Partners => a.partners == b.partners && a.partner_note == b.partner_note,
            Field::Lead => a.lead == b.lead,
            Field::Goals => a.goals.len() == b.goals.len() && a.goals.iter().zip(&b.goals).all(|(a, b)| self.same_node(*a, *b)),
            Field::Budget => a.budget == b.budget,
            Field::Body => self.same_blocks(a, b, |block| !matches!(block, Block::Table(_) | Block::Image { .. })),
            Field::Table => self.same_blocks(a, b, |block| matches!(block, Block::Table(_))),
            Field::Figure => self.same_blocks(a, b, |block| matches!(block, Block::Image { .. })),
        };
        let mut fields: Vec<Field> = Field::ALL.into_iter().filter(|field| !same(*field)).collect();
        // Every block as before, but in another order: that is another body, too.
        if fields.iter().all(|field| !matches!(field, Field::Body | Field::Table | Field::Figure)) && !self.same_blocks(a, b, |_| true) {
            fields.push(Field::Body);
        }
        fields
    }

    /// Whether the blocks of a kind are the same, one after the other.
    fn same_blocks(&self, a: &Node, b: &Node, kind: impl Fn(&Block) -> bool) -> bool {
        let mut a = a.body.iter().filter(|block| kind(block));
        let mut b = b.body.iter().filter(|block| kind(block));
        loop {
            match (a.next(), b.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if self.same_block(a, b) => {}
                _ => return false,
            }
        }
    }

    fn same_block(&self, a: &Block, b: &Block) -> bool {
        if a == b && !a.texts().iter().any(|text| text.contains("[[")) {
            return true;
        }
        let texts = || a.texts().len() == b.texts().len() && a.texts().iter().zip(b.texts()).all(|(a, b)| self.same(a, b));
        match (a, b) {
            (Block::Text(_), Block::Text(_))
            | (Block::Circle(_), Block::Circle(_))
            | (Block::Bullet(_), Block::Bullet(_))
            | (Block::Quote { .. }, Block::Quote { .. }) => texts(),
            (Block::Table(one), Block::Table(other)) => {
                let shape = |table: &crate::plan::Table| {
                    let mut empty = table.clone();
                    empty.caption.clear();
                    empty.rows.iter_mut().flatten().for_each(|cell| cell.text.clear());
                    empty
                };
                shape(one) == shape(other) && texts()
            }
            (Block::Image { file, width, .. }, Block::Image { file: other, width: other_width, .. }) => {
                file == other && width == other_width && texts()
            }
            _ => false,
        }
    }
}

/// A text with the nodes it refers to by their titles alone: a reference that was renumbered reads as before.
pub fn words(text: &str, outline: &Outline) -> String {
    if !text.contains("[[") {
        return text.to_owned();
    }
    let part = |part| match part {
        TextPart::Plain(plain) => plain.to_owned(),
        TextPart::Reference(id, token) => match outline.row(id) {
            Some(row) => format!("「{}」", outline.title(row)),
            None => token.to_owned(),
        },
    };
    split_references(text).into_iter().map(part).collect()
}
