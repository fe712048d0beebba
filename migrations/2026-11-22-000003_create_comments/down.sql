DROP TABLE intake.events;
DROP FUNCTION intake.keep_position;
DROP TABLE intake.decisions;
DROP TABLE intake.answers;
DROP TABLE intake.comment_versions;
DROP TABLE intake.comments;
DROP TABLE intake.drafts;
