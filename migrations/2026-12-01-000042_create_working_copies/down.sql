DROP TABLE intake.working_copies;
