//! Reading the arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::export::PageRange;
use crate::locale::{Lang, Message};
use crate::manuscript::{TablePreset, YearGroups, YearLayout};
use crate::plan::Paper;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    Window {
        file: Option<PathBuf>,
    },
    Help {
        /// Of one verb alone.
        verb: Option<&'static str>,
    },
    Version,
    Verb(Verb),
}

/// A verb with its arguments. A path of `-` is standard input or output.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Import { input: PathBuf, output: PathBuf, findings: Option<PathBuf> },
    Outline { plan: PathBuf, format: OutlineFormat },
    Export { plan: PathBuf, output: PathBuf, pages: PageRange },
    Calendar { plan: PathBuf, output: Option<PathBuf>, format: OutlineFormat, page: YearPage },
    Compare { old: PathBuf, new: PathBuf, output: Option<PathBuf>, show: Show },
    Merge { base: PathBuf, mine: PathBuf, theirs: PathBuf, output: PathBuf },
    Check { plan: PathBuf, json: bool },
    Fmt { plan: PathBuf },
}

/// How a comparison is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Show {
    pub(super) json: bool,
    /// The old plan on the left of the table.
    pub(super) old_left: bool,
    /// Nodes are known by content alone, whatever their ids.
    pub(super) by_content: bool,
    /// What of the table; `None` where nothing was said.
    pub(super) preset: Option<TablePreset>,
    /// The table on A3 instead of A4.
    pub(super) large: bool,
    /// Of changed nodes nothing is left out.
    pub(super) whole_nodes: bool,
    /// The changed pages with a list of what to replace, instead of the table.
    pub(super) amendment: bool,
    /// Reasons and pairings given for another state of the old plan are taken along.
    pub(super) carry_reasons: bool,
}

/// How the page of the year's calendar is made; `None` where nothing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct YearPage {
    pub(super) layout: Option<YearLayout>,
    pub(super) groups: Option<YearGroups>,
    pub(super) paper: Option<Paper>,
}

/// How an outline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutlineFormat {
    Text,
    Json,
    /// With all words, a sentence a line.
    Full,
}

const VERBS: [&str; 8] = ["import", "outline", "export", "compare", "merge", "check", "calendar", "fmt"];

/// Everything that may stand on the command line.
#[derive(Default)]
struct Given {
    lang: Option<Lang>,
    values: Vec<OsString>,
    output: Option<PathBuf>,
    findings: Option<PathBuf>,
    format: Option<String>,
    pages: Option<String>,
    order: Option<String>,
    table: Option<String>,
    omit: Option<String>,
    content: bool,
    amendment: bool,
    carry_reasons: bool,
    layout: Option<String>,
    by: Option<String>,
    paper: Option<String>,
    help: bool,
    version: bool,
}

/// The language asked for, and the request or why it is none.
pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> (Option<Lang>, Result<Request, Message>) {
    let mut given = Given::default();
    let read = read(args, &mut given);
    let lang = given.lang;
    (lang, read.and_then(|()| request(given)))
}

fn read(args: impl IntoIterator<Item = OsString>, given: &mut Given) -> Result<(), Message> {
    let usage = |e: &lexopt::Error| Message::new("cli.usage").with("problem", e);
    let mut parser = lexopt::Parser::from_iter(args);
    while let Some(arg) = parser.next().map_err(|e| usage(&e))? {
        match arg {
            Short('h') | Long("help") => given.help = true,
            Short('V') | Long("version") => given.version = true,
            Short('o') | Long("output") => given.output = Some(parser.value().map_err(|e| usage(&e))?.into()),
            Long("findings") => given.findings = Some(parser.value().map_err(|e| usage(&e))?.into()),
            Long("format") => given.format = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("pages") => given.pages = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("order") => given.order = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("table") => given.table = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("omit") => given.omit = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("layout") => given.layout = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("by") => given.by = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("paper") => given.paper = Some(parser.value().map_err(|e| usage(&e))?.to_string_lossy().into_owned()),
            Long("content") => given.content = true,
            Long("amendment") => given.amendment = true,
            Long("carry-reasons") => given.carry_reasons = true,
            Long("lang") => {
                let code = parser.value().map_err(|e| usage(&e))?;
                let lang = code.to_str().and_then(Lang::parse);
                given.lang = Some(lang.ok_or_else(|| Message::new("cli.unknown_lang").with("lang", code.to_string_lossy()))?);
            }
            Value(value) => given.values.push(value),
            other => return Err(usage(&other.unexpected())),
        }
    }
    Ok(())
}

fn looks_like_a_file(word: &OsString) -> bool {
    let path = std::path::Path::new(word);
    path.extension().is_some() || path.components().count() > 1 || path.exists()
}

fn outline_format(format: Option<&str>) -> Result<OutlineFormat, Message> {
    match format {
        None | Some("text") => Ok(OutlineFormat::Text),
        Some("json") => Ok(OutlineFormat::Json),
        Some(other) => Err(Message::new("cli.unknown_format").with("format", other).with("formats", "text, json")),
    }
}

fn request(given: Given) -> Result<Request, Message> {
    if given.help {
        let named = given.values.first().and_then(|value| value.to_str());
        return Ok(Request::Help { verb: VERBS.into_iter().find(|verb| named == Some(verb)) });
    }
    if given.version {
        return Ok(Request::Version);
    }
    let Given { values, output, findings, format, pages, order, table, omit, content, amendment, carry_reasons, layout, by, paper, .. } =
        given;
    let verb = values.first().and_then(|v| v.to_str()).filter(|v| VERBS.contains(v)).map(str::to_owned);
    let Some(verb) = verb else {
        let options = [&format, &pages, &order, &table, &omit, &layout, &by, &paper];
        let flags = content || amendment || carry_reasons;
        let bare = output.is_none() && findings.is_none() && options.iter().all(|option| option.is_none()) && !flags;
        return match values.as_slice() {
            [] if bare => Ok(Request::Window { file: None }),
            // A lone word that names neither a file nor a verb is a slip, not a plan to open.
            [word] if bare && !looks_like_a_file(word) => {
                Err(Message::new("cli.unknown_verb").with("verb", word.to_string_lossy()).with("verbs", VERBS.join(", ")))
            }
            [file] if bare => Ok(Request::Window { file: Some(file.into()) }),
            [first, ..] => Err(Message::new("cli.unknown_verb").with("verb", first.to_string_lossy()).with("verbs", VERBS.join(", "))),
            [] => Err(Message::new("cli.usage").with(
                "problem",
                "-o/--format/--findings/--pages/--order/--table/--omit/--content/--amendment/--carry-reasons/--layout/--by/--paper",
            )),
        };
    };
    let one = |what| match &values[1..] {
        [value] => Ok(PathBuf::from(value)),
        [] => Err(Message::new("cli.missing_input").with("verb", &verb).with_message("what", Message::new(what))),
        [_, extra, ..] => Err(Message::new("cli.extra_argument").with("argument", extra.to_string_lossy())),
    };
    let need_output = || output.clone().ok_or_else(|| Message::new("cli.missing_output").with("verb", &verb));
    let refuse = |unused: bool, option: &str| {
        if unused { Ok(()) } else { Err(Message::new("cli.option_not_for").with("option", option).with("verb", &verb)) }
    };
    if verb != "export" {
        refuse(pages.is_none(), "--pages")?;
    }
    if verb != "compare" {
        refuse(order.is_none(), "--order")?;
        refuse(table.is_none(), "--table")?;
        refuse(!content, "--content")?;
        refuse(!amendment, "--amendment")?;
        refuse(!carry_reasons, "--carry-reasons")?;
    }
    if verb != "calendar" {
        refuse(layout.is_none(), "--layout")?;
        refuse(by.is_none(), "--by")?;
    }
    if !matches!(verb.as_str(), "calendar" | "compare") {
        refuse(paper.is_none(), "--paper")?;
    }
    let unknown = |given: &str, known: &str| Message::new("cli.unknown_format").with("format", given).with("formats", known);
    let request = match verb.as_str() {
        "import" => {
            refuse(format.is_none(), "--format")?;
            Verb::Import { input: one("cli.file.text")?, output: need_output()?, findings }
        }
        "outline" => {
            refuse(output.is_none(), "-o")?;
            refuse(findings.is_none(), "--findings")?;
            let format = match format.as_deref() {
                Some("full") => OutlineFormat::Full,
                Some(other) if !matches!(other, "text" | "json") => return Err(unknown(other, "text, json, full")),
                other => outline_format(other)?,
            };
            Verb::Outline { plan: one("cli.file.plan")?, format }
        }
        "calendar" => {
            refuse(findings.is_none(), "--findings")?;
            let page = YearPage {
                layout: chosen(layout.as_deref(), &[("grid", YearLayout::Grid), ("list", YearLayout::List)])?,
                groups: chosen(by.as_deref(), &[("part", YearGroups::Part), ("lead", YearGroups::Lead)])?,
                paper: chosen(paper.as_deref(), &[("A4", Paper::A4), ("A3", Paper::A3)])?,
            };
            Verb::Calendar { plan: one("cli.file.plan")?, format: outline_format(format.as_deref())?, output, page }
        }
        "export" => {
            refuse(format.is_none(), "--format")?;
            refuse(findings.is_none(), "--findings")?;
            let pages = match pages.map(|pages| PageRange::parse(&pages)).transpose()? {
                // A script whose variable is empty must not get the whole document for it.
                Some(none) if none.is_all() => return Err(Message::new("cli.empty_pages")),
                pages => pages.unwrap_or_else(PageRange::all),
            };
            Verb::Export { plan: one("cli.file.plan")?, output: need_output()?, pages }
        }
        "compare" => {
            refuse(findings.is_none(), "--findings")?;
            let [old, new] = several(&verb, &values, ["cli.file.old", "cli.file.new"])?;
            let json = match format.as_deref() {
                None | Some("text") => false,
                Some("json") => true,
                Some(other) => return Err(unknown(other, "text, json")),
            };
            let old_left = match order.as_deref() {
                None | Some("new-left") => false,
                Some("old-left") => true,
                Some(other) => return Err(unknown(other, "new-left, old-left")),
            };
            let preset = match table.as_deref() {
                None => None,
                Some("full") => Some(TablePreset::Full),
                Some("changed") => Some(TablePreset::Changed),
                Some("summary") => Some(TablePreset::Summary),
                Some(other) => return Err(unknown(other, "full, changed, summary")),
            };
            let large = chosen(paper.as_deref(), &[("A4", false), ("A3", true)])?;
            let omit = chosen(omit.as_deref(), &[("sentences", false), ("nodes", true)])?;
            if omit.is_some() && matches!(preset, Some(TablePreset::Full | TablePreset::Summary)) {
                return Err(Message::new("cli.option_not_for").with("option", "--omit").with("verb", "compare --table full, summary"));
            }
            if amendment {
                // The pages are the plan's own, not a table with sides.
                let given =
                    [("--order", order.is_some()), ("--table", preset.is_some()), ("--omit", omit.is_some()), ("--paper", large.is_some())]
                        .into_iter()
                        .find(|(_, given)| *given);
                if let Some((option, _)) = given {
                    return Err(Message::new("cli.option_not_for").with("option", option).with("verb", "compare --amendment"));
                }
                need_output()?;
            }
            Verb::Compare {
                old,
                new,
                output,
                show: Show {
                    json,
                    old_left,
                    by_content: content,
                    preset,
                    large: large == Some(true),
                    whole_nodes: omit == Some(true),
                    amendment,
                    carry_reasons,
                },
            }
        }
        "merge" => {
            refuse(format.is_none(), "--format")?;
            refuse(findings.is_none(), "--findings")?;
            let [base, mine, theirs] = several(&verb, &values, ["cli.file.base", "cli.file.mine", "cli.file.theirs"])?;
            Verb::Merge { base, mine, theirs, output: need_output()? }
        }
        "check" => {
            refuse(output.is_none(), "-o")?;
            refuse(findings.is_none(), "--findings")?;
            Verb::Check { plan: one("cli.file.plan")?, json: outline_format(format.as_deref())? == OutlineFormat::Json }
        }
        _ => {
            refuse(output.is_none(), "-o")?;
            refuse(format.is_none(), "--format")?;
            refuse(findings.is_none(), "--findings")?;
            Verb::Fmt { plan: one("cli.file.plan")? }
        }
    };
    Ok(Request::Verb(request))
}

/// What an option of a few words was given; `None` if it was left out.
fn chosen<T: Copy>(given: Option<&str>, known: &[(&str, T)]) -> Result<Option<T>, Message> {
    let Some(given) = given else { return Ok(None) };
    let names = || known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let found = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(given)).map(|(_, value)| Some(*value));
    found.ok_or_else(|| Message::new("cli.unknown_format").with("format", given).with("formats", names()))
}

/// Exactly the values a verb takes.
fn several<const N: usize>(verb: &str, values: &[OsString], names: [&'static str; N]) -> Result<[PathBuf; N], Message> {
    let given = &values[1..];
    if let Some(missing) = names.get(given.len()) {
        return Err(Message::new("cli.missing_input").with("verb", verb).with_message("what", Message::new(missing)));
    }
    if let Some(extra) = given.get(N) {
        return Err(Message::new("cli.extra_argument").with("argument", extra.to_string_lossy()));
    }
    Ok(std::array::from_fn(|at| PathBuf::from(&given[at])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request, &'static str> {
        let args = std::iter::once("nendo").chain(line.split_whitespace()).map(OsString::from);
        parse(args).1.map_err(|message| message.key)
    }

    #[test]
    fn every_form_of_the_contract() {
        assert_eq!(parsed(""), Ok(Request::Window { file: None }));
        assert_eq!(parsed("計画.ron"), Ok(Request::Window { file: Some("計画.ron".into()) }));
        let import = Verb::Import { input: "a.txt".into(), output: "-".into(), findings: Some("f.json".into()) };
        assert_eq!(parsed("import a.txt -o - --findings f.json"), Ok(Request::Verb(import)));
        assert_eq!(
            parsed("outline p.ron --format json"),
            Ok(Request::Verb(Verb::Outline { plan: "p.ron".into(), format: OutlineFormat::Json }))
        );
        let export = |pages| Ok(Request::Verb(Verb::Export { plan: "p.ron".into(), output: "x.pdf".into(), pages }));
        assert_eq!(parsed("export -o x.pdf p.ron"), export(PageRange::all()));
        assert_eq!(parsed("export -o x.pdf p.ron --pages 2"), export(PageRange::one(2)));
        assert_eq!(
            parsed("outline p.ron --format full"),
            Ok(Request::Verb(Verb::Outline { plan: "p.ron".into(), format: OutlineFormat::Full }))
        );
        assert_eq!(parsed("check p.ron --format json"), Ok(Request::Verb(Verb::Check { plan: "p.ron".into(), json: true })));
        assert_eq!(parsed("fmt p.ron"), Ok(Request::Verb(Verb::Fmt { plan: "p.ron".into() })));
        let show = Show {
            json: true,
            old_left: true,
            by_content: true,
            preset: Some(TablePreset::Changed),
            large: true,
            whole_nodes: true,
            amendment: false,
            carry_reasons: true,
        };
        let compare = Verb::Compare { old: "a.ron".into(), new: "b.ron".into(), output: Some("c.pdf".into()), show };
        let line =
            "compare a.ron b.ron -o c.pdf --format json --order old-left --content --carry-reasons --table changed --omit nodes --paper A3";
        assert_eq!(parsed(line), Ok(Request::Verb(compare)));
        let show = Show { amendment: true, ..Show::default() };
        let amendment = Verb::Compare { old: "a.ron".into(), new: "b.ron".into(), output: Some("c.pdf".into()), show };
        assert_eq!(parsed("compare a.ron b.ron --amendment -o c.pdf"), Ok(Request::Verb(amendment)));
        let merge = Verb::Merge { base: "a".into(), mine: "b".into(), theirs: "c".into(), output: "d".into() };
        assert_eq!(parsed("merge a b c -o d"), Ok(Request::Verb(merge)));
        let page = YearPage { layout: Some(YearLayout::List), groups: Some(YearGroups::Lead), paper: Some(Paper::A3) };
        let calendar = Verb::Calendar { plan: "p.ron".into(), output: Some("y.pdf".into()), format: OutlineFormat::Text, page };
        assert_eq!(parsed("calendar p.ron -o y.pdf --layout list --by lead --paper a3"), Ok(Request::Verb(calendar)));
        assert_eq!(parsed("--lang en --help"), Ok(Request::Help { verb: None }));
        assert_eq!(parsed("calendar --help"), Ok(Request::Help { verb: Some("calendar") }));
        assert_eq!(parsed("fmt p.ron -h"), Ok(Request::Help { verb: Some("fmt") }));
    }

    #[test]
    fn wrong_forms_say_what_is_wrong() {
        for (line, key) in [
            ("import a.txt", "cli.missing_output"),
            ("import -o x", "cli.missing_input"),
            ("fmt a b", "cli.extra_argument"),
            ("fmt a --content", "cli.option_not_for"),
            ("compare a", "cli.missing_input"),
            ("compare a b c", "cli.extra_argument"),
            ("compare a b --order up", "cli.unknown_format"),
            ("compare a b --amendment", "cli.missing_output"),
            ("compare a b --amendment --table full -o c.pdf", "cli.option_not_for"),
            ("fmt a --amendment", "cli.option_not_for"),
            ("merge a b c -o d --carry-reasons", "cli.option_not_for"),
            ("merge a b c", "cli.missing_output"),
            ("fmt a -o b", "cli.option_not_for"),
            ("check a -o b", "cli.option_not_for"),
            ("check a --format full", "cli.unknown_format"),
            ("calendar a --format full", "cli.unknown_format"),
            ("fmt a --pages 1", "cli.option_not_for"),
            ("export a -o b.pdf --pages x", "export.page_range"),
            ("export a -o b.pdf --pages=", "cli.empty_pages"),
            ("export a -o b.pdf --pages ,", "cli.empty_pages"),
            ("outline a --format xml", "cli.unknown_format"),
            ("fmt a --by lead", "cli.option_not_for"),
            ("calendar a --paper B5", "cli.unknown_format"),
            ("frobnicate a b", "cli.unknown_verb"),
            ("frobnicate", "cli.unknown_verb"),
            ("--lang fr", "cli.unknown_lang"),
            ("--nonsense", "cli.usage"),
            ("import a -o", "cli.usage"),
        ] {
            assert_eq!(parsed(line), Err(key), "{line}");
        }
    }
}
