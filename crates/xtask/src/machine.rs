//! The machine that the tests run on: what they need, and how Debian calls it.

use std::fs;
use std::path::PathBuf;

use crate::Outcome;
use crate::program::{Program, find};
use crate::tree;

/// The browser that the journeys drive.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium";

/// The oldest node that playwright-core runs on.
const OLDEST_NODE: u32 = 20;

/// A need of the tests.
struct Need {
    /// The Debian packages that bring it.
    packages: &'static [&'static str],
    /// Tells whether it is there already.
    here: fn() -> bool,
}

const FOR_THE_DATABASE: &[Need] = &[
    Need { packages: &["postgresql"], here: || postgres_programs().is_some() },
    Need { packages: &["util-linux"], here: || find("setpriv").is_some() },
];

/// What makes disks fail and clocks step under a program that runs.
const FOR_FAULTS: &[Need] = &[
    Need { packages: &["strace"], here: || find("strace").is_some() },
    Need { packages: &["faketime"], here: || find("faketime").is_some() },
    Need { packages: &["util-linux"], here: || find("unshare").is_some() },
];

const FOR_THE_BROWSER: &[Need] = &[
    Need { packages: &["chromium"], here: || PathBuf::from(CHROMIUM).is_file() },
    Need { packages: &["default-jre-headless"], here: || find("java").is_some() },
    Need { packages: &["nodejs", "npm"], here: || find("node").and(find("npm")).is_some() },
];

const FOR_PYTHON: &[Need] = &[Need {
    packages: &["python3", "python3-venv"],
    here: || Program::new("python3").args(["-c", "import ensurepip, venv"]).output().is_ok(),
}];

/// Brings what programs from PyPI need.
pub(crate) fn prepare_python() -> Outcome<()> {
    install(FOR_PYTHON)
}

/// Brings what the tests against PostgreSQL need.
pub(crate) fn prepare_database() -> Outcome<()> {
    install(FOR_THE_DATABASE)
}

/// Brings what the tests need that make faults.
pub(crate) fn prepare_faults() -> Outcome<()> {
    install(FOR_FAULTS)
}

/// Brings what the journeys need: browser, HTML checker and their pinned npm packages.
pub(crate) fn prepare_browser() -> Outcome<()> {
    install(FOR_THE_BROWSER)?;
    let version = Program::new("node").arg("--version").output()?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        let found = version.trim();
        return Err(format!("the journeys need node {OLDEST_NODE} or newer, found {found}").into());
    }
    let folder = tree::root().join("journeys");
    if packages_are_current(&folder) {
        return Ok(());
    }
    // The browser comes from Debian and the checker inside its package: no install script runs.
    let npm = Program::new("npm").folder(&folder);
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()
}

/// npm keeps a copy of the lock file beside what it installed; when it is as new as ours, nothing changed.
fn packages_are_current(folder: &std::path::Path) -> bool {
    let changed =
        |path: &str| fs::metadata(folder.join(path)).and_then(|data| data.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    installed.is_some() && installed >= changed("package-lock.json")
}

/// Returns the folder of PostgreSQL's own programs: newest version first, then the search path.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    newest.or_else(|| find("initdb")?.parent().map(PathBuf::from))
}

/// Tells whether this process may do everything.
pub(crate) fn is_root() -> bool {
    Program::new("id").arg("-u").output().is_ok_and(|id| id.trim() == "0")
}

fn install(needs: &[Need]) -> Outcome<()> {
    let missing: Vec<&str> = needs
        .iter()
        .filter(|need| !(need.here)())
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if find("apt-get").is_none() || !is_root() {
        return Err(format!("please install these packages (names as in Debian): {names}").into());
    }
    println!("Installing {names}");
    let apt = || Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    apt().args(["update", "--quiet"]).run()?;
    apt().args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(&missing).run()?;
    match needs.iter().find(|need| !(need.here)()) {
        None => Ok(()),
        Some(need) => Err(format!("installed, but not found: {}", need.packages.join(" ")).into()),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20.1"), None);
    }

    #[test]
    fn what_is_here_is_not_installed_again() {
        assert!(install(&[Need { packages: &["nothing-of-that-name"], here: || true }]).is_ok());
    }
}
