//! Appointments of the next days, so that the calendar of a branch has something in it.

use appointments::{Seeker, Terms, Wanted, finding, making, slots};
use base::Locale;
use cases::{By, CaseError, NewCase, Office};
use jiff::ToSpan;
use serde_json::json;
use services::Answers;
use store::Tx;
use web::App;

use crate::DemoError;
use crate::invent;

/// Who comes: of the free times every so many are taken, on so many days.
const EVERY: usize = 3;
const DAYS: i64 = 12;
/// No more than fit on a few pages.
const MOST: usize = 36;

/// Makes appointments for the services that have them. They have a telephone number and no address for mail, so
/// that nobody's post fills up with their letters.
pub fn appointments(app: &App) -> Result<usize, DemoError> {
    let office = Office::of(app);
    Ok(app.db().write_blocking(move |tx| fill(tx, &office))?)
}

fn fill(tx: &mut Tx<'_>, office: &Office) -> Result<usize, CaseError> {
    let services = office.catalogue().all();
    let mut made = 0;
    for terms in services.iter().filter_map(Terms::of) {
        for branch in terms.branches(tx, office)? {
            let window = terms.window(office, Seeker::Resident);
            let (first, last) = terms.reach(office, window);
            let until = first.saturating_add(DAYS.days()).min(last);
            for date in slots::days(first, until, 14) {
                let day = finding::days(tx, office, &terms, &branch, (date, date, window))?;
                let free = day.into_iter().flat_map(|day| day.free);
                for (number, free) in free.enumerate() {
                    if (number + made) % EVERY != 0 || made >= MOST {
                        continue;
                    }
                    let wanted = Wanted { branch: branch.key.clone(), start: free.start };
                    book(tx, office, &terms, (&wanted, made))?;
                    made += 1;
                }
            }
        }
    }
    Ok(made)
}

fn book(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    (wanted, number): (&Wanted, usize),
) -> Result<(), CaseError> {
    let form = terms.service.form();
    let contact = form.contact_question().map_or("contact", |question| question.id.as_str());
    let phone = format!("617-555-01{:02}", number % 100);
    let answers = json!({
        "who": "adult",
        contact: {"name": invent::name(number), "email": "", "phone": phone},
    });
    let new = NewCase {
        service: terms.service.clone(),
        answers: Answers::try_from(answers).unwrap_or_default(),
        locale: Locale::EN,
        channel: "web",
        by: By::Resident,
        requester: None,
    };
    let case = cases::opening::open(tx, office, &new)?;
    let how = (wanted, Seeker::Resident, By::Resident);
    match making::make(tx, office, &case, terms, how) {
        // Two services share a desk: the other one may have been first.
        Ok(_) | Err(appointments::BookingError::Taken) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
