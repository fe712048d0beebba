-- The corridor that a comment walks: draft, comment, version, answers, decision, event.

CREATE TABLE intake.drafts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    account_id BIGINT REFERENCES intake.accounts (id) ON DELETE CASCADE,
    cookie_sha256 BYTEA,
    submission_key TEXT NOT NULL,
    fields JSONB NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT drafts_have_one_owner CHECK (num_nonnulls(account_id, cookie_sha256) = 1),
    CONSTRAINT drafts_one_for_account UNIQUE (account_id, area_id),
    CONSTRAINT drafts_one_for_cookie UNIQUE (cookie_sha256, area_id)
);
COMMENT ON COLUMN intake.drafts.revision IS
    'Rises with each save; a tab that saves over an older one is shown both texts.';
CREATE INDEX drafts_by_age ON intake.drafts (updated_at) WHERE account_id IS NULL;

CREATE TABLE intake.comments (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tracking_number TEXT NOT NULL CONSTRAINT comments_tracking_number_key UNIQUE,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    author_id BIGINT REFERENCES intake.accounts (id),
    source TEXT NOT NULL,
    source_id TEXT,
    submission_key TEXT,
    received_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    received_on DATE NOT NULL,
    late BOOLEAN NOT NULL,
    standing TEXT NOT NULL DEFAULT 'pending',
    current_version INTEGER NOT NULL DEFAULT 1,
    published_version INTEGER,
    campaign_id BIGINT,
    CONSTRAINT comments_source_known CHECK (source IN ('web', 'import', 'staff')),
    CONSTRAINT comments_standing_known
        CHECK (standing IN ('pending', 'published', 'withheld', 'withdrawn')),
    CONSTRAINT comments_published_version_when_published
        CHECK ((standing = 'published') = (published_version IS NOT NULL)),
    CONSTRAINT comments_source_id_key UNIQUE (area_id, source_id),
    CONSTRAINT comments_submission_key_key UNIQUE (author_id, submission_key)
);
COMMENT ON COLUMN intake.comments.received_on IS
    'The day of receipt in the time zone of the initiative: what the public sees of an anonymous comment.';
CREATE INDEX comments_pending ON intake.comments (area_id, received_at, id) WHERE standing = 'pending';
CREATE INDEX comments_by_author ON intake.comments (author_id, id DESC) WHERE author_id IS NOT NULL;

CREATE TABLE intake.comment_versions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES intake.comments (id),
    version INTEGER NOT NULL,
    question_set_id BIGINT NOT NULL REFERENCES catalogue.question_sets (id),
    stance TEXT,
    respondent_kind_id BIGINT REFERENCES catalogue.respondent_kinds (id),
    organization TEXT,
    attribution TEXT NOT NULL,
    display_name TEXT,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    content_sha256 BYTEA NOT NULL,
    receipt_nonce BYTEA NOT NULL,
    receipt_sha256 BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT comment_versions_version_key UNIQUE (comment_id, version),
    CONSTRAINT comment_versions_stance_known CHECK (
        stance IN ('support', 'support_with_changes', 'neutral', 'oppose', 'not_stated')
    ),
    CONSTRAINT comment_versions_attribution_known
        CHECK (attribution IN ('named', 'organization', 'anonymous')),
    CONSTRAINT comment_versions_organization_is_named
        CHECK (attribution <> 'organization' OR organization IS NOT NULL),
    CONSTRAINT comment_versions_body_length CHECK (char_length(body) BETWEEN 1 AND 50000)
);
COMMENT ON COLUMN intake.comment_versions.content_sha256 IS
    'Digest of what was sent: tells the same content sent twice from other content under the same key.';

CREATE TABLE intake.answers (
    version_id BIGINT NOT NULL REFERENCES intake.comment_versions (id),
    question_id BIGINT NOT NULL REFERENCES catalogue.questions (id),
    value JSONB NOT NULL,
    other_text TEXT,
    PRIMARY KEY (version_id, question_id)
);

CREATE TABLE intake.decisions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES intake.comments (id),
    version INTEGER NOT NULL,
    from_standing TEXT NOT NULL,
    to_standing TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT REFERENCES intake.accounts (id),
    reason_code TEXT REFERENCES catalogue.reason_codes (code),
    note TEXT,
    policy_id BIGINT NOT NULL REFERENCES catalogue.moderation_policies (id),
    undoes BIGINT CONSTRAINT decisions_undone_once UNIQUE REFERENCES intake.decisions (id),
    decided_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT decisions_version_exists
        FOREIGN KEY (comment_id, version) REFERENCES intake.comment_versions (comment_id, version),
    CONSTRAINT decisions_actor_kind_known
        CHECK (actor_kind IN ('moderator', 'author', 'system', 'import')),
    CONSTRAINT decisions_moderator_is_somebody
        CHECK ((actor_kind IN ('moderator', 'author')) = (actor_id IS NOT NULL)),
    CONSTRAINT decisions_withholding_has_a_reason
        CHECK (to_standing <> 'withheld' OR reason_code IS NOT NULL),
    CONSTRAINT decisions_follow_the_arrows CHECK (
        (from_standing, to_standing) IN (
            ('pending', 'published'), ('pending', 'withheld'),
            ('published', 'withheld'), ('withheld', 'published'),
            ('pending', 'withdrawn'), ('published', 'withdrawn'), ('withheld', 'withdrawn')
        )
        OR (undoes IS NOT NULL AND from_standing IN ('published', 'withheld') AND to_standing = 'pending')
    )
);
CREATE INDEX decisions_by_comment ON intake.decisions (comment_id, id);

-- Every act that changes state, in no promised order until the worker gives it a position.
CREATE TABLE intake.events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    area_id BIGINT REFERENCES catalogue.areas (id),
    comment_id BIGINT REFERENCES intake.comments (id),
    decision_id BIGINT REFERENCES intake.decisions (id),
    occurred_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    position BIGINT CONSTRAINT events_position_key UNIQUE,
    CONSTRAINT events_kind_known CHECK (
        kind IN ('comment_received', 'comment_decided', 'period_changed', 'definition_applied')
    )
);
CREATE INDEX events_without_position ON intake.events (id) WHERE position IS NULL;

-- Feeds and records are laid over positions, so that one that was given is never taken back.
CREATE FUNCTION intake.keep_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event % has its position for good', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER events_keep_their_position BEFORE UPDATE OF position ON intake.events
    FOR EACH ROW WHEN (OLD.position IS NOT NULL AND NEW.position IS DISTINCT FROM OLD.position)
    EXECUTE FUNCTION intake.keep_position();
