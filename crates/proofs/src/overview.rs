//! `/ledger`: what the ledger is, in plain words, and its newest checkpoint.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::checkpoints;
use serde::Serialize;
use web::{App, Cache, Fault, Page, Reply, Words, show};

use crate::asked::newest;

/// Earlier checkpoints that the page shows.
const SHOWN: i64 = 8;

#[derive(Serialize)]
struct LedgerPage {
    signed: Option<Signed>,
    earlier: Vec<Earlier>,
}

/// The newest checkpoint.
#[derive(Serialize)]
struct Signed {
    size: u64,
    at: i64,
    note: String,
    key: String,
    origin: String,
}

#[derive(Serialize)]
struct Earlier {
    size: i64,
    at: i64,
    root: String,
}

impl Page for LedgerPage {
    const TEMPLATE: &'static str = "proofs/ledger.html";

    fn title(&self, words: &Words) -> String {
        words.t("proofs-title")
    }

    fn cache(&self) -> Cache {
        Cache::Anybody(60)
    }
}

/// The page.
pub(crate) async fn page(State(app): State<App>) -> Reply {
    let read = app.db().read(|tx| {
        let earlier = checkpoints::newest(tx, SHOWN + 1)?;
        Ok::<_, store::StoreError>((newest(tx)?, earlier))
    });
    let (newest, rows) = read.await?;
    let signed = newest.map(|newest| Signed {
        size: newest.size,
        at: newest.at,
        note: newest.note,
        key: newest.key.to_string(),
        origin: newest.key.name,
    });
    let earlier = rows.into_iter().skip(1).map(|row| Earlier {
        size: row.size,
        at: row.at,
        root: STANDARD.encode(row.root),
    });
    Ok(show(LedgerPage { signed, earlier: earlier.collect() }))
}

/// `/ledger/checkpoint`: the newest signed note as it is.
pub(crate) async fn checkpoint(State(app): State<App>) -> Reply {
    let newest = app.db().read(newest).await?.ok_or(Fault::NotFound)?;
    let head = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=60")];
    Ok((head, newest.note).into_response())
}
