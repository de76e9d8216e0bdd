//! The pages that people open most, each alone and under load, beside bare axum with the same bytes.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::Outcome;
use crate::browser::{Browser, between};
use crate::form::{self, SERVICE};
use crate::http::Connection;
use crate::load::{self, Figures, Target};
use crate::mirror::{self, Mirror};

/// The place of the caseworker in the list of people that the demo shows.
const CASEWORKER: usize = 1;

/// A page with its figures.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    /// What it is.
    pub name: &'static str,
    /// The size of its body.
    pub bytes: usize,
    /// One client.
    pub alone: Figures,
    /// Many clients.
    pub many: Figures,
    /// Many clients of bare axum.
    pub bare: Figures,
}

struct Asked {
    name: &'static str,
    request: Vec<u8>,
    bytes: usize,
}

/// Measures every page.
pub(crate) async fn measure(
    town: &Target,
    folder: &Path,
    clients: usize,
    time: Duration,
) -> Outcome<Vec<Line>> {
    let asked = ask(town, folder).await?;
    let mirror = Mirror::start(folder)?;
    let mut lines = Vec::with_capacity(asked.len());
    for (number, Asked { name, request, bytes }) in asked.into_iter().enumerate() {
        eprintln!("  {name}");
        // A page that is too old for its cache is counted anew by its first reader, not by a measured one.
        load::repeat(town, request.clone(), 200, 1, time / 4).await?;
        let alone = load::repeat(town, request.clone(), 200, 1, time).await?;
        let many = load::repeat(town, request.clone(), 200, clients, time).await?;
        let head = String::from_utf8(request)?;
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let request = head.replacen(&path, &format!("/{number}"), 1).into_bytes();
        same(mirror.target(), &request, bytes).await?;
        let bare = load::repeat(mirror.target(), request, 200, clients, time / 2).await?;
        lines.push(Line { name, bytes, alone, many, bare });
    }
    Ok(lines)
}

/// Holds the mirror to the size of the page: a limit that sends less is none.
async fn same(mirror: &Target, request: &[u8], bytes: usize) -> Outcome<()> {
    let found = Connection::open(&mirror.address).await?.exchange(request).await?.body.len();
    if found == bytes { Ok(()) } else { Err(format!("{found} bytes for {bytes}").into()) }
}

/// Opens every page once, as its reader does; keeps the answers for the mirror.
async fn ask(town: &Target, folder: &Path) -> Outcome<Vec<Asked>> {
    let mut visitor = Browser::open(&town.address).await?;
    let tracking = track(&mut visitor).await?;
    let mut staff = Browser::open(&town.address).await?;
    staff.sign_in(CASEWORKER).await?;
    let inbox = staff.get("/desk?view=all").await?;
    let reference = between(&inbox.text, "href=\"/desk/cases/", "\"").unwrap_or_default();
    let case = format!("/desk/cases/{reference}");
    let pages: [(&str, &str, &str, bool); 11] = [
        ("home", "/", "", false),
        ("home, compressed", "/", "accept-encoding: br, gzip\r\n", false),
        ("service search", "/search?q=street+light", "", false),
        ("service page", "/services/pothole", "", false),
        ("tracking page", &tracking, "", false),
        ("waits page", "/waits", "", false),
        ("waits of a service", "/waits/pothole", "", false),
        ("reports, list", "/reports", "", false),
        ("reports, points of a month", "/reports/points.json?days=30", "", false),
        ("inbox of 50", "/desk?view=all", "", true),
        ("case page", &case, "", true),
    ];
    let mut asked = Vec::with_capacity(pages.len());
    for (number, (name, path, more, of_staff)) in pages.into_iter().enumerate() {
        let browser = if of_staff { &mut staff } else { &mut visitor };
        let request = String::from_utf8(browser.request(path, None))?;
        let request = request.replacen("accept-language", &format!("{more}accept-language"), 1);
        let answer = browser.raw(request.as_bytes()).await?;
        if answer.status != 200 {
            return Err(format!("{name} ({path}) answered {}", answer.status).into());
        }
        mirror::keep(folder, &number.to_string(), answer)?;
        asked.push(Asked { name, bytes: answer.body.len(), request: request.into_bytes() });
    }
    Ok(asked)
}

/// Reports something and gives the address of the personal link.
async fn track(visitor: &mut Browser) -> Outcome<String> {
    let check = visitor.draft(SERVICE, &form::answers(0)).await?;
    let sent = visitor.post(&check, &[]).await?;
    let done = visitor.get(&sent.location.unwrap_or_default()).await?;
    let token = between(&done.text, "href=\"/track/", "\"").ok_or("no personal link")?;
    Ok(format!("/track/{token}"))
}
