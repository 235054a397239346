//! What a node is, by the words of its title, its family and where it stands.
//!
//! Lives here: that table of words. Does not live here: anything that changes text. May use: `label`;
//! `plan` (roles).
//!
//! | title has | role |
//! |---|---|
//! | 基本方針, 基本理念, はじめに, 方針 (at the end) | `Policy` |
//! | 現状, 状況, 情勢, 背景 | `Situation` |
//! | 重点目標, 重点課題, 重点項目, 目標 (at the end) | `Goal`, and its labelled children `Goal` |
//! | 組織概要, 概要 (at the end), プロフィール | `Profile` |
//! | 事業内容, 個別事業, 実施計画; and any other top node | `Part` |
//! | 組織図 (at the end) | `Figure` |
//! | …さん | `Free` (a voice) |
//! | 注 | `Note` |
//!
//! Below a part: a numbered node with numbered nodes below it is a `Chapter`, and so is each of its siblings
//! with labels of the same family, so that a list is of one kind; else a circled or numbered one is a `Project`; what stands deeper, and every bullet, an `Item`. A node that only holds a table is
//! `Table`, or `Record` in the report of a meeting.

use super::label::Family;
use crate::plan::{Role, names_goals};

/// What is known of a node when its role is chosen.
pub(super) struct Seen<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its family; `None`: it only holds a table.
    pub family: Option<Family>,
    /// 0 for the top.
    pub depth: usize,
    /// The parent's role.
    pub parent: Option<Role>,
    /// Whether numbered nodes stand below it, or below a sibling of its family.
    pub has_numbered: bool,
    /// Whether the document is the report of a meeting.
    pub is_report: bool,
}

/// Whether a document of this title reports a meeting.
pub(super) fn is_report(title: &str) -> bool {
    ["報告書", "議事録", "会議録", "会議記録", "記録票"].iter().any(|word| title.contains(word))
        && ["会議", "ミーティング", "研究会", "研修会", "懇談会", "座談会", "委員会", "議事"].iter().any(|word| title.contains(word))
}

/// Families that are lists inside an item.
fn is_item(family: Family) -> bool {
    matches!(family, Family::Bullet | Family::Katakana(_) | Family::ParenKatakana(_) | Family::Letter(_) | Family::ParenLetter(_))
}

/// The role a (trimmed) title is plain evidence of.
pub(super) fn by_title(title: &str, family: Option<Family>, depth: usize) -> Option<Role> {
    let is_item = is_item(family?);
    let short = title.chars().count() <= 30;
    if short && !is_item && depth <= 1 {
        let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
        if has(&["基本方針", "基本理念", "はじめに", "運営方針"]) || title.ends_with("方針") {
            return Some(Role::Policy);
        }
        if names_goals(title) {
            return Some(Role::Goal);
        }
        if has(&["現状", "取り巻く状況", "情勢", "背景"]) || title.ends_with("状況") {
            return Some(Role::Situation);
        }
        if has(&["組織概要", "法人概要", "団体概要", "プロフィール"]) || title == "概要" {
            return Some(Role::Profile);
        }
        if has(&["事業内容", "個別事業", "実施計画", "事業計画", "実施事業"]) {
            return Some(Role::Part);
        }
    }
    if short && title.ends_with("組織図") {
        return Some(Role::Figure);
    }
    // 大子町 松川さん（県北支部）: a voice.
    if !is_item && short && (title.ends_with("さん") || title.contains("さん（")) {
        return Some(Role::Free);
    }
    if title.starts_with("注") && short && title.len() < 10 {
        return Some(Role::Note);
    }
    None
}

/// The role of a node.
pub(super) fn role(seen: &Seen<'_>) -> Role {
    let Some(family) = seen.family else { return if seen.is_report { Role::Record } else { Role::Table } };
    if let Some(role) = by_title(seen.title.trim(), seen.family, seen.depth) {
        return role;
    }
    let is_item = is_item(family);
    match seen.parent {
        None if is_item => Role::Item,
        None if family == Family::Circle => Role::Project,
        None => Role::Part,
        Some(Role::Goal) if (family.counts() || matches!(family, Family::Markdown(_))) && seen.depth == 1 => Role::Goal,
        Some(Role::Goal) => Role::Item,
        Some(Role::Profile | Role::Policy | Role::Situation) => Role::Item,
        _ if is_item => Role::Item,
        Some(Role::Part) if seen.has_numbered => Role::Chapter,
        Some(Role::Part | Role::Chapter) => Role::Project,
        Some(_) if family == Family::Circled && seen.depth <= 3 => Role::Project,
        Some(_) => Role::Item,
    }
}

#[cfg(test)]
mod tests {
    use super::super::label::Ending;
    use super::*;

    #[test]
    fn words_and_places() {
        let number = Family::Number(Ending::Open);
        let of = |title, family, depth, parent, has_numbered| {
            role(&Seen { title, family: Some(family), depth, parent, has_numbered, is_report: false })
        };
        assert_eq!(of("基本方針", number, 0, None, false), Role::Policy);
        assert_eq!(of("重点課題と取り組みの方向性", number, 0, None, true), Role::Goal);
        assert_eq!(of("支え合う", number, 1, Some(Role::Goal), false), Role::Goal);
        assert_eq!(of("事業内容", number, 0, None, true), Role::Part);
        assert_eq!(of("支え合い", Family::ParenNumber(Ending::Open), 1, Some(Role::Part), true), Role::Chapter);
        assert_eq!(of("地区社協", Family::Circled, 2, Some(Role::Chapter), false), Role::Project);
        assert_eq!(of("研修", Family::Katakana(Ending::Open), 3, Some(Role::Project), false), Role::Item);
        assert_eq!(of("部会を取り巻く状況", number, 0, None, false), Role::Situation);
    }
}
