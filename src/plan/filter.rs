//! Filters: which nodes are worth a look, by their fields.

use std::collections::HashSet;
use std::sync::Arc;

use super::{IdMap, Node, NodeId, Outline, Plan, Role, Status};

/// What nodes must be like to be shown. Each part narrows it; an empty filter lets every node through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Filter {
    /// One of these status marks.
    pub status: Vec<Status>,
    /// One of these funding words.
    pub funding: Vec<String>,
    /// One of these lead sections.
    pub lead: Vec<String>,
    /// It serves one of these goals.
    pub goals: Vec<NodeId>,
    /// A project or item without a schedule.
    pub no_schedule: bool,
    /// A goal that no node serves.
    pub unserved_goal: bool,
    /// How it stands to the baseline.
    pub change: Option<FilterChange>,
}

/// How a node stands to the version before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterChange {
    /// Its own fields are as they were: nobody has worked on it yet.
    Untouched,
    /// It is new or its own fields are different.
    Touched,
}

impl Filter {
    /// Whether it lets every node through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many conditions it has.
    pub fn count(&self) -> usize {
        self.status.len()
            + self.funding.len()
            + self.lead.len()
            + self.goals.len()
            + usize::from(self.no_schedule)
            + usize::from(self.unserved_goal)
            + usize::from(self.change.is_some())
    }

    /// Which rows of `outline` pass, one answer a row; `baseline` is the version before.
    pub fn passing(&self, outline: &Outline, baseline: &Plan) -> Vec<bool> {
        let served: HashSet<NodeId> = if self.unserved_goal {
            outline.rows().iter().flat_map(|row| row.node.goals.iter().copied()).collect()
        } else {
            HashSet::new()
        };
        let before: IdMap<&Arc<Node>> =
            if self.change.is_some() { baseline.walk().map(|node| (node.id, node)).collect() } else { IdMap::default() };
        let passes = |node: &Arc<Node>| {
            let touched = || before.get(&node.id).is_none_or(|old| !Arc::ptr_eq(old, node) && !old.same_fields(node));
            (self.status.is_empty() || node.status.is_some_and(|status| self.status.contains(&status)))
                && (self.funding.is_empty() || node.funding.iter().any(|word| self.funding.contains(word)))
                && (self.lead.is_empty() || self.lead.contains(&node.lead))
                && (self.goals.is_empty() || node.goals.iter().any(|goal| self.goals.contains(goal)))
                && (!self.no_schedule || (matches!(node.role, Role::Project | Role::Item) && node.schedule.is_empty()))
                && (!self.unserved_goal || (node.role == Role::Goal && !served.contains(&node.id)))
                && match self.change {
                    None => true,
                    Some(FilterChange::Touched) => touched(),
                    Some(FilterChange::Untouched) => !touched(),
                }
        };
        outline.rows().iter().map(|row| passes(&row.node)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing(filter: &Filter, plan: &Plan, baseline: &Plan) -> Vec<String> {
        let outline = Outline::of(plan);
        let rows = outline.rows().iter().zip(filter.passing(&outline, baseline));
        rows.filter(|(_, passes)| *passes).map(|(row, _)| row.node.title.clone()).collect()
    }

    #[test]
    fn each_condition_narrows() {
        let goal = Node::new(Role::Goal, "目標");
        let served = Node::new(Role::Goal, "進む目標");
        let served_id = served.id;
        let new =
            Node { status: Some(Status::New), lead: "地域課".into(), goals: vec![served.id], ..Node::new(Role::Project, "新しい") };
        let old = Node { lead: "地域課".into(), schedule: vec!["通年".into()], ..Node::new(Role::Project, "続く") };
        let mut plan = Plan::new("t", None);
        plan.nodes = [goal, served, new, old].map(Arc::new).to_vec();
        let empty = Filter::default();
        assert_eq!(passing(&empty, &plan, &plan).len(), 4);
        assert_eq!(passing(&Filter { lead: vec!["地域課".into()], ..empty.clone() }, &plan, &plan), ["新しい", "続く"]);
        let both = Filter { lead: vec!["地域課".into()], status: vec![Status::New], ..empty.clone() };
        assert_eq!((passing(&both, &plan, &plan), both.count()), (vec!["新しい".to_owned()], 2));
        assert_eq!(passing(&Filter { goals: vec![served_id], ..empty.clone() }, &plan, &plan), ["新しい"]);
        assert_eq!(passing(&Filter { no_schedule: true, ..empty.clone() }, &plan, &plan), ["新しい"]);
        assert_eq!(passing(&Filter { unserved_goal: true, ..empty }, &plan, &plan), ["目標"]);
    }

    #[test]
    fn untouched_is_measured_against_the_baseline() {
        let mut plan = Plan::new("t", None);
        let child = Arc::new(Node::new(Role::Item, "子"));
        plan.nodes = vec![Arc::new(Node { children: vec![child], ..Node::new(Role::Part, "親") }), Arc::new(Node::new(Role::Part, "他"))];
        let baseline = plan.clone();
        Arc::make_mut(&mut Arc::make_mut(&mut plan.nodes[0]).children[0]).title = "改めた子".into();
        plan.nodes.push(Arc::new(Node::new(Role::Part, "新")));
        let filter = |change| Filter { change: Some(change), ..Filter::default() };
        assert_eq!(passing(&filter(FilterChange::Touched), &plan, &baseline), ["改めた子", "新"]);
        assert_eq!(passing(&filter(FilterChange::Untouched), &plan, &baseline), ["親", "他"], "a change below is not its own");
    }
}
