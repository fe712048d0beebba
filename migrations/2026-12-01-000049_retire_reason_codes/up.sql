-- Reason codes are looked after on a page: one that is no longer offered stays, because decisions name it.

SET LOCAL lock_timeout = '3s';

ALTER TABLE catalogue.reason_codes
    ADD retired BOOLEAN NOT NULL DEFAULT FALSE,
    ADD CONSTRAINT reason_codes_code_form CHECK (code ~ '^[a-z][a-z0-9_]*$'),
    ADD CONSTRAINT reason_codes_other_stays CHECK (code <> 'other' OR NOT retired);
