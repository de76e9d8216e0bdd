-- The ways to the cases of a list. Nearly all cases are closed, so what staff work on has indexes of its own;
-- `COALESCE(…)` is the place in the order of lists, where cases without a promise come last.
DROP INDEX cases_team;
DROP INDEX cases_assignee;
DROP INDEX cases_phase;
DROP INDEX cases_service;
DROP INDEX cases_public;
DROP INDEX cases_duplicate;
CREATE INDEX cases_live ON cases ((COALESCE(promised_at, 9223372036854775807)), id) WHERE phase <> 'closed';
CREATE INDEX cases_live_team ON cases (team, (COALESCE(promised_at, 9223372036854775807)), id) WHERE phase <> 'closed';
CREATE INDEX cases_live_assignee ON cases (assignee, (COALESCE(promised_at, 9223372036854775807)), id) WHERE phase <> 'closed';
CREATE INDEX cases_live_service ON cases (service, (COALESCE(promised_at, 9223372036854775807)), id, promised_at, remaining_ms) WHERE phase <> 'closed';
CREATE INDEX cases_live_counts ON cases (team, phase, promised_at, unread) WHERE phase <> 'closed';
CREATE INDEX cases_live_near ON cases (service, lat) WHERE phase <> 'closed';
CREATE INDEX cases_closed_all ON cases ((COALESCE(promised_at, 9223372036854775807)), id) WHERE phase = 'closed';
CREATE INDEX cases_closed_team ON cases (team, (COALESCE(promised_at, 9223372036854775807)), id) WHERE phase = 'closed';
CREATE INDEX cases_closed_assignee ON cases (assignee, (COALESCE(promised_at, 9223372036854775807)), id) WHERE phase = 'closed';
CREATE INDEX cases_closed_service ON cases (service, (COALESCE(promised_at, 9223372036854775807)), id) WHERE phase = 'closed';
CREATE INDEX cases_unread ON cases (unread, (COALESCE(promised_at, 9223372036854775807)), id) WHERE unread = 1;
CREATE INDEX cases_public ON cases (opened_at, id, phase, district) WHERE public = 1 AND duplicate_of IS NULL;
CREATE INDEX cases_public_service ON cases (service, opened_at, id, phase, district) WHERE public = 1 AND duplicate_of IS NULL;
CREATE INDEX cases_duplicate ON cases (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- Letters that ask an address to confirm are counted, so that nobody fills a mailbox.
CREATE INDEX case_followers_email ON case_followers (email_key, created_at);
