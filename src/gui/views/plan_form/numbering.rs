//! The numbering: a preset, one of the organisation's, or the plan's own levels, edited one by one. The
//! page beside follows at once, since every change is a change of the plan.

use eframe::egui::{self, Id, RichText, Ui, vec2};
use nendo::edit::{Command, PlanField};
use nendo::plan::numbering::{Glyph, GlyphWidth, LevelFormat, Preset, Restart, presets};
use nendo::plan::{Numbering, Plan};

use super::{LABEL_WIDTH, preset_key};
use crate::gui::icons;
use crate::gui::theme;
use crate::gui::views::editor::{combo_showing_ui, combo_ui, labelled_ui};
use crate::gui::views::keep_dialog::Kept;
use crate::gui::views::{Action, Cx};
use crate::gui::widgets::draft_text::DraftText;

/// No plan needs more levels than it may be deep.
const MOST_LEVELS: usize = 12;

/// The name of a numbering for the user.
pub fn numbering_name(cx: &Cx<'_>, numbering: &Numbering) -> String {
    match numbering {
        Numbering::Preset(name) => cx.t(preset_key(name)).to_owned(),
        Numbering::Own(preset) => preset.name.clone(),
    }
}

/// Draws the list of numberings and the levels below it.
pub fn numbering_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan) {
    let width = ui.available_width();
    let name = cx.t("window.plan.numbering");
    labelled_ui(ui, name, LABEL_WIDTH, width, |ui| {
        let shipped = presets().iter().map(|preset| Numbering::Preset(preset.name.clone()));
        let own = cx.profile.numberings.iter().cloned().map(Numbering::Own);
        let mut all: Vec<Numbering> = shipped.chain(own).collect();
        if !all.contains(&plan.numbering) {
            all.push(plan.numbering.clone());
        }
        let current = all.iter().position(|numbering| *numbering == plan.numbering).unwrap_or_default();
        let choices: Vec<(usize, String)> = all.iter().enumerate().map(|(at, one)| (at, numbering_name(cx, one))).collect();
        if let Some(at) = combo_ui(ui, "plan.numbering", name, ui.available_width().min(420.0), current, &choices) {
            cx.edit(Command::SetPlan(PlanField::Numbering(all[at].clone())));
        }
    });
    let header = egui::CollapsingHeader::new(theme::muted(ui, cx.t("window.numbering.edit"))).id_salt("plan.levels");
    header.show(ui, |ui| levels_ui(ui, cx, plan));
}

/// The plan's levels as its own, to be changed.
fn own_levels(cx: &Cx<'_>, plan: &Plan) -> Preset {
    match &plan.numbering {
        Numbering::Own(preset) => preset.clone(),
        Numbering::Preset(_) => {
            let wanted = format!("{}{}", numbering_name(cx, &plan.numbering), cx.t("window.numbering.changed"));
            Preset { name: cx.profile.free_numbering_name(&wanted), levels: plan.numbering.levels().to_vec() }
        }
    }
}

fn levels_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan) {
    let levels = plan.numbering.levels();
    let mut wanted: Option<Vec<LevelFormat>> = None;
    for (at, level) in levels.iter().enumerate() {
        if at > 0 {
            ui.separator();
        }
        if let Some(changed) = level_ui(ui, cx, plan, at, level) {
            let mut all = levels.to_vec();
            all[at] = changed;
            wanted = Some(all);
        }
    }
    ui.add_space(theme::SPACE_8);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_8;
        let words = cx.t("window.numbering.add_level");
        let add = egui::Button::new(format!("{}  {words}", icons::PLUS));
        if ui.add_enabled(levels.len() < MOST_LEVELS, add).accessible_name(words).clicked() {
            wanted = Some(levels.iter().cloned().chain([LevelFormat::plain(Glyph::ParenNumber)]).collect());
        }
        let words = cx.t("window.numbering.remove_level");
        let remove = egui::Button::new(format!("{}  {words}", icons::TRASH));
        if ui.add_enabled(levels.len() > 1, remove).accessible_name(words).clicked() {
            wanted = Some(levels[..levels.len() - 1].to_vec());
        }
        let words = cx.t("window.keep.numbering");
        if ui.button(format!("{}  {words}", icons::FLOPPY_DISK)).accessible_name(words).clicked() {
            cx.out.push(Action::Keep(Kept::Numbering));
        }
    });
    if let Some(levels) = wanted {
        let preset = Preset { levels, ..own_levels(cx, plan) };
        cx.edit(Command::SetPlan(PlanField::Numbering(Numbering::Own(preset))));
    }
}

/// One level; gives what it is changed to.
fn level_ui(ui: &mut Ui, cx: &mut Cx<'_>, plan: &Plan, at: usize, level: &LevelFormat) -> Option<LevelFormat> {
    let mut changed = None;
    let path = [1; 16];
    let above = &path[..at.min(path.len())];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_4);
        let sample = format!("{}{}{}", level.label(1, above), level.separator, level.title(cx.t("window.numbering.sample")));
        let words = RichText::new(sample).family(crate::gui::fonts::page_family(nendo::layout::FontId::Gothic));
        ui.allocate_ui_with_layout(vec2(96.0, theme::FORM_ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_width(96.0);
            ui.add(egui::Label::new(words).truncate());
        });
        let glyphs = Glyph::ALL.map(|glyph| {
            let like = |n| LevelFormat { suffix: String::new(), ..level.clone() }.with_glyph(glyph).label(n, above);
            let words = if glyph == Glyph::None {
                cx.t("window.label.bare").to_owned()
            } else if !glyph.counts() {
                like(1)
            } else {
                format!("{}, {}, {} …", like(1), like(2), like(3))
            };
            (glyph, words)
        });
        if let Some(glyph) = combo_ui(ui, ("level.glyph", at), &named(cx, "window.numbering.glyph", at), 130.0, level.glyph, &glyphs) {
            changed = Some(level.clone().with_glyph(glyph));
        }
        let widths = [
            (GlyphWidth::Half, cx.t("window.numbering.half").to_owned()),
            (GlyphWidth::Full, cx.t("window.numbering.full").to_owned()),
            (GlyphWidth::Mixed, cx.t("window.numbering.mixed").to_owned()),
        ];
        if let Some(width) = combo_ui(ui, ("level.width", at), &named(cx, "window.numbering.width", at), 110.0, level.width, &widths) {
            changed = Some(LevelFormat { width, ..level.clone() });
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_8, theme::SPACE_4);
        let name = named(cx, "window.numbering.suffix", at);
        ui.add(egui::Label::new(theme::muted(ui, cx.t("window.numbering.suffix"))).extend());
        let preset = own_levels(cx, plan);
        let make = |text: &str| {
            let mut preset = preset.clone();
            preset.levels[at].suffix = text.trim().to_owned();
            Some(Command::SetPlan(PlanField::Numbering(Numbering::Own(preset))))
        };
        DraftText::new(Id::unique(("level.suffix", at)), &name, &level.suffix).width(36.0).show_ui(
            ui,
            cx,
            |text| text.trim().to_owned(),
            make,
        );
        let mut separators: Vec<(String, String)> =
            [("", "window.numbering.no_space"), (" ", "window.numbering.space"), ("\u{3000}", "window.numbering.wide_space")]
                .map(|(value, key)| (value.to_owned(), cx.t(key).to_owned()))
                .to_vec();
        if !separators.iter().any(|(value, _)| *value == level.separator) {
            separators.push((level.separator.clone(), format!("「{}」", level.separator)));
        }
        let current = separators.iter().position(|(value, _)| *value == level.separator).unwrap_or_default();
        let choices: Vec<(usize, String)> = separators.iter().enumerate().map(|(at, (_, words))| (at, words.clone())).collect();
        let shown = separators[current].1.clone();
        let name = named(cx, "window.numbering.separator", at);
        if let Some(picked) = combo_showing_ui(ui, ("level.separator", at), &name, 100.0, current, &choices, &shown) {
            changed = Some(LevelFormat { separator: separators[picked].0.clone(), ..level.clone() });
        }
        let mut through = level.restart == Restart::Never;
        let toggle = ui.checkbox(&mut through, cx.t("window.numbering.through")).accessible_name(named(cx, "window.numbering.through", at));
        if toggle.changed() {
            changed = Some(LevelFormat { restart: if through { Restart::Never } else { Restart::EachParent }, ..level.clone() });
        }
        let mut brackets = level.brackets;
        let toggle =
            ui.checkbox(&mut brackets, cx.t("window.numbering.brackets")).accessible_name(named(cx, "window.numbering.brackets", at));
        if toggle.changed() {
            changed = Some(LevelFormat { brackets, ..level.clone() });
        }
    });
    changed
}

/// The name of a control of a level.
fn named(cx: &Cx<'_>, key: &'static str, at: usize) -> String {
    format!("{} {}", cx.t(key), at + 1)
}
