//! References to other nodes inside text, by id.
//!
//! In the text a reference is the token `[[id]]`; shown and printed it is 「label title」 of the node,
//! so it follows renumbering and renaming. Anything in double brackets that is no id is plain text.

use super::{NodeId, Outline};

/// A piece of text that may hold references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart<'a> {
    /// Plain text.
    Plain(&'a str),
    /// A reference, with the token as written.
    Reference(NodeId, &'a str),
}

/// The token of a reference to `id`.
pub fn reference_token(id: NodeId) -> String {
    format!("[[{id}]]")
}

/// Splits `text` into plain stretches and references; joined again they are `text`.
pub fn split_references(text: &str) -> Vec<TextPart<'_>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut search_from = 0;
    while let Some(open) = text[search_from..].find("[[").map(|at| search_from + at) {
        let inner = open + 2;
        let reference = text[inner..].find("]]").and_then(|len| text[inner..inner + len].parse().ok().map(|id| (id, inner + len + 2)));
        match reference {
            Some((id, end)) => {
                if plain_from < open {
                    parts.push(TextPart::Plain(&text[plain_from..open]));
                }
                parts.push(TextPart::Reference(id, &text[open..end]));
                plain_from = end;
                search_from = end;
            }
            None => search_from = open + 1,
        }
    }
    if plain_from < text.len() {
        parts.push(TextPart::Plain(&text[plain_from..]));
    }
    parts
}

/// `text` with references written out as 「label title」. A reference to a node that is gone shows
/// as 「？」 (the check reports it).
pub fn resolve_references(text: &str, outline: &Outline) -> String {
    if !text.contains("[[") {
        return text.to_owned();
    }
    split_references(text)
        .into_iter()
        .map(|part| match part {
            TextPart::Plain(plain) => plain.to_owned(),
            TextPart::Reference(id, _) => outline.reference_text(id),
        })
        .collect()
}

/// The nodes whose texts or goals refer to one of `ids`, in reading order; those below one of them and
/// the nodes themselves are left out.
pub fn referrers(outline: &Outline, ids: &[NodeId]) -> Vec<NodeId> {
    let inside: Vec<std::ops::Range<usize>> =
        ids.iter().filter_map(|id| outline.position(*id)).map(|at| at..outline.rows()[at].end as usize).collect();
    let is_inside = |at: usize| inside.iter().any(|range| range.contains(&at));
    let wanted = |id: NodeId| outline.position(id).is_some_and(is_inside);
    let refers = |text: &str| {
        text.contains("[[") && split_references(text).iter().any(|part| matches!(part, TextPart::Reference(id, _) if wanted(*id)))
    };
    let rows = outline.rows().iter().enumerate().filter(|(at, _)| !is_inside(*at));
    rows.filter(|(_, row)| {
        let node = &row.node;
        refers(&node.title) || node.goals.iter().any(|id| wanted(*id)) || node.body.iter().flat_map(super::Block::texts).any(refers)
    })
    .map(|(_, row)| row.node.id)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_leaves_other_brackets_alone() {
        let id = NodeId::derived(1, 1);
        let text = format!("a [[b]] [[[{}]] c", &reference_token(id)[1..28]);
        let text = text.replace("[[[", "[[");
        let parts = split_references(&text);
        let joined: String = parts
            .iter()
            .map(|p| match p {
                TextPart::Plain(t) | TextPart::Reference(_, t) => *t,
            })
            .collect();
        assert_eq!(joined, text);
        let text = format!("[[x [[{id}]]");
        assert!(split_references(&text).contains(&TextPart::Reference(id, &format!("[[{id}]]"))));
    }
}
