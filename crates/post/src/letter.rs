use base::contact::EmailAddress;
use base::text::is_hidden;
use base::{CaseId, IdMaker, Locale};
use jiff::Timestamp;
use jobs::Job;
use serde_json::json;
use store::{StoreError, Tx};

use crate::delivery::DELIVER;
use crate::{html_of, outbox};

/// The longest subject, in characters; mail programs show about 70.
const MAX_SUBJECT: usize = 200;
/// The longest letter, in characters: many times what a form can hold.
const MAX_TEXT: usize = 200_000;

/// A letter to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    pub(crate) to: EmailAddress,
    pub(crate) locale: Locale,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) case: Option<CaseId>,
    pub(crate) unsubscribe: Option<String>,
    pub(crate) until: Option<Timestamp>,
    pub(crate) calendar: Option<String>,
}

impl Letter {
    /// A letter in plain text; blank lines part paragraphs, addresses of pages become links in the
    /// HTML that is made from it. Hidden characters in the subject become spaces.
    pub fn new(to: EmailAddress, locale: Locale, subject: &str, text: &str) -> Self {
        Self {
            to,
            locale,
            subject: one_line(subject, MAX_SUBJECT),
            text: text.replace('\0', "").chars().take(MAX_TEXT).collect(),
            html: None,
            case: None,
            unsubscribe: None,
            until: None,
            calendar: None,
        }
    }

    /// Says which case it is about: mail programs show its letters as one conversation.
    #[must_use]
    pub fn case(mut self, case: CaseId) -> Self {
        self.case = Some(case);
        self
    }

    /// Says until when it serves, as one with a link that ends. After that it is not delivered and not kept.
    #[must_use]
    pub fn until(mut self, until: Timestamp) -> Self {
        self.until = Some(until);
        self
    }

    /// Attaches something for the reader's calendar, as iCalendar text (RFC 5545).
    #[must_use]
    pub fn calendar(mut self, calendar: impl Into<String>) -> Self {
        self.calendar = Some(calendar.into());
        self
    }

    /// Gives a whole HTML document instead of the one made from the text.
    #[must_use]
    pub fn html(mut self, html: impl Into<String>) -> Self {
        self.html = Some(html.into());
        self
    }

    /// Gives the address of the page that ends such letters (RFC 2369).
    #[must_use]
    pub fn unsubscribe(mut self, address: impl AsRef<str>) -> Self {
        self.unsubscribe = Some(address.as_ref().chars().filter(char::is_ascii_graphic).collect());
        self
    }
}

/// Queues a letter for delivery in the caller's transaction; gives its id.
pub fn queue(
    tx: &mut Tx<'_>,
    letter: &Letter,
    at: Timestamp,
    ids: &IdMaker,
) -> Result<i64, StoreError> {
    let id = ids.next();
    let html = match &letter.html {
        Some(html) => html.clone(),
        None => html_of(letter.locale, &letter.subject, &letter.text),
    };
    outbox::add(tx, id, letter, &html, at)?;
    // Due now, not before everything else: work with a time must not wait behind every letter.
    jobs::enqueue(tx, &job(id).at(at), ids)?;
    Ok(id)
}

/// Sends a dead letter again; `false` when there is none of that id. The caller writes the ledger
/// entry.
pub fn retry(tx: &mut Tx<'_>, id: i64, ids: &IdMaker) -> Result<bool, StoreError> {
    let revived = outbox::revive(tx, id)?;
    if revived {
        jobs::enqueue(tx, &job(id), ids)?;
    }
    Ok(revived)
}

/// Sends a dead letter again, to another address; `false` when there is none of that id. The caller writes
/// the ledger entry.
pub fn readdress(
    tx: &mut Tx<'_>,
    id: i64,
    to: &EmailAddress,
    ids: &IdMaker,
) -> Result<bool, StoreError> {
    Ok(outbox::readdress(tx, id, to.as_str())? && retry(tx, id, ids)?)
}

/// Throws a dead letter away; `false` when there is none of that id. The caller writes the ledger
/// entry.
pub fn discard(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    outbox::discard(tx, id)
}

fn job(id: i64) -> Job {
    Job::new(DELIVER, json!({"letter": id})).once(format!("{DELIVER}:{id}"))
}

fn one_line(text: &str, max: usize) -> String {
    let seen: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_visible_line() {
        let to: EmailAddress = "ana@example.org".parse().unwrap();
        let letter = Letter::new(to, Locale::EN, "Pothole\r\nBcc: all@example.org\u{202e}!", "");
        assert_eq!(letter.subject, "Pothole Bcc: all@example.org !");
    }
}
