//! From the labels of a document to the plan's numbering: the levels, and where a node departs.
//!
//! Lives here: the choice of levels and of the rule of each node. Does not live here: what the labels
//! look like (`plan::numbering`). May use: `tree`; `locale`, `plan`.
//!
//! Labels are never stored: each must follow from the numbering. One that cannot (（一）, Ⅰ, a number
//! of a family Nendo does not print) stays in the title, and the node is unnumbered.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::label::{Family, Label};
use super::tree::{Draft, Tree};
use crate::calendar::half_width;
use crate::locale::Message;
use crate::plan::numbering::{Glyph, GlyphWidth, LevelFormat, Preset, Restart, presets};
use crate::plan::{Finding, FindingLevel, LabelRule, NodeLabel, Numbering};

/// What makes two labels one level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    family: FamilyKey,
    suffix: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FamilyKey {
    /// Headings without label, by family.
    Title(Family),
    /// Decimal labels by how many numbers they show.
    Decimal(u8),
    /// Any other glyph, by its place in [`Glyph::ALL`].
    Glyph(usize),
}

#[derive(Debug, Default)]
struct Votes {
    first: usize,
    depths: usize,
    count: usize,
    widths: BTreeMap<u8, usize>,
    suffixes: BTreeMap<String, usize>,
    separators: BTreeMap<String, usize>,
}

const WIDTHS: [GlyphWidth; 3] = [GlyphWidth::Half, GlyphWidth::Full, GlyphWidth::Mixed];

fn key_of(draft: &Draft, promoted: &[Family]) -> Option<Key> {
    match &draft.label {
        Some(label) => {
            let Some(glyph) = label.glyph else {
                return promoted.contains(&label.family).then(|| Key { family: FamilyKey::Title(label.family), suffix: String::new() });
            };
            let family = match label.family {
                Family::Decimal(count) => FamilyKey::Decimal(count),
                _ => FamilyKey::Glyph(Glyph::ALL.iter().position(|g| *g == glyph)?),
            };
            Some(Key { family, suffix: half_width(&label.suffix) })
        }
        None => {
            let family = draft.family?;
            (family == Family::Bracket || promoted.contains(&family))
                .then(|| Key { family: FamilyKey::Title(family), suffix: String::new() })
        }
    }
}

/// Headings that make a level of their own: those with numbered nodes below them at the top.
fn promoted(tree: &Tree) -> Vec<Family> {
    let mut at_top: BTreeMap<Option<Family>, usize> = BTreeMap::new();
    for root in &tree.roots {
        *at_top.entry(tree.drafts[*root].family).or_default() += 1;
    }
    let mut out = Vec::new();
    for draft in &tree.drafts {
        let unlabelled = matches!(draft.family, Some(Family::Markdown(_) | Family::Heading)) && draft.label.is_none();
        let kept = draft.label.as_ref().is_some_and(|label| label.glyph.is_none());
        let Some(family) = draft.family.filter(|family| (unlabelled || kept) && !out.contains(family)) else { continue };
        let headings = at_top.get(&Some(family)).copied().unwrap_or(0);
        let leads = headings * 2 >= tree.roots.len() || matches!(family, Family::Markdown(_));
        let above_labels = |child: &usize| tree.drafts[*child].label.as_ref().is_some_and(|l| l.glyph.is_some());
        if leads && draft.children.iter().any(above_labels) {
            out.push(family);
        }
    }
    out
}

/// The numbering of the plan and the label of every draft. Labels no numbering prints go into titles.
pub(super) fn number(tree: &mut Tree, name: &str, findings: &mut Vec<Finding>) -> (Numbering, Vec<NodeLabel>) {
    merge_decimals(tree);
    let promoted = promoted(tree);
    let keys: Vec<Option<Key>> = tree.drafts.iter().map(|draft| key_of(draft, &promoted)).collect();
    let mut votes: BTreeMap<Key, Votes> = BTreeMap::new();
    let mut below: BTreeMap<(Option<&Key>, &Key), usize> = BTreeMap::new();
    let mut stack: Vec<(usize, Option<&Key>, usize)> = tree.roots.iter().rev().map(|root| (*root, None, 0)).collect();
    while let Some((at, parent, depth)) = stack.pop() {
        let draft = &tree.drafts[at];
        let own = keys[at].as_ref();
        if let Some(key) = own {
            *below.entry((parent, key)).or_default() += 1;
            let count = votes.len();
            let votes = votes.entry(key.clone()).or_insert_with(|| Votes { first: count, ..Votes::default() });
            votes.count += 1;
            votes.depths += depth;
            if let Some(label) = &draft.label {
                let width = WIDTHS.iter().position(|w| *w == label.width).unwrap_or(0);
                *votes.widths.entry(u8::try_from(width).unwrap_or(0)).or_default() += 1;
                *votes.suffixes.entry(label.suffix.clone()).or_default() += 1;
                if !draft.title.is_empty() {
                    *votes.separators.entry(label.separator.chars().take(2).collect()).or_default() += 1;
                }
            }
        }
        stack.extend(draft.children.iter().rev().map(|child| (*child, own.or(parent), depth + 1)));
    }
    let order = order(&votes, &below);
    let formats: Vec<LevelFormat> = order.iter().map(|key| format(key, &votes[*key])).collect();
    // White space behind a label is often uneven: a preset fits if its own was used at all.
    let fits = |preset: &&Preset| {
        preset.levels.len() >= formats.len()
            && formats.iter().zip(&preset.levels).zip(&order).all(|((own, level), key)| {
                let used = &votes[*key].separators;
                (used.is_empty() || used.contains_key(&level.separator))
                    && *level == LevelFormat { separator: level.separator.clone(), ..own.clone() }
            })
    };
    let numbering = match presets().iter().find(fits) {
        _ if formats.is_empty() => Numbering::default(),
        Some(preset) => Numbering::Preset(preset.name.clone()),
        None => Numbering::Own(Preset { name: name.to_owned(), levels: formats }),
    };
    let levels: Vec<Option<u8>> = keys
        .iter()
        .map(|key| key.as_ref().and_then(|key| order.iter().position(|k| *k == key)).and_then(|at| u8::try_from(at).ok()))
        .collect();
    let mut pass = Pass {
        tree,
        numbering: &numbering,
        levels: &levels,
        out: vec![NodeLabel::default(); levels.len()],
        findings,
        rewritten: Vec::new(),
    };
    let roots = pass.tree.roots.clone();
    pass.group(&roots, 0, &mut Vec::new());
    let (out, rewritten) = (pass.out, pass.rewritten);
    if let Some((line, _)) = rewritten.first() {
        let labels: Vec<&str> = rewritten.iter().map(|(_, label)| label.as_str()).collect();
        let message = Message::new("import.label_rewritten").with("count", labels.len());
        findings.push(Finding::new(FindingLevel::Info, message).at_line(*line).with_excerpt(labels.join(" ")));
    }
    (numbering, out)
}

/// Where decimals are used, the plain numbers above them are decimals of one number.
fn merge_decimals(tree: &mut Tree) {
    let decimal = |draft: &Draft| matches!(draft.label.as_ref().map(|l| l.family), Some(Family::Decimal(_)));
    let holds: Vec<usize> =
        (0..tree.drafts.len()).filter(|at| tree.drafts[*at].children.iter().any(|child| decimal(&tree.drafts[*child]))).collect();
    let tops = holds
        .iter()
        .filter_map(|at| tree.drafts[*at].label.as_ref())
        .filter(|l| matches!(l.family, Family::Number(_)))
        .map(|l| l.family)
        .next();
    for draft in &mut tree.drafts {
        if let Some(label) = draft.label.as_mut().filter(|l| Some(l.family) == tops) {
            label.family = Family::Decimal(1);
            label.glyph = Some(Glyph::Decimal);
        }
    }
}

/// The levels from the top: each time the family that most often stands right below the last.
fn order<'a>(votes: &'a BTreeMap<Key, Votes>, below: &BTreeMap<(Option<&Key>, &Key), usize>) -> Vec<&'a Key> {
    let mut left: Vec<&Key> = votes.keys().collect();
    left.sort_by_key(|key| votes[*key].first);
    let mut order: Vec<&Key> = Vec::new();
    while !left.is_empty() {
        let above = order.last().copied();
        let best = (0..left.len()).max_by_key(|i| {
            let key = left[*i];
            let votes = &votes[key];
            // Then the family that stands highest on average, then the first.
            (
                below.get(&(above, key)).copied().unwrap_or(0),
                usize::MAX - votes.depths * 1000 / votes.count.max(1),
                usize::MAX - votes.first,
            )
        });
        order.push(left.remove(best.unwrap_or(0)));
    }
    order
}

fn format(key: &Key, votes: &Votes) -> LevelFormat {
    fn most<K: Clone + Default>(votes: &BTreeMap<K, usize>) -> K {
        // The first of the most voted, in the order of the keys.
        votes.iter().rev().max_by_key(|(_, count)| **count).map(|(k, _)| k.clone()).unwrap_or_default()
    }
    let glyph = match key.family {
        FamilyKey::Title(_) => Glyph::None,
        FamilyKey::Decimal(_) => Glyph::Decimal,
        FamilyKey::Glyph(at) => Glyph::ALL.get(at).copied().unwrap_or(Glyph::None),
    };
    let sized =
        !matches!(glyph, Glyph::None | Glyph::Circled | Glyph::Katakana | Glyph::Roman | Glyph::Kanji | Glyph::Bullet | Glyph::Circle);
    LevelFormat {
        glyph,
        width: if sized { WIDTHS.get(usize::from(most(&votes.widths))).copied().unwrap_or_default() } else { GlyphWidth::Half },
        suffix: most(&votes.suffixes),
        separator: most(&votes.separators),
        restart: Restart::EachParent,
        brackets: key.family == FamilyKey::Title(Family::Bracket),
    }
}

/// Numbers the drafts just as the plan's outline will.
struct Pass<'a> {
    tree: &'a mut Tree,
    numbering: &'a Numbering,
    levels: &'a [Option<u8>],
    out: Vec<NodeLabel>,
    findings: &'a mut Vec<Finding>,
    rewritten: Vec<(u32, String)>,
}

impl Pass<'_> {
    fn group(&mut self, nodes: &[usize], level: u8, path: &mut Vec<u32>) {
        let mut counters: Vec<(u8, u32)> = Vec::new();
        for at in nodes.iter().copied() {
            let wanted = self.levels.get(at).copied().flatten();
            let mut shown = None;
            let mut own = NodeLabel::default();
            let kept = self.tree.drafts[at].label.as_ref().is_some_and(|label| label.glyph.is_none());
            match wanted {
                Some(wanted) if kept => {
                    self.keep_label(at);
                    own = NodeLabel { level: (wanted != level).then_some(wanted), rule: LabelRule::Unnumbered };
                }
                Some(wanted) => {
                    own.level = (wanted != level).then_some(wanted);
                    let format = self.numbering.level(wanted.into()).clone();
                    let label = self.tree.drafts[at].label.clone();
                    if label.is_none_or(|label| self.is_printed(&label, &format, path, at)) {
                        if format.glyph.counts() {
                            let number = self.tree.drafts[at].label.as_ref().map_or(1, |l| l.number);
                            own.rule = self.count(&mut counters, wanted, number, at);
                            shown = Some(number);
                        } else if format.glyph == Glyph::None {
                            own.rule = LabelRule::Unnumbered;
                        }
                    } else {
                        self.keep_label(at);
                        own = NodeLabel { level: None, rule: LabelRule::Unnumbered };
                    }
                }
                None => {
                    self.keep_label(at);
                    own.rule = LabelRule::Unnumbered;
                }
            }
            self.out[at] = own;
            let children = self.tree.drafts[at].children.clone();
            if !children.is_empty() {
                path.extend(shown);
                self.group(&children, own.level.unwrap_or(level).saturating_add(1), path);
                if shown.is_some() {
                    path.pop();
                }
            }
        }
    }

    /// Whether the numbering prints `label` as it stood, up to width.
    fn is_printed(&mut self, label: &Label, format: &LevelFormat, path: &[u32], at: usize) -> bool {
        let printed = format.label(label.number, path);
        if !format.glyph.counts() || printed == label.printed {
            return true;
        }
        let plain = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
        let wanted = plain(&label.printed);
        let got = plain(&printed);
        if got == wanted {
            return true;
        }
        let dotted = wanted.replace(['-', '‐', '−'], ".");
        if label.glyph == Some(Glyph::Decimal) && got == dotted {
            self.rewritten.push((self.tree.drafts[at].line, label.printed.clone()));
            return true;
        }
        false
    }

    /// The rule that gives `number`, and a finding where the document does not count on.
    fn count(&mut self, counters: &mut Vec<(u8, u32)>, level: u8, number: u32, at: usize) -> LabelRule {
        let place = counters.iter().position(|(l, _)| *l == level).unwrap_or_else(|| {
            counters.push((level, 0));
            counters.len() - 1
        });
        let last = std::mem::replace(&mut counters[place].1, number);
        if number == last.saturating_add(1) {
            return LabelRule::Auto;
        }
        let draft = &self.tree.drafts[at];
        let label = draft.label.as_ref().map_or("", |l| l.printed.as_str());
        let key = if number > last {
            Message::new("import.number_gap")
        } else if number == 1 && last != 1 {
            Message::new("import.number_restarted")
        } else {
            Message::new("import.number_repeated")
        };
        let level = if key.key == "import.number_restarted" { FindingLevel::Info } else { FindingLevel::Warning };
        self.findings.push(Finding::new(level, key.with("line", draft.line).with("label", label)).at_line(draft.line));
        LabelRule::Start(number)
    }

    /// Puts the label back before the title.
    fn keep_label(&mut self, at: usize) {
        let draft = &mut self.tree.drafts[at];
        let Some(label) = draft.label.take() else { return };
        if label.glyph.is_some() || label.number > 0 {
            let message = Message::new("import.label_kept").with("line", draft.line).with("label", &label.printed);
            self.findings.push(Finding::new(FindingLevel::Info, message).at_line(draft.line));
        }
        draft.title.insert_str(0, &label.separator);
        draft.title.insert_str(0, &label.printed);
    }
}
