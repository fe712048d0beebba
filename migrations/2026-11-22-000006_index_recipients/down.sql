DROP INDEX intake.outbox_by_recipient;
