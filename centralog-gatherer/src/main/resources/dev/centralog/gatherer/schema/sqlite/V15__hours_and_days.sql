-- SPDX-License-Identifier: Apache-2.0
-- The sums of level_minutes by hour, which stay longer.
CREATE TABLE level_hours (
    hour text NOT NULL,
    app text NOT NULL,
    environment text NOT NULL,
    level text NOT NULL,
    release text NOT NULL,
    repeats integer NOT NULL,
    PRIMARY KEY (hour, app, environment, level, release)
) WITHOUT ROWID;

-- The hours of which no minute is deleted.
-- sum() of integers fails where it overflows: so their upper and lower 32 bits are summed apart.
INSERT INTO level_hours (hour, app, environment, level, release, repeats)
WITH by_minute AS (
    SELECT substr(m.minute, 1, 13) || ':00:00' AS hour, total(m.repeats) AS repeats
    FROM level_minutes m GROUP BY 1
),
by_hour AS (SELECT h.hour, total(h.repeats) AS repeats FROM group_hours h GROUP BY 1)
SELECT
    substr(m.minute, 1, 13) || ':00:00', m.app, m.environment, m.level, m.release,
    CAST(
        (sum(m.repeats >> 32) + (sum(m.repeats & 4294967295) >> 32)) * 4294967296 + (sum(m.repeats & 4294967295) & 4294967295)
    AS integer)
FROM level_minutes m
WHERE substr(m.minute, 1, 13) || ':00:00' IN (
    SELECT a.hour FROM by_minute a JOIN by_hour b ON b.hour = a.hour AND b.repeats = a.repeats
)
GROUP BY 1, 2, 3, 4, 5;

-- The others: by what the groups say.
INSERT INTO level_hours (hour, app, environment, level, release, repeats)
SELECT
    h.hour, substr(g.app, 1, 160), substr(g.environment, 1, 160),
    substr(g.level, 1, 64), h.release,
    CAST(
        (sum(h.repeats >> 32) + (sum(h.repeats & 4294967295) >> 32)) * 4294967296 + (sum(h.repeats & 4294967295) & 4294967295)
    AS integer)
FROM group_hours h
JOIN groups g ON g.id = h.groups_id
WHERE NOT EXISTS (SELECT 1 FROM level_hours l WHERE l.hour = h.hour)
GROUP BY 1, 2, 3, 4, 5;

-- The sums of group_hours by day.
CREATE TABLE group_days (
    groups_id integer NOT NULL,
    day text NOT NULL,
    release text NOT NULL,
    repeats integer NOT NULL,
    PRIMARY KEY (groups_id, day, release)
) WITHOUT ROWID;

INSERT INTO group_days (groups_id, day, release, repeats)
SELECT
    h.groups_id, substr(h.hour, 1, 10) || 'T00:00:00', h.release,
    CAST(
        (sum(h.repeats >> 32) + (sum(h.repeats & 4294967295) >> 32)) * 4294967296 + (sum(h.repeats & 4294967295) & 4294967295)
    AS integer)
FROM group_hours h
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;

CREATE INDEX group_days_day ON group_days (day);
