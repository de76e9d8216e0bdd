//! `/ledger/check`: holds a checkpoint that somebody kept, or a receipt, against the ledger.

use axum::extract::State;
use ledger::receipt::{Receipt, ReceiptError};
use ledger::{Checkpoint, MAX_NOTE, NoteError, Seal, VerifierKey, tree};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{App, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::asked::newest;

/// The longest text that is taken: a receipt of a case with a long history.
const LONGEST: usize = 48 * 1024;

#[derive(Default, Serialize)]
struct CheckPage {
    form: Raw,
    errors: FormErrors,
    verdict: Option<Verdict>,
}

/// What the check found.
#[derive(Clone, Serialize)]
struct Verdict {
    /// Whether all is as it was signed.
    good: bool,
    /// The end of the message's name.
    key: &'static str,
    size: u64,
    now: u64,
    entries: usize,
    places: Vec<u64>,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "proofs/check.html";

    fn title(&self, words: &Words) -> String {
        match &self.verdict {
            Some(verdict) => words.t(&format!("proofs-verdict-{}", verdict.key)),
            None => words.t("proofs-check-title"),
        }
    }
}

/// The form.
pub(crate) async fn form() -> Reply {
    Ok(show(CheckPage::default()))
}

/// Checks what was pasted.
pub(crate) async fn check(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let words = visitor.words();
    if form.language().is_some() {
        return Ok(show(CheckPage { form, ..CheckPage::default() }));
    }
    let mut errors = FormErrors::new();
    let given =
        errors.take("given", form.text("given", LONGEST), &words.t("proofs-given-missing"), words);
    let Some(given) = given else {
        return Ok(unprocessable(CheckPage { form, errors, verdict: None }));
    };
    let own = app.get::<Seal>().verifier();
    let read = if given.trim_start().starts_with('{') {
        Receipt::read(&given).ok().map(Given::Receipt)
    } else {
        // A form cuts the line break off with which a note ends.
        let note = format!("{}\n", given.trim());
        Checkpoint::unchecked(&note)
            .ok()
            .filter(|_| note.len() <= MAX_NOTE)
            .map(|_| Given::Note(note))
    };
    let Some(read) = read else {
        errors.add("given", words.t("proofs-given-wrong"));
        return Ok(unprocessable(CheckPage { form, errors, verdict: None }));
    };
    let verdict = app.db().read(move |tx| judge(tx, &read, &own)).await?;
    Ok(show(CheckPage { form, errors, verdict: Some(verdict) }))
}

/// What somebody pasted.
enum Given {
    Note(String),
    Receipt(Receipt),
}

fn judge(tx: &mut Tx<'_>, given: &Given, own: &VerifierKey) -> Result<Verdict, StoreError> {
    let now = newest(tx)?.map_or(0, |newest| newest.size);
    let mut verdict =
        Verdict { good: false, key: "unsigned", size: 0, now, entries: 0, places: Vec::new() };
    let (note, receipt) = match given {
        Given::Note(note) => (note, None),
        Given::Receipt(receipt) => (&receipt.checkpoint, Some(receipt)),
    };
    let Some(key) = signer(tx, note, own)? else { return Ok(verdict) };
    let opened = match receipt {
        None => Checkpoint::open(note, &key).map_err(|_| "forged"),
        Some(receipt) => receipt.check(&key).map_err(|error| match error {
            ReceiptError::Entry(_) => "other-entry",
            _ => "forged",
        }),
    };
    let checkpoint = match opened {
        Ok(checkpoint) => checkpoint,
        Err(key) => return Ok(Verdict { key, ..verdict }),
    };
    verdict.size = checkpoint.size;
    if let Some(receipt) = receipt {
        verdict.entries = receipt.entries.len();
        verdict.places = receipt.entries.iter().map(|entry| entry.place).collect();
    }
    let root = tree::root_at(tx, checkpoint.size)?;
    verdict.good = root == Some(checkpoint.root);
    verdict.key = match (verdict.good, receipt) {
        (false, _) => "other-tree",
        (true, None) => "same",
        (true, Some(_)) => "proven",
    };
    Ok(verdict)
}

/// The key of ours that signed the note: today's or an earlier one. `None` when it is none of ours.
fn signer(
    tx: &mut Tx<'_>,
    note: &str,
    own: &VerifierKey,
) -> Result<Option<VerifierKey>, StoreError> {
    let Ok(told) = Checkpoint::unchecked(note) else { return Ok(None) };
    let earlier = ledger::checkpoints::signers(tx)?;
    let publics = earlier.iter().filter_map(|key| key.as_slice().try_into().ok());
    Ok(std::iter::once(own.public)
        .chain(publics)
        .map(|public| VerifierKey { name: told.origin.clone(), public })
        .find(|key| !matches!(Checkpoint::open(note, key), Err(NoteError::Unsigned))))
}
