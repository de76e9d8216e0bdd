//! Forms: what was typed, as it came ([`Raw`]), and what is wrong with it ([`FormErrors`]).

mod errors;
mod field;
mod flow;
mod multipart;
mod raw;
mod urlencoded;

pub use errors::{FieldError, FormErrors};
pub use field::FIELD_BYTES;
pub(crate) use flow::{Flow, MOST_FORGOTTEN};
pub(crate) use raw::Received;
pub use raw::{FieldFault, Raw, Upload};
