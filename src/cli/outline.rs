//! The outline as text and JSON, and findings as JSON: the shapes other programs rely on.

use serde::Serialize;

use crate::calendar::{Entry, FiscalYear, Holidays};
use crate::compare::{sentences, words_of};
use crate::locale::Lang;
use crate::plan::{Block, Finding, Node, Outline, Plan, Row, WrittenSchedule, funding_name, resolve_references, written_schedules};

#[derive(Serialize)]
struct PlanJson<'a> {
    title: &'a str,
    organization: &'a str,
    fiscal_year: Option<i32>,
    nodes: Vec<NodeJson<'a>>,
}

#[derive(Serialize)]
struct NodeJson<'a> {
    id: String,
    label: Option<&'a str>,
    path: String,
    role: &'static str,
    title: String,
    status: Option<&'static str>,
    funding: Vec<&'a str>,
    lead: Option<&'a str>,
    partners: &'a [String],
    goals: Vec<String>,
    /// Thousand yen.
    budget: Option<i64>,
    body: String,
    schedule: Vec<ScheduleJson<'a>>,
    table: Option<TableJson>,
    children: Vec<NodeJson<'a>>,
}

/// A schedule phrase, or one of the pairs of name and schedule in it. What was not wholly understood
/// gives its words alone.
#[derive(Default, Serialize)]
struct ScheduleJson<'a> {
    text: &'a str,
    understood: bool,
    /// In fiscal order.
    months: Vec<u32>,
    /// ISO days.
    dates: Vec<String>,
    count: Option<CountJson>,
    any_time: bool,
}

#[derive(Serialize)]
struct CountJson {
    min: u32,
    max: Option<u32>,
    per: &'static str,
}

#[derive(Serialize)]
struct TableJson {
    caption: String,
    header_rows: u16,
    rows: Vec<Vec<String>>,
}

/// The outline as JSON, one object.
pub(super) fn json(plan: &Plan, outline: &Outline, holidays: &Holidays) -> String {
    let document = PlanJson {
        title: &plan.title,
        organization: &plan.organization,
        fiscal_year: plan.fiscal_year.map(|year| year.0),
        nodes: children((plan, holidays), outline, 0, outline.rows().len()),
    };
    pretty(&document)
}

/// JSON with line breaks.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|e| panic!("invariant: these types have string keys only, so JSON cannot fail: {e}"));
    text.push('\n');
    text
}

/// The subtrees whose roots are the rows of `from..to` that stand directly below one parent.
fn children<'a>(plan: (&Plan, &Holidays), outline: &'a Outline, from: usize, to: usize) -> Vec<NodeJson<'a>> {
    let mut nodes = Vec::new();
    let mut at = from;
    while at < to {
        let row = &outline.rows()[at];
        nodes.push(node(plan, outline, at, row));
        at = row.end as usize;
    }
    nodes
}

fn node<'a>((plan, holidays): (&Plan, &Holidays), outline: &'a Outline, at: usize, row: &'a Row) -> NodeJson<'a> {
    let own: &'a Node = &row.node;
    NodeJson {
        id: own.id.to_string(),
        label: Some(row.label.as_str()).filter(|label| !label.is_empty()),
        path: outline.path(at),
        role: own.role.code(),
        title: resolve_references(&own.title, outline),
        status: own.status.map(crate::plan::Status::code),
        funding: own.funding.iter().map(|written| funding_name(written)).collect(),
        lead: Some(own.lead.as_str()).filter(|lead| !lead.is_empty()),
        partners: &own.partners,
        goals: own.goals.iter().map(ToString::to_string).collect(),
        budget: own.budget,
        body: body(&own.body, outline),
        schedule: written_schedules(own, plan.fiscal_year)
            .into_iter()
            .flat_map(|written| schedule(written, plan.fiscal_year, holidays))
            .collect(),
        table: table(&own.body, outline),
        children: children((plan, holidays), outline, at + 1, row.end as usize),
    }
}

/// The entries of a schedule phrase in the plan's year.
fn schedule<'a>(written: WrittenSchedule<'a>, year: Option<FiscalYear>, holidays: &Holidays) -> Vec<ScheduleJson<'a>> {
    let WrittenSchedule { text, phrase, reading } = written;
    if !reading.understood() {
        return vec![ScheduleJson { text, ..ScheduleJson::default() }];
    }
    let several = reading.entries.len() > 1;
    let entry = |entry: &Entry| {
        let schedule = &entry.schedule;
        let count = match year {
            Some(year) => schedule.count(year, holidays),
            None => schedule.count,
        };
        ScheduleJson {
            text: if several { &phrase[entry.range.clone()] } else { text },
            understood: true,
            months: schedule.months().iter().collect(),
            dates: year.map(|year| schedule.dates(year, holidays)).unwrap_or_default().iter().map(ToString::to_string).collect(),
            count: count.map(|count| CountJson { min: count.min, max: count.max, per: count.per.code() }),
            any_time: schedule.any_time,
        }
    };
    reading.entries.iter().map(entry).collect()
}

/// The paragraphs, one a line; tables stand in `table`, further ones here with tabs.
fn body(blocks: &[Block], outline: &Outline) -> String {
    let mut lines = Vec::new();
    let mut tables = 0;
    for block in blocks {
        let resolved = |text: &str| resolve_references(text, outline);
        match block {
            Block::Text(text) => lines.push(resolved(text)),
            Block::Circle(text) => lines.push(format!("○{}", resolved(text))),
            Block::Bullet(text) => lines.push(format!("・{}", resolved(text))),
            Block::Quote { text, source } => {
                lines.push(resolved(text));
                lines.extend((!source.is_empty()).then(|| resolved(source)));
            }
            Block::Image { .. } => lines.extend(block.texts().into_iter().filter(|text| !text.is_empty()).map(resolved)),
            Block::Table(table) => {
                tables += 1;
                if tables > 1 {
                    lines.push(table.caption.clone());
                    lines.extend(
                        table.rows.iter().map(|row| row.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join("\t")),
                    );
                }
            }
        }
    }
    lines.join("\n")
}

/// The first table.
fn table(blocks: &[Block], outline: &Outline) -> Option<TableJson> {
    blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(TableJson {
            caption: table.caption.clone(),
            header_rows: table.header_rows,
            rows: table.rows.iter().map(|row| row.iter().map(|cell| resolve_references(&cell.text, outline)).collect()).collect(),
        }),
        _ => None,
    })
}

/// The outline as indented lines, for people.
pub(super) fn text(plan: &Plan, outline: &Outline) -> String {
    let mut out = String::new();
    for line in [&plan.title, &plan.organization] {
        if !line.is_empty() {
            out.push_str(line);
            out.push('\n');
        }
    }
    for row in outline.rows() {
        for _ in 0..row.depth {
            out.push_str("  ");
        }
        out.push_str(&resolve_references(&outline.heading(row), outline));
        if let Some(status) = row.node.status {
            out.push_str(&format!("【{}】", status.word()));
        }
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct FindingJson {
    rule: &'static str,
    level: &'static str,
    line: Option<u32>,
    node: Option<String>,
    label: Option<String>,
    message: String,
    hint: Option<String>,
    excerpt: String,
}

/// Findings as a JSON list.
pub(super) fn findings_json(findings: &[Finding], outline: &Outline, lang: Lang) -> String {
    let list: Vec<_> = findings
        .iter()
        .map(|finding| FindingJson {
            rule: finding.rule,
            level: finding.level.code(),
            line: finding.place.line,
            node: finding.place.node.map(|id| id.to_string()),
            label: finding.place.node.and_then(|id| outline.position(id)).map(|at| outline.path(at)),
            message: finding.message.text(lang),
            hint: finding.hint.as_ref().map(|hint| hint.text(lang)),
            excerpt: finding.excerpt.clone(),
        })
        .collect();
    pretty(&list)
}

#[derive(Serialize)]
struct CheckJson<'a> {
    rule: &'static str,
    level: &'static str,
    node: Option<String>,
    label: Option<String>,
    message: String,
    hint: Option<String>,
    /// The words that it is about, where there are such.
    range: Option<&'a str>,
}

/// What a check found, as a JSON list.
pub(super) fn checks_json(findings: &[Finding], outline: &Outline, lang: Lang) -> String {
    let list: Vec<_> = findings
        .iter()
        .map(|finding| CheckJson {
            rule: finding.rule,
            level: finding.level.code(),
            node: finding.place.node.map(|id| id.to_string()),
            label: finding.place.node.and_then(|id| outline.position(id)).map(|at| outline.path(at)),
            message: finding.message.text(lang),
            hint: finding.hint.as_ref().map(|hint| hint.text(lang)),
            range: Some(finding.excerpt.as_str()).filter(|excerpt| !excerpt.is_empty()),
        })
        .collect();
    pretty(&list)
}

/// All that a plan says: what git sets side by side. A sentence stands on a line of its own, so that a change of one is a
/// change of that line.
pub(super) fn full(plan: &Plan, outline: &Outline) -> String {
    let mut out = String::new();
    let mut put = |blanks: usize, text: &str| {
        for sentence in sentences(text).into_iter().filter(|sentence| *sentence != "\n") {
            out.push_str(&format!("{}{sentence}\n", "  ".repeat(blanks)));
        }
    };
    for line in [&plan.title, &plan.organization].into_iter().filter(|line| !line.is_empty()) {
        put(0, line);
    }
    plan.fiscal_year.into_iter().for_each(|year| put(0, &year.to_string()));
    plan.preface.iter().flat_map(Block::texts).for_each(|text| put(1, &resolve_references(text, outline)));
    for (at, row) in outline.rows().iter().enumerate() {
        let depth = usize::from(row.depth);
        for (n, line) in words_of(outline, at).into_iter().enumerate() {
            match n {
                0 => put(depth, format!("{} {line}", row.label).trim_start()),
                _ => put(depth + 2, &line),
            }
        }
    }
    out
}
