//! The write of a whole submission without the web: `cases::opening::open` through `Db::write`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use base::Locale;
use cases::{By, CaseError, NewCase, Office};
use services::Answers;
use store::{Db, Options};
use townhall::settings::Given;
use townhall::town::{self, Ambience, Mode};

use crate::Outcome;
use crate::form::{SERVICE, checked};
use crate::load::{self, Figures};

/// The number of the node that this program is: another than that of the town that was loaded.
const NODE: u16 = 7;

/// Opens so many cases in the database of a town that does not run, by so many callers at once.
pub(crate) async fn measure(
    data: &Path,
    database: Option<&str>,
    cases: usize,
    clients: usize,
) -> Outcome<Figures> {
    let mut settings = Given::for_data(data).with_file()?.settle();
    if let Some(database) = database {
        database.clone_into(&mut settings.database);
    }
    // Connecting to PostgreSQL waits, which threads of the runtime must not.
    let app = tokio::task::spawn_blocking(move || {
        let db = Db::open(&settings.database, &Options::default())?;
        town::assemble(&settings, Mode::Demo, db, Ambience::system(NODE))
    })
    .await??;
    let office = Office::of(&app);
    let service = office.catalogue().get(SERVICE).ok_or("the service is missing")?;
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let mut tasks = Vec::with_capacity(clients);
    for _ in 0..clients {
        let (office, service, next) = (office.clone(), service.clone(), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= cases {
                    return Ok(times);
                }
                let new = NewCase {
                    service: service.clone(),
                    answers: Answers::try_from(checked(number)).unwrap_or_default(),
                    locale: Locale::EN,
                    channel: "web",
                    by: By::Resident,
                    requester: None,
                };
                let (writing, sent) = (office.clone(), Instant::now());
                let write = office
                    .app()
                    .db()
                    .write_rows(move |tx| cases::opening::open(tx, &writing, &new).map(drop));
                write.await?;
                times.push(sent.elapsed());
            }
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await?.map_err(|error: CaseError| error.to_string())?);
    }
    let seconds = begin.elapsed().as_secs_f64();
    Ok(load::figures(clients, seconds, times, 0))
}
