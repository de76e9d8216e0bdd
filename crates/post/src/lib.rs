//! The post crate.
