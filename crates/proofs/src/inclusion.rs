//! `/ledger/inclusion`: the proof that an entry stands in the signed tree.

use axum::extract::{Query, State};
use ledger::{LedgerRow, leaf_hash, tree};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx};
use web::{App, Cache, Fault, Page, Reply, Visitor, Words, show};

use crate::addresses::{Lasts, answer};
use crate::asked::{self, Named, Newest, all_shown, newest, shown};

/// What was asked for: an entry by its id or place, or a leaf by its index from 0, as programs count;
/// and the size of the tree, where it is not the newest.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Asked {
    entry: String,
    index: String,
    size: String,
}

impl Asked {
    fn named(&self) -> Option<Named> {
        if self.index.is_empty() {
            return Named::parse(&self.entry);
        }
        asked::number(&self.index)?.checked_add(1).map(Named::Place)
    }
}

/// What is known of an entry.
enum Found {
    /// There is none.
    Nothing,
    /// It is there, and no checkpoint covers it yet.
    NotYet,
    /// It is proven.
    Proven(Box<Proven>),
}

struct Proven {
    row: LedgerRow,
    place: u64,
    size: u64,
    root: ledger::merkle::Hash,
    proof: Vec<ledger::merkle::Hash>,
    newest: Newest,
}

fn find(tx: &mut Tx<'_>, named: Named, size: Option<u64>) -> Result<Found, StoreError> {
    let row = match named {
        Named::Id(id) => ledger::by_id(tx, id)?,
        Named::Place(place) => ledger::by_place(tx, place)?,
    };
    let Some(row) = row else { return Ok(Found::Nothing) };
    let place = row.seq.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(u64::MAX);
    let Some(newest) = newest(tx)? else { return Ok(Found::NotYet) };
    let size = size.unwrap_or(newest.size);
    if size > newest.size {
        return Ok(Found::Nothing);
    }
    if place > size {
        return Ok(Found::NotYet);
    }
    let proof = tree::inclusion_proof(tx, place - 1, size)?;
    let root = tree::root_at(tx, size)?;
    Ok(match proof.zip(root) {
        Some((proof, root)) => {
            Found::Proven(Box::new(Proven { row, place, size, root, proof, newest }))
        }
        None => Found::Nothing,
    })
}

/// The proof for programs. `leaf` and `proof` are hashes in base64, as RFC 9162 (2.1.3) orders them.
pub(crate) async fn json(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let words = visitor.words();
    let named = asked.named().ok_or_else(|| asked::not_asked(words))?;
    let size = match asked.size.as_str() {
        "" => None,
        text => Some(asked::number(text).ok_or_else(|| asked::not_asked(words))?),
    };
    match app.db().read(move |tx| find(tx, named, size)).await? {
        Found::Proven(proven) => {
            let lasts = if size.is_some() { Lasts::Always } else { Lasts::AMinute };
            Ok(answer(
                lasts,
                json!({
                    "place": proven.place,
                    "index": proven.place - 1,
                    "size": proven.size,
                    "leaf": shown(&leaf_hash(&proven.row.entry)),
                    "proof": all_shown(&proven.proof),
                    "root": shown(&proven.root),
                    "checkpoint": proven.newest.note,
                }),
            ))
        }
        Found::Nothing | Found::NotYet => Err(Fault::NotFound),
    }
}

#[derive(Default, Serialize)]
struct InclusionPage {
    asked: String,
    state: &'static str,
    place: u64,
    size: u64,
    at: i64,
    leaf: String,
    proof: Vec<String>,
    root: String,
    json: String,
}

impl Page for InclusionPage {
    const TEMPLATE: &'static str = "proofs/inclusion.html";

    fn title(&self, words: &Words) -> String {
        match self.state {
            "proven" => words.with("proofs-entry-proven", &[("place", self.place.into())]),
            "not-yet" => words.t("proofs-entry-not-yet"),
            "nothing" => words.t("proofs-entry-nothing"),
            _ => words.t("proofs-entry-check"),
        }
    }

    fn cache(&self) -> Cache {
        Cache::Anybody(60)
    }
}

/// The proof for people.
pub(crate) async fn page(State(app): State<App>, Query(asked): Query<Asked>) -> Reply {
    let text = if asked.entry.is_empty() { asked.index.clone() } else { asked.entry.clone() };
    let text: String = text.chars().take(40).collect();
    let page = InclusionPage { asked: text.clone(), ..InclusionPage::default() };
    let Some(named) = asked.named() else {
        let state = if text.is_empty() { "asked" } else { "nothing" };
        return Ok(show(InclusionPage { state, ..page }));
    };
    Ok(show(match app.db().read(move |tx| find(tx, named, None)).await? {
        Found::Nothing => InclusionPage { state: "nothing", ..page },
        Found::NotYet => InclusionPage { state: "not-yet", ..page },
        Found::Proven(proven) => InclusionPage {
            state: "proven",
            place: proven.place,
            size: proven.size,
            at: proven.newest.at,
            leaf: shown(&leaf_hash(&proven.row.entry)),
            proof: all_shown(&proven.proof),
            root: shown(&proven.root),
            json: format!("/ledger/inclusion.json?index={}", proven.place - 1),
            ..page
        },
    }))
}
