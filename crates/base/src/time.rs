//! Time as tables hold it: milliseconds since 1970-01-01T00:00:00Z in a 64-bit integer.

use jiff::Timestamp;

/// Milliseconds in one minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in one hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds in one day of 24 hours.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Turns a time into milliseconds since 1970 UTC, cutting off what is finer.
pub fn to_ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Turns milliseconds since 1970 UTC into a time; a number outside the years −9999 to 9999 is
/// clamped to the nearest end.
pub fn from_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
