//! `/ledger/consistency`: the proof that an earlier tree is the beginning of a later one.

use axum::extract::{Query, State};
use ledger::merkle::Hash;
use ledger::tree;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx};
use web::{App, Cache, Fault, Page, Reply, Visitor, Words, show};

use crate::addresses::{Lasts, answer};
use crate::asked::{self, all_shown, newest, shown};

/// The sizes of two trees; the later is the newest where none is named.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    to: String,
}

impl Asked {
    fn sizes(&self) -> Option<(u64, Option<u64>)> {
        let from = asked::number(&self.from).filter(|from| *from > 0)?;
        match self.to.as_str() {
            "" => Some((from, None)),
            to => Some((from, Some(asked::number(to)?))),
        }
    }
}

struct Proven {
    from: u64,
    from_root: Hash,
    to: u64,
    to_root: Hash,
    proof: Vec<Hash>,
}

/// Finds the proof; `None` when the signed tree never had so many entries.
fn find(tx: &mut Tx<'_>, from: u64, to: Option<u64>) -> Result<Option<Proven>, StoreError> {
    let Some(newest) = newest(tx)? else { return Ok(None) };
    let to = to.unwrap_or(newest.size);
    if from > to || to > newest.size {
        return Ok(None);
    }
    let proof = tree::consistency_proof(tx, from, to)?;
    let roots = tree::root_at(tx, from)?.zip(tree::root_at(tx, to)?);
    Ok(proof.zip(roots).map(|(proof, (from_root, to_root))| Proven {
        from,
        from_root,
        to,
        to_root,
        proof,
    }))
}

/// The proof for programs: hashes in base64, as RFC 9162 (2.1.4) orders them.
pub(crate) async fn json(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let (from, to) = asked.sizes().ok_or_else(|| asked::not_asked(visitor.words()))?;
    let proven = app.db().read(move |tx| find(tx, from, to)).await?.ok_or(Fault::NotFound)?;
    let lasts = if to.is_some() { Lasts::Always } else { Lasts::AMinute };
    Ok(answer(
        lasts,
        json!({
            "from": proven.from,
            "from_root": shown(&proven.from_root),
            "to": proven.to,
            "to_root": shown(&proven.to_root),
            "proof": all_shown(&proven.proof),
        }),
    ))
}

#[derive(Default, Serialize)]
struct ConsistencyPage {
    from: u64,
    to: u64,
    from_root: String,
    to_root: String,
    proof: Vec<String>,
}

impl Page for ConsistencyPage {
    const TEMPLATE: &'static str = "proofs/consistency.html";

    fn title(&self, words: &Words) -> String {
        let sizes = [("from", self.from.into()), ("to", self.to.into())];
        words.with("proofs-consistency-title", &sizes)
    }

    fn cache(&self) -> Cache {
        Cache::Anybody(60)
    }
}

/// The proof for people who compare by hand.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let (from, to) = asked.sizes().ok_or_else(|| asked::not_asked(visitor.words()))?;
    let proven = app.db().read(move |tx| find(tx, from, to)).await?.ok_or(Fault::NotFound)?;
    Ok(show(ConsistencyPage {
        from: proven.from,
        to: proven.to,
        from_root: shown(&proven.from_root),
        to_root: shown(&proven.to_root),
        proof: all_shown(&proven.proof),
    }))
}
