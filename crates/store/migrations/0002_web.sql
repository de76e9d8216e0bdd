-- Sessions of people who are signed in. The browser holds the token, the table only its SHA-256.
CREATE TABLE web_sessions (
    digest TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    -- 1 while the second factor is still asked for: such a session opens nothing but that page.
    pending BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_sessions_person ON web_sessions (person_id);
CREATE INDEX web_sessions_expiry ON web_sessions (expires_at);
