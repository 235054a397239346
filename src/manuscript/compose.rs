//! Composes a plan.

use super::Manuscript;
use crate::plan::Plan;

/// Composes plans again and again, keeping the blocks of nodes that did not change.
#[derive(Default)]
pub struct Composer {}

impl Composer {
    /// The manuscript of `plan`.
    pub fn compose(&mut self, plan: &Plan) -> Manuscript {
        compose(plan)
    }
}

/// The manuscript of `plan`, composed once.
pub fn compose(_plan: &Plan) -> Manuscript {
    unimplemented!()
}
