//! The words shown to people, in Japanese and English, from `assets/locales/*.ron`.
//!
//! Lives here: the two languages, the table of texts, messages with arguments. Does not live here:
//! any decision which text to show. May use: nothing of Nendo.
//!
//! Each entry holds both languages side by side, so neither can be forgotten. A test of the package
//! (`tests/locale.rs`) checks that every key used in the source stands in the table and the reverse.

mod reason;

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A language of the user interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// 日本語, the first language of the application.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Reads `ja` or `en` as given on the command line.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "ja" => Some(Self::Ja),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language the environment asks for (`LC_ALL`, `LC_MESSAGES`, `LANG`); Japanese unless
    /// it plainly asks for another.
    pub fn from_environment() -> Self {
        let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
        match asked.as_deref() {
            Some(value) if value.starts_with("en") => Self::En,
            _ => Self::Ja,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    ja: String,
    en: String,
}

const SOURCES: &[(&str, &str)] = &[
    ("check", include_str!("../../assets/locales/check.ron")),
    ("command_line", include_str!("../../assets/locales/command_line.ron")),
    ("compare", include_str!("../../assets/locales/compare.ron")),
    ("edit", include_str!("../../assets/locales/edit.ron")),
    ("export", include_str!("../../assets/locales/export.ron")),
    ("import", include_str!("../../assets/locales/import.ron")),
    ("reason", include_str!("../../assets/locales/reason.ron")),
    ("plan", include_str!("../../assets/locales/plan.ron")),
    ("storage", include_str!("../../assets/locales/storage.ron")),
    ("window", include_str!("../../assets/locales/window.ron")),
    ("window_arrange", include_str!("../../assets/locales/window_arrange.ron")),
    ("window_compare", include_str!("../../assets/locales/window_compare.ron")),
    ("window_fields", include_str!("../../assets/locales/window_fields.ron")),
    ("window_files", include_str!("../../assets/locales/window_files.ron")),
    ("window_find", include_str!("../../assets/locales/window_find.ron")),
    ("window_help", include_str!("../../assets/locales/window_help.ron")),
    ("window_year", include_str!("../../assets/locales/window_year.ron")),
    ("window_writing", include_str!("../../assets/locales/window_writing.ron")),
];

fn table() -> &'static HashMap<String, Entry> {
    static TABLE: OnceLock<HashMap<String, Entry>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut all = HashMap::new();
        for (name, source) in SOURCES {
            let entries: HashMap<String, Entry> = ron::from_str(source)
                .unwrap_or_else(|e| panic!("invariant: the embedded locale file {name}.ron is valid (a test reads it): {e}"));
            all.extend(entries);
        }
        all
    })
}

/// All keys of the table, sorted; for tests and translators.
pub fn keys() -> Vec<&'static str> {
    let mut keys: Vec<_> = table().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Words in brackets behind others, as each language sets them off.
pub fn bracketed(words: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("（{words}）"),
        Lang::En => format!(" ({words})"),
    }
}

/// The text of `key`. An unknown key shows itself, so that a slip is seen and nothing fails.
pub fn text(lang: Lang, key: &str) -> &str {
    match table().get(key) {
        Some(entry) => match lang {
            Lang::Ja => &entry.ja,
            Lang::En => &entry.en,
        },
        None => key,
    }
}

/// A text with named arguments (`{name}` in the table), kept apart from its language until shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key in the table.
    pub key: &'static str,
    /// The arguments by name.
    pub args: Vec<(&'static str, String)>,
    /// Arguments that are messages themselves.
    pub messages: Vec<(&'static str, Message)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), messages: Vec::new() }
    }

    /// Adds the argument `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds an argument that is in the language of the whole.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, message: Self) -> Self {
        self.messages.push((name, message));
        self
    }

    /// Adds why the system refused, as `reason`.
    #[must_use]
    pub fn with_reason(self, error: &std::io::Error) -> Self {
        self.with_message("reason", Self::reason(error))
    }

    /// The message in `lang`, arguments filled in.
    pub fn text(&self, lang: Lang) -> String {
        let mut rest = text(lang, self.key);
        let mut out = String::with_capacity(rest.len() + 32);
        // One pass: an argument's own braces are never read as a place for another argument.
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
            let name = &rest[open + 1..close];
            out.push_str(&rest[..open]);
            match self.args.iter().find(|(have, _)| *have == name) {
                Some((_, value)) => out.push_str(value),
                None => match self.messages.iter().find(|(have, _)| *have == name) {
                    Some((_, message)) => out.push_str(&message.text(lang)),
                    None => out.push_str(&rest[open..=close]),
                },
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_complete_in_both_languages() {
        for key in keys() {
            assert!(!text(Lang::Ja, key).is_empty(), "{key} lacks Japanese");
            assert!(!text(Lang::En, key).is_empty(), "{key} lacks English");
        }
    }

    #[test]
    fn files_do_not_repeat_a_key() {
        let single: usize = SOURCES.iter().map(|(_, source)| ron::from_str::<HashMap<String, Entry>>(source).expect("valid").len()).sum();
        assert_eq!(single, keys().len());
    }

    #[test]
    fn arguments_are_filled_once_and_verbatim() {
        let message = Message { key: "{a} {b}", args: vec![("a", "{b}".into()), ("b", "x".into())], messages: Vec::new() };
        assert_eq!(message.text(Lang::Ja), "{b} x");
    }
}
