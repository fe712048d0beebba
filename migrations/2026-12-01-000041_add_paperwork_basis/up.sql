-- Why the questions of an initiative need no OMB control number, where they have none.
SET LOCAL lock_timeout = '3s';
ALTER TABLE catalogue.initiatives ADD COLUMN paperwork_basis TEXT;
