-- SPDX-License-Identifier: Apache-2.0
-- The last word of people on a family: open, resolved or muted. An empty note is none.
CREATE TABLE family_triage (
    family_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    in_release text COLLATE "C",
    note text COLLATE "C",
    decided_by text COLLATE "C" NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (family_id)
);

-- All that was ever decided; nothing is changed or deleted.
CREATE TABLE family_decisions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    family_id text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    in_release text COLLATE "C",
    note text COLLATE "C",
    decided_by text COLLATE "C" NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX family_decisions_family ON family_decisions (family_id);
