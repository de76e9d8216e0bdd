-- Until when a letter serves: one with a link that signs in is of no use, and no longer kept, once the link ends.
ALTER TABLE outbox ADD COLUMN serves_until BIGINT;
CREATE INDEX outbox_until ON outbox (serves_until) WHERE serves_until IS NOT NULL;
