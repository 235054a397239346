//! The organisation's profile (団体の設定): its own words, stock phrases, numbering and page styles.
//!
//! A small RON file in the user's settings folder, and the same file to give to a colleague. Lives here:
//! what it holds, taking it from a plan, taking over what another profile adds. The file is in `file`.

mod file;

use serde::{Deserialize, Serialize};

use crate::plan::numbering::{Preset, presets};
use crate::plan::{Numbering, PageStyle, Plan, Status};

pub use file::{load_profile, read_profile, save_profile, write_profile};

/// The name of the profile's file in the settings folder.
pub const PROFILE_FILE: &str = "profile.ron";

/// What an organisation uses in all its plans.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Its name.
    pub organization: String,
    /// Its funding words (市受託事業, 自主事業 …) in the order offered.
    pub funding: Vec<String>,
    /// The status marks it uses; empty: all.
    pub statuses: Vec<Status>,
    /// Its sections (担当課).
    pub sections: Vec<String>,
    /// Its usual partners.
    pub partners: Vec<String>,
    /// Its stock phrases.
    pub snippets: Vec<Snippet>,
    /// Its own numberings.
    pub numberings: Vec<Preset>,
    /// Its own page styles.
    pub styles: Vec<NamedStyle>,
}

/// A stock phrase (定型文).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// What it is called.
    pub name: String,
    /// The text it puts in.
    pub text: String,
    /// What may be typed for it; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub abbreviation: String,
}

/// A page style with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedStyle {
    /// Its name.
    pub name: String,
    /// The style.
    #[serde(default)]
    pub style: PageStyle,
}

/// Something one profile has and another lacks.
#[derive(Debug, Clone, PartialEq)]
pub enum Addition {
    /// The organisation's name.
    Organization(String),
    /// A funding word.
    Funding(String),
    /// A section.
    Section(String),
    /// A partner.
    Partner(String),
    /// A stock phrase; one of the same name is replaced.
    Snippet(Snippet),
    /// A numbering; one of the same name is replaced.
    Numbering(Preset),
    /// A page style; one of the same name is replaced.
    Style(NamedStyle),
}

impl Addition {
    /// Key of the name of its kind.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Organization(_) => "profile.organization",
            Self::Funding(_) => "profile.funding",
            Self::Section(_) => "profile.sections",
            Self::Partner(_) => "profile.partners",
            Self::Snippet(_) => "profile.snippets",
            Self::Numbering(_) => "profile.numberings",
            Self::Style(_) => "profile.styles",
        }
    }

    /// What is added, in a word.
    pub fn name(&self) -> &str {
        match self {
            Self::Organization(text) | Self::Funding(text) | Self::Section(text) | Self::Partner(text) => text,
            Self::Snippet(snippet) => &snippet.name,
            Self::Numbering(preset) => &preset.name,
            Self::Style(style) => &style.name,
        }
    }
}

impl Profile {
    /// The status marks offered.
    pub fn marks(&self) -> Vec<Status> {
        if self.statuses.is_empty() { Status::ALL.to_vec() } else { self.statuses.clone() }
    }

    /// The status marks offered where these are in use: one the organisation gave up stays in view until no item has it.
    pub fn marks_with(&self, in_use: impl IntoIterator<Item = Status>) -> Vec<Status> {
        let mut marks = self.marks();
        for status in in_use {
            if !marks.contains(&status) {
                marks.push(status);
            }
        }
        marks
    }

    /// What a plan shows of its organisation: the sensible start of a profile.
    pub fn of_plan(plan: &Plan) -> Self {
        let mut profile = Self { organization: plan.organization.trim().to_owned(), ..Self::default() };
        for node in plan.walk() {
            node.funding.iter().for_each(|word| add(&mut profile.funding, word));
            node.partners.iter().for_each(|word| add(&mut profile.partners, word));
            add(&mut profile.sections, &node.lead);
        }
        if let Numbering::Own(preset) = &plan.numbering {
            profile.numberings.push(preset.clone());
        }
        profile
    }

    /// What `other` has and this one lacks, in the order of the profile.
    pub fn additions(&self, other: &Self) -> Vec<Addition> {
        let mut out = Vec::new();
        if !other.organization.is_empty() && other.organization != self.organization {
            out.push(Addition::Organization(other.organization.clone()));
        }
        let mut words = |own: &[String], others: &[String], make: fn(String) -> Addition| {
            out.extend(others.iter().filter(|word| !own.contains(word)).cloned().map(make));
        };
        words(&self.funding, &other.funding, Addition::Funding);
        words(&self.sections, &other.sections, Addition::Section);
        words(&self.partners, &other.partners, Addition::Partner);
        out.extend(other.snippets.iter().filter(|new| !self.snippets.contains(new)).cloned().map(Addition::Snippet));
        out.extend(other.numberings.iter().filter(|new| !self.numberings.contains(new)).cloned().map(Addition::Numbering));
        out.extend(other.styles.iter().filter(|new| !self.styles.contains(new)).cloned().map(Addition::Style));
        out
    }

    /// Takes an addition over.
    pub fn take(&mut self, addition: Addition) {
        fn replace<T>(list: &mut Vec<T>, new: T, same: impl Fn(&T) -> bool) {
            match list.iter_mut().find(|old| same(old)) {
                Some(old) => *old = new,
                None => list.push(new),
            }
        }
        match addition {
            Addition::Organization(name) => self.organization = name,
            Addition::Funding(word) => add(&mut self.funding, &word),
            Addition::Section(word) => add(&mut self.sections, &word),
            Addition::Partner(word) => add(&mut self.partners, &word),
            Addition::Snippet(new) => {
                let name = new.name.clone();
                replace(&mut self.snippets, new, |old| old.name == name);
            }
            Addition::Numbering(new) => {
                let name = new.name.clone();
                replace(&mut self.numberings, new, |old| old.name == name);
            }
            Addition::Style(new) => {
                let name = new.name.clone();
                replace(&mut self.styles, new, |old| old.name == name);
            }
        }
    }

    /// The snippet whose abbreviation `text` ends with, the longest first, with the number of characters
    /// the abbreviation has.
    pub fn abbreviated(&self, text: &str) -> Option<(&Snippet, usize)> {
        let fits = self.snippets.iter().filter(|snippet| !snippet.abbreviation.is_empty() && text.ends_with(&snippet.abbreviation));
        let longest = fits.max_by_key(|snippet| snippet.abbreviation.chars().count())?;
        Some((longest, longest.abbreviation.chars().count()))
    }

    /// A name for a new numbering that neither the profile nor Nendo uses yet.
    pub fn free_numbering_name(&self, wanted: &str) -> String {
        let taken = |name: &str| self.numberings.iter().chain(presets()).any(|preset| preset.name == name);
        let mut name = wanted.to_owned();
        let mut n = 2;
        while taken(&name) {
            name = format!("{wanted} {n}");
            n += 1;
        }
        name
    }
}

/// Adds a word that is not there yet.
fn add(list: &mut Vec<String>, word: &str) {
    let word = word.trim();
    if !word.is_empty() && !list.iter().any(|have| have == word) {
        list.push(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, Role};
    use std::sync::Arc;

    #[test]
    fn a_profile_starts_from_a_plan() {
        let mut plan = Plan::new("計画", None);
        plan.organization = "わかば市社会福祉協議会".into();
        let node = |funding: &str, lead: &str, partner: &str| {
            let node = Node::new(Role::Project, "x");
            Arc::new(Node { funding: vec![funding.into()], lead: lead.into(), partners: vec![partner.into()], ..node })
        };
        plan.nodes = vec![node("市受託事業", "総務課", "民児協"), node("自主事業", "総務課", " 民児協 "), node("市受託事業", "", "自治会")];
        let profile = Profile::of_plan(&plan);
        assert_eq!(profile.organization, "わかば市社会福祉協議会");
        assert_eq!(profile.funding, ["市受託事業", "自主事業"]);
        assert_eq!(profile.sections, ["総務課"]);
        assert_eq!(profile.partners, ["民児協", "自治会"]);
    }

    #[test]
    fn only_what_is_new_is_offered_and_taken_over_once() {
        let snippet = |name: &str, text: &str| Snippet { name: name.into(), text: text.into(), abbreviation: String::new() };
        let mut own = Profile { funding: vec!["自主事業".into()], snippets: vec![snippet("連携", "a")], ..Profile::default() };
        let other = Profile {
            organization: "隣の社協".into(),
            funding: vec!["自主事業".into(), "補助事業".into()],
            snippets: vec![snippet("連携", "b"), snippet("周知", "c")],
            ..Profile::default()
        };
        let additions = own.additions(&other);
        let names: Vec<_> = additions.iter().map(Addition::name).collect();
        assert_eq!(names, ["隣の社協", "補助事業", "連携", "周知"]);
        additions.into_iter().for_each(|addition| own.take(addition));
        assert_eq!(own.funding, ["自主事業", "補助事業"]);
        assert_eq!(own.snippets, other.snippets, "the same name is replaced");
        assert!(own.additions(&other).is_empty());
    }

    #[test]
    fn the_longest_abbreviation_counts() {
        let snippet = |abbreviation: &str| Snippet { name: abbreviation.into(), text: "t".into(), abbreviation: abbreviation.into() };
        let profile = Profile { snippets: vec![snippet("れん"), snippet("しゃれん"), snippet("")], ..Profile::default() };
        assert_eq!(profile.abbreviated("本文しゃれん").map(|(snippet, n)| (snippet.name.as_str(), n)), Some(("しゃれん", 4)));
        assert!(profile.abbreviated("本文").is_none());
    }
}
