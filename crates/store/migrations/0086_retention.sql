-- When the personal data of a closed case was erased, its time being over. What stays is what figures need.
ALTER TABLE cases ADD COLUMN erased_at BIGINT;
-- The closed cases that still hold personal data, the oldest first: what the daily job looks through.
CREATE INDEX cases_kept ON cases (closed_at, id, service, version)
    WHERE phase = 'closed' AND (erased_at IS NULL OR erased_at < closed_at);
