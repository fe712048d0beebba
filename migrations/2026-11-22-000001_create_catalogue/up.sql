-- What the public may read about initiatives before anybody has commented.
-- Enumerations of the domain are text with a named CHECK; what administrators can add are rows.

CREATE SCHEMA catalogue;

CREATE TABLE catalogue.initiatives (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT initiatives_slug_key UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    demonstration BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    search_configuration TEXT NOT NULL DEFAULT 'simple',
    time_zone TEXT NOT NULL,
    contact TEXT NOT NULL,
    agency TEXT NOT NULL,
    agency_id TEXT,
    docket_number TEXT,
    omb_control_number TEXT,
    privacy_notice TEXT NOT NULL,
    definition_digest TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON COLUMN catalogue.initiatives.definition_digest IS
    'SHA-256, in hex, of the definition as it stands; a file says which one it came from.';

CREATE TABLE catalogue.moderation_policies (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    initiative_id BIGINT NOT NULL REFERENCES catalogue.initiatives (id),
    version INTEGER NOT NULL,
    policy TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT moderation_policies_version_key UNIQUE (initiative_id, version)
);

CREATE TABLE catalogue.respondent_kinds (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    initiative_id BIGINT NOT NULL REFERENCES catalogue.initiatives (id),
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT respondent_kinds_code_key UNIQUE (initiative_id, code)
);

CREATE TABLE catalogue.reason_codes (
    code TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    position INTEGER NOT NULL
);
INSERT INTO catalogue.reason_codes (position, code, label) VALUES
    (1, 'off_topic', 'Off topic'),
    (2, 'personal_information', 'Personal information'),
    (3, 'threat_or_harassment', 'Threat or harassment'),
    (4, 'obscenity', 'Obscenity'),
    (5, 'unlawful', 'Unlawful content'),
    (6, 'spam_or_commercial', 'Spam or commercial content'),
    (7, 'confidential_business_information', 'Confidential business information'),
    (8, 'false_attribution', 'False attribution'),
    (9, 'other', 'Another reason');

CREATE TABLE catalogue.areas (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    initiative_id BIGINT NOT NULL REFERENCES catalogue.initiatives (id),
    slug TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    background TEXT NOT NULL,
    take_late_comments BOOLEAN NOT NULL,
    required TEXT[] NOT NULL,
    CONSTRAINT areas_slug_key UNIQUE (initiative_id, slug),
    CONSTRAINT areas_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);

CREATE TABLE catalogue.area_documents (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    CONSTRAINT area_documents_position_key UNIQUE (area_id, position)
);

-- A comment period is the story of its events; the last one says when the area opens and closes.
CREATE TABLE catalogue.period_events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    kind TEXT NOT NULL,
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT period_events_kind_known
        CHECK (kind IN ('opened', 'extended', 'closed_early', 'reopened')),
    CONSTRAINT period_events_in_order CHECK (opens_at < closes_at)
);
CREATE INDEX period_events_by_area ON catalogue.period_events (area_id, id DESC);

CREATE VIEW catalogue.periods AS
SELECT DISTINCT ON (area_id) area_id, opens_at, closes_at
FROM catalogue.period_events
ORDER BY area_id, id DESC;

-- Questions and the stated direction are versioned together; an answer keeps the version it answered.
CREATE TABLE catalogue.question_sets (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES catalogue.areas (id),
    version INTEGER NOT NULL,
    stated_direction TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT question_sets_version_key UNIQUE (area_id, version)
);

CREATE TABLE catalogue.questions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    question_set_id BIGINT NOT NULL REFERENCES catalogue.question_sets (id),
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    prompt TEXT NOT NULL,
    help TEXT,
    visibility TEXT NOT NULL,
    about_respondent BOOLEAN NOT NULL,
    choose_up_to INTEGER,
    max_chars INTEGER,
    lowest TEXT,
    middle TEXT,
    highest TEXT,
    not_sure TEXT,
    CONSTRAINT questions_key_key UNIQUE (question_set_id, key),
    CONSTRAINT questions_key_form CHECK (key ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT questions_kind_known CHECK (
        kind IN ('single_choice', 'multiple_choice', 'scale', 'ranking', 'short_text', 'long_text')
    ),
    CONSTRAINT questions_visibility_known CHECK (visibility IN ('published', 'statistics')),
    CONSTRAINT questions_scale_is_labelled
        CHECK ((kind = 'scale') = (num_nonnulls(lowest, middle, highest) = 3)),
    CONSTRAINT questions_text_is_limited
        CHECK ((kind IN ('short_text', 'long_text')) = (max_chars IS NOT NULL))
);

CREATE TABLE catalogue.question_options (
    question_id BIGINT NOT NULL REFERENCES catalogue.questions (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    exclusive BOOLEAN NOT NULL,
    PRIMARY KEY (question_id, position),
    CONSTRAINT question_options_code_key UNIQUE (question_id, code)
);
