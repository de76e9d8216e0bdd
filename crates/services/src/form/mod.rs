//! The form engine: which pages there are, what is wrong with what was typed, what it comes to.
//!
//! Pure: the day, the language and the map are arguments ([`Context`]).

mod browser;
mod calculate;
mod carry;
mod checks;
mod codes;
mod dates;
mod error;
mod group;
mod number;
mod parse;
mod raw;
mod refill;
mod summary;
mod walk;
mod words;

pub use browser::form_errors;
pub use carry::Carried;
pub use error::{Arg, FieldError, MESSAGE_KEYS};
pub use raw::Raw;
pub use summary::{Card, Row, RowValue};
pub use walk::{Asked, Step};

use base::Locale;
use base::geo::Point;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Answers, Page, Question};

/// What the engine needs to know besides the form.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The resident's language: of labels in messages, and of decimal commas.
    pub locale: Locale,
    /// The date in the town.
    pub today: Date,
    /// The town's map.
    pub map: &'a dyn TownMap,
}

/// What the engine asks of the town's map.
pub trait TownMap {
    /// Tells where a point lies.
    fn locate(&self, point: Point) -> Located;

    /// Finds the point of an address, if the town knows it.
    fn find(&self, _address: &str) -> Option<Point> {
        None
    }
}

/// Where a point lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// In the district with this key.
    District(String),
    /// Outside the town, which cannot help there.
    Outside,
    /// The town has no map of districts.
    Unknown,
}

/// A town without a map: every point is as good as any other.
#[derive(Debug, Clone, Copy)]
pub struct NoMap;

impl TownMap for NoMap {
    fn locate(&self, _: Point) -> Located {
        Located::Unknown
    }
}

/// The form of one version of a service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Form {
    pages: Vec<Page>,
}

impl Form {
    /// Makes a form of its pages.
    pub fn new(pages: Vec<Page>) -> Self {
        Self { pages }
    }

    /// Tells whether there are no pages.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Lists all pages, shown or not.
    pub fn all_pages(&self) -> &[Page] {
        &self.pages
    }

    /// Finds a page by its key, shown or not.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// Finds a question by its key.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// Lists all questions, asked or not.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pages.iter().flat_map(|page| &page.questions)
    }

    /// Finds the question for contact details.
    pub fn contact_question(&self) -> Option<&Question> {
        self.questions().find(|question| matches!(question.kind, crate::QuestionKind::Contact))
    }

    /// Finds the question for the place.
    pub fn place_question(&self) -> Option<&Question> {
        self.questions().find(|question| matches!(question.kind, crate::QuestionKind::Place))
    }

    /// Checks what was typed on a page. `earlier` are the answers of the pages before.
    ///
    /// # Errors
    /// Every fault, in the page's order.
    pub fn check_page(
        &self,
        page: &Page,
        raw: &Raw,
        earlier: &Answers,
        context: Context<'_>,
    ) -> Result<Answers, Vec<FieldError>> {
        self.read_page(page, raw, earlier, context).1
    }

    /// Lists the questions of a page that are asked in view of what was typed on the same page.
    pub fn asked_with<'a>(
        &self,
        page: &'a Page,
        raw: &Raw,
        earlier: &Answers,
        context: Context<'_>,
    ) -> Vec<&'a Question> {
        self.read_page(page, raw, earlier, context).0
    }

    fn read_page<'a>(
        &self,
        page: &'a Page,
        raw: &Raw,
        earlier: &Answers,
        context: Context<'_>,
    ) -> (Vec<&'a Question>, Result<Answers, Vec<FieldError>>) {
        let mut known = self.reachable_before(page, earlier);
        let mut found = Answers::new();
        let (mut asked, mut errors, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for question in &page.questions {
            if !walk::holds(question.when.as_ref(), &known) {
                continue;
            }
            asked.push(question);
            match parse::answer(question, raw, &known, &Value::Null, context) {
                Ok(Some(value)) => {
                    known.set(&question.id, value.clone());
                    found.set(&question.id, value);
                }
                Ok(None) => {}
                Err(mut faults) => {
                    unread.push(question.id.as_str());
                    errors.append(&mut faults);
                }
            }
        }
        for question in &asked {
            errors.extend(checks::faults(question, &known, &Value::Null, &unread, context));
        }
        (asked, if errors.is_empty() { Ok(found) } else { Err(errors) })
    }

    /// Puts the answers of a page in the place of its earlier ones, so that an emptied field is
    /// empty.
    pub fn merge(&self, page: &Page, answers: &mut Answers, new: &Answers) {
        for question in &page.questions {
            match new.get(&question.id) {
                Some(value) => answers.set(&question.id, value.clone()),
                None => answers.remove(&question.id),
            }
        }
    }

    /// Turns the answers of a page back into fields, to fill the page in again.
    pub fn raw(&self, page: &Page, answers: &Answers, locale: Locale) -> Raw {
        let mut raw = Raw::new();
        for question in &page.questions {
            if let Some(value) = answers.get(&question.id) {
                refill::to_raw(question, value, locale, &mut raw);
            }
        }
        raw
    }

    /// Checks a whole set of answers that came from elsewhere, and keeps what the form asks for.
    ///
    /// # Errors
    /// Every fault of every shown page.
    pub fn check_all(
        &self,
        answers: &Answers,
        context: Context<'_>,
    ) -> Result<Answers, Vec<FieldError>> {
        let mut sound = Answers::new();
        let mut errors = Vec::new();
        for page in &self.pages {
            if !walk::holds(page.when.as_ref(), &sound) {
                continue;
            }
            let raw = self.raw(page, answers, context.locale);
            match self.check_page(page, &raw, &sound, context) {
                Ok(mut found) => {
                    checks::keep_record(page, answers, &mut found);
                    self.merge(page, &mut sound, &found);
                }
                Err(mut faults) => errors.append(&mut faults),
            }
        }
        if errors.is_empty() { Ok(sound) } else { Err(errors) }
    }
}
