//! The state of the stages: which rows are paired so far, and what may not be.

use rustc_hash::{FxHashMap, FxHashSet};

use super::side::{NONE, ROOT, Side};

/// Rows paired so far. Stages only add pairs, so that what is certain is never given up for a guess.
pub(super) struct Pairing<'a> {
    pub(super) old: &'a Side<'a>,
    pub(super) new: &'a Side<'a>,
    old_of: Vec<u32>,
    new_of: Vec<u32>,
    /// Pairs the user said are not the same.
    different: FxHashSet<(u32, u32)>,
    /// Rows the user said are parts of others: they are paired with none.
    alone: [FxHashSet<u32>; 2],
    /// Pairs whose children are not looked at yet.
    fresh: Vec<(u32, u32)>,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(old: &'a Side<'a>, new: &'a Side<'a>, different: FxHashSet<(u32, u32)>) -> Self {
        let (old_of, new_of) = (vec![NONE; new.len()], vec![NONE; old.len()]);
        Self { old, new, old_of, new_of, different, alone: Default::default(), fresh: vec![(ROOT, ROOT)] }
    }

    /// Pairs an old row with none.
    pub(super) fn leave_old(&mut self, old: u32) {
        self.alone[0].insert(old);
    }

    /// Pairs a new row with none.
    pub(super) fn leave_new(&mut self, new: u32) {
        self.alone[1].insert(new);
    }

    /// The old row of a new one; [`ROOT`] belongs to [`ROOT`].
    pub(super) fn old_of(&self, new: u32) -> u32 {
        self.old_of.get(new as usize).copied().unwrap_or(new)
    }

    /// The new row of an old one.
    pub(super) fn new_of(&self, old: u32) -> u32 {
        self.new_of.get(old as usize).copied().unwrap_or(old)
    }

    pub(super) fn is_free(&self, old: u32, new: u32) -> bool {
        self.new_of[old as usize] == NONE
            && self.old_of[new as usize] == NONE
            && !self.different.contains(&(old, new))
            && !self.alone[0].contains(&old)
            && !self.alone[1].contains(&new)
    }

    /// Whether the two rows are there and belong together already.
    pub(super) fn together(&self, old: u32, new: u32) -> bool {
        old != NONE && new != NONE && self.new_of(old) == new
    }

    /// Pairs two rows that are both free.
    pub(super) fn pair(&mut self, old: u32, new: u32) -> bool {
        let free = self.is_free(old, new);
        if free {
            self.new_of[old as usize] = new;
            self.old_of[new as usize] = old;
            self.fresh.push((old, new));
        }
        free
    }

    /// Pairs two equal subtrees row by row.
    pub(super) fn pair_trees(&mut self, old: u32, new: u32) {
        let size = self.old.size(old).min(self.new.size(new));
        for at in 0..size {
            self.pair(old + at, new + at);
        }
    }

    /// A pair whose children are to be looked at.
    pub(super) fn take_fresh(&mut self) -> Option<(u32, u32)> {
        self.fresh.pop()
    }

    pub(super) fn free_old(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.old.len() as u32).filter(|old| self.new_of[*old as usize] == NONE)
    }

    pub(super) fn free_new(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.new.len() as u32).filter(|new| self.old_of[*new as usize] == NONE)
    }

    /// The free rows that alone in their plan have a key which one free row of the other plan has, too.
    pub(super) fn unique<K: Eq + std::hash::Hash>(
        &self,
        old_key: impl Fn(u32) -> Option<K>,
        new_key: impl Fn(u32) -> Option<K>,
    ) -> Vec<(u32, u32)> {
        // A key seen twice holds NONE.
        let mut rows: FxHashMap<K, (u32, u32)> = FxHashMap::default();
        const UNSEEN: u32 = ROOT;
        for old in self.free_old() {
            if let Some(key) = old_key(old) {
                rows.entry(key).and_modify(|known| known.0 = NONE).or_insert((old, UNSEEN));
            }
        }
        for new in self.free_new() {
            if let Some(known) = new_key(new).and_then(|key| rows.get_mut(&key)) {
                known.1 = if known.1 == UNSEEN { new } else { NONE };
            }
        }
        let mut found: Vec<_> = rows.into_values().filter(|(old, new)| *old < UNSEEN && *new < UNSEEN).collect();
        found.sort_unstable();
        found
    }

    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        let paired = self.old_of.iter().enumerate().filter(|(_, old)| **old != NONE);
        paired.map(|(new, old)| (*old as usize, new)).collect()
    }
}
