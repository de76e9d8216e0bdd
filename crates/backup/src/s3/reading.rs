use std::io::{self, Read};

use bytes::{Buf, Bytes};
use hyper::body::Incoming;

use super::http::{Asked, Http};
use crate::BackupError;

/// A backup as it comes out of a bucket.
#[derive(Debug)]
pub struct ObjectReader {
    http: Http,
    body: Incoming,
    piece: Bytes,
}

impl ObjectReader {
    pub(super) fn open(http: Http, key: String) -> Result<Self, BackupError> {
        let body = http.answer(&Asked::get(&key))?.into_body();
        Ok(Self { http, body, piece: Bytes::new() })
    }
}

impl Read for ObjectReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.http.piece(&mut self.body) {
                Some(Ok(piece)) => self.piece = piece,
                Some(Err(why)) => return Err(io::Error::other(why)),
                None => return Ok(0),
            }
        }
        let count = self.piece.len().min(out.len());
        if let Some(room) = out.get_mut(..count) {
            self.piece.copy_to_slice(room);
        }
        Ok(count)
    }
}
