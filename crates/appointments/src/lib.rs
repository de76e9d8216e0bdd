//! Appointments: where and when the town receives people, and who has which time.
pub mod slots;
