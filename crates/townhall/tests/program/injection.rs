//! Faults of the disk, made by the system's own tools in a program that runs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use crate::process::{Place, Running};

/// System calls of a running program that fail until this goes out of scope.
pub struct Injection(Child);

impl Injection {
    /// Lets system calls on the database's files fail with an error. Nothing where `strace` is missing or
    /// may not look at a process: the reason is printed.
    pub fn into(town: &Running, place: &Place, calls: &str, error: &str) -> Option<Self> {
        let mut command = Command::new("strace");
        command.args(["-f", "-o", "/dev/null", "-e"]).arg(format!("trace={calls}"));
        command.arg("-e").arg(format!("inject={calls}:error={error}"));
        for end in ["", "-wal"] {
            command.arg("-P").arg(format!("{}{end}", place.file().display()));
        }
        command.arg("-p").arg(town.id().to_string());
        let spawned =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut strace = match spawned {
            Ok(strace) => strace,
            Err(error) => {
                println!("skipped: strace: {error}");
                return None;
            }
        };
        let mut told = BufReader::new(strace.stderr.take().unwrap());
        let mut line = String::new();
        // What it says of `-P` comes first.
        while !line.contains(" attached") {
            line.clear();
            if told.read_line(&mut line).unwrap() == 0 || line.contains("not permitted") {
                println!("skipped: strace may not look at the program: {line}");
                drop(strace.kill());
                drop(strace.wait());
                return None;
            }
        }
        // Read on, so that it never waits for us.
        std::thread::spawn(move || drop(told.read_to_end(&mut Vec::new())));
        Some(Self(strace))
    }
}

impl Drop for Injection {
    /// Ends the fault: `strace` lets go of a program when it is told to end.
    fn drop(&mut self) {
        drop(Command::new("kill").args(["-s", "TERM", &self.0.id().to_string()]).status());
        drop(self.0.wait());
    }
}
