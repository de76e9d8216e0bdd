-- Addresses that have not confirmed are forgotten after some days: found by their time.
CREATE INDEX case_followers_waiting ON case_followers (confirmed_at, created_at);
