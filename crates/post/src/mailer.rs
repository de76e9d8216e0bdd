use std::fmt;
use std::time::Duration;

use base::contact::EmailAddress;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::message;
use crate::outbox::{Failure, LetterRow};

/// How long a mail server may take for one step of the conversation. RFC 5321 (4.5.3.2) allows
/// minutes; a job that holds a worker that long holds up other mail.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Who the letters are from.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The town's name.
    pub name: String,
    /// The address that they come from, and that the mail server tells of returned mail.
    pub address: EmailAddress,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<EmailAddress>,
}

impl Sender {
    /// The domain of Message-IDs and of the greeting to mail servers.
    pub(crate) fn domain(&self) -> &str {
        self.address.as_str().rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }
}

/// Says what is wrong with the mail settings.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MailerError {
    /// The address of the mail server makes no sense. It is not repeated: it may hold a password.
    #[error(
        "the address of the mail server is not understood ({0}); use smtps://USER:PASSWORD@HOST, \
         smtp://USER:PASSWORD@HOST?tls=required, or smtp://HOST for a server on this machine"
    )]
    Address(String),
    /// The mail server cannot be used.
    #[error("the mail server cannot be used: {0}")]
    Unusable(String),
}

/// Hands letters over: to a mail server, or to a page. Each letter is a connection of its own, so
/// that none is lost to one that the server has closed in the meantime.
#[derive(Clone)]
pub struct Mailer {
    sender: Sender,
    transport: Transport,
}

#[derive(Clone)]
enum Transport {
    Page,
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl fmt::Debug for Mailer {
    /// Keeps the password out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = self.transport();
        f.debug_struct("Mailer").field("transport", &transport).finish_non_exhaustive()
    }
}

/// Why a letter was not handed over, and whether trying again can help.
#[derive(Debug)]
pub(crate) struct Undelivered {
    pub(crate) failure: Failure,
    pub(crate) why: String,
}

impl Mailer {
    /// Lets letters land on a page and never leave the machine: the demo.
    pub fn page(sender: Sender) -> Self {
        Self { sender, transport: Transport::Page }
    }

    /// Sends through a mail server: `smtps://USER:PASSWORD@HOST` (TLS from the start),
    /// `smtp://USER:PASSWORD@HOST?tls=required` (STARTTLS) or `smtp://HOST` (neither; for a server
    /// on the same machine). A port may follow the host.
    pub fn smtp(sender: Sender, address: &str) -> Result<Self, MailerError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .map_err(|error| MailerError::Address(without(address, &error.to_string())))?;
        let smtp = builder
            .hello_name(ClientId::Domain(sender.domain().to_owned()))
            .authentication(vec![Mechanism::Plain, Mechanism::Login])
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self { sender, transport: Transport::Smtp(smtp) })
    }

    /// `page` or `smtp`.
    pub fn transport(&self) -> &'static str {
        match self.transport {
            Transport::Page => "page",
            Transport::Smtp(_) => "smtp",
        }
    }

    /// Talks to the mail server without sending anything: for the program's own examination.
    pub async fn check(&self) -> Result<(), MailerError> {
        let Transport::Smtp(smtp) = &self.transport else { return Ok(()) };
        match smtp.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailerError::Unusable("it hung up".into())),
            Err(error) => Err(MailerError::Unusable(told(&error))),
        }
    }

    /// The stable Message-ID of a letter.
    pub(crate) fn message_id(&self, letter: &LetterRow) -> String {
        let made = || format!("<{}@{}>", letter.id, self.sender.domain());
        letter.message_id.clone().unwrap_or_else(made)
    }

    pub(crate) async fn deliver(&self, letter: &LetterRow) -> Result<(), Undelivered> {
        let Transport::Smtp(smtp) = &self.transport else { return Ok(()) };
        let message = message::build(&self.sender, letter, &self.message_id(letter))
            .map_err(|why| Undelivered { failure: Failure::Final, why })?;
        match smtp.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Undelivered { failure: failure(&error), why: told(&error) }),
        }
    }
}

/// Only the server's refusal of this very letter is final. A refused password or a missing
/// STARTTLS is a matter of the settings: the letters wait until somebody has mended it.
fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    let code = error.status().map(u16::from);
    let about_sign_in = matches!(code, Some(530 | 534 | 535 | 538));
    if error.is_permanent() && !about_sign_in { Failure::Final } else { Failure::Passing }
}

/// An error with its causes, in one line.
fn told(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

/// The message of an error about an address, if it does not repeat the address.
fn without(address: &str, message: &str) -> String {
    let password = address.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
    match password {
        Some((credentials, _)) if message.contains(credentials) => "it has a mistake".into(),
        _ => message.to_owned(),
    }
}
