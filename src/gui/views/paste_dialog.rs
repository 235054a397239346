//! What a paste would make, before it is made: the nodes with their numbers and marks, and what to look at.

use eframe::egui::{self, Context, FontFamily, FontId, RichText, ScrollArea, Ui, vec2};
use nendo::edit::{Command, Position, Roles, apply, copies, settled};
use nendo::import::fragment::{self, Fragment};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{FindingLevel, Node, Outline, format_amount, funding_name};

use super::outline::one_row;
use crate::gui::clipboard::Pasted;
use crate::gui::widgets::dialog::{Choice, dialog_ui};
use crate::gui::workspace::Document;
use crate::gui::{icons, theme};

/// The preview shows no more rows and findings than this; all are pasted.
const MOST_ROWS: usize = 400;
const MOST_FINDINGS: usize = 20;

/// What becomes of the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteAs {
    /// Items after the selected one.
    Nodes,
    /// A table behind the selected item's body.
    Table,
    /// Text behind it.
    Text,
}

/// On which level the items go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteLevel {
    /// Beside the selected item's parent.
    Above,
    /// Beside the selected item.
    Same,
    /// Below the selected item.
    Below,
}

/// What its buttons answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteAnswer {
    /// Paste so.
    Paste,
    /// Paste nothing.
    Back,
}

/// The open dialog.
pub struct PasteDialog {
    /// The text of the clipboard.
    pub text: String,
    /// The range of cells it is, if it is one.
    pub table: Option<Pasted>,
    /// The nodes it would become.
    pub fragment: Fragment,
    /// What it becomes.
    pub paste_as: PasteAs,
    /// On which level.
    pub level: PasteLevel,
    /// Where the roles of those nodes come from.
    pub roles: Roles,
    /// The field it was pasted in, which takes it as text; none in the outline.
    pub field: Option<egui::Id>,
    /// The rows of the preview, and the level they are of.
    rows: Option<(PasteLevel, Vec<PreviewRow>)>,
}

struct PreviewRow {
    depth: u8,
    label: String,
    title: String,
    marks: String,
    /// Who, with whom, when, for which goals and for how much, a line each.
    facts: Vec<String>,
    body: String,
}

impl PasteDialog {
    /// For a clipboard; a range of cells is a table unless it names the plan's fields.
    pub fn new(text: String, html: Option<&str>, table: Option<Pasted>) -> Self {
        let fragment = match &table {
            Some(pasted) => fragment::from_table(&pasted.table),
            None => html.and_then(fragment::from_html).unwrap_or_else(|| fragment::from_text(&text)),
        };
        let paste_as = if table.is_some() { PasteAs::Table } else { PasteAs::Nodes };
        Self { text, table, fragment, paste_as, level: PasteLevel::Same, roles: Roles::Guessed, field: None, rows: None }
    }

    fn rows(&mut self, doc: &Document, lang: Lang) -> &[PreviewRow] {
        let level = self.level;
        if self.rows.as_ref().is_none_or(|(of, _)| *of != level) {
            self.rows = Some((level, preview(doc, &self.fragment, level, self.roles, lang)));
        }
        self.rows.as_ref().map_or(&[], |(_, rows)| rows)
    }
}

/// Where pasted items go; `None` where the level is not there.
pub fn position(doc: &Document, level: PasteLevel) -> Option<Position> {
    let Some(primary) = doc.primary() else { return (level == PasteLevel::Same).then(|| doc.sibling_position()) };
    match level {
        PasteLevel::Same => doc.next_line_position(primary),
        PasteLevel::Below => Some(doc.child_position()),
        PasteLevel::Above => {
            let (parent, _) = doc.place_of(primary)?;
            let parent = parent.filter(|parent| doc.hoisted() != Some(*parent) && doc.hoisted() != Some(primary))?;
            doc.next_line_position(parent)
        }
    }
}

/// The command that puts nodes there with roles and levels of the place, those whose ids are taken with new ones;
/// one step of the history.
pub fn insertion(doc: &Document, nodes: &[std::sync::Arc<Node>], at: Position, roles: Roles) -> Command {
    let nodes = copies(nodes, |id| doc.outline().position(id).is_some());
    let nodes = settled(doc.plan(), doc.outline(), at, &nodes, roles);
    Command::Batch { key: "edit.step.paste_nodes", commands: vec![Command::Insert { at, nodes }] }
}

/// The rows as they would stand in the plan, with the numbers they would have.
fn preview(doc: &Document, fragment: &Fragment, level: PasteLevel, roles: Roles, lang: Lang) -> Vec<PreviewRow> {
    let Some(at) = position(doc, level) else { return Vec::new() };
    let command = insertion(doc, &fragment.nodes, at, roles);
    let Ok(edited) = apply(doc.plan(), &command) else { return Vec::new() };
    let outline = Outline::of(&edited.plan);
    let first = edited.selection.first().and_then(|id| outline.position(*id)).unwrap_or(0);
    let rows = &outline.rows()[first..(first + fragment.count().min(MOST_ROWS)).min(outline.rows().len())];
    let base = rows.first().map_or(0, |row| row.depth);
    rows.iter()
        .map(|row| {
            let node = &row.node;
            let funding = node.funding.iter().map(|written| funding_name(written).to_owned());
            let marks: Vec<String> = node.status.map(|status| status.word().to_owned()).into_iter().chain(funding).collect();
            let body: Vec<&str> = node.body.iter().flat_map(nendo::plan::Block::texts).filter(|text| !text.is_empty()).take(6).collect();
            PreviewRow {
                depth: row.depth.saturating_sub(base),
                label: row.label.clone(),
                title: node.title.clone(),
                marks: marks.join("・"),
                facts: facts(node, &outline, lang),
                body: body.join("　"),
            }
        })
        .collect()
}

/// The fields that are no marks, each with its name.
fn facts(node: &Node, outline: &Outline, lang: Lang) -> Vec<String> {
    let goals = node.goals.iter().filter_map(|goal| outline.row(*goal)).map(|row| row.node.title.as_str()).collect::<Vec<_>>();
    let budget = node.budget.map(|amount| format!("{} {}", format_amount(amount), text(lang, "window.field.thousand_yen")));
    [
        ("window.field.lead", node.lead.clone()),
        ("window.field.partners", node.partners.join("、")),
        ("window.field.schedule", node.schedule.join("／")),
        ("window.field.goals", goals.join("、")),
        ("window.field.budget", budget.unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(name, words)| Message::new("window.paste.fact").with("name", text(lang, name)).with("words", words).text(lang))
    .collect()
}

/// Draws the dialog.
pub fn paste_ui(ctx: &Context, lang: Lang, dialog: &mut PasteDialog, doc: &Document) -> Option<PasteAnswer> {
    let t = |key: &'static str| text(lang, key);
    let choices = [Choice::default(t("window.paste.paste"), PasteAnswer::Paste), Choice::new(t("window.unsaved.back"), PasteAnswer::Back)];
    let answer =
        dialog_ui(ctx, "paste", 560.0, t("window.paste.title"), |ui| content_ui(ui, lang, dialog, doc), &choices, PasteAnswer::Back);
    let nothing = dialog.paste_as == PasteAs::Nodes && position(doc, dialog.level).is_none();
    answer.filter(|answer| *answer == PasteAnswer::Back || !nothing)
}

/// ↓ and ↑ go through what the paste can become.
fn choice_keys(ui: &Ui, dialog: &mut PasteDialog) {
    let press = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let step = i32::from(press(egui::Key::ArrowDown)) - i32::from(press(egui::Key::ArrowUp));
    if step == 0 {
        return;
    }
    let all = [PasteAs::Nodes, PasteAs::Table, PasteAs::Text];
    let there: Vec<PasteAs> = all.into_iter().filter(|one| *one != PasteAs::Table || dialog.table.is_some()).collect();
    let at = there.iter().position(|one| *one == dialog.paste_as).unwrap_or(0);
    let next = if step > 0 { (at + 1) % there.len() } else { (at + there.len() - 1) % there.len() };
    dialog.paste_as = there[next];
    // egui would move the keyboard by the same key.
    ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
}

fn content_ui(ui: &mut Ui, lang: Lang, dialog: &mut PasteDialog, doc: &Document) {
    let t = |key: &'static str| text(lang, key);
    ui.add_space(theme::SPACE_4);
    choice_keys(ui, dialog);
    ui.horizontal(|ui| {
        ui.radio_value(&mut dialog.paste_as, PasteAs::Nodes, t("window.paste.as_nodes"));
        ui.add_enabled_ui(dialog.table.is_some(), |ui| ui.radio_value(&mut dialog.paste_as, PasteAs::Table, t("window.paste.as_table")));
        ui.radio_value(&mut dialog.paste_as, PasteAs::Text, t("window.paste.as_text"));
    });
    if dialog.paste_as == PasteAs::Nodes && doc.primary().is_some() {
        ui.horizontal(|ui| {
            ui.label(theme::muted(ui, t("window.paste.level")));
            let levels = [
                (PasteLevel::Above, "window.paste.above"),
                (PasteLevel::Same, "window.paste.same"),
                (PasteLevel::Below, "window.paste.below"),
            ];
            for (level, name) in levels {
                let there = position(doc, level).is_some();
                ui.add_enabled_ui(there, |ui| ui.radio_value(&mut dialog.level, level, t(name)));
            }
        });
    }
    ui.add_space(theme::SPACE_8);
    let colors = theme::tokens(ui);
    let frame =
        egui::Frame::NONE.fill(colors.panel).stroke(egui::Stroke::new(1.0, colors.line)).corner_radius(theme::CORNER).inner_margin(8);
    frame.show(ui, |ui| {
        ScrollArea::vertical().id_salt("paste.preview").max_height(300.0).min_scrolled_height(300.0).auto_shrink([false, true]).show(
            ui,
            |ui| match dialog.paste_as {
                PasteAs::Nodes => nodes_ui(ui, lang, dialog, doc),
                PasteAs::Table => table_ui(ui, lang, dialog),
                PasteAs::Text => {
                    for line in dialog.text.lines().take(MOST_ROWS) {
                        ui.label(line);
                    }
                }
            },
        );
    });
    if dialog.paste_as == PasteAs::Nodes {
        let count = Message::new("window.paste.count").with("n", dialog.fragment.count()).text(lang);
        ui.add_space(theme::SPACE_4);
        ui.label(theme::muted(ui, count));
        findings_ui(ui, lang, &dialog.fragment);
    }
}

fn nodes_ui(ui: &mut Ui, lang: Lang, dialog: &mut PasteDialog, doc: &Document) {
    let t = theme::tokens(ui);
    let count = dialog.fragment.count();
    let rows = dialog.rows(doc, lang);
    if rows.is_empty() {
        ui.label(theme::muted(ui, text(lang, "window.paste.nothing")));
    }
    let font = FontId::new(theme::TEXT, FontFamily::Proportional);
    let small = FontId::new(theme::TEXT_SMALL, FontFamily::Proportional);
    ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
    for row in rows {
        ui.horizontal(|ui| {
            ui.add_space(f32::from(row.depth) * 18.0);
            if !row.label.is_empty() {
                ui.label(RichText::new(&row.label).color(t.muted));
            }
            let title = if row.title.is_empty() { row.body.as_str() } else { &row.title };
            let color = if row.title.is_empty() { t.muted } else { t.text };
            let marks = one_row(ui, &row.marks, small.clone(), t.accent, 160.0);
            let room = ui.available_width() - marks.size().x - 12.0;
            let galley = one_row(ui, title, font.clone(), color, room);
            ui.label(galley);
            if !row.marks.is_empty() {
                ui.label(marks);
            }
        });
        let under = |ui: &mut Ui, words: &str, color| {
            ui.horizontal(|ui| {
                ui.add_space(f32::from(row.depth) * 18.0 + 24.0);
                let room = ui.available_width() - 4.0;
                let galley = one_row(ui, words, small.clone(), color, room);
                ui.label(galley);
            });
        };
        for fact in &row.facts {
            under(ui, fact, t.text);
        }
        if !row.body.is_empty() && !row.title.is_empty() {
            under(ui, &row.body, t.muted);
        }
    }
    if count > MOST_ROWS {
        let more = Message::new("window.paste.more").with("n", count - MOST_ROWS).text(lang);
        ui.label(theme::muted(ui, more));
    }
}

fn table_ui(ui: &mut Ui, lang: Lang, dialog: &PasteDialog) {
    let Some(pasted) = &dialog.table else { return };
    let (rows, columns) = (pasted.table.rows.len(), pasted.table.columns());
    let size = Message::new("window.paste.table_size").with("rows", rows).with("columns", columns).text(lang);
    ui.label(theme::muted(ui, size));
    egui::Grid::new("paste.table").striped(true).spacing([16.0, 4.0]).show(ui, |ui| {
        for row in pasted.table.rows.iter().take(30) {
            for cell in row.iter().take(8) {
                let words = cell.text.replace('\n', " ");
                let galley = one_row(ui, &words, FontId::new(theme::TEXT_SMALL, FontFamily::Proportional), theme::tokens(ui).text, 120.0);
                ui.label(galley);
            }
            ui.end_row();
        }
    });
}

fn findings_ui(ui: &mut Ui, lang: Lang, fragment: &Fragment) {
    let t = theme::tokens(ui);
    let worth: Vec<_> = fragment.findings.iter().filter(|finding| finding.level >= FindingLevel::Warning).collect();
    for finding in worth.iter().take(MOST_FINDINGS) {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(icons::WARNING).font(theme::icon_font(14.0)).color(t.changed));
            ui.add(egui::Label::new(RichText::new(finding.text(lang)).size(theme::TEXT_SMALL)).wrap());
        });
    }
}
