//! The editor of the selected node: its title, every field, its body.

use eframe::egui::{self, ComboBox, FontId, Id, RichText, ScrollArea, Ui, vec2};
use nendo::edit::{BlockPlace, NodeField};
use nendo::plan::{LabelRule, Node, NodeId, NodeLabel, Role, Row, Status, funding_name};

use super::body::{self, BodyOwner, BodyState};
use super::table_editor::{Caret, TableFocus};
use super::{Action, Cx, plan_form};
use crate::gui::commands::UiCommand;
use crate::gui::widgets::chip;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::workspace::Document;
use crate::gui::{ime, theme};

const LABEL_WIDTH: f32 = 68.0;
const LABEL_GAP: f32 = 8.0;

/// What the editor remembers between frames.
#[derive(Default)]
pub struct EditorState {
    /// The body.
    pub body: BodyState,
    /// The title gets the keyboard with the next frame.
    pub focus_title: bool,
}

impl EditorState {
    /// Gives the keyboard to a cell of a table with the next frame.
    pub fn focus_cell(&mut self, at: BlockPlace, cell: (usize, usize)) {
        self.body.table.focus(at, TableFocus::Cell(cell, Caret::All));
    }

    /// Puts the caret into the title with the next frame.
    pub fn focus_title(&mut self) {
        self.focus_title = true;
    }
}

/// The id of a node's title field.
pub fn title_id(node: NodeId) -> Id {
    Id::unique(("editor.title", node.as_u128()))
}

/// Draws the editor.
pub fn editor_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut EditorState) {
    // Each node has its own scroll place.
    let salt = cx.doc.primary().map(NodeId::as_u128);
    ScrollArea::vertical().id_salt(("editor.scroll", salt)).auto_shrink([false, false]).show(ui, |ui| {
        let measure = theme::TEXT_BODY * theme::BODY_MEASURE + 40.0;
        let width = (ui.available_width() - 2.0 * theme::SPACE_24).min(measure);
        let side = ((ui.available_width() - width) / 2.0).max(theme::SPACE_16);
        egui::Frame::NONE.inner_margin(egui::Margin { left: side as i8, right: side as i8, top: 20, bottom: 48 }).show(ui, |ui| {
            ui.set_width(ui.available_width().min(measure));
            match cx.doc.primary_row().cloned() {
                Some(row) => node_ui(ui, cx, &row, state),
                None => {
                    let focus = std::mem::take(&mut state.focus_title);
                    plan_form::plan_ui(ui, cx, &mut state.body, focus);
                }
            }
        });
    });
}

/// Draws the fields of the selected item, without its body, beside the document.
pub fn details_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ScrollArea::vertical().id_salt("details.scroll").auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(egui::Margin { left: 16, right: 16, top: 12, bottom: 32 }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let Some(row) = cx.doc.primary_row().cloned() else {
                plan_form::fields_ui(ui, cx);
                return;
            };
            ui.label(theme::section(ui, cx.doc.outline().heading(&row)));
            marks_ui(ui, &row.node, cx);
            ui.add_space(theme::SPACE_4);
            theme::card_frame(ui).show(ui, |ui| fields_ui(ui, cx, &row));
        });
    });
}

fn node_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row, state: &mut EditorState) {
    path_ui(ui, cx, row);
    let node = &row.node;
    let id = node.id;
    let font = FontId::new(theme::TEXT_TITLE, theme::bold());
    ui.horizontal_top(|ui| {
        if !row.label.is_empty() {
            let plain = FontId::new(theme::TEXT_TITLE, egui::FontFamily::Proportional);
            let label = RichText::new(&row.label).font(plain).color(theme::tokens(ui).muted);
            ui.label(label.line_height(Some(theme::TEXT_TITLE * theme::TEXT_LINE)));
        }
        let focus = std::mem::take(&mut state.focus_title);
        let shown = DraftText::new(title_id(id), cx.t("window.field.title"), &node.title)
            .hint(cx.t("window.untitled"))
            .plain()
            .wrapping()
            .line_height(theme::TEXT_TITLE * theme::TEXT_LINE)
            .font(font)
            .focus(focus)
            .show_ui(ui, cx, one_line, |text| Some(Document::set(id, NodeField::Title(one_line(text)))));
        // As in a word processor: after the heading comes the text.
        let enter = shown.response.has_focus() && !ime::composing(ui.ctx()) && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if enter && !node.body.is_empty() {
            state.body.focus_start(BodyOwner::Node(id));
        }
    });
    marks_ui(ui, node, cx);
    ui.add_space(theme::SPACE_8);
    theme::card_frame(ui).show(ui, |ui| fields_ui(ui, cx, row));
    ui.add_space(theme::SPACE_12);
    ui.label(theme::section(ui, cx.t("window.field.body")));
    ui.add_space(2.0);
    body::body_ui(ui, cx, &mut state.body, BodyOwner::Node(id), &node.body);
}

/// The way from the plan down to the node; each part can be clicked.
fn path_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row) {
    let outline = cx.doc.outline().clone();
    let Some(position) = outline.position(row.node.id) else { return };
    let chain = outline.ancestry(position);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding = vec2(4.0, 2.0);
        let mut part = |ui: &mut Ui, words: &str, node: Option<NodeId>| {
            let galley = super::outline::one_row(
                ui,
                words,
                FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional),
                theme::tokens(ui).muted,
                200.0,
            );
            let text = galley.text().to_owned();
            let words: String = if text.chars().count() > 16 { text.chars().take(15).chain(['…']).collect() } else { text };
            if ui.add(egui::Button::new(theme::muted(ui, words)).frame_when_inactive(false).small()).clicked() {
                cx.out.push(Action::Select(node));
            }
            ui.label(theme::muted(ui, "›"));
        };
        part(ui, &cx.doc.plan().title, None);
        for above in chain.iter().take(chain.len().saturating_sub(1)) {
            part(ui, &outline.heading(above), Some(above.node.id));
        }
    });
}

fn marks_ui(ui: &mut Ui, node: &Node, cx: &Cx<'_>) {
    if node.status.is_none() && node.funding.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_4;
        if let Some(status) = node.status {
            chip::status_ui(ui, status, cx.t(status.key()));
        }
        for funding in &node.funding {
            chip::word_ui(ui, funding_name(funding));
        }
    });
}

/// A label and a control beside it; the label names the control.
pub fn field_ui(ui: &mut Ui, label: &str, width: f32, control: impl FnOnce(&mut Ui)) {
    labelled_ui(ui, label, LABEL_WIDTH, width, control);
}

/// The same with another width of the label.
pub fn labelled_ui(ui: &mut Ui, label: &str, label_width: f32, width: f32, control: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, theme::FORM_ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = LABEL_GAP;
        let (rect, _) = ui.allocate_exact_size(vec2(label_width, theme::FORM_ROW), egui::Sense::hover());
        let t = theme::tokens(ui);
        let font = FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
        let galley = super::outline::one_row(ui, label, font, t.muted, label_width);
        ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, t.muted);
        ui.name_inputs(label, control);
    });
}

/// A pick from a few values.
pub fn combo_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    name: &str,
    width: f32,
    current: T,
    choices: &[(T, String)],
) -> Option<T> {
    let shown = choices.iter().find(|(value, _)| *value == current).map_or("", |(_, text)| text.as_str());
    combo_showing_ui(ui, id, name, width, current, choices, shown)
}

/// The same, with other words while it is closed.
pub fn combo_showing_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    name: &str,
    width: f32,
    current: T,
    choices: &[(T, String)],
    shown: &str,
) -> Option<T> {
    let mut picked = None;
    let response = ComboBox::from_id_salt(id)
        .width(width)
        .truncate()
        .icon(caret_icon)
        .selected_text(shown.to_owned())
        .show_ui(ui, |ui| {
            for (value, text) in choices {
                if ui.selectable_label(*value == current, text.as_str()).clicked() {
                    picked = Some(*value).filter(|value| *value != current);
                    // Return picks as a click does, but egui only closes on clicks.
                    ui.close();
                }
            }
        })
        .response;
    response.accessible_name(name);
    picked
}

fn fields_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row) {
    let node = &row.node;
    let id = node.id;
    ui.spacing_mut().item_spacing = vec2(theme::SPACE_16, theme::SPACE_4);
    let full = ui.available_width();
    let two = full >= 430.0;
    let width = if two { (full - theme::SPACE_16) / 2.0 } else { full };
    let pair = |ui: &mut Ui, cx: &mut Cx<'_>, left: &mut dyn FnMut(&mut Ui, &mut Cx<'_>), right: &mut dyn FnMut(&mut Ui, &mut Cx<'_>)| {
        if two {
            ui.horizontal(|ui| {
                left(ui, cx);
                right(ui, cx);
            });
        } else {
            left(ui, cx);
            right(ui, cx);
        }
    };
    pair(ui, cx, &mut |ui, cx| role_ui(ui, cx, node, width), &mut |ui, cx| status_ui(ui, cx, node, width));
    pair(ui, cx, &mut |ui, cx| label_ui(ui, cx, row, width), &mut |ui, cx| budget_ui(ui, cx, node, width));
    pair(ui, cx, &mut |ui, cx| text_ui(ui, cx, id, "window.field.lead", "lead", &node.lead, width, NodeField::Lead), &mut |ui, cx| {
        list_ui(ui, cx, id, "window.field.funding", "funding", &node.funding, width, NodeField::Funding);
    });
    pair(
        ui,
        cx,
        &mut |ui, cx| list_ui(ui, cx, id, "window.field.partners", "partners", &node.partners, width, NodeField::Partners),
        &mut |ui, cx| text_ui(ui, cx, id, "window.field.partner_note", "note", &node.partner_note, width, NodeField::PartnerNote),
    );
    schedule_ui(ui, cx, node, full);
    goals_ui(ui, cx, node, full);
}

fn role_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let name = cx.t("window.field.role");
    field_ui(ui, name, width, |ui| {
        let choices: Vec<(Role, String)> = Role::ALL.iter().map(|role| (*role, cx.t(role.key()).to_owned())).collect();
        if let Some(role) = combo_ui(ui, ("role", node.id.as_u128()), name, ui.available_width(), node.role, &choices) {
            cx.edit(Document::set(node.id, NodeField::Role(role)));
        }
    });
}

fn status_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let name = cx.t("window.field.status");
    field_ui(ui, name, width, |ui| {
        let mut choices: Vec<(Option<Status>, String)> = vec![(None, cx.t("window.none").to_owned())];
        choices.extend(Status::ALL.iter().map(|status| (Some(*status), cx.t(status.key()).to_owned())));
        if let Some(status) = combo_ui(ui, ("status", node.id.as_u128()), name, ui.available_width(), node.status, &choices) {
            cx.edit(Document::set(node.id, NodeField::Status(status)));
        }
    });
}

#[derive(Clone, Copy, PartialEq)]
enum RuleKind {
    Auto,
    Unnumbered,
    Start,
}

fn label_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row, width: f32) {
    let node = &row.node;
    let name = cx.t("window.field.label");
    field_ui(ui, name, width, |ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_4;
        let kind = match node.label.rule {
            LabelRule::Auto => RuleKind::Auto,
            LabelRule::Unnumbered => RuleKind::Unnumbered,
            LabelRule::Start(_) => RuleKind::Start,
        };
        let choices = [
            (RuleKind::Auto, cx.t("window.label.auto").to_owned()),
            (RuleKind::Unnumbered, cx.t("window.label.unnumbered").to_owned()),
            (RuleKind::Start, cx.t("window.label.start").to_owned()),
        ];
        let start = matches!(node.label.rule, LabelRule::Start(_));
        let room = ui.available_width() - theme::SPACE_4 - if start { 48.0 + theme::SPACE_4 } else { 0.0 };
        if let Some(kind) = combo_ui(ui, ("rule", node.id.as_u128()), name, room * 0.5, kind, &choices) {
            let rule = match kind {
                RuleKind::Auto => LabelRule::Auto,
                RuleKind::Unnumbered => LabelRule::Unnumbered,
                RuleKind::Start => LabelRule::Start(1),
            };
            cx.edit(Document::set(node.id, NodeField::Label(NodeLabel { rule, ..node.label })));
        }
        if let LabelRule::Start(mut number) = node.label.rule {
            let drag = egui::DragValue::new(&mut number).range(0..=999).speed(0.1);
            if ui.add_sized(vec2(44.0, theme::ICON_BUTTON), drag).accessible_name(cx.t("window.label.number")).changed() {
                let rule = LabelRule::Start(number);
                cx.edit(Document::set(node.id, NodeField::Label(NodeLabel { rule, ..node.label })));
            }
        }
        let numbering = &cx.doc.plan().numbering;
        let sample = |level: u8| {
            let label = numbering.level(usize::from(level)).label(1, &[1; 8][..usize::from(level.min(7))]);
            if label.is_empty() { cx.t("window.label.bare").to_owned() } else { label }
        };
        let inherited = row.parent.and_then(|parent| cx.doc.outline().rows().get(parent as usize)).map_or(0, |parent| parent.level + 1);
        let mut levels: Vec<(Option<u8>, String)> = vec![(None, format!("{}（{}）", sample(inherited), cx.t("window.label.level_auto")))];
        levels.extend((0..=u8::try_from(numbering.levels().len()).unwrap_or(8)).map(|level| (Some(level), sample(level))));
        let name = cx.t("window.field.level");
        let shown = sample(node.label.level.unwrap_or(inherited));
        let room = ui.available_width();
        if let Some(level) = combo_showing_ui(ui, ("level", node.id.as_u128()), name, room, node.label.level, &levels, &shown) {
            cx.edit(Document::set(node.id, NodeField::Label(NodeLabel { level, ..node.label })));
        }
    });
}

fn budget_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let name = cx.t("window.field.budget");
    let id = node.id;
    let fault_text = cx.t("window.field.budget_fault");
    let fault = move |text: &str| (!text.trim().is_empty() && parse_budget(text).is_none()).then_some(fault_text);
    let wrong = std::cell::Cell::new(None);
    let budget = |ui: &mut Ui| {
        let unit = cx.t("window.field.thousand_yen");
        let value = node.budget.map(thousands).unwrap_or_default();
        let field = Id::unique(("editor.budget", id.as_u128()));
        let font = FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
        let unit_width = ui.fonts_mut(|fonts| fonts.layout_no_wrap(unit.to_owned(), font, theme::tokens(ui).muted).size().x);
        let room = ui.available_width() - unit_width - ui.spacing().item_spacing.x;
        let shown = DraftText::new(field, name, &value).width(room).fault(&fault).show_ui(
            ui,
            cx,
            |text| parse_budget(text).map_or_else(|| text.trim().to_owned(), thousands),
            |text| {
                let blank = text.trim().is_empty();
                let budget = parse_budget(text);
                (blank || budget.is_some()).then(|| Document::set(id, NodeField::Budget(budget)))
            },
        );
        wrong.set(shown.fault);
        ui.label(theme::muted(ui, unit));
    };
    ui.vertical(|ui| {
        ui.set_width(width);
        field_ui(ui, name, width, budget);
        if let Some(why) = wrong.get() {
            let words = RichText::new(why).size(theme::TEXT_SMALL).color(theme::tokens(ui).removed);
            ui.add(egui::Label::new(words).wrap());
        }
    });
}

/// 1234 as 1,234.
pub fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    if value < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Reads a number as typed: full-width digits and separators are fine.
fn parse_budget(text: &str) -> Option<i64> {
    let half = nendo::calendar::half_width(text.trim()).replace(['，', '、'], ",").replace(['△', '▲', '－', '−'], "-");
    let plain = half.strip_suffix("千円").unwrap_or(&half).trim();
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let groups: Vec<&str> = digits.split(',').collect();
    // Commas stand where thousands end, or not at all: 12,3 is a slip.
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let numerals = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    if grouped && numerals { plain.replace(',', "").parse().ok() } else { None }
}

#[allow(clippy::too_many_arguments, reason = "one call for each field of the form")]
fn text_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    node: NodeId,
    key: &'static str,
    salt: &'static str,
    value: &str,
    width: f32,
    field: fn(String) -> NodeField,
) {
    let name = cx.t(key);
    let note = salt == "note";
    let hint = if note { cx.t("window.field.partner_note_hint") } else { "" };
    field_ui(ui, name, width, |ui| {
        let id = Id::unique(("editor", salt, node.as_u128()));
        let shown =
            DraftText::new(id, name, value).hint(hint).show_ui(ui, cx, one_line, |text| Some(Document::set(node, field(one_line(text)))));
        if note {
            shown.response.on_hover_text(cx.t("window.field.partner_note_help"));
        }
    });
}

/// A list written in one line with 、 between.
#[allow(clippy::too_many_arguments, reason = "one call for each field of the form")]
fn list_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    node: NodeId,
    key: &'static str,
    salt: &'static str,
    value: &[String],
    width: f32,
    field: fn(Vec<String>) -> NodeField,
) {
    let name = cx.t(key);
    field_ui(ui, name, width, |ui| {
        let id = Id::unique(("editor", salt, node.as_u128()));
        let joined = value.join("、");
        DraftText::new(id, name, &joined).hint(cx.t("window.field.list_hint")).show_ui(
            ui,
            cx,
            |text| split_list(text).join("、"),
            |text| Some(Document::set(node, field(split_list(text)))),
        );
    });
}

fn split_list(text: &str) -> Vec<String> {
    // A comma between digits belongs to the number: 1,234千円.
    let mut text = text.to_owned();
    let digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    let chars: Vec<char> = text.chars().collect();
    let apart = |at: usize| match chars[at] {
        '、' | '\n' => true,
        ',' | '，' => !(at > 0 && digit(chars.get(at - 1)) && digit(chars.get(at + 1))),
        _ => false,
    };
    text = chars.iter().enumerate().map(|(at, c)| if apart(at) { '\n' } else { *c }).collect();
    text.split('\n').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn split_lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn schedule_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let name = cx.t("window.field.schedule");
    let id = node.id;
    field_ui(ui, name, width, |ui| {
        let field = Id::unique(("editor.schedule", id.as_u128()));
        let joined = node.schedule.join("\n");
        DraftText::new(field, name, &joined).multiline().hint(cx.t("window.field.schedule_hint")).show_ui(
            ui,
            cx,
            |text| split_lines(text).join("\n"),
            |text| Some(Document::set(id, NodeField::Schedule(split_lines(text)))),
        );
    });
}

/// The goals a node serves, as a list one picks from.
fn goals_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let outline = cx.doc.outline().clone();
    let is_goal = matches!(node.role, Role::Goal | Role::Policy | Role::Situation);
    let goals: Vec<&Row> = outline.rows().iter().filter(|row| row.node.role == Role::Goal && row.node.id != node.id).collect();
    if node.goals.is_empty() && (goals.is_empty() || is_goal) {
        return;
    }
    let name = cx.t("window.field.goals");
    field_ui(ui, name, width, |ui| {
        let chosen: Vec<String> = node.goals.iter().filter_map(|id| outline.row(*id)).map(|row| outline.heading(row)).collect();
        let words = if chosen.is_empty() { cx.t("window.none").to_owned() } else { chosen.join("、") };
        let popup = ComboBox::from_id_salt(("goals", node.id.as_u128()))
            .width(ui.available_width())
            .truncate()
            .icon(caret_icon)
            .selected_text(words)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let response = popup
            .show_ui(ui, |ui| {
                for goal in &goals {
                    let mut on = node.goals.contains(&goal.node.id);
                    if ui.checkbox(&mut on, outline.heading(goal)).changed() {
                        let mut wanted = node.goals.clone();
                        wanted.retain(|id| *id != goal.node.id);
                        if on {
                            wanted.push(goal.node.id);
                        }
                        // In reading order, whatever was clicked first.
                        wanted.sort_by_key(|id| outline.position(*id));
                        cx.edit(Document::set(node.id, NodeField::Goals(wanted)));
                    }
                }
            })
            .response;
        response.accessible_name(name);
    });
}

fn caret_icon(ui: &Ui, rect: egui::Rect, _: &egui::style::WidgetVisuals, _: bool) {
    let t = theme::tokens(ui);
    let font = theme::icon_font(12.0);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, crate::gui::icons::CARET_DOWN, font, t.muted);
}

/// The line shown when nothing is open in the editor.
pub fn hidden_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.centered_and_justified(|ui| {
        if ui.button(UiCommand::ToggleEditor.name(cx.lang)).clicked() {
            cx.command(UiCommand::ToggleEditor);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_staff_write_them() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(-12), "-12");
        assert_eq!(parse_budget("１，２３４千円"), Some(1234));
        assert_eq!(parse_budget("△300"), Some(-300));
        assert_eq!(parse_budget("1,234,567"), Some(1_234_567));
        assert_eq!(parse_budget("12,3"), None);
        assert_eq!(parse_budget("12x,3"), None);
        assert_eq!(parse_budget("-5.5"), None);
        assert_eq!(parse_budget("約300"), None);
        assert_eq!(parse_budget(""), None);
    }

    #[test]
    fn lists_forgive() {
        assert_eq!(split_list("民児協、 自治会,"), ["民児協", "自治会"]);
        assert_eq!(split_list("共募 1,234, 会費、１，２３４"), ["共募 1,234", "会費", "１，２３４"]);
        assert_eq!(split_lines("毎月\n\n4月、7月"), ["毎月", "4月、7月"]);
    }
}
