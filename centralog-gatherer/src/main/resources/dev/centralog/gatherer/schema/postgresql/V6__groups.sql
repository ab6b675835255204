-- SPDX-License-Identifier: Apache-2.0
-- One row for a group, with the first event that came in full. The times are those of windows, by Redis's clock, or of storing
-- if that clock was ahead. They stay when rows of events are deleted.
DROP VIEW groups;
CREATE TABLE groups (
    id integer GENERATED ALWAYS AS IDENTITY,
    group_id text COLLATE "C" NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    level text COLLATE "C" NOT NULL,
    severity integer NOT NULL,
    logger text COLLATE "C",
    template text,
    message text,
    thrown_class text,
    thrown_message text,
    class_name text,
    method_name text,
    file_name text,
    line_number integer,
    app text COLLATE "C" NOT NULL,
    environment text COLLATE "C" NOT NULL,
    flag text NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (group_id)
) WITH (fillfactor = 80);

INSERT INTO groups (
    group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
    method_name, file_name, line_number, app, environment, flag
)
SELECT
    sums.group_id, least(sums.first_seen, date_trunc('second', clock_timestamp())),
    least(sums.last_seen, date_trunc('second', clock_timestamp())),
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(window_start) AS first_seen, max(window_start) AS last_seen,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id
ORDER BY sums.id;

CREATE INDEX groups_first_seen ON groups (first_seen);

-- A row of groups, and how often its events occurred.
CREATE VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen, g.last_seen,
    (SELECT coalesce(sum(e.repeats), 0) FROM events e WHERE e.group_id = g.group_id) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM groups g;
