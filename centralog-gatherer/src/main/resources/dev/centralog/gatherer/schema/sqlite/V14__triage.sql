-- SPDX-License-Identifier: Apache-2.0
-- The last word of people on a family: open, resolved or muted. An empty note is none.
CREATE TABLE family_triage (
    family_id text NOT NULL,
    state text NOT NULL,
    in_release text,
    note text,
    decided_by text NOT NULL,
    decided_at text NOT NULL,
    PRIMARY KEY (family_id)
) WITHOUT ROWID;

-- All that was ever decided; nothing is changed or deleted.
CREATE TABLE family_decisions (
    id integer PRIMARY KEY AUTOINCREMENT,
    family_id text NOT NULL,
    action text NOT NULL,
    in_release text,
    note text,
    decided_by text NOT NULL,
    decided_at text NOT NULL
);

CREATE INDEX family_decisions_family ON family_decisions (family_id);
