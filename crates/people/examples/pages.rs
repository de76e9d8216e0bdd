//! Serves the pages of this crate alone, to look at them: `cargo run -p people --example pages -- demo`.
//! Without `demo` the town has one administrator: `ana@example.org`, `three brown bicycles`.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::net::SocketAddr;

use base::{Locale, Localized};
use ledger::Actor;
use people::{
    Act, Kind, NewPerson, NewTeam, credentials, demo, memberships, password, persons, teams,
};
use store::{Db, Options, StoreError};
use web::{App, Role, Town};

const TEAMS: [(&str, &str, &str); 8] = [
    ("works-central", "Street works, Central", "Obras en la calle, Centro"),
    ("works-harbor", "Street works, Harbor", "Obras en la calle, Puerto"),
    (
        "works-dorchester",
        "Street works, Dorchester and Mattapan",
        "Obras en la calle, Dorchester y Mattapan",
    ),
    ("collections", "Trash and large items", "Basura y objetos grandes"),
    ("street-lighting", "Street lighting", "Alumbrado público"),
    ("housing-inspection", "Housing inspection", "Inspección de viviendas"),
    ("trees", "Trees", "Árboles"),
    ("contact-centre", "Contact line", "Línea de atención"),
];

#[tokio::main]
async fn main() {
    let in_demo = std::env::args().any(|arg| arg == "demo");
    let port = if in_demo { 8091 } else { 8092 };
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("people.sqlite3").display());
    let db = tokio::task::spawn_blocking(move || Db::open(&address, &Options::default()));
    let town = Town {
        demo: in_demo,
        name: "Town of Harborview".into(),
        base_url: format!("http://127.0.0.1:{port}"),
        ..Town::default()
    };
    let mut builder = App::builder(db.await.unwrap().unwrap(), town.clone())
        .part(&people::PART)
        .people(people::lookup_for(&town));
    for item in people::nav() {
        builder = builder.nav(item);
    }
    let app = builder.build().unwrap();
    fill(&app, in_demo).await;
    let router = people::routes(in_demo).into_router(app);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    println!("http://127.0.0.1:{port}");
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .await
        .unwrap();
}

async fn fill(app: &App, in_demo: bool) {
    let act = Act::by(app, Actor::System("example"));
    let hash = password::hash("three brown bicycles", &act.rng).await.unwrap();
    app.db()
        .write(move |tx| {
            for (key, name, spanish) in TEAMS {
                let name = Localized::new(name).with(Locale::ES, spanish);
                let new = NewTeam { key: key.into(), name, department: "public-works".into() };
                teams::ensure(tx, &new, &act)?;
            }
            if in_demo {
                demo::fill(tx, &act)?;
                return Ok(());
            }
            let new = NewPerson {
                kind: Kind::Staff,
                name: "Ana Ruiz".into(),
                email: "ana@example.org".parse().unwrap(),
                phone: None,
                locale: Locale::EN,
            };
            let id = persons::create(tx, &new, &act)?;
            credentials::set_password(tx, id, &hash, &act)?;
            memberships::grant(tx, id, None, Role::Administrator, &act)?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
}
