//! What is wrong with a definition of the newer kinds is told with its place and how to mend it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use base::{Clock, IdMaker, Locale, Rng};
use jiff::Timestamp;
use ledger::Actor;
use sample::kinds::PARKING;
use sample::listed;
use serde_json::json;
use services::{Answers, Catalogue, Files, Pack, Severity, check, publish};
use store::testing;

const DATA: &str = "code,en,es\nOAK,Oak,Roble\nASH,Ash,Fresno\n";

/// The sample town with the parking service and a table.
fn town(parking: &str, data: &str) -> Files {
    sample::files(&[
        ("services/parking.toml", parking),
        ("services/parking.md", "Parking."),
        ("services/parking.es.md", "Estacionar."),
        ("data/trees.csv", data),
    ])
}

fn reports(from: &str, to: &str, message: &str) {
    assert!(PARKING.contains(from), "`{from}` is not in the sample");
    let problems = check(&town(&PARKING.replacen(from, to, 1), DATA)).problems;
    let told =
        problems.iter().any(|one| one.severity == Severity::Error && one.message.contains(message));
    assert!(told, "{to}: {}", listed(&problems));
}

const ELIGIBILITY: &str = r#"
[[eligibility.questions]]
id = "lives"
kind = "yesno"
label = { en = "Do you live here?", es = "¿Vive aquí?" }
[[eligibility.questions]]
id = "rent"
kind = "money"
label = { en = "Your rent", es = "Su alquiler" }
[[eligibility.refusals]]
when = "!answers.lives"
because = { en = "It is for residents.", es = "Es para residentes." }
service = "advice"
[[eligibility.refusals]]
when = "answers.rent > 800"
because = { en = "The rent is too high.", es = "El alquiler es demasiado alto." }
"#;

fn with_eligibility() -> String {
    format!("{PARKING}\n{ELIGIBILITY}")
}

/// What is written in the place of what, and what is said of it.
const FAULTS: &[(&str, &str, &str)] = &[
    ("pattern = \"[A-Z]{2}[0-9]{2}[A-Z]{3}\"", "pattern = \"(\"", "not a regular expression"),
    ("example = \"12345678\"", "example = \"1\"", "is not taken itself"),
    ("checksum = \"luhn\"", "checksum = \"lun\"", "there is no checksum `lun`"),
    ("checksum = \"luhn\"\n", "", "nothing says what this identifier looks like"),
    (
        "countries = [\"ES\", \"DE\"]",
        "countries = [\"US\"]",
        "no country with such account numbers",
    ),
    ("max_days = 30", "max_days = 0", "`max_days` must be from 1"),
    ("min = \"08:00\"", "min = \"8 o'clock\"", "is no time"),
    ("min = \"08:00\"", "min = \"21:00\"", "`max` is below `min`"),
    ("min = 0\nmax = 100000", "min = 5\nmax = 1", "`max` is below `min`"),
    ("default = \"1000\"", "currency = \"Dollar\"", "is no currency"),
    ("default = \"1000\"", "default = \"'much'\"", "must be a number, but this is a text"),
    (
        "kind = \"signature\"",
        "kind = \"signature\"\ndefault = \"'Ana'\"",
        "cannot begin with an answer",
    ),
    ("max = 3\n", "max = 51\n", "a group has from 1 to 50 rows"),
    ("min = 0\nmax = 3", "min = 4\nmax = 3", "a group has from 1 to 50 rows"),
    (
        "kind = \"number\"\nlabel = { en = \"Age\"",
        "kind = \"photos\"\nlabel = { en = \"Age\"",
        "cannot be asked in a group",
    ),
    (
        "text = { en = \"All this is true.\", es = \"Todo esto es verdad.\" }\n",
        "",
        "`text` is missing",
    ),
    ("row.age >= 6", "row.agee >= 6", "the group asks no `agee` before this; did you mean `age`?"),
    ("row.age >= 6", "row.school == 'x'", "the group asks no `school` before this"),
    ("row.age >= 6", "row.age == 'six'", "never equal"),
    ("answers.income < 100", "row.income < 100", "known only inside a group"),
    ("answers.income < 100", "answers.income < 'x'", "no order"),
    ("answers.stay.from ==", "answers.stay.start ==", "there are from, to, days"),
    ("answers.stay.days * 2.5", "answers.stay.days * 2", "decimal point"),
    ("answers.stay.days * 2.5", "'x' + answers.plate + 'y'", "does not work"),
    (
        "answers.children.all(c, c.age < 6)",
        "answers.children.all(c, c.old < 6)",
        "there are name, age, school",
    ),
    ("answers.children.all(c, c.age < 6)", "answers.children.all(c, c.age)", "yes or no is needed"),
    ("answers.children.all(c, c.age < 6)", "sum(answers.children)", "a list of numbers"),
    ("answers.children.all(c, c.age < 6)", "answers.signed.name == 'x'", "is asked later"),
    (
        "when = \"answers.stay.from == '2026-12-25'\"",
        "when = \"answers.income > 1\"",
        "is asked later",
    ),
    ("kind = \"vehicle\"", "kind = \"vehicle\"\npublic = true", "must never be public"),
    (
        "result = \"yesno\"\nlabel = { en = \"All young\", es = \"Todos pequeños\" }\nvalue = \
         \"answers.children.all(c, c.age < 6)\"",
        "result = \"text\"\npublic = true\nlabel = { en = \"All young\", es = \"Todos pequeños\" }\nvalue = \
         \"answers.plate\"",
        "worked out from what tells who somebody is",
    ),
    ("kind = \"vehicle\"", "kind = \"vehicel\"", "no kind of question `vehicel`"),
    (
        "kind = \"vehicle\"\n",
        "kind = \"dataset\"\ndata = \"tree\"\n",
        "there is no sound data set `tree`",
    ),
];

#[test]
fn faults_of_the_newer_kinds_are_reported() {
    for (from, to, message) in FAULTS {
        reports(from, to, message);
    }
}

#[test]
fn a_check_before_the_form_asks_little_and_leads_on() {
    let sound = with_eligibility();
    let pack = Pack::load(&town(&sound, DATA)).unwrap_or_else(|all| panic!("{}", listed(&all)));
    let asks = pack.service("parking").unwrap().definition.eligibility.clone().unwrap();
    let refused = |answers: serde_json::Value| {
        let refusal = asks.refusal(&Answers::try_from(answers).unwrap());
        refusal.map(|refusal| refusal.because.get(Locale::EN).to_owned())
    };
    assert_eq!(refused(json!({ "lives": false })).as_deref(), Some("It is for residents."));
    let rent = |minor: i64| json!({ "lives": true, "rent": { "minor": minor, "currency": "USD" } });
    assert_eq!(refused(rent(80_001)).as_deref(), Some("The rent is too high."));
    assert_eq!(refused(rent(80_000)), None);
    for (from, to, message) in [
        ("kind = \"yesno\"", "kind = \"email\"", "cannot be asked before the form"),
        ("service = \"advice\"", "service = \"advise\"", "there is no service `advise`"),
        ("!answers.lives", "!answers.life", "there is no question `life`"),
        ("answers.rent > 800", "answers.plate == 'x'", "there is no question `plate`"),
    ] {
        let problems =
            check(&town(&format!("{PARKING}\n{}", ELIGIBILITY.replacen(from, to, 1)), DATA))
                .problems;
        assert!(listed(&problems).contains(message), "{to}: {}", listed(&problems));
    }
}

#[test]
fn a_faulty_table_is_told_with_its_line() {
    let problems = check(&town(PARKING, "code,en\nOAK,Oak\nOAK,Ash\n")).problems;
    let told = listed(&problems);
    assert!(
        told.contains("the code `OAK` is there twice") && told.contains("data/trees.csv:3:1"),
        "{told}"
    );
    let bytes = [("data/trees.csv".to_owned(), vec![0xff, 0xfe])];
    let problems = check(&bytes.into_iter().collect::<Files>()).problems;
    assert!(listed(&problems).contains("not UTF-8"));
}

#[test]
fn each_version_keeps_the_table_that_it_was_published_with() {
    let species = "kind = \"dataset\"\ndata = \"trees\"\n";
    let parking = PARKING.replacen("kind = \"vehicle\"\n", species, 1);
    let parking =
        parking.replacen("example = \"AB12 CDE\"\npattern = \"[A-Z]{2}[0-9]{2}[A-Z]{3}\"\n", "", 1);
    for db in testing::databases() {
        let ids = std::sync::Arc::new(IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 1));
        for data in
            [DATA, "code,en,es\nOAK,English oak,Roble\n", "code,en,es\nOAK,English oak,Roble\n"]
        {
            let (pack, ids) = (Pack::load(&town(&parking, data)).unwrap(), ids.clone());
            db.write_blocking(move |tx| {
                publish(
                    tx,
                    &pack,
                    Actor::System("test"),
                    Timestamp::UNIX_EPOCH,
                    &ids,
                    &Rng::seeded(1),
                )
            })
            .unwrap();
        }
        let found = db.read_blocking(|tx| {
            let catalogue = Catalogue::load(tx)?;
            let version = catalogue.get("parking").map(|service| service.version);
            let read = |service: &services::Service| {
                let row = service
                    .form()
                    .question("plate")
                    .and_then(|one| one.kind.data_set()?.find("OAK"));
                row.map(|row| row.name(Locale::EN).to_owned())
            };
            let old = catalogue.version(tx, "parking", 1)?.and_then(|service| read(&service));
            let new = catalogue.get("parking").and_then(|service| read(&service));
            Ok::<_, services::CatalogueError>((version, old, new))
        });
        let found = found.unwrap();
        assert_eq!(found, (Some(2), Some("Oak".to_owned()), Some("English oak".to_owned())));
    }
}
