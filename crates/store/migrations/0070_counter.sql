-- A form that somebody has begun in a browser and not sent yet. Times are milliseconds since 1970.
CREATE TABLE drafts (
    id BIGINT PRIMARY KEY,
    -- The digest of the browser's own number: nobody else can open the draft.
    owner TEXT NOT NULL,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    locale TEXT NOT NULL,
    -- Checked answers as JSON, and what was typed on pages that are not finished, by page.
    answers TEXT NOT NULL,
    typed TEXT NOT NULL,
    -- Whether the resident has said that none of the reports nearby is theirs.
    is_new BIGINT NOT NULL,
    -- The case whose answers this corrects; nothing for a new one.
    corrects BIGINT,
    -- The case that it became. Its answers are then empty: they stand with the case.
    case_id BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX drafts_owner ON drafts (owner, updated_at);
CREATE INDEX drafts_expires ON drafts (expires_at);

-- How many letters with a personal link were asked for of late, by case, so that nobody fills a mailbox.
CREATE TABLE link_requests (
    case_id BIGINT PRIMARY KEY,
    asked BIGINT NOT NULL,
    forget_at BIGINT NOT NULL
);
