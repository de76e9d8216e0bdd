//! What happened to a case, as staff read it.

use base::money::Currency;
use base::time::to_ms;
use base::{EventId, PersonId, TeamId};
use cases::{Audience, Event, EventKind, Party};
use serde::Serialize;
use serde_json::Value;
use services::Service;
use web::Word;

use crate::colleagues::Colleagues;
use crate::desk::Desk;

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Step {
    pub(crate) at: i64,
    pub(crate) title: String,
    pub(crate) by: String,
    pub(crate) text: String,
    /// How it looks: `note`, `message`, `in`, `done`, or nothing.
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Whether it is new since the reader's last visit.
    pub(crate) fresh: bool,
    /// Whether only staff read it.
    pub(crate) inside: bool,
    /// Whether the reader did it.
    pub(crate) own: bool,
}

/// What titles need besides their events.
pub(crate) struct Reader<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) colleagues: &'a Colleagues,
    pub(crate) service: &'a Service,
    /// The last event of the reader's last visit; none for whoever is here for the first time.
    pub(crate) seen: Option<EventId>,
}

impl Reader<'_> {
    /// The events as steps, in their order.
    pub(crate) fn steps(&self, events: &[Event]) -> Vec<Step> {
        events.iter().map(|event| self.step(event)).collect()
    }

    fn step(&self, event: &Event) -> Step {
        let own = event.by == Party::Staff(self.desk.person.id);
        let (tone, icon) = looks(event);
        Step {
            at: to_ms(event.at),
            title: self.title(event),
            by: self.by(event.by),
            text: event.text.clone(),
            tone,
            icon,
            fresh: !own && self.seen.is_some_and(|seen| event.id > seen),
            inside: event.audience == Audience::Staff,
            own,
        }
    }

    fn by(&self, party: Party) -> String {
        match party {
            Party::Resident => self.desk.words().t("desk-by-resident"),
            Party::Staff(person) => self.colleagues.name(person),
            Party::System => self.desk.words().t("desk-by-system"),
        }
    }

    fn title(&self, event: &Event) -> String {
        let words = self.desk.words();
        let detail = &event.detail;
        let said = |key: &str, values: &[Word<'_>]| words.with(key, values);
        let from_resident = event.by == Party::Resident;
        match event.kind {
            EventKind::Opened => match text(detail, "channel") {
                channel @ ("web" | "phone" | "counter" | "letter" | "email" | "app" | "staff") => {
                    words.t(&format!("desk-event-opened-{channel}"))
                }
                _ => words.t("desk-event-opened-other"),
            },
            EventKind::Moved => said("desk-event-moved", &[("state", self.state(event).into())]),
            EventKind::Asked => words.t("desk-event-asked"),
            EventKind::Message if from_resident => words.t("desk-event-message-in"),
            EventKind::Message => words.t("desk-event-message-out"),
            EventKind::Note => words.t("desk-event-note"),
            EventKind::Assigned => self.assigned(event),
            EventKind::HandedOver => said(
                "desk-event-handed-over",
                &[
                    ("from", self.service_name(text(detail, "from")).into()),
                    ("to", self.service_name(text(detail, "service")).into()),
                ],
            ),
            EventKind::Corrected => {
                said("desk-event-corrected", &[("what", self.questions(detail).into())])
            }
            EventKind::Photos => {
                let count = list(detail, "photos").count();
                said("desk-event-photos", &[("count", count.into())])
            }
            EventKind::Closed => {
                said("desk-event-closed", &[("outcome", self.outcome(detail).into())])
            }
            EventKind::Reopened if from_resident => words.t("desk-event-not-solved"),
            EventKind::Reopened => words.t("desk-event-reopened"),
            EventKind::Withdrawn => words.t("desk-event-withdrawn"),
            EventKind::Duplicate => {
                said("desk-event-duplicate", &[("reference", text(detail, "reference").into())])
            }
            EventKind::Absorbed => {
                said("desk-event-absorbed", &[("reference", text(detail, "reference").into())])
            }
            EventKind::Followed => words.t("desk-event-followed"),
            EventKind::Feedback => match whole(detail, "rating") {
                Some(rating) => said("desk-event-feedback-rated", &[("rating", rating.into())]),
                None => words.t("desk-event-feedback"),
            },
            EventKind::Erased => words.t("desk-event-erased"),
            EventKind::Paid | EventKind::Refunded => self.paid(event),
            EventKind::Booked
            | EventKind::Rebooked
            | EventKind::Unbooked
            | EventKind::Attended
            | EventKind::Missed => self.visit(event),
            EventKind::Reminded => self.reminded(event),
        }
    }

    fn reminded(&self, event: &Event) -> String {
        let persons = list(&event.detail, "persons").filter_map(Value::as_i64);
        let names: Vec<_> = persons.map(|id| self.colleagues.name(PersonId(id))).collect();
        match names.as_slice() {
            [] => self.desk.words().t("desk-event-reminded-nobody"),
            names => {
                let values = [("names", names.join(", ").into())];
                self.desk.words().with("desk-event-reminded", &values)
            }
        }
    }

    fn paid(&self, event: &Event) -> String {
        let code = text(&event.detail, "currency");
        let currency = Currency::parse(code).unwrap_or(Currency::NONE);
        let amount = whole(&event.detail, "amount").unwrap_or(0);
        let amount = currency.write(amount, self.desk.locale());
        let number = text(&event.detail, "reference");
        let key =
            if event.kind == EventKind::Paid { "desk-event-paid" } else { "desk-event-refunded" };
        self.desk.words().with(key, &[("amount", amount.into()), ("number", number.into())])
    }

    /// What became of an appointment, with when it is.
    fn visit(&self, event: &Event) -> String {
        let at = base::time::from_ms(whole(&event.detail, "at").unwrap_or_default());
        let when = self.desk.app().dates(self.desk.locale()).moment(at);
        let key = format!("desk-event-{}", event.kind.key());
        self.desk.words().with(&key, &[("when", when.into())])
    }

    fn assigned(&self, event: &Event) -> String {
        let words = self.desk.words();
        let person = whole(&event.detail, "person").map(PersonId);
        let team = whole(&event.detail, "team").map(TeamId);
        let team =
            team.map(|team| self.colleagues.team(team, self.desk.locale())).unwrap_or_default();
        match person {
            Some(person) if event.by == Party::Staff(person) => words.t("desk-event-taken"),
            Some(person) => {
                let name = self.colleagues.name(person);
                words.with("desk-event-assigned", &[("name", name.into()), ("team", team.into())])
            }
            None => words.with("desk-event-assigned-team", &[("team", team.into())]),
        }
    }

    fn state(&self, event: &Event) -> String {
        let key = event.state.as_deref();
        key.map(|key| self.desk.state(self.service, key)).unwrap_or_default()
    }

    fn outcome(&self, detail: &Value) -> String {
        let key = text(detail, "outcome");
        let outcome = self.service.workflow.outcome(key);
        outcome.map_or(key, |outcome| outcome.name.get(self.desk.locale())).to_owned()
    }

    fn service_name(&self, key: &str) -> String {
        let service = self.desk.office.catalogue().get(key);
        service.map_or_else(|| key.to_owned(), |one| one.name(self.desk.locale()).to_owned())
    }

    /// The questions whose answers changed, by their labels.
    fn questions(&self, detail: &Value) -> String {
        let keys = list(detail, "questions").filter_map(Value::as_str);
        let label = |key: &str| match key {
            "contact" => self.desk.words().t("desk-contact"),
            key => {
                let question = self.service.form().question(key);
                question.map_or(key, |one| one.label.get(self.desk.locale())).to_owned()
            }
        };
        keys.map(label).collect::<Vec<_>>().join(", ")
    }
}

fn text<'a>(detail: &'a Value, key: &str) -> &'a str {
    detail.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn whole(detail: &Value, key: &str) -> Option<i64> {
    detail.get(key).and_then(Value::as_i64)
}

fn list<'a>(detail: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    detail.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn looks(event: &Event) -> (&'static str, &'static str) {
    let from_resident = event.by == Party::Resident;
    match event.kind {
        EventKind::Opened => ("", "inbox"),
        EventKind::Moved => ("", "route"),
        EventKind::Asked => ("message", "circle-help"),
        EventKind::Message if from_resident => ("in", "message-square"),
        EventKind::Message => ("message", "send"),
        EventKind::Note => ("note", "pencil"),
        EventKind::Assigned => ("", "user"),
        EventKind::HandedOver => ("", "arrow-right"),
        EventKind::Corrected | EventKind::Photos if from_resident => ("in", "pencil"),
        EventKind::Corrected => ("", "pencil"),
        EventKind::Photos => ("", "camera"),
        EventKind::Closed | EventKind::Withdrawn => ("done", "check"),
        EventKind::Reopened if from_resident => ("in", "undo-2"),
        EventKind::Reopened => ("", "undo-2"),
        EventKind::Duplicate | EventKind::Absorbed => ("", "git-merge"),
        EventKind::Followed => ("", "eye"),
        EventKind::Feedback => ("in", "star"),
        EventKind::Reminded => ("", "bell"),
        EventKind::Erased => ("", "trash-2"),
        EventKind::Paid | EventKind::Refunded => ("", "banknote"),
        EventKind::Booked | EventKind::Rebooked => ("", "calendar"),
        EventKind::Unbooked | EventKind::Missed => ("", "circle-x"),
        EventKind::Attended => ("", "circle-check"),
    }
}
