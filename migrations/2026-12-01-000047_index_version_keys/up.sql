-- The same form sent twice is one version.
CREATE UNIQUE INDEX CONCURRENTLY comment_versions_submission_key_key
    ON intake.comment_versions (comment_id, submission_key) WHERE submission_key IS NOT NULL;
