-- SPDX-License-Identifier: Apache-2.0
-- Rows of events and samples without what all rows of a group, a delivery or a process have in common. The names events and
-- event_samples are those of views, with the columns that the tables had, but for the id of events.
-- All statements may be run again, at whichever of them a migration broke off. Both tables are copied until their names have become
-- those of views, which a single statement does.
SET @to_copy = (SELECT count(*) FROM information_schema.tables
    WHERE table_schema = database() AND table_name = 'events' AND table_type = 'BASE TABLE');

-- Numbered in the order of storing.
CREATE TABLE IF NOT EXISTS deliveries_filling (
    id bigint NOT NULL AUTO_INCREMENT,
    stream varchar(16) NOT NULL,
    window_start datetime(6) NOT NULL,
    delivery varchar(254) NOT NULL,
    stored_at datetime(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY deliveries_identity (stream, window_start, delivery)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

TRUNCATE TABLE deliveries_filling;

INSERT INTO deliveries_filling (stream, window_start, delivery, stored_at)
SELECT stream, window_start, delivery, stored_at FROM (
    SELECT stream, window_start, delivery, stored_at FROM deliveries
    UNION ALL
    -- Rows may stay longer than their deliveries did.
    SELECT 'events', e.window_start, e.delivery, utc_timestamp()
    FROM (SELECT DISTINCT window_start, delivery FROM events) e
    LEFT JOIN deliveries d ON d.stream = 'events' AND d.window_start = e.window_start AND d.delivery = e.delivery
    WHERE d.delivery IS NULL
) stored
WHERE @to_copy = 1
ORDER BY window_start, stored_at, stream, delivery;

SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'deliveries' AND column_name = 'id') = 0,
    'RENAME TABLE deliveries TO deliveries_before, deliveries_filling TO deliveries', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;
DROP TABLE IF EXISTS deliveries_before, deliveries_filling;

-- number: what rows of event_rows refer to a process by.
SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'processes' AND column_name = 'number') = 0,
    'ALTER TABLE processes ADD COLUMN number bigint NOT NULL AUTO_INCREMENT FIRST, DROP PRIMARY KEY,
        ADD PRIMARY KEY (number), ADD UNIQUE KEY processes_identity (id), ADD KEY processes_host (host)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

SET @change = if(
    (SELECT count(*) FROM information_schema.columns
        WHERE table_schema = database() AND table_name = 'groups' AND column_name = 'thrown') = 0,
    'ALTER TABLE `groups` ADD COLUMN thrown longtext, ADD KEY groups_level (level(64)), ADD KEY groups_logger (logger(191)),
        ADD KEY groups_app (app(191))', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

SET @change = if(@to_copy = 1,
    'INSERT INTO `groups` (
        group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
        method_name, file_name, line_number, app, environment, flag
    )
    SELECT
        sums.group_id, least(sums.first_seen, utc_timestamp()),
        least(sums.last_seen, utc_timestamp()),
        e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
        e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
    FROM (
        SELECT
            e.group_id, min(e.window_start) AS first_seen, max(e.window_start) AS last_seen,
            coalesce(min(CASE WHEN e.flag IN ('''', ''otherTime'', ''varying'') THEN e.id END), min(e.id)) AS id
        FROM events e
        LEFT JOIN `groups` g ON g.group_id = e.group_id
        WHERE g.id IS NULL
        GROUP BY e.group_id
    ) sums
    JOIN events e ON e.id = sums.id
    ORDER BY sums.id', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- thrown: as in the row of the event that the group shows.
SET @change = if(@to_copy = 1,
    'UPDATE (
        SELECT min(e.id) AS id
        FROM events e
        STRAIGHT_JOIN `groups` g ON g.group_id = e.group_id AND g.thrown_class = e.thrown_class
            AND g.thrown_message <=> e.thrown_message AND g.message <=> e.message
        WHERE e.flag IN ('''', ''otherTime'', ''varying'') AND g.flag IN ('''', ''otherTime'', ''varying'')
            AND position(''"frames"'' IN e.thrown) = 0
        GROUP BY e.group_id
    ) shown
    JOIN events e ON e.id = shown.id
    JOIN `groups` g ON g.group_id = e.group_id
    SET g.thrown = e.thrown', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- A row is one group of one window of one delivery. What it has not of its own is in the row of groups. That are level,
-- severity, logger, app and environment; in a row with its event message and thrown, if they are null here; and, if differs
-- does not name them, template, class_name, method_name, file_name, line_number and thrown_class.
-- differs: {"<column>":value,...}, what of the row's event is not as in groups; null for nothing. It names message and thrown
-- only where the event has none.
-- processes_id: the number of the process that has counted all of the row. If it is null, the counts are in processes; if that
-- is null too, no process is known. host and pid are null where they are as in processes.
CREATE TABLE IF NOT EXISTS event_rows (
    window_start datetime(6) NOT NULL,
    deliveries_id bigint NOT NULL,
    time datetime(6) NOT NULL,
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
    flag varchar(64) NOT NULL,
    thread_name longtext,
    message longtext,
    host longtext,
    trace_id varchar(128),
    span_id varchar(128),
    thrown longtext,
    arguments longtext,
    mdc longtext,
    ndc longtext,
    key_values longtext,
    markers longtext,
    cuts longtext,
    processes longtext,
    differs longtext,
    PRIMARY KEY (window_start, deliveries_id, groups_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

SET @change = if(@to_copy = 1, 'TRUNCATE TABLE event_rows', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

INSERT INTO event_rows
SELECT STRAIGHT_JOIN
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
        WHEN e.flag IN ('', 'otherTime', 'varying') AND e.thrown = g.thrown THEN NULL
        ELSE e.thrown
    END,
    e.arguments, e.mdc, e.ndc, e.key_values, e.markers, e.cuts,
    CASE
        WHEN p.number IS NULL AND e.processes <> concat('{"0000000000000000":', e.repeats, '}') THEN e.processes
    END,
    CASE
        WHEN e.flag NOT IN ('', 'otherTime', 'varying') THEN NULL
        ELSE concat('{', nullif(substr(concat(
            if(e.template <=> g.template, '', concat(',"template":', coalesce(json_quote(e.template), 'null'))),
            if(e.class_name <=> g.class_name, '', concat(',"class_name":', coalesce(json_quote(e.class_name), 'null'))),
            if(e.method_name <=> g.method_name, '', concat(',"method_name":', coalesce(json_quote(e.method_name), 'null'))),
            if(e.file_name <=> g.file_name, '', concat(',"file_name":', coalesce(json_quote(e.file_name), 'null'))),
            if(e.line_number <=> g.line_number, '', concat(',"line_number":', coalesce(e.line_number, 'null'))),
            if(e.thrown_class <=> g.thrown_class, '', concat(',"thrown_class":', coalesce(json_quote(e.thrown_class), 'null'))),
            if(e.message IS NULL AND g.message IS NOT NULL, ',"message":null', ''),
            if(e.thrown IS NULL AND g.thrown IS NOT NULL, ',"thrown":null', '')),
            2), ''), '}')
    END
FROM events e
JOIN `groups` g ON g.group_id = e.group_id
JOIN deliveries d ON d.stream = 'events' AND d.window_start = e.window_start AND d.delivery = e.delivery
LEFT JOIN processes p ON p.id = substr(e.processes, 3, 16) AND p.id <> '0000000000000000'
    AND e.processes = concat('{"', p.id, '":', e.repeats, '}')
WHERE @to_copy = 1;

SET @change = if(
    (SELECT count(*) FROM information_schema.statistics
        WHERE table_schema = database() AND table_name = 'event_rows' AND index_name = 'event_rows_group') = 0,
    'ALTER TABLE event_rows ADD KEY event_rows_group (groups_id, window_start),
        ADD KEY event_rows_process (processes_id, window_start), ADD KEY event_rows_trace (trace_id)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- What is an event's own; all else is in its row of event_rows. n is the number of the event in its process.
CREATE TABLE IF NOT EXISTS sample_rows (
    window_start datetime(6) NOT NULL,
    deliveries_id bigint NOT NULL,
    groups_id integer NOT NULL,
    process_id varchar(64) NOT NULL,
    n bigint NOT NULL,
    time datetime(6) NOT NULL,
    nano integer NOT NULL,
    thread_name longtext,
    thread_id bigint NOT NULL,
    thread_priority integer NOT NULL,
    template longtext,
    message longtext,
    arguments longtext,
    mdc longtext,
    ndc longtext,
    key_values longtext,
    trace_id varchar(128),
    span_id varchar(128),
    thrown_message longtext,
    cause_messages longtext,
    cuts longtext,
    PRIMARY KEY (window_start, deliveries_id, groups_id, process_id, n)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

SET @change = if(@to_copy = 1, 'TRUNCATE TABLE sample_rows', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

INSERT INTO sample_rows
SELECT STRAIGHT_JOIN
    s.window_start, d.id, g.id, s.process_id, s.n, s.time, s.nano, s.thread_name, s.thread_id, s.thread_priority, s.template,
    s.message, s.arguments, s.mdc, s.ndc, s.key_values, s.trace_id, s.span_id, s.thrown_message, s.cause_messages, s.cuts
FROM event_samples s
JOIN `groups` g ON g.group_id = s.group_id
JOIN deliveries d ON d.stream = 'events' AND d.window_start = s.window_start AND d.delivery = s.delivery
WHERE @to_copy = 1;

SET @change = if(
    (SELECT count(*) FROM information_schema.statistics
        WHERE table_schema = database() AND table_name = 'sample_rows' AND index_name = 'sample_rows_trace') = 0,
    'ALTER TABLE sample_rows ADD KEY sample_rows_trace (trace_id)', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;

-- The ids in it were those of the rows of events. last_event is the highest id of deliveries.
DELETE FROM retention_marks;

-- A row of event_rows with what it has of its group, its delivery and its process. json_unquote of MariaDB up to 11.4.5 loses
-- characters of four bytes, and json_value of MySQL is null for text of more than 512 characters.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_rows_joined AS
SELECT
    e.window_start, e.deliveries_id, e.groups_id, e.processes_id, g.group_id, d.delivery, e.repeats,
    coalesce(e.processes, concat('{"', coalesce(p.id, '0000000000000000'), '":', e.repeats, '}')) AS processes,
    e.time, e.nano, g.level, g.severity, g.logger, e.thread_name, e.thread_id, e.thread_priority,
    CASE json_type(json_extract(e.differs, '$.template'))
        WHEN 'NULL' THEN NULL
        WHEN 'STRING' THEN
            coalesce(json_value(e.differs, '$.template'), json_unquote(json_extract(e.differs, '$.template')))
        ELSE g.template
    END AS template,
    CASE WHEN e.message IS NULL AND json_extract(e.differs, '$.message') IS NULL THEN g.message ELSE e.message END AS message,
    CASE json_type(json_extract(e.differs, '$.class_name'))
        WHEN 'NULL' THEN NULL
        WHEN 'STRING' THEN
            coalesce(json_value(e.differs, '$.class_name'), json_unquote(json_extract(e.differs, '$.class_name')))
        ELSE g.class_name
    END AS class_name,
    CASE json_type(json_extract(e.differs, '$.method_name'))
        WHEN 'NULL' THEN NULL
        WHEN 'STRING' THEN
            coalesce(json_value(e.differs, '$.method_name'), json_unquote(json_extract(e.differs, '$.method_name')))
        ELSE g.method_name
    END AS method_name,
    CASE json_type(json_extract(e.differs, '$.file_name'))
        WHEN 'NULL' THEN NULL
        WHEN 'STRING' THEN
            coalesce(json_value(e.differs, '$.file_name'), json_unquote(json_extract(e.differs, '$.file_name')))
        ELSE g.file_name
    END AS file_name,
    CASE json_type(json_extract(e.differs, '$.line_number'))
        WHEN 'NULL' THEN NULL
        WHEN 'INTEGER' THEN json_extract(e.differs, '$.line_number') + 0
        ELSE g.line_number
    END AS line_number,
    CASE json_type(json_extract(e.differs, '$.thrown_class'))
        WHEN 'NULL' THEN NULL
        WHEN 'STRING' THEN
            coalesce(json_value(e.differs, '$.thrown_class'), json_unquote(json_extract(e.differs, '$.thrown_class')))
        ELSE g.thrown_class
    END AS thrown_class,
    g.app, g.environment, coalesce(e.host, p.host) AS host, coalesce(e.pid, p.pid) AS pid, e.sequence, e.flag, e.arguments,
    CASE
        WHEN e.thrown IS NULL AND json_extract(e.differs, '$.thrown') IS NULL
            AND (e.flag IN ('', 'otherTime', 'varying') OR e.throwable_id IS NOT NULL) THEN g.thrown
        ELSE e.thrown
    END AS thrown,
    e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id
FROM event_rows e
JOIN `groups` g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
LEFT JOIN processes p ON p.number = e.processes_id;

-- One row for one group of one window of one delivery.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW events_view AS
SELECT
    e.window_start, e.group_id, e.delivery, e.repeats, e.time, e.nano, e.level, e.severity, e.logger, e.thread_name,
    e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name, e.line_number,
    e.thrown_class, coalesce(json_value(e.thrown, '$.message'), json_unquote(json_extract(e.thrown, '$.message'))) AS thrown_message,
    e.app, e.environment, e.host, e.pid, e.sequence, e.flag,
    e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.processes, e.trace_id, e.span_id, e.in_full,
    e.borrowed, e.throwable_id
FROM event_rows_joined e;

CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_samples_view AS
SELECT
    s.window_start, g.group_id, d.delivery, s.process_id, s.n, s.time, s.nano, s.thread_name, s.thread_id, s.thread_priority,
    s.template, s.message, s.arguments, s.mdc, s.ndc, s.key_values, s.trace_id, s.span_id, s.thrown_message,
    s.cause_messages, s.cuts
FROM sample_rows s
JOIN `groups` g ON g.id = s.groups_id
JOIN deliveries d ON d.id = s.deliveries_id;

SET @change = if(@to_copy = 1,
    'RENAME TABLE events TO events_before, event_samples TO event_samples_before,
        events_view TO events, event_samples_view TO event_samples', 'DO 0');
PREPARE changing FROM @change;
EXECUTE changing;
DEALLOCATE PREPARE changing;
DROP VIEW IF EXISTS events_view, event_samples_view;
DROP TABLE IF EXISTS events_before, event_samples_before;

-- One row for a process in a row of events, with what it says of itself. A process that says nothing has the row's own app and
-- environment, and null. MariaDB reads an array from its start for each element: so 200 pairs at a time, each of 37 characters
-- at most, are made an array.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_processes AS
SELECT
    e.window_start, g.group_id, d.delivery, p.id AS process, e.repeats, p.id AS process_id,
    CASE WHEN p.app <> '' THEN p.app ELSE g.app END AS app,
    CASE WHEN p.app <> '' THEN p.environment ELSE g.environment END AS environment,
    p.release, p.host, p.pid, p.instance
FROM event_rows e
JOIN `groups` g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
JOIN processes p ON p.number = e.processes_id
UNION ALL
SELECT
    e.window_start, g.group_id, d.delivery, concat(counted.process), counted.repeats + 0, concat(counted.process),
    CASE WHEN p.app <> '' THEN p.app ELSE g.app END,
    CASE WHEN p.app <> '' THEN p.environment ELSE g.environment END,
    p.release, p.host, p.pid, p.instance
FROM event_rows e
JOIN `groups` g ON g.id = e.groups_id
JOIN deliveries d ON d.id = e.deliveries_id
JOIN json_table(
    concat('["', regexp_replace(replace(replace(replace(
        coalesce(e.processes, concat('{"0000000000000000":', e.repeats, '}')),
        '{', ''), '}', ''), '"', ''), '((?:[^,]*,){199}[^,]*),', '${group1}","'), '"]'),
    '$[*]' COLUMNS (pairs varchar(8000) PATH '$')
) two_hundred
JOIN json_table(
    CASE WHEN two_hundred.pairs = '' THEN '[]'
        ELSE concat('[["', replace(replace(two_hundred.pairs, ',', '],["'), ':', '",'), ']]') END,
    '$[*]' COLUMNS (process varchar(16) PATH '$[0]', repeats bigint PATH '$[1]')
) counted
LEFT JOIN processes p ON p.id = convert(counted.process USING utf8mb4) COLLATE ${collation}
WHERE e.processes_id IS NULL;

-- One row for an event that is stored in full: the own one of a row of events, or a sample.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_details AS
SELECT
    e.window_start, e.group_id, e.delivery, NULL AS process_id, e.sequence AS n, e.time, e.nano, e.level,
    e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class,
    coalesce(json_value(e.thrown, '$.message'), json_unquote(json_extract(e.thrown, '$.message'))) AS thrown_message, NULL AS cause_messages,
    e.thrown, e.app, e.environment, e.host, e.pid, e.flag, e.arguments, e.markers, e.mdc, e.ndc, e.key_values, e.cuts,
    e.trace_id, e.span_id, e.throwable_id
FROM event_rows_joined e
WHERE e.borrowed = 0 AND e.flag NOT IN ('noPayload', 'unreadable', 'rejected', 'overflow')
UNION ALL
SELECT
    s.window_start, e.group_id, e.delivery, s.process_id, s.n, s.time, s.nano, e.level, e.severity, e.logger,
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
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_windows AS
SELECT
    e.window_start, e.group_id,
    (SELECT sum(r.repeats) FROM event_rows r WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS repeats,
    (SELECT count(*) FROM event_rows r WHERE r.groups_id = e.groups_id AND r.window_start = e.window_start) AS deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class,
    coalesce(json_value(e.thrown, '$.message'), json_unquote(json_extract(e.thrown, '$.message'))) AS thrown_message,
    e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown,
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
CREATE OR REPLACE SQL SECURITY INVOKER VIEW events_flat AS
SELECT
    e.window_start, e.group_id, e.delivery, e.repeats, e.processes, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, e.app, e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments,
    e.thrown, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id, e.in_full, e.borrowed, e.throwable_id,
    replace(replace(replace(replace(t.text,
        convert(0xEE8080 USING utf8mb4),
        coalesce(coalesce(json_value(e.thrown, '$.text'), json_unquote(json_extract(e.thrown, '$.text'))),
            concat(coalesce(json_value(e.thrown, '$.class'), json_unquote(json_extract(e.thrown, '$.class'))),
                coalesce(concat(': ',
                    coalesce(json_value(e.thrown, '$.message'), json_unquote(json_extract(e.thrown, '$.message')))), '')), '')),
        convert(0xEE8081 USING utf8mb4),
        coalesce(coalesce(json_value(e.thrown, '$.cause.text'), json_unquote(json_extract(e.thrown, '$.cause.text'))),
            concat(coalesce(json_value(e.thrown, '$.cause.class'), json_unquote(json_extract(e.thrown, '$.cause.class'))),
                coalesce(concat(': ',
                    coalesce(json_value(e.thrown, '$.cause.message'), json_unquote(json_extract(e.thrown, '$.cause.message')))), '')), '')),
        convert(0xEE8082 USING utf8mb4),
        coalesce(coalesce(json_value(e.thrown, '$.cause.cause.text'), json_unquote(json_extract(e.thrown, '$.cause.cause.text'))),
            concat(coalesce(json_value(e.thrown, '$.cause.cause.class'), json_unquote(json_extract(e.thrown, '$.cause.cause.class'))),
                coalesce(concat(': ',
                    coalesce(json_value(e.thrown, '$.cause.cause.message'), json_unquote(json_extract(e.thrown, '$.cause.cause.message')))), '')), '')),
        convert(0xEE8083 USING utf8mb4),
        coalesce(coalesce(json_value(e.thrown, '$.cause.cause.cause.text'), json_unquote(json_extract(e.thrown, '$.cause.cause.cause.text'))),
            concat(coalesce(json_value(e.thrown, '$.cause.cause.cause.class'), json_unquote(json_extract(e.thrown, '$.cause.cause.cause.class'))),
                coalesce(concat(': ',
                    coalesce(json_value(e.thrown, '$.cause.cause.cause.message'), json_unquote(json_extract(e.thrown, '$.cause.cause.cause.message')))), '')), '')) AS thrown_text
FROM events e
LEFT JOIN throwables t ON t.id = e.throwable_id;
