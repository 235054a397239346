//! Which press of a key a shortcut means: with its modifiers, and with none besides.
//!
//! egui takes a press with more modifiers for one with fewer: Shift+Enter for Enter, Alt+Delete for Delete.

use eframe::egui::{Event, InputState, Key, KeyboardShortcut, Modifiers};

/// Takes the presses of a shortcut; says whether there was one.
pub fn take(input: &mut InputState, shortcut: &KeyboardShortcut) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !matches!(event, Event::Key { key, pressed: true, modifiers, .. } if means(shortcut, *key, *modifiers)));
    input.events.len() < before
}

/// Whether a press is the shortcut's.
pub fn means(shortcut: &KeyboardShortcut, key: Key, modifiers: Modifiers) -> bool {
    let wanted = shortcut.modifiers;
    let command = if wanted.command { modifiers.command } else { !modifiers.command && !modifiers.ctrl };
    let shift = modifiers.shift == wanted.shift || (modifiers.shift && may_need_shift(key));
    key == shortcut.logical_key && command && modifiers.alt == wanted.alt && shift
}

/// Signs and digits stand with Shift on some keyboards and without it on others.
fn may_need_shift(key: Key) -> bool {
    use Key as K;
    let signs = [K::Plus, K::Equals, K::Minus, K::Comma];
    let digits = [K::Num0, K::Num1, K::Num2, K::Num3, K::Num4, K::Num5, K::Num6, K::Num7, K::Num8, K::Num9];
    signs.contains(&key) || digits.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::super::{Scope, TABLE};
    use super::*;

    #[test]
    fn every_press_means_one_command_only() {
        let flags = |bits: u8| Modifiers { alt: bits & 1 != 0, shift: bits & 2 != 0, command: bits & 4 != 0, ..Modifiers::NONE };
        for keys in TABLE.iter().flat_map(|entry| entry.shortcuts) {
            for scope in [Scope::Outline, Scope::Table, Scope::Body, Scope::Compare] {
                for bits in 0..8 {
                    let meant: Vec<_> = TABLE
                        .iter()
                        .filter(|entry| [Scope::Global, scope].contains(&entry.scope))
                        .filter(|entry| entry.shortcuts.iter().any(|have| means(have, keys.logical_key, flags(bits))))
                        .map(|entry| entry.command)
                        .collect();
                    assert!(meant.len() <= 1, "{:?} with {:?} means {meant:?}", keys.logical_key, flags(bits));
                }
            }
        }
    }

    #[test]
    fn more_modifiers_are_another_key() {
        let enter = KeyboardShortcut::new(Modifiers::NONE, Key::Enter);
        assert!(means(&enter, Key::Enter, Modifiers::NONE));
        for more in [Modifiers::SHIFT, Modifiers::ALT, Modifiers::COMMAND, Modifiers::CTRL] {
            assert!(!means(&enter, Key::Enter, more), "{more:?}");
        }
        let plus = KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus);
        assert!(means(&plus, Key::Plus, Modifiers::COMMAND | Modifiers::SHIFT), "the sign stands there with Shift");
    }
}
