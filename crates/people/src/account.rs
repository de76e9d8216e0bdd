//! `/account`: one's own name, password and sessions.

use axum::extract::State;
use base::contact::Phone;
use base::{Locale, PersonId};
use ledger::{Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::session::OpenSession;
use web::{
    App, Fault, FieldFault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with,
    show, unprocessable,
};

use crate::letters::LinkLetter;
use crate::links::Purpose;
use crate::person::MAX_NAME;
use crate::{Act, Kind, Profile, credentials, persons};

/// Longer than any telephone number.
const MAX_PHONE: usize = 40;

/// A session in the list.
#[derive(Serialize)]
struct SessionView {
    digest: String,
    created_at: i64,
    seen_at: i64,
    is_own: bool,
}

/// The overview.
#[derive(Serialize)]
struct AccountPage {
    name: String,
    email: String,
    phone: String,
    language: &'static str,
    has_password: bool,
    /// `on`, `off` where one can be set up, or nothing.
    second_factor: &'static str,
    codes_left: i64,
    sessions: Vec<SessionView>,
    has_others: bool,
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "people/account.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-account-title")
    }
}

/// Shows the overview.
pub(crate) async fn overview(State(app): State<App>, visitor: Visitor) -> Reply {
    let id = visitor.require_person()?.id;
    let now = app.clock().now_ms();
    let (profile, open, codes_left) = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let profile = persons::find(tx, id)?;
            let open = web::session::open(tx, id, now)?;
            Ok((profile, open, credentials::recovery_codes_left(tx, id)?))
        })
        .await?;
    let profile = profile.ok_or(Fault::SignIn)?;
    let view = |session: OpenSession| SessionView {
        is_own: web::session::is_own(&visitor, &session),
        digest: session.digest,
        created_at: session.created_at,
        seen_at: session.seen_at,
    };
    let sessions: Vec<_> = open.into_iter().map(view).collect();
    Ok(show(AccountPage {
        name: profile.name,
        email: profile.email,
        phone: profile.phone.unwrap_or_default(),
        language: profile.locale.name(),
        has_password: profile.has_password,
        second_factor: match (profile.has_second_factor, profile.kind) {
            (true, _) => "on",
            (false, Kind::Staff) => "off",
            (false, _) => "",
        },
        codes_left,
        has_others: sessions.iter().any(|session| !session.is_own),
        sessions,
    }))
}

/// The page with the form for name, telephone and language.
#[derive(Serialize)]
struct DetailsPage {
    form: Raw,
    errors: FormErrors,
    languages_known: Vec<LanguageChoice>,
}

/// A language to choose.
#[derive(Serialize)]
pub(crate) struct LanguageChoice {
    value: &'static str,
    label: &'static str,
}

/// The languages that we can write in.
pub(crate) fn language_choices() -> Vec<LanguageChoice> {
    let choice = |locale: Locale| LanguageChoice { value: locale.code(), label: locale.name() };
    Locale::ALL.into_iter().map(choice).collect()
}

impl DetailsPage {
    fn new(form: Raw, errors: FormErrors) -> Self {
        Self { form, errors, languages_known: language_choices() }
    }
}

impl Page for DetailsPage {
    const TEMPLATE: &'static str = "people/account_details.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-details-title")
    }
}

/// Shows the form with what is stored.
pub(crate) async fn details(State(app): State<App>, visitor: Visitor) -> Reply {
    let profile = own_profile(&app, &visitor).await?;
    let form = Raw::of([
        ("name", profile.name.as_str()),
        ("phone", profile.phone.as_deref().unwrap_or_default()),
        ("language", profile.locale.code()),
    ]);
    Ok(show(DetailsPage::new(form, FormErrors::new())))
}

/// Changes name, telephone and language.
pub(crate) async fn change_details(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let id = visitor.require_person()?.id;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let name = form.line("name", MAX_NAME);
    let name = errors.take("name", name, &words.t("people-name-missing"), words);
    let phone = take_phone(&form, &mut errors, words);
    let locale = take_language(&form, &mut errors, words);
    let (Some(name), Ok(phone), Some(locale)) = (name, phone, locale) else {
        return Ok(unprocessable(DetailsPage::new(form, errors)));
    };
    let act = Act::of(&app, &visitor);
    app.db()
        .write(move |tx| persons::rename(tx, id, &name, phone.as_deref(), locale, &act))
        .await?;
    Ok(see_other_with("/account", Flash::success(words.t("people-details-saved"))))
}

/// Reads a telephone number, if there is one.
fn take_phone(
    form: &Raw,
    errors: &mut FormErrors,
    words: &Words,
) -> Result<Option<String>, FieldFault> {
    let line = form.optional_line("phone", MAX_PHONE);
    let Some(line) = errors.take("phone", line, "", words).ok_or(FieldFault::Broken)? else {
        return Ok(None);
    };
    if let Ok(phone) = line.parse::<Phone>() {
        return Ok(Some(phone.as_str().to_owned()));
    }
    errors.add("phone", words.t("people-phone-wrong"));
    Err(FieldFault::Broken)
}

/// Reads a language from the field `language`.
pub(crate) fn take_language(form: &Raw, errors: &mut FormErrors, words: &Words) -> Option<Locale> {
    let chosen = form.get("language").unwrap_or_default();
    let locale = Locale::ALL.into_iter().find(|locale| locale.code() == chosen);
    if locale.is_none() {
        errors.add("language", words.t("people-language-missing"));
    }
    locale
}

/// Ends one session of one's own.
pub(crate) async fn end_session(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let id = visitor.require_person()?.id;
    let digest = form.line("session", 64).map_err(|fault| bad(fault, &visitor))?;
    let act = Act::of(&app, &visitor);
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            if web::session::end_one(tx, id, &digest)? {
                act.record(tx, &ended(&act, id))?;
            }
            Ok(())
        })
        .await?;
    let flash = Flash::success(visitor.words().t("people-session-ended"));
    Ok(see_other_with("/account", flash))
}

/// Ends all sessions of one's own but this one.
pub(crate) async fn end_others(State(app): State<App>, visitor: Visitor) -> Reply {
    let id = visitor.require_person()?.id;
    let (act, own) = (Act::of(&app, &visitor), visitor.clone());
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            for session in web::session::open(tx, id, act.ms())? {
                if !web::session::is_own(&own, &session) {
                    web::session::end_one(tx, id, &session.digest)?;
                }
            }
            act.record(tx, &ended(&act, id))
        })
        .await?;
    let flash = Flash::success(visitor.words().t("people-sessions-ended"));
    Ok(see_other_with("/account", flash))
}

fn ended(act: &Act, id: PersonId) -> Entry {
    Entry::new(act.actor, "person.end-session", Subject::person(id))
}

fn bad(fault: FieldFault, visitor: &Visitor) -> Fault {
    Fault::BadRequest(fault.message(visitor.words()))
}

/// Sends a link to set a new password, for somebody who is signed in and has forgotten the old one.
pub(crate) async fn send_password_link(State(app): State<App>, visitor: Visitor) -> Reply {
    let profile = own_profile(&app, &visitor).await?;
    let email = profile.email.parse().map_err(|_| Fault::internal("a stored address is broken"))?;
    let letter = LinkLetter::new(&app, Purpose::Password, &email, profile.locale, "/account");
    let act = Act::of(&app, &visitor);
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            letter.send(tx, &act)?;
            let subject = Subject::person(profile.id);
            act.record(tx, &Entry::new(act.actor, "person.ask-password-link", subject))
        })
        .await?;
    let flash = Flash::success(visitor.words().t("people-password-link-sent"));
    Ok(see_other_with("/account", flash))
}

/// The profile of whoever is signed in.
pub(crate) async fn own_profile(app: &App, visitor: &Visitor) -> Result<Profile, Fault> {
    let id = visitor.require_person()?.id;
    let found = app.db().read(move |tx| persons::find(tx, id)).await?;
    found.ok_or(Fault::SignIn)
}
