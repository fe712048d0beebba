-- How many links an address was sent within the hour is asked before each further one.
CREATE INDEX outbox_by_recipient ON intake.outbox (lower(recipient), queued_at);
