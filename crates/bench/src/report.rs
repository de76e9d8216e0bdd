//! The figures as a table for people, with the aims beside them, and as JSON.

use std::fmt::Write;

use serde::Serialize;

use crate::load::{Figures, count};
use crate::pages::Line;
use crate::program::Beginning;

/// Pages alone: 99 of 100 within this, in milliseconds.
const PAGE_P99_MS: f64 = 10.0;
/// Pages: at least this share of bare axum.
const PAGE_SHARE: f64 = 0.25;
/// Submissions: at least this share of the bare database.
const WRITE_SHARE: f64 = 0.5;
/// Submissions a second.
const WRITES: f64 = 3_000.0;
/// Submissions: 99 of 100 within this, in milliseconds.
const WRITE_P99_MS: f64 = 50.0;
/// How much slower a page may be with a hundred times the cases.
const GROWTH: f64 = 1.5;
/// Cases loaded a second.
const LOAD: f64 = 20_000.0;
/// Memory at rest, in megabytes.
const MEMORY_MB: f64 = 150.0;
/// Milliseconds to the first answer.
const START_MS: f64 = 1_000.0;
/// The program, in megabytes.
const BINARY_MB: f64 = 60.0;

/// All that one command measured.
#[derive(Default, Serialize)]
pub(crate) struct Report {
    /// Processors of the machine.
    pub cores: usize,
    /// The size of the program, in megabytes.
    pub binary_mb: f64,
    /// Each engine with each number of cases.
    pub runs: Vec<Run>,
}

/// One engine with a number of cases.
#[derive(Serialize)]
pub(crate) struct Run {
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// How many cases.
    pub cases: usize,
    /// How the town began.
    pub beginning: Beginning,
    /// Memory after all loads, in megabytes.
    pub memory_after_mb: f64,
    /// The pages.
    pub pages: Vec<Line>,
    /// The writes.
    pub writes: Option<Writes>,
}

/// A submission at three depths, and its limits.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Writes {
    /// The form's last step over HTTP.
    pub form: Figures,
    /// Bare axum with the same answer.
    pub bare_web: Figures,
    /// The same write without the web.
    pub store: Figures,
    /// The same rows into the bare database.
    pub bare_store: Figures,
}

impl Report {
    /// The tables.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mark = mark(self.binary_mb < BINARY_MB);
        let _ = writeln!(
            text,
            "{} cores, client included. Program {:.0} MB (aim < {BINARY_MB:.0}){mark}",
            self.cores, self.binary_mb
        );
        for run in &self.runs {
            beginning(&mut text, run);
            pages(&mut text, &run.pages);
            if let Some(writes) = &run.writes {
                writing(&mut text, run.engine, writes);
            }
        }
        growth(&mut text, &self.runs);
        text
    }
}

fn mark(reached: bool) -> &'static str {
    if reached { "" } else { "  <- misses its aim" }
}

fn star(reached: bool) -> char {
    if reached { ' ' } else { '*' }
}

fn share(figures: f64, limit: f64) -> f64 {
    figures / limit.max(1e-9)
}

fn beginning(text: &mut String, run: &Run) {
    let Beginning { load_s, index_s, start_ms, memory_mb } = run.beginning;
    let cases = count(run.cases);
    let (load, indexed) = (share(cases, load_s), share(cases, load_s + index_s));
    let _ = writeln!(text, "\n{}, {} cases", run.engine, run.cases);
    let _ = writeln!(
        text,
        "  load      {load_s:.1} s, {load:.0} cases/s; with the search {:.1} s, {indexed:.0} cases/s (aim {LOAD:.0}){}",
        load_s + index_s,
        mark(indexed >= LOAD)
    );
    let start = mark(start_ms < START_MS);
    let _ = writeln!(text, "  start     {start_ms:.0} ms (aim < {START_MS:.0}){start}");
    let memory = mark(memory_mb < MEMORY_MB);
    let _ = writeln!(
        text,
        "  memory    {memory_mb:.0} MB at rest (aim < {MEMORY_MB:.0}){memory}, {:.0} MB after the loads",
        run.memory_after_mb
    );
}

fn pages(text: &mut String, lines: &[Line]) {
    let clients = lines.first().map_or(0, |line| line.many.clients);
    let _ = writeln!(
        text,
        "  {:<27}{:>9}{:>10}{:>10}{:>11}{:>10}{:>12}{:>9}{:>11}{:>11}",
        "page",
        "bytes",
        "p50 ms",
        "p99 ms",
        "rate",
        "p99 ms",
        "bare axum",
        "share",
        "server us",
        "client us"
    );
    let _ = writeln!(text, "  {:<36}{:>20}{:>21}", "", "1 client", format!("{clients} clients"));
    for line in lines {
        let part = share(line.many.rate, line.bare.rate);
        let _ = writeln!(
            text,
            "  {:<27}{:>9}{:>10.2}{:>9.2}{}{:>11.0}{:>10.2}{:>12.0}{:>8.2}{}{:>11.0}{:>11.0}",
            line.name,
            line.bytes,
            line.alone.p50_ms,
            line.alone.p99_ms,
            star(line.alone.p99_ms < PAGE_P99_MS),
            line.many.rate,
            line.many.p99_ms,
            line.bare.rate,
            part,
            star(part >= PAGE_SHARE),
            line.many.server_us,
            line.many.client_us,
        );
    }
    let _ = writeln!(
        text,
        "  aims: p99 < {PAGE_P99_MS:.0} ms alone, share >= {PAGE_SHARE} of bare axum; * misses its aim"
    );
}

fn writing(text: &mut String, engine: &str, writes: &Writes) {
    let bare = if engine == "SQLite" { "bare rusqlite" } else { "bare PostgreSQL" };
    let _ = writeln!(
        text,
        "  {:<27}{:>9}{:>10}{:>10}{:>10}{:>9}{:>11}{:>11}",
        "submission", "clients", "rate", "p50 ms", "p99 ms", "share", "server us", "client us"
    );
    let limit = writes.bare_store.rate;
    let lines = [
        ("the form's last step", writes.form),
        ("the write alone", writes.store),
        (bare, writes.bare_store),
        ("bare axum", writes.bare_web),
    ];
    for (name, figures) in lines {
        let _ = writeln!(
            text,
            "  {name:<27}{:>9}{:>10.0}{:>10.2}{:>10.2}{:>9.2}{:>11.0}{:>11.0}",
            figures.clients,
            figures.rate,
            figures.p50_ms,
            figures.p99_ms,
            share(figures.rate, limit),
            figures.server_us,
            figures.client_us,
        );
    }
    let part = share(writes.form.rate, limit);
    let _ = writeln!(
        text,
        "  aims: {WRITES:.0}/s{}; share of {bare} >= {WRITE_SHARE}{}; p99 < {WRITE_P99_MS:.0} ms{}",
        mark(writes.form.rate >= WRITES),
        mark(part >= WRITE_SHARE),
        mark(writes.form.p99_ms < WRITE_P99_MS),
    );
}

/// How much slower each page is with the most cases than with the fewest, on the same engine.
fn growth(text: &mut String, runs: &[Run]) {
    let Some(first) = runs.first() else { return };
    let last = runs.iter().filter(|run| run.engine == first.engine).max_by_key(|run| run.cases);
    let Some(last) = last.filter(|last| last.cases > first.cases) else { return };
    let _ = writeln!(
        text,
        "\nGrowth from {} to {} cases, {} (aim < {GROWTH})",
        first.cases, last.cases, first.engine
    );
    for (small, large) in first.pages.iter().zip(&last.pages) {
        let times = share(large.alone.p50_ms, small.alone.p50_ms);
        let _ = writeln!(
            text,
            "  {:<27}{:>9.2} ms{:>9.2} ms{times:>8.2}x{}",
            small.name,
            small.alone.p50_ms,
            large.alone.p50_ms,
            mark(times < GROWTH)
        );
    }
    if let (Some(small), Some(large)) = (&first.writes, &last.writes) {
        let times = share(small.form.rate, large.form.rate);
        let _ = writeln!(
            text,
            "  {:<27}{:>10.0}/s{:>10.0}/s{times:>8.2}x{}",
            "the form's last step",
            small.form.rate,
            large.form.rate,
            mark(times < GROWTH)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(cases: usize, p50_ms: f64) -> Run {
        let alone = Figures { clients: 1, p50_ms, p99_ms: 12.0, ..Figures::default() };
        let many = Figures { clients: 8, rate: 100.0, ..Figures::default() };
        let bare = Figures { rate: 1_000.0, ..Figures::default() };
        let line = Line { name: "home", bytes: 7, alone, many, bare };
        let beginning = Beginning { load_s: 1.0, index_s: 0.0, start_ms: 10.0, memory_mb: 90.0 };
        Run {
            engine: "SQLite",
            cases,
            beginning,
            memory_after_mb: 91.0,
            pages: vec![line],
            writes: None,
        }
    }

    #[test]
    fn what_misses_its_aim_is_marked() {
        let report = Report { cores: 2, binary_mb: 10.0, runs: vec![run(30_000, 1.0)] };
        let text = report.text();
        assert!(text.contains("12.00*"), "{text}");
        assert!(text.contains("0.10*"), "{text}");
        assert!(!text.contains("Growth"), "{text}");
        assert_eq!(text.matches("misses its aim").count(), 1, "{text}");
    }

    #[test]
    fn growth_compares_the_fewest_cases_with_the_most() {
        let runs = vec![run(30_000, 1.0), run(3_000_000, 1.4), run(300_000, 9.0)];
        let text = Report { cores: 2, binary_mb: 10.0, runs }.text();
        assert!(text.contains("1.40x\n"), "{text}");
    }
}
