DELETE FROM intake.mailed_links
WHERE purpose = 'confirm_comment' OR num_nonnulls(registration_id, account_id) = 0;
ALTER TABLE intake.mailed_links
    DROP CONSTRAINT mailed_links_purpose_known,
    DROP CONSTRAINT mailed_links_for_one_at_most,
    DROP CONSTRAINT mailed_links_register_a_registration,
    ADD CONSTRAINT mailed_links_purpose_known
        CHECK (purpose IN ('register', 'sign_in', 'reset_password', 'invite')),
    ADD CONSTRAINT mailed_links_for_one CHECK (num_nonnulls(registration_id, account_id) = 1),
    ADD CONSTRAINT mailed_links_register_a_registration
        CHECK ((purpose = 'register') = (registration_id IS NOT NULL));
DROP INDEX intake.registrations_by_address;
ALTER TABLE intake.drafts DROP awaits;
DROP TABLE intake.awaiting_comments;
