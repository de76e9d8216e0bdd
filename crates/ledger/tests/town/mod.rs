//! A ledger with some hundred entries on every engine that this machine offers.

#![allow(dead_code, reason = "each test uses a part")]

use base::{CaseId, Clock, IdMaker, Rng};
use ledger::{Actor, Entry, Seal, Subject};
use store::testing::TestDb;
use store::{StoreError, Tx};

/// A ledger and what writes into it.
pub struct Town {
    pub db: TestDb,
    pub clock: Clock,
    pub ids: IdMaker,
    pub rng: Rng,
    pub seal: Seal,
}

/// An empty ledger on each engine.
pub fn towns() -> Vec<Town> {
    let town = |db| {
        let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(1));
        Town { db, clock, ids, rng, seal: Seal::new("https://town.example", &[7; 32]) }
    };
    store::testing::databases().into_iter().map(town).collect()
}

impl Town {
    pub fn write<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.db.write_blocking(f).unwrap()
    }

    /// Appends entries, each about its own case and with a personal value.
    pub fn append(&self, count: i64) {
        let (clock, ids, rng) = (self.clock.clone(), self.ids.clone(), self.rng.clone());
        self.write(move |tx| {
            for number in 1..=count {
                let case = CaseId(number);
                let entry = Entry::new(Actor::Resident(case), "case.open", Subject::case(case))
                    .with("service", "pothole")
                    .personal("email", format!("resident{number}@example.org"));
                ledger::append(tx, &entry, clock.now(), &ids, &rng)?;
            }
            Ok(())
        });
    }

    /// Gives everything its place.
    pub fn sequence(&self) {
        while self.write(|tx| ledger::sequence(tx, 100)) > 0 {}
    }

    /// Signs the tree; gives the note.
    pub fn sign(&self) -> String {
        let (seal, at) = (self.seal.clone(), self.clock.now());
        self.write(move |tx| ledger::checkpoints::sign(tx, &seal, at)).unwrap().note
    }

    /// A ledger of 700 entries with checkpoints of 100, 400 and 700.
    pub fn grown(self) -> Self {
        for count in [100, 300, 300] {
            self.append(count);
            self.sequence();
            self.sign();
        }
        self
    }

    /// What somebody does to the database behind the program's back.
    pub fn tamper(&self, sql: &str) {
        let sql = sql.to_owned();
        self.write(move |tx| tx.batch(&sql));
    }
}
