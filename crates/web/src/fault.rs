use std::fmt;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::StoreError;

use crate::words::Words;

/// Why a request could not be answered as asked. Return it from a handler; the visitor gets a page
/// that says what happened, what is safe, what to do next and whom to call, and a JSON client gets
/// `application/problem+json`.
#[derive(Clone)]
pub enum Fault {
    /// There is nothing at this address.
    NotFound,
    /// There was something, but the link has run out or was used.
    Gone,
    /// The person may not do this.
    Forbidden,
    /// Somebody must sign in first; a page sends them to do so and back.
    SignIn,
    /// The form was not made for this browser, or is too old.
    Forged,
    /// The address or form cannot be understood; the text says why, in the visitor's language.
    BadRequest(String),
    /// The rules do not allow it as things stand; the key of the words that say why.
    Refused(&'static str),
    /// What was sent is larger than allowed, in bytes.
    TooLarge(usize),
    /// Somebody else changed the same thing first; the text says what.
    Conflict(String),
    /// The method does not fit the address.
    MethodNotAllowed,
    /// Too many requests in a short time.
    TooMany,
    /// It took too long, or the town hall is busy.
    Busy,
    /// The database, its disk or the way to it fails. The store has told the log why.
    Down,
    /// Something broke on our side.
    Internal(Arc<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    /// A breakage on our side that is only a sentence.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Internal(Arc::from(Box::<dyn std::error::Error + Send + Sync>::from(what.into())))
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict(_) | Self::Refused(_) => StatusCode::CONFLICT,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Down => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The fault's key in words and problem types.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Gone => "gone",
            Self::Forbidden => "forbidden",
            Self::SignIn => "sign-in",
            Self::Forged => "forged",
            Self::BadRequest(_) => "bad-request",
            Self::Refused(_) => "refused",
            Self::TooLarge(_) => "too-large",
            Self::Conflict(_) => "conflict",
            Self::MethodNotAllowed => "method",
            Self::TooMany => "too-many",
            Self::Busy => "busy",
            Self::Down => "down",
            Self::Internal(_) => "internal",
        }
    }

    /// How long a client does best to wait before it asks again, in seconds.
    pub fn retry_after(&self) -> Option<u16> {
        match self {
            Self::Busy => Some(5),
            // Somebody has to free a disk or start a server.
            Self::Down => Some(60),
            _ => None,
        }
    }

    /// What the fault says beyond its kind, in the visitor's language.
    pub fn detail(&self, words: &Words) -> Option<String> {
        match self {
            Self::BadRequest(text) | Self::Conflict(text) if !text.is_empty() => Some(text.clone()),
            Self::Refused(key) => Some(words.t(key)),
            _ => None,
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(error) => write!(f, "Internal({error:?})"),
            other => f.write_str(other.key()),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        if error.is_crowding() {
            Self::Busy
        } else if error.is_outage() {
            Self::Down
        } else {
            Self::Internal(Arc::new(error))
        }
    }
}

impl IntoResponse for Fault {
    /// Carries the fault to the layer that shows and logs it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}
