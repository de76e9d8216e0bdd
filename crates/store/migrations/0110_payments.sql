-- What somebody pays for a service. Amounts are whole minor units, times milliseconds since 1970.
CREATE TABLE payments (
    id BIGINT PRIMARY KEY,
    -- What people and banks call it by.
    number TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- What others pay, where a concession makes a difference, and why, by language, as JSON.
    full_amount BIGINT,
    because TEXT,
    -- unpaid, failed, abandoned, ended, paid, refunding, part-refunded, refunded
    state TEXT NOT NULL,
    -- Asked for or given back, and given back.
    refunding BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    locale TEXT NOT NULL,
    -- The id of the case that the payment opens, from the beginning; when it was opened.
    case_id BIGINT NOT NULL UNIQUE,
    opened_at BIGINT,
    -- The number of the last attempt; 0 before the first.
    attempts BIGINT NOT NULL,
    -- Letters that asked for the payment.
    letters BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    paid_at BIGINT,
    -- Since when the payment waits for somebody to begin another attempt.
    waits_since BIGINT NOT NULL,
    -- When somebody has to look after it next; nothing once there is nothing to wait for.
    due_at BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX payments_created ON payments (created_at, id);
CREATE INDEX payments_paid ON payments (paid_at, id) WHERE paid_at IS NOT NULL;
CREATE INDEX payments_due ON payments (due_at, id) WHERE due_at IS NOT NULL;

-- What was sent and waits to be paid: personal, so apart from the payment, and gone once the case holds it.
CREATE TABLE payment_applications (
    payment BIGINT PRIMARY KEY REFERENCES payments (id),
    answers TEXT NOT NULL,
    channel TEXT NOT NULL,
    clerk BIGINT,
    requester BIGINT
);
CREATE INDEX payment_applications_requester ON payment_applications (requester) WHERE requester IS NOT NULL;

-- A try to pay at a provider. At most one of a payment is live.
CREATE TABLE payment_attempts (
    payment BIGINT NOT NULL REFERENCES payments (id),
    attempt BIGINT NOT NULL,
    provider TEXT NOT NULL,
    -- What the provider calls it, once it has answered.
    provider_id TEXT,
    -- asked, open, paid, failed, expired, surplus, differs
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (payment, attempt),
    UNIQUE (provider, provider_id)
);

CREATE TABLE payment_refunds (
    id BIGINT PRIMARY KEY,
    payment BIGINT NOT NULL REFERENCES payments (id),
    attempt BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    -- Given back of the same attempt before this one.
    before BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- Who decided; nothing for what was paid twice.
    person BIGINT,
    -- asked, done, refused
    state TEXT NOT NULL,
    provider_id TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX payment_refunds_of ON payment_refunds (payment, id);

-- Notices of providers that were heard, each once.
CREATE TABLE payment_notices (
    provider TEXT NOT NULL,
    event TEXT NOT NULL,
    heard_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event)
);
CREATE INDEX payment_notices_old ON payment_notices (heard_at);
