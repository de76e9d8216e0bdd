//! The noun: a payment, its attempts, and what a provider's word means in each state.

use base::money::Currency;
use base::{CaseId, Locale, Localized, PaymentId, Reference};
use jiff::{SignedDuration, Timestamp};

/// What somebody pays for a service before their case begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What people and banks call it by.
    pub number: Reference,
    /// The service's key.
    pub service: String,
    /// The version of the service that was sent.
    pub version: i64,
    /// The amount in minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// What others pay, where a concession makes a difference.
    pub full: Option<i64>,
    /// Why they pay another amount.
    pub because: Option<Localized>,
    /// Where it stands.
    pub state: State,
    /// Asked to be given back, and given back, in minor units.
    pub refunding: i64,
    /// Given back, in minor units.
    pub refunded: i64,
    /// The language of the resident.
    pub locale: Locale,
    /// The case that it opens.
    pub case: CaseId,
    /// When the case was opened.
    pub opened_at: Option<Timestamp>,
    /// The number of the last attempt; 0 before the first.
    pub attempts: i64,
    /// Letters that asked for it.
    pub letters: i64,
    /// When the form was sent.
    pub created_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// Since when it waits for another attempt.
    pub waits_since: Timestamp,
    /// Counts the changes, so that two people at once notice each other.
    pub revision: i64,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has paid so far.
    Unpaid,
    /// The last attempt did not go through.
    Failed,
    /// Nobody came back to pay; they still can.
    Abandoned,
    /// It was not paid in time, and what was sent is gone.
    Ended,
    /// It is paid.
    Paid,
    /// Some of it is on its way back.
    Refunding,
    /// Some of it was given back.
    PartRefunded,
    /// All of it was given back.
    Refunded,
}

impl State {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Unpaid,
        Self::Failed,
        Self::Abandoned,
        Self::Ended,
        Self::Paid,
        Self::Refunding,
        Self::PartRefunded,
        Self::Refunded,
    ];

    /// The state's word in tables and in the keys of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
            Self::Ended => "ended",
            Self::Paid => "paid",
            Self::Refunding => "refunding",
            Self::PartRefunded => "part-refunded",
            Self::Refunded => "refunded",
        }
    }

    /// The state of a word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether somebody can still pay.
    pub fn is_due(self) -> bool {
        matches!(self, Self::Unpaid | Self::Failed | Self::Abandoned)
    }

    /// Whether the money came, whatever became of it.
    pub fn was_paid(self) -> bool {
        !self.is_due() && self != Self::Ended
    }
}

/// A try to pay at a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Its payment.
    pub payment: PaymentId,
    /// Its number, from 1.
    pub number: i64,
    /// The provider's key.
    pub provider: String,
    /// What the provider calls it, once it has answered.
    pub provider_id: Option<String>,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptState {
    /// The provider has been asked for it and not answered, so nobody has an address to pay at.
    Asked,
    /// Somebody can pay at the provider.
    Open,
    /// It was paid.
    Paid,
    /// The provider refused it.
    Failed,
    /// Nobody can pay by it any more.
    Expired,
    /// It was paid although another one was, or too late: the money goes back.
    Surplus,
    /// Another amount or currency was paid than was asked for; a person has to look.
    Differs,
}

impl AttemptState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Asked,
        Self::Open,
        Self::Paid,
        Self::Failed,
        Self::Expired,
        Self::Surplus,
        Self::Differs,
    ];

    /// The state's word in tables and in the keys of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Surplus => "surplus",
            Self::Differs => "differs",
        }
    }

    /// The state of a word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether somebody may be paying by it now.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Asked | Self::Open)
    }

    /// Whether money came by it.
    pub fn has_money(self) -> bool {
        matches!(self, Self::Paid | Self::Surplus | Self::Differs)
    }
}

/// What a provider says of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It can still be paid, at this address if the provider names one.
    Open(Option<String>),
    /// It was paid.
    Paid {
        /// How much, in minor units.
        amount: i64,
        /// In what.
        currency: Currency,
    },
    /// It did not go through.
    Failed,
    /// It cannot be paid any more.
    Expired,
}

/// What follows from what a provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// Nothing that was not known.
    Nothing,
    /// The payment is paid by this attempt.
    Paid,
    /// Money came that nobody owes: it goes back.
    Surplus,
    /// The money that came is not what was asked for.
    Differs,
    /// The attempt did not go through.
    Failed,
    /// The attempt is over.
    Expired,
}

/// Says what follows when a provider says this of an attempt, however often and in whatever order it is
/// said. What was paid stays paid: no later word takes that back but a refund.
pub fn learn(payment: &Payment, attempt: &Attempt, found: &Found) -> Lesson {
    if attempt.state.has_money() {
        return Lesson::Nothing;
    }
    match found {
        Found::Paid { amount, currency }
            if *amount != payment.amount || *currency != payment.currency =>
        {
            Lesson::Differs
        }
        // Also after the provider has called it failed or expired: its last word counts.
        Found::Paid { .. } if payment.state.is_due() => Lesson::Paid,
        Found::Paid { .. } => Lesson::Surplus,
        Found::Failed if attempt.state.is_live() => Lesson::Failed,
        Found::Expired if attempt.state.is_live() => Lesson::Expired,
        Found::Open(_) | Found::Failed | Found::Expired => Lesson::Nothing,
    }
}

/// Says why an act on a payment is not done. The key of the words is `payments-refusal-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not paid.
    #[error("the payment is not paid")]
    NotPaid,
    /// More would go back than came.
    #[error("more would go back than came")]
    TooMuch,
    /// Another refund is on its way.
    #[error("another refund is on its way")]
    UnderWay,
    /// Somebody else was faster.
    #[error("somebody else has changed the payment")]
    Changed,
    /// There were too many attempts.
    #[error("there were too many attempts")]
    TooMany,
}

impl Refusal {
    /// The key of the words that tell a person.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotPaid => "payments-refusal-not-paid",
            Self::TooMuch => "payments-refusal-too-much",
            Self::UnderWay => "payments-refusal-under-way",
            Self::Changed => "payments-refusal-changed",
            Self::TooMany => "payments-refusal-too-many",
        }
    }
}

/// How long a payment waits for its first attempt, or for another, before a letter asks for it.
pub(crate) const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
/// How long somebody can pay after that letter: as long as a form that was put aside waits. Then what was
/// sent is erased.
pub(crate) const LAST_CALL: SignedDuration = SignedDuration::from_hours(24 * 28);

impl Payment {
    /// What can still be given back, in minor units.
    pub fn refundable(&self) -> i64 {
        if self.state.was_paid() { (self.amount - self.refunding).max(0) } else { 0 }
    }

    /// Whether so much may be given back now by somebody who saw this revision.
    pub fn may_refund(&self, amount: i64, seen: i64) -> Result<(), Refusal> {
        if !self.state.was_paid() {
            return Err(Refusal::NotPaid);
        }
        if seen != self.revision {
            return Err(Refusal::Changed);
        }
        if self.refunding != self.refunded {
            // The provider knows two of them apart only by what was given back before each.
            return Err(Refusal::UnderWay);
        }
        if !(1..=self.refundable()).contains(&amount) {
            return Err(Refusal::TooMuch);
        }
        Ok(())
    }

    /// Notes that so much is on its way back.
    pub fn ask_refund(&mut self, amount: i64) {
        self.refunding += amount;
        self.state = State::Refunding;
    }

    /// Notes that a refund arrived, or that the provider refuses it.
    pub fn end_refund(&mut self, amount: i64, done: bool) {
        if done {
            self.refunded += amount;
        } else {
            self.refunding -= amount;
        }
        self.state = match self.refunded {
            _ if self.refunding != self.refunded => State::Refunding,
            0 => State::Paid,
            all if all >= self.amount => State::Refunded,
            _ => State::PartRefunded,
        };
    }

    /// Whether it is paid and its case is still to be opened. Of what was given back, or is on its way back,
    /// nobody expects a case any more.
    pub(crate) fn waits_for_case(&self) -> bool {
        matches!(self.state, State::Paid | State::PartRefunded) && self.opened_at.is_none()
    }

    /// Until when somebody can pay; `None` where they cannot.
    pub fn payable_until(&self) -> Option<Timestamp> {
        self.state.is_due().then(|| self.waits_since + PATIENCE + LAST_CALL)
    }
}

#[cfg(test)]
mod tests;
