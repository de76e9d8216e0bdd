//! An acknowledged write survives `kill -9`; one that was not leaves no half.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::demo::{references, sign_in};
use crate::process::{PATIENCE, Place};

/// How often the program is killed, and how many rounds must fit where a busy machine makes them long.
const ROUNDS: usize = 20;
const FEWEST: usize = 5;
/// How long the rounds may take together.
const TIME: Duration = Duration::from_secs(15);
/// How many colleagues write at the same moment.
const WRITERS: usize = 4;

store::statements! {
    NOTES: Query<(String, i64)> = "SELECT text, case_id FROM case_events WHERE text LIKE 'Kept %' ORDER BY id LIMIT 100000";
    /// The entries of notes, each with the personal value that only its own transaction writes.
    ENTRIES: Query<(String, i64)> = "SELECT p.value, l.subject FROM ledger AS l
        JOIN ledger_personal AS p ON p.entry = l.id WHERE p.value LIKE 'Kept %' ORDER BY l.id LIMIT 100000";
}

#[test]
fn an_acknowledged_write_survives_kill_9_with_its_entry() {
    let place = Place::sqlite();
    let acknowledged = Mutex::new(BTreeSet::<String>::new());
    let number = AtomicUsize::new(0);
    let demo = place.demo(&[]);
    let mut signed_in = sign_in(&demo, "Maya Okafor");
    let cases = references(&mut signed_in);
    drop(demo);
    let start = Instant::now();
    for round in 0..ROUNDS {
        if round >= FEWEST && start.elapsed() > TIME {
            break;
        }
        let demo = place.demo(&[]);
        // Who was signed in still is.
        let maya = signed_in.clone().at(demo.address);
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let case = format!("/desk/cases/{}", cases[writer % cases.len()]);
                let (mut maya, acknowledged, number) = (maya.clone(), &acknowledged, &number);
                scope.spawn(move || {
                    let Some(token) = maya.token(&case) else { return };
                    loop {
                        let text = format!("Kept {}", number.fetch_add(1, Ordering::Relaxed));
                        let sent =
                            maya.submit(&token, &format!("{case}/notes"), &[("text", &text)]);
                        let Some(reply) = sent else { return };
                        assert_eq!(reply.status, 303, "{reply:?}");
                        acknowledged.lock().unwrap().insert(text);
                    }
                });
            }
            // Once writing is under way, another moment in each round.
            let so_far = || acknowledged.lock().unwrap().len();
            let (before, began) = (so_far(), Instant::now());
            while so_far() < before + WRITERS && began.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(7 * u64::try_from(round).unwrap()));
            demo.kill();
        });
    }
    let db = store::Db::open(place.database(), &store::Options::default()).unwrap();
    let notes = db.read_blocking(|tx| tx.all(&NOTES, store::params![])).unwrap();
    let entries = db.read_blocking(|tx| tx.all(&ENTRIES, store::params![])).unwrap();
    let kept: BTreeSet<_> = notes.iter().map(|(text, _)| text.clone()).collect();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= FEWEST, "only {} writes came through", acknowledged.len());
    let lost: Vec<_> = acknowledged.difference(&kept).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(notes.len(), kept.len(), "a note is there twice");
    let sorted = |mut rows: Vec<(String, i64)>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(notes), sorted(entries), "a note without its entry, or the other way round");
}
