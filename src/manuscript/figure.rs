//! Figures of the plan: the nodes below a figure as trees of boxes.

use super::block::Tree;
use crate::plan::{Block, Node, Outline, Role, resolve_references};

/// Whether what stands below `node` is drawn instead of written.
pub(super) fn is_drawn(node: &Node) -> bool {
    node.role == Role::Figure && !node.children.is_empty()
}

/// The trees below a figure, one for each root.
pub(super) fn trees(node: &Node, outline: &Outline) -> Vec<Tree> {
    node.children.iter().map(|child| boxed(child, outline)).collect()
}

/// A node as a box: its title, then the lines of its body.
fn boxed(node: &Node, outline: &Outline) -> Tree {
    let body = node.body.iter().filter(|block| !matches!(block, Block::Table(_) | Block::Image { .. })).flat_map(Block::texts);
    let texts = std::iter::once(node.title.as_str()).chain(body).filter(|text| !text.is_empty());
    Tree {
        lines: texts.map(|text| resolve_references(text, outline)).collect(),
        children: node.children.iter().map(|child| boxed(child, outline)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::manuscript::{BlockKind, compose};
    use crate::plan::{Numbering, Pictures, Plan};

    #[test]
    fn a_figure_is_drawn_and_not_written() {
        let office = Node { children: vec![Arc::new(Node::new(Role::Item, "総務課"))], ..Node::new(Role::Item, "事務局") };
        let council = Node { children: vec![Arc::new(office)], ..Node::new(Role::Item, "理事会") };
        let mut plan = Plan::new("計画", None);
        plan.nodes = vec![Arc::new(Node { children: vec![Arc::new(council)], ..Node::new(Role::Figure, "組織図") })];
        let manuscript = compose(&plan, &Pictures::none());
        let [.., heading, figure] = manuscript.blocks.as_slice() else { panic!("two blocks") };
        assert!(matches!(heading.kind, BlockKind::Heading { .. }));
        let BlockKind::Figure { trees, .. } = &figure.kind else { panic!("a figure") };
        let outline: Vec<String> = trees.iter().flat_map(Tree::outline).map(|(depth, text)| format!("{depth}{text}")).collect();
        assert_eq!(outline, ["0理事会", "1事務局", "2総務課"]);
    }

    #[test]
    fn a_bulleted_chart_is_ranked_like_the_items_beside_it() {
        let mut plan = Plan::new("計画", None);
        let body = vec![Block::Text("会員から集める。".to_owned())];
        let fees = Node { body, ..Node::new(Role::Item, "会費") };
        let chart = Node { children: vec![Arc::new(Node::new(Role::Item, "総会"))], ..Node::new(Role::Figure, "組織図") };
        plan.numbering = Numbering::Preset("city".to_owned());
        let bulleted = |mut node: Node| {
            node.label.level = Some(4);
            Arc::new(node)
        };
        plan.nodes = vec![Arc::new(Node { children: vec![bulleted(fees), bulleted(chart)], ..Node::new(Role::Part, "概要") })];
        let manuscript = compose(&plan, &Pictures::none());
        let items = manuscript.blocks.iter().filter(|block| matches!(&block.kind, BlockKind::Item { leads: true, .. })).count();
        assert_eq!(items, 2);
    }
}
