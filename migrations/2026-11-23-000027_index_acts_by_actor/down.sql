DROP INDEX intake.audit_log_by_actor;
