//! Findings (指摘): what a reader of a text or plan should look at, with its place.

use super::NodeId;
use crate::locale::{Lang, Message};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know.
    Info,
    /// Probably wrong; needs a look.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Level {
    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Line in the source text, from 1.
    pub line: Option<u32>,
    /// The node.
    pub node: Option<NodeId>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it, e.g. `import.doubtful_mark`.
    pub rule: &'static str,
    /// How grave it is.
    pub level: Level,
    /// Where it is.
    pub place: Place,
    /// What was found.
    pub message: Message,
    /// What to do.
    pub hint: Option<Message>,
    /// The characters of the source this finding is about, exactly as they stood there.
    pub excerpt: String,
    /// What could stand in the excerpt's place, where there is one right answer.
    pub proposal: Option<String>,
}

impl Finding {
    /// A finding whose rule is the key of its message.
    pub fn new(level: Level, message: Message) -> Self {
        Self { rule: message.key, level, place: Place::default(), message, hint: None, excerpt: String::new(), proposal: None }
    }

    /// At a line of the source.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.place.line = Some(line);
        self
    }

    /// At a node.
    #[must_use]
    pub fn at_node(mut self, node: NodeId) -> Self {
        self.place.node = Some(node);
        self
    }

    /// With what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With the source's own characters.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: impl Into<String>) -> Self {
        self.excerpt = excerpt.into();
        self
    }

    /// With what could stand in the excerpt's place.
    #[must_use]
    pub fn with_proposal(mut self, proposal: impl Into<String>) -> Self {
        self.proposal = Some(proposal.into());
        self
    }

    /// One line for a terminal or a list.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = self.message.text(lang);
        if let Some(hint) = &self.hint {
            out.push_str(match lang {
                Lang::Ja => "　→ ",
                Lang::En => " -> ",
            });
            out.push_str(&hint.text(lang));
        }
        out
    }
}
