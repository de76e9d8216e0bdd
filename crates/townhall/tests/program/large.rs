//! A service with five hundred questions is asked, answered and kept.

use std::fmt::Write;
use std::fs;

use crate::browser::Visitor;
use crate::mailbox::Mailbox;
use crate::nodes::serve;
use crate::process::{Ended, Place, program};
use crate::town::write_pack;

const PAGES: usize = 25;
const ON_A_PAGE: usize = 20;
/// The most that a page may ask.
const MOST: usize = 30;
/// How much more memory it may take, in megabytes.
const MORE_MB: u64 = 100;

/// Writes a pack with a long service; gives its folder.
fn pack(place: &Place, pages: usize, on_a_page: usize) -> String {
    let folder = place.folder.path().join("pack");
    write_pack(&folder);
    let mut text = String::from(
        r#"id = "survey"
name = { en = "Answer the survey", es = "Responda a la encuesta" }
summary = { en = "A long one.", es = "Una larga." }
topic = "streets"
department = "works"
audience = ["residents"]
kind = "report"
cost = { en = "Free", es = "Gratis" }
workflow = "field-work"
team = "roads"
retention_months = 24

[promise]
amount = 3
unit = "working-days"
"#,
    );
    for page in 0..pages {
        let title = format!("{{ en = \"Part {page}\", es = \"Parte {page}\" }}");
        write!(text, "\n[[pages]]\nid = \"part-{page}\"\ntitle = {title}\n").unwrap();
        for number in page * on_a_page..(page + 1) * on_a_page {
            let label = format!("{{ en = \"Question {number}\", es = \"Pregunta {number}\" }}");
            let (kind, more) = match number % 3 {
                0 => ("number", "min = 0\nmax = 1000\n"),
                1 => ("text", ""),
                _ if number > 3 => ("text", "when = \"answers.q1 != ''\"\n"),
                _ => ("text", ""),
            };
            write!(
                text,
                "[[pages.questions]]\nid = \"q{number}\"\nkind = \"{kind}\"\nlabel = {label}\n{more}"
            )
            .unwrap();
        }
    }
    fs::write(folder.join("services/survey.toml"), text).unwrap();
    for end in ["md", "es.md"] {
        fs::write(folder.join(format!("services/survey.{end}")), "How it works.").unwrap();
    }
    folder.display().to_string()
}

#[test]
fn five_hundred_questions_are_asked_answered_and_kept() {
    let place = Place::sqlite();
    let pack = pack(&place, PAGES, ON_A_PAGE);
    let loaded = place.run(&["service", "load", &pack]);
    assert_eq!(loaded.code, Some(0), "{loaded:?}");
    let mailbox = Mailbox::open();
    let town = serve(&place, &mailbox.address(), &[]);
    let before = town.memory_mb();
    let mut resident = Visitor::new(town.address);
    let token = resident.token("/services/survey").unwrap();
    let mut page = resident.submit(&token, "/services/survey/start", &[]).unwrap().location();
    for part in 0..PAGES {
        assert!(page.ends_with(&format!("/part-{part}")), "{page}");
        let named: Vec<_> = (part * ON_A_PAGE..(part + 1) * ON_A_PAGE)
            .map(|number| (format!("q{number}"), format!("{number}")))
            .collect();
        let fields: Vec<_> = named.iter().map(|(name, value)| (&**name, &**value)).collect();
        let saved = resident.submit(&token, &page, &fields).unwrap();
        assert_eq!(saved.status, 303, "{}", saved.body);
        page = saved.location();
        assert_eq!(town.get("/").status, 200, "others are served in between");
    }
    let contact = [("contact-name", "Ada Example"), ("contact-email", "ada@example.org")];
    let check = resident.submit(&token, &page, &contact).unwrap().location();
    let all = resident.get(&check).body;
    for number in 0..PAGES * ON_A_PAGE {
        assert!(all.contains(&format!("Question {number}<")), "question {number} is not shown");
    }
    let sent = resident.submit(&token, &check, &[]).unwrap();
    assert!(sent.status == 303 && sent.location().ends_with("/done"), "{sent:?}");
    let more = town.memory_mb().saturating_sub(before);
    assert!(more < MORE_MB, "{more} MB more");
}

#[test]
fn more_questions_on_a_page_than_a_form_can_send_are_refused_when_the_definition_is_checked() {
    let place = Place::sqlite();
    let checked = |on_a_page| {
        let pack = pack(&place, 1, on_a_page);
        Ended::of(program().args(["service", "check", &pack]))
    };
    assert_eq!(checked(MOST).code, Some(0));
    let refused = checked(MOST + 1);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.contains("has 31 entries; at most 30 are allowed"), "{refused:?}");
}
