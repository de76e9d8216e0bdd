//! What a service says about its appointments.

use base::Localized;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{Answers, Condition};

/// Times are taken in steps of so many minutes, so that the database can hold each step apart.
pub const GRAIN_MINUTES: u32 = 5;

/// How many hours ahead somebody must book, where the service says nothing.
const LEAD_HOURS: u32 = 2;
/// How many days ahead somebody can book, where the service says nothing.
const DAYS: u32 = 60;
/// How many hours before it an appointment can be moved or cancelled, where the service says nothing.
const CHANGE_HOURS: u32 = 2;
/// How many hours a time is kept for somebody on the waiting list, where the service says nothing.
const OFFER_HOURS: u32 = 12;

/// The appointment that comes with a service: where, how long, and how far ahead it is booked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// What it is called in a calendar: "Register a birth".
    pub title: Localized,
    /// The keys of the branches where it can be.
    pub branches: Vec<String>,
    /// What a resource must be able to do; the key of the service where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// Minutes to prepare before it, in which the resource takes nobody else.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub before: u32,
    /// Minutes to tidy up after it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub after: u32,
    /// How many hours ahead it must be booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_hours: Option<u32>,
    /// How many days ahead it can be booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// How many hours before it the resident can still move or cancel it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_hours: Option<u32>,
    /// How many hours a time that became free is kept for whoever waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_hours: Option<u32>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bring: Option<Localized>,
    /// The condition under which it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
fn is_zero(minutes: &u32) -> bool {
    *minutes == 0
}

fn hours(hours: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(hours))
}

impl Appointment {
    /// Tells whether these answers need an appointment.
    pub fn is_for(&self, answers: &Answers) -> bool {
        self.when.as_ref().is_none_or(|when| when.0.holds(answers.as_json()))
    }

    /// Gives what a resource must be able to do for it.
    pub fn offer<'a>(&'a self, service: &'a str) -> &'a str {
        self.offer.as_deref().unwrap_or(service)
    }

    /// Gives how long ahead it must be booked.
    pub fn lead(&self) -> SignedDuration {
        hours(self.lead_hours.unwrap_or(LEAD_HOURS))
    }

    /// Gives how many days ahead it can be booked.
    pub fn days(&self) -> u32 {
        self.days.unwrap_or(DAYS)
    }

    /// Gives how long before it the resident can still move or cancel it.
    pub fn change(&self) -> SignedDuration {
        hours(self.change_hours.unwrap_or(CHANGE_HOURS))
    }

    /// Gives how long a time that became free is kept for whoever waits for one.
    pub fn kept_for(&self) -> SignedDuration {
        hours(self.offer_hours.unwrap_or(OFFER_HOURS))
    }
}
