-- What is published, as published: derived rows only. Each text stands here because a decision put it here,
-- and leaves in the same transaction as the decision that takes it back.

CREATE SCHEMA public_record;

CREATE TABLE public_record.comments (
    tracking_number TEXT PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    version INTEGER NOT NULL,
    question_set_version INTEGER NOT NULL,
    received_on DATE NOT NULL,
    received_at TIMESTAMPTZ,
    published_on DATE NOT NULL,
    late BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT,
    stance TEXT,
    respondent_kind TEXT,
    organization TEXT,
    attribution TEXT NOT NULL,
    display_name TEXT,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    answers JSONB NOT NULL,
    answered TEXT[] NOT NULL,
    campaign_id BIGINT,
    CONSTRAINT public_comments_name_only_when_named CHECK (display_name IS NULL OR attribution = 'named'),
    CONSTRAINT public_comments_anonymous_shows_the_day
        CHECK (attribution <> 'anonymous' OR received_at IS NULL OR source = 'import')
);
COMMENT ON COLUMN public_record.comments.answers IS
    'Published questions only: {"key": value, "key.other": "text"}.';
COMMENT ON COLUMN public_record.comments.answered IS
    'The keys of the answers, for finding everybody who answered a question at all.';
-- Newest first, and within a day by the (random) tracking number, so that the order tells no time of day.
CREATE INDEX public_comments_in_order ON public_record.comments (area_id, received_on, tracking_number);
CREATE INDEX public_comments_by_stance
    ON public_record.comments (area_id, stance, received_on, tracking_number);
CREATE INDEX public_comments_by_kind
    ON public_record.comments (area_id, respondent_kind, received_on, tracking_number);
CREATE INDEX public_comments_by_answer ON public_record.comments USING gin (answers jsonb_path_ops);
CREATE INDEX public_comments_by_answered ON public_record.comments USING gin (answered);

-- What a stranger may learn of a tracking number that was decided. A pending one has no row.
CREATE TABLE public_record.standings (
    tracking_number TEXT PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    standing TEXT NOT NULL,
    reason_code TEXT REFERENCES catalogue.reason_codes (code),
    decided_on DATE NOT NULL,
    CONSTRAINT standings_standing_known CHECK (standing IN ('published', 'withheld', 'withdrawn'))
);

-- One counted figure a row. A change appends deltas and waits for nobody; the worker folds them in;
-- a read adds both.
CREATE TABLE public_record.tallies (
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    subject TEXT NOT NULL,
    bucket TEXT NOT NULL,
    split TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (area_id, subject, bucket, split)
);
CREATE TABLE public_record.tally_deltas (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    subject TEXT NOT NULL,
    bucket TEXT NOT NULL,
    split TEXT NOT NULL,
    n BIGINT NOT NULL
);
CREATE INDEX tally_deltas_by_area ON public_record.tally_deltas (area_id);
CREATE VIEW public_record.figures AS
SELECT area_id, subject, bucket, split, sum(n)::BIGINT AS n
FROM (
    SELECT area_id, subject, bucket, split, n FROM public_record.tallies
    UNION ALL
    SELECT area_id, subject, bucket, split, n FROM public_record.tally_deltas
) AS counted
GROUP BY area_id, subject, bucket, split
HAVING sum(n) <> 0;
