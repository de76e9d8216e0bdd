//! A draft is sent: in one transaction it becomes a case with its appointment, or waits to be paid, or corrects a
//! case.

use base::{CaseId, PersonId};
use cases::{Case, CaseError, NewCase, Office};
use files::Visibility;
use services::{Answers, Charge, Form, QuestionKind};
use store::Tx;
use web::Person;

use crate::corrections::{self, Outcome};
use crate::{drafts, photos};

/// What sending came to.
pub(crate) enum Sent {
    /// The case, now or by an earlier click.
    Case,
    /// The corrected case, or why it is not.
    Correction(Box<Case>, Outcome),
    /// A photo of the draft is gone, so it was not sent.
    Incomplete,
    /// The time that was chosen is no longer held.
    TimeGone,
    /// The draft is gone.
    Lost,
}

/// Makes a case, a payment or a correction of a draft, once.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    draft: i64,
    (owner, person): (&str, Option<&Person>),
    (new, charge): (&NewCase, Option<&Charge>),
    reason: &str,
) -> Result<Sent, CaseError> {
    let now = office.app().clock().now_ms();
    let claimed = drafts::claim(tx, draft, now)?;
    let Some(mut held) = drafts::find(tx, draft, owner, now)? else { return Ok(Sent::Lost) };
    let (from, form) = (photos::owner(&held), new.service.form());
    let case = match held.corrects {
        Some(id) => Some(cases::cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?),
        None => None,
    };
    if !claimed {
        return Ok(case.map_or(Sent::Case, |case| Sent::Correction(Box::new(case), Outcome::Done)));
    }
    if photos::drop_missing(tx, &mut held, form)? {
        drafts::save(tx, &held, now)?;
        return Ok(Sent::Incomplete);
    }
    if let Some(case) = case {
        let before = cases::answers::of_case(tx, case.id)?.answers;
        let outcome = corrections::write(tx, office, (&held, &case), person, new, reason)?;
        if matches!(outcome, Outcome::Done) {
            attach(tx, from, case.id, form, &new.answers)?;
            photos::take_off(tx, case.id, form, &before, &new.answers)?;
            drafts::sent(tx, draft, case.id, now)?;
        }
        return Ok(Sent::Correction(Box::new(case), outcome));
    }
    let says = new.service.definition.appointment.as_ref();
    let books = says.is_some_and(|says| says.is_for(&new.answers));
    if books && !appointments::holding::is_held(tx, office, draft, held.seeker())? {
        return Ok(Sent::TimeGone);
    }
    let requester = match held.clerk {
        Some(_) => account(tx, new)?,
        None => new.requester,
    };
    let new = NewCase { requester, ..new.clone() };
    // No service has both a fee and an appointment: the check refuses it.
    let case = if let Some(charge) = charge.filter(|charge| charge.minor > 0) {
        // Its id is given out now; the case itself begins when it is paid.
        payments::begin(tx, office, &new, charge)?.case
    } else {
        let case = cases::opening::open(tx, office, &new)?;
        // In this transaction or not at all: no request without its appointment, no appointment without one.
        if books {
            appointments::holding::confirm(tx, office, draft, &case, new.by)?;
        }
        case.id
    };
    if !books {
        appointments::holding::let_go(tx, draft)?;
    }
    attach(tx, from, case, form, &new.answers)?;
    drafts::sent(tx, draft, case, now)?;
    Ok(Sent::Case)
}

/// The account of the resident for whom staff enter a case: whoever reads the letters, so that they find it
/// among their own.
fn account(tx: &mut Tx<'_>, new: &NewCase) -> Result<Option<PersonId>, CaseError> {
    let question = new.service.form().contact_question();
    let contact = question.and_then(|question| new.answers.contact(&question.id));
    let Some(contact) = contact.filter(|contact| !contact.email.is_empty()) else {
        return Ok(None);
    };
    let found = people::persons::find_by_email(tx, &contact.email)?;
    Ok(found.filter(|found| found.kind == people::Kind::Resident).map(|found| found.id))
}

/// Hands the photos of the draft over to the case. Nobody but the resident and staff sees them until
/// somebody has looked at them.
fn attach(
    tx: &mut Tx<'_>,
    from: files::Owner,
    case: CaseId,
    form: &Form,
    answers: &Answers,
) -> Result<(), CaseError> {
    for question in form.questions() {
        if matches!(question.kind, QuestionKind::Photos { .. }) {
            for file in answers.photos(&question.id) {
                files::attach(tx, file, from, files::Owner::case(case), Visibility::Private)?;
            }
        }
    }
    Ok(())
}
