use jiff::SignedDuration;
use store::StoreError;

/// Says why a job did not do its work, and with that what happens to it.
///
/// The texts reach staff with the dead letters, and never a log line: they may name a person.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JobError {
    /// It may work later: the job is tried again after the usual pause.
    #[error("{0}")]
    Retry(String),
    /// It may work after a time that is known.
    #[error("{1}")]
    RetryAfter(SignedDuration, String),
    /// It will never work: the job becomes a dead letter at once.
    #[error("{0}")]
    Dead(String),
    /// Another worker has taken the job over; what this one was about to write must not be.
    #[error("another worker has taken the job over")]
    Lost,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl JobError {
    /// The job is tried again after the usual pause.
    pub fn retry(why: impl ToString) -> Self {
        Self::Retry(why.to_string())
    }

    /// The job becomes a dead letter at once.
    pub fn dead(why: impl ToString) -> Self {
        Self::Dead(why.to_string())
    }

    /// Whether the database, its disk or the way to it failed, of which the log hears from the store.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_outage())
    }

    /// The kind of failure in one word, for the log.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Retry(_) | Self::RetryAfter(..) => "failed",
            Self::Dead(_) => "hopeless",
            Self::Lost => "lost",
            Self::Store(_) => "database",
        }
    }
}
