//! Templates (ひな型): a plan without what belongs to its year alone, and new plans made from one.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Block, FiscalYear, Node, NodeId, Plan, Stage, TextPart, redirected_token, split_references};
use crate::calendar::find_fiscal_year;

/// What of a plan a template keeps. Titles, numbering, page style and status-free structure always stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// The texts of the bodies and the preface.
    pub texts: bool,
    /// Lead, partners, funding and goals.
    pub fields: bool,
    /// Schedules.
    pub schedules: bool,
    /// Budgets.
    pub budgets: bool,
    /// Status marks, which tell of one year against the last.
    pub status: bool,
}

impl Keep {
    /// The tree alone.
    pub const STRUCTURE: Self = Self { texts: false, fields: false, schedules: false, budgets: false, status: false };
    /// What holds for another year as well.
    pub const USUAL: Self = Self { texts: true, fields: true, schedules: false, budgets: false, status: false };
}

/// What `keep` leaves of a plan. Stage and day are those of a new plan.
pub fn as_template(plan: &Plan, keep: Keep) -> Plan {
    fn kept(node: &Node, keep: Keep) -> Arc<Node> {
        let mut bare = Node {
            id: node.id,
            label: node.label,
            children: node.children.iter().map(|child| kept(child, keep)).collect(),
            ..Node::new(node.role, node.title.clone())
        };
        if keep.texts {
            bare.body.clone_from(&node.body);
        }
        if keep.fields {
            bare.funding.clone_from(&node.funding);
            bare.lead.clone_from(&node.lead);
            bare.partners.clone_from(&node.partners);
            bare.partner_note.clone_from(&node.partner_note);
            bare.goals.clone_from(&node.goals);
        }
        if keep.schedules {
            bare.schedule.clone_from(&node.schedule);
        }
        if keep.budgets {
            bare.budget = node.budget;
        }
        if keep.status {
            bare.status = node.status;
        }
        Arc::new(bare)
    }
    Plan {
        stage: Stage::default(),
        date: None,
        preface: if keep.texts { plan.preface.clone() } else { Vec::new() },
        nodes: plan.nodes.iter().map(|child| kept(child, keep)).collect(),
        remarks: Arc::default(),
        ..plan.clone()
    }
}

/// A new plan from a template: every node has an id of its own, and references and goals point into the
/// new plan. Texts stay as they are.
pub fn plan_from_template(template: &Plan, title: String, year: Option<FiscalYear>) -> Plan {
    let ids: HashMap<NodeId, NodeId> = template.walk().map(|node| (node.id, NodeId::new())).collect();
    fn copy(node: &Node, ids: &HashMap<NodeId, NodeId>) -> Arc<Node> {
        let own = |id: &NodeId| ids.get(id).copied().unwrap_or(*id);
        Arc::new(Node {
            id: own(&node.id),
            title: point_anew(&node.title, ids),
            goals: node.goals.iter().map(own).collect(),
            body: blocks_anew(&node.body, ids),
            children: node.children.iter().map(|child| copy(child, ids)).collect(),
            ..node.clone()
        })
    }
    Plan {
        title,
        fiscal_year: year,
        stage: Stage::default(),
        date: None,
        preface: blocks_anew(&template.preface, &ids),
        nodes: template.nodes.iter().map(|node| copy(node, &ids)).collect(),
        remarks: Arc::default(),
        ..template.clone()
    }
}

fn blocks_anew(blocks: &[Block], ids: &HashMap<NodeId, NodeId>) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    for block in &mut blocks {
        for text in block.texts_mut() {
            if text.contains("[[") {
                *text = point_anew(text, ids);
            }
        }
    }
    blocks
}

/// `text` with its references turned to the new nodes.
fn point_anew(text: &str, ids: &HashMap<NodeId, NodeId>) -> String {
    split_references(text)
        .into_iter()
        .map(|part| match part {
            TextPart::Plain(plain) => plain.to_owned(),
            TextPart::Reference(id, token) => ids.get(&id).map_or_else(|| token.to_owned(), |new| redirected_token(token, *new)),
        })
        .collect()
}

/// A title for another year: the template's own year in it becomes `to`, in the title's own writing of
/// digits; other years stay. `None` if its year does not stand there.
pub fn title_for_year(title: &str, own: Option<FiscalYear>, to: FiscalYear) -> Option<String> {
    let mut from = 0;
    while let Some((year, range)) = find_fiscal_year(&title[from..]) {
        let range = range.start + from..range.end + from;
        if own.is_none_or(|own| own == year) {
            let written = &title[range.clone()];
            let western = written.starts_with(|c: char| crate::calendar::half_width_char(c).is_ascii_digit());
            let full = written.chars().any(|c| ('０'..='９').contains(&c));
            let spoken = if western { format!("{}年度", to.0) } else { to.to_string() };
            let widen = |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c };
            let spoken: String = if full { spoken.chars().map(widen).collect() } else { spoken };
            return Some(format!("{}{spoken}{}", &title[..range.start], &title[range.end..]));
        }
        from = range.end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::reference_token;
    use crate::plan::{Cell, Role, Status, Table};

    fn plan() -> Plan {
        let goal = Arc::new(Node::new(Role::Goal, "見守り"));
        let mut project = Node::new(Role::Project, "ふれあいサロン");
        project.goals = vec![goal.id];
        project.status = Some(Status::New);
        project.budget = Some(120);
        project.schedule = vec!["毎月".into()];
        project.lead = "地域福祉課".into();
        let cell = Cell::new(reference_token(goal.id));
        project.body = vec![
            Block::Text(format!("「{}」による。", reference_token(goal.id))),
            Block::Table(Table { rows: vec![vec![cell]], ..Table::default() }),
        ];
        let mut plan = Plan::new("令和６年度事業計画", Some(FiscalYear(2024)));
        plan.stage = Stage::Approved;
        plan.preface = vec![Block::Text("前文".into())];
        plan.nodes = vec![goal, Arc::new(project)];
        plan
    }

    #[test]
    fn a_template_keeps_what_was_asked_for() {
        let plan = plan();
        let bare = as_template(&plan, Keep::STRUCTURE);
        assert_eq!(bare.walk().count(), plan.walk().count());
        assert!(bare.preface.is_empty());
        let project = &bare.nodes[1];
        assert_eq!((project.title.as_str(), project.status, project.budget), ("ふれあいサロン", None, None));
        assert!(project.body.is_empty() && project.schedule.is_empty() && project.lead.is_empty() && project.goals.is_empty());
        let usual = as_template(&plan, Keep::USUAL);
        assert_eq!(usual.nodes[1].body, plan.nodes[1].body);
        assert_eq!((usual.nodes[1].lead.as_str(), usual.nodes[1].budget), ("地域福祉課", None));
        let all = Keep { texts: true, fields: true, schedules: true, budgets: true, status: true };
        assert_eq!(as_template(&plan, all).nodes, plan.nodes);
        assert_eq!(as_template(&plan, all).stage, Stage::Draft(1));
    }

    #[test]
    fn a_new_plan_has_ids_of_its_own_that_point_into_it() {
        let template = plan();
        let new = plan_from_template(&template, "令和7年度事業計画".into(), Some(FiscalYear(2025)));
        let (goal, project) = (&new.nodes[0], &new.nodes[1]);
        assert!(new.walk().all(|node| template.node(node.id).is_none()));
        assert_eq!(project.goals, [goal.id]);
        let token = reference_token(goal.id);
        assert_eq!(project.body[0], Block::Text(format!("「{token}」による。")));
        assert_eq!(project.body[1].texts()[0], token);
    }

    #[test]
    fn only_the_templates_own_year_becomes_another() {
        let to = FiscalYear(2025);
        let own = Some(FiscalYear(2024));
        assert_eq!(title_for_year("令和6年度事業計画", own, to).as_deref(), Some("令和7年度事業計画"));
        assert_eq!(title_for_year("令和６年度 事業計画（案）", own, to).as_deref(), Some("令和７年度 事業計画（案）"));
        assert_eq!(title_for_year("2024年度事業計画", own, to).as_deref(), Some("2025年度事業計画"));
        assert_eq!(title_for_year("平成30年度からの歩みと令和6年度計画", own, to).as_deref(), Some("平成30年度からの歩みと令和7年度計画"));
        assert_eq!(title_for_year("平成30年度報告", own, to), None);
        assert_eq!(title_for_year("事業計画", None, to), None);
    }
}
