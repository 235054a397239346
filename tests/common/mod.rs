//! Plans for property tests: any tree, any text, every field.
#![allow(dead_code, missing_docs, reason = "each test binary uses its own part of this")]

use std::sync::Arc;

use nendo::calendar::FiscalYear;
use nendo::edit::{Command, NodeField, PlanField, Position};
use nendo::plan::numbering::{Glyph, GlyphWidth, LevelFormat, Preset};
use nendo::plan::{
    Align, Block, Cell, ContentMark, LabelRule, Node, NodeId, NodeLabel, Numbering, PairRemark, PairSaid, Plan, Reason, RemarkPlace,
    Remarks, Role, Stage, Status, Table, VersionKey, reference_token,
};
use nendo::storage::profile::{Profile, Snippet};
use proptest::prelude::*;

/// Text as people and files hold it: Japanese, marks, quotes, odd characters.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ぁ-んァ-ン一-龠。、（）「」①-⑳０-９a-z0-9 　・]{0,24}",
        1 => "[\"#\\\\{}\\[\\]()\\t\u{FEFF}\u{200B}\u{3099}𠮷髙葛\u{E0100}]{0,8}",
        1 => any::<String>(),
    ]
}

fn one_line() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text.replace(['\n', '\r'], " "))
}

fn any_cell() -> impl Strategy<Value = Cell> {
    (any_text(), 1..4u16, 1..4u16, prop::sample::select(vec![Align::Auto, Align::Left, Align::Center, Align::Right]), any::<bool>())
        .prop_map(|(text, columns, rows, align, head)| Cell { text: text.replace('\r', ""), columns, rows, align, head })
}

fn any_table() -> impl Strategy<Value = Table> {
    (one_line(), 0..3u16, any::<bool>(), prop::collection::vec(prop::collection::vec(any_cell(), 0..4), 0..4))
        .prop_map(|(caption, header_rows, landscape, rows)| Table { caption, header_rows, widths: Vec::new(), landscape, rows })
}

fn any_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => one_line().prop_map(Block::Text),
        1 => one_line().prop_map(Block::Circle),
        1 => one_line().prop_map(Block::Bullet),
        1 => (one_line(), one_line()).prop_map(|(text, source)| Block::Quote { text, source }),
        1 => any_table().prop_map(Block::Table),
        1 => (one_line(), one_line(), one_line(), prop::option::of(any::<u8>()))
            .prop_map(|(file, alternative, caption, width)| Block::Image { file, alternative, caption, width }),
    ]
}

fn any_label() -> impl Strategy<Value = NodeLabel> {
    let rule = prop_oneof![6 => Just(LabelRule::Auto), 1 => Just(LabelRule::Unnumbered), 1 => (0..200u32).prop_map(LabelRule::Start)];
    (prop_oneof![4 => Just(None), 1 => (0..9u8).prop_map(Some)], rule).prop_map(|(level, rule)| NodeLabel { level, rule })
}

fn any_leaf() -> impl Strategy<Value = Node> {
    let status = prop::option::of(prop::sample::select(Status::ALL.to_vec()));
    let words = || prop::collection::vec(one_line(), 0..3);
    (
        (prop::sample::select(Role::ALL.to_vec()), one_line(), any_label(), status),
        (words(), one_line(), words(), words(), prop::option::of(any::<i64>())),
        prop::collection::vec(any_block(), 0..3),
    )
        .prop_map(|((role, title, label, status), (funding, lead, partners, schedule, budget), body)| Node {
            label,
            status,
            funding,
            lead,
            partners,
            schedule,
            budget,
            body,
            ..Node::new(role, title)
        })
}

/// A tree of nodes.
pub fn any_node() -> impl Strategy<Value = Arc<Node>> {
    any_leaf().prop_map(Arc::new).prop_recursive(5, 40, 6, |inner| {
        (any_leaf(), prop::collection::vec(inner, 0..6)).prop_map(|(node, children)| Arc::new(Node { children, ..node }))
    })
}

fn any_numbering() -> impl Strategy<Value = Numbering> {
    let level = (prop::sample::select(Glyph::ALL.to_vec()), any::<bool>(), one_line(), any::<bool>()).prop_map(
        |(glyph, full, separator, brackets)| LevelFormat {
            width: if full { GlyphWidth::Full } else { GlyphWidth::Half },
            separator,
            brackets,
            ..LevelFormat::plain(glyph)
        },
    );
    prop_oneof![
        prop::sample::select(vec!["official", "city", "section", "parts", "decimal"]).prop_map(|name| Numbering::Preset(name.to_owned())),
        (one_line(), prop::collection::vec(level, 0..6)).prop_map(|(name, levels)| Numbering::Own(Preset { name, levels })),
    ]
}

/// A whole plan with references between its nodes.
pub fn any_plan() -> impl Strategy<Value = Plan> {
    (one_line(), one_line(), prop::option::of(1900..2100i32), any_numbering(), prop::collection::vec(any_node(), 0..5), any::<u8>())
        .prop_map(|(title, organization, year, numbering, nodes, pick)| {
            let mut plan = Plan::new(title, year.map(FiscalYear));
            plan.organization = organization;
            plan.numbering = numbering;
            plan.nodes = nodes;
            plan.stage = if pick % 2 == 0 { Stage::Amendment(pick.into()) } else { Stage::Approved };
            let ids: Vec<_> = plan.walk().map(|node| node.id).collect();
            if pick % 3 == 0 {
                let content = (pick % 2 == 0).then(|| ContentMark::from_u64(u64::from(pick) << 48));
                let against = VersionKey { fiscal_year: plan.fiscal_year, stage: Stage::Draft(pick.into()), content };
                let reason = |id| Reason { place: RemarkPlace::of(against, None, Some(id)), text: format!("理由\n「{pick}」") };
                let said = [PairSaid::Same, PairSaid::Different, PairSaid::Split, PairSaid::Merged][usize::from(pick % 4)];
                let pair = |id| PairRemark { against, old: NodeId::from_u128(pick.into()), new: id, said };
                plan.remarks = Arc::new(Remarks::new(ids.iter().copied().take(2).map(reason), ids.iter().copied().take(3).map(pair)));
            }
            if let (Some(target), Some(first)) = (ids.get(usize::from(pick) % ids.len().max(1)).copied(), plan.nodes.first_mut()) {
                let node = Arc::make_mut(first);
                node.goals.push(target);
                node.body.push(Block::Text(format!("{}のとおり", reference_token(target))));
            }
            plan
        })
}

/// A command on some of the plan's nodes, valid or not.
pub fn any_command(ids: Vec<NodeId>) -> impl Strategy<Value = Command> {
    let ids = if ids.is_empty() { vec![NodeId::new()] } else { ids };
    let some = prop::collection::vec(prop::sample::select(ids.clone()), 1..4);
    let position = (prop::option::of(prop::sample::select(ids)), 0..5usize).prop_map(|(parent, index)| Position { parent, index });
    prop_oneof![
        1 => (some.clone(), any_text()).prop_map(|(ids, text)| Command::Set { node: ids[0], field: NodeField::Title(text) }),
        1 => (some.clone(), prop::collection::vec(any_block(), 0..3))
            .prop_map(|(ids, body)| Command::Set { node: ids[0], field: NodeField::Body(body) }),
        1 => (some.clone(), any::<Option<i64>>()).prop_map(|(ids, budget)| Command::Set { node: ids[0], field: NodeField::Budget(budget) }),
        1 => any_text().prop_map(|text| Command::SetPlan(PlanField::Title(text))),
        1 => (position.clone(), prop::collection::vec(any_node(), 1..3)).prop_map(|(at, nodes)| Command::Insert { at, nodes }),
        1 => some.clone().prop_map(|nodes| Command::Remove { nodes }),
        1 => (some.clone(), position).prop_map(|(nodes, to)| Command::Move { nodes, to }),
        1 => some.clone().prop_map(|nodes| Command::MoveUp { nodes }),
        1 => some.clone().prop_map(|nodes| Command::MoveDown { nodes }),
        1 => some.clone().prop_map(|nodes| Command::Indent { nodes }),
        1 => some.clone().prop_map(|nodes| Command::Outdent { nodes }),
        2 => (some.clone(), 0..6usize, any::<bool>())
            .prop_map(|(ids, at, open)| Command::Split { node: ids[0], at, new: NodeId::new(), open }),
        2 => some.clone().prop_map(|ids| Command::Join { node: ids[0], into: ids.get(1).copied() }),
        1 => (some.clone(), any_text()).prop_map(|(nodes, text)| Command::SetMany { nodes, field: NodeField::Lead(text) }),
        1 => (some, any_text()).prop_map(|(ids, text)| Command::Batch {
            key: "edit.step.title",
            commands: vec![
                Command::Set { node: ids[0], field: NodeField::Title(text) },
                Command::Indent { nodes: ids.clone() },
                Command::Remove { nodes: ids },
            ],
        }),
    ]
}

/// A plan and commands on its nodes.
pub fn plan_and_commands() -> impl Strategy<Value = (Arc<Plan>, Vec<Command>)> {
    any_plan().prop_flat_map(|plan| {
        let ids: Vec<_> = plan.walk().map(|node| node.id).collect();
        (Just(Arc::new(plan)), prop::collection::vec(any_command(ids), 1..8))
    })
}

/// An organisation's profile.
pub fn any_profile() -> impl Strategy<Value = Profile> {
    let words = || prop::collection::vec(any_text(), 0..4);
    let snippet = (any_text(), any_text(), any_text()).prop_map(|(name, text, abbreviation)| Snippet {
        name: name.replace('\r', ""),
        text: text.replace('\r', ""),
        abbreviation: abbreviation.replace('\r', ""),
    });
    let statuses = prop::sample::subsequence(Status::ALL.to_vec(), 0..=Status::ALL.len());
    (one_line(), words(), words(), words(), statuses, prop::collection::vec(snippet, 0..3), prop::collection::vec(any_numbering(), 0..2))
        .prop_map(|(organization, funding, sections, partners, statuses, snippets, numberings)| {
            let plain = |words: Vec<String>| words.into_iter().map(|word| word.replace('\r', "")).collect();
            let own = |numbering| if let Numbering::Own(preset) = numbering { Some(preset) } else { None };
            Profile {
                organization,
                funding: plain(funding),
                sections: plain(sections),
                partners: plain(partners),
                statuses,
                snippets,
                numberings: numberings.into_iter().filter_map(own).collect(),
                styles: Vec::new(),
            }
        })
}
