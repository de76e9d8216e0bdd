//! A throw-away PostgreSQL: made in a temporary folder, on a free port of the loopback address,
//! stopped and deleted when it goes out of scope, whatever happened in between.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Outcome;
use crate::machine::{is_root, postgres_programs, prepare_database};
use crate::program::{Program, find};

/// The variable in which tests find the cluster.
pub(crate) const VARIABLE: &str = "TOWNHALL_TEST_POSTGRES";

/// How long a cluster on a busy machine may take to answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// What every cluster here is told.
const SETTINGS: &[&str] = &[
    "max_connections=400",
    "shared_buffers=128MB",
    "listen_addresses=127.0.0.1",
    "log_min_messages=error",
];

/// For tests. Durability costs time and buys nothing: a cluster that dies is made anew.
const FOR_TESTS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    // Tests make thousands of short-lived tables; vacuuming them would only take their time.
    "autovacuum=off",
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true)]
    command: Vec<String>,
}

/// Runs a command beside a throw-away cluster.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    prepare_database()?;
    let cluster = Cluster::start()?;
    let (name, arguments) = args.command.split_first().ok_or("which command?")?;
    Program::new(name).args(arguments).env(VARIABLE, cluster.url()).run()
}

/// A running cluster of one's own.
pub(crate) struct Cluster {
    server: Child,
    port: u16,
    folder: TempDir,
}

impl Cluster {
    /// Makes a cluster for tests and waits until it answers.
    pub fn start() -> Outcome<Self> {
        Self::start_with(FOR_TESTS)
    }

    /// Makes a cluster whose commits are durable, as a town's is, for measuring.
    pub fn start_durable() -> Outcome<Self> {
        Self::start_with(&[])
    }

    fn start_with(more: &[&str]) -> Outcome<Self> {
        let programs = postgres_programs().ok_or("PostgreSQL's programs were not found")?;
        let folder = tempfile::Builder::new().prefix("townhall-postgres-").tempdir()?;
        if is_root() {
            Program::new("chown").arg("postgres").arg(folder.path()).run()?;
        }
        let data = folder.path().join("data");
        as_owner(programs.join("initdb"), folder.path())
            .args(["--username=townhall", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--no-sync", "--pgdata"])
            .arg(&data)
            .output()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = fs::File::create(folder.path().join("log"))?;
        let mut server = as_owner(programs.join("postgres"), folder.path())
            .args(SETTINGS.iter().chain(more).flat_map(|setting| ["-c", setting]))
            .arg("-c")
            .arg(format!("unix_socket_directories={}", folder.path().display()))
            .args(["-p", &port.to_string(), "-D"])
            .arg(&data)
            .into_command();
        server.stdout(Stdio::null()).stderr(log);
        let mut cluster = Self { server: server.spawn()?, port, folder };
        cluster.wait(&programs)?;
        cluster.create("townhall")?;
        Ok(cluster)
    }

    /// Returns the address of the database that every test may use.
    pub fn url(&self) -> String {
        self.url_of("townhall")
    }

    /// Makes one more, empty database and returns its address.
    pub fn fresh(&self, name: &str) -> Outcome<String> {
        self.create(name)?;
        Ok(self.url_of(name))
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://townhall@127.0.0.1:{}/{database}", self.port)
    }

    fn create(&self, database: &str) -> Outcome<()> {
        let programs = postgres_programs().ok_or("PostgreSQL's programs were not found")?;
        Program::new(programs.join("createdb"))
            .args(["--host=127.0.0.1", "--username=townhall", "--port", &self.port.to_string()])
            .args(["--maintenance-db=postgres", database])
            .output()
            .map(drop)
    }

    fn wait(&mut self, programs: &Path) -> Outcome<()> {
        let start = Instant::now();
        let port = self.port.to_string();
        loop {
            let ready = Program::new(programs.join("pg_isready")).args([
                "--host=127.0.0.1",
                "--quiet",
                "--port",
                &port,
            ]);
            if ready.output().is_ok() {
                return Ok(());
            }
            let ended = self.server.try_wait()?;
            if ended.is_some() || start.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start\n{log}").into());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; it must end before its folder is deleted.
        let stopped =
            Command::new("kill").args(["-INT", &self.server.id().to_string()]).status().is_ok();
        if !stopped {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// PostgreSQL refuses to run as root, so root hands it to the user `postgres`. The death signal stops
/// the server even when this tool is killed and cannot tidy up after itself.
fn as_owner(program: PathBuf, folder: &Path) -> Program {
    let Some(setpriv) = find("setpriv") else {
        return Program::new(program).folder(folder);
    };
    let start = Program::new(setpriv).folder(folder).args(["--pdeathsig", "INT"]);
    let start = if is_root() {
        start.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"])
    } else {
        start
    };
    start.arg(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_afterwards() {
        if postgres_programs().is_none() {
            return;
        }
        let cluster = Cluster::start().unwrap();
        let port = cluster.port;
        assert!(cluster.fresh("second").unwrap().ends_with("/second"));
        let folder = cluster.folder.path().to_owned();
        drop(cluster);
        assert!(!folder.exists());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
