//! Further windows: each is a process of its own.

use std::process::{Child, Command};

/// Starts windows and lets those that were closed go.
#[derive(Default)]
pub struct Windows {
    /// Ended ones are collected with the next start; unseen they would stay in the system's list.
    children: Vec<Child>,
    /// Tests write down what would be started.
    #[cfg(test)]
    pub asked: Vec<Vec<String>>,
}

impl Windows {
    /// Starts a window.
    #[cfg(not(test))]
    pub fn start(&mut self, mut command: Command) -> std::io::Result<()> {
        self.children.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
        self.children.push(command.spawn()?);
        Ok(())
    }

    /// Writes down what would be started.
    #[cfg(test)]
    #[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "the same as the real one")]
    pub fn start(&mut self, command: Command) -> std::io::Result<()> {
        self.children.clear();
        self.asked.push(command.get_args().map(|word| word.to_string_lossy().into_owned()).collect());
        Ok(())
    }
}
