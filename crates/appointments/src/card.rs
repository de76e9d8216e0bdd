//! The appointment of a case as its pages show it: when, where, what to bring, what can be done.

use base::CaseId;
use cases::{Case, CaseError, Office, links};
use serde::Serialize;
use store::Tx;
use web::Words;

use crate::booking::{Booking, State};
use crate::finding::{self, Terms};
use crate::waiting::{self, Standing};
use crate::{bookings, branches, letters};

/// What a page shows of an appointment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Card {
    /// What it is called.
    pub title: String,
    /// When it is; empty where there is none.
    pub when: String,
    /// The day, in milliseconds since 1970.
    pub at: i64,
    /// The branch.
    pub place: String,
    /// Its address.
    pub address: String,
    /// How to find it.
    pub directions: String,
    /// What to bring.
    pub bring: String,
    /// The state's word: `booked`, `cancelled` … or `none`.
    pub state: &'static str,
    /// Whether the resident may still change it.
    pub may_change: bool,
    /// Until when they may.
    pub until: String,
    /// Whether a new one can be made.
    pub may_book: bool,
    /// Where it is moved, cancelled and made anew.
    pub href: String,
    /// Whether they wait for something sooner.
    pub waits: bool,
    /// The sooner time that is kept for them, and until when.
    pub offered: Option<[String; 2]>,
}

/// The card of a case; `None` where its service has no appointments, or these answers need none.
pub fn of_case(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    words: &Words,
) -> Result<Option<Card>, CaseError> {
    let service = finding::service_of(tx, office, case)?;
    let Some(terms) = Terms::of(&service) else { return Ok(None) };
    let newest = newest(tx, case.id)?;
    if newest.is_none() && !terms.says.is_for(&cases::answers::of_case(tx, case.id)?.answers) {
        return Ok(None);
    }
    let mut card = match &newest {
        Some(one) => of_booking(tx, office, one, &terms, words)?,
        None => Card { title: letters::title(&service, words), state: "none", ..Card::default() },
    };
    card.href = format!("/track/{}/appointment", links::token(office, case.id));
    let ahead = newest.as_ref().is_some_and(|one| one.is_ahead(office.now()));
    card.may_book = !case.is_closed() && !ahead;
    match waiting::standing(tx, office, case.id)? {
        Standing::No => {}
        Standing::Waits => card.waits = true,
        Standing::Offered(kept) => {
            card.waits = true;
            let until = kept.held_until.unwrap_or_default();
            let said = |at| letters::moment(office, words, at);
            card.offered = Some([said(kept.visit.from), said(until)]);
        }
    }
    Ok(Some(card))
}

/// The booking that a page of the case shows.
pub(crate) fn newest(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Booking>, CaseError> {
    match bookings::live_of(tx, case)? {
        Some(live) => Ok(Some(live)),
        None => Ok(bookings::latest_of(tx, case)?),
    }
}

/// A booking in words.
pub fn of_booking(
    tx: &mut Tx<'_>,
    office: &Office,
    one: &Booking,
    terms: &Terms,
    words: &Words,
) -> Result<Card, CaseError> {
    let locale = words.locale();
    let branch = branches::find(tx, &office.catalogue().outline(), &one.branch)?;
    let branch = branch.map(|kept| kept.branch);
    let latest = one.starts().checked_sub(terms.says.change()).ok();
    let text = |words: Option<&base::Localized>| {
        words.map(|words| words.get(locale).to_owned()).unwrap_or_default()
    };
    let is_over = one.state == State::Booked && one.starts() <= office.now();
    Ok(Card {
        title: letters::title(&terms.service, words),
        when: letters::moment(office, words, one.visit.from),
        at: one.visit.from,
        place: text(branch.as_ref().map(|branch| &branch.name)),
        address: branch.as_ref().map(|branch| branch.address.clone()).unwrap_or_default(),
        directions: text(branch.as_ref().and_then(|branch| branch.directions.as_ref())),
        bring: text(terms.says.bring.as_ref()),
        state: if is_over { "over" } else { one.state.key() },
        may_change: one.may_change(&terms.says, office.now()),
        until: latest
            .map(|at| letters::moment(office, words, base::time::to_ms(at)))
            .unwrap_or_default(),
        ..Card::default()
    })
}
