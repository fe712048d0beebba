ALTER TABLE catalogue.initiatives DROP COLUMN paperwork_basis;
