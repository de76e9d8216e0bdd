//! Migrations: one linear sequence of SQL files for both engines, each run once and remembered with
//! its checksum.

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::{StoreError, Tx, params};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

crate::row! {
    /// A step that a database has gone through.
    pub struct Applied { pub version: i64, pub name: String, pub checksum: String }
}

crate::statements! {
    APPLIED: Query<Applied> = "SELECT version, name, checksum FROM migrations ORDER BY version LIMIT 10000";
    REMEMBER: Statement = "INSERT INTO migrations (version, name, checksum) VALUES ($1, $2, $3)";
}

/// One step in the history of the tables.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its number; steps run in order of numbers.
    pub version: i64,
    /// The file's name.
    pub name: &'static str,
    /// The SQL.
    pub sql: &'static str,
}

impl Migration {
    /// The SHA-256 of the SQL in hex.
    pub fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.sql.as_bytes()))
    }
}

/// All steps in order.
pub fn migrations() -> Vec<Migration> {
    let mut all: Vec<_> = FILES
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            let version = name.split('_').next()?.parse().ok()?;
            Some(Migration { version, name, sql: file.contents_utf8()? })
        })
        .collect();
    all.sort_by_key(|migration| migration.version);
    all
}

/// The number of the last step that this program knows.
pub(crate) fn newest() -> i64 {
    migrations().last().map_or(0, |migration| migration.version)
}

/// The steps that a database has gone through, in order.
pub(crate) fn applied(tx: &mut Tx<'_>) -> Result<Vec<Applied>, StoreError> {
    tx.all(&APPLIED, params![])
}

/// Refuses steps that this program does not know, or knows otherwise.
pub(crate) fn known(applied: &[Applied]) -> Result<(), StoreError> {
    let ours = migrations();
    for step in applied {
        match ours.iter().find(|known| known.version == step.version) {
            Some(known) if known.checksum() == step.checksum => {}
            Some(_) => return Err(StoreError::Rewritten(step.name.clone())),
            None => return Err(StoreError::Newer { found: step.version, known: newest() }),
        }
    }
    Ok(())
}

/// Runs the steps that are missing, inside the caller's transaction.
pub(crate) fn run(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    run_those(tx, |_| true)
}

/// Runs the missing steps among those wanted, inside the caller's transaction.
pub(crate) fn run_those(tx: &mut Tx<'_>, wanted: impl Fn(i64) -> bool) -> Result<(), StoreError> {
    tx.batch(
        "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)",
    )?;
    let applied = applied(tx)?;
    for migration in migrations().into_iter().filter(|migration| wanted(migration.version)) {
        match applied.iter().find(|applied| applied.version == migration.version) {
            Some(before) if before.checksum == migration.checksum() => {}
            Some(_) => return Err(StoreError::Rewritten(migration.name.to_owned())),
            None => {
                tx.batch(migration.sql)?;
                tx.run(
                    &REMEMBER,
                    params![migration.version, migration.name, migration.checksum()],
                )?;
                tracing::info!(migration = migration.name, "the tables were changed");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_every_file_counts() {
        let all = migrations();
        assert_eq!(all.len(), FILES.files().count(), "a file's name does not start with a number");
        assert!(all.windows(2).all(|pair| pair[0].version < pair[1].version));
    }

    /// The last step of the first release.
    const FIRST_RELEASE: i64 = 71;

    /// What may be done to the tables while nodes of an earlier release serve from them: what they read and write
    /// stays. Whatever takes something away comes a release later, when no such node is left, and is named here.
    const CONTRACTIONS: [i64; 0] = [];

    /// Whether a statement only adds.
    fn expands(statement: &str) -> bool {
        let words: Vec<String> = statement.split_whitespace().map(str::to_uppercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            // Not a unique index: it could refuse what an earlier release writes.
            ["CREATE", "TABLE" | "INDEX", ..]
            | ["DROP", "INDEX", ..]
            | ["INSERT", "INTO", ..]
            | ["UPDATE", ..] => true,
            ["ALTER", "TABLE", _, "ADD", "COLUMN", rest @ ..] => {
                let must = rest.windows(2).any(|pair| pair == ["NOT", "NULL"]);
                !must || rest.contains(&"DEFAULT")
            }
            _ => false,
        }
    }

    #[test]
    fn steps_take_nothing_away_that_nodes_of_an_earlier_release_use() {
        for migration in migrations() {
            let later = migration.version > FIRST_RELEASE;
            if !later || CONTRACTIONS.contains(&migration.version) {
                continue;
            }
            let lines = migration.sql.lines().filter(|line| !line.trim_start().starts_with("--"));
            let sql: Vec<&str> = lines.collect();
            for statement in sql.join("\n").split(';').filter(|one| !one.trim().is_empty()) {
                assert!(expands(statement), "{}: {statement}", migration.name);
            }
        }
        assert!(!expands("ALTER TABLE cases DROP COLUMN summary"));
        assert!(!expands("ALTER TABLE cases ADD COLUMN must TEXT NOT NULL"));
        assert!(!expands("DROP TABLE cases") && !expands("CREATE UNIQUE INDEX x ON cases (id)"));
    }
}
