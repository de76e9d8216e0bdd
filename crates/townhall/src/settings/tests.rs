//! Settings are read from flags, the environment and the file, and wrong ones are told.

use super::*;

#[test]
fn a_flag_wins_over_the_file_and_unknown_keys_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("townhall.toml");
    std::fs::write(&path, "listen = '127.0.0.1:1'\nname = 'Elmford'").unwrap();
    let given = Given {
        config: Some(path.clone()),
        listen: Some("127.0.0.1:2".into()),
        ..Given::default()
    };
    let settings = given.with_file().unwrap().settle();
    assert_eq!(
        (settings.listen.as_str(), settings.name.as_deref()),
        ("127.0.0.1:2", Some("Elmford"))
    );
    std::fs::write(&path, "lissen = 1").unwrap();
    let given = Given { config: Some(path), ..Given::default() };
    assert!(given.with_file().unwrap_err().to_string().contains("lissen"));
}

#[test]
fn a_wrong_value_is_told_with_its_key() {
    let given = Given { language: Some("fr".into()), ..Given::default() };
    assert!(given.checked().unwrap_err().to_string().contains("language"));
    let given = Given { base_url: Some("town.example".into()), ..Given::default() };
    assert!(given.checked().unwrap_err().to_string().contains("base-url"));
    let proxies = Some("127.0.0.1, 10.0.0.0/40".into());
    let given = Given { trusted_proxies: proxies, ..Given::default() };
    let told = given.checked().unwrap_err().to_string();
    assert!(told.contains("trusted-proxies") && told.contains("`10.0.0.0/40`"), "{told}");
    let given = Given { node: Some(1_024), ..Given::default() };
    assert!(given.checked().unwrap_err().to_string().contains("node"));
}

#[test]
fn a_mistake_in_the_file_is_told_by_its_line_without_repeating_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("townhall.toml");
    std::fs::write(&path, "name = 'Elmford'\nsmtp = smtp://clerk:hunter2@mail").unwrap();
    let given = Given { config: Some(path), ..Given::default() };
    let told = given.with_file().unwrap_err().to_string();
    assert!(told.contains("line 2"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn a_database_is_shown_without_its_password() {
    for (database, shown) in [
        ("postgres://u:p@h:1/town", "postgres://…@h:1/town"),
        ("postgres://u:p@ss?w@h/town?sslmode=x", "postgres://…@h/town"),
        ("postgres://h/town?user=a@b&password=secret", "postgres://…@b"),
        ("postgres://h/town?password=secret", "postgres://h/town"),
        ("sqlite:/data/town.sqlite3", "sqlite:/data/town.sqlite3"),
    ] {
        let given = Given { database: Some(database.into()), ..Given::default() };
        assert_eq!(given.settle().database_shown(), shown);
    }
}

#[test]
fn nobody_but_this_machine_is_trusted_unless_it_is_named() {
    let trusted = |given: &str| {
        Given { trusted_proxies: Some(given.into()), ..Given::default() }.settle().trusted_proxies
    };
    assert_eq!(Given::default().settle().trusted_proxies, Proxies::default());
    assert_eq!(trusted(" "), Proxies::default());
    assert_eq!(Ok(trusted("10.0.0.5,fd00::/8")), "10.0.0.5, fd00::/8".parse());
}

#[test]
fn an_empty_value_is_none() {
    let given = Given { smtp: Some(String::new()), ..Given::default() };
    assert_eq!(given.settle().smtp, None);
}
