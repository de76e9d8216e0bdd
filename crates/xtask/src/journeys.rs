//! The journeys in a browser, and the screenshots: both are node programs in `journeys/`, which start
//! the server themselves; here they get their database and their browser.

use std::fs;

use crate::machine::{CHROMIUM, prepare_browser};
use crate::program::Program;
use crate::{Outcome, tree};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where the town lives: sqlite:PATH or postgres://…; a temporary SQLite file by default
    #[arg(long)]
    database: Option<String>,
    /// Only journeys whose file name contains one of these words
    words: Vec<String>,
}

#[derive(clap::Args)]
pub(crate) struct ShotArgs {
    /// Writes the pictures of the README to docs/screenshots, compressed
    #[arg(long)]
    docs: bool,
    /// Takes them from a server that runs already, such as one started by `townhall demo`
    #[arg(long)]
    url: Option<String>,
    /// Only pages whose name contains one of these words
    words: Vec<String>,
}

/// Builds the program and walks the journeys.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    prepare_browser()?;
    build().run()?;
    walk(args.database.as_deref(), &args.words).run()
}

/// Builds the program and takes screenshots of its main pages.
pub(crate) fn shots(args: &ShotArgs) -> Outcome<()> {
    prepare_browser()?;
    if args.url.is_none() {
        build().run()?;
    }
    let mut shoot = node().arg("shots.mjs").args(&args.words);
    if let Some(url) = &args.url {
        shoot = shoot.env("TOWNHALL_URL", url);
    }
    if args.docs {
        shoot = shoot.arg("--docs");
    }
    shoot.run()
}

/// Builds the program as the journeys run it: the dev profile, whose dependencies are optimised.
pub(crate) fn build() -> Program {
    Program::cargo().args(["build", "--quiet", "--package", "townhall"])
}

/// The runner of the journeys, which ends with the counts of node's test runner.
pub(crate) fn walk(database: Option<&str>, words: &[String]) -> Program {
    let mut walk = node().arg("run.mjs").args(words);
    if let Some(database) = database {
        walk = walk.env("TOWNHALL_JOURNEY_DATABASE", database);
    }
    walk
}

/// Tells whether there are journeys to walk.
pub(crate) fn exist() -> bool {
    let entries = fs::read_dir(tree::root().join("journeys")).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).any(|name| is_journey(&name))
}

fn is_journey(name: &str) -> bool {
    name.ends_with(".test.mjs")
}

fn node() -> Program {
    Program::new("node")
        .folder(&tree::root().join("journeys"))
        .env("TOWNHALL_BINARY", tree::target().join("debug/townhall"))
        .env("TOWNHALL_CHROMIUM", CHROMIUM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journeys_are_known_by_their_names() {
        assert!(is_journey("report.test.mjs"));
        assert!(!is_journey("run.mjs"));
    }
}
