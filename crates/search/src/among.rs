use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{ConstScoreQuery, Query, RangeQuery, TermSetQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// A case as the index sees it.
#[derive(Debug, Clone, Copy)]
pub struct CaseDocument<'a> {
    /// The case's id.
    pub id: i64,
    /// The team that has it.
    pub team: Option<i64>,
    /// The person who works on it.
    pub assignee: Option<i64>,
    /// The service's key.
    pub service: &'a str,
    /// The word for how far it is.
    pub phase: &'a str,
    /// The district's key.
    pub district: Option<&'a str>,
    /// When its promise ends, in milliseconds since 1970; `None` while none runs.
    pub promised: Option<i64>,
    /// Whether the resident said something that nobody has opened.
    pub unread: bool,
    /// Everything that it can be found by, in any language.
    pub text: &'a str,
}

/// Among which cases is searched; what is `None` narrows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Among<'a> {
    /// Cases of these teams.
    pub teams: Option<&'a [i64]>,
    /// Cases of this person.
    pub assignee: Option<i64>,
    /// Cases of this service.
    pub service: Option<&'a str>,
    /// Cases that are this far: one of these words.
    pub phases: Option<&'a [&'a str]>,
    /// Cases in this district.
    pub district: Option<&'a str>,
    /// Cases whose running promise ends from the first to the second of these times.
    pub promised: Option<(i64, i64)>,
    /// Only cases in which the resident said something that nobody has opened.
    pub unread: bool,
}

/// The fields that a case is found by.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) team: Field,
    pub(crate) assignee: Field,
    pub(crate) service: Field,
    pub(crate) phase: Field,
    pub(crate) district: Field,
    pub(crate) promised: Field,
    pub(crate) unread: Field,
    pub(crate) text: Field,
}

impl Fields {
    /// The conditions of a narrower search. They say which cases are meant, not which are better, so they
    /// add nothing to the score.
    pub(crate) fn narrowed(self, among: &Among<'_>) -> Vec<Box<dyn Query>> {
        let number = |field, one: i64| Term::from_field_i64(field, one);
        let word = |field, one: &str| Term::from_field_text(field, one);
        let any = |terms: Vec<Term>| -> Box<dyn Query> { Box::new(TermSetQuery::new(terms)) };
        let team = |team: &i64| number(self.team, *team);
        let phase = |phase: &&str| word(self.phase, phase);
        let parts = [
            among.teams.map(|teams| any(teams.iter().map(team).collect())),
            among.assignee.map(|person| any(vec![number(self.assignee, person)])),
            among.service.map(|service| any(vec![word(self.service, service)])),
            among.phases.map(|phases| any(phases.iter().map(phase).collect())),
            among.district.map(|district| any(vec![word(self.district, district)])),
            among.promised.map(|(from, to)| -> Box<dyn Query> {
                let end = |at| Bound::Included(number(self.promised, at));
                Box::new(RangeQuery::new(end(from), end(to)))
            }),
            among.unread.then(|| any(vec![number(self.unread, 1)])),
        ];
        let silent = |part| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(part, 0.0)) };
        parts.into_iter().flatten().map(silent).collect()
    }
}

/// The fields of a case, and where the engine has them.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("folded")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_i64_field("id", INDEXED | FAST),
        team: schema.add_i64_field("team", INDEXED),
        assignee: schema.add_i64_field("assignee", INDEXED),
        service: schema.add_text_field("service", STRING),
        phase: schema.add_text_field("phase", STRING),
        district: schema.add_text_field("district", STRING),
        promised: schema.add_i64_field("promised", INDEXED | FAST),
        unread: schema.add_i64_field("unread", INDEXED),
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing)),
    };
    (schema.build(), fields)
}
