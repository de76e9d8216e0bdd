//! Townhall itself, started as an operator starts it: a demo town on a free port of this machine.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Outcome;
use crate::http::Connection;
use crate::load::Target;
use crate::machine::{cpu_seconds, memory_mb};

/// How long a town that has loaded may take to index what it loaded.
const PATIENCE: Duration = Duration::from_mins(30);
/// A second in which the program uses less than this of a processor is quiet.
const QUIET: f64 = 0.05;

/// Where a town lives.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The program.
    pub binary: PathBuf,
    /// Its folder.
    pub data: PathBuf,
    /// An address of PostgreSQL; an SQLite file in the folder otherwise.
    pub database: Option<String>,
    /// How many cases it begins with.
    pub cases: usize,
}

/// How long the beginning took and what it needs.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Beginning {
    /// Writing the cases, in seconds.
    pub load_s: f64,
    /// From then until they are found by the search, in seconds.
    pub index_s: f64,
    /// From a start of the loaded town to its first answer, in milliseconds.
    pub start_ms: f64,
    /// Memory at rest after that start, in megabytes.
    pub memory_mb: f64,
}

/// The running program.
pub(crate) struct Town {
    child: Child,
    target: Target,
}

impl Town {
    /// Starts it and waits until it listens.
    pub fn start(place: &Place) -> Outcome<Self> {
        let mut command = Command::new(&place.binary);
        command.args(["demo", "--listen", "127.0.0.1:0", "--log", "error", "--data"]);
        command.arg(&place.data).args(["--cases", &place.cases.to_string()]);
        if let Some(database) = &place.database {
            command.args(["--database", database]);
        }
        let told = File::create(told(place))?;
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(told).spawn()?;
        let said = child.stdout.take().ok_or("the town says nothing")?;
        let mut town =
            Self { target: Target { address: String::new(), process: child.id() }, child };
        for line in BufReader::new(said).lines() {
            if let Some(url) = line?.strip_prefix("Listening on http://") {
                url.clone_into(&mut town.target.address);
                return Ok(town);
            }
        }
        let why = std::fs::read_to_string(self::told(place)).unwrap_or_default();
        Err(format!("the town did not start: {why}").into())
    }

    /// Where it listens.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Memory that it uses now, in megabytes.
    pub fn memory_mb(&self) -> f64 {
        memory_mb(self.child.id())
    }

    /// Waits until it does nothing: what follows from a commit is done, the search has caught up.
    /// Gives how long it was busy.
    pub async fn rest(&self) -> Outcome<f64> {
        let begin = Instant::now();
        let mut used = cpu_seconds(self.child.id());
        while begin.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = cpu_seconds(self.child.id());
            if now - used < QUIET {
                return Ok((begin.elapsed().as_secs_f64() - 1.0).max(0.0));
            }
            used = now;
        }
        Err("the town does not come to rest".into())
    }

    /// Ends it in order.
    pub fn stop(mut self) -> Outcome<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Makes a town, lets it come to rest, starts it a second time, and gives it with how that went.
pub(crate) async fn begin(place: &Place) -> Outcome<(Town, Beginning)> {
    let first = Town::start(place)?;
    let load_s = loaded(&std::fs::read_to_string(told(place))?).ok_or("no time of loading")?;
    let index_s = first.rest().await?;
    first.stop()?;
    let begin = Instant::now();
    let town = Town::start(place)?;
    let mut connection = Connection::open(&town.target.address).await?;
    let ready = connection.exchange(b"GET /health/ready HTTP/1.1\r\nhost: bench\r\n\r\n").await?;
    if ready.status != 200 {
        return Err(format!("the town is not ready: {}", ready.status).into());
    }
    let start_ms = begin.elapsed().as_secs_f64() * 1e3;
    town.rest().await?;
    let memory_mb = town.memory_mb();
    Ok((town, Beginning { load_s, index_s, start_ms, memory_mb }))
}

fn told(place: &Place) -> PathBuf {
    let folder: &Path = &place.data;
    folder.with_extension("log")
}

/// The seconds that loading the requests took, from what the program tells beside its answer.
fn loaded(told: &str) -> Option<f64> {
    let line = told.lines().rfind(|line| line.contains("Requests") && line.ends_with(" s"))?;
    line.trim_end_matches(" s").rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_loading_is_read_from_the_last_line_about_it() {
        let told = "  Services and staff                0.4 s\n  Requests of residents             500 of \
                    1000\n  Requests of residents             1.5 s\n";
        assert_eq!(loaded(told), Some(1.5));
        assert_eq!(loaded("nothing"), None);
    }
}
