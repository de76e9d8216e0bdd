//! Work that comes again: a row a kind, moved on by whichever node is first.

use base::IdMaker;
use base::time::from_ms;
use jiff::SignedDuration;
use serde_json::Value;
use store::{StoreError, Tx};

use crate::registry::Registry;
use crate::{Job, enqueue, queue};

/// Makes the registry's schedules known to the database.
pub(crate) fn announce(tx: &mut Tx<'_>, registry: &Registry, now: i64) -> Result<(), StoreError> {
    for (kind, time) in &registry.schedules {
        queue::schedule(tx, kind, now, next(now, *time))?;
    }
    Ok(())
}

/// Puts down a job for each schedule whose time has come, unless the one before is not done yet: two
/// runs never overlap. A schedule that this program does not know belongs to another release and is
/// left to it.
pub(crate) fn tick(
    tx: &mut Tx<'_>,
    registry: &Registry,
    now: i64,
    ids: &IdMaker,
) -> Result<(), StoreError> {
    for (kind, at) in queue::coming(tx, now)? {
        let Some((kind, time)) = registry.schedules.get_key_value(kind.as_str()) else { continue };
        let key = format!("every:{kind}");
        if queue::advance(tx, kind, at, next(now, *time))? && !queue::waits(tx, &key)? {
            enqueue(tx, &Job::new(kind, Value::Null).at(from_ms(now)).once(key), ids)?;
        }
    }
    Ok(())
}

fn next(now: i64, time: SignedDuration) -> i64 {
    // At least a second, so that a schedule of nothing cannot keep the workers spinning.
    let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX).max(1_000);
    now.saturating_add(time)
}
