//! The list of what differs between two states of a plan, word by word; for a plan without another state what is
//! in it. One widget for safe copies, discarded work, versions, backups, and files others changed.

use eframe::egui::{self, Align, FontId, Label, Layout, RichText, ScrollArea, Stroke, Ui, text::LayoutJob, vec2};
use nendo::compare::{ChangeKind, Stretch};
use nendo::locale::{Lang, Message, text};

use super::difference::{LINE, append_all, spoken};
use crate::gui::differences::{Contents, Difference, Differences, OfPlan, Showing};
use crate::gui::theme::{self, Tokens};

/// The column of kinds.
const KINDS: f32 = 76.0;

/// Draws what a state shows of itself, its list no higher than `height`.
pub fn showing_ui(ui: &mut Ui, lang: Lang, showing: &Showing, height: f32) {
    match showing {
        Showing::Differences(differences) => differences_ui(ui, lang, differences, height),
        Showing::Contents(contents) => contents_ui(ui, lang, contents, height),
    }
}

/// Draws the differences.
pub fn differences_ui(ui: &mut Ui, lang: Lang, differences: &Differences, height: f32) {
    ui.add(Label::new(theme::muted(ui, differences.summary(lang))).wrap());
    if differences.is_empty() {
        return;
    }
    list_ui(ui, "differences", height, |ui| {
        for of_plan in &differences.plan {
            of_plan_ui(ui, lang, of_plan);
        }
        for difference in &differences.list {
            difference_row_ui(ui, lang, difference);
        }
        rest_ui(ui, lang, differences.rest);
    });
}

/// Draws what is in a plan.
fn contents_ui(ui: &mut Ui, lang: Lang, contents: &Contents, height: f32) {
    ui.add(Label::new(theme::muted(ui, contents.summary(lang))).wrap());
    if contents.headings.is_empty() {
        return;
    }
    list_ui(ui, "contents", height, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (depth, heading) in &contents.headings {
            ui.horizontal(|ui| {
                ui.add_space(f32::from(*depth) * theme::SPACE_16);
                ui.add(Label::new(RichText::new(heading).size(theme::TEXT_SMALL)).truncate());
            });
        }
        rest_ui(ui, lang, contents.rest);
    });
}

/// Small text in the text's colour.
fn small_format(ui: &Ui) -> egui::TextFormat {
    let font = FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional);
    egui::TextFormat { line_height: Some(theme::TEXT_SMALL * LINE), ..egui::TextFormat::simple(font, theme::tokens(ui).text) }
}

fn list_ui(ui: &mut Ui, id: &str, height: f32, rows: impl FnOnce(&mut Ui)) {
    theme::card_frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().id_salt(id).max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_8);
            rows(ui);
        });
    });
}

fn rest_ui(ui: &mut Ui, lang: Lang, rest: usize) {
    if rest > 0 {
        ui.label(theme::muted(ui, Message::new("window.differences.rest").with("n", rest).text(lang)));
    }
}

/// A row: what kind of change at the left, the words beside it.
fn row_ui(ui: &mut Ui, kinds: LayoutJob, words: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let column = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(vec2(KINDS, 0.0), column, |ui| {
            ui.set_width(KINDS);
            ui.add(Label::new(kinds).wrap());
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            words(ui);
        });
    });
}

fn kind_color(t: &Tokens, kind: ChangeKind) -> egui::Color32 {
    match kind {
        ChangeKind::Added | ChangeKind::Split => t.added,
        ChangeKind::Removed | ChangeKind::Merged => t.removed,
        ChangeKind::Moved => t.moved,
        ChangeKind::Renamed | ChangeKind::Edited => t.changed,
        ChangeKind::Renumbered => t.muted,
    }
}

/// The names of kinds, one below the other.
fn kinds_job(ui: &Ui, lang: Lang, kinds: &[ChangeKind]) -> LayoutJob {
    let t = theme::tokens(ui);
    let mut job = LayoutJob::default();
    for (at, kind) in kinds.iter().enumerate() {
        let between = if at > 0 { "\n" } else { "" };
        let format = egui::TextFormat { color: kind_color(t, *kind), ..small_format(ui) };
        job.append(&format!("{between}{}", text(lang, kind.key())), 0.0, format);
    }
    job
}

fn difference_row_ui(ui: &mut Ui, lang: Lang, difference: &Difference) {
    let t = theme::tokens(ui);
    row_ui(ui, kinds_job(ui, lang, &difference.kinds), |ui| {
        let plain = small_format(ui);
        let bold = FontId::new(theme::TEXT_SMALL, theme::bold());
        let mut heading = LayoutJob::default();
        if !difference.label.is_empty() {
            heading.append(&format!("{} ", difference.label), 0.0, egui::TextFormat { color: t.muted, ..plain.clone() });
        }
        append_all(ui, &mut heading, &difference.title, (&bold, t.text));
        let name = format!("{} {}", difference.label, spoken(lang, &difference.title));
        ui.add(Label::new(heading).wrap()).accessible_name(name.trim());
        if let Some((from, to)) = &difference.moved {
            let top = text(lang, "window.differences.top");
            let place = |heading: &str| if heading.is_empty() { top.to_owned() } else { heading.to_owned() };
            let words = Message::new("window.differences.moved").with("from", place(from)).with("to", place(to)).text(lang);
            ui.add(Label::new(theme::muted(ui, words)).wrap());
        }
        if !difference.fields.is_empty() {
            let between = if lang == Lang::Ja { "・" } else { ", " };
            let names: Vec<&str> = difference.fields.iter().map(|field| text(lang, field.key())).collect();
            ui.label(theme::muted(ui, names.join(between)));
        }
        words_ui(ui, lang, &difference.words);
    });
}

fn of_plan_ui(ui: &mut Ui, lang: Lang, (key, words): &OfPlan) {
    let t = theme::tokens(ui);
    let mut kinds = LayoutJob::default();
    kinds.append(text(lang, "window.differences.plan"), 0.0, egui::TextFormat { color: t.changed, ..small_format(ui) });
    row_ui(ui, kinds, |ui| {
        if *key != "window.differences.plan" {
            ui.label(RichText::new(text(lang, key)).font(FontId::new(theme::TEXT_SMALL, theme::bold())));
        }
        words_ui(ui, lang, words);
    });
}

/// Changed words behind a line that holds them together.
fn words_ui(ui: &mut Ui, lang: Lang, words: &[Stretch]) {
    if words.is_empty() {
        return;
    }
    let t = theme::tokens(ui);
    let mut job = LayoutJob::default();
    append_all(ui, &mut job, words, (&FontId::new(theme::TEXT_SMALL, egui::FontFamily::Proportional), t.text));
    let shown = ui.horizontal_top(|ui| {
        ui.add_space(theme::SPACE_8);
        ui.add(Label::new(job).wrap()).accessible_name(spoken(lang, words));
    });
    let rect = shown.response.rect;
    ui.painter().vline(rect.left() + 1.0, rect.y_range(), Stroke::new(2.0, t.line));
}
