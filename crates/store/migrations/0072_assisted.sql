-- Who fills a form in for a resident, how the resident reached us, and the language of their letters; nothing
-- where residents write themselves.
ALTER TABLE drafts ADD COLUMN clerk BIGINT;
ALTER TABLE drafts ADD COLUMN channel TEXT NOT NULL DEFAULT 'web';
ALTER TABLE drafts ADD COLUMN language TEXT;
-- What a correction began from: the case's revision, its newest event and its answers as JSON.
ALTER TABLE drafts ADD COLUMN revision BIGINT;
ALTER TABLE drafts ADD COLUMN seen BIGINT;
ALTER TABLE drafts ADD COLUMN before TEXT;
