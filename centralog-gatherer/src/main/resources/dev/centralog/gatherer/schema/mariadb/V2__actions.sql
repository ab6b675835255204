-- SPDX-License-Identifier: Apache-2.0
-- What users do, counted: a row of actions is one user and one action in one slice of one delivery; its identity is
-- (slice_start, slice_length, user_id, action_id, delivery). slice_length is in seconds.
-- Ids are compared byte by byte, blanks at their end included: bob, Bob and 'bob ' are three users.
CREATE TABLE actions (
    id bigint NOT NULL AUTO_INCREMENT,
    slice_start datetime(6) NOT NULL,
    slice_length bigint NOT NULL,
    user_id varchar(260) NOT NULL,
    action_id varchar(260) NOT NULL,
    delivery varchar(120) NOT NULL,
    count bigint NOT NULL,
    value_count bigint NOT NULL,
    value_sum decimal(48, 9),
    value_min decimal(48, 9),
    value_max decimal(48, 9),
    values_rejected bigint NOT NULL,
    payload_first longtext,
    payload_first_time datetime(6),
    payload_last longtext,
    payload_last_time datetime(6),
    payload_samples longtext,
    flag varchar(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY actions_identity (slice_start, slice_length, user_id, action_id, delivery),
    KEY actions_user (user_id, slice_start),
    KEY actions_action (action_id, slice_start)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- Drops and dead letters are of events or of actions.
ALTER TABLE drops ADD COLUMN stream varchar(16) NOT NULL DEFAULT 'events';
ALTER TABLE dead_letters ADD COLUMN stream varchar(16) NOT NULL DEFAULT 'events';

-- Exactly one row for a user and an action in a slice, however many deliveries brought it: counts and values are summed,
-- the first payload is the earliest and the last one the latest, the samples are those of all deliveries, each once. The
-- flag is one of those that are there, and is empty if none is.
CREATE SQL SECURITY INVOKER VIEW action_slice AS
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
    CASE WHEN count(*) = 1 THEN min(a.payload_samples) ELSE (
        SELECT concat('[', group_concat(DISTINCT json_quote(each_one.sample) ORDER BY s.id SEPARATOR ','), ']')
        FROM actions s,
            json_table(s.payload_samples, '$[*]' COLUMNS (sample longtext PATH '$')) each_one
        WHERE s.slice_start = a.slice_start AND s.slice_length = a.slice_length AND s.user_id = a.user_id
            AND s.action_id = a.action_id
    ) END AS payload_samples,
    max(a.flag) AS flag, count(*) AS deliveries
FROM actions a
GROUP BY a.slice_start, a.slice_length, a.user_id, a.action_id;

-- Roll-ups by the UTC hour and day that a slice began in. Where the flag is not empty, or values were rejected, the sums of
-- the values may lack some.
CREATE SQL SECURITY INVOKER VIEW action_hourly AS
SELECT
    cast(date_format(slice_start, '%Y-%m-%d %H:00:00') AS datetime) AS hour, user_id, action_id, sum(count) AS count,
    sum(value_count) AS value_count, sum(value_sum) AS value_sum, min(value_min) AS value_min,
    max(value_max) AS value_max, sum(values_rejected) AS values_rejected, max(flag) AS flag
FROM actions
GROUP BY cast(date_format(slice_start, '%Y-%m-%d %H:00:00') AS datetime), user_id, action_id;

CREATE SQL SECURITY INVOKER VIEW action_daily AS
SELECT
    cast(slice_start AS date) AS day, user_id, action_id, sum(count) AS count,
    sum(value_count) AS value_count, sum(value_sum) AS value_sum, min(value_min) AS value_min,
    max(value_max) AS value_max, sum(values_rejected) AS values_rejected, max(flag) AS flag
FROM actions
GROUP BY cast(slice_start AS date), user_id, action_id;
