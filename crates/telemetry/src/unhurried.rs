//! Log lines on their way out, which nobody waits for: a terminal that is paused, a pipe that nobody reads
//! or a full disk of logs must not hold up a town hall.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// How many lines may wait to be written: some seconds of a busy town, a few megabytes. What comes beyond
/// is counted and left out.
const WAITING: usize = 8_192;
/// How long the end of the program waits for the last lines.
const LAST_WAIT: Duration = Duration::from_secs(2);

enum Message {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

/// Takes log lines and hands them to a thread that writes them. Clones share it.
#[derive(Clone)]
pub(crate) struct Unhurried {
    lines: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

/// A line that is being put together.
pub(crate) struct Line<'w> {
    bytes: Vec<u8>,
    to: &'w Unhurried,
}

impl Unhurried {
    /// Writes to `out` from a thread of its own, which ends with the last clone.
    pub fn to(out: impl Write + Send + 'static) -> io::Result<Self> {
        let (lines, waiting) = sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&lost);
        std::thread::Builder::new()
            .name("log".into())
            .spawn(move || write(out, &waiting, &counted))?;
        Ok(Self { lines, lost })
    }

    /// Waits a moment until what was logged so far is written.
    pub fn flush(&self) {
        let (done, told) = sync_channel(1);
        if self.lines.try_send(Message::Flush(done)).is_ok() {
            let _ = told.recv_timeout(LAST_WAIT);
        }
    }
}

fn write(mut out: impl Write, waiting: &Receiver<Message>, lost: &AtomicU64) {
    while let Ok(message) = waiting.recv() {
        // Where a line cannot be written there is nobody who could be told.
        match message {
            Message::Line(bytes) => drop(out.write_all(&bytes)),
            Message::Flush(done) => {
                drop(out.flush());
                let _ = done.try_send(());
            }
        }
        let left_out = lost.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            drop(writeln!(
                out,
                "{left_out} log lines were left out: they came faster than they were read"
            ));
        }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() && self.to.lines.try_send(Message::Line(bytes)).is_err() {
            self.to.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl<'w> MakeWriter<'w> for Unhurried {
    type Writer = Line<'w>;

    fn make_writer(&'w self) -> Line<'w> {
        Line { bytes: Vec::new(), to: self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::Lines;

    fn left_out(line: &str) -> Option<usize> {
        line.split_once(" log lines were left out")?.0.parse().ok()
    }

    fn log(to: &Unhurried, number: usize) {
        writeln!(to.make_writer(), "line {number}").unwrap();
    }

    #[test]
    fn lines_come_out_whole_and_in_order() {
        let reader = Lines::default();
        let lines = Unhurried::to(reader.clone()).unwrap();
        (0..100).for_each(|number| log(&lines, number));
        lines.flush();
        let text = String::from_utf8(reader.0.lock().unwrap().clone()).unwrap();
        let expected: Vec<_> = (0..100).map(|number| format!("line {number}")).collect();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nobody_waits_for_a_log_that_is_not_read_and_what_is_left_out_is_told() {
        let reader = Lines::default();
        let lines = Unhurried::to(reader.clone()).unwrap();
        let shut = reader.0.lock().unwrap();
        let all = WAITING * 3;
        (0..all).for_each(|number| log(&lines, number));
        drop(shut);
        let began = std::time::Instant::now();
        let (written, told) = loop {
            lines.flush();
            let text = String::from_utf8(reader.0.lock().unwrap().clone()).unwrap();
            let written = text.lines().filter(|line| line.starts_with("line ")).count();
            let told: usize = text.lines().filter_map(left_out).sum();
            if written + told >= all || began.elapsed() > Duration::from_secs(20) {
                break (written, told);
            }
        };
        assert!((WAITING..=WAITING + 2).contains(&written), "{written}");
        assert_eq!(written + told, all);
    }
}
