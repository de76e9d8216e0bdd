//! Writes the archive, entry by entry.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::format::{CONTENTS, Contents, PHOTOS, Part, Photos, SEAL};
use crate::lock::Envelope;

pub(crate) struct Pack<W: Write> {
    archive: tar::Builder<Envelope<W>>,
    seconds: u64,
    parts: Vec<Part>,
    photos: Photos,
}

impl<W: Write> Pack<W> {
    /// Begins an archive whose entries are of a time, in seconds since 1970.
    pub(crate) fn new(out: Envelope<W>, seconds: u64) -> Self {
        Self {
            archive: tar::Builder::new(out),
            seconds,
            parts: Vec::new(),
            photos: Photos::default(),
        }
    }

    /// Adds an entry that the contents name.
    pub(crate) fn part(&mut self, name: &str, rows: u64, bytes: &[u8]) -> io::Result<()> {
        self.entry(name, bytes)?;
        self.parts.push(part(name, rows, bytes));
        Ok(())
    }

    /// Adds rows, compressed.
    pub(crate) fn rows(&mut self, name: &str, rows: u64, lines: &[u8]) -> io::Result<()> {
        // The next level takes twice the time for a tenth of the size.
        let mut packed = GzEncoder::new(Vec::with_capacity(lines.len() / 4), Compression::fast());
        packed.write_all(lines)?;
        self.part(name, rows, &packed.finish()?)
    }

    /// Adds a picture.
    pub(crate) fn photo(&mut self, digest: &str, bytes: &[u8]) -> io::Result<()> {
        self.photos.count += 1;
        self.photos.bytes += length(bytes);
        self.entry(&format!("{PHOTOS}{digest}"), bytes)
    }

    /// Notes a picture that is not there.
    pub(crate) fn lost(&mut self) {
        self.photos.lost += 1;
    }

    /// Ends the archive with its contents.
    pub(crate) fn finish(mut self) -> io::Result<(Photos, W)> {
        let photos = self.photos;
        let contents = Contents { parts: std::mem::take(&mut self.parts), photos };
        let text = serde_json::to_vec(&contents)?;
        self.entry(CONTENTS, &text)?;
        self.entry(SEAL, seal(&text).as_bytes())?;
        Ok((photos, self.archive.into_inner()?.finish()?))
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(length(bytes));
        header.set_mode(0o600);
        header.set_mtime(self.seconds);
        self.archive.append_data(&mut header, name, bytes)
    }
}

/// Describes an entry.
pub(crate) fn part(name: &str, rows: u64, bytes: &[u8]) -> Part {
    let sha256 = hex::encode(Sha256::digest(bytes));
    Part { name: name.to_owned(), rows, bytes: length(bytes), sha256 }
}

/// What stands in the last entry.
pub(crate) fn seal(contents: &[u8]) -> String {
    format!("{}  {CONTENTS}\n", hex::encode(Sha256::digest(contents)))
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
