//! The program: the command line, or the window.

use std::process::ExitCode;

#[cfg(feature = "gui")]
mod gui;

fn main() -> ExitCode {
    match nendo::cli::run(std::env::args_os()) {
        nendo::cli::Outcome::Exit(code) => code,
        nendo::cli::Outcome::Window(options) => window(&options),
    }
}

#[cfg(feature = "gui")]
fn window(options: &nendo::cli::WindowOptions) -> ExitCode {
    let lang = options.lang.unwrap_or_else(nendo::locale::Lang::from_environment);
    match gui::run(&gui::Start { file: options.file.clone(), lang: options.lang }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            let message = nendo::locale::Message::new("window.error.no_window").with("error", error);
            // When even standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "nendo: {}", message.text(lang));
            ExitCode::from(2)
        }
    }
}

/// Built without the window: the command line is all there is.
#[cfg(not(feature = "gui"))]
fn window(options: &nendo::cli::WindowOptions) -> ExitCode {
    use std::io::Write;
    let lang = options.lang.unwrap_or_else(nendo::locale::Lang::from_environment);
    let _ = writeln!(std::io::stderr(), "nendo: {}", nendo::locale::text(lang, "window.error.not_built"));
    ExitCode::from(2)
}
