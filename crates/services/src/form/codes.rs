//! Money, numbers that somebody gave, firms, and what is agreed to.

use base::Localized;
use base::money::Currency;
use base::text::clean_line;
use serde_json::{Value, json};

use super::FieldError;
use super::parse::{MAX_NAME, Parsed, Reader};
use crate::iban::{self, IbanError};
use crate::{Checksum, DataSet, Pattern};

/// The longest identifiers in use, LEI and IMEI codes and the like, fit twice.
const MAX_CODE: usize = 40;
/// The longest registration marks have ten characters.
const MAX_MARK: usize = 12;

impl Reader<'_> {
    pub(super) fn money(&self, currency: Currency, min: Option<i64>, max: Option<i64>) -> Parsed {
        let text = self.short("", "form-money")?;
        if text.is_empty() {
            return self.missing("", "form-missing-money");
        }
        let locale = self.context.locale;
        let Some(minor) = currency.read(text, locale) else {
            let example = currency.plain_in(currency.minor(12.5).unwrap_or(12), locale);
            return Err(self.fault("", "form-money", vec![("example", example.into())]));
        };
        let bound = |minor: i64| currency.write(minor, locale);
        match (min, max) {
            (Some(min), _) if minor < min => {
                Err(self.fault("", "form-money-min", vec![("min", bound(min).into())]))
            }
            (_, Some(max)) if minor > max => {
                Err(self.fault("", "form-money-max", vec![("max", bound(max).into())]))
            }
            _ => Ok(Some(json!({ "minor": minor, "currency": currency.code() }))),
        }
    }

    pub(super) fn organisation(
        &self,
        number_required: bool,
        pattern: Option<&Pattern>,
        example: Option<&str>,
    ) -> Parsed {
        let mut errors = Vec::new();
        let mut keep = |found: Result<String, Vec<FieldError>>| {
            found.unwrap_or_else(|mut faults| {
                errors.append(&mut faults);
                String::new()
            })
        };
        let name = keep(self.cleaned("name", MAX_NAME, clean_line));
        let number = keep(self.code("number", pattern, example));
        if !errors.is_empty() {
            return Err(errors);
        }
        if name.is_empty() && number.is_empty() {
            return self.missing("name", "form-missing-organisation");
        }
        if name.is_empty() {
            return Err(self.fault("name", "form-missing-organisation", Vec::new()));
        }
        if number.is_empty() && number_required {
            return Err(self.fault("number", "form-missing-number-of", Vec::new()));
        }
        Ok(Some(json!({ "name": name, "number": number })))
    }

    pub(super) fn identifier(
        &self,
        pattern: Option<&Pattern>,
        checksum: Option<Checksum>,
        example: Option<&str>,
    ) -> Parsed {
        let code = self.code("", pattern, example)?;
        if code.is_empty() {
            return self.missing("", "form-missing");
        }
        if checksum.is_some_and(|checksum| !checksum.holds(&code)) {
            return Err(self.fault("", "form-identifier-check", Vec::new()));
        }
        Ok(Some(Value::from(code)))
    }

    /// A code in capitals without spaces and separators, empty when there is none.
    fn code(
        &self,
        part: &str,
        pattern: Option<&Pattern>,
        example: Option<&str>,
    ) -> Result<String, Vec<FieldError>> {
        let wrong = || self.unlike(part, ("form-identifier", "form-identifier-like"), example);
        let text = self.short(part, "form-identifier")?;
        let code = without_separators(text);
        if code.is_empty() && text.is_empty() {
            return Ok(code);
        }
        let plain = code.chars().all(char::is_alphanumeric);
        let sound = !code.is_empty() && plain && code.chars().count() <= MAX_CODE;
        let fits = pattern.is_none_or(|pattern| pattern.fits(&code));
        if sound && fits { Ok(code) } else { Err(wrong()) }
    }

    pub(super) fn vehicle(&self, pattern: Option<&Pattern>, example: Option<&str>) -> Parsed {
        let text = self.short("", "form-vehicle")?;
        let mark = without_separators(text);
        if text.is_empty() {
            return self.missing("", "form-missing-vehicle");
        }
        let plain = mark.chars().all(char::is_alphanumeric);
        let sound = plain && (2..=MAX_MARK).contains(&mark.chars().count());
        let fits = pattern.is_none_or(|pattern| pattern.fits(&mark));
        if sound && fits {
            return Ok(Some(Value::from(mark)));
        }
        Err(self.unlike("", ("form-vehicle", "form-vehicle-like"), example))
    }

    /// Says that something does not look as it should, with an example where there is one.
    fn unlike(
        &self,
        part: &str,
        (alone, like): (&'static str, &'static str),
        example: Option<&str>,
    ) -> Vec<FieldError> {
        match example {
            Some(example) => self.fault(part, like, vec![("example", example.to_owned().into())]),
            None => self.fault(part, alone, Vec::new()),
        }
    }

    pub(super) fn iban(&self, countries: &[String]) -> Parsed {
        let text = self.short("", "form-iban-check")?;
        if text.is_empty() {
            return self.missing("", "form-missing-iban");
        }
        match iban::read(text, countries) {
            Ok(iban) => Ok(Some(Value::from(iban))),
            Err(IbanError::Country) => {
                let example = countries.first().map_or("ES", String::as_str).to_owned();
                Err(self.fault("", "form-iban-country", vec![("example", example.into())]))
            }
            Err(IbanError::Length { country, wanted }) => {
                let args = vec![("country", country.to_owned().into()), ("length", wanted.into())];
                Err(self.fault("", "form-iban-length", args))
            }
            Err(IbanError::Check) => Err(self.fault("", "form-iban-check", Vec::new())),
        }
    }

    /// The words that were agreed to are kept with the answer, in the language in which they were read.
    pub(super) fn declaration(&self, text: &Localized) -> Parsed {
        match self.short("", "form-option")? {
            "" => self.missing("", "form-missing-declaration"),
            "yes" => {
                let locale = self.context.locale;
                let language = if text.has(locale) { locale } else { base::Locale::EN };
                let text = text.get(locale);
                Ok(Some(json!({ "agreed": true, "text": text, "language": language.code() })))
            }
            _ => Err(self.fault("", "form-option", Vec::new())),
        }
    }

    pub(super) fn signature(&self) -> Parsed {
        let name = self.cleaned("", MAX_NAME, clean_line)?;
        if name.is_empty() {
            return self.missing("", "form-missing-signature");
        }
        if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return Err(self.fault("", "form-signature", Vec::new()));
        }
        Ok(Some(json!({ "name": name })))
    }
}

impl Reader<'_> {
    /// What was chosen of the matches, or else what the typed words can only mean.
    pub(super) fn data_set(&self, data: &DataSet) -> Parsed {
        let chosen = self.short("", "form-data-choose")?;
        let typed = self.cleaned("q", MAX_NAME, clean_line)?;
        let found = match data.find(chosen) {
            Some(entry) => Some(entry),
            None if typed.is_empty() && chosen.is_empty() => {
                return self.missing("q", "form-missing-data");
            }
            None => data.meant(&typed),
        };
        match found {
            Some(entry) => Ok(Some(Value::from(entry.code.as_str()))),
            None if data.search(&typed, 1).is_empty() => {
                Err(self.fault("q", "form-data-nothing", Vec::new()))
            }
            None => Err(self.fault("q", "form-data-choose", Vec::new())),
        }
    }
}

fn without_separators(text: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '.' | '/' | '\u{b7}');
    text.to_uppercase().chars().filter(counts).collect()
}
