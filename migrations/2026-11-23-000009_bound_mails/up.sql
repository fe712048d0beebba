-- What a failure was, what counts toward the caps on mails that strangers cause, and mails that go together.

SET LOCAL lock_timeout = '3s';

ALTER TABLE intake.outbox
    ADD failure TEXT,
    ADD counted_as TEXT,
    ADD counted_domain TEXT,
    ADD gathered BOOLEAN NOT NULL DEFAULT false,
    ADD sent_with BIGINT;
COMMENT ON COLUMN intake.outbox.failure IS 'The kind of the last failure: a row of the table in src/models/outbox/failure.rs.';
COMMENT ON COLUMN intake.outbox.counted_as IS
    'The recipient as the caps count them, for mails that anybody can cause; null for all others, which do not count.';
COMMENT ON COLUMN intake.outbox.gathered IS
    'Held back because its reader had several mails about their comments within the hour; it goes with the others.';
COMMENT ON COLUMN intake.outbox.sent_with IS
    'The mail that carries this one. It is decided at the first try, so that each try carries the same.';

CREATE TABLE intake.never_mail (
    address_sha256 BYTEA PRIMARY KEY,
    since TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON TABLE intake.never_mail IS
    'Addresses whose owners want no mail that somebody else can cause. Only a digest, of the address as the caps count it: the list is no list of addresses.';
