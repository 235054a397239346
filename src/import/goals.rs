//! 重点目標：1、3 below a title becomes links to those goals.
//!
//! Lives here: the matching of the labels with the plan's goals. Does not live here: which line says so (`marks`).
//! May use: `plan`.

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::half_width;
use crate::plan::{Block, Node, NodeId, Outline, Plan, Role};

/// A label without what it ends with where it stands alone.
fn bare(label: &str) -> String {
    half_width(label.trim()).trim_end_matches(['.', '、']).to_owned()
}

/// Links each node with the goals that were written for it; words that name no goal for certain go back into its body.
pub(super) fn link(plan: &mut Plan, written: &HashMap<NodeId, String>) {
    if written.is_empty() {
        return;
    }
    let outline = Outline::of(plan);
    let mut goals: HashMap<String, Option<NodeId>> = HashMap::new();
    for row in outline.rows().iter().filter(|row| row.node.role == Role::Goal && row.parent.is_some()) {
        let name = if row.label.is_empty() { bare(&row.node.title) } else { bare(&row.label) };
        // Two goals of one label: neither is meant for certain.
        goals.entry(name).and_modify(|id| *id = None).or_insert(Some(row.node.id));
    }
    plan.nodes.iter_mut().for_each(|node| visit(node, written, &goals));
}

fn visit(node: &mut Arc<Node>, written: &HashMap<NodeId, String>, goals: &HashMap<String, Option<NodeId>>) {
    // The drafts have just become nodes: nobody shares them yet, so nothing is copied here.
    let node = Arc::make_mut(node);
    if let Some(words) = written.get(&node.id) {
        let found: Option<Vec<NodeId>> = words.split('、').map(|label| goals.get(&bare(label)).copied().flatten()).collect();
        match found {
            Some(found) => node.goals = found,
            None => node.body.insert(0, Block::Text(format!("重点目標：{words}"))),
        }
    }
    node.children.iter_mut().for_each(|child| visit(child, written, goals));
}

#[cfg(test)]
mod tests {
    use crate::import::{Kind, import_text};
    use crate::plan::{Block, Status};

    #[test]
    fn what_a_plan_prints_below_a_title_is_read_back() {
        let text = "令和7年度事業計画\n令和7年3月26日\n\n1 重点目標\n(1) 支え合い\n(2) 相談支援\n2 事業内容\n(1) 地域\n① 新 見守り活動（自主事業）\n　　担当：地域福祉課　　重点目標：(1)、(2)　　予算：1,200千円\n② 新しい生活\n　　重点目標：(9)\n";
        let plan = import_text(text, Kind::Text).plan;
        let node = |title: &str| plan.walk().find(|node| node.title == title).expect("there").clone();
        let project = node("見守り活動");
        assert_eq!((project.status, project.lead.as_str(), project.budget), (Some(Status::New), "地域福祉課", Some(1200)));
        assert_eq!(project.goals, [node("支え合い").id, node("相談支援").id]);
        assert_eq!((project.body.len(), project.funding.len()), (0, 1));
        assert_eq!(node("新しい生活").body, [Block::Text("重点目標：(9)".to_owned())], "what names no goal stays a text");
        assert_eq!(plan.date, chrono::NaiveDate::from_ymd_opt(2025, 3, 26));
        assert!(plan.preface.is_empty());
    }

    #[test]
    fn a_page_of_the_web_is_read_as_one() {
        let html = "<!DOCTYPE html><html><head><style>p { margin: 0; }</style><title>x</title></head><body><h1>令和7年度事業計画</h1>\
            <nav><ul><li><a href=\"#a\">1 基本方針</a></li></ul></nav><h2>1 基本方針</h2><p>支え合う。</p><h2>2 事業内容</h2>\
            <h3>(1) 地域</h3><h4>① <abbr class=\"boxed\">新</abbr> 見守り</h4><table><tr><th>区分</th></tr><tr><td>甲</td></tr></table>\
            <ul><li><span class=\"label\">ア</span>会議<ul><li><span class=\"label bullet\">・</span>総会（5月）</li></ul></li></ul></body></html>";
        let plan = import_text(html, Kind::Html).plan;
        assert_eq!(plan.title, "令和7年度事業計画");
        let titles: Vec<&str> = plan.walk().map(|node| node.title.as_str()).collect();
        assert_eq!(titles, ["基本方針", "事業内容", "地域", "見守り", "会議", "総会"]);
        let last = plan.walk().nth(3).expect("nodes").clone();
        assert_eq!(last.children[0].children[0].title, "総会");
        assert_eq!(last.status, Some(Status::New));
        assert!(matches!(last.body.as_slice(), [Block::Table(table)] if table.rows.len() == 2));
    }
}
