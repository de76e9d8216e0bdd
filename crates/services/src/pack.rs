//! A pack: everything that a town's services are made of.

use base::money::Currency;
use base::{Locale, Localized, WorkingCalendar};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::files::Files;
use crate::{Branch, DataSet, Definition, Page, Problem, Severity, Workflow};

/// A pack that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// The town's topics, departments, teams and opening hours.
    pub outline: Outline,
    /// The pages of the general form.
    pub form: Vec<Page>,
    /// The workflows.
    pub workflows: Vec<Workflow>,
    /// The services, by id.
    pub services: Vec<PackService>,
    /// The data sets that questions choose from, with the text of their files.
    pub data: Vec<(DataSet, String)>,
}

/// A service in a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackService {
    /// The definition, its form complete.
    pub definition: Definition,
    /// The text of its page, in Markdown.
    pub text: Localized,
}

/// What stands around the services: topics, departments, teams, opening hours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// The pack's name.
    pub name: Localized,
    /// The topics in the order in which they are shown.
    pub topics: Vec<Topic>,
    /// The departments.
    pub departments: Vec<Department>,
    /// The teams.
    pub teams: Vec<Team>,
    /// When the offices are open.
    pub opening: Opening,
    /// The currency of amounts, where a question names none.
    #[serde(default)]
    pub currency: Currency,
    /// What cannot wait for any service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urgent: Vec<Urgent>,
    /// Where the town receives people by appointment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
}

/// Something that a telephone call is for, whatever the town hall offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Urgent {
    /// The words and phrases that tell it.
    pub words: crate::Synonyms,
    /// What to do, in one or two sentences.
    pub message: Localized,
    /// The number to call.
    pub phone: String,
}

impl Urgent {
    /// Tells whether somebody typed one of the phrases, in any language, as whole words.
    pub fn is_meant(&self, typed: &str) -> bool {
        let typed = spaced(typed);
        self.words.0.values().flatten().any(|phrase| typed.contains(&spaced(phrase)))
    }
}

/// The words in small letters, each between spaces.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |line, word| line + word + " ")
}

/// A group of services, as residents browse them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The topic's key.
    pub id: String,
    /// The name.
    pub name: Localized,
    /// One sentence.
    pub summary: Localized,
}

/// A department of the town.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Department {
    /// The department's key.
    pub key: String,
    /// The name.
    pub name: Localized,
}

/// A team of a department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// The team's key.
    pub key: String,
    /// The name.
    pub name: Localized,
    /// The key of its department.
    pub department: String,
}

/// When the offices are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// The IANA name of the time zone.
    pub time_zone: String,
    /// The days on which they open.
    pub days: Vec<OpenDay>,
    /// The days on which they do not, although it is such a day.
    pub holidays: Vec<Holiday>,
}

/// The opening hours of a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDay {
    /// The day, 1 for Monday to 7 for Sunday (ISO 8601).
    pub day: i8,
    /// When they open.
    pub from: Time,
    /// When they close.
    pub to: Time,
}

/// A day on which nothing is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    pub name: Localized,
}

impl Default for Opening {
    fn default() -> Self {
        Self { time_zone: "UTC".to_owned(), days: Vec::new(), holidays: Vec::new() }
    }
}

impl Opening {
    /// Makes the calendar that promises are counted in; without any opening hours, Monday to
    /// Friday.
    pub fn calendar(&self) -> WorkingCalendar {
        let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        let calendar = if self.days.is_empty() {
            WorkingCalendar::weekdays(zone)
        } else {
            self.days.iter().fold(WorkingCalendar::new(zone), |calendar, open| {
                match Weekday::from_monday_one_offset(open.day) {
                    Ok(day) => calendar.open(day, open.from, open.to),
                    Err(_) => calendar,
                }
            })
        };
        calendar.closed_on(self.holidays.iter().map(|holiday| holiday.date))
    }
}

impl Outline {
    /// Finds a topic by its key.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// Finds a department by its key.
    pub fn department(&self, key: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.key == key)
    }

    /// Finds a branch by its key.
    pub fn branch(&self, key: &str) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.key == key)
    }

    /// Finds a team by its key.
    pub fn team(&self, key: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.key == key)
    }
}

/// What reading a pack came to: what is sound in it, and everything that is wrong.
#[derive(Debug)]
pub struct Checked {
    /// The pack without the services and workflows that have errors; `None` when `pack.toml` has.
    pub pack: Option<Pack>,
    /// Every problem, file by file.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// Tells whether anything is wrong that the pack cannot be used with.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

impl Pack {
    /// Reads a pack and checks it.
    ///
    /// # Errors
    /// All problems, when at least one is an error.
    pub fn load(files: &Files) -> Result<Self, Vec<Problem>> {
        let checked = crate::check::check(files);
        match checked.pack {
            Some(ref pack) if !checked.has_errors() => Ok(pack.clone()),
            _ => Err(checked.problems),
        }
    }

    /// Finds a workflow by its key.
    pub fn workflow(&self, id: &str) -> Option<&Workflow> {
        self.workflows.iter().find(|workflow| workflow.id == id)
    }

    /// Finds a service by its key.
    pub fn service(&self, id: &str) -> Option<&PackService> {
        self.services.iter().find(|service| service.definition.id == id)
    }
}

/// The last page of each form that does not ask for contact details itself.
pub(crate) fn contact_page(required: bool) -> Page {
    let both = |english: &str, spanish: &str| Localized::new(english).with(Locale::ES, spanish);
    let hint = if required {
        both(
            "We need an email address or a phone number, so that we can answer you.",
            "Necesitamos un correo electrónico o un teléfono para poder responderle.",
        )
    } else {
        both(
            "You can leave this empty. With an email address you get a message when something happens. We never show your details to the public.",
            "Puede dejarlo vacío. Con un correo electrónico recibirá un mensaje cuando haya novedades. Nunca mostramos sus datos al público.",
        )
    };
    let question = crate::Question {
        id: CONTACT.to_owned(),
        short: None,
        label: both("Your contact details", "Sus datos de contacto"),
        hint: Some(hint),
        required,
        public: false,
        when: None,
        logic: crate::Logic::default(),
        kind: crate::QuestionKind::Contact,
    };
    Page {
        id: CONTACT.to_owned(),
        title: both("How can we reach you?", "¿Cómo podemos comunicarnos con usted?"),
        when: None,
        questions: vec![question],
    }
}

/// The key of the standard contact page and its question.
pub(crate) const CONTACT: &str = "contact";
