//! The cases crate.
