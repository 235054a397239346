//! Nendo 年度: the annual business plan (事業計画) as data.
//!
//! The library holds everything but the window. Its layers, lowest first; each may use only what
//! stands above its own line here (`tests/layers.rs` keeps it so, `docs/ARCHITECTURE.md` explains it):
//!
//! * [`locale`]: the words shown to people, Japanese and English
//! * [`calendar`]: eras, fiscal years, dates and weekdays
//! * [`plan`]: the tree of nodes, numbering, references, queries
//! * [`edit`], [`storage`], [`import`], [`check`], [`compare`]: each on the plan alone
//! * [`manuscript`]: what is to be printed, as semantic blocks
//! * [`layout`]: manuscript and fonts to pages; knows no plan
//! * [`export`]: pages to PDF, manuscript to text
//! * [`cli`]: the command line over all of these
//!
//! Nothing here names the window toolkit.

pub mod calendar;
pub mod check;
pub mod cli;
pub mod compare;
pub mod edit;
pub mod export;
pub mod import;
pub mod layout;
pub mod locale;
pub mod manuscript;
pub mod plan;
pub mod storage;
