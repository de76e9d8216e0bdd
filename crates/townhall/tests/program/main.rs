//! The program as a newcomer and an operator run it: the binary itself, its messages, its end.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, reason = "figures of the crash test, and why a test was skipped")]

mod backup;
mod balancer;
mod browser;
mod clock;
mod cluster;
mod collector;
mod connections;
mod crash;
mod crowds;
mod demo;
mod doctor;
mod faults;
mod full_index;
mod injection;
mod kill;
mod large;
mod live;
mod mailbox;
mod metrics;
mod nodes;
mod privacy;
mod process;
mod refusals;
mod server_faults;
mod staff;
mod town;
mod verify;
