//! How far a long comparison is, and the way to end it.

use std::fmt;
use std::sync::Arc;

/// Hears how far a comparison is, in per cent, and answers whether it goes on.
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn(u8) -> bool + Send + Sync>);

impl Watch {
    /// What hears and answers.
    pub fn new(goes_on: impl Fn(u8) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(goes_on))
    }

    /// Tells how far it is; whether it goes on.
    pub(super) fn goes_on(&self, percent: u8) -> bool {
        (self.0)(percent)
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// Whether a comparison nobody watches, or one that is to go on, goes on.
pub(super) fn goes_on(watch: Option<&Watch>, percent: u8) -> bool {
    watch.is_none_or(|watch| watch.goes_on(percent))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::compare::{Basis, Options, compare};
    use crate::plan::{Node, Plan, Role};

    #[test]
    fn a_comparison_tells_how_far_it_is_and_can_be_ended() {
        let plan = |word: &str| {
            let nodes = (0..300).map(|at| Arc::new(Node::new(Role::Item, format!("{word}{at}の開催について")))).collect();
            Plan { nodes, ..Plan::new("計画", None) }
        };
        let heard = Arc::new(Mutex::new(Vec::new()));
        let watched = |until: u8| {
            let heard = heard.clone();
            let watch = Watch::new(move |percent| {
                heard.lock().expect("one thread").push(percent);
                percent < until
            });
            let options = Options { basis: Basis::Content, watch: Some(watch), ..Options::default() };
            compare(&plan("会議"), &plan("会合"), &options).matching.pairs.len()
        };
        let whole = watched(101);
        let told = std::mem::take(&mut *heard.lock().expect("one thread"));
        assert!(told.is_sorted() && told.len() > 4, "{told:?}");
        assert!(whole > 200, "{whole}");
        assert_eq!(watched(1), 0, "ended before anything was paired");
        assert!(heard.lock().expect("one thread").len() <= told.len());
    }
}
