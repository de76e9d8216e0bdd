//! The program put together: settings, the list of departments, serving. Nothing else.

pub mod commands;
pub mod connections;
pub mod data_folder;
pub mod health;
pub mod metrics;
pub mod opening;
pub mod paying;
mod seats;
pub mod secret;
pub mod serving;
pub mod settings;
pub mod town;

use std::fmt;
use std::path::Path;

/// Says to an operator what went wrong and what to do.
#[derive(Debug)]
pub struct Failure(pub String);

impl Failure {
    /// A file or folder could not be used.
    pub fn file(what: &str, path: &Path, error: &std::io::Error) -> Self {
        Self(format!("Could not {what} ({}): {error}.", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Self(format!("{}.", sentence(&error.to_string())))
    }
}

/// Begins a message with a capital letter and leaves its full stop to the caller.
fn sentence(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
