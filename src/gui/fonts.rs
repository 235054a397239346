//! The embedded fonts as egui sees them.
//!
//! Lives here: the families of the interface and those of the pages. Does not live here: sizes and
//! colours (`theme`), which font a page uses (the page model says so).

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};
use nendo::layout::{FontId, fonts};

static ICONS: &[u8] = include_bytes!("../../assets/icons/Phosphor-Subset.ttf");

const PAGE_FONTS: [(FontId, &str); 8] = [
    (FontId::Mincho, "page-mincho"),
    (FontId::Gothic, "page-gothic"),
    (FontId::GothicBold, "page-gothic-bold"),
    (FontId::FallbackSerif, "page-fallback-serif"),
    (FontId::FallbackSans, "page-fallback-sans"),
    (FontId::ProportionalMincho, "page-proportional-mincho"),
    (FontId::ProportionalGothic, "page-proportional-gothic"),
    (FontId::ProportionalGothicBold, "page-proportional-gothic-bold"),
];

/// The family that draws a font of the pages, and nothing but that font.
pub fn page_family(font: FontId) -> FontFamily {
    let name = PAGE_FONTS.iter().find(|(id, _)| *id == font).map_or("page-mincho", |(_, name)| name);
    FontFamily::Name(Arc::from(name))
}

/// All fonts with their families.
pub fn definitions() -> FontDefinitions {
    let mut all = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8], tweak: FontTweak| {
        all.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    };
    // Unhinted outlines: hinting spoils the even grey of kanji at these sizes.
    let plain = || FontTweak { hinting: Some(false), ..FontTweak::default() };
    add("icons", ICONS, FontTweak { y_offset_factor: 0.06, ..plain() });
    for (id, name) in PAGE_FONTS {
        add(name, fonts::bytes(id), plain());
    }
    // BIZ UDPGothic is its own kana, letters and signs with the kanji of the fixed font.
    let families: [(FontFamily, &[&str]); 4] = [
        (FontFamily::Proportional, &["page-proportional-gothic", "page-gothic", "page-fallback-sans", "icons"]),
        (FontFamily::Monospace, &["page-gothic", "page-fallback-sans", "icons"]),
        (super::theme::bold(), &["page-proportional-gothic-bold", "page-gothic-bold", "page-fallback-sans", "icons"]),
        (super::theme::icon_family(), &["icons", "page-proportional-gothic", "page-gothic"]),
    ];
    for (family, names) in families {
        all.families.insert(family, names.iter().map(|name| (*name).to_owned()).collect());
    }
    for (id, name) in PAGE_FONTS {
        all.families.insert(page_family(id), vec![name.to_owned()]);
    }
    all
}

/// Puts the fonts into a context.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}
