//! What is put in at the caret: a reference to another item, or one of the organisation's stock phrases.
//!
//! Looks, searches and works as the palette does. It remembers the field it was opened from; the text goes there.

use eframe::egui::{self, Context, Id, Key, Modifiers, Ui, vec2};
use nendo::locale::{Lang, text};
use nendo::plan::{NodeId, Outline, ReferenceForm, reference_token_as, resolve_references};
use nendo::storage::profile::Profile;

use super::Action;
use crate::gui::item_search::ItemSearch;
use crate::gui::search_text::{Searched, Words};
use crate::gui::widgets::pick_list::{Hit, Hits, PickList, Picked};
use crate::gui::workspace::Document;
use crate::gui::{icons, ime, theme};

/// Characters shown of the item above.
const ABOVE: usize = 14;

/// What is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// An item the text refers to.
    Reference,
    /// A stock phrase.
    Snippet,
}

/// What goes in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Put {
    /// A reference to an item.
    Reference(NodeId),
    /// Words.
    Words(String),
}

impl Put {
    fn text(&self, form: ReferenceForm) -> String {
        match self {
            Self::Reference(node) => reference_token_as(*node, form),
            Self::Words(words) => words.clone(),
        }
    }
}

/// The picker, open or not.
#[derive(Default)]
pub struct PickerState {
    open: Option<(Pick, Id)>,
    /// How references are written out; stays for the next one.
    form: ReferenceForm,
    query: String,
    chosen: usize,
    found: Found,
}

/// What was found, kept until the question or the plan changes.
#[derive(Default)]
struct Found {
    key: Option<(String, u64)>,
    hits: Hits<Put>,
    items: ItemSearch,
}

impl PickerState {
    /// Opens it for a field.
    pub fn open(&mut self, pick: Pick, field: Id) {
        *self = Self { open: Some((pick, field)), form: self.form, ..Self::default() };
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Closes it.
    pub fn close(&mut self) {
        *self = Self { form: self.form, ..Self::default() };
    }
}

impl Found {
    /// Searches on among the items to refer to; says whether any are left.
    fn search_items(&mut self, doc: &Document, words: &Words) -> bool {
        let (outline, own, hits) = (doc.outline(), doc.primary(), &mut self.hits);
        self.items.go_on(doc, words, |at, row, fit| {
            if Some(row.node.id) != own && !row.node.title.is_empty() {
                hits.take(fit, || Hit {
                    icon: icons::FILE,
                    text: resolve_references(&outline.heading(row), outline),
                    detail: whereabouts(outline, at),
                    what: Put::Reference(row.node.id),
                });
            }
        })
    }
}

/// The item above, which tells items of the same title apart, and the number with those above it.
fn whereabouts(outline: &Outline, at: usize) -> String {
    let chain = outline.ancestry(at);
    let above = chain.iter().rev().skip(1).map(|row| row.node.title.trim()).find(|title| !title.is_empty()).unwrap_or_default();
    let above = resolve_references(above, outline);
    let short: String = if above.chars().count() > ABOVE { above.chars().take(ABOVE - 1).chain(['…']).collect() } else { above };
    [short, outline.path(at)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn snippets(profile: &Profile, words: &Words) -> Hits<Put> {
    let mut hits = Hits::default();
    for snippet in &profile.snippets {
        if let Some(fit) = words.fit(&Searched::new(&snippet.name, &format!("{} {}", snippet.abbreviation, snippet.text))) {
            hits.take(fit, || Hit {
                icon: icons::QUOTES,
                text: snippet.name.clone(),
                detail: snippet.abbreviation.clone(),
                what: Put::Words(snippet.text.clone()),
            });
        }
    }
    hits
}

/// Draws the picker if it is open.
pub fn picker_ui(ctx: &Context, lang: Lang, doc: Option<&Document>, profile: &Profile, state: &mut PickerState, out: &mut Vec<Action>) {
    let Some((pick, field)) = state.open else { return };
    let Some(doc) = doc else { return state.close() };
    let words = Words::new(&state.query);
    let key = Some((state.query.clone(), doc.serial()));
    if state.found.key != key {
        state.found.key = key;
        state.found.items.restart();
        state.found.hits = if pick == Pick::Snippet { snippets(profile, &words) } else { Hits::default() };
    }
    let unfinished = pick == Pick::Reference && state.found.search_items(doc, &words);
    if unfinished {
        ctx.request_repaint();
    }
    let (name, nothing) = match pick {
        Pick::Reference => ("window.pick.reference", "window.pick.no_reference"),
        Pick::Snippet if profile.snippets.is_empty() => ("window.pick.snippet", "window.pick.no_snippets_yet"),
        Pick::Snippet => ("window.pick.snippet", "window.pick.no_snippet"),
    };
    let list = PickList {
        id: Id::unique("picker"),
        name: text(lang, name),
        nothing: (!unfinished).then(|| text(lang, nothing)),
        choices: state.found.hits.all(),
    };
    if pick == Pick::Reference {
        state.form = next_form(ctx, state.form);
    }
    let form = &mut state.form;
    let picked = list.show_ui(ctx, &mut state.query, &mut state.chosen, |ui, hit| match &hit.what {
        // What a phrase says is worth a look before it goes in.
        Put::Words(words) => {
            ui.separator();
            let words: String = words.chars().take(160).collect();
            ui.add(egui::Label::new(theme::muted(ui, words)).wrap());
        }
        Put::Reference(node) => form_ui(ui, lang, doc.outline(), *node, form),
    });
    let Some(picked) = picked else { return };
    if let Picked::Choice(at) = picked {
        out.push(Action::Insert { field, text: state.found.hits.all()[at].what.text(state.form), replaces: 0 });
    }
    state.close();
}

/// Tab leads from form to form.
fn next_form(ctx: &Context, form: ReferenceForm) -> ReferenceForm {
    let pressed = |modifiers| !ime::composing(ctx) && ctx.input_mut(|input| input.consume_key(modifiers, Key::Tab));
    let (back, on) = (pressed(Modifiers::SHIFT), pressed(Modifiers::NONE));
    if back || on {
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    let (all, at) = (ReferenceForm::ALL, ReferenceForm::ALL.iter().position(|other| *other == form).unwrap_or(0));
    all[(at + usize::from(on) + usize::from(back) * (all.len() - 1)) % all.len()]
}

/// The forms of the reference, each with what it will say.
fn form_ui(ui: &mut Ui, lang: Lang, outline: &Outline, node: NodeId, form: &mut ReferenceForm) {
    ui.separator();
    ui.label(theme::muted(ui, text(lang, "window.pick.form")));
    for one in ReferenceForm::ALL {
        let key = match one {
            ReferenceForm::Heading => "window.pick.form_heading",
            ReferenceForm::PathAndTitle => "window.pick.form_full",
            ReferenceForm::Path => "window.pick.form_path",
        };
        let button = egui::Button::selectable(one == *form, text(lang, key))
            .truncate()
            .right_text(theme::muted(ui, outline.reference_as(node, one)))
            .min_size(vec2(ui.available_width(), theme::ICON_BUTTON));
        // By pointer alone: Tab goes round them, and the field keeps the keyboard.
        if ui.add(button).clicked() {
            *form = one;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nendo::plan::{Node, Plan, Role};

    use super::*;

    #[test]
    fn an_item_is_shown_with_the_one_it_stands_under() {
        let mut plan = Plan::new("計画", None);
        plan.numbering = nendo::plan::Numbering::Preset("city".into());
        let child = Arc::new(Node::new(Role::Project, "広報紙の発行"));
        let long = "住民が互いに支え合う地域づくりの推進";
        plan.nodes = vec![
            Arc::new(Node { children: vec![child.clone()], ..Node::new(Role::Part, "総務") }),
            Arc::new(Node { children: vec![Arc::new(Node::new(Role::Project, "会議"))], ..Node::new(Role::Part, long) }),
        ];
        let outline = Outline::of(&plan);
        assert_eq!(whereabouts(&outline, 1), "総務　1(1)");
        assert_eq!(whereabouts(&outline, 3), "住民が互いに支え合う地域づ…　2(1)");
        assert_eq!(whereabouts(&outline, 0), "1");
    }
}
