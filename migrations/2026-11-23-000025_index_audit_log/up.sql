-- A page shows what was done about one account.
CREATE INDEX CONCURRENTLY audit_log_by_subject ON intake.audit_log (subject, id);
