//! Editing: commands as data, one door to apply them, one history.
//!
//! Lives here: every change a plan can undergo, undo and redo. Does not live here: files, views,
//! text fields. May use: `plan`, `calendar`, `locale`.
//!
//! Invariant: [`apply`] is the only way a plan changes; it returns a new plan that shares every
//! untouched node with the old one, or an error and no plan at all.

mod apply;
mod arrange;
mod command;
mod copies;
mod find;
mod find_amount;
pub mod grid;
mod history;
mod joining;
mod kept;
mod pattern;
mod places;
mod settling;
mod table;
mod tree;
mod whole;

pub use apply::{EditError, Edited, apply, apply_known};
pub use command::{BlockPlace, Command, NodeField, PlanField, Position, Reach};
pub use copies::copies;
pub use find::{Hit, SearchScope, TextField, TextPlace, find_all, find_in_node, find_in_plan_texts, replace, text_at};
pub use history::{History, Step};
pub use joining::join_target;
pub use pattern::{Match, Pattern, PatternError, Query};
pub use places::usual_role_below;
pub use settling::{Roles, settled};
pub use table::TableEdit;
