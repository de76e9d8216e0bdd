//! The steps of a run: each is timed and counted, and the run goes on after a failure so that one run
//! shows everything that is wrong.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::program::Program;
use crate::tally::{Remarks, Tally};

/// What one step did.
struct Done {
    name: String,
    took: Duration,
    tally: Tally,
    remarks: Remarks,
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
}

impl Steps {
    /// Does a step that passes or fails as a whole.
    pub fn plain(&mut self, name: &str, work: impl FnOnce() -> Outcome<()>) {
        self.step(name, || {
            work()?;
            Ok((Tally::one(true), Remarks::default()))
        });
    }

    /// Runs a test runner; its tests are the count. A runner that fails without saying which test
    /// failed counts as one failure, so that no failure is lost.
    pub fn counted(&mut self, name: &str, program: Program) {
        self.step(name, || {
            let counted = program.count()?;
            let mut tally = counted.tally;
            if !counted.succeeded && tally.failed == 0 {
                tally.failed = 1;
            }
            Ok((tally, counted.remarks))
        });
    }

    fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome<(Tally, Remarks)>) {
        println!("\n== {name}");
        let start = Instant::now();
        let (tally, remarks) = work().unwrap_or_else(|fault| {
            eprintln!("{fault}");
            (Tally::one(false), Remarks::default())
        });
        let took = start.elapsed();
        println!("== {name}: {tally} in {:.1} s", took.as_secs_f64());
        self.done.push(Done { name: name.to_owned(), took, tally, remarks });
    }

    /// Prints every step with its time, then the sum on a line of its own; fails if anything failed.
    pub fn finish(self) -> Outcome<()> {
        let mut sum = Tally::default();
        let mut time = Duration::ZERO;
        println!("\n== Summary");
        for step in &self.done {
            let mark = if step.tally.failed == 0 { "ok    " } else { "FAILED" };
            let took = step.took.as_secs_f64();
            println!("{mark} {took:>7.1} s  {}: {}", step.name, step.tally);
            step.remarks.lines().iter().for_each(|line| println!("           {line}"));
            sum += step.tally;
            time += step.took;
        }
        println!("{} steps in {:.1} s", self.done.len(), time.as_secs_f64());
        println!("{sum}");
        if sum.failed == 0 { Ok(()) } else { Err("something failed, see above".into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_step_fails_the_run_and_the_others_still_run() {
        let mut steps = Steps::default();
        let mut ran = false;
        steps.plain("breaks", || Err("no".into()));
        steps.plain("goes on", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert!(steps.finish().is_err());
    }

    #[test]
    fn a_runner_that_dies_without_a_summary_counts_as_a_failure() {
        let mut steps = Steps::default();
        steps.counted("dies", Program::new("false"));
        assert!(steps.finish().is_err());
    }

    #[test]
    fn good_steps_make_a_good_run() {
        let mut steps = Steps::default();
        steps.plain("works", || Ok(()));
        steps.counted("counts", Program::new("echo").arg("# pass 2"));
        assert!(steps.finish().is_ok());
    }
}
