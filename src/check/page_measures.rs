//! Margins, type or lines that no page can be set with: they are printed within their bounds.

use crate::locale::Message;
use crate::plan::{BASE_SIZE, Finding, FindingLevel, LINE_SPACING, MARGIN, Outline, Plan};

pub(super) fn find(plan: &Plan, _outline: &Outline, findings: &mut Vec<Finding>) {
    findings.extend(page_measures(plan));
}

/// The measures of the page style that cannot be printed as they stand.
pub fn page_measures(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let style = &plan.style;
    let margins = [style.margins.top, style.margins.bottom, style.margins.left, style.margins.right];
    let measures = margins.map(|margin| ("check.margin", margin, MARGIN, 1.0)).into_iter().chain([
        // Sizes are said in points, kept in tenths of one.
        ("check.base_size", style.base_size, BASE_SIZE, 10.0),
        ("check.line_spacing", style.line_spacing, LINE_SPACING, 1.0),
    ]);
    for (key, measure, bounds, parts) in measures {
        if let Some(value) = measure.filter(|value| !bounds.contains(value)) {
            let said = |value: u16| (f32::from(value) / parts).to_string();
            let message =
                Message::new(key).with("value", said(value)).with("least", said(*bounds.start())).with("most", said(*bounds.end()));
            findings.push(Finding::new(FindingLevel::Warning, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::plan::Margins;

    #[test]
    fn each_measure_out_of_bounds_is_told_once() {
        let mut plan = Plan::new("t", None);
        plan.style.margins = Margins { top: Some(5), left: Some(20), ..Margins::default() };
        (plan.style.base_size, plan.style.line_spacing) = (Some(80), Some(170));
        let found = page_measures(&plan);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["check.margin", "check.base_size"]);
        let words = found[1].text(Lang::En);
        assert!(words.contains("8 pt") && words.contains("10.5") && words.contains("14"), "{words}");
    }
}
