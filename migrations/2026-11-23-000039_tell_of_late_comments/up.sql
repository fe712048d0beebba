SET LOCAL lock_timeout = '3s';

-- Whether late comments are taken changes too, with a reason that everybody can read.
ALTER TABLE catalogue.period_events DROP CONSTRAINT period_events_kind_known;
ALTER TABLE catalogue.period_events ADD CONSTRAINT period_events_kind_known CHECK (
    kind IN ('opened', 'extended', 'closed_early', 'reopened', 'late_taken', 'late_refused')
);
