//! Comparing two plans (比較): matching, then changes, then text differences; the results live beside the trees.
//!
//! Lives here: pairs of nodes, the kinds of change between them, differences of text, the three-way merge. Does
//! not live here: the old/new table (`manuscript`) or how changes are shown. May use: `plan`, `calendar`, `locale`.
//!
//! Invariant: equal plans give no change, and the comparison the other way round is the mirror image.
//! Invariant: moving or renumbering a node, or a node it refers to, is no change of its text.

mod beside;
mod carrying;
mod changes;
mod comparison;
mod fields;
mod lines;
mod live;
mod matching;
mod meaning;
pub mod merge;
mod parts;
mod passages;
mod sentence;
mod sided;
mod summary;
mod text;
mod watch;
mod words;

pub use carrying::Carrying;
pub use changes::{Change, ChangeKind, changes};
pub use comparison::{Comparison, Item, Options, PlanField, compare};
pub use fields::{Field, words as words_without_labels};
pub use lines::{LineGroup, align_lines};
pub use live::Live;
pub use matching::{Basis, Corrections, Matching, match_by_content, match_by_id, match_rows};
pub use meaning::{Aspect, Fact, FigureAspect, FigureChange, Meaning, ScheduleChange, TableBudget, TableChange, TableEdit};
pub use passages::{Beside, CellSides, Passage, RowSides, TableSides};
pub(crate) use sentence::sentences;
pub use summary::{Amounts, Chapter, Summary};
pub use text::{Stretch, TextOp, diff_text};
pub use watch::Watch;
pub use words::{CELL_MARK, body_lines, words_of};
