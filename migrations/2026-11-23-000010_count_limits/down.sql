DROP TABLE intake.event_codes, intake.limit_counts;
