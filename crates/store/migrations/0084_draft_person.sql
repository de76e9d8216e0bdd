-- Whose name and address stand in a form because they were signed in; nothing where nobody was.
ALTER TABLE drafts ADD COLUMN person BIGINT;
