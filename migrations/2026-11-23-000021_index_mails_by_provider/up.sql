-- How many of them were queued for one provider within the hour.
CREATE INDEX CONCURRENTLY outbox_counted_domain ON intake.outbox (counted_domain, queued_at) WHERE counted_as IS NOT NULL;
