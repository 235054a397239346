//! Keys that come faster than frames: each meets the window as the key before it has left it.
//!
//! A frame that takes long brings several keys at once. One that moves the keyboard (Enter makes a line, Tab
//! nests, an arrow leaves a field) is carried out at the end of its frame, and the field it leads to has the
//! keyboard only in the next: what is typed behind it would go to the field it left, and a view that looks for
//! one key in a frame would miss the second. So such a key has a frame of its own, what comes behind it waits,
//! and nothing is typed while the keyboard is on its way.
//!
//! Under X11 an input method gives back each key late: a press of the pointer made right after typing would
//! overtake the last keys, and they would be written where it leads. So it waits until no more of them come.
//!
//! Nothing is ever dropped but the repetition of a held arrow key that frames cannot keep up with.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, ImeEvent, Key, Plugin, RawInput};

/// For so many frames keys wait for the keyboard to arrive.
const PATIENCE: u8 = 5;

/// For so long no key must have come before a press of the pointer is let in, seconds.
const QUIET: f64 = 0.12;
/// For so long no letter must have come before the window is closed, seconds.
const BEFORE_CLOSING: f64 = 0.5;
/// For so long a press of the pointer waits for keys, seconds.
const HELD_AT_MOST: f64 = 6.0;

/// Lets events in at the pace of frames.
#[derive(Debug, Default)]
pub struct Pace {
    waiting: VecDeque<Event>,
    /// The keyboard is on its way to another field.
    moving: bool,
    /// For how many frames events have waited for it.
    waited: u8,
    /// The key that ended a composition is never sent a second time.
    commits_alone: bool,
    /// Keys may come later than what was done after them; see [`late_keys`].
    late: Option<Late>,
    /// When the last letter came, seconds.
    written: Option<f64>,
}

/// The press of the pointer that waits for keys struck before it.
#[derive(Debug)]
struct Late {
    /// When the last key came, seconds.
    key: f64,
    /// A key came in the frame that begins, in the one before.
    now: bool,
    before: bool,
    /// Since when a press waits, seconds; `None`: there is none, or it may come.
    held: Option<f64>,
}

impl Late {
    fn new() -> Self {
        Self { key: f64::NEG_INFINITY, now: false, before: false, held: None }
    }

    /// A frame begins at `time`.
    fn begin(&mut self, time: f64) {
        self.before = std::mem::take(&mut self.now);
        let quiet = !self.before && time - self.key >= QUIET;
        self.held = self.held.filter(|since| !quiet && time - since < HELD_AT_MOST);
    }

    /// Whether an event goes before the press that waits.
    fn overtakes(&mut self, event: &Event, time: f64) -> bool {
        match event {
            Event::Text(_) | Event::Ime(_) | Event::Key { .. } => {
                (self.key, self.now) = (time, true);
                self.held.is_some()
            }
            Event::PointerButton { pressed: true, .. } => {
                let typing = self.now || self.before || time - self.key < QUIET;
                if self.held.is_none() && typing {
                    self.held = Some(time);
                }
                false
            }
            _ => false,
        }
    }
}

/// What an event does to those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: keys let go, the pointer moving.
    Free,
    /// It writes; what comes behind it may come in the same frame.
    Writes,
    /// It ends the frame for what comes behind it.
    Last,
    /// It has a frame of its own.
    Alone,
}

fn kind(event: &Event) -> Kind {
    use Key as K;
    match event {
        Event::Text(_) | Event::Ime(_) => Kind::Writes,
        Event::Copy | Event::Cut | Event::Paste(_) => Kind::Alone,
        Event::PointerButton { pressed: true, .. } => Kind::Last,
        Event::Key { key, pressed: true, modifiers, .. } => {
            let goes = matches!(key, K::Enter | K::Tab | K::Escape | K::Backspace | K::Delete);
            let function = matches!(key, K::F1 | K::F2 | K::F3 | K::F6 | K::F8 | K::F10 | K::F11 | K::F12);
            let with = modifiers.command || modifiers.ctrl || modifiers.alt;
            if goes || function || with || travels(*key) { Kind::Alone } else { Kind::Writes }
        }
        _ => Kind::Free,
    }
}

/// Keys one holds down to get somewhere.
fn travels(key: Key) -> bool {
    matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::PageUp | Key::PageDown)
}

impl Pace {
    fn take_in(&mut self, events: Vec<Event>, time: f64) {
        if let Some(late) = &mut self.late {
            late.begin(time);
        }
        for event in events {
            if matches!(event, Event::Text(_) | Event::Ime(_)) {
                self.written = Some(time);
            }
            if self.late.as_mut().is_some_and(|late| late.overtakes(&event, time))
                && let Some(press) = self.waiting.iter().position(|waiting| kind(waiting) == Kind::Last)
            {
                self.waiting.insert(press, event);
                continue;
            }
            let repeats = matches!(&event, Event::Key { key, pressed: true, .. } if travels(*key)) && self.waiting.back() == Some(&event);
            if !repeats {
                self.waiting.push_back(event);
            }
        }
    }

    /// What the next frame gets.
    fn next(&mut self) -> Vec<Event> {
        let holds = self.moving && self.waited < PATIENCE;
        let press_waits = self.late.as_ref().is_some_and(|late| late.held.is_some());
        let mut now: Vec<Event> = Vec::new();
        let (mut acts, mut full, mut committed, mut pressed) = (false, holds, false, false);
        while let Some(event) = self.waiting.front() {
            let kind = kind(event);
            // Some systems send the key that ends a composition as a key, too: it stays with the commit.
            let echo = committed && matches!(event, Event::Key { key: Key::Enter | Key::Tab, .. });
            let waits = match kind {
                // What is pressed is what lay under the pointer then, not where a quick hand has moved it since.
                Kind::Free => pressed && matches!(event, Event::PointerMoved(_)),
                Kind::Writes => full,
                Kind::Last => full || press_waits,
                Kind::Alone => full || acts && !echo,
            };
            if waits {
                break;
            }
            pressed |= kind == Kind::Last;
            if kind != Kind::Free {
                acts = true;
                full |= matches!(kind, Kind::Last | Kind::Alone);
                committed = !self.commits_alone && matches!(event, Event::Ime(ImeEvent::Commit(_)));
            }
            now.extend(self.waiting.pop_front());
        }
        self.waited = if self.moving { self.waited.saturating_add(1) } else { 0 };
        now
    }
}

impl Plugin for Pace {
    fn debug_name(&self) -> &'static str {
        "pace"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let time = input.time.unwrap_or_else(|| ctx.input(|i| i.time));
        self.take_in(std::mem::take(&mut input.events), time);
        input.events = self.next();
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// Puts the pace into a context, before anything else that looks at events.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Pace::default());
}

/// Says that no key comes twice where one ends a composition.
pub fn commits_alone(ctx: &Context) {
    if let Some(pace) = ctx.plugin_opt::<Pace>() {
        pace.lock().commits_alone = true;
    }
}

/// Says that the input method gives keys back later than the pointer acts.
pub fn late_keys(ctx: &Context) {
    if let Some(pace) = ctx.plugin_opt::<Pace>() {
        pace.lock().late.get_or_insert_with(Late::new);
    }
}

/// Whether nothing that was typed waits, and no letter has come for a while: what ends the window, asked for at `since`, is
/// not to overtake letters that an input method still holds. While a field has the keyboard none may have come yet.
pub fn settled(ctx: &Context, since: f64) -> bool {
    let now = ctx.input(|input| input.time);
    let typing = ctx.egui_wants_keyboard_input();
    let quiet = |pace: &Pace| {
        let late = typing && pace.late.is_some();
        let last = pace.written.into_iter().chain(late.then_some(since)).fold(f64::NEG_INFINITY, f64::max);
        pace.waiting.is_empty() && now - last >= BEFORE_CLOSING
    };
    ctx.plugin_opt::<Pace>().is_none_or(|pace| quiet(&pace.lock()))
}

/// Says whether the keyboard is on its way to another field: what is typed waits for it.
pub fn set_moving(ctx: &Context, moving: bool) {
    if let Some(pace) = ctx.plugin_opt::<Pace>() {
        pace.lock().moving = moving;
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::Modifiers;

    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn commit(text: &str) -> Event {
        Event::Ime(ImeEvent::Commit(text.to_owned()))
    }

    /// How many events each frame gets until none is left.
    fn frames(pace: &mut Pace, events: &[Event]) -> Vec<Vec<Event>> {
        pace.take_in(events.to_vec(), 0.0);
        let mut frames = Vec::new();
        while !pace.waiting.is_empty() {
            frames.push(pace.next());
        }
        assert_eq!(frames.concat(), events, "nothing is lost and the order is kept");
        frames
    }

    #[test]
    fn what_moves_the_keyboard_has_a_frame_of_its_own() {
        let enter = key(Key::Enter, Modifiers::NONE);
        let events =
            [text("会"), text("議"), enter.clone(), text("研"), key(Key::End, Modifiers::NONE), key(Key::Enter, Modifiers::COMMAND)];
        let sizes: Vec<usize> = frames(&mut Pace::default(), &events).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1, 2, 1]);
    }

    #[test]
    fn a_quick_drag_begins_where_the_button_went_down() {
        let moved = |x: f32| Event::PointerMoved(eframe::egui::pos2(x, 1.0));
        let events = [moved(1.0), press(), moved(2.0), moved(3.0)];
        let sizes: Vec<usize> = frames(&mut Pace::default(), &events).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 2]);
    }

    #[test]
    fn a_press_alone_comes_in_its_frame_with_the_release() {
        let release = Event::Key { key: Key::Enter, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE };
        assert_eq!(frames(&mut Pace::default(), &[key(Key::Enter, Modifiers::NONE), release]).len(), 1);
    }

    #[test]
    fn keys_wait_for_the_keyboard_but_not_for_ever() {
        let mut pace = Pace { moving: true, ..Pace::default() };
        pace.take_in(vec![text("一")], 0.0);
        for _ in 0..PATIENCE {
            assert_eq!(pace.next(), []);
        }
        assert_eq!(pace.next(), [text("一")]);
        pace.moving = false;
        pace.next();
        pace.moving = true;
        pace.take_in(vec![text("二")], 0.0);
        assert_eq!(pace.next(), []);
        pace.moving = false;
        assert_eq!(pace.next(), [text("二")]);
    }

    #[test]
    fn the_key_that_ends_a_composition_stays_with_it_where_it_may_be_sent_twice() {
        let events = [commit("会議"), key(Key::Enter, Modifiers::NONE), key(Key::Enter, Modifiers::NONE)];
        assert_eq!(frames(&mut Pace::default(), &events).len(), 2);
        let mut pace = Pace { commits_alone: true, ..Pace::default() };
        assert_eq!(frames(&mut pace, &events).len(), 3);
    }

    #[test]
    fn a_held_arrow_does_not_run_on_after_it_is_let_go() {
        let mut pace = Pace::default();
        let down = key(Key::ArrowDown, Modifiers::NONE);
        pace.take_in(vec![down.clone(), down.clone(), down.clone()], 0.0);
        assert_eq!((pace.next(), pace.waiting.len()), (vec![down.clone()], 0));
        // Pressed anew each time it counts each time.
        let up = Event::Key { key: Key::ArrowDown, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE };
        pace.take_in(vec![down.clone(), up.clone(), down.clone(), up], 0.0);
        assert_eq!((pace.next().len(), pace.next().len()), (2, 2));
    }

    fn press() -> Event {
        Event::PointerButton {
            pos: eframe::egui::pos2(1.0, 1.0),
            button: eframe::egui::PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }
    }

    #[test]
    fn a_press_right_after_typing_waits_for_keys_still_under_way() {
        let mut pace = Pace { late: Some(Late::new()), ..Pace::default() };
        pace.take_in(vec![text("k"), press()], 1.0);
        assert_eq!(pace.next(), [text("k")]);
        pace.take_in(vec![text("a")], 1.09);
        assert_eq!(pace.next(), [text("a")], "struck before the press");
        pace.take_in(vec![], 1.10);
        assert_eq!(pace.next(), []);
        pace.take_in(vec![], 1.30);
        assert_eq!(pace.next(), [press()]);
        // What is typed behind it stays behind it.
        pace.take_in(vec![text("n")], 1.31);
        assert_eq!(pace.next(), [text("n")]);
    }

    #[test]
    fn a_press_waits_neither_without_typing_nor_for_ever() {
        let mut pace = Pace { late: Some(Late::new()), ..Pace::default() };
        pace.take_in(vec![press(), text("n")], 1.0);
        assert_eq!((pace.next(), pace.next()), (vec![press()], vec![text("n")]));
        pace.take_in(vec![text("k"), press()], 2.0);
        let mut time = 2.0;
        while !pace.next().contains(&press()) {
            time += 0.1;
            pace.take_in(vec![text("k")], time);
            assert!(time <= 2.1 + HELD_AT_MOST);
        }
    }
}
