-- Work that follows a commit. A job that is done is deleted: what it did stands in the ledger.
CREATE TABLE jobs (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What the job is about, to cancel it by and to join equal jobs.
    job_key TEXT,
    -- The key again, but only while the job waits to begin: a job that has begun no longer stands
    -- for work that is asked for now.
    waiting_key TEXT UNIQUE,
    payload TEXT NOT NULL,
    -- 'waiting' (also while it runs) or 'dead' (given up, waits for a person).
    state TEXT NOT NULL,
    -- When it may be claimed next: its time, the end of its pause or of its lease; 0 is at once.
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- The id of the running attempt; a worker whose lease ran out finds another one here.
    claim BIGINT,
    last_error TEXT
);
CREATE INDEX jobs_due ON jobs (state, due_at, id);
CREATE INDEX jobs_by_key ON jobs (job_key);

-- Work that comes again. One row a kind, whatever the number of nodes.
CREATE TABLE job_schedules (
    kind TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL
);
