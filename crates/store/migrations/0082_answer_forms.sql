-- The forms that the answers of a case were given in, the first one first, as JSON: [["pothole",1]]. Empty while
-- that is the form of the case's own service.
ALTER TABLE case_answers ADD COLUMN forms TEXT NOT NULL DEFAULT '[]';
