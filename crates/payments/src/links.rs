//! Personal links to a payment: signed, so that they need no table.

use base::PaymentId;
use web::App;

const PAY: &str = "pay";

/// The link at which somebody pays and finds the receipt.
pub fn pay(app: &App, id: PaymentId) -> String {
    format!("{}{}", app.town().base_url, path(app, id))
}

/// The same without the address of the site.
pub fn path(app: &App, id: PaymentId) -> String {
    format!("/pay/{}", app.signer().sign(PAY, &id.to_string()))
}

/// The payment whose link this is.
pub(crate) fn opened(app: &App, token: &str) -> Option<PaymentId> {
    app.signer().verify(PAY, token)?.parse().ok().map(PaymentId)
}
