//! Forms: what was typed, as it came ([`Raw`]), and what is wrong with it ([`FormErrors`]).

mod errors;
mod multipart;
mod raw;

pub use errors::{FieldError, FormErrors};
pub(crate) use raw::Received;
pub use raw::{FieldFault, Raw, Upload};
