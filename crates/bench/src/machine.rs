//! What the kernel says of a process.

use std::fs;

/// Ticks of the kernel's clock a second: 100 on every Linux that Townhall runs on.
const TICKS: f64 = 100.0;

/// Processor time that a process has used, its threads included, in seconds; 0 where the kernel does
/// not tell.
pub(crate) fn cpu_seconds(process: u32) -> f64 {
    fs::read_to_string(format!("/proc/{process}/stat")).map_or(0.0, |stat| ticks(&stat) / TICKS)
}

/// The times in user and kernel mode: fields 14 and 15 (proc(5)), counted behind the name, which may
/// hold spaces.
fn ticks(stat: &str) -> f64 {
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum()
}

/// Memory of a process that is its own or in use, in megabytes.
pub(crate) fn memory_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}

/// The size of a file, in megabytes.
pub(crate) fn file_mb(path: &std::path::Path) -> f64 {
    let bytes = fs::metadata(path).map_or(0, |data| data.len());
    f64::from(u32::try_from(bytes >> 10).unwrap_or(u32::MAX)) / 1_024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_does_not_shift_the_fields() {
        let stat = "7 (a b) c) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 9 0 1 2 3";
        assert!((ticks(stat) - 300.0).abs() < 1e-9);
    }

    #[test]
    fn this_process_has_memory() {
        assert!(memory_mb(std::process::id()) > 0.0);
    }
}
