//! The services crate.
