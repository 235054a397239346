//! Colours, spacing and type: every token of the window's looks.
//!
//! Lives here: the tokens of both themes and how they become egui's style. Does not live here: any
//! drawing. Nothing else in the window names a colour.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Ui, Vec2, Visuals,
    style::{ScrollStyle, WidgetVisuals, Widgets},
    vec2,
};

/// The smallest gap.
pub const SPACE_4: f32 = 4.0;
/// The usual gap.
pub const SPACE_8: f32 = 8.0;
/// The gap between groups.
pub const SPACE_12: f32 = 12.0;
/// The margin of panes.
pub const SPACE_16: f32 = 16.0;
/// The gap between sections.
pub const SPACE_24: f32 = 24.0;
/// Corner radius of controls and cards.
pub const CORNER: u8 = 6;
/// Height of a row of the outline.
pub const OUTLINE_ROW: f32 = 28.0;
/// Height of a row of a form.
pub const FORM_ROW: f32 = 32.0;
/// Side of an icon button.
pub const ICON_BUTTON: f32 = 28.0;
/// Size of an icon.
pub const ICON: f32 = 16.0;
/// Base size of type.
pub const TEXT: f32 = 14.0;
/// Secondary text.
pub const TEXT_SMALL: f32 = 12.5;
/// Section headings.
pub const TEXT_SECTION: f32 = 16.0;
/// Titles.
pub const TEXT_TITLE: f32 = 20.0;
/// Body text in the editor.
pub const TEXT_BODY: f32 = 15.0;
/// Line height of body text in the editor, in sizes.
pub const BODY_LINE: f32 = 1.7;
/// Line height of running text elsewhere, in sizes.
pub const TEXT_LINE: f32 = 1.45;
/// Widest line of body text, in full-width characters.
pub const BODY_MEASURE: f32 = 46.0;

/// The colours of a theme.
#[derive(Debug)]
pub struct Tokens {
    /// Behind everything.
    pub ground: Color32,
    /// Panes.
    pub panel: Color32,
    /// Fields, cards, menus.
    pub raised: Color32,
    /// Separators.
    pub line: Color32,
    /// Borders of controls.
    pub line_strong: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// Words in an empty field.
    pub hint: Color32,
    /// Disabled text.
    pub disabled: Color32,
    /// What the eye should find.
    pub accent: Color32,
    /// Selection.
    pub accent_soft: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// A control under the pointer.
    pub hover: Color32,
    /// A pressed control.
    pub pressed: Color32,
    /// Changed, warning.
    pub changed: Color32,
    /// Moved, information.
    pub moved: Color32,
    /// Removed, error.
    pub removed: Color32,
    /// Behind removed words.
    pub removed_soft: Color32,
    /// Added.
    pub added: Color32,
    /// Behind added words.
    pub added_soft: Color32,
    /// Behind a dialog.
    pub backdrop: Color32,
    /// Shadow of menus and dialogs.
    pub shadow: Color32,
    /// Shadow of a page.
    pub page_shadow: Color32,
}

/// The paper of the preview: the same in both themes, since it is what the printer gives.
pub const PAGE: Color32 = Color32::WHITE;
/// Text on the paper. egui draws glyphs bolder in the dark theme, for light text; a lighter ink
/// makes up for it.
pub fn ink(dark: bool) -> Color32 {
    if dark { Color32::from_rgb(0x3A, 0x3A, 0x3A) } else { Color32::from_rgb(0x14, 0x14, 0x14) }
}

/// The selected node's lines on the paper.
pub const PAGE_HIGHLIGHT: Color32 = Color32::from_rgb(0xDC, 0xEE, 0xEF);

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

static LIGHT: Tokens = Tokens {
    ground: rgb(0xF4F4F1),
    panel: rgb(0xFCFCFB),
    raised: rgb(0xFFFFFF),
    line: rgb(0xE1E1DC),
    line_strong: rgb(0x8A8A83),
    text: rgb(0x1E2226),
    muted: rgb(0x5C656E),
    hint: rgb(0x666E76),
    disabled: rgb(0x9AA1A8),
    accent: rgb(0x17656D),
    accent_soft: rgb(0xDCEEEF),
    on_accent: rgb(0xFFFFFF),
    hover: rgb(0xECECE8),
    pressed: rgb(0xE1E1DC),
    changed: rgb(0x8A5A00),
    moved: rgb(0x3C5BA9),
    removed: rgb(0xA8322A),
    removed_soft: rgb(0xFBEBE9),
    added: rgb(0x1A7340),
    added_soft: rgb(0xE5F4EA),
    backdrop: Color32::from_black_alpha(72),
    shadow: Color32::from_black_alpha(36),
    page_shadow: Color32::from_black_alpha(36),
};

static DARK: Tokens = Tokens {
    ground: rgb(0x17191B),
    panel: rgb(0x1E2124),
    raised: rgb(0x262A2E),
    line: rgb(0x33383D),
    line_strong: rgb(0x747C85),
    text: rgb(0xE6E8EA),
    muted: rgb(0xA3ABB3),
    hint: rgb(0x8E979F),
    disabled: rgb(0x6B737B),
    accent: rgb(0x5FB7BF),
    accent_soft: rgb(0x1F3A3D),
    on_accent: rgb(0x0E1112),
    hover: rgb(0x2D3236),
    pressed: rgb(0x373D42),
    changed: rgb(0xD9A63F),
    moved: rgb(0x8FA8E8),
    removed: rgb(0xE58379),
    removed_soft: rgb(0x3A2826),
    added: rgb(0x63C487),
    added_soft: rgb(0x1F3328),
    backdrop: Color32::from_black_alpha(130),
    shadow: Color32::from_black_alpha(110),
    page_shadow: Color32::from_black_alpha(115),
};

/// The tokens of the theme in use.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    of(ui.visuals().dark_mode)
}

/// The tokens of the theme a context shows.
pub fn tokens_of(ctx: &Context) -> &'static Tokens {
    of(ctx.theme() == Theme::Dark)
}

fn of(dark: bool) -> &'static Tokens {
    if dark { &DARK } else { &LIGHT }
}

/// The family of bold interface text.
pub fn bold() -> FontFamily {
    FontFamily::Name(Arc::from("bold"))
}

/// The family of icons alone, for buttons that show nothing else.
pub fn icon_family() -> FontFamily {
    FontFamily::Name(Arc::from("icons"))
}

/// An icon's font.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, icon_family())
}

/// The named size of body text in the editor.
pub fn body_font() -> FontId {
    FontId::new(TEXT_BODY, FontFamily::Proportional)
}

/// Puts both themes into the context.
pub fn install(ctx: &Context) {
    ctx.set_style_of(Theme::Light, style(false));
    ctx.set_style_of(Theme::Dark, style(true));
}

fn widget(fill: Color32, stroke: Color32, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius: CornerRadius::same(CORNER),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    }
}

fn style(dark: bool) -> Style {
    let t = of(dark);
    let mut style = Style::default();
    let proportional = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(TEXT_SMALL)),
        (TextStyle::Body, proportional(TEXT)),
        (TextStyle::Button, proportional(TEXT)),
        (TextStyle::Heading, FontId::new(TEXT_TITLE, bold())),
        (TextStyle::Monospace, FontId::new(TEXT, FontFamily::Monospace)),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Body;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(SPACE_8, SPACE_8);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(SPACE_16 as i8);
    spacing.interact_size = vec2(ICON_BUTTON, ICON_BUTTON);
    spacing.indent = SPACE_16;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 9.0;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 420.0;
    spacing.menu_width = 420.0;
    spacing.scroll =
        ScrollStyle { floating: true, bar_width: 8.0, floating_width: 4.0, handle_min_length: 24.0, ..ScrollStyle::floating() };
    spacing.scroll.fade.strength = 0.0;

    let visuals = &mut style.visuals;
    *visuals = if dark { Visuals::dark() } else { Visuals::light() };
    visuals.override_text_color = None;
    // egui colours the words in an empty field with this.
    visuals.weak_text_color = Some(t.hint);
    visuals.panel_fill = t.panel;
    visuals.window_fill = t.raised;
    visuals.window_stroke = Stroke::new(1.0, t.line_strong);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: t.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: t.shadow };
    visuals.extreme_bg_color = t.raised;
    visuals.text_edit_bg_color = Some(t.raised);
    visuals.faint_bg_color = t.ground;
    visuals.code_bg_color = t.ground;
    visuals.hyperlink_color = t.accent;
    visuals.warn_fg_color = t.changed;
    visuals.error_fg_color = t.removed;
    visuals.selection.bg_fill = if dark { t.accent.gamma_multiply(0.35) } else { rgb(0xBFDFE2) };
    visuals.selection.stroke = Stroke::new(1.5, t.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, t.text);
    visuals.ime_composition.active_underline_stroke = Stroke::new(2.0, t.accent);
    visuals.ime_composition.inactive_underline_stroke = Stroke::new(1.0, t.muted);
    visuals.indent_has_left_vline = false;
    visuals.widgets = Widgets {
        noninteractive: WidgetVisuals { bg_stroke: Stroke::new(1.0, t.line), ..widget(t.panel, t.line, t.text) },
        inactive: widget(t.raised, t.line_strong, t.text),
        hovered: widget(t.hover, t.muted, t.text),
        active: widget(t.pressed, t.accent, t.text),
        open: widget(t.hover, t.line_strong, t.text),
    };
    style.interaction.tooltip_delay = 0.45;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.1;
    style
}

/// A filled button for the one thing most people want next.
pub fn primary_button<'a>(ui: &Ui, text: impl Into<String>) -> egui::Button<'a> {
    let t = tokens(ui);
    egui::Button::new(egui::RichText::new(text).color(t.on_accent)).fill(t.accent).stroke(Stroke::new(1.0, t.accent))
}

/// The frame of a pane's content.
pub fn pane_frame(ui: &Ui) -> egui::Frame {
    egui::Frame::NONE.fill(tokens(ui).panel)
}

/// A card: a raised box with a line round it.
pub fn card_frame(ui: &Ui) -> egui::Frame {
    let t = tokens(ui);
    egui::Frame::NONE
        .fill(t.raised)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(CORNER + 2))
        .inner_margin(Margin::same(SPACE_12 as i8))
}

/// Secondary text.
pub fn muted(ui: &Ui, text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).size(TEXT_SMALL).color(tokens(ui).muted)
}

/// A section's heading.
pub fn section(ui: &Ui, text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).font(FontId::new(TEXT_SECTION, bold())).color(tokens(ui).text)
}

/// The focus ring round `rect`.
pub fn focus_ring(ui: &Ui, rect: egui::Rect) {
    let t = tokens(ui);
    ui.painter().rect_stroke(rect, CornerRadius::same(CORNER), Stroke::new(2.0, t.accent), egui::StrokeKind::Inside);
}

/// Size of an icon button.
pub fn icon_button_size() -> Vec2 {
    Vec2::splat(ICON_BUTTON)
}

/// What scrolls below shows it: a bar with room of its own, and content that fades where it goes on.
pub fn show_scrolling(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    (scroll.floating_width, scroll.floating_allocated_width) = (6.0, 14.0);
    (scroll.dormant_handle_opacity, scroll.active_handle_opacity) = (0.4, 0.5);
    (scroll.dormant_background_opacity, scroll.active_background_opacity) = (0.2, 0.2);
    (scroll.fade.strength, scroll.fade.size) = (1.0, SPACE_24);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_all_it_stands_on() {
        for (theme, t) in [("light", &LIGHT), ("dark", &DARK)] {
            let grounds = [("ground", t.ground), ("panel", t.panel), ("raised", t.raised), ("hover", t.hover), ("soft", t.accent_soft)];
            let texts = [
                ("text", t.text),
                ("muted", t.muted),
                ("accent", t.accent),
                ("changed", t.changed),
                ("moved", t.moved),
                ("removed", t.removed),
                ("added", t.added),
            ];
            for (name, text) in texts {
                for (ground, color) in grounds {
                    assert!(contrast(text, color) >= 4.5, "{theme}: {name} on {ground}: {:.2}", contrast(text, color));
                }
            }
            // Words in empty fields stand in fields alone; a note's words on the text's colour.
            let pairs = [
                ("hint in a field", t.hint, t.raised),
                ("text pressed", t.text, t.pressed),
                ("on accent", t.on_accent, t.accent),
                ("a note", t.panel, t.text),
                ("removed words", t.removed, t.removed_soft),
                ("added words", t.added, t.added_soft),
            ];
            for (name, text, ground) in pairs {
                assert!(contrast(text, ground) >= 4.5, "{theme}: {name}: {:.2}", contrast(text, ground));
            }
            // What is switched off need not be read, but must be seen to be there.
            assert!(contrast(t.disabled, t.raised) >= 2.5, "{theme}: disabled");
        }
        for dark in [false, true] {
            assert!(contrast(ink(dark), PAGE) >= 7.0);
            assert!(contrast(ink(dark), PAGE_HIGHLIGHT) >= 7.0);
        }
    }

    #[test]
    fn borders_and_rings_can_be_seen() {
        for (theme, t) in [("light", &LIGHT), ("dark", &DARK)] {
            for (ground, color) in [("ground", t.ground), ("panel", t.panel), ("raised", t.raised)] {
                for (name, line) in [("border of a control", t.line_strong), ("focus ring", t.accent)] {
                    assert!(contrast(line, color) >= 3.0, "{theme}: {name} on {ground}: {:.2}", contrast(line, color));
                }
            }
        }
    }
}
