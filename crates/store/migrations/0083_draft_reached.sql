-- The page that a form had come to, so that going on leaves out no page that need not be answered.
ALTER TABLE drafts ADD COLUMN reached TEXT NOT NULL DEFAULT '';
