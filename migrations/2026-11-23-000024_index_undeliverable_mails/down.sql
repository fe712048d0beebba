DROP INDEX intake.outbox_undeliverable;
