//! Whether the database fails, told to the log once and not with each request.

use std::sync::{Mutex, PoisonError};

use crate::StoreError;

/// What of one kind of act fails now, for all threads of a pool.
#[derive(Debug)]
pub(crate) struct Trouble {
    act: &'static str,
    known: Mutex<Option<String>>,
}

impl Trouble {
    /// Nothing fails so far.
    pub(crate) fn of(act: &'static str) -> Self {
        Self { act, known: Mutex::new(None) }
    }

    /// Notes how an act of the database ended. The log hears of the first failure, of each that has
    /// another cause, and of the end of them.
    pub(crate) fn note(&self, failure: Option<&StoreError>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match (failure, known.as_deref()) {
            (None, None) => {}
            (None, Some(_)) => {
                tracing::info!(act = self.act, "the database works again");
                *known = None;
            }
            (Some(error), was) => {
                let text = error.to_string();
                if was != Some(text.as_str()) {
                    tracing::error!(act = self.act, %error, "the database fails; what needs it is refused meanwhile");
                    *known = Some(text);
                }
            }
        }
    }
}
