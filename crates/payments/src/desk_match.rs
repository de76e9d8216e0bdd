//! `/desk/payments/match`: our payments of some days held against the provider's own list.

use std::collections::HashMap;

use axum::extract::State;
use base::Locale;
use base::money::Currency;
use cases::Office;
use serde::Serialize;
use store::StoreError;
use web::{App, Page, Reply, Visitor, Words, show};

use crate::cashier::Cashier;
use crate::desk_list::Asked;
use crate::payment::{Attempt, AttemptState, Found, Payment};
use crate::provider::Listed;
use crate::{attempts, payments, refunds};

/// What does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    /// Paid at the provider, and we do not know it.
    There,
    /// Paid by our books, and the provider does not say so.
    Here,
    /// Different amounts.
    Amount,
    /// Different refunds.
    Refund,
}

impl Difference {
    fn key(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Here => "here",
            Self::Amount => "amount",
            Self::Refund => "refund",
        }
    }
}

/// One of our attempts, with its payment and what went back by it.
struct Own {
    attempt: Attempt,
    payment: Payment,
    refunded: i64,
}

#[derive(Serialize)]
struct MatchPage {
    asked: Asked,
    provider: Option<&'static str>,
    reachable: bool,
    agreed: usize,
    agreed_amount: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    kind: &'static str,
    /// Our number, or what the provider has in its place.
    number: String,
    known: bool,
    id: String,
    ours: String,
    theirs: String,
}

impl Page for MatchPage {
    const TEMPLATE: &'static str = "payments/match.html";

    fn title(&self, words: &Words) -> String {
        words.t("payments-match-title")
    }
}

/// Shows what fits and what does not.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let asked = Asked::read(&app, &visitor);
    let cashier = app.get::<Cashier>();
    let currency = Office::of(&app).catalogue().outline().currency;
    let mut page = MatchPage {
        asked,
        provider: None,
        reachable: true,
        agreed: 0,
        agreed_amount: currency.write(0, visitor.locale()),
        lines: Vec::new(),
    };
    let Some(provider) = cashier.current() else { return Ok(show(page)) };
    page.provider = Some(provider.key());
    let (from, to) = page.asked.span;
    let Ok(listed) = provider.list(from, to, currency).await else {
        page.reachable = false;
        return Ok(show(page));
    };
    let key = provider.key();
    let read = app.db().read(move |tx| {
        let mut own = Vec::new();
        for attempt in attempts::between(tx, key, from, to)? {
            let Some(payment) = payments::by_id(tx, attempt.payment)? else { continue };
            let given = refunds::of_payment(tx, payment.id)?;
            let given = given.iter().filter(|one| one.attempt == attempt.number);
            let refunded = given.filter(|one| one.state == "done").map(|one| one.amount).sum();
            own.push(Own { attempt, payment, refunded });
        }
        Ok::<_, StoreError>(own)
    });
    let own = read.await?;
    let (lines, agreed) = compare(&own, &listed, visitor.locale());
    page.lines = lines;
    page.agreed = agreed.len();
    let sum = agreed.iter().sum();
    page.agreed_amount = currency.write(sum, visitor.locale());
    Ok(show(page))
}

/// Holds ours against theirs; gives what differs, and the amounts of what agrees.
fn compare(own: &[Own], listed: &[Listed], locale: Locale) -> (Vec<Line>, Vec<i64>) {
    let by_id: HashMap<&str, &Listed> = listed.iter().map(|one| (one.id.as_str(), one)).collect();
    let (mut lines, mut agreed) = (Vec::new(), Vec::new());
    for Own { attempt, payment, refunded } in own {
        let id = attempt.provider_id.as_deref().unwrap_or_default();
        let theirs = by_id.get(id);
        let paid = theirs.and_then(|one| match one.found {
            Found::Paid { amount, currency } => Some((amount, currency, one.refunded)),
            _ => None,
        });
        let is_ours = matches!(attempt.state, AttemptState::Paid | AttemptState::Surplus);
        let kind = match paid {
            None if is_ours => Difference::Here,
            None => continue,
            Some((amount, currency, _))
                if amount != payment.amount || currency != payment.currency =>
            {
                Difference::Amount
            }
            Some(_) if !is_ours => Difference::There,
            Some((_, _, back)) if back != *refunded => Difference::Refund,
            Some(_) => {
                agreed.push(payment.amount);
                continue;
            }
        };
        let sum = |amount: i64, currency: Currency, back: i64| {
            let amount = currency.write(amount, locale);
            if back == 0 {
                amount
            } else {
                format!("{amount} \u{2212} {}", currency.write(back, locale))
            }
        };
        lines.push(Line {
            kind: kind.key(),
            number: payment.number.to_string(),
            known: true,
            id: id.to_owned(),
            ours: if is_ours {
                sum(payment.amount, payment.currency, *refunded)
            } else {
                String::new()
            },
            theirs: paid.map(|(a, c, back)| sum(a, c, back)).unwrap_or_default(),
        });
    }
    let known: Vec<&str> =
        own.iter().filter_map(|one| one.attempt.provider_id.as_deref()).collect();
    // What the provider lists and we never asked for: another system on the same account.
    for one in listed.iter().filter(|one| !known.contains(&one.id.as_str())) {
        if let Found::Paid { amount, currency } = one.found {
            lines.push(Line {
                kind: Difference::There.key(),
                number: one.reference.clone(),
                known: false,
                id: one.id.clone(),
                ours: String::new(),
                theirs: currency.write(amount, locale),
            });
        }
    }
    (lines, agreed)
}
