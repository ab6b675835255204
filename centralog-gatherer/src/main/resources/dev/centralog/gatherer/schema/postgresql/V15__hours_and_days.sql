-- SPDX-License-Identifier: Apache-2.0
-- The sums of level_minutes by hour, which stay longer.
CREATE TABLE level_hours (
    hour timestamptz NOT NULL,
    app text COLLATE "C" NOT NULL,
    environment text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    release text COLLATE "C" NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (hour, app, environment, level, release)
) WITH (fillfactor = 80);

-- The hours of which no minute is deleted.
INSERT INTO level_hours (hour, app, environment, level, release, repeats)
WITH by_minute AS (
    SELECT date_trunc('hour', m.minute AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour, sum(m.repeats) AS repeats
    FROM level_minutes m GROUP BY 1
),
by_hour AS (SELECT h.hour, sum(h.repeats) AS repeats FROM group_hours h GROUP BY 1)
SELECT
    date_trunc('hour', m.minute AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', m.app, m.environment, m.level, m.release,
    least(sum(m.repeats), 9223372036854775807)
FROM level_minutes m
WHERE date_trunc('hour', m.minute AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' IN (
    SELECT a.hour FROM by_minute a JOIN by_hour b ON b.hour = a.hour AND b.repeats = a.repeats
)
GROUP BY 1, 2, 3, 4, 5;

-- The others: by what the groups say.
INSERT INTO level_hours (hour, app, environment, level, release, repeats)
SELECT
    h.hour, substr(g.app, 1, 160) COLLATE "C", substr(g.environment, 1, 160) COLLATE "C",
    substr(g.level, 1, 64) COLLATE "C", h.release,
    least(sum(h.repeats), 9223372036854775807)
FROM group_hours h
JOIN groups g ON g.id = h.groups_id
WHERE NOT EXISTS (SELECT 1 FROM level_hours l WHERE l.hour = h.hour)
GROUP BY 1, 2, 3, 4, 5;

-- The sums of group_hours by day.
CREATE TABLE group_days (
    groups_id integer NOT NULL,
    day timestamptz NOT NULL,
    release text COLLATE "C" NOT NULL,
    repeats bigint NOT NULL,
    PRIMARY KEY (groups_id, day, release)
) WITH (fillfactor = 80);

INSERT INTO group_days (groups_id, day, release, repeats)
SELECT
    h.groups_id, date_trunc('day', h.hour AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', h.release,
    least(sum(h.repeats), 9223372036854775807)
FROM group_hours h
GROUP BY 1, 2, 3
ORDER BY 2, 1, 3;

CREATE INDEX group_days_day ON group_days (day);
