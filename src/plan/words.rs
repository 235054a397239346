//! The words a plan uses in its fields, for completion: how often, and how near to the node one is at.

use std::collections::HashMap;

use super::Outline;

/// A field whose words come again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordField {
    /// 財源.
    Funding,
    /// 担当.
    Lead,
    /// 連携先.
    Partners,
}

/// A word in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as written.
    pub text: String,
    /// How many nodes use it.
    pub count: usize,
    /// How many rows away the nearest of them is.
    pub distance: usize,
}

/// The words of a field, the likeliest first: often used and near by. `here` is the row one is at, which
/// itself does not count.
pub fn words_in_use(outline: &Outline, field: WordField, here: Option<usize>) -> Vec<Word> {
    let mut found: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, row) in outline.rows().iter().enumerate() {
        if Some(at) == here {
            continue;
        }
        let words: &[String] = match field {
            WordField::Funding => &row.node.funding,
            WordField::Lead => std::slice::from_ref(&row.node.lead),
            WordField::Partners => &row.node.partners,
        };
        let distance = here.map_or(0, |here| here.abs_diff(at));
        for word in words.iter().filter(|word| !word.trim().is_empty()) {
            let (count, nearest) = found.entry(word).or_insert((0, distance));
            *count += 1;
            *nearest = distance.min(*nearest);
        }
    }
    let mut words: Vec<Word> = found.into_iter().map(|(text, (count, distance))| Word { text: text.to_owned(), count, distance }).collect();
    // A neighbour's word weighs as much as three uses far away; ties in the order of the text.
    let weight = |word: &Word| word.count * 10 + 30_usize.saturating_sub(word.distance);
    words.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.text.cmp(&b.text)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Plan, Role};
    use std::sync::Arc;

    #[test]
    fn often_used_and_near_words_come_first() {
        let mut plan = Plan::new("計画", None);
        let node = |lead: &str| Arc::new(Node { lead: lead.to_owned(), ..Node::new(Role::Project, lead) });
        plan.nodes = (0..60)
            .map(|at| {
                node(if at < 5 {
                    "総務課"
                } else if at == 59 {
                    "相談課"
                } else {
                    ""
                })
            })
            .collect();
        let outline = Outline::of(&plan);
        let names = |here| words_in_use(&outline, WordField::Lead, here).into_iter().map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(names(Some(20)), ["総務課", "相談課"]);
        assert_eq!(names(Some(58)), ["総務課", "相談課"], "five uses weigh more than a neighbour");
        assert_eq!(names(Some(59)), ["総務課"], "the node's own word is no proposal");
        assert!(words_in_use(&outline, WordField::Funding, None).is_empty());
    }
}
