-- Where each member of staff last stood in a case: their own bookmark, for marking what is new since.
CREATE TABLE desk_visits (
    person BIGINT NOT NULL REFERENCES persons (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    -- The newest event that the page showed.
    event BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, case_id)
);
CREATE INDEX desk_visits_latest ON desk_visits (person, at);

-- Filters of the inbox that somebody keeps under a name.
CREATE TABLE desk_filters (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES persons (id),
    name TEXT NOT NULL,
    -- The query of the inbox's address.
    query TEXT NOT NULL,
    UNIQUE (person, name)
);

-- Texts for answers that are written often.
CREATE TABLE desk_templates (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    -- For one service, or for all.
    service TEXT,
    -- For closing with this outcome, or for messages.
    outcome TEXT,
    -- The text by language, as JSON.
    body TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL
);
CREATE INDEX desk_templates_name ON desk_templates (name, id);
