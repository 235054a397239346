//! The help window: pages at the left, the chosen one beside them, a field that searches all of them.

use eframe::egui::{self, Context, Id, Key, Modifiers, RichText, ScrollArea, Ui, vec2};
use nendo::locale::{Lang, text};

use super::shortcuts::keys_ui;
use crate::gui::commands::UiCommand;
use crate::gui::help::{self, Line, PAGES, Section, Span};
use crate::gui::search_text::{Searched, Words};
use crate::gui::theme;
use crate::gui::widgets::dialog::{Choice, dialog_ui};

/// The help window.
#[derive(Default)]
pub struct HelpState {
    open: bool,
    page: usize,
    /// The part to bring into view.
    go_to: Option<&'static str>,
    query: String,
    focused: bool,
    /// All parts with their words made comparable, for a language.
    searched: Option<(Lang, Vec<(Section, Searched)>)>,
}

/// What was asked for in the help window.
pub enum HelpAnswer {
    /// It was closed.
    Close,
    /// A command was chosen.
    Command(UiCommand),
}

impl HelpState {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens it at a part of a page.
    pub fn open(&mut self, page: usize, anchor: &'static str) {
        *self = Self { open: true, page, go_to: Some(anchor), searched: self.searched.take(), ..Self::default() };
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.open = false;
    }
}

/// Draws the help window if it is open.
pub fn help_ui(ctx: &Context, lang: Lang, state: &mut HelpState) -> Option<HelpAnswer> {
    if !state.open {
        return None;
    }
    let room = ctx.content_rect().size();
    let (width, height) = ((room.x - 120.0).clamp(560.0, 860.0), (room.y - 210.0).clamp(120.0, 560.0));
    let mut chosen = None;
    let content = |ui: &mut Ui| {
        query_ui(ui, lang, state);
        ui.add_space(theme::SPACE_4);
        ui.horizontal_top(|ui| {
            // In a low window the pages have to be scrolled, too.
            let pages = |ui: &mut Ui| {
                ui.set_width(170.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                for (at, page) in PAGES.iter().enumerate() {
                    let button = egui::Button::selectable(at == state.page, page.title(lang)).min_size(vec2(170.0, theme::ICON_BUTTON));
                    if ui.add(button).clicked() {
                        (state.page, state.go_to) = (at, Some(""));
                        // On the list of keys the words go on choosing keys.
                        state.query.clear();
                    }
                }
            };
            ScrollArea::vertical().id_salt("help_pages").max_height(height).show(ui, |ui| ui.vertical(pages));
            ui.add_space(theme::SPACE_16);
            let keys = PAGES[state.page].id == help::KEYS;
            let mut area = ScrollArea::vertical().id_salt(("help", state.page, state.query.is_empty())).auto_shrink([false, false]);
            if state.go_to == Some("") {
                area = area.vertical_scroll_offset(0.0);
            }
            let content = |ui: &mut Ui| {
                ui.set_width(width - 210.0);
                if state.query.trim().is_empty() || keys {
                    chosen = page_ui(ui, lang, state);
                } else {
                    hits_ui(ui, lang, state);
                }
                ui.add_space(theme::SPACE_24);
            };
            area.max_height(height).min_scrolled_height(height).show(ui, |ui| ui.vertical(content));
        });
    };
    let choices = [Choice::default(text(lang, "window.close_dialog"), ())];
    let closed = dialog_ui(ctx, "help", width, text(lang, "window.command.help"), content, &choices, ()).is_some();
    match chosen {
        Some(command) => Some(HelpAnswer::Command(command)),
        None => closed.then_some(HelpAnswer::Close),
    }
}

fn query_ui(ui: &mut Ui, lang: Lang, state: &mut HelpState) {
    let name = text(lang, "window.help.search");
    let field = egui::TextEdit::singleline(&mut state.query)
        .id(Id::unique("help.query"))
        .hint_text(name)
        .margin(egui::Margin::symmetric(8, 6))
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(name);
    if !std::mem::replace(&mut state.focused, true) {
        response.request_focus();
    }
}

/// The parts that hold all the words.
fn hits_ui(ui: &mut Ui, lang: Lang, state: &mut HelpState) {
    if state.searched.as_ref().is_none_or(|(of, _)| *of != lang) {
        let parts = help::sections(lang).into_iter().map(|section| {
            let searched = Searched::new(section.heading, &section.words);
            (section, searched)
        });
        state.searched = Some((lang, parts.collect()));
    }
    let words = Words::new(&state.query);
    let parts = state.searched.iter().flat_map(|(_, parts)| parts);
    let hits: Vec<&Section> = parts.filter(|(_, searched)| words.are_in(searched)).map(|(section, _)| section).collect();
    if hits.is_empty() {
        ui.label(theme::muted(ui, text(lang, "window.palette.nothing")));
    }
    let mut chosen = None;
    for section in hits {
        let title = PAGES[section.page].title(lang);
        let heading = if section.anchor.is_empty() { title.to_owned() } else { format!("{title} › {}", section.heading) };
        let excerpt: String = section.words.lines().skip(1).flat_map(str::chars).take(70).collect();
        let mut job = egui::text::LayoutJob::default();
        let font = |size| egui::FontId::new(size, egui::FontFamily::Proportional);
        job.append(&heading, 0.0, egui::TextFormat::simple(font(theme::TEXT), theme::tokens(ui).accent));
        job.append(&format!("\n{excerpt}"), 0.0, egui::TextFormat::simple(font(theme::TEXT_SMALL), theme::tokens(ui).muted));
        let button = egui::Button::new(job).wrap().frame_when_inactive(false).min_size(vec2(ui.available_width(), 0.0));
        if ui.add(button).accessible_name(heading).clicked() {
            chosen = Some((section.page, section.anchor));
        }
    }
    if let Some((page, anchor)) = chosen {
        (state.page, state.go_to) = (page, Some(anchor));
        state.query.clear();
    }
}

/// The chosen page; returns a command that was clicked.
fn page_ui(ui: &mut Ui, lang: Lang, state: &mut HelpState) -> Option<UiCommand> {
    let page = &PAGES[state.page];
    let go_to = state.go_to.take();
    let mut chosen = None;
    let mut lead = None;
    ui.spacing_mut().item_spacing.y = 6.0;
    for line in page.lines(lang) {
        match line {
            Line::Title(title) => {
                ui.add(egui::Label::new(RichText::new(title).font(egui::FontId::new(theme::TEXT_TITLE, theme::bold()))));
            }
            Line::Heading(heading, anchor) => {
                ui.add_space(theme::SPACE_8);
                let response = ui.label(theme::section(ui, heading));
                if go_to == Some(anchor) && !anchor.is_empty() {
                    response.scroll_to_me(Some(egui::Align::TOP));
                }
            }
            Line::Text(spans) => spans_ui(ui, lang, "", &spans, &mut chosen, &mut lead),
            Line::Item(number, spans) => {
                let mark = number.map_or_else(|| "・".to_owned(), |number| format!("{number}. "));
                spans_ui(ui, lang, &mark, &spans, &mut chosen, &mut lead);
            }
        }
    }
    if page.id == help::KEYS {
        keys_ui(ui, lang, &state.query);
    }
    if let Some(page) = lead.and_then(help::page) {
        (state.page, state.go_to) = (page, Some(""));
    }
    chosen
}

/// Running text with its commands and links.
fn spans_ui<'a>(ui: &mut Ui, lang: Lang, mark: &str, spans: &[Span<'a>], chosen: &mut Option<UiCommand>, lead: &mut Option<&'a str>) {
    let t = theme::tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 4.0);
        if !mark.is_empty() {
            ui.label(RichText::new(mark).color(t.muted));
        }
        for span in spans {
            match span {
                Span::Plain(words) => _ = ui.label(*words),
                Span::Strong(words) => {
                    ui.label(RichText::new(*words).font(egui::FontId::new(theme::TEXT, theme::bold())));
                }
                Span::Link(words, page) => {
                    if link_ui(ui, words).clicked() {
                        *lead = Some(page);
                    }
                }
                Span::Command(name) => {
                    let Some(command) = help::command(name) else { continue };
                    let keys = command.keys(ui.ctx());
                    let name = command.name(lang).trim_end_matches('…');
                    let words = match (lang, keys.is_empty()) {
                        (Lang::Ja, true) => format!("「{name}」"),
                        (Lang::Ja, false) => format!("「{name}」（{keys}）"),
                        (Lang::En, true) => name.to_owned(),
                        (Lang::En, false) => format!("{name} ({keys})"),
                    };
                    if link_ui(ui, &words).on_hover_text(text(lang, "window.help.do_it")).clicked() {
                        *chosen = Some(command);
                    }
                }
            }
        }
    });
}

/// Words that can be clicked; kept whole at the end of a line, so that they are one control.
fn link_ui(ui: &mut Ui, words: &str) -> egui::Response {
    let words = RichText::new(words).color(theme::tokens(ui).accent);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(1.0, 0.0);
        ui.spacing_mut().interact_size.y = 0.0;
        ui.add(egui::Button::new(words).frame_when_inactive(false).wrap_mode(egui::TextWrapMode::Extend))
    })
    .inner
}

/// Whether F1 closes the window again.
pub fn closes(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1))
}
