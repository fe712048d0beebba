-- People. Everything in `intake` is private: the role that serves public pages cannot read it.

CREATE SCHEMA intake;

CREATE TABLE intake.accounts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email TEXT NOT NULL,
    canonical_email TEXT NOT NULL CONSTRAINT accounts_canonical_email_key UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    suspended_at TIMESTAMPTZ
);
COMMENT ON TABLE intake.accounts IS 'A person whose address was verified; there is no other kind.';

CREATE TABLE intake.registrations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email TEXT NOT NULL,
    canonical_email TEXT NOT NULL,
    display_name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX registrations_by_age ON intake.registrations (created_at);

-- Only the digest of a token is stored: a copy of the database signs nobody in.
CREATE TABLE intake.mailed_links (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 BYTEA NOT NULL CONSTRAINT mailed_links_token_key UNIQUE,
    purpose TEXT NOT NULL,
    registration_id BIGINT REFERENCES intake.registrations (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES intake.accounts (id) ON DELETE CASCADE,
    next_path TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    CONSTRAINT mailed_links_purpose_known
        CHECK (purpose IN ('register', 'sign_in', 'reset_password', 'invite')),
    CONSTRAINT mailed_links_for_one CHECK (num_nonnulls(registration_id, account_id) = 1),
    CONSTRAINT mailed_links_register_a_registration
        CHECK ((purpose = 'register') = (registration_id IS NOT NULL))
);
CREATE INDEX mailed_links_by_account ON intake.mailed_links (account_id, purpose);
-- A registration that lapses takes its links along.
CREATE INDEX mailed_links_by_registration ON intake.mailed_links (registration_id)
    WHERE registration_id IS NOT NULL;
CREATE INDEX mailed_links_by_expiry ON intake.mailed_links (expires_at);

CREATE TABLE intake.sessions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 BYTEA NOT NULL CONSTRAINT sessions_token_key UNIQUE,
    account_id BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    last_seen_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_account ON intake.sessions (account_id);
CREATE INDEX sessions_by_expiry ON intake.sessions (expires_at);

CREATE TABLE intake.grants (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    initiative_id BIGINT REFERENCES catalogue.initiatives (id),
    area_id BIGINT REFERENCES catalogue.areas (id),
    granted_by BIGINT REFERENCES intake.accounts (id),
    granted_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT grants_role_known CHECK (role IN ('moderator', 'analyst', 'administrator')),
    CONSTRAINT grants_one_scope CHECK (num_nonnulls(initiative_id, area_id) <= 1),
    CONSTRAINT grants_once UNIQUE NULLS NOT DISTINCT (account_id, role, initiative_id, area_id)
);

CREATE TABLE intake.audit_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id BIGINT REFERENCES intake.accounts (id),
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail JSONB NOT NULL DEFAULT '{}',
    occurred_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON COLUMN intake.audit_log.actor_id IS 'Null when an operator acted from the command line.';
