//! The cases of a service as they run: how many stand in each state, and how long each move took.

use std::collections::BTreeMap;

use store::{StoreError, Tx, params};

/// So many of the newest moves are looked at: enough for a median, and a bound for the busiest service.
const MOVES: i64 = 4_000;

store::row! {
    struct MoveRow { case_id: i64, at: i64, state: String }
}

store::statements! {
    STATES: Query<(String, i64)> = "SELECT state, CAST(COUNT(*) AS BIGINT) AS cases FROM cases
        WHERE service = $1 AND phase <> 'closed' GROUP BY state ORDER BY state LIMIT 100";
    MOVES_OF: Query<MoveRow> = "SELECT e.case_id, e.at, e.state FROM case_events e
        WHERE e.state IS NOT NULL AND e.case_id IN
        (SELECT id FROM cases WHERE service = $1 AND phase = 'closed'
        ORDER BY COALESCE(promised_at, 9223372036854775807) DESC, id DESC LIMIT 400)
        ORDER BY e.case_id, e.id LIMIT $2";
}

/// How cases of a service run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Running {
    /// The running cases by state.
    pub states: BTreeMap<String, i64>,
    /// The median time in milliseconds from one state to another.
    pub moves: BTreeMap<(String, String), i64>,
}

impl Running {
    /// How many cases run.
    pub(crate) fn total(&self) -> i64 {
        self.states.values().sum()
    }
}

/// Reads it.
pub(crate) fn read(tx: &mut Tx<'_>, service: &str) -> Result<Running, StoreError> {
    let states = tx.all(&STATES, params![service])?.into_iter().collect();
    let rows = tx.all(&MOVES_OF, params![service, MOVES])?;
    Ok(Running { states, moves: medians(&rows) })
}

fn medians(rows: &[MoveRow]) -> BTreeMap<(String, String), i64> {
    let mut times: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    // Who enters a state stays in it until an event names another.
    let mut since: Option<&MoveRow> = None;
    for row in rows {
        match since {
            Some(before) if before.case_id == row.case_id && before.state == row.state => continue,
            Some(before) if before.case_id == row.case_id => {
                let key = (before.state.clone(), row.state.clone());
                times.entry(key).or_default().push(row.at - before.at);
            }
            _ => {}
        }
        since = Some(row);
    }
    let median = |mut times: Vec<i64>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    times.into_iter().map(|(key, times)| (key, median(times))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_takes_from_the_first_event_in_a_state_to_the_first_in_the_next() {
        let row = |case_id, at, state: &str| MoveRow { case_id, at, state: state.into() };
        let rows = [
            row(1, 0, "new"),
            row(1, 5, "new"),
            row(1, 10, "done"),
            row(2, 100, "new"),
            row(2, 130, "done"),
            row(3, 0, "new"),
            row(3, 20, "done"),
        ];
        let medians = medians(&rows);
        assert_eq!(medians, [(("new".to_owned(), "done".to_owned()), 20)].into());
    }
}
