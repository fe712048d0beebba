DELETE FROM catalogue.period_events WHERE kind IN ('late_taken', 'late_refused');
ALTER TABLE catalogue.period_events DROP CONSTRAINT period_events_kind_known;
ALTER TABLE catalogue.period_events ADD CONSTRAINT period_events_kind_known
    CHECK (kind IN ('opened', 'extended', 'closed_early', 'reopened'));
