//! Other programs: started in the project's folder, listened to while they speak.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;

use crate::tally::{Remarks, Tally};
use crate::{Outcome, tree};

/// A program to be started.
pub(crate) struct Program {
    command: Command,
    name: String,
}

impl Program {
    /// Names a program, found on the search path; it starts in the project's folder.
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name.as_ref());
        command.current_dir(tree::root()).stdin(Stdio::null());
        for (variable, _) in env::vars_os() {
            if is_of_this_cargo_run(&variable.to_string_lossy()) {
                command.env_remove(&variable);
            }
        }
        Self { command, name: name.as_ref().to_string_lossy().into_owned() }
    }

    /// Names the cargo that runs this tool.
    pub fn cargo() -> Self {
        Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Adds one argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts in another folder.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Hands over the command, for programs that go on in the background.
    pub fn into_command(self) -> Command {
        self.command
    }

    /// Runs it with its output shown as it is; fails when it fails.
    pub fn run(mut self) -> Outcome<()> {
        let status = self.command.status().map_err(|fault| format!("{}: {fault}", self.name))?;
        if status.success() { Ok(()) } else { Err(format!("{}: {status}", self.name).into()) }
    }

    /// Runs it in silence and returns its standard output; fails with its error output.
    pub fn output(mut self) -> Outcome<String> {
        let output = self.command.output().map_err(|fault| format!("{}: {fault}", self.name))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{}: {}\n{}", self.name, output.status, said.trim_end()).into())
    }

    /// Runs it, shows what it says as it says it, and counts the tests in its summaries.
    pub fn count(mut self) -> Outcome<Counted> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(|fault| format!("{}: {fault}", self.name))?;
        let (sender, lines) = mpsc::channel();
        let out = child.stdout.take().map(|stream| forward(stream, sender.clone()));
        let err = child.stderr.take().map(|stream| forward(stream, sender));
        let mut tally = Tally::default();
        let mut remarks = Remarks::default();
        for line in lines {
            println!("{line}");
            tally.read(&line);
            remarks.read(&line);
        }
        for thread in [out, err].into_iter().flatten() {
            thread.join().map_err(|_| format!("{}: its output could not be read", self.name))?;
        }
        let succeeded = child.wait()?.success();
        Ok(Counted { tally, remarks, succeeded })
    }
}

/// What a test runner did.
pub(crate) struct Counted {
    /// The tests in its summaries.
    pub tally: Tally,
    /// What it said of failures.
    pub remarks: Remarks,
    /// Whether it ended well.
    pub succeeded: bool,
}

/// `cargo run` tells this tool about itself; cargo and its build scripts must not take that for
/// theirs, or they rebuild each time.
fn is_of_this_cargo_run(variable: &str) -> bool {
    let prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    prefixes.iter().any(|prefix| variable.starts_with(prefix))
        || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&variable)
}

fn forward(stream: impl Read + Send + 'static, lines: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line);
            if lines.send(text.trim_end_matches(['\n', '\r']).to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    })
}

/// Looks a program up on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_what_the_program_said() {
        let said = Program::new("sh").args(["-c", "echo yes"]).output();
        assert_eq!(said.unwrap(), "yes\n");
    }

    #[test]
    fn a_failing_program_fails_with_its_own_words() {
        let fault = Program::new("sh").args(["-c", "echo no >&2; exit 3"]).output().unwrap_err();
        assert!(fault.to_string().ends_with("no"), "{fault}");
    }

    #[test]
    fn summaries_on_both_outputs_are_counted() {
        let script = "echo 'test result: ok. 3 passed; 1 failed; 0 ignored' >&2; echo '# pass 2'";
        let counted = Program::new("sh").args(["-c", script]).count().unwrap();
        assert_eq!(counted.tally, Tally { passed: 5, failed: 1 });
        assert!(counted.succeeded);
    }

    #[test]
    fn the_variables_of_this_run_stay_here() {
        assert!(is_of_this_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!is_of_this_cargo_run("CARGO_TARGET_DIR"));
        assert!(!is_of_this_cargo_run("CARGO_INCREMENTAL"));
    }
}
