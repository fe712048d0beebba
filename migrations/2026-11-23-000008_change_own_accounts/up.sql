-- What people change about their own account: another address, and an end.

SET LOCAL lock_timeout = '3s';

ALTER TABLE intake.accounts ADD closed_at TIMESTAMPTZ;
COMMENT ON COLUMN intake.accounts.closed_at IS
    'When its owner closed it. The row stays, because comments and decisions point to it, but nobody is named in it.';

ALTER TABLE intake.mailed_links
    ADD new_email TEXT,
    DROP CONSTRAINT mailed_links_purpose_known,
    ADD CONSTRAINT mailed_links_purpose_known CHECK (
        purpose IN ('register', 'sign_in', 'reset_password', 'invite', 'confirm_comment', 'change_email')
    ),
    ADD CONSTRAINT mailed_links_change_to_an_address CHECK ((purpose = 'change_email') = (new_email IS NOT NULL));
COMMENT ON COLUMN intake.mailed_links.new_email IS 'The address that the account gets when the link is followed.';

-- A public row from which a name was taken away is another row: feeds have to learn it. Every row that is there keeps the
-- narrower rule that this one takes the place of, so that none has to be looked at.
ALTER TABLE intake.events
    DROP CONSTRAINT events_kind_known,
    ADD CONSTRAINT events_kind_known CHECK (
        kind IN ('comment_received', 'comment_decided', 'author_left', 'period_changed', 'definition_applied')
    ) NOT VALID;

-- What was said in a comment never changes. The name beside it can be taken away, when its author leaves, and never
-- be another one.
CREATE FUNCTION intake.only_take_the_name_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a name beside a comment can be taken away, and not be changed'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER comment_versions_keep_their_name BEFORE UPDATE OF display_name ON intake.comment_versions
    FOR EACH ROW WHEN (NEW.display_name IS NOT NULL AND NEW.display_name IS DISTINCT FROM OLD.display_name)
    EXECUTE FUNCTION intake.only_take_the_name_away();
