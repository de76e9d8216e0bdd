//! `/ledger/tile/…`: the fingerprints themselves, as C2SP tlog-tiles names them, for whoever keeps a
//! copy of the tree. There are no tiles of entries: what stands in them is not for everybody.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use ledger::tree::{MAX_TILE_LEVEL, TILE_WIDTH, tile as read};
use web::{App, Fault, Reply};

use crate::asked;

/// The longest path of a tile: level, seven groups of an index, a width.
const LONGEST: usize = 64;

/// A tile that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tile {
    level: u32,
    index: u64,
    width: u64,
}

impl Tile {
    /// Reads `LEVEL/x001/x234/067` or, for the beginning of a tile, `LEVEL/067.p/WIDTH`. Each tile has
    /// one address only.
    fn parse(path: &str) -> Option<Self> {
        let path = Some(path).filter(|path| path.len() <= LONGEST)?;
        let (path, width) = match path.split_once(".p/") {
            Some((path, width)) => (path, plain(width).filter(|width| *width < TILE_WIDTH)?),
            None => (path, TILE_WIDTH),
        };
        let (level, groups) = path.split_once('/')?;
        let level = u32::try_from(plain(level)?).ok().filter(|level| *level <= MAX_TILE_LEVEL)?;
        let (mut index, mut groups) = (0_u64, groups.split('/').peekable());
        while let Some(group) = groups.next() {
            let digits = if groups.peek().is_some() { group.strip_prefix('x')? } else { group };
            let fits = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let digits: u64 = digits.parse().ok().filter(|_| fits)?;
            index = index.checked_mul(1_000)?.checked_add(digits)?;
        }
        let tile = Self { level, index, width: Some(width).filter(|width| *width > 0)? };
        (tile.path() == path).then_some(tile)
    }

    /// The address without its width.
    fn path(self) -> String {
        let mut groups = vec![format!("{:03}", self.index % 1_000)];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1_000));
            rest /= 1_000;
        }
        groups.reverse();
        format!("{}/{}", self.level, groups.join("/"))
    }
}

/// A number without signs or zeros before it.
fn plain(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|number| number.to_string() == text)
}

/// The hashes of a tile, 32 bytes each. What the newest checkpoint does not cover is not there yet. A
/// tile never changes, not even one that is cut off.
pub(crate) async fn tile(State(app): State<App>, Path(path): Path<String>) -> Reply {
    let tile = Tile::parse(&path).ok_or(Fault::NotFound)?;
    let hashes = app.db().read(move |tx| {
        let signed = asked::newest(tx)?.map_or(0, |newest| newest.size);
        let complete = signed >> (tile.level * 8);
        let covered =
            tile.index.checked_mul(TILE_WIDTH).and_then(|from| from.checked_add(tile.width));
        match covered {
            Some(end) if end <= complete => read(tx, tile.level, tile.index, tile.width),
            _ => Ok(Vec::new()),
        }
    });
    let hashes = hashes.await?;
    if hashes.is_empty() {
        return Err(Fault::NotFound);
    }
    let head = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((head, hashes.concat()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tile_has_one_address() {
        let tile = |level, index, width| Some(Tile { level, index, width });
        assert_eq!(Tile::parse("0/000"), tile(0, 0, 256));
        assert_eq!(Tile::parse("0/x001/x234/067"), tile(0, 1_234_067, 256));
        assert_eq!(Tile::parse("1/005.p/17"), tile(1, 5, 17));
        for path in [
            "",
            "0",
            "0/",
            "0/0",
            "0/0000",
            "0/x000/067",
            "0/x001",
            "0/001/234",
            "00/000",
            "7/000",
            "-1/000",
            "0/+01",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/000.p/1/x",
            "0/xx01/000",
            "0/x999/x999/x999/x999/x999/x999/999",
            "entries/000",
        ] {
            assert_eq!(Tile::parse(path), None, "{path}");
        }
    }
}
