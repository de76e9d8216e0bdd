//! What visitors ask for in addresses: anything may stand there, so nothing of it is trusted.

use base::text::is_hidden;
use web::{Raw, Visitor};

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
    form.all(field).next().unwrap_or_default().to_owned()
}
