-- SPDX-License-Identifier: Apache-2.0
-- What users do, counted: a row of actions is one user and one action in one slice of one delivery; its identity is
-- (slice_start, slice_length, user_id, action_id, delivery). slice_length is in seconds.
CREATE TABLE actions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    slice_start timestamptz NOT NULL,
    slice_length bigint NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    action_id text COLLATE "C" NOT NULL,
    delivery text COLLATE "C" NOT NULL,
    count bigint NOT NULL,
    value_count bigint NOT NULL,
    value_sum numeric,
    value_min numeric,
    value_max numeric,
    values_rejected bigint NOT NULL,
    payload_first text,
    payload_first_time timestamptz,
    payload_last text,
    payload_last_time timestamptz,
    payload_samples json,
    flag text NOT NULL,
    PRIMARY KEY (slice_start, slice_length, user_id, action_id, delivery),
    UNIQUE (id)
);

CREATE INDEX actions_user ON actions (user_id, slice_start);
CREATE INDEX actions_action ON actions (action_id, slice_start);

-- Drops and dead letters are of events or of actions.
ALTER TABLE drops ADD COLUMN stream text NOT NULL DEFAULT 'events';
ALTER TABLE dead_letters ADD COLUMN stream text NOT NULL DEFAULT 'events';

-- Exactly one row for a user and an action in a slice, however many deliveries brought it: counts and values are summed,
-- the first payload is the earliest and the last one the latest, the samples are those of all deliveries, each once. The
-- flag is one of those that are there, and is empty if none is.
CREATE VIEW action_slice AS
SELECT
    a.slice_start, a.slice_length, a.user_id, a.action_id, sum(a.count) AS count, sum(a.value_count) AS value_count,
    sum(a.value_sum) AS value_sum, min(a.value_min) AS value_min, max(a.value_max) AS value_max,
    sum(a.values_rejected) AS values_rejected,
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
    CASE WHEN count(*) = 1 THEN min(a.payload_samples::text)::json ELSE (
        SELECT json_agg(sample ORDER BY delivery_id, place) FROM (
            SELECT each.sample, min(s.id) AS delivery_id, min(each.place) AS place
            FROM actions s
            CROSS JOIN LATERAL json_array_elements_text(s.payload_samples) WITH ORDINALITY AS each (sample, place)
            WHERE s.slice_start = a.slice_start AND s.slice_length = a.slice_length AND s.user_id = a.user_id
            AND s.action_id = a.action_id
            GROUP BY each.sample
        ) samples
    ) END AS payload_samples,
    max(a.flag) AS flag, count(*) AS deliveries
FROM actions a
GROUP BY a.slice_start, a.slice_length, a.user_id, a.action_id;

-- Roll-ups by the UTC hour and day that a slice began in. Where the flag is not empty, or values were rejected, the sums of
-- the values may lack some.
CREATE VIEW action_hourly AS
SELECT
    date_trunc('hour', slice_start AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour, user_id, action_id, sum(count) AS count,
    sum(value_count) AS value_count, sum(value_sum) AS value_sum, min(value_min) AS value_min,
    max(value_max) AS value_max, sum(values_rejected) AS values_rejected, max(flag) AS flag
FROM actions
GROUP BY 1, user_id, action_id;

CREATE VIEW action_daily AS
SELECT
    (slice_start AT TIME ZONE 'UTC')::date AS day, user_id, action_id, sum(count) AS count,
    sum(value_count) AS value_count, sum(value_sum) AS value_sum, min(value_min) AS value_min,
    max(value_max) AS value_max, sum(values_rejected) AS values_rejected, max(flag) AS flag
FROM actions
GROUP BY 1, user_id, action_id;
