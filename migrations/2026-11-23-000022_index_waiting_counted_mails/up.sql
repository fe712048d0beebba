-- How many of them wait.
CREATE INDEX CONCURRENTLY outbox_counted_waiting ON intake.outbox (id)
    WHERE counted_as IS NOT NULL AND sent_at IS NULL AND undeliverable_at IS NULL;
