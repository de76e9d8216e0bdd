-- The bank of the demonstration town, in which no money moves. It stands for an outside provider: nothing
-- else refers to its rows, and the town asks it as it would ask any other.
CREATE TABLE practice_payments (
    id TEXT PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    description TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    return_url TEXT NOT NULL,
    -- open, paid, failed, expired
    state TEXT NOT NULL,
    refunded BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX practice_payments_created ON practice_payments (created_at, id);
