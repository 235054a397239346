//! Margins, type or lines that no page can be set with: they are printed within their bounds.

use std::ops::RangeInclusive;

use crate::locale::Message;
use crate::plan::{BASE_SIZE, Finding, FindingLevel, LINE_SPACING, MARGIN, Outline, Plan};

pub(super) fn find(plan: &Plan, _outline: &Outline, findings: &mut Vec<Finding>) {
    let style = &plan.style;
    let margins = [style.margins.top, style.margins.bottom, style.margins.left, style.margins.right];
    let measures = margins.map(|margin| (("check.margin", "check.margin.hint"), margin, MARGIN, 1.0)).into_iter().chain([
        // Sizes are said in points, kept in tenths of one.
        (("check.base_size", "check.base_size.hint"), style.base_size, BASE_SIZE, 10.0),
        (("check.line_spacing", "check.line_spacing.hint"), style.line_spacing, LINE_SPACING, 1.0),
    ]);
    for ((key, hint), measure, bounds, parts) in measures {
        if let Some(value) = measure.filter(|value| !bounds.contains(value)) {
            let said = |value: u16| (f32::from(value) / parts).to_string();
            let used = value.clamp(*bounds.start(), *bounds.end());
            let message = Message::new(key).with("raw", value).with("value", said(value)).with("used", said(used));
            let message = message.with("least", said(*bounds.start())).with("most", said(*bounds.end()));
            let meant = meant(value, &bounds).unwrap_or(used);
            let hint = Message::new(hint).with("write", meant).with("meant", said(meant));
            findings.push(Finding::new(FindingLevel::Warning, message).with_hint(hint));
        }
    }
}

/// What somebody meant who wrote a measure in another unit: points for their tenths, times for per cent.
fn meant(value: u16, bounds: &RangeInclusive<u16>) -> Option<u16> {
    let in_other_units = [value.checked_mul(10), value.checked_mul(100), Some(value / 10)];
    in_other_units.into_iter().flatten().find(|value| bounds.contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::plan::Margins;

    fn found(plan: &Plan) -> Vec<Finding> {
        let mut findings = Vec::new();
        find(plan, &Outline::of(plan), &mut findings);
        findings
    }

    #[test]
    fn a_slip_of_units_is_told_with_what_to_write() {
        let mut plan = Plan::new("t", None);
        (plan.style.base_size, plan.style.line_spacing) = (Some(14), Some(2));
        plan.style.margins = Margins { top: Some(250), bottom: Some(9), ..Margins::default() };
        let args = |finding: &Finding| {
            let hint = finding.hint.as_ref().expect("a hint");
            let told = finding.message.args.iter().chain(&hint.args);
            told.filter(|(name, _)| ["value", "used", "write"].contains(name)).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let found: Vec<_> = found(&plan).iter().map(args).collect();
        assert_eq!(found, [["250", "60", "25"], ["9", "10", "10"], ["1.4", "10.5", "140"], ["2", "125", "200"]]);
    }

    #[test]
    fn each_measure_out_of_bounds_is_told_once() {
        let mut plan = Plan::new("t", None);
        plan.style.margins = Margins { top: Some(5), left: Some(20), ..Margins::default() };
        (plan.style.base_size, plan.style.line_spacing) = (Some(80), Some(170));
        let found = found(&plan);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["check.margin", "check.base_size"]);
        let words = found[1].text(Lang::En);
        assert!(words.contains("8 pt") && words.contains("10.5") && words.contains("14"), "{words}");
    }
}
