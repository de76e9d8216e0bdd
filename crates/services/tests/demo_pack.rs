//! The pack that the program carries is sound.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use base::{Clock, IdMaker, Locale, Rng};
use ledger::Actor;
use services::{Catalogue, Files, Pack, Severity, publish};
use store::testing;

#[test]
fn whoever_searches_for_danger_is_told_whom_to_call() {
    let pack = Pack::load(&Files::demo()).unwrap();
    let call = |typed: &str| {
        let found = pack.outline.urgent.iter().find(|urgent| urgent.is_meant(typed));
        found.map(|urgent| urgent.phone.clone())
    };
    assert_eq!(call("I smell gas!").as_deref(), Some("911"));
    assert_eq!(call("Emergencia").as_deref(), Some("911"));
    assert_eq!(call("thinking about suicide").as_deref(), Some("988"));
    assert_eq!(call("fireplace wood"), None, "only whole words");
}

#[test]
fn the_demo_pack_has_no_errors() {
    let checked = services::check(&Files::demo());
    let errors: Vec<String> = checked
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{} errors\n{}", errors.len(), errors.join("\n"));
}

#[test]
fn everyday_words_find_the_right_service_of_the_demo_pack_first() {
    let db = testing::databases().into_iter().next().unwrap();
    let clock = Clock::fixed(jiff::Timestamp::UNIX_EPOCH);
    let ids = IdMaker::new(clock.clone(), 1);
    let pack = Pack::load(&Files::demo()).unwrap();
    let catalogue = db
        .write_blocking(move |tx| {
            publish(tx, &pack, Actor::System("test"), clock.now(), &ids, &Rng::seeded(1))?;
            Catalogue::load(tx)
        })
        .unwrap();
    assert!(catalogue.count() > 400, "{} services", catalogue.count());
    for (query, locale, ids) in [
        ("hole in road", Locale::EN, &["pothole"][..]),
        ("pothol", Locale::EN, &["pothole"]),
        ("big hole in my street", Locale::EN, &["pothole"]),
        ("rats", Locale::EN, &["rats"]),
        ("street lite", Locale::EN, &["street-light-out"]),
        ("street light not working", Locale::EN, &["street-light-out"]),
        ("hoyo", Locale::ES, &["pothole"]),
        ("bin", Locale::EN, &["household-bins"]),
        ("basura", Locale::ES, &["dumped-trash"]),
        ("graffitti", Locale::EN, &["graffiti", "street-graffiti"]),
        ("garbage not collected", Locale::EN, &["recycling-collections", "collection-day"]),
        ("sofa", Locale::EN, &["large-item-pickup"]),
        ("no heat", Locale::EN, &["no-heat"]),
    ] {
        let found = catalogue.search(query, locale, 5);
        let found: Vec<&str> = found.iter().map(|service| service.id()).collect();
        let first = found.first().copied().unwrap_or_default();
        assert!(ids.contains(&first), "{query}: {found:?}");
    }
}
