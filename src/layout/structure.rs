//! The structure of the document: where each block's elements take their place.
//!
//! Lives here: lists around list lines, what belongs to a list line, heading levels without a gap.
//! Does not live here: how a PDF writes it. May use: `blocks`.

use super::blocks::{Laid, Standing};
use super::{Element, ElementId, ElementRole};

/// Builds the structure block by block, in reading order.
pub(super) struct Builder {
    elements: Vec<Element>,
    /// Open lists, outermost first.
    lists: Vec<OpenList>,
    /// The open table of contents.
    contents: Option<ElementId>,
    /// Outline levels of the headings that enclose the present place.
    headings: Vec<u8>,
}

struct OpenList {
    level: u8,
    indent: u8,
    list: ElementId,
    /// The body of its latest line.
    body: ElementId,
}

impl Builder {
    /// With the document alone.
    pub(super) fn new() -> Self {
        Self { elements: vec![Element::new(ElementRole::Document, None)], lists: Vec::new(), contents: None, headings: Vec::new() }
    }

    /// Takes a block in; its local elements then begin at the returned number. Also the level of a
    /// heading, from 1 and never more than one deeper than the heading before it.
    pub(super) fn add(&mut self, laid: &Laid) -> (u32, u8) {
        let mut level = 0;
        if laid.standing != Standing::Contents {
            self.contents = None;
        }
        let parent = match laid.standing {
            Standing::Heading(asked) => {
                self.lists.clear();
                while self.headings.last().is_some_and(|open| *open >= asked) {
                    self.headings.pop();
                }
                self.headings.push(asked);
                level = u8::try_from(self.headings.len()).unwrap_or(u8::MAX);
                ElementId(0)
            }
            Standing::Item { level, indent } => {
                self.lists.retain(|open| open.level <= level);
                match self.lists.last() {
                    Some(open) if open.level == level => open.list,
                    _ => {
                        let parent = self.lists.last().map_or(ElementId(0), |open| open.body);
                        let list = self.push(Element::new(ElementRole::List, Some(parent)));
                        self.lists.push(OpenList { level, indent, list, body: list });
                        list
                    }
                }
            }
            Standing::Contents => match self.contents {
                Some(contents) => contents,
                None => {
                    let contents = self.push(Element::new(ElementRole::Contents, Some(ElementId(0))));
                    self.contents = Some(contents);
                    contents
                }
            },
            Standing::Title => {
                self.lists.clear();
                ElementId(0)
            }
            Standing::Text { indent } => {
                self.lists.retain(|open| open.indent < indent);
                self.lists.last().map_or(ElementId(0), |open| open.body)
            }
        };
        let base = self.next();
        for element in &laid.elements {
            let role = match element.role {
                ElementRole::Heading(_) => ElementRole::Heading(level.min(6)),
                other => other,
            };
            let parent = element.parent.map_or(parent, |local| ElementId(base + local.0));
            let id = self.push(Element { role, parent: Some(parent), alternative: element.alternative.clone() });
            if role == ElementRole::ListBody
                && let Some(open) = self.lists.last_mut()
            {
                open.body = id;
            }
        }
        (base, level)
    }

    /// The elements in reading order.
    pub(super) fn finish(self) -> Vec<Element> {
        self.elements
    }

    fn next(&self) -> u32 {
        u32::try_from(self.elements.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, element: Element) -> ElementId {
        let id = ElementId(self.next());
        self.elements.push(element);
        id
    }
}
