//! Doing something to a case: what every verb has in common. The colleague's right is looked at, and
//! what they had in front of them; when either fails, the page comes back with everything they typed.

use axum::http::StatusCode;
use base::{EventId, Reference};
use cases::{Acting, Case, CaseError, Office, Seen};
use store::{StoreError, Tx};
use web::{App, Fault, Flash, FormErrors, Raw, Reply, Visitor, see_other_with};

use crate::case_page::{self, Shown};
use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::place::Place;
use crate::rights::Need;

/// The longest text of a message, note or reason: two pages.
pub(crate) const MAX_TEXT: usize = 5_000;

/// Why an act was not done.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The case belongs to another team.
    Foreign,
    /// The case says no.
    Case(CaseError),
}

impl From<CaseError> for Stopped {
    fn from(error: CaseError) -> Self {
        Self::Case(error)
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Case(error.into())
    }
}

/// Whether an act is held to what the page showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Yes: what happened since may contradict it.
    ToThePage,
    /// No: it stands beside whatever else happens.
    ToNothing,
}

/// An act on a case that a form asks for.
pub(crate) struct Task {
    pub(crate) desk: Desk,
    pub(crate) reference: String,
    /// The verb, as its address and its panel are called.
    pub(crate) panel: &'static str,
    pub(crate) form: Raw,
}

impl Task {
    /// Takes the form of a verb.
    pub(crate) fn of(
        app: &App,
        visitor: &Visitor,
        reference: String,
        panel: &'static str,
        form: Raw,
    ) -> Result<Self, Fault> {
        Ok(Self { desk: Desk::of(app, visitor)?, reference, panel, form })
    }

    /// The id of a field of this verb's form: several forms on the page have a field of the same name.
    pub(crate) fn field(&self, name: &str) -> String {
        format!("{}-{name}", self.panel)
    }

    /// Reads a text that must be there; notes in `errors` what is wrong with it.
    pub(crate) fn text(&self, errors: &mut FormErrors, missing: &str) -> Option<String> {
        let words = self.desk.words();
        errors.take(&self.field("text"), self.form.text("text", MAX_TEXT), &words.t(missing), words)
    }

    /// Reads a text that may be left empty.
    pub(crate) fn optional_text(&self, errors: &mut FormErrors) -> Option<String> {
        let text = self.form.optional_text("text", MAX_TEXT).map(Option::unwrap_or_default);
        errors.take(&self.field("text"), text, "", self.desk.words())
    }

    /// Shows the page again with what is wrong.
    pub(crate) async fn wrong(self, errors: FormErrors) -> Reply {
        let shown = Shown { panel: self.panel, form: self.form, errors, ..Shown::default() };
        case_page::again(&self.desk, &self.reference, StatusCode::UNPROCESSABLE_ENTITY, shown).await
    }

    /// Does it in one transaction, and leads back to the case; or shows the page again.
    pub(crate) async fn carry_out<F>(self, need: Need, held: Held, told: String, verb: F) -> Reply
    where
        F: Fn(&mut Tx<'_>, &Office, &Case, Acting) -> Result<(), CaseError> + Send + 'static,
    {
        let reference: Reference = self.reference.parse().map_err(|_| Fault::NotFound)?;
        let (desk, form) = (self.desk.clone(), self.form.clone());
        let done = self.desk.app().db().write(move |tx| {
            let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
            let rights = desk.rights(&case, &Colleagues::read(tx)?);
            if !rights.allow(need) {
                return Err(Stopped::Foreign);
            }
            let seen = match held {
                // A revision that cannot be read was on no page of ours: what is there now is news.
                Held::ToThePage => Seen::Revision(number(&form, "revision").unwrap_or(0)),
                Held::ToNothing => Seen::Whatever,
            };
            let acting = Acting { by: rights.by(&desk.person), seen };
            Ok(verb(tx, &desk.office, &case, acting)?)
        });
        match done.await {
            Ok(()) => {
                let suffix = Place::read(self.desk.visitor.query()).suffix();
                let address = format!("/desk/cases/{reference}{suffix}");
                Ok(see_other_with(&address, Flash::success(told)))
            }
            Err(stopped) => self.stopped(stopped).await,
        }
    }

    async fn stopped(self, stopped: Stopped) -> Reply {
        let known = EventId(number(&self.form, "seen").unwrap_or(0));
        let words = self.desk.words().clone();
        let mut shown = Shown { panel: self.panel, form: self.form, ..Shown::default() };
        let status = match stopped {
            Stopped::Foreign => {
                shown.trouble = "foreign";
                StatusCode::FORBIDDEN
            }
            Stopped::Case(CaseError::Changed { .. }) => {
                shown.trouble = "changed";
                shown.known = Some(known);
                StatusCode::CONFLICT
            }
            Stopped::Case(CaseError::Refused(refusal)) => {
                shown.errors.add(format!("{}-text", self.panel), words.t(refusal.key()));
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Stopped::Case(error) => return Err(error.into()),
        };
        case_page::again(&self.desk, &self.reference, status, shown).await
    }
}

fn number(form: &Raw, name: &str) -> Option<i64> {
    form.get(name)?.parse().ok()
}
