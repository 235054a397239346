//! Programs outside that make PDFs, run as a user would run them.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;

/// A program with the same text in its own form.
pub struct Peer {
    /// The command.
    pub name: &'static str,
    /// Its source for the plan.
    pub full: String,
    /// The same without any text.
    pub empty: String,
    /// Its arguments: from `source`, put `source` with the extension pdf into the same folder.
    pub arguments: fn(source: &Path, command: &mut Command),
}

impl Peer {
    /// The times of several runs less the shortest with the empty document, and the PDF; none
    /// where the program is not installed.
    pub fn time(&self) -> io::Result<Option<(Vec<Duration>, Vec<u8>)>> {
        let folder = tempfile::tempdir()?;
        let (full, empty) = (folder.path().join("full.src"), folder.path().join("empty.src"));
        std::fs::write(&full, &self.full)?;
        std::fs::write(&empty, &self.empty)?;
        // The first run sets up what the program keeps for itself.
        match self.run(&empty) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            first => first?,
        };
        let runs = |source: &Path| (0..RUNS).map(|_| self.run(source)).collect::<io::Result<Vec<Duration>>>();
        let least = runs(&empty)?.into_iter().min().unwrap_or_default();
        let times = runs(&full)?.into_iter().map(|time| time.saturating_sub(least)).collect();
        Ok(Some((times, std::fs::read(full.with_extension("pdf"))?)))
    }

    fn run(&self, source: &Path) -> io::Result<Duration> {
        let mut command = Command::new(self.name);
        (self.arguments)(source, &mut command);
        let start = Instant::now();
        let output = command.stdin(Stdio::null()).output()?;
        let time = start.elapsed();
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        Ok(time)
    }
}

/// typst with our fonts.
pub fn typst(source: &Path, command: &mut Command) {
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts");
    command.args(["compile", "--ignore-system-fonts", "--font-path", fonts]).arg(source).arg(source.with_extension("pdf"));
}

/// LibreOffice's word processor on the HTML export, with tags; its settings stay in the same folder.
pub fn libreoffice(source: &Path, command: &mut Command) {
    let folder = source.parent().unwrap_or(source);
    let filter = r#"pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}"#;
    command.arg(format!("-env:UserInstallation=file://{}/settings", folder.display()));
    command.args(["--headless", "--infilter=HTML (StarWriter)", "--convert-to", filter, "--outdir"]).arg(folder).arg(source);
}
