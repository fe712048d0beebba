-- What every page tells first: a notice of the site, and whether the site can only be read for now.
-- It stands in the catalogue because everybody reads it: every column here is public.

CREATE TABLE catalogue.bulletin (
    id BOOLEAN PRIMARY KEY DEFAULT TRUE,
    notice TEXT NOT NULL DEFAULT '',
    notice_level TEXT NOT NULL DEFAULT 'information',
    notice_until TIMESTAMPTZ,
    read_only BOOLEAN NOT NULL DEFAULT FALSE,
    read_only_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT bulletin_is_one CHECK (id),
    CONSTRAINT bulletin_notice_is_short CHECK (char_length(notice) <= 500),
    CONSTRAINT bulletin_reason_is_short CHECK (char_length(read_only_reason) <= 500),
    CONSTRAINT bulletin_notice_level_known CHECK (notice_level IN ('information', 'warning'))
);
COMMENT ON COLUMN catalogue.bulletin.notice IS 'Empty where there is none.';
COMMENT ON COLUMN catalogue.bulletin.notice_until IS 'Null: it stands until it is taken down.';

INSERT INTO catalogue.bulletin DEFAULT VALUES;
