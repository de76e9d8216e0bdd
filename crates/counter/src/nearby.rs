//! `/apply/{draft}/nearby`: "is it one of these?", before anything is sent.

use axum::extract::{Path, State};
use base::contact::EmailAddress;
use base::time::to_ms;
use base::{Locale, Reference};
use cases::{Case, CaseError, Office, Refusal, followers};
use jiff::SignedDuration;
use serde::Serialize;
use store::Tx;
use web::{App, Fault, FormErrors, Page, Reply, Visitor, Words, see_other, show, unprocessable};

use crate::draft::{self, Opened};
use crate::form_page::{self, after};
use crate::{drafts, query};

/// Reports that are shown: more are not compared.
const MOST: usize = 5;

/// A report nearby.
#[derive(Clone, Debug, Serialize)]
struct Match {
    reference: String,
    address: String,
    metres: i64,
    opened: i64,
    state: String,
    answers: Vec<String>,
    followers: i64,
    public: bool,
}

#[derive(Serialize)]
struct NearbyPage {
    service: String,
    matches: Vec<Match>,
    action: String,
    back: String,
    change: bool,
    clerk: &'static str,
    email: String,
    chosen: String,
    errors: FormErrors,
    language_form: &'static str,
}

impl Page for NearbyPage {
    const TEMPLATE: &'static str = "counter/nearby.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-nearby-title")
    }
}

/// Finds open reports of the same thing. Only of services whose reports are public anyway.
fn find(
    tx: &mut Tx<'_>,
    office: &Office,
    opened: &Opened,
    locale: Locale,
) -> Result<Vec<Match>, CaseError> {
    let definition = &opened.service.definition;
    let Some(nearby) = definition.nearby.filter(|_| definition.public) else {
        return Ok(Vec::new());
    };
    let place = opened.service.form().place_question();
    let place = place.and_then(|question| opened.draft.answers.place(&question.id));
    let Some(point) = place.and_then(|place| place.point) else { return Ok(Vec::new()) };
    let since = office.now() - SignedDuration::from_hours(24 * i64::from(nearby.days));
    let found =
        cases::cases::near(tx, opened.service.id(), point, f64::from(nearby.radius_m), since)?;
    let found: Vec<_> = found.into_iter().filter(|(case, _)| case.public).take(MOST).collect();
    found.into_iter().map(|(case, metres)| described(tx, office, &case, metres, locale)).collect()
}

fn described(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    metres: f64,
    locale: Locale,
) -> Result<Match, CaseError> {
    let service = office.service_of(tx, case)?;
    let told = cases::answers::of_case(tx, case.id)?;
    let place = service.form().place_question().map(|question| question.id.clone());
    let rows = cases::given::public_rows(tx, office, case, &told, locale)?;
    let answers = rows
        .into_iter()
        .filter(|row| Some(&row.question) != place.as_ref() && !row.text.is_empty())
        .map(|row| row.text);
    let state = service.workflow.state(&case.state);
    Ok(Match {
        reference: case.reference.to_string(),
        address: case.address.clone().unwrap_or_default(),
        metres: whole(metres),
        opened: to_ms(case.opened_at),
        state: state.map(|state| state.name_for_all().get(locale).to_owned()).unwrap_or_default(),
        answers: answers.collect(),
        followers: case.followers,
        public: case.public,
    })
}

/// Metres to the next ten: the pin of a report is no finer.
fn whole(metres: f64) -> i64 {
    let tens = (0..1_000_i32).find(|tens| f64::from(*tens) * 10.0 >= metres).unwrap_or(1_000);
    i64::from(tens) * 10
}

async fn matches(app: &App, opened: &Opened) -> Result<Vec<Match>, Fault> {
    let office = Office::of(app);
    let (draft, service, geography) =
        (opened.draft.clone(), opened.service.clone(), opened.geography.clone());
    let found = app.db().read(move |tx| {
        let (draft, service, geography) = (draft.clone(), service.clone(), geography.clone());
        let locale = draft.locale;
        find(tx, &office, &Opened { draft, service, geography, held: None }, locale)
    });
    Ok(found.await?)
}

/// Whether the resident should look at reports nearby before going on.
pub(crate) async fn any(app: &App, opened: &Opened) -> Result<bool, Fault> {
    if opened.draft.is_new || opened.draft.corrects.is_some() || opened.service.is_practice() {
        return Ok(false);
    }
    Ok(!matches(app, opened).await?.is_empty())
}

fn view(visitor: &Visitor, opened: &Opened, matches: Vec<Match>, change: bool) -> NearbyPage {
    let place = opened.service.form().place_question().map(|question| question.id.as_str());
    let page = opened.service.form().all_pages().iter();
    let page =
        page.clone().find(|page| page.questions.iter().any(|one| Some(one.id.as_str()) == place));
    NearbyPage {
        service: opened.service.name(visitor.locale()).to_owned(),
        matches,
        action: opened.draft.at("nearby"),
        back: page.map_or_else(|| opened.onward(), |page| opened.draft.at(&page.id)),
        change,
        clerk: opened.draft.clerk_in_words(),
        email: String::new(),
        chosen: String::new(),
        errors: FormErrors::new(),
        language_form: "nearby-form",
    }
}

/// Shows the reports nearby; with none, the form goes on.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if opened.draft.case.is_some() {
        return Ok(see_other(&opened.draft.at("done")));
    }
    let found = matches(&app, &opened).await?;
    if found.is_empty() {
        return Ok(see_other(&opened.onward()));
    }
    let change = query::fields(&visitor).has("change");
    Ok(show(view(&visitor, &opened, found, change)))
}

/// Says that it is a new one, or follows one of those shown.
pub(crate) async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: web::Raw,
) -> Reply {
    let Some(mut opened) = draft::open(&app, &visitor, &id).await? else {
        return Ok(draft::lost());
    };
    if opened.draft.case.is_some() {
        return Ok(see_other(&opened.draft.at("done")));
    }
    if opened.service.is_practice() {
        return Ok(see_other(&opened.onward()));
    }
    let change = form.has("change");
    if query::comes_again(&form, &visitor) {
        let found = matches(&app, &opened).await?;
        let (email, chosen) = (query::shown(&form, "email"), query::shown(&form, "report"));
        let page = view(&visitor, &opened, found, change);
        return Ok(query::again(&visitor, NearbyPage { email, chosen, ..page }));
    }
    if form.has("new") {
        form_page::change(&app, &mut opened.draft, |draft| draft.is_new = true).await?;
        return Ok(see_other(&onward(&opened, change)));
    }
    let found = matches(&app, &opened).await?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let chosen = form.get("report").and_then(|text| text.parse::<Reference>().ok());
    let chosen = chosen.filter(|one| found.iter().any(|found| found.reference == one.to_string()));
    if chosen.is_none() {
        errors.add("report", words.t("counter-nearby-choose"));
    }
    let email = query::email(&form, None, &mut errors, words);
    if let (Some(reference), true) = (chosen, errors.is_empty()) {
        match follow(&app, &opened, reference, email.clone()).await {
            Ok(()) => {
                let told = if email.is_some() { "?letter=1" } else { "" };
                return Ok(see_other(&format!("{}/{reference}{told}", opened.draft.at("joined"))));
            }
            Err(CaseError::Refused(refusal @ Refusal::TooMany)) => {
                errors.add("email", words.t(refusal.key()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = view(&visitor, &opened, found, change);
    let email = query::shown(&form, "email");
    let chosen = chosen.map(|one| one.to_string()).unwrap_or_default();
    Ok(unprocessable(NearbyPage { email, chosen, errors, ..page }))
}

fn onward(opened: &Opened, change: bool) -> String {
    let form = opened.service.form();
    let place = form.place_question().map(|question| question.id.as_str());
    let mut pages = form.all_pages().iter();
    let asks = pages.find(|page| page.questions.iter().any(|one| Some(one.id.as_str()) == place));
    match asks {
        Some(page) if !change => after(opened, page),
        _ => opened.onward(),
    }
}

async fn follow(
    app: &App,
    opened: &Opened,
    reference: Reference,
    email: Option<EmailAddress>,
) -> Result<(), CaseError> {
    let office = Office::of(app);
    let (draft, locale, now) = (opened.draft.id, opened.draft.locale, app.clock().now_ms());
    app.db()
        .write(move |tx| {
            drafts::rest(tx, draft, now)?;
            let Some(email) = &email else { return Ok(()) };
            let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
            followers::follow(tx, &office, case.id, email, locale)
        })
        .await
}

#[derive(Serialize)]
struct JoinedPage {
    reference: String,
    letter: bool,
}

impl Page for JoinedPage {
    const TEMPLATE: &'static str = "counter/joined.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-joined-title")
    }
}

/// Thanks who found their matter reported already.
pub(crate) async fn joined(
    visitor: Visitor,
    Path((_, reference)): Path<(String, String)>,
) -> Reply {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let letter = query::fields(&visitor).has("letter");
    Ok(show(JoinedPage { reference: reference.to_string(), letter }))
}
