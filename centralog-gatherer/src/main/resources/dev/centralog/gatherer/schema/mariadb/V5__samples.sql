-- SPDX-License-Identifier: Apache-2.0
-- each row of events keeps its first event; event_samples keeps more of its events, in full.

-- in_full: how many of the row's events are stored in full, its own and its samples. borrowed: 1 if the row's own event is not
-- one of those that it counts, as an earlier delivery counts it.
ALTER TABLE events
    ADD COLUMN trace_id varchar(128),
    ADD COLUMN span_id varchar(128),
    ADD COLUMN in_full integer NOT NULL DEFAULT 1,
    ADD COLUMN borrowed smallint NOT NULL DEFAULT 0;

-- Rows of earlier versions have their own event or none. One that counts nothing brings the event that another row counts.
UPDATE events SET in_full = 0, borrowed = CASE WHEN repeats < 1 THEN 1 ELSE 0 END
WHERE flag IN ('noPayload', 'unreadable', 'rejected', 'overflow') OR repeats < 1;

CREATE INDEX events_trace ON events (trace_id);

-- What is an event's own; all else is in its row of events. n is the number of the event in its process.
CREATE TABLE event_samples (
    window_start datetime(6) NOT NULL,
    group_id varchar(128) NOT NULL,
    delivery varchar(254) NOT NULL,
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
    PRIMARY KEY (window_start, group_id, delivery, process_id, n),
    KEY event_samples_trace (trace_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- What processes say of themselves: one row for a process. The times are those of windows, by Redis's clock; what is not known
-- is null. The word release is reserved here.
CREATE TABLE processes (
    id varchar(64) NOT NULL,
    app varchar(256) NOT NULL,
    environment varchar(256) NOT NULL,
    `release` varchar(256),
    host varchar(256),
    pid bigint,
    instance varchar(256),
    first_seen datetime(6) NOT NULL,
    last_seen datetime(6) NOT NULL,
    started_at datetime(6),
    ended_at datetime(6),
    centralog varchar(256),
    java varchar(256),
    framework varchar(256),
    PRIMARY KEY (id),
    KEY processes_last_seen (last_seen)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- The signs of life of processes: start, alive, end.
CREATE TABLE process_signs (
    window_start datetime(6) NOT NULL,
    delivery varchar(254) NOT NULL,
    process_id varchar(64) NOT NULL,
    kind varchar(16) NOT NULL,
    PRIMARY KEY (window_start, delivery, process_id, kind)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET = utf8mb4 COLLATE = ${collation};

-- One row for a process in a row of events, with what it says of itself. A process that says nothing has the row's own app and
-- environment, and null. MariaDB reads an array from its start for each element: so 200 pairs at a time, each of 37 characters
-- at most, are made an array.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_processes AS
SELECT
    e.window_start, e.group_id, e.delivery, concat(counted.process) AS process, counted.repeats + 0 AS repeats,
    concat(counted.process) AS process_id,
    CASE WHEN p.app <> '' THEN p.app ELSE e.app END AS app,
    CASE WHEN p.app <> '' THEN p.environment ELSE e.environment END AS environment,
    p.release, p.host, p.pid, p.instance
FROM events e
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
LEFT JOIN processes p ON p.id = convert(counted.process USING utf8mb4) COLLATE ${collation};

-- One row for an event that is stored in full: the own one of a row of events, or a sample.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_details AS
SELECT
    e.window_start, e.group_id, e.delivery, NULL AS process_id, e.sequence AS n, e.time, e.nano, e.level, e.severity, e.logger,
    e.thread_name, e.thread_id, e.thread_priority, e.template, e.message, e.class_name, e.method_name, e.file_name,
    e.line_number, e.thrown_class, e.thrown_message, NULL AS cause_messages, e.thrown, e.app, e.environment, e.host, e.pid,
    e.flag, e.arguments, e.markers, e.mdc, e.ndc, e.key_values, e.cuts, e.trace_id, e.span_id
FROM events e
WHERE e.borrowed = 0 AND e.flag NOT IN ('noPayload', 'unreadable', 'rejected', 'overflow')
UNION ALL
SELECT
    s.window_start, s.group_id, s.delivery, s.process_id, s.n, s.time, s.nano, e.level, e.severity, e.logger,
    s.thread_name, s.thread_id, s.thread_priority, coalesce(s.template, e.template), s.message, e.class_name, e.method_name,
    e.file_name, e.line_number, e.thrown_class, s.thrown_message, s.cause_messages, NULL, e.app, e.environment, p.host, p.pid,
    e.flag, s.arguments, e.markers, s.mdc, s.ndc, s.key_values, s.cuts, s.trace_id, s.span_id
FROM event_samples s
JOIN events e ON e.window_start = s.window_start AND e.group_id = s.group_id AND e.delivery = s.delivery
LEFT JOIN processes p ON p.id = s.process_id;

-- One row for a group in a window, however many deliveries brought it; the event is that of a delivery that has one. It is
-- complete if all its events are stored in full.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW event_windows AS
SELECT
    sums.window_start, sums.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class, e.thrown_message, e.app,
    e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values,
    e.cuts, e.trace_id, e.span_id, sums.in_full, sums.in_full >= sums.repeats AS complete
FROM (
    SELECT
        window_start, group_id, sum(repeats) AS repeats, count(*) AS deliveries, sum(in_full) AS in_full,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY window_start, group_id
) sums
JOIN events e ON e.id = sums.id;

-- An event with the flag varying is there, as one without a flag is.

-- One row for a group over all time; groups is a reserved word in MySQL.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `groups` AS
SELECT
    sums.group_id, sums.first_seen, sums.last_seen, sums.repeats, sums.windows,
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(time) AS first_seen, max(time) AS last_seen, sum(repeats) AS repeats,
        count(DISTINCT window_start) AS windows,
        coalesce(min(CASE WHEN flag IN ('', 'otherTime', 'varying') THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id;
