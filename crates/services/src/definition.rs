//! What a service is: the typed form of `services/<id>.toml`.

use base::{Locale, Localized};
use rules::Expression;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Appointment, Eligibility, Fee, Form};

/// What a service is for, who offers it, what it asks and what it promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The service's key, also in its address: `pothole`.
    pub id: String,
    /// The name as a resident would say it, beginning with a verb.
    pub name: Localized,
    /// One sentence, at most 160 characters.
    pub summary: Localized,
    /// The key of a [`crate::Topic`].
    pub topic: String,
    /// The key of a department.
    pub department: String,
    /// Who may use it.
    pub audience: Vec<Audience>,
    /// What sort of service it is.
    pub kind: ServiceKind,
    /// Other words that people look for it by.
    #[serde(default)]
    pub synonyms: Synonyms,
    /// Its number in the UK's Local Government Service List.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lgsl: Option<u32>,
    /// The type of the town's former system that this service stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// Whether it is among the commonest tasks.
    #[serde(default)]
    pub popular: bool,
    /// Whether its cases appear, without names, on the public map.
    #[serde(default)]
    pub public: bool,
    /// Whether it has a form; otherwise it is a page of information.
    pub online: bool,
    /// What it costs, in words.
    pub cost: Localized,
    /// The key of its workflow.
    pub workflow: String,
    /// The key of the team that gets a case when no routing rule matches.
    pub team: String,
    /// How long a closed case is kept.
    pub retention_months: u32,
    /// How long it takes; `None` for information pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// How to look for reports of the same thing before sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearby: Option<Nearby>,
    /// Rules that choose the team; the first that holds wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routing: Vec<Route>,
    /// How many days a form that was begun can be gone on with by a link; 28 where nothing is said,
    /// not at all for 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save_days: Option<u32>,
    /// Who may use it, asked before the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Eligibility>,
    /// What is paid before a case begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// The appointment that comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// The form, complete with the general pages and the contact page; empty for an information
    /// page.
    #[serde(rename = "pages", default, skip_serializing_if = "Form::is_empty")]
    pub form: Form,
}

/// Who may use a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// People who live in the town.
    Residents,
    /// Firms, shops, associations.
    Businesses,
    /// Everybody else.
    Visitors,
}

/// What sort of service it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// Tell the town about a problem.
    Report,
    /// Ask the town to do or deliver something.
    Request,
    /// Apply for a permit, a place or money.
    Apply,
    /// Complain about the town.
    Complain,
    /// Pay something.
    Pay,
    /// Book a time or a thing.
    Book,
    /// Read about something.
    Information,
}

/// Search words by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms(pub std::collections::BTreeMap<Locale, Vec<String>>);

impl Synonyms {
    /// Lists the words in one language.
    pub fn get(&self, locale: Locale) -> &[String] {
        self.0.get(&locale).map_or(&[], Vec::as_slice)
    }
}

/// How long a service takes, as the town promises in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: PromiseUnit,
}

/// What a promise counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseUnit {
    /// Hours while the offices are open.
    WorkingHours,
    /// Days on which the offices are open.
    WorkingDays,
    /// Days of the calendar.
    Days,
}

/// How far and how far back similar reports are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearby {
    /// The distance in metres.
    pub radius_m: u32,
    /// The age in days.
    pub days: u32,
}

/// Sends a case to a team under a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// The condition over the answers.
    pub when: Condition,
    /// The key of the team.
    pub team: String,
}

/// Four weeks: time to find a document or to ask somebody.
const SAVE_DAYS: u32 = 28;

/// A condition over answers, written in CEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(pub Expression);

/// A calculation over answers, written in CEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula(pub Expression);

/// Expressions are stored as they were written.
macro_rules! stored_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.text())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                Expression::parse(&text).map(Self).map_err(serde::de::Error::custom)
            }
        }
    };
}

stored_as_text!(Condition);
stored_as_text!(Formula);

impl Definition {
    /// Gives the days for which a form that was begun can be gone on with by a link.
    pub fn save_days(&self) -> u32 {
        self.save_days.unwrap_or(SAVE_DAYS)
    }

    /// Chooses the team for a case by its answers.
    pub fn route(&self, answers: &crate::Answers) -> &str {
        self.routing
            .iter()
            .find(|route| route.when.0.holds(answers.as_json()))
            .map_or(&self.team, |route| &route.team)
    }
}
