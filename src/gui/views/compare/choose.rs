//! The dialog in which one chooses a version: the plan as it is now, named versions, backups, work left behind or
//! discarded, samples, plans opened lately, any file.

use eframe::egui::{self, Context, FontFamily, FontId, Key, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use nendo::locale::{Lang, text};
use nendo::storage::recovery::Recovered;

use super::source_name;
use crate::gui::jobs::{Offers, Past, Slot, Source};
use crate::gui::samples::SAMPLES;
use crate::gui::theme;
use crate::gui::views::outline::one_row;
use crate::gui::widgets::dialog::{Choice, content_height, dialog_ui};

/// The dialog.
pub struct ChooseDialog {
    /// What the version is chosen for.
    pub slot: Slot,
    /// Whether the plan on the screen is offered.
    present: bool,
    /// What stands on the other side already.
    without: Option<Source>,
    /// What stands in the slot now.
    current: Option<Source>,
    entries: Vec<Entry>,
    chosen: usize,
    loading: bool,
    /// The chosen entry takes the keyboard.
    follow: bool,
}

/// A version in the list.
struct Entry {
    /// Key of the group it begins.
    group: Option<&'static str>,
    title: String,
    detail: String,
    source: Source,
}

/// What was answered.
pub enum ChooseAnswer {
    /// A version.
    Version(Source),
    /// A file that is to be looked for.
    File,
    /// The way back.
    Back,
}

impl ChooseDialog {
    /// For `slot`; what there is beside samples follows.
    pub fn new(lang: Lang, slot: Slot, present: bool) -> Self {
        let mut dialog = Self { slot, present, without: None, current: None, entries: Vec::new(), chosen: 0, loading: true, follow: true };
        dialog.list(lang, &Offers::default());
        dialog.loading = true;
        dialog
    }

    /// Begins at what is compared now.
    pub fn at(mut self, current: Option<Source>) -> Self {
        self.current = current;
        self
    }

    /// Does not offer what stands on the other side already.
    pub fn without(mut self, other: Option<Source>) -> Self {
        self.without = other;
        self
    }

    /// Takes in which versions there are.
    pub fn list(&mut self, lang: Lang, offers: &Offers) {
        self.loading = false;
        self.entries.clear();
        let entry = |source: Source, detail: String| Entry { group: None, title: source_name(lang, &source), detail, source };
        let present = self.present.then(|| entry(Source::Present, String::new()));
        self.group("window.compare.group.present", present);
        let versions = offers.versions.iter().map(|version| {
            let parts = [
                version.saved.format("%Y-%m-%d %H:%M").to_string(),
                version.author.clone(),
                version.stage.message().text(lang),
                version.note.clone(),
            ];
            let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            entry(Source::Past(Past::Version(version.clone())), detail)
        });
        self.group("window.compare.group.versions", versions);
        let recent = offers.recent.iter().map(|file| {
            let title = if file.title.is_empty() { String::new() } else { format!("{} · ", file.title) };
            entry(Source::File(file.path.clone()), format!("{title}{}", file.path.display()))
        });
        self.group("window.compare.group.recent", recent);
        let beside = offers.beside.iter().map(|path| entry(Source::File(path.clone()), String::new()));
        self.group("window.compare.group.beside", beside);
        let backups = offers.backups.iter().map(|backup| {
            let size = format!("{} KB", backup.length.div_ceil(1024));
            entry(Source::Past(Past::Backup(backup.clone())), size)
        });
        self.group("window.compare.group.backups", backups);
        let work = |work: &Recovered| {
            let file = work.origin.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
            entry(Source::Work(Box::new(work.clone())), file)
        };
        self.group("window.compare.group.left", offers.left.iter().map(work));
        self.group("window.compare.group.discarded", offers.discarded.iter().map(work));
        self.group("window.compare.group.samples", (0..SAMPLES.len()).map(|at| entry(Source::Sample(at), String::new())));
        let current = self.current.as_ref().and_then(|current| self.entries.iter().position(|entry| entry.source.is(current)));
        self.chosen = current.unwrap_or(self.chosen).min(self.entries.len().saturating_sub(1));
    }

    fn group(&mut self, key: &'static str, entries: impl IntoIterator<Item = Entry>) {
        let before = self.entries.len();
        let without = self.without.take();
        self.entries.extend(entries.into_iter().filter(|entry| without.as_ref().is_none_or(|other| !entry.source.is(other))));
        self.without = without;
        if let Some(first) = self.entries.get_mut(before) {
            first.group = Some(key);
        }
    }
}

/// Versions a page up or down goes over.
const PAGE: usize = 7;

/// Key of the dialog's title.
fn title(slot: Slot) -> &'static str {
    match slot {
        Slot::Old => "window.compare.choose.old",
        Slot::New => "window.compare.choose.new",
        Slot::Base => "window.compare.choose.base",
        Slot::MergeBase => "window.compare.choose.merge_base",
        Slot::MergeTheirs => "window.compare.choose.merge_theirs",
    }
}

/// Draws the dialog.
pub fn choose_ui(ctx: &Context, lang: Lang, dialog: &mut ChooseDialog) -> Option<ChooseAnswer> {
    #[derive(Clone, Copy)]
    enum Button {
        Choose,
        File,
        Back,
    }
    let t = |key: &'static str| text(lang, key);
    let choices = [
        Choice::default(t("window.compare.choose.take"), Button::Choose),
        Choice::new(t("window.compare.choose.file"), Button::File),
        Choice::new(t("window.unsaved.back"), Button::Back),
    ];
    let mut opened = false;
    let title = t(title(dialog.slot)).trim_end_matches('…');
    let content = |ui: &mut Ui| {
        ui.label(theme::muted(ui, t("window.compare.choose.hint")));
        opened = list_ui(ui, lang, dialog);
        if dialog.loading {
            ui.label(theme::muted(ui, t("window.compare.choose.looking")));
        }
    };
    let button = dialog_ui(ctx, "choose_version", 560.0, title, content, &choices, Button::Back);
    let chosen = || dialog.entries.get(dialog.chosen).map(|entry| ChooseAnswer::Version(entry.source.clone()));
    match button {
        _ if dialog.loading && !matches!(button, Some(Button::File | Button::Back)) => None,
        _ if opened => chosen(),
        Some(Button::Choose) => chosen(),
        Some(Button::File) => Some(ChooseAnswer::File),
        Some(Button::Back) => Some(ChooseAnswer::Back),
        None => None,
    }
}

/// The list; says whether an entry was chosen for good.
fn list_ui(ui: &mut Ui, lang: Lang, dialog: &mut ChooseDialog) -> bool {
    let t = theme::tokens(ui);
    let mut opened = false;
    let mut go = None;
    // The keyboard is on the chosen row, or on its way there.
    let mut held = dialog.follow;
    let count = dialog.entries.len();
    // Enter clicks what has the keyboard, which may still be the row one has just left.
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    // Title, hint and buttons stay in view in a low window, too.
    let height = (content_height(ui.ctx()) - 60.0).clamp(120.0, 330.0);
    theme::card_frame(ui).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().id_salt("choose_version").max_height(height).min_scrolled_height(height).auto_shrink([false, false]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                // What is still to come stands above: a row must not go from under the pointer.
                let entries = if dialog.loading { &[][..] } else { dialog.entries.as_slice() };
                for (at, entry) in entries.iter().enumerate() {
                    if let Some(group) = entry.group {
                        ui.add_space(theme::SPACE_4);
                        ui.horizontal(|ui| {
                            ui.add_space(theme::SPACE_4);
                            ui.label(theme::muted(ui, text(lang, group)));
                        });
                    }
                    let height = if entry.detail.is_empty() { 30.0 } else { 44.0 };
                    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
                    let chosen = at == dialog.chosen;
                    if chosen || response.hovered() || response.has_focus() {
                        ui.painter().rect_filled(
                            rect,
                            egui::CornerRadius::same(theme::CORNER),
                            if chosen { t.accent_soft } else { t.hover },
                        );
                    }
                    let font = |size| FontId::new(size, FontFamily::Proportional);
                    let row = |words: &str, size, color| one_row(ui, words, font(size), color, rect.width() - 24.0);
                    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 6.0), row(&entry.title, theme::TEXT, t.text), t.text);
                    ui.painter().galley(
                        pos2(rect.left() + 12.0, rect.top() + 25.0),
                        row(&entry.detail, theme::TEXT_SMALL, t.muted),
                        t.muted,
                    );
                    response.widget_info(|| WidgetInfo::selected(egui::Role::ListItem, true, chosen, &entry.title));
                    if response.clicked() && !entered || (response.gained_focus() && !chosen) {
                        go = Some(at);
                        response.request_focus();
                    }
                    opened |= response.double_clicked();
                    if chosen {
                        if std::mem::take(&mut dialog.follow) {
                            response.request_focus();
                            response.scroll_to_me(None);
                        }
                        held |= response.has_focus();
                        if response.has_focus() {
                            let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
                            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
                        }
                    }
                }
            },
        );
    });
    if held && !dialog.loading {
        // One after the other: keys may come faster than frames.
        let presses: Vec<Key> = ui.input(|input| {
            let press = |event: &egui::Event| if let egui::Event::Key { key, pressed: true, .. } = event { Some(*key) } else { None };
            input.events.iter().filter_map(press).collect()
        });
        for key in presses {
            let at = go.unwrap_or(dialog.chosen);
            match key {
                Key::ArrowDown => go = Some((at + 1).min(count.saturating_sub(1))),
                Key::ArrowUp => go = Some(at.saturating_sub(1)),
                Key::PageDown => go = Some((at + PAGE).min(count.saturating_sub(1))),
                Key::PageUp => go = Some(at.saturating_sub(PAGE)),
                Key::Home => go = Some(0),
                Key::End => go = Some(count.saturating_sub(1)),
                Key::Enter => opened = true,
                _ => {}
            }
        }
    }
    if let Some(at) = go.filter(|at| *at != dialog.chosen) {
        dialog.chosen = at;
        dialog.follow = true;
        ui.ctx().request_repaint();
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_itself_is_offered_only_where_it_makes_sense() {
        let first = |present| ChooseDialog::new(Lang::Ja, Slot::Old, present).entries[0].group;
        assert_eq!(first(true), Some("window.compare.group.present"));
        assert_eq!(first(false), Some("window.compare.group.samples"));
    }
}
