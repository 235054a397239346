//! Joining the drafts of two sections (課の原稿を合わせる): which versions, then one conflict after the other.

use std::sync::Arc;

use eframe::egui::{
    self, Context, CornerRadius, FontFamily, FontId, Id, Key, Modifiers, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
};
use eframe::egui::{StrokeKind, pos2, text::LayoutJob, vec2};
use nendo::compare::Stretch;
use nendo::compare::merge::{Choice as Decision, Conflict, Merged, Side, Subject, resolved};
use nendo::locale::{Lang, Message, text};
use nendo::plan::{Outline, Plan};

use super::{Version, source_name};
use crate::gui::jobs::Slot;
use crate::gui::views::outline::one_row;
use crate::gui::widgets::dialog::{Choice, dialog_ui};
use crate::gui::widgets::difference::{append_all, spoken};
use crate::gui::{icons, ime, theme};

/// The dialog.
#[derive(Default)]
pub struct JoiningDialog {
    /// What both drafts began from.
    pub base: Option<Version>,
    /// The other draft.
    pub theirs: Option<Version>,
    /// Whether the two are being joined.
    pub running: bool,
    /// Why they cannot be joined.
    pub problem: Option<Message>,
    /// What is to be decided, once they were joined.
    pub deciding: Option<Deciding>,
}

/// What is to be decided.
pub struct Deciding {
    mine: Arc<Plan>,
    merged: Arc<Merged>,
    outline: Outline,
    /// How many items of mine differ after joining.
    taken: usize,
    decisions: Vec<Option<Decision>>,
    at: usize,
    /// Own words being typed for the conflict at hand.
    own: String,
    follow: bool,
    /// The field of own words takes the keyboard.
    wants_own: bool,
    /// How much of the dialog was in view in the last frame.
    in_view: f32,
}

/// What was answered.
pub enum JoiningAnswer {
    /// Asks for a version.
    Choose(Slot),
    /// Joins the two.
    Join,
    /// Takes the joined plan.
    Apply(Arc<Plan>),
    /// The way back: nothing is changed.
    Back,
}

#[derive(Clone, Copy)]
enum Button {
    Join,
    Apply,
    Back,
}

impl Deciding {
    /// What a merge left to be decided; `taken` items of mine differ after it.
    pub fn new(mine: Arc<Plan>, merged: Arc<Merged>, taken: usize) -> Self {
        let outline = Outline::of(&merged.plan);
        let decisions = vec![None; merged.conflicts.len()];
        let mut deciding =
            Self { mine, merged, outline, taken, decisions, at: 0, own: String::new(), follow: true, wants_own: false, in_view: 0.0 };
        deciding.go(0);
        deciding
    }

    /// How many are decided.
    fn decided(&self) -> usize {
        self.decisions.iter().flatten().count()
    }

    /// Whether anything was decided.
    pub fn is_begun(&self) -> bool {
        self.decided() > 0
    }

    /// Whether mine is this very plan.
    pub fn is_of(&self, plan: &Arc<Plan>) -> bool {
        Arc::ptr_eq(&self.mine, plan)
    }

    /// Whether nothing is left to be decided.
    pub fn is_ready(&self) -> bool {
        self.decided() == self.decisions.len()
    }

    /// Decides the conflict at hand and goes on to the next that is not decided.
    fn decide(&mut self, decision: Decision) {
        let own = matches!(decision, Decision::Own(_));
        // What cannot be taken decides nothing: the conflict stays open.
        let taken = match (&decision, self.merged.conflicts.get(self.at)) {
            (Decision::Own(words), Some(conflict)) => conflict.accepts(words),
            _ => true,
        };
        if let Some(place) = self.decisions.get_mut(self.at) {
            *place = taken.then_some(decision);
        }
        if own {
            return;
        }
        let count = self.decisions.len();
        let next = (1..count).map(|by| (self.at + by) % count).find(|at| self.decisions[*at].is_none());
        if let Some(next) = next {
            self.go(next);
        }
    }

    /// Decides everything that is open in one way; it can be gone through and changed all the same.
    fn decide_rest(&mut self, decision: &Decision) {
        self.decisions.iter_mut().filter(|open| open.is_none()).for_each(|open| *open = Some(decision.clone()));
        self.go(self.at);
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.decisions.len().saturating_sub(1));
        self.follow = true;
        self.own = match self.decisions.get(self.at) {
            Some(Some(Decision::Own(words))) => words.clone(),
            _ => self.merged.conflicts.get(self.at).map(|conflict| conflict.mine.clone()).unwrap_or_default(),
        };
    }

    fn plan(&self) -> Arc<Plan> {
        let decisions: Vec<Decision> = self.decisions.iter().map(|decision| decision.clone().unwrap_or(Decision::Mine)).collect();
        Arc::new(resolved(&self.merged, &decisions))
    }

    fn heading(&self, lang: Lang, conflict: &Conflict) -> String {
        match conflict.node.and_then(|id| self.outline.row(id)) {
            Some(row) => self.outline.heading(row),
            None => text(lang, "merge.whole_plan").to_owned(),
        }
    }
}

/// Draws the dialog.
pub fn joining_ui(ctx: &Context, lang: Lang, dialog: &mut JoiningDialog) -> Option<JoiningAnswer> {
    let t = |key: &'static str| text(lang, key);
    let title = t("window.command.merge_drafts").trim_end_matches('…');
    if let Some(deciding) = &mut dialog.deciding {
        let ready = deciding.is_ready();
        let mut choices = vec![Choice::new(t("window.merge.cancel"), Button::Back)];
        if ready {
            choices.insert(0, Choice::default(t("window.merge.apply"), Button::Apply));
        }
        let room = ctx.content_rect();
        let width = (room.width() - 120.0).clamp(560.0, 1080.0);
        let height = (room.height() - 330.0).clamp(220.0, 560.0);
        let content = |ui: &mut Ui| deciding_ui(ui, lang, deciding, height);
        return match dialog_ui(ctx, "joining_conflicts", width, title, content, &choices, Button::Back)? {
            Button::Apply => Some(JoiningAnswer::Apply(deciding.plan())),
            Button::Join | Button::Back => Some(JoiningAnswer::Back),
        };
    }
    let mut asked = None;
    let can = dialog.base.is_some() && dialog.theirs.is_some() && !dialog.running;
    let mut choices = vec![Choice::new(t("window.unsaved.back"), Button::Back)];
    if can {
        choices.insert(0, Choice::default(t("window.merge.join"), Button::Join));
    }
    let (running, problem) = (dialog.running, dialog.problem.clone());
    let content = |ui: &mut Ui| {
        crate::gui::widgets::dialog::lines_ui(ui, t("window.merge.hint"));
        for (slot, key, version) in
            [(Slot::MergeTheirs, "window.merge.theirs", &dialog.theirs), (Slot::MergeBase, "window.merge.base", &dialog.base)]
        {
            ui.add_space(theme::SPACE_8);
            ui.label(theme::muted(ui, t(key)));
            let name =
                version.as_ref().map_or_else(|| t("window.compare.not_chosen").to_owned(), |version| source_name(lang, &version.source));
            let button = egui::Button::new(name.as_str())
                .right_text(icons::CARET_DOWN)
                .truncate()
                .min_size(vec2(ui.available_width(), theme::FORM_ROW));
            let response = ui.add(button).accessible_name(format!("{} {name}", t(key)));
            // What is still to be chosen takes the keyboard.
            if version.is_none() && ui.memory(|memory| memory.focused().is_none()) && !ui.input(|input| input.pointer.any_down()) {
                response.request_focus();
            }
            if response.clicked() {
                asked = Some(slot);
            }
        }
        if let Some(problem) = &problem {
            ui.add_space(theme::SPACE_4);
            ui.add(egui::Label::new(RichText::new(problem.text(lang)).color(theme::tokens(ui).removed)).wrap());
        }
        if running {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON));
                ui.label(t("window.job.merge"));
            });
        }
    };
    let button = dialog_ui(ctx, "joining", 480.0, title, content, &choices, Button::Back);
    if let Some(slot) = asked {
        return Some(JoiningAnswer::Choose(slot));
    }
    Some(match button? {
        Button::Join => JoiningAnswer::Join,
        Button::Apply | Button::Back => JoiningAnswer::Back,
    })
}

fn deciding_ui(ui: &mut Ui, lang: Lang, deciding: &mut Deciding, height: f32) {
    // A dialog finds its height over some frames; nobody should have to move the pointer for it.
    let in_view = ui.clip_rect().height();
    if (in_view - deciding.in_view).abs() > 0.5 {
        deciding.in_view = in_view;
        ui.ctx().request_repaint();
    }
    let count = deciding.decisions.len();
    let key = if count == 0 { "window.merge.clean" } else { "window.merge.conflicts" };
    let words = Message::new(key).with("taken", deciding.taken).with("n", count).with("done", deciding.decided()).text(lang);
    ui.label(words);
    if count == 0 {
        return;
    }
    ui.horizontal(|ui| {
        ui.label(theme::muted(ui, text(lang, "window.merge.keys")));
        if deciding.is_ready() {
            return;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for (key, decision) in [("window.merge.rest_theirs", Decision::Theirs), ("window.merge.rest_mine", Decision::Mine)] {
                if ui.button(text(lang, key)).clicked() {
                    deciding.decide_rest(&decision);
                }
            }
        });
    });
    ui.add_space(theme::SPACE_8);
    take_keys(ui, deciding);
    let top = egui::Layout::left_to_right(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), top, |ui| {
        let down = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(vec2(230.0, height), down, |ui| list_ui(ui, lang, deciding));
        ui.allocate_ui_with_layout(vec2(ui.available_width(), height), down, |ui| {
            ScrollArea::vertical().id_salt("joining_conflict").auto_shrink([false, false]).show(ui, |ui| conflict_ui(ui, lang, deciding));
        });
    });
}

/// 1 to 4 decide, ↑ and ↓ go from conflict to conflict.
fn take_keys(ui: &Ui, deciding: &mut Deciding) {
    let typing = ui.memory(|memory| memory.has_focus(own_id()));
    if typing || ime::composing(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let takes = |what: fn(&Conflict) -> bool| deciding.merged.conflicts.get(deciding.at).is_some_and(what);
    let (both, base) = (takes(Conflict::takes_both), takes(Conflict::takes_base));
    if pressed(Key::Num1) {
        deciding.decide(Decision::Mine);
    } else if pressed(Key::Num2) {
        deciding.decide(Decision::Theirs);
    } else if pressed(Key::Num3) && both {
        deciding.decide(Decision::Both);
    } else if pressed(Key::Num4) && base {
        deciding.decide(Decision::Base);
    } else if pressed(Key::ArrowDown) {
        deciding.go(deciding.at + 1);
    } else if pressed(Key::ArrowUp) {
        deciding.go(deciding.at.saturating_sub(1));
    }
}

fn own_id() -> Id {
    Id::unique("joining.own")
}

fn list_ui(ui: &mut Ui, lang: Lang, deciding: &mut Deciding) {
    let t = theme::tokens(ui);
    let mut go = None;
    ScrollArea::vertical().id_salt("joining_list").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for at in 0..deciding.decisions.len() {
            let conflict = &deciding.merged.conflicts[at];
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 8.0, 44.0), Sense::click());
            let chosen = at == deciding.at;
            if chosen || response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, CornerRadius::same(theme::CORNER), if chosen { t.accent_soft } else { t.hover });
            }
            let done = deciding.decisions[at].is_some();
            let (sign, color) = if done { (icons::CHECK, t.accent) } else { ("●", t.changed) };
            let font = FontId::new(12.0, FontFamily::Proportional);
            ui.painter().text(pos2(rect.left() + 12.0, rect.top() + 14.0), egui::Align2::CENTER_CENTER, sign, font, color);
            let heading = deciding.heading(lang, conflict);
            let row =
                |words: &str, size, color| one_row(ui, words, FontId::new(size, FontFamily::Proportional), color, rect.width() - 30.0);
            ui.painter().galley(pos2(rect.left() + 24.0, rect.top() + 5.0), row(&heading, theme::TEXT, t.text), t.text);
            let subject = format!("{}　{}", conflict.name(lang), outcome(lang, conflict, deciding.decisions[at].as_ref()));
            ui.painter().galley(pos2(rect.left() + 24.0, rect.top() + 24.0), row(&subject, theme::TEXT_SMALL, t.muted), t.muted);
            let state = text(lang, if done { "window.merge.decided" } else { "window.merge.open" });
            let name = format!("{heading} {subject} {state}");
            response.widget_info(|| WidgetInfo::selected(egui::Role::ListItem, true, chosen, &name));
            if chosen && std::mem::take(&mut deciding.follow) {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                go = Some(at);
            }
        }
    });
    if let Some(at) = go {
        deciding.go(at);
    }
}

fn conflict_ui(ui: &mut Ui, lang: Lang, deciding: &mut Deciding) {
    let Some(conflict) = deciding.merged.conflicts.get(deciding.at).cloned() else { return };
    let heading = deciding.heading(lang, &conflict);
    ui.add(egui::Label::new(theme::section(ui, heading)).wrap());
    ui.label(theme::muted(ui, conflict.name(lang)));
    ui.add_space(theme::SPACE_4);
    let chosen = deciding.decisions.get(deciding.at).cloned().flatten();
    let room = (ui.available_width() - theme::SPACE_12) / 2.0;
    let mut decision = None;
    ui.horizontal_top(|ui| {
        for (own, side, key) in [(Decision::Mine, Side::Mine, "window.merge.mine"), (Decision::Theirs, Side::Theirs, "window.merge.theirs")]
        {
            ui.allocate_ui_with_layout(vec2(room, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                let on = chosen.as_ref() == Some(&own);
                let none = if conflict.subject == Subject::Deleted { "window.merge.gone" } else { "merge.nothing" };
                if card_ui(ui, lang, (key, none, on), &conflict.shown(side, &deciding.outline, lang)) {
                    decision = Some(own);
                }
            });
        }
    });
    ui.add_space(theme::SPACE_4);
    if conflict.subject != Subject::Deleted {
        let before: String = conflict.shown(Side::Base, &deciding.outline, lang).into_iter().map(|stretch| stretch.text).collect();
        let before = if before.is_empty() { text(lang, "merge.nothing").to_owned() } else { before };
        ui.add(egui::Label::new(theme::muted(ui, format!("{}：{before}", text(lang, "window.merge.before")))).wrap());
    }
    ui.add_space(theme::SPACE_8);
    if conflict.takes_both() && ui.radio(chosen == Some(Decision::Both), text(lang, "window.merge.both")).clicked() {
        decision = Some(Decision::Both);
    }
    if conflict.takes_base() && ui.radio(chosen == Some(Decision::Base), text(lang, "window.merge.base_again")).clicked() {
        decision = Some(Decision::Base);
    }
    if conflict.takes_words() {
        let on = matches!(chosen, Some(Decision::Own(_)));
        let name = text(lang, "window.merge.own");
        if ui.radio(on, name).clicked() {
            decision = Some(Decision::Own(deciding.own.clone()));
            deciding.wants_own = true;
        }
        let field = egui::TextEdit::multiline(&mut deciding.own).id(own_id()).desired_rows(2).desired_width(f32::INFINITY);
        let response = ui.add(field.margin(egui::Margin::symmetric(8, 6))).accessible_name(text(lang, "window.merge.own_words"));
        // In the frame of a click the keyboard is taken from what was not clicked.
        let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
        if deciding.wants_own && !clicking {
            deciding.wants_own = false;
            response.request_focus();
        }
        if response.changed() && !ime::composing(ui.ctx()) {
            decision = Some(Decision::Own(deciding.own.clone()));
        }
        if !conflict.accepts(&deciding.own) {
            ui.label(RichText::new(text(lang, "window.merge.no_amount")).color(theme::tokens(ui).removed));
        }
    }
    if let Some(decision) = decision {
        deciding.decide(decision);
    }
}

/// The words of one side, marked where they differ from before; says whether they were chosen.
fn card_ui(ui: &mut Ui, lang: Lang, (key, none, on): (&'static str, &'static str, bool), words: &[Stretch]) -> bool {
    let t = theme::tokens(ui);
    let frame = theme::card_frame(ui).stroke(Stroke::new(if on { 2.0 } else { 1.0 }, if on { t.accent } else { t.line }));
    let mut clicked = false;
    let shown_frame = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        clicked = ui.radio(on, RichText::new(text(lang, key)).strong()).clicked();
        if words.is_empty() {
            ui.label(theme::muted(ui, text(lang, none)));
        } else {
            let mut job = LayoutJob::default();
            job.wrap.max_width = ui.available_width();
            let font = FontId::new(theme::TEXT, FontFamily::Proportional);
            append_all(ui, &mut job, words, (&font, t.text));
            // A label is heard by what it shows, and colours say nothing there.
            ui.label(job).widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, spoken(lang, words)));
        }
    });
    let response = shown_frame.response.interact(Sense::click());
    if response.hovered() && !on {
        ui.painter().rect_stroke(response.rect, CornerRadius::same(theme::CORNER + 2), Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    }
    clicked || response.clicked()
}

/// The first words of a conflict, by which those of one paragraph are told apart; once it is decided what is taken.
fn outcome(lang: Lang, conflict: &Conflict, decision: Option<&Decision>) -> String {
    let first = |words: &str| words.lines().find(|line| !line.trim().is_empty()).map(str::to_owned);
    let (name, words) = match decision {
        None => {
            let all = [&conflict.mine, &conflict.theirs, &conflict.base];
            return all.into_iter().find_map(|words| first(words)).unwrap_or_default();
        }
        Some(Decision::Mine) => ("window.merge.mine", conflict.mine.as_str()),
        Some(Decision::Theirs) => ("window.merge.theirs", conflict.theirs.as_str()),
        Some(Decision::Base) => ("window.merge.base", conflict.base.as_str()),
        Some(Decision::Both) => ("window.merge.both", conflict.mine.as_str()),
        Some(Decision::Own(words)) => ("window.merge.own", words.as_str()),
    };
    // 自分（いまの計画）: the first word is enough here.
    let name = text(lang, name).split(['（', '(']).next().unwrap_or_default().trim_end();
    format!("{name}：{}", first(words).unwrap_or_else(|| text(lang, "compare.nothing").to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nendo::compare::merge::merge;
    use nendo::plan::{Node, Role};

    #[test]
    fn the_list_tells_what_is_taken() {
        let node = Node::new(Role::Item, "理事会");
        let with = |words: &str| {
            let body = vec![nendo::plan::Block::Text(words.to_owned())];
            Plan { nodes: vec![Arc::new(Node { body, ..node.clone() })], ..Plan::new("計画", None) }
        };
        let merged = merge(&with("12名で開く。"), &with("13名で開く。"), &with("14名で開く。"));
        let told = |decision: Option<Decision>| outcome(Lang::Ja, &merged.conflicts[0], decision.as_ref());
        assert_eq!((told(None), told(Some(Decision::Theirs))), ("13名で開く。".to_owned(), "相手：14名で開く。".to_owned()));
        assert_eq!(told(Some(Decision::Own(String::new()))), "別の言葉にする：（なし）");
    }

    #[test]
    fn deciding_goes_from_one_to_the_next_and_gives_the_plan() {
        let mut base = Plan::new("計画", None);
        base.nodes = ["a", "b"].map(|title| Arc::new(Node::new(Role::Item, title))).to_vec();
        let with = |suffix: &str| {
            let mut plan = base.clone();
            for node in &mut plan.nodes {
                let node = Arc::make_mut(node);
                node.title = format!("{}{suffix}", node.title);
            }
            Arc::new(plan)
        };
        let (mine, theirs) = (with("1"), with("2"));
        let merged = Arc::new(merge(&base, &mine, &theirs));
        let mut deciding = Deciding::new(mine, merged, 0);
        assert!(!deciding.is_ready());
        deciding.decide(Decision::Theirs);
        assert_eq!(deciding.at, 1);
        deciding.decide(Decision::Own("別".into()));
        assert!(deciding.is_ready());
        let titles: Vec<String> = deciding.plan().nodes.iter().map(|node| node.title.clone()).collect();
        assert_eq!(titles, ["a2", "別"]);
    }
}
