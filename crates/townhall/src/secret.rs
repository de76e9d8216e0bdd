//! The secret of the town: one for all nodes of a database, told by a mark that the database keeps.
//!
//! A program with another secret would take no link that was given before, and give out links that no
//! other node takes: it does not start.

use base::Rng;
use ledger::{Actor, Entry, Subject};
use store::{Db, StoreError, Tx, params};
use web::Signer;

use crate::Failure;
use crate::data_folder::{DataFolder, secret_in};
use crate::settings::Settings;
use crate::town::Ambience;

/// The name of the secret among the marks of keys.
const NAME: &str = "secret";
/// What the mark is a signature of.
const PURPOSE: &str = "the mark of the secret";

store::statements! {
    MARK: Query<String> = "SELECT mark FROM key_marks WHERE name = $1";
    KEEP: Statement = "INSERT INTO key_marks (name, mark) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    REPLACE: Statement = "INSERT INTO key_marks (name, mark) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark";
}

/// How the secret of a data folder stands to a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Nothing has been served from the database so far.
    New,
    /// It is the database's.
    Same,
    /// The folder has none, and the database is another's.
    Missing,
    /// The database is another's.
    Other,
}

/// Looks whether the secret of the data folder is the database's; makes and changes nothing.
pub fn look(db: &Db, settings: &Settings) -> Result<Fit, Failure> {
    let kept = db.read_blocking(|tx| tx.one(&MARK, params![NAME]))?;
    let own = secret_in(&settings.data)?.map(mark);
    Ok(match (kept, own) {
        (None, _) => Fit::New,
        (Some(kept), Some(own)) if kept == own => Fit::Same,
        (Some(_), Some(_)) => Fit::Other,
        (Some(_), None) => Fit::Missing,
    })
}

/// What to do about a secret that is not the database's.
pub fn refusal(fit: Fit, settings: &Settings) -> Option<Failure> {
    let database = settings.database_shown();
    let folder = settings.data.display();
    let told = match fit {
        Fit::New | Fit::Same => return None,
        Fit::Missing => format!(
            "The data folder {folder} has no secret.key, but {database} belongs to a town that has one"
        ),
        Fit::Other => {
            format!("The secret.key in the data folder {folder} is not the one of {database}")
        }
    };
    Some(Failure(format!(
        "{told}: copy secret.key from another node or a backup; or, if the old one is lost or was replaced on purpose, run `townhall new-secret` (links sent so far stop working then)."
    )))
}

/// The secret, after it was held against the database; made when neither knows one.
pub fn proven(
    db: &Db,
    folder: &DataFolder,
    settings: &Settings,
    rng: &Rng,
) -> Result<[u8; 32], Failure> {
    let fit = look(db, settings)?;
    if let Some(failure) = refusal(fit, settings) {
        return Err(failure);
    }
    let secret = folder.secret(rng)?;
    if fit == Fit::Same {
        return Ok(secret);
    }
    let own = mark(secret);
    let first = own.clone();
    // Of several nodes that start at once over a new database, one is the first.
    let kept = db.write_blocking(move |tx: &mut Tx<'_>| -> Result<_, StoreError> {
        tx.run(&KEEP, params![NAME, first])?;
        tx.one(&MARK, params![NAME])
    })?;
    if kept.as_deref() == Some(&own) {
        return Ok(secret);
    }
    Err(refusal(Fit::Other, settings).unwrap_or_else(|| Failure("The secret is another's.".into())))
}

/// Makes the secret of the data folder the database's; one that is missing is made.
pub fn adopt(
    db: &Db,
    folder: &DataFolder,
    Ambience { clock, ids, rng }: Ambience,
) -> Result<(), Failure> {
    let own = mark(folder.secret(&rng)?);
    let adopted = db.write_blocking(move |tx: &mut Tx<'_>| {
        tx.run(&REPLACE, params![NAME, own])?;
        let town = Subject::new("town", 0);
        let entry = Entry::new(Actor::System("new-secret"), "secret.replace", town);
        ledger::append(tx, &entry, clock.now(), &ids, &rng).map(drop)
    });
    adopted.map_err(|error: StoreError| error.into())
}

fn mark(secret: [u8; 32]) -> String {
    hex::encode(Signer::new(secret).code(PURPOSE, ""))
}
