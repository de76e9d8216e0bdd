use cases::CaseError;
use store::StoreError;
use web::Fault;

use crate::payment::Refusal;
use crate::provider::ProviderError;

/// Says why an act on a payment was not done.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PayError {
    /// There is no such payment.
    #[error("there is no such payment")]
    NotFound,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The provider does not do it, or cannot be reached.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The case cannot be opened.
    #[error(transparent)]
    Case(CaseError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CaseError> for PayError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Store(error) => Self::Store(error),
            other => Self::Case(other),
        }
    }
}

impl From<PayError> for Fault {
    fn from(error: PayError) -> Self {
        match error {
            PayError::NotFound => Self::NotFound,
            PayError::Refused(refusal) => Self::Refused(refusal.key()),
            PayError::Provider(error) => {
                tracing::warn!(%error, "a payment could not be asked for");
                Self::Busy
            }
            PayError::Case(error) => error.into(),
            PayError::Store(error) => error.into(),
        }
    }
}
