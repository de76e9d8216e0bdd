-- Residents and staff. `email_key` is the address in small letters, one account each.
CREATE TABLE persons (
    id BIGINT PRIMARY KEY,
    -- staff | resident
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    phone TEXT,
    locale TEXT NOT NULL,
    -- Argon2id in PHC form; none for those who sign in by link or were only invited.
    password_hash TEXT,
    -- The secret of the second factor (RFC 6238) in base 32, once its first code was right.
    totp_secret TEXT,
    totp_confirmed_at BIGINT,
    -- The time step of the last code that was taken: no code counts twice.
    totp_last_step BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE INDEX persons_by_name ON persons (kind, name, id);

-- Codes that stand in for a lost second factor, each once. Only their SHA-256 is kept.
CREATE TABLE recovery_codes (
    person BIGINT NOT NULL REFERENCES persons (id),
    digest TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person, digest)
);

CREATE TABLE teams (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    -- The name by language, as JSON.
    name TEXT NOT NULL,
    department TEXT NOT NULL
);

-- Roles. Without a team a role counts in the whole town.
CREATE TABLE memberships (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES persons (id),
    team BIGINT REFERENCES teams (id),
    role TEXT NOT NULL,
    since_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX memberships_once ON memberships (person, (COALESCE(team, 0)), role);
CREATE INDEX memberships_by_team ON memberships (team, person);

-- How often signing in failed of late, by a code of the account or the network address. Accounts
-- that do not exist are counted too, so that the answers do not tell which ones do.
CREATE TABLE sign_in_attempts (
    key TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    forget_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_old ON sign_in_attempts (forget_at);

-- Links that were sent by e-mail: to sign in, or to set a password. The table holds their SHA-256.
CREATE TABLE login_links (
    digest TEXT PRIMARY KEY,
    -- sign-in | password
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- Where to go afterwards, on this site.
    return_to TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX login_links_by_email ON login_links (email_key, created_at);
CREATE INDEX login_links_old ON login_links (expires_at);
