//! The icons: code points of the embedded subset of Phosphor.
//!
//! Names and code points are those of `assets/icons/icons.csv`; a test compares them.

pub const ARROW_DOWN: &str = "\u{E03E}";
pub const ARROW_U_UP_LEFT: &str = "\u{E08A}";
pub const ARROW_U_UP_RIGHT: &str = "\u{E08C}";
pub const ARROW_UP: &str = "\u{E08E}";
pub const ARROWS_HORIZONTAL: &str = "\u{EB06}";
pub const ARROWS_OUT: &str = "\u{E0A2}";
pub const BOOK_OPEN: &str = "\u{E0E6}";
pub const CARET_DOUBLE_LEFT: &str = "\u{E128}";
pub const CARET_DOUBLE_RIGHT: &str = "\u{E12A}";
pub const CARET_DOWN: &str = "\u{E136}";
pub const CARET_LEFT: &str = "\u{E138}";
pub const CALENDAR: &str = "\u{E108}";
pub const CARET_RIGHT: &str = "\u{E13A}";
pub const CHECK: &str = "\u{E182}";
pub const CHECK_CIRCLE: &str = "\u{E184}";
pub const CLOCK_COUNTER_CLOCKWISE: &str = "\u{E1A0}";
pub const COLUMNS: &str = "\u{E546}";
pub const CLIPBOARD: &str = "\u{E196}";
pub const COPY: &str = "\u{E1CA}";
pub const EXPORT: &str = "\u{EAF0}";
pub const FILE: &str = "\u{E230}";
pub const FILE_PLUS: &str = "\u{E236}";
pub const FLOPPY_DISK: &str = "\u{E248}";
pub const FOLDER_OPEN: &str = "\u{E256}";
pub const FUNNEL: &str = "\u{E266}";
pub const GEAR: &str = "\u{E270}";
pub const GIT_DIFF: &str = "\u{E27C}";
pub const IMAGE: &str = "\u{E2CA}";
pub const INFO: &str = "\u{E2CE}";
pub const KEYBOARD: &str = "\u{E2D8}";
pub const LINK: &str = "\u{E2E2}";
pub const LIST_BULLETS: &str = "\u{E2F2}";
pub const LIST_CHECKS: &str = "\u{EADC}";
pub const MAGNIFYING_GLASS: &str = "\u{E30C}";
pub const MAGNIFYING_GLASS_MINUS: &str = "\u{E30E}";
pub const MAGNIFYING_GLASS_PLUS: &str = "\u{E310}";
pub const MOON: &str = "\u{E330}";
pub const NOTE: &str = "\u{E348}";
pub const NOTE_PENCIL: &str = "\u{E34C}";
pub const PARAGRAPH: &str = "\u{E960}";
pub const PENCIL_SIMPLE: &str = "\u{E3B4}";
pub const PLUS: &str = "\u{E3D4}";
pub const PRINTER: &str = "\u{E3DC}";
pub const QUOTES: &str = "\u{E660}";
pub const SCISSORS: &str = "\u{EAE0}";
pub const SQUARES_FOUR: &str = "\u{E464}";
pub const SUN: &str = "\u{E472}";
pub const TABLE: &str = "\u{E476}";
pub const TEXT_INDENT: &str = "\u{EA1E}";
pub const TEXT_OUTDENT: &str = "\u{EA1C}";
pub const TRANSLATE: &str = "\u{E4A2}";
pub const TRASH: &str = "\u{E4A6}";
pub const TRAY_ARROW_DOWN: &str = "\u{E010}";
pub const TREE_STRUCTURE: &str = "\u{E67C}";
pub const USERS: &str = "\u{E4D6}";
pub const WARNING: &str = "\u{E4E0}";
pub const WARNING_CIRCLE: &str = "\u{E4E2}";
pub const X: &str = "\u{E4F6}";

#[cfg(test)]
mod tests {
    #[test]
    fn code_points_are_those_of_the_table() {
        let table = include_str!("../../assets/icons/icons.csv");
        let source = include_str!("icons.rs");
        let mut seen = 0;
        for line in source.lines().filter_map(|line| line.strip_prefix("pub const ")) {
            let (name, rest) = line.split_once(": &str = \"\\u{").expect("a constant");
            let code = rest.split_once('}').expect("a code point").0;
            let want = format!("{},{code}", name.to_lowercase().replace('_', "-"));
            assert!(table.lines().any(|line| line == want), "{want}");
            seen += 1;
        }
        assert!(seen > 30);
    }
}
