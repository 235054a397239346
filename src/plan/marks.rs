//! Roles, status marks, stages and funding words.

use serde::{Deserialize, Serialize};

use crate::locale::Message;

/// What a node is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Role {
    /// 部: a main division.
    Part,
    /// 基本方針.
    Policy,
    /// 現状・取り巻く状況.
    Situation,
    /// 重点目標, 重点課題.
    Goal,
    /// 章: a chapter of projects.
    Chapter,
    /// 事業.
    Project,
    /// 項目: a line under a project.
    #[default]
    Item,
    /// 注記.
    Note,
    /// 表.
    Table,
    /// 組織概要.
    Profile,
    /// 会議記録.
    Record,
    /// 図.
    Figure,
    /// その他.
    Free,
}

/// Whether a title announces goals: what stands below it are such.
pub fn names_goals(title: &str) -> bool {
    ["重点目標", "重点課題", "重点項目", "基本目標", "重点事業"].iter().any(|word| title.contains(word)) || title.ends_with("目標")
}

impl Role {
    /// All roles in the order offered to the user.
    pub const ALL: [Self; 13] = [
        Self::Part,
        Self::Policy,
        Self::Situation,
        Self::Goal,
        Self::Chapter,
        Self::Project,
        Self::Item,
        Self::Note,
        Self::Table,
        Self::Profile,
        Self::Record,
        Self::Figure,
        Self::Free,
    ];

    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Policy => "policy",
            Self::Situation => "situation",
            Self::Goal => "goal",
            Self::Chapter => "chapter",
            Self::Project => "project",
            Self::Item => "item",
            Self::Note => "note",
            Self::Table => "table",
            Self::Profile => "profile",
            Self::Record => "record",
            Self::Figure => "figure",
            Self::Free => "free",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Part => "role.part",
            Self::Policy => "role.policy",
            Self::Situation => "role.situation",
            Self::Goal => "role.goal",
            Self::Chapter => "role.chapter",
            Self::Project => "role.project",
            Self::Item => "role.item",
            Self::Note => "role.note",
            Self::Table => "role.table",
            Self::Profile => "role.profile",
            Self::Record => "role.record",
            Self::Figure => "role.figure",
            Self::Free => "role.free",
        }
    }
}

/// The status mark of a project against last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// 新規.
    New,
    /// 拡充.
    Expanded,
    /// 継続.
    Continued,
    /// 見直し.
    Revised,
    /// 廃止.
    Ended,
}

impl Status {
    /// All marks in the order of the legend.
    pub const ALL: [Self; 5] = [Self::New, Self::Expanded, Self::Continued, Self::Revised, Self::Ended];

    /// As printed in brackets: 新規.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Expanded => "拡充",
            Self::Continued => "継続",
            Self::Revised => "見直し",
            Self::Ended => "廃止",
        }
    }

    /// As printed circled: 新.
    pub fn short(self) -> &'static str {
        match self {
            Self::New => "新",
            Self::Expanded => "拡",
            Self::Continued => "継",
            Self::Revised => "見",
            Self::Ended => "廃",
        }
    }

    /// The word of the command line's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Expanded => "expanded",
            Self::Continued => "continued",
            Self::Revised => "revised",
            Self::Ended => "ended",
        }
    }

    /// Key of its name in the locale table.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "status.new",
            Self::Expanded => "status.expanded",
            Self::Continued => "status.continued",
            Self::Revised => "status.revised",
            Self::Ended => "status.ended",
        }
    }

    /// The mark a written word stands for (新規, 新, 拡充, 拡大, …).
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "新規" | "新" | "新規事業" => Some(Self::New),
            "拡充" | "拡" | "拡大" | "拡充事業" => Some(Self::Expanded),
            "継続" | "継" | "継続事業" => Some(Self::Continued),
            "見直し" | "見" | "変更" | "改善" => Some(Self::Revised),
            "廃止" | "廃" | "終了" => Some(Self::Ended),
            _ => None,
        }
    }
}

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// 第n稿.
    Draft(u16),
    /// 理事会提出.
    BoardProposal,
    /// 承認済.
    Approved,
    /// 第n回変更.
    Amendment(u16),
}

impl Stage {
    /// Whether the plan is not yet resolved: a 案.
    pub fn is_proposal(self) -> bool {
        matches!(self, Self::Draft(_) | Self::BoardProposal)
    }

    /// Its name for the user.
    pub fn message(self) -> Message {
        match self {
            Self::Draft(n) => Message::new("stage.draft").with("n", n),
            Self::BoardProposal => Message::new("stage.board_proposal"),
            Self::Approved => Message::new("stage.approved"),
            Self::Amendment(n) => Message::new("stage.amendment").with("n", n),
        }
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::Draft(1)
    }
}

/// The short name of a funding as written: the plan keeps 市受託事業, lists show 市受託.
pub fn funding_name(written: &str) -> &str {
    match written.strip_suffix("事業") {
        Some(name) if !name.is_empty() => name,
        _ => written,
    }
}
