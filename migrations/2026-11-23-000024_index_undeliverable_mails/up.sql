-- What was given up.
CREATE INDEX CONCURRENTLY outbox_undeliverable ON intake.outbox (id) WHERE undeliverable_at IS NOT NULL;
