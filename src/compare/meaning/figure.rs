//! What became of the pictures of a node: another file, other words instead of it, another width.

use crate::compare::fields::words;
use crate::plan::{Block, Node, Outline};

/// A change of one picture of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// What it is called: its caption, else its file.
    pub name: String,
    /// Whether the picture was there and is there.
    pub stood: (bool, bool),
    /// What is another than before, with the words of both sides; empty where it came or went.
    pub edits: Vec<(FigureAspect, String, String)>,
}

/// What of a picture differs besides its caption, which stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureAspect {
    /// The file.
    File,
    /// What a reader who does not see it is told.
    Alternative,
    /// Its width.
    Width,
}

impl FigureAspect {
    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::File => "compare.figure.file",
            Self::Alternative => "compare.figure.alternative",
            Self::Width => "compare.figure.width",
        }
    }
}

/// A picture of a node.
struct Shown<'a> {
    file: &'a str,
    alternative: String,
    caption: String,
    width: String,
}

impl Shown<'_> {
    fn name(&self) -> String {
        if self.caption.is_empty() { self.file.to_owned() } else { self.caption.clone() }
    }
}

/// What became of the pictures of a node.
pub(super) fn compared((before, old): (&Node, &Outline), (after, new): (&Node, &Outline)) -> Vec<FigureChange> {
    let (olds, news) = (shown(before, old), shown(after, new));
    let mut free: Vec<usize> = (0..olds.len()).collect();
    // The same file, the same caption, then what is left in order.
    let mut of_new: Vec<Option<usize>> = vec![None; news.len()];
    type Alike = fn(&Shown<'_>, &Shown<'_>) -> bool;
    let rules: [Alike; 3] = [|a, b| a.file == b.file, |a, b| !a.caption.is_empty() && a.caption == b.caption, |_, _| true];
    for alike in rules {
        for (n, picture) in news.iter().enumerate() {
            if of_new[n].is_none()
                && let Some(at) = free.iter().position(|o| alike(&olds[*o], picture))
            {
                of_new[n] = Some(free.remove(at));
            }
        }
    }
    let mut changes = Vec::new();
    for (picture, o) in news.iter().zip(of_new) {
        let Some(former) = o.map(|o| &olds[o]) else {
            changes.push(FigureChange { name: picture.name(), stood: (false, true), edits: Vec::new() });
            continue;
        };
        let aspects = [
            (FigureAspect::File, former.file, picture.file),
            (FigureAspect::Alternative, &former.alternative, &picture.alternative),
            (FigureAspect::Width, &former.width, &picture.width),
        ];
        let edits: Vec<_> =
            aspects.into_iter().filter(|(_, a, b)| a != b).map(|(aspect, a, b)| (aspect, a.to_owned(), b.to_owned())).collect();
        if !edits.is_empty() {
            changes.push(FigureChange { name: picture.name(), stood: (true, true), edits });
        }
    }
    changes.extend(free.into_iter().map(|o| FigureChange { name: olds[o].name(), stood: (true, false), edits: Vec::new() }));
    changes
}

fn shown<'a>(node: &'a Node, outline: &Outline) -> Vec<Shown<'a>> {
    let picture = |block: &'a Block| match block {
        Block::Image { file, alternative, caption, width } => Some(Shown {
            file,
            alternative: words(alternative, outline),
            caption: words(caption, outline),
            width: width.map(|width| format!("{width}％")).unwrap_or_default(),
        }),
        _ => None,
    };
    node.body.iter().filter_map(picture).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Plan, Role};

    fn told(old: &[(&str, &str, &str)], new: &[(&str, &str, &str)]) -> Vec<String> {
        let plan = |pictures: &[(&str, &str, &str)]| {
            let picture = |(file, alternative, caption): &(&str, &str, &str)| Block::Image {
                file: (*file).to_owned(),
                alternative: (*alternative).to_owned(),
                caption: (*caption).to_owned(),
                width: None,
            };
            let node = Node { body: pictures.iter().map(picture).collect(), ..Node::new(Role::Item, "写真") };
            Plan { nodes: vec![Arc::new(node)], ..Plan::new("計画", None) }
        };
        let (old, new) = (plan(old), plan(new));
        let (before, after) = (Outline::of(&old), Outline::of(&new));
        let word = |change: FigureChange| {
            let edits: Vec<String> = change.edits.iter().map(|(aspect, a, b)| format!("{aspect:?} {a}→{b}")).collect();
            format!("{} {:?} {}", change.name, change.stood, edits.join(" "))
        };
        compared((&old.nodes[0], &before), (&new.nodes[0], &after)).into_iter().map(word).collect()
    }

    #[test]
    fn a_picture_is_the_same_by_file_caption_or_place() {
        let a = ("a.png", "会場の様子", "会場");
        assert_eq!(told(&[a], &[a]), [""; 0]);
        assert_eq!(told(&[a], &[("b.png", "会場の様子", "会場")]), ["会場 (true, true) File a.png→b.png"]);
        assert_eq!(told(&[a], &[("a.png", "会場の入口", "会場")]), ["会場 (true, true) Alternative 会場の様子→会場の入口"]);
        assert_eq!(told(&[a], &[("c.png", "", "地図"), a]), ["地図 (false, true) "]);
        assert_eq!(told(&[("c.png", "", ""), a], &[a]), ["c.png (true, false) "]);
    }
}
