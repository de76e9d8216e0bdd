//! The files crate.
