-- The Merkle tree over the ledger's entries by their places. One row: how many entries the tree
-- holds, and the roots of its complete subtrees, the largest first, 32 bytes each. On a ledger that is
-- older than this table the tree grows over the places that are there before new ones are given.
CREATE TABLE ledger_tree (
    id BIGINT PRIMARY KEY,
    size BIGINT NOT NULL,
    peaks BYTEA
);
INSERT INTO ledger_tree (id, size, peaks) VALUES (1, 0, NULL);

-- The roots of complete subtrees of 256, 65,536 and 16,777,216 entries (levels 8, 16 and 24), as the
-- tiles of C2SP tlog-tiles name them: any proof reads a few hundred hashes, however long the ledger.
CREATE TABLE ledger_nodes (
    level BIGINT NOT NULL,
    place BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, place)
);

-- What the town has signed: rows are added and never changed, so that each tree can be held against
-- every earlier one.
CREATE TABLE ledger_checkpoints (
    size BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    root BYTEA NOT NULL,
    -- The Ed25519 public key that checks the signature.
    signer BYTEA NOT NULL,
    -- The signed note (C2SP signed-note, tlog-checkpoint).
    note TEXT NOT NULL
);
