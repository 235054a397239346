//! References to other nodes inside text, by id.
//!
//! In the text a reference is the token `[[id]]`; shown and printed it is 「label title」 of the node,
//! so it follows renumbering and renaming. `[[id|path]]` and `[[id|full]]` are written out with the numbers
//! of the nodes above ([`ReferenceForm`]). Anything else in double brackets is plain text.

use super::{NodeId, Outline};

/// A piece of text that may hold references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart<'a> {
    /// Plain text.
    Plain(&'a str),
    /// A reference, with the token as written.
    Reference(NodeId, &'a str),
}

/// How a reference is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferenceForm {
    /// 「(2) 相談支援」: the heading.
    #[default]
    Heading,
    /// 3(1)②: the numbers alone, from the top level down.
    Path,
    /// 「3(1)② 相談支援」: these numbers and the title.
    PathAndTitle,
}

impl ReferenceForm {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Heading, Self::PathAndTitle, Self::Path];

    /// What stands behind the id.
    fn ending(self) -> &'static str {
        match self {
            Self::Heading => "",
            Self::Path => "|path",
            Self::PathAndTitle => "|full",
        }
    }

    /// The form of a token as written.
    pub fn of_token(token: &str) -> Self {
        let ending = token.find('|').map_or("", |at| token[at..].trim_end_matches("]]"));
        Self::ALL.into_iter().find(|form| form.ending() == ending).unwrap_or_default()
    }
}

/// The token of a reference to `id`.
pub fn reference_token(id: NodeId) -> String {
    reference_token_as(id, ReferenceForm::Heading)
}

/// The token of a reference to `id` in a form.
pub fn reference_token_as(id: NodeId, form: ReferenceForm) -> String {
    format!("[[{id}{}]]", form.ending())
}

/// The reference `token` turned to another node, in the same form.
pub fn redirected_token(token: &str, to: NodeId) -> String {
    reference_token_as(to, ReferenceForm::of_token(token))
}

/// The id in what stands between the brackets of a token; `None` if that is no reference.
fn id_of(inner: &str) -> Option<NodeId> {
    let id = inner.split_once('|').map_or(inner, |(id, _)| id);
    let ending = &inner[id.len()..];
    ReferenceForm::ALL.iter().any(|form| form.ending() == ending).then(|| id.parse().ok()).flatten()
}

/// Splits `text` into plain stretches and references; joined again they are `text`.
pub fn split_references(text: &str) -> Vec<TextPart<'_>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut search_from = 0;
    while let Some(open) = text[search_from..].find("[[").map(|at| search_from + at) {
        let inner = open + 2;
        let reference = text[inner..].find("]]").and_then(|len| id_of(&text[inner..inner + len]).map(|id| (id, inner + len + 2)));
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

/// `text` with references written out in their forms. A reference to a node that is gone shows
/// as 「？」 (the check reports it).
pub fn resolve_references(text: &str, outline: &Outline) -> String {
    if !text.contains("[[") {
        return text.to_owned();
    }
    split_references(text)
        .into_iter()
        .map(|part| match part {
            TextPart::Plain(plain) => plain.to_owned(),
            TextPart::Reference(id, token) => outline.reference_as(id, ReferenceForm::of_token(token)),
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

    #[test]
    fn the_form_stands_in_the_token_and_stays_when_it_is_redirected() {
        let (id, other) = (NodeId::derived(1, 1), NodeId::derived(1, 2));
        for form in ReferenceForm::ALL {
            let token = reference_token_as(id, form);
            assert_eq!(split_references(&token), [TextPart::Reference(id, &token)]);
            assert_eq!(ReferenceForm::of_token(&token), form);
            assert_eq!(redirected_token(&token, other), reference_token_as(other, form));
        }
        let unknown = format!("[[{id}|shape]]");
        assert_eq!(split_references(&unknown), [TextPart::Plain(&unknown)], "what a later program may write stays as it is");
    }
}
