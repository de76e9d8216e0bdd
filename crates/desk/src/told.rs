//! What the resident told: answers, photos, the place, how to reach them.

use base::Locale;
use cases::{Case, CaseError, Office, Told};
use files::{FileRow, Owner};
use serde::Serialize;
use services::form::{Card, RowValue};
use store::{StoreError, Tx};

/// Photos of a case that its page shows: residents may add to the five of the form.
const MAX_PHOTOS: i64 = 60;

/// An answer in words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Answer {
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) items: Vec<String>,
}

/// A photo.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PhotoView {
    id: String,
    name: String,
    public: bool,
    width: i64,
    height: i64,
}

/// How to reach the resident.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ContactView {
    name: String,
    email: String,
    phone: String,
    /// The number as a link takes it.
    dial: String,
    language: &'static str,
}

/// The answers in the reader's language, without what has a place of its own on the page: photos,
/// contact details, where it is.
pub(crate) fn answers(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    locale: Locale,
) -> Result<Vec<Answer>, CaseError> {
    let rows = cases::given::rows(tx, office, case, told, locale)?;
    let answer = |row: services::form::Row| {
        let items = match row.value {
            RowValue::None
            | RowValue::Photos { .. }
            | RowValue::Contact { .. }
            | RowValue::Place { .. } => return None,
            RowValue::List { items } => items,
            RowValue::Cards { cards } => cards.iter().map(Card::to_text).collect(),
            RowValue::Text { .. } => Vec::new(),
        };
        Some(Answer { label: row.label, text: row.text, items })
    };
    Ok(rows.into_iter().filter_map(answer).collect())
}

/// The photos of a case, the oldest first.
pub(crate) fn photos(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<PhotoView>, StoreError> {
    let view = |file: FileRow| PhotoView {
        id: file.id.to_string(),
        name: file.name,
        public: file.public,
        width: file.width,
        height: file.height,
    };
    Ok(files::of_owner(tx, Owner::case(case.id), MAX_PHOTOS)?.into_iter().map(view).collect())
}

/// How to reach the resident, if they left anything.
pub(crate) fn contact(case: &Case, told: &Told) -> Option<ContactView> {
    let contact = &told.contact;
    let dial = contact.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (!contact.is_empty()).then(|| ContactView {
        name: contact.name.clone(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        dial,
        language: case.locale.code(),
    })
}
