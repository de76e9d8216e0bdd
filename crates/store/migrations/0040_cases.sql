-- A case: what somebody started, where it stands, whose time runs. Times are milliseconds since 1970.
CREATE TABLE cases (
    id BIGINT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    side TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    promised_at BIGINT,
    closed_at BIGINT,
    outcome TEXT,
    kept BIGINT,
    -- What is left of the promise while it pauses (working milliseconds, or plain ones for calendar days).
    remaining_ms BIGINT,
    -- Since when the present state runs, and the working time of the states before it, by whose time it was.
    since_at BIGINT NOT NULL,
    staff_ms BIGINT NOT NULL,
    resident_ms BIGINT NOT NULL,
    others_ms BIGINT NOT NULL,
    team BIGINT,
    assignee BIGINT,
    channel TEXT NOT NULL,
    locale TEXT NOT NULL,
    summary TEXT NOT NULL,
    public BIGINT NOT NULL,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    district TEXT,
    address TEXT,
    requester BIGINT,
    duplicate_of BIGINT REFERENCES cases (id),
    followers BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX cases_team ON cases (team, phase, promised_at, id);
CREATE INDEX cases_assignee ON cases (assignee, phase, promised_at, id);
CREATE INDEX cases_phase ON cases (phase, promised_at, id);
CREATE INDEX cases_service ON cases (service, phase, lat);
CREATE INDEX cases_closed ON cases (closed_at, service);
CREATE INDEX cases_public ON cases (public, opened_at);
CREATE INDEX cases_requester ON cases (requester, opened_at);
CREATE INDEX cases_duplicate ON cases (duplicate_of);

-- What was answered, and how to reach the resident: personal, so apart from the case and erasable.
CREATE TABLE case_answers (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    answers TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    phone TEXT NOT NULL
);
CREATE INDEX case_answers_email ON case_answers (email_key);

-- The history of a case as people read it.
CREATE TABLE case_events (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    person BIGINT,
    audience TEXT NOT NULL,
    state TEXT,
    text TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX case_events_case ON case_events (case_id, id);

-- Who gets a case's news without being its requester.
CREATE TABLE case_followers (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    UNIQUE (case_id, email_key)
);

-- How it went, said by the resident.
CREATE TABLE case_feedback (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    at BIGINT NOT NULL,
    solved BIGINT NOT NULL,
    rating BIGINT,
    text TEXT NOT NULL
);
