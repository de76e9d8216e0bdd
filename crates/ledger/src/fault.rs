//! What can be wrong with a ledger, in words for whoever looks after it.

use std::fmt;
use std::ops::RangeInclusive;

/// What is wrong, and with which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The places that it is about: one where the entry is known, more where only a hash over all of
    /// them is wrong. `None` for an entry that has no place yet.
    pub places: Option<RangeInclusive<u64>>,
    /// The entry's id, where it is known.
    pub entry: Option<i64>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// The kinds of damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No entry stands at the place.
    Gap,
    /// A place before the first.
    Outside,
    /// The text is not the one whose hash is kept.
    Text,
    /// The text is not an entry.
    Unreadable,
    /// A column says something else than the text.
    Column(&'static str),
    /// A personal value is not the one whose hash stands in the entry.
    Personal(String),
    /// A personal value of which the entry knows nothing.
    Stranger(String),
    /// An inner node of the tree differs from what the entries give.
    Node,
    /// There are inner nodes that no entries stand under.
    Nodes,
    /// The tree's head differs from what the entries give.
    Head,
    /// A signed checkpoint differs from what the entries give.
    Checkpoint {
        /// Its size.
        size: u64,
    },
    /// A checkpoint is of more entries than there are.
    Shorter {
        /// Its size.
        size: u64,
        /// How many there are.
        entries: u64,
    },
    /// A checkpoint's signature or columns do not fit its note.
    Note {
        /// Its size.
        size: i64,
    },
}

impl Fault {
    pub(crate) fn at(place: u64, entry: i64, wrong: Wrong) -> Self {
        Self { places: Some(place..=place), entry: Some(entry), wrong }
    }

    pub(crate) fn of(places: RangeInclusive<u64>, wrong: Wrong) -> Self {
        Self { places: Some(places), entry: None, wrong }
    }

    pub(crate) fn of_all(wrong: Wrong) -> Self {
        Self { places: None, entry: None, wrong }
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self.wrong {
            Wrong::Column(_) | Wrong::Personal(_) | Wrong::Stranger(_) => {
                "The entry itself is as it was: restore what stands beside it from a backup."
            }
            Wrong::Node | Wrong::Nodes | Wrong::Head => {
                "Stop the program, keep a copy of the database, and hold it against a backup: either the tree or an entry was changed."
            }
            Wrong::Note { .. } => {
                "Somebody changed what was signed: compare it with copies that others keep of /ledger/checkpoint."
            }
            _ => {
                "Stop the program, keep a copy of the database for whoever looks into it, and restore the last backup that `townhall verify` finds whole."
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.places, self.entry) {
            (Some(places), Some(entry)) => write!(f, "Place {}, entry {entry}: ", places.start())?,
            (Some(places), None) if places.start() == places.end() => {
                write!(f, "Place {}: ", places.start())?;
            }
            (Some(places), None) => write!(f, "Places {} to {}: ", places.start(), places.end())?,
            (None, Some(entry)) => write!(f, "Entry {entry}: ")?,
            (None, None) => {}
        }
        write!(f, "{}.", self.wrong)
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap => f.write_str("there is no entry; it was deleted or moved"),
            Self::Outside => f.write_str("the entry stands before the first place; it was inserted"),
            Self::Text => f.write_str("the text of the entry was changed; its hash is of another text"),
            Self::Unreadable => f.write_str("the text of the entry cannot be read"),
            Self::Column(name) => write!(f, "the column {name} says something else than the entry's text"),
            Self::Personal(field) => {
                write!(f, "the personal value `{field}` was changed; its hash is of another value")
            }
            Self::Stranger(field) => {
                write!(f, "there is a personal value `{field}` of which the entry knows nothing")
            }
            Self::Node => f.write_str(
                "the tree differs from the entries; one of them was changed, deleted, inserted or moved, or the tree's node was",
            ),
            Self::Nodes => f.write_str("The tree has nodes that no entries stand under; entries were deleted, or nodes added"),
            Self::Head => f.write_str(
                "the head of the tree differs from the entries; one of them was changed, deleted, inserted or moved, or the head was",
            ),
            Self::Checkpoint { size } => write!(
                f,
                "the checkpoint of {size} entries is of other entries; one of them was changed, deleted, inserted or moved after it was signed"
            ),
            Self::Shorter { size, entries } => write!(
                f,
                "a checkpoint of {size} entries was signed, and there are {entries}; the last ones were deleted, or an old copy was restored"
            ),
            Self::Note { size } => write!(
                f,
                "The checkpoint of {size} entries was changed; its signature, its columns and its text do not belong together"
            ),
        }
    }
}
