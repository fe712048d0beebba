ALTER TABLE catalogue.reason_codes
    DROP CONSTRAINT reason_codes_other_stays,
    DROP CONSTRAINT reason_codes_code_form,
    DROP retired;
