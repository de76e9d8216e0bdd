//! Whoever takes the money: one set of questions, put to Stripe, to a plain REST service in the manner of
//! GOV.UK Pay, or to the practice bank of the demo town.
//!
//! Every question can be put again: whoever asks carries a key that stays the same for the same wish, and
//! an answer that was lost on the way is found by asking once more.

use axum::http::HeaderMap;
use base::Locale;
use base::money::Currency;
use jiff::Timestamp;

use crate::payment::Found;
use crate::practice::Practice;
use crate::rest::Rest;
use crate::stripe::Stripe;

/// What a payment is begun with. The same key stands for the same wish, and then all else is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The key of the attempt.
    pub key: String,
    /// What people call it by, which the bank shows.
    pub reference: String,
    /// What is paid for, in the resident's language.
    pub what: String,
    /// How much, in minor units.
    pub amount: i64,
    /// In what.
    pub currency: Currency,
    /// The resident's language.
    pub locale: Locale,
    /// Where the resident comes back to.
    pub return_url: String,
    /// When the attempt was begun.
    pub begun_at: Timestamp,
}

/// A payment at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What the provider calls it.
    pub id: String,
    /// How it stands.
    pub found: Found,
}

/// A refund to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundAsk {
    /// The key of the refund.
    pub key: String,
    /// The payment's id at the provider.
    pub id: String,
    /// The refund's id at the provider, if it has been asked for already.
    pub refund: Option<String>,
    /// How much goes back, in minor units.
    pub amount: i64,
    /// How much was paid.
    pub paid: i64,
    /// How much had gone back before.
    pub before: i64,
    /// In what.
    pub currency: Currency,
}

/// What a provider says of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refunded {
    /// It is made, under this id.
    Done(String),
    /// It is on its way, under this id.
    UnderWay(String),
    /// It will not be made; why, in the provider's code.
    Refused(String),
}

/// A payment in a provider's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What the provider calls it.
    pub id: String,
    /// What we call it.
    pub reference: String,
    /// How it stands.
    pub found: Found,
    /// How much went back, in minor units.
    pub refunded: i64,
}

/// A notice of a provider: which payment to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its own id, by which it is heard once; none where it has none.
    pub event: Option<String>,
    /// The payment's id at the provider.
    pub id: String,
}

/// What is to be made of what somebody sent as a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nobody whom we know sent it.
    Forged,
    /// It is the provider's, about something that is no payment of ours. A provider that gets no thanks for
    /// it sends it again and again, and in the end nothing more.
    Other,
    /// It is about a payment.
    Notice(Notice),
}

/// Why a provider did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It may have done it or not: it is asked again later.
    #[error("the payment provider cannot be reached: {0}")]
    Unreachable(String),
    /// It does not do it.
    #[error("the payment provider refuses: {0}")]
    Refused(String),
}

/// The provider of a town.
#[derive(Clone, Debug)]
pub enum Provider {
    /// Stripe Checkout.
    Stripe(Stripe),
    /// A plain REST service.
    Rest(Rest),
    /// The practice bank.
    Practice(Practice),
}

/// Hands a question on to the provider that there is.
macro_rules! put {
    ($self:ident, $one:ident => $question:expr) => {
        match $self {
            Provider::Stripe($one) => $question,
            Provider::Rest($one) => $question,
            Provider::Practice($one) => $question,
        }
    };
}

impl Provider {
    /// The provider's word in tables and in the keys of words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Stripe(_) => "stripe",
            Self::Rest(_) => "rest",
            Self::Practice(_) => "practice",
        }
    }

    /// Begins a payment, or finds the one that was begun with the same key.
    pub async fn create(&self, ask: &Ask) -> Result<Session, ProviderError> {
        put!(self, one => one.create(ask).await)
    }

    /// Looks a payment up. An amount in the answer without a currency is in the one that is given.
    pub async fn look(&self, id: &str, currency: Currency) -> Result<Found, ProviderError> {
        put!(self, one => one.look(id, currency).await)
    }

    /// Makes sure that nobody pays by it any more, if nobody has; whoever asks looks it up afterwards.
    pub async fn end(&self, id: &str) -> Result<(), ProviderError> {
        put!(self, one => one.end(id).await)
    }

    /// Gives money back, or tells how it stands with that.
    pub async fn refund(&self, ask: &RefundAsk) -> Result<Refunded, ProviderError> {
        put!(self, one => one.refund(ask).await)
    }

    /// Lists the payments that were begun from one moment to before another.
    pub async fn list(
        &self,
        from: Timestamp,
        to: Timestamp,
        currency: Currency,
    ) -> Result<Vec<Listed>, ProviderError> {
        put!(self, one => one.list(from, to, currency).await)
    }

    /// Reads a notice.
    pub fn hear(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Heard {
        match self {
            Self::Stripe(one) => one.hear(headers, body, now),
            Self::Rest(one) => one.hear(headers, body),
            Self::Practice(_) => Heard::Forged,
        }
    }
}
