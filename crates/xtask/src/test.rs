//! The one test command: everything, in the order in which a mistake is cheapest to find.

use clap::ValueEnum;

use crate::localstripe::{self, LocalStripe};
use crate::machine::{prepare_browser, prepare_database, prepare_faults};
use crate::postgres::{Cluster, VARIABLE};
use crate::program::{Program, find};
use crate::steps::Steps;
use crate::{Outcome, journeys, tidy};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these steps; repeat it or separate them with commas
    #[arg(long, value_delimiter = ',')]
    only: Vec<Step>,
    /// Which database the tests and journeys use
    #[arg(long, default_value = "both")]
    on: Database,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt leaves every file as it is
    Format,
    /// The rules of the house
    Tidy,
    /// No warning from clippy
    Clippy,
    /// Unit and integration tests
    Unit,
    /// The examples in the documentation
    Docs,
    /// The journeys, axe and the HTML checker in a browser
    Journeys,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
    Both,
}

impl Args {
    fn wants(&self, step: Step) -> bool {
        self.only.is_empty() || self.only.contains(&step)
    }

    fn wants_database(&self) -> bool {
        self.on != Database::Sqlite && (self.wants(Step::Unit) || self.wants(Step::Journeys))
    }
}

/// Runs the steps; fails if one of them failed.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    let mut steps = Steps::default();
    if args.wants_database() {
        steps.plain("install PostgreSQL", prepare_database);
    }
    if args.wants(Step::Unit) {
        steps.plain("install what makes faults", prepare_faults);
    }
    if args.wants(Step::Journeys) {
        steps.plain("install browser, Java and npm packages", prepare_browser);
    }
    check(args, &mut steps);
    let cluster = if args.wants_database() { start(&mut steps) } else { None };
    if args.wants(Step::Unit) {
        let stripe = start_stripe(&mut steps);
        unit(cluster.as_ref(), stripe.as_ref(), &mut steps);
    }
    if args.wants(Step::Docs) {
        let test = Program::cargo().args(["test", "--quiet", "--workspace", "--doc"]);
        steps.counted("examples in the documentation", test);
    }
    if args.wants(Step::Journeys) && journeys::exist() {
        walk(args, cluster.as_ref(), &mut steps);
    }
    drop(cluster);
    steps.finish()
}

fn check(args: &Args, steps: &mut Steps) {
    if args.wants(Step::Format) {
        steps.plain("format", || Program::cargo().args(["fmt", "--all", "--check"]).run());
    }
    if args.wants(Step::Tidy) {
        steps.plain("tidy", tidy::run);
    }
    if args.wants(Step::Clippy) {
        steps.plain("clippy", || {
            let clippy =
                Program::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets"]);
            clippy.args(["--", "--deny", "warnings"]).run()
        });
    }
}

fn start(steps: &mut Steps) -> Option<Cluster> {
    let mut cluster = None;
    steps.plain("start PostgreSQL", || {
        cluster = Some(Cluster::start()?);
        Ok(())
    });
    cluster
}

/// Another program's Stripe, for the tests of payments.
fn start_stripe(steps: &mut Steps) -> Option<LocalStripe> {
    let mut stripe = None;
    steps.plain("start localstripe", || {
        stripe = Some(LocalStripe::start()?);
        Ok(())
    });
    stripe
}

fn unit(cluster: Option<&Cluster>, stripe: Option<&LocalStripe>, steps: &mut Steps) {
    // A step of its own, so that the time of building is not taken for the time of testing.
    steps.plain("build the tests", || build().run());
    // Every test of data makes a database on each engine that it finds, and SQLite is always there.
    let address = stripe.map(LocalStripe::address).unwrap_or_default();
    let tests = tests().env(localstripe::VARIABLE, address);
    match cluster {
        Some(cluster) => {
            steps.counted("tests on SQLite and PostgreSQL", tests.env(VARIABLE, cluster.url()));
        }
        None => steps.counted("tests on SQLite", tests),
    }
}

/// nextest where it is installed, for its speed and its isolation; cargo's own runner otherwise.
fn tests() -> Program {
    let cargo = Program::cargo();
    if find("cargo-nextest").is_some() {
        let quiet = ["--cargo-quiet", "--status-level=slow", "--final-status-level=fail"];
        return cargo.args(["nextest", "run", "--workspace", "--no-tests=pass"]).args(quiet);
    }
    cargo.args(["test", "--quiet", "--workspace", "--all-targets", "--no-fail-fast"])
}

fn build() -> Program {
    let cargo = Program::cargo();
    if find("cargo-nextest").is_some() {
        return cargo.args(["nextest", "run", "--workspace", "--cargo-quiet", "--no-run"]);
    }
    cargo.args(["test", "--quiet", "--workspace", "--all-targets", "--no-run"])
}

fn walk(args: &Args, cluster: Option<&Cluster>, steps: &mut Steps) {
    steps.plain("build the program", || journeys::build().run());
    if args.on != Database::Postgres {
        steps.counted("journeys on SQLite", journeys::walk(None, &[]));
    }
    if let Some(cluster) = cluster {
        match cluster.fresh("journeys") {
            Ok(url) => steps.counted("journeys on PostgreSQL", journeys::walk(Some(&url), &[])),
            Err(fault) => steps.plain("journeys on PostgreSQL", || Err(fault)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_runs_unless_some_are_named() {
        let all = Args { only: vec![], on: Database::Both };
        assert!(all.wants(Step::Journeys) && all.wants(Step::Format) && all.wants_database());
        let some = Args { only: vec![Step::Tidy], on: Database::Both };
        assert!(some.wants(Step::Tidy) && !some.wants(Step::Unit) && !some.wants_database());
        let lite = Args { only: vec![], on: Database::Sqlite };
        assert!(!lite.wants_database());
    }
}
