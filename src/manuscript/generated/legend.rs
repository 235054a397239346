//! 凡例: what the marks of this plan mean.

use super::{Entry, Part, table};
use crate::manuscript::block::{Align, Span, SpanStyle};
use crate::plan::{Outline, Plan, Status, StatusMarks};

/// The marks that the plan uses; none for a plan without any.
pub(super) fn part(plan: &Plan, outline: &Outline) -> Option<Part> {
    let uses = |test: &dyn Fn(&crate::plan::Node) -> bool| outline.rows().iter().any(|row| test(&row.node));
    let mut rows = Vec::new();
    for status in Status::ALL.into_iter().filter(|status| uses(&|node| node.status == Some(*status))) {
        let mark = match plan.style.status_marks {
            StatusMarks::Brackets => Span { style: SpanStyle::Strong, ..Span::plain(format!("【{}】", status.word())) },
            StatusMarks::Boxed => Span { style: SpanStyle::Boxed, ..Span::plain(status.short()) },
        };
        rows.push(vec![Entry { spans: vec![mark], align: Align::Center }, Entry::left(meaning(status))]);
    }
    if uses(&|node| !node.funding.is_empty()) {
        rows.push(vec![Entry::centred("（　）"), Entry::left("題名の後の（市受託事業）などは、財源又は委託元")]);
    }
    if uses(&|node| !node.partners.is_empty()) {
        rows.push(vec![Entry::centred("〔　〕"), Entry::left("連携して実施する団体")]);
    }
    if rows.is_empty() {
        return None;
    }
    Some(Part { title: "凡例", weighty: false, blocks: vec![table(&["印".to_owned(), "意味".to_owned()], rows, Vec::new())] })
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::New => "今年度から新たに行う事業",
        Status::Expanded => "内容や規模を広げる事業",
        Status::Continued => "前年度から続けて行う事業",
        Status::Revised => "内容や進め方を見直す事業",
        Status::Ended => "今年度をもって終える事業",
    }
}
