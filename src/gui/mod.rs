//! The window.
//!
//! Lives here: everything that draws, and the model it draws from. `workspace` never names egui; views
//! read it and send actions; `app` carries them out; `jobs` does long work on other threads.
//! May use: all of the library.

mod app;
mod clipboard;
mod commands;
mod dialogs;
mod differences;
mod engine;
mod execute;
mod fonts;
mod guard;
mod help;
mod icons;
mod ime;
mod item_search;
mod jobs;
mod keyboard;
mod mode;
mod organization;
mod pace;
mod panes;
mod printing;
mod probe;
mod reading;
mod samples;
mod search_text;
mod settings;
mod system;
#[cfg(test)]
mod tests;
mod textures;
mod theme;
mod views;
mod widgets;
mod window_place;
mod windows;
mod workspace;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, ColorImage, IconData, ViewportBuilder};
use eframe::egui_glow::{GlowConfiguration, HardwareAcceleration};
use nendo::locale::Lang;

use window_place::WindowPlace;

pub use app::App;

/// What the window starts with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// A plan to open, or a text to import.
    pub file: Option<PathBuf>,
    /// The language, if one was asked for.
    pub lang: Option<Lang>,
}

static ICON: &[u8] = include_bytes!("../../assets/icons/nendo-256.png");

fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(ICON).unwrap_or_default()
}

fn icon_image() -> ColorImage {
    let icon = icon();
    ColorImage::from_rgba_unmultiplied([icon.width as usize, icon.height as usize], &icon.rgba)
}

/// A way of drawing.
#[derive(Clone, Copy)]
struct Way {
    renderer: eframe::Renderer,
    acceleration: HardwareAcceleration,
}

/// The ways to try, in order. OpenGL starts fastest and needs least; where its driver fails on Linux,
/// Mesa's software does. Elsewhere OpenGL is often missing, and wgpu comes first.
#[cfg(target_os = "linux")]
fn ways() -> [Way; 2] {
    let glow = |acceleration| Way { renderer: eframe::Renderer::Glow, acceleration };
    [glow(HardwareAcceleration::Preferred), glow(HardwareAcceleration::Off)]
}

#[cfg(not(target_os = "linux"))]
fn ways() -> [Way; 2] {
    let acceleration = HardwareAcceleration::Preferred;
    [eframe::Renderer::Wgpu, eframe::Renderer::Glow].map(|renderer| Way { renderer, acceleration })
}

fn options(way: Way, place: WindowPlace) -> eframe::NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("Nendo")
        .with_app_id("nendo")
        .with_icon(Arc::new(icon()))
        .with_min_inner_size(window_place::LEAST)
        .with_drag_and_drop(true);
    eframe::NativeOptions {
        viewport: place.apply(viewport),
        renderer: way.renderer,
        glow_options: GlowConfiguration { hardware_acceleration: way.acceleration, ..Default::default() },
        persist_window: false,
        system_font_fallback: false,
        ..Default::default()
    }
}

/// Puts fonts, looks, the pace of keys and the input method's guard into a context.
pub fn set_up(ctx: &egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
    // Before the guard: it sees events when the window does.
    pace::install(ctx);
    ime::install(ctx);
    ctx.options_mut(|options| {
        // Ctrl + and - are the page's; the interface has commands of its own.
        options.zoom_with_keyboard = false;
        options.fallback_theme = egui::Theme::Light;
    });
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// If neither of the two ways of drawing works on this machine.
pub fn run(start: &Start) -> Result<(), eframe::Error> {
    let settings = settings::Settings::load();
    let place = settings.window;
    let open = |way| {
        let (start, settings) = (start.clone(), settings.clone());
        eframe::run_native("Nendo", options(way, place), Box::new(move |cc| Ok(Box::new(App::new(&cc.egui_ctx, start, settings)))))
    };
    let [first, second] = ways();
    open(first).or_else(|_| open(second))
}
