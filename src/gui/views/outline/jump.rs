//! Typing in the list jumps to the next title or label with these words.
//!
//! The list is no text field, so it asks for the input method itself and takes its words.

use eframe::egui::{self, Align2, CornerRadius, Event, FontFamily, FontId, IMEPurpose, ImeEvent, Key, Modifiers, Rect, Stroke, StrokeKind};
use eframe::egui::{Ui, output::IMEOutput, pos2, vec2};
use nendo::plan::{Fold, NodeId};
use unicode_normalization::UnicodeNormalization as _;

use super::OutlineState;
use crate::gui::views::{Action, Cx};
use crate::gui::{ime, theme};

/// What is typed is forgotten after this many seconds.
const SECONDS: f64 = 1.5;

/// What is being typed to jump.
#[derive(Default)]
pub(super) struct Jump {
    typed: String,
    /// What the input method is composing.
    preedit: String,
    until: f64,
    /// Nothing has these words.
    missed: bool,
    /// Where it began: there one is again when nothing has the words.
    from: Option<NodeId>,
}

impl Jump {
    pub(super) fn is_active(&self) -> bool {
        !self.typed.is_empty() || !self.preedit.is_empty()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Takes what was typed while the list has the keyboard. Says whether a key was the jump's.
pub(super) fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut OutlineState) -> bool {
    let now = ui.input(|input| input.time);
    let jump = &mut state.jump;
    if jump.preedit.is_empty() && now > jump.until {
        jump.clear();
    }
    let was_active = jump.is_active();
    let mut typed = String::new();
    let mut taken = false;
    ui.input_mut(|input| {
        let modified = input.modifiers.command || input.modifiers.ctrl || input.modifiers.alt;
        input.events.retain(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                jump.preedit.clone_from(text);
                false
            }
            Event::Ime(ImeEvent::Commit(text)) => {
                jump.preedit.clear();
                typed.push_str(text);
                false
            }
            Event::Text(text) if !modified => {
                typed.push_str(text);
                false
            }
            _ => true,
        });
        if was_active && jump.preedit.is_empty() {
            if input.consume_key(Modifiers::NONE, Key::Backspace) {
                jump.typed.pop();
                taken = true;
            }
            if input.consume_key(Modifiers::NONE, Key::Escape) || input.consume_key(Modifiers::NONE, Key::Enter) {
                jump.typed.clear();
                typed.clear();
                taken = true;
            }
        }
    });
    // A blank alone looks for nothing.
    if jump.typed.is_empty() {
        typed = typed.trim_start().to_owned();
    }
    typed.retain(|c| !c.is_control());
    if jump.typed.is_empty() && jump.preedit.is_empty() && super::keys::fold(cx, &typed) {
        return true;
    }
    if !typed.is_empty() || taken {
        let further = jump.typed.is_empty();
        if further {
            jump.from = cx.doc.primary();
        }
        jump.typed.push_str(&typed);
        jump.until = now + SECONDS;
        if !jump.typed.is_empty() {
            let found = find(cx, &Fold::ALL.text(&jump.typed), further);
            jump.missed = found.is_none();
            let at = found.or(jump.from);
            if at.is_some() && at != cx.doc.primary() {
                cx.out.push(Action::Select(at));
            }
        }
        taken = true;
    }
    if state.jump.is_active() {
        ui.ctx().request_repaint_after_secs(SECONDS as f32);
    }
    taken
}

/// The next node whose title or label holds the words, from the main one on and round; behind it where
/// `further`, unless it is the only one.
fn find(cx: &Cx<'_>, wanted: &str, further: bool) -> Option<NodeId> {
    let doc = cx.doc;
    let rows = doc.outline().rows();
    let part = doc.hoisted().and_then(|id| doc.outline().position(id)).map_or(0..rows.len(), |at| at..rows[at].end as usize);
    let from = doc.primary().and_then(|id| doc.outline().position(id)).filter(|at| part.contains(at));
    let from = from.map_or(part.start, |at| at + usize::from(further));
    let order = (from..part.end).chain(part.start..from.min(part.end));
    let holds = |at: &usize| {
        let row = &rows[*at];
        Fold::ALL.text(&row.node.title).contains(wanted) || Fold::ALL.text(&spelled(&row.label)).contains(wanted)
    };
    order.filter(|at| *at < rows.len()).find(holds).map(|at| rows[at].node.id)
}

/// A label with the signs one can type: ① as 1, ㈠ as (一).
fn spelled(label: &str) -> String {
    label.nfkc().collect()
}

/// Shows what is typed at the foot of the list, and lets the input method work there.
pub(super) fn overlay_ui(ui: &Ui, cx: &Cx<'_>, state: &OutlineState, list: Rect) {
    let t = theme::tokens(ui);
    let jump = &state.jump;
    let font = FontId::new(theme::TEXT, FontFamily::Proportional);
    let corner = pos2(list.left() + theme::SPACE_12, list.bottom() - theme::SPACE_12 - 32.0);
    let mut caret = Rect::from_min_size(corner + vec2(32.0, 6.0), vec2(1.0, 20.0));
    if jump.is_active() {
        let color = if jump.missed { t.removed } else { t.text };
        let mut words = egui::text::LayoutJob::simple_singleline(jump.typed.clone(), font.clone(), color);
        let composed = egui::TextFormat { underline: Stroke::new(1.0, t.accent), ..egui::TextFormat::simple(font.clone(), t.text) };
        words.append(&jump.preedit, 0.0, composed);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(words));
        let missed = if jump.missed { cx.t("window.outline.jump_missed") } else { "" };
        let note = super::one_row(ui, missed, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), t.muted, 160.0);
        let gap = if jump.missed { theme::SPACE_8 } else { 0.0 };
        let rect = Rect::from_min_size(corner, vec2(40.0 + galley.size().x + gap + note.size().x, 32.0));
        let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("outline.jump")));
        painter.rect(rect, CornerRadius::same(theme::CORNER), t.raised, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
        let middle = rect.center().y;
        let icon = pos2(rect.left() + 16.0, middle);
        painter.text(icon, Align2::CENTER_CENTER, crate::gui::icons::MAGNIFYING_GLASS, theme::icon_font(14.0), t.muted);
        let text_at = pos2(rect.left() + 28.0, middle - galley.size().y / 2.0);
        caret = Rect::from_min_size(text_at + vec2(galley.size().x, 0.0), vec2(1.0, galley.size().y));
        let note_at = pos2(text_at.x + galley.size().x + gap, middle - note.size().y / 2.0);
        painter.galley(text_at, galley, color);
        painter.galley(note_at, note, t.muted);
    }
    ui.output_mut(|output| {
        output.ime = Some(IMEOutput { purpose: IMEPurpose::Normal, rect: list, cursor_rect: caret, should_interrupt_composition: false });
    });
    if ime::composing(ui.ctx()) {
        ui.ctx().request_repaint_after(ime::LOOK_AGAIN);
    }
}
