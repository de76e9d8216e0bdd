-- How many cases there are of each kind that lists count, as rows to add up: each change of a case adds one row
-- or two, so that no two changes meet in one row; `cases::tally` folds old rows together.
CREATE TABLE case_tally (
    id BIGINT PRIMARY KEY,
    phase TEXT NOT NULL,
    -- The hour of an open case's promise since 1970; a number past all hours where nothing is promised.
    hour BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    cases BIGINT NOT NULL
);
INSERT INTO case_tally (id, phase, hour, unread, cases)
SELECT -ROW_NUMBER() OVER (ORDER BY phase, hour, unread), phase, hour, unread, COUNT(*) FROM (
    SELECT phase, CASE WHEN phase = 'open' THEN COALESCE(promised_at / 3600000, 9999999) ELSE 0 END AS hour, unread
    FROM cases WHERE phase <> 'closed' OR unread = 1
) AS counted GROUP BY phase, hour, unread;
