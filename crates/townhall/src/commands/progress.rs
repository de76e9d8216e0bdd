//! Tells how far a long work has come: a moving bar in a terminal, plain lines in a file or a pipe.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// In how many parts a work is told where nothing can move.
const PARTS: usize = 4;

/// A step of the work.
pub struct Step {
    what: &'static str,
    total: usize,
    began: Instant,
    /// Moves where somebody watches.
    bar: Option<ProgressBar>,
}

impl Step {
    /// Begins a step of unknown length.
    pub fn begin(what: &'static str) -> Self {
        let moving = |bar: ProgressBar| {
            let bar = bar.with_message(what);
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        };
        let bar = std::io::stderr().is_terminal().then(|| moving(ProgressBar::new_spinner()));
        Self { what, total: 0, began: Instant::now(), bar }
    }

    /// Begins a step that counts to a total.
    pub fn counted(what: &'static str, total: usize) -> Self {
        let style = ProgressStyle::with_template("  {msg:<34}{wide_bar} {human_pos}/{human_len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let length = u64::try_from(total).unwrap_or(0);
        let bar = std::io::stderr()
            .is_terminal()
            .then(|| ProgressBar::new(length).with_style(style).with_message(what));
        Self { what, total, began: Instant::now(), bar }
    }

    /// Tells how long the step is, once that is known.
    pub fn total(&mut self, total: usize) {
        self.total = total;
        if let Some(bar) = &self.bar {
            bar.set_length(u64::try_from(total).unwrap_or(0));
        }
    }

    /// Tells that `before` of the total were done and `now` are.
    pub fn reached(&self, before: usize, now: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(u64::try_from(now).unwrap_or(0));
            return;
        }
        let part = |done: usize| done * PARTS / self.total.max(1);
        if part(now) > part(before) && now < self.total {
            super::remark(&format!("  {:<34}{now} of {}", self.what, self.total));
        }
    }

    /// Ends the step: a line with its time stays.
    pub fn end(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let seconds = self.began.elapsed().as_secs_f64();
        super::remark(&format!("  {:<34}{seconds:.1} s", self.what));
    }
}
