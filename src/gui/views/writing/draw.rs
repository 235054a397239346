//! Drawing one piece of the document: a title with its marks, or a block.

use eframe::egui::{self, Align, Layout, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};
use nendo::edit::{Command, NodeField, PlanField};
use nendo::plan::{Block, Row};

use super::field::{Field, Part, body};
use super::look::{self, EM, LINE};
use crate::gui::theme;
use crate::gui::views::Cx;
use crate::gui::views::body::{At, BodyOwner, BodyState, block_ui, handle_ui};
use crate::gui::views::plan_form;
use crate::gui::views::table_editor::{self, Leave};
use crate::gui::widgets::chip;
use crate::gui::widgets::draft_text::{DraftText, one_line};
use crate::gui::widgets::references::{self, Setting};
use crate::gui::workspace::Document;

/// Width of the handle left of a block.
const HANDLE: f32 = 26.0;

/// What drawing a piece told.
pub struct Drawn {
    /// Its height.
    pub height: f32,
    /// Where in it the keyboard is.
    pub focused: Option<Field>,
    /// Where the keyboard should go beside it.
    pub leave: Option<Leave>,
}

/// Draws a piece at the top of `ui`, which is as wide as the column.
pub fn piece_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, piece: usize, handle: bool) -> Drawn {
    let rect = ui.max_rect();
    let mut leave = None;
    let row = Field::title(owner).row(cx.doc).cloned();
    let plan = cx.doc.plan().clone();
    let height = match piece.checked_sub(1) {
        None => match &row {
            Some(row) => title_ui(ui, cx, row, rect),
            None => plan_title_ui(ui, cx, rect),
        },
        Some(index) => {
            let body = row.as_ref().map_or(&plan.preface, |row| &row.node.body);
            let at = At { owner, body, index };
            let edge = look::body_indent(row.as_ref());
            if handle {
                let place = Rect::from_min_size(pos2(rect.left() + edge - HANDLE - 6.0, rect.top()), vec2(HANDLE, LINE));
                let mut child = ui.new_child(UiBuilder::new().id_salt("handle").max_rect(place));
                handle_ui(&mut child, cx, state, at, HANDLE);
            }
            let hang = match body.get(index) {
                Some(block @ (Block::Circle(_) | Block::Bullet(_))) => {
                    let mark = if matches!(block, Block::Circle(_)) { "○" } else { "・" };
                    line_ui(ui, cx, mark, &body_setting(ui), pos2(rect.left() + edge, rect.top()));
                    EM
                }
                _ => 0.0,
            };
            let place = Rect::from_min_max(pos2(rect.left() + edge + hang, rect.top()), rect.max);
            let mut child = ui.new_child(UiBuilder::new().id_salt("block").max_rect(place));
            child.spacing_mut().item_spacing.y = theme::SPACE_4;
            leave = block_ui(&mut child, cx, state, at);
            child.min_rect().height() + look::GAP
        }
    };
    Drawn { height, focused: focused(ui, cx, owner, piece), leave }
}

fn body_setting(ui: &Ui) -> Setting {
    let font = theme::body_font();
    Setting { font, line_height: Some(LINE), color: theme::tokens(ui).text, width: f32::INFINITY, align: Align::Min, wraps: false }
}

fn line_ui(ui: &Ui, cx: &Cx<'_>, text: &str, setting: &Setting, at: egui::Pos2) {
    let galley = references::layout(ui, &cx.drafts.references, cx.doc.outline(), text, setting);
    ui.painter().galley(at, galley, setting.color);
}

/// The part of a piece that has the keyboard.
fn focused(ui: &Ui, cx: &Cx<'_>, owner: BodyOwner, piece: usize) -> Option<Field> {
    let focused = ui.memory(egui::Memory::focused)?;
    let is = |part: Part| Some(Field { owner, part }).filter(|field| field.id() == Some(focused));
    let Some(index) = piece.checked_sub(1) else { return is(Part::Title) };
    match body(cx.doc, owner)?.get(index)? {
        Block::Quote { .. } => is(Part::Text(index)).or_else(|| is(Part::Source(index))),
        Block::Table(table) => {
            let id = owner.field(index).with("table");
            table_editor::has_keyboard(id, table, focused).then_some(Field { owner, part: Part::Table(index) })
        }
        Block::Image { .. } => {
            let other = owner.field(index).with("alternative") == focused;
            is(Part::Caption(index)).or_else(|| other.then_some(Field { owner, part: Part::Caption(index) }))
        }
        _ => is(Part::Text(index)),
    }
}

fn plan_title_ui(ui: &mut Ui, cx: &mut Cx<'_>, rect: Rect) -> f32 {
    let look = look::plan_look();
    let plan = cx.doc.plan().clone();
    let place = Rect::from_min_max(pos2(rect.left(), rect.top() + look.before), rect.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("title").max_rect(place));
    let shown = DraftText::new(plan_form::title_id(), cx.t("window.plan.title"), &plan.title)
        .hint(cx.t("window.untitled_plan"))
        .plain()
        .wrapping()
        .font(look.font())
        .line_height(look.line())
        .show_ui(&mut child, cx, one_line, |text| Some(Command::SetPlan(PlanField::Title(one_line(text)))));
    look.before + shown.response.rect.height() + look.after
}

fn title_ui(ui: &mut Ui, cx: &mut Cx<'_>, row: &Row, rect: Rect) -> f32 {
    let look = look::title_look(row);
    let t = theme::tokens(ui);
    let top = rect.top() + look.before;
    let indent = look::title_indent(row);
    let x = indent + look::label_width(ui, row, &look);
    let (words, chips) = look::chips(ui, cx, row, rect.width());
    let room = look::title_room(rect.width(), x, chips);
    let id = row.node.id;
    if !row.label.is_empty() {
        let setting = Setting { font: look.label_font(), line_height: Some(look.line()), color: t.muted, ..body_setting(ui) };
        line_ui(ui, cx, &row.label, &setting, pos2(rect.left() + indent, top));
    }
    let place = Rect::from_min_size(pos2(rect.left() + x, top), vec2(room, look.line()));
    let mut child = ui.new_child(UiBuilder::new().id_salt("title").max_rect(place));
    let name = format!("{} {}", cx.t("window.field.title"), row.label);
    let shown = DraftText::new(super::super::editor::title_id(id), name.trim_end(), &row.node.title)
        .hint(cx.t("window.untitled"))
        .plain()
        .wrapping()
        .font(look.font())
        .line_height(look.line())
        .show_ui(&mut child, cx, one_line, |text| Some(Document::set(id, NodeField::Title(one_line(text)))));
    let mut bottom = top + shown.response.rect.height();
    if !words.is_empty() {
        let place = Rect::from_min_size(pos2(rect.right() - chips, top), vec2(chips, look.line()));
        let layout = Layout::left_to_right(Align::Center);
        let mut child = ui.new_child(UiBuilder::new().id_salt("marks").max_rect(place).layout(layout));
        child.spacing_mut().item_spacing.x = theme::SPACE_4;
        for (at, word) in words.iter().enumerate() {
            match row.node.status {
                Some(status) if at == 0 => chip::status_ui(&mut child, status, word),
                _ => chip::word_ui(&mut child, word),
            };
        }
    }
    if let Some(meta) = look::meta(cx, row) {
        let place = Rect::from_min_size(pos2(rect.left() + x, bottom), vec2(rect.width() - x, look::META));
        let mut child = ui.new_child(UiBuilder::new().id_salt("meta").max_rect(place));
        let words = RichText::new(&meta).size(theme::TEXT_SMALL).color(t.muted);
        child.add(egui::Label::new(words).truncate());
        bottom += look::META;
    }
    if look.rule {
        ui.painter().hline(rect.x_range(), (bottom + look.after * 0.5).round(), Stroke::new(1.0, t.line_strong));
    }
    bottom + look.after - rect.top()
}
