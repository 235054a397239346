//! Reading a plan file: bytes to plan, with errors that name their place.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use ron::error::{Error as RonError, SpannedError};

use super::disk::{Disk, RealDisk};
use super::error::LoadError;
use super::header::{VERSION, options, read_header};
use super::schema_v1::PlanV1;
use crate::locale::Message;
use crate::plan::{Block, MAX_DEPTH, NodeId, Numbering, Plan, numbering};

/// The largest plan file read: about forty times the plan of 10,000 items.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Fiscal years a plan may be of: from 明治 on.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2200;

/// A cell covers at most this many rows or columns.
const MAX_SPAN: u16 = 1000;

pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    RealDisk.read(path, MAX_FILE_BYTES).map_err(|error| LoadError::io(path, &error))
}

/// Reads a plan from the bytes of a file. A byte order mark and CR LF line ends are accepted.
///
/// # Errors
/// Says what is wrong, in which line, and what to do.
pub fn read_plan(bytes: &[u8]) -> Result<Plan, LoadError> {
    let text = decode(bytes)?;
    let text = &*text;
    let header = read_header(text);
    match (header.ours, header.version) {
        (Some(true), Some(version)) if version > VERSION => return Err(LoadError::Newer { found: version, known: VERSION }),
        (Some(true), Some(version)) if version == VERSION => {}
        _ => return Err(LoadError::NotAPlan),
    }
    let stored: PlanV1 = options().from_str(text).map_err(|e| syntax_error(text, &e))?;
    let plan = stored.into_plan(text);
    validate(text, &plan)?;
    Ok(plan)
}

/// The text of a file, without a byte order mark and with plain line ends.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, LoadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|e| LoadError::NotUtf8 { line: 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() })?;
    if text.trim().is_empty() {
        return Err(LoadError::Empty);
    }
    // Inside strings a CR LF would otherwise become part of the text.
    Ok(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) })
}

/// Checks what the schema cannot: ids, depth, presets, sizes.
fn validate(text: &str, plan: &Plan) -> Result<(), LoadError> {
    if plan.depth() > MAX_DEPTH {
        return Err(LoadError::TooDeep);
    }
    if let Some(year) = plan.fiscal_year.filter(|year| !YEARS.contains(&year.0)) {
        let line = lines_with(text, "fiscal_year").first().copied().unwrap_or(1);
        return Err(LoadError::YearOutOfRange { year: year.0, line });
    }
    let mut seen: HashMap<NodeId, ()> = HashMap::new();
    for node in plan.walk() {
        if seen.insert(node.id, ()).is_some() {
            let id = node.id.to_string();
            let lines = lines_with(text, &id);
            let first_line = lines.first().copied().unwrap_or(1);
            return Err(LoadError::DuplicateId { id, first_line, line: lines.get(1).copied().unwrap_or(first_line) });
        }
        for block in &node.body {
            if let Block::Table(table) = block
                && table.rows.iter().flatten().any(|cell| cell.columns > MAX_SPAN || cell.rows > MAX_SPAN)
            {
                let line = lines_with(text, &node.id.to_string()).first().copied().unwrap_or(0);
                return Err(LoadError::CellTooLarge { limit: MAX_SPAN, line });
            }
        }
    }
    if let Numbering::Preset(name) = &plan.numbering
        && !numbering::presets().iter().any(|preset| preset.name == *name)
    {
        let line = lines_with(text, &format!("\"{name}\"")).first().copied().unwrap_or(1);
        return Err(LoadError::UnknownNumbering { name: name.clone(), line });
    }
    Ok(())
}

/// The lines that define an id (or hold another needle), from 1.
fn lines_with(text: &str, needle: &str) -> Vec<usize> {
    let needle = needle.to_ascii_lowercase();
    let defines = |line: &str| !line.contains("[[") && line.to_ascii_lowercase().contains(&needle);
    text.lines().enumerate().filter(|(_, line)| defines(line)).map(|(i, _)| i + 1).collect()
}

/// RON's error in the user's words.
pub(super) fn syntax_error(text: &str, error: &SpannedError) -> LoadError {
    let (line, column) = (error.span.start.line, error.span.start.col);
    let place = |key| Message::new(key).with("line", line).with("column", column);
    let list = |names: &[&str]| names.join(", ");
    let problem = match &error.code {
        // Cut in the middle of a word, which then is none.
        code if !matches!(code, RonError::TrailingCharacters) && at_end(text, error) && !text.trim_end().ends_with(')') => {
            return LoadError::Truncated { line, column };
        }
        // A string or comment that is never closed reaches to the end; its place is where it opens.
        RonError::Eof | RonError::ExpectedStringEnd | RonError::UnclosedBlockComment => return LoadError::Truncated { line, column },
        RonError::ExceededRecursionLimit => return LoadError::TooDeep,
        RonError::NoSuchStructField { expected, found, .. } => {
            place("storage.syntax.unknown_field").with("found", found).with("expected", list(expected))
        }
        RonError::NoSuchEnumVariant { expected, found, .. } => {
            place("storage.syntax.unknown_word").with("found", found).with("expected", list(expected))
        }
        RonError::MissingStructField { field, .. } => place("storage.syntax.missing_field").with("field", field),
        RonError::DuplicateStructField { field, .. } => place("storage.syntax.duplicate_field").with("field", field),
        RonError::ExpectedInteger | RonError::InvalidIntegerDigit { .. } => place("storage.syntax.expected_number"),
        // What follows a whole number is the point of a decimal.
        RonError::ExpectedComma if rest_of_line(text, line, column).starts_with('.') => place("storage.syntax.expected_number"),
        RonError::IntegerOutOfBounds => place("storage.syntax.number_bounds"),
        RonError::ExpectedBoolean => place("storage.syntax.expected_choice"),
        RonError::InvalidEscape(_) => place("storage.syntax.bad_escape"),
        RonError::InvalidValueForType { expected, .. } if expected.contains("cell") => place("storage.syntax.bad_cell"),
        RonError::TrailingCharacters => place("storage.syntax.trailing"),
        _ if at_end(text, error) => return LoadError::Truncated { line, column },
        RonError::ExpectedComma => place("storage.syntax.expected_comma"),
        RonError::ExpectedString => place("storage.syntax.expected_text"),
        RonError::ExpectedMapColon => place("storage.syntax.expected_colon"),
        RonError::ExpectedIdentifier | RonError::InvalidIdentifier(_) => place("storage.syntax.expected_name"),
        RonError::ExpectedStructLike | RonError::ExpectedNamedStructLike(_) => place("storage.syntax.expected_open").with("sign", "("),
        RonError::ExpectedArray => place("storage.syntax.expected_open").with("sign", "["),
        RonError::ExpectedStructLikeEnd => place("storage.syntax.expected_open").with("sign", ")"),
        RonError::ExpectedArrayEnd => place("storage.syntax.expected_open").with("sign", "]"),
        RonError::Message(text) if text.contains("node id") => place("storage.syntax.bad_id"),
        RonError::Message(text) if text.contains("input") => place("storage.syntax.bad_date"),
        other => place("storage.syntax.other").with("detail", other),
    };
    LoadError::Syntax { line, column, problem }
}

/// Whether nothing but white space follows the place of the error.
fn at_end(text: &str, error: &SpannedError) -> bool {
    let end = error.span.end;
    rest_of_line(text, end.line, end.col).trim().is_empty() && text.lines().skip(end.line).all(|line| line.trim().is_empty())
}

/// What stands in a line from a column on, both from 1.
fn rest_of_line(text: &str, line: usize, column: usize) -> &str {
    let mut chars = text.lines().nth(line.saturating_sub(1)).unwrap_or("").chars();
    chars.by_ref().take(column.saturating_sub(1)).for_each(drop);
    chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn fails(text: &str) -> LoadError {
        read_plan(text.as_bytes()).expect_err("must fail")
    }

    const HEAD: &str = "(\n format: \"nendo-plan\",\n version: 1,\n title: \"t\",\n";

    #[test]
    fn a_hand_written_plan_is_read() {
        let plan = read_plan(
            format!("\u{FEFF}{HEAD} fiscal_year: 2025,\r\n nodes: [(title: \"a\", children: [(title: \"b\", budget: 1200)])],\n)")
                .as_bytes(),
        )
        .expect("fine");
        assert_eq!(plan.walk().count(), 2);
        assert_eq!(plan.nodes[0].children[0].budget, Some(1200));
        let again = read_plan(
            format!("{HEAD} fiscal_year: 2025,\n nodes: [(title: \"a\", children: [(title: \"b\", budget: 1200)])],\n)").as_bytes(),
        )
        .expect("fine");
        assert_eq!(plan, again, "ids left out are the same each time");
        let other = read_plan(format!("{HEAD} fiscal_year: Some(2025),\n nodes: [(title: \"a\")],\n)").as_bytes()).expect("fine");
        assert_eq!(other.fiscal_year, plan.fiscal_year);
    }

    #[test]
    fn errors_name_place_and_remedy() {
        assert_eq!(fails(""), LoadError::Empty);
        assert_eq!(fails("hello"), LoadError::NotAPlan);
        assert_eq!(fails("(format: \"nendo-plan\", version: 2, anything: ["), LoadError::Newer { found: 2, known: 1 });
        assert!(matches!(fails(&format!("{HEAD} nodes: [(title: \"a")), LoadError::Truncated { .. }));
        assert!(matches!(fails(&format!("{HEAD} nodes: [(title: \"a\"),")), LoadError::Truncated { .. }));
        assert!(matches!(fails(&format!("{HEAD} nodes: [(title: \"a\"), (t")), LoadError::Truncated { .. }), "in a word");
        let LoadError::Syntax { line, column, problem } = fails(&format!("{HEAD} nodes: [(titel: \"a\")],\n)")) else {
            panic!("a syntax error")
        };
        assert_eq!((line, problem.key), (5, "storage.syntax.unknown_field"), "column {column}");
        assert!(problem.text(Lang::Ja).contains("titel"));
        assert!(matches!(fails(&format!("{HEAD} stage: Drift(1),\n)")), LoadError::Syntax { line: 5, .. }));
        assert!(matches!(fails(&format!("{HEAD} numbering: Preset(\"x\"),\n)")), LoadError::UnknownNumbering { line: 5, .. }));
        assert_eq!(read_plan(b"(\n\xff\xfe)"), Err(LoadError::NotUtf8 { line: 2 }));
    }

    #[test]
    fn values_of_another_kind_are_named_in_the_users_words() {
        for (fields, key) in [
            ("style: (cover: 1)", "expected_choice"),
            ("style: (cover: yes)", "expected_choice"),
            ("style: (base_size: 70000)", "number_bounds"),
            ("style: (base_size: 10.5)", "expected_number"),
            ("style: (base_size: \"120\")", "expected_number"),
            ("style: (name: Fancy)", "unknown_word"),
            ("nodes: [(title: 5)]", "expected_text"),
            ("nodes: [(title: \"\\q\")]", "bad_escape"),
            ("nodes: [(body: [Table((rows: [[(\"x\")]]))])]", "bad_cell"),
        ] {
            let LoadError::Syntax { line: 5, problem, .. } = fails(&format!("{HEAD}{fields})")) else { panic!("{fields}") };
            assert_eq!(problem.key.strip_prefix("storage.syntax."), Some(key), "{fields}");
            assert!(problem.text(Lang::Ja).starts_with("5 行"), "{fields}");
        }
    }

    #[test]
    fn duplicate_ids_are_found_with_their_lines() {
        let id = NodeId::derived(1, 1);
        let error = fails(&format!("{HEAD} nodes: [\n(id: \"{id}\"),\n(title: \"[[{id}]]\"),\n(id: \"{id}\"),\n],\n)"));
        assert_eq!(error, LoadError::DuplicateId { id: id.to_string(), first_line: 6, line: 8 });
    }

    #[test]
    fn a_node_without_id_gets_one_that_no_other_has() {
        let ids = |text: &str| read_plan(text.as_bytes()).expect("reads").walk().map(|node| node.id).collect::<Vec<_>>();
        let bare = |titles: &str| format!("{HEAD} nodes: [{titles}],\n)");
        let first = ids(&bare("(title: \"a\"), (title: \"b\")"));
        assert_eq!(first, ids(&bare("(title: \"a\"), (title: \"b\")")), "the same file reads the same");
        // Put in by hand before an item whose id was once derived.
        let with = bare(&format!("(title: \"new\"), (id: \"{}\", title: \"a\"), (id: \"{}\", title: \"b\")", first[0], first[1]));
        assert_eq!(ids(&with)[1..], first);
        // What stands in neither of two files is shared by none.
        let other = ids(&bare("(title: \"b\")"));
        assert!(!first.contains(&other[0]));
    }

    #[test]
    fn depth_is_bounded_both_ways() {
        let nested = |n: usize| format!("{HEAD} nodes: [{}{}],\n)", "(children: [".repeat(n), "])".repeat(n));
        assert!(read_plan(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(fails(&nested(MAX_DEPTH + 1)), LoadError::TooDeep);
        assert_eq!(fails(&nested(100_000)), LoadError::TooDeep);
    }
}
