-- An author can replace a comment. What was decided on stays as it is until a moderator decides on the new version.

SET LOCAL lock_timeout = '3s';

ALTER TABLE intake.comments ADD decided_version INTEGER;
COMMENT ON COLUMN intake.comments.decided_version IS
    'The latest version that a decision which stands is about. Null where there is none, and where a program decided that knew of no versions: then it was what is published, or the first.';

ALTER TABLE intake.comment_versions ADD submission_key TEXT;
COMMENT ON COLUMN intake.comment_versions.submission_key IS
    'Chosen by the form that replaced the one before: the same form sent twice is one version. The key of the first stands with the comment.';

-- A comment's own draft belongs to its author, and is found by the comment alone: a program that knows nothing of it never takes
-- it for the draft of another comment, and an account still has one of those in each area.
ALTER TABLE intake.drafts
    ADD replaces BIGINT CONSTRAINT drafts_one_for_comment UNIQUE REFERENCES intake.comments (id) ON DELETE CASCADE,
    DROP CONSTRAINT drafts_have_one_owner,
    ADD CONSTRAINT drafts_have_one_owner CHECK (num_nonnulls(account_id, cookie_sha256, replaces) = 1);
COMMENT ON COLUMN intake.drafts.replaces IS 'The comment that this text is to replace; its author is who writes it.';

-- A decision on a later version may leave the standing as it is, and taking such a one back does so too. Every row that is there
-- keeps the narrower rule that this one takes the place of, so that none has to be looked at.
ALTER TABLE intake.decisions
    DROP CONSTRAINT decisions_follow_the_arrows,
    ADD CONSTRAINT decisions_follow_the_arrows CHECK (
        (from_standing, to_standing) IN (
            ('pending', 'published'), ('pending', 'withheld'),
            ('published', 'withheld'), ('withheld', 'published'),
            ('pending', 'withdrawn'), ('published', 'withdrawn'), ('withheld', 'withdrawn')
        )
        OR (from_standing = to_standing AND from_standing IN ('published', 'withheld') AND version > 1 AND undoes IS NULL)
        OR (undoes IS NOT NULL AND from_standing IN ('published', 'withheld')
            AND to_standing IN ('pending', 'published', 'withheld'))
    ) NOT VALID;

ALTER TABLE intake.events
    DROP CONSTRAINT events_kind_known,
    ADD CONSTRAINT events_kind_known CHECK (
        kind IN (
            'comment_received', 'comment_replaced', 'comment_decided', 'author_left', 'period_changed',
            'definition_applied'
        )
    ) NOT VALID;

ALTER TABLE public_record.comments ADD replaced_on DATE;
COMMENT ON COLUMN public_record.comments.replaced_on IS
    'The day when this version came; null for the first, which came when the comment did.';
