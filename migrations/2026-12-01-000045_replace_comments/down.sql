ALTER TABLE public_record.comments DROP replaced_on;
DELETE FROM intake.events WHERE kind = 'comment_replaced';
ALTER TABLE intake.events
    DROP CONSTRAINT events_kind_known,
    ADD CONSTRAINT events_kind_known CHECK (
        kind IN ('comment_received', 'comment_decided', 'author_left', 'period_changed', 'definition_applied')
    );
-- Decisions that left a standing as it was are never deleted, so the older rule holds for new rows only.
ALTER TABLE intake.decisions
    DROP CONSTRAINT decisions_follow_the_arrows,
    ADD CONSTRAINT decisions_follow_the_arrows CHECK (
        (from_standing, to_standing) IN (
            ('pending', 'published'), ('pending', 'withheld'),
            ('published', 'withheld'), ('withheld', 'published'),
            ('pending', 'withdrawn'), ('published', 'withdrawn'), ('withheld', 'withdrawn')
        )
        OR (undoes IS NOT NULL AND from_standing IN ('published', 'withheld') AND to_standing = 'pending')
    ) NOT VALID;
DELETE FROM intake.drafts WHERE replaces IS NOT NULL;
ALTER TABLE intake.drafts
    DROP CONSTRAINT drafts_have_one_owner,
    DROP replaces,
    ADD CONSTRAINT drafts_have_one_owner CHECK (num_nonnulls(account_id, cookie_sha256) = 1);
ALTER TABLE intake.comment_versions DROP submission_key;
ALTER TABLE intake.comments DROP decided_version;
