DROP INDEX intake.audit_log_by_subject;
DROP TABLE intake.grant_proposals;
