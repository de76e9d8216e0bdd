//! Texts for answers that are written often: kept, chosen, filled in.

use base::{Localized, PersonId};
use cases::{Case, Told};
use services::Service;
use store::{StoreError, Tx, params};
use web::Raw;

use crate::colleagues::Choice;

/// More texts than anybody finds their way in.
pub(crate) const MAX_REPLIES: i64 = 300;

store::row! {
    /// A kept text.
    pub(crate) struct ReplyRow {
        pub id: i64, pub name: String, pub service: Option<String>, pub outcome: Option<String>,
        pub body: String, pub updated_at: i64,
    }
}

store::statements! {
    ALL: Query<ReplyRow> = "SELECT id, name, service, outcome, body, updated_at FROM desk_templates
        ORDER BY name, id LIMIT $1";
    FOR_SERVICE: Query<ReplyRow> = "SELECT id, name, service, outcome, body, updated_at FROM desk_templates
        WHERE service IS NULL OR service = $1 ORDER BY name, id LIMIT $2";
    BY_ID: Query<ReplyRow> = "SELECT id, name, service, outcome, body, updated_at FROM desk_templates WHERE id = $1";
    INSERT: Statement = "INSERT INTO desk_templates (id, name, service, outcome, body, updated_at, updated_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE: Statement = "UPDATE desk_templates SET name = $2, service = $3, outcome = $4, body = $5,
        updated_at = $6, updated_by = $7 WHERE id = $1 AND updated_at = $8";
    DELETE: Statement = "DELETE FROM desk_templates WHERE id = $1";
}

/// A text as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) service: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) body: Localized,
}

/// All texts, by name.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<ReplyRow>, StoreError> {
    tx.all(&ALL, params![MAX_REPLIES])
}

/// One text.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<ReplyRow>, StoreError> {
    tx.one(&BY_ID, params![id])
}

/// Keeps a new text.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: i64,
    new: &Written,
    at: i64,
    by: PersonId,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(&new.body).unwrap_or_default();
    tx.run(&INSERT, params![id, new.name, new.service, new.outcome, body, at, by]).map(drop)
}

/// Changes a text that was last changed at `known`; `false` when somebody was faster.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    id: i64,
    new: &Written,
    (at, known): (i64, i64),
    by: PersonId,
) -> Result<bool, StoreError> {
    let body = serde_json::to_string(&new.body).unwrap_or_default();
    let changed =
        tx.run(&UPDATE, params![id, new.name, new.service, new.outcome, body, at, by, known])?;
    Ok(changed == 1)
}

/// Throws a text away; `false` when there was none.
pub(crate) fn delete(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&DELETE, params![id])? == 1)
}

/// The text of a row by language.
pub(crate) fn body(row: &ReplyRow) -> Localized {
    serde_json::from_str(&row.body).unwrap_or_default()
}

/// The texts that fit a case.
pub(crate) fn for_case(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<Choice>, StoreError> {
    let rows = tx.all(&FOR_SERVICE, params![case.service, MAX_REPLIES])?;
    Ok(rows.into_iter().map(|row| Choice::new(row.id.to_string(), row.name)).collect())
}

/// A text filled in for a case, as the form of its verb and what stands in it: one for an outcome
/// begins closing, the others a message. In the resident's language.
pub(crate) fn filled(
    tx: &mut Tx<'_>,
    id: i64,
    case: &Case,
    told: &Told,
    service: &Service,
) -> Result<Option<(&'static str, Raw)>, StoreError> {
    let Some(row) = by_id(tx, id)? else { return Ok(None) };
    let text = fill(body(&row).get(case.locale), &told.contact.name, case, service);
    let mut fields = vec![("text", text), ("template", row.id.to_string())];
    let panel = match row.outcome {
        Some(outcome) if !case.is_closed() => {
            fields.push(("outcome", outcome));
            "closure"
        }
        _ => "messages",
    };
    Ok(Some((panel, Raw::of(fields))))
}

/// Puts the case's own words in the places that a text leaves for them. Where nobody left a name, the
/// space before it goes too: "Hello,".
fn fill(text: &str, name: &str, case: &Case, service: &Service) -> String {
    let named = if name.is_empty() { text.replace(" {name}", "") } else { text.to_owned() };
    named
        .replace("{name}", name)
        .replace("{reference}", &case.reference.to_string())
        .replace("{service}", service.name(case.locale))
}
