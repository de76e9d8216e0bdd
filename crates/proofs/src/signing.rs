//! The job that signs the ledger while it grows.

use jiff::SignedDuration;
use jobs::{JobContext, JobError, Registry};
use ledger::{Seal, checkpoints};
use web::App;

/// How often the tree is signed while it grows. An entry can be proven that much later at the latest;
/// a year has 105,000 checkpoints of 250 bytes.
const EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Entries that are given their places at a time, and how often at most: what a day brings to the
/// largest town. What is over is signed the next time.
const BATCH: i64 = 1_000;
const BATCHES: usize = 1_000;

/// Registers the job.
pub fn register(registry: &mut Registry, app: &App) {
    let seal = app.get::<Seal>();
    registry.every(EVERY, "ledger.sign", move |context| {
        let seal = seal.clone();
        async move { sign(&context, (*seal).clone()).await }
    });
}

/// Gives what waits its place, so that the checkpoint covers everything that was done before it, and
/// signs.
async fn sign(context: &JobContext, seal: Seal) -> Result<(), JobError> {
    let (db, now) = (&context.tools.db, context.tools.clock.now());
    for _ in 0..BATCHES {
        if db.write(|tx| ledger::sequence(tx, BATCH)).await.map_err(JobError::retry)? == 0 {
            break;
        }
    }
    let own = seal.verifier();
    let signed = db.write(move |tx| checkpoints::sign(tx, &seal, now)).await;
    if let Some(row) = signed.map_err(JobError::retry)?
        && row.signer != own.public
    {
        tracing::warn!(
            "the last checkpoint was signed with another key: nodes that share a database share ledger.key"
        );
    }
    Ok(())
}
