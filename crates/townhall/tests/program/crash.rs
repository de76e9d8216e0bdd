//! A whole submission (case, answers, event, ledger entry, letter and its job) under `kill -9`, of the
//! program and of PostgreSQL: what was acknowledged is there whole, nothing is there in halves, the
//! program goes on by itself, and each letter goes out at least once under one Message-ID.
//!
//! A few rounds run with every test; `cargo xtask crash` runs hundreds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use store::{StoreError, Tx};

use crate::browser::{Reply, Visitor};
use crate::cluster::Cluster;
use crate::mailbox::Mailbox;
use crate::nodes::load;
use crate::process::{PATIENCE, Place, Running};

/// How many rounds there are where nobody asks for more.
const ROUNDS: usize = 5;
/// How many people send forms at the same moment.
const SENDERS: usize = 4;
/// How long the last letters may take.
const POST: Duration = Duration::from_mins(2);

store::statements! {
    CASES: Query<(i64, String)> = "SELECT c.id, a.email FROM cases AS c
        LEFT JOIN case_answers AS a ON a.case_id = c.id ORDER BY c.id LIMIT 1000000";
    ANSWERS: Query<i64> = "SELECT case_id FROM case_answers ORDER BY case_id LIMIT 1000000";
    ENTRIES: Query<i64> = "SELECT subject FROM ledger WHERE verb = 'case.open' ORDER BY subject LIMIT 1000000";
    EVENTS: Query<i64> = "SELECT case_id FROM case_events WHERE kind = 'opened' ORDER BY case_id LIMIT 1000000";
    LETTERS: Query<(i64, i64, String)> = "SELECT case_id, id, state FROM outbox WHERE case_id IS NOT NULL
        ORDER BY case_id LIMIT 1000000";
    DELIVERIES: Query<String> = "SELECT payload FROM jobs WHERE kind = 'post.deliver' ORDER BY id LIMIT 1000000";
    SENT_DRAFTS: Query<i64> = "SELECT case_id FROM drafts WHERE case_id IS NOT NULL ORDER BY case_id LIMIT 1000000";
    /// As if the time of attempts that died with the program had run out.
    DUE: Statement = "UPDATE jobs SET due_at = 0 WHERE state = 'waiting'";
}

#[test]
fn a_submission_survives_kill_9_of_the_program_whole_or_not_at_all() {
    crash(&Place::sqlite(), None);
}

#[test]
fn a_submission_survives_kill_9_of_postgresql_whole_or_not_at_all() {
    let Some(mut cluster) = Cluster::start() else { return };
    let place = Place::on(cluster.address());
    crash(&place, Some(&mut cluster));
}

fn crash(place: &Place, mut cluster: Option<&mut Cluster>) {
    let rounds = std::env::var("TOWNHALL_CRASH_ROUNDS").ok().and_then(|text| text.parse().ok());
    let (mailbox, sent) = (Mailbox::open(), Sent::default());
    load(place);
    let rounds = rounds.unwrap_or(ROUNDS);
    let started = Instant::now();
    let mut town = serve(place, &mailbox);
    for round in 0..rounds {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| sent.until(&stop, &town));
            }
            sent.wait_for_more();
            // Another moment in each round.
            std::thread::sleep(Duration::from_millis(u64::try_from(round * 37 % 211).unwrap()));
            match &mut cluster {
                Some(cluster) if round % 2 == 0 => cluster.kill(),
                _ => town.signal("KILL"),
            }
            stop.store(true, Ordering::SeqCst);
        });
        match &mut cluster {
            // The program lives on and finds its server again.
            Some(cluster) if round % 2 == 0 => {
                cluster.restart();
                wait_until_ready(&town);
            }
            _ => {
                town.kill();
                town = serve(place, &mailbox);
            }
        }
        sent.hold_against(place);
    }
    town.kill();
    let db = store::Db::open(place.database(), &store::Options::default()).unwrap();
    db.write_blocking(|tx| tx.run(&DUE, store::params![])).unwrap();
    drop(db);
    let town = serve(place, &mailbox);
    let cases = sent.hold_against(place);
    let began = Instant::now();
    while mailbox.addresses().len() < cases && began.elapsed() < POST {
        std::thread::sleep(Duration::from_millis(50));
    }
    let addresses = mailbox.addresses();
    assert_eq!(addresses.len(), cases, "letters that never went out");
    for (address, messages) in addresses {
        assert_eq!(messages.len(), 1, "{address} got its letter under several ids: {messages:?}");
    }
    println!(
        "{rounds} rounds in {} s: {} submissions acknowledged, {cases} found, each whole and with its letter",
        started.elapsed().as_secs(),
        sent.acknowledged.lock().unwrap().len(),
    );
    drop(town);
}

fn serve(place: &Place, mailbox: &Mailbox) -> Running {
    let smtp = mailbox.address();
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--base-url",
        "http://127.0.0.1",
        "--smtp",
        &smtp,
        "--log",
        "off",
    ];
    Running::start(place.command(&arguments))
}

fn wait_until_ready(town: &Running) {
    let began = Instant::now();
    while town.get("/health/ready").status != 200 {
        assert!(began.elapsed() < PATIENCE, "it does not find its database again");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What was sent off, by the e-mail address that each form bears.
#[derive(Default)]
pub struct Sent {
    number: AtomicUsize,
    acknowledged: Mutex<BTreeSet<String>>,
}

impl Sent {
    /// Sends forms until told to stop or the program is gone.
    pub fn until(&self, stop: &AtomicBool, town: &Running) {
        while !stop.load(Ordering::SeqCst) {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            let email = format!("resident.{number}@example.org");
            if submit(&mut Visitor::new(town.address), &email) == Some(true) {
                self.acknowledged.lock().unwrap().insert(email);
            }
        }
    }

    /// Sends one form, which is acknowledged.
    pub fn one(&self, town: &Running) {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let email = format!("resident.{number}@example.org");
        assert_eq!(submit(&mut Visitor::new(town.address), &email), Some(true), "{email}");
        self.acknowledge(email);
    }

    /// Notes that a form was acknowledged.
    pub fn acknowledge(&self, email: String) {
        self.acknowledged.lock().unwrap().insert(email);
    }

    pub fn wait_for_more(&self) {
        let count = || self.acknowledged.lock().unwrap().len();
        let (before, began) = (count(), Instant::now());
        while count() < before + SENDERS {
            assert!(began.elapsed() < PATIENCE, "nothing is acknowledged any more");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How many forms were acknowledged.
    pub fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    /// Holds the database against what was acknowledged; gives how many cases there are.
    pub fn hold_against(&self, place: &Place) -> usize {
        let drafts = |tx: &mut Tx<'_>| tx.all(&SENT_DRAFTS, store::params![]);
        self.hold(place, move |tx| Ok(vec![("drafts", drafts(tx)?)]))
    }

    /// The same when the drafts of some may have been forgotten, days after they were sent.
    pub fn hold_against_after_days(&self, place: &Place) -> usize {
        self.hold(place, |_| Ok(Vec::new()))
    }

    fn hold<F>(&self, place: &Place, more: F) -> usize
    where
        F: Fn(&mut Tx<'_>) -> Result<Vec<(&'static str, Vec<i64>)>, StoreError> + Send + 'static,
    {
        let options = store::Options { migrate: false, ..store::Options::default() };
        let db = store::Db::open(place.database(), &options).unwrap();
        let (cases, parts) = db
            .read_blocking(move |tx| {
                let letters = tx.all(&LETTERS, store::params![])?;
                let deliveries: BTreeSet<_> =
                    tx.all(&DELIVERIES, store::params![])?.into_iter().collect();
                for (case, letter, state) in &letters {
                    let job = format!("{{\"letter\":{letter}}}");
                    let waits = state == "queued" || state == "failed";
                    assert!(!waits || deliveries.contains(&job), "letter of {case} has no job");
                }
                let of_letters: Vec<_> = letters.into_iter().map(|(case, ..)| case).collect();
                let mut parts = vec![
                    ("answers", tx.all(&ANSWERS, store::params![])?),
                    ("entries", tx.all(&ENTRIES, store::params![])?),
                    ("events", tx.all(&EVENTS, store::params![])?),
                    ("letters", of_letters),
                ];
                parts.extend(more(tx)?);
                Ok::<_, StoreError>((tx.all(&CASES, store::params![])?, parts))
            })
            .unwrap();
        let ids: Vec<i64> = cases.iter().map(|(id, _)| *id).collect();
        for (what, of) in parts {
            assert_eq!(of, ids, "cases and their {what} differ");
        }
        let kept: BTreeMap<_, _> = cases.into_iter().map(|(id, email)| (email, id)).collect();
        let acknowledged = self.acknowledged.lock().unwrap();
        let lost: Vec<_> = acknowledged.iter().filter(|one| !kept.contains_key(*one)).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        kept.len()
    }
}

/// Fills in the form and sends it; whether it was acknowledged, `None` where the program was gone.
pub fn submit(visitor: &mut Visitor, email: &str) -> Option<bool> {
    let (draft, token) = fill_in(visitor, email)?;
    send(visitor, &draft, &token).map(|sent| is_acknowledged(&sent))
}

/// Sends a form that is filled in.
pub fn send(visitor: &mut Visitor, draft: &str, token: &str) -> Option<Reply> {
    visitor.submit(token, &format!("{draft}/check"), &[])
}

/// Whether an answer says that the form has arrived.
pub fn is_acknowledged(sent: &Reply) -> bool {
    sent.status == 303 && location(sent).is_some_and(|to| to.ends_with("/done"))
}

/// Fills in the form; gives where its draft is and the token to send it with.
pub fn fill_in(visitor: &mut Visitor, email: &str) -> Option<(String, String)> {
    let token = visitor.token("/services/permit")?;
    let started = visitor.submit(&token, "/services/permit/start", &[])?;
    let page = location(&started)?;
    let draft = page.rsplit_once('/')?.0.to_owned();
    visitor.submit(&token, &page, &[("about", "A stall at the fair.")])?;
    let contact = [("contact-name", "Ada Example"), ("contact-email", email)];
    visitor.submit(&token, &format!("{draft}/contact"), &contact)?;
    Some((draft, token))
}

fn location(reply: &Reply) -> Option<String> {
    let line = reply.head.lines().find_map(|line| line.strip_prefix("location: "))?;
    Some(line.trim().to_owned())
}
