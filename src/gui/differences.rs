//! What differs between two states of a plan, as a simple list: titles of what came, changed and went.

use std::collections::HashSet;

use eframe::egui::{RichText, ScrollArea, Ui};
use nendo::compare::{ChangeKind, changes, match_by_id};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{Outline, Plan};

use super::{icons, theme};

/// The differences, each list in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Headings only in the new plan.
    pub added: Vec<String>,
    /// Headings with another title, text, field or place.
    pub changed: Vec<String>,
    /// Headings only in the old plan.
    pub removed: Vec<String>,
    /// Title, preface, numbering or pages of the plan itself differ.
    pub plan: bool,
}

impl Differences {
    /// The differences from `old` to `new`.
    pub fn between(old: &Plan, new: &Plan) -> Self {
        let (old_rows, new_rows) = (Outline::of(old), Outline::of(new));
        let mut found = Self::default();
        let mut seen = HashSet::new();
        for change in changes(&old_rows, &new_rows, &match_by_id(&old_rows, &new_rows)) {
            let new_heading = change.new.map(|at| new_rows.heading(&new_rows.rows()[at]));
            let old_heading = || change.old.map(|at| old_rows.heading(&old_rows.rows()[at]));
            match change.kind {
                ChangeKind::Added => found.added.extend(new_heading),
                ChangeKind::Removed => found.removed.extend(old_heading()),
                // Another number alone follows from the others.
                ChangeKind::Renumbered => {}
                ChangeKind::Moved | ChangeKind::Renamed | ChangeKind::Edited | ChangeKind::Split | ChangeKind::Merged => {
                    if seen.insert(change.new) {
                        found.changed.extend(new_heading);
                    }
                }
            }
        }
        let of_plan = |plan: &Plan| Plan { nodes: Vec::new(), ..plan.clone() };
        found.plan = of_plan(old) != of_plan(new);
        found
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The numbers in one line.
    pub fn summary(&self, lang: Lang) -> String {
        let counts = [
            ("window.differences.added", self.added.len()),
            ("window.differences.changed", self.changed.len()),
            ("window.differences.removed", self.removed.len()),
        ];
        let counted = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| Message::new(key).with("n", count).text(lang));
        let plan = self.plan.then(|| text(lang, "window.differences.plan").to_owned());
        let parts: Vec<String> = counted.chain(plan).collect();
        if parts.is_empty() { text(lang, "window.differences.none").to_owned() } else { parts.join("・") }
    }
}

/// Draws the list.
pub fn differences_ui(ui: &mut Ui, lang: Lang, differences: &Differences, height: f32) {
    let t = theme::tokens(ui);
    if differences.is_empty() {
        ui.label(theme::muted(ui, text(lang, "window.differences.none")));
        return;
    }
    ui.label(theme::muted(ui, differences.summary(lang)));
    let lists = [
        (icons::PLUS, t.accent, &differences.added),
        (icons::PENCIL_SIMPLE, t.changed, &differences.changed),
        (icons::TRASH, t.removed, &differences.removed),
    ];
    if lists.iter().all(|(.., list)| list.is_empty()) {
        return;
    }
    theme::card_frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().id_salt("differences").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (icon, color, list) in lists {
                for heading in list.iter().take(200) {
                    ui.horizontal(|ui| {
                        ui.label(RichText::new(icon).font(theme::icon_font(13.0)).color(color));
                        ui.add(eframe::egui::Label::new(RichText::new(heading).size(theme::TEXT_SMALL)).truncate());
                    });
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::plan::{Node, Role};
    use std::sync::Arc;

    #[test]
    fn each_heading_stands_in_one_list() {
        let mut old = Plan::new("t", None);
        old.nodes = ["a", "b", "c"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        let mut new = old.clone();
        new.nodes.remove(0);
        Arc::make_mut(&mut new.nodes[0]).title = "B".into();
        new.nodes.push(Arc::new(Node::new(Role::Item, "d")));
        let found = Differences::between(&old, &new);
        assert_eq!((found.added.len(), found.changed.len(), found.removed.len(), found.plan), (1, 1, 1, false));
        assert_eq!(found.summary(Lang::Ja), "追加 1・変更 1・削除 1");
        new.title = "T".into();
        assert!(Differences::between(&old, &new).plan);
        assert!(Differences::between(&old, &old).is_empty());
    }
}
