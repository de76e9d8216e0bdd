//! `/desk/live` and `/desk/cases/{reference}/live`: say when something changes, for as long as the page is open.

use axum::extract::{Path, State};
use base::Reference;
use web::{App, Fault, Listener, Reply, Watch};

/// Tells of all cases: the page looks whether its list is still the same.
pub(crate) async fn inbox(State(app): State<App>, listener: Listener) -> Reply {
    Ok(app.live().stream(Watch::Any("case"), &listener))
}

/// Tells of one case.
pub(crate) async fn case(
    State(app): State<App>,
    Path(reference): Path<String>,
    listener: Listener,
) -> Reply {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let case = app.db().read(move |tx| cases::cases::by_reference(tx, reference)).await?;
    let case = case.ok_or(Fault::NotFound)?;
    Ok(app.live().stream(Watch::One("case", case.id.0), &listener))
}
