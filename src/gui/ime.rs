//! The input method: knows when a text is being composed and keeps the method switched on.
//!
//! On X11 winit makes a new input context whenever text input is allowed or forbidden, and whenever egui
//! asks to interrupt a composition (which it does each time a field takes the focus). A new context starts
//! with the method switched off: each click into a field would end Japanese input. So on X11 text input is
//! allowed all the time, and a composition the user clicked away from is ended by asking fcitx5 itself; only
//! where fcitx5 is not the input method does a new context end it.
//!
//! There the input method answers each key on its own time: on a busy machine a click may overtake what it
//! has to say of the last key. So a click that comes while something is being composed waits a moment.
//!
//! While a client tells the input method where its caret is (`XSetICValues`), libX11 puts what the input method
//! says meanwhile aside until it says something more (`_XimProcessPendingCallbacks` in its `imCallbk.c`): the
//! screen would lag a key behind, and a click would lose that key. So the caret of a composition stays, for the
//! input method, where the composition began: there its list of candidates belongs anyhow. And since winit tells
//! the place only when something comes from the server, frames go on while composing, and the application has
//! the server send something.

use std::process::{Command, Stdio};
use std::time::Duration;

use eframe::egui::{self, Context, Event, FullOutput, ImeEvent, Plugin, RawInput, Rect, output::IMEOutput};

/// How often the window looks for news of the input method while something is being composed.
pub const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// How long the input method may take to give back what was abandoned, in seconds.
const FAREWELL: f64 = 1.0;

/// How long a click waits for the input method's last word, in seconds.
const PATIENCE: f64 = 0.08;

/// How long it waits when what is composed ends in the first letter of a syllable (かいｇ): nobody clicks
/// away there, so the key that ends the syllable is still with the input method. In seconds.
const PATIENCE_IN_SYLLABLE: f64 = 0.5;

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
    /// Alt alone is held, as of the last key.
    alt: bool,
    /// Something was committed in this frame.
    committed: bool,
    /// A text field had the keyboard in the last frame.
    has_field: bool,
    /// Where the caret last was while nothing was composed.
    spot: Option<Rect>,
    /// A composition the user clicked away from, and when: its field has taken it, so that what the input
    /// method still sends of it would come twice.
    abandoned: Option<(String, f64)>,
    /// A click while something is being composed and what came after it, and since when they wait.
    waiting: Vec<Event>,
    since: f64,
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

    /// Lets a click wait while something is being composed; what the input method says comes before it.
    fn let_clicks_wait(&mut self, ctx: &Context, now: f64, input: &mut RawInput) {
        let mut events = std::mem::take(&mut self.waiting);
        let first = events.is_empty();
        events.append(&mut input.events);
        let is_press = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
        let press = events.iter().position(is_press).filter(|press| {
            // What was said before the click may have ended the composition.
            let said = events[..*press].iter().rev().find_map(|event| match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => Some(!text.is_empty()),
                Event::Ime(ImeEvent::Commit(_)) => Some(false),
                _ => None,
            });
            self.platform != Platform::Plain && said.unwrap_or(!self.preedit.is_empty())
        });
        if first {
            self.since = now;
        }
        let patience = if ends_within_syllable(&self.preedit) { PATIENCE_IN_SYLLABLE } else { PATIENCE };
        let Some(press) = press.filter(|_| now - self.since < patience) else {
            input.events = events;
            return;
        };
        let after = events.split_off(press);
        let (said, waiting) = after.into_iter().partition(|event| matches!(event, Event::Ime(_)));
        input.events = events;
        input.events.extend::<Vec<Event>>(said);
        self.waiting = waiting;
        ctx.request_repaint_after(Duration::from_secs_f64(PATIENCE / 4.0));
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

/// Whether a text being composed ends in a Latin letter, as it does while the keys of a kana are typed.
fn ends_within_syllable(preedit: &str) -> bool {
    preedit.chars().last().is_some_and(|last| last.is_ascii_alphabetic() || matches!(last, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
}

/// Takes away what a key with Alt would write: it is a command's or a menu's key, or nobody's. X11 sends a
/// text with it all the same. On the Mac such keys write signs; Ctrl and Alt together are AltGr.
fn drop_alt_text(alt: &mut bool, events: &mut Vec<Event>) {
    if cfg!(target_os = "macos") {
        return;
    }
    events.retain(|event| {
        if let Event::Key { modifiers, .. } | Event::ModifiersChanged(modifiers) = event {
            *alt = modifiers.alt && !modifiers.ctrl && !modifiers.command;
        }
        !(*alt && matches!(event, Event::Text(_)))
    });
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
        self.let_clicks_wait(ctx, now, input);
        drop_alt_text(&mut self.alt, &mut input.events);
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
                if self.preedit.is_empty() {
                    self.spot = Some(ime.cursor_rect);
                }
                ime.cursor_rect = self.spot.unwrap_or(ime.cursor_rect);
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
    let platform = Platform::of_environment();
    if platform != Platform::Plain {
        // There the input method keeps the keys it uses.
        super::pace::commits_alone(ctx);
    }
    if matches!(platform, Platform::X11 { .. }) {
        super::pace::late_keys(ctx);
    }
    if let Some(guard) = ctx.plugin_opt::<ImeGuard>() {
        guard.lock().platform = platform;
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

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, Modifiers, PointerButton, pos2};

    use super::*;

    fn preedit(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    fn click() -> Event {
        Event::PointerButton { pos: pos2(9.0, 9.0), button: PointerButton::Primary, pressed: true, modifiers: Modifiers::NONE }
    }

    /// What egui gets of these events.
    fn pass(guard: &mut ImeGuard, time: f64, events: Vec<Event>) -> Vec<Event> {
        let mut input = RawInput { time: Some(time), events, ..RawInput::default() };
        guard.input_hook(&Context::default(), &mut input);
        input.events
    }

    #[test]
    fn a_click_waits_for_the_last_word_of_the_input_method() {
        let mut guard = ImeGuard { platform: Platform::X11 { fcitx: false }, ..ImeGuard::default() };
        pass(&mut guard, 1.0, vec![preedit("かいｇ")]);
        assert_eq!(pass(&mut guard, 1.1, vec![click(), Event::Text("x".into())]), []);
        assert_eq!(pass(&mut guard, 1.12, vec![preedit("かいぎ")]), [preedit("かいぎ")]);
        assert_eq!(pass(&mut guard, 1.3, vec![]), [click(), Event::Text("x".into())]);
        assert_eq!(pass(&mut guard, 1.4, vec![preedit(""), click()]), [preedit(""), click()], "nothing is composed any more");
    }

    #[test]
    fn a_click_waits_longer_for_the_end_of_a_syllable() {
        for (composed, waits) in [("かいｇ", true), ("kaig", true), ("かいぎ", false)] {
            let mut guard = ImeGuard { platform: Platform::X11 { fcitx: false }, ..ImeGuard::default() };
            pass(&mut guard, 1.0, vec![preedit(composed)]);
            assert_eq!(pass(&mut guard, 1.1, vec![click()]), []);
            let then = pass(&mut guard, 1.4, vec![]);
            assert_eq!(then.is_empty(), waits, "{composed}");
            assert_eq!(pass(&mut guard, 1.7, vec![]).is_empty(), !waits, "{composed}: not for ever, and not twice");
        }
    }

    #[test]
    fn the_input_method_hears_of_no_new_place_while_composing() {
        let ctx = Context::default();
        let mut guard = ImeGuard { platform: Platform::X11 { fcitx: false }, ..ImeGuard::default() };
        let told = |guard: &mut ImeGuard, x: f32| {
            let mut output = FullOutput::default();
            let cursor_rect = Rect::from_min_size(pos2(x, 0.0), egui::vec2(1.0, 20.0));
            output.platform_output.ime =
                Some(IMEOutput { purpose: egui::IMEPurpose::Normal, rect: Rect::ZERO, cursor_rect, should_interrupt_composition: false });
            guard.output_hook(&ctx, &mut output);
            output.platform_output.ime.expect("text input stays allowed").cursor_rect.min.x
        };
        assert_eq!(told(&mut guard, 10.0), 10.0);
        pass(&mut guard, 1.0, vec![preedit("か")]);
        assert_eq!(told(&mut guard, 30.0), 10.0);
        pass(&mut guard, 1.1, vec![preedit("かい")]);
        assert_eq!(told(&mut guard, 50.0), 10.0);
        pass(&mut guard, 1.2, vec![Event::Ime(ImeEvent::Commit("会".into()))]);
        assert_eq!(told(&mut guard, 30.0), 30.0);
    }

    #[test]
    fn a_key_with_alt_writes_nothing() {
        let key = |modifiers| Event::Key { key: Key::Num3, physical_key: None, pressed: true, repeat: false, modifiers };
        let text = || Event::Text("3".into());
        let mut guard = ImeGuard::default();
        assert_eq!(pass(&mut guard, 1.0, vec![key(Modifiers::ALT), text()]), [key(Modifiers::ALT)]);
        for writes in [Modifiers::NONE, Modifiers::ALT | Modifiers::CTRL | Modifiers::COMMAND] {
            assert_eq!(pass(&mut guard, 1.1, vec![key(writes), text()]), [key(writes), text()], "{writes:?}");
        }
    }

    #[test]
    fn what_a_field_has_taken_does_not_come_again() {
        let mut guard = ImeGuard { platform: Platform::X11 { fcitx: true }, ..ImeGuard::default() };
        guard.abandoned = Some(("かいぎ".into(), 1.0));
        assert_eq!(pass(&mut guard, 1.1, vec![preedit("かいぎ"), Event::Ime(ImeEvent::Commit("かいぎ".into()))]), []);
        let next = vec![preedit("し"), Event::Ime(ImeEvent::Commit("市".into()))];
        assert_eq!(pass(&mut guard, 1.2, next.clone()), next);
        guard.abandoned = Some(("かいぎ".into(), 2.0));
        let late = vec![Event::Ime(ImeEvent::Commit("会議".into()))];
        assert_eq!(pass(&mut guard, 9.0, late.clone()), late, "long after it is a word of its own");
    }
}
