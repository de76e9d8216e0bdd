//! What residents type becomes answers, or messages at the fields.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use base::Locale;
use base::geo::Point;
use jiff::civil::date;
use sample::{form, full, pack};
use serde_json::json;
use services::form::{Context, FieldError, Located, NoMap, Raw, RowValue, Step, TownMap};
use services::{Answers, Form};

fn context() -> Context<'static> {
    Context { locale: Locale::EN, today: date(2026, 3, 1), map: &NoMap }
}

fn raw(fields: &[(&str, &str)]) -> Raw {
    fields.iter().copied().collect()
}

fn answers(json: serde_json::Value) -> Answers {
    Answers::try_from(json).unwrap()
}

fn check(
    page: &str,
    fields: &[(&str, &str)],
    earlier: serde_json::Value,
) -> Result<Answers, Vec<FieldError>> {
    let form = form();
    form.check_page(form.page(page).unwrap(), &raw(fields), &answers(earlier), context())
}

fn errors(
    page: &str,
    fields: &[(&str, &str)],
    earlier: serde_json::Value,
) -> Vec<(String, &'static str)> {
    let errors = check(page, fields, earlier).unwrap_err();
    errors.into_iter().map(|error| (error.field, error.key)).collect()
}

#[test]
fn good_answers_of_every_kind_are_taken() {
    assert_eq!(
        check(
            "where",
            &[("place-lon", "-71.06"), ("place-lat", "42.36"), ("place-address", " 1  High St ")],
            json!({})
        )
        .unwrap(),
        answers(
            json!({ "place": { "lon": -71.06, "lat": 42.36, "address": "1 High St", "district": null } })
        )
    );
    assert_eq!(
        check("hole", &[("size", "large"), ("depth", "12,5"), ("harm", "yes")], json!({})).unwrap(),
        answers(json!({ "size": "large", "depth": 12.5, "harm": true }))
    );
    let hurt = json!({ "size": "large", "harm": true });
    assert_eq!(
        check(
            "harm",
            &[
                ("day-day", "28"),
                ("day-month", "feb"),
                ("day-year", "2026"),
                ("what", "a\r\n\r\n\r\nb ")
            ],
            hurt.clone()
        )
        .unwrap(),
        answers(json!({ "day": "2026-02-28", "what": "a\n\nb" }))
    );
    assert_eq!(
        check(
            "more",
            &[("lanes", "bus"), ("lanes", "car"), ("photos", "17"), ("photos", "17")],
            hurt
        )
        .unwrap(),
        answers(json!({ "lanes": ["car", "bus"], "photos": ["17"] }))
    );
    assert_eq!(
        check(
            "contact",
            &[("contact-name", "Ana"), ("contact-email", "Ana@Example.org")],
            json!({})
        )
        .unwrap(),
        answers(json!({ "contact": { "name": "Ana", "email": "Ana@example.org", "phone": "" } }))
    );
    assert!(check("contact", &[], json!({})).unwrap().is_empty(), "a report may be anonymous");
}

fn one(field: &str, key: &'static str) -> Vec<(String, &'static str)> {
    vec![(field.to_owned(), key)]
}

#[test]
fn bad_answers_get_a_message_at_their_field() {
    assert_eq!(errors("where", &[], json!({})), one("place-address", "form-missing-place"));
    assert_eq!(
        errors("where", &[("place-lon", "999"), ("place-lat", "1")], json!({})),
        one("place-address", "form-place")
    );
    assert_eq!(
        errors("where", &[("place-lon", "NaN"), ("place-lat", "1")], json!({})),
        one("place-address", "form-place")
    );
    assert_eq!(
        errors("where", &[("place-lon", "1")], json!({})),
        one("place-address", "form-place")
    );
    assert_eq!(
        errors("where", &[("place-address", "x\0y")], json!({})),
        one("place-address", "form-hidden-character")
    );
    assert_eq!(errors("hole", &[], json!({})), one("size", "form-missing-one"));
    assert_eq!(errors("hole", &[("size", "huge")], json!({})), one("size", "form-option"));
    assert_eq!(
        errors("hole", &[("size", "small"), ("size", "large")], json!({})),
        one("size", "form-twice")
    );
    assert_eq!(
        errors("hole", &[("size", "large")], json!({})),
        one("depth", "form-missing-number")
    );
    assert_eq!(
        errors("hole", &[("size", "large"), ("depth", "deep")], json!({})),
        one("depth", "form-number")
    );
    assert_eq!(
        errors("hole", &[("size", "large"), ("depth", "0")], json!({})),
        one("depth", "form-number-min")
    );
    assert_eq!(
        errors("hole", &[("size", "large"), ("depth", "201")], json!({})),
        one("depth", "form-number-max")
    );
    assert_eq!(
        errors("hole", &[("size", "small"), ("harm", "maybe")], json!({})),
        one("harm", "form-option")
    );
}

#[test]
fn bad_dates_and_longer_answers_get_a_message_too() {
    for (day, month, year, field, key) in [
        ("", "", "", "day-day", "form-missing-date"),
        ("1", "", "2026", "day-month", "form-date-part"),
        ("x", "2", "2026", "day-day", "form-date"),
        ("1", "13.", "2026", "day-month", "form-date"),
        ("1", "2", "26", "day-year", "form-date"),
        ("29", "2", "2026", "day-day", "form-date-real"),
        ("2", "3", "2026", "day-day", "form-date-max"),
        ("1", "1", "2026", "day-day", "form-date-min"),
    ] {
        let fields = [("day-day", day), ("day-month", month), ("day-year", year), ("what", "x")];
        assert_eq!(
            errors("harm", &fields, json!({ "harm": true })),
            one(field, key),
            "{day}.{month}.{year}"
        );
    }
    let long = "x".repeat(51);
    let both =
        [("day-day", "1"), ("day-month", "3"), ("day-year", "2026"), ("what", long.as_str())];
    assert_eq!(errors("harm", &both, json!({ "harm": true })), one("what", "form-too-long"));
    assert_eq!(
        errors("more", &[("lanes", "bus")], json!({ "size": "small" })),
        one("lanes", "form-option")
    );
    assert_eq!(errors("more", &[("photos", "../1")], json!({})), one("photos", "form-photos"));
    assert_eq!(
        errors("more", &[("photos", "1"), ("photos", "2"), ("photos", "3")], json!({})),
        one("photos", "form-photos-max")
    );
    assert_eq!(
        errors("contact", &[("contact-email", "ana"), ("contact-phone", "call me")], json!({})),
        [("contact-email".to_owned(), "form-email"), ("contact-phone".to_owned(), "form-phone")]
    );
}

#[test]
fn an_application_needs_a_way_to_answer() {
    let pack = pack();
    let form = &pack.service("permit").unwrap().definition.form;
    let page = form.page("contact").unwrap();
    let found = form
        .check_page(page, &raw(&[("contact-name", "Ana")]), &Answers::new(), context())
        .unwrap_err();
    assert_eq!((found[0].field.as_str(), found[0].key), ("contact-email", "form-missing-contact"));
    assert!(
        form.check_page(
            page,
            &raw(&[("contact-phone", "617 555 0123")]),
            &Answers::new(),
            context()
        )
        .is_ok()
    );
}

#[test]
fn markup_and_formulas_stay_what_was_typed() {
    let typed = "<b onclick=x> =HYPERLINK(1)";
    let fields = [("day-day", "1"), ("day-month", "3"), ("day-year", "2026"), ("what", typed)];
    let found = check("harm", &fields, json!({ "harm": true })).unwrap();
    assert_eq!(found.text("what"), Some(typed));
    let hidden =
        [("day-day", "1"), ("day-month", "3"), ("day-year", "2026"), ("what", "abc\u{202e}cba")];
    assert_eq!(
        errors("harm", &hidden, json!({ "harm": true })),
        [("what".to_owned(), "form-hidden-character")]
    );
}

struct Map;

impl TownMap for Map {
    fn locate(&self, point: Point) -> Located {
        if point.lon > 0.0 { Located::Outside } else { Located::District("south".to_owned()) }
    }

    fn find(&self, address: &str) -> Option<Point> {
        (address == "1 High St").then_some(Point { lon: -71.0, lat: 42.0 })
    }
}

#[test]
fn the_map_gives_districts_and_finds_addresses() {
    let form = form();
    let page = form.page("where").unwrap();
    let context = Context { map: &Map, ..context() };
    let check =
        |fields: &[(&str, &str)]| form.check_page(page, &raw(fields), &Answers::new(), context);
    let place = check(&[("place-address", "1 High St")]).unwrap().place("place").unwrap();
    assert_eq!((place.point.unwrap().lon, place.district.as_deref()), (-71.0, Some("south")));
    let lost = check(&[("place-address", "by the old oak")]).unwrap().place("place").unwrap();
    assert_eq!(
        (lost.point, lost.address.as_str()),
        (None, "by the old oak"),
        "words alone are a place too"
    );
    let outside = check(&[("place-lon", "5"), ("place-lat", "50")]).unwrap_err();
    assert_eq!(outside[0].key, "form-place-outside");
    let pack = pack();
    let pothole = &pack.service("pothole").unwrap().definition;
    let found = check(&[("place-address", "1 High St")]).unwrap();
    assert_eq!((pothole.route(&found), pothole.route(&Answers::new())), ("roads-south", "roads"));
}

#[test]
fn pages_appear_by_condition_and_lead_on_and_back() {
    let form = form();
    let ids = |json: serde_json::Value| {
        form.pages(&answers(json)).iter().map(|page| page.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(json!({})), ["where", "hole", "more", "contact"]);
    assert_eq!(ids(json!({ "harm": true })), ["where", "hole", "harm", "more", "contact"]);
    let hurt = answers(json!({ "harm": true }));
    let hole = form.page("hole").unwrap();
    assert_eq!(form.next(hole, &hurt), Step::Page(form.page("harm").unwrap()));
    assert_eq!(form.next(hole, &Answers::new()), Step::Page(form.page("more").unwrap()));
    assert_eq!(form.next(form.page("contact").unwrap(), &hurt), Step::Check);
    assert_eq!(form.previous(form.page("more").unwrap(), &hurt), form.page("harm"));
    assert_eq!(form.previous(form.page("where").unwrap(), &hurt), None);
    let asked = form.asked(hole, &Answers::new());
    let depends: Vec<_> =
        asked.iter().map(|asked| (asked.question.id.as_str(), asked.depends.is_some())).collect();
    assert_eq!(
        depends,
        [("size", false), ("depth", true), ("harm", false)],
        "what depends on the same page is shown too"
    );
}

#[test]
fn answers_that_a_change_took_away_are_dropped() {
    let form = form();
    let before = answers(json!({
        "place": { "lon": null, "lat": null, "address": "x", "district": null },
        "size": "small", "depth": 5.0, "harm": false, "day": "2026-02-01", "what": "y", "unknown": 1,
    }));
    let kept: Vec<String> = form.reachable(&before).iter().map(|(id, _)| id.to_owned()).collect();
    assert_eq!(kept, ["place", "size", "harm"]);
    assert_eq!(form.first_unanswered(&before), None);
    let hurt = answers(json!({ "place": before.get("place"), "size": "small", "harm": true }));
    assert_eq!(form.first_unanswered(&hurt).unwrap().id, "harm");
}

#[test]
fn an_emptied_field_is_empty_again() {
    let form = form();
    let page = form.page("hole").unwrap();
    let mut all = answers(json!({ "size": "large", "depth": 5.0, "harm": true }));
    let new = form.check_page(page, &raw(&[("size", "small")]), &all, context()).unwrap();
    form.merge(page, &mut all, &new);
    assert_eq!(all, answers(json!({ "size": "small" })));
}

#[test]
fn the_summary_says_everything_in_the_residents_language() {
    let rows = form().summary(&full(), Locale::ES);
    let said: Vec<(&str, &str)> =
        rows.iter().map(|row| (row.question.as_str(), row.text.as_str())).collect();
    assert_eq!(
        said,
        [
            ("place", "1 High St"),
            ("size", "Grande"),
            ("depth", "12,5 cm"),
            ("harm", "Sí"),
            ("day", "28 de febrero de 2026"),
            ("what", "Fell"),
            ("lanes", "Coche, Autobús"),
            ("photos", "1"),
            ("contact", "Ana, ana@example.org"),
        ]
    );
    assert_eq!(rows[1].label, "¿Qué tamaño tiene?");
    assert_eq!(rows[1].page, "hole");
}

#[test]
fn an_answer_is_listed_under_its_short_name_and_faults_name_the_question() {
    let mut pages = form().all_pages().to_vec();
    let questions = pages.iter_mut().flat_map(|page| &mut page.questions);
    let size = questions.into_iter().find(|question| question.id == "size").unwrap();
    size.short = Some(base::Localized::new("Size"));
    let form = Form::new(pages);
    let rows = form.summary(&full(), Locale::EN);
    assert_eq!(rows.iter().find(|row| row.question == "size").unwrap().label, "Size");
    let page = form.page("hole").unwrap();
    let missing = form.check_page(page, &raw(&[]), &Answers::new(), context()).unwrap_err();
    let size = missing.iter().find(|fault| fault.question == "size").unwrap();
    assert_eq!(size.args[0].1.to_string(), "How large is it?");
}

#[test]
fn the_public_sees_only_what_is_marked_and_never_a_contact() {
    let rows = form().public_preview(&full(), Locale::EN);
    let seen: Vec<&str> = rows.iter().map(|row| row.question.as_str()).collect();
    assert_eq!(seen, ["place", "size", "what", "photos"]);
    let text = serde_json::to_string(&rows).unwrap();
    assert!(!text.contains("ana@example.org") && !text.contains("Ana"), "{text}");
    // Even a definition that was written past the check does not publish contact details.
    let mut pages = form().all_pages().to_vec();
    pages
        .iter_mut()
        .flat_map(|page| &mut page.questions)
        .for_each(|question| question.public = true);
    let seen = Form::new(pages).public_preview(&full(), Locale::EN);
    assert!(seen.iter().all(|row| !matches!(row.value, RowValue::Contact { .. })));
}

#[test]
fn answers_turn_into_fields_and_back() {
    let form = form();
    for locale in Locale::ALL {
        let context = Context { locale, map: &Map, ..context() };
        assert_eq!(form.check_all(&full(), context).unwrap(), full());
    }
    let missing =
        form.check_all(&answers(json!({ "size": 5, "harm": true })), context()).unwrap_err();
    let fields: Vec<&str> = missing.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["place-address", "size"]);
}

#[test]
fn every_message_stands_in_every_language_and_is_used() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    web::check_parts(&[&services::PART], &[source]).unwrap();
}

#[test]
fn what_is_no_text_gets_a_message_and_is_not_taken() {
    let form = form();
    let page = form.page("hole").unwrap();
    for sent in [
        &b"size=large&depth=5&harm=%00yes"[..],
        b"size=large&depth=5&harm=%ff",
        b"size=large&depth=5&harm=yes&harm=%ff",
    ] {
        let sent = Raw::from(&web::Raw::from_urlencoded(sent).unwrap());
        let found = form.check_page(page, &sent, &Answers::new(), context()).unwrap_err();
        assert_eq!(found.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["harm"]);
    }
    let sent = Raw::from(&web::Raw::from_urlencoded(b"size=large&depth=5&csrf=x").unwrap());
    assert!(form.check_page(page, &sent, &Answers::new(), context()).is_ok());
}
