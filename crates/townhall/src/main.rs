//! The townhall program.
fn main() {}
