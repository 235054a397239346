//! What stands in the body of a node: paragraphs, ○ paragraphs, quotes, tables, pictures.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::is_default;

/// A piece of a node's body. Text may hold references to nodes (see [`super::split_references`]) and
/// no line breaks, except in table cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A paragraph led by ○.
    Circle(String),
    /// A list line led by ・.
    Bullet(String),
    /// A quoted voice (住民・職員の声): the words and who said them (may be empty).
    Quote {
        /// The words.
        text: String,
        /// Who said them.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        source: String,
    },
    /// A table.
    Table(Table),
    /// A picture in a file beside the plan.
    Image {
        /// The file, relative to the plan's folder, with `/` between folders.
        file: String,
        /// What a reader who cannot see the picture is told instead.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        alternative: String,
        /// Caption below the picture; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        caption: String,
        /// Width in per cent of the measure, within [`IMAGE_WIDTH`]; `None`: the picture's own, up to the measure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<u8>,
    },
}

/// The widths a picture may be given, in per cent of the measure.
pub const IMAGE_WIDTH: RangeInclusive<u8> = 10..=100;

impl Block {
    /// The texts of the block, in reading order.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) | Self::Circle(text) | Self::Bullet(text) => vec![text],
            Self::Quote { text, source } => vec![text, source],
            Self::Table(table) => table.rows.iter().flatten().map(|cell| cell.text.as_str()).chain([table.caption.as_str()]).collect(),
            Self::Image { alternative, caption, .. } => vec![alternative, caption],
        }
    }
}

impl Block {
    /// The texts of the block to be changed, in the order of [`Self::texts`].
    pub fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Text(text) | Self::Circle(text) | Self::Bullet(text) => vec![text],
            Self::Quote { text, source } => vec![text, source],
            Self::Table(table) => table.rows.iter_mut().flatten().map(|cell| &mut cell.text).chain([&mut table.caption]).collect(),
            Self::Image { alternative, caption, .. } => vec![alternative, caption],
        }
    }
}

/// A ruled table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Caption above the table; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// How many rows from the top are headings, repeated on each page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub header_rows: u16,
    /// Relative widths of the columns; empty: from the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<u16>,
    /// Whether it stands on turned pages, wider than high.
    #[serde(default, skip_serializing_if = "is_default")]
    pub landscape: bool,
    /// The cells row by row. A cell covered by another's span is left out, as in HTML.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Paragraphs, one a line.
    pub text: String,
    /// Columns it covers, at least 1.
    pub columns: u16,
    /// Rows it covers, at least 1.
    pub rows: u16,
    /// How its lines are set.
    pub align: Align,
    /// Set as a heading (shaded, bold), e.g. the left column of a form.
    pub head: bool,
}

impl Cell {
    /// A plain cell.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, rows: 1, align: Align::Auto, head: false }
    }
}

/// How the lines of a cell are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Align {
    /// Numbers right, other text left.
    #[default]
    Auto,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// The written form of a cell: just its text where nothing else is set.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FullCell {
    text: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    columns: u16,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    rows: u16,
    #[serde(default, skip_serializing_if = "is_default")]
    align: Align,
    #[serde(default, skip_serializing_if = "is_default")]
    head: bool,
}

fn one() -> u16 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_one(n: &u16) -> bool {
    *n == 1
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::new(self.text.clone()) {
            return serializer.serialize_str(&self.text);
        }
        let Self { text, columns, rows, align, head } = self.clone();
        FullCell { text, columns, rows, align, head }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Cell;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the text of a cell, or a cell such as (text: \"…\", columns: 2)")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::new(text))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Cell, A::Error> {
                let full = FullCell::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                let FullCell { text, columns, rows, align, head } = full;
                Ok(Cell { text, columns: columns.max(1), rows: rows.max(1), align, head })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Table {
    /// How many columns the widest row covers.
    pub fn columns(&self) -> usize {
        let mut widest = 0;
        let mut hanging: Vec<u16> = Vec::new();
        for row in &self.rows {
            let above = hanging.iter().filter(|n| **n > 0).count();
            let own: usize = row.iter().map(|cell| usize::from(cell.columns.max(1))).sum();
            widest = widest.max(above + own);
            hanging.iter_mut().for_each(|n| *n = n.saturating_sub(1));
            for cell in row {
                hanging.extend(std::iter::repeat_n(cell.rows.saturating_sub(1), usize::from(cell.columns.max(1))));
            }
            hanging.retain(|n| *n > 0);
        }
        widest
    }
}
