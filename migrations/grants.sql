-- Who may do what. Run by the owner after every migration; {application} and {public} are role names.
-- Everything is taken away first, so that this file is the whole truth.

REVOKE ALL ON ALL TABLES IN SCHEMA catalogue, intake, public_record FROM {application}, {public};
REVOKE ALL ON SCHEMA catalogue, intake, public_record FROM {application}, {public};

-- The public role reads what anybody may read, and cannot name anything in `intake`.
GRANT USAGE ON SCHEMA catalogue, public_record TO {public};
GRANT SELECT ON ALL TABLES IN SCHEMA catalogue, public_record TO {public};

GRANT USAGE ON SCHEMA catalogue, intake, public_record TO {application};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA catalogue, intake, public_record TO {application};

-- Decisions, events and the audit log are only ever added to.
REVOKE UPDATE, DELETE ON intake.decisions, intake.audit_log, intake.events FROM {application};
GRANT UPDATE (position) ON intake.events TO {application};

-- A comment is never deleted, nor what was said in it; lawful removal is the owner's act. Who sent it, when and
-- under which number does not change either: only where it stands, and which version counts.
REVOKE UPDATE, DELETE ON intake.comments FROM {application};
GRANT UPDATE (standing, current_version, published_version, decided_version, campaign_id) ON intake.comments TO {application};
-- The name beside a comment goes when its author closes their account; a trigger lets it become nothing else.
REVOKE UPDATE, DELETE ON intake.comment_versions, intake.answers FROM {application};
GRANT UPDATE (display_name) ON intake.comment_versions TO {application};
-- Nor do the files that were sent with it.
REVOKE UPDATE, DELETE ON intake.attachments FROM {application};

-- Decisions and public pages name reason codes: one is reworded, moved or retired, and never removed or coded anew.
REVOKE UPDATE, DELETE ON catalogue.reason_codes FROM {application};
GRANT UPDATE (label, position, retired) ON catalogue.reason_codes TO {application};

-- What came on paper is kept with its comment, who entered it and who checked it; what was discarded too.
REVOKE DELETE ON intake.entries FROM {application};
