//! The letters that carry a link.

use base::contact::EmailAddress;
use base::{Locale, Token};
use jiff::SignedDuration;
use post::Letter;
use store::{StoreError, Tx};
use web::App;

use crate::Act;
use crate::links::{self, Purpose};

/// A link on its way: made before the transaction, [`send`](LinkLetter::send) inside.
#[derive(Clone)]
pub(crate) struct LinkLetter {
    token: Token,
    purpose: Purpose,
    to: EmailAddress,
    locale: Locale,
    return_to: String,
    address: String,
    letter: Letter,
}

impl LinkLetter {
    /// Writes the letter with a new link.
    pub(crate) fn new(
        app: &App,
        purpose: Purpose,
        to: &EmailAddress,
        locale: Locale,
        return_to: &str,
    ) -> Self {
        let token = app.rng().token();
        let address = address(&app.town().base_url, purpose, &token);
        let words = app.words(locale);
        let town = app.town().name.as_str();
        let values = [("town", town.into()), ("link", address.as_str().into())];
        let (subject, text) = match purpose {
            Purpose::SignIn => ("people-letter-sign-in-subject", "people-letter-sign-in-text"),
            Purpose::Password => ("people-letter-password-subject", "people-letter-password-text"),
            Purpose::Invitation => {
                ("people-letter-invitation-subject", "people-letter-invitation-text")
            }
        };
        let subject = words.with(subject, &values[..1]);
        let letter = Letter::new(to.clone(), locale, &subject, &words.with(text, &values));
        let return_to = return_to.to_owned();
        Self { token, purpose, to: to.clone(), locale, return_to, address, letter }
    }

    /// Keeps the link's digest and queues the letter.
    pub(crate) fn send(&self, tx: &mut Tx<'_>, act: &Act) -> Result<(), StoreError> {
        let where_to = (self.locale, self.return_to.as_str());
        links::create(tx, &self.token, self.purpose, &self.to, where_to, act)?;
        // The letter holds the link itself: it is kept no longer than the link serves.
        let life = SignedDuration::from_millis(self.purpose.lifetime_ms());
        let letter = match act.at.checked_add(life) {
            Ok(end) => self.letter.clone().until(end),
            Err(_) => self.letter.clone(),
        };
        post::queue(tx, &letter, act.at, &act.ids).map(drop)
    }

    /// The link itself, to hand to a new colleague in person.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

/// The address of a link.
pub(crate) fn address(base_url: &str, purpose: Purpose, token: &Token) -> String {
    let page = match purpose {
        Purpose::SignIn => "link",
        Purpose::Invitation | Purpose::Password => "password",
    };
    format!("{base_url}/sign-in/{page}/{}", token.secret())
}
