//! The program as a process, with its folder and its database.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use store::testing::TestDb;
use tempfile::TempDir;

use crate::browser::{Reply, Visitor};

/// How long a start may take on a busy machine, debug build and all.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A data folder and a database of one engine.
pub struct Place {
    /// The folder; `data` in it is the data folder.
    pub folder: TempDir,
    database: String,
    /// The database where it is not a file.
    pub server: Option<TestDb>,
}

impl Place {
    /// A folder with the database that a newcomer gets: a file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("data/town.sqlite3").display());
        Self { folder, database, server: None }
    }

    /// A place on every engine that this machine offers.
    pub fn all() -> Vec<Self> {
        let mut places = vec![Self::sqlite()];
        places.extend(store::testing::servers().into_iter().map(|server| {
            let database = server.address();
            Self { folder: tempfile::tempdir().unwrap(), database, server: Some(server) }
        }));
        places
    }

    /// A folder for a program over a database elsewhere.
    pub fn on(database: String) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database, server: None }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The file of the database.
    pub fn file(&self) -> PathBuf {
        self.data().join("town.sqlite3")
    }

    /// Whether the database is a file.
    pub fn is_sqlite(&self) -> bool {
        self.database.starts_with("sqlite:")
    }

    /// The database's address.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The program with this place's folder and database, and nothing of the tester's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).args(arguments);
        command.arg("--data").arg(self.data()).args(["--database", &self.database]);
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// Starts the demo with a few requests and waits until it listens.
    pub fn demo(&self, more: &[&str]) -> Running {
        let arguments = [&["demo", "--listen", "127.0.0.1:0", "--cases", "200"], more].concat();
        Running::start(self.command(&arguments))
    }
}

/// The program, without settings from the tester's environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_townhall"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TOWNHALL_") {
            command.env_remove(name);
        }
    }
    command.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// The one sentence with which the program refused: a single line on standard error that ends
    /// with a full stop, no words of the runtime, exit code 1.
    pub fn refusal(&self) -> &str {
        assert_eq!(self.code, Some(1), "{self:?}");
        let line = self.err.trim_end();
        assert_eq!(line.lines().count(), 1, "{self:?}");
        assert!(line.ends_with('.') && !line.ends_with(".."), "{self:?}");
        for word in ["panicked", "RUST_BACKTRACE", "StoreError", "Os {"] {
            assert!(!line.contains(word), "{self:?}");
        }
        line
    }
}

/// The program while it serves. It is killed when it goes out of scope.
pub struct Running {
    child: Child,
    /// What it says on standard error, read as it says it: a full pipe would hold it up.
    err: Option<JoinHandle<String>>,
    /// What it printed before it listened, and that line itself.
    pub said: String,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Running {
    /// Starts a command and waits for its line `Listening on`.
    pub fn start(command: Command) -> Self {
        Self::start_with(command, Stdio::piped())
    }

    /// The same, with what it logs going elsewhere.
    pub fn start_with(mut command: Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let err = child.stderr.take().map(|mut stream| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                stream.read_to_end(&mut bytes).unwrap();
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Listening on http://") || !said.ends_with('\n') {
            if out.read_line(&mut said).unwrap() == 0 {
                let err = err.map(|err| err.join().unwrap()).unwrap_or_default();
                panic!("it did not start: {said}{err}");
            }
        }
        let address = said.trim_end().rsplit('/').next().unwrap().parse().unwrap();
        Self { child, err, said, address }
    }

    /// Ends the program as a machine that shuts down does; gives how it ended and how long it took.
    pub fn terminate(self) -> (Ended, Duration) {
        self.signal("TERM");
        self.terminated()
    }

    /// Waits for the end of a program that was told to stop.
    pub fn terminated(mut self) -> (Ended, Duration) {
        let began = Instant::now();
        let code = self.child.wait().unwrap().code();
        let err = self.err.take().map(|err| err.join().unwrap()).unwrap_or_default();
        (Ended { code, out: self.said.clone(), err }, began.elapsed())
    }

    /// How much memory it holds, in megabytes.
    pub fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    /// Its number among the machine's processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Takes the program away between two instructions.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it tells Prometheus, each time that this is called.
    pub fn metrics(&self) -> impl Fn() -> String + use<> {
        let line = self.said.lines().find_map(|line| line.strip_prefix("Metrics on http://"));
        let address = line.unwrap().trim_end_matches("/metrics").parse().unwrap();
        move || Visitor::new(address).get("/metrics").body
    }

    /// Opens an address without cookies.
    pub fn get(&self, path: &str) -> Reply {
        Visitor::new(self.address).get(path)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// All files under a folder with their bytes, to show that nothing was touched; without what SQLite
/// lays beside a file for a look: the memory of its readers (`-shm`) and an empty log (`-wal`).
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let name = path.to_string_lossy();
                let nothing = name.ends_with("-wal") && bytes.is_empty();
                if !nothing && !name.ends_with("-shm") {
                    found.push((path, bytes));
                }
            }
        }
    }
    found.sort();
    found
}
