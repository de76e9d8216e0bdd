//! What residents are told of their appointments.

use base::time::from_ms;
use cases::beside::{self, News};
use cases::{Case, CaseError, Office, links};
use jiff::tz::AmbiguousOffset;
use services::{Branch, Service};
use store::Tx;
use web::{Word, Words};

use crate::booking::Booking;
use crate::branches;
use crate::calendar::{self, Event, Method, Organizer};
use crate::finding;

/// What a letter tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An appointment is made.
    Booked,
    /// It is at another time.
    Moved,
    /// It will not be.
    Cancelled {
        /// Why, as staff wrote it; may be empty.
        reason: String,
        /// Whether a new one can be made.
        again: bool,
        /// Whether it was the town hall that cancelled it.
        by_us: bool,
    },
    /// It is soon.
    Soon {
        /// In so many hours.
        hours: i64,
    },
    /// A sooner time is kept for a while.
    Offered {
        /// The time that they have.
        own: i64,
    },
}

/// When something is, in words that only one moment has.
pub fn moment(office: &Office, words: &Words, at: i64) -> String {
    let dates = office.app().dates(words.locale());
    format!("{}{}", dates.moment(from_ms(at)), pass(office, at))
}

/// The offset of a time that the clock shows twice, to tell one from the other; else nothing.
pub(crate) fn pass(office: &Office, at: i64) -> String {
    let zone = office.calendar().zone();
    let local = zone.to_datetime(from_ms(at));
    match zone.to_ambiguous_zoned_datetime(local).offset() {
        AmbiguousOffset::Fold { .. } => {
            let zoned = from_ms(at).to_zoned_datetime(zone.clone());
            format!(" ({})", zoned.strftime("%Z"))
        }
        _ => String::new(),
    }
}

/// The page of the appointment of a case.
pub fn address(office: &Office, case: &Case) -> String {
    format!("{}/appointment", links::track(office, case.id))
}

/// Writes the letter, if the resident left an address; tells whether.
pub(crate) fn send(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    one: &Booking,
    notice: &Notice,
) -> Result<bool, CaseError> {
    let service = finding::of_booking(tx, office, one)?;
    let branch = branches::find(tx, &office.catalogue().outline(), &one.branch)?;
    let branch = branch.map(|kept| kept.branch);
    let words = office.app().words(case.locale);
    let text = Text { office, case, one, service: &service, branch: branch.as_ref(), words };
    let news = News {
        subject: text.said(notice, "subject"),
        paragraphs: text.paragraphs(notice),
        calendar: text.calendar(notice),
        first: *notice == Notice::Booked,
    };
    beside::tell(tx, office, case, news)
}

/// A letter about an appointment being written.
struct Text<'a> {
    office: &'a Office,
    case: &'a Case,
    one: &'a Booking,
    service: &'a Service,
    branch: Option<&'a Branch>,
    words: &'a Words,
}

impl Text<'_> {
    fn title(&self) -> String {
        title(self.service, self.words)
    }

    fn when(&self) -> String {
        moment(self.office, self.words, self.one.visit.from)
    }

    fn said(&self, notice: &Notice, part: &str) -> String {
        let (key, own) = match notice {
            Notice::Booked => ("booked", None),
            Notice::Moved => ("moved", None),
            Notice::Cancelled { by_us: true, .. } => ("cancelled", None),
            Notice::Cancelled { .. } => ("cancelled-by-you", None),
            Notice::Soon { hours: 1 } => ("soon-hour", None),
            Notice::Soon { .. } => ("soon-day", None),
            Notice::Offered { own } => ("offered", Some(*own)),
        };
        let own = own.map(|own| moment(self.office, self.words, own)).unwrap_or_default();
        let until = self.one.held_until.map(|until| moment(self.office, self.words, until));
        let values: [Word<'_>; 5] = [
            ("title", self.title().into()),
            ("when", self.when().into()),
            ("reference", self.case.reference.to_string().into()),
            ("own", own.into()),
            ("until", until.unwrap_or_default().into()),
        ];
        self.words.with(&format!("appointments-letter-{part}-{key}"), &values)
    }

    fn paragraphs(&self, notice: &Notice) -> Vec<String> {
        let mut all = vec![self.said(notice, "news")];
        let link = address(self.office, self.case);
        let with_link = |key: &str| format!("{}\n{link}", self.words.t(key));
        match notice {
            Notice::Cancelled { reason, again, .. } => {
                if !reason.is_empty() {
                    let quoted: Vec<_> = reason.lines().map(|line| format!("> {line}")).collect();
                    all.push(quoted.join("\n"));
                }
                if *again {
                    all.push(with_link("appointments-letter-again"));
                }
            }
            Notice::Offered { .. } => {
                all.push(self.facts());
                all.push(with_link("appointments-letter-take"));
            }
            Notice::Booked | Notice::Moved | Notice::Soon { .. } => {
                all.push(self.facts());
                all.extend(self.bring());
                all.push(with_link("appointments-letter-change"));
            }
        }
        all
    }

    /// When and where, a line each.
    fn facts(&self) -> String {
        let when = self.words.with("appointments-letter-when", &[("when", self.when().into())]);
        let place = self.branch.map(|branch| place(branch, self.words)).unwrap_or_default();
        let place = self.words.with("appointments-letter-where", &[("place", place.into())]);
        format!("{when}\n{place}")
    }

    fn bring(&self) -> Option<String> {
        let bring = self.service.definition.appointment.as_ref()?.bring.as_ref()?;
        let what = bring.get(self.words.locale()).to_owned();
        Some(self.words.with("appointments-letter-bring", &[("what", what.into())]))
    }

    fn calendar(&self, notice: &Notice) -> Option<String> {
        let method = match notice {
            Notice::Booked | Notice::Moved => Method::Publish,
            Notice::Cancelled { .. } => Method::Cancel,
            Notice::Soon { .. } | Notice::Offered { .. } => return None,
        };
        let event =
            event(self.office, (self.case, self.one), self.service, self.branch, self.words);
        let organizer = organizer(self.office);
        Some(calendar::write(method, &organizer, None, &[event], self.office.now()))
    }
}

/// What an appointment of a service is called.
pub(crate) fn title(service: &Service, words: &Words) -> String {
    let says = service.definition.appointment.as_ref();
    let title = says.map_or(&service.definition.name, |says| &says.title);
    title.get(words.locale()).to_owned()
}

/// Where a branch is, on one line.
pub(crate) fn place(branch: &Branch, words: &Words) -> String {
    let directions = branch.directions.as_ref().map(|one| one.get(words.locale()));
    let parts = [Some(branch.name.get(words.locale())), Some(branch.address.as_str()), directions];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Who sends calendars.
pub(crate) fn organizer(office: &Office) -> Organizer {
    let town = office.app().town();
    Organizer { name: town.name.clone(), email: town.email.clone() }
}

/// The name of an appointment in the whole world.
pub(crate) fn uid(office: &Office, one: &Booking) -> String {
    let base = office.app().town().base_url.as_str();
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    format!("appointment-{}@{}", one.id, host.split(['/', ':']).next().unwrap_or("townhall"))
}

/// An appointment as the resident's calendar holds it.
pub(crate) fn event(
    office: &Office,
    (case, one): (&Case, &Booking),
    service: &Service,
    branch: Option<&Branch>,
    words: &Words,
) -> Event {
    let bring = service.definition.appointment.as_ref().and_then(|says| says.bring.as_ref());
    let reference = case.reference.to_string();
    let mut about =
        vec![words.with("appointments-calendar-reference", &[("reference", reference.into())])];
    about.extend(bring.map(|bring| {
        let what = bring.get(words.locale()).to_owned();
        words.with("appointments-letter-bring", &[("what", what.into())])
    }));
    Event {
        uid: uid(office, one),
        sequence: one.sequence,
        from: one.visit.from,
        to: one.visit.to,
        summary: title(service, words),
        location: branch.map(|branch| place(branch, words)).unwrap_or_default(),
        description: about.join("\n"),
        // The link opens the case: a calendar may be shared, so it is told in the letter alone.
        url: String::new(),
        cancelled: one.state == crate::booking::State::Cancelled,
    }
}
