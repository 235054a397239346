//! Import: a plain or Markdown text becomes a plan and a list of findings.
//!
//! Lives here: the way from bytes to [`Plan`], one stage a file. Does not live here: writing plans
//! (`storage`), opinions on a plan's content (`check`). May use: `plan`, `calendar`, `locale`.
//!
//! ```text
//! decode -> lines -> markdown / join -> families (label, table) -> front -> tree -> levels
//!        -> marks (schedule) -> roles -> Plan -> references
//! ```
//!
//! Invariant: no character of the source is lost. It stands in the plan, is a label or mark the plan
//! prints again, or stands in a finding's excerpt.
//! Invariant: nothing is guessed silently: what may be read in two ways is a finding with its line.
//! Invariant: no text makes it panic, and time grows with the length of the text.

pub mod carried;
mod decode;
mod families;
pub mod fragment;
mod front;
mod goals;
mod join;
mod label;
pub mod lasting;
mod levels;
mod lines;
mod markdown;
mod marks;
pub mod range;
mod references;
mod rich;
mod roles;
mod schedule;
mod table;
mod tags;
mod tree;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use decode::MAX_BYTES;

use crate::locale::Message;
use crate::plan::{Finding, FindingLevel, Node, NodeId, NodeLabel, Plan, Role, Stage};

/// What became of a text.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The plan.
    pub plan: Plan,
    /// What a reader should look at, in the order of the source.
    pub findings: Vec<Finding>,
}

/// How the text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// A page of the web, as plans are exported.
    Html,
}

impl Kind {
    /// By the extension of `path`; anything but .md, .markdown, .html and .htm is plain text.
    pub fn of_path(path: &Path) -> Self {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let is = |names: [&str; 2]| names.iter().any(|name| extension.eq_ignore_ascii_case(name));
        if is(["md", "markdown"]) {
            Self::Markdown
        } else if is(["html", "htm"]) {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No text at all.
    #[error("the file holds no text")]
    Empty,
    /// No text in any encoding that is read.
    #[error("the file is not a text in UTF-8, UTF-16 or Shift_JIS")]
    Binary,
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its length.
        bytes: u64,
        /// The longest read.
        limit: u64,
    },
    /// The file could not be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl ImportError {
    /// What happened, what is safe, what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("import.error_empty"),
            Self::Binary => Message::new("import.error_binary"),
            Self::TooLarge { bytes, limit } => {
                Message::new("import.error_too_large").with("size", bytes.div_ceil(1024 * 1024)).with("limit", limit / (1024 * 1024))
            }
            Self::Read { path, source } => Message::new("import.error_read").with("path", path.display()).with_reason(source),
        }
    }
}

/// Imports a file; its kind follows from its extension.
pub fn import_file(path: &Path) -> Result<Imported, ImportError> {
    let failed = |source| ImportError::Read { path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: length, limit: MAX_BYTES });
    }
    import_bytes(&std::fs::read(path).map_err(failed)?, Kind::of_path(path))
}

/// Imports the bytes of a text in any encoding that is read.
pub fn import_bytes(bytes: &[u8], kind: Kind) -> Result<Imported, ImportError> {
    let (text, encoding) = decode::decode(bytes)?;
    let mut imported = import_text(&text, kind);
    if let Some(encoding) = encoding {
        let message = Message::new("import.encoding").with("encoding", encoding);
        imported.findings.insert(0, Finding::new(FindingLevel::Info, message));
    }
    Ok(imported)
}

/// Imports a text. Any text gives a plan; never panics.
pub fn import_text(text: &str, kind: Kind) -> Imported {
    let mut findings = Vec::new();
    let mut matter = markdown::Matter::default();
    let mut tables = rich::Rich::default();
    let lines = match kind {
        Kind::Text => join::rejoin(without_page_numbers(lines::split(text, &mut findings), &mut findings), &mut findings),
        Kind::Markdown => {
            let lines = lines::split(text, &mut findings);
            markdown::strip(markdown::front_matter(lines, &mut matter, &mut findings), &mut findings)
        }
        Kind::Html => {
            tables = rich::read_page(text);
            std::mem::take(&mut tables.lines)
        }
    };
    report_open_brackets(&lines, &mut findings);
    let mut entries = families::read(&lines, &mut findings);
    drop(lines);
    tables.put_into(&mut entries);
    let front = front::take(&mut entries, matter, &mut findings);
    let title = front.title.clone();
    let (mut plan, places) = planted(entries, kind != Kind::Text, &front, seed_of(text), &mut findings);
    plan.fiscal_year = front.year;
    plan.stage = if front.proposal { Stage::BoardProposal } else { front::stage_of(&title) };
    plan.date = front.date;
    for finding in findings.iter_mut().filter(|finding| finding.place.node.is_none()) {
        finding.place.node = finding.place.line.and_then(|line| places.range(..=line).next_back()).map(|(_, id)| *id);
    }
    findings.sort_by_key(|finding| finding.place.line);
    Imported { plan, findings }
}

/// The entries as a plan, and its nodes by the lines they begin on.
fn planted(
    entries: Vec<families::Entry>,
    markdown: bool,
    front: &front::Front,
    seed: u128,
    findings: &mut Vec<Finding>,
) -> (Plan, BTreeMap<u32, NodeId>) {
    let mut tree = tree::build(entries, markdown, findings);
    report_counted(&tree, findings);
    let name = [&front.organization, &front.title].into_iter().find(|name| !name.is_empty()).map_or("独自", String::as_str);
    let (numbering, labels) = levels::number(&mut tree, name, findings);
    let mut plan = Plan::new(front.title.clone(), None);
    plan.organization.clone_from(&front.organization);
    plan.numbering = numbering;
    plan.preface = std::mem::take(&mut tree.preface);
    let roots = std::mem::take(&mut tree.roots);
    let is_report = roles::is_report(&plan.title);
    let mut maker = Maker { is_report, tree, labels, findings, places: BTreeMap::new(), goals: HashMap::new(), seed };
    plan.nodes = maker.siblings(roots, 0, None);
    let (places, written) = (maker.places, maker.goals);
    goals::link(&mut plan, &written);
    references::link(&mut plan);
    (plan, places)
}

/// The same text gives the same ids, so that two imports of it are the same plan (FNV-1a, 128 bits).
fn seed_of(text: &str) -> u128 {
    text.bytes().fold(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D, |hash: u128, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B)
    })
}

/// - 1 - on a line of its own is the page's, not the text's.
fn without_page_numbers(lines: Vec<lines::Line>, findings: &mut Vec<Finding>) -> Vec<lines::Line> {
    let mut out: Vec<lines::Line> = Vec::with_capacity(lines.len());
    let mut blanks = 0;
    for mut line in lines {
        if is_page_number(&line.text) {
            blanks = line.blanks.max(1);
            findings
                .push(Finding::new(FindingLevel::Info, Message::new("import.page_number")).at_line(line.number).with_excerpt(&line.text));
            continue;
        }
        line.blanks = line.blanks.max(std::mem::take(&mut blanks));
        out.push(line);
    }
    out
}

fn is_page_number(text: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '－' | '‐' | '−' | '–' | '—' | '―' | 'ー');
    let inner = text.strip_prefix(dash).and_then(|rest| rest.strip_suffix(dash)).map(str::trim);
    inner.is_some_and(|n| (1..=4).contains(&n.chars().count()) && n.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)))
}

fn report_counted(tree: &tree::Tree, findings: &mut Vec<Finding>) {
    if let Some((line, _)) = tree.counted.first() {
        let labels: Vec<&str> = tree.counted.iter().map(|(_, label)| label.as_str()).collect();
        let message = Message::new("import.list_counted").with("count", labels.len());
        findings.push(Finding::new(FindingLevel::Info, message).at_line(*line).with_excerpt(labels.join(" ")));
    }
}

fn report_open_brackets(lines: &[lines::Line], findings: &mut Vec<Finding>) {
    for line in lines {
        let (open, stray) = lines::open_brackets(&line.text);
        if open.is_empty() && stray == 0 {
            continue;
        }
        let message = match open.first() {
            Some(bracket) => Message::new("import.unclosed_bracket").with("line", line.number).with("bracket", bracket),
            // 1) and a) are labels.
            None if label::parse(&line.text).is_some_and(|l| l.suffix.ends_with([')', '）'])) => continue,
            None => Message::new("import.stray_bracket").with("line", line.number),
        };
        findings.push(Finding::new(FindingLevel::Warning, message).at_line(line.number));
    }
}

/// Turns drafts into nodes.
struct Maker<'a> {
    is_report: bool,
    tree: tree::Tree,
    labels: Vec<NodeLabel>,
    findings: &'a mut Vec<Finding>,
    /// The nodes by the lines they begin on.
    places: BTreeMap<u32, NodeId>,
    /// The goals written for nodes.
    goals: HashMap<NodeId, String>,
    /// From which the ids of this document's nodes follow.
    seed: u128,
}

impl Maker<'_> {
    /// The nodes of one parent. Those of one numbered family stand for one another in a list: whether one of
    /// them has numbered nodes below it decides for all.
    fn siblings(&mut self, drafts: Vec<usize>, depth: usize, parent: Option<Role>) -> Vec<Arc<Node>> {
        let mut with_numbered: Vec<label::Family> = Vec::new();
        for at in &drafts {
            let draft = &self.tree.drafts[*at];
            let evident = || roles::by_title(marks::take(&draft.title).title.trim(), draft.family, depth).is_some();
            if let Some(family) = draft.family.filter(|_| self.has_numbered(draft) && !evident()) {
                with_numbered.push(family);
            }
        }
        let make = |at: usize| {
            let family = self.tree.drafts[at].family;
            let has_numbered = self.has_numbered(&self.tree.drafts[at]) || family.is_some_and(|family| with_numbered.contains(&family));
            self.node(at, depth, parent, has_numbered)
        };
        drafts.into_iter().map(make).collect()
    }

    fn has_numbered(&self, draft: &tree::Draft) -> bool {
        draft.children.iter().any(|child| self.tree.drafts[*child].family.is_some_and(label::Family::counts))
    }

    // Recursion is as deep as the plan: at most `MAX_DEPTH`.
    fn node(&mut self, at: usize, depth: usize, parent: Option<Role>, has_numbered: bool) -> Arc<Node> {
        let draft = std::mem::take(&mut self.tree.drafts[at]);
        let marks = marks::take(&draft.title);
        let seen = roles::Seen { title: &marks.title, family: draft.family, depth, parent, has_numbered, is_report: self.is_report };
        let role = roles::role(&seen);
        let id = NodeId::derived(self.seed, at as u64);
        self.places.insert(draft.line, id);
        if !marks.changed.is_empty() {
            let message = Message::new("import.mark_changed").with("line", draft.line).with("mark", &marks.changed);
            self.findings.push(Finding::new(FindingLevel::Info, message).at_line(draft.line).at_node(id).with_excerpt(marks.changed));
        }
        if !draft.goals.is_empty() {
            self.goals.insert(id, draft.goals);
        }
        let (partners, partner_note) = draft.partners.unwrap_or_default();
        Arc::new(Node {
            id,
            role,
            title: marks.title,
            label: self.labels.get(at).copied().unwrap_or_default(),
            status: marks.status,
            funding: marks.funding,
            lead: draft.lead,
            partners,
            partner_note,
            goals: Vec::new(),
            schedule: marks.schedule,
            budget: draft.budget,
            body: draft.body,
            children: self.siblings(draft.children, depth + 1, Some(role)),
        })
    }
}

#[cfg(test)]
mod role_tests {
    use super::*;

    fn roles_of(text: &str) -> Vec<(String, Role)> {
        let plan = Plan { nodes: fragment::from_text(text).nodes, ..Plan::new("", None) };
        plan.walk().map(|node| (node.title.clone(), node.role)).collect()
    }

    #[test]
    fn siblings_of_one_list_have_one_role() {
        let text = "1 事業内容\n(1) 自立相談支援事業\n(2) 家計改善支援事業\n① 相談\n② 講座\n(3) 基本方針\n① 連携\n";
        let roles = roles_of(text);
        let role = |title: &str| roles.iter().find(|(name, _)| name == title).expect("there").1;
        assert_eq!(role("自立相談支援事業"), Role::Chapter);
        assert_eq!(role("家計改善支援事業"), Role::Chapter);
        assert_eq!(role("基本方針"), Role::Policy, "the title is plain evidence");
        let roles = roles_of("1 事業内容\n(1) 自立相談支援事業\n(2) 基本方針\n① 連携\n② 研修\n");
        assert_eq!(roles[1], ("自立相談支援事業".to_owned(), Role::Project), "what is something else does not decide");
    }
}
