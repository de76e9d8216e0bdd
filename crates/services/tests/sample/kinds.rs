//! A service that asks every kind of question.

use base::Locale;
use jiff::civil::date;
use serde_json::{Value, json};
use services::form::{Context, NoMap};
use services::{Answers, Form, Pack};

pub const PARKING: &str = r#"
id = "parking"
name = { en = "Apply for a permit", es = "Solicitar un permiso" }
summary = { en = "To park.", es = "Para estacionar." }
topic = "streets"
department = "works"
audience = ["residents"]
kind = "apply"
cost = { en = "It depends", es = "Depende" }
workflow = "field-work"
team = "roads"
retention_months = 24
promise = { amount = 3, unit = "working-days" }

[[pages]]
id = "car"
title = { en = "The car", es = "El coche" }
[[pages.questions]]
id = "intro"
kind = "content"
label = { en = "About you", es = "Sobre usted" }
body = { en = "Have your **papers** ready.", es = "Tenga sus **papeles** a mano." }
[[pages.questions]]
id = "plate"
kind = "vehicle"
label = { en = "Plate", es = "Matrícula" }
example = "AB12 CDE"
pattern = "[A-Z]{2}[0-9]{2}[A-Z]{3}"
[[pages.questions]]
id = "stay"
kind = "period"
label = { en = "How long", es = "Cuánto tiempo" }
min = "today"
max = "today+400"
max_days = 30
[[pages.questions.checks]]
when = "answers.stay.from == '2026-12-25'"
message = { en = "Nobody parks on Christmas Day", es = "Nadie estaciona en Navidad" }
[[pages.questions]]
id = "arrive"
kind = "time"
label = { en = "From when", es = "Desde cuándo" }
min = "08:00"
max = "20:00"

[[pages]]
id = "money"
title = { en = "Money", es = "Dinero" }
[[pages.questions]]
id = "income"
kind = "money"
label = { en = "Income", es = "Ingresos" }
min = 0
max = 100000
default = "1000"
[[pages.questions]]
id = "account"
kind = "iban"
label = { en = "Account", es = "Cuenta" }
countries = ["ES", "DE"]
required = false
required_when = "answers.income < 100"
[[pages.questions]]
id = "firm"
kind = "organisation"
label = { en = "Firm", es = "Empresa" }
required = false
pattern = "[0-9]{8}"
example = "12345678"
[[pages.questions]]
id = "code"
kind = "identifier"
label = { en = "Code", es = "Código" }
checksum = "luhn"
required = false

[[pages]]
id = "children"
title = { en = "Children", es = "Hijos" }
[[pages.questions]]
id = "children"
kind = "group"
label = { en = "Your children", es = "Sus hijos" }
row = { en = "Child", es = "Hijo" }
min = 0
max = 3
[[pages.questions.questions]]
id = "name"
kind = "text"
label = { en = "Name", es = "Nombre" }
[[pages.questions.questions]]
id = "age"
kind = "number"
label = { en = "Age", es = "Edad" }
min = 0
max = 17
[[pages.questions.questions]]
id = "school"
kind = "text"
label = { en = "School", es = "Escuela" }
when = "row.age >= 6"
[[pages.questions.questions.checks]]
when = "row.school == row.name"
message = { en = "A school has another name", es = "Una escuela tiene otro nombre" }

[[pages]]
id = "end"
title = { en = "The end", es = "El final" }
[[pages.questions]]
id = "fee"
kind = "calculated"
label = { en = "The fee", es = "La tasa" }
result = "money"
value = "answers.stay.days * 2.5 + sum(answers.children.map(c, c.age))"
[[pages.questions]]
id = "young"
kind = "calculated"
result = "yesno"
label = { en = "All young", es = "Todos pequeños" }
value = "answers.children.all(c, c.age < 6)"
[[pages.questions]]
id = "true"
kind = "declaration"
label = { en = "Declaration", es = "Declaración" }
text = { en = "All this is true.", es = "Todo esto es verdad." }
[[pages.questions]]
id = "signed"
kind = "signature"
label = { en = "Signature", es = "Firma" }

[[pages]]
id = "contact"
title = { en = "You", es = "Usted" }
[[pages.questions]]
id = "contact"
kind = "contact"
label = { en = "Contact", es = "Contacto" }
"#;

pub fn form() -> Form {
    let files = super::files(&[
        ("services/parking.toml", PARKING),
        ("services/parking.md", "Parking."),
        ("services/parking.es.md", "Estacionar."),
    ]);
    match Pack::load(&files) {
        Ok(pack) => pack.service("parking").unwrap().definition.form.clone(),
        Err(problems) => panic!("{}", super::listed(&problems)),
    }
}

pub fn context() -> Context<'static> {
    Context { locale: Locale::EN, today: date(2026, 12, 1), map: &NoMap }
}

pub fn answers(json: Value) -> Answers {
    Answers::try_from(json).unwrap()
}

pub fn full() -> Value {
    json!({
        "plate": "AB12CDE", "stay": { "from": "2026-12-10", "to": "2026-12-12", "days": 3 }, "arrive": "18:30",
        "income": { "minor": 5_000, "currency": "USD" }, "account": "ES9121000418450200051332",
        "firm": { "name": "Flor", "number": "12345678" }, "code": "17893729974",
        "children": [
            { "name": "Ana", "age": 4.0, "school": null }, { "name": "Ben", "age": 7.0, "school": "Oak" },
        ],
        "fee": { "minor": 1_850, "currency": "USD" }, "young": false,
        "true": { "agreed": true, "text": "All this is true.", "language": "en" },
        "signed": { "name": "Ana Ruiz", "at": "2026-12-01T10:00:00Z" },
    })
}
