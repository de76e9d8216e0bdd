-- Every version of every service that was ever published. Rows are never changed: a running case
-- keeps the version that it began with. `body` is the definition with its whole form and the page
-- texts as JSON, `digest` the SHA-256 over it and the workflow.
CREATE TABLE service_versions (
    id BIGINT PRIMARY KEY,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    workflow TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    UNIQUE (service, version)
);

-- Workflows by the SHA-256 of their JSON: many services share one.
CREATE TABLE workflow_texts (
    digest TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

-- Which version of a service is offered now; without a row it is no longer offered.
CREATE TABLE service_offers (
    service TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);

-- Every version of what stands around the services: topics, departments, teams, opening hours.
CREATE TABLE outline_versions (
    version BIGINT PRIMARY KEY,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL
);
