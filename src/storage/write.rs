//! Writing a plan in its canonical form: the same plan always gives the same text.

use ron::ser::PrettyConfig;

use super::error::SaveError;
use super::schema_v1::PlanV1;
use crate::plan::{MAX_DEPTH, Plan};

/// The canonical text of `plan`.
///
/// # Errors
/// [`SaveError::TooDeep`] if the tree is deeper than a file may hold.
pub fn write_plan(plan: &Plan) -> Result<String, SaveError> {
    if plan.depth() > MAX_DEPTH {
        return Err(SaveError::TooDeep);
    }
    let pretty = PrettyConfig::new().new_line("\n").indentor(" ").escape_strings(false).compact_structs(false);
    let mut text = super::header::options().to_string_pretty(&PlanV1::from(plan), pretty).map_err(|e| SaveError::Format(e.to_string()))?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Block, Cell, Node, Role, Table};
    use crate::storage::read_plan;
    use std::sync::Arc;

    #[test]
    fn text_survives_whatever_it_holds() {
        let mut plan = Plan::new("題「\"#\"」\\", None);
        let mut node = Node::new(Role::Project, "改行\nと \"#\" と 𠮷 と　全角");
        node.body = vec![
            Block::Text("\"##\" \\u{3000} \t".into()),
            Block::Quote { text: "声".into(), source: String::new() },
            Block::Table(Table { rows: vec![vec![Cell::new("a\nb"), Cell { columns: 2, ..Cell::new("") }]], ..Table::default() }),
        ];
        node.budget = Some(i64::MIN);
        plan.nodes.push(Arc::new(node));
        let text = write_plan(&plan).expect("fine");
        assert_eq!(read_plan(text.as_bytes()).expect("reads again"), plan);
        assert!(text.starts_with("(\n format: \"nendo-plan\",\n version: 1,\n"), "{text}");
    }

    #[test]
    fn the_deepest_plan_with_a_table_reads_again() {
        let table = Block::Table(Table { rows: vec![vec![Cell { head: true, ..Cell::new("x") }]], ..Table::default() });
        let mut node = Node { body: vec![table.clone()], ..Node::new(Role::Item, "x") };
        for _ in 0..MAX_DEPTH - 1 {
            node = Node { children: vec![Arc::new(node)], body: vec![table.clone()], ..Node::new(Role::Item, "x") };
        }
        let mut plan = Plan::new("t", None);
        plan.nodes.push(Arc::new(node));
        let text = write_plan(&plan).expect("fine");
        assert_eq!(read_plan(text.as_bytes()).expect("reads again"), plan);
        plan.nodes[0] = Arc::new(Node { children: vec![plan.nodes[0].clone()], ..Node::new(Role::Item, "x") });
        assert_eq!(write_plan(&plan), Err(SaveError::TooDeep));
    }
}
