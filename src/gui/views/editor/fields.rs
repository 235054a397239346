//! The fields of the selected node, and those that many selected nodes share.

use eframe::egui::{self, Id, Ui, vec2};
use nendo::edit::{Command, NodeField};
use nendo::locale::Lang;
use nendo::plan::{LabelRule, Node, NodeId, NodeLabel, Role, Row, WordField};

use super::form::{combo_showing_ui, combo_ui, field_ui};
use super::{EditorState, budget, goals, referrers, schedule, status, words};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::workspace::Document;

/// The nodes a form is about, and the command that sets a field of them.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The nodes.
    pub nodes: &'a [NodeId],
}

impl Target<'_> {
    /// Sets a field of all of them.
    pub fn set(self, field: NodeField) -> Command {
        match self.nodes {
            [node] => Document::set(*node, field),
            nodes => Command::SetMany { nodes: nodes.to_vec(), field },
        }
    }

    /// An id for a field of the form: another one for other nodes.
    pub fn id(self, field: &str) -> Id {
        let first = self.nodes.last().map_or(0, |node| node.as_u128());
        Id::unique(("editor", field, first, self.nodes.len()))
    }
}

/// The id of a node's partner note.
pub fn note_id(node: NodeId) -> Id {
    Id::unique(("editor", "note", node.as_u128()))
}

/// The id of a node's schedule.
pub fn schedule_id(node: NodeId) -> Id {
    Id::unique(("editor.schedule", node.as_u128()))
}

/// Two controls beside each other where there is room.
fn pair(ui: &mut Ui, cx: &mut Cx<'_>, two: bool, left: impl FnOnce(&mut Ui, &mut Cx<'_>), right: impl FnOnce(&mut Ui, &mut Cx<'_>)) {
    if two {
        ui.horizontal_top(|ui| {
            left(ui, cx);
            right(ui, cx);
        });
    } else {
        left(ui, cx);
        right(ui, cx);
    }
}

/// The widths of a row and of one of two controls in it.
fn widths(ui: &Ui, lang: Lang) -> (f32, f32, bool) {
    let full = ui.available_width();
    // English words are longer.
    let two = full >= if lang == Lang::Ja { 480.0 } else { 620.0 };
    (full, if two { (full - theme::SPACE_16) / 2.0 } else { full }, two)
}

/// Draws the fields of one node.
pub fn fields_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row, state: &mut EditorState) {
    let node = &row.node;
    let nodes = [node.id];
    let target = Target { nodes: &nodes };
    ui.spacing_mut().item_spacing = vec2(theme::SPACE_16, theme::SPACE_4);
    let (full, width, two) = widths(ui, cx.lang);
    status::status_ui(ui, cx, target, Some(node.status), full);
    pair(ui, cx, two, |ui, cx| role_ui(ui, cx, target, Some(node.role), width), |ui, cx| label_ui(ui, cx, row, width));
    pair(
        ui,
        cx,
        two,
        |ui, cx| words::word_ui(ui, cx, target, Some(&node.lead), width),
        |ui, cx| budget::budget_ui(ui, cx, node, state.budgets.node(node.id), width),
    );
    words::words_ui(ui, cx, target, WordField::Funding, Some(&node.funding), full);
    words::words_ui(ui, cx, target, WordField::Partners, Some(&node.partners), full);
    if !node.partners.is_empty() || !node.partner_note.is_empty() {
        note_ui(ui, cx, node, full);
    }
    schedule::schedule_ui(ui, cx, node, &mut state.schedule, full);
    goals::goals_ui(ui, cx, node, &mut state.goals, full);
    referrers::referrers_ui(ui, cx, node.id, &mut state.referrers, full);
}

/// Draws the fields many nodes share; where they differ, that is said.
pub fn many_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut EditorState) {
    let outline = cx.doc.outline().clone();
    let nodes: Vec<NodeId> = cx.doc.selection().to_vec();
    let rows: Vec<&Row> = nodes.iter().filter_map(|id| outline.row(*id)).collect();
    let target = Target { nodes: &nodes };
    let (full, width, two) = widths(ui, cx.lang);
    status::status_ui(ui, cx, target, common(&rows, |node| node.status), full);
    let lead = common(&rows, |node| node.lead.clone());
    pair(
        ui,
        cx,
        two,
        |ui, cx| role_ui(ui, cx, target, common(&rows, |node| node.role), width),
        |ui, cx| words::word_ui(ui, cx, target, lead.as_deref(), width),
    );
    let funding = common(&rows, |node| node.funding.clone());
    words::words_ui(ui, cx, target, WordField::Funding, funding.as_deref(), full);
    let partners = common(&rows, |node| node.partners.clone());
    words::words_ui(ui, cx, target, WordField::Partners, partners.as_deref(), full);
    budget::many_ui(ui, cx, target, common(&rows, |node| node.budget), full);
    let times = common(&rows, |node| node.schedule.clone());
    schedule::many_ui(ui, cx, target, times.as_deref(), full);
    goals::many_ui(ui, cx, target, &rows, &mut state.goals, full);
}

/// What all rows have; `None` where they differ.
fn common<T: PartialEq>(rows: &[&Row], field: impl Fn(&Node) -> T) -> Option<T> {
    let mut values = rows.iter().map(|row| field(&row.node));
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn role_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: Target<'_>, role: Option<Role>, width: f32) {
    let name = cx.t("window.field.role");
    field_ui(ui, name, width, |ui| {
        let choices: Vec<(Option<Role>, String)> = Role::ALL.iter().map(|role| (Some(*role), cx.t(role.key()).to_owned())).collect();
        let shown = role.map_or_else(|| cx.t("window.field.mixed"), |role| cx.t(role.key()));
        if let Some(Some(role)) = combo_showing_ui(ui, target.id("role"), name, ui.available_width(), role, &choices, shown) {
            cx.edit(target.set(NodeField::Role(role)));
        }
    });
}

fn note_ui(ui: &mut Ui, cx: &mut Cx<'_>, node: &Node, width: f32) {
    let name = cx.t("window.field.partner_note");
    let id = node.id;
    field_ui(ui, name, width, |ui| {
        let field = note_id(id);
        let shown = DraftText::new(field, name, &node.partner_note).hint(cx.t("window.field.partner_note_hint")).show_ui(
            ui,
            cx,
            one_line,
            |text| Some(Document::set(id, NodeField::PartnerNote(one_line(text)))),
        );
        shown.response.on_hover_text(cx.t("window.field.partner_note_help"));
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
        if let Some(kind) = combo_ui(ui, ("rule", node.id.as_u128()), name, room * 0.6, kind, &choices) {
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
