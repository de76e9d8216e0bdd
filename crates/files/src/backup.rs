//! What a backup takes from the folder and brings back.

use sha2::{Digest, Sha256};
use store::{StoreError, Tx, params};

use crate::folder::{FileError, Files};

store::row! {
    /// The pictures of one photo.
    pub struct Pictures { pub id: i64, pub sha256: String, pub thumbnail_sha256: String }
}

store::statements! {
    PICTURES: Query<Pictures> = "SELECT id, sha256, thumbnail_sha256 FROM files WHERE id > $1 ORDER BY id LIMIT $2";
}

/// The pictures of the photos after an id, in the order of ids, at most `limit`.
pub fn pictures(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<Pictures>, StoreError> {
    tx.all(&PICTURES, params![after, limit])
}

impl Files {
    /// Reads the picture of a digest; nothing when it is missing or its bytes are others.
    pub fn sound(&self, digest: &str) -> Result<Option<Vec<u8>>, FileError> {
        match self.folder().get(digest) {
            Ok(bytes) => Ok(is_of(&bytes, digest).then_some(bytes)),
            Err(FileError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Brings a picture back; `false`, and nothing kept, when its bytes are not of the digest.
    pub fn bring_back(&self, digest: &str, bytes: &[u8]) -> Result<bool, FileError> {
        if !is_of(bytes, digest) {
            return Ok(false);
        }
        self.folder().put(bytes).map(|_| true)
    }
}

/// Whether bytes are those of a digest.
pub fn is_of(bytes: &[u8], digest: &str) -> bool {
    hex::encode(Sha256::digest(bytes)) == digest
}
