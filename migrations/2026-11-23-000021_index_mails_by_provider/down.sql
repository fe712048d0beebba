DROP INDEX intake.outbox_counted_domain;
