DELETE FROM intake.mailed_links WHERE purpose = 'invite' AND registration_id IS NOT NULL;
ALTER TABLE intake.mailed_links
    DROP CONSTRAINT mailed_links_register_a_registration,
    ADD CONSTRAINT mailed_links_register_a_registration
        CHECK ((purpose IN ('register', 'confirm_comment')) = (registration_id IS NOT NULL));
DROP TABLE intake.invitations;
