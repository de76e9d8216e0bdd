//! Conditions as ticks: "show this when [question] is [answer]". Among the answers of one question any
//! suffices, and each question that has a tick must agree. What is more than that is written in CEL.

use std::collections::BTreeSet;

use base::Locale;
use rules::{Expression, RuleError};
use serde::Serialize;
use serde_json::Value;
use web::{FormErrors, Raw, Words};

use crate::sketch::{Sketch, key_of, list, words as text_of};

/// The longest condition that is taken; the language itself has a bound of its own.
const MAX_WRITTEN: usize = 2_000;

/// A question that is asked before, whose answers can be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Asked {
    pub id: String,
    pub label: String,
    pub answers: Vec<Answer>,
    pub chosen: bool,
    #[serde(skip)]
    kind: Kind,
}

/// An answer that can be ticked; the value is `question=answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    pub value: String,
    pub label: String,
    pub ticked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    One,
    Many,
    YesNo,
}

/// A condition as a form shows it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Shown {
    pub asked: Vec<Asked>,
    /// What cannot be said by ticks, in CEL.
    pub written: String,
}

/// Lists the questions with answers to tick that stand before a page, or before a question of it.
pub(crate) fn before(
    sketch: &Sketch,
    page: &str,
    question: Option<&str>,
    words: &Words,
) -> Vec<Asked> {
    let locale = words.locale();
    let earlier = sketch.questions().take_while(|(own, asked)| {
        key_of(own) != page || question.is_some_and(|question| key_of(asked) != question)
    });
    earlier.filter_map(|(_, asked)| answerable(asked, locale, words)).collect()
}

fn answerable(question: &Value, locale: Locale, words: &Words) -> Option<Asked> {
    let id = key_of(question);
    let answer = |value: &str, label: String| Answer {
        value: format!("{id}={value}"),
        label,
        ticked: false,
    };
    let (kind, answers) = match question.get("kind").and_then(Value::as_str)? {
        "yesno" => {
            (Kind::YesNo, vec![answer("true", words.t("yes")), answer("false", words.t("no"))])
        }
        kind @ ("one" | "many") => {
            let options = list(question, "options").iter().filter_map(|option| {
                let value = option.get("value")?.as_str()?;
                Some(answer(value, text_of(option.get("label"), locale).to_owned()))
            });
            (if kind == "one" { Kind::One } else { Kind::Many }, options.collect())
        }
        _ => return None,
    };
    let label = text_of(question.get("label"), locale).to_owned();
    Some(Asked { id: id.to_owned(), label, answers, chosen: false, kind })
}

/// Shows a condition: ticked where that says all of it, otherwise as it is written.
pub(crate) fn shown(mut asked: Vec<Asked>, when: &str) -> Shown {
    if when.is_empty() {
        return Shown { asked, written: String::new() };
    }
    let ticks = ticks(when);
    tick(&mut asked, &ticks);
    if to_cel(&asked) == spaced(when) {
        return Shown { asked, written: String::new() };
    }
    tick(&mut asked, &BTreeSet::new());
    Shown { asked, written: when.to_owned() }
}

/// Shows what was typed again.
pub(crate) fn typed(mut asked: Vec<Asked>, form: &Raw) -> Shown {
    let ticks: BTreeSet<String> = form.all("when").map(ToOwned::to_owned).collect();
    tick(&mut asked, &ticks);
    Shown { asked, written: form.shown("written").to_owned() }
}

/// Reads a condition of a form; what is written wins over ticks. Notes in `errors` what is wrong with it.
pub(crate) fn read(
    asked: &[Asked],
    form: &Raw,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<String> {
    let written = form.optional_text("written", MAX_WRITTEN);
    let written = errors.take("written", written, "", words).flatten();
    if let Some(written) = written {
        if let Err(RuleError { message, position, .. }) = Expression::parse(&written) {
            let at = i64::try_from(position).unwrap_or(0) + 1;
            let values = [("message", message.as_str().into()), ("at", at.into())];
            errors.add("written", words.with("designer-written-wrong", &values));
        }
        return Some(written);
    }
    let mut asked = asked.to_vec();
    tick(&mut asked, &form.all("when").map(ToOwned::to_owned).collect());
    Some(to_cel(&asked)).filter(|cel| !cel.is_empty())
}

fn tick(asked: &mut [Asked], ticks: &BTreeSet<String>) {
    for question in asked {
        for answer in &mut question.answers {
            answer.ticked = ticks.contains(&answer.value);
        }
        question.chosen = question.answers.iter().any(|answer| answer.ticked);
    }
}

/// Writes what is ticked in CEL; nothing where nothing is.
fn to_cel(asked: &[Asked]) -> String {
    let parts: Vec<String> = asked.iter().filter(|question| question.chosen).map(part).collect();
    parts.join(" && ")
}

fn part(question: &Asked) -> String {
    let id = &question.id;
    let ticked = question.answers.iter().filter(|answer| answer.ticked);
    let values: Vec<&str> =
        ticked.filter_map(|answer| answer.value.split_once('=').map(|(_, value)| value)).collect();
    match (question.kind, values.as_slice()) {
        (Kind::YesNo, [value]) => format!("answers.{id} == {value}"),
        (Kind::YesNo, _) => format!("answers.{id} in [true, false]"),
        (Kind::One, [value]) => format!("answers.{id} == '{value}'"),
        (Kind::One, values) => format!("answers.{id} in ['{}']", values.join("', '")),
        (Kind::Many, [value]) => format!("'{value}' in answers.{id}"),
        (Kind::Many, values) => {
            let each: Vec<String> =
                values.iter().map(|value| format!("'{value}' in answers.{id}")).collect();
            format!("({})", each.join(" || "))
        }
    }
}

/// What a condition would tick, were it made of ticks: every value that it names with a question.
fn ticks(when: &str) -> BTreeSet<String> {
    let mut ticks = BTreeSet::new();
    for part in when.split("&&") {
        let named = part.split("answers.").nth(1).unwrap_or_default();
        let id: String =
            named.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        for quote in ['\'', '"'] {
            let quoted = part.split(quote).skip(1).step_by(2);
            ticks.extend(quoted.map(|value| format!("{id}={value}")));
        }
        for bare in ["true", "false"] {
            if part.contains(bare) {
                ticks.insert(format!("{id}={bare}"));
            }
        }
    }
    ticks
}

/// One space between words and single quotes, as this file writes.
fn spaced(when: &str) -> String {
    let words: Vec<&str> = when.split_whitespace().collect();
    words.join(" ").replace('"', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Asked> {
        let answer = |id: &str, value: &str| Answer {
            value: format!("{id}={value}"),
            label: value.to_owned(),
            ticked: false,
        };
        let question = |id: &str, kind, values: &[&str]| Asked {
            id: id.into(),
            label: id.into(),
            answers: values.iter().map(|value| answer(id, value)).collect(),
            chosen: false,
            kind,
        };
        vec![
            question("lane", Kind::One, &["car", "bike", "walk"]),
            question("harm", Kind::Many, &["tire", "body"]),
            question("hurt", Kind::YesNo, &["true", "false"]),
        ]
    }

    #[test]
    fn what_ticks_can_say_is_ticked_and_written_back_the_same() {
        for (when, ticked) in [
            ("answers.lane == 'bike'", &["lane=bike"][..]),
            ("answers.lane in ['car', 'walk']", &["lane=car", "lane=walk"]),
            ("'tire' in answers.harm", &["harm=tire"]),
            ("('tire' in answers.harm || 'body' in answers.harm)", &["harm=tire", "harm=body"]),
            ("answers.lane == 'car'  &&  answers.hurt == true", &["lane=car", "hurt=true"]),
        ] {
            let shown = shown(asked(), when);
            assert_eq!(shown.written, "", "{when}");
            let all = shown.asked.iter().flat_map(|question| &question.answers);
            let found: Vec<&str> =
                all.filter(|answer| answer.ticked).map(|answer| answer.value.as_str()).collect();
            assert_eq!(found, ticked, "{when}");
            assert_eq!(to_cel(&shown.asked), spaced(when));
        }
    }

    #[test]
    fn what_ticks_cannot_say_stays_as_it_is_written() {
        for when in [
            "answers.lane != 'bike'",
            "answers.depth > 3",
            "answers.lane == 'bike' || answers.hurt == true",
            "!('tire' in answers.harm)",
            "answers.lane == 'boat'",
        ] {
            let shown = shown(asked(), when);
            assert_eq!(shown.written, when);
            assert!(shown.asked.iter().all(|question| !question.chosen), "{when}");
        }
    }
}
