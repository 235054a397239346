//! The program: the command line, or the window.

use std::process::ExitCode;

fn main() -> ExitCode {
    match nendo::cli::run(std::env::args_os()) {
        nendo::cli::Outcome::Exit(code) => code,
        nendo::cli::Outcome::Window(_) => ExitCode::FAILURE,
    }
}
