//! Numbering: glyph families, presets, and the levels that give each node its label.
//!
//! Lives here: what a label looks like for a number, the presets as data (`assets/numbering`).
//! Does not live here: the pass over the tree ([`super::Outline`]). May use: `calendar` (widths).

mod glyph;

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use glyph::{Glyph, GlyphWidth};

use super::is_default;

/// How the nodes of a plan are numbered: a shipped preset by name, or the plan's own levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbering {
    /// A preset Nendo ships (`official`, `city`, `section`, `parts`, `decimal`).
    Preset(String),
    /// The organisation's own.
    Own(Preset),
}

/// A named list of level formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// The formats, the top level first.
    pub levels: Vec<LevelFormat>,
}

/// How the labels of one level look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelFormat {
    /// The glyph family.
    pub glyph: Glyph,
    /// Width of its digits, letters and parentheses.
    #[serde(default, skip_serializing_if = "is_default")]
    pub width: GlyphWidth,
    /// What follows the number within the label, e.g. `.`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// What stands between label and title, e.g. one space.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub separator: String,
    /// When counting starts again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub restart: Restart,
    /// Whether the title stands in 【】.
    #[serde(default, skip_serializing_if = "is_default")]
    pub brackets: bool,
}

/// When the counting of a level starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Restart {
    /// Under each parent.
    #[default]
    EachParent,
    /// Never: the level counts through the whole plan.
    Never,
}

/// Levels below a preset's last one.
static BELOW: LevelFormat = LevelFormat {
    glyph: Glyph::Bullet,
    width: GlyphWidth::Half,
    suffix: String::new(),
    separator: String::new(),
    restart: Restart::EachParent,
    brackets: false,
};

impl LevelFormat {
    /// A level of `glyph` without any ornament.
    pub fn plain(glyph: Glyph) -> Self {
        Self { glyph, ..BELOW.clone() }
    }

    /// The same with another glyph.
    #[must_use]
    pub fn with_glyph(self, glyph: Glyph) -> Self {
        Self { glyph, ..self }
    }

    /// The label of number `n`. `path` holds the numbers of the levels above (for decimal labels).
    pub fn label(&self, n: u32, path: &[u32]) -> String {
        let mut label = self.glyph.label(n, self.width, path);
        if !label.is_empty() {
            label.push_str(&self.suffix);
        }
        label
    }

    /// The title as printed: in 【】 where the level says so.
    pub fn title<'a>(&self, title: &'a str) -> Cow<'a, str> {
        if self.brackets && !title.is_empty() { Cow::Owned(format!("【{title}】")) } else { Cow::Borrowed(title) }
    }
}

impl Default for Numbering {
    fn default() -> Self {
        Self::Preset("official".to_owned())
    }
}

impl Numbering {
    /// The level formats; an unknown preset name counts as `official` (loading refuses it).
    pub fn levels(&self) -> &[LevelFormat] {
        match self {
            Self::Own(preset) => &preset.levels,
            Self::Preset(name) => {
                let all = presets();
                all.iter().find(|p| p.name == *name).or_else(|| all.first()).map_or(&[], |p| &p.levels)
            }
        }
    }

    /// The format of `level` (0 the top).
    pub fn level(&self, level: usize) -> &LevelFormat {
        self.levels().get(level).unwrap_or(&BELOW)
    }

    /// What its numbers look like from the top level down: 第1、1、(1)、ア.
    pub fn form(&self) -> String {
        let path = vec![1; self.levels().len()];
        let label = |(depth, level): (usize, &LevelFormat)| match level.label(1, &path[..depth]) {
            label if label.is_empty() && level.brackets => "【】".to_owned(),
            label if label.is_empty() => "―".to_owned(),
            label => label,
        };
        self.levels().iter().enumerate().map(label).collect::<Vec<_>>().join("、")
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Preset(name) => name,
            Self::Own(preset) => &preset.name,
        }
    }
}

/// The presets Nendo ships.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    PRESETS.get_or_init(|| {
        ron::from_str(include_str!("../../../assets/numbering/presets.ron"))
            .unwrap_or_else(|e| panic!("invariant: the embedded numbering presets are valid (a test reads them): {e}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_there_and_named_once() {
        let names: Vec<_> = presets().iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["official", "city", "section", "parts", "decimal"]);
        assert_eq!(Numbering::default().level(0).label(1, &[]), "第1");
        assert_eq!(Numbering::default().level(99).label(7, &[]), "・");
        assert_eq!(Numbering::Preset("parts".into()).level(0).title("基本方針"), "【基本方針】");
        assert_eq!(Numbering::Preset("parts".into()).level(1).label(3, &[]), "3.");
    }
}
