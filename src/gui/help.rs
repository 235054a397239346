//! The help pages: text in both languages, made of a few kinds of lines.
//!
//! Lives here: the pages and how they are read and searched. Does not live here: how they look
//! (`views::help`).
//!
//! A page is Markdown with three things of its own: `{save}` names a command of the table by its key,
//! `[words](page)` leads to another page, and `## Heading {#anchor}` gives a part a name that is the same in
//! both languages.

use nendo::locale::Lang;

use super::commands::{TABLE, UiCommand};

/// A page in both languages.
pub struct Page {
    /// Its name in links.
    pub id: &'static str,
    ja: &'static str,
    en: &'static str,
}

macro_rules! page {
    ($id:literal) => {
        Page {
            id: $id,
            ja: include_str!(concat!("../../assets/help/ja/", $id, ".md")),
            en: include_str!(concat!("../../assets/help/en/", $id, ".md")),
        }
    };
}

/// All pages in the order shown.
pub static PAGES: &[Page] = &[
    page!("first-steps"),
    page!("writing"),
    page!("document"),
    page!("numbering"),
    page!("tables"),
    page!("year"),
    page!("comparing"),
    page!("find"),
    page!("clipboard"),
    page!("printing"),
    page!("saving"),
    page!("organization"),
    page!("input-method"),
    page!("keys"),
    page!("glossary"),
];

/// The page that lists the keys.
pub const KEYS: &str = "keys";

/// A line of a page.
#[derive(Debug, PartialEq)]
pub enum Line<'a> {
    /// The page's title.
    Title(&'a str),
    /// A part's heading and anchor.
    Heading(&'a str, &'a str),
    /// Running text.
    Text(Vec<Span<'a>>),
    /// An item of a list; a numbered one with its number.
    Item(Option<&'a str>, Vec<Span<'a>>),
}

/// A piece of running text.
#[derive(Debug, PartialEq)]
pub enum Span<'a> {
    /// Words.
    Plain(&'a str),
    /// Words that stand out.
    Strong(&'a str),
    /// A command, by the end of its key.
    Command(&'a str),
    /// Words that lead to a page.
    Link(&'a str, &'a str),
}

impl Page {
    /// Its text in a language.
    pub fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }

    /// Its title.
    pub fn title(&self, lang: Lang) -> &'static str {
        match self.lines(lang).next() {
            Some(Line::Title(title)) => title,
            _ => self.id,
        }
    }

    /// Its lines.
    pub fn lines(&self, lang: Lang) -> impl Iterator<Item = Line<'static>> {
        self.source(lang).lines().map(str::trim).filter(|line| !line.is_empty()).map(line)
    }
}

/// The page with this name.
pub fn page(id: &str) -> Option<usize> {
    PAGES.iter().position(|page| page.id == id)
}

/// The command a page names.
pub fn command(name: &str) -> Option<UiCommand> {
    TABLE.iter().find(|entry| entry.key.strip_prefix("window.command.") == Some(name)).map(|entry| entry.command)
}

fn line(source: &'static str) -> Line<'static> {
    if let Some(heading) = source.strip_prefix("## ") {
        let (words, anchor) = heading.split_once(" {#").unwrap_or((heading, ""));
        return Line::Heading(words, anchor.trim_end_matches('}'));
    }
    if let Some(title) = source.strip_prefix("# ") {
        return Line::Title(title);
    }
    if let Some(item) = source.strip_prefix("- ") {
        return Line::Item(None, spans(item));
    }
    match source.split_once(". ") {
        Some((number, item)) if number.chars().all(|c| c.is_ascii_digit()) => Line::Item(Some(number), spans(item)),
        _ => Line::Text(spans(source)),
    }
}

/// Parts running text where one of its marks begins.
fn spans(mut rest: &'static str) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    while let Some(at) = rest.find(['{', '[', '*']) {
        let (before, mark) = rest.split_at(at);
        let found = match mark.as_bytes()[0] {
            b'{' => mark[1..].split_once('}').map(|(name, after)| (Span::Command(name), after)),
            b'[' => mark[1..].split_once("](").and_then(|(words, to)| {
                let (page, after) = to.split_once(')')?;
                Some((Span::Link(words, page), after))
            }),
            _ => mark.strip_prefix("**").and_then(|words| words.split_once("**")).map(|(words, after)| (Span::Strong(words), after)),
        };
        let Some((span, after)) = found else { break };
        if !before.is_empty() {
            spans.push(Span::Plain(before));
        }
        spans.push(span);
        rest = after;
    }
    if !rest.is_empty() {
        spans.push(Span::Plain(rest));
    }
    spans
}

/// The words of running text as one reads them.
pub fn plain(spans: &[Span<'_>], lang: Lang) -> String {
    let words = |span: &Span<'_>| match span {
        Span::Plain(words) | Span::Strong(words) | Span::Link(words, _) => (*words).to_owned(),
        Span::Command(name) => command(name).map(|command| command.name(lang).to_owned()).unwrap_or_default(),
    };
    spans.iter().map(words).collect()
}

/// A part of a page.
pub struct Section {
    /// The page.
    pub page: usize,
    /// The part's anchor; empty for the start of the page.
    pub anchor: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// All its words.
    pub words: String,
}

/// All parts of all pages, for searching.
pub fn sections(lang: Lang) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (at, page) in PAGES.iter().enumerate() {
        for line in page.lines(lang) {
            match line {
                Line::Title(heading) => sections.push(Section { page: at, anchor: "", heading, words: heading.to_owned() }),
                Line::Heading(heading, anchor) => sections.push(Section { page: at, anchor, heading, words: heading.to_owned() }),
                Line::Text(spans) | Line::Item(_, spans) => {
                    if let Some(section) = sections.last_mut() {
                        section.words.push('\n');
                        section.words.push_str(&plain(&spans, lang));
                    }
                }
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn spans_of(page: &Page, lang: Lang) -> Vec<Span<'static>> {
        let of = |line| if let Line::Text(spans) | Line::Item(_, spans) = line { spans } else { Vec::new() };
        page.lines(lang).flat_map(of).collect()
    }

    #[test]
    fn both_languages_have_the_same_parts_and_name_the_same_commands() {
        for page in PAGES {
            let parts = |lang| -> Vec<&str> {
                page.lines(lang).filter_map(|line| if let Line::Heading(_, anchor) = line { Some(anchor) } else { None }).collect()
            };
            let names = |lang| -> BTreeSet<&str> {
                spans_of(page, lang).iter().filter_map(|span| if let Span::Command(name) = span { Some(*name) } else { None }).collect()
            };
            assert_eq!(parts(Lang::Ja), parts(Lang::En), "{}", page.id);
            assert_eq!(names(Lang::Ja), names(Lang::En), "{}", page.id);
            assert!(parts(Lang::Ja).iter().all(|anchor| !anchor.is_empty()), "{}: a heading without an anchor", page.id);
            for lang in [Lang::Ja, Lang::En] {
                assert!(matches!(page.lines(lang).next(), Some(Line::Title(_))), "{} begins with its title", page.id);
            }
        }
    }

    #[test]
    fn what_pages_name_exists() {
        for page_ in PAGES {
            for lang in [Lang::Ja, Lang::En] {
                for span in spans_of(page_, lang) {
                    match span {
                        Span::Command(name) => assert!(command(name).is_some(), "{}: no command {name}", page_.id),
                        Span::Link(_, to) => assert!(page(to).is_some(), "{}: no page {to}", page_.id),
                        Span::Plain(words) | Span::Strong(words) => {
                            assert!(!words.contains(['{', '}', '[', ']', '*']), "{}: a stray mark in {words}", page_.id);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn all_files_of_the_folder_are_pages() {
        for lang in ["ja", "en"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/help").join(lang);
            let names: BTreeSet<String> = std::fs::read_dir(folder)
                .expect("the folder")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".md").to_owned())
                .collect();
            assert_eq!(names, PAGES.iter().map(|page| page.id.to_owned()).collect());
        }
    }
}
