//! Serves the style page on 127.0.0.1:8090 over an empty database: `cargo run -p web --example style`.
//! Templates are read from the source folder, so that a change shows at once.

use base::Locale;
use web::{Access, App, NavItem, NavPlace, Routes, Town};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join("townhall-style");
    std::fs::create_dir_all(&folder)?;
    let address = format!("sqlite:{}/style.sqlite3", folder.display());
    let db = store::Db::open(&address, &store::Options::default())?;
    let town = Town {
        name: "Bayhaven".into(),
        demo: true,
        locale: Locale::EN,
        templates: vec!["crates/web/templates".into()],
        ..Town::default()
    };
    let item = |key, href, place, icon| NavItem { key, href, place, access: Access::Public, icon };
    let app = App::builder(db, town)
        .nav(item("style-title", "/style", NavPlace::Public, None))
        .nav(item("style-desk-title", "/style/desk", NavPlace::Public, None))
        .nav(item("style-title", "/style", NavPlace::Staff, Some("inbox")))
        .nav(item("style-desk-title", "/style/desk", NavPlace::Staff, Some("chart-column")))
        .build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    axum::serve(listener, Routes::new().into_router(app)).await?;
    Ok(())
}
