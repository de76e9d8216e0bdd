//! `/payments/notices`: a provider says that something happened. Nothing that it says is believed: what is
//! signed, or names a payment of ours, makes the town look that payment up, which it would do anyway.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use cases::Office;
use ledger::{Actor, Entry, Subject};
use store::StoreError;
use web::{App, Reply};

use crate::cashier::Cashier;
use crate::provider::Heard;
use crate::{attempts, settling};

/// The longest notice: those of Stripe have some kilobytes.
pub(crate) const MOST_READ: usize = 256 << 10;
/// The longest id of a notice that is remembered.
const MAX_EVENT: usize = 200;

/// Hears a notice, each once, and plans a look at its payment for now.
pub(crate) async fn hear(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Reply {
    let cashier = app.get::<Cashier>();
    let now = app.clock().now();
    let Some(one) = cashier.current() else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    let (provider, notice) = match one.hear(&headers, &body, now) {
        Heard::Forged => return Ok(StatusCode::BAD_REQUEST.into_response()),
        Heard::Other => return Ok(StatusCode::OK.into_response()),
        Heard::Notice(notice) => (one.key(), notice),
    };
    let office = Office::of(&app);
    let write = app.db().write(move |tx| {
        let Some(attempt) = attempts::by_provider_id(tx, provider, &notice.id)? else {
            // Another system's payment, or one whose id is not written yet: the job finds it.
            return Ok(());
        };
        let event = notice.event.as_deref().filter(|event| event.len() <= MAX_EVENT);
        if let Some(event) = event
            && !attempts::hear(tx, provider, event, now)?
        {
            return Ok(());
        }
        settling::plan(tx, &office, attempt.payment, now)?;
        let app = office.app();
        let entry = Entry::new(
            Actor::System("payment"),
            "payment.hear",
            Subject::new("payment", attempt.payment),
        )
        .with("attempt", attempt.number)
        .with("event", event.unwrap_or_default());
        ledger::append(tx, &entry, now, app.ids(), app.rng())?;
        Ok::<_, StoreError>(())
    });
    write.await?;
    Ok(StatusCode::OK.into_response())
}
