//! Export: pages and manuscripts to file formats.
//!
//! Lives here: one module for each format. Does not live here: what is printed (`manuscript`), where
//! it stands on the page (`layout`), writing files (`cli`, the window).

pub mod pdf;
