-- Services that are being written in the browser: at most one draft for each.
CREATE TABLE service_drafts (
    service TEXT PRIMARY KEY,
    -- The version that it began from, 0 for a new service.
    base BIGINT NOT NULL,
    -- The newest revision.
    revision BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by BIGINT NOT NULL,
    -- Who has asked to publish which revision, and when it shall be; 0 for at once.
    asked_by BIGINT,
    asked_revision BIGINT,
    asked_for BIGINT,
    -- Who has agreed, where it waits for its day.
    agreed_by BIGINT
);

-- Every revision of every draft: the definition as a pack holds it, and the page texts by language as
-- JSON. Numbers count on when a service gets another draft; rows are never changed.
CREATE TABLE service_draft_revisions (
    service TEXT NOT NULL,
    number BIGINT NOT NULL,
    definition TEXT NOT NULL,
    texts TEXT NOT NULL,
    -- What was done: the key of its words, and of what.
    did TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (service, number)
);

-- Drafts as residents would meet them: a form that is filled in with one of these is never sent.
CREATE TABLE service_practices (
    id BIGINT PRIMARY KEY,
    service TEXT NOT NULL,
    workflow TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX service_practices_service ON service_practices (service, id);

-- The versions that were published in the browser: a pack does not replace them unless it is told to.
CREATE TABLE service_releases (
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    person BIGINT NOT NULL,
    seconded_by BIGINT,
    -- The version whose content it brings back.
    restores BIGINT,
    PRIMARY KEY (service, version)
);

-- A number that changes with what is offered, so that each node notices cheaply.
CREATE TABLE catalogue_stamps (
    name TEXT PRIMARY KEY,
    stamp BIGINT NOT NULL
);
