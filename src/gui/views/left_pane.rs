//! The left pane: contents, search and history, one at a time.

use eframe::egui::{self, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::find::{FindState, find_ui};
use super::history::{HistoryState, history_ui};
use super::outline::{OutlineState, outline_ui};
use super::{Cx, outline};
use crate::gui::theme;

/// What the pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LeftTab {
    /// 目次.
    #[default]
    Contents,
    /// 検索.
    Search,
    /// 履歴.
    History,
}

impl LeftTab {
    const ALL: [Self; 3] = [Self::Contents, Self::Search, Self::History];

    fn key(self) -> &'static str {
        match self {
            Self::Contents => "window.left.contents",
            Self::Search => "window.left.search",
            Self::History => "window.left.history",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Contents => "window.left.contents_help",
            Self::Search => "window.left.search_help",
            Self::History => "window.left.history_help",
        }
    }
}

/// What the pane remembers.
#[derive(Default)]
pub struct LeftPane {
    /// The tab in view.
    pub tab: LeftTab,
    /// The search.
    pub find: FindState,
    history: HistoryState,
}

impl LeftPane {
    /// Forgets what belongs to the document before.
    pub fn reset(&mut self) {
        self.tab = LeftTab::Contents;
        self.find.reset();
        self.history = HistoryState::default();
    }
}

/// Draws the pane.
pub fn left_pane_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut LeftPane, outline: &mut OutlineState) {
    tabs_ui(ui, cx, state);
    match state.tab {
        LeftTab::Contents => outline_ui(ui, cx, outline),
        LeftTab::Search => find_ui(ui, cx, &mut state.find),
        LeftTab::History => history_ui(ui, cx, &mut state.history),
    }
}

fn tabs_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut LeftPane) {
    let t = theme::tokens(ui);
    let before = state.tab;
    let bar = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(6.0);
        for tab in LeftTab::ALL {
            let chosen = state.tab == tab;
            let words = cx.t(tab.key());
            let font = egui::FontId::new(theme::TEXT, if chosen { theme::bold() } else { egui::FontFamily::Proportional });
            let color = if chosen { t.text } else { t.muted };
            let galley = outline::one_row(ui, words, font, color, 200.0);
            let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 20.0, 34.0), Sense::CLICK);
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, words));
            if response.hovered() && !chosen {
                ui.painter().rect_filled(rect.shrink2(vec2(2.0, 4.0)), egui::CornerRadius::same(theme::CORNER), t.hover);
            }
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
            if chosen {
                let line = rect.shrink2(vec2(8.0, 0.0));
                ui.painter().hline(line.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, t.accent));
            }
            if response.on_hover_text(cx.t(tab.help())).clicked() {
                state.tab = tab;
            }
        }
    });
    let rect = bar.response.rect;
    ui.painter().hline(ui.max_rect().x_range(), rect.bottom(), Stroke::new(1.0, t.line));
    if state.tab == LeftTab::Search && before != LeftTab::Search {
        state.find.open(None, false);
    }
}
