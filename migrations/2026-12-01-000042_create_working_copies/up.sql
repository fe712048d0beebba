-- Definitions that administrators are changing on pages, until they are published: one for each initiative.

CREATE TABLE intake.working_copies (
    slug TEXT PRIMARY KEY,
    definition TEXT NOT NULL,
    came_from TEXT,
    updated_by BIGINT REFERENCES intake.accounts (id),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON TABLE intake.working_copies IS 'Shown to administrators only.';
COMMENT ON COLUMN intake.working_copies.slug IS 'That of the initiative, which may not be there yet.';
COMMENT ON COLUMN intake.working_copies.definition IS
    'TOML, as lectern initiative apply reads it, but for what is still empty.';
COMMENT ON COLUMN intake.working_copies.came_from IS
    'The definition that it was begun from, as TOML; null for a new initiative.';
COMMENT ON COLUMN intake.working_copies.updated_by IS 'Null where it was begun by nobody who is known.';
