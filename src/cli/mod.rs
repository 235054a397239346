//! The command line: arguments and verbs, as `nendo --help` tells.
//!
//! Lives here: reading arguments, the verbs, exit statuses. Does not live here: any work the layers
//! below can do, or the window (the caller opens it). May use: all of the library.
//!
//! Exit status: 0 done; 1 done and something was found; 2 not done, with one message on standard
//! error and nothing written.

mod args;
mod calendar;
mod check;
mod compare;
mod help;
mod merge;
mod outline;
mod pen;
mod verbs;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::locale::{Lang, Message};

/// What the arguments ask for.
#[derive(Debug)]
pub enum Outcome {
    /// A verb was carried out; end with this status.
    Exit(ExitCode),
    /// The window is wanted.
    Window(WindowOptions),
}

/// How the window starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowOptions {
    /// The plan to open.
    pub file: Option<PathBuf>,
    /// The language, if one was asked for.
    pub lang: Option<Lang>,
}

/// Reads the arguments (the first is the program's name) and carries out a verb.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Outcome {
    let (lang, request) = args::parse(args);
    let shown = lang.unwrap_or_else(Lang::from_environment);
    let result = match request {
        Ok(args::Request::Window { file }) => return Outcome::Window(WindowOptions { file, lang }),
        Ok(args::Request::Help { verb }) => verbs::print(&help::of(verb, shown)),
        Ok(args::Request::Version) => verbs::print(concat!("nendo ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(args::Request::Verb(verb)) => verbs::run(&verb, shown),
        Err(message) => Err(message),
    };
    Outcome::Exit(match result {
        Ok(verbs::Done::Clean) => ExitCode::SUCCESS,
        Ok(verbs::Done::WithFindings) => ExitCode::from(1),
        Err(message) => {
            complain(&message.text(shown));
            ExitCode::from(2)
        }
    })
}

/// Writes to standard error; when even that is closed there is nobody to tell.
fn complain(text: &str) {
    writeln!(std::io::stderr(), "nendo: {text}").ok();
}

/// The result of a verb.
type Result = std::result::Result<verbs::Done, Message>;
