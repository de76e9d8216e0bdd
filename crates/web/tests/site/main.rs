//! The layers around every handler, tried over a real database.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unnecessary_wraps,
    reason = "a test that cannot go on panics; handlers must have the shape of handlers"
)]

mod access;
mod forms;
mod harness;
mod pages;
mod privacy;
