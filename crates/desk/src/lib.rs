//! The desk crate.
