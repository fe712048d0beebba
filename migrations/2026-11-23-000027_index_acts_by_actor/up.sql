-- What a member of staff did stands in the file of everything held about them.
CREATE INDEX CONCURRENTLY audit_log_by_actor ON intake.audit_log (actor_id) WHERE actor_id IS NOT NULL;
