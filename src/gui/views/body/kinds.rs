//! Kinds of blocks: their marks, changing one into another, adding more.

use eframe::egui::{self, Response, RichText, Ui, vec2};
use nendo::plan::{Block, Table};

use super::super::Cx;
use super::{At, BodyOwner, BodyState, text_of};
use crate::gui::commands::UiCommand;
use crate::gui::{icons, theme};

const KINDS: [(&str, &str); 6] = [
    ("window.body.paragraph", icons::PARAGRAPH),
    ("window.body.circle", "○"),
    ("window.body.bullet", "・"),
    ("window.body.quote", icons::QUOTES),
    ("window.body.table", icons::TABLE),
    ("window.body.image", icons::IMAGE),
];

/// The places of tables and pictures among the kinds.
const TABLE: usize = 4;
const IMAGE: usize = 5;

fn kind_of(block: &Block) -> usize {
    match block {
        Block::Text(_) => 0,
        Block::Circle(_) => 1,
        Block::Bullet(_) => 2,
        Block::Quote { .. } => 3,
        Block::Table(_) => TABLE,
        Block::Image { .. } => IMAGE,
    }
}

fn new_block(kind: usize, text: String) -> Block {
    match kind {
        1 => Block::Circle(text),
        2 => Block::Bullet(text),
        3 => Block::Quote { text, source: String::new() },
        _ => Block::Text(text),
    }
}

/// The mark of a block's kind; a click opens what can be done with the block. By key its menu has the keyboard
/// and gives it back to the block.
pub fn handle_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, at: At<'_>, width: f32) -> Response {
    let At { owner, body, index } = at;
    let t = theme::tokens(ui);
    let kind = kind_of(&body[index]);
    let (key, icon) = KINDS[kind];
    let name = cx.t(key);
    let font = if kind == 1 || kind == 2 { theme::body_font() } else { theme::icon_font(14.0) };
    let color = if kind == 0 { t.disabled } else { t.muted };
    let button =
        egui::Button::new(RichText::new(icon).font(font).color(color)).frame_when_inactive(false).min_size(vec2(width - 2.0, 26.0));
    ui.spacing_mut().button_padding = vec2(2.0, 2.0);
    let response = ui.add(button).on_hover_text(name).accessible_name(name);
    let by_key = state.shows_menu(owner, index);
    let opens = by_key && std::mem::take(&mut state.opens_menu);
    let popup = egui::Popup::menu(&response);
    let popup = if opens { popup.open_memory(egui::SetOpenCommand::Bool(true)) } else { popup };
    let mut first = opens;
    let shown = popup.show(|ui| {
        ui.set_min_width(190.0);
        let mut line = |ui: &mut Ui, icon: &str, words: &str, enabled: bool| {
            let button = egui::Button::new(format!("{icon}  {words}")).min_size(vec2(180.0, theme::ICON_BUTTON));
            let response = ui.add_enabled(enabled, button).accessible_name(words);
            if enabled && std::mem::take(&mut first) {
                response.request_focus();
            }
            if response.clicked() {
                // Of itself it closes for the pointer only.
                ui.close();
            }
            response.clicked()
        };
        // A table holds too much to become a line of text.
        let text = match &body[index] {
            Block::Quote { text, .. } => Some(text.as_str()),
            block => text_of(block),
        };
        if let Some(text) = text {
            for (other, (key, icon)) in KINDS.iter().enumerate().take(4) {
                if line(ui, icon, cx.t(key), other != kind) {
                    cx.drafts.forget(owner.field(index));
                    cx.edit(at.replace(new_block(other, text.to_owned())));
                }
            }
            ui.separator();
        }
        for (icon, key, to) in [
            (icons::ARROW_UP, "window.body.up", index.checked_sub(1)),
            (icons::ARROW_DOWN, "window.body.down", Some(index + 1).filter(|to| *to < body.len())),
        ] {
            if line(ui, icon, cx.t(key), to.is_some())
                && let Some(to) = to
            {
                let mut new = body.to_vec();
                new.swap(index, to);
                cx.edit(owner.set(new));
            }
        }
        if let Block::Table(table) = &body[index] {
            let key = if table.landscape { "window.body.upright" } else { "window.body.landscape" };
            if line(ui, icons::ARROWS_HORIZONTAL, cx.t(key), true) {
                let turned = Block::Table(Table { landscape: !table.landscape, ..table.clone() });
                cx.edit(at.replace(turned));
            }
        }
        if line(ui, icons::TRASH, cx.t("window.body.delete"), true) {
            cx.drafts.forget(owner.field(index));
            cx.edit(at.replace_with(&[]));
        }
    });
    if shown.is_none()
        && by_key
        && let Some((owner, index, caret)) = state.menu.take()
    {
        state.focus_block(owner, index, caret);
        ui.ctx().request_repaint();
    }
    response
}

/// Buttons that put a new block behind the body.
pub(super) fn add_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut BodyState, owner: BodyOwner, body: &[Block]) {
    ui.add_space(theme::SPACE_4);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (kind, (key, icon)) in KINDS.iter().enumerate() {
            let words = format!("{icon} {}", cx.t(key));
            let button = egui::Button::new(theme::muted(ui, words)).frame_when_inactive(false);
            let tooltip = nendo::locale::Message::new("window.body.add").with("kind", cx.t(key)).text(cx.lang);
            if !ui.add(button).on_hover_text(&tooltip).accessible_name(&tooltip).clicked() {
                continue;
            }
            if kind == IMAGE {
                cx.command(UiCommand::InsertImage);
            } else if kind == TABLE {
                cx.command(UiCommand::InsertTable);
            } else {
                let mut new = body.to_vec();
                new.push(new_block(kind, String::new()));
                state.focus_block(owner, body.len(), 0);
                cx.edit(owner.set(new));
            }
        }
    });
}
