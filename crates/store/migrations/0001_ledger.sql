-- The append-only history. `leaf` is the RFC 6962 leaf hash of the entry's canonical JSON (`entry`);
-- `seq` is its place in the tree, given in batches after the commit, so that writers need not queue.
CREATE TABLE ledger (
    id BIGINT PRIMARY KEY,
    seq BIGINT UNIQUE,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    entry TEXT NOT NULL,
    leaf BYTEA NOT NULL
);
CREATE INDEX ledger_subject ON ledger (subject_kind, subject, id);
CREATE INDEX ledger_waiting ON ledger (id) WHERE seq IS NULL;

-- Personal values stand beside the entry that holds only their salted hash; deleting a row erases
-- the value and leaves every hash and proof as it was.
CREATE TABLE ledger_personal (
    entry BIGINT NOT NULL REFERENCES ledger (id),
    field TEXT NOT NULL,
    salt BYTEA NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entry, field)
);
