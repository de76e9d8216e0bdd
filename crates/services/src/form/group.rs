//! Questions that are answered again and again: one set of fields a row, `children-0-age`.

use serde_json::{Map, Value};

use super::parse::{self, Parsed, Reader};
use super::{Raw, checks, refill, walk};
use crate::Question;

/// The field that says how many rows a page shows: boxes that are not ticked send nothing.
pub(super) const ROWS: &str = "rows";

impl Raw {
    /// Counts the rows that were sent for a group, at most `most`.
    pub fn rows(&self, group: &str, most: usize) -> usize {
        let said = self.first(&format!("{group}-{ROWS}")).trim().parse().unwrap_or(0_usize);
        let prefix = format!("{group}-");
        let of_a_row = |field: &str| {
            let (row, _) = field.strip_prefix(&prefix)?.split_once('-')?;
            row.parse::<usize>().ok()
        };
        let sent = self.iter().filter_map(|(field, _)| of_a_row(field)).max();
        said.max(sent.map_or(0, |last| last.saturating_add(1))).min(most)
    }

    /// Gives the fields of one row of a group, by the questions in it.
    #[must_use]
    pub fn row(&self, group: &str, row: usize) -> Self {
        let prefix = format!("{group}-{row}-");
        let mut fields = Self::new();
        for (field, values) in self.iter() {
            if let Some(name) = field.strip_prefix(&prefix) {
                fields.set(name, values.to_vec());
            }
        }
        fields
    }

    /// Puts the fields of a row in their place among those of the page.
    pub(super) fn put_row(&mut self, group: &str, row: usize, fields: &Self) {
        for (field, values) in fields.iter() {
            self.set(format!("{group}-{row}-{field}"), values.to_vec());
        }
    }

    /// Takes the fields of a group away and puts these rows there.
    pub fn set_rows(&mut self, group: &str, rows: &[Self]) {
        self.remove_below(&format!("{group}-"));
        for (row, fields) in rows.iter().enumerate() {
            self.put_row(group, row, fields);
        }
        self.set(format!("{group}-{ROWS}"), vec![rows.len().to_string()]);
    }

    /// Tells whether nothing was typed or chosen.
    pub fn is_blank(&self) -> bool {
        self.iter().all(|(_, values)| values.iter().all(|value| value.trim().is_empty()))
    }
}

impl Reader<'_> {
    /// Reads the rows of a group. Rows in which nothing was typed do not count beyond those that are
    /// needed.
    pub(super) fn group(&self, min: usize, max: usize, questions: &[Question]) -> Parsed {
        let group = &self.question.id;
        // An optional group without a row is no answer; a needed one shows its first row.
        let least = if self.is_required() { min.max(1) } else { 0 };
        let sent = self.raw.rows(group, max + 1);
        let mut rows: Vec<(usize, Raw)> =
            (0..sent.max(least)).map(|row| (row, self.raw.row(group, row))).collect();
        rows.retain(|(row, fields)| *row < least || !fields.is_blank());
        if rows.len() > max {
            let field = self.question.first_field();
            let part = field.strip_prefix(&format!("{group}-")).unwrap_or_default();
            return Err(self.fault(part, "form-rows-max", vec![("max", max.into())]));
        }
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        for (row, fields) in rows {
            match self.row(questions, &fields) {
                Ok(answers) => found.push(answers),
                Err(faults) => errors.extend(faults.into_iter().map(|mut fault| {
                    fault.field = format!("{group}-{row}-{}", fault.field);
                    fault.question.clone_from(group);
                    fault
                })),
            }
        }
        match (errors.is_empty(), found.is_empty()) {
            (false, _) => Err(errors),
            (true, true) => Ok(None),
            (true, false) => Ok(Some(Value::Array(found))),
        }
    }

    /// Every question of the group stands in a row, with null where it was not asked or not answered, so
    /// that expressions may name it.
    fn row(&self, questions: &[Question], fields: &Raw) -> Result<Value, Vec<super::FieldError>> {
        let blank = questions.iter().filter(|question| question.kind.has_answer());
        let mut row: Value = Value::Object(
            blank.map(|question| (question.id.clone(), Value::Null)).collect::<Map<_, _>>(),
        );
        let (mut errors, mut unread) = (Vec::new(), Vec::new());
        for question in questions {
            if !walk::holds_in(question.when.as_ref(), self.known, &row) {
                continue;
            }
            match parse::answer(question, fields, self.known, &row, self.context) {
                Ok(Some(value)) => {
                    if let Some(place) = row.get_mut(&question.id) {
                        *place = value;
                    }
                }
                Ok(None) => {}
                Err(mut faults) => {
                    unread.push(question.id.as_str());
                    errors.append(&mut faults);
                }
            }
        }
        for question in questions {
            if walk::holds_in(question.when.as_ref(), self.known, &row) {
                errors.extend(checks::faults(question, self.known, &row, &unread, self.context));
            }
        }
        if errors.is_empty() { Ok(row) } else { Err(errors) }
    }
}

/// Writes the rows of a group as the fields that they would be read from.
pub(super) fn to_raw(
    group: &str,
    questions: &[Question],
    value: &Value,
    locale: base::Locale,
    raw: &mut Raw,
) {
    let rows: Vec<&Value> = value.as_array().into_iter().flatten().collect();
    raw.set(format!("{group}-{ROWS}"), vec![rows.len().to_string()]);
    for (index, row) in rows.into_iter().enumerate() {
        let mut fields = Raw::new();
        for question in questions {
            if let Some(answer) = row.get(&question.id).filter(|answer| !answer.is_null()) {
                refill::to_raw(question, answer, locale, &mut fields);
            }
        }
        raw.put_row(group, index, &fields);
    }
}
