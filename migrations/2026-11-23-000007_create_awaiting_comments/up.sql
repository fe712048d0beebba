-- Comments that wait for their author's address to be confirmed. They stand apart from all others, so that no queue, list
-- or figure can count them by mistake.

SET LOCAL lock_timeout = '3s';

CREATE TABLE intake.awaiting_comments (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tracking_number TEXT NOT NULL CONSTRAINT awaiting_comments_tracking_number_key UNIQUE,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    registration_id BIGINT NOT NULL CONSTRAINT awaiting_comments_registration_key UNIQUE
        REFERENCES intake.registrations (id),
    canonical_email TEXT NOT NULL,
    cookie_sha256 BYTEA NOT NULL,
    submission_key TEXT NOT NULL,
    question_set_id BIGINT NOT NULL REFERENCES catalogue.question_sets (id),
    submission JSONB NOT NULL,
    content_sha256 BYTEA NOT NULL,
    receipt_nonce BYTEA NOT NULL,
    receipt_sha256 BYTEA NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    received_on DATE NOT NULL,
    late BOOLEAN NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT awaiting_comments_submission_key_key UNIQUE (canonical_email, submission_key)
);
COMMENT ON COLUMN intake.awaiting_comments.registration_id IS
    'Without ON DELETE CASCADE: a program that knows nothing of waiting comments removes registrations by their age alone.';
COMMENT ON COLUMN intake.awaiting_comments.canonical_email IS
    'The address of its registration: the same form sent twice for one address is one comment.';
COMMENT ON COLUMN intake.awaiting_comments.cookie_sha256 IS
    'Digest of the draft cookie of the browser that sent it: only that browser sees its receipt.';
CREATE INDEX awaiting_comments_by_browser ON intake.awaiting_comments (cookie_sha256, submission_key);
CREATE INDEX awaiting_comments_by_expiry ON intake.awaiting_comments (expires_at);

ALTER TABLE intake.drafts ADD awaits TEXT;
COMMENT ON COLUMN intake.drafts.awaits IS
    'Tracking number of the comment that this text was sent as and that waits, or waited in vain, to be confirmed.';
CREATE INDEX drafts_by_awaits ON intake.drafts (awaits) WHERE awaits IS NOT NULL;

-- A newer registration of an address ends the link of the one before.
CREATE INDEX registrations_by_address ON intake.registrations (canonical_email);

-- A link for nobody is a link that nobody was sent: asking for one takes the same work for an address without account.
ALTER TABLE intake.mailed_links
    DROP CONSTRAINT mailed_links_purpose_known,
    DROP CONSTRAINT mailed_links_for_one,
    DROP CONSTRAINT mailed_links_register_a_registration,
    ADD CONSTRAINT mailed_links_purpose_known
        CHECK (purpose IN ('register', 'confirm_comment', 'sign_in', 'reset_password', 'invite')),
    ADD CONSTRAINT mailed_links_for_one_at_most CHECK (num_nonnulls(registration_id, account_id) <= 1),
    ADD CONSTRAINT mailed_links_register_a_registration
        CHECK ((purpose IN ('register', 'confirm_comment')) = (registration_id IS NOT NULL));
