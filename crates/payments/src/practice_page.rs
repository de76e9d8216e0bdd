//! `/practice-bank/{id}`: the page of the demo's bank, where somebody plays a payment that works, one that
//! is refused, or walks away.

use axum::extract::{Path, State};
use base::money::Currency;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::{App, Fault, Page, Raw, Reply, Visitor, Words, see_other, show};

use crate::practice::{self, PracticeRow};

#[derive(Serialize)]
struct PracticePage {
    id: String,
    reference: String,
    description: String,
    amount: String,
    open: bool,
    back: String,
}

impl Page for PracticePage {
    const TEMPLATE: &'static str = "payments/practice.html";

    fn title(&self, words: &Words) -> String {
        words.t("payments-practice-title")
    }
}

async fn found(app: &App, id: String) -> Result<PracticeRow, Fault> {
    let row = app.db().read(move |tx| practice::by_id(tx, &id)).await?;
    row.ok_or(Fault::NotFound)
}

/// Where the bank sends people back to, on this site.
fn back(app: &App, row: &PracticeRow) -> String {
    let path = row.return_url.strip_prefix(&app.town().base_url).and_then(web::local_path);
    path.unwrap_or("/").to_owned()
}

/// Shows the choice.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let row = found(&app, id).await?;
    let currency = Currency::parse(&row.currency).unwrap_or(Currency::NONE);
    Ok(show(PracticePage {
        back: back(&app, &row),
        amount: currency.write(row.amount, visitor.locale()),
        open: row.state == "open" && row.expires_at > app.clock().now_ms(),
        id: row.id,
        reference: row.reference,
        description: row.description,
    }))
}

/// Plays what was chosen, and sends back to the town.
pub(crate) async fn decide(State(app): State<App>, Path(id): Path<String>, form: Raw) -> Reply {
    let row = found(&app, id).await?;
    let state = match form.get("play") {
        Some("pay") => "paid",
        Some("refuse") => "failed",
        _ => "expired",
    };
    let (id, office) = (row.id.clone(), app.clone());
    app.db()
        .write(move |tx| {
            let now = office.clock().now();
            if practice::decide(tx, &id, state, base::time::to_ms(now))? {
                let entry = Entry::new(Actor::Anybody, "practice.pay", Subject::new("practice", 0))
                    .with("state", state);
                ledger::append(tx, &entry, now, office.ids(), office.rng())?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(see_other(&back(&app, &row)))
}
