//! A number for what a plan says, by which one of its versions is known again wherever its file stands and whatever
//! it is called.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Block, Node, Plan, TextPart, split_references};

/// What a plan says, as a number: 16 hexadecimal digits when written. Two versions with another word, another order
/// or another field have different ones. Ids, labels, stage, day, page style and remarks do not count, so that a version stays
/// the same one when it is approved, read anew from a text, or printed in another way.
///
/// It stands in files: how it is made may never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentMark(u64);

impl ContentMark {
    /// The mark of a plan.
    pub fn of(plan: &Plan) -> Self {
        let mut digest = Digest::new();
        digest.text(&plan.title);
        digest.text(&plan.organization);
        digest.number(plan.fiscal_year.map_or(0, |year| year.0 as u64));
        digest.body(&plan.preface);
        digest.count(plan.nodes.len());
        // Not recursive: each node tells how many stand below it.
        plan.walk().for_each(|node| digest.node(node));
        Self(digest.0)
    }

    /// The mark of a number.
    pub fn from_u64(value: u64) -> Self {
        Self(value)
    }

    /// The mark as a number.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ContentMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ContentMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentMark({self})")
    }
}

impl Serialize for ContentMark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentMark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = u64::from_str_radix(&text, 16).ok().filter(|_| digits);
        value.map(Self).ok_or_else(|| serde::de::Error::custom("the mark of a content is 16 hexadecimal digits"))
    }
}

/// FNV-1a with 64 bits: simple enough to stay the same for ever.
struct Digest(u64);

impl Digest {
    fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// With its length, so that no two lists of texts run together alike.
    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }

    fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    /// A text in which the ids of references do not count.
    fn words(&mut self, text: &str) {
        if !text.contains("[[") {
            return self.text(text);
        }
        for part in split_references(text) {
            match part {
                TextPart::Plain(plain) => self.text(plain),
                TextPart::Reference(..) => self.text("[[]]"),
            }
        }
    }

    fn node(&mut self, node: &Node) {
        self.text(node.role.code());
        self.words(&node.title);
        self.text(node.status.map_or("", |status| status.word()));
        self.texts(&node.funding);
        self.text(&node.lead);
        self.texts(&node.partners);
        self.text(&node.partner_note);
        self.count(node.goals.len());
        self.count(node.schedule.len());
        node.schedule.iter().for_each(|phrase| self.words(phrase));
        self.number(u64::from(node.budget.is_some()));
        self.number(node.budget.unwrap_or_default() as u64);
        self.body(&node.body);
        self.count(node.children.len());
    }

    fn body(&mut self, body: &[Block]) {
        self.count(body.len());
        for block in body {
            self.number(match block {
                Block::Text(_) => 1,
                Block::Circle(_) => 2,
                Block::Bullet(_) => 3,
                Block::Quote { .. } => 4,
                Block::Table(_) => 5,
                Block::Image { .. } => 6,
            });
            match block {
                Block::Table(table) => {
                    self.count(table.rows.len());
                    for row in &table.rows {
                        self.count(row.len());
                        row.iter().for_each(|cell| self.number(u64::from(cell.columns) << 16 | u64::from(cell.rows)));
                    }
                }
                Block::Image { file, .. } => self.text(file),
                _ => {}
            }
            block.texts().into_iter().for_each(|text| self.words(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{NodeId, Role, Stage};

    fn plan(ids: u64) -> Plan {
        let node = |index: u64, title: &str, children: Vec<Arc<Node>>| {
            let body = vec![Block::Text("地区の役員が訪問する。".to_owned())];
            Arc::new(Node { id: NodeId::derived(ids.into(), index), body, children, ..Node::new(Role::Item, title) })
        };
        Plan { nodes: vec![node(1, "見守り", vec![node(2, "研修", vec![])]), node(3, "広報", vec![])], ..Plan::new("計画", None) }
    }

    #[test]
    fn a_version_is_known_by_what_it_says() {
        let own = ContentMark::of(&plan(1));
        let mut approved = plan(2);
        approved.stage = Stage::Approved;
        approved.date = chrono::NaiveDate::from_ymd_opt(2025, 3, 26);
        assert_eq!(own, ContentMark::of(&approved), "other ids, another stage, a day");
        let mut other = plan(1);
        Arc::make_mut(&mut other.nodes[1]).title = "広報紙".to_owned();
        assert_ne!(own, ContentMark::of(&other));
        let mut flat = plan(1);
        let child = Arc::make_mut(&mut flat.nodes[0]).children.remove(0);
        flat.nodes.insert(1, child);
        assert_ne!(own, ContentMark::of(&flat), "the same words in another tree");
    }

    #[test]
    fn how_it_is_made_never_changes() {
        assert_eq!(ContentMark::of(&plan(1)).to_string(), "e88408d41289389d");
        assert_eq!(ContentMark::of(&Plan::new("", None)).to_string(), "40d69e0cf0f65c45");
    }
}
