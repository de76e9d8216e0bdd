//! The demo's resident has a story of her own: something under way, something asked, something done.

use base::{Locale, PersonId};
use cases::import::PastCase;
use cases::{Acting, By, CaseError, Closure, Office, Rank, Seen};
use services::Contact;
use store::{StoreError, Tx};
use web::App;

use crate::DemoError;
use crate::data::{Channel, Request};
use crate::past::Town;

/// What happens in a chapter after the past that the data gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chapter {
    UnderWay,
    Asked,
    Message,
    Done,
}

/// The services of the story, all of them used by people at home.
const STORY: [(&str, Chapter); 4] = [
    ("street-light-out", Chapter::Asked),
    ("rats", Chapter::UnderWay),
    ("tree-care", Chapter::Message),
    ("large-item-pickup", Chapter::Done),
];

/// Writes the resident's cases: a recent one of each service, with her as its sender.
pub(crate) fn tell(app: &App, town: &Town, requests: &[Request]) -> Result<(), DemoError> {
    let found = app.db().read_blocking(|tx| {
        let resident = people::persons::find_by_email(tx, people::demo::RESIDENT)?;
        let worker = people::persons::find_by_email(tx, people::demo::CASEWORKER)?;
        Ok::<_, StoreError>(resident.zip(worker))
    })?;
    let Some((resident, worker)) = found else { return Ok(()) };
    let contact =
        Contact { name: resident.name, email: resident.email, phone: "617-555-0162".into() };
    for (service, chapter) in STORY {
        let ended = chapter == Chapter::Done;
        let Some(mut past) = recent(town, requests, service, ended) else { continue };
        past.case.requester = Some(resident.id);
        past.case.channel = "web".into();
        past.case.locale = Locale::EN;
        past.told.contact = contact.clone();
        let (office, worker) = (town.office.clone(), worker.id);
        app.db().write_blocking(move |tx| write(tx, &office, &past, chapter, worker))?;
    }
    Ok(())
}

/// The newest request for a service that was still open, or that was not, from the last weeks.
fn recent(town: &Town, requests: &[Request], service: &str, ended: bool) -> Option<PastCase> {
    let of_service = requests.iter().enumerate().rev().filter(|(_, request)| {
        let found = town.services.get(request.kind).and_then(Option::as_ref);
        found.is_some_and(|found| found.id() == service) && request.channel != Channel::System
    });
    for (number, request) in of_service {
        // A resident does not write the morning after; nor is a week-old matter forgotten.
        let Some(past) = town.past(request, u64::try_from(number).unwrap_or(0), 0) else {
            continue;
        };
        let hours = past.case.opened_at.duration_until(town.office.now()).as_hours();
        if hours > 30 && past.case.is_closed() == ended && past.case.point.is_some() {
            return Some(past);
        }
    }
    None
}

fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    past: &PastCase,
    chapter: Chapter,
    worker: PersonId,
) -> Result<(), CaseError> {
    let id = cases::import::write(tx, office, past)?;
    let staff = Acting { by: By::Staff(worker, Rank::Caseworker), seen: Seen::Whatever };
    let done = match chapter {
        Chapter::UnderWay => return Ok(()),
        Chapter::Asked => {
            let question = "Is it the lamp on the corner, or the one in front of the school?";
            cases::moves::make(tx, office, id, "ask", question, staff)
        }
        Chapter::Message => {
            let text = "A branch has come down since I wrote to you. Nobody was hurt.";
            cases::messages::send(tx, office, id, text, Acting::RESIDENT)
        }
        Chapter::Done => {
            let reopened = cases::moves::make(tx, office, id, "reopen", "Left behind.", staff);
            reopened.and_then(|_| {
                let reason = "Both mattresses were collected this morning.".to_owned();
                let closure = Closure { outcome: "done".into(), reason };
                cases::closure::close(tx, office, id, &closure, staff)
            })
        }
    };
    match done {
        // The past may already have led to a state in which the chapter has no place.
        Ok(_) | Err(CaseError::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
