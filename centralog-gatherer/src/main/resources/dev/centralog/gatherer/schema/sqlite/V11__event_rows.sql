-- SPDX-License-Identifier: Apache-2.0
-- Rows of events and samples without what all rows of a group, a delivery or a process have in common. The names events and
-- event_samples are those of views, with the columns that the tables had, but for the id of events.
-- Times are UTC text without a zone and without zeros at the end of fractions (2026-01-31T23:59:59, 2026-01-31T23:59:59.25):
-- sorted as text as they are in time, and equal to the literals that other databases know. time of event_rows and sample_rows
-- is in whole seconds since 1970; nano is beside it.
DROP VIEW event_windows;
DROP VIEW event_processes;
DROP VIEW event_details;
DROP VIEW events_flat;

-- Numbered in the order of storing.
CREATE TABLE deliveries_before AS
SELECT stream, window_start, delivery, stored_at FROM deliveries
UNION ALL
-- Rows may stay longer than their deliveries did.
SELECT 'events', e.window_start, e.delivery, strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now')
FROM (SELECT DISTINCT window_start, delivery FROM events) e
WHERE NOT EXISTS (
    SELECT 1 FROM deliveries d
    WHERE d.stream = 'events' AND d.window_start = e.window_start AND d.delivery = e.delivery
);

DROP TABLE deliveries;
CREATE TABLE deliveries (
    id integer PRIMARY KEY AUTOINCREMENT,
    stream text NOT NULL,
    window_start text NOT NULL,
    delivery text NOT NULL,
    stored_at text NOT NULL,
    UNIQUE (stream, window_start, delivery)
);

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT
    stream, substr(window_start, 1, 19) || rtrim(rtrim(substr(window_start, 20, 10), '0'), '.'), delivery,
    substr(stored_at, 1, 19) || rtrim(rtrim(substr(stored_at, 20, 10), '0'), '.')
FROM deliveries_before
ORDER BY window_start, stored_at, stream, delivery;

DROP TABLE deliveries_before;

-- number: what rows of event_rows refer to a process by.
CREATE TABLE processes_before AS SELECT * FROM processes;
DROP TABLE processes;
CREATE TABLE processes (
    number integer PRIMARY KEY AUTOINCREMENT,
    id text NOT NULL,
    app text NOT NULL,
    environment text NOT NULL,
    release text,
    host text,
    pid integer,
    instance text,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    started_at text,
    ended_at text,
    centralog text,
    java text,
    framework text,
    UNIQUE (id)
);

INSERT INTO processes (
    id, app, environment, release, host, pid, instance, first_seen, last_seen, started_at, ended_at, centralog, java, framework
)
SELECT
    id, app, environment, release, host, pid, instance,
    substr(first_seen, 1, 19) || rtrim(rtrim(substr(first_seen, 20, 10), '0'), '.'),
    substr(last_seen, 1, 19) || rtrim(rtrim(substr(last_seen, 20, 10), '0'), '.'),
    substr(started_at, 1, 19) || rtrim(rtrim(substr(started_at, 20, 10), '0'), '.'),
    substr(ended_at, 1, 19) || rtrim(rtrim(substr(ended_at, 20, 10), '0'), '.'),
    centralog, java, framework
FROM processes_before
ORDER BY first_seen, id;

DROP TABLE processes_before;
CREATE INDEX processes_last_seen ON processes (last_seen);
CREATE INDEX processes_host ON processes (host);

INSERT INTO groups (
    group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
    method_name, file_name, line_number, app, environment, flag
)
SELECT
    sums.group_id, min(sums.first_seen, strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now')),
    min(sums.last_seen, strftime('%Y-%m-%dT%H:%M:%S.000000000Z', 'now')),
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        e.group_id, min(e.window_start) AS first_seen, max(e.window_start) AS last_seen,
        coalesce(min(CASE WHEN e.flag IN ('', 'otherTime', 'varying') THEN e.id END), min(e.id)) AS id
    FROM events e
    LEFT JOIN groups g ON g.group_id = e.group_id
    WHERE g.id IS NULL
    GROUP BY e.group_id
) sums
JOIN events e ON e.id = sums.id
ORDER BY sums.id;

-- thrown: as in the row of the event that the group shows.
ALTER TABLE groups ADD COLUMN thrown text;
UPDATE groups SET thrown = e.thrown
FROM (
    SELECT min(e.id) AS id
    FROM events e
    JOIN groups g ON g.group_id = e.group_id AND g.thrown_class = e.thrown_class
        AND g.thrown_message IS e.thrown_message AND g.message IS e.message
    WHERE e.flag IN ('', 'otherTime', 'varying') AND g.flag IN ('', 'otherTime', 'varying')
        AND instr(e.thrown, '"frames"') = 0
    GROUP BY e.group_id
) shown
JOIN events e ON e.id = shown.id
WHERE groups.group_id = e.group_id;

UPDATE groups SET
    first_seen = substr(first_seen, 1, 19) || rtrim(rtrim(substr(first_seen, 20, 10), '0'), '.'),
    last_seen = substr(last_seen, 1, 19) || rtrim(rtrim(substr(last_seen, 20, 10), '0'), '.');

CREATE INDEX groups_level ON groups (level);
CREATE INDEX groups_logger ON groups (logger);
CREATE INDEX groups_app ON groups (app);

-- A row is one group of one window of one delivery. What it has not of its own is in the row of groups. That are level,
-- severity, logger, app and environment; in a row with its event message and thrown, if they are null here; and, if differs
-- does not name them, template, class_name, method_name, file_name, line_number and thrown_class.
-- differs: {"<column>":value,...}, what of the row's event is not as in groups; null for nothing. It names message and thrown
-- only where the event has none.
-- processes_id: the number of the process that has counted all of the row. If it is null, the counts are in processes; if that
-- is null too, no process is known. host and pid are null where they are as in processes.
CREATE TABLE event_rows (
    window_start text NOT NULL,
    deliveries_id integer NOT NULL,
    time integer NOT NULL,
    repeats integer NOT NULL,
    thread_id integer NOT NULL,
    sequence integer NOT NULL,
    processes_id integer,
    throwable_id integer,
    pid integer,
    groups_id integer NOT NULL,
    nano integer NOT NULL,
    in_full integer NOT NULL,
    thread_priority integer NOT NULL,
    borrowed integer NOT NULL,
    flag text NOT NULL,
    thread_name text,
    message text,
    host text,
    trace_id text,
    span_id text,
    thrown text,
    arguments text,
    mdc text,
    ndc text,
    key_values text,
    markers text,
    cuts text,
    processes text,
    differs text,
    UNIQUE (window_start, deliveries_id, groups_id)
);

INSERT INTO event_rows
SELECT
    d.window_start, d.id, unixepoch(substr(e.time, 1, 19)), e.repeats, e.thread_id, e.sequence, p.number, e.throwable_id,
    CASE WHEN e.pid = p.pid THEN NULL ELSE e.pid END,
    g.id, e.nano, e.in_full, e.thread_priority, e.borrowed, e.flag, e.thread_name,
    CASE
        WHEN e.flag NOT IN ('', 'otherTime', 'varying') THEN coalesce(e.message, '')
        WHEN e.message = g.message THEN NULL
        ELSE e.message
    END,
    CASE WHEN e.host = p.host THEN NULL ELSE e.host END,
    e.trace_id, e.span_id,
    CASE
        WHEN e.flag IN ('', 'otherTime', 'varying') AND e.thrown = g.thrown THEN NULL
        ELSE e.thrown
    END,
    e.arguments, e.mdc, e.ndc, e.key_values, e.markers, e.cuts,
    CASE
        WHEN p.number IS NULL AND e.processes <> '{"0000000000000000":' || e.repeats || '}' THEN e.processes
    END,
    CASE
        WHEN e.flag NOT IN ('', 'otherTime', 'varying') THEN NULL
        ELSE '{' || nullif(substr(
            CASE WHEN e.template IS g.template THEN ''
                ELSE ',"template":' || json_quote(e.template) END
            || CASE WHEN e.class_name IS g.class_name THEN ''
                ELSE ',"class_name":' || json_quote(e.class_name) END
            || CASE WHEN e.method_name IS g.method_name THEN ''
                ELSE ',"method_name":' || json_quote(e.method_name) END
            || CASE WHEN e.file_name IS g.file_name THEN ''
                ELSE ',"file_name":' || json_quote(e.file_name) END
            || CASE WHEN e.line_number IS g.line_number THEN ''
                ELSE ',"line_number":' || json_quote(e.line_number) END
            || CASE WHEN e.thrown_class IS g.thrown_class THEN ''
                ELSE ',"thrown_class":' || json_quote(e.thrown_class) END
            || CASE WHEN e.message IS NULL AND g.message IS NOT NULL THEN ',"message":null' ELSE '' END
            || CASE WHEN e.thrown IS NULL AND g.thrown IS NOT NULL THEN ',"thrown":null' ELSE '' END,
            2), '') || '}'
    END
FROM events e
CROSS JOIN groups g ON g.group_id = e.group_id
CROSS JOIN deliveries d
    ON d.stream = 'events' AND d.window_start = substr(e.window_start, 1, 19) || rtrim(rtrim(substr(e.window_start, 20, 10), '0'), '.')
    AND d.delivery = e.delivery
LEFT JOIN processes p ON p.id = substr(e.processes, 3, 16) AND p.id <> '0000000000000000'
    AND e.processes = '{"' || p.id || '":' || e.repeats || '}';

CREATE INDEX event_rows_group ON event_rows (groups_id, window_start);
CREATE INDEX event_rows_process ON event_rows (processes_id, window_start);
CREATE INDEX event_rows_trace ON event_rows (trace_id) WHERE trace_id IS NOT NULL;

-- What is an event's own; all else is in its row of event_rows. n is the number of the event in its process.
CREATE TABLE sample_rows (
    window_start text NOT NULL,
    deliveries_id integer NOT NULL,
    groups_id integer NOT NULL,
    process_id text NOT NULL,
    n integer NOT NULL,
    time integer NOT NULL,
    nano integer NOT NULL,
    thread_name text,
    thread_id integer NOT NULL,
    thread_priority integer NOT NULL,
    template text,
    message text,
    arguments text,
    mdc text,
    ndc text,
    key_values text,
    trace_id text,
    span_id text,
    thrown_message text,
    cause_messages text,
    cuts text,
    PRIMARY KEY (window_start, deliveries_id, groups_id, process_id, n)
);

INSERT INTO sample_rows
SELECT
    d.window_start, d.id, g.id, s.process_id, s.n, unixepoch(substr(s.time, 1, 19)), s.nano, s.thread_name, s.thread_id,
    s.thread_priority, s.template,
    s.message, s.arguments, s.mdc, s.ndc, s.key_values, s.trace_id, s.span_id, s.thrown_message, s.cause_messages, s.cuts
FROM event_samples s
CROSS JOIN groups g ON g.group_id = s.group_id
CROSS JOIN deliveries d
    ON d.stream = 'events' AND d.window_start = substr(s.window_start, 1, 19) || rtrim(rtrim(substr(s.window_start, 20, 10), '0'), '.')
    AND d.delivery = s.delivery;

CREATE INDEX sample_rows_trace ON sample_rows (trace_id) WHERE trace_id IS NOT NULL;

DROP TABLE event_samples;
DROP TABLE events;

-- The ids in it were those of the rows of events. last_event is the highest id of deliveries.
DELETE FROM retention_marks;

-- The other times. What is in the order of another column is written again, which is faster than to change it in place.
CREATE TABLE group_minutes_before AS
SELECT groups_id, substr(minute, 1, 19) || rtrim(rtrim(substr(minute, 20, 10), '0'), '.') AS minute, repeats FROM group_minutes;
DELETE FROM group_minutes;
DROP INDEX group_minutes_minute;
INSERT INTO group_minutes SELECT * FROM group_minutes_before;
CREATE INDEX group_minutes_minute ON group_minutes (minute);
DROP TABLE group_minutes_before;

CREATE TABLE group_hours_before AS
SELECT
    groups_id, substr(hour, 1, 19) || rtrim(rtrim(substr(hour, 20, 10), '0'), '.') AS hour, repeats,
    substr(last_seen, 1, 19) || rtrim(rtrim(substr(last_seen, 20, 10), '0'), '.') AS last_seen
FROM group_hours;
DELETE FROM group_hours;
DROP INDEX group_hours_hour;
INSERT INTO group_hours SELECT * FROM group_hours_before;
CREATE INDEX group_hours_hour ON group_hours (hour);
DROP TABLE group_hours_before;

CREATE TABLE actions_before AS
SELECT
    id, substr(slice_start, 1, 19) || rtrim(rtrim(substr(slice_start, 20, 10), '0'), '.') AS slice_start, slice_length,
    user_id, action_id, delivery, count, value_count, value_sum, value_min, value_max, values_rejected, payload_first,
    substr(payload_first_time, 1, 19) || rtrim(rtrim(substr(payload_first_time, 20, 10), '0'), '.') AS payload_first_time,
    payload_last,
    substr(payload_last_time, 1, 19) || rtrim(rtrim(substr(payload_last_time, 20, 10), '0'), '.') AS payload_last_time,
    payload_samples, flag
FROM actions;
DELETE FROM actions;
DROP INDEX actions_user;
DROP INDEX actions_action;
INSERT INTO actions SELECT * FROM actions_before ORDER BY id;
CREATE INDEX actions_user ON actions (user_id, slice_start);
CREATE INDEX actions_action ON actions (action_id, slice_start);
DROP TABLE actions_before;

UPDATE level_minutes SET minute = substr(minute, 1, 19) || rtrim(rtrim(substr(minute, 20, 10), '0'), '.');
UPDATE complete_up_to SET up_to = substr(up_to, 1, 19) || rtrim(rtrim(substr(up_to, 20, 10), '0'), '.');
UPDATE process_signs SET window_start = substr(window_start, 1, 19) || rtrim(rtrim(substr(window_start, 20, 10), '0'), '.');
UPDATE drops SET window_start = substr(window_start, 1, 19) || rtrim(rtrim(substr(window_start, 20, 10), '0'), '.');
UPDATE dead_letters SET
    window_start = substr(window_start, 1, 19) || rtrim(rtrim(substr(window_start, 20, 10), '0'), '.'),
    first_seen = substr(first_seen, 1, 19) || rtrim(rtrim(substr(first_seen, 20, 10), '0'), '.'),
    replayed_at = substr(replayed_at, 1, 19) || rtrim(rtrim(substr(replayed_at, 20, 10), '0'), '.');

-- Roll-ups by the UTC hour and day that a slice began in. Where the flag is not empty, or values were rejected, the sums of
-- the values may lack some.
DROP VIEW action_hourly;
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
        substr(slice_start, 1, 13) || ':00:00' AS hour, user_id, action_id, sum(count) AS count,
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

-- A row of event_rows with what it has of its group, its delivery and its process.
CREATE VIEW event_rows_joined AS
SELECT
    e.window_start, e.deliveries_id, e.groups_id, e.processes_id, g.group_id, d.delivery, e.repeats,
    coalesce(e.processes, '{"' || coalesce(p.id, '0000000000000000') || '":' || e.repeats || '}') AS processes,
    strftime('%Y-%m-%dT%H:%M:%S', e.time, 'unixepoch')
        || CASE e.nano WHEN 0 THEN '' ELSE rtrim(printf('.%09d', e.nano), '0') END AS time,
    e.nano, g.level, g.severity, g.logger, e.thread_name, e.thread_id, e.thread_priority,
    CASE WHEN json_type(e.differs, '$.template') IS NULL THEN g.template ELSE e.differs ->> '$.template' END
        AS template,
    CASE WHEN e.message IS NULL AND json_type(e.differs, '$.message') IS NULL THEN g.message ELSE e.message END AS message,
    CASE WHEN json_type(e.differs, '$.class_name') IS NULL THEN g.class_name ELSE e.differs ->> '$.class_name' END
        AS class_name,
    CASE WHEN json_type(e.differs, '$.method_name') IS NULL THEN g.method_name ELSE e.differs ->> '$.method_name' END
        AS method_name,
    CASE WHEN json_type(e.differs, '$.file_name') IS NULL THEN g.file_name ELSE e.differs ->> '$.file_name' END
        AS file_name,
    CASE WHEN json_type(e.differs, '$.line_number') IS NULL THEN g.line_number ELSE e.differs ->> '$.line_number' END
        AS line_number,
    CASE WHEN json_type(e.differs, '$.thrown_class') IS NULL THEN g.thrown_class ELSE e.differs ->> '$.thrown_class' END
        AS thrown_class,
    g.app, g.environment, coalesce(e.host, p.host) AS host, coalesce(e.pid, p.pid) AS pid, e.sequence, e.flag, e.arguments,
    CASE
        WHEN e.thrown IS NULL AND json_type(e.differs, '$.thrown') IS NULL
            AND (e.flag IN ('', 'otherTime', 'varying') OR e.throwable_id IS NOT NULL) THEN g.thrown
        ELSE e.thrown
    END AS thrown,
    e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id
FROM event_rows e
JOIN groups g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
LEFT JOIN processes p ON p.number = e.processes_id;

-- One row for one group of one window of one delivery.
CREATE VIEW events AS
SELECT
    e.window_start, e.group_id, e.delivery, e.repeats, e.time, e.nano, e.level, e.severity, e.logger, e.thread_name,
    e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name, e.line_number,
    e.thrown_class, e.thrown ->> '$.message' AS thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag,
    e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.processes, e.trace_id, e.span_id, e.in_full,
    e.borrowed, e.throwable_id
FROM event_rows_joined e;

CREATE VIEW event_samples AS
SELECT
    s.window_start, g.group_id, d.delivery, s.process_id, s.n,
    strftime('%Y-%m-%dT%H:%M:%S', s.time, 'unixepoch')
        || CASE s.nano WHEN 0 THEN '' ELSE rtrim(printf('.%09d', s.nano), '0') END AS time,
    s.nano, s.thread_name, s.thread_id, s.thread_priority,
    s.template, s.message, s.arguments, s.mdc, s.ndc, s.key_values, s.trace_id, s.span_id, s.thrown_message,
    s.cause_messages, s.cuts
FROM sample_rows s
JOIN groups g ON g.id = s.groups_id
JOIN deliveries d ON d.id = s.deliveries_id;

-- One row for a process in a row of events, with what it says of itself. A process that says nothing has the row's own app and
-- environment, and null.
CREATE VIEW event_processes AS
SELECT
    e.window_start, g.group_id, d.delivery, p.id AS process, e.repeats, p.id AS process_id,
    CASE WHEN p.app <> '' THEN p.app ELSE g.app END AS app,
    CASE WHEN p.app <> '' THEN p.environment ELSE g.environment END AS environment,
    p.release, p.host, p.pid, p.instance
FROM event_rows e
JOIN groups g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
JOIN processes p ON p.number = e.processes_id
UNION ALL
SELECT
    e.window_start, g.group_id, d.delivery, counted.key, counted.value, counted.key,
    CASE WHEN p.app <> '' THEN p.app ELSE g.app END,
    CASE WHEN p.app <> '' THEN p.environment ELSE g.environment END,
    p.release, p.host, p.pid, p.instance
FROM event_rows e
JOIN groups g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
JOIN json_each(coalesce(e.processes, json_object('0000000000000000', e.repeats))) counted
LEFT JOIN processes p ON p.id = counted.key
WHERE e.processes_id IS NULL;

-- One row for an event that is stored in full: the own one of a row of events, or a sample.
CREATE VIEW event_details AS
SELECT
    e.window_start, e.group_id, e.delivery, NULL AS process_id, e.sequence AS n, e.time, e.nano, e.level,
    e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, e.thrown ->> '$.message' AS thrown_message, NULL AS cause_messages,
    e.thrown, e.app, e.environment, e.host, e.pid, e.flag, e.arguments, e.markers, e.mdc, e.ndc, e.key_values, e.cuts,
    e.trace_id, e.span_id, e.throwable_id
FROM event_rows_joined e
WHERE e.borrowed = 0 AND e.flag NOT IN ('noPayload', 'unreadable', 'rejected', 'overflow')
UNION ALL
SELECT
    s.window_start, e.group_id, e.delivery, s.process_id, s.n,
    strftime('%Y-%m-%dT%H:%M:%S', s.time, 'unixepoch')
        || CASE s.nano WHEN 0 THEN '' ELSE rtrim(printf('.%09d', s.nano), '0') END AS time,
    s.nano, e.level, e.severity, e.logger,
    s.thread_name, s.thread_id, s.thread_priority, coalesce(s.template, e.template), s.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, s.thrown_message, s.cause_messages, NULL,
    e.app, e.environment, p.host, p.pid,
    e.flag, s.arguments, e.markers, s.mdc, s.ndc, s.key_values, s.cuts, s.trace_id, s.span_id, e.throwable_id
FROM sample_rows s
JOIN event_rows_joined e
    ON e.window_start = s.window_start AND e.deliveries_id = s.deliveries_id AND e.groups_id = s.groups_id
LEFT JOIN processes p ON p.id = s.process_id;

-- One row for a group in a window, however many deliveries brought it; the event is that of a delivery that has one. It is
-- complete if all its events are stored in full.
CREATE VIEW event_windows AS
SELECT
    e.window_start, e.group_id,
    (SELECT sum(r.repeats) FROM event_rows r WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS repeats,
    (SELECT count(*) FROM event_rows r WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class,
    e.thrown ->> '$.message' AS thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown,
    e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id,
    (SELECT sum(r.in_full) FROM event_rows r WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS in_full,
    (SELECT sum(r.in_full) >= sum(r.repeats) FROM event_rows r
        WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS complete,
    e.throwable_id
FROM event_rows_joined e
WHERE NOT EXISTS (
    SELECT 1 FROM event_rows r
    WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start
        AND (r.flag NOT IN ('', 'otherTime', 'varying'), r.deliveries_id)
            < (e.flag NOT IN ('', 'otherTime', 'varying'), e.deliveries_id)
);

-- A row of events, with the stack trace as Java prints it; null if there is none, and in rows of versions before 10.
CREATE VIEW events_flat AS
SELECT
    e.window_start, e.group_id, e.delivery, e.repeats, e.processes, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments,
    e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id,
    replace(replace(replace(replace(t.text,
        char(57344),
        coalesce((e.thrown ->> '$.text'),
            (e.thrown ->> '$.class') || coalesce(': ' || (e.thrown ->> '$.message'), ''), '')),
        char(57345),
        coalesce((e.thrown ->> '$.cause.text'),
            (e.thrown ->> '$.cause.class') || coalesce(': ' || (e.thrown ->> '$.cause.message'), ''), '')),
        char(57346),
        coalesce((e.thrown ->> '$.cause.cause.text'),
            (e.thrown ->> '$.cause.cause.class') || coalesce(': ' || (e.thrown ->> '$.cause.cause.message'), ''), '')),
        char(57347),
        coalesce((e.thrown ->> '$.cause.cause.cause.text'),
            (e.thrown ->> '$.cause.cause.cause.class')
                || coalesce(': ' || (e.thrown ->> '$.cause.cause.cause.message'), ''), '')) AS thrown_text
FROM events e
LEFT JOIN throwables t ON t.id = e.throwable_id;
