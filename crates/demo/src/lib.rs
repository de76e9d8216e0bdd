//! The demo crate.
