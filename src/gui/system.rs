//! The system's way to print a file, and to show one.
//!
//! Lives here: which programs do it, what is said when they do not. Does not live here: threads (`jobs`,
//! which alone calls this), the PDF itself, the dialog (`views::print_dialog`).
//!
//! Linux and macOS print with `lp` and list printers with `lpstat`; Windows prints with the program that
//! belongs to PDF files, through its "print" verb, which PowerShell can start. Names reach PowerShell in
//! its environment, so that none needs quoting.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nendo::locale::Message;

/// The programs of the system.
#[derive(Debug, Clone)]
pub struct System {
    /// Where programs are looked for.
    path: OsString,
}

/// The printers there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printers {
    /// Their names.
    pub names: Vec<String>,
    /// The one used when none is chosen.
    pub default: Option<String>,
}

/// How a file is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The printer; `None` is the usual one.
    pub printer: Option<String>,
    /// How many copies.
    pub copies: u32,
    /// The name of the job, for whoever looks at the printer's list.
    pub title: String,
}

/// Lets somebody stop what another thread does.
pub type Stop = AtomicBool;

impl System {
    /// With the programs on the search path of this process.
    pub fn of_environment() -> Self {
        Self { path: std::env::var_os("PATH").unwrap_or_default() }
    }

    /// With the programs in a folder; for tests.
    #[cfg(test)]
    pub fn in_folder(folder: &Path) -> Self {
        Self { path: folder.as_os_str().to_owned() }
    }

    fn find(&self, program: &str) -> Option<PathBuf> {
        let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        std::env::split_paths(&self.path).map(|folder| folder.join(&name)).find(|file| file.is_file())
    }

    fn command(&self, program: &str) -> Option<Command> {
        let mut command = Command::new(self.find(program)?);
        command.stdin(Stdio::null());
        hide_console(&mut command);
        Some(command)
    }

    /// PowerShell with a script that takes its words from the environment.
    fn powershell(&self, script: &str, words: &[(&str, &str)]) -> Option<Command> {
        let mut command = self.command("powershell")?;
        command.args(["-NoProfile", "-NonInteractive", "-Command", script]).envs(words.iter().copied());
        Some(command)
    }

    /// The printers; none where the system cannot say.
    pub fn printers(&self) -> Printers {
        let lines = |command: Option<Command>| -> Vec<String> {
            let output = command.and_then(|mut command| command.stderr(Stdio::null()).output().ok());
            let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
        };
        if cfg!(windows) {
            let ask = |what| lines(self.powershell(&format!("[Console]::OutputEncoding=[Text.Encoding]::UTF8; {what}"), &[]));
            let names = ask("Get-CimInstance Win32_Printer | ForEach-Object { $_.Name }");
            let default = ask("Get-CimInstance Win32_Printer -Filter Default=true | ForEach-Object { $_.Name }").pop();
            return Printers { names, default };
        }
        let ask = |option: &str| {
            let command = self.command("lpstat").map(|mut command| {
                // The words round the name are read below.
                command.arg(option).env("LC_ALL", "C");
                command
            });
            lines(command)
        };
        let default = ask("-d").iter().find_map(|line| line.split_once(": ").map(|(_, name)| name.to_owned()));
        Printers { names: ask("-e"), default }
    }

    /// Sends a PDF to a printer.
    ///
    /// # Errors
    /// Says what happened, what is safe and what to do.
    pub fn print(&self, file: &Path, order: &Order, stop: &Stop) -> Result<(), Message> {
        let failed = |reason: String| Message::new("window.print.failed").with("reason", reason);
        let not_run = |error: std::io::Error| Message::new("window.print.failed").with_reason(&error);
        let printed = |output: Output| {
            if output.status.success() { Ok(()) } else { Err(failed(said(&output))) }
        };
        if cfg!(windows) {
            let (script, printer) = match &order.printer {
                None => ("Start-Process -FilePath $env:NENDO_FILE -Verb Print -WindowStyle Hidden", ""),
                Some(printer) => {
                    let script = "Start-Process -FilePath $env:NENDO_FILE -Verb PrintTo -ArgumentList ('\"' + $env:NENDO_PRINTER + '\"') -WindowStyle Hidden";
                    (script, printer.as_str())
                }
            };
            let file = file.to_string_lossy();
            // The verb knows no number of copies.
            for _ in 0..order.copies.max(1) {
                let command = self.powershell(script, &[("NENDO_FILE", &file), ("NENDO_PRINTER", printer)]);
                let command = command.ok_or_else(|| Message::new("window.print.no_command").with("command", "PowerShell"))?;
                printed(run(command, stop).map_err(not_run)?)?;
            }
            return Ok(());
        }
        let mut command = self.command("lp").ok_or_else(|| Message::new("window.print.no_command").with("command", "lp"))?;
        if let Some(printer) = &order.printer {
            command.arg("-d").arg(printer);
        }
        command.arg("-n").arg(order.copies.max(1).to_string()).arg("-t").arg(&order.title).arg("--").arg(file);
        let output = run(command, stop).map_err(not_run)?;
        let said = said(&output);
        if !output.status.success() && (said.contains("No default destination") || said.contains("no default destination")) {
            return Err(Message::new("window.print.no_printer"));
        }
        printed(output)
    }

    /// Shows a file in the program that belongs to it.
    ///
    /// # Errors
    /// Says what happened, what is safe and what to do.
    pub fn show(&self, file: &Path) -> Result<(), Message> {
        let (name, command) = if cfg!(windows) {
            let words = [("NENDO_FILE", file.to_string_lossy())];
            ("PowerShell", self.powershell("Start-Process -FilePath $env:NENDO_FILE", &[(words[0].0, words[0].1.as_ref())]))
        } else {
            let name = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
            let command = self.command(name).map(|mut command| {
                command.arg(file);
                command
            });
            (name, command)
        };
        let no_viewer = |reason: String| Message::new("window.print.no_viewer").with("command", name).with("reason", reason);
        let mut command = command.ok_or_else(|| no_viewer(String::new()))?;
        let output = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| Message::new("window.print.no_viewer").with("command", name).with_reason(&error))?;
        if output.status.success() { Ok(()) } else { Err(no_viewer(said(&output))) }
    }
}

/// What a program said of its failure.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let text = text.trim();
    if text.is_empty() { output.status.to_string() } else { text.to_owned() }
}

/// Runs a command to its end, or to the wish to stop.
fn run(mut command: Command, stop: &Stop) -> std::io::Result<Output> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    while !stop.load(Ordering::Relaxed) {
        if child.try_wait()?.is_some() {
            return child.wait_with_output();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    end(&mut child);
    child.wait_with_output()
}

fn end(child: &mut Child) {
    // It may have ended meanwhile, which is as good.
    let _ = child.kill();
}

#[cfg(windows)]
fn hide_console(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn hide_console(_: &mut Command) {}

/// Programs that write down how they were called; for tests.
#[cfg(all(test, unix))]
pub mod fake {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    /// Puts a shell script named `program` into `folder`.
    pub fn put(folder: &Path, program: &str, script: &str) {
        let file = folder.join(program);
        nendo::storage::write_file(&file, format!("#!/bin/sh\n{script}\n").as_bytes()).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("may be run");
    }

    /// An `lp` that keeps its arguments and the file it was given beside itself.
    pub fn lp(folder: &Path) {
        let here = folder.display();
        put(
            folder,
            "lp",
            &format!("printf '%s\\n' \"$@\" > '{here}/arguments'\nfor last; do :; done\n/bin/cp \"$last\" '{here}/printed.pdf'"),
        );
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn order(printer: Option<&str>) -> Order {
        Order { printer: printer.map(str::to_owned), copies: 2, title: "令和7年度 計画".to_owned() }
    }

    #[test]
    fn lp_gets_printer_copies_and_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        fake::lp(folder.path());
        let file = folder.path().join("-計画.pdf");
        nendo::storage::write_file(&file, b"%PDF").expect("written");
        let system = System::in_folder(folder.path());
        system.print(&file, &order(Some("事務室")), &Stop::new(false)).expect("printed");
        let arguments = std::fs::read_to_string(folder.path().join("arguments")).expect("called");
        let expected = ["-d", "事務室", "-n", "2", "-t", "令和7年度 計画", "--", file.to_str().expect("text")];
        assert_eq!(arguments.lines().collect::<Vec<_>>(), expected);
        assert_eq!(std::fs::read(folder.path().join("printed.pdf")).expect("there"), b"%PDF");
    }

    #[test]
    fn failures_say_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = System::in_folder(folder.path());
        let key = |result: Result<(), Message>| result.expect_err("fails").key;
        let print = |system: &System| system.print(Path::new("x.pdf"), &order(None), &Stop::new(false));
        assert_eq!(key(print(&system)), "window.print.no_command");
        assert_eq!(key(system.show(Path::new("x.pdf"))), "window.print.no_viewer");
        fake::put(folder.path(), "lp", "echo 'lp: Error - No default destination.' >&2; exit 1");
        assert_eq!(key(print(&system)), "window.print.no_printer");
        fake::put(folder.path(), "lp", "echo 'lp: out of paper' >&2; exit 1");
        let message = print(&system).expect_err("fails");
        assert!(message.text(nendo::locale::Lang::Ja).contains("out of paper"));
    }

    #[test]
    fn what_takes_too_long_can_be_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        fake::put(folder.path(), "lp", "exec /bin/sleep 60");
        let system = System::in_folder(folder.path());
        // Had it come to its end it would have printed.
        let stop = Stop::new(true);
        assert!(system.print(Path::new("x.pdf"), &order(None), &stop).is_err());
    }

    #[test]
    fn printers_are_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = System::in_folder(folder.path());
        assert_eq!(system.printers(), Printers::default());
        fake::put(folder.path(), "lpstat", "case $1 in -e) printf 'Office\\nHall\\n';; -d) echo 'system default destination: Hall';; esac");
        let names = ["Office", "Hall"].map(str::to_owned).to_vec();
        assert_eq!(system.printers(), Printers { names, default: Some("Hall".into()) });
    }
}
