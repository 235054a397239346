//! The input method: knows when a text is being composed and keeps the method switched on.
//!
//! egui asks the platform to interrupt composition whenever a field takes the focus; on X11 this
//! makes a new input context whose input method is off, so that each click into a field would turn
//! Japanese input off. The request only goes through while something is being composed.
//!
//! On X11 the last word of the input method may stay in the queue of the connection until something
//! else wakes the event loop, so that the screen lags a key behind: while composing, frames go on,
//! and the application has the server send something.

use std::time::Duration;

use eframe::egui::{Context, Event, FullOutput, ImeEvent, Plugin, RawInput};

/// How often the window looks for news of the input method while something is being composed.
pub const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// Watches the input method.
#[derive(Default)]
pub struct ImeGuard {
    composing: bool,
    /// Something was committed in this frame.
    committed: bool,
}

impl Plugin for ImeGuard {
    fn debug_name(&self) -> &'static str {
        "ime_guard"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.committed = false;
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) => {
                    self.composing = false;
                    self.committed = true;
                }
                _ => {}
            }
        }
        if self.composing {
            ctx.request_repaint_after(LOOK_AGAIN);
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

/// Whether a text was committed in this frame.
pub fn committed(ctx: &Context) -> bool {
    ctx.plugin_opt::<ImeGuard>().is_some_and(|guard| guard.lock().committed)
}

/// Whether a text is being composed right now: it stands in the field, but is not yet the user's.
pub fn composing(ctx: &Context) -> bool {
    ctx.plugin_opt::<ImeGuard>().is_some_and(|guard| guard.lock().composing)
}
