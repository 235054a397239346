//! The search tab: what to look for, with what to replace it, and what was found.
//!
//! Lives here: the form and what it remembers. Its parts: the list of hits (`results`), where the editor shows
//! a text (`places`). Does not live here: the search itself (`workspace::search`).

mod places;
mod results;

use std::collections::HashSet;
use std::time::Duration;

use eframe::egui::{self, EventFilter, Id, Key, Modifiers, RichText, Ui, text_edit::TextEditState, vec2};
use nendo::edit::{Hit, Query, SearchScope, TextPlace};
use nendo::locale::Message;
use nendo::plan::{Fold, NodeId};

use super::{Action, Cx};
use crate::gui::widgets::icon_button;
use crate::gui::workspace::{Document, Search, Wanted};
use crate::gui::{icons, ime, theme};

pub use places::shown_at;
use results::ResultRow;
pub use results::shown_only;

/// What the search may take of a frame.
const BUDGET: Duration = Duration::from_millis(4);

/// What the search tab remembers.
pub struct FindState {
    query: String,
    replacement: String,
    /// Whether the row for the replacement is open.
    replacing: bool,
    regex: bool,
    fold: Fold,
    scope: SearchScope,
    /// What the scope is called.
    scope_choice: ScopeChoice,
    search: Search,
    /// The hit one stands at.
    current: Option<usize>,
    /// Hits that are not to be replaced, by their place and where they begin.
    left_out: HashSet<(TextPlace, usize)>,
    rows: Vec<ResultRow>,
    rows_for: (u64, bool),
    wants_focus: bool,
    scroll_to_current: bool,
}

/// Where to look, as it is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeChoice {
    /// The whole plan.
    Plan,
    /// The part the selected item is in.
    Part,
    /// The selected items with all below them.
    Selection,
}

impl Default for FindState {
    fn default() -> Self {
        Self {
            query: String::new(),
            replacement: String::new(),
            replacing: false,
            regex: false,
            fold: Fold::default(),
            scope: SearchScope::Plan,
            scope_choice: ScopeChoice::Plan,
            search: Search::default(),
            current: None,
            left_out: HashSet::new(),
            rows: Vec::new(),
            rows_for: (u64::MAX, false),
            wants_focus: false,
            scroll_to_current: false,
        }
    }
}

/// The id of the field one types in what to look for.
pub fn query_id() -> Id {
    Id::unique("find.query")
}

fn replacement_id() -> Id {
    Id::unique("find.replacement")
}

impl FindState {
    /// Opens the search for `prefill`, if something is selected, else for what was looked for last.
    pub fn open(&mut self, prefill: Option<String>, replacing: bool) {
        if let Some(text) = prefill {
            self.query = text;
            self.current = None;
        }
        self.replacing |= replacing;
        self.wants_focus = true;
    }

    /// Forgets what belongs to the document before; what is looked for stays.
    pub fn reset(&mut self) {
        let old = std::mem::take(self);
        *self = Self { query: old.query, replacement: old.replacement, regex: old.regex, fold: old.fold, ..Self::default() };
    }

    /// The hits so far.
    #[cfg(test)]
    pub fn hits(&self) -> &[Hit] {
        self.search.hits()
    }

    fn wanted(&self) -> Wanted {
        let query = Query { text: self.query.clone(), regex: self.regex, fold: self.fold };
        Wanted { query, scope: self.scope.clone(), replacement: self.replacing.then(|| self.replacement.clone()) }
    }

    /// Brings the search to its end and steps to the next or previous hit.
    pub fn step(&mut self, doc: &Document, back: bool) -> Option<Hit> {
        self.search.go_on(doc, &self.wanted(), BUDGET);
        self.search.finish(doc);
        let count = self.search.hits().len();
        let next = match (self.current, back) {
            (None, false) => 0,
            (None, true) => count.checked_sub(1)?,
            (Some(at), false) => (at + 1) % count.max(1),
            (Some(at), true) => at.checked_sub(1).unwrap_or(count.saturating_sub(1)),
        };
        self.go(next)
    }

    /// Stands at hit `at`.
    fn go(&mut self, at: usize) -> Option<Hit> {
        let hit = self.search.hits().get(at)?.clone();
        self.current = Some(at);
        self.scroll_to_current = true;
        Some(hit)
    }

    /// The hits to be replaced: those not left out, or the current one alone.
    pub fn take_for_replacing(&mut self, doc: &Document, current_alone: bool) -> Vec<Hit> {
        self.search.go_on(doc, &self.wanted(), BUDGET);
        self.search.finish(doc);
        let hits = self.search.hits();
        if current_alone {
            return hits.get(self.current.unwrap_or(0)).cloned().into_iter().collect();
        }
        hits.iter().filter(|hit| !hit.shown_only && !self.left_out.contains(&mark_of(hit))).cloned().collect()
    }

    /// After one hit was replaced: stands at the one that follows it.
    pub fn stay_after_replacing(&mut self, doc: &Document, replaced: &Hit) {
        let at = self.current.unwrap_or(0);
        self.search.go_on(doc, &self.wanted(), BUDGET);
        self.search.finish(doc);
        let end = replaced.range.start + replaced.replacement.len();
        // What the replacement itself holds of the words is passed over.
        let follows = |hit: &Hit| hit.place != replaced.place || hit.range.start >= end;
        let next = self.search.hits().iter().enumerate().skip(at).find(|(_, hit)| follows(hit)).map(|(at, _)| at);
        self.current = next;
        self.scroll_to_current = true;
    }

    /// Whether something can be replaced now.
    fn can_replace(&self) -> bool {
        self.replacing && self.search.hits().iter().any(|hit| !hit.shown_only)
    }
}

fn mark_of(hit: &Hit) -> (TextPlace, usize) {
    (hit.place, hit.range.start)
}

/// Draws the search tab.
pub fn find_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut FindState) {
    let before = state.wanted();
    egui::Frame::NONE.inner_margin(egui::Margin { left: 10, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_4;
        keys(ui, cx, state);
        fields_ui(ui, cx, state);
        options_ui(ui, cx, state);
        scope_ui(ui, cx, state);
    });
    // What is just being composed is not yet what one looks for.
    if !ime::composing(ui.ctx()) || !ui.memory(|memory| memory.has_focus(query_id()) || memory.has_focus(replacement_id())) {
        let wanted = state.wanted();
        if wanted.query != before.query || wanted.scope != before.scope {
            state.current = None;
            state.left_out.clear();
        }
        state.search.go_on(cx.doc, &wanted, BUDGET);
    }
    if state.search.busy() {
        ui.ctx().request_repaint();
    }
    if state.current.is_some_and(|at| at >= state.search.hits().len()) {
        state.current = None;
    }
    if state.rows_for != (state.search.serial_of_hits, state.replacing) {
        state.rows_for = (state.search.serial_of_hits, state.replacing);
        state.rows = results::rows(state.search.hits(), state.replacing);
    }
    summary_ui(ui, cx, state);
    results::results_ui(ui, cx, state);
}

/// Keys of the form, taken before its fields see them.
fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut FindState) {
    let focused = ui.memory(|memory| memory.has_focus(query_id()) || memory.has_focus(replacement_id()));
    if !focused || ime::composing(ui.ctx()) || ime::committed(ui.ctx()) {
        return;
    }
    let press = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let count = state.search.hits().len();
    if press(Modifiers::COMMAND, Key::Enter) {
        if state.can_replace() {
            cx.out.push(Action::ReplaceAll);
        }
    } else if press(Modifiers::SHIFT, Key::Enter) {
        cx.out.push(Action::FindStep { back: true });
    } else if press(Modifiers::NONE, Key::Enter) {
        match state.current.and_then(|at| state.go(at)) {
            Some(hit) => cx.out.push(Action::GoToText(Box::new(hit))),
            None => cx.out.push(Action::FindStep { back: false }),
        }
    } else if press(Modifiers::NONE, Key::ArrowDown) && count > 0 {
        state.go(state.current.map_or(0, |at| (at + 1).min(count - 1)));
    } else if press(Modifiers::NONE, Key::ArrowUp) && count > 0 {
        state.go(state.current.map_or(0, |at| at.saturating_sub(1)));
    } else if press(Modifiers::NONE, Key::Escape) {
        cx.out.push(Action::FocusOutline);
    }
}

fn fields_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut FindState) {
    let t = theme::tokens(ui);
    let icon = RichText::new(icons::MAGNIFYING_GLASS).font(theme::icon_font(14.0)).color(t.muted);
    let toggle_room = theme::ICON_BUTTON + 2.0;
    let hint = cx.t("window.find.hint");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let name = cx.t(if state.replacing { "window.find.hide_replace" } else { "window.find.show_replace" });
        let arrow = if state.replacing { icons::CARET_DOWN } else { icons::CARET_RIGHT };
        if icon_button::icon_ui(ui, arrow, name, true, false).clicked() {
            state.replacing = !state.replacing;
        }
        let field = egui::TextEdit::singleline(&mut state.query)
            .id(query_id())
            .hint_text(hint)
            .prefix(icon)
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(ui.available_width());
        let mut output = field.show(ui);
        output.state.clear_undoer();
        let response = output.response.response.clone().accessible_name(hint);
        output.state.store(ui.ctx(), query_id());
        if std::mem::take(&mut state.wants_focus) {
            select_all(ui, query_id(), &state.query);
            response.request_focus();
        }
        hold_arrows(ui, query_id());
        if state.search.error().is_some() {
            let corner = egui::CornerRadius::same(theme::CORNER);
            ui.painter().rect_stroke(response.rect, corner, egui::Stroke::new(1.5, t.removed), egui::StrokeKind::Inside);
        }
    });
    if !state.replacing {
        return;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.add_space(toggle_room);
        let hint = cx.t(if state.regex { "window.find.replacement_regex" } else { "window.find.replacement" });
        let field = egui::TextEdit::singleline(&mut state.replacement)
            .id(replacement_id())
            .hint_text(hint)
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(ui.available_width());
        let mut output = field.show(ui);
        output.state.clear_undoer();
        output.state.store(ui.ctx(), replacement_id());
        output.response.response.clone().accessible_name(cx.t("window.find.replacement"));
        hold_arrows(ui, replacement_id());
    });
    ui.horizontal(|ui| {
        ui.add_space(toggle_room);
        let can = state.can_replace();
        let one = egui::Button::new(cx.t("window.find.replace_one"));
        if ui.add_enabled(can, one).on_hover_text(cx.t("window.find.replace_one_help")).clicked() {
            cx.out.push(Action::ReplaceOne);
        }
        let all = theme::primary_button(ui, cx.t("window.find.replace_all"));
        if ui.add_enabled(can, all).on_hover_text(cx.t("window.find.replace_all_help")).clicked() {
            cx.out.push(Action::ReplaceAll);
        }
    });
}

/// The field keeps ↑ and ↓ for the list below it, and Escape for leaving the search.
fn hold_arrows(ui: &Ui, id: Id) {
    if ui.memory(|memory| memory.has_focus(id)) {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::new(0), end)));
    state.store(ui.ctx(), id);
}

fn options_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut FindState) {
    let toggle = |ui: &mut Ui, on: &mut bool, name, help| {
        let words = RichText::new(cx.t(name)).size(theme::TEXT_SMALL);
        if ui.selectable_label(*on, words).on_hover_text(cx.t(help)).clicked() {
            *on = !*on;
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = vec2(6.0, 3.0);
        // All in one sense: pressed, both are the same.
        ui.label(theme::muted(ui, cx.t("window.find.same")));
        toggle(ui, &mut state.fold.case, "window.find.case", "window.find.case_help");
        toggle(ui, &mut state.fold.width, "window.find.width", "window.find.width_help");
        toggle(ui, &mut state.fold.kana, "window.find.kana", "window.find.kana_help");
        toggle(ui, &mut state.fold.variants, "window.find.variants", "window.find.variants_help");
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = vec2(6.0, 3.0);
        toggle(ui, &mut state.regex, "window.find.regex", "window.find.regex_help");
    });
}

fn scope_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut FindState) {
    let doc = cx.doc;
    let part = doc.primary().and_then(|id| doc.outline().position(id)).and_then(|at| doc.outline().ancestry(at).first().map(|r| r.node.id));
    let choices = [
        (ScopeChoice::Plan, "window.find.scope_plan", Some(SearchScope::Plan)),
        (ScopeChoice::Part, "window.find.scope_part", part.map(|part| SearchScope::Below(vec![part]))),
        (
            ScopeChoice::Selection,
            "window.find.scope_selection",
            (!doc.selection().is_empty()).then(|| SearchScope::Below(doc.topmost_selected())),
        ),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = vec2(6.0, 3.0);
        ui.label(theme::muted(ui, cx.t("window.find.scope")));
        for (choice, key, scope) in choices {
            let words = RichText::new(cx.t(key)).size(theme::TEXT_SMALL);
            let chosen = state.scope_choice == choice;
            let button = egui::Button::selectable(chosen, words);
            let response = ui.add_enabled(scope.is_some() || chosen, button);
            // Chosen once, it stays what it was: going from hit to hit selects other items.
            if let Some(scope) = scope.filter(|_| response.clicked()) {
                (state.scope_choice, state.scope) = (choice, scope);
            }
        }
    });
}

fn summary_ui(ui: &mut Ui, cx: &Cx<'_>, state: &FindState) {
    let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 12, right: 8, top: 2, bottom: 4 });
    frame.show(ui, |ui| {
        if let Some(error) = state.search.error() {
            let words = RichText::new(cx.message(&error.message())).size(theme::TEXT_SMALL).color(theme::tokens(ui).removed);
            ui.label(words);
            return;
        }
        if !state.search.asks() {
            ui.label(theme::muted(ui, cx.t("window.find.empty")));
            return;
        }
        let hits = state.search.hits();
        if hits.is_empty() {
            let key = if state.search.busy() { "window.find.searching" } else { "window.find.nothing" };
            ui.label(theme::muted(ui, cx.t(key)));
            return;
        }
        let nodes = state.rows.iter().filter(|row| matches!(row, ResultRow::Group(_))).count();
        let mut words = match state.current {
            Some(at) => Message::new("window.find.count_at").with("at", at + 1),
            None => Message::new("window.find.count"),
        };
        words = words.with("n", hits.len()).with("items", nodes);
        ui.label(theme::muted(ui, cx.message(&words)));
    });
}

/// The node a hit is in, for those who go there.
pub fn node_of(hit: &Hit) -> Option<NodeId> {
    hit.place.node
}
