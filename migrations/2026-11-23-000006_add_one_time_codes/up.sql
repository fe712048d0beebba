-- What a session knows of its owner: when they last proved who they are, and whether they gave a one-time code.

SET LOCAL lock_timeout = '3s';

ALTER TABLE intake.sessions
    ADD proved_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD code_at TIMESTAMPTZ,
    ADD browser TEXT NOT NULL DEFAULT '',
    ADD network TEXT NOT NULL DEFAULT '';
COMMENT ON COLUMN intake.sessions.proved_at IS
    'When its owner last proved who they are; what is delicate wants this to be a few minutes ago at most.';
COMMENT ON COLUMN intake.sessions.code_at IS
    'When a one-time code was given in this session; null where none was, and then no page of staff opens.';
COMMENT ON COLUMN intake.sessions.browser IS 'In words for its owner: Firefox on Linux.';
COMMENT ON COLUMN intake.sessions.network IS 'Where it was begun from, without the last part of the address.';

CREATE TABLE intake.one_time_codes (
    account_id BIGINT PRIMARY KEY REFERENCES intake.accounts (id) ON DELETE CASCADE,
    sealed_secret BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    confirmed_at TIMESTAMPTZ,
    last_step BIGINT NOT NULL DEFAULT 0
);
COMMENT ON TABLE intake.one_time_codes IS
    'Secrets that one-time codes are made from, sealed under a key that is not in the database.';
COMMENT ON COLUMN intake.one_time_codes.confirmed_at IS
    'Null until the first code was given: a secret that nobody has scanned locks nobody out.';
COMMENT ON COLUMN intake.one_time_codes.last_step IS 'The half minute of the last code: each code works once.';

CREATE TABLE intake.recovery_codes (
    code_sha256 BYTEA PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    used_at TIMESTAMPTZ
);
CREATE INDEX recovery_codes_by_account ON intake.recovery_codes (account_id);

-- Where somebody signed in from before: a digest of browser and network, so that a new one can be told by mail.
CREATE TABLE intake.known_devices (
    account_id BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    device_sha256 BYTEA NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, device_sha256)
);
CREATE INDEX known_devices_by_age ON intake.known_devices (last_seen_at);
