-- SPDX-License-Identifier: Apache-2.0
-- What users do, counted: a row of actions is one user and one action in one slice of one delivery; its identity is
-- (slice_start, slice_length, user_id, action_id, delivery). slice_length is in seconds.
-- Values are integers where they are whole and fit 64 bits, else floating point with some 15 digits.
CREATE TABLE actions (
    id integer PRIMARY KEY AUTOINCREMENT,
    slice_start text NOT NULL,
    slice_length integer NOT NULL,
    user_id text NOT NULL,
    action_id text NOT NULL,
    delivery text NOT NULL,
    count integer NOT NULL,
    value_count integer NOT NULL,
    value_sum numeric,
    value_min numeric,
    value_max numeric,
    values_rejected integer NOT NULL,
    payload_first text,
    payload_first_time text,
    payload_last text,
    payload_last_time text,
    payload_samples text,
    flag text NOT NULL,
    UNIQUE (slice_start, slice_length, user_id, action_id, delivery)
);

CREATE INDEX actions_user ON actions (user_id, slice_start);
CREATE INDEX actions_action ON actions (action_id, slice_start);

-- Drops and dead letters are of events or of actions.
ALTER TABLE drops ADD COLUMN stream text NOT NULL DEFAULT 'events';
ALTER TABLE dead_letters ADD COLUMN stream text NOT NULL DEFAULT 'events';

-- sum() of integers fails where it overflows, and value_sum may be any integer: so their upper and lower 32 bits are summed
-- apart, and floating point numbers apart from both. A sum that does not fit 64 bits becomes floating point.

-- Exactly one row for a user and an action in a slice, however many deliveries brought it: counts and values are summed,
-- the first payload is the earliest and the last one the latest, the samples are those of all deliveries, each once. The
-- flag is one of those that are there, and is empty if none is.
CREATE VIEW action_slice AS
SELECT
    slice_start, slice_length, user_id, action_id, count, value_count,
    CASE
        WHEN reals = 0 THEN (high + (low >> 32)) * 4294967296 + (low & 4294967295)
        ELSE coalesce((high + (low >> 32)) * 4294967296 + (low & 4294967295), 0) + real
    END AS value_sum,
    value_min, value_max, values_rejected, payload_first, payload_first_time, payload_last, payload_last_time,
    payload_samples, flag, deliveries
FROM (
    SELECT
        a.slice_start, a.slice_length, a.user_id, a.action_id, sum(a.count) AS count, sum(a.value_count) AS value_count,
        sum(CASE WHEN typeof(a.value_sum) = 'integer' THEN a.value_sum >> 32 END) AS high,
        sum(CASE WHEN typeof(a.value_sum) = 'integer' THEN a.value_sum & 4294967295 END) AS low,
        sum(CASE WHEN typeof(a.value_sum) = 'real' THEN a.value_sum END) AS real,
        sum(typeof(a.value_sum) = 'real') AS reals,
        min(a.value_min) AS value_min, max(a.value_max) AS value_max, sum(a.values_rejected) AS values_rejected,
        CASE WHEN count(*) = 1 THEN min(a.payload_first) ELSE (
            SELECT s.payload_first FROM actions s
            WHERE s.slice_start = a.slice_start AND s.slice_length = a.slice_length AND s.user_id = a.user_id
                AND s.action_id = a.action_id AND s.payload_first_time IS NOT NULL
            ORDER BY s.payload_first_time, s.id LIMIT 1
        ) END AS payload_first,
        min(a.payload_first_time) AS payload_first_time,
        CASE WHEN count(*) = 1 THEN min(a.payload_last) ELSE (
            SELECT s.payload_last FROM actions s
            WHERE s.slice_start = a.slice_start AND s.slice_length = a.slice_length AND s.user_id = a.user_id
                AND s.action_id = a.action_id AND s.payload_last_time IS NOT NULL
            ORDER BY s.payload_last_time DESC, s.id DESC LIMIT 1
        ) END AS payload_last,
        max(a.payload_last_time) AS payload_last_time,
        CASE WHEN count(*) = 1 THEN min(a.payload_samples) ELSE (
            SELECT nullif(json_group_array(sample), '[]') FROM (
                SELECT each.value AS sample
                FROM actions s, json_each(s.payload_samples) each
                WHERE s.slice_start = a.slice_start AND s.slice_length = a.slice_length AND s.user_id = a.user_id
                AND s.action_id = a.action_id
                GROUP BY each.value
                ORDER BY min(s.id), min(each.key)
            )
        ) END AS payload_samples,
        max(a.flag) AS flag, count(*) AS deliveries
    FROM actions a
    GROUP BY a.slice_start, a.slice_length, a.user_id, a.action_id
);

-- Roll-ups by the UTC hour and day that a slice began in. Where the flag is not empty, or values were rejected, the sums of
-- the values may lack some.
CREATE VIEW action_hourly AS
SELECT
    hour, user_id, action_id, count, value_count,
    CASE
        WHEN reals = 0 THEN (high + (low >> 32)) * 4294967296 + (low & 4294967295)
        ELSE coalesce((high + (low >> 32)) * 4294967296 + (low & 4294967295), 0) + real
    END AS value_sum,
    value_min, value_max, values_rejected, flag
FROM (
    SELECT
        substr(slice_start, 1, 13) || ':00:00.000000000Z' AS hour, user_id, action_id, sum(count) AS count,
        sum(value_count) AS value_count,
        sum(CASE WHEN typeof(value_sum) = 'integer' THEN value_sum >> 32 END) AS high,
        sum(CASE WHEN typeof(value_sum) = 'integer' THEN value_sum & 4294967295 END) AS low,
        sum(CASE WHEN typeof(value_sum) = 'real' THEN value_sum END) AS real,
        sum(typeof(value_sum) = 'real') AS reals,
        min(value_min) AS value_min, max(value_max) AS value_max,
        sum(values_rejected) AS values_rejected, max(flag) AS flag
    FROM actions
    GROUP BY 1, user_id, action_id
);

CREATE VIEW action_daily AS
SELECT
    day, user_id, action_id, count, value_count,
    CASE
        WHEN reals = 0 THEN (high + (low >> 32)) * 4294967296 + (low & 4294967295)
        ELSE coalesce((high + (low >> 32)) * 4294967296 + (low & 4294967295), 0) + real
    END AS value_sum,
    value_min, value_max, values_rejected, flag
FROM (
    SELECT
        substr(slice_start, 1, 10) AS day, user_id, action_id, sum(count) AS count,
        sum(value_count) AS value_count,
        sum(CASE WHEN typeof(value_sum) = 'integer' THEN value_sum >> 32 END) AS high,
        sum(CASE WHEN typeof(value_sum) = 'integer' THEN value_sum & 4294967295 END) AS low,
        sum(CASE WHEN typeof(value_sum) = 'real' THEN value_sum END) AS real,
        sum(typeof(value_sum) = 'real') AS reals,
        min(value_min) AS value_min, max(value_max) AS value_max,
        sum(values_rejected) AS values_rejected, max(flag) AS flag
    FROM actions
    GROUP BY 1, user_id, action_id
);
