//! Takes a backup.

use std::io::Write;
use std::path::Path;

use files::Files;
use jiff::Timestamp;
use store::{Engine, Snapshot, Table};

use crate::format::{
    FORMAT, KEYS, MANIFEST, MAX_ROW, Manifest, PART_BYTES, Photos, TABLES, shapes, steps,
};
use crate::pack::Pack;
use crate::{BackupError, Lock, Phase, Progress, keys, rows};

/// How many photos are asked for at once.
const BATCH: i64 = 500;

/// What is backed up.
#[derive(Clone, Copy, Debug)]
pub struct Town<'a> {
    /// The address of the database.
    pub database: &'a str,
    /// The data folder.
    pub data: &'a Path,
    /// The version of the program.
    pub program: &'a str,
}

/// What was backed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Rows of all tables.
    pub rows: u64,
    /// The pictures.
    pub photos: Photos,
}

/// Writes a backup of everything as it is now; gives the writer back, for its caller to make durable.
///
/// What is written before an error, or a kill, is no backup: it lacks the last entries.
pub fn take<W: Write>(
    town: &Town<'_>,
    lock: &Lock,
    now: Timestamp,
    out: W,
    tell: &mut dyn FnMut(Progress),
) -> Result<(Taken, W), BackupError> {
    let mut snapshot = Snapshot::take(town.database)?;
    let tables = snapshot.schema().tables.clone();
    let mut counts = Vec::with_capacity(tables.len());
    for table in &tables {
        counts.push(snapshot.count(table)?);
    }
    let manifest = Manifest {
        format: FORMAT,
        program: town.program.to_owned(),
        taken_at: now.to_string(),
        engine: engine(snapshot.engine()).to_owned(),
        migrations: steps(snapshot.applied()),
        tables: shapes(snapshot.schema(), |index| counts.get(index).copied().unwrap_or(0)),
    };
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let mut pack = Pack::new(lock.close(out)?, seconds);
    let text = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| BackupError::Output(error.to_string()))?;
    pack.part(MANIFEST, 0, &text).map_err(BackupError::output)?;
    for (name, secret) in keys::read(town.data)? {
        pack.part(&format!("{KEYS}{name}"), 0, &secret).map_err(BackupError::output)?;
    }
    let total = manifest.rows();
    let mut done = 0;
    for table in &tables {
        done = take_table(&mut snapshot, table, &mut pack, done, &mut |done| {
            tell(Progress { phase: Phase::Rows, done, total });
        })?;
    }
    let photos = shapes_of_photos(&manifest);
    take_photos(&mut snapshot, town.data, photos, &mut pack, tell)?;
    let (photos, out) = pack.finish().map_err(BackupError::output)?;
    Ok((Taken { rows: done, photos }, out))
}

fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

/// Writes the rows of a table in parts; gives how many rows there are so far.
fn take_table<W: Write>(
    snapshot: &mut Snapshot,
    table: &Table,
    pack: &mut Pack<W>,
    mut done: u64,
    tell: &mut dyn FnMut(u64),
) -> Result<u64, BackupError> {
    let mut lines = Vec::with_capacity(PART_BYTES + PART_BYTES / 4);
    let (mut count, mut number) = (0, 0_u32);
    let mut write = |lines: &mut Vec<u8>, count: u64| {
        number += 1;
        let name = format!("{TABLES}{}/{number:06}.jsonl.gz", table.name);
        let written = pack.rows(&name, count, lines).map_err(BackupError::output);
        lines.clear();
        written
    };
    snapshot.each(table, |row| {
        let before = lines.len();
        rows::write(table, row, &mut lines)?;
        if lines.len() - before > MAX_ROW {
            let why = format!("a row has over {MAX_ROW} bytes");
            return Err(store::StoreError::Row { table: table.name.clone(), why }.into());
        }
        count += 1;
        if lines.len() >= PART_BYTES {
            write(&mut lines, count)?;
            done += std::mem::take(&mut count);
            tell(done);
        }
        Ok::<_, BackupError>(())
    })?;
    if count > 0 {
        write(&mut lines, count)?;
        done += count;
        tell(done);
    }
    Ok(done)
}

/// How many photos the database names; each has two pictures.
fn shapes_of_photos(manifest: &Manifest) -> u64 {
    let rows = manifest.tables.iter().find(|table| table.name == "files");
    rows.map_or(0, |table| table.rows)
}

fn take_photos<W: Write>(
    snapshot: &mut Snapshot,
    data: &Path,
    total: u64,
    pack: &mut Pack<W>,
    tell: &mut dyn FnMut(Progress),
) -> Result<(), BackupError> {
    // Without photos there may be no folder of them, and none is made.
    if total == 0 {
        return Ok(());
    }
    let files = Files::open(&data.join("files"))?;
    let (mut after, mut done) = (i64::MIN, 0);
    loop {
        let batch = files::pictures(&mut snapshot.tx(), after, BATCH)?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.id;
        for photo in &batch {
            for digest in [&photo.sha256, &photo.thumbnail_sha256] {
                match files.sound(digest)? {
                    Some(bytes) => pack.photo(digest, &bytes).map_err(BackupError::output)?,
                    None => pack.lost(),
                }
            }
            done += 1;
        }
        tell(Progress { phase: Phase::Photos, done, total });
    }
}
