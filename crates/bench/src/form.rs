//! The form's last step: many drafts are filled in beforehand and then sent as fast as it goes.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Outcome;
use crate::browser::Browser;
use crate::http::Connection;
use crate::load::{self, Clock, Figures, Target};
use crate::mirror::{self, Mirror};

/// The service that is used: public, on the map, with a team by district and a look at what is near.
pub(crate) const SERVICE: &str = "pothole";
/// Drafts of one browser; Townhall keeps thirty.
const OF_A_BROWSER: usize = 25;
/// Browsers that fill in forms at once.
const AT_ONCE: usize = 16;
/// Pins stand so many in a row, 40 metres apart, so that no report is near another.
const ROW: usize = 80;

/// A point in the town's south, where there are homes everywhere.
fn pin(number: usize) -> (f64, f64) {
    let (column, row) = (number % ROW, number / ROW % ROW);
    (-71.120 + load::count(column) * 0.0005, 42.280 + load::count(row) * 0.0004)
}

/// The answers to the form, a different place each time.
pub(crate) fn answers(number: usize) -> Vec<(&'static str, String)> {
    let (lon, lat) = pin(number);
    let text = str::to_owned;
    vec![
        ("place-lon", format!("{lon:.5}")),
        ("place-lat", format!("{lat:.5}")),
        ("lane", text("bike")),
        ("size", text("large")),
        ("depth", text("deep")),
        ("damage", text("no")),
        ("contact-name", text("Ada Example")),
        ("contact-email", format!("ada.{number}@example.org")),
    ]
}

/// The same answers as the form makes of them.
pub(crate) fn checked(number: usize) -> Value {
    let (lon, lat) = pin(number);
    let address = format!("{number} Example St, Dorchester 02124");
    json!({
        "place": {"lon": lon, "lat": lat, "address": address, "district": "dorchester"},
        "lane": "bike", "size": "large", "depth": "deep", "damage": false,
        "contact": {"name": "Ada Example", "email": format!("ada.{number}@example.org"), "phone": ""},
    })
}

/// What sending showed, and bare axum with the same answers.
pub(crate) struct Sent {
    /// Townhall.
    pub town: Figures,
    /// Bare axum.
    pub bare: Figures,
}

/// Fills in so many drafts and sends them by so many clients.
pub(crate) async fn measure(
    town: &Target,
    folder: &Path,
    drafts: usize,
    clients: usize,
    time: Duration,
) -> Outcome<Sent> {
    eprintln!("  filling in {drafts} forms");
    let mut requests = fill_in(town, drafts).await?;
    let last = requests.pop().ok_or("no drafts")?;
    let answer = Connection::open(&town.address).await?.exchange(&last).await?.status;
    if answer != 303 {
        return Err(format!("sending the form answered {answer}").into());
    }
    // Sent once more, the answer is the same: that is what bare axum answers with.
    mirror::keep(folder, "sent", Connection::open(&town.address).await?.exchange(&last).await?)?;
    let mirror = Mirror::start(folder)?;
    eprintln!("  sending them");
    let town = send(town, requests, clients).await?;
    let head = String::from_utf8(last)?;
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let request = head.replacen(&path, "/sent", 1).into_bytes();
    let bare = load::repeat(mirror.target(), request, 303, clients, time).await?;
    Ok(Sent { town, bare })
}

/// Fills in forms up to their last page; gives the requests that send them.
async fn fill_in(town: &Target, drafts: usize) -> Outcome<Vec<Vec<u8>>> {
    let numbers: Vec<usize> = (1..=drafts + 1).collect();
    let share = numbers.len().div_ceil(AT_ONCE);
    let mut tasks = Vec::new();
    for part in numbers.chunks(share) {
        let (part, address) = (part.to_vec(), town.address.clone());
        tasks.push(tokio::spawn(async move {
            let mut requests = Vec::with_capacity(part.len());
            for numbers in part.chunks(OF_A_BROWSER) {
                let mut browser = Browser::open(&address).await.map_err(|e| e.to_string())?;
                for number in numbers {
                    let check = browser.draft(SERVICE, &answers(*number)).await;
                    let form = browser.form(&[]);
                    requests.push(browser.request(&check.map_err(|e| e.to_string())?, Some(&form)));
                }
            }
            Ok::<_, String>(requests)
        }));
    }
    let mut all = Vec::with_capacity(drafts);
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}

/// Sends each request once, a share by each client.
async fn send(town: &Target, requests: Vec<Vec<u8>>, clients: usize) -> Outcome<Figures> {
    let share = requests.len().div_ceil(clients);
    let parts: Vec<Arc<[Vec<u8>]>> = requests.chunks(share).map(Into::into).collect();
    let clock = Clock::start(town);
    let mut tasks = Vec::with_capacity(clients);
    for part in parts {
        let address = town.address.clone();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            let mut times = Vec::with_capacity(part.len());
            for request in part.iter() {
                let sent = Instant::now();
                let answer = connection.exchange(request).await?;
                times.push(sent.elapsed());
                let done = answer.header("location").is_some_and(|to| to.ends_with("/done"));
                if answer.status != 303 || !done {
                    return Err(std::io::Error::other(format!("answered {}", answer.status)));
                }
            }
            Ok(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    Ok(clock.stop(town, clients, times, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_pins_are_near_each_other() {
        let pins: std::collections::BTreeSet<String> =
            (0..ROW * ROW).map(|number| format!("{:?}", pin(number))).collect();
        assert_eq!(pins.len(), ROW * ROW);
    }
}
