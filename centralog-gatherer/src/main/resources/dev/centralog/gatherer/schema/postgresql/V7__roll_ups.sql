-- SPDX-License-Identifier: Apache-2.0
-- One row for each delivery that was stored, with the time when it was. A gatherer adds or finds it before it writes anything else
-- of the delivery, and so locks it.
CREATE TABLE deliveries (
    stream text COLLATE "C" NOT NULL,
    window_start timestamptz NOT NULL,
    delivery text COLLATE "C" NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (stream, window_start, delivery)
);

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT DISTINCT 'events', window_start, delivery, date_trunc('second', now()) FROM events
UNION
SELECT DISTINCT 'actions', slice_start, delivery, date_trunc('second', now()) FROM actions;

-- Sums of repeats, which stay when rows of events are deleted; groups_id is the id in groups. A sum that does not fit 64 bits is
-- the largest number.
CREATE TABLE group_minutes (
    groups_id integer NOT NULL,
    minute timestamptz NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (groups_id, minute)
) WITH (fillfactor = 80);

CREATE INDEX group_minutes_minute ON group_minutes (minute);

-- last_seen: as in groups, but exact.
CREATE TABLE group_hours (
    groups_id integer NOT NULL,
    hour timestamptz NOT NULL,
    repeats bigint NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (groups_id, hour)
) WITH (fillfactor = 80);

CREATE INDEX group_hours_hour ON group_hours (hour);

-- By what processes say of themselves; the release is empty where it is not known.
CREATE TABLE level_minutes (
    minute timestamptz NOT NULL,
    app text COLLATE "C" NOT NULL,
    environment text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    release text COLLATE "C" NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (minute, app, environment, level, release)
) WITH (fillfactor = 80);

INSERT INTO group_minutes (groups_id, minute, repeats)
SELECT
    g.id, date_trunc('minute', e.window_start) AS minute,
    least(sum(e.repeats), 9223372036854775807)
FROM events e
JOIN groups g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, minute;

INSERT INTO group_hours (groups_id, hour, repeats, last_seen)
SELECT
    g.id, date_trunc('hour', e.window_start AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour,
    least(sum(e.repeats), 9223372036854775807),
    least(max(e.window_start), date_trunc('second', now()))
FROM events e
JOIN groups g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, hour;

INSERT INTO level_minutes (minute, app, environment, level, release, repeats)
SELECT
    date_trunc('minute', e.window_start) AS minute, substr(p.app, 1, 160) COLLATE "C" AS app,
    substr(p.environment, 1, 160) COLLATE "C" AS environment, substr(e.level, 1, 64) AS level,
    coalesce(substr(p.release, 1, 160), '') COLLATE "C" AS release,
    least(sum(p.repeats), 9223372036854775807)
FROM event_processes p
JOIN events e ON e.window_start = p.window_start AND e.group_id = p.group_id AND e.delivery = p.delivery
WHERE p.repeats > 0
GROUP BY 1, 2, 3, 4, 5;

-- A row of groups, with how often its events occurred in all, and when last.
CREATE OR REPLACE VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen,
    coalesce((SELECT max(h.last_seen) FROM group_hours h WHERE h.groups_id = g.id AND h.last_seen > g.last_seen), g.last_seen)
        AS last_seen,
    (SELECT coalesce(sum(h.repeats), 0) FROM group_hours h WHERE h.groups_id = g.id) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM groups g;
