-- Mails waiting, written in the transaction that caused them; and work for the background.

CREATE TABLE intake.outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    message_id TEXT NOT NULL,
    priority SMALLINT NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    sent_at TIMESTAMPTZ,
    undeliverable_at TIMESTAMPTZ,
    last_error TEXT,
    CONSTRAINT outbox_ends_once CHECK (num_nonnulls(sent_at, undeliverable_at) <= 1)
);
COMMENT ON COLUMN intake.outbox.priority IS
    'The lower goes first: somebody waits for a mail with a link, and nobody for the others.';
COMMENT ON COLUMN intake.outbox.next_attempt_at IS
    'While a worker speaks to the mail server, this lies ahead: no other takes the mail before.';
CREATE INDEX outbox_waiting ON intake.outbox (priority, next_attempt_at)
    WHERE sent_at IS NULL AND undeliverable_at IS NULL;
CREATE INDEX outbox_by_end ON intake.outbox ((coalesce(sent_at, undeliverable_at)));
-- How many links an address was sent within the hour is asked before each further one.
CREATE INDEX outbox_by_recipient ON intake.outbox (lower(recipient), queued_at);

CREATE TABLE intake.jobs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    run_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX jobs_waiting ON intake.jobs (run_at);
