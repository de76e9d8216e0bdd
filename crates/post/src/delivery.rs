//! The job that hands a letter over.

use jobs::{JobContext, JobError, Registry};
use serde::Deserialize;
use telemetry::Posting;

use crate::mailer::Mailer;
use crate::outbox::{self, Failure};

/// The kind of the job.
pub(crate) const DELIVER: &str = "post.deliver";

#[derive(Deserialize)]
struct Delivery {
    letter: i64,
}

/// Names the handlers of this crate's jobs.
pub fn register(registry: &mut Registry, mailer: Mailer) {
    registry.on(DELIVER, move |job, delivery: Delivery| deliver(job, mailer.clone(), delivery));
}

async fn deliver(job: JobContext, mailer: Mailer, delivery: Delivery) -> Result<(), JobError> {
    let (db, id) = (&job.tools.db, delivery.letter);
    let letter = db.read(move |tx| outbox::letter(tx, id)).await?;
    let Some(letter) = letter.filter(|letter| matches!(&*letter.state, "queued" | "failed")) else {
        // Discarded or erased in the meantime, or sent by an attempt that was cut short after it.
        return Ok(());
    };
    let now = job.tools.clock.now_ms();
    if letter.serves_until.is_some_and(|until| until <= now) {
        let claim = job.claim;
        let write = db.write_rows(move |tx| {
            outbox::drop_letter(tx, id)?;
            claim.finish(tx)
        });
        return write.await;
    }
    let (claim, message_id) = (job.claim, mailer.message_id(&letter));
    let Err(undelivered) = mailer.deliver(&letter).await else {
        telemetry::letter_posted(Posting::Sent);
        let (transport, now) = (mailer.transport(), job.tools.clock.now());
        let write = db.write_rows(move |tx| {
            outbox::sent(tx, id, transport, &message_id, now)?;
            if transport == "smtp" {
                outbox::empty(tx, id)?;
            }
            claim.finish(tx)
        });
        return write.await;
    };
    // The letter itself is the dead letter that staff see: its job ends with it.
    let given_up = job.last || undelivered.failure == Failure::Final;
    telemetry::letter_posted(if given_up { Posting::GivenUp } else { Posting::Failed });
    let (failure, why) =
        (if given_up { Failure::Final } else { Failure::Passing }, undelivered.why.clone());
    db.write_rows(move |tx| {
        outbox::failed(tx, id, failure, &message_id, &why)?;
        if given_up { claim.finish(tx) } else { Ok(()) }
    })
    .await?;
    if given_up {
        tracing::warn!(letter = id, "a letter was given up");
        return Ok(());
    }
    Err(JobError::Retry(undelivered.why))
}
