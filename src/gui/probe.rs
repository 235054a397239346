//! What the benchmark (`benches/typing.rs`) sees of the application; the window itself uses nothing here.
#![allow(dead_code, reason = "only the benchmark, which holds this source as its own, looks in here")]

use std::sync::Arc;

use eframe::egui::Context;
use nendo::layout::Pages;
use nendo::plan::Plan;

use super::settings::Settings;
use super::{App, Start};

impl App {
    /// The application with default settings, in a context made by [`super::set_up`].
    pub fn for_bench(ctx: &Context, start: Start) -> Self {
        Self::with_settings(ctx, start, Settings::default())
    }

    /// The plan as it is.
    pub fn plan(&self) -> Option<Arc<Plan>> {
        self.doc.as_ref().map(|doc| doc.plan().clone())
    }

    /// The pages on the screen.
    pub fn laid_pages(&self) -> Option<Arc<Pages>> {
        self.doc.as_ref().and_then(|doc| doc.laid.as_ref()).map(|laid| laid.pages.clone())
    }
}
