-- Roles that wait for the word of a second administrator.

SET LOCAL lock_timeout = '3s';

CREATE TABLE intake.grant_proposals (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    initiative_id BIGINT REFERENCES catalogue.initiatives (id),
    area_id BIGINT REFERENCES catalogue.areas (id),
    proposed_by BIGINT NOT NULL REFERENCES intake.accounts (id) ON DELETE CASCADE,
    proposed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    approved_by BIGINT REFERENCES intake.accounts (id),
    CONSTRAINT grant_proposals_role_known CHECK (role IN ('moderator', 'analyst', 'administrator')),
    CONSTRAINT grant_proposals_one_scope CHECK (num_nonnulls(initiative_id, area_id) <= 1),
    CONSTRAINT grant_proposals_take_two
        CHECK (approved_by IS NULL OR (approved_by <> proposed_by AND approved_by <> account_id))
);
COMMENT ON COLUMN intake.grant_proposals.ended_at IS
    'When it was approved, turned down, or seen to have lapsed; null while it waits.';
CREATE UNIQUE INDEX grant_proposals_once ON intake.grant_proposals (account_id, role, initiative_id, area_id)
    NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX grant_proposals_by_proposer ON intake.grant_proposals (proposed_by);
