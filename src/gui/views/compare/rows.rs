//! The rows: both versions side by side, kinds of change between them, reasons beside them. Only those in view are
//! set; heights of others are guessed until they were seen.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Galley, Id, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};
use nendo::compare::{ChangeKind, Field, TextOp};
use nendo::edit::Command;
use nendo::locale::Message;

use super::bar::{kind_color, kind_key};
use super::columns::{Columns, label_and_text};
use super::model::{Compared, Line, Side};
use super::pieces::Part;
use super::setting::{ONE, PAD, PLACE, Set, THIN, places, set_line, tells_places};
use super::side::strip_ui;
use super::{Ask, CompareState, keys, list_id};
use crate::gui::commands::UiCommand;
use crate::gui::theme;
use crate::gui::views::outline::one_row;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::draft_text::DraftText;
use crate::gui::widgets::icon_button::menu_item_ui;

/// What a changed row is taken for until it was seen.
const GUESS: f32 = 64.0;
/// So many lines to moved items are drawn.
const MOST_MOVES: usize = 12;

impl CompareState {
    /// Opens a fold, or shows an item with what is the same in it.
    pub(super) fn open_at(&mut self, line: usize) {
        let Some(compared) = self.compared.clone() else { return };
        match self.lines.get(line).copied() {
            Some(Line::Fold(from, _)) => {
                self.open.insert(compared.key(from));
                self.at = Some(compared.key(from));
                self.show_anew();
            }
            Some(Line::Item(at)) => {
                let key = compared.key(at);
                if !self.whole.remove(&key) {
                    self.whole.insert(key);
                }
            }
            Some(Line::Ghost(at)) => self.go_to(at),
            Some(Line::Plan(_)) | None => {}
        }
    }

    /// Lets the view stand around a place.
    pub(super) fn scroll_to(&mut self, y: f32) {
        self.heights.wanted = Some((y - 120.0).max(0.0));
    }
}

/// Draws the rows.
pub fn rows_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState, compared: &Compared, new_left: bool) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = ui.available_rect_before_wrap();
    let columns = Columns::new(room.left(), room.width());
    head_ui(ui, cx, columns, new_left);
    let room = ui.available_rect_before_wrap();
    let background = ui.interact(room, list_id(), Sense::click());
    background.widget_info(|| WidgetInfo::labeled(Role::Grid, true, cx.t("window.compare.rows")));
    let guess = |at: usize| match state.lines[at] {
        Line::Fold(..) | Line::Ghost(_) => THIN,
        Line::Item(item) if !compared.items[item].kinds.is_empty() => GUESS,
        Line::Item(_) | Line::Plan(_) => ONE,
    };
    state.heights.prepare(room.width(), guess);
    let page = ((room.height() / GUESS) as usize).max(1);
    keys::take(ui, cx, state, page);
    state.follow_lines();
    if state.heights.tops.len() != state.lines.len() + 1 {
        // A key changed which lines there are: they are drawn with the next frame.
        ui.ctx().request_repaint();
        return;
    }
    select_at_cursor(cx, state, compared);
    let mut area = ScrollArea::vertical().id_salt("compare-rows").auto_shrink([false, false]).animated(false);
    if let Some(offset) = wanted_offset(state, room.height()) {
        area = area.vertical_scroll_offset(offset);
    }
    let has_focus = ui.memory(|memory| memory.has_focus(list_id()));
    let output = area.show_viewport(ui, |ui, view| {
        ui.set_height(state.heights.total());
        let origin = ui.max_rect().top();
        let first = state.heights.tops.partition_point(|top| *top <= view.min.y).saturating_sub(1);
        let mut y = state.heights.top(first);
        let (mut above, mut learned) = (0.0, Vec::new());
        for line in first..state.lines.len() {
            if y > view.max.y {
                break;
            }
            let set = set_line(ui, cx, state, compared, columns, (line, new_left));
            let rect = Rect::from_min_size(pos2(room.left(), origin + y), vec2(columns.strip.0 - room.left(), set.height));
            line_ui(ui, cx, state, compared, (columns, new_left), (line, rect), &set, has_focus);
            let wrong = state.heights.learn(line, set.height);
            if wrong != 0.0 {
                learned.push((line, set.height));
                // What is read stays where it is when a row above turns out taller.
                if y < view.min.y && line == first {
                    above += wrong;
                }
            }
            y += set.height;
        }
        moves_ui(ui, state, (columns, new_left), origin);
        if !learned.is_empty() {
            for (line, height) in learned {
                state.heights.heights[line] = height;
            }
            state.heights.sum();
            if above != 0.0 && state.reveal == 0 {
                state.heights.wanted = Some((view.min.y + above).max(0.0));
            }
            ui.ctx().request_repaint();
        }
    });
    state.heights.offset = output.state.clamped_offset().y;
    if background.clicked() {
        background.request_focus();
    }
    let strip = Rect::from_x_y_ranges(columns.strip.0..=columns.strip.1, room.y_range());
    let view = (state.heights.offset, state.heights.offset + room.height());
    strip_ui(ui, cx, state, compared, strip, view);
}

/// Where the view is to stand, if that is another place.
fn wanted_offset(state: &mut CompareState, height: f32) -> Option<f32> {
    if state.reveal > 0 {
        state.reveal -= 1;
        let (top, bottom) = (state.heights.top(state.cursor), state.heights.top(state.cursor + 1));
        let offset = state.heights.offset;
        state.heights.wanted = None;
        return if top < offset + ONE {
            Some((top - 3.0 * ONE).max(0.0))
        } else if bottom > offset + height - ONE {
            // The beginning of a row taller than the view is what one wants to see.
            Some((bottom - height + 3.0 * ONE).min(top - ONE).max(0.0))
        } else {
            None
        };
    }
    state.heights.wanted.take()
}

/// The plan's selection goes along with the cursor, as far as the plan on the screen has the item.
fn select_at_cursor(cx: &mut Cx<'_>, state: &mut CompareState, compared: &Compared) {
    let (Some(side), Some(item)) = (state.present(), state.item()) else { return };
    let key = compared.key(item);
    let node = if side == Side::New { key.1 } else { key.0 };
    let known = node.filter(|node| cx.doc.outline().position(*node).is_some());
    if let Some(node) = known.filter(|node| cx.doc.primary() != Some(*node) && state.at == Some(key)) {
        state.seen_selection = Some(cx.doc.selection_serial() + 1);
        cx.out.push(Action::Select(Some(node)));
    }
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>, columns: Columns, new_left: bool) {
    let t = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let font = FontId::new(theme::TEXT_SMALL, theme::bold());
    ui.painter().rect_filled(rect, 0.0, t.ground);
    let (old, new) = (columns.side(true, new_left), columns.side(false, new_left));
    let words = [
        (label_and_text(old, 0).1, cx.t("window.compare.old")),
        (label_and_text(new, 0).1, cx.t("window.compare.new")),
        (columns.reason.0, cx.t("window.compare.reason")),
    ];
    for (x, words) in words {
        ui.painter().text(pos2(x, rect.center().y), egui::Align2::LEFT_CENTER, words, font.clone(), t.muted);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, t.line));
}

#[allow(clippy::too_many_arguments, reason = "what a line is drawn from")]
fn line_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut CompareState,
    compared: &Compared,
    (columns, new_left): (Columns, bool),
    (line, rect): (usize, Rect),
    set: &Set,
    has_focus: bool,
) {
    let t = theme::tokens(ui);
    let what = state.lines[line];
    let response = ui.interact(rect, row_id(compared, what), Sense::click());
    let cursor = state.cursor == line;
    if cursor {
        ui.painter().rect_filled(rect, 0.0, t.accent_soft.gamma_multiply(0.55));
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover.gamma_multiply(0.6));
    }
    match what {
        Line::Fold(from, to) => fold_ui(ui, cx, state, compared, (from, to), rect, &response),
        Line::Ghost(item) => ghost_ui(ui, cx, compared, item, (columns, new_left), rect, &response),
        Line::Plan(field) => {
            paint_side(ui, columns.side(true, new_left), 0, rect.top(), &set.old);
            paint_side(ui, columns.side(false, new_left), 0, rect.top(), &set.new);
            kinds_ui(ui, cx, &[ChangeKind::Edited], &[], columns, rect.top());
            let name = cx.message(&Message::new("window.compare.plan_line").with("what", cx.t(field.key())));
            response.widget_info(|| WidgetInfo::selected(Role::Row, true, cursor, &name));
        }
        Line::Item(item) => item_ui(ui, cx, state, compared, (columns, new_left), (line, item), rect, set, &response),
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, t.line));
    if cursor && has_focus {
        ui.painter().rect_stroke(rect.shrink(1.0), CornerRadius::same(4), Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    if response.clicked() {
        state.go(line);
        state.reveal = 0;
        ui.memory_mut(|memory| memory.request_focus(list_id()));
        if matches!(what, Line::Fold(..) | Line::Ghost(_)) {
            state.open_at(line);
        }
    }
    if response.double_clicked() && matches!(what, Line::Item(_)) {
        cx.command(UiCommand::ShowInWriting);
    }
}

fn row_id(compared: &Compared, line: Line) -> Id {
    let id = list_id();
    match line {
        Line::Item(at) => id.with(("item", compared.key(at))),
        Line::Fold(from, _) => id.with(("fold", compared.key(from))),
        Line::Ghost(at) => id.with(("ghost", compared.key(at))),
        Line::Plan(field) => id.with(("plan", field.code())),
    }
}

fn fold_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &CompareState,
    compared: &Compared,
    (from, to): (usize, usize),
    rect: Rect,
    response: &egui::Response,
) {
    let t = theme::tokens(ui);
    let hidden = compared.items[from..to].iter().filter(|item| !item.kinds.is_empty()).count();
    let key = if hidden > 0 { "window.compare.fold_hidden" } else { "window.compare.fold" };
    let name = cx.message(&Message::new(key).with("n", to - from).with("hidden", hidden));
    let words = format!("{}  {name}", crate::gui::icons::CARET_RIGHT);
    let color = if response.hovered() { t.text } else { t.muted };
    let galley = one_row(ui, &words, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), color, rect.width() - 40.0);
    ui.painter().galley(pos2(rect.left() + 16.0, rect.center().y - galley.size().y / 2.0), galley, color);
    let cursor = state.lines.get(state.cursor) == Some(&Line::Fold(from, to));
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, cursor, &name));
}

/// Where an item stood that was moved away.
fn ghost_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    compared: &Compared,
    item: usize,
    (columns, new_left): (Columns, bool),
    rect: Rect,
    response: &egui::Response,
) {
    let t = theme::tokens(ui);
    let Some((o, n)) = compared.items[item].old.zip(compared.items[item].new) else { return };
    let old = &compared.comparison.old;
    let row = &old.rows()[o];
    let side = columns.side(true, new_left);
    let (label, text) = label_and_text(side, row.depth);
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    ui.painter().text(pos2(label, rect.center().y), egui::Align2::RIGHT_CENTER, &row.label, font.clone(), t.muted);
    let to = compared.comparison.new.path(n);
    let name = cx.message(&Message::new("window.compare.moved_to").with("title", old.title(row)).with("to", &to));
    let galley = one_row(ui, &name, font, t.moved, side.1 - text);
    ui.painter().galley(pos2(text, rect.center().y - galley.size().y / 2.0), galley, t.moved);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &name));
}

#[allow(clippy::too_many_arguments, reason = "what a row is drawn from")]
fn item_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut CompareState,
    compared: &Compared,
    (columns, new_left): (Columns, bool),
    (line, item): (usize, usize),
    rect: Rect,
    set: &Set,
    response: &egui::Response,
) {
    let t = theme::tokens(ui);
    let found = &compared.items[item];
    let depth = compared.depth(item);
    for (is_old, at, outline, words) in
        [(true, found.old, &compared.comparison.old, &set.old), (false, found.new, &compared.comparison.new, &set.new)]
    {
        let side = columns.side(is_old, new_left);
        let Some(at) = at else {
            // A side that has nothing here looks empty, not forgotten.
            let blank = Rect::from_x_y_ranges(side.0..=side.1, rect.top() + 2.0..=rect.bottom() - 3.0);
            ui.painter().rect_filled(blank, CornerRadius::same(4), t.ground);
            continue;
        };
        let label = &outline.rows()[at].label;
        let renumbered = found.is(ChangeKind::Renumbered);
        let color = if renumbered { t.text } else { t.muted };
        let (right, _) = label_and_text(side, depth);
        let font = FontId::new(theme::TEXT, FontFamily::Proportional);
        ui.painter().text(pos2(right, rect.top() + PAD + 1.0), egui::Align2::RIGHT_TOP, label, font, color);
        paint_side(ui, side, depth, rect.top(), words);
    }
    if !found.kinds.is_empty() {
        let places = if tells_places(compared, item) { places(compared, item) } else { Vec::new() };
        kinds_ui(ui, cx, &found.kinds, &places, columns, rect.top());
        reason_ui(ui, cx, state, compared, (line, item), columns, rect);
    }
    let name = spoken(cx, compared, item);
    let cursor = state.cursor == line;
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, cursor, &name));
    response.context_menu(|ui| menu_ui(ui, cx, state, compared, (line, item)));
}

fn paint_side(ui: &Ui, side: (f32, f32), depth: u8, top: f32, words: &[(f32, Arc<Galley>)]) {
    let (_, left) = label_and_text(side, depth);
    let color = theme::tokens(ui).text;
    for (y, galley) in words {
        ui.painter().galley(pos2(left, top + y), galley.clone(), color);
    }
}

/// The kinds of change, each as a word in a box.
fn kinds_ui(ui: &Ui, cx: &Cx<'_>, kinds: &[ChangeKind], places: &[String], columns: Columns, top: f32) {
    let center = (columns.gutter.0 + columns.gutter.1) / 2.0;
    let font = FontId::new(11.5, FontFamily::Proportional);
    let mut y = top + 5.0;
    for kind in kinds {
        let color = kind_color(ui, *kind);
        let galley = one_row(ui, cx.t(kind_key(*kind)), font.clone(), color, 80.0);
        let rect = Rect::from_center_size(pos2(center, y + 8.5), vec2(galley.size().x + 10.0, 17.0));
        ui.painter().rect_stroke(rect, CornerRadius::same(4), Stroke::new(1.0, color), StrokeKind::Inside);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
        y += 20.0;
    }
    for places in places {
        let t = theme::tokens(ui);
        let galley = one_row(ui, places, FontId::new(11.0, FontFamily::Proportional), t.muted, columns.gutter.1 - columns.gutter.0 - 14.0);
        ui.painter().galley(pos2(center - galley.size().x / 2.0, y - 1.0), galley, t.muted);
        y += PLACE;
    }
}

/// Why it changed: typed in place where the new version is the plan on the screen.
fn reason_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut CompareState,
    compared: &Compared,
    (line, item): (usize, usize),
    columns: Columns,
    rect: Rect,
) {
    let place = compared.place(item);
    let room = Rect::from_min_max(pos2(columns.reason.0, rect.top() + 4.0), pos2(columns.reason.1 - 4.0, rect.bottom() - 4.0));
    let font = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    if state.present() != Some(Side::New) {
        let kept = compared.new.remarks.reason(&place);
        if !kept.is_empty() {
            let t = theme::tokens(ui);
            let galley = ui.painter().layout(kept.to_owned(), font, t.text, room.width());
            ui.painter().galley(room.min, galley, t.text);
        }
        return;
    }
    let t = theme::tokens(ui);
    let field = Id::unique(("compare-reason", place));
    let focused = ui.memory(|memory| memory.has_focus(field));
    let cursor = state.cursor == line;
    let value = cx.doc.plan().remarks.reason(&place).to_owned();
    if value.is_empty() && !focused && !cursor && !ui.rect_contains_pointer(rect) {
        return;
    }
    ui.painter().rect(
        room,
        CornerRadius::same(4),
        if focused { t.raised } else { Color32::TRANSPARENT },
        Stroke::new(1.0, if focused { t.accent } else { t.line }),
        StrokeKind::Inside,
    );
    // The box is as high as the row, its field as its words: a click anywhere in it goes to the field.
    let whole = ui.interact(room, field.with("box"), Sense::click()).on_hover_cursor(egui::CursorIcon::Text);
    if whole.clicked() {
        state.go(line);
        state.reveal = 0;
        state.wants_reason = true;
        ui.ctx().request_repaint();
    }
    let wants = cursor && !whole.clicked() && std::mem::take(&mut state.wants_reason);
    let name = cx.message(&Message::new("window.compare.reason_of").with("title", compared.heading(item)));
    let hint = cx.t("window.compare.reason_hint");
    let inner = room.shrink2(vec2(6.0, 3.0));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        DraftText::new(field, &name, &value).multiline().plain().font(font).hint(hint).width(inner.width()).focus(wants).show_ui(
            ui,
            cx,
            |text| text.trim_end_matches('\n').to_owned(),
            |text| Some(Command::SetReason { place, text: text.to_owned() }),
        )
    });
    let response = shown.inner.response;
    if response.gained_focus() && !cursor {
        state.go(line);
        state.reveal = 0;
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        state.wants_focus = true;
    }
}

fn menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut CompareState, compared: &Compared, (line, item): (usize, usize)) {
    state.go(line);
    state.reveal = 0;
    ui.spacing_mut().item_spacing.y = 0.0;
    for command in [UiCommand::ShowInWriting, UiCommand::EditReason] {
        command_item(ui, cx, command);
    }
    ui.separator();
    command_item(ui, cx, UiCommand::TakeOverText);
    let fields: Vec<Field> =
        compared.items[item].fields.iter().copied().filter(|field| !matches!(field, Field::Table | Field::Figure)).collect();
    if fields.len() > 1 && state.present().is_some() {
        for field in fields {
            let words = cx.message(&Message::new("window.compare.take_field").with("field", cx.t(field.key())));
            let button = egui::Button::new(format!("　　{words}")).min_size(vec2(250.0, theme::ICON_BUTTON));
            if ui.add(button).accessible_name(&words).clicked() {
                cx.out.push(Action::Compare(Ask::TakeFields(Some(field))));
                ui.close();
            }
        }
    }
    command_item(ui, cx, UiCommand::TakeOverNode);
    ui.separator();
    for command in [UiCommand::PairSame, UiCommand::PairPart, UiCommand::PairDifferent, UiCommand::ForgetPair] {
        command_item(ui, cx, command);
    }
}

fn command_item(ui: &mut Ui, cx: &mut Cx<'_>, command: UiCommand) {
    if menu_item_ui(ui, cx.lang, Some(cx.doc), command, None) {
        cx.command(command);
        ui.close();
    }
}

/// What an item is for those who cannot see it: kinds, heading, what became what.
fn spoken(cx: &Cx<'_>, compared: &Compared, item: usize) -> String {
    let found = &compared.items[item];
    let heading = compared.heading(item);
    if found.kinds.is_empty() {
        return heading;
    }
    let kinds: Vec<&str> = found.kinds.iter().map(|kind| cx.t(kind_key(*kind))).collect();
    let mut out = format!("{}：{heading}", kinds.join("・"));
    let one_sided = found.old.is_none() || found.new.is_none();
    if one_sided {
        return out;
    }
    for piece in compared.pieces(item).iter().filter(|piece| piece.changed) {
        let side = |own: TextOp| {
            let own = piece.words.iter().filter(|stretch| stretch.op == own || stretch.op == TextOp::Equal);
            let text: String = own.map(|stretch| stretch.text.as_str()).collect();
            if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text }
        };
        let name = match piece.part {
            Part::Title => cx.t("merge.title"),
            Part::Field(field) => cx.t(field.key()),
            Part::Body => cx.t(Field::Body.key()),
        };
        out.push_str(&format!("。{name} 「{}」→「{}」", side(TextOp::Delete), side(TextOp::Insert)));
    }
    out
}

/// Lines from where moved items stood to where they stand.
fn moves_ui(ui: &Ui, state: &CompareState, (columns, new_left): (Columns, bool), origin: f32) {
    let clip = ui.clip_rect();
    let middle = |line: usize| origin + state.heights.top(line) + 13.0;
    let mut lines: Vec<(f32, f32)> = Vec::new();
    for (from, to) in &state.moves {
        let (from, to) = (middle(*from), middle(*to));
        if from.max(to) >= clip.top() && from.min(to) <= clip.bottom() {
            lines.push((from, to));
        }
    }
    // Short ones say most: long ones cross them all.
    lines.sort_by(|a, b| (a.1 - a.0).abs().total_cmp(&(b.1 - b.0).abs()));
    lines.truncate(MOST_MOVES);
    let color = theme::tokens(ui).moved;
    let stroke = Stroke::new(1.0, color.gamma_multiply(0.8));
    // From the side of the old version, where the item stood, to the words that say it moved.
    let (edge, into) = if new_left { (columns.gutter.1, -1.0) } else { (columns.gutter.0, 1.0) };
    for (n, (from, to)) in lines.into_iter().enumerate() {
        let x = edge + into * (3.0 + (n % 4) as f32 * 4.0);
        let end = x + into * 9.0;
        let painter = ui.painter();
        let segment = |a: f32, b: f32, y: f32| painter.line_segment([pos2(a, y), pos2(b, y)], stroke);
        segment(edge - into * 4.0, x, from);
        painter.vline(x, from.min(to)..=from.max(to), stroke);
        segment(x, end, to);
        let tip = |dy: f32| [Pos2::new(end - into * 4.0, to + dy), Pos2::new(end, to)];
        painter.line_segment(tip(-3.0), stroke);
        painter.line_segment(tip(3.0), stroke);
    }
}
