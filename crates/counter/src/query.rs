//! What visitors ask for in addresses: anything may stand there, so nothing of it is trusted.

use axum::response::Response;
use base::contact::EmailAddress;
use base::text::is_hidden;
use web::{FormErrors, Page, Raw, Visitor, Words, show, unprocessable};

/// The longest search; nobody types more.
pub(crate) const LONGEST: usize = 200;

/// The fields of the address, read as leniently as a form.
pub(crate) fn fields(visitor: &Visitor) -> Raw {
    Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes()).unwrap_or_default()
}

/// What is searched for: the first `q`, in one line, without characters that cannot be seen.
pub(crate) fn searched(visitor: &Visitor) -> String {
    let fields = fields(visitor);
    let typed = fields.all("q").next().unwrap_or_default();
    let seen: String =
        typed.chars().map(|c| if is_hidden(c) { ' ' } else { c }).take(LONGEST).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first text of a field, to be shown again as it was typed.
pub(crate) fn shown(form: &Raw, field: &str) -> String {
    form.shown(field).to_owned()
}

/// Whether a form is not meant to be sent: its switch asks for another language, or its time had run
/// out. It is shown again with what was typed, before anything is checked.
pub(crate) fn comes_again(form: &Raw, visitor: &Visitor) -> bool {
    form.language().is_some() || visitor.is_late()
}

/// Answers with a form that [`comes_again`].
pub(crate) fn again(visitor: &Visitor, page: impl Page) -> Response {
    if visitor.is_late() { unprocessable(page) } else { show(page) }
}

/// The longest address of e-mail (RFC 5321).
const MAX_EMAIL: usize = 254;

/// Reads the field `email`. `missing` is the message for nothing typed; without one it may be empty.
pub(crate) fn email(
    form: &Raw,
    missing: Option<&str>,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<EmailAddress> {
    let typed = form.optional_line("email", MAX_EMAIL);
    let Some(text) = errors.take("email", typed, "", words)? else {
        if let Some(missing) = missing {
            errors.add("email", missing);
        }
        return None;
    };
    let email = text.parse().ok();
    if email.is_none() {
        errors.add("email", words.t("counter-email-wrong"));
    }
    email
}
