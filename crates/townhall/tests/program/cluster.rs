//! A PostgreSQL of one's own, durable, that can be killed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::process::PATIENCE;

/// A running server with its folder.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    server: Child,
}

impl Cluster {
    /// Makes a server, where the tests have PostgreSQL at all.
    pub fn start() -> Option<Self> {
        std::env::var_os(store::testing::POSTGRES)?;
        let programs = programs().expect("PostgreSQL's programs are on this machine");
        let folder = owned();
        let made = owner(&programs.join("initdb"), folder.path())
            .args([
                "--username=townhall",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--pgdata",
            ])
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        Some(Self::over(programs, folder))
    }

    /// A second server that follows this one; from now on nothing is acknowledged that it does not hold too.
    pub fn replica(&self) -> Self {
        let folder = owned();
        let made = owner(&self.programs.join("pg_basebackup"), folder.path())
            .args(["--host=127.0.0.1", "--username=townhall", "--checkpoint=fast"])
            .args(["--write-recovery-conf", "--port", &self.port.to_string(), "--pgdata"])
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let replica = Self::over(self.programs.clone(), folder);
        let run = |sql| store::testing::run(&self.address(), sql);
        run("ALTER SYSTEM SET synchronous_standby_names = '*'");
        run("SELECT pg_reload_conf()");
        replica
    }

    /// Makes a replica a server that takes writes.
    pub fn promote(&self) {
        let promoted = owner(&self.programs.join("pg_ctl"), self.folder.path())
            .args(["promote", "--wait", "--pgdata"])
            .arg(self.folder.path().join("data"))
            .output()
            .unwrap();
        assert!(promoted.status.success(), "{promoted:?}");
    }

    fn over(programs: PathBuf, folder: TempDir) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = run(&programs, folder.path(), port);
        let mut cluster = Self { programs, folder, port, server };
        cluster.wait();
        cluster
    }

    /// The address of its database.
    pub fn address(&self) -> String {
        format!("postgres://townhall@127.0.0.1:{}/postgres", self.port)
    }

    /// Takes the server away between two instructions.
    pub fn kill(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// Starts it again over what it left.
    pub fn restart(&mut self) {
        self.server = run(&self.programs, self.folder.path(), self.port);
        self.wait();
    }

    /// Waits until it answers. Its children may outlive it for a moment and hold its memory: then it
    /// is started again.
    fn wait(&mut self) {
        let began = Instant::now();
        let port = self.port.to_string();
        loop {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            ready.args(["--host=127.0.0.1", "--quiet", "--port", &port]);
            if ready.status().is_ok_and(|status| status.success()) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "PostgreSQL does not start");
            if self.server.try_wait().unwrap().is_some() {
                self.server = run(&self.programs, self.folder.path(), self.port);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// A folder of whoever the server runs as.
fn owned() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert!(Command::new("chown").arg("postgres").arg(folder.path()).status().is_ok());
    folder
}

fn run(programs: &Path, folder: &Path, port: u16) -> Child {
    let mut server = owner(&programs.join("postgres"), folder);
    server.args(["-c", "listen_addresses=127.0.0.1", "-c"]);
    server.arg(format!("unix_socket_directories={}", folder.display()));
    server.args(["-p", &port.to_string(), "-D"]).arg(folder.join("data"));
    server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// PostgreSQL refuses to run as root. The death signal ends it with the test.
fn owner(program: &Path, folder: &Path) -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "--pdeathsig=KILL",
        ]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn programs() -> Option<PathBuf> {
    let all = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<_> =
        all.flatten().map(|entry| entry.path().join("bin")).filter(|bin| bin.is_dir()).collect();
    found.sort();
    found.pop()
}
