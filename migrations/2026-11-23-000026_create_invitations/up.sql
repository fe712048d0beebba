-- Roles for people who have no account yet: they count from when the mailed link is followed, and not before.

SET LOCAL lock_timeout = '3s';

CREATE TABLE intake.invitations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registration_id BIGINT NOT NULL REFERENCES intake.registrations (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    initiative_id BIGINT REFERENCES catalogue.initiatives (id),
    area_id BIGINT REFERENCES catalogue.areas (id),
    invited_by BIGINT REFERENCES intake.accounts (id),
    invited_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    CONSTRAINT invitations_role_known CHECK (role IN ('moderator', 'analyst', 'administrator')),
    CONSTRAINT invitations_one_scope CHECK (num_nonnulls(initiative_id, area_id) <= 1)
);
COMMENT ON COLUMN intake.invitations.invited_by IS 'Null when an operator invited from the command line.';
COMMENT ON COLUMN intake.invitations.ended_at IS
    'When it was taken up, taken back or replaced; null while it waits.';
CREATE INDEX invitations_by_registration ON intake.invitations (registration_id);
CREATE INDEX invitations_by_expiry ON intake.invitations (expires_at);

-- Whoever has no account is invited as a registration. Every row that is there keeps the narrower rule that this one
-- takes the place of, so that none has to be looked at.
ALTER TABLE intake.mailed_links
    DROP CONSTRAINT mailed_links_register_a_registration,
    ADD CONSTRAINT mailed_links_register_a_registration CHECK (
        purpose = 'invite' OR (purpose IN ('register', 'confirm_comment')) = (registration_id IS NOT NULL)
    ) NOT VALID;
