use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

use crate::among::{Among, CaseDocument, Fields, schema};
use crate::words::folding;
use crate::{Position, SearchError, query};

/// The least memory that the engine's writer takes; a batch of cases is far smaller.
const WRITER_BYTES: usize = 20_000_000;
/// More than anybody pages through.
const MAX_FOUND: usize = 5_000;
/// A case with more text than this is found by its beginning.
const MAX_TEXT: usize = 100_000;
/// The folder inside the given one; a new layout gets a new name, so the old one is not misread.
const LAYOUT: &str = "cases-2";

/// How an index was found when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It is there and goes on from its [`CaseIndex::position`].
    Ready,
    /// It was not there, or could not be read and was thrown away: fill it from the start.
    NeedsRebuild,
}

/// Finds cases by anything in them; a copy of the database that follows the ledger.
///
/// Changes are seen after [`CaseIndex::commit`], which also keeps how far the follower has come.
pub struct CaseIndex {
    index: Index,
    reader: IndexReader,
    /// None after a failure: the engine's writer cannot be trusted then, and is made anew for the next change.
    writer: Mutex<Option<IndexWriter>>,
    fields: Fields,
}

impl CaseIndex {
    /// Opens the index in a folder; makes it anew when it is missing or broken.
    ///
    /// # Errors
    /// When the folder cannot be written, or another process has the index open.
    pub fn open(folder: &Path) -> Result<(Self, Opened), SearchError> {
        let place = folder.join(LAYOUT);
        match Self::open_existing(&place) {
            Ok(index) => return Ok((index, Opened::Ready)),
            Err(SearchError::InUse) => return Err(SearchError::InUse),
            Err(error) => {
                tracing::info!(folder = %place.display(), %error, "search index is made anew");
            }
        }
        let index = Self::create(&place)?;
        Ok((index, Opened::NeedsRebuild))
    }

    /// Makes an index in memory, for tests and small towns.
    ///
    /// # Errors
    /// When the engine cannot get its memory.
    pub fn in_memory() -> Result<Self, SearchError> {
        let (schema, _) = schema();
        Self::with(Index::create_in_ram(schema))
    }

    fn open_existing(place: &Path) -> Result<Self, SearchError> {
        let index = Index::open_in_dir(place)?;
        let (wanted, _) = schema();
        if index.schema() != wanted {
            return Err(TantivyError::SchemaError("another layout".to_owned()).into());
        }
        let damaged: Vec<PathBuf> = index.validate_checksum()?.into_iter().collect();
        if !damaged.is_empty() {
            return Err(TantivyError::InternalError(format!("damaged files: {damaged:?}")).into());
        }
        Self::with(index)
    }

    fn create(place: &Path) -> Result<Self, SearchError> {
        if place.exists() {
            std::fs::remove_dir_all(place)?;
        }
        std::fs::create_dir_all(place)?;
        let (schema, _) = schema();
        Self::with(Index::create_in_dir(place, schema)?)
    }

    fn with(index: Index) -> Result<Self, SearchError> {
        index.tokenizers().register("folded", folding());
        let writer = writer_of(&index)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema();
        Ok(Self { index, reader, writer: Mutex::new(Some(writer)), fields })
    }

    /// Tells how far the follower had come at the last commit; 0 for a new index.
    pub fn position(&self) -> Position {
        let metas = self.index.load_metas().ok();
        metas.and_then(|metas| Position::of_payload(&metas.payload?)).unwrap_or_default()
    }

    /// Puts a case in the place of its earlier text.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn upsert(&self, case: CaseDocument<'_>) -> Result<(), SearchError> {
        let fields = self.fields;
        let mut document = TantivyDocument::new();
        document.add_i64(fields.id, case.id);
        for (field, number) in [
            (fields.team, case.team),
            (fields.assignee, case.assignee),
            (fields.promised, case.promised),
            (fields.unread, case.unread.then_some(1)),
        ] {
            if let Some(number) = number {
                document.add_i64(field, number);
            }
        }
        document.add_text(fields.service, case.service);
        document.add_text(fields.phase, case.phase);
        if let Some(district) = case.district {
            document.add_text(fields.district, district);
        }
        document.add_text(fields.text, start(case.text));
        self.write(|writer| {
            writer.delete_term(Term::from_field_i64(fields.id, case.id));
            writer.add_document(document).map(drop)
        })
    }

    /// Takes a case out.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn delete(&self, id: i64) -> Result<(), SearchError> {
        let term = Term::from_field_i64(self.fields.id, id);
        self.write(|writer| {
            writer.delete_term(term);
            Ok(())
        })
    }

    /// Makes all changes since the last commit lasting and visible, with the follower's position.
    /// Call it per batch, not per case: it writes files.
    ///
    /// # Errors
    /// When the index cannot be written; the changes since the last commit are then gone.
    pub fn commit(&self, position: &Position) -> Result<(), SearchError> {
        self.write(|writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&position.to_payload());
            prepared.commit().map(drop)
        })?;
        self.reader.reload()?;
        Ok(())
    }

    /// Takes everything out, to fill the index from the start; takes effect with the next commit.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(|writer| writer.delete_all_documents().map(drop))
    }

    /// Counts the cases in the index.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Finds cases by what somebody types, the best first, among those that are meant.
    ///
    /// Every word must be in the case, the last may be the beginning of one; `"two words"` is a
    /// phrase, `-word` must not be in it, `word*` is a beginning. No query is an error; an empty one
    /// finds nothing.
    pub fn find(&self, query: &str, among: &Among<'_>, limit: usize) -> Vec<i64> {
        let limit = limit.min(MAX_FOUND);
        let Some(wanted) = query::cases(self.fields.text, query) else { return Vec::new() };
        if limit == 0 {
            return Vec::new();
        }
        let mut parts = vec![(Occur::Must, wanted)];
        parts.extend(self.fields.narrowed(among).into_iter().map(|part| (Occur::Must, part)));
        let wanted = BooleanQuery::new(parts);
        let searcher = self.reader.searcher();
        let found = searcher.search(&wanted, &TopDocs::with_limit(limit).order_by_score());
        let found = found
            .inspect_err(|error| tracing::warn!(%error, "case search failed"))
            .unwrap_or_default();
        found
            .into_iter()
            .filter_map(|(_, address)| {
                let segment =
                    searcher.segment_readers().get(usize::try_from(address.segment_ord).ok()?)?;
                segment.fast_fields().i64("id").ok()?.first(address.doc_id)
            })
            .collect()
    }

    /// Changes the index; a failure takes back all that was not committed.
    fn write(
        &self,
        change: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        // A panic while the writer was held leaves nothing half: it works by whole documents.
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => writer_of(&self.index)?,
        };
        // Its own rollback panics where one has failed before; one that is dropped frees its lock.
        change(&mut writer)?;
        *held = Some(writer);
        Ok(())
    }
}

fn writer_of(index: &Index) -> Result<IndexWriter, SearchError> {
    match index.writer_with_num_threads(1, WRITER_BYTES) {
        Err(TantivyError::LockFailure(..)) => Err(SearchError::InUse),
        other => Ok(other?),
    }
}

impl std::fmt::Debug for CaseIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CaseIndex").field("cases", &self.count()).finish_non_exhaustive()
    }
}

fn start(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn case(id: i64, team: i64, text: &str) -> CaseDocument<'_> {
        CaseDocument {
            id,
            team: Some(team),
            assignee: Some(team + id),
            service: if text.contains("othole") { "pothole" } else { "street-light-out" },
            phase: if id == 3 { "closed" } else { "open" },
            district: (id == 2).then_some("center"),
            promised: (id != 3).then_some(1_000 * id),
            unread: id == 1,
            text,
        }
    }

    fn everywhere() -> Among<'static> {
        Among::default()
    }

    fn of(teams: &[i64]) -> Among<'_> {
        Among { teams: Some(teams), ..Among::default() }
    }

    fn at(seq: i64) -> Position {
        Position { seq, leaf: vec![7; 32] }
    }

    fn filled() -> CaseIndex {
        let index = CaseIndex::in_memory().unwrap();
        index.upsert(case(1, 10, "ABCD-EFGH Pothole at Tremont Street, ana@example.org")).unwrap();
        index.upsert(case(2, 20, "Farola apagada en la calle Alcalá")).unwrap();
        index.upsert(case(3, 10, "Pothole in front of the school on Main Street")).unwrap();
        index.commit(&at(7)).unwrap();
        index
    }

    #[test]
    fn a_case_is_found_by_anything_in_it() {
        let index = filled();
        for (query, found) in [
            ("tremont", vec![1]),
            ("TREMONT pothole", vec![1]),
            ("trem", vec![1]),
            ("trem ", vec![]),
            ("alcala", vec![2]),
            ("abcd-efgh", vec![1]),
            ("ABCD EFGH", vec![1]),
            ("ana@example.org", vec![1]),
            ("\"main street\"", vec![3]),
            ("\"street main\"", vec![]),
            ("pothole -school", vec![1]),
            ("scho* pothole ", vec![3]),
            ("-pothole", vec![]),
            ("nothing", vec![]),
            ("", vec![]),
            ("*", vec![]),
        ] {
            assert_eq!(index.find(query, &everywhere(), 10), found, "{query}");
        }
        assert_eq!(index.find("pothole", &everywhere(), 10).len(), 2);
        assert_eq!(index.find("pothole", &everywhere(), 1).len(), 1);
        assert_eq!(index.find("pothole", &of(&[20]), 10), Vec::<i64>::new());
        assert_eq!(index.find("street", &of(&[10, 20]), 10).len(), 2);
        assert_eq!(index.find("street", &of(&[]), 10), Vec::<i64>::new());
    }

    #[test]
    fn a_search_among_some_cases_finds_only_those() {
        let index = filled();
        index.upsert(case(4, 20, "Pothole on Alcalá Street")).unwrap();
        index.commit(&at(8)).unwrap();
        let found = |among: Among<'_>| {
            let mut found = index.find("str*", &among, 10);
            found.sort_unstable();
            found
        };
        assert_eq!(found(everywhere()), [1, 3, 4]);
        assert_eq!(found(Among { assignee: Some(24), ..everywhere() }), [4]);
        assert_eq!(found(Among { service: Some("street-light-out"), ..everywhere() }), [0_i64; 0]);
        assert_eq!(found(Among { phases: Some(&["open", "waiting"]), ..everywhere() }), [1, 4]);
        assert_eq!(found(Among { phases: Some(&["closed"]), ..of(&[10]) }), [3]);
        assert_eq!(found(Among { promised: Some((1_000, 3_999)), ..everywhere() }), [1]);
        assert_eq!(found(Among { promised: Some((1_001, 4_000)), ..everywhere() }), [4]);
        assert_eq!(found(Among { unread: true, ..everywhere() }), [1]);
        let center = Among { district: Some("center"), ..everywhere() };
        assert_eq!((found(center), index.find("alcala", &center, 10)), (vec![], vec![2]));
    }

    #[test]
    fn a_changed_case_is_found_by_its_new_text_only() {
        let index = filled();
        index.upsert(case(1, 20, "Street light")).unwrap();
        assert_eq!(index.find("tremont", &everywhere(), 10), [1], "not before the commit");
        index.delete(3).unwrap();
        index.commit(&at(8)).unwrap();
        assert!(index.find("tremont", &everywhere(), 10).is_empty());
        assert!(index.find("school", &everywhere(), 10).is_empty());
        assert_eq!(index.find("light", &of(&[20]), 10), [1]);
        assert_eq!((index.count(), index.position()), (2, at(8)));
        index.clear().unwrap();
        index.commit(&at(0)).unwrap();
        assert_eq!(index.count(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_query_is_an_error(query in "\\PC{0,60}|[\"*\\-+():^~ a-z]{0,40}") {
            let index = filled();
            prop_assert!(index.find(&query, &of(&[10]), 10).len() <= 3);
        }
    }
}
