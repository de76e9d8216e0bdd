//! Everyday words find the right service first.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use base::Locale;
use search::{ServiceDocument, ServiceIndex, ServiceText};

fn service(
    id: &str,
    weight: f32,
    english: (&str, &[&str], &str),
    spanish: (&str, &[&str]),
) -> ServiceDocument {
    let text = |name: &str, synonyms: &[&str], summary: &str| ServiceText {
        name: name.into(),
        synonyms: synonyms.iter().map(|word| (*word).into()).collect(),
        summary: summary.into(),
        ..ServiceText::default()
    };
    let texts = vec![
        (Locale::EN, text(english.0, english.1, english.2)),
        (Locale::ES, text(spanish.0, spanish.1, "")),
    ];
    ServiceDocument { id: id.into(), texts, weight }
}

fn town() -> ServiceIndex {
    let mut services = works();
    services.extend(others());
    ServiceIndex::build(&services).unwrap()
}

fn works() -> Vec<ServiceDocument> {
    vec![
        service(
            "pothole",
            1.0,
            (
                "Report a pothole",
                &["hole in road", "pot hole", "crater"],
                "A hole in the street that cars can fall into.",
            ),
            ("Avisar de un bache", &["hoyo en la calle", "hueco"]),
        ),
        service(
            "street-light",
            1.0,
            (
                "Report a street light that is out",
                &["lamp", "dark street"],
                "A street light that does not work.",
            ),
            ("Avisar de una farola apagada", &["luz de la calle", "alumbrado"]),
        ),
        service(
            "street-cleaning",
            0.0,
            ("Ask for street cleaning", &["dirty street", "sweep"], "The street is dirty."),
            ("Pedir limpieza de la calle", &["calle sucia"]),
        ),
        service(
            "missed-trash",
            1.0,
            (
                "Report missed trash collection",
                &["bin not emptied", "bin", "garbage", "rubbish"],
                "We did not empty your bin.",
            ),
            ("Avisar de basura no recogida", &["basura", "no recogieron"]),
        ),
        service(
            "large-item",
            0.0,
            (
                "Book a large item collection",
                &["sofa", "mattress", "bulky waste"],
                "We take away furniture.",
            ),
            ("Pedir la recogida de un objeto grande", &["colchón", "muebles"]),
        ),
    ]
}

fn others() -> Vec<ServiceDocument> {
    vec![
        service(
            "rodents",
            0.5,
            (
                "Report rats or mice",
                &["rodents", "vermin", "pest"],
                "Rats in the street or in your home.",
            ),
            ("Avisar de ratas o ratones", &["roedores", "plaga"]),
        ),
        service(
            "graffiti",
            0.5,
            ("Report graffiti", &["tagging", "spray paint"], "Paint on a wall."),
            ("Avisar de un grafiti", &["pintadas"]),
        ),
        service(
            "marriage",
            0.0,
            ("Get married", &["wedding", "marriage license"], "Apply to be married."),
            ("Casarse", &["boda", "matrimonio"]),
        ),
    ]
}

#[test]
fn everyday_words_and_slips_find_the_right_service_first() {
    let town = town();
    for (query, locale, id) in [
        ("hole in road", Locale::EN, "pothole"),
        ("there is a big hole in my road", Locale::EN, "pothole"),
        ("pothol", Locale::EN, "pothole"),
        ("potholes", Locale::EN, "pothole"),
        ("pot hole", Locale::EN, "pothole"),
        ("phothole", Locale::EN, "pothole"),
        ("bin", Locale::EN, "missed-trash"),
        ("bins", Locale::EN, "missed-trash"),
        ("rats", Locale::EN, "rodents"),
        ("rat", Locale::EN, "rodents"),
        ("street lite", Locale::EN, "street-light"),
        ("streetlight", Locale::EN, "street-light"),
        ("grafitti", Locale::EN, "graffiti"),
        ("matress", Locale::EN, "large-item"),
        ("garb", Locale::EN, "missed-trash"),
        ("wed", Locale::EN, "marriage"),
        ("hoyo", Locale::ES, "pothole"),
        ("oyo", Locale::ES, "pothole"),
        ("basura", Locale::ES, "missed-trash"),
        ("vasura", Locale::ES, "missed-trash"),
        ("colchon", Locale::ES, "large-item"),
        ("basura", Locale::EN, "missed-trash"),
        ("pothole", Locale::ES, "pothole"),
    ] {
        let hits = town.find(query, locale, 5);
        let first = hits.first().map(|hit| hit.id.as_str());
        assert_eq!(first, Some(id), "{query}: {hits:?}");
    }
}

#[test]
fn words_that_only_look_alike_stay_out_where_the_word_itself_is_found() {
    let arts = service(
        "arts",
        0.0,
        ("Find arts events", &["arts", "concert"], "What is on in theaters and parks."),
        ("Encontrar actos", &["arte"]),
    );
    let mut services = works();
    services.extend(others());
    services.push(arts);
    let index = ServiceIndex::build(&services).unwrap();
    let found: Vec<String> =
        index.find("rats in the alley", Locale::EN, 20).into_iter().map(|hit| hit.id).collect();
    assert_eq!(found.first().map(String::as_str), Some("rodents"));
    assert!(!found.contains(&"arts".to_owned()), "{found:?}");
    let slip = index.find("atrs", Locale::EN, 20);
    assert_eq!(slip[0].id, "arts", "alone, a word that looks alike is better than nothing");
}

#[test]
fn nothing_typed_finds_nothing_and_nonsense_is_no_error() {
    let town = town();
    for query in [
        "",
        "   ",
        "\0",
        "*",
        "\"",
        "((((",
        "a AND OR NOT",
        "field:value",
        "^~",
        "💡",
        &"x".repeat(10_000),
        &"word ".repeat(5_000),
    ] {
        town.find(query, Locale::EN, 10);
    }
    assert!(town.find("", Locale::EN, 10).is_empty());
    assert!(town.find("zzzzqqq", Locale::EN, 10).is_empty());
}

#[test]
fn an_empty_catalogue_finds_nothing() {
    assert!(ServiceIndex::build(&[]).unwrap().find("bin", Locale::EN, 5).is_empty());
}
