-- SPDX-License-Identifier: Apache-2.0
-- Rows of events and samples without what all rows of a group, a delivery or a process have in common. The names events and
-- event_samples are those of views, with the columns that the tables had, but for the id of events.
DROP VIEW event_windows;
DROP VIEW event_processes;
DROP VIEW event_details;
DROP VIEW events_flat;

-- Numbered in the order of storing.
ALTER TABLE deliveries RENAME TO deliveries_before;
ALTER INDEX deliveries_pkey RENAME TO deliveries_before_pkey;
CREATE TABLE deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    stream text COLLATE "C" NOT NULL,
    window_start timestamptz NOT NULL,
    delivery text COLLATE "C" NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (stream, window_start, delivery)
);

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT stream, window_start, delivery, stored_at FROM (
    SELECT stream, window_start, delivery, stored_at FROM deliveries_before
    UNION ALL
    -- Rows may stay longer than their deliveries did.
    SELECT 'events', e.window_start, e.delivery, date_trunc('second', now())
    FROM (SELECT DISTINCT window_start, delivery FROM events) e
    LEFT JOIN deliveries_before d
        ON d.stream = 'events' AND d.window_start = e.window_start AND d.delivery = e.delivery
    WHERE d.delivery IS NULL
) stored
ORDER BY window_start, stored_at, stream, delivery;

DROP TABLE deliveries_before;
ANALYZE deliveries;

-- number: what rows of event_rows refer to a process by.
ALTER TABLE processes ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE processes DROP CONSTRAINT processes_pkey, ADD PRIMARY KEY (number), ADD UNIQUE (id);
CREATE INDEX processes_host ON processes (host);
ANALYZE processes;

INSERT INTO groups (
    group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
    method_name, file_name, line_number, app, environment, flag
)
SELECT
    sums.group_id, least(sums.first_seen, date_trunc('second', clock_timestamp())),
    least(sums.last_seen, date_trunc('second', clock_timestamp())),
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
ALTER TABLE groups ADD COLUMN thrown json;
UPDATE groups SET thrown = e.thrown
FROM (
    SELECT min(e.id) AS id
    FROM events e
    JOIN groups g ON g.group_id = e.group_id AND g.thrown_class = e.thrown_class
        AND g.thrown_message IS NOT DISTINCT FROM e.thrown_message AND g.message IS NOT DISTINCT FROM e.message
    WHERE e.flag IN ('', 'otherTime', 'varying') AND g.flag IN ('', 'otherTime', 'varying')
        AND position('"frames"' IN e.thrown::text) = 0
    GROUP BY e.group_id
) shown
JOIN events e ON e.id = shown.id
WHERE groups.group_id = e.group_id;

CREATE INDEX groups_level ON groups (level);
CREATE INDEX groups_logger ON groups (logger);
CREATE INDEX groups_app ON groups (app);
ANALYZE groups;

-- A row is one group of one window of one delivery. What it has not of its own is in the row of groups. That are level,
-- severity, logger, app and environment; in a row with its event message and thrown, if they are null here; and, if differs
-- does not name them, template, class_name, method_name, file_name, line_number and thrown_class.
-- differs: {"<column>":value,...}, what of the row's event is not as in groups; null for nothing. It names message and thrown
-- only where the event has none.
-- processes_id: the number of the process that has counted all of the row. If it is null, the counts are in processes; if that
-- is null too, no process is known. host and pid are null where they are as in processes.
-- A partition is a day by window_start, which gatherers make ahead and drop as a whole. event_rows_first is all of before the
-- first of them. event_rows_default is for rows of days that no gatherer could make.
CREATE TABLE event_rows (
    window_start timestamptz NOT NULL,
    deliveries_id bigint NOT NULL,
    time timestamptz NOT NULL,
    repeats bigint NOT NULL,
    thread_id bigint NOT NULL,
    sequence bigint NOT NULL,
    processes_id bigint,
    throwable_id bigint,
    pid bigint,
    groups_id integer NOT NULL,
    nano integer NOT NULL,
    in_full integer NOT NULL,
    thread_priority integer NOT NULL,
    borrowed smallint NOT NULL,
    flag text NOT NULL,
    thread_name text,
    message text,
    host text,
    trace_id text COLLATE "C",
    span_id text COLLATE "C",
    thrown json,
    arguments json,
    mdc json,
    ndc json,
    key_values json,
    markers json,
    cuts json,
    processes json,
    differs json
) PARTITION BY RANGE (window_start);

CREATE TABLE event_rows_default PARTITION OF event_rows DEFAULT;

DO $$
BEGIN
    EXECUTE format(
        'CREATE TABLE event_rows_first PARTITION OF event_rows FOR VALUES FROM (MINVALUE) TO (%L)',
        (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '2 days') AT TIME ZONE 'UTC');
END $$;

INSERT INTO event_rows
SELECT
    e.window_start, d.id, e.time, e.repeats, e.thread_id, e.sequence, p.number, e.throwable_id,
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
        WHEN e.flag IN ('', 'otherTime', 'varying') AND e.thrown::text = g.thrown::text THEN NULL
        ELSE e.thrown
    END,
    e.arguments, e.mdc, e.ndc, e.key_values, e.markers, e.cuts,
    CASE
        WHEN p.number IS NULL AND e.processes::text <> '{"0000000000000000":' || e.repeats || '}' THEN e.processes
    END,
    CASE
        WHEN e.flag NOT IN ('', 'otherTime', 'varying') THEN NULL
        ELSE ('{' || nullif(substr(
            CASE WHEN e.template IS NOT DISTINCT FROM g.template THEN ''
                ELSE ',"template":' || coalesce(to_json(e.template)::text, 'null') END
            || CASE WHEN e.class_name IS NOT DISTINCT FROM g.class_name THEN ''
                ELSE ',"class_name":' || coalesce(to_json(e.class_name)::text, 'null') END
            || CASE WHEN e.method_name IS NOT DISTINCT FROM g.method_name THEN ''
                ELSE ',"method_name":' || coalesce(to_json(e.method_name)::text, 'null') END
            || CASE WHEN e.file_name IS NOT DISTINCT FROM g.file_name THEN ''
                ELSE ',"file_name":' || coalesce(to_json(e.file_name)::text, 'null') END
            || CASE WHEN e.line_number IS NOT DISTINCT FROM g.line_number THEN ''
                ELSE ',"line_number":' || coalesce(e.line_number::text, 'null') END
            || CASE WHEN e.thrown_class IS NOT DISTINCT FROM g.thrown_class THEN ''
                ELSE ',"thrown_class":' || coalesce(to_json(e.thrown_class)::text, 'null') END
            || CASE WHEN e.message IS NULL AND g.message IS NOT NULL THEN ',"message":null' ELSE '' END
            || CASE WHEN e.thrown IS NULL AND g.thrown IS NOT NULL THEN ',"thrown":null' ELSE '' END,
            2), '') || '}')::json
    END
FROM events e
JOIN groups g ON g.group_id = e.group_id
JOIN deliveries d ON d.stream = 'events' AND d.window_start = e.window_start AND d.delivery = e.delivery
LEFT JOIN processes p ON p.id = substr(e.processes::text, 3, 16) AND p.id <> '0000000000000000'
    AND e.processes::text = '{"' || p.id || '":' || e.repeats || '}';

ALTER TABLE event_rows ADD PRIMARY KEY (window_start, deliveries_id, groups_id);
CREATE INDEX event_rows_group ON event_rows (groups_id, window_start);
CREATE INDEX event_rows_process ON event_rows (processes_id, window_start);
CREATE INDEX event_rows_trace ON event_rows (trace_id) WHERE trace_id IS NOT NULL;
ANALYZE event_rows;

-- What is an event's own; all else is in its row of event_rows. n is the number of the event in its process.
CREATE TABLE sample_rows (
    window_start timestamptz NOT NULL,
    deliveries_id bigint NOT NULL,
    groups_id integer NOT NULL,
    process_id text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    time timestamptz NOT NULL,
    nano integer NOT NULL,
    thread_name text,
    thread_id bigint NOT NULL,
    thread_priority integer NOT NULL,
    template text,
    message text,
    arguments json,
    mdc json,
    ndc json,
    key_values json,
    trace_id text COLLATE "C",
    span_id text COLLATE "C",
    thrown_message text,
    cause_messages json,
    cuts json
) PARTITION BY RANGE (window_start);

CREATE TABLE sample_rows_default PARTITION OF sample_rows DEFAULT;

DO $$
BEGIN
    EXECUTE format(
        'CREATE TABLE sample_rows_first PARTITION OF sample_rows FOR VALUES FROM (MINVALUE) TO (%L)',
        (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '2 days') AT TIME ZONE 'UTC');
END $$;

INSERT INTO sample_rows
SELECT
    s.window_start, d.id, g.id, s.process_id, s.n, s.time, s.nano, s.thread_name, s.thread_id, s.thread_priority, s.template,
    s.message, s.arguments, s.mdc, s.ndc, s.key_values, s.trace_id, s.span_id, s.thrown_message, s.cause_messages, s.cuts
FROM event_samples s
JOIN groups g ON g.group_id = s.group_id
JOIN deliveries d ON d.stream = 'events' AND d.window_start = s.window_start AND d.delivery = s.delivery;

ALTER TABLE sample_rows ADD PRIMARY KEY (window_start, deliveries_id, groups_id, process_id, n);
CREATE INDEX sample_rows_trace ON sample_rows (trace_id) WHERE trace_id IS NOT NULL;
ANALYZE sample_rows;

DROP TABLE event_samples;
DROP TABLE events;

-- The ids in it were those of the rows of events. last_event is the highest id of deliveries.
DELETE FROM retention_marks;

-- A row of event_rows with what it has of its group, its delivery and its process.
CREATE VIEW event_rows_joined AS
SELECT
    e.window_start, e.deliveries_id, e.groups_id, e.processes_id, g.group_id, d.delivery, e.repeats,
    coalesce(e.processes, ('{"' || coalesce(p.id, '0000000000000000') || '":' || e.repeats || '}')::json) AS processes,
    e.time, e.nano, g.level, g.severity, g.logger, e.thread_name, e.thread_id, e.thread_priority,
    CASE WHEN e.differs -> 'template' IS NULL THEN g.template ELSE e.differs ->> 'template' END AS template,
    CASE WHEN e.message IS NULL AND e.differs -> 'message' IS NULL THEN g.message ELSE e.message END AS message,
    CASE WHEN e.differs -> 'class_name' IS NULL THEN g.class_name ELSE e.differs ->> 'class_name' END AS class_name,
    CASE WHEN e.differs -> 'method_name' IS NULL THEN g.method_name ELSE e.differs ->> 'method_name' END AS method_name,
    CASE WHEN e.differs -> 'file_name' IS NULL THEN g.file_name ELSE e.differs ->> 'file_name' END AS file_name,
    CASE WHEN e.differs -> 'line_number' IS NULL THEN g.line_number ELSE (e.differs ->> 'line_number')::integer END
        AS line_number,
    CASE WHEN e.differs -> 'thrown_class' IS NULL THEN g.thrown_class ELSE e.differs ->> 'thrown_class' END AS thrown_class,
    g.app, g.environment, coalesce(e.host, p.host) AS host, coalesce(e.pid, p.pid) AS pid, e.sequence, e.flag, e.arguments,
    CASE
        WHEN e.thrown IS NULL AND e.differs -> 'thrown' IS NULL
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
    e.thrown_class, e.thrown ->> 'message' AS thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag,
    e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.processes, e.trace_id, e.span_id, e.in_full,
    e.borrowed, e.throwable_id
FROM event_rows_joined e;

CREATE VIEW event_samples AS
SELECT
    s.window_start, g.group_id, d.delivery, s.process_id, s.n, s.time, s.nano, s.thread_name, s.thread_id, s.thread_priority,
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
    e.window_start, g.group_id, d.delivery, counted.process, counted.repeats::bigint, counted.process,
    CASE WHEN p.app <> '' THEN p.app ELSE g.app END,
    CASE WHEN p.app <> '' THEN p.environment ELSE g.environment END,
    p.release, p.host, p.pid, p.instance
FROM event_rows e
JOIN groups g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
CROSS JOIN json_each_text(coalesce(e.processes, json_build_object('0000000000000000', e.repeats)))
    AS counted (process, repeats)
LEFT JOIN processes p ON p.id = counted.process
WHERE e.processes_id IS NULL;

-- One row for an event that is stored in full: the own one of a row of events, or a sample.
CREATE VIEW event_details AS
SELECT
    e.window_start, e.group_id, e.delivery, NULL::text COLLATE "C" AS process_id, e.sequence AS n, e.time, e.nano, e.level,
    e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, e.thrown ->> 'message' AS thrown_message, NULL::json AS cause_messages,
    e.thrown, e.app, e.environment, e.host, e.pid, e.flag, e.arguments, e.markers, e.mdc, e.ndc, e.key_values, e.cuts,
    e.trace_id, e.span_id, e.throwable_id
FROM event_rows_joined e
WHERE e.borrowed = 0 AND e.flag NOT IN ('noPayload', 'unreadable', 'rejected', 'overflow')
UNION ALL
SELECT
    s.window_start, e.group_id, e.delivery, s.process_id, s.n, s.time, s.nano, e.level, e.severity, e.logger,
    s.thread_name, s.thread_id, s.thread_priority, coalesce(s.template, e.template), s.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, s.thrown_message, s.cause_messages, NULL::json,
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
    e.window_start, e.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class,
    e.thrown ->> 'message' AS thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown,
    e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, sums.in_full,
    sums.in_full >= sums.repeats AS complete, e.throwable_id
FROM event_rows_joined e
CROSS JOIN LATERAL (
    SELECT
        sum(r.repeats) AS repeats, count(*) AS deliveries, sum(r.in_full) AS in_full,
        e.deliveries_id = coalesce(
            min(CASE WHEN r.flag IN ('', 'otherTime', 'varying') THEN r.deliveries_id END), min(r.deliveries_id)) AS is_shown
    FROM event_rows r
    WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start
) sums
WHERE sums.is_shown;

-- A row of events, with the stack trace as Java prints it; null if there is none, and in rows of versions before 10.
CREATE VIEW events_flat AS
SELECT
    e.window_start, e.group_id, e.delivery, e.repeats, e.processes, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments,
    e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id,
    replace(replace(replace(replace(t.text,
        U&'\E000',
        coalesce(e.thrown ->> 'text',
            (e.thrown ->> 'class') || coalesce(': ' || (e.thrown ->> 'message'), ''), '')),
        U&'\E001',
        coalesce(e.thrown -> 'cause' ->> 'text',
            (e.thrown -> 'cause' ->> 'class') || coalesce(': ' || (e.thrown -> 'cause' ->> 'message'), ''), '')),
        U&'\E002',
        coalesce(e.thrown -> 'cause' -> 'cause' ->> 'text',
            (e.thrown -> 'cause' -> 'cause' ->> 'class')
                || coalesce(': ' || (e.thrown -> 'cause' -> 'cause' ->> 'message'), ''), '')),
        U&'\E003',
        coalesce(e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'text',
            (e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'class')
     || coalesce(': ' || (e.thrown -> 'cause' -> 'cause' -> 'cause' ->> 'message'), ''), '')) AS thrown_text
FROM events e
LEFT JOIN throwables t ON t.id = e.throwable_id;

-- A row of groups, with how often its events occurred in all, and when last. The hours are read once for all groups: those of one
-- group lie in many places.
CREATE OR REPLACE VIEW group_totals AS
SELECT
    g.id, g.group_id, g.first_seen, greatest(g.last_seen, h.last_seen) AS last_seen, coalesce(h.repeats, 0) AS repeats,
    g.level, g.severity, g.logger, g.template, g.message, g.thrown_class, g.thrown_message, g.class_name, g.method_name,
    g.file_name, g.line_number, g.app, g.environment, g.flag
FROM groups g
LEFT JOIN (
    SELECT groups_id, sum(repeats) AS repeats, max(last_seen) AS last_seen FROM group_hours GROUP BY groups_id
) h ON h.groups_id = g.id;
