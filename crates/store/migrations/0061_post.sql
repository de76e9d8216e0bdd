-- Letters to residents and staff by e-mail. A sent letter's text is emptied once an outside server
-- has it: it holds personal links, and the case's history says what was written.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    case_id BIGINT,
    to_address TEXT NOT NULL,
    locale TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    unsubscribe TEXT,
    -- Set by the first attempt and kept by the later ones, so that a letter that arrives twice is
    -- shown once.
    message_id TEXT,
    -- 'queued', 'failed' (will be tried again), 'sent', 'dead' (given up, waits for a person).
    state TEXT NOT NULL,
    -- 'smtp' or 'page', once it is sent.
    transport TEXT,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX outbox_by_state ON outbox (state, id);
CREATE INDEX outbox_by_case ON outbox (case_id, id);
