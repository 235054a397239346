//! Composes a plan: what stands on the page, in which order and rank.

mod node;

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use self::node::NodeComposer;
use super::block::{Block, BlockKind, Field, HeadingRank, Image, Picture, PictureError, Source, SourceId, Span, SpanStyle};
use super::{Footer, Info, Manuscript, digits, figure, front, generated, grid, labels, setup};
use crate::calendar::Holidays;
use crate::plan::{
    Block as BodyBlock, DigitWidth, IMAGE_WIDTH, IdMap, LabelRule, Node, Outline, PageHead, Pictures, Plan, ReferenceForm, Role, Row,
    StatusMarks, TextPart, resolve_references, split_references,
};

/// Composes plans again and again: the blocks of a node that did not change, nor anything it shows
/// of others, are the very same `Arc`s as before.
#[derive(Default)]
pub struct Composer {
    kept: IdMap<Kept>,
    /// Counts the runs, to tell what was kept of nodes that are gone.
    run: u64,
    /// The one page break before all parts.
    page_break: Option<Arc<Block>>,
    /// What stood before the first node the last time.
    front: Vec<Arc<Block>>,
    /// The generated parts of the last time.
    generated: Vec<Arc<Block>>,
    /// What the year's calendar takes for holidays.
    holidays: Holidays,
}

/// What was composed of a node, and under which conditions.
struct Kept {
    node: Arc<Node>,
    conditions: Conditions<'static>,
    blocks: Vec<Arc<Block>>,
    /// Its line in the table of contents, if it is a heading.
    entry: Option<Arc<Block>>,
    /// The last run that printed it.
    run: u64,
}

/// Everything besides the node itself that its blocks depend on.
#[derive(PartialEq, Eq)]
struct Conditions<'a> {
    label: Cow<'a, str>,
    level: u8,
    brackets: bool,
    separator: Cow<'a, str>,
    place: NodePlace,
    marks: StatusMarks,
    digits: DigitWidth,
    /// The widest label of its siblings.
    widest: Cow<'a, str>,
    /// The words shown for references and goals.
    others: Vec<String>,
    /// The pictures of its body: their files change without it.
    pictures: Vec<Result<Arc<Picture>, PictureError>>,
}

impl Conditions<'_> {
    fn into_owned(self) -> Conditions<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Conditions { label: owned(self.label), separator: owned(self.separator), widest: owned(self.widest), ..self }
    }
}

/// The rank and nesting of a node in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NodePlace {
    /// `None` is a list line.
    rank: Option<HeadingRank>,
    outline_level: u8,
    list_level: u8,
    indent: u8,
}

/// The manuscript of `plan` with its pictures and the holidays of the law, composed once.
pub fn compose(plan: &Plan, pictures: &Pictures) -> Manuscript {
    Composer::new().compose(plan, &Outline::of(plan), pictures)
}

impl Composer {
    /// A composer that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with other holidays than those of the law.
    #[must_use]
    pub fn with_holidays(mut self, holidays: &Holidays) -> Self {
        self.set_holidays(holidays);
        self
    }

    /// What the year's calendar takes for holidays from now on.
    pub fn set_holidays(&mut self, holidays: &Holidays) {
        self.holidays.clone_from(holidays);
    }

    /// The manuscript of `plan`, whose outline is `outline`.
    pub fn compose(&mut self, plan: &Plan, outline: &Outline, pictures: &Pictures) -> Manuscript {
        self.run += 1;
        let mut blocks = Vec::with_capacity(self.kept.len() * 2);
        let mut entries = Vec::new();
        let mut printed = 0;
        let mut places: Vec<NodePlace> = Vec::with_capacity(outline.rows().len());
        let widest = labels::widest(outline);
        let leading = labels::LeadingGroups::of(outline);
        // One past the last row that a figure draws.
        let mut drawn = 0;
        for (index, (row, widest)) in outline.rows().iter().zip(widest).enumerate() {
            let parent = row.parent.and_then(|p| places.get(p as usize)).copied();
            let place = place(row, parent, leading.holds(row));
            places.push(place);
            if index < drawn {
                continue;
            }
            if figure::is_drawn(&row.node) {
                drawn = row.end as usize;
            }
            // Before the first part stands no more than title and preface, which want company.
            if plan.style.part_break && place.rank == Some(HeadingRank::Part) && printed > 0 {
                let page_break = || Arc::new(Block { source: None, kind: BlockKind::PageBreak });
                blocks.push(Arc::clone(self.page_break.get_or_insert_with(page_break)));
            }
            let own = self.node(&NodeComposer { row, outline, pictures, place, widest, marks: plan.style.status_marks }, plan.style.digits);
            blocks.extend(own.blocks.iter().cloned());
            entries.extend(own.entry.iter().cloned());
            printed += 1;
        }
        if self.kept.len() > printed {
            self.kept.retain(|_, kept| kept.run == self.run);
        }
        self.generated = generated::parts(plan, outline, &self.holidays, &self.generated);
        entries.extend(self.generated.iter().filter_map(|block| generated::contents_entry(block)));
        blocks.extend(self.generated.iter().cloned());
        let mut front = front::pages(plan, &entries);
        front.extend(front_matter(plan, outline, pictures));
        keep_equal(&mut front, &self.front);
        blocks.splice(0..0, front.iter().cloned());
        self.front = front;
        let words = |text: String| digits::of(&text, plan.style.digits);
        let header: Vec<_> = [front::organization_in_header(plan), &plan.title].into_iter().filter(|text| !text.is_empty()).collect();
        let header = words(header.join("　"));
        Manuscript {
            info: Info { title: front::document_title(plan), author: plan.organization.clone(), language: "ja-JP".to_owned() },
            setup: setup::page_setup(plan.style),
            header: if plan.style.head == PageHead::Document { header } else { String::new() },
            part_in_header: plan.style.head == PageHead::Part,
            mark: if plan.style.draft_mark && plan.stage.is_proposal() { "案".to_owned() } else { String::new() },
            footer: Footer::from(plan.style.foot),
            blocks,
        }
    }

    /// What is printed of a node: what was kept of it, if that is still true.
    fn node(&mut self, composer: &NodeComposer<'_>, digits: DigitWidth) -> &Kept {
        let NodeComposer { row, outline, pictures, place, widest, marks } = *composer;
        let run = self.run;
        let conditions = |shows_others: bool| {
            let format = outline.format(row);
            Conditions {
                label: Cow::Borrowed(&row.label),
                level: row.level,
                brackets: format.brackets,
                separator: Cow::Borrowed(&format.separator),
                place,
                marks,
                digits,
                widest: Cow::Borrowed(widest),
                others: if shows_others { shown_of_others(&row.node, outline) } else { Vec::new() },
                pictures: pictures_of(&row.node, pictures),
            }
        };
        let printed = |mut block: Block| {
            digits::set(&mut block, digits);
            Arc::new(block)
        };
        let compose = |conditions: Conditions<'_>| Kept {
            node: Arc::clone(&row.node),
            conditions: conditions.into_owned(),
            blocks: composer.blocks().into_iter().map(printed).collect(),
            entry: composer.contents_entry().map(printed),
            run,
        };
        match self.kept.entry(row.node.id) {
            Entry::Vacant(place) => place.insert(compose(conditions(true))),
            Entry::Occupied(mut place) => {
                let old = place.get_mut();
                let same = Arc::ptr_eq(&old.node, &row.node);
                // The same node that showed nothing of others still does not.
                let now = conditions(!same || !old.conditions.others.is_empty());
                if same && old.conditions == now {
                    old.run = run;
                } else {
                    *old = compose(now);
                }
                place.into_mut()
            }
        }
    }
}

/// Takes the blocks of the last time where those in their places are equal.
fn keep_equal(blocks: &mut [Arc<Block>], former: &[Arc<Block>]) {
    for (block, old) in blocks.iter_mut().zip(former) {
        if Arc::ptr_eq(block, old) || **block == **old {
            *block = Arc::clone(old);
        }
    }
}

/// What stands before the first node: the title with its lines, unless a cover says all that, and the preface.
fn front_matter(plan: &Plan, outline: &Outline, pictures: &Pictures) -> Vec<Arc<Block>> {
    let preface = plan.preface.iter().map(|block| body_kind(block, 0, true, outline, pictures));
    let block = |kind| {
        let mut block = Block { source: None, kind };
        digits::set(&mut block, plan.style.digits);
        Arc::new(block)
    };
    front::title_lines(plan).into_iter().chain(preface).map(block).collect()
}

/// Rank and nesting of a node below `parent`.
///
/// The top level is always headed as a part. Below it the role decides: chapters and projects are
/// headings; items are list lines; the rest are headings if something stands below them.
fn place(row: &Row, parent: Option<NodePlace>, group_leads: bool) -> NodePlace {
    let node = &row.node;
    let below_a_list = parent.is_some_and(|p| p.rank.is_none());
    let leads = labels::leads(node);
    let bulleted = matches!(row.label.as_str(), "・" | "○");
    let counts = !row.label.is_empty() && !bulleted;
    // Siblings look alike: numbered ones are headings if one of them leads anything.
    let group = leads || group_leads && counts;
    let rank = match node.role {
        _ if row.depth == 0 && (!matches!(node.role, Role::Item | Role::Note) || counts && group) => Some(HeadingRank::Part),
        _ if below_a_list => None,
        Role::Chapter => Some(HeadingRank::Chapter),
        Role::Part | Role::Policy | Role::Situation | Role::Profile | Role::Record => {
            Some(if row.depth <= 1 { HeadingRank::Chapter } else { HeadingRank::Project })
        }
        Role::Project => Some(HeadingRank::Project),
        // Bulleted lines stand among items, which are never headed for what stands below them.
        _ if bulleted && matches!(node.role, Role::Goal | Role::Table | Role::Figure | Role::Free) => None,
        Role::Goal | Role::Table | Role::Figure if group => Some(HeadingRank::Project),
        Role::Free if group => Some(if row.depth <= 1 { HeadingRank::Chapter } else { HeadingRank::Project }),
        Role::Item if leads && row.depth == 0 => Some(HeadingRank::Project),
        _ => None,
    };
    let indent = row.depth.saturating_sub(1);
    NodePlace {
        rank,
        outline_level: parent.map_or(1, |p| p.outline_level.saturating_add(u8::from(p.rank.is_some()))),
        list_level: if rank.is_some() { 0 } else { parent.map_or(1, |p| p.list_level + 1) },
        indent,
    }
}

/// The words of other nodes this node shows, for the cache.
fn shown_of_others(node: &Node, outline: &Outline) -> Vec<String> {
    let mut shown: Vec<String> = node.goals.iter().map(|id| goal_label(*id, outline)).collect();
    if figure::is_drawn(node) {
        shown.extend(node.children.iter().flat_map(|child| shown_of_others(child, outline)));
    }
    let texts = std::iter::once(node.title.as_str()).chain(node.body.iter().flat_map(BodyBlock::texts));
    for text in texts.filter(|text| text.contains("[[")) {
        for part in split_references(text) {
            if let TextPart::Reference(id, token) = part {
                shown.push(outline.reference_as(id, ReferenceForm::of_token(token)));
            }
        }
    }
    shown
}

/// The pictures of a node's body, for the cache.
fn pictures_of(node: &Node, pictures: &Pictures) -> Vec<Result<Arc<Picture>, PictureError>> {
    let file = |block: &BodyBlock| if let BodyBlock::Image { file, .. } = block { Some(pictures.get(file)) } else { None };
    node.body.iter().filter_map(file).collect()
}

/// How a goal is named in a short list: its label without the stop that sets it off from its title, else
/// its title.
pub(super) fn goal_label(id: crate::plan::NodeId, outline: &Outline) -> String {
    match outline.row(id) {
        Some(row) if row.label.is_empty() => row.node.title.clone(),
        Some(row) => row.label.trim_end_matches(['.', '．', '、']).to_owned(),
        None => "？".to_owned(),
    }
}

/// Spans of a text of the plan: references written out and linked.
fn spans(text: &str, outline: &Outline) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for part in split_references(text) {
        let start = at;
        let (shown, link, len) = match part {
            TextPart::Plain(plain) => (plain.to_owned(), None, plain.len()),
            TextPart::Reference(id, token) => {
                (outline.reference_as(id, ReferenceForm::of_token(token)), outline.row(id).map(|_| SourceId(id.as_u128())), token.len())
            }
        };
        at += len;
        let range = u32::try_from(start).ok().zip(u32::try_from(at).ok()).map(|(a, b)| a..b);
        out.push(Span { text: shown, style: SpanStyle::Plain, link, range });
    }
    out
}

/// A block of a body as printed at `indent`. `prose` paragraphs begin one character in.
fn body_kind(block: &BodyBlock, indent: u8, prose: bool, outline: &Outline, pictures: &Pictures) -> BlockKind {
    let marked = |mark: &str, text: &str| BlockKind::Item {
        indent,
        list_level: 1,
        label: mark.to_owned(),
        separator: String::new(),
        widest: String::new(),
        text: spans(text, outline),
        leads: false,
    };
    match block {
        BodyBlock::Text(text) => BlockKind::Paragraph {
            indent,
            first_line_indent: prose && !text.starts_with(['　', '〔', '（', '※']),
            text: spans(text, outline),
        },
        BodyBlock::Circle(text) => marked("○", text),
        BodyBlock::Bullet(text) => marked("・", text),
        BodyBlock::Quote { text, source } => BlockKind::Quote { indent, text: spans(text, outline), source: spans(source, outline) },
        BodyBlock::Table(table) => BlockKind::Table { indent, table: grid::table(table, |text| spans(text, outline)) },
        BodyBlock::Image { file, alternative, caption, width } => BlockKind::Image {
            indent,
            image: Image {
                file: file.clone(),
                picture: pictures.get(file),
                alternative: resolve_references(alternative, outline),
                caption: if caption.is_empty() { Vec::new() } else { spans(caption, outline) },
                width: width.map(|width| width.clamp(*IMAGE_WIDTH.start(), *IMAGE_WIDTH.end())),
            },
        },
    }
}

/// 1,234,567; losses are written ▲1,234 as in Japanese accounts.
pub fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut out = String::new();
    if amount < 0 {
        out.push('▲');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::plain_text;
    use crate::plan::{Numbering, Status, reference_token};

    fn lines(m: &Manuscript) -> Vec<String> {
        let line = |block: &Arc<Block>| match &block.kind {
            BlockKind::Heading { label, separator, text, .. } => format!("# {label}{separator}{}", plain_text(text)),
            BlockKind::Item { label, separator, text, indent, .. } => format!("{indent} {label}{separator}{}", plain_text(text)),
            BlockKind::Title { text } | BlockKind::Subtitle { text } | BlockKind::Note { text, .. } | BlockKind::Paragraph { text, .. } => {
                plain_text(text)
            }
            other => format!("{other:?}"),
        };
        m.blocks.iter().map(line).collect()
    }

    fn sample() -> Plan {
        let mut plan = Plan::new("令和7年度事業計画", None);
        plan.organization = "わかば市社会福祉協議会".to_owned();
        plan.numbering = Numbering::Preset("city".to_owned());
        let goal = Node::new(Role::Goal, "支え合いを広げる。");
        let mut project = Node::new(Role::Project, "地区活動の支援");
        project.goals = vec![goal.id];
        project.status = Some(Status::Expanded);
        project.funding = vec!["市受託事業".to_owned()];
        project.partners = vec!["地区会長会".to_owned(), "自治会".to_owned()];
        project.budget = Some(1_234_000);
        project.body = vec![BodyBlock::Text(format!("{}による。", reference_token(goal.id)))];
        let mut item = Node::new(Role::Item, "会長会議");
        item.schedule = vec!["4月、7月".to_owned()];
        project.children.push(Arc::new(item));
        let chapter = Node { children: vec![Arc::new(project)], ..Node::new(Role::Chapter, "体制の充実") };
        plan.nodes = vec![
            Arc::new(Node { children: vec![Arc::new(goal)], ..Node::new(Role::Goal, "重点目標") }),
            Arc::new(Node { children: vec![Arc::new(chapter)], ..Node::new(Role::Part, "事業内容") }),
        ];
        plan
    }

    #[test]
    fn references_are_printed_in_the_form_they_have() {
        let mut plan = sample();
        let goal = plan.nodes[0].children[0].id;
        let texts = ReferenceForm::ALL.map(|form| format!("{}による。", crate::plan::reference_token_as(goal, form)));
        Arc::make_mut(&mut plan.nodes[1]).body = texts.map(BodyBlock::Text).to_vec();
        let printed = lines(&compose(&plan, &Pictures::none())).join("\n");
        for words in ["「(1) 支え合いを広げる。」による。", "「1(1) 支え合いを広げる。」による。", "1(1)による。"]
        {
            assert!(printed.contains(words), "{words}: {printed}");
        }
    }

    #[test]
    fn everything_of_a_node_is_printed() {
        assert_eq!(
            lines(&compose(&sample(), &Pictures::none())),
            [
                "令和7年度事業計画",
                "（案）",
                "わかば市社会福祉協議会",
                "# 1 重点目標",
                "0 (1) 支え合いを広げる。",
                "# 2 事業内容",
                "# (1) 体制の充実",
                "# ①地区活動の支援（市受託事業）【拡充】",
                "〔地区会長会、自治会と連携して実施〕",
                "重点目標：(1)　　予算：1,234,000千円",
                "「(1) 支え合いを広げる。」による。",
                "2 ア 会長会議（4月、7月）",
            ]
        );
    }

    #[test]
    fn a_goal_is_named_without_the_stop_of_its_label() {
        let plan = Plan { numbering: Numbering::Preset("parts".to_owned()), ..sample() };
        let printed = lines(&compose(&plan, &Pictures::none()));
        assert!(printed.iter().any(|line| line.contains("重点目標：1　　")), "{printed:?}");
    }

    #[test]
    fn only_what_changed_is_composed_anew() {
        let mut plan = sample();
        let mut composer = Composer::new();
        let first = composer.compose(&plan, &Outline::of(&plan), &Pictures::none());
        let again = composer.compose(&plan, &Outline::of(&plan), &Pictures::none());
        let same = |a: &Manuscript, b: &Manuscript| a.blocks.iter().zip(&b.blocks).map(|(a, b)| Arc::ptr_eq(a, b)).collect::<Vec<_>>();
        assert!(same(&first, &again).iter().skip(2).all(|same| *same));
        // A goal renamed changes itself and the project that refers to it, nothing else.
        let goal = Arc::make_mut(&mut Arc::make_mut(&mut plan.nodes[0]).children[0]);
        goal.title = "別の目標".to_owned();
        let third = composer.compose(&plan, &Outline::of(&plan), &Pictures::none());
        let changed: Vec<_> = same(&first, &third).iter().enumerate().skip(2).filter(|(_, same)| !**same).map(|(i, _)| i).collect();
        assert_eq!(changed, [3, 4, 7, 8, 9, 10]);
    }

    #[test]
    fn the_header_names_the_organisation_once() {
        let mut plan = sample();
        assert_eq!(compose(&plan, &Pictures::none()).header, "わかば市社会福祉協議会　令和7年度事業計画");
        plan.title = "わかば市社会福祉協議会　事業計画".to_owned();
        assert_eq!(compose(&plan, &Pictures::none()).header, plan.title);
    }

    #[test]
    fn amounts_are_grouped() {
        assert_eq!([0, 999, 1000, -1_234_567].map(grouped), ["0", "999", "1,000", "▲1,234,567"]);
        assert_eq!(grouped(i64::MIN), "▲9,223,372,036,854,775,808");
    }
}
