DROP TABLE intake.jobs;
DROP TABLE intake.outbox;
