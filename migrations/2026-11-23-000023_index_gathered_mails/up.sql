-- What went together with a mail.
CREATE INDEX CONCURRENTLY outbox_sent_with ON intake.outbox (sent_with) WHERE sent_with IS NOT NULL;
