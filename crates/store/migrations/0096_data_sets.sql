-- The data sets of questions, by the digest of their text: definitions name the digest, so that old
-- versions keep theirs.
CREATE TABLE data_sets (
    digest TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL
);
