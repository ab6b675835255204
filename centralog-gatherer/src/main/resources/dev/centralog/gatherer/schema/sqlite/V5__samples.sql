-- SPDX-License-Identifier: Apache-2.0
-- each row of events keeps its first event; event_samples keeps more of its events, in full.

-- in_full: how many of the row's events are stored in full, its own and its samples. borrowed: 1 if the row's own event is not
-- one of those that it counts, as an earlier delivery counts it.
ALTER TABLE events ADD COLUMN trace_id text;
ALTER TABLE events ADD COLUMN span_id text;
ALTER TABLE events ADD COLUMN in_full integer NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN borrowed integer NOT NULL DEFAULT 0;

-- Rows of earlier versions have their own event or none. One that counts nothing brings the event that another row counts.
UPDATE events SET in_full = 0, borrowed = CASE WHEN repeats < 1 THEN 1 ELSE 0 END
WHERE flag IN ('noPayload', 'unreadable', 'rejected', 'overflow') OR repeats < 1;

CREATE INDEX events_trace ON events (trace_id) WHERE trace_id IS NOT NULL;

-- What is an event's own; all else is in its row of events. n is the number of the event in its process.
CREATE TABLE event_samples (
    window_start text NOT NULL,
    group_id text NOT NULL,
    delivery text NOT NULL,
    process_id text NOT NULL,
    n integer NOT NULL,
    time text NOT NULL,
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
    PRIMARY KEY (window_start, group_id, delivery, process_id, n)
);

CREATE INDEX event_samples_trace ON event_samples (trace_id) WHERE trace_id IS NOT NULL;

-- What processes say of themselves: one row for a process. The times are those of windows, by Redis's clock; what is not known
-- is null.
CREATE TABLE processes (
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
    PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX processes_last_seen ON processes (last_seen);

-- The signs of life of processes: start, alive, end.
CREATE TABLE process_signs (
    window_start text NOT NULL,
    delivery text NOT NULL,
    process_id text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (window_start, delivery, process_id, kind)
) WITHOUT ROWID;

-- One row for a process in a row of events, with what it says of itself. A process that says nothing has the row's own app and
-- environment, and null.
DROP VIEW event_processes;
CREATE VIEW event_processes AS
SELECT
    e.window_start, e.group_id, e.delivery, counted.key AS process, counted.value AS repeats, counted.key AS process_id,
    CASE WHEN p.app <> '' THEN p.app ELSE e.app END AS app,
    CASE WHEN p.app <> '' THEN p.environment ELSE e.environment END AS environment,
    p.release, p.host, p.pid, p.instance
FROM events e
JOIN json_each(coalesce(e.processes, json_object('0000000000000000', e.repeats))) counted
LEFT JOIN processes p ON p.id = counted.key;

-- One row for an event that is stored in full: the own one of a row of events, or a sample.
CREATE VIEW event_details AS
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
DROP VIEW event_windows;
CREATE VIEW event_windows AS
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

-- One row for a group over all time.
DROP VIEW groups;
CREATE VIEW groups AS
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
