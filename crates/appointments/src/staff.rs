//! What the pages of staff have in common: who works, at which branch, on which day.

use base::Locale;
use cases::{By, Case, CaseError, Office, Rank};
use jiff::civil::Date;
use serde::Serialize;
use store::{StoreError, Tx};
use web::{App, Fault, Flash, Person, Raw, Role, Visitor, Words, see_other_with};

use axum::response::Response;

use crate::booking::Booking;
use crate::branches::{self, Kept};
use crate::{BookingError, bookings};

/// The team that takes calls: it makes and moves appointments for every team.
const CONTACT_CENTRE: &str = "contact-centre";

/// Who works.
#[derive(Clone)]
pub(crate) struct Clerk {
    pub office: Office,
    pub person: Person,
    pub visitor: Visitor,
}

/// Something to choose in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
}

impl Clerk {
    pub(crate) fn of(app: &App, visitor: &Visitor) -> Result<Self, Fault> {
        let person = visitor.require_person()?.clone();
        Ok(Self { office: Office::of(app), person, visitor: visitor.clone() })
    }

    pub(crate) fn words(&self) -> &Words {
        self.visitor.words()
    }

    pub(crate) fn locale(&self) -> Locale {
        self.visitor.locale()
    }

    pub(crate) fn today(&self) -> Date {
        self.office.calendar().date(self.office.now())
    }

    /// The fields of the address.
    pub(crate) fn asked(&self) -> Raw {
        let query = self.visitor.query().unwrap_or_default();
        Raw::from_urlencoded(query.as_bytes()).unwrap_or_default()
    }

    /// Whether the appointment of a case is theirs to change: those of its team, and who takes the calls.
    pub(crate) fn may(&self, tx: &mut Tx<'_>, case: &Case) -> Result<bool, StoreError> {
        if case.is_work_of(&self.person) {
            return Ok(true);
        }
        let centre = people::teams::by_key(tx, CONTACT_CENTRE)?;
        Ok(centre.is_some_and(|team| self.person.has_in(Role::Caseworker, team.id)))
    }

    pub(crate) fn by(&self, case: &Case) -> By {
        let lead = case.team.is_some_and(|team| self.person.has_in(Role::TeamLead, team));
        By::Staff(self.person.id, if lead { Rank::TeamLead } else { Rank::Caseworker })
    }

    /// Finds an appointment with its case, for somebody who may change it.
    pub(crate) fn open(tx: &mut Tx<'_>, id: i64) -> Result<Option<(Booking, Case)>, CaseError> {
        let Some(one) = bookings::by_id(tx, id)? else { return Ok(None) };
        let Some(case) = one.case else { return Ok(None) };
        Ok(cases::cases::by_id(tx, case)?.map(|case| (one, case)))
    }

    /// The branch that an address names, or the first that there is.
    pub(crate) fn branch(&self, all: Vec<Kept>, key: Option<&str>) -> (Option<Kept>, Vec<Choice>) {
        let choice = |kept: &Kept| Choice {
            value: kept.branch.key.clone(),
            label: kept.branch.name.get(self.locale()).to_owned(),
        };
        let choices = all.iter().map(choice).collect();
        let place = all.iter().position(|kept| Some(kept.branch.key.as_str()) == key);
        (all.into_iter().nth(place.unwrap_or(0)), choices)
    }

    /// Every branch.
    pub(crate) fn branches(&self, tx: &mut Tx<'_>) -> Result<Vec<Kept>, StoreError> {
        branches::all(tx, &self.office.catalogue().outline())
    }

    /// Leads to a page with what came of an act.
    pub(crate) fn told<T>(
        &self,
        to: &str,
        done: Result<T, BookingError>,
        said: &str,
    ) -> Result<Response, Fault> {
        let words = self.words();
        match done {
            Ok(_) => Ok(see_other_with(to, Flash::success(words.t(said)))),
            Err(BookingError::Case(CaseError::Refused(refusal))) => {
                Ok(see_other_with(to, Flash::notice(words.t(refusal.key()))))
            }
            Err(BookingError::Case(error)) => Err(error.into()),
            Err(refused) => Ok(see_other_with(to, Flash::notice(words.t(refused.staff_key())))),
        }
    }
}
