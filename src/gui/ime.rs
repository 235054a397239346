//! The input method: knows when a text is being composed and keeps the method switched on.
//!
//! On X11 winit makes a new input context whenever text input is allowed or forbidden, and whenever egui
//! asks to interrupt a composition (which it does each time a field takes the focus). A new context starts
//! with the method switched off: each click into a field would end Japanese input. So on X11 text input is
//! allowed all the time, and a composition the user clicked away from is ended by asking fcitx5 itself; only
//! where fcitx5 is not the input method does a new context end it.
//!
//! On X11 the last word of the input method may also stay in the queue of the connection until something
//! else wakes the event loop, so that the screen lags a key behind: while composing, frames go on,
//! and the application has the server send something.

use std::process::{Command, Stdio};
use std::time::Duration;

use eframe::egui::{self, Context, Event, FullOutput, ImeEvent, Plugin, RawInput, Rect, output::IMEOutput};

/// How often the window looks for news of the input method while something is being composed.
pub const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// How long the input method may take to give back what was abandoned, in seconds.
const FAREWELL: f64 = 1.0;

/// What the window system makes of text input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Platform {
    /// Allowing, forbidding and interrupting cost nothing.
    #[default]
    Plain,
    /// X11: all three make a new input context.
    X11 {
        /// fcitx5 can be asked to end a composition.
        fcitx: bool,
    },
}

impl Platform {
    fn of_environment() -> Self {
        let has = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !cfg!(target_os = "linux") || has("WAYLAND_DISPLAY") || has("WAYLAND_SOCKET") || !has("DISPLAY") {
            return Self::Plain;
        }
        let fcitx = std::env::var("XMODIFIERS").is_ok_and(|modifiers| modifiers.contains("@im=fcitx"))
            && std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(REMOTE).exists()));
        Self::X11 { fcitx }
    }
}

const REMOTE: &str = "fcitx5-remote";

/// Watches the input method.
#[derive(Default)]
pub struct ImeGuard {
    platform: Platform,
    /// What is being composed.
    preedit: String,
    /// Something was committed in this frame.
    committed: bool,
    /// A text field had the keyboard in the last frame.
    has_field: bool,
    /// A composition the user clicked away from, and when: its field has taken it, so that what the input
    /// method still sends of it would come twice.
    abandoned: Option<(String, f64)>,
}

impl ImeGuard {
    /// What to keep of an event of the input method.
    fn take_in(&mut self, event: &ImeEvent) -> bool {
        match event {
            ImeEvent::Preedit { text, .. } => {
                if self.abandoned.as_ref().is_some_and(|(left, _)| left == text) {
                    return false;
                }
                if !text.is_empty() {
                    self.abandoned = None;
                }
                self.preedit.clone_from(text);
                true
            }
            ImeEvent::Commit(_) if self.abandoned.is_some() => {
                self.abandoned = None;
                false
            }
            ImeEvent::Commit(_) => {
                self.preedit.clear();
                self.committed = true;
                true
            }
            _ => true,
        }
    }

    /// The field being composed in loses the keyboard.
    fn abandon(&mut self, now: f64) {
        let left = std::mem::take(&mut self.preedit);
        if let Platform::X11 { fcitx: true } = self.platform {
            self.abandoned = Some((left, now));
            std::thread::spawn(restart_fcitx);
        }
    }
}

/// Has fcitx5 end its composition: it is switched off and on again in the same input context.
fn restart_fcitx() {
    for option in ["-c", "-o"] {
        let quiet = Command::new(REMOTE).arg(option).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if quiet.is_err() {
            return;
        }
    }
}

impl Plugin for ImeGuard {
    fn debug_name(&self) -> &'static str {
        "ime_guard"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.committed = false;
        let now = input.time.unwrap_or_default();
        if self.abandoned.as_ref().is_some_and(|(_, since)| now - since > FAREWELL) {
            self.abandoned = None;
        }
        input.events.retain(|event| if let Event::Ime(event) = event { self.take_in(event) } else { true });
        if !self.preedit.is_empty() {
            ctx.request_repaint_after(LOOK_AGAIN);
        }
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let ime = &mut output.platform_output.ime;
        let left = match ime {
            Some(ime) => std::mem::take(&mut ime.should_interrupt_composition),
            None => self.has_field,
        } && !self.preedit.is_empty();
        self.has_field = ime.is_some();
        if left {
            self.abandon(ctx.input(|input| input.time));
        }
        match self.platform {
            Platform::Plain => {
                if let Some(ime) = ime {
                    ime.should_interrupt_composition = left;
                }
            }
            Platform::X11 { fcitx } => {
                let ime = ime.get_or_insert(IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect: Rect::ZERO,
                    cursor_rect: Rect::ZERO,
                    should_interrupt_composition: false,
                });
                ime.should_interrupt_composition = left && !fcitx;
            }
        }
    }
}

/// Puts the guard into a context.
pub fn install(ctx: &Context) {
    ctx.add_plugin(ImeGuard::default());
}

/// Looks what window system a real window has.
pub fn find_platform(ctx: &Context) {
    if let Some(guard) = ctx.plugin_opt::<ImeGuard>() {
        guard.lock().platform = Platform::of_environment();
    }
}

/// What is being composed while no text field has the keyboard.
pub fn stray(ctx: &Context) -> Option<String> {
    let guard = ctx.plugin_opt::<ImeGuard>()?;
    let guard = guard.lock();
    (!guard.has_field && !guard.preedit.is_empty()).then(|| guard.preedit.clone())
}

/// Whether a text was committed in this frame.
pub fn committed(ctx: &Context) -> bool {
    ctx.plugin_opt::<ImeGuard>().is_some_and(|guard| guard.lock().committed)
}

/// Whether a text is being composed right now: it stands in the field, but is not yet the user's.
pub fn composing(ctx: &Context) -> bool {
    ctx.plugin_opt::<ImeGuard>().is_some_and(|guard| !guard.lock().preedit.is_empty())
}
