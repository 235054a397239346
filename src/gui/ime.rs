//! The input method: knows when a text is being composed and keeps the method switched on.
//!
//! egui asks the platform to interrupt composition whenever a field takes the focus; on X11 this
//! makes a new input context whose input method is off, so that each click into a field would turn
//! Japanese input off. The request only goes through while something is being composed.

use eframe::egui::{Context, Event, FullOutput, ImeEvent, Plugin, RawInput};

/// Watches the input method.
#[derive(Default)]
pub struct ImeGuard {
    composing: bool,
}

impl Plugin for ImeGuard {
    fn debug_name(&self) -> &'static str {
        "ime_guard"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) => self.composing = false,
                _ => {}
            }
        }
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        match &mut output.platform_output.ime {
            Some(ime) if ime.should_interrupt_composition => {
                ime.should_interrupt_composition = self.composing;
                // The platform drops the composition and may never say so.
                self.composing = false;
            }
            Some(_) => {}
            // No text field has the focus any more.
            None => self.composing = false,
        }
    }
}

/// Puts the guard into a context.
pub fn install(ctx: &Context) {
    ctx.add_plugin(ImeGuard::default());
}

/// Whether a text is being composed right now: it stands in the field, but is not yet the user's.
pub fn composing(ctx: &Context) -> bool {
    ctx.plugin_opt::<ImeGuard>().is_some_and(|guard| guard.lock().composing)
}
