//! The names of backups.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How the name of a backup begins; the time follows, so that names sort by it.
const START: &str = "townhall-";
/// How the time stands in the name: 20261124T194519Z.
const TIME: &str = "%Y%m%dT%H%M%SZ";
const TIME_LENGTH: usize = 16;
/// The ends of whole backups: in an envelope, or open.
const ENDS: [&str; 2] = [".tar.age", ".tar"];

/// The name of a backup that is taken now.
pub(crate) fn name(now: Timestamp, sealed: bool) -> String {
    let time = now.to_zoned_datetime(TimeZone::UTC).strftime(TIME).to_string();
    let end = if sealed { ENDS[0] } else { ENDS[1] };
    format!("{START}{time}{end}")
}

/// Whether a name is one that this program gives to whole backups.
pub(crate) fn is_backup(name: &str) -> bool {
    let time = name.strip_prefix(START).and_then(|rest| {
        let end = ENDS.into_iter().find(|end| rest.ends_with(end))?;
        rest.strip_suffix(end)
    });
    let sign = |(index, byte): (usize, u8)| match index {
        8 => byte == b'T',
        15 => byte == b'Z',
        _ => byte.is_ascii_digit(),
    };
    time.is_some_and(|time| time.len() == TIME_LENGTH && time.bytes().enumerate().all(sign))
}
