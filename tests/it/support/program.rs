//! The program itself: run to its end, or started, asked over HTTP, and stopped.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// Where the project's files are.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The program, in the folder `folder`, keeping its demo there too.
pub(crate) fn landbridge(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landbridge"));
    command
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder)
        .env("LANDBRIDGE_LOG", "warn")
        .stdin(Stdio::null());
    command
}

/// A program that serves; ended when it is dropped.
pub(crate) struct Serving {
    child: Child,
    /// Kept open: the program would end if nobody listened to it any more.
    _output: BufReader<ChildStdout>,
    /// What it printed until it listened, line by line.
    pub(crate) greeting: Vec<String>,
    /// The URL it printed, without a trailing slash.
    pub(crate) root: String,
}

impl Serving {
    /// Starts `command`, which must have been told to take a free port (`--address 127.0.0.1:0`),
    /// and reads what it prints up to the line that holds `ready`.
    pub(crate) fn start(command: &mut Command, ready: &str) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut greeting = Vec::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        for line in output.by_ref().lines().map(Result::unwrap) {
            let last = line.contains(ready);
            greeting.push(line);
            if last {
                break;
            }
        }
        let mut serving = Self { child, _output: output, greeting, root: String::new() };
        serving.root = serving.find_root().unwrap_or_else(|| panic!("no URL in {:?}", serving.greeting));
        serving
    }

    fn find_root(&self) -> Option<String> {
        let words = self.greeting.iter().flat_map(|line| line.split_whitespace());
        let url = words.into_iter().find(|word| word.starts_with("http://127.0.0.1:"))?;
        Some(url.trim_end_matches('/').to_owned())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has noticed otherwise.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Standard output of a command that must succeed.
pub(crate) fn stdout_of(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let told = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?} ended with {status}:\n{told}");
    String::from_utf8(stdout).unwrap()
}
