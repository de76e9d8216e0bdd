//! A letter as an Internet message (RFC 5322) with a plain and an HTML part.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use crate::mailer::Sender;
use crate::outbox::LetterRow;

/// Marks the letter as written by a program, so that holiday notices do not answer it (RFC 3834).
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
const CONTENT_LANGUAGE: HeaderName = HeaderName::new_from_ascii_str("Content-Language");
const LIST_UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");

pub(crate) fn build(
    sender: &Sender,
    letter: &LetterRow,
    message_id: &str,
) -> Result<Message, String> {
    let to = mailbox(None, &letter.to_address)?;
    let written_at = Duration::from_millis(u64::try_from(letter.created_at).unwrap_or(0));
    let mut message = Message::builder()
        .message_id(Some(message_id.to_owned()))
        .date(UNIX_EPOCH + written_at)
        .from(mailbox(Some(sender.name.clone()), sender.address.as_str())?)
        .to(to)
        .subject(letter.subject.clone())
        .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".into()))
        .raw_header(HeaderValue::new(CONTENT_LANGUAGE, letter.locale.clone()));
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(mailbox(None, reply_to.as_str())?);
    }
    if let Some(case) = letter.case_id {
        // No message has this id; it holds the letters about one case together.
        message = message.references(format!("<case.{case}@{}>", sender.domain()));
    }
    if let Some(address) = &letter.unsubscribe {
        message = message.raw_header(HeaderValue::new(LIST_UNSUBSCRIBE, format!("<{address}>")));
    }
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let body = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.body_text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.body_html));
    let whole = match &letter.calendar {
        Some(calendar) => MultiPart::mixed().multipart(body).singlepart(calendar_part(calendar)?),
        None => body,
    };
    message.multipart(whole).map_err(|error| error.to_string())
}

/// The part for the reader's calendar, with the method that its text names (RFC 6047, 2.4).
fn calendar_part(calendar: &str) -> Result<SinglePart, String> {
    let method = calendar.lines().find_map(|line| line.strip_prefix("METHOD:"));
    let kind =
        format!("text/calendar; charset=utf-8; method={}", method.unwrap_or("PUBLISH").trim());
    let kind = ContentType::parse(&kind).map_err(|error| error.to_string())?;
    Ok(Attachment::new("appointment.ics".to_owned()).body(calendar.to_owned(), kind))
}

fn mailbox(name: Option<String>, address: &str) -> Result<Mailbox, String> {
    let address = address.parse().map_err(|error| format!("the address is not usable: {error}"))?;
    Ok(Mailbox::new(name, address))
}
