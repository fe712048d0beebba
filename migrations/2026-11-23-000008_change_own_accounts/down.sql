DROP TRIGGER comment_versions_keep_their_name ON intake.comment_versions;
DROP FUNCTION intake.only_take_the_name_away;
DELETE FROM intake.events WHERE kind = 'author_left';
ALTER TABLE intake.events
    DROP CONSTRAINT events_kind_known,
    ADD CONSTRAINT events_kind_known CHECK (
        kind IN ('comment_received', 'comment_decided', 'period_changed', 'definition_applied')
    );
DELETE FROM intake.mailed_links WHERE purpose = 'change_email';
ALTER TABLE intake.mailed_links
    DROP CONSTRAINT mailed_links_change_to_an_address,
    DROP COLUMN new_email,
    DROP CONSTRAINT mailed_links_purpose_known,
    ADD CONSTRAINT mailed_links_purpose_known
        CHECK (purpose IN ('register', 'sign_in', 'reset_password', 'invite', 'confirm_comment'));
ALTER TABLE intake.accounts DROP closed_at;
