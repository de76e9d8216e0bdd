//! Letters that follow from what happens to a case, in the language of whom they reach.

use base::contact::EmailAddress;
use base::{Locale, Reference};
use post::Letter;
use services::Service;
use store::Tx;
use web::Words;
use web::dates::Dates;

use crate::answers::Told;
use crate::case::Case;
use crate::followers::{self, Follower};
use crate::links;
use crate::office::Office;
use crate::refusal::CaseError;

/// The longest name that a letter greets: longer ones are sentences.
const LONGEST_NAME: usize = 60;

/// What a letter tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// We have it.
    Opened,
    /// It is in another state.
    Moved,
    /// We ask something; the clock pauses.
    Asked {
        /// The question.
        question: String,
    },
    /// We write something.
    Message {
        /// What.
        text: String,
    },
    /// We changed what was told us.
    Corrected {
        /// Why.
        reason: String,
    },
    /// It has ended.
    Closed {
        /// What was said besides the outcome's own sentence.
        reason: String,
    },
    /// It is open again.
    Reopened,
    /// It went to another service.
    HandedOver,
    /// It repeats another report.
    Merged {
        /// The other.
        original: Reference,
    },
    /// Somebody asked to follow it: do they confirm?
    Following,
    /// From now on we write to another address.
    AddressChanged,
}

impl Notice {
    fn key(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Moved => "moved",
            Self::Asked { .. } => "asked",
            Self::Message { .. } => "message",
            Self::Corrected { .. } => "corrected",
            Self::Closed { .. } => "closed",
            Self::Reopened => "reopened",
            Self::HandedOver => "handed-over",
            Self::Merged { .. } => "merged",
            Self::Following => "following",
            Self::AddressChanged => "address-changed",
        }
    }

    /// What somebody wrote, which stands in the letter as a quotation.
    fn quote(&self) -> &str {
        match self {
            Self::Asked { question } => question,
            Self::Message { text } => text,
            Self::Closed { reason } | Self::Corrected { reason } => reason,
            _ => "",
        }
    }
}

/// Queues a letter to the requester, if they left an address.
pub(crate) fn to_requester(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    notice: &Notice,
) -> Result<(), CaseError> {
    let Some(email) = told.email() else { return Ok(()) };
    let link = links::track(office, case.id);
    let name = told.contact.name.as_str();
    send(
        tx,
        office,
        case,
        &Recipient { email, name, locale: case.locale, link, follows: false },
        notice,
    )
}

/// Queues a letter to an address that was the requester's until now.
pub(crate) fn to_former(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    email: EmailAddress,
) -> Result<(), CaseError> {
    let (link, locale) = (String::new(), case.locale);
    let former = Recipient { email, name: "", locale, link, follows: false };
    send(tx, office, case, &former, &Notice::AddressChanged)
}

/// Queues a letter to the requester and to everybody who follows the case.
pub(crate) fn to_parties(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    notice: &Notice,
) -> Result<(), CaseError> {
    to_requester(tx, office, case, told, notice)?;
    to_followers(tx, office, case, told, notice)
}

/// Queues a letter to everybody who follows the case beside its requester.
pub(crate) fn to_followers(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    notice: &Notice,
) -> Result<(), CaseError> {
    let requester = told.email().map(|email| email.key());
    for follower in followers::confirmed(tx, case.id)? {
        // Who follows their own case has just got the letter of its requester.
        if requester.as_ref() == Some(&follower.email.to_lowercase()) {
            continue;
        }
        // What staff write to the requester is for the requester alone.
        let notice = match notice {
            Notice::Closed { .. } => &Notice::Closed { reason: String::new() },
            other => other,
        };
        to_follower(tx, office, case, &follower, notice)?;
    }
    Ok(())
}

/// Queues a letter to one follower.
pub(crate) fn to_follower(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    follower: &Follower,
    notice: &Notice,
) -> Result<(), CaseError> {
    let Ok(email) = follower.email.parse() else { return Ok(()) };
    let locale = Locale::parse(&follower.locale).unwrap_or(Locale::EN);
    let link = links::follow(office, follower.id);
    send(tx, office, case, &Recipient { email, name: "", locale, link, follows: true }, notice)
}

struct Recipient<'a> {
    email: EmailAddress,
    name: &'a str,
    locale: Locale,
    link: String,
    follows: bool,
}

fn send(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    to: &Recipient<'_>,
    notice: &Notice,
) -> Result<(), CaseError> {
    let app = office.app();
    let words = app.words(to.locale);
    let service = office.service_of(tx, case)?;
    let dates = app.dates(to.locale);
    let text = Text { office, case, service: &service, to, notice, words, dates };
    let body = text.paragraphs().join("\n\n");
    let mut letter = Letter::new(to.email.clone(), to.locale, &text.subject(), &body).case(case.id);
    if to.follows {
        letter = letter.unsubscribe(&to.link);
    }
    post::queue(tx, &letter, office.now(), app.ids())?;
    Ok(())
}

/// Whether a text looks like a name and nothing else: anybody can type any name with anybody's
/// address, and a letter of the town must not carry their advertisement or link.
pub(crate) fn is_a_name(text: &str) -> bool {
    let dots = text.split('.').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()));
    let has_domain = dots.map(Iterator::count).any(|letters| letters > 1);
    !text.is_empty()
        && text.chars().count() <= LONGEST_NAME
        && !text.contains(['/', ':', '@'])
        && !has_domain
}

/// A letter being written.
struct Text<'a> {
    office: &'a Office,
    case: &'a Case,
    service: &'a Service,
    to: &'a Recipient<'a>,
    notice: &'a Notice,
    words: &'a Words,
    dates: Dates,
}

impl Text<'_> {
    fn subject(&self) -> String {
        let key = format!("letter-subject-{}", self.notice.key());
        let reference = self.case.reference.to_string();
        let service = self.service.name(self.to.locale).to_owned();
        self.words.with(&key, &[("reference", reference.into()), ("service", service.into())])
    }

    fn paragraphs(&self) -> Vec<String> {
        let mut all = vec![self.greeting(), self.news()];
        if !self.notice.quote().is_empty() {
            let quoted: Vec<_> =
                self.notice.quote().lines().map(|line| format!("> {line}")).collect();
            all.push(quoted.join("\n"));
        }
        all.extend(self.promise());
        let link = self.to.link.clone();
        let end = match (self.to.follows, self.notice) {
            (true, Notice::Following) => "letter-link-confirm",
            (true, _) => "letter-link-follower",
            (false, Notice::Asked { .. }) => "letter-link-answer",
            (false, Notice::Closed { .. }) => "letter-link-closed",
            (false, _) => "letter-link",
        };
        // Who has the old address may not be who sent the case: they get no link to it.
        if *self.notice != Notice::AddressChanged {
            all.push(format!("{}\n{link}", self.words.t(end)));
        }
        all.push(self.words.with(
            "letter-signature",
            &[
                ("town", self.office.app().town().name.clone().into()),
                ("phone", self.office.app().town().phone.clone().into()),
            ],
        ));
        all
    }

    fn greeting(&self) -> String {
        if is_a_name(self.to.name) {
            self.words.with("letter-greeting", &[("name", self.to.name.to_owned().into())])
        } else {
            self.words.t("letter-greeting-nobody")
        }
    }

    fn news(&self) -> String {
        let (locale, workflow) = (self.to.locale, &self.service.workflow);
        let state = workflow.state(&self.case.state);
        let ending = self.case.ending.as_ref();
        let outcome = ending.and_then(|ending| workflow.outcome(&ending.outcome));
        let original = match self.notice {
            Notice::Merged { original } => original.to_string(),
            _ => String::new(),
        };
        let key = format!("letter-news-{}", self.notice.key());
        self.words.with(
            &key,
            &[
                ("reference", self.case.reference.to_string().into()),
                ("service", self.service.name(locale).to_owned().into()),
                ("state", state.map_or("", |state| state.name.get(locale)).to_owned().into()),
                ("next", state.map_or("", |state| state.next.get(locale)).to_owned().into()),
                (
                    "outcome",
                    outcome.map_or("", |outcome| outcome.message.get(locale)).to_owned().into(),
                ),
                ("original", original.into()),
            ],
        )
    }

    /// The promised day, while one runs.
    fn promise(&self) -> Option<String> {
        let watch = &self.case.watch;
        let told = matches!(
            self.notice,
            Notice::Opened | Notice::Moved | Notice::Reopened | Notice::HandedOver
        );
        let promised = watch.promised.filter(|_| told && watch.remaining_ms.is_none())?;
        let late = promised < self.office.now();
        let day = self.dates.day(self.office.calendar().date(promised));
        let key = if late { "letter-promise-late" } else { "letter-promise" };
        Some(self.words.with(key, &[("day", day.into())]))
    }
}

#[cfg(test)]
mod tests {
    use super::is_a_name;

    #[test]
    fn a_letter_greets_names_and_no_links() {
        for name in ["Ana Ruiz", "J. R. O'Neill", "J.R. Smith", "José", "Ms. Lee", "李雷"] {
            assert!(is_a_name(name), "{name}");
        }
        let long = "win a prize ".repeat(6);
        for other in ["", "see http", "a/b", "evil.example", "write: now", "x@y", long.as_str()] {
            assert_eq!(is_a_name(other), other == "see http", "{other}");
        }
    }
}
