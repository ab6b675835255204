-- SPDX-License-Identifier: Apache-2.0
-- A row of events is one group of one window of one delivery; its identity is (window_start, group_id, delivery).
-- Times are UTC text with nine digits (2026-01-31T23:59:59.123456789Z): readable, and sorted as text as they are in time.
CREATE TABLE events (
    id integer PRIMARY KEY AUTOINCREMENT,
    window_start text NOT NULL,
    group_id text NOT NULL,
    delivery text NOT NULL,
    repeats integer NOT NULL,
    time text NOT NULL,
    nano integer NOT NULL,
    level text NOT NULL,
    severity integer NOT NULL,
    logger text,
    thread_name text,
    thread_id integer NOT NULL,
    thread_priority integer NOT NULL,
    template text,
    message text,
    class_name text,
    method_name text,
    file_name text,
    line_number integer,
    thrown_class text,
    thrown_message text,
    app text NOT NULL,
    environment text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    sequence integer NOT NULL,
    flag text NOT NULL,
    arguments text,
    thrown text,
    markers text,
    mdc text,
    ndc text,
    key_values text,
    cuts text,
    UNIQUE (window_start, group_id, delivery)
);

CREATE INDEX events_time ON events (time, nano, sequence);
CREATE INDEX events_group ON events (group_id, time);
CREATE INDEX events_level ON events (level, time);
CREATE INDEX events_logger ON events (logger, time);
CREATE INDEX events_app ON events (app, time);

-- What producers gave up and said so: never a row of events.
CREATE TABLE drops (
    window_start text NOT NULL,
    group_id text NOT NULL,
    delivery text NOT NULL,
    count integer NOT NULL,
    reason text NOT NULL,
    app text NOT NULL,
    environment text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    PRIMARY KEY (window_start, group_id, delivery)
);

-- Payloads that could not be read or stored; their counts are rows of events, flagged.
CREATE TABLE dead_letters (
    id integer PRIMARY KEY AUTOINCREMENT,
    window_start text NOT NULL,
    group_id text NOT NULL,
    delivery text NOT NULL,
    raw blob NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    first_seen text NOT NULL,
    replayed_at text,
    UNIQUE (window_start, group_id, delivery)
);

-- One row for a group in a window, however many deliveries brought it; the event is that of a delivery that has one.
CREATE VIEW event_windows AS
SELECT
    sums.window_start, sums.group_id, sums.repeats, sums.deliveries,
    e.time, e.nano, e.level, e.severity, e.logger, e.thread_name, e.thread_id, e.thread_priority, e.template,
    e.message, e.class_name, e.method_name, e.file_name, e.line_number, e.thrown_class, e.thrown_message, e.app,
    e.environment, e.host, e.pid, e.sequence, e.flag, e.arguments, e.thrown, e.markers, e.mdc, e.ndc, e.key_values,
    e.cuts
FROM (
    SELECT
        window_start, group_id, sum(repeats) AS repeats, count(*) AS deliveries,
        coalesce(min(CASE WHEN flag = '' THEN id END), min(id)) AS id
    FROM events
    GROUP BY window_start, group_id
) sums
JOIN events e ON e.id = sums.id;

-- One row for a group over all time.
CREATE VIEW groups AS
SELECT
    sums.group_id, sums.first_seen, sums.last_seen, sums.repeats, sums.windows,
    e.level, e.severity, e.logger, e.template, e.message, e.thrown_class, e.thrown_message, e.class_name,
    e.method_name, e.file_name, e.line_number, e.app, e.environment, e.flag
FROM (
    SELECT
        group_id, min(time) AS first_seen, max(time) AS last_seen, sum(repeats) AS repeats,
        count(DISTINCT window_start) AS windows,
        coalesce(min(CASE WHEN flag = '' THEN id END), min(id)) AS id
    FROM events
    GROUP BY group_id
) sums
JOIN events e ON e.id = sums.id;
