//! From fields to answers and back, kind by kind.

use base::contact::{EmailAddress, Phone};
use base::geo::Point;
use base::text::{TextError, clean_line, clean_text, is_hidden};
use serde_json::Value;

use super::{Arg, Context, FieldError, Located, Raw, number, walk};
use crate::{Answers, Choice, Contact, Place, Question, QuestionKind};

/// An address or a description of a place: what fits on an envelope.
const MAX_ADDRESS: usize = 200;
/// The longest names on record fit twice.
pub(super) const MAX_NAME: usize = 120;
/// Longer numbers, dates and options are no answers; they are not even read.
const MAX_SHORT: usize = 60;

pub(super) type Parsed = Result<Option<Value>, Vec<FieldError>>;

/// Reads the answer to one question, in a row of a group if there is one; `Ok(None)` is an optional
/// question left empty.
pub(super) fn answer(
    question: &Question,
    raw: &Raw,
    known: &Answers,
    row: &Value,
    context: Context<'_>,
) -> Parsed {
    let reader = Reader { question, raw, known, row, context };
    match &question.kind {
        QuestionKind::Text { max_length } => reader.text(*max_length, clean_line),
        QuestionKind::LongText { max_length } => reader.text(*max_length, clean_text),
        QuestionKind::Email => reader.email(),
        QuestionKind::Phone => reader.phone(),
        QuestionKind::Number { min, max, .. } => reader.number(*min, *max),
        QuestionKind::Date { min, max } => reader.date(*min, *max),
        QuestionKind::YesNo => reader.yesno(),
        QuestionKind::One { options } => reader.one(options),
        QuestionKind::Many { options } => reader.many(options),
        QuestionKind::Place => reader.place(),
        QuestionKind::Photos { max } => reader.photos(*max),
        QuestionKind::Contact => reader.contact(),
        QuestionKind::Note | QuestionKind::Content { .. } => Ok(None),
        QuestionKind::Calculated { .. } => Ok(super::calculate::calculated(question, known)),
        QuestionKind::Money { currency, min, max } => reader.money(*currency, *min, *max),
        QuestionKind::Time { min, max } => reader.time(*min, *max),
        QuestionKind::Period { min, max, max_days } => reader.period(*min, *max, *max_days),
        QuestionKind::Organisation { number_required, pattern, example } => {
            reader.organisation(*number_required, pattern.as_ref(), example.as_deref())
        }
        QuestionKind::Vehicle { pattern, example } => {
            reader.vehicle(pattern.as_ref(), example.as_deref())
        }
        QuestionKind::Iban { countries } => reader.iban(countries),
        QuestionKind::Identifier { pattern, checksum, example } => {
            reader.identifier(pattern.as_ref(), *checksum, example.as_deref())
        }
        QuestionKind::Declaration { text } => reader.declaration(text),
        QuestionKind::Signature => reader.signature(),
        QuestionKind::DataSet { data } => reader.data_set(data),
        QuestionKind::Group { min, max, questions, .. } => reader.group(*min, *max, questions),
    }
}

pub(super) struct Reader<'a> {
    pub(super) question: &'a Question,
    pub(super) raw: &'a Raw,
    pub(super) known: &'a Answers,
    /// The answers of the same row so far; null outside a group.
    pub(super) row: &'a Value,
    pub(super) context: Context<'a>,
}

impl Reader<'_> {
    pub(super) fn fault(
        &self,
        part: &str,
        key: &'static str,
        mut args: Vec<(&'static str, Arg)>,
    ) -> Vec<FieldError> {
        let question = self.question.id.clone();
        let field = if part.is_empty() { question.clone() } else { format!("{question}-{part}") };
        args.insert(
            0,
            ("question", self.question.label.get(self.context.locale).to_owned().into()),
        );
        vec![FieldError { question, field, key, args }]
    }

    pub(super) fn missing(&self, part: &str, key: &'static str) -> Parsed {
        if self.is_required() { Err(self.fault(part, key, Vec::new())) } else { Ok(None) }
    }

    pub(super) fn is_required(&self) -> bool {
        walk::is_required(self.question, self.known, self.row)
    }

    /// The one value of a field, empty when it was not sent.
    pub(super) fn field(&self, part: &str) -> Result<&str, Vec<FieldError>> {
        let id = &self.question.id;
        let values =
            if part.is_empty() { self.raw.all(id) } else { self.raw.all(&format!("{id}-{part}")) };
        match values {
            [] => Ok(""),
            [value] => Ok(value),
            _ => Err(self.fault(part, "form-twice", Vec::new())),
        }
    }

    /// A short field: trimmed, without hidden characters; over-long ones count as `wrong`.
    pub(super) fn short(&self, part: &str, wrong: &'static str) -> Result<&str, Vec<FieldError>> {
        let text = self.field(part)?.trim();
        if text.chars().any(is_hidden) {
            return Err(self.fault(part, "form-hidden-character", Vec::new()));
        }
        if text.chars().count() > MAX_SHORT {
            Err(self.fault(part, wrong, Vec::new()))
        } else {
            Ok(text)
        }
    }

    /// A cleaned text, empty when there is none.
    pub(super) fn cleaned(
        &self,
        part: &str,
        max: usize,
        clean: Clean,
    ) -> Result<String, Vec<FieldError>> {
        match clean(self.field(part)?, max) {
            Ok(text) => Ok(text),
            Err(TextError::Empty) => Ok(String::new()),
            Err(TextError::Hidden) => Err(self.fault(part, "form-hidden-character", Vec::new())),
            Err(TextError::TooLong { length, max }) => {
                let args = vec![("max", max.into()), ("over", (length - max).into())];
                Err(self.fault(part, "form-too-long", args))
            }
        }
    }

    fn text(&self, max: usize, clean: Clean) -> Parsed {
        let text = self.cleaned("", max, clean)?;
        if text.is_empty() { self.missing("", "form-missing") } else { Ok(Some(Value::from(text))) }
    }

    fn email(&self) -> Parsed {
        match self.email_in("")? {
            Some(email) => Ok(Some(Value::from(email))),
            None => self.missing("", "form-missing-email"),
        }
    }

    fn email_in(&self, part: &str) -> Result<Option<String>, Vec<FieldError>> {
        let text = self.field(part)?.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().any(is_hidden) {
            return Err(self.fault(part, "form-hidden-character", Vec::new()));
        }
        let email: Result<EmailAddress, _> = text.parse();
        email
            .map(|email| Some(email.to_string()))
            .map_err(|_| self.fault(part, "form-email", Vec::new()))
    }

    fn phone(&self) -> Parsed {
        match self.phone_in("")? {
            Some(phone) => Ok(Some(Value::from(phone))),
            None => self.missing("", "form-missing-phone"),
        }
    }

    fn phone_in(&self, part: &str) -> Result<Option<String>, Vec<FieldError>> {
        let text = self.short(part, "form-phone")?;
        if text.is_empty() {
            return Ok(None);
        }
        let phone: Result<Phone, _> = text.parse();
        phone
            .map(|phone| Some(phone.to_string()))
            .map_err(|_| self.fault(part, "form-phone", Vec::new()))
    }

    fn number(&self, min: Option<f64>, max: Option<f64>) -> Parsed {
        let text = self.short("", "form-number")?;
        if text.is_empty() {
            return self.missing("", "form-missing-number");
        }
        let locale = self.context.locale;
        let number =
            number::parse(text, locale).ok_or_else(|| self.fault("", "form-number", Vec::new()))?;
        let bound = |bound: f64| number::write(bound, locale);
        match (min, max) {
            (Some(min), _) if number < min => {
                Err(self.fault("", "form-number-min", vec![("min", bound(min).into())]))
            }
            (_, Some(max)) if number > max => {
                Err(self.fault("", "form-number-max", vec![("max", bound(max).into())]))
            }
            _ => Ok(Some(Value::from(number))),
        }
    }

    fn date(&self, min: Option<crate::DateBound>, max: Option<crate::DateBound>) -> Parsed {
        match self.date_in("", min, max)? {
            Some(date) => Ok(Some(Value::from(date.to_string()))),
            None => self.missing("day", "form-missing-date"),
        }
    }

    fn yesno(&self) -> Parsed {
        match self.short("", "form-option")? {
            "" => self.missing("", "form-missing-yesno"),
            "yes" | "true" => Ok(Some(Value::Bool(true))),
            "no" | "false" => Ok(Some(Value::Bool(false))),
            _ => Err(self.fault("", "form-option", Vec::new())),
        }
    }

    /// The options that are offered with the answers so far.
    fn offered<'o>(&self, options: &'o [Choice]) -> impl Iterator<Item = &'o Choice> {
        options.iter().filter(|option| walk::holds_in(option.when.as_ref(), self.known, self.row))
    }

    fn one(&self, options: &[Choice]) -> Parsed {
        let value = self.field("")?;
        if value.is_empty() {
            return self.missing("", "form-missing-one");
        }
        match self.offered(options).find(|option| option.value == value) {
            Some(option) => Ok(Some(Value::from(option.value.as_str()))),
            None => Err(self.fault("", "form-option", Vec::new())),
        }
    }

    fn many(&self, options: &[Choice]) -> Parsed {
        let sent = self.raw.all(&self.question.id);
        let mut sent = sent.iter().filter(|value| !value.is_empty());
        let offered: Vec<&str> =
            self.offered(options).map(|option| option.value.as_str()).collect();
        if sent.clone().any(|value| !offered.contains(&value.as_str())) {
            return Err(self.fault("", "form-option", Vec::new()));
        }
        if sent.next().is_none() {
            return self.missing("", "form-missing-many");
        }
        let sent = self.raw.all(&self.question.id);
        let chosen = offered.into_iter().filter(|value| sent.iter().any(|sent| sent == value));
        Ok(Some(chosen.map(Value::from).collect()))
    }

    fn place(&self) -> Parsed {
        let (lon, lat) = (self.short("lon", "form-place")?, self.short("lat", "form-place")?);
        let address = self.cleaned("address", MAX_ADDRESS, clean_line)?;
        if lon.is_empty() && lat.is_empty() && address.is_empty() {
            return self.missing("address", "form-missing-place");
        }
        let point = if lon.is_empty() && lat.is_empty() {
            self.context.map.find(&address)
        } else {
            let point =
                coordinate(lon).zip(coordinate(lat)).and_then(|(lon, lat)| Point::new(lon, lat));
            Some(point.ok_or_else(|| self.fault("address", "form-place", Vec::new()))?)
        };
        let district = match point.map(|point| self.context.map.locate(point)) {
            Some(Located::Outside) => {
                return Err(self.fault("address", "form-place-outside", Vec::new()));
            }
            Some(Located::District(district)) => Some(district),
            Some(Located::Unknown) | None => None,
        };
        Ok(Some(Place { point, address, district }.to_json()))
    }

    fn photos(&self, max: usize) -> Parsed {
        let mut ids: Vec<&str> = Vec::new();
        for sent in self
            .raw
            .all(&self.question.id)
            .iter()
            .map(|sent| sent.trim())
            .filter(|sent| !sent.is_empty())
        {
            let is_id = sent.len() <= MAX_SHORT
                && sent.parse::<i64>().is_ok_and(|id| id > 0 && id.to_string() == sent);
            if !is_id {
                return Err(self.fault("", "form-photos", Vec::new()));
            }
            if !ids.contains(&sent) {
                ids.push(sent);
            }
            if ids.len() > max {
                return Err(self.fault("", "form-photos-max", vec![("max", max.into())]));
            }
        }
        if ids.is_empty() {
            return self.missing("", "form-missing-photos");
        }
        Ok(Some(ids.into_iter().map(Value::from).collect()))
    }

    fn contact(&self) -> Parsed {
        let mut errors = Vec::new();
        let mut keep = |found: Result<String, Vec<FieldError>>| {
            found.unwrap_or_else(|mut faults| {
                errors.append(&mut faults);
                String::new()
            })
        };
        let contact = Contact {
            name: keep(self.cleaned("name", MAX_NAME, clean_line)),
            email: keep(self.email_in("email").map(Option::unwrap_or_default)),
            phone: keep(self.phone_in("phone").map(Option::unwrap_or_default)),
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        if self.is_required() && contact.email.is_empty() && contact.phone.is_empty() {
            return self.missing("email", "form-missing-contact");
        }
        Ok(Some(contact).filter(|contact| !contact.is_empty()).map(|contact| contact.to_json()))
    }
}

pub(super) type Clean = fn(&str, usize) -> Result<String, TextError>;

/// A coordinate in degrees, kept to 6 decimals: 10 cm, finer than any finger.
fn coordinate(text: &str) -> Option<f64> {
    let degrees: f64 = text.parse().ok()?;
    Some((degrees * 1e6).round() / 1e6)
}
