//! 版の管理: the named versions of a plan and what its saves replaced, each to open, compare, take up again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{self, Context, RichText, ScrollArea, Sense, Ui, vec2};
use nendo::locale::{Lang, Message, text};
use nendo::plan::Plan;
use nendo::storage::backups::Backup;
use nendo::storage::versions::{Naming, Stray, Version, Versions};

use super::keeping::past_name;
use super::{Dialog, DialogAnswer};
use crate::gui::app::App;
use crate::gui::differences::Differences;
use crate::gui::jobs::{Past, ReadFor};
use crate::gui::widgets::dialog::{Choice, dialog_ui, lines_ui};
use crate::gui::widgets::difference_list::differences_ui;
use crate::gui::widgets::draft_text::select;
use crate::gui::{icons, theme};

/// Height of the list, in points, where there is room.
const LIST: f32 = 360.0;

/// The dialog.
pub struct VersionsDialog {
    path: PathBuf,
    versions: Option<Versions>,
    backups: Vec<Backup>,
    /// Those of both that cannot be read.
    unreadable: Vec<Past>,
    /// How many items the backups have, as far as they were counted.
    items: Vec<(Past, usize)>,
    /// Versions of the plan under another name it had.
    strays: Vec<Stray>,
    /// Whether the backups are listed.
    of_saves: bool,
    chosen: usize,
    /// What differs between the chosen one and the plan on the screen.
    compared: Option<(Past, Differences)>,
    asked: Option<Past>,
    /// Name and remark being changed.
    renaming: Option<(String, String)>,
    deleting: bool,
    /// The chosen entry takes the keyboard.
    follow: bool,
}

/// The dialog that names a version.
pub struct NamingDialog {
    /// What is being typed.
    pub naming: Naming,
    focused: bool,
}

impl NamingDialog {
    /// With these words to begin with.
    pub fn new(naming: Naming) -> Self {
        Self { naming, focused: false }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionsAnswer {
    Keep,
    Read(ReadFor),
    /// Shows the plan and the chosen one side by side.
    SideBySide,
    Rename,
    Delete,
    /// Takes over the versions of a plan that had this file.
    Adopt(PathBuf),
    Close,
}

impl VersionsDialog {
    /// For the plan in `path`; its lists follow.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            versions: None,
            backups: Vec::new(),
            unreadable: Vec::new(),
            items: Vec::new(),
            strays: Vec::new(),
            of_saves: false,
            chosen: 0,
            compared: None,
            asked: None,
            renaming: None,
            deleting: false,
            follow: true,
        }
    }

    /// The plan's file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn list(&self) -> Vec<Past> {
        if self.of_saves {
            self.backups.iter().cloned().map(Past::Backup).collect()
        } else {
            self.versions.iter().flat_map(|versions| versions.list.iter().cloned()).map(Past::Version).collect()
        }
    }

    fn chosen(&self) -> Option<Past> {
        self.list().into_iter().nth(self.chosen)
    }

    fn items_of(&self, past: &Past) -> Option<usize> {
        self.items.iter().find(|(of, _)| of == past).map(|(_, items)| *items)
    }

    fn version(&self) -> Option<Version> {
        match self.chosen() {
            Some(Past::Version(version)) => Some(version),
            _ => None,
        }
    }
}

pub(super) fn naming_ui(ctx: &Context, lang: Lang, dialog: &mut NamingDialog) -> Option<DialogAnswer<VersionsAnswer>> {
    let t = |key: &'static str| text(lang, key);
    let choices = [Choice::default(t("window.versions.keep"), Some(VersionsAnswer::Keep)), Choice::new(t("window.unsaved.back"), None)];
    let content = |ui: &mut Ui| {
        ui.label(theme::muted(ui, t("window.versions.naming_hint")));
        let fields = [
            ("window.versions.name", &mut dialog.naming.name),
            ("window.versions.note", &mut dialog.naming.note),
            ("window.versions.author", &mut dialog.naming.author),
        ];
        for (at, (key, value)) in fields.into_iter().enumerate() {
            let response = field_ui(ui, t(key), value);
            if at == 0 && !std::mem::replace(&mut dialog.focused, true) {
                // What is typed takes the place of the name offered.
                select(ui, response.id, 0..value.chars().count());
                response.request_focus();
            }
        }
    };
    let answer = dialog_ui(ctx, "naming", 440.0, t("window.command.save_version").trim_end_matches('…'), content, &choices, None)?;
    Some(DialogAnswer(answer.filter(|_| !dialog.naming.name.trim().is_empty())))
}

fn field_ui(ui: &mut Ui, name: &str, value: &mut String) -> egui::Response {
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, name));
    let field = egui::TextEdit::singleline(value).margin(egui::Margin::symmetric(8, 6)).desired_width(f32::INFINITY);
    ui.add(field).accessible_name(name)
}

pub(super) fn versions_ui(ctx: &Context, lang: Lang, dialog: &mut VersionsDialog) -> Option<VersionsAnswer> {
    let t = |key: &'static str| text(lang, key);
    let mut answer = None;
    let choices = [Choice::default(t("window.close_dialog"), VersionsAnswer::Close)];
    let closed = dialog_ui(
        ctx,
        "versions",
        760.0,
        t("window.command.versions").trim_end_matches('…'),
        |ui| {
            ui.horizontal(|ui| {
                for (of_saves, key) in [(false, "window.versions.named"), (true, "window.versions.backups")] {
                    if ui.selectable_label(dialog.of_saves == of_saves, t(key)).clicked() && dialog.of_saves != of_saves {
                        dialog.of_saves = of_saves;
                        dialog.choose(0);
                    }
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let words = t("window.command.save_version");
                    if ui.button(format!("{}  {words}", icons::PLUS)).accessible_name(words).clicked() {
                        answer = Some(VersionsAnswer::Keep);
                    }
                });
            });
            if let Some(stray) = dialog.strays.first().filter(|_| !dialog.of_saves) {
                answer = stray_ui(ui, lang, stray).or(answer.take());
            }
            ui.add_space(theme::SPACE_8);
            ui.horizontal_top(|ui| {
                // Downwards: a layout handed on from here would put the entries beside each other.
                let down = egui::Layout::top_down(egui::Align::Min);
                // In a low window the buttons below must stay in view.
                let height = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, LIST);
                ui.allocate_ui_with_layout(vec2(300.0, height), down, |ui| list_ui(ui, lang, dialog, height));
                let mut details = |ui: &mut Ui| {
                    ui.set_width(ui.available_width());
                    answer = details_ui(ui, lang, dialog).or(answer.take());
                };
                if height < LIST {
                    ScrollArea::vertical().id_salt("version_details").max_height(height).show(ui, details);
                } else {
                    ui.vertical(&mut details);
                }
            });
        },
        &choices,
        VersionsAnswer::Close,
    );
    closed.or(answer)
}

/// Tells of versions the plan left behind under another name.
fn stray_ui(ui: &mut Ui, lang: Lang, stray: &Stray) -> Option<VersionsAnswer> {
    let mut answer = None;
    ui.add_space(theme::SPACE_4);
    ui.horizontal_wrapped(|ui| {
        let words = Message::new("window.versions.stray").with("name", stray.name()).with("n", stray.count).text(lang);
        ui.label(theme::muted(ui, words));
        if ui.button(text(lang, "window.versions.adopt")).clicked() {
            answer = Some(VersionsAnswer::Adopt(stray.plan_file.clone()));
        }
    });
    answer
}

impl VersionsDialog {
    fn choose(&mut self, at: usize) {
        self.chosen = at;
        self.renaming = None;
        self.deleting = false;
    }
}

fn list_ui(ui: &mut Ui, lang: Lang, dialog: &mut VersionsDialog, height: f32) {
    let t = theme::tokens(ui);
    let list = dialog.list();
    theme::card_frame(ui).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
        ui.set_min_size(vec2(288.0, height - 12.0));
        if list.is_empty() {
            let key = match (dialog.of_saves, &dialog.versions) {
                (_, None) => return,
                (true, _) => "window.versions.no_backups",
                (false, _) => "window.versions.none",
            };
            ui.add_space(theme::SPACE_8);
            ui.add(egui::Label::new(theme::muted(ui, text(lang, key))).wrap());
            return;
        }
        ScrollArea::vertical().id_salt("versions").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let mut chosen = None;
            for (at, past) in list.iter().enumerate() {
                let (title, detail) = match past {
                    Past::Version(version) => {
                        let when = version.saved.format("%Y-%m-%d %H:%M").to_string();
                        let parts = [when, version.author.clone(), version.stage.message().text(lang)];
                        (version.name.clone(), parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
                    }
                    Past::Backup(backup) => (past_name(lang, past), backup_words(lang, backup, dialog.items_of(past))),
                };
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 46.0), Sense::click());
                let fill = if at == dialog.chosen { t.accent_soft } else { t.hover };
                if at == dialog.chosen || response.hovered() || response.has_focus() {
                    ui.painter().rect_filled(rect, egui::CornerRadius::same(theme::CORNER), fill);
                }
                let place = |y: f32| egui::pos2(rect.left() + 10.0, rect.top() + y);
                let font = |size| egui::FontId::new(size, egui::FontFamily::Proportional);
                let broken = dialog.unreadable.contains(past);
                let unreadable = text(lang, "window.versions.broken");
                let (title, detail) = if broken { (format!("{title}（{unreadable}）"), detail) } else { (title, detail) };
                let color = if broken { t.removed } else { t.text };
                let width = rect.width() - 20.0;
                let row = |words: &str, size: f32, color| crate::gui::views::outline::one_row(ui, words, font(size), color, width);
                ui.painter().galley(place(5.0), row(&title, theme::TEXT, color), color);
                ui.painter().galley(place(25.0), row(&detail, theme::TEXT_SMALL, t.muted), t.muted);
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, at == dialog.chosen, &title));
                if response.clicked() {
                    chosen = Some(at);
                }
                if at == dialog.chosen {
                    if std::mem::take(&mut dialog.follow) {
                        response.request_focus();
                        response.scroll_to_me(None);
                    }
                    if response.has_focus() {
                        chosen = chosen.or_else(|| stepped(ui, &response, at, list.len()));
                    }
                }
            }
            if let Some(at) = chosen {
                dialog.choose(at);
                dialog.follow = true;
            }
            let damaged = dialog.versions.as_ref().map_or(0, |versions| versions.damaged);
            if damaged > 0 && !dialog.of_saves {
                let words = Message::new("window.versions.damaged").with("n", damaged).text(lang);
                ui.add(egui::Label::new(RichText::new(words).size(theme::TEXT_SMALL).color(t.changed)).wrap());
            }
        });
    });
}

/// What tells backups of nearly the same time apart.
fn backup_words(lang: Lang, backup: &Backup, items: Option<usize>) -> String {
    let items = items.map(|n| Message::new("window.status.items").with("n", n).text(lang));
    items.into_iter().chain([format!("{:.1} KB", backup.length as f64 / 1024.0)]).collect::<Vec<_>>().join(" · ")
}

/// The entry the arrow keys lead to.
fn stepped(ui: &Ui, response: &egui::Response, at: usize, count: usize) -> Option<usize> {
    let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let to = if pressed(egui::Key::ArrowDown) {
        (at + 1).min(count.saturating_sub(1))
    } else if pressed(egui::Key::ArrowUp) {
        at.saturating_sub(1)
    } else {
        return None;
    };
    Some(to).filter(|to| *to != at)
}

fn details_ui(ui: &mut Ui, lang: Lang, dialog: &mut VersionsDialog) -> Option<VersionsAnswer> {
    let t = |key: &'static str| text(lang, key);
    let past = dialog.chosen()?;
    let mut answer = None;
    if let Some((name, note)) = &mut dialog.renaming {
        let mut ended = false;
        field_ui(ui, t("window.versions.name"), name);
        field_ui(ui, t("window.versions.note"), note);
        ui.add_space(theme::SPACE_8);
        ui.horizontal(|ui| {
            let can = !name.trim().is_empty();
            if ui.add_enabled(can, theme::primary_button(ui, t("window.versions.rename_done"))).clicked() {
                answer = Some(VersionsAnswer::Rename);
            }
            if ui.button(t("window.unsaved.back")).clicked() {
                ended = true;
            }
        });
        if ended {
            dialog.renaming = None;
        }
        return answer;
    }
    ui.add(egui::Label::new(theme::section(ui, past_name(lang, &past))).wrap());
    if let Past::Version(version) = &past {
        if !version.note.is_empty() {
            lines_ui(ui, &version.note);
        }
        let count = Message::new("window.status.items").with("n", version.nodes).text(lang);
        ui.label(theme::muted(ui, count));
    }
    ui.add_space(theme::SPACE_8);
    let broken = dialog.unreadable.contains(&past);
    if broken {
        let words = RichText::new(t("window.versions.broken_help")).color(theme::tokens(ui).removed);
        ui.add(egui::Label::new(words).wrap());
        ui.add_space(theme::SPACE_8);
    }
    ui.horizontal_wrapped(|ui| {
        let buttons = [
            (icons::BOOK_OPEN, "window.versions.open", ReadFor::Open),
            (icons::ARROW_U_UP_LEFT, "window.versions.restore", ReadFor::Restore),
        ];
        for (icon, key, why) in buttons {
            if ui.add_enabled(!broken, egui::Button::new(format!("{icon}  {}", t(key)))).accessible_name(t(key)).clicked() {
                answer = Some(VersionsAnswer::Read(why));
            }
        }
        let beside = t("window.versions.side_by_side");
        let button = egui::Button::new(format!("{}  {beside}", icons::GIT_DIFF));
        if ui.add_enabled(!broken, button).accessible_name(beside).clicked() {
            answer = Some(VersionsAnswer::SideBySide);
        }
        if let Past::Version(version) = &past {
            if ui.button(t("window.versions.rename")).clicked() {
                dialog.renaming = Some((version.name.clone(), version.note.clone()));
            }
            // The one thing here that cannot be taken back asks once more; in the place of the first button
            // stands the way back, so that a double click deletes nothing.
            let danger = |ui: &Ui, key| RichText::new(t(key)).color(theme::tokens(ui).removed);
            if !dialog.deleting {
                dialog.deleting = ui.button(danger(ui, "window.versions.delete")).clicked();
            } else if ui.button(t("window.versions.delete_not")).clicked() {
                dialog.deleting = false;
            } else if ui.button(danger(ui, "window.versions.delete_really")).clicked() {
                answer = Some(VersionsAnswer::Delete);
            }
        }
    });
    if broken {
        return answer;
    }
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, t("window.versions.since")));
    match &dialog.compared {
        Some((of, differences)) if *of == past => differences_ui(ui, lang, differences, 190.0),
        _ => {
            if dialog.asked.as_ref() != Some(&past) {
                dialog.asked = Some(past);
                answer = answer.or(Some(VersionsAnswer::Read(ReadFor::Compare)));
            }
        }
    }
    answer
}

impl App {
    /// Opens the dialog that names a version; a plan needs a place first.
    pub(in crate::gui) fn ask_version_name(&mut self) {
        let Some(doc) = &self.doc else { return };
        if doc.path.is_none() {
            self.toasts.show(text(self.lang, "window.versions.save_first").to_owned(), Vec::new());
            self.save();
            return;
        }
        let naming =
            Naming { name: doc.plan().stage.message().text(self.lang), note: String::new(), author: self.jobs.keeper.who().user.clone() };
        self.dialogs.push(Dialog::Naming(NamingDialog::new(naming)));
    }

    /// Opens the dialog of versions.
    pub(in crate::gui) fn open_versions(&mut self) {
        let Some(path) = self.doc.as_ref().and_then(|doc| doc.path.clone()) else {
            self.toasts.show(text(self.lang, "window.versions.save_first").to_owned(), Vec::new());
            return;
        };
        self.open_versions_of(path);
    }

    /// Opens it for a plan that need not be open.
    pub(super) fn open_versions_of(&mut self, path: PathBuf) {
        self.dialogs.push(Dialog::Versions(VersionsDialog::new(path.clone())));
        self.jobs.list_past(path);
    }

    pub(super) fn naming_answered(&mut self, dialog: &NamingDialog, answer: Option<&VersionsAnswer>) {
        let Some(doc) = self.doc.as_ref().filter(|_| answer.is_some()) else { return };
        if let Some(path) = doc.path.clone() {
            self.jobs.keep_version(path, doc.plan().clone(), dialog.naming.clone());
        }
    }

    pub(super) fn versions_answered(&mut self, mut dialog: VersionsDialog, answer: &VersionsAnswer) {
        // Without a plan on the screen everything is new.
        let plan = self.doc.as_ref().map_or_else(|| Arc::new(Plan::new("", None)), |doc| doc.plan().clone());
        match answer {
            VersionsAnswer::Close => return,
            VersionsAnswer::Keep => {
                self.dialogs.push(Dialog::Versions(dialog));
                self.ask_version_name();
                return;
            }
            VersionsAnswer::Read(why) => {
                if let Some(past) = dialog.chosen() {
                    self.jobs.read_past(*why, past, plan);
                }
            }
            VersionsAnswer::SideBySide => {
                if let Some(past) =
                    dialog.chosen().filter(|_| self.doc.as_ref().is_some_and(|doc| doc.path.as_deref() == Some(dialog.path())))
                {
                    return self.compare_with_past(past);
                }
            }
            VersionsAnswer::Adopt(from) => self.jobs.adopt_versions(dialog.path.clone(), from.clone()),
            VersionsAnswer::Rename => {
                if let (Some(version), Some((name, note))) = (dialog.version(), dialog.renaming.take()) {
                    self.jobs.rename_version(dialog.path.clone(), version, name, note);
                }
            }
            VersionsAnswer::Delete => {
                dialog.deleting = false;
                if let Some(version) = dialog.version() {
                    self.jobs.delete_version(dialog.path.clone(), version);
                }
            }
        }
        self.dialogs.push(Dialog::Versions(dialog));
    }

    pub(super) fn list_past(&mut self, path: &Path, versions: &Versions, backups: &[Backup]) {
        for dialog in &mut self.dialogs {
            if let Dialog::Versions(dialog) = dialog
                && dialog.path == path
            {
                let most = if dialog.of_saves { backups.len() } else { versions.list.len() };
                dialog.chosen = dialog.chosen.min(most.saturating_sub(1));
                (dialog.versions, dialog.backups) = (Some(versions.clone()), backups.to_vec());
            }
        }
    }

    pub(super) fn past_looked(&mut self, path: &Path, items: &[(Past, Option<usize>)], strays: &[Stray]) {
        let of = |(past, items): &(Past, Option<usize>)| Some((past.clone(), (*items)?));
        let broken = |(past, items): &(Past, Option<usize>)| items.is_none().then(|| past.clone());
        for dialog in &mut self.dialogs {
            if let Dialog::Versions(dialog) = dialog
                && dialog.path == path
            {
                dialog.items = items.iter().filter_map(of).collect();
                (dialog.unreadable, dialog.strays) = (items.iter().filter_map(broken).collect(), strays.to_vec());
            }
        }
    }

    pub(super) fn past_unreadable(&mut self, past: &Past) {
        for dialog in &mut self.dialogs {
            if let Dialog::Versions(dialog) = dialog
                && !dialog.unreadable.contains(past)
            {
                dialog.unreadable.push(past.clone());
            }
        }
    }

    pub(super) fn compared_with_past(&mut self, past: &Past, differences: &Differences) {
        for dialog in &mut self.dialogs {
            if let Dialog::Versions(dialog) = dialog {
                dialog.compared = Some((past.clone(), differences.clone()));
            }
        }
    }
}
