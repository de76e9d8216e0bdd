use store::StoreError;

/// Says why the rules of a case do not allow an act. The key of the words is `refusal-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The state of the case has no such move.
    #[error("this cannot be done in the present state of the case")]
    NotFromHere,
    /// The move is for somebody else.
    #[error("this move is for somebody else")]
    NotAllowed,
    /// A reason must be given.
    #[error("a reason must be given")]
    ReasonNeeded,
    /// An outcome must be chosen.
    #[error("an outcome must be chosen")]
    OutcomeNeeded,
    /// There is nothing in the message.
    #[error("the message is empty")]
    Empty,
    /// A case cannot repeat itself, or one that repeats it.
    #[error("a case cannot repeat itself")]
    Circular,
    /// The person is not in the team.
    #[error("the person is not in the team")]
    NotInTeam,
    /// The original is private and belongs to somebody else than the sender of the repeat.
    #[error("the original is private and somebody else's")]
    PrivateOriginal,
    /// The case is closed.
    #[error("the case is closed")]
    Closed,
    /// The case is not closed.
    #[error("the case is not closed")]
    NotClosed,
    /// More than may be.
    #[error("there are too many already")]
    TooMany,
}

impl Refusal {
    /// The key of the words that tell a person.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotFromHere => "refusal-not-from-here",
            Self::NotAllowed => "refusal-not-allowed",
            Self::ReasonNeeded => "refusal-reason-needed",
            Self::OutcomeNeeded => "refusal-outcome-needed",
            Self::Empty => "refusal-empty",
            Self::Circular => "refusal-circular",
            Self::NotInTeam => "refusal-not-in-team",
            Self::PrivateOriginal => "refusal-private-original",
            Self::Closed => "refusal-closed",
            Self::NotClosed => "refusal-not-closed",
            Self::TooMany => "refusal-too-many",
        }
    }
}

/// Says why an act on a case was not done. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CaseError {
    /// There is no such case.
    #[error("there is no such case")]
    NotFound,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else changed the case since the page was opened.
    #[error(
        "the case was changed by somebody else: it is at revision {now}, the page showed {seen}"
    )]
    Changed {
        /// The revision that the page showed.
        seen: i64,
        /// The revision now.
        now: i64,
    },
    /// The definition that the case began with is missing.
    #[error("version {version} of the service {service} is missing")]
    Definition {
        /// The service's key.
        service: String,
        /// The version.
        version: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CaseError> for web::Fault {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::NotFound => Self::NotFound,
            CaseError::Store(error) => error.into(),
            CaseError::Refused(refusal) => Self::Refused(refusal.key()),
            // The page of the fault says in the visitor's language that somebody was faster.
            CaseError::Changed { .. } => Self::Conflict(String::new()),
            definition @ CaseError::Definition { .. } => Self::internal(definition.to_string()),
        }
    }
}
