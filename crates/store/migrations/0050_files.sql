-- Photos that people attached. The pictures lie in a folder under the SHA-256 of their bytes; a row
-- says whose they are.
CREATE TABLE files (
    id BIGINT PRIMARY KEY,
    -- Whose it is: a form that is being filled in, then a case.
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    thumbnail_sha256 TEXT NOT NULL,
    -- 'pending' until the form is sent, then 'attached'.
    state TEXT NOT NULL,
    public BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX files_by_owner ON files (owner_kind, owner_id, id);
CREATE INDEX files_by_content ON files (sha256);
CREATE INDEX files_by_thumbnail ON files (thumbnail_sha256);
CREATE INDEX files_pending ON files (state, created_at);
