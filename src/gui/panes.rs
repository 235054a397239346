//! What the window draws, from the outside in: the bars, the panes of what it is used for, what lies over them.
//!
//! Lives here: which panes there are and how wide. Does not live here: the order of a frame (`app`), the panes
//! themselves (`views`).

use eframe::egui::{self, CentralPanel, Context, Frame, Id, Margin, Panel, Stroke, Ui};
use nendo::locale::{Lang, Message, text};

use super::app::App;
use super::mode::Mode;
use super::organization::Organization;
use super::settings::{Middle, Right};
use super::views::compare::{self, compare_ui};
use super::views::editor;
use super::views::help::{self, HelpAnswer};
use super::views::job_strip::job_strip_ui;
use super::views::left_pane::left_pane_ui;
use super::views::menu;
use super::views::outline;
use super::views::outside_bar::{outside_bar_ui, read_only_bar_ui, warning_bar_ui};
use super::views::palette;
use super::views::picker::picker_ui;
use super::views::preview;
use super::views::print_preview::print_preview_ui;
use super::views::right_pane::{details_pane_ui, middle_bar_ui, right_pane_ui};
use super::views::start;
use super::views::tour::{self, Spot};
use super::views::writing::writing_ui;
use super::views::year::{self, year_ui};
use super::views::{Action, Cx, status_bar};
use super::{ime, theme};

/// The editor keeps this width when the window gets small.
const EDITOR_LEAST: f32 = 400.0;
/// From this width of the window on the document has pages and fields beside it.
const WIDE: f32 = 1600.0;

/// In a window narrower than this the page gives way to the editor.
const THREE_PANES_LEAST: f32 = 920.0;

impl App {
    /// Draws the bars and the panes.
    pub(super) fn panels_ui(&mut self, ui: &mut Ui, out: &mut Vec<Action>) {
        if let (Some(state), Some(doc)) = (&mut self.print_preview, &self.doc) {
            let covered = !self.dialogs.is_empty() || self.help.is_open() || self.palette.is_open();
            let Organization { profile, holidays, .. } = &self.organization;
            let mut cx = Cx { lang: self.lang, doc, pasted: None, profile, holidays, drafts: &mut self.drafts, out };
            CentralPanel::no_frame().frame(theme::pane_frame(ui)).show(ui, |ui| print_preview_ui(ui, &mut cx, state, covered));
            return;
        }
        let t = theme::tokens(ui);
        let bar = Frame::NONE.fill(t.panel).inner_margin(Margin::symmetric(8, 6));
        Panel::top("menu").frame(bar).show(ui, |ui| {
            let bar = menu::Bar {
                lang: self.lang,
                doc: self.doc.as_ref(),
                mode: self.mode,
                settings: &self.settings,
                recent: self.start.recent.as_deref().unwrap_or_default(),
                saving: self.saving,
                kept: &self.guard.kept,
                busy: self.jobs.busy(),
            };
            menu::menu_ui(ui, &bar, &mut self.menus, out);
        });
        for (id, warning) in [("lost_note", self.lost_note()), ("not_kept", self.not_kept())] {
            let Some(warning) = warning else { continue };
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top(id).frame(bar).show(ui, |ui| warning_bar_ui(ui, self.lang, &warning, out));
        }
        if let (Some(doc), Some(noticed)) = (&self.doc, self.guard.outside) {
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top("outside").frame(bar).show(ui, |ui| outside_bar_ui(ui, self.lang, doc, noticed, out));
        }
        if let Some(doc) = self.doc.as_ref().filter(|doc| doc.read_only.is_some()) {
            let bar = Frame::NONE.fill(t.accent_soft).inner_margin(Margin::symmetric(12, 6));
            Panel::top("read_only").frame(bar).show(ui, |ui| read_only_bar_ui(ui, self.lang, doc, out));
        }
        let Some(doc) = &self.doc else {
            CentralPanel::no_frame().frame(Frame::NONE.fill(t.ground)).show(ui, |ui| {
                start::start_ui(ui, self.lang, &mut self.start, &self.organization.templates, out);
            });
            return;
        };
        let Organization { profile, holidays, .. } = &self.organization;
        let mut cx = Cx { lang: self.lang, doc, pasted: self.pasted.as_ref(), profile, holidays, drafts: &mut self.drafts, out };
        let status = Frame::NONE.fill(t.panel).inner_margin(Margin::symmetric(12, 0));
        let (percent, show_findings) = (self.preview.percent(), std::mem::take(&mut self.show_findings));
        Panel::bottom("status").frame(status).exact_size(28.0).show(ui, |ui| status_bar::status_ui(ui, &mut cx, percent, show_findings));

        let pane = theme::pane_frame(ui);
        if self.mode == Mode::Compare {
            let new_left = &mut self.settings.new_left;
            CentralPanel::no_frame().frame(pane).show(ui, |ui| compare_ui(ui, &mut cx, &mut self.compare, new_left));
            return;
        }
        if self.mode == Mode::Year {
            CentralPanel::no_frame().frame(pane).show(ui, |ui| year_ui(ui, &mut cx, &mut self.year));
            return;
        }
        let full = ui.available_width();
        // Widths are kept; what does not fit a small window gives way.
        let both = self.settings.preview_open && self.settings.editor_open && full >= THREE_PANES_LEAST;
        let most = (full * if both { 0.28 } else { 0.42 }).clamp(240.0, 560.0);
        if self.settings.outline_open {
            let panel = Panel::left("outline").frame(pane).size_range(220.0..=most).default_size(self.settings.outline_width.min(most));
            let shown = panel.show(ui, |ui| left_pane_ui(ui, &mut cx, &mut self.left, &mut self.outline));
            self.settings.outline_width = shown.response.rect.width();
            tour::mark(ui, Spot::Outline, shown.response.rect);
        }
        if both {
            let most = (ui.available_width() - EDITOR_LEAST).max(260.0);
            // On a wide window pages and fields stand side by side.
            let details = self.settings.middle == Middle::Document && full >= WIDE;
            if details {
                let panel = Panel::right("details").frame(pane).size_range(300.0..=480.0).default_size(360.0);
                panel.show(ui, |ui| details_pane_ui(ui, &mut cx, &mut self.editor));
            }
            // A default beyond the range would widen it, and the page would lie where the editor is.
            let wanted = self.settings.preview_width.clamp(260.0, most);
            let panel = Panel::right("preview").frame(pane).size_range(260.0..=most).default_size(wanted);
            let shown = panel.show(ui, |ui| {
                let (middle, mut page) = (self.settings.middle, Right::Page);
                let right = if details || middle == Middle::Form { &mut page } else { &mut self.settings.right };
                right_pane_ui(ui, &mut cx, (&mut self.preview, &mut self.editor), middle == Middle::Document && !details, right);
            });
            self.settings.preview_width = shown.response.rect.width();
            tour::mark(ui, Spot::Page, shown.response.rect);
        }
        CentralPanel::no_frame().frame(pane).show(ui, |ui| {
            tour::mark(ui, if self.settings.editor_open { Spot::Editor } else { Spot::Page }, ui.max_rect());
            if self.settings.editor_open {
                middle_bar_ui(ui, &mut cx, self.settings.middle);
                match self.settings.middle {
                    Middle::Form => editor::editor_ui(ui, &mut cx, &mut self.editor),
                    Middle::Document => {
                        outline::part_ui(ui, &mut cx);
                        writing_ui(ui, &mut cx, &mut self.writing, &mut self.editor);
                    }
                }
            } else if self.settings.preview_open {
                preview::preview_ui(ui, &mut cx, &mut self.preview);
            } else {
                editor::hidden_ui(ui, &mut cx);
            }
        });
    }

    /// Draws what lies over the panes, and sees to it that the keyboard comes back from there.
    pub(super) fn overlays_ui(&mut self, out: &mut Vec<Action>) {
        let ctx = self.ctx.clone();
        // A dialog takes the palette's place.
        if self.covered() {
            self.palette.close();
            self.picker.close();
        }
        let covered = self.covered() || self.palette.is_open() || self.picker.is_open();
        if covered && !std::mem::replace(&mut self.was_covered, covered) {
            // The keyboard goes with the dialog, and comes back after it.
            ctx.memory_mut(egui::Memory::stop_text_input);
        }
        if !covered
            && !self.menus.is_open()
            && let Some(focused) = ctx.memory(egui::Memory::focused)
        {
            self.keyboard = Some(focused);
        }
        palette::palette_ui(&ctx, self.lang, self.doc.as_ref(), &self.settings.recent_commands, &mut self.palette, out);
        picker_ui(&ctx, self.lang, self.doc.as_ref(), &self.organization.profile, &mut self.picker, out);
        self.dialogs_ui(&ctx);
        self.help_ui(&ctx, out);
        self.tour_ui(&ctx, out);
        let clicked = self.toasts.show_ui(&ctx, self.lang);
        let clicked = clicked.map(|action| action.map(|action| self.take_up(action)));
        // For one more frame egui holds the closed dialog for the topmost and takes the focus from all else.
        if let Some(back) = self.giving_back.take()
            && ctx.memory(|memory| memory.focused().is_none())
        {
            ctx.memory_mut(|memory| memory.request_focus(back));
            ctx.request_repaint();
        }
        let still = self.covered() || self.palette.is_open() || self.picker.is_open();
        if !still && (std::mem::take(&mut self.was_covered) || clicked.is_some()) {
            // In this very frame: the next key may come with the next one.
            let back = self.keyboard.unwrap_or_else(outline::list_id);
            ctx.memory_mut(|memory| memory.request_focus(back));
            self.giving_back = Some(back);
            ctx.request_repaint();
        }
        job_strip_ui(&ctx, self.lang, &mut self.jobs);
        focus_ring_ui(&ctx);
        if let Some(preedit) = ime::stray(&ctx) {
            stray_preedit_ui(&ctx, self.lang, &preedit);
        }
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            drop_hint_ui(&ctx, self.lang);
        }
    }

    fn help_ui(&mut self, ctx: &Context, out: &mut Vec<Action>) {
        if self.help.is_open() && help::closes(ctx) {
            self.help.close();
        }
        match help::help_ui(ctx, self.lang, &mut self.help) {
            Some(HelpAnswer::Close) => self.help.close(),
            Some(HelpAnswer::Command(command)) => {
                self.help.close();
                out.push(Action::Command(command));
            }
            None => {}
        }
    }

    /// The tour, while nothing lies over the window.
    fn tour_ui(&mut self, ctx: &Context, out: &mut Vec<Action>) {
        if self.covered() || self.palette.is_open() || self.print_preview.is_some() {
            return;
        }
        tour::tour_ui(ctx, self.lang, self.doc.is_some(), &mut self.tour, out);
        self.settings.tour_seen |= self.tour.is_over();
    }
}

/// A ring round the control that has the keyboard. Text fields show their caret, the outline its row.
fn focus_ring_ui(ctx: &Context) {
    let own = [outline::list_id(), year::grid_id(), compare::list_id()];
    let Some(id) = ctx.memory(egui::Memory::focused).filter(|id| !own.contains(id)) else { return };
    if egui::text_edit::TextEditState::load(ctx, id).is_some() {
        return;
    }
    // Not through its response: asking for that takes the keyboard away in the frame of a click.
    let widget = ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let Some(widget) = widget.filter(|widget| widget.sense.senses_click()) else { return };
    let (ring, corner) = (widget.rect.expand(2.0), egui::CornerRadius::same(theme::CORNER + 2));
    let painter = ctx.layer_painter(widget.layer_id).with_clip_rect(widget.interact_rect.expand(4.0));
    painter.rect_stroke(ring, corner, Stroke::new(2.0, theme::tokens_of(ctx).accent), egui::StrokeKind::Inside);
}

/// Shows what is being composed where nothing takes it: else a key seems to be lost.
fn stray_preedit_ui(ctx: &Context, lang: Lang, preedit: &str) {
    let t = theme::tokens_of(ctx);
    let area = egui::Area::new(Id::unique("stray_preedit")).order(egui::Order::Tooltip);
    area.anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -96.0)).show(ctx, |ui| {
        Frame::popup(ui.style()).fill(t.raised).show(ui, |ui| {
            ui.label(Message::new("window.ime.stray").with("text", preedit).text(lang));
        });
    });
}

/// Says that a file can be let go here.
fn drop_hint_ui(ctx: &Context, lang: Lang) {
    let t = theme::tokens_of(ctx);
    let rect = ctx.content_rect().shrink(theme::SPACE_12);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, Id::unique("drop_hint")));
    painter.rect_filled(ctx.content_rect(), 0.0, t.backdrop);
    painter.rect_stroke(rect, 10.0, Stroke::new(2.0, t.accent), egui::StrokeKind::Inside);
    let font = egui::FontId::new(theme::TEXT_TITLE, theme::bold());
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text(lang, "window.drop_here"), font, t.on_accent);
}
