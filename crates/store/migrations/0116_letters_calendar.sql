-- What a letter carries for a calendar (RFC 5545), emptied with its text.
ALTER TABLE outbox ADD COLUMN calendar TEXT;
