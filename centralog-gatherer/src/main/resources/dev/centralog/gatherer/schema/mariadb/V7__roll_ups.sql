-- SPDX-License-Identifier: Apache-2.0
-- All statements may be run again, at whichever of them a migration broke off.
-- One row for each delivery that was stored, with the time when it was. A gatherer adds or finds it before it writes anything else
-- of the delivery, and so locks it.
CREATE TABLE IF NOT EXISTS deliveries (
    stream varchar(16) NOT NULL,
    window_start datetime(6) NOT NULL,
    delivery varchar(254) NOT NULL,
    stored_at datetime(6) NOT NULL,
    PRIMARY KEY (stream, window_start, delivery)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE deliveries;

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT DISTINCT 'events', window_start, delivery, utc_timestamp() FROM events
UNION
SELECT DISTINCT 'actions', slice_start, delivery, utc_timestamp() FROM actions;

-- Sums of repeats, which stay when rows of events are deleted; groups_id is the id in groups. A sum that does not fit 64 bits is
-- the largest number.
CREATE TABLE IF NOT EXISTS group_minutes (
    groups_id integer NOT NULL,
    minute datetime(6) NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (groups_id, minute),
    KEY group_minutes_minute (minute)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE group_minutes;

-- last_seen: as in groups, but exact.
CREATE TABLE IF NOT EXISTS group_hours (
    groups_id integer NOT NULL,
    hour datetime(6) NOT NULL,
    repeats bigint NOT NULL,
    last_seen datetime(6) NOT NULL,
    PRIMARY KEY (groups_id, hour),
    KEY group_hours_hour (hour)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE group_hours;

-- By what processes say of themselves; the release is empty where it is not known.
CREATE TABLE IF NOT EXISTS level_minutes (
    minute datetime(6) NOT NULL,
    app varchar(160) NOT NULL,
    environment varchar(160) NOT NULL,
    level varchar(64) NOT NULL,
    `release` varchar(160) NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (minute, app, environment, level, `release`)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE level_minutes;

INSERT INTO group_minutes (groups_id, minute, repeats)
SELECT
    g.id, cast(date_format(e.window_start, '%Y-%m-%d %H:%i:00') AS datetime) AS minute,
    least(sum(e.repeats), 9223372036854775807)
FROM events e
JOIN `groups` g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, minute;

INSERT INTO group_hours (groups_id, hour, repeats, last_seen)
SELECT
    g.id, cast(date_format(e.window_start, '%Y-%m-%d %H:00:00') AS datetime) AS hour,
    least(sum(e.repeats), 9223372036854775807),
    least(max(e.window_start), utc_timestamp())
FROM events e
JOIN `groups` g ON g.group_id = e.group_id
WHERE e.repeats > 0
GROUP BY g.id, hour;

INSERT INTO level_minutes (minute, app, environment, level, `release`, repeats)
SELECT
    cast(date_format(e.window_start, '%Y-%m-%d %H:%i:00') AS datetime) AS minute, substr(p.app, 1, 160) AS app,
    substr(p.environment, 1, 160) AS environment, substr(e.level, 1, 64) AS level,
    coalesce(substr(p.release, 1, 160), '') AS `release`,
    least(sum(p.repeats), 9223372036854775807)
FROM event_processes p
JOIN events e ON e.window_start = p.window_start AND e.group_id = p.group_id AND e.delivery = p.delivery
WHERE p.repeats > 0
GROUP BY 1, 2, 3, 4, 5;

-- A row of groups, with how often its events occurred in all, and when last.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen,
    coalesce((SELECT max(h.last_seen) FROM group_hours h WHERE h.groups_id = g.id AND h.last_seen > g.last_seen), g.last_seen)
        AS last_seen,
    (SELECT coalesce(sum(h.repeats), 0) FROM group_hours h WHERE h.groups_id = g.id) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM `groups` g;
