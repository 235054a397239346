//! Small controls the views are made of.

pub mod chip;
pub mod complete;
pub mod dialog;
pub mod difference;
pub mod difference_list;
pub mod draft_text;
pub mod icon_button;
pub mod pick_list;
mod reference_menu;
pub mod references;
pub mod toast;
pub mod token_field;
