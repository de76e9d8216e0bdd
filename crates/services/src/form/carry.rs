//! Beginning from an earlier time: "same as last year".

use super::{Context, Form, Raw, walk};
use crate::{Answers, QuestionKind};

/// What an earlier set of answers gives to a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Carried {
    /// The answers of the pages that still hold together.
    pub answers: Answers,
    /// The fields of the others by page, to be looked at: what is out of date, and what must be said anew.
    pub typed: Vec<(String, Raw)>,
}

impl Form {
    /// Takes over what earlier answers, perhaps to an older version of the form, give to this one.
    /// Photos, declarations and signatures belong to their own time and are left out.
    pub fn carry(&self, earlier: &Answers, context: Context<'_>) -> Carried {
        let mut kept = earlier.clone();
        for question in self.questions() {
            let of_its_time = matches!(
                question.kind,
                QuestionKind::Photos { .. }
                    | QuestionKind::Declaration { .. }
                    | QuestionKind::Signature
            );
            if of_its_time {
                kept.remove(&question.id);
            }
        }
        let mut carried = Carried::default();
        for page in self.all_pages() {
            if !walk::holds(page.when.as_ref(), &carried.answers) {
                continue;
            }
            let raw = self.raw(page, &kept, context.locale);
            match self.check_page(page, &raw, &carried.answers, context) {
                Ok(found) => self.merge(page, &mut carried.answers, &found),
                Err(_) if raw.is_blank() => {}
                Err(_) => carried.typed.push((page.id.clone(), raw)),
            }
        }
        carried
    }
}
