DROP INDEX intake.outbox_sent_with;
