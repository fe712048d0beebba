-- The form of an area is one page, or, where the agency asks for it, a few steps.
SET LOCAL lock_timeout = '3s';
ALTER TABLE catalogue.areas ADD COLUMN in_steps BOOLEAN NOT NULL DEFAULT FALSE;
