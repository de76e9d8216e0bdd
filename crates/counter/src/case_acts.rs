//! What a resident does below the personal link: writing, adding photos, correcting, taking back,
//! saying how it went.

use axum::extract::{Path, State};
use cases::{Acting, CaseError, Feedback, Office, Solved};
use files::{Owner, Visibility};
use serde::Serialize;
use services::CatalogueError;
use web::{
    App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, unprocessable,
};

use crate::case_page::{MESSAGE, RATING, WITHDRAWAL};
use crate::{case_link, case_page, photos, query};

/// The longest message: four typed pages.
const MAX_MESSAGE: usize = 4_000;
/// The longest remark on how it went, or why something is taken back.
const MAX_REMARK: usize = 2_000;
/// Photos that can be added at once.
const AT_ONCE: usize = 5;

/// Opens the case of a link, or answers with the page for dead links.
macro_rules! case_of {
    ($app:expr, $token:expr) => {
        match case_link::open($app, $token).await? {
            Ok(case) => case,
            Err(dead) => return Ok(dead),
        }
    };
}

/// Shows the case again with what was typed into one of its forms and what is wrong with it.
async fn refused(
    app: &App,
    visitor: &Visitor,
    token: &str,
    case: cases::Case,
    (name, form, errors): (&'static str, Raw, FormErrors),
) -> Reply {
    let page = case_page::view(app, visitor, token, case).await?;
    Ok(unprocessable(page.with(name, form, errors)))
}

/// Shows the page again with what was typed into one of its forms, where that is what was asked for.
macro_rules! again_if_asked {
    ($app:expr, $visitor:expr, $token:expr, $case:expr, $name:expr, $form:expr) => {
        if query::comes_again(&$form, $visitor) {
            let page = case_page::view($app, $visitor, $token, $case).await?;
            return Ok(query::again($visitor, page.with($name, $form, FormErrors::new())));
        }
    };
}

/// Leads somebody who reloads the answer to a form back to the case.
pub(crate) async fn back_to_case(Path(token): Path<String>) -> Reply {
    let to = format!("/track/{token}");
    Ok(see_other(web::local_path(&to).unwrap_or("/track")))
}

/// Writes to the team; an answer that was waited for starts the clock again.
pub(crate) async fn write(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    again_if_asked!(&app, &visitor, &token, case, MESSAGE, form);
    let mut errors = FormErrors::new();
    let words = visitor.words();
    let missing = words.t("counter-message-missing");
    let text = errors.take("text", form.text("text", MAX_MESSAGE), &missing, words);
    let Some(text) = text else {
        return refused(&app, &visitor, &token, case, (MESSAGE, form, errors)).await;
    };
    let office = Office::of(&app);
    let done = app
        .db()
        .write(move |tx| cases::messages::send(tx, &office, case.id, &text, Acting::RESIDENT))
        .await;
    case_link::back(&token, &visitor, done, "counter-message-sent")
}

/// Takes the case back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    again_if_asked!(&app, &visitor, &token, case, WITHDRAWAL, form);
    let mut errors = FormErrors::new();
    let words = visitor.words();
    let reason = form.optional_text("reason", MAX_REMARK);
    let Some(reason) = errors.take("reason", reason, "", words) else {
        return refused(&app, &visitor, &token, case, (WITHDRAWAL, form, errors)).await;
    };
    let (office, reason) = (Office::of(&app), reason.unwrap_or_default());
    let done = app
        .db()
        .write(move |tx| cases::closure::withdraw(tx, &office, case.id, &reason, Acting::RESIDENT))
        .await;
    case_link::back(&token, &visitor, done, "counter-withdrawn")
}

/// Adds photos to the case.
pub(crate) async fn add_photos(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    again_if_asked!(&app, &visitor, &token, case, MESSAGE, form);
    let (words, owner, id) = (visitor.words(), Owner::new("adding", case.id), case.id);
    let mut errors = FormErrors::new();
    let mut ids = Vec::new();
    let left = form.files("photos").count().saturating_sub(AT_ONCE);
    for upload in form.files("photos").take(AT_ONCE) {
        match photos::take(&app, owner, upload, words).await? {
            Ok(file) => ids.push(file),
            Err(message) => errors.add("photos", message),
        }
    }
    if ids.is_empty() && errors.is_empty() {
        errors.add("photos", words.t("counter-photos-missing"));
    }
    let office = Office::of(&app);
    let taken = ids.len();
    let done = app.db().write(move |tx| -> Result<(), CaseError> {
        let held = files::of_owner(tx, Owner::case(id), 100)?.len();
        if held + ids.len() > cases::correction::MAX_PHOTOS {
            return Err(cases::Refusal::TooMany.into());
        }
        if !ids.is_empty() {
            for file in &ids {
                files::attach(tx, *file, owner, Owner::case(id), Visibility::Private)?;
            }
            cases::correction::add_photos(tx, &office, id, &ids, "", Acting::RESIDENT)?;
        }
        Ok(())
    });
    let done = match done.await {
        Err(CaseError::Refused(cases::Refusal::TooMany)) => {
            errors.add("photos", words.t("counter-photos-enough"));
            Ok(())
        }
        Ok(()) if left > 0 => {
            let counts: [web::Word<'_>; 3] =
                [("max", AT_ONCE.into()), ("taken", taken.into()), ("left", left.into())];
            errors.add("photos", words.with("counter-photos-left", &counts));
            Ok(())
        }
        done => done,
    };
    if errors.is_empty() {
        return case_link::back(&token, &visitor, done, "counter-photos-added");
    }
    done?;
    let case = case_of!(&app, &token);
    refused(&app, &visitor, &token, case, (MESSAGE, form, errors)).await
}

#[derive(Serialize)]
struct NotSolvedPage {
    token: String,
    service: String,
    reference: String,
    form: Raw,
    errors: FormErrors,
    language_form: &'static str,
}

impl Page for NotSolvedPage {
    const TEMPLATE: &'static str = "counter/not_solved.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-not-solved-title", &[("reference", self.reference.as_str().into())])
    }
}

async fn not_solved_page(
    app: &App,
    visitor: &Visitor,
    token: &str,
    case: cases::Case,
    form: Raw,
    errors: FormErrors,
) -> Result<NotSolvedPage, Fault> {
    let catalogue = app.get::<services::Catalogue>();
    let reference = case.reference.to_string();
    let service = app.db().read(move |tx| -> Result<_, store::StoreError> {
        match catalogue.version(tx, &case.service, case.version) {
            Ok(service) => Ok(service),
            Err(CatalogueError::Store(error)) => Err(error),
            Err(_) => Ok(None),
        }
    });
    let service = service.await?;
    let service = service.map(|one| one.name(visitor.locale()).to_owned()).unwrap_or_default();
    let (token, language_form) = (token.to_owned(), "not-solved-form");
    Ok(NotSolvedPage { token, service, reference, form, errors, language_form })
}

/// Asks what is not solved.
pub(crate) async fn not_solved_form(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let case = case_of!(&app, &token);
    if !case.is_closed() {
        return Ok(see_other(&format!("/track/{token}")));
    }
    let page = not_solved_page(&app, &visitor, &token, case, Raw::default(), FormErrors::new());
    Ok(show(page.await?))
}

/// Tells the team that it is not solved, which opens the case again.
pub(crate) async fn not_solved(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    if query::comes_again(&form, &visitor) {
        let page = not_solved_page(&app, &visitor, &token, case, form, FormErrors::new());
        return Ok(query::again(&visitor, page.await?));
    }
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let missing = words.t("counter-not-solved-missing");
    let text = errors.take("text", form.text("text", MAX_REMARK), &missing, words);
    let Some(text) = text else {
        let page = not_solved_page(&app, &visitor, &token, case, form, errors).await?;
        return Ok(unprocessable(page));
    };
    let feedback = Feedback { solved: Solved::No, rating: None, text };
    give(&app, &visitor, &token, (case.id, feedback), "counter-not-solved-sent").await
}

/// Keeps how it went.
pub(crate) async fn rate(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    again_if_asked!(&app, &visitor, &token, case, RATING, form);
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let rating = form.get("rating").and_then(|one| one.parse::<u32>().ok());
    let rating = rating.filter(|one| (1..=5).contains(one));
    if rating.is_none() {
        errors.add("rating", words.t("counter-rating-missing"));
    }
    let text = errors.take("remark", form.optional_text("remark", MAX_REMARK), "", words);
    let (Some(rating), Some(text)) = (rating, text) else {
        return refused(&app, &visitor, &token, case, (RATING, form, errors)).await;
    };
    let text = text.unwrap_or_default();
    let feedback = Feedback { solved: Solved::Yes, rating: Some(rating), text };
    give(&app, &visitor, &token, (case.id, feedback), "counter-rating-sent").await
}

async fn give(
    app: &App,
    visitor: &Visitor,
    token: &str,
    (case, feedback): (base::CaseId, Feedback),
    told: &str,
) -> Reply {
    let office = Office::of(app);
    let give = move |tx: &mut store::Tx<'_>| {
        cases::feedback::give(tx, &office, case, &feedback, Acting::RESIDENT)
    };
    case_link::back(token, visitor, app.db().write(give).await, told)
}
