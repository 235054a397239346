//! What differs of an item, piece by piece: its title, its fields one by one, its paragraphs. Knows no egui.

use nendo::compare::{
    Amounts, Comparison, Field, Item, ScheduleChange, Stretch, TableChange, TextOp, align_lines, body_lines, diff_text,
    words_without_labels,
};
use nendo::locale::{Lang, text};
use nendo::plan::{Node, Outline, format_amount};

/// A piece of an item on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub part: Part,
    /// The words of both sides; those of one side are the equal ones and its own.
    pub words: Vec<Stretch>,
    /// Whether it changed.
    pub changed: bool,
    /// What the change means, beside its words.
    pub note: Option<Note>,
    /// How many paragraphs of the body it stands for.
    pub lines: usize,
}

/// What a change means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Amounts before and after.
    Amounts(Amounts),
    /// When it takes place.
    Schedule(ScheduleChange),
    /// What became of a table.
    Table(TableChange),
}

impl Note {
    /// The note in words.
    pub fn words(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Amounts(amounts) => amounts.words(lang),
            Self::Schedule(change) => change.words(lang).filter(|_| change.understood),
            Self::Table(change) => {
                let edits: Vec<String> = change.edits.iter().map(|edit| edit.words(lang)).collect();
                let name = if change.caption.is_empty() { String::new() } else { format!("「{}」 ", change.caption) };
                (!edits.is_empty()).then(|| format!("{name}{}", edits.join(text(lang, "compare.separator"))))
            }
        }
    }
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// A field.
    Field(Field),
    /// Paragraphs.
    Body,
}

/// The fields told each on a line of its own, in order.
const FIELDS: [Field; 8] =
    [Field::Role, Field::Status, Field::Funding, Field::Schedule, Field::Partners, Field::Lead, Field::Goals, Field::Budget];

/// The pieces of an item; fields that neither side has are left out.
pub fn pieces(comparison: &Comparison, item: &Item) -> Vec<Piece> {
    let row = |outline: &Outline, at: Option<usize>| at.map(|at| outline.rows()[at].node.clone());
    let (old, new) = (row(&comparison.old, item.old), row(&comparison.new, item.new));
    let meaning = item.old.zip(item.new).map(|(o, n)| comparison.meaning(o, n, &item.fields)).unwrap_or_default();
    let title = |outline: &Outline, at: Option<usize>| at.map(|at| words_without_labels(&outline.rows()[at].node.title, outline));
    let mut out = vec![piece(Part::Title, title(&comparison.old, item.old), title(&comparison.new, item.new))];
    for field in FIELDS {
        let said = |node: Option<&Node>, outline: &Outline| node.map(|node| value(field, node, outline));
        let (before, after) = (said(old.as_deref(), &comparison.old), said(new.as_deref(), &comparison.new));
        let empty = |words: &Option<String>| words.as_ref().is_none_or(String::is_empty);
        // What kind of item it is says something only where that changed.
        let dull = field == Field::Role && !item.fields.contains(&Field::Role);
        if dull || (empty(&before) && empty(&after)) {
            continue;
        }
        let mut own = piece(Part::Field(field), before, after);
        own.note = match field {
            Field::Budget => meaning.budget.map(Note::Amounts),
            Field::Schedule => meaning.schedule.clone().map(Note::Schedule),
            _ => None,
        };
        out.push(own);
    }
    let edited = meaning.tables.iter().filter(|change| !change.edits.is_empty()).cloned();
    out.extend(edited.map(|change| Piece {
        note: Some(Note::Table(change)),
        changed: true,
        ..piece(Part::Field(Field::Table), None, None)
    }));
    let body = |outline: &Outline, at: Option<usize>| at.map(|at| body_lines(outline, at));
    match (body(&comparison.old, item.old), body(&comparison.new, item.new)) {
        (Some(before), Some(after)) => paragraphs(&before, &after, &mut out),
        (before, after) => {
            let lines = before.as_ref().or(after.as_ref()).map_or(0, Vec::len);
            if lines > 0 {
                let joined = |lines: Option<Vec<String>>| lines.map(|lines| lines.join("\n"));
                out.push(Piece { lines, ..piece(Part::Body, joined(before), joined(after)) });
            }
        }
    }
    out
}

/// The paragraphs of a body: equal stretches, and changed ones side by side.
fn paragraphs(old: &[String], new: &[String], out: &mut Vec<Piece>) {
    let groups = align_lines(old, new);
    for run in groups.chunk_by(|a, b| [a, b].iter().all(|(o, n)| old[o.clone()] == new[n.clone()])) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let (before, after) = (&old[first.0.start..last.0.end], &new[first.1.start..last.1.end]);
        let side = |lines: &[String]| (!lines.is_empty()).then(|| lines.join("\n"));
        out.push(Piece { lines: before.len().max(after.len()), ..piece(Part::Body, side(before), side(after)) });
    }
}

fn piece(part: Part, old: Option<String>, new: Option<String>) -> Piece {
    let whole = |op, text: String| if text.is_empty() { Vec::new() } else { vec![Stretch { op, text }] };
    let changed = old != new;
    let words = match (old, new) {
        (Some(old), Some(new)) if part == Part::Title || part == Part::Body => diff_text(&old, &new),
        (Some(old), Some(new)) if old == new => whole(TextOp::Equal, old),
        // A field is another one as a whole, or its words differ: 4月、7月 and 4月、8月.
        (Some(old), Some(new)) => diff_text(&old, &new),
        (Some(old), None) => whole(TextOp::Delete, old),
        (None, Some(new)) => whole(TextOp::Insert, new),
        (None, None) => Vec::new(),
    };
    Piece { part, words, changed, note: None, lines: 0 }
}

/// A field in words.
fn value(field: Field, node: &Node, outline: &Outline) -> String {
    match field {
        Field::Role => text(Lang::Ja, node.role.key()).to_owned(),
        Field::Status => node.status.map(|status| status.word().to_owned()).unwrap_or_default(),
        Field::Funding => node.funding.join("、"),
        Field::Schedule => node.schedule.iter().map(|phrase| words_without_labels(phrase, outline)).collect::<Vec<_>>().join("、"),
        Field::Partners => node.partner_line().unwrap_or_default(),
        Field::Lead => node.lead.clone(),
        Field::Goals => {
            let title = |id| outline.row(id).map_or_else(|| "？".to_owned(), |goal| outline.title(goal).into_owned());
            node.goals.iter().map(|id| title(*id)).collect::<Vec<_>>().join("、")
        }
        Field::Budget => node.budget.map(|budget| format!("{}千円", format_amount(budget))).unwrap_or_default(),
        Field::Body | Field::Table | Field::Figure => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::compare::{Options, compare};
    use nendo::plan::{Block, Plan, Role};
    use std::sync::Arc;

    fn shown(old: Node, new: Node) -> Vec<(Part, String)> {
        let id = old.id;
        let plan = |node: Node| Plan { nodes: vec![Arc::new(Node { id, ..node })], ..Plan::new("計画", None) };
        let comparison = compare(&plan(old), &plan(new), &Options::default());
        let items = comparison.items();
        let words = |piece: &Piece| {
            let one = |stretch: &Stretch| match stretch.op {
                TextOp::Equal => stretch.text.clone(),
                TextOp::Delete => format!("[-{}-]", stretch.text),
                TextOp::Insert => format!("{{+{}+}}", stretch.text),
            };
            (piece.part, piece.words.iter().map(one).collect::<String>())
        };
        pieces(&comparison, &items[0]).iter().map(words).collect()
    }

    #[test]
    fn fields_are_told_one_by_one_and_paragraphs_side_by_side() {
        let node = |schedule: &str, budget, body: &[&str]| Node {
            schedule: vec![schedule.into()],
            budget: Some(budget),
            lead: "地域課".into(),
            body: body.iter().map(|text| Block::Text((*text).into())).collect(),
            ..Node::new(Role::Project, "見守り")
        };
        let told = shown(node("5月", 1200, &["一", "月1回訪問する。"]), node("6月", 1500, &["一", "月2回訪問する。"]));
        assert_eq!(
            told,
            [
                (Part::Title, "見守り".to_owned()),
                (Part::Field(Field::Schedule), "[-5-]{+6+}月".to_owned()),
                (Part::Field(Field::Lead), "地域課".to_owned()),
                (Part::Field(Field::Budget), "[-1,200-]{+1,500+}千円".to_owned()),
                (Part::Body, "一".to_owned()),
                (Part::Body, "月[-1-]{+2+}回訪問する。".to_owned()),
            ]
        );
    }
}
