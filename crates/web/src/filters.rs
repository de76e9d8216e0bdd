use base::{Clock, Locale};
use jiff::Timestamp;
use jiff::civil::Date;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};

use crate::dates::Dates;
use crate::markdown;
use crate::numbers;
use crate::town::Town;
use crate::words::Words;

/// Adds the filters that write times, numbers and texts in the template's language.
pub(crate) fn add(env: &mut Environment<'static>, words: &Words, town: &Town, clock: &Clock) {
    let locale = words.locale();
    add_dates(env, words, town, clock);
    env.add_filter("number", move |value: Value| {
        f64::try_from(value).map(|number| numbers::number(number, locale))
    });
    env.add_filter("percent", move |share: f64| numbers::percent(share, locale));
    let currency = town.currency.clone();
    env.add_filter("money", move |cents: i64| numbers::money(cents, &currency, locale));
    env.add_filter("local", move |texts: Value| localised(&texts, locale));
    env.add_filter("typed", typed);
    env.add_filter("several", several);
    env.add_filter("markdown", |text: String| Value::from_safe_string(markdown::to_html(&text)));
    env.add_filter("lines", |text: String| Value::from_safe_string(paragraphs(&text)));
}

fn add_dates(env: &mut Environment<'static>, words: &Words, town: &Town, clock: &Clock) {
    let (zone, words, clock) = (town.time_zone.clone(), words.clone(), clock.clone());
    let dates = move || Dates { zone: zone.clone(), now: clock.now(), words: words.clone() };
    let working_day = town.working_day_ms;

    let d = dates.clone();
    env.add_filter("date", move |value: Value| day(&value, &d()).map(|day| d().day(day)));
    let d = dates.clone();
    env.add_filter("shortdate", move |value: Value| {
        day(&value, &d()).map(|day| d().short_day(day))
    });
    let d = dates.clone();
    env.add_filter("month", move |value: Value| day(&value, &d()).map(|day| d().month(day)));
    let d = dates.clone();
    env.add_filter("datetime", move |value: Value| moment(&value).map(|at| d().moment(at)));
    let d = dates.clone();
    env.add_filter("time", move |value: Value| {
        moment(&value).map(|at| d().time(d().local(at).time()))
    });
    let d = dates.clone();
    env.add_filter("ago", move |value: Value| moment(&value).map(|at| ago(at, &d())));
    let d = dates.clone();
    env.add_filter("duration", move |ms: i64| d().length(ms, base::time::DAY_MS, "time-days"));
    env.add_filter("working", move |ms: i64| dates().length(ms, working_day, "time-working-days"));
}

/// The moment relative to now, with the exact time for the pointer, for machines and in print.
fn ago(at: Timestamp, dates: &Dates) -> Value {
    let exact = escaped(&dates.moment(at));
    let said = escaped(&dates.ago(at));
    Value::from_safe_string(format!(
        "<time datetime=\"{at:.0}\" title=\"{exact}\" data-exact=\"{exact}\">{said}</time>"
    ))
}

/// A moment from milliseconds since 1970 or from its RFC 3339 text.
fn moment(value: &Value) -> Result<Timestamp, Error> {
    if let Some(ms) = value.as_i64() {
        return Ok(base::time::from_ms(ms));
    }
    let text = value.as_str().unwrap_or_default();
    text.parse().map_err(|_| wrong(format!("`{value}` is not a time")))
}

/// A day from a moment, in the town's time zone, or from `YYYY-MM-DD`.
fn day(value: &Value, dates: &Dates) -> Result<Date, Error> {
    match value.as_str() {
        Some(text) if text.len() == 10 => {
            text.parse().map_err(|_| wrong(format!("`{value}` is not a date")))
        }
        _ => Ok(dates.local(moment(value)?).date()),
    }
}

/// The text of a `base::Localized` (a map by language, or a plain text) in one language.
fn localised(texts: &Value, locale: Locale) -> Value {
    if texts.as_str().is_some() {
        return texts.clone();
    }
    [locale, Locale::EN]
        .into_iter()
        .filter_map(|locale| texts.get_attr(locale.code()).ok())
        .find(|text| text.as_str().is_some_and(|text| !text.is_empty()))
        .unwrap_or_else(|| Value::from(""))
}

/// What stands in a field: nothing where the form has not come yet, the first of several.
fn typed(value: Value) -> String {
    let first = if value.kind() == ValueKind::Seq {
        value.try_iter().ok().and_then(|mut items| items.next()).unwrap_or_default()
    } else {
        value
    };
    if first.is_undefined() || first.is_none() { String::new() } else { first.to_string() }
}

/// The chosen values of a field that may come more than once.
fn several(value: Value) -> Vec<String> {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Vec::new(),
        ValueKind::Seq => value
            .try_iter()
            .map(|items| items.map(|item| item.to_string()).collect())
            .unwrap_or_default(),
        _ => vec![value.to_string()],
    }
}

/// Plain text as people typed it: escaped, blank lines part paragraphs, line ends stay.
fn paragraphs(text: &str) -> String {
    let shown = |paragraph: &str| format!("<p>{}</p>", escaped(paragraph).replace('\n', "<br>"));
    text.trim().split("\n\n").filter(|part| !part.trim().is_empty()).map(shown).collect()
}

/// Escapes a text for HTML content and quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_keeps_its_lines_and_loses_its_markup() {
        assert_eq!(paragraphs("a\nb\n\n<c>"), "<p>a<br>b</p><p>&lt;c&gt;</p>");
    }

    #[test]
    fn a_localised_text_falls_back_to_english() {
        let texts = Value::from_pairs([("en", "Free")]);
        assert_eq!(localised(&texts, Locale::ES), Value::from("Free"));
    }
}
