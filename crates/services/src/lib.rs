//! The catalogue of services: what each is, what it asks, how a case of it runs.
//!
//! A service is data: `services/<id>.toml` with its page text `services/<id>.md`, in a pack (a
//! folder) with topics, departments, teams and workflows. This crate reads and checks packs,
//! keeps every version that was ever published, and runs forms. It draws no pages; it knows no cases
//! either, though it says which team gets one.
//!
//! ```
//! use base::Locale;
//! use services::form::{Context, NoMap, Raw};
//! use services::{Answers, Form, Page, Question, QuestionKind};
//!
//! let question = Question {
//!     id: "depth".into(),
//!     label: base::Localized::new("How deep is it?"),
//!     short: None,
//!     hint: None,
//!     required: true,
//!     public: true,
//!     when: None,
//!     logic: services::Logic::default(),
//!     kind: QuestionKind::Number { min: Some(0.0), max: Some(100.0), unit: None },
//! };
//! let page = Page { id: "hole".into(), title: base::Localized::new("The hole"), when: None, questions: vec![question] };
//! let form = Form::new(vec![page]);
//! let page = form.page("hole").unwrap();
//! let context = Context { locale: Locale::EN, today: jiff::civil::date(2026, 2, 28), map: &NoMap };
//!
//! let typed: Raw = [("depth", "12.5")].into_iter().collect();
//! let answers = form.check_page(page, &typed, &Answers::new(), context).unwrap();
//! assert_eq!(answers.to_text(), r#"{"depth":12.5}"#);
//!
//! let typed: Raw = [("depth", "very")].into_iter().collect();
//! let errors = form.check_page(page, &typed, &Answers::new(), context).unwrap_err();
//! assert_eq!((errors[0].field.as_str(), errors[0].key), ("depth", "form-number"));
//! ```

mod answers;
mod appointment;
mod branch;
mod catalogue;
mod check;
mod checksum;
mod data_set;
mod data_sets;
mod definition;
mod eligibility;
mod fee;
mod files;
pub mod form;
mod iban;
mod kind;
mod pack;
mod page_text;
mod pattern;
mod plain;
pub mod practice;
mod problem;
mod question;
mod read;
pub mod releases;
mod versions;
mod workflow;
mod written;

pub use answers::{Answers, Contact, Place};
pub use appointment::{Appointment, GRAIN_MINUTES};
pub use branch::{
    Branch, BranchFault, Exception, MAX_EXCEPTIONS, MAX_UNITS, OpenSpan, Resource, Week, day_fault,
    fits as fits_key,
};
pub use catalogue::{Catalogue, Service};
pub use check::{Surroundings, check, check_service};
pub use checksum::Checksum;
pub use data_set::{DataSet, Entry};
pub use data_sets::data_text;
pub use definition::{
    Audience, Condition, Definition, Formula, Nearby, Promise, PromiseUnit, Route, ServiceKind,
    Synonyms,
};
pub use eligibility::{Eligibility, Ineligible};
pub use fee::{Charge, Concession, Fee, FeeError, MAX_FEE};
pub use files::Files;
pub use form::Form;
pub use kind::{Outturn, QuestionKind};
pub use pack::{
    Checked, Department, Holiday, OpenDay, Opening, Outline, Pack, PackService, Team, Topic, Urgent,
};
pub use pattern::Pattern;
pub use problem::{Problem, Severity};
pub use question::{Check, Choice, DateBound, Logic, Page, Question};
pub use read::KINDS;
pub use versions::{Browsers, CatalogueError, Hand, Published, publish, publish_over};
pub use workflow::{
    ClockSide, Outcome, Phase, Reason, RemindedParty, Reminder, STANDARD_TRANSITIONS, State,
    Transition, Who, Workflow,
};
pub use written::{from_toml, plain, to_toml};

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [
        versions::statements(),
        releases::statements(),
        practice::statements(),
        data_sets::statements(),
    ]
    .concat()
}

/// The words of the form's messages, for the pages that show them.
pub static PART: web::Part =
    web::Part { name: "services", templates: &NO_TEMPLATES, locales: &LOCALES, assets: None };

static NO_TEMPLATES: include_dir::Dir<'static> = include_dir::Dir::new("", &[]);
static LOCALES: include_dir::Dir<'static> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/locales");
