-- Limits that every program on this database shares: what was counted, by whom or of whom under a keyed digest.

CREATE TABLE intake.limit_counts (
    key_sha256 BYTEA PRIMARY KEY,
    n INTEGER NOT NULL DEFAULT 1 CONSTRAINT limit_counts_n_counts CHECK (0 <= n),
    until TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE intake.limit_counts IS
    'One row for each limit and whom it counts. Keys are digests under a key that is not in the database.';
COMMENT ON COLUMN intake.limit_counts.n IS 'Of limits that count tries in a row: how many failed so far.';
COMMENT ON COLUMN intake.limit_counts.until IS
    'When nothing of the count is left: a row from before now says as much as no row.';
CREATE INDEX limit_counts_by_end ON intake.limit_counts (until);

-- What lifts the limits by network address for a library, a campus or a hearing.
CREATE TABLE intake.event_codes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    code_sha256 BYTEA NOT NULL CONSTRAINT event_codes_code_key UNIQUE,
    sealed_code BYTEA NOT NULL,
    per_minute INTEGER NOT NULL CONSTRAINT event_codes_per_minute_counts CHECK (0 < per_minute),
    valid_from TIMESTAMPTZ NOT NULL,
    valid_until TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT event_codes_last CHECK (valid_from < valid_until)
);
COMMENT ON COLUMN intake.event_codes.code_sha256 IS 'Under a key that is not in the database.';
COMMENT ON COLUMN intake.event_codes.sealed_code IS
    'For administrators, who show it to the room; sealed under a key that is not in the database.';
CREATE INDEX event_codes_by_end ON intake.event_codes (valid_until) WHERE ended_at IS NULL;
