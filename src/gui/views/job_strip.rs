//! What goes on and takes longer than a moment: its name, for how long, and a button that ends it.

use std::time::Duration;

use eframe::egui::{self, Align2, Area, Context, Id, Order, RichText, vec2};
use nendo::locale::{Lang, Message, text};

use crate::gui::jobs::{Jobs, NOTICED};
use crate::gui::{icons, theme};

const SAVING: &str = "window.job.save";
/// A save that takes longer than this shows that it goes on.
const LONG: Duration = Duration::from_secs(3);

/// Draws the oldest thing that goes on, once it is noticed; the others follow when it has ended.
pub fn job_strip_ui(ctx: &Context, lang: Lang, jobs: &mut Jobs) {
    let Some(task) = jobs.under_way() else { return };
    let took = task.since.elapsed();
    if took < NOTICED {
        return ctx.request_repaint_after(NOTICED - took);
    }
    ctx.request_repaint_after(Duration::from_millis(200));
    let t = theme::tokens_of(ctx);
    // Over dialogs too: what they wait for may be this.
    let area = Area::new(Id::unique("job_strip")).order(Order::Tooltip).anchor(Align2::LEFT_BOTTOM, vec2(12.0, -40.0));
    area.show(ctx, |ui| {
        egui::Frame::popup(ui.style()).fill(t.raised).inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                if task.what == SAVING && took < LONG {
                    // What one wrote is safe either way: nothing turns and nothing counts.
                    ui.label(RichText::new(icons::FLOPPY_DISK).font(theme::icon_font(theme::ICON)).color(t.muted));
                    ui.label(text(lang, task.what));
                } else {
                    ui.add(egui::Spinner::new().size(theme::ICON));
                    ui.label(text(lang, task.what));
                    ui.label(theme::muted(ui, Message::new("window.job.seconds").with("n", took.as_secs()).text(lang)));
                }
                if let Some(percent) = task.done() {
                    ui.label(theme::muted(ui, Message::new("window.job.percent").with("n", percent).text(lang)));
                }
                if task.can_stop && ui.button(text(lang, "window.print.stop")).clicked() {
                    task.stop();
                }
            });
        });
    });
}
