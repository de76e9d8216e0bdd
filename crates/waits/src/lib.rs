//! The waits crate.
