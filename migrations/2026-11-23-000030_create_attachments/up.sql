-- Files that go with a comment. What is in a file lies in the store, under its SHA-256; here stands who names it.

SET LOCAL lock_timeout = '3s';

CREATE TABLE intake.files (
    sha256 BYTEA PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    claimed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT files_sha256_length CHECK (octet_length(sha256) = 32),
    CONSTRAINT files_media_type_known CHECK (
        media_type IN (
            'application/pdf', 'image/png', 'image/jpeg', 'text/plain',
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
            'application/vnd.oasis.opendocument.text'
        )
    )
);
COMMENT ON COLUMN intake.files.claimed_at IS
    'When somebody last set out to store it. The row is there before the file is, and goes together with it: see models/file.';
CREATE INDEX files_by_claim ON intake.files (claimed_at);

CREATE TABLE intake.draft_files (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    draft_id BIGINT NOT NULL REFERENCES intake.drafts (id) ON DELETE CASCADE,
    sha256 BYTEA NOT NULL REFERENCES intake.files (sha256),
    name TEXT NOT NULL,
    CONSTRAINT draft_files_once UNIQUE (draft_id, sha256)
);
CREATE INDEX draft_files_by_file ON intake.draft_files (sha256);

-- The names stand in the submission that waits; this keeps what they name.
CREATE TABLE intake.awaiting_files (
    awaiting_id BIGINT NOT NULL REFERENCES intake.awaiting_comments (id) ON DELETE CASCADE,
    sha256 BYTEA NOT NULL REFERENCES intake.files (sha256),
    PRIMARY KEY (awaiting_id, sha256)
);
CREATE INDEX awaiting_files_by_file ON intake.awaiting_files (sha256);

CREATE TABLE intake.attachments (
    version_id BIGINT NOT NULL REFERENCES intake.comment_versions (id),
    position INTEGER NOT NULL,
    sha256 BYTEA NOT NULL REFERENCES intake.files (sha256),
    name TEXT NOT NULL,
    PRIMARY KEY (version_id, position)
);
CREATE INDEX attachments_by_file ON intake.attachments (sha256);

-- They leave together with the comment, whoever takes it out.
CREATE TABLE public_record.attachments (
    tracking_number TEXT NOT NULL REFERENCES public_record.comments (tracking_number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    PRIMARY KEY (tracking_number, position)
);

ALTER TABLE public_record.comments ADD attachments INTEGER NOT NULL DEFAULT 0;
COMMENT ON COLUMN public_record.comments.attachments IS 'How many files go with it.';
