//! 「２ 重点課題…」 in running text becomes a reference to that node.
//!
//! Lives here: the matching of quoted words with headings. Does not live here: how a reference is
//! shown (`plan`). May use: `label`; `plan`.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::label;
use crate::plan::{Block, Node, NodeId, Outline, Plan, ReferenceForm, reference_token_as};

/// The words of a heading without what layout may change.
fn squash(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// Replaces quoted headings in the bodies and titles of `plan` by references. Only a heading with a
/// label counts: a title alone may be any word in quotation marks.
pub(super) fn link(plan: &mut Plan) {
    if !is_likely(plan) {
        return;
    }
    let outline = Outline::of(plan);
    let mut headings: HashMap<String, Option<(NodeId, ReferenceForm)>> = HashMap::new();
    for (at, row) in outline.rows().iter().enumerate() {
        let counted = outline.format(row).glyph.counts() && !row.label.is_empty() && row.node.title.chars().count() >= 2;
        if counted && row.node.title.len() < 400 {
            for form in [ReferenceForm::Heading, ReferenceForm::PathAndTitle] {
                // Without anything above it both are the same words, and the heading it is.
                if form == ReferenceForm::PathAndTitle && outline.path(at) == row.label {
                    continue;
                }
                let shown = outline.reference_as(row.node.id, form);
                let words = squash(shown.strip_prefix('「').and_then(|shown| shown.strip_suffix('」')).unwrap_or(&shown));
                // Two headings of the same words: neither is meant for certain.
                headings.entry(words).and_modify(|meant| *meant = None).or_insert(Some((row.node.id, form)));
            }
        }
    }
    for node in &mut plan.nodes {
        visit(node, &headings);
    }
    for block in &mut plan.preface {
        link_block(block, &headings);
    }
}

/// Whether any quotation of `plan` begins as a label does; most plans have none, and are done.
fn is_likely(plan: &Plan) -> bool {
    let quotes_label = |text: &str| text.split('「').skip(1).any(|quoted| label::parse(quoted).is_some_and(|l| l.family.counts()));
    let in_block = |block: &Block| match block {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) | Block::Quote { text, .. } => quotes_label(text),
        Block::Table(_) | Block::Image { .. } => false,
    };
    plan.preface.iter().any(in_block) || plan.walk().any(|node| quotes_label(&node.title) || node.body.iter().any(in_block))
}

fn visit(node: &mut Arc<Node>, headings: &HashMap<String, Option<(NodeId, ReferenceForm)>>) {
    // The drafts have just become nodes: nobody shares them yet, so nothing is copied here.
    let node = Arc::make_mut(node);
    link_text(&mut node.title, headings);
    for block in &mut node.body {
        link_block(block, headings);
    }
    for child in &mut node.children {
        visit(child, headings);
    }
}

fn link_block(block: &mut Block, headings: &HashMap<String, Option<(NodeId, ReferenceForm)>>) {
    match block {
        Block::Text(text) | Block::Circle(text) | Block::Bullet(text) | Block::Quote { text, .. } => link_text(text, headings),
        Block::Table(_) | Block::Image { .. } => {}
    }
}

fn link_text(text: &mut String, headings: &HashMap<String, Option<(NodeId, ReferenceForm)>>) {
    if !text.contains('「') {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('「') {
        let inner = &rest[open + '「'.len_utf8()..];
        let close = inner.char_indices().take(120).find(|(_, c)| *c == '」').map(|(at, _)| at);
        let meant = close.and_then(|close| headings.get(&squash(&inner[..close])).copied().flatten());
        match (meant, close) {
            (Some((id, form)), Some(close)) => {
                out.push_str(&rest[..open]);
                out.push_str(&reference_token_as(id, form));
                rest = &inner[close + '」'.len_utf8()..];
            }
            _ => {
                out.push_str(&rest[..open + '「'.len_utf8()]);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    *text = out;
}
