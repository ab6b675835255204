-- SPDX-License-Identifier: Apache-2.0
-- All statements may be run again, at whichever of them a migration broke off.
-- The sums of level_minutes by hour, which stay longer.
CREATE TABLE IF NOT EXISTS level_hours (
    hour datetime(6) NOT NULL,
    app varchar(160) NOT NULL,
    environment varchar(160) NOT NULL,
    level varchar(64) NOT NULL,
    `release` varchar(160) NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (hour, app, environment, level, `release`)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE level_hours;

-- The hours of which no minute is deleted.
INSERT INTO level_hours (hour, app, environment, level, `release`, repeats)
WITH by_minute AS (
    SELECT cast(date_format(m.minute, '%Y-%m-%d %H:00:00') AS datetime) AS hour, sum(m.repeats) AS repeats
    FROM level_minutes m GROUP BY 1
),
by_hour AS (SELECT h.hour, sum(h.repeats) AS repeats FROM group_hours h GROUP BY 1)
SELECT
    cast(date_format(m.minute, '%Y-%m-%d %H:00:00') AS datetime), m.app, m.environment, m.level, m.`release`,
    least(sum(m.repeats), 9223372036854775807)
FROM level_minutes m
WHERE cast(date_format(m.minute, '%Y-%m-%d %H:00:00') AS datetime) IN (
    SELECT a.hour FROM by_minute a JOIN by_hour b ON b.hour = a.hour AND b.repeats = a.repeats
)
GROUP BY 1, 2, 3, 4, 5;

-- The others: by what the groups say.
INSERT INTO level_hours (hour, app, environment, level, `release`, repeats)
SELECT
    h.hour, substr(g.app, 1, 160), substr(g.environment, 1, 160),
    substr(g.level, 1, 64), h.`release`,
    least(sum(h.repeats), 9223372036854775807)
FROM group_hours h
JOIN `groups` g ON g.id = h.groups_id
WHERE NOT EXISTS (SELECT 1 FROM level_hours l WHERE l.hour = h.hour)
GROUP BY 1, 2, 3, 4, 5;

-- The sums of group_hours by day.
CREATE TABLE IF NOT EXISTS group_days (
    groups_id integer NOT NULL,
    day datetime(6) NOT NULL,
    `release` varchar(160) NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (groups_id, day, `release`),
    KEY group_days_day (day)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE group_days;

INSERT INTO group_days (groups_id, day, `release`, repeats)
SELECT
    h.groups_id, cast(date(h.hour) AS datetime), h.`release`,
    least(sum(h.repeats), 9223372036854775807)
FROM group_hours h
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;
