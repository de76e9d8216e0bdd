//! Figures for Prometheus: on their own listener, by bounded labels, as the operator's page names them.

use std::collections::BTreeSet;

use crate::browser::Visitor;
use crate::process::{Place, Running};

/// What operators read.
const OPERATIONS: &str = include_str!("../../../../docs/operations.md");

/// Every figure that the operator's page names is told.
pub fn hold_against_the_documents(figures: &str) {
    let words = OPERATIONS.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
    let named: BTreeSet<_> = words
        .filter(|word| ["townhall_", "process_"].iter().any(|start| word.starts_with(start)))
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let told =
            |line: &str| line.strip_prefix("# TYPE ").is_some_and(|rest| rest.starts_with(name));
        assert!(figures.lines().any(told), "{name} is documented and not told:\n{figures}");
    }
}

/// The series, without their values.
fn series(figures: &str) -> BTreeSet<String> {
    let lines = figures.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned())).collect()
}

#[test]
fn figures_are_told_on_a_listener_of_their_own_and_only_when_it_is_asked_for() {
    let place = Place::sqlite();
    let demo = place.demo(&["--metrics-listen", "127.0.0.1:0"]);
    let figures = demo.metrics()();
    for line in [
        "townhall_database_up 1.0",
        "townhall_node_number 0.0",
        "# TYPE townhall_database_duration_seconds histogram",
        "process_resident_memory_bytes ",
        "engine=\"sqlite\"",
    ] {
        assert!(figures.contains(line), "{line} is not in:\n{figures}");
    }
    assert_eq!(demo.get("/metrics").status, 404, "residents reach the figures");
    let address = demo.said.lines().find_map(|line| line.strip_prefix("Metrics on http://"));
    let address = address.unwrap().trim_end_matches("/metrics").parse().unwrap();
    assert_eq!(Visitor::new(address).get("/").status, 404, "the listener serves pages");
    drop(demo);
    assert!(!place.demo(&[]).said.contains("Metrics"));
}

#[test]
fn what_strangers_ask_for_makes_no_new_series() {
    let place = Place::sqlite();
    let demo = place.demo(&["--metrics-listen", "127.0.0.1:0"]);
    let figures = demo.metrics();
    let ask = |demo: &Running, number: usize| {
        for path in
            ["/nowhere", "/services/nothing", "/track/forged", "/assets/0/nothing", "/reports/X"]
        {
            assert_eq!(demo.get(&format!("{path}-{number}")).status, 404, "{path}");
        }
    };
    ask(&demo, 0);
    let of_requests = |figures: String| -> BTreeSet<String> {
        series(&figures).into_iter().filter(|series| series.contains("_http_")).collect()
    };
    let before = of_requests(figures());
    (1..40).for_each(|number| ask(&demo, number));
    assert_eq!(of_requests(figures()), before);
}

#[test]
fn an_address_for_figures_that_makes_no_sense_is_told_by_its_setting() {
    let place = Place::sqlite();
    let ended = place.run(&["demo", "--listen", "127.0.0.1:0", "--metrics-listen", "nowhere"]);
    assert!(ended.refusal().contains("--metrics-listen"), "{ended:?}");
    let ended = place.run(&["demo", "--listen", "127.0.0.1:0", "--otlp-endpoint", "https://otel"]);
    assert!(ended.refusal().contains("http://HOST:PORT"), "{ended:?}");
}
