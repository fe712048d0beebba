ALTER TABLE catalogue.areas DROP COLUMN in_steps;
