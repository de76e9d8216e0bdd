//! The reports crate.
