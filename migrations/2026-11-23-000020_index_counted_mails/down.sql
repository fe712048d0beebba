DROP INDEX intake.outbox_counted;
