//! A colleague at their desk: what every handler of this crate begins with.

use base::Locale;
use cases::{Case, Office};
use jiff::Timestamp;
use services::{ClockSide, Service};
use web::{App, Fault, Person, Visitor, Words};

use crate::colleagues::Colleagues;
use crate::rights::{CONTACT_CENTRE, Rights};

/// Who works, and where.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) visitor: Visitor,
    pub(crate) person: Person,
}

impl Desk {
    /// The desk of whoever visits.
    pub(crate) fn of(app: &App, visitor: &Visitor) -> Result<Self, Fault> {
        let person = visitor.require_person()?.clone();
        Ok(Self { office: Office::of(app), visitor: visitor.clone(), person })
    }

    /// The town.
    pub(crate) fn app(&self) -> &App {
        self.office.app()
    }

    /// The time now.
    pub(crate) fn now(&self) -> Timestamp {
        self.office.now()
    }

    /// The language.
    pub(crate) fn locale(&self) -> Locale {
        self.visitor.locale()
    }

    /// The words of the language.
    pub(crate) fn words(&self) -> &Words {
        self.visitor.words()
    }

    /// The name of a state as staff read it. The definitions speak to the resident: "waiting for you".
    pub(crate) fn state(&self, service: &Service, key: &str) -> String {
        match service.workflow.state(key) {
            Some(state) if state.clock == ClockSide::Resident => {
                self.words().t("desk-state-resident")
            }
            Some(state) => state.name_for_all().get(self.locale()).to_owned(),
            None => key.to_owned(),
        }
    }

    /// What the colleague may do with a case.
    pub(crate) fn rights(&self, case: &Case, colleagues: &Colleagues) -> Rights {
        Rights::of(&self.person, case, colleagues.team_of_key(CONTACT_CENTRE))
    }
}
