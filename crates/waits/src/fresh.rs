//! The board, kept for a minute and counted anew beside the requests.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::time::{MINUTE_MS, from_ms, to_ms};
use cases::figures::{self, Publisher};
use places::Places;
use services::Catalogue;
use store::StoreError;
use tokio::sync::{Mutex, OwnedMutexGuard};
use web::App;

use crate::board::{Board, Placed};
use crate::counting::Counting;

/// How old figures may be without being counted anew: at a million cases a count takes a good second.
const FRESH_MS: i64 = MINUTE_MS;

/// How old figures may be and still be shown while they are counted anew. Older ones, after a quiet
/// night, are waited for.
const SHOWN_MS: i64 = 10 * MINUTE_MS;

/// The figures of the town, kept in memory: put into the app with `.with(Counts::default())`.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    held: Arc<RwLock<Option<Arc<Board>>>>,
    /// Held while counting, so that the town is counted once at a time.
    turn: Arc<Mutex<()>>,
}

impl Counts {
    /// The board: at most a minute old, or up to ten while it is counted anew.
    pub(crate) async fn board(&self, app: &App) -> Result<Arc<Board>, StoreError> {
        if let Some(board) = self.held(app, FRESH_MS) {
            return Ok(board);
        }
        let Some(stale) = self.held(app, SHOWN_MS) else {
            let turn = self.turn.clone().lock_owned().await;
            // Somebody else may have counted while this request waited for its turn.
            return match self.held(app, FRESH_MS) {
                Some(board) => Ok(board),
                None => self.count(app, turn).await,
            };
        };
        if let Ok(turn) = self.turn.clone().try_lock_owned() {
            let (counts, app) = (self.clone(), app.clone());
            tokio::spawn(async move {
                if let Err(error) = counts.count(&app, turn).await {
                    tracing::warn!(%error, "the figures could not be counted; the old ones stay");
                }
            });
        }
        Ok(stale)
    }

    fn held(&self, app: &App, most_ms: i64) -> Option<Arc<Board>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        held.filter(|board| (app.clock().now_ms() - to_ms(board.at)).abs() < most_ms)
    }

    async fn count(&self, app: &App, turn: OwnedMutexGuard<()>) -> Result<Arc<Board>, StoreError> {
        let (now, zone) = (app.clock().now(), app.town().time_zone.clone());
        let (places, catalogue) = (app.get::<Places>(), app.get::<Catalogue>());
        let board = app
            .db()
            .read(move |tx| {
                let mut counting = Counting::new(now, &zone);
                let (since, until) = (from_ms(counting.since()), from_ms(counting.until()));
                figures::ended(tx, since, until, |case| counting.take(case))?;
                let open = figures::open_now(tx, now)?;
                let geography = places.geography(tx)?;
                let names = geography.map.districts();
                let names = names.map(|district| (district.key.clone(), district.name.clone()));
                Ok::<_, StoreError>(counting.board(
                    now,
                    &placed(&catalogue),
                    names.collect(),
                    &open,
                ))
            })
            .await?;
        let board = Arc::new(board);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(board.clone());
        drop(turn);
        Ok(board)
    }
}

/// Tells the other pages what the board tells of each service: put into the app with
/// `.with(waits::publisher())`.
pub fn publisher() -> Publisher {
    Publisher::new(|app: App| async move {
        let board = app.get::<Counts>().board(&app).await?;
        Ok(board.published.clone())
    })
}

fn placed(catalogue: &Catalogue) -> BTreeMap<String, Placed> {
    let place = |service: &services::Service| Placed {
        topic: service.definition.topic.clone(),
        department: service.definition.department.clone(),
    };
    catalogue.all().iter().map(|service| (service.id().to_owned(), place(service))).collect()
}
