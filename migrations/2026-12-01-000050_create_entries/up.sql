-- Comments that come by paper, by post, by email, by telephone or at a hearing. Staff enter them, and until somebody else
-- has checked one it stands here, apart from all others, so that no queue, list or figure can count it by mistake.

SET LOCAL lock_timeout = '3s';

CREATE TABLE intake.entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    question_set_id BIGINT NOT NULL REFERENCES catalogue.question_sets (id),
    submission_key TEXT NOT NULL CONSTRAINT entries_submission_key_key UNIQUE,
    fields JSONB NOT NULL,
    channel TEXT NOT NULL,
    received_on DATE NOT NULL,
    n_signatories INTEGER NOT NULL,
    display_name TEXT,
    kept_at TEXT,
    state TEXT NOT NULL DEFAULT 'entering',
    revision INTEGER NOT NULL DEFAULT 1,
    entered_by BIGINT NOT NULL REFERENCES intake.accounts (id),
    entered_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    writers BIGINT[] NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    checked_by BIGINT REFERENCES intake.accounts (id),
    checked_at TIMESTAMPTZ,
    note TEXT,
    comment_id BIGINT CONSTRAINT entries_comment_key UNIQUE REFERENCES intake.comments (id),
    CONSTRAINT entries_channel_known
        CHECK (channel IN ('paper', 'post', 'email', 'telephone', 'hearing')),
    CONSTRAINT entries_state_known
        CHECK (state IN ('entering', 'waiting', 'confirmed', 'discarded')),
    CONSTRAINT entries_have_signatories CHECK (n_signatories >= 1),
    CONSTRAINT entries_are_comments_once_confirmed
        CHECK ((state = 'confirmed') = (comment_id IS NOT NULL AND checked_by IS NOT NULL)),
    CONSTRAINT entries_checked_by_somebody_else
        CHECK (state <> 'confirmed' OR checked_by <> ALL (writers))
);
COMMENT ON COLUMN intake.entries.fields IS
    'The form as it was typed; it is read against its question set again when it becomes a comment.';
COMMENT ON COLUMN intake.entries.writers IS
    'The accounts of everybody who typed any of it or added a file: none of them checks it or decides on it.';
COMMENT ON COLUMN intake.entries.kept_at IS 'Where the original lies. Never public.';
COMMENT ON COLUMN intake.entries.note IS 'Why it was sent back or discarded, the last time.';
CREATE INDEX entries_open ON intake.entries (area_id, state, id) WHERE state IN ('entering', 'waiting');
CREATE INDEX entries_confirmed ON intake.entries (area_id, id DESC) WHERE state = 'confirmed';

-- Scans show signatures and addresses: they are for staff, and no way leads from here to the public record.
CREATE TABLE intake.entry_files (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id BIGINT NOT NULL REFERENCES intake.entries (id),
    sha256 BYTEA NOT NULL REFERENCES intake.files (sha256),
    name TEXT NOT NULL,
    CONSTRAINT entry_files_once UNIQUE (entry_id, sha256)
);
CREATE INDEX entry_files_by_file ON intake.entry_files (sha256);

-- Looked at row by row in the next migration, so that nothing waits behind this one.
ALTER TABLE intake.comments
    ADD channel TEXT,
    ADD n_signatories INTEGER NOT NULL DEFAULT 1,
    ADD CONSTRAINT comments_channel_known
        CHECK (channel IN ('paper', 'post', 'email', 'telephone', 'hearing')) NOT VALID,
    ADD CONSTRAINT comments_channel_when_entered_by_staff
        CHECK ((source = 'staff') = (channel IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT comments_have_signatories CHECK (n_signatories >= 1) NOT VALID;

ALTER TABLE public_record.comments
    ADD channel TEXT,
    ADD signatories INTEGER NOT NULL DEFAULT 1;
COMMENT ON COLUMN public_record.comments.channel IS 'How it reached the agency, where staff entered it.';
