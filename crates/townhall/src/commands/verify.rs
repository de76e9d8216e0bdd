//! `townhall verify`

use std::io::Read;
use std::path::{Path, PathBuf};

use base::FileId;
use base::time::from_ms;
use clap::Args;
use files::{FileError, FileRow, Files};
use ledger::receipt::{MAX_RECEIPT, Receipt};
use ledger::{AuditError, Audited, Checkpoint, Fault, MAX_NOTE, NoteError, Seal, VerifierKey};
use serde_json::Value;
use store::Db;

use super::progress::Step;
use super::{remark, say};
use crate::data_folder::seal_in;
use crate::settings::Settings;
use crate::{Failure, sentence};

/// Rows of files that are read at a time.
const FILES: i64 = 200;

/// What is verified.
#[derive(Args)]
pub struct Options {
    /// A checkpoint that somebody kept, to hold the ledger against; may be given more than once
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// A receipt to check instead; needs no database
    #[arg(long, value_name = "FILE", conflicts_with = "checkpoint")]
    receipt: Option<PathBuf>,
    /// The public key that must have signed, as /ledger shows it [default: that of the data folder]
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Verifies the ledger and the files, or a receipt; fails at the first thing that is wrong.
pub fn run(settings: &Settings, options: &Options) -> Result<(), Failure> {
    let key = options.key.as_deref().map(|key| key.parse::<VerifierKey>().map_err(told));
    let key = key.transpose()?;
    if let Some(file) = &options.receipt {
        return receipt(settings, file, key.as_ref());
    }
    let db = super::open_unchanged(settings)?;
    let kept = options.checkpoint.iter().map(|file| kept(settings, &db, file, key.as_ref()));
    let kept = kept.collect::<Result<Vec<_>, _>>()?;
    let (mut step, mut before) = (Step::counted("Entries", 0), 0);
    let audited = ledger::audit(&db, &kept, |done, all| {
        let (done, all) = (usize::try_from(done).unwrap_or(0), usize::try_from(all).unwrap_or(0));
        step.total(all);
        step.reached(before, done);
        before = done;
    });
    let audited = audited.map_err(damaged)?;
    step.end();
    tell(settings, &audited, &kept, key.as_ref())?;
    photos(settings, &db)
}

fn tell(
    settings: &Settings,
    audited: &Audited,
    kept: &[Checkpoint],
    key: Option<&VerifierKey>,
) -> Result<(), Failure> {
    let Audited { entries, beyond, waiting, personal, checkpoints, .. } = audited;
    say(&format!("Whole: {entries} entries are as they were written, without a gap."));
    if *beyond > 0 {
        say(&format!("Not in the tree yet: {beyond} of them; a running town adds them."));
    }
    if *waiting > 0 {
        say(&format!("Waiting for their place: {waiting} more; a running town gives it."));
    }
    say(&format!("Personal values that are there and belong to their entries: {personal}."));
    say(&format!("Signed checkpoints that fit the entries: {checkpoints}."));
    for checkpoint in kept {
        say(&format!("The checkpoint of {} entries that you kept fits too.", checkpoint.size));
    }
    if let Some(newest) = &audited.newest {
        let (at, note) = (from_ms(newest.at), newest.note.trim_end());
        say(&format!("The newest checkpoint, of {at}:\n\n{note}\n"));
    }
    signers(settings, audited, key)
}

/// Whether the checkpoints were signed with the key that is known, of which a town may have had more
/// than one.
fn signers(
    settings: &Settings,
    audited: &Audited,
    key: Option<&VerifierKey>,
) -> Result<(), Failure> {
    let trusted = match key {
        Some(key) => Some(key.public),
        None => own_key(settings)?,
    };
    let Some(trusted) = trusted else {
        remark(
            "Whose signatures these are was not checked: give --key, or the data folder with --data.",
        );
        return Ok(());
    };
    let Some(other) = audited.signers.iter().find(|signer| signer.public != trusted) else {
        return Ok(());
    };
    if key.is_some() {
        return Err(Failure(format!(
            "Some checkpoints were signed with another key than yours, {other}; ask the town when it changed its key."
        )));
    }
    remark(&format!(
        "Some checkpoints were signed with a key that is not this folder's, {other}: that is right if the key was replaced, or if another node has a key of its own."
    ));
    Ok(())
}

/// The public half of the data folder's key.
fn own_key(settings: &Settings) -> Result<Option<[u8; 32]>, Failure> {
    Ok(seal_in(&settings.data)?.map(|secret| Seal::new("", &secret).verifier().public))
}

/// Says what is wrong, with which row, and what to do.
fn damaged(error: AuditError) -> Failure {
    match error {
        AuditError::Store(error) => error.into(),
        AuditError::Fault(fault) => Failure(format!("{fault} {}", Fault::advice(&fault))),
    }
}

/// Reads a checkpoint that somebody kept. It must be signed: by the key that was given, that of the
/// data folder, or one that signed before.
fn kept(
    settings: &Settings,
    db: &Db,
    file: &Path,
    key: Option<&VerifierKey>,
) -> Result<Checkpoint, Failure> {
    let note = read(file, MAX_NOTE)?;
    let refused = |error: NoteError| Failure(format!("{}: {error}.", file.display()));
    let told = Checkpoint::unchecked(&note).map_err(refused)?;
    let mut keys: Vec<VerifierKey> = key.into_iter().cloned().collect();
    if keys.is_empty() {
        let own = own_key(settings)?;
        let signers = db.read_blocking(ledger::checkpoints::signers)?;
        let publics =
            own.into_iter().chain(signers.iter().filter_map(|key| key.as_slice().try_into().ok()));
        keys.extend(publics.map(|public| VerifierKey { name: told.origin.clone(), public }));
    }
    let opened = keys
        .iter()
        .map(|key| Checkpoint::open(&note, key))
        .find(|opened| *opened != Err(NoteError::Unsigned));
    opened.unwrap_or(Err(NoteError::Unsigned)).map_err(refused)
}

fn receipt(settings: &Settings, file: &Path, key: Option<&VerifierKey>) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure(format!("{}: {error}.", file.display()));
    let receipt = Receipt::read(&read(file, MAX_RECEIPT)?).map_err(|error| failed(&error))?;
    let named: VerifierKey = receipt.key.parse().map_err(|error: NoteError| failed(&error))?;
    let own = own_key(settings)?.map(|public| VerifierKey { name: named.name.clone(), public });
    let known = key.cloned().or(own);
    let checkpoint =
        receipt.check(known.as_ref().unwrap_or(&named)).map_err(|error| failed(&error))?;
    let stand = match receipt.entries.len() {
        1 => "1 entry stands".to_owned(),
        count => format!("{count} entries stand"),
    };
    let (origin, size) = (checkpoint.origin, checkpoint.size);
    say(&format!("{stand} in the ledger {origin} as the receipt says, in its tree of {size}:"));
    for one in &receipt.entries {
        let entry: Value = serde_json::from_str(&one.entry).unwrap_or_default();
        let at = entry.get("at").and_then(Value::as_i64).map(|at| from_ms(at).to_string());
        let verb = entry.get("verb").and_then(Value::as_str).unwrap_or_default();
        say(&format!("  {:>10}  {}  {verb}", one.place, at.unwrap_or_default()));
    }
    if known.is_none() {
        remark(&format!(
            "This was checked with the key in the receipt itself. Compare it with the key that you know, or give that with --key: {}",
            receipt.key
        ));
    }
    Ok(())
}

/// Reads a file that somebody gives, up to a bound.
fn read(file: &Path, most: usize) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::file("read it", file, &error);
    let mut text = String::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(file)
        .map_err(failed)?
        .take(most)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(text)
}

/// Holds every photo against the hash in its row.
fn photos(settings: &Settings, db: &Db) -> Result<(), Failure> {
    let all = usize::try_from(db.read_blocking(files::count)?).unwrap_or(0);
    if all == 0 {
        say("There are no files.");
        return Ok(());
    }
    let folder = settings.data.join("files");
    if !folder.is_dir() {
        return Err(Failure(format!(
            "There are {all} files in the database, and no folder {}; give the right one with --data.",
            folder.display()
        )));
    }
    let kept = Files::open(&folder).map_err(|error| Failure(error.to_string()))?;
    let step = Step::counted("Files", all);
    let (mut done, mut after) = (0, FileId(i64::MIN));
    loop {
        let rows = db.read_blocking(move |tx| files::after(tx, after, FILES))?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            photo(db, &kept, row)?;
            step.reached(done, done + 1);
            done += 1;
        }
    }
    step.end();
    say(&format!("{done} files are as they were kept."));
    Ok(())
}

fn photo(db: &Db, kept: &Files, row: &FileRow) -> Result<(), Failure> {
    let Err(error) = kept.check(row) else { return Ok(()) };
    // What was removed by right since its row was read is not missed.
    let id = row.id;
    if db.read_blocking(move |tx| files::get(tx, id))?.is_none() {
        return Ok(());
    }
    let advice = match error {
        FileError::Missing | FileError::Changed => "restore it from a backup of the folder",
        FileError::Folder { .. } => "look at the folder and its disk",
    };
    let (kind, owner) = (&row.owner_kind, row.owner_id);
    Err(Failure(format!("File {id} ({}) of {kind} {owner}: {error}; {advice}.", row.sha256)))
}

fn told(error: NoteError) -> Failure {
    Failure(format!("{}.", sentence(&error.to_string())))
}
