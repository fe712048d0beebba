-- Who wants to hear of an area: it is an account, or an address that confirmed it and has none.
CREATE TABLE intake.follows (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    account_id BIGINT REFERENCES intake.accounts (id),
    email TEXT,
    canonical_email TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT follows_have_one_follower CHECK (
        num_nonnulls(account_id, canonical_email) = 1 AND (email IS NULL) = (canonical_email IS NULL)
    ),
    CONSTRAINT follows_account_key UNIQUE (area_id, account_id),
    CONSTRAINT follows_address_key UNIQUE (area_id, canonical_email)
);
-- The background goes through the followers of an area in this order.
CREATE INDEX follows_by_area ON intake.follows (area_id, id);
CREATE INDEX follows_by_account ON intake.follows (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX follows_by_address ON intake.follows (canonical_email) WHERE canonical_email IS NOT NULL;

-- An address that was typed and has not confirmed yet: the mailed link does.
CREATE TABLE intake.follow_requests (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 BYTEA NOT NULL,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    email TEXT NOT NULL,
    canonical_email TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT follow_requests_token_key UNIQUE (token_sha256)
);
CREATE INDEX follow_requests_by_end ON intake.follow_requests (expires_at);
CREATE INDEX follow_requests_by_address ON intake.follow_requests (canonical_email);

-- What came of the comments on an area: a note of the agency. It is published once and stays.
CREATE TABLE catalogue.area_outcomes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    url TEXT,
    published_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX area_outcomes_by_area ON catalogue.area_outcomes (area_id, id);

-- What followers are told, and how far the background has come with telling them.
CREATE TABLE intake.announcements (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    kind TEXT NOT NULL,
    period_event_id BIGINT REFERENCES catalogue.period_events (id),
    outcome_id BIGINT REFERENCES catalogue.area_outcomes (id),
    closes_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    told_up_to BIGINT NOT NULL DEFAULT 0,
    finished_at TIMESTAMPTZ,
    CONSTRAINT announcements_kind_known CHECK (
        kind IN ('extended', 'closed_early', 'reopened', 'closing_soon', 'closed', 'outcome')
    ),
    CONSTRAINT announcements_event_key UNIQUE (period_event_id),
    CONSTRAINT announcements_outcome_key UNIQUE (outcome_id)
);
COMMENT ON COLUMN intake.announcements.told_up_to IS
    'The last follow that was gone through. It moves in the transaction that queues the mails.';
CREATE INDEX announcements_unfinished ON intake.announcements (id) WHERE finished_at IS NULL;
-- That an area closes soon, and that it closed, is told once for each closing time.
CREATE UNIQUE INDEX announcements_by_time ON intake.announcements (area_id, kind, closes_at)
    WHERE kind IN ('closing_soon', 'closed');

-- Each follower is told of each announcement once.
CREATE TABLE intake.announced (
    announcement_id BIGINT NOT NULL REFERENCES intake.announcements (id),
    follow_id BIGINT NOT NULL REFERENCES intake.follows (id) ON DELETE CASCADE,
    PRIMARY KEY (announcement_id, follow_id)
);
CREATE INDEX announced_by_follow ON intake.announced (follow_id);
