use cases::CaseError;
use store::StoreError;

/// Says why a time was not given. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BookingError {
    /// Somebody has it, or it is no time at which one can come.
    #[error("this time is not free")]
    Taken,
    /// It is too late to change it, or it is over.
    #[error("this appointment cannot be changed any more")]
    TooLate,
    /// There is no such appointment, or no longer.
    #[error("there is no such appointment")]
    Gone,
    /// Somebody else changed it since it was read.
    #[error("this appointment was changed by somebody else")]
    Changed,
    /// The case does not allow it.
    #[error(transparent)]
    Case(#[from] CaseError),
}

impl BookingError {
    /// The key of the words that tell a person.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Taken => "appointments-taken",
            Self::TooLate => "appointments-too-late",
            Self::Gone | Self::Case(_) => "appointments-gone",
            Self::Changed => "appointments-changed",
        }
    }
}

impl BookingError {
    /// The key of the words that tell a member of staff.
    pub(crate) fn staff_key(&self) -> &'static str {
        match self {
            Self::TooLate => "appointments-not-now",
            other => other.key(),
        }
    }
}

impl From<StoreError> for BookingError {
    fn from(error: StoreError) -> Self {
        Self::Case(error.into())
    }
}

impl From<BookingError> for CaseError {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Case(error) => error,
            _ => Self::Refused(cases::Refusal::NotFromHere),
        }
    }
}

impl From<BookingError> for web::Fault {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Case(error) => error.into(),
            other => Self::Refused(other.key()),
        }
    }
}
