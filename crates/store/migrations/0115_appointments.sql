-- Who has which time. Times are milliseconds since 1970. A row is a time that is held for a form or a
-- letter, an appointment, or what became of one.
CREATE TABLE appointments (
    id BIGINT PRIMARY KEY,
    case_id BIGINT REFERENCES cases (id),
    -- The case again while its appointment is ahead: a case has one at a time.
    live_case BIGINT UNIQUE,
    -- The form for which it is held: a form holds one at a time.
    draft BIGINT UNIQUE,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    branch TEXT NOT NULL,
    -- A seat of a resource: `desk-1.1`.
    unit TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- The same with what goes before and after it.
    blocks_from BIGINT NOT NULL,
    blocks_to BIGINT NOT NULL,
    -- 'held', 'booked', 'arrived', 'done', 'missed', 'cancelled'.
    state TEXT NOT NULL,
    held_until BIGINT,
    -- Counts the changes, for calendars and for two people at once.
    sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX appointments_unit ON appointments (unit, blocks_from);
CREATE INDEX appointments_branch ON appointments (branch, starts_at);
CREATE INDEX appointments_case ON appointments (case_id, id);
CREATE INDEX appointments_held ON appointments (held_until) WHERE state = 'held';

-- Each five minutes of a seat that is taken, counted since 1970. The key is what keeps two from having one
-- time, whatever lengths, buffers and services meet.
CREATE TABLE appointment_grains (
    unit TEXT NOT NULL,
    grain BIGINT NOT NULL,
    appointment BIGINT NOT NULL,
    PRIMARY KEY (unit, grain)
);
CREATE INDEX appointment_grains_of ON appointment_grains (appointment);

-- Who would like to come sooner, in the order in which they asked.
CREATE TABLE appointment_waiting (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL UNIQUE REFERENCES cases (id),
    branch TEXT NOT NULL,
    -- The time that is held for them, with its own row in `appointments`.
    offered BIGINT UNIQUE,
    asked_at BIGINT NOT NULL
);
CREATE INDEX appointment_waiting_branch ON appointment_waiting (branch, id);

-- Branches whose hours or resources were changed in the browser, over those of the pack; and the number of
-- the calendar's link, which a new one ends.
CREATE TABLE appointment_branches (
    id BIGINT PRIMARY KEY,
    branch TEXT NOT NULL UNIQUE,
    plan TEXT NOT NULL,
    revision BIGINT NOT NULL,
    feed BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
