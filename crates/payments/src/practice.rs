//! The bank of the demonstration town, in which no money moves. The town asks it like any outside
//! provider, so that what is tried in the demo is what a real town does; its page says that it is practice.

use base::money::Currency;
use base::time::to_ms;
use base::{Clock, Rng};
use jiff::{SignedDuration, Timestamp};
use store::{Db, StoreError, Tx, params};

use crate::payment::Found;
use crate::provider::{Ask, Listed, ProviderError, RefundAsk, Refunded, Session};

/// How long somebody can pay at the practice bank, like at a card's page.
const LIFETIME: SignedDuration = SignedDuration::from_mins(90);
/// Payments that the practice bank lists.
const MOST: i64 = 10_000;

store::row! {
    /// A payment at the practice bank.
    pub(crate) struct PracticeRow {
        pub id: String, pub reference: String, pub description: String, pub amount: i64,
        pub currency: String, pub return_url: String, pub state: String, pub refunded: i64,
        pub expires_at: i64,
    }
}

store::statements! {
    BEGIN: Statement = "INSERT INTO practice_payments (id, idempotency_key, reference, description, amount, currency,
        return_url, state, refunded, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', 0, $8, $9)
        ON CONFLICT (idempotency_key) DO NOTHING";
    BY_KEY: Query<PracticeRow> = "SELECT id, reference, description, amount, currency, return_url, state, refunded,
        expires_at FROM practice_payments WHERE idempotency_key = $1";
    BY_ID: Query<PracticeRow> = "SELECT id, reference, description, amount, currency, return_url, state, refunded,
        expires_at FROM practice_payments WHERE id = $1";
    BETWEEN: Query<PracticeRow> = "SELECT id, reference, description, amount, currency, return_url, state, refunded,
        expires_at FROM practice_payments WHERE created_at >= $1 AND created_at < $2 ORDER BY created_at, id LIMIT $3";
    DECIDE: Statement = "UPDATE practice_payments SET state = $2 WHERE id = $1 AND state = 'open' AND expires_at > $3";
    END: Statement = "UPDATE practice_payments SET state = 'expired' WHERE id = $1 AND state = 'open'";
    GIVE_BACK: Statement = "UPDATE practice_payments SET refunded = $2 WHERE id = $1 AND refunded = $3
        AND state = 'paid' AND amount >= $2";
}

/// The practice bank.
#[derive(Clone, Debug)]
pub struct Practice {
    db: Db,
    clock: Clock,
    rng: Rng,
    address: String,
}

impl PracticeRow {
    fn found(&self, address: &str, now: i64) -> Found {
        match self.state.as_str() {
            "paid" => Found::Paid {
                amount: self.amount,
                currency: Currency::parse(&self.currency).unwrap_or(Currency::NONE),
            },
            "failed" => Found::Failed,
            "open" if self.expires_at > now => {
                Found::Open(Some(format!("{address}/practice-bank/{}", self.id)))
            }
            _ => Found::Expired,
        }
    }
}

impl Practice {
    /// A practice bank whose page is part of a town's site at an address.
    pub fn new(db: Db, clock: Clock, rng: Rng, address: &str) -> Self {
        Self { db, clock, rng, address: address.trim_end_matches('/').to_owned() }
    }

    pub(crate) async fn create(&self, ask: &Ask) -> Result<Session, ProviderError> {
        let (now, ask) = (self.clock.now(), ask.clone());
        let id = self.rng.token().secret().to_owned();
        let made = self.db.write(move |tx| {
            let (begun, ends) = (to_ms(now), to_ms(now + LIFETIME));
            let code = ask.currency.code();
            tx.run(
                &BEGIN,
                params![
                    id,
                    ask.key,
                    ask.reference,
                    ask.what,
                    ask.amount,
                    code,
                    ask.return_url,
                    begun,
                    ends
                ],
            )?;
            tx.one(&BY_KEY, params![ask.key])
        });
        let row = made.await.map_err(down)?.ok_or_else(gone)?;
        let found = row.found(&self.address, to_ms(now));
        Ok(Session { id: row.id, found })
    }

    pub(crate) async fn look(&self, id: &str, _: Currency) -> Result<Found, ProviderError> {
        let id = id.to_owned();
        let row = self.db.read(move |tx| by_id(tx, &id)).await.map_err(down)?.ok_or_else(gone)?;
        Ok(row.found(&self.address, self.clock.now_ms()))
    }

    pub(crate) async fn end(&self, id: &str) -> Result<(), ProviderError> {
        let id = id.to_owned();
        self.db.write(move |tx| tx.run(&END, params![id])).await.map(drop).map_err(down)
    }

    pub(crate) async fn refund(&self, ask: &RefundAsk) -> Result<Refunded, ProviderError> {
        let ask = ask.clone();
        let given = self.db.write(move |tx| -> Result<_, StoreError> {
            let all = ask.before + ask.amount;
            let done = tx.run(&GIVE_BACK, params![ask.id, all, ask.before])? == 1;
            let row = by_id(tx, &ask.id)?;
            // An earlier try may have done it and its answer been lost.
            let done = done || row.is_some_and(|row| row.refunded == all);
            Ok((done, ask.key.clone()))
        });
        Ok(match given.await.map_err(down)? {
            (true, key) => Refunded::Done(key),
            (false, _) => Refunded::Refused("not-available".into()),
        })
    }

    pub(crate) async fn list(
        &self,
        from: Timestamp,
        to: Timestamp,
        _: Currency,
    ) -> Result<Vec<Listed>, ProviderError> {
        let (from, to) = (to_ms(from), to_ms(to));
        let rows = self.db.read(move |tx| tx.all(&BETWEEN, params![from, to, MOST]));
        let now = self.clock.now_ms();
        let listed = |row: PracticeRow| Listed {
            found: row.found(&self.address, now),
            reference: row.reference,
            refunded: row.refunded,
            id: row.id,
        };
        Ok(rows.await.map_err(down)?.into_iter().map(listed).collect())
    }
}

fn down(error: StoreError) -> ProviderError {
    ProviderError::Unreachable(error.to_string())
}

fn gone() -> ProviderError {
    ProviderError::Refused("there is no such payment".into())
}

/// A payment at the practice bank.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<PracticeRow>, StoreError> {
    tx.one(&BY_ID, params![id])
}

/// Decides about a payment at the practice bank, once.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    id: &str,
    state: &'static str,
    now: i64,
) -> Result<bool, StoreError> {
    Ok(tx.run(&DECIDE, params![id, state, now])? == 1)
}
