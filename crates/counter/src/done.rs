//! `/apply/{draft}/done`: it is sent.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use base::Locale;
use base::time::to_ms;
use cases::{CaseError, Office, links};
use serde::Serialize;
use web::{App, Fault, Page, Reply, Visitor, Words, see_other, show};

use crate::{draft, practice};

/// The words of the NATO alphabet, which telephones carry well.
const ENGLISH: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett",
    "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango",
    "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
];

/// The words with which Spanish speakers spell on the telephone.
const SPANISH: [&str; 26] = [
    "Antonio",
    "Barcelona",
    "Carmen",
    "Dolores",
    "Enrique",
    "Francia",
    "Gerona",
    "Historia",
    "Inés",
    "José",
    "Kilo",
    "Lorenzo",
    "Madrid",
    "Navarra",
    "Oviedo",
    "París",
    "Queso",
    "Ramón",
    "Sábado",
    "Tarragona",
    "Ulises",
    "Valencia",
    "Washington",
    "Xilófono",
    "Yegua",
    "Zaragoza",
];

#[derive(Serialize)]
struct DonePage {
    service: String,
    reference: String,
    spelled: String,
    state: String,
    next: String,
    promised: Option<i64>,
    email: String,
    /// Whether the address got so many letters of late that it gets none about this.
    silent: bool,
    track: String,
    /// The case on the desk, for staff who entered it.
    desk: Option<String>,
    report: Option<String>,
    appointment: Option<appointments::card::Card>,
}

impl Page for DonePage {
    const TEMPLATE: &'static str = "counter/done.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-done-title", &[("reference", self.reference.as_str().into())])
    }
}

/// Shows what was sent and what happens next.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    let is_whole = opened.service.form().first_unanswered(&opened.draft.answers).is_none();
    if opened.service.is_practice() && is_whole {
        return Ok(practice::done(&app, &visitor, &opened));
    }
    let Some(id) = opened.draft.case else { return Ok(see_other(&opened.onward())) };
    let payment = app.db().read(move |tx| payments::payments::of_case(tx, id)).await?;
    if let Some(payment) = payment.filter(|one| one.opened_at.is_none()) {
        return Ok(see_other(&payments::links::path(&app, payment.id)));
    }
    let (office, locale, words) = (Office::of(&app), visitor.locale(), visitor.words().clone());
    let by_clerk = opened.draft.clerk.is_some();
    let page = app
        .db()
        .read(move |tx| {
            let case = cases::cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?;
            let told = cases::answers::of_case(tx, id)?;
            let silent = post::of_case(tx, id, None, 1)?.is_empty();
            let service = office.service_of(tx, &case)?;
            let state = service.workflow.state(&case.state);
            let (name, next) = state
                .map(|state| (state.name.get(locale).to_owned(), state.next.get(locale).to_owned()))
                .unwrap_or_default();
            let reference = case.reference.to_string();
            Ok::<_, CaseError>(DonePage {
                service: service.name(locale).to_owned(),
                spelled: spelled(&reference, locale),
                state: name,
                next,
                promised: case.watch.promised.filter(|_| !case.is_closed()).map(to_ms),
                email: told.contact.email,
                silent,
                track: format!("/track/{}", links::token(&office, id)),
                desk: by_clerk.then(|| format!("/desk/cases/{reference}")),
                report: case.public.then(|| format!("/reports/{reference}")),
                appointment: appointments::card::of_case(tx, &office, &case, &words)?,
                reference,
            })
        })
        .await
        .map_err(Fault::from)?;
    let mut response = show(page);
    // The next person at this computer must not find the link to the case behind the back button.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A reference as one reads it out: "Bravo, 7, Kilo, 2".
pub(crate) fn spelled(reference: &str, locale: Locale) -> String {
    let alphabet = if locale == Locale::ES { SPANISH } else { ENGLISH };
    let word = |c: char| {
        let place =
            usize::try_from(u32::from(c).wrapping_sub(u32::from('A'))).unwrap_or(usize::MAX);
        alphabet.get(place).map_or_else(|| c.to_string(), |word| (*word).to_owned())
    };
    let words: Vec<String> =
        reference.chars().filter(char::is_ascii_alphanumeric).map(word).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use base::Locale;

    #[test]
    fn a_reference_is_spelled_with_words_that_nobody_mishears() {
        let spelled = |locale| super::spelled("B7K2-9MXR", locale);
        assert_eq!(spelled(Locale::EN), "Bravo, 7, Kilo, 2, 9, Mike, X-ray, Romeo");
        assert_eq!(spelled(Locale::ES), "Barcelona, 7, Kilo, 2, 9, Madrid, Xilófono, Ramón");
    }
}
