//! A crate depends only on lower levels; within a level only to the left, and departments never on
//! each other. Only `store` knows a database.

use serde_json::Value;

use super::Finding;
use crate::Outcome;
use crate::program::Program;

/// The house, lowest level first; in a row, what stands further left is lower.
const LEVELS: &[(u8, &[&[&str]])] = &[
    (1, &[&["base"]]),
    (2, &[&["store", "telemetry"]]),
    (3, &[&["web", "jobs", "search", "files", "rules"], &["post"]]),
    (
        4,
        &[
            &["backup", "ledger"],
            &["people", "places", "services"],
            &["cases"],
            &["payments", "appointments"],
        ],
    ),
    (
        5,
        &[&[
            "counter",
            "desk",
            "designer",
            "waits",
            "reports",
            "proofs",
            "demo",
            "open311",
            "imports",
            "assistant",
        ]],
    ),
    (6, &[&["townhall"]]),
];

/// Crates that build and test the others; no product crate depends on them, except in its tests.
const TOOLS: &[&str] = &["testkit", "bench", "xtask"];

/// Database drivers, which only `store` may name; besides it `testkit`, which makes a database per
/// test, and `bench`, which measures the bare databases.
const DRIVERS: &[&str] = &["rusqlite", "postgres", "tokio-postgres", "libsqlite3-sys"];

/// A workspace crate and what it depends on.
pub(super) struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    of_tests: bool,
    in_house: bool,
}

/// Asks cargo for the crates of the workspace.
pub(super) fn packages() -> Outcome<Vec<Package>> {
    let said = Program::cargo().args(["metadata", "--format-version=1", "--no-deps"]).output()?;
    let said: Value = serde_json::from_str(&said)?;
    let packages =
        said.get("packages").and_then(Value::as_array).ok_or("cargo names no packages")?;
    Ok(packages.iter().map(package).collect())
}

fn package(said: &Value) -> Package {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let dependencies = said.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    Package {
        name: text(said, "name"),
        dependencies: dependencies
            .map(|dependency| Dependency {
                name: text(dependency, "name"),
                of_tests: text(dependency, "kind") == "dev",
                in_house: dependency.get("path").is_some(),
            })
            .collect(),
    }
}

/// Holds every crate's dependencies against the table.
pub(super) fn check(packages: &[Package], findings: &mut Vec<Finding>) {
    for package in packages {
        for dependency in &package.dependencies {
            if let Some(what) = fault(&package.name, dependency) {
                findings.push(Finding::new(format!("crates/{}/Cargo.toml", package.name), what));
            }
        }
        if rank(&package.name).is_none() && !is_tool(&package.name) {
            let what = "is in no level: add it to the table in crates/xtask/src/tidy/levels.rs";
            findings.push(Finding::new(format!("crates/{}", package.name), what));
        }
    }
}

fn fault(package: &str, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    if !dependency.in_house {
        let foreign = DRIVERS.contains(&name) && !["store", "testkit", "bench"].contains(&package);
        return foreign.then(|| format!("depends on `{name}`; only `store` knows a database"));
    }
    if package == "xtask" {
        return Some(format!("depends on `{name}`; it must build when the product does not"));
    }
    if is_tool(name) {
        let wrong = !dependency.of_tests;
        return wrong.then(|| format!("depends on the tool `{name}` outside its tests"));
    }
    if is_tool(package) {
        return None;
    }
    let (own, other) = (rank(package)?, rank(name)?);
    (other >= own).then(|| {
        format!(
            "depends on `{name}` of level {}, which is not below its own level {}",
            other.0, own.0
        )
    })
}

fn is_tool(name: &str) -> bool {
    TOOLS.contains(&name)
}

/// The level of a crate, and its place from the left in it.
fn rank(name: &str) -> Option<(u8, usize)> {
    LEVELS.iter().find_map(|(level, groups)| {
        let place = groups.iter().position(|group| group.contains(&name))?;
        Some((*level, place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(package: &str, name: &str) -> Option<String> {
        fault(package, &Dependency { name: name.into(), of_tests: false, in_house: true })
    }

    #[test]
    fn lower_levels_may_be_used() {
        assert_eq!(on("cases", "base"), None);
        assert_eq!(on("townhall", "desk"), None);
        assert_eq!(on("post", "jobs"), None);
    }

    #[test]
    fn higher_levels_and_neighbours_may_not() {
        assert!(on("base", "store").is_some());
        assert!(on("store", "telemetry").is_some());
        assert!(on("people", "cases").is_some());
        assert!(on("people", "places").is_some());
        assert_eq!(on("cases", "people"), None);
    }

    #[test]
    fn departments_never_depend_on_each_other() {
        let fault = on("desk", "waits").unwrap();
        assert_eq!(fault, "depends on `waits` of level 5, which is not below its own level 5");
    }

    #[test]
    fn only_store_knows_a_database() {
        let driver = Dependency { name: "rusqlite".into(), of_tests: true, in_house: false };
        assert!(fault("cases", &driver).is_some());
        assert!(fault("store", &driver).is_none());
    }

    #[test]
    fn tools_are_for_tests_and_xtask_stands_alone() {
        let kit = |of_tests| Dependency { name: "testkit".into(), of_tests, in_house: true };
        assert!(fault("cases", &kit(true)).is_none());
        assert!(fault("cases", &kit(false)).is_some());
        assert!(on("xtask", "base").is_some());
        assert!(on("testkit", "townhall").is_none());
    }

    #[test]
    fn a_crate_outside_the_table_is_found() {
        let mut findings = Vec::new();
        check(&[Package { name: "utils".into(), dependencies: vec![] }], &mut findings);
        assert_eq!(findings.len(), 1);
    }
}
