-- Until when a draft can be gone on with by the link that was sent, and how many letters carried it.
ALTER TABLE drafts ADD COLUMN saved_until BIGINT;
ALTER TABLE drafts ADD COLUMN saved_letters BIGINT NOT NULL DEFAULT 0;
