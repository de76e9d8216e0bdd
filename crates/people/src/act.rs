use base::{IdMaker, Rng};
use jiff::Timestamp;
use ledger::{Actor, Entry};
use store::{StoreError, Tx};
use web::{App, Visitor};

/// Who does something and when, with what writing it down needs. Every change takes one.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who does it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// Makes the ids of new rows.
    pub ids: IdMaker,
    /// Chance, for salts and tokens.
    pub rng: Rng,
}

impl Act {
    /// An act of somebody, now.
    pub fn by(app: &App, actor: Actor) -> Self {
        Self { actor, at: app.clock().now(), ids: app.ids().clone(), rng: app.rng().clone() }
    }

    /// An act of whoever visits, now.
    pub fn of(app: &App, visitor: &Visitor) -> Self {
        Self::by(app, visitor.person_id().map_or(Actor::Anybody, Actor::Person))
    }

    /// The time in milliseconds since 1970, as tables hold it.
    pub fn ms(&self) -> i64 {
        base::time::to_ms(self.at)
    }

    /// Writes the entry of the act into the history.
    pub fn record(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
        ledger::append(tx, entry, self.at, &self.ids, &self.rng).map(drop)
    }
}
