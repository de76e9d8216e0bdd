//! What was read for one visitor is good enough for the next ones of the same minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use base::time::MINUTE_MS;

/// How long a file is kept: as long as browsers may keep it.
const FRESH_MS: i64 = MINUTE_MS;
/// How many files are kept: of a million reports each is some megabytes, and few filters are asked for
/// within a minute.
const MOST: usize = 32;

/// A file, when it was made, and the turn to make it.
type Slot = Arc<tokio::sync::Mutex<Option<(i64, Bytes)>>>;

/// The files of the map by filter and language, kept for a minute: put into the app with
/// `.with(Kept::default())`.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<String, Slot>>);

impl Kept {
    /// The file of a key; whoever asks while it is made waits for that one.
    pub(crate) async fn of<E>(
        &self,
        key: String,
        now: i64,
        make: impl Future<Output = Result<Bytes, E>>,
    ) -> Result<Bytes, E> {
        let slot = self.slot(key);
        let mut held = slot.lock().await;
        if let Some((at, file)) = held.as_ref()
            && (now - at).abs() < FRESH_MS
        {
            return Ok(file.clone());
        }
        let file = make.await?;
        *held = Some((now, file.clone()));
        Ok(file)
    }

    fn slot(&self, key: String) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(&key) {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_file_is_made_once_a_minute_however_many_ask() {
        let made = AtomicUsize::new(0);
        let kept = Kept::default();
        let make = async || {
            tokio::task::yield_now().await;
            made.fetch_add(1, Ordering::Relaxed);
            Ok::<_, ()>(Bytes::from_static(b"points"))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let ask = |key: &str, now| kept.of(key.to_owned(), now, make());
            let (one, two, three) = tokio::join!(ask("a", 0), ask("a", 0), ask("b", 0));
            assert!(one.is_ok() && two.is_ok() && three.is_ok());
            assert_eq!(made.load(Ordering::Relaxed), 2);
            assert!(ask("a", FRESH_MS - 1).await.is_ok());
            assert_eq!(made.load(Ordering::Relaxed), 2);
            assert!(ask("a", FRESH_MS).await.is_ok());
            assert_eq!(made.load(Ordering::Relaxed), 3);
            for number in 0..MOST * 2 {
                ask(&number.to_string(), 0).await.unwrap();
            }
            assert!(kept.0.lock().unwrap().len() <= MOST);
        });
    }
}
