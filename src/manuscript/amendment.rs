//! The first sheet of an amendment (第n回変更): which pages to replace, and what changed on each.
//!
//! Lives here: the words of the changes and the list (差替え一覧). Does not live here: which pages look different
//! (`layout`) and the pages themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::block::{Align, Block, BlockKind, Cell, SourceId, Span, Table};
use super::{Footer, Info, Manuscript, digits, front, setup};
use crate::calendar::format_date;
use crate::compare::{ChangeKind, Comparison};
use crate::locale::{Lang, Message, text};
use crate::plan::{Outline, PageStyle, Plan, Stage};

/// What is done with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageAction {
    /// It stays.
    Kept,
    /// Another takes its place.
    Replaced,
    /// It is put in.
    Added,
    /// It is taken out.
    Removed,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacedPage {
    /// The number at its foot; empty for the cover.
    pub number: String,
    /// What is done with it.
    pub action: PageAction,
    /// The nodes that stand on it, before and after.
    pub sources: Vec<SourceId>,
}

impl ReplacedPage {
    /// 12頁を差し替え.
    pub fn words(&self, lang: Lang) -> String {
        let page = match self.number.as_str() {
            "" => text(lang, "compare.page.cover").to_owned(),
            number => Message::new("compare.page").with("number", number).text(lang),
        };
        let done = |key| Message::new(key).with("page", &page).text(lang);
        match self.action {
            PageAction::Kept => page,
            PageAction::Replaced => done("compare.page.replaced"),
            PageAction::Added => done("compare.page.added"),
            PageAction::Removed => done("compare.page.removed"),
        }
    }
}

/// As many changes of a page are named.
const MOST_NAMED: usize = 6;

/// What the list of an amendment says besides the pages.
#[derive(Debug, Clone)]
pub struct Amendment {
    title: String,
    lines: Vec<String>,
    info: Info,
    style: PageStyle,
    /// What became of the changed nodes, by their ids in both plans: the place in reading order and the words.
    changed: BTreeMap<SourceId, (usize, String)>,
    /// Which node of the new plan an old one is.
    same: BTreeMap<SourceId, SourceId>,
}

impl Amendment {
    /// Of two plans whose comparison is `comparison`.
    pub fn new(old: &Plan, new: &Plan, comparison: &Comparison) -> Self {
        let nth = nth(old, new).map_or_else(|| "変更".to_owned(), |n| format!("第{n}回変更"));
        let title = format!("{}　{nth}　差替え一覧", front::document_title(new));
        let info = Info { title: title.clone(), author: new.organization.clone(), language: "ja-JP".to_owned() };
        let mut changed = BTreeMap::new();
        for (place, item) in comparison.items().iter().enumerate().filter(|(_, item)| !item.kinds.is_empty()) {
            let named = item.new.map(|n| (&comparison.new, n)).or(item.old.map(|o| (&comparison.old, o)));
            let Some((outline, at)) = named else { continue };
            let words = format!("{}（{}）", name(outline, at), kinds(&item.kinds));
            let ids = [item.new.map(|n| &comparison.new.rows()[n]), item.old.map(|o| &comparison.old.rows()[o])];
            for row in ids.into_iter().flatten() {
                changed.insert(SourceId(row.node.id.as_u128()), (place, words.clone()));
            }
        }
        let style = PageStyle { paper: new.style.paper, name: new.style.name, face: new.style.face, ..PageStyle::default() };
        let id = |outline: &Outline, at: usize| SourceId(outline.rows()[at].node.id.as_u128());
        let same = comparison.matching.pairs.iter().map(|(o, n)| (id(&comparison.old, *o), id(&comparison.new, *n))).collect();
        Self { title, lines: versions_replaced(old, new), info, style, changed, same }
    }

    /// The node of the new plan that an old one is.
    pub fn new_of(&self, old: SourceId) -> Option<SourceId> {
        self.same.get(&old).copied()
    }

    /// What changed of a page's nodes, in reading order.
    fn changes(&self, page: &ReplacedPage) -> String {
        let mut found: Vec<&(usize, String)> = page.sources.iter().filter_map(|id| self.changed.get(id)).collect();
        found.sort();
        found.dedup();
        if found.is_empty() {
            let front = page.number.starts_with(|c: char| c.is_ascii_lowercase());
            let words = if page.number.is_empty() {
                "（表紙の記載）"
            } else if front {
                "（目次）"
            } else {
                "（文の送り）"
            };
            return words.to_owned();
        }
        let more = found.len().saturating_sub(MOST_NAMED);
        let mut words = found.iter().take(MOST_NAMED).map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("、");
        if more > 0 {
            words.push_str(&format!("　ほか{more}件"));
        }
        words
    }

    /// The sheet that lists `pages`; those that stay are not named.
    pub fn sheet(&self, pages: &[ReplacedPage]) -> Manuscript {
        let count = |action| pages.iter().filter(|page| page.action == action).count();
        let mut kinds = vec![BlockKind::Title { text: plain(&self.title) }];
        kinds.extend(self.lines.iter().map(|line| BlockKind::Subtitle { text: plain(line) }));
        let listed: Vec<&ReplacedPage> = pages.iter().filter(|page| page.action != PageAction::Kept).collect();
        let paragraph = |text: &str| BlockKind::Paragraph { indent: 0, first_line_indent: true, text: plain(text) };
        if listed.is_empty() {
            kinds.push(paragraph("差し替える頁はありません。"));
        } else {
            kinds.push(paragraph("次のとおり頁を差し替えてください。ここにない頁は、そのまま使います。"));
            let counted = [("差し替え", PageAction::Replaced), ("追加", PageAction::Added), ("削除", PageAction::Removed)];
            let counted: Vec<String> = counted.map(|(word, action)| format!("{word} {}頁", count(action))).to_vec();
            kinds.push(paragraph(&counted.join("、")));
            kinds.push(self.table(&listed));
            if count(PageAction::Added) > 0 {
                let text = plain("（注）「12の2頁」は、12頁の次に入れる。後の頁の番号は変わらない。");
                kinds.push(BlockKind::Note { indent: 0, text });
            }
        }
        let printed = |kind| {
            let mut block = Block { source: None, kind };
            digits::set(&mut block, self.style.digits);
            Arc::new(block)
        };
        Manuscript {
            info: self.info.clone(),
            setup: setup::page_setup(self.style),
            header: String::new(),
            part_in_header: false,
            mark: String::new(),
            footer: Footer::None,
            blocks: kinds.into_iter().map(printed).collect(),
        }
    }

    fn table(&self, pages: &[&ReplacedPage]) -> BlockKind {
        let cell = |row: usize, column: usize, text: &str| {
            let align = if row == 0 { Align::Center } else { Align::Left };
            Cell { row, column, row_span: 1, column_span: 1, head: row == 0, align, paragraphs: vec![plain(text)] }
        };
        let mut cells = vec![cell(0, 0, "差替え"), cell(0, 1, "その頁の変更")];
        for (at, page) in pages.iter().enumerate() {
            cells.push(cell(at + 1, 0, &page.words(Lang::Ja)));
            cells.push(cell(at + 1, 1, &self.changes(page)));
        }
        let table = Table {
            caption: Vec::new(),
            columns: 2,
            rows: pages.len() + 1,
            header_rows: 1,
            widths: vec![28, 72],
            landscape: false,
            nested: false,
            cells,
        };
        BlockKind::Table { indent: 0, table }
    }
}

/// Which change of the resolved plan it is: as the new plan says, else the one after the old one.
fn nth(old: &Plan, new: &Plan) -> Option<u16> {
    match (new.stage, old.stage) {
        (Stage::Amendment(n), _) => Some(n),
        (_, Stage::Amendment(n)) => Some(n.saturating_add(1)),
        (_, Stage::Approved) => Some(1),
        _ => None,
    }
}

/// What is replaced by what, with both days; one that is not known yet is left to be filled in.
fn versions_replaced(old: &Plan, new: &Plan) -> Vec<String> {
    let day = |plan: &Plan| plan.date.map_or_else(|| "　　　　年　　月　　日".to_owned(), format_date);
    let stage = |plan: &Plan| plan.stage.message().text(Lang::Ja);
    // A draft of the change is that change.
    let is = nth(old, new).map_or_else(|| stage(new), |n| format!("第{n}回変更"));
    let line = |side: &str, plan: &Plan, stage: String| format!("{side}：{}（{stage}、{}）", front::document_title(plan), day(plan));
    let mut lines = vec![line("変更後", new, is), line("変更前", old, stage(old))];
    lines.extend((!new.organization.is_empty()).then(|| new.organization.clone()));
    lines
}

fn plain(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

/// A node as a list names it: its labels and how its title begins.
fn name(outline: &Outline, at: usize) -> String {
    const SHOWN: usize = 24;
    let row = &outline.rows()[at];
    let title = outline.title(row);
    let path = outline.path(at);
    let path = path.trim_end_matches('・');
    let mut name = if path.is_empty() { String::new() } else { format!("{path} ") };
    name.extend(title.chars().take(SHOWN));
    if title.chars().nth(SHOWN).is_some() {
        name.push('…');
    }
    name
}

/// What became of a node in a word or two.
fn kinds(kinds: &[ChangeKind]) -> String {
    let word = |kind: &ChangeKind| match kind {
        ChangeKind::Added => "新設",
        ChangeKind::Removed => "削除",
        ChangeKind::Moved => "移動",
        ChangeKind::Renamed if kinds.contains(&ChangeKind::Edited) => "変更",
        ChangeKind::Renamed => "改題",
        ChangeKind::Edited => "変更",
        ChangeKind::Renumbered => "番号",
        ChangeKind::Split => "分割",
        ChangeKind::Merged => "統合",
    };
    let mut words: Vec<&str> = kinds.iter().map(word).collect();
    words.dedup();
    words.join("・")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare};

    #[test]
    fn the_list_says_which_change_it_is_and_both_days() {
        let plan = |stage, day: Option<u32>| Plan {
            stage,
            date: day.and_then(|day| chrono::NaiveDate::from_ymd_opt(2025, 3, day)),
            ..Plan::new("令和7年度事業計画", None)
        };
        let said = |old: &Plan, new: &Plan| {
            let amendment = Amendment::new(old, new, &compare(old, new, &Options::default()));
            [vec![amendment.title.clone()], amendment.lines].concat()
        };
        let resolved = plan(Stage::Approved, Some(21));
        assert_eq!(
            said(&resolved, &plan(Stage::Draft(2), None)),
            [
                "令和7年度事業計画　第1回変更　差替え一覧",
                "変更後：令和7年度事業計画（第1回変更、　　　　年　　月　　日）",
                "変更前：令和7年度事業計画（承認済、令和7年3月21日）"
            ]
        );
        let second = said(&plan(Stage::Amendment(1), Some(25)), &plan(Stage::Draft(1), Some(28)));
        assert!(second[0].contains("第2回変更") && second[1].ends_with("（第2回変更、令和7年3月28日）"), "{second:?}");
        assert!(said(&resolved, &plan(Stage::Amendment(4), None))[0].contains("第4回変更"));
    }
}
