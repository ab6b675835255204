-- SPDX-License-Identifier: Apache-2.0
-- One row for each delivery that was stored, with the time when it was. A gatherer adds or finds it before it writes anything else
-- of the delivery, and so locks it.
CREATE TABLE deliveries (
    stream text NOT NULL,
    window_start text NOT NULL,
    delivery text NOT NULL,
    stored_at text NOT NULL,
    PRIMARY KEY (stream, window_start, delivery)
) WITHOUT ROWID;

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT DISTINCT 'events', window_start, delivery, strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now') FROM events
UNION
SELECT DISTINCT 'actions', slice_start, delivery, strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now') FROM actions;

-- Sums of repeats, which stay when rows of events are deleted; groups_id is the id in groups. A sum that does not fit 64 bits is
-- the largest number.
CREATE TABLE group_minutes (
    groups_id integer NOT NULL,
    minute text NOT NULL,
    repeats integer NOT NULL,
    PRIMARY KEY (groups_id, minute)
) WITHOUT ROWID;

CREATE INDEX group_minutes_minute ON group_minutes (minute);

-- last_seen: as in groups, but exact.
CREATE TABLE group_hours (
    groups_id integer NOT NULL,
    hour text NOT NULL,
    repeats integer NOT NULL,
    last_seen text NOT NULL,
    PRIMARY KEY (groups_id, hour)
) WITHOUT ROWID;

CREATE INDEX group_hours_hour ON group_hours (hour);

-- By what processes say of themselves; the release is empty where it is not known.
CREATE TABLE level_minutes (
    minute text NOT NULL,
    app text NOT NULL,
    environment text NOT NULL,
    level text NOT NULL,
    release text NOT NULL,
    repeats integer NOT NULL,
    PRIMARY KEY (minute, app, environment, level, release)
) WITHOUT ROWID;

-- sum() of integers fails where it overflows: so their upper and lower 32 bits are summed apart.
INSERT INTO group_minutes (groups_id, minute, repeats)
SELECT
    g.id, substr(e.window_start, 1, 16) || ':00.000000000Z' AS minute,
    CAST(
        (sum(e.repeats >> 32) + (sum(e.repeats & 4294967295) >> 32)) * 4294967296 + (sum(e.repeats & 4294967295) & 4294967295)
    AS integer)
FROM events e
JOIN groups g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, minute;

INSERT INTO group_hours (groups_id, hour, repeats, last_seen)
SELECT
    g.id, substr(e.window_start, 1, 13) || ':00:00.000000000Z' AS hour,
    CAST(
        (sum(e.repeats >> 32) + (sum(e.repeats & 4294967295) >> 32)) * 4294967296 + (sum(e.repeats & 4294967295) & 4294967295)
    AS integer),
    min(max(e.window_start), strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now'))
FROM events e
JOIN groups g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, hour;

INSERT INTO level_minutes (minute, app, environment, level, release, repeats)
SELECT
    substr(e.window_start, 1, 16) || ':00.000000000Z' AS minute, substr(p.app, 1, 160) AS app,
    substr(p.environment, 1, 160) AS environment, substr(e.level, 1, 64) AS level,
    coalesce(substr(p.release, 1, 160), '') AS release,
    CAST(
        (sum(p.repeats >> 32) + (sum(p.repeats & 4294967295) >> 32)) * 4294967296 + (sum(p.repeats & 4294967295) & 4294967295)
    AS integer)
FROM event_processes p
JOIN events e ON e.window_start = p.window_start AND e.group_id = p.group_id AND e.delivery = p.delivery
WHERE p.repeats > 0
GROUP BY 1, 2, 3, 4, 5;

-- A row of groups, with how often its events occurred in all, and when last.
DROP VIEW group_totals;
CREATE VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen,
    coalesce((SELECT max(h.last_seen) FROM group_hours h WHERE h.groups_id = g.id AND h.last_seen > g.last_seen), g.last_seen)
        AS last_seen,
    (SELECT coalesce(sum(h.repeats), 0) FROM group_hours h WHERE h.groups_id = g.id) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM groups g;
