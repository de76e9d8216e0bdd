use axum::extract::{Path, State};
use base::contact::EmailAddress;
use cases::{CaseError, Office, Refusal, followers, public};
use web::{App, Flash, Raw, Reply, Visitor, see_other_with, show, unprocessable};

use crate::report::{parse, read};

/// The longest address of e-mail (RFC 5321).
const MAX_EMAIL: usize = 254;

/// Somebody wants the news of a report: a letter asks them to confirm.
pub(crate) async fn follow(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let reference = parse(&reference)?;
    let mut page = read(&app, &visitor, reference).await?;
    let words = visitor.words();
    if form.language().is_some() {
        page.form = form;
        return Ok(show(page));
    }
    let typed = page.errors.take(
        "email",
        form.line("email", MAX_EMAIL),
        &words.t("reports-follow-missing"),
        words,
    );
    let email = typed.and_then(|text| {
        let email = text.parse::<EmailAddress>().ok();
        if email.is_none() {
            page.errors.add("email", words.t("reports-follow-wrong"));
        }
        email
    });
    let Some(email) = email else {
        page.form = form;
        return Ok(unprocessable(page));
    };
    let (office, locale) = (Office::of(&app), visitor.locale());
    let done = app
        .db()
        .write(move |tx| {
            let report = public::one(tx, reference)?.ok_or(CaseError::NotFound)?;
            followers::follow(tx, &office, report.id, &email, locale)
        })
        .await;
    match done {
        Ok(()) => Ok(see_other_with(
            &format!("/reports/{reference}"),
            Flash::success(words.t("reports-follow-sent")),
        )),
        Err(CaseError::Refused(refusal @ Refusal::TooMany)) => {
            page.errors.add("email", words.t(refusal.key()));
            page.form = form;
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}
