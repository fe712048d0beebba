DROP TABLE intake.never_mail;
ALTER TABLE intake.outbox
    DROP failure, DROP counted_as, DROP counted_domain, DROP gathered, DROP sent_with;
