//! A small town for tests: three services, one workflow.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod kinds;

use services::{Answers, Checked, Files, Form, Pack, check};

pub const PACK: &str = r#"
name = { en = "Sample town", es = "Ciudad de muestra" }

[[topics]]
id = "streets"
name = { en = "Streets", es = "Calles" }
summary = { en = "Roads and lights.", es = "Calles y luces." }

[[topics]]
id = "empty"
name = { en = "Nothing yet", es = "Nada" }
summary = { en = "Empty.", es = "Vacío." }

[departments]
works = { en = "Works", es = "Obras" }

[teams]
roads = { name = { en = "Roads", es = "Calles" }, department = "works" }
roads-south = { name = { en = "Roads, South", es = "Calles, Sur" }, department = "works" }

[[form.pages]]
id = "about"
title = { en = "What is it about?", es = "¿De qué se trata?" }
[[form.pages.questions]]
id = "about"
kind = "longtext"
label = { en = "Tell us", es = "Cuéntenos" }

[opening]
time_zone = "America/New_York"
[opening.hours]
monday = { from = "08:30", to = "17:00" }
[[opening.holidays]]
date = "2026-01-01"
name = { en = "New Year's Day", es = "Año Nuevo" }
"#;

pub const POTHOLE: &str = r#"
id = "pothole"
name = { en = "Report a pothole", es = "Avisar de un bache" }
summary = { en = "A hole in the road.", es = "Un hoyo en la calle." }
topic = "streets"
department = "works"
audience = ["residents"]
kind = "report"
synonyms = { en = ["hole in road"], es = ["hoyo"] }
source_type = "Pothole Repair (Internal)"
popular = true
public = true
cost = { en = "Free", es = "Gratis" }
workflow = "field-work"
team = "roads"
retention_months = 24

[promise]
amount = 3
unit = "working-days"

[nearby]
radius_m = 60
days = 60

[[routing]]
when = "answers.place.district == 'south'"
team = "roads-south"

[[pages]]
id = "where"
title = { en = "Where is it?", es = "¿Dónde está?" }
[[pages.questions]]
id = "place"
kind = "place"
label = { en = "The place", es = "El lugar" }
public = true

[[pages]]
id = "hole"
title = { en = "The hole", es = "El bache" }
[[pages.questions]]
id = "size"
kind = "one"
label = { en = "How large is it?", es = "¿Qué tamaño tiene?" }
public = true
options = [
    { value = "small", label = { en = "Small", es = "Pequeño" } },
    { value = "large", label = { en = "Large", es = "Grande" } },
]
[[pages.questions]]
id = "depth"
kind = "number"
label = { en = "How deep is it?", es = "¿Qué profundidad tiene?" }
unit = { en = "cm", es = "cm" }
min = 1
max = 200
when = "answers.size == 'large'"
[[pages.questions]]
id = "harm"
kind = "yesno"
label = { en = "Was somebody hurt?", es = "¿Hubo heridos?" }
required = false

[[pages]]
id = "harm"
title = { en = "What happened?", es = "¿Qué pasó?" }
when = "answers.harm"
[[pages.questions]]
id = "day"
kind = "date"
label = { en = "When was it?", es = "¿Cuándo fue?" }
min = "today-30"
max = "today"
[[pages.questions]]
id = "what"
kind = "longtext"
label = { en = "Tell us what happened", es = "Cuéntenos qué pasó" }
max_length = 50
public = true

[[pages]]
id = "more"
title = { en = "More", es = "Más" }
[[pages.questions]]
id = "lanes"
kind = "many"
label = { en = "Which lanes?", es = "¿Qué carriles?" }
required = false
options = [
    { value = "car", label = { en = "Car", es = "Coche" } },
    { value = "bike", label = { en = "Bicycle", es = "Bicicleta" } },
    { value = "bus", label = { en = "Bus", es = "Autobús" }, when = "answers.size == 'large'" },
]
[[pages.questions]]
id = "photos"
kind = "photos"
label = { en = "Photos", es = "Fotos" }
required = false
max = 2
public = true
"#;

pub const PERMIT: &str = r#"
id = "permit"
name = { en = "Apply for a permit", es = "Pedir un permiso" }
summary = { en = "A permit.", es = "Un permiso." }
topic = "streets"
department = "works"
audience = ["businesses"]
kind = "apply"
cost = { en = "Free", es = "Gratis" }
workflow = "field-work"
team = "roads"
retention_months = 24
promise = { amount = 20, unit = "days" }
"#;

pub const ADVICE: &str = r#"
id = "advice"
name = { en = "Ávoid ice on the road", es = "Evitar el hielo" }
summary = { en = "How to.", es = "Cómo." }
topic = "streets"
department = "works"
audience = ["residents"]
kind = "information"
cost = { en = "Free", es = "Gratis" }
"#;

pub const WORKFLOW: &str = r#"
id = "field-work"
initial = "received"
states = [
    { id = "received", phase = "open", clock = "staff", name = { en = "Received", es = "Recibido" }, next = { en = "We look.", es = "Miramos." } },
    { id = "waiting", phase = "waiting", clock = "resident", name = { en = "Waiting for you", es = "Esperamos" }, next = { en = "Answer.", es = "Conteste." }, public_name = { en = "Waiting for an answer", es = "Esperamos respuesta" }, public_next = { en = "We asked them.", es = "Les preguntamos." } },
    { id = "closed", phase = "closed", clock = "stopped", name = { en = "Closed", es = "Cerrado" }, next = { en = "Nothing.", es = "Nada." } },
]
transitions = [
    { id = "ask", from = ["received"], to = "waiting", name = { en = "Ask", es = "Preguntar" }, who = ["caseworker"] },
    { id = "answered", from = ["waiting"], to = "received", name = { en = "Answered", es = "Contestado" }, who = ["resident"] },
    { id = "close", from = ["received", "waiting"], to = "closed", name = { en = "Close", es = "Cerrar" }, who = ["caseworker"], reason = "optional" },
    { id = "withdraw", from = ["received", "waiting"], to = "closed", name = { en = "Withdraw", es = "Retirar" }, who = ["resident"] },
    { id = "reopen", from = ["closed"], to = "received", name = { en = "Reopen", es = "Reabrir" }, who = ["resident"], reason = "required" },
]
outcomes = [ { id = "done", name = { en = "Done", es = "Hecho" }, message = { en = "It is done.", es = "Está hecho." } } ]
reminders = [ { at = 0.8, to = "assignee" } ]
"#;

/// The files of the sample town, some of them replaced or added.
pub fn files(changes: &[(&str, &str)]) -> Files {
    let mut files = vec![
        ("pack.toml", PACK),
        ("workflows/field-work.toml", WORKFLOW),
        ("services/pothole.toml", POTHOLE),
        ("services/pothole.md", "# Potholes\n\nWe fill them."),
        ("services/pothole.es.md", "Los tapamos."),
        ("services/permit.toml", PERMIT),
        ("services/permit.md", "Permits."),
        ("services/permit.es.md", "Permisos."),
        ("services/advice.toml", ADVICE),
        ("services/advice.md", "Walk slowly."),
        ("services/advice.es.md", "Camine despacio."),
    ];
    files.retain(|(path, _)| !changes.iter().any(|(changed, _)| changed == path));
    files.extend(changes.iter().filter(|(_, text)| !text.is_empty()));
    files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

pub fn pack() -> Pack {
    match Pack::load(&files(&[])) {
        Ok(pack) => pack,
        Err(problems) => panic!("{}", listed(&problems)),
    }
}

/// The sample town with a part of one file replaced.
pub fn checked(path: &str, original: &str, from: &str, to: &str) -> Checked {
    assert!(original.contains(from), "`{from}` is not in {path}");
    check(&files(&[(path, &original.replacen(from, to, 1))]))
}

pub fn listed(problems: &[services::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The form of the sample town's pothole service.
pub fn form() -> Form {
    pack().service("pothole").unwrap().definition.form.clone()
}

/// An answer to each of its questions.
pub fn full() -> Answers {
    Answers::try_from(serde_json::json!({
        "place": { "lon": -71.06, "lat": 42.36, "address": "1 High St", "district": "south" },
        "size": "large", "depth": 12.5, "harm": true, "day": "2026-02-28", "what": "Fell", "lanes": ["car", "bus"],
        "photos": ["17"], "contact": { "name": "Ana", "email": "ana@example.org", "phone": "" },
    }))
    .unwrap()
}
