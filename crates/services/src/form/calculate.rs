//! Answers that nobody types: worked out, and what stands in a field at first.

use base::Locale;
use serde_json::{Value, json};

use super::{Form, Raw, refill};
use crate::{Answers, Outturn, Page, Question, QuestionKind};

/// Works an answer out; `None` when one that it needs is missing.
pub(super) fn calculated(question: &Question, known: &Answers) -> Option<Value> {
    let QuestionKind::Calculated { value, result, currency, .. } = &question.kind else {
        return None;
    };
    let found = value.0.value(known.as_json())?;
    match result {
        Outturn::Number => {
            let number = found.as_f64()?;
            let hundredths = (number * 100.0 + number.signum() * 1e-6).round();
            Some(Value::from(hundredths / 100.0))
        }
        Outturn::Money => {
            let minor = currency.minor(found.as_f64()?)?;
            Some(json!({ "minor": minor, "currency": currency.code() }))
        }
        Outturn::Text => found.as_str().filter(|text| !text.is_empty()).map(Value::from),
        Outturn::YesNo => found.as_bool().map(Value::from),
    }
}

impl Form {
    /// Gives the fields that are filled in before anybody types: those of a page without any answer
    /// yet, so that an emptied field stays empty.
    pub fn defaults(&self, page: &Page, answers: &Answers, locale: Locale) -> Raw {
        let mut raw = Raw::new();
        if page.questions.iter().any(|question| answers.get(&question.id).is_some()) {
            return raw;
        }
        let known = self.reachable_before(page, answers);
        for question in &page.questions {
            let Some(default) = &question.logic.default else { continue };
            let found = default.0.value(known.as_json());
            if let Some(answer) = found.and_then(|found| as_answer(question, found)) {
                refill::to_raw(question, &answer, locale, &mut raw);
            }
        }
        raw
    }

    /// Gives what a question of a page comes to, in words, before it is sent; `None` while an answer
    /// that it needs is missing, or stands on the same page.
    pub fn worked_out(
        &self,
        page: &Page,
        question: &Question,
        answers: &Answers,
        locale: Locale,
    ) -> Option<String> {
        let QuestionKind::Calculated { value, .. } = &question.kind else { return None };
        let here = |name: &str| {
            page.questions.iter().any(|other| other.id == name && other.kind.is_asked())
        };
        if value.0.names().any(here) {
            return None;
        }
        let found = calculated(question, &self.reachable(answers))?;
        Some(super::words::shown(question, &found, locale).to_text())
    }
}

/// The answer that a default stands for.
fn as_answer(question: &Question, found: Value) -> Option<Value> {
    match &question.kind {
        QuestionKind::Money { currency, .. } => {
            let minor = currency.minor(found.as_f64()?)?;
            Some(json!({ "minor": minor, "currency": currency.code() }))
        }
        QuestionKind::Number { .. } => found.is_number().then_some(found),
        QuestionKind::YesNo => found.is_boolean().then_some(found),
        _ => found.is_string().then_some(found),
    }
}
