//! The list of hits, grouped by node: the words found in what stands around them, and what would replace them.

use eframe::egui::{
    self, Align, FontFamily, FontId, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};
use nendo::edit::{Hit, TextField, text_at};
use nendo::plan::{NodeId, resolve_references};

use super::{FindState, mark_of};
use crate::gui::theme;
use crate::gui::views::{Action, Cx};

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResultRow {
    /// The heading of the hits of a node, or of the plan's own texts.
    Group(Option<NodeId>),
    /// A hit.
    Hit(usize),
    /// What stands there once it is replaced.
    New(usize),
}

/// Characters shown before a hit.
const BEFORE: usize = 8;
/// The same where what would replace it stands below: the column is narrow, and the new words must be in it.
const BEFORE_NEW: usize = 5;
/// Characters shown from a hit on.
const AFTER: usize = 48;
/// Characters shown in a tooltip.
const WHOLE: usize = 400;
const ROW: f32 = 26.0;

pub(super) fn rows(hits: &[Hit], replacing: bool) -> Vec<ResultRow> {
    let mut rows = Vec::with_capacity(hits.len() + hits.len() / 2);
    let mut last = None;
    for (at, hit) in hits.iter().enumerate() {
        if last != Some(hit.place.node) {
            last = Some(hit.place.node);
            rows.push(ResultRow::Group(hit.place.node));
        }
        rows.push(ResultRow::Hit(at));
        if replacing && !hit.shown_only {
            rows.push(ResultRow::New(at));
        }
    }
    rows
}

pub(super) fn results_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut FindState) {
    let mut area = ScrollArea::vertical().id_salt("find.results").auto_shrink([false, false]).animated(false);
    if std::mem::take(&mut state.scroll_to_current)
        && let Some(row) = state.current.and_then(|at| state.rows.iter().position(|row| *row == ResultRow::Hit(at)))
    {
        let middle = (row as f32 + 0.5) * ROW - ui.available_height() / 2.0;
        area = area.vertical_scroll_offset(middle.max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, state.rows.len(), |ui, range| {
        for at in range {
            match state.rows.get(at).copied() {
                Some(ResultRow::Group(node)) => group_ui(ui, cx, node),
                Some(ResultRow::Hit(at)) => hit_ui(ui, cx, state, at, false),
                Some(ResultRow::New(at)) => hit_ui(ui, cx, state, at, true),
                None => {}
            }
        }
    });
}

fn group_ui(ui: &mut Ui, cx: &Cx<'_>, node: Option<NodeId>) {
    let outline = cx.doc.outline();
    let words = match node.and_then(|id| outline.row(id)) {
        Some(row) => outline.heading(row),
        None if node.is_none() => cx.t("window.find.of_plan").to_owned(),
        None => String::new(),
    };
    let words = if words.is_empty() { cx.t("window.untitled").to_owned() } else { words };
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), egui::Layout::left_to_right(Align::Center), |ui| {
        ui.set_height(ROW);
        ui.add_space(12.0);
        let t = theme::tokens(ui);
        let font = FontId::new(theme::TEXT_SMALL, theme::bold());
        let galley = crate::gui::views::outline::one_row(ui, &words, font, t.text, ui.available_width() - 8.0);
        ui.add(egui::Label::new(galley));
    });
}

fn hit_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut FindState, at: usize, new: bool) {
    let Some(hit) = state.search.hits().get(at).cloned() else { return };
    let node = hit.place.node.and_then(|id| cx.doc.outline().row(id)).map(|row| row.node.clone());
    let plan = cx.doc.plan().clone();
    let Some(text) = text_at(&plan, node.as_deref(), hit.place) else { return };
    let text = text.as_ref();
    let Some(found) = text.get(hit.range.clone()) else { return };
    let outline = cx.doc.outline().clone();
    let shown = |part: &str| -> String { resolve_references(part, &outline) };
    let before = shown(&text[..hit.range.start]);
    let room = if state.replacing { BEFORE_NEW } else { BEFORE };
    let before: String = if before.chars().count() > room {
        std::iter::once('…').chain(before.chars().skip(before.chars().count() - room)).collect()
    } else {
        before
    };
    let after: String = shown(&text[hit.range.end..]).chars().take(AFTER).collect();
    let (before, after) = (before.replace('\n', " "), after.replace('\n', " "));
    let found = shown(found).replace('\n', " ");
    let t = theme::tokens(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), egui::Layout::left_to_right(Align::Center), |ui| {
        ui.set_height(ROW);
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(16.0);
        let replaced = state.replacing && !hit.shown_only;
        if state.replacing && new {
            ui.add_space(theme::ICON);
        } else if state.replacing {
            let mut wanted = replaced && !state.left_out.contains(&mark_of(&hit));
            let name = cx.t("window.find.take_part");
            let check = ui.add_enabled(replaced, egui::Checkbox::without_text(&mut wanted));
            let check = check.accessible_name(format!("{name} {}", at + 1)).on_hover_text(name);
            let check = check.on_disabled_hover_text(cx.t(shown_only(&hit)));
            if check.changed() && !wanted {
                state.left_out.insert(mark_of(&hit));
            } else if check.changed() {
                state.left_out.remove(&mark_of(&hit));
            }
        }
        let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
        let plain = |color| TextFormat { valign: Align::Center, ..TextFormat::simple(font.clone(), color) };
        let mut job = LayoutJob::default();
        let part = replaced && !state.left_out.contains(&mark_of(&hit));
        if new {
            job.append("→ ", 0.0, plain(t.muted));
            job.append(&before, 0.0, plain(t.muted));
            let format = if part { TextFormat { background: t.accent_soft, ..plain(t.accent) } } else { plain(t.muted) };
            job.append(&hit.replacement, 0.0, format);
            job.append(&after, 0.0, plain(t.muted));
        } else {
            if hit.place.field != TextField::Title {
                job.append(&format!("{} ", cx.t(hit.place.field.key())), 0.0, plain(t.muted));
            }
            job.append(&before, 0.0, plain(t.text));
            let format = if part {
                TextFormat { strikethrough: Stroke::new(1.0, t.removed), ..plain(t.removed) }
            } else {
                TextFormat { background: t.accent_soft, ..plain(t.accent) }
            };
            job.append(&found, 0.0, format);
            job.append(&after, 0.0, plain(t.text));
        }
        let spoken = if new { format!("→ {before}{}{after}", hit.replacement) } else { format!("{before}{found}{after}") };
        let response = line_ui(ui, job, state.current == Some(at), &spoken);
        let response = if replaced { response.on_hover_text(whole(&shown, text, &hit)) } else { response };
        let response =
            if hit.shown_only && state.replacing { response.on_hover_text(RichText::new(cx.t(shown_only(&hit)))) } else { response };
        if response.clicked() {
            state.go(at);
            state.scroll_to_current = false;
            cx.out.push(Action::GoToText(Box::new(hit.clone())));
        }
    });
}

/// Why a hit is not replaced.
pub fn shown_only(hit: &Hit) -> &'static str {
    if hit.place.field == TextField::Budget { "window.find.no_amount" } else { "window.find.holds_reference" }
}

/// The text as it is and as it would be, for the tooltip.
fn whole(shown: &dyn Fn(&str) -> String, text: &str, hit: &Hit) -> String {
    let new = format!("{}{}{}", &text[..hit.range.start], hit.replacement, &text[hit.range.end..]);
    let cut = |text: String| -> String { text.chars().take(WHOLE).collect() };
    format!("{}\n→ {}", cut(shown(text)), cut(shown(&new)))
}

/// A line one can click: its text from the left edge, cut at the right one.
fn line_ui(ui: &mut Ui, mut job: LayoutJob, current: bool, spoken: &str) -> egui::Response {
    let t = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2((ui.available_width() - 6.0).max(8.0), ROW - 2.0), Sense::CLICK);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.wrap.max_width = (rect.width() - 8.0).max(8.0);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    if current || response.hovered() {
        ui.painter().rect_filled(rect, egui::CornerRadius::same(theme::CORNER), if current { t.accent_soft } else { t.hover });
    }
    ui.painter().galley(pos2(rect.left() + 4.0, rect.center().y - galley.size().y / 2.0), galley, t.text);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, spoken));
    response
}
