//! What stands in a backup beside the rows and photos.

use serde::{Deserialize, Serialize};
use store::{Applied, ColumnKind, Schema};

/// The version of the format. It rises when an older program could not read what a newer one wrote.
pub const FORMAT: u32 = 1;

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const KEYS: &str = "keys/";
pub(crate) const TABLES: &str = "tables/";
pub(crate) const PHOTOS: &str = "photos/";
pub(crate) const CONTENTS: &str = "contents.json";
pub(crate) const SEAL: &str = "contents.json.sha256";

/// How many bytes of rows make a part: what both sides hold in memory.
pub(crate) const PART_BYTES: usize = 4 << 20;
/// More than any row of the tables has; the longest are the definitions of services.
pub(crate) const MAX_ROW: usize = 64 << 20;
/// More than any entry has, so that a damaged length does not ask for all memory.
pub(crate) const MAX_ENTRY: u64 = 128 << 20;

/// What the backup says about itself in its first entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    pub format: u32,
    /// The version of the program that took it.
    pub program: String,
    /// When it was taken, in UTC.
    pub taken_at: String,
    /// The engine of the database that it was taken from; any can be filled from it.
    pub engine: String,
    /// The migrations that the database had gone through.
    pub migrations: Vec<Step>,
    /// The tables, each after those that it refers to.
    pub tables: Vec<TableShape>,
}

/// A migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number.
    pub version: i64,
    /// Its file.
    pub name: String,
    /// The SHA-256 of its text.
    pub checksum: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// Its columns, in the order of the values of a row.
    pub columns: Vec<ColumnShape>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds: `int`, `real`, `text` or `bytes`.
    pub kind: String,
}

impl Manifest {
    /// The migrations as the store knows them.
    pub(crate) fn applied(&self) -> Vec<Applied> {
        let applied = |step: &Step| Applied {
            version: step.version,
            name: step.name.clone(),
            checksum: step.checksum.clone(),
        };
        self.migrations.iter().map(applied).collect()
    }

    /// Whether the tables are those that the migrations make.
    pub(crate) fn fits(&self, schema: &Schema) -> bool {
        let rows = |index: usize| self.tables.get(index).map_or(0, |table| table.rows);
        shapes(schema, rows) == self.tables
    }

    /// How many rows there are in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Describes tables; `rows` tells how many rows the table of an index has.
pub(crate) fn shapes(schema: &Schema, rows: impl Fn(usize) -> u64) -> Vec<TableShape> {
    let column = |name: &str, kind: ColumnKind| ColumnShape {
        name: name.to_owned(),
        kind: kind.name().to_owned(),
    };
    let shape = |(index, table): (usize, &store::Table)| TableShape {
        name: table.name.clone(),
        rows: rows(index),
        columns: table.columns.iter().map(|one| column(&one.name, one.kind)).collect(),
    };
    schema.tables.iter().enumerate().map(shape).collect()
}

pub(crate) fn steps(applied: &[Applied]) -> Vec<Step> {
    let step = |one: &Applied| Step {
        version: one.version,
        name: one.name.clone(),
        checksum: one.checksum.clone(),
    };
    applied.iter().map(step).collect()
}

/// An entry of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// How many rows are in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes in hex.
    pub sha256: String,
}

/// How many photos there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photos {
    /// Pictures in the backup; each photo has two, of which one is small.
    pub count: u64,
    /// Their size.
    pub bytes: u64,
    /// Pictures that the database names and that were missing or damaged when the backup was taken.
    pub lost: u64,
}

/// What the backup says about itself in its last entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Every entry before this one but the photos, in order.
    pub parts: Vec<Part>,
    /// The photos.
    pub photos: Photos,
}
