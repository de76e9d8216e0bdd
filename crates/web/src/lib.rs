//! The web: pages, forms, faults, sessions, routes, assets and the accessible components.
//!
//! Nobody below this crate knows HTTP. It is not for business: no case, no service stands here.
//!
//! # A page
//! A page is a struct that names its template. Its fields are the template's variables.
//!
//! ```
//! use axum::extract::State;
//! use serde::Serialize;
//! use web::{App, Page, Reply, Visitor, Words, show};
//!
//! #[derive(Serialize)]
//! struct GreetingPage { name: String, at: i64 }
//!
//! impl Page for GreetingPage {
//!     const TEMPLATE: &'static str = "counter/greeting.html"; // crates/counter/templates/counter/greeting.html
//!     fn title(&self, words: &Words) -> String {
//!         words.t("greeting-title")
//!     }
//! }
//!
//! async fn greeting(State(app): State<App>, visitor: Visitor) -> Reply {
//!     let name = visitor.person().map_or_else(String::new, |person| person.name.clone());
//!     Ok(show(GreetingPage { name, at: app.clock().now_ms() }))
//! }
//! ```
//!
//! The template extends a layout and imports the components:
//!
//! ```jinja
//! {% extends "web/layout.html" %}          {# residents; "web/staff.html" for the desk #}
//! {% import "web/ui.html" as ui %}
//! {% block content %}
//!   <h1 class="govuk-heading-xl">{{ title }}</h1>
//!   <p class="govuk-body">{{ t('greeting-text', name=name) }}, {{ at|ago }}</p>
//! {% endblock %}
//! ```
//!
//! Blocks of the layouts: `before` (back link, breadcrumbs), `content`, `wide` (in place of the
//! reading column), `head` (more in `<head>`), `scripts` (`<script type="module" src="{{ asset('x.js') }}"
//! nonce="{{ nonce }}">`). Staff pages: `list`, `content`, `context` are the three panes; a page that
//! fills only `content` has the whole width.
//!
//! Variables of every template: `title`, `town`, `visitor`, `languages`, `locale`, `path`, `csrf_token`,
//! `nonce`, `flash`. Functions: `t(key, name=value)` (text), `th(…)` (message with HTML in it, values
//! escaped), `asset(name)`. Filters: `date` ("Thursday 3 December"), `shortdate`, `month`, `time`,
//! `datetime`, `ago` (with the exact time in `title`), all of milliseconds or RFC 3339 text;
//! `duration` and `working` (lengths in ms; the latter in working days), `number`, `percent` (a share
//! of one), `money` (cents), `local` (a `base::Localized`), `markdown`, `lines` (typed text).
//! Printing an unknown variable is an error, `{% if unknown %}` is not.
//!
//! The components stand in `templates/web/ui/*.html`, each with a line on what it takes, and all of
//! them are on the page `/style` of the demo. Besides them: `govuk-heading-xl|l|m|s`, `govuk-body`,
//! `govuk-body-l`, `govuk-list govuk-list--bullet`, `govuk-link`; `th-prose` around text from
//! Markdown, `th-section` (the air before a section), `th-muted`, `th-nums` (tabular figures),
//! `th-reference` (a case's reference, large); on the desk `th-case-head`, `th-rows` with
//! `th-row__title` and `th-row__meta` (lists of cases), `th-views`, `th-filters`.
//!
//! With `fn part(&self)` a page names the block that is enough when htmx asks (`HX-Request`).
//!
//! # A form
//! Raw strings in; the same page with errors (422), or 303 after the change. Every form carries
//! `{{ ui.csrf() }}`, which [`Routes`] checks before the handler runs.
//!
//! ```
//! use axum::extract::State;
//! use serde::Serialize;
//! use web::{App, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show, unprocessable};
//!
//! #[derive(Default, Serialize)]
//! struct NotePage { form: Raw, errors: FormErrors }
//!
//! impl Page for NotePage {
//!     const TEMPLATE: &'static str = "desk/note.html";
//!     fn title(&self, words: &Words) -> String { words.t("note-title") }
//! }
//!
//! async fn add(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
//!     let words = visitor.words();
//!     if form.language().is_some() { // the language switch inside a form: show it again, unchecked
//!         return Ok(show(NotePage { form, ..NotePage::default() }));
//!     }
//!     let mut errors = FormErrors::new();
//!     let note = errors.take("note", form.text("note", 2_000), &words.t("note-missing"), words);
//!     let Some(note) = note else { return Ok(unprocessable(NotePage { form, errors })) };
//!     // app.db().write(move |tx| …).await?;
//!     Ok(see_other_with("/desk", Flash::success(words.t("note-saved"))))
//! }
//! ```
//!
//! ```jinja
//! {{ ui.error_summary(errors) }}
//! <form method="post" novalidate>{{ ui.csrf() }}
//!   {{ ui.textarea(id='note', label=t('note-label'), value=form.note, error=errors.by.note, max=2000) }}
//!   {{ ui.button(t('note-save')) }}
//! </form>
//! ```
//!
//! [`Raw::line`] and [`Raw::text`] clean and bound; [`Raw::all`] reads checkboxes, [`Raw::file`]
//! uploads (register those with [`Routes::post_upload`]). The id of a field, its name and the key in
//! [`FormErrors`] are the same word, so that the error summary's links lead to it.
//!
//! # Routes
//! ```
//! # use web::{Reply, show};
//! # async fn home() -> Reply { Err(web::Fault::NotFound) }
//! use web::{Access, Role, Routes};
//!
//! pub fn routes() -> Routes {
//!     Routes::new()
//!         .get("/", Access::Public, home)
//!         .get("/desk", Access::Staff, home)
//!         .post("/desk/cases/{reference}/closure", Access::Role(Role::Caseworker), home)
//! }
//! # let list = routes().list();
//! # assert!(list[2].changes);
//! ```
//!
//! A stranger at a page that is not public is sent to `/sign-in?return=…`; somebody without the role
//! gets a 403 page. `Access::Role(Caseworker)` admits team leads too. That a person belongs to the
//! right *team* is for the handler to check ([`Person::has_in`]).
//!
//! # Words, templates, assets
//! Each crate with pages has `templates/{crate}/*.html`, `locales/en/{crate}.ftl`,
//! `locales/es/{crate}.ftl`, and in `lib.rs`:
//!
//! ```ignore
//! web::part!();          // or web::part!(assets) with a folder `assets`
//!
//! #[test]
//! fn every_word_exists_in_both_languages_and_is_used() {
//!     web::check_parts(&[&PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
//! }
//! ```
//!
//! and a `build.rs` like this crate's, so that new files are seen. Keys of messages begin with a word
//! of the crate's own. In Rust: `visitor.words().with("inbox-count", &[("count", 3.into())])`.
//!
//! # Putting it together
//! ```ignore
//! let app = App::builder(db, town).part(&counter::PART).people(people::lookup).with(catalogue).build()?;
//! let router = Routes::new().merge(counter::routes()).into_router(app);
//! ```
//!
//! `TOWNHALL_TEMPLATES` (into [`Town::templates`]) names folders whose templates win over the
//! embedded ones and are reloaded when they change: `crates/web/templates:crates/counter/templates`.

mod access;
mod app;
mod assets;
mod by_network;
pub mod chart;
mod check;
mod client;
#[cfg(test)]
mod contrast;
mod cookies;
mod csrf;
pub mod dates;
mod engine;
mod fault;
mod filters;
mod flash;
pub mod forms;
mod front;
mod guard;
mod kept;
mod live;
mod locale;
pub mod markdown;
mod measure;
mod nav;
pub mod numbers;
mod pace;
mod page;
mod part;
mod proxies;
mod render;
mod routes;
pub mod session;
mod sign;
mod style;
mod town;
mod uploads;
mod visitor;
mod words;

pub use access::{Access, Person, Role};
pub use app::{App, AppBuilder};
pub use assets::Assets;
pub use check::check_parts;
pub use client::ClientNetwork;
pub use fault::Fault;
pub use flash::{Flash, Tone};
pub use forms::{FIELD_BYTES, FieldError, FieldFault, FormErrors, Raw, Upload};
pub use include_dir;
pub use live::{Change, Listener, Live, Watch};
pub use nav::{NavItem, NavPlace};
pub use pace::Pace;
pub use page::{
    Cache, Page, Reply, local_path, see_other, see_other_with, show, show_as, unprocessable,
};
pub use part::Part;
pub use proxies::Proxies;
pub use routes::{FORM_BYTES, RouteInfo, Routes, UPLOAD_BYTES};
pub use sign::Signer;
pub use town::{Brand, Town};
pub use visitor::{PersonLookup, Visitor};
pub use words::{Word, Words};

part!(assets);

/// The routes of this crate itself.
pub(crate) fn routes() -> Routes {
    style::routes()
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    session::statements()
}
