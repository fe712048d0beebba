-- How many mails strangers caused to one address, within the hour and the day.
CREATE INDEX CONCURRENTLY outbox_counted ON intake.outbox (counted_as, queued_at) WHERE counted_as IS NOT NULL;
